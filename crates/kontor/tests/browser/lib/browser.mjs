// Chromium, as every story gets it: the one that KONTOR_CHROMIUM names, able to reach this machine alone.
import { createRequire } from "node:module";
import { join } from "node:path";

/** A setting of the environment without which nothing runs: a missing one fails, it doesn't skip. */
export function named(name, what) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set, it names ${what}: run ./test, or eval "$(./test browser)" before`);
  return value;
}

let modules;
const fromModules = (name) => {
  modules ??= createRequire(join(named("KONTOR_NODE_MODULES", "the folder of the Node packages"), "any.js"));
  return modules(name);
};

export const axeSource = () => fromModules("axe-core").source;

export async function launch() {
  const { chromium } = fromModules("playwright-core");
  return chromium.launch({
    executablePath: named("KONTOR_CHROMIUM", "the Chromium to drive"),
    args: [
      // Whatever asks for another host, page or browser, is not resolved, so it never leaves the machine.
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
      // Pictures and widths are the same on every machine.
      "--font-render-hinting=none",
      "--force-color-profile=srgb",
    ],
  });
}
