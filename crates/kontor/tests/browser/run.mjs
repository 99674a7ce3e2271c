// Plays one story: `node run.mjs STORY`, with the settings as JSON in KONTOR_STORY:
//
//   base      the server's address, http://127.0.0.1:PORT
//   looks     ["1440-light-de", …]: the story is played once in each
//   out       a folder for pictures and what is kept of a failure
//   seconds   how long all of it may take
//   users     {"service": {"mail": …, "password": …}}: who can sign in, by role
//   tokens    {"owner": "kontor_…"}: for the JSON API
//   facts     what else the test has prepared
//   lifeline  true: ends when its standard input ends, so that it never outlives who started it
//
// Ends with 0 when all went well. What failed is on standard error and in OUT/failure.txt.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stories } from "./lib.mjs";
import { named } from "./lib/browser.mjs";
import { play } from "./lib/play.mjs";

const GRACE_SECONDS = 25;

const [name] = process.argv.slice(2);
const settings = JSON.parse(named("KONTOR_STORY", "the settings of a story"));

if (settings.lifeline) process.stdin.resume().on("end", () => process.exit(1));
// However a browser hangs, this process ends.
setTimeout(() => process.exit(1), (settings.seconds + GRACE_SECONDS) * 1_000).unref();

for (const file of readdirSync(new URL("stories/", import.meta.url))) await import(`./stories/${file}`);
const story = stories.get(name);
if (!story) throw new Error(`no story "${name}"; there are: ${[...stories.keys()].join(", ")}`);

rmSync(settings.out, { recursive: true, force: true });
const played = await play(story, settings);
for (const { look, seconds, failure } of played) {
  console.error(`${name} ${look}: ${failure ? "FAILED" : "ok"}, ${seconds.toFixed(1)} s`);
}
const failures = played.filter(({ failure }) => failure).map(({ look, failure }) => `${name} ${look}: ${failure}`);
if (failures.length > 0) {
  const text = failures.join("\n\n");
  writeFileSync(join(settings.out, "failure.txt"), text);
  console.error(text);
}
process.exit(failures.length > 0 ? 1 : 0);
