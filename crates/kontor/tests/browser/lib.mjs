// What a browser story is told with. A story is a file in stories/ that calls `story` once; the Rust tests in
// ../it/browser run it by its name against a server of its own. It is played once in each look (size, theme, language).
//
//   import { story } from "../lib.mjs";
//   story("order-by-phone", async (t) => {
//     await t.signIn("service");
//     await t.step("takes the order", async () => {
//       await t.goto("/orders/new");
//       await t.field(t.w("Customer", "Kunde")).fill("Hansen");
//       await t.button(t.w("Place order", "Auftrag anlegen")).click();
//       await t.sees(t.toast(t.w("placed", "angelegt")));
//       await t.axe("order placed");
//     });
//   });
//
// `t` is the first window (lib/window.mjs) and the teller (lib/teller.mjs) in one. What fails a story without being
// asked: a console error (a breach of the Content-Security-Policy is one), an uncaught error of a script, a request to
// another host, an answer of 500 and above, a native dialog. What a story expects to be refused stands in `t.refused`.

export { isTrue, equals, eventually, pause, Failed } from "./lib/assert.mjs";

/** The stories that the imported files tell, by their names. */
export const stories = new Map();

/**
 * Tells a story.
 * @param {string} name as the Rust test names it, and its file
 * @param {{script?: boolean, keys?: boolean}} options `script: false` plays it with JavaScript switched off,
 *   `keys: true` without a mouse: what is not done by keys throws
 * @param {(t: import("./lib/teller.mjs").Teller) => Promise<void>} play
 */
export function story(name, options, play) {
  if (typeof options === "function") [options, play] = [{}, options];
  if (stories.has(name)) throw new Error(`two stories are named ${name}`);
  stories.set(name, { name, script: true, keys: false, ...options, play });
}
