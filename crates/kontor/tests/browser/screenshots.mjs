// The pictures of README and guide, of the sample merchant as `kontor demo` makes it:
//
//   ./test screenshots        or: node screenshots.mjs PROGRAM FOLDER
//
// A picture that gets too large to be kept in the repository fails.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./lib/browser.mjs";
import { startDemo } from "./lib/demo.mjs";
import { lookOf } from "./lib/looks.mjs";
import { Stage, Teller } from "./lib/teller.mjs";

const BYTES = 260_000;

/** Opens the first row of a list. */
const first = (list) => async (t) => {
  await t.goto(list);
  const href = await t.find("table.data tr[data-href]").first().getAttribute("data-href");
  await t.goto(href);
};
const at = (path) => (t) => t.goto(path);

/** Every picture: its name, who sees it, in which look, and how they get there. */
const PICTURES = [
  ["today", "owner", "1440-light-en", at("/")],
  ["today-dark", "owner", "1440-dark-de", at("/")],
  ["orders", "service", "1440-light-en", at("/orders")],
  ["orders-phone", "warehouse", "390-light-en", at("/orders")],
  ["new-order", "service", "1440-light-en", at("/orders/new")],
  ["order", "service", "1440-light-en", first("/orders")],
  ["stock", "warehouse", "1440-light-en", at("/stock")],
  ["ledger", "accounting", "1440-light-en", at("/ledger")],
];

const [program, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const demo = await startDemo(program);
const browser = await launch();
const settings = { base: demo.base, users: demo.users };
const story = { name: "pictures", script: true, keys: false };
const signedIn = new Map();
try {
  for (const [name, role, look, open] of PICTURES) {
    const stage = new Stage({ browser, story, settings, look: lookOf(look), out: folder });
    stage.signedIn = signedIn;
    const nobody = await Teller.begin(stage);
    const window = role === null ? nobody : await nobody.as(role);
    await open(window);
    const path = join(folder, `${name}.png`);
    await window.raw.screenshot({ path });
    stage.watch.verify();
    await stage.close();
    const { size } = statSync(path);
    if (size > BYTES) throw new Error(`${path} has ${size} bytes, ${BYTES} is the limit`);
    console.error(`${path} ${(size / 1_000).toFixed(0)} KB`);
  }
} finally {
  await browser.close();
  await demo.stop();
}
