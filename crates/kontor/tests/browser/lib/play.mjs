// Plays a story in its looks, and keeps what is needed to understand a failure.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed } from "./assert.mjs";
import { launch } from "./browser.mjs";
import { lookOf } from "./looks.mjs";
import { Stage, Teller } from "./teller.mjs";

/** A busy machine takes long for a picture, and without it a failure is hard to understand. */
const PICTURE_MS = 20_000;

/**
 * Plays a story in every look that the settings name, one after the other, until the time is over; in a browser of its
 * own, unless one is given.
 * @returns {{look: string, seconds: number, failure?: string}[]}
 */
export async function play(story, settings, given) {
  mkdirSync(settings.out, { recursive: true });
  const end = Date.now() + settings.seconds * 1_000;
  const browser = given ?? (await launch());
  try {
    const played = [];
    for (const name of settings.looks) {
      if (Date.now() > end) {
        played.push({ look: name, seconds: 0, failure: `not begun within ${settings.seconds} s: too many looks` });
        continue;
      }
      const stage = new Stage({ browser, story, settings, look: lookOf(name), out: settings.out });
      played.push(await playOnce(stage, end));
    }
    return played;
  } finally {
    if (!given) await browser.close();
  }
}

async function playOnce(stage, end) {
  const started = Date.now();
  const told = tell(stage);
  // It goes on in vain once the time is over, and fails when its windows close.
  told.catch(() => {});
  let failure;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Failed(`not done within ${stage.settings.seconds} s`)), end - Date.now());
  });
  try {
    await Promise.race([told, late]);
  } catch (error) {
    failure = `${stage.step}: ${sentence(error)}`;
    const problems = stage.watch.problems.slice(0, 5).filter((problem) => !failure.includes(problem));
    if (problems.length > 0) failure += `\nbefore that: ${problems.join("\n")}`;
    failure += await keep(stage);
  } finally {
    clearTimeout(timer);
  }
  await stage.close().catch(() => {});
  return { look: stage.look.name, seconds: (Date.now() - started) / 1_000, failure };
}

async function tell(stage) {
  const teller = await Teller.begin(stage);
  await stage.story.play(teller);
  // What the browser has to say comes a moment later than what it did.
  for (const context of stage.contexts) {
    for (const page of context.pages()) await page.evaluate(() => null).catch(() => {});
  }
  stage.watch.verify();
}

/** What a reader needs of an error: our own findings without a stack, Playwright's without its colours. */
function sentence(error) {
  const text = error instanceof Failed ? error.message : (error.stack ?? String(error));
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001b\[\d+m/g, "");
}

/** Writes picture and HTML of every open page, and the log of all that happened; says where. */
async function keep(stage) {
  const place = (name) => join(stage.out, `failed-${stage.look.name}${name}`);
  const kept = [place(".log")];
  writeFileSync(kept[0], `${stage.watch.lines.join("\n")}\n`);
  for (const [number, page] of stage.contexts.flatMap((context) => context.pages()).entries()) {
    const [picture, html] = [place(`-${number}.png`), place(`-${number}.html`)];
    try {
      writeFileSync(html, await page.content());
      kept.push(html);
      await page.screenshot({ path: picture, timeout: PICTURE_MS });
      kept.push(picture);
    } catch (error) {
      kept.push(`${page.url()} can't be kept as a whole: ${sentence(error)}`);
    }
  }
  return `\nsee ${kept.join("\n    ")}`;
}
