// A change by anyone shows in every open page within 200 ms, and takes nothing from who is at work there.
import { equals, isTrue, pause, story } from "../lib.mjs";
import { placed } from "../lib/shop.mjs";

/** What is promised, in milliseconds. */
const WITHIN = 200;
const CHANGES = 5;
/** Above five changes a second a page is renewed once a second: these come slower. */
const BETWEEN = 300;
const SEARCHED = "TEE-OSTFR-250";

story("live", async (t) => {
  const orders = [];
  for (let order = 0; order <= CHANGES; order += 1) orders.push(await placed(t, "1"));
  await t.signIn("service");
  await t.goto("/orders");
  const search = t.find("#filter");
  await t.step("is in the middle of something", async () => {
    await search.pressSequentially(SEARCHED, { delay: 5 });
    await t.arrives(/q=TEE-OSTFR-250$/);
    await t.sees(t.find(`[id="${orders[0]}"]`));
    await t.find(`[id="${orders[0]}"] input[data-select]`).check();
    await search.evaluate((input) => { input.focus(); input.setSelectionRange(1, 3); });
  });
  const took = [];
  const shipped = t.w("To invoice", "Zu berechnen");
  const ship = (order) => t.api("owner", "POST", `/api/v1/orders/${order}/ship`, {});
  for (const order of orders.slice(1)) {
    await pause(BETWEEN);
    took.push(await t.delay({ selector: `[id="${order}"]`, text: shipped }, () => ship(order)));
  }
  await t.step("a new order waits above, so that nothing moves under the hand", async () => {
    await pause(BETWEEN);
    const pill = { selector: "#fresh", text: "1" };
    took.push(await t.delay(pill, async () => orders.push(await placed(t, "1"))));
    equals(await t.find(`[id="${orders.at(-1)}"]`).count(), 0, "rows that pushed the others down");
  });
  await t.step("and is still in the middle of it", async () => {
    await t.focusIsOn(search);
    equals(await search.inputValue(), SEARCHED, "what was typed");
    equals(await search.evaluate((it) => [it.selectionStart, it.selectionEnd]), [1, 3], "the selected letters");
    equals(await t.find("input[data-select]:checked").count(), 1, "rows that are selected");
    await t.axe("orders have come and gone");
    await t.find("#fresh").click();
    await t.sees(t.find(`[id="${orders.at(-1)}"]`));
  });
  await t.step("another window of the browser hears of it through the first, which looks again when it is looked at", async () => {
    const second = await t.window();
    await second.goto(`/orders/${orders.at(-1)}`);
    took.push(await second.delay({ selector: "main .head", text: shipped }, () => ship(orders.at(-1))));
    await t.raw.bringToFront();
    await t.reads(t.find(`[id="${orders.at(-1)}"]`), shipped);
  });
  console.error(`live, ${t.stage.look.name}: changes were seen after ${took.join(", ")} ms`);
  isTrue(Math.max(...took) <= WITHIN, `changes were seen after ${took.join(", ")} ms; ${WITHIN} are promised`);
});
