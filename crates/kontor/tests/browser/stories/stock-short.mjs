// Stock is short: the desk sees it while it takes the order, the warehouse ships what there is, goods come, the rest follows.
import { story } from "../lib.mjs";

story("stock-short", async (t) => {
  const sku = t.unique("SHORT").replace(" ", "-").toUpperCase();
  await t.step("there is a product with two pieces", async () => {
    const product = { sku, name: `Kanne ${sku}`, kind: "goods", unit: "C62", price: "12.50", basis: "gross" };
    await t.api("owner", "POST", "/api/v1/products", { ...product, tax_class: "standard", out_of_stock: "backorder" });
    const lines = [{ sku, quantity: "2", unit_cost: "4.00" }];
    await t.api("owner", "POST", "/api/v1/stock/receipts", { location: "main", lines });
  });
  await t.signIn("service");
  await t.step("the desk is told while it types", async () => {
    await t.goto("/orders/new");
    await t.field(t.w("Customer", "Kunde")).fill("Behrens");
    await t.option(/Behrens/).first().click();
    await t.field(t.w("Product", "Artikel")).first().fill(sku);
    await t.option(new RegExp(sku)).click();
    await t.field(t.w("Quantity", "Menge")).first().fill("5");
    await t.reads(t.find("#lines"), t.w("2 of 5 now, the rest follows", "2 von 5 sofort, Rest Nachlieferung"));
    await t.axe("more than there is");
    await t.button(t.w("Place the order", "Auftrag anlegen")).click();
    await t.arrives(/^\/orders\/ord_/);
    await t.reads(t.find("#lines"), t.w("3 waiting", "3 im Rückstand"));
    await t.axe("an order that is short");
    await t.fits("an order that is short");
    await t.look("short");
  });
  const warehouse = await t.as("warehouse");
  await t.step("the warehouse ships two, and sees what is missing", async () => {
    await warehouse.goto(t.path);
    await warehouse.find(".head-tools").getByRole("link", { name: t.w("Ship", "Versenden") }).click();
    await warehouse.sees(warehouse.dialog());
    await warehouse.axe("what is shipped");
    await warehouse.dialog().getByRole("button", { name: t.w("Ship", "Versenden") }).click();
    await warehouse.reads(warehouse.find("#lines"), t.w("2 shipped", "2 versandt"));
    await warehouse.goto("/stock?tab=waiting");
    await warehouse.sees(warehouse.row(sku));
    await warehouse.axe("what is short");
    await warehouse.look("what-is-short");
  });
  await t.step("goods come, and the order's page shows it by itself", async () => {
    await warehouse.goto("/stock/receive");
    const scan = warehouse.field(t.w("Scan or type", "Scannen oder tippen"));
    await scan.fill(sku);
    await scan.press("Enter");
    await warehouse.field(t.w("Quantity", "Menge")).first().fill("10");
    await warehouse.field(t.w("Unit cost", "Einstandspreis")).first().fill(t.w("4.00", "4,00"));
    await warehouse.axe("goods that came");
    await warehouse.button(t.w("Book in", "Einbuchen")).click();
    await warehouse.sees(warehouse.toast(t.w("1 orders got", "1 Aufträge haben")));
    await warehouse.axe("who got what");
    await t.reads(t.find("#lines"), t.w("3 reserved", "3 reserviert"));
    await t.axe("the rest is reserved");
  });
});
