// The keyboard, and a page that can be used by nothing else.
import { Failed } from "./assert.mjs";

const TABS = 150;

/** Whatever acts on a page or an element otherwise than by a key that goes to the element with the focus. */
const ACTIONS = new Set(
  ("mouse touchscreen click dblclick tap hover fill clear check uncheck setChecked selectOption selectText focus " +
    "dragTo dragAndDrop dispatchEvent setInputFiles press pressSequentially type").split(" "),
);

/** The same page or locator, in which everything throws that is not looking at it. */
export function onlyForEyes(target) {
  return new Proxy(target, {
    get(object, name) {
      if (ACTIONS.has(name)) throw new Failed(`this story has no mouse: ${String(name)} is not done by keys`);
      const value = object[name];
      if (typeof value !== "function") return value;
      return (...given) => {
        const result = value.apply(object, given);
        return isLocator(result) ? onlyForEyes(result) : result;
      };
    },
  });
}

const isLocator = (value) => typeof value?.getByRole === "function" && typeof value.first === "function";

export class Keys {
  constructor(page) {
    this.page = page;
  }

  /** Presses keys one after the other: `press("g", "o")`, `press("Control+k")`. */
  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types into what has the focus, as fast as a person who is in a hurry. */
  async type(text) {
    await this.page.keyboard.type(text, { delay: 5 });
  }

  /** Tabs until an element has the focus, as somebody does who can't see a mouse pointer. */
  async tabTo(locator, { back = false } = {}) {
    for (let tabs = 0; tabs <= TABS; tabs += 1) {
      if (await hasFocus(locator)) return;
      await this.page.keyboard.press(back ? "Shift+Tab" : "Tab");
    }
    throw new Failed(`${locator} is not reached by ${TABS} tabs`);
  }

  /** What has the focus: role or tag, and name. */
  async focused() {
    return this.page.evaluate(() => {
      const { activeElement: element } = document;
      const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
      return `${element.getAttribute("role") ?? element.tagName.toLowerCase()} ${name.trim().slice(0, 60)}`;
    });
  }
}

async function hasFocus(locator) {
  if ((await locator.count()) === 0) return false;
  return locator.evaluate((element) => element === document.activeElement);
}
