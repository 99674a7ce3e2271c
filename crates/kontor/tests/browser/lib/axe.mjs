// axe: what it finds on a page in the state it is in. Nothing is let pass.
import { Failed } from "./assert.mjs";
import { axeSource } from "./browser.mjs";

const NODES_SHOWN = 3;

/**
 * Asserts that axe finds no violation, with all of its rules.
 * @param page what is judged
 * @param state what the page shows just now, for the message
 * @param options of the context, where scripts are off: axe needs them, so it then judges a copy (see `copied`)
 */
export async function axe(page, state, options) {
  const violations = await (page.context().scriptIsOff ? copied(page, options, violationsOf) : violationsOf(page));
  if (violations.length === 0) return;
  const lines = violations.flatMap(({ id, help, nodes }) => [
    `  ${id}: ${help} (${nodes.length} ×)`,
    ...nodes.slice(0, NODES_SHOWN).map((node) => `    ${node.replaceAll("\n", " ")}`),
  ]);
  throw new Failed(`axe finds ${violations.length} violations (${state}, ${page.url()}):\n${lines.join("\n")}`);
}

async function violationsOf(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource());
  return page.evaluate(async () => {
    // Style sheets are not fetched anew, and there are no frames: the page makes no request because of us.
    const options = { resultTypes: ["violations"], preload: false, iframes: false };
    const { violations } = await window.axe.run(document, options);
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
    }));
  });
}

/** Opens a copy of what a page shows at the same address, with the same styles, in which only our own scripts run. */
async function copied(page, options, act) {
  const original = page.context();
  const context = await original.browser().newContext({ ...options, storageState: await original.storageState() });
  try {
    // Where scripts may run, what stands in <noscript> is no part of the page; here it is.
    const body = (await page.content()).replace(/<\/?noscript>/g, "");
    await context.route("**/*", (route) => {
      const type = route.request().resourceType();
      if (type === "document") return route.fulfill({ contentType: "text/html; charset=utf-8", body });
      return type === "script" ? route.abort() : route.continue();
    });
    const copy = await context.newPage();
    await copy.goto(page.url(), { waitUntil: "load" });
    return await act(copy);
  } finally {
    await context.close();
  }
}
