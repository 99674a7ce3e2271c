// The harness itself: each of its guards bites, on small pages of this file's own server. A guard that lets its case
// pass would let every story pass.
import { createServer } from "node:http";
import { equals, eventually, isTrue, story } from "../lib.mjs";
import { patience } from "../lib/assert.mjs";
import { play } from "../lib/play.mjs";
import { totp } from "../lib/secrets.mjs";
import { walk } from "../lib/walk.mjs";

const page = (main, head = "") =>
  `<!doctype html><html lang="de"><head><title>A page · Kontor</title><link rel="icon" href="data:,">${head}</head>` +
  `<body><main id="main"><h1>A page</h1>${main}</main></body></html>`;

const PAGES = {
  "/good": page(`<p>Nothing is wrong.</p><a href="/good">Again</a> <label>Name <input id="name"></label> <button>Go</button>`),
  "/console": page(`<script>console.error("boom")</script>`),
  "/uncaught": page(`<script>setTimeout(() => { throw new Error("bang") })</script>`),
  "/rejected": page(`<script>Promise.reject(new Error("broken promise"))</script>`),
  "/foreign": page(`<p>See</p>`, `<link rel="stylesheet" href="http://example.org/x.css">`),
  "/foreign-fetch": page(`<script>fetch("http://192.0.2.1/x").catch(() => {})</script>`),
  "/foreign-port": page(`<p>See</p>`, `<link rel="stylesheet" href="http://127.0.0.1:1/x.css">`),
  "/foreign-socket": page(`<script>new WebSocket("ws://127.0.0.1:OTHER/x")</script>`),
  "/missing": page(`<img alt="" src="/nowhere.png">`),
  "/policy": page(`<p style="color: green">Green</p>`),
  "/dialog": page(`<script>confirm("Really?")</script>`),
  "/pale": page(`<p style="color: #ccc; background: #fff">Pale</p>`),
  "/nameless": page(`<input>`),
  "/wide": page(`<div style="width: 1500px">Wide</div>`),
  "/links": page(`<a href="/good">Good</a> <a href="things/1?a=1&amp;b=2#part">One</a> <a href="http://example.org">Out</a>`),
  "/things/1": page(`<a href="/links">Back</a>`),
  "/dead-link": page(`<a href="/nowhere">Nowhere</a>`),
  "/nonsense": page("<h1>Two</h1>").replace("A page · Kontor", "").replace('lang="de"', 'lang="en"'),
  "/late": page(`<p id="late">not yet</p><script>setTimeout(() => { late.textContent = "now" }, 150)</script>`),
};

/** Serves the pages; /broken answers 500, /policy with a policy that forbids styles in place. OTHER is a second server. */
async function serve(other) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://local");
    const html = PAGES[pathname];
    const policy = pathname === "/policy" ? { "content-security-policy": "default-src 'self'; img-src data:" } : {};
    response.writeHead(pathname === "/broken" ? 500 : html ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...policy });
    response.end((html ?? page("<p>Nothing here</p>")).replace("OTHER", other));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

/** Waits no longer than needs be for what does not come. */
async function hurried(act) {
  const usual = patience.of;
  patience.of = 500;
  try {
    await act();
  } finally {
    patience.of = usual;
  }
}

