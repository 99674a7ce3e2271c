// What everybody may see without signing in.
import { story } from "../lib.mjs";

story("open-pages", async (t) => {
  await t.step("the reference of the API opens, by itself", async () => {
    await t.goto("/api/docs/");
    await t.sees(t.heading(/Kontor/));
    await t.sees(t.text("/api/v1/orders").first());
    await t.look("api");
  });
});
