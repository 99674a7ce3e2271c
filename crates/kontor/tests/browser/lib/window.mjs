// One window of one person: a page, found and judged as people find and judge it, by role and name.
import { join } from "node:path";
import { Failed, eventually, patience } from "./assert.mjs";
import { axe } from "./axe.mjs";
import { Keys, onlyForEyes } from "./keys.mjs";
import { contextOptions } from "./looks.mjs";
import { delay, weight } from "./measure.mjs";

export class Window {
  constructor(stage, page) {
    this.stage = stage;
    this.raw = page;
    page.setDefaultTimeout(patience.of);
    this.page = stage.story.keys ? onlyForEyes(page) : page;
    this.keys = new Keys(page);
    Object.assign(this, { base: stage.base, lang: stage.look.lang, theme: stage.look.theme, size: stage.look.size });
  }

  get context() {
    return this.raw.context();
  }

  /** Whether this is a telephone's width, where navigation and tables are arranged otherwise. */
  get small() {
    return this.size.width < 800;
  }

  /** The word in the language of this look, in the order in which the catalogue of texts has them. */
  w(en, de) {
    return this.lang === "de" ? de : en;
  }

  /** Opens a path, which must answer with this status. */
  async goto(path, status = 200) {
    const response = await this.raw.goto(this.base + path, { waitUntil: "load" });
    if (response.status() !== status) throw new Failed(`GET ${path}: ${response.status()} instead of ${status}`);
    return response;
  }

  /** The path that is open, with its query. */
  get path() {
    return this.raw.url().slice(this.base.length);
  }

  /** Waits until a path is open; a pattern must match path and query. */
  async arrives(pattern) {
    const fits = () => (typeof pattern === "string" ? this.path === pattern : pattern.test(this.path));
    const left = this.path;
    await eventually(fits, `${pattern} opens; it was ${left} at first`);
    // Where the whole document is new, its script answers to keys once it is loaded.
    await this.raw.waitForLoadState("load");
  }

  // What is on the page, by role and accessible name (a text: in any case and as a part; a pattern: as it says).
  button(name) { return this.page.getByRole("button", { name }); }
  link(name) { return this.page.getByRole("link", { name }); }
  heading(name) { return this.page.getByRole("heading", { name }); }
  field(label) { return this.page.getByLabel(label); }
  box(label) { return this.page.getByRole("checkbox", { name: label }); }
  options(label) { return this.page.getByRole("combobox", { name: label }); }
  option(name) { return this.page.getByRole("option", { name }); }
  row(text) { return this.page.getByRole("row").filter({ hasText: text }); }
  section(name) { return this.page.getByRole("region", { name }); }
  dialog(name) { return this.page.getByRole("dialog", name === undefined ? {} : { name }); }
  alert(text) { return this.page.getByRole("alert").filter({ hasText: text ?? "" }); }
  toast(text) { return this.page.locator(".toast").filter({ hasText: text ?? "" }); }
  text(text) { return this.page.getByText(text); }
  find(selector) { return this.page.locator(selector); }

  /** Waits until something can be seen, the first of it where there are several. */
  async sees(locator) {
    await locator.first().waitFor({ state: "visible", timeout: patience.of });
  }

  /** Waits until nothing of it can be seen. */
  async seesNo(locator) {
    await eventually(async () => !(await locator.first().isVisible()), `${locator} is gone`);
  }

  /** Waits until something shows a text; white space counts as one blank. */
  async reads(locator, text) {
    const said = async () => (await locator.first().innerText()).replace(/\s+/g, " ").trim();
    const fits = async () => (typeof text === "string" ? (await said()).includes(text) : text.test(await said()));
    await eventually(fits, `${locator} says ${text}`);
  }

  /** Waits until something has the focus. */
  async focusIsOn(locator) {
    const has = async () => (await locator.count()) > 0 && locator.first().evaluate((it) => it === document.activeElement);
    const isOn = await eventually(has, "focus").catch(() => false);
    if (!isOn) throw new Failed(`the focus is not on ${locator}, but on ${await this.keys.focused()}`);
  }

  /** axe finds nothing on the page in this state. */
  async axe(state) {
    await axe(this.raw, state, contextOptions(this.stage.look));
  }

  /** The page is no wider than the window. */
  async fits(state) {
    const { wide, room, widest } = await this.raw.evaluate(() => {
      const room = document.documentElement.clientWidth;
      const ends = [...document.body.querySelectorAll("*")].map((it) => [it.getBoundingClientRect().right, it]);
      const [, it] = ends.reduce((a, b) => (b[0] > a[0] ? b : a), [0, document.body]);
      return { wide: document.scrollingElement.scrollWidth, room, widest: it.outerHTML.slice(0, 160) };
    });
    if (wide > room) throw new Failed(`${this.path} (${state}) is ${wide} px wide in ${room} px, by ${widest}`);
  }

  /** Takes a picture for people to look at: target/browser/STORY/LOOK-NAME.png. */
  async look(name) {
    await this.raw.screenshot({ path: join(this.stage.out, `${this.stage.look.name}-${name}.png`) });
  }

  /** Bytes of a path by type, with an empty cache. */
  async weight(path) {
    return weight(this.raw, this.base + path);
  }

  /** Milliseconds until this window shows a text in what a selector finds, after `act` has ended. */
  async delay(what, act) {
    return delay(this.raw, what, act);
  }

  /** Signs in by the form as the user of this role. */
  async signIn(role) {
    const { mail, password } = this.stage.user(role);
    await this.goto("/sign-in");
    await this.raw.locator("input[autocomplete~=username]").fill(mail);
    await this.raw.locator("input[autocomplete=current-password]").fill(password);
    await this.raw.locator("input[autocomplete=current-password]").press("Enter");
    await this.raw.waitForURL((url) => url.pathname !== "/sign-in");
  }
}
