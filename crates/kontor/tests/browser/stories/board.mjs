// The board of orders: keys, palette, views as URLs, many at once, and back again.
import { equals, isTrue, story } from "../lib.mjs";
import { placed } from "../lib/shop.mjs";

story("palette", { keys: true }, async (t) => {
  await t.signIn("service");
  await t.goto("/");
  await t.step("goes anywhere by keys", async () => {
    await t.keys.press("g", "o");
    await t.arrives("/orders");
    await t.keys.press("j", "j", "Enter");
    await t.arrives(/^\/orders\/ord_/);
  });
  await t.step("finds a customer from anywhere", async () => {
    await t.keys.press("Control+k");
    await t.sees(t.dialog());
    await t.axe("the palette with what can be done here");
    await t.keys.type("Behrens");
    await t.sees(t.option(/Behrens/));
    await t.axe("the palette with what it found");
    await t.look("palette");
    // Their orders are found as well: down to the customer.
    const isCustomer = () => t.find("#palette [aria-selected=true][data-href^='/customers/']").count();
    for (let steps = 0; !(await isCustomer()); steps += 1) {
      isTrue(steps < 20, "no option is a customer");
      await t.keys.press("ArrowDown");
    }
    await t.keys.press("Enter");
    await t.arrives(/^\/customers\//);
  });
  await t.step("closes it with Esc", async () => {
    await t.keys.press("Control+k");
    await t.sees(t.dialog());
    await t.keys.press("Escape");
    await t.seesNo(t.dialog());
  });
  await t.step("the list of keys, and none of them inside a field", async () => {
    await t.keys.press("?");
    await t.sees(t.dialog());
    await t.axe("the list of keys");
    await t.keys.press("Escape");
    await t.goto("/orders");
    await t.keys.press("/");
    await t.keys.type("g o n x ?");
    equals(await t.find("#filter").inputValue(), "g o n x ?", "what was typed");
    isTrue(t.path.startsWith("/orders"), `a key inside a field led to ${t.path}`);
    await t.sees(t.link(t.w("Clear the filter", "Filter aufheben")));
    await t.axe("nothing is found");
  });
});

story("many-at-once", async (t) => {
  const orders = [];
  for (const quantity of ["1", "2", "1"]) orders.push(await placed(t, quantity));
  await t.signIn("warehouse");
  await t.api("owner", "POST", `/api/v1/orders/${orders[0]}/ship`, {});
  await t.goto("/orders");
  await t.axe("orders to be shipped");
  await t.step("ships three, of which one is shipped already", async () => {
    for (const order of orders) await t.find(`[id="${order}"] input[data-select]`).check();
    await t.reads(t.find(".bulk"), "3");
    await t.axe("three are selected");
    await t.fits("three are selected");
    await t.look("selected");
    await t.find(".bulk").getByRole("button", { name: t.w("Ship", "Versenden") }).click();
    await t.reads(t.find("main"), t.w("2 possible, 1 not", "2 möglich, 1 nicht"));
    await t.axe("what would be done");
    await t.fits("what would be done");
    await t.find("main").getByRole("button", { name: t.w("Ship", "Versenden") }).click();
    await t.reads(t.find("main"), t.w("2 done, 1 not", "2 erledigt, 1 nicht"));
    await t.axe("a result per row");
    await t.fits("a result per row");
    await t.look("done");
  });
});

story("undo", async (t) => {
  const sku = t.unique("UNDO").replace(" ", "-").toUpperCase();
  const product = { sku, name: "Kandis", kind: "goods", unit: "C62", price: "2.50", basis: "gross", tax_class: "reduced" };
  const { id } = await t.api("owner", "POST", "/api/v1/products", { ...product, out_of_stock: "deny" });
  await t.signIn("purchasing");
  await t.goto(`/products/${id}`);
  await t.step("archives a product, and takes it back", async () => {
    await t.button(t.w("Archive", "Archivieren")).click();
    await t.sees(t.toast(t.w("is archived", "ist archiviert")));
    await t.reads(t.find("main"), t.w("Archived", "Archiviert"));
    await t.axe("a toast that offers to undo");
    await t.toast().getByRole("button", { name: t.w("Undo", "Rückgängig") }).click();
    await t.sees(t.toast(t.w("is on sale again", "ist wieder im Verkauf")));
    await t.sees(t.button(t.w("Archive", "Archivieren")));
  });
});
