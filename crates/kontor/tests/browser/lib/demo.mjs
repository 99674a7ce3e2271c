// `kontor demo` as a person starts it: a sample merchant in a folder of its own, served at a free port.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const STARTED_SECONDS = 60;

/** Starts it and waits until it has said where it is and who may sign in. */
export async function startDemo(program) {
  const folder = mkdtempSync(join(tmpdir(), "kontor-demo-"));
  const args = ["demo", "--listen", "127.0.0.1:0", "--database", `sqlite:${join(folder, "demo.db")}`];
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const stop = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  };
  const late = setTimeout(() => child.kill("SIGKILL"), STARTED_SECONDS * 1_000);
  const demo = { users: {}, stop };
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, ...rest] = line.split(/\s+/);
    if (word === "address") demo.base = rest[0].replace(/(:\d+).*/, "$1");
    if (word === "sign-in") demo.users[rest[0]] = { mail: rest[1], password: rest[2] };
    // The last line that it says.
    if (word === "file") break;
  }
  clearTimeout(late);
  if (!demo.base) throw new Error(`${program} demo did not start`);
  return demo;
}
