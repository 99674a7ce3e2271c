// The counter: sold and paid in one act, with a receipt.
import { equals, isTrue, story } from "../lib.mjs";

const SKU = "TEE-EARLGR-100";

/** What a scanner types, and its Enter. */
async function scan(t, code, count) {
  const field = t.field(t.w("Scan or type", "Scannen oder tippen"));
  await t.focusIsOn(field);
  await t.keys.type(code);
  await t.keys.press("Enter");
  await t.sees(t.row(code));
  await t.focusIsOn(field);
  equals(await field.inputValue(), "", "the field after a scan");
  const quantity = t.row(code).getByLabel(t.w("Quantity", "Menge"));
  equals(await quantity.inputValue(), String(count), "pieces on the counter");
}

story("counter-in-germany", async (t) => {
  await t.signIn("service");
  await t.goto("/counter");
  await t.axe("an empty counter");
  await t.step("scans the same product twice", async () => {
    await scan(t, SKU, 1);
    await scan(t, SKU, 2);
    equals(await t.row(SKU).count(), 1, "lines of a product that was scanned twice");
    await t.reads(t.find("#total"), t.w("€10.80", "10,80 €"));
    await t.axe("two pieces");
    await t.fits("two pieces");
  });
  await t.step("cash is not taken, and the reason is there", async () => {
    equals(await t.button(t.w("Paid in cash", "Bar bezahlt")).count(), 0, "buttons that take cash");
    await t.reads(t.find("main"), /§ 146a AO/);
    const { status, said } = await cashAllTheSame(t);
    isTrue(/TSE/.test(said), `cash is refused with ${status} and without its reason: ${said}`);
    await t.look("no-cash");
  });
  await t.step("the card is taken, and the receipt is there to print", async () => {
    await t.button(t.w("Paid by card", "Mit Karte bezahlt")).click();
    await t.arrives(/^\/counter\/receipt\/inv_/);
    await t.sees(t.heading(t.w("Receipt", "Beleg")));
    await t.reads(t.find("main"), t.w("€10.80", "10,80 €"));
    await t.axe("the receipt");
    await t.fits("the receipt");
    await t.raw.emulateMedia({ media: "print" });
    for (const around of ["nav", ".toast", ".head"]) {
      isTrue(!(await t.find(around).first().isVisible()), `${around} is printed with the receipt`);
    }
    await t.look("receipt-printed");
    await t.raw.emulateMedia({ media: "screen" });
  });
  await t.step("the next one, please", async () => {
    await t.link(t.w("Next sale", "Nächster Verkauf")).click();
    await t.arrives("/counter");
    await t.seesNo(t.row(SKU));
  });
});

/** What a form says that somebody sends although there is no button for it. */
async function cashAllTheSame(t) {
  return t.refused(409, () =>
    t.raw.evaluate(async () => {
      const form = new FormData(document.querySelector("form.till"));
      form.set("do", "place:cash");
      const response = await fetch("/counter", { method: "POST", body: new URLSearchParams(form) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return { status: response.status, said: page.querySelector(".notice")?.textContent ?? "" };
    }),
  );
}

// In Austria, where this house may take cash. `facts`: an invitation for the order desk, a product for 5.40 that is here.
story("counter-elsewhere", async (t) => {
  await t.step("joins by the invitation", async () => {
    await t.goto(t.facts.invitation);
    await t.find("input[autocomplete=new-password]").first().fill("correct horse battery staple");
    await t.button(t.w("Accept and sign in", "Annehmen und anmelden")).click();
    await t.arrives("/");
  });
  await t.goto("/counter");
  await scan(t, t.facts.sku, 1);
  await t.step("cash with its change", async () => {
    await t.field(t.w("Cash given", "Gegeben")).fill("10");
    await t.reads(t.find("#change"), t.w("€4.60", "4,60 €"));
    await t.axe("cash with its change");
    await t.button(t.w("Paid in cash", "Bar bezahlt")).click();
    await t.arrives(/^\/counter\/receipt\/inv_/);
    await t.reads(t.find("main"), t.w("€4.60", "4,60 €"));
    await t.axe("a receipt with change");
    await t.look("receipt");
  });
});
