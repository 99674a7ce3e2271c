// The order desk's call: Anna Hansen rings, is new, wants tea, and pays by bank transfer. By keys alone, in under a minute.
import { isTrue, story } from "../lib.mjs";

const MINUTE = 60_000;

/** Puts a product into the line that has the cursor, which goes on to the quantity. */
async function take(t, words, sku, quantity) {
  const line = t.find("#lines tr").last();
  await t.keys.tabTo(line.getByRole("combobox"));
  await t.keys.type(words);
  await t.sees(t.option(new RegExp(sku)));
  await t.keys.press("Enter");
  await t.focusIsOn(t.find(`#lines tr:has(input[value="${sku}"]) input[name$="[quantity]"]`));
  await t.keys.type(quantity);
}

/** Takes an order's step by its key, in a window of its own. */
async function act(t, [key, done, state], order) {
  await t.goto(order);
  await t.keys.press(key);
  await t.sees(t.dialog());
  await t.axe(`${state} is asked`);
  await t.keys.press("Control+Enter");
  await t.sees(t.toast(done));
  await t.reads(t.find(".strip"), state);
  await t.axe(`${state} is done`);
}

story("order-by-phone", { keys: true }, async (t) => {
  const name = t.unique("Anna Hansen");
  await t.signIn("service");
  await t.step("opens a new order from anywhere", async () => {
    await t.goto("/orders");
    await t.keys.press("n");
    await t.arrives("/orders/new");
    await t.focusIsOn(t.field(t.w("Customer", "Kunde")));
    await t.axe("an empty order");
  });

  let began = Date.now();
  await t.step("finds nobody, and takes the new customer down with the order", async () => {
    await t.keys.tabTo(t.find("#new-customer summary"));
    await t.keys.press("Enter");
    await t.keys.tabTo(t.field("Name").first());
    await t.keys.type(name);
    await t.keys.tabTo(t.field(t.w("Street and number", "Straße und Hausnummer")));
    await t.keys.type("Deichstraße 12");
    await t.keys.press("Tab");
    await t.keys.type("20459");
    await t.keys.press("Tab");
    await t.keys.type("Hamburg");
  });
  await t.step("takes two products, one by name, one by SKU", async () => {
    await take(t, "Ostfries", "TEE-OSTFR-250", "4");
    await t.reads(t.find("#sum"), t.w("€32.80", "32,80 €"));
    await t.keys.press("Enter");
    await take(t, "SUE-KLUNT-500", "SUE-KLUNT-500", "2");
    await t.reads(t.find("#sum"), t.w("€38.60", "38,60 €"));
    // What a person doesn't do counts for nothing.
    const judged = Date.now();
    await t.axe("two lines with their live prices");
    await t.fits("two lines with their live prices");
    began += Date.now() - judged;
  });
  await t.step("on account, and placed", async () => {
    await t.keys.tabTo(t.options(t.w("Payment", "Zahlung")));
    await t.keys.type(t.w("On account", "Auf"));
    await t.keys.press("Control+Enter");
    await t.arrives(/^\/orders\/ord_/);
    await t.sees(t.toast(t.w("placed", "angelegt")));
    await t.reads(t.find("main"), name);
  });
  isTrue(Date.now() - began < MINUTE, `the call took ${Date.now() - began} ms`);
  const order = t.path;
  await t.axe("an order that was just placed");
  await t.fits("an order that was just placed");
  await t.look("placed");

  await t.step("the warehouse ships it, next step first", async () => {
    const done = t.w("has left", "ist unterwegs");
    await act(await t.as("warehouse"), ["v", done, t.w("Shipped", "Versandt")], order);
  });
  await t.step("accounting issues the invoice and records the payment", async () => {
    const accounting = await t.as("accounting");
    await act(accounting, ["i", t.w("is issued", "ist gestellt"), t.w("Invoiced", "Berechnet")], order);
    await act(accounting, ["b", t.w("is recorded", "ist erfasst"), t.w("Paid", "Bezahlt")], order);
  });
  await t.step("the desk sees all of it without reloading", async () => {
    await t.sees(t.find(".strip").getByText(t.w("Completed", "Abgeschlossen")));
    await t.reads(t.find("main .head"), t.w("Completed", "Abgeschlossen"));
    await t.axe("a completed order");
    await t.look("completed");
  });
});
