// Sees all that happens in a browser context, and keeps what must never happen.
import { Failed, eventually } from "./assert.mjs";

const LOG_LINES = 2_000;

export class Watch {
  constructor(base) {
    this.host = new URL(base).host;
    this.problems = [];
    this.lines = [];
  }

  /** Watches a context and every window of it, those that pages open themselves too. */
  context(context) {
    context.on("request", (request) => this.#request(request));
    context.on("response", (response) => this.#response(response));
    context.on("requestfailed", (request) => this.#note(`failed ${request.url()} ${request.failure()?.errorText}`));
    context.on("console", (message) => this.#console(message));
    context.on("weberror", (error) => this.#problem(`page error: ${error.error().stack ?? error.error()}`));
    context.on("dialog", (dialog) => this.#dialog(dialog));
    context.on("page", (page) => page.on("websocket", (socket) => this.#address("WebSocket", socket.url())));
  }

  #note(line) {
    if (this.lines.length < LOG_LINES) this.lines.push(line);
  }

  #problem(sentence) {
    this.#note(`PROBLEM ${sentence}`);
    this.problems.push(sentence);
  }

  #address(what, address) {
    const url = new URL(address);
    const local = ["data:", "blob:", "about:"].includes(url.protocol) || url.host === this.host;
    if (!local) this.#problem(`foreign host: ${what} ${address}`);
  }

  #request(request) {
    this.#note(`${request.method()} ${request.url()}`);
    this.#address(`${request.method()} (${request.resourceType()})`, request.url());
  }

  #response(response) {
    this.#note(`${response.status()} ${response.url()}`);
    if (response.status() >= 500) this.#problem(`answered ${response.status()}: ${response.url()}`);
  }

  #console(message) {
    const { url, lineNumber } = message.location();
    const text = `${message.text()} (${url}:${lineNumber})`;
    this.#note(`console ${message.type()}: ${text}`);
    if (message.type() === "error") this.#problem(`console error: ${text}`);
  }

  #dialog(dialog) {
    // Left unanswered it would hold the page for ever.
    dialog.dismiss().catch(() => {});
    this.#problem(`native dialog: ${dialog.type()} "${dialog.message()}"`);
  }

  /** Does something that must lead to a problem which the pattern matches, and takes such problems away. */
  async expecting(pattern, act) {
    const result = await act();
    const fits = (problem) => pattern.test(problem);
    await eventually(() => this.problems.some(fits), `a problem like ${pattern} (expected by the story)`);
    this.problems = this.problems.filter((problem) => !fits(problem));
    return result;
  }

  /** Throws where anything has happened that must not. */
  verify() {
    if (this.problems.length > 0) throw new Failed(this.problems.slice(0, 5).join("\n"));
  }
}
