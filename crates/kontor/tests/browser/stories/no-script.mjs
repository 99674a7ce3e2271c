// The whole path with JavaScript switched off: sign in, take an order, ship it, invoice it, take the money.
import { isTrue, story } from "../lib.mjs";

const SKU = "TEE-ASSAM-250";

story("no-script", { script: false }, async (t) => {
  const name = t.unique("Otto Claasen");
  await t.step("registers the customer", async () => {
    await t.signIn("owner");
    await t.goto("/customers/new");
    await t.axe("a new customer");
    await t.field(t.w("Full name", "Vor- und Nachname")).first().fill(name);
    await t.button(t.w("Register", "Anlegen")).click();
    if (!/^\/customers\/cus_/.test(t.path)) await t.button(t.w("Register anyway", "Trotzdem anlegen")).click();
    await t.arrives(/^\/customers\/cus_/);
    await t.axe("a customer");
  });
  await t.step("takes an order, looks at what it comes to, places it", async () => {
    await t.goto("/orders/new");
    await t.field(t.w("Customer", "Kunde")).fill(name);
    await t.field(t.w("Product", "Artikel")).first().fill("Assam");
    await t.button(t.w("Find", "Suchen")).click();
    await t.reads(t.find("#customer"), name);
    await t.field(t.w("Quantity", "Menge")).first().fill("2");
    await t.button(t.w("Calculate", "Berechnen")).click();
    await t.reads(t.find("#sum"), t.w("€18.80", "18,80 €"));
    isTrue((await t.field(t.w("Product", "Artikel")).first().inputValue()) === SKU, "the product was not found");
    await t.axe("what the order comes to");
    await t.options(t.w("Payment", "Zahlung")).selectOption("invoice");
    await t.button(t.w("Place the order", "Auftrag anlegen")).click();
    await t.arrives(/^\/orders\/ord_/);
    await t.axe("an order");
  });
  const order = t.path;
  for (const [step, state] of [
    [t.w("Ship", "Versenden"), t.w("Shipped", "Versandt")],
    [t.w("Invoice", "Berechnen"), t.w("Invoiced", "Berechnet")],
    [t.w("Record payment", "Zahlung erfassen"), t.w("Paid", "Bezahlt")],
  ]) {
    await t.step(step, async () => {
      await t.find(".head-tools").getByRole("link", { name: step }).click();
      await t.button(t.w("Preview", "Vorschau")).click();
      await t.sees(t.find("#effects"));
      await t.axe(`what "${step}" would do`);
      await t.find("main").getByRole("button", { name: step }).click();
      await t.arrives(order);
      await t.sees(t.find(".strip .done").getByText(state));
      await t.axe(`after "${step}"`);
    });
  }
  await t.step("a mistake is told beside its field", async () => {
    await t.goto("/orders/new");
    await t.field(t.w("Customer", "Kunde")).fill("nobody at all");
    await t.refused(422, () => t.button(t.w("Place the order", "Auftrag anlegen")).click());
    await t.sees(t.alert());
    isTrue((await t.field(t.w("Customer", "Kunde")).inputValue()) === "nobody at all", "what was typed is gone");
    await t.axe("an order that was refused");
  });
  await t.step("signs out", async () => {
    await t.goto("/me");
    await t.button(t.w("Account", "Konto")).first().click();
    await t.button(t.w("Sign out", "Abmelden")).first().click();
    await t.arrives(/^\/sign-in/);
  });
});
