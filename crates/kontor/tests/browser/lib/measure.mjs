// What a page weighs, and how soon a change is seen.
import { Failed, patience } from "./assert.mjs";

/**
 * Opens a path with an empty cache.
 * @returns bytes over the wire by type (`document`, `stylesheet`, `script`, …; compressed, with headers), and
 *   `html`, the document's bytes as the parser saw them
 */
export async function weight(page, address) {
  const session = await page.context().newCDPSession(page);
  const [types, bytes] = [new Map(), { html: 0, total: 0 }];
  session.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type.toLowerCase()));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId) ?? "other";
    bytes[type] = (bytes[type] ?? 0) + encodedDataLength;
    bytes.total += encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const response = await page.goto(address, { waitUntil: "load" });
  bytes.html = (await response.body()).length;
  await session.send("Network.setCacheDisabled", { cacheDisabled: false });
  await session.detach();
  return bytes;
}

/**
 * How long it takes until a window shows a text somewhere in what a selector finds, from the moment `act` has ended
 * (its answer is here, so the change is saved). Milliseconds; below zero where the window was quicker than the answer.
 */
export async function delay(page, { selector, text }, act) {
  const seen = page.evaluate(
    ({ selector, text, within }) =>
      new Promise((done) => {
        const shows = () => [...document.querySelectorAll(selector)].some((found) => found.textContent.includes(text));
        if (shows()) return done("before");
        const observer = new MutationObserver(() => {
          if (!shows()) return;
          observer.disconnect();
          done(Date.now());
        });
        observer.observe(document, { subtree: true, childList: true, characterData: true });
        setTimeout(() => done("never"), within);
      }),
    { selector, text, within: patience.of },
  );
  // The observer is in place once the page answers a second question.
  await page.evaluate(() => null);
  await act();
  const acted = Date.now();
  const at = await seen;
  if (typeof at !== "number") throw new Failed(`"${text}" in ${selector}: ${at} seen`);
  return at - acted;
}
