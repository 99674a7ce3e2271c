// The teller of a story: its first window, and what goes beyond one window.
import { authenticator, totp } from "./secrets.mjs";
import { contextOptions } from "./looks.mjs";
import { Failed } from "./assert.mjs";
import { Watch } from "./watch.mjs";
import { Window } from "./window.mjs";

/** What the windows of one telling share: browser, server, look, and who watches. */
export class Stage {
  constructor({ browser, story, settings, look, out }) {
    Object.assign(this, { browser, story, settings, look, out, step: "begins", contexts: [] });
    this.base = settings.base;
    this.watch = new Watch(settings.base);
    this.signedIn = new Map();
  }

  async context(options = {}) {
    const javaScriptEnabled = options.script ?? this.story.script;
    const { script, ...rest } = options;
    const context = await this.browser.newContext({ ...contextOptions(this.look), javaScriptEnabled, ...rest });
    context.scriptIsOff = !javaScriptEnabled;
    this.contexts.push(context);
    this.watch.context(context);
    return context;
  }

  user(role) {
    const user = this.settings.users?.[role];
    if (!user) throw new Error(`the test has prepared no user "${role}"`);
    return user;
  }

  async close() {
    for (const context of this.contexts) await context.close();
  }
}

export class Teller extends Window {
  static async begin(stage) {
    const context = await stage.context();
    return new Teller(stage, await context.newPage());
  }

  /** The merchant's facts that the Rust test has prepared. */
  get facts() {
    return this.stage.settings.facts ?? {};
  }

  /** Names a part of the story, for whoever reads that it failed. */
  async step(name, act) {
    this.stage.step = name;
    return act();
  }

  /** A word that no other telling on this server has used. */
  unique(word) {
    this.stage.count = (this.stage.count ?? 0) + 1;
    const [width, theme, lang] = this.stage.look.name.split("-");
    return `${word} ${width}${theme[0]}${lang[0]}${this.stage.count}`;
  }

  /** Another window of the same person in the same browser. */
  async window() {
    return new Window(this.stage, await this.context.newPage());
  }

  /** Somebody else's window, in a browser of their own: signed in with this role, or nobody's. */
  async as(role, options = {}) {
    const storageState = this.stage.signedIn.get(role);
    const context = await this.stage.context({ storageState, ...options });
    const window = new Window(this.stage, await context.newPage());
    if (role === undefined || storageState) return window;
    await window.signIn(role);
    this.stage.signedIn.set(role, await context.storageState());
    return window;
  }

  /** Calls the JSON API with the token of a role: what must be there before, or what must be true behind the pages. */
  async api(role, method, path, body) {
    const token = this.stage.settings.tokens?.[role];
    if (!token) throw new Error(`the test has prepared no token "${role}"`);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(this.base + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Failed(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** Does something that is answered with this status (400 to 499): the browser's own complaint about it is expected. */
  async refused(status, act) {
    return this.stage.watch.expecting(new RegExp(`status of ${status}\\b`), act);
  }

  /** Does something that leads to a problem like this one, and would else fail the story. */
  async expecting(pattern, act) {
    return this.stage.watch.expecting(pattern, act);
  }

  /** Gives a window an authenticator for passkeys. */
  async authenticator(window = this) {
    return authenticator(window.raw);
  }

  /** The code of an authenticator for this secret. */
  totp(secret, at) {
    return totp(secret, at);
  }
}