/** Every case: what a story does, and what it must fail with (nothing: it must pass). */
const CASES = [
  ["a page in order", null, { script: true }, async (t) => {
    await t.goto("/good");
    await t.axe("as it is");
    await t.fits("as it is");
    await t.field("Name").fill("Hansen");
    await t.button("Go").click();
  }],
  ["a console error", /console error: boom \(http.*\/console:0\)/, {}, (t) => t.goto("/console")],
  ["an uncaught error", /page error: Error: bang/, {}, (t) => t.goto("/uncaught")],
  ["a rejected promise", /page error: Error: broken promise/, {}, (t) => t.goto("/rejected")],
  ["a foreign host", /foreign host: GET \(stylesheet\) http:\/\/example\.org\/x\.css/, {}, (t) => t.goto("/foreign")],
  ["a foreign host without script", /foreign host/, { script: false }, (t) => t.goto("/foreign")],
  ["a foreign address", /foreign host: GET \(fetch\) http:\/\/192\.0\.2\.1\/x/, {}, (t) => t.goto("/foreign-fetch")],
  ["another server of this machine", /foreign host: .*127\.0\.0\.1:1/, {}, (t) => t.goto("/foreign-port")],
  ["a foreign socket", /foreign host: WebSocket ws:\/\/127\.0\.0\.1/, {}, (t) => t.goto("/foreign-socket")],
  ["an asset that is missing", /status of 404/, {}, (t) => t.goto("/missing")],
  ["an answer of 500", /answered 500: http.*\/broken/, {}, (t) => t.goto("/broken", 500)],
  ["an unexpected status", /GET \/nowhere: 404 instead of 200/, {}, (t) => t.goto("/nowhere")],
  ["a breach of the policy", /console error: .*Content Security Policy/, {}, (t) => t.goto("/policy")],
  ["a breach without script", /Content Security Policy/, { script: false }, (t) => t.goto("/policy")],
  ["a native dialog", /native dialog: confirm "Really\?"/, {}, (t) => t.goto("/dialog")],
  ["pale text", /axe finds 1 violations \(pale, .*color-contrast/s, {}, async (t) => {
    await t.goto("/pale");
    await t.axe("pale");
  }],
  ["pale text without script", /color-contrast/, { script: false }, async (t) => {
    await t.goto("/pale");
    await t.axe("pale");
  }],
  ["a field without a name", /label: Form elements must have labels/, {}, async (t) => {
    await t.goto("/nameless");
    await t.axe("nameless");
  }],
  ["a page that is too wide", /\/wide \(wide\) is 15\d\d px wide in 1440 px, by <div/, {}, async (t) => {
    await t.goto("/wide");
    await t.fits("wide");
  }],
  ["a walk", null, {}, (t) => walk(t, { paths: ["/links", "/good", "/things/{id}"], starts: ["/links"] })],
  ["a walk without script", null, { script: false }, (t) => walk(t, { paths: ["/good"], starts: ["/good"] })],
  ["a dead link", /\/nowhere \(404\), linked from \/dead-link/, {}, (t) => walk(t, { paths: [], starts: ["/dead-link"] })],
  ["a page nobody links to", /no link leads to \/pale/, {}, (t) => walk(t, { paths: ["/pale"], starts: ["/good"] })],
  ["a document that lacks things", /title is "", its language is "en" instead of de, it has 2 h1/, {}, (t) =>
    walk(t, { paths: ["/nonsense"], starts: ["/nonsense"] })],
  ["a walk that sees what is wrong in one size", /is 15\d\d px wide in 390 px/, {}, (t) =>
    walk(t, { paths: ["/wide"], starts: ["/wide"] })],
  ["a mouse where keys are asked for", /has no mouse: click/, { keys: true }, async (t) => {
    await t.goto("/good");
    await t.button("Go").first().click();
  }],
  ["a mouse at the page itself", /has no mouse: mouse/, { keys: true }, async (t) => t.page.mouse.click(1, 1)],
  ["keys alone", null, { keys: true }, async (t) => {
    await t.goto("/good");
    await t.keys.tabTo(t.field("Name"));
    await t.keys.type("Hansen");
    await t.focusIsOn(t.field("Name"));
    equals(await t.field("Name").inputValue(), "Hansen", "what was typed");
  }],
  ["the focus elsewhere", /the focus is not on .*, but on a Again/, { keys: true }, async (t) => {
    await t.goto("/good");
    await t.keys.press("Tab");
    await hurried(() => t.focusIsOn(t.field("Name")));
  }],
  ["a text that does not come", /waits: .*(Timeout|not within)/s, {}, async (t) => {
    await t.goto("/good");
    await t.step("waits", () => hurried(() => t.sees(t.text("Something else"))));
  }],
  ["a refusal that was expected", null, {}, async (t) => {
    await t.refused(404, () => t.goto("/nowhere", 404));
  }],
  ["a refusal that does not come", /a problem like .*status of 409/, {}, async (t) => {
    await t.goto("/good");
    await hurried(() => t.refused(409, async () => {}));
  }],
  ["a delay", null, {}, async (t) => {
    await t.raw.goto(`${t.base}/late`, { waitUntil: "commit" });
    const took = await t.delay({ selector: "#late", text: "now" }, async () => {});
    isTrue(took < 1_000, `the page showed it after ${took} ms`);
  }],
];

story("guards", async (t) => {
  const other = await serve(0);
  const server = await serve(other.address().port);
  const settings = {
    base: `http://127.0.0.1:${server.address().port}`,
    looks: [t.stage.look.name],
    out: `${t.stage.out}/cases`,
    seconds: 60,
  };
  for (const [name, expected, options, act] of CASES) {
    const inner = { name, script: true, keys: false, ...options, play: act };
    const [{ failure }] = await play(inner, settings, t.stage.browser);
    if (expected === null) isTrue(failure === undefined, `${name} must pass: ${failure}`);
    else isTrue(expected.test(failure ?? ""), `${name} must fail with ${expected}: ${failure ?? "it passed"}`);
  }
  const [slow] = await play(
    { name: "slow", script: true, keys: false, play: (inner) => inner.step("sleeps", () => new Promise(() => {})) },
    { ...settings, seconds: 1 },
    t.stage.browser,
  );
  isTrue(/sleeps: not done within 1 s/.test(slow.failure), `a story that hangs: ${slow.failure}`);
  // The published example of RFC 6238, cut to six digits.
  equals(totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59_000), "287082", "the code of an authenticator");
  for (const it of [server, other]) it.close();
});
