// Every page there is: no dead link, nothing for axe, nothing wider than the window, in every size and theme.
import { isTrue, story } from "../lib.mjs";
import { crawl, walk } from "../lib/walk.mjs";

// As the owner, who sees all of them. `facts.pages`: the paths of the server's table; `facts.unlinked`: those that a new
// merchant has nothing for yet, and why.
story("every-page", async (t) => {
  const starts = await t.step("there is something of everything", () => something(t));
  await t.signIn("owner");
  const { pages, unlinked = {} } = t.facts;
  await walk(t, { paths: pages, starts: ["/", ...starts], unlinked });
});

/** What the sample lacks, and the addresses where it is seen. */
async function something(t) {
  const post = (path, body) => t.api("owner", "POST", path, body);
  const { items: accounts } = await t.api("owner", "GET", "/api/v1/accounts?limit=100");
  const number = (kind) => accounts.find((account) => account.kind === kind && !account.role)?.number;
  const lines = [{ account: number("equity"), credit: "29.90" }, { account: number("expense"), debit: "29.90" }];
  const entry = await post("/api/v1/journal-entries", { text: "Telefon", date: today(), lines });
  const { items: customers } = await t.api("owner", "GET", "/api/v1/customers?limit=50");
  const { id: customer } = customers.find((one) => one.order_count > 0);
  const payment = await post("/api/v1/payments", { method: "card", amount: "12.00", customer });
  const sold = [{ sku: "TEE-EARLGR-100", quantity: "1" }];
  const sale = await post("/api/v1/counter-sales", { lines: sold, payment_method: "card" });
  return [`/ledger/entries/${entry.number}`, `/payments/${payment.id}`, `/counter/receipt/${sale.invoice}`];
}

const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Berlin" }).format(new Date());

// Nobody is shown a link to a page that they may not see.
story("links-of-each-role", async (t) => {
  for (const role of Object.keys(t.stage.settings.users)) {
    await t.step(`follows the links of ${role}`, async () => {
      const window = await t.as(role);
      const { dead } = await crawl(window, t.facts.pages, ["/"]);
      isTrue(dead.length === 0, `dead links:\n${dead.join("\n")}`);
    });
  }
});

// Without a session: what leads in from outside.
story("pages-before-signing-in", async (t) => {
  const { pages, starts } = t.facts;
  await walk(t, { paths: pages, starts });
});
