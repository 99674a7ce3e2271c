// Two people at one order: who comes second is told who changed what, and loses nothing of what was typed.
import { equals, story } from "../lib.mjs";
import { placed } from "../lib/shop.mjs";

story("conflict-of-two-windows", async (t) => {
  const order = await placed(t, "3");
  await t.signIn("service");
  await t.goto(`/orders/${order}`);
  const other = await t.as("warehouse");
  await other.goto(`/orders/${order}`);

  const note = t.unique("rang again");
  const cancel = t.w("Cancel order", "Stornieren");
  await t.step("one writes while the other ships", async () => {
    await t.link(cancel).click();
    await t.field(t.w("Reason", "Grund")).fill(note);
    await other.find(".head-tools").getByRole("link", { name: t.w("Ship", "Versenden") }).click();
    await other.field(t.w("Quantity of", "Menge von")).fill("1");
    await other.dialog().getByRole("button", { name: t.w("Ship", "Versenden") }).click();
    await other.sees(other.toast(t.w("has left", "ist unterwegs")));
  });
  await t.step("the second is told, and keeps what was typed", async () => {
    equals(await t.field(t.w("Reason", "Grund")).inputValue(), note, "what was typed");
    await t.refused(409, () => t.dialog().getByRole("button", { name: cancel }).click());
    const told = t.dialog().locator(".notice");
    await t.focusIsOn(told);
    await t.reads(told, t.w("1 × TEE-OSTFR-250", "versandt: 1 × TEE-OSTFR-250"));
    equals(await t.field(t.w("Reason", "Grund")).inputValue(), note, "what was typed, after the conflict");
    await t.axe("a conflict");
    await t.fits("a conflict");
    await t.look("conflict");
  });
  await t.step("corrects it to what is left, and sends it again", async () => {
    await t.dialog().getByLabel(t.w("Quantity of", "Menge von")).fill("2");
    await t.dialog().getByRole("button", { name: cancel }).click();
    await t.sees(t.toast());
    await t.reads(t.find("#lines"), t.w("2 cancelled", "2 storniert"));
  });
});
