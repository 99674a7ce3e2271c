// Stories that don't end well, for the tests of the harness.
import { isTrue, story } from "../lib.mjs";

story("a-failure", async (t) => {
  await t.goto("/api/docs/");
  await t.step("looks for what is not there", async () => {
    isTrue((await t.heading("Nowhere").count()) > 0, 'the page has a heading "Nowhere"');
  });
});

story("a-hang", () => new Promise(() => {}));
