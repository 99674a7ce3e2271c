// Each role's day in short: where it begins, what there is to do, what is not for them.
import { equals, isTrue, story } from "../lib.mjs";

/** Role, the pages of its day, and some that it must not see. */
const DAYS = {
  owner: [["/", "/orders", "/invoices", "/ledger", "/settings", "/settings/team", "/audit"], []],
  service: [["/", "/orders", "/orders/new", "/customers", "/counter", "/search?q=Petersen"], ["/ledger", "/settings/team"]],
  warehouse: [["/", "/orders?tab=to_ship", "/shipments", "/stock"], ["/ledger", "/payments"]],
  purchasing: [["/", "/products", "/stock?tab=waiting", "/stock/receive"], ["/payments", "/counter"]],
  accounting: [["/", "/invoices", "/payments", "/ledger", "/ledger/entries"], ["/counter", "/orders/new"]],
  analyst: [["/", "/orders", "/invoices", "/ledger"], ["/orders/new", "/customers", "/ledger/entries/new"]],
  partner: [["/", "/shipments"], ["/customers", "/invoices"]],
};

story("each-roles-day", async (t) => {
  for (const [role, [pages, forbidden]] of Object.entries(DAYS)) {
    const window = await t.as(role);
    for (const page of pages) {
      await t.step(`${role} opens ${page}`, async () => {
        await window.goto(page);
        await window.axe(`${page} of ${role}`);
        await window.fits(`${page} of ${role}`);
        if (role === "analyst") await onlyLooks(window, page);
      });
    }
    await window.look(role);
    for (const page of forbidden) {
      await t.step(`${role} is told that ${page} is not theirs`, async () => {
        await t.refused(403, () => window.goto(page, 403));
        equals(await window.find("h1").count(), 1, "headings of the page that says so");
        equals(await window.find(`nav a[href="${page}"]`).count(), 0, "links to it");
        await window.axe("a page of others");
      });
    }
    await window.context.close();
  }
});

/** Who may only look is offered nothing else. */
async function onlyLooks(window, page) {
  const forms = await window.raw.evaluate(() =>
    [...document.querySelectorAll("main form[method=post]")].map((form) => form.getAttribute("action")),
  );
  isTrue(forms.length === 0, `an analyst is offered ${forms.join(", ")} on ${page}`);
}
