// The walk through all pages: every link leads somewhere, every page of the server's table is reached by a link, and
// each is looked at in every size and theme.
import { Failed } from "./assert.mjs";
import { LOCALES, SIZES, THEMES } from "./looks.mjs";

/** So many addresses are asked for at most: of one path of the table, and in all. */
const PER_PATH = 12;
const IN_ALL = 700;
/** So many pages are looked at side by side. */
const WINDOWS = 2;
/**
 * Where axe looks: colours don't change with the size, and hardly with the language, so each size and each theme is seen
 * in each language, but not each with each.
 */
const AXE = { de: ["light 1440", "light 820", "dark 390"], en: ["dark 1440", "light 390"] };

/**
 * Follows every link from some addresses on, without a window.
 * @param t the window's teller: its session is used
 * @param {string[]} paths the table's, with their places in braces: `/orders/{id}`
 * @param {string[]} starts the addresses to begin with
 * @returns {{pages: Map<string, string[]>, dead: string[]}} by path of the table the addresses that answered with a
 *   page, those found first first; the links that lead nowhere
 */
export async function crawl(t, paths, starts) {
  const patterns = paths.map((path) => [path, new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/?]+")}$`)]);
  // The most literal one wins: /orders/new is not an order.
  patterns.sort(([a], [b]) => places(a) - places(b));
  const pathOf = (address) => patterns.find(([, pattern]) => pattern.test(address.split("?")[0]))?.[0] ?? null;

  const [asked, pages, dead] = [new Map(), new Map(), []];
  const waiting = starts.map((address) => [address, "the beginning"]);
  const seen = new Set(starts);
  let asks = 0;
  for (let next = 0; next < waiting.length && asks < IN_ALL; next += 1) {
    const [address, from] = waiting[next];
    const path = pathOf(address) ?? address.split("?")[0];
    asked.set(path, (asked.get(path) ?? 0) + 1);
    if (asked.get(path) > PER_PATH) continue;
    asks += 1;
    const headers = { "accept-language": LOCALES[t.lang], accept: "text/html" };
    const response = await t.context.request.get(t.base + address, { headers, maxRedirects: 3 });
    if (response.status() >= 400) dead.push(`${address} (${response.status()}), linked from ${from}`);
    const type = response.headers()["content-type"] ?? "";
    if (response.status() >= 400 || !type.startsWith("text/html")) continue;
    const html = await response.text();
    if (!/^\s*<!doctype html/i.test(html)) continue;
    pages.set(path, [...(pages.get(path) ?? []), address]);
    for (const link of links(html, address)) {
      if (!seen.has(link)) waiting.push([link, address]);
      seen.add(link);
    }
  }
  return { pages, dead };
}

const places = (path) => path.split("{").length;

/** The addresses of this server that a document links to, without their fragment. */
function links(html, from) {
  const found = [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
  const rows = [...html.matchAll(/data-href="([^"]*)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
  const addresses = [...found, ...rows].map((href) => new URL(href, `http://here${from}`));
  return addresses.filter((url) => url.host === "here").map((url) => url.pathname + url.search);
}

/** Looks at a page in every theme and size. What is wrong is said for the page as a whole, so that one run tells all. */
export async function judge(t, address) {
  const wrong = [];
  const must = async (act) => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      wrong.push(error.message);
    }
  };
  await t.raw.setViewportSize(SIZES[1440]);
  await t.goto(address);
  await must(() => document(t, address));
  for (const theme of THEMES) {
    await t.raw.emulateMedia({ colorScheme: theme });
    for (const [width, size] of Object.entries(SIZES)) {
      const isForAxe = AXE[t.lang].includes(`${theme} ${width}`);
      if (theme !== THEMES[0] && !isForAxe) continue;
      await t.raw.setViewportSize(size);
      if (theme === THEMES[0]) await must(() => t.fits(`at ${width}`));
      if (isForAxe) await must(() => t.axe(`${theme}, ${width}`));
    }
  }
  await t.raw.emulateMedia({ colorScheme: THEMES[0] });
  return wrong;
}

/** What every document must have. */
async function document(t, address) {
  const { title, lang, headings, mains } = await t.raw.evaluate(() => ({
    title: document.title,
    lang: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    mains: document.querySelectorAll("main#main").length,
  }));
  const wrong = [];
  if (!/^\S.* · Kontor$/.test(title)) wrong.push(`its title is "${title}"`);
  if (lang !== t.lang) wrong.push(`its language is "${lang}" instead of ${t.lang}`);
  if (headings !== 1) wrong.push(`it has ${headings} h1`);
  if (mains !== 1) wrong.push(`it has ${mains} main#main`);
  if (wrong.length > 0) throw new Failed(`${address}: ${wrong.join(", ")}`);
}

/** Walks: links first, then each page of the table once. `unlinked` has those that no link leads to, and why. */
export async function walk(t, { paths, starts, unlinked = {} }) {
  const { pages, dead } = await t.step("follows every link", () => crawl(t, paths, starts));
  const unreached = paths.filter((path) => !pages.has(path) && !unlinked[path]);
  const wrong = [...dead.map((link) => `dead link: ${link}`), ...unreached.map((path) => `no link leads to ${path}`)];
  const waiting = paths.filter((path) => pages.has(path));
  const look = async (window) => {
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      t.stage.step = `looks at ${path}`;
      wrong.push(...(await judge(window, pages.get(path)[0])));
    }
  };
  const windows = [t];
  while (windows.length < WINDOWS) windows.push(await t.window());
  await Promise.all(windows.map(look));
  if (wrong.length > 0) throw new Failed(wrong.join("\n"));
  return pages;
}
