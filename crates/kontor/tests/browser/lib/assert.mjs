// What must hold, said so that the message alone tells what went wrong.

/** A story's own finding, in contrast to an error of the harness. */
export class Failed extends Error {}

export function isTrue(condition, sentence) {
  if (!condition) throw new Failed(sentence);
}

export function equals(actual, expected, what) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Failed(`${what}: ${a} instead of ${b}`);
}

/** How long anything on a page may take to come, in milliseconds. The harness's own tests have less. */
export const patience = { of: 10_000 };

/** Asks again until the answer is true (anything but false, null, undefined, "" and 0), and returns it. */
export async function eventually(ask, what, within = patience.of) {
  const end = Date.now() + within;
  let last;
  do {
    last = await ask();
    if (last) return last;
    await pause(25);
  } while (Date.now() < end);
  throw new Failed(`not within ${within / 1000} s: ${what}`);
}

/** Only for what has no sign on the page; everything else waits for what is to be seen. */
export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
