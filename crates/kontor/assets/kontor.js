// The script of the console. Every page works without it; with it, pages answer to keys, stay up to date and never
// lose what was typed. No library, no build step: this file is what the browser runs.
//
// A page is the element `main`. Asked with the header `Kontor-Fragment`, the server sends `main` alone, and `morph`
// puts it in place so that focus, selection, typed text and open folds stay as they are.
(() => {
'use strict';

const root = document.documentElement;
const one = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const page = () => document.getElementById('main');
const parse = (html) => new DOMParser().parseFromString(html, 'text/html');
const isTyping = (element) => element?.matches?.('input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]');
const on = (name, handle, options) => document.addEventListener(name, handle, options);
const later = (run, wait) => { let timer; return (...values) => { clearTimeout(timer); timer = setTimeout(run, wait, ...values); }; };

/** Asks the server for the content of a page. Fails only when the server can't be reached. */
const ask = (address, options = {}) =>
  fetch(address, { credentials: 'same-origin', ...options, headers: { 'Kontor-Fragment': 'main', ...options.headers } });

// ── Morph: turn what is shown into what was sent, touching as little as possible ─────────────────────────────────────

const isDirty = (field) =>
  field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked
  : field.tagName === 'SELECT' ? [...field.options].some((option) => option.selected !== option.defaultSelected) && field.matches('[data-touched]')
  : field.value !== field.defaultValue;

function morphAttributes(from, to) {
  for (const { name } of [...from.attributes]) {
    // Folds and dialogs stay as the user has them; so does what the script itself noted down.
    if (!to.hasAttribute(name) && !/^(open|data-touched|aria-busy|aria-activedescendant)$/.test(name)) from.removeAttribute(name);
  }
  for (const { name, value } of [...to.attributes]) {
    // Content that many share comes without the token and key of a form: those at hand stay.
    const keeps = name === 'open' || (name === 'value' && value === '' && /^_(csrf|key)$/.test(from.name));
    if (!keeps && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

function morph(from, to) {
  const isField = from.matches('input, select, textarea');
  const keep = isField && from.type !== 'hidden' && (isDirty(from) || (!isAnswer && from === document.activeElement && isTyping(from)));
  const [value, checked] = [from.value, from.checked];
  // A list of options that is open while somebody types belongs to the script.
  if (from.matches('[role=listbox]') && from.parentElement.contains(document.activeElement)) return;
  morphAttributes(from, to);
  morphChildren(from, to);
  if (isField && from.type !== 'file' && from.type !== 'hidden') {
    if (keep) { from.value = value; from.checked = checked; }
    else if (from.tagName === 'SELECT') from.value = to.value;
    else { from.value = to.value; from.checked = to.checked; }
  }
}

function morphChildren(from, to) {
  const wanted = new Set([...to.children].map((child) => child.id).filter(Boolean));
  const known = new Map([...from.children].filter((child) => child.id).map((child) => [child.id, child]));
  let here = from.firstChild;
  for (const next of [...to.childNodes]) {
    // What is shown here and won't be wanted further down may go.
    while (here?.id && here.id !== next.id && !wanted.has(here.id)) { const gone = here; here = here.nextSibling; gone.remove(); }
    const match = next.id ? known.get(next.id) : null;
    if (match && match.nodeName === next.nodeName) {
      if (match !== here) from.moveBefore && match.isConnected ? from.moveBefore(match, here) : from.insertBefore(match, here);
      else here = here.nextSibling;
      morph(match, next);
    } else if (here && !here.id && !next.id && here.nodeName === next.nodeName) {
      const same = here;
      here = here.nextSibling;
      if (same.nodeType === Node.ELEMENT_NODE) morph(same, next);
      else if (same.data !== next.data) same.data = next.data;
    } else from.insertBefore(next, here);
  }
  while (here) { const gone = here; here = here.nextSibling; gone.remove(); }
}

// ── Show: a new content for the page ─────────────────────────────────────────────────────────────────────────────────

let shown = Number(page()?.dataset.position ?? 0);   // the journal's position that the page was made at
let isFrozen = false;                                 // shows the answer to a form, which must not be swept away
let isAnswer = false;                                 // what was typed was sent, and is answered: the answer holds

/** Puts what the server sent in place. `isLive`: because something changed elsewhere, so nothing may jump. */
function show(html, { isLive = false, holds = false } = {}) {
  const sent = parse(html);
  const next = one('main', sent);
  if (!next || !page()) return false;
  const rows = new Map(all('#main :is(tr, li)[id]').map((row) => [row.id, row.textContent]));
  const held = holds ? holdBack(next, rows) : 0;
  morph(page(), next);
  if (sent.title) document.title = sent.title;
  if (isLive) for (const row of all('#main :is(tr, li)[id]')) {
    if (rows.get(row.id) !== row.textContent) { row.classList.remove('flash'); void row.offsetWidth; row.classList.add('flash'); }
  }
  if (!held) shown = Number(page().dataset.position ?? shown);
  pill(held);
  for (const toast of all('.toast', sent)) float(toast);
  dressUp();
  return true;
}

/** New rows above the one somebody works at would push it: they wait behind the pill. How many. */
function holdBack(next, rows) {
  const isBusy = scrollY > 80 || one('#main .data :is(tr:hover, :focus, [data-select]:checked)');
  if (!isBusy || !rows.size) return 0;
  const fresh = [];
  for (const row of all('.data > tbody > tr[id]', next)) { if (rows.has(row.id)) break; fresh.push(row); }
  for (const row of fresh) row.remove();
  return fresh.length;
}

/** Does something with a short transition, where that is liked. */
async function smoothly(change) {
  if (!document.startViewTransition || document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches) return change();
  let done;
  const transition = document.startViewTransition(() => { done = change(); });
  for (const step of ['ready', 'finished']) transition[step].catch(() => {});
  await transition.updateCallbackDone;
  return done;
}

function pill(count) {
  const fresh = document.getElementById('fresh');
  if (!fresh) return;
  fresh.hidden = !count;
  fresh.textContent = fresh.dataset.text.replace('{0}', count);
}

/** What a page needs whenever it is new. */
function dressUp() {
  count();
  const here = location.pathname;
  const rooms = all('[data-room]');
  const fits = (room) => { const path = room.pathname; return here === path || (path !== '/' && here.startsWith(path + '/')); };
  const longest = Math.max(0, ...rooms.filter(fits).map((room) => room.pathname.length));
  for (const room of rooms) {
    if (fits(room) && room.pathname.length === longest) room.setAttribute('aria-current', 'page');
    else room.removeAttribute('aria-current');
  }
  if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) for (const button of all('[data-passkey][hidden]')) button.hidden = false;
}

/** Opens a page of ours in place. */
async function go(address, { replaces = false, keeps = false } = {}) {
  const response = await ask(address);
  isFrozen = false;
  if (!keeps) history[replaces ? 'replaceState' : 'pushState']({}, '', response.url);
  if (!show(await response.text())) location.assign(address);
}
on('click', (event) => { if (event.target.closest('#fresh')) { scrollTo({ top: 0 }); document.activeElement?.blur(); refresh(false); } });
addEventListener('popstate', () => go(location.href, { keeps: true }).catch(() => location.reload()));
history.replaceState({}, '');

// ── Live: what changes elsewhere shows here ──────────────────────────────────────────────────────────────────────────

const channel = 'BroadcastChannel' in window ? new BroadcastChannel('kontor') : null;
const FAST = 5;                       // changes in a second, above which the page is renewed once a second
let wanted = shown;                   // the latest position that was heard of
let [isRunning, isLate, last, times] = [false, false, 0, []];
let source, release, lightOut;

/** The light beside the user's name. It goes out only after a while: a stream ends and begins again now and then. */
function setLight(state) {
  const light = document.getElementById('live');
  if (!light) return;
  clearTimeout(lightOut);
  if (state === 'wait') lightOut = setTimeout(() => { setLight('off'); unreachable(); }, 5000);
  if (state === 'on') reachable();
  if (state === 'wait' && light.dataset.state === 'on') return;
  light.hidden = false;
  light.dataset.state = state;
  light.textContent = light.dataset[state];
}

function heard(news) {
  if (news.state) { setLight(news.state); return; }
  wanted = Math.max(wanted, news.position);
  const topics = (page()?.dataset.live ?? '').split(' ').filter(Boolean);
  const isMine = topics.length && (!news.topics.length || news.topics.some((topic) => topic === '*' || topics.includes(topic)));
  if (!isMine || isFrozen || news.position <= shown) return;
  const now = performance.now();
  times = [...times.filter((time) => time > now - 1000), now];
  schedule(times.length > FAST ? Math.max(0, last + 1000 - now) : 0);
}

let planned;
function schedule(wait) {
  if (document.hidden) { isLate = true; return; }
  planned ??= setTimeout(() => { planned = undefined; refresh(true); }, wait);
}

/** Asks for the page as of the latest change that was heard of. */
async function refresh(holds) {
  if (isRunning) { isLate = true; return; }
  [isRunning, isLate, last] = [true, false, performance.now()];
  const address = location.href;
  try {
    const response = await ask(address, { headers: { 'Kontor-Position': String(wanted) } });
    const html = await response.text();
    if (response.ok && !response.redirected && address === location.href && !isFrozen) show(html, { isLive: true, holds });
    for (const part of all('[data-refresh]')) {
      const sent = parse(await (await ask(part.dataset.refresh)).text());
      const next = sent.getElementById(part.id);
      if (next) morph(part, next);
    }
  } catch { /* the light says so, and the stream asks again when it is back */ } finally { isRunning = false; }
  if (isLate) schedule(times.length > FAST ? 1000 : 0);
}
on('visibilitychange', () => { if (!document.hidden && isLate) refresh(true); });

function tell(news) { heard(news); channel?.postMessage(news); }

/** One tab of the browser holds the stream and tells the others: HTTP/1.1 has but six connections a host. */
function listen() {
  const connect = () => {
    source = new EventSource('/live');
    const hear = (event) => tell(JSON.parse(event.data));
    source.addEventListener('here', (event) => { tell({ state: 'on' }); hear(event); });
    source.addEventListener('changed', hear);
    source.addEventListener('error', () => {
      tell({ state: 'wait' });
      // A refusal closes the stream for good: it is asked for again in a while.
      if (source?.readyState === EventSource.CLOSED) setTimeout(() => source && connect(), 5000);
    });
  };
  const lead = () => { connect(); return new Promise((done) => { release = done; }); };
  if (navigator.locks) navigator.locks.request('kontor-live', lead).catch(() => {}); else lead();
}
if (page() && !document.body.matches('.alone')) {
  setLight('wait');
  channel?.addEventListener('message', ({ data }) => (data.asks ? source?.readyState === 1 && channel.postMessage({ state: 'on' }) : heard(data)));
  listen();
  channel?.postMessage({ asks: true });
  addEventListener('pagehide', () => { source?.close(); source = null; release?.(); });
  addEventListener('pageshow', (event) => { if (event.persisted) { listen(); refresh(true); } });
}

// ── Not reachable: nothing typed is lost ─────────────────────────────────────────────────────────────────────────────

let again = null;   // what to try again when the server is back
function unreachable(retry) {
  again = retry ?? again;
  document.getElementById('offline').hidden = false;
}
function reachable() {
  document.getElementById('offline').hidden = true;
  const retry = again;
  again = null;
  retry?.();
}
const tryAgain = () => fetch('/me', { method: 'HEAD', cache: 'no-store' }).then(reachable, () => {});
on('click', (event) => { if (event.target.closest('[data-retry]')) tryAgain(); });
addEventListener('online', tryAgain);
addEventListener('offline', () => unreachable());
setInterval(() => { if (!document.getElementById('offline').hidden) tryAgain(); }, 5000);

// ── Forms: sent by fetch, answered in place ──────────────────────────────────────────────────────────────────────────

/** A form's token and key, where the page came without them because many share it. */
function ownFields(form) {
  for (const field of all('input[name=_csrf]', form)) field.value ||= one('meta[name=csrf]')?.content ?? '';
  for (const field of all('input[name=_key]', form)) {
    field.value ||= Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

const addressOf = (form, button) => button?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href;
const sheet = () => document.getElementById('sheet');
let turn = 0;   // of several answers on their way the latest counts

/** Sends a form and shows the answer. `isQuiet`: to calculate while somebody types, so nothing else may change. */
async function send(form, button, { isQuiet = false } = {}) {
  if (form.ariaBusy === 'true' && !isQuiet) return;
  ownFields(form);
  const data = new FormData(form, button);
  const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
  const mine = ++turn;
  const was = isQuiet ? [] : [...form.elements].filter((field) => isTyping(field) && field.type !== 'password').map((field) => [field, field.value]);
  if (!isQuiet) { deeds++; for (const element of [form, button]) element?.setAttribute('aria-busy', 'true'); }
  try {
    const response = await ask(addressOf(form, button), { method: 'POST', body });
    if (isQuiet && mine !== turn) return;
    await answered(form, response, isQuiet, was);
  } catch {
    if (!isQuiet) unreachable(() => send(form, button));
  } finally {
    for (const element of [form, button]) element?.removeAttribute('aria-busy');
  }
}

/** What was sent and not touched since counts as answered: what the answer says of it holds, such as a number for a name. */
function settle(was) {
  for (const [field, value] of was) {
    if (field.value !== value) continue;
    if ('defaultValue' in field) field.defaultValue = value;
    field.removeAttribute('data-touched');
  }
}

async function answered(form, response, isQuiet, was) {
  if (!response.headers.get('content-type')?.startsWith('text/html')) return save(response);
  const html = await response.text();
  // Who has just come in gets the whole document: around this page there is no navigation.
  if (response.redirected && document.body.matches('.alone')) return location.assign(response.url);
  if (response.redirected) {
    // Done: what was typed is stored, and each form that is sent from now on is another deed.
    form.reset();
    shut(sheet());
    for (const field of all('#main input[name=_key]')) field.value = '';
    const isElsewhere = new URL(response.url).pathname !== location.pathname;
    history[isElsewhere ? 'pushState' : 'replaceState']({}, '', response.url);
    isFrozen = false;
    if (!await (isElsewhere ? smoothly : (change) => change())(() => show(html))) return location.reload();
    if (isElsewhere) scrollTo({ top: 0 });
    if (isElsewhere || document.activeElement === document.body) (one('#main [autofocus]') ?? page()).focus({ preventScroll: true });
    return;
  }
  if (form.closest('#sheet')) fillSheet(html);
  else {
    isFrozen ||= !response.ok;
    settle(was);
    isAnswer = !isQuiet;
    try { if (!show(html)) return; } finally { isAnswer = false; }
  }
  if (isQuiet) return;
  const next = one('#sheet[open] .notice[data-focus], #main .notice[data-focus]') ?? (response.ok && one('#main form [autofocus]'));
  if (next) { next.focus(); next.select?.(); }
}

/** A file that a form answered with. */
async function save(response) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? '';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

on('submit', (event) => {
  const { target: form, submitter: button } = event;
  const method = (button?.getAttribute('formmethod') ?? form.getAttribute('method') ?? 'get').toLowerCase();
  if (method === 'dialog') return;
  if (method === 'post') ownFields(form);
  if (form.matches('[data-native]')) return;
  if (form.id === 'look' && changeLook(form, button)) return event.preventDefault();
  if (method === 'post') { event.preventDefault(); send(form, button); }
  else if (form.matches('[data-instant]')) { event.preventDefault(); filter(form); }
});

/** Filters a list by its address, which can so be shared. */
async function filter(form) {
  const mine = ++turn;
  const address = new URL(addressOf(form), location.href);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  try {
    const response = await ask(address);
    if (mine !== turn) return;
    history.replaceState({}, '', address);
    isFrozen = false;
    show(await response.text());
  } catch { unreachable(() => filter(form)); }
}
const filterSoon = later(filter, 150);
let deeds = 0;   // what was typed before a deed was sent with it, and is not calculated again behind its answer
const calculateLater = later((form, button, since) => { if (since === deeds) send(form, button, { isQuiet: true }); }, 250);
const calculateSoon = (form, button) => calculateLater(form, button, deeds);

on('input', ({ target }) => {
  if (target.tagName === 'SELECT') target.setAttribute('data-touched', '');
  if (target.matches('[data-lookup]')) lookup(target);
  const form = target.form;
  if (form?.matches('[data-instant]')) filterSoon(form);
  const button = form && one('button[data-recalc]', form);
  if (button && !target.matches('[data-lookup]')) calculateSoon(form, button);
});
on('reset', () => setTimeout(count));

// A question before a deed is a page of its own; here it opens in a dialog.
on('click', async (event) => {
  const link = event.target.closest('a[data-sheet]');
  if (event.target.closest('#sheet [data-close]')) { event.preventDefault(); shut(sheet()); }
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const response = await ask(link.href);
    if (!fillSheet(await response.text())) location.assign(link.href);
  } catch { unreachable(() => link.click()); }
});

function fillSheet(html) {
  const sent = one('main', parse(html));
  if (!sent) return false;
  sheet().replaceChildren(...sent.childNodes);
  if (!sheet().open) sheet().showModal();
  const first = ['.notice[data-focus]', '[autofocus]', 'input:not([type=hidden]), textarea, select, button'];
  first.map((sort) => one(sort, sheet())).find(Boolean)?.focus();
  return true;
}

/** Closes a dialog and lets go of the focus, which would stay in it until the next picture is drawn. */
function shut(dialog) {
  dialog?.close();
  if (dialog?.contains(document.activeElement)) document.activeElement.blur();
}

// ── Toasts: seven seconds, or as long as somebody looks at them ──────────────────────────────────────────────────────

function float(toast) {
  document.getElementById('toasts').append(toast);
  let timer;
  const start = () => { timer = setTimeout(() => { toast.classList.add('leaves'); setTimeout(() => toast.remove(), 300); }, 7000); };
  const stop = () => clearTimeout(timer);
  for (const name of ['pointerenter', 'focusin']) toast.addEventListener(name, stop);
  for (const name of ['pointerleave', 'focusout']) toast.addEventListener(name, () => { stop(); start(); });
  toast.addEventListener('submit', () => toast.remove());
  start();
}
function say(text) {
  const toast = document.createElement('div');
  toast.className = 'toast';
  toast.setAttribute('role', 'status');
  toast.append(text);
  float(toast);
}
on('click', (event) => {
  const why = event.target.closest('[data-why]');
  if (why) say(why.dataset.why);
  const code = event.target.closest('[data-copy]');
  if (code) navigator.clipboard?.writeText(code.textContent).then(() => code.animate?.([{ opacity: 0.3 }, {}], 300));
});

// ── Lists to choose from: lookups and the palette (ARIA combobox) ────────────────────────────────────────────────────

/** Marks an option and tells the field, which keeps the focus. */
function mark(field, option) {
  for (const other of all('[role=option]', document.getElementById(field.getAttribute('aria-controls')))) other.ariaSelected = String(other === option);
  if (!option) return field.removeAttribute('aria-activedescendant');
  field.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}
function offer(field, options) {
  const list = document.getElementById(field.getAttribute('aria-controls'));
  options.forEach((option, index) => { option.id = `${list.id}-${index}`; });
  list.replaceChildren(...options);
  mark(field, options[0]);
  return list;
}
const marked = (list) => one('[aria-selected=true]', list);

/** Moves through the options by key; Enter picks. Whether the key was one of these. */
function steer(event, list, pick) {
  const options = all('[role=option]', list);
  const at = options.indexOf(marked(list));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length) mark(event.target, options[(at + step + options.length) % options.length]);
  else if (event.key === 'Enter' && at >= 0) pick(options[at], event);
  else return false;
  event.preventDefault();
  return true;
}

const listOf = (field) => document.getElementById(field.getAttribute('aria-controls'));
const partOf = (field, selector) => one(selector, field.closest('.field') ?? field.parentElement);
function closeList(field) { listOf(field).hidden = true; field.ariaExpanded = 'false'; field.removeAttribute('aria-activedescendant'); }

let asked = 0;
const lookupSoon = later(async (field, isEntered) => {
  const mine = ++asked;
  const text = field.value.trim();
  if (!text) return closeList(field);
  const address = new URL(field.dataset.lookup, location.href);
  address.searchParams.set('q', text);
  try {
    const options = all('[role=option]', parse(await (await ask(address)).text()));
    if (mine !== asked || field.value.trim() !== text) return;
    const list = offer(field, options);
    // A scanner is quicker than the answer: its Enter picks what is meant beyond doubt.
    const exact = options.find((option) => option.dataset.value?.toLowerCase() === text.toLowerCase()) ?? (options.length === 1 ? options[0] : null);
    if (field.matches('[data-entered]')) { field.removeAttribute('data-entered'); if (exact) return choose(field, exact); }
    list.hidden = !options.length || document.activeElement !== field;
    field.ariaExpanded = String(!list.hidden);
  } catch { unreachable(); }
}, 120);
function lookup(field) {
  const id = partOf(field, '[data-id][type=hidden]');
  if (id) id.value = '';
  const chosen = partOf(field, '[data-chosen]');
  if (chosen) chosen.textContent = '';
  field.setAttribute('data-waits', '');
  lookupSoon(field);
}
/** The line of text behind a field, in a form that is typed through from field to field. */
function nextField(field) {
  const fields = [...field.form.elements].filter((other) => other.matches('input:not([type=hidden], [type=radio], [type=checkbox])') && other.checkVisibility());
  return fields[fields.indexOf(field) + 1];
}
function choose(field, option) {
  field.value = option.dataset.value;
  field.removeAttribute('data-waits');
  const id = partOf(field, '[data-id][type=hidden]');
  if (id) id.value = option.dataset.id ?? '';
  const chosen = partOf(field, '[data-chosen]');
  if (chosen) chosen.textContent = one('small', option)?.textContent ?? '';
  closeList(field);
  const button = field.form && one('button[data-recalc]', field.form);
  if (button) { calculateSoon(field.form, button); nextField(field)?.select(); }
  field.dispatchEvent(new CustomEvent('chosen', { bubbles: true }));
}
on('keydown', (event) => {
  const field = event.target;
  if (!field.matches?.('[data-lookup]')) return;
  const list = listOf(field);
  if (!list.hidden && steer(event, list, (option) => choose(field, option))) return event.stopPropagation();
  if (event.key === 'Escape' && !list.hidden) { closeList(field); event.stopPropagation(); event.preventDefault(); }
  if (event.key === 'Enter' && field.matches('[data-waits]')) { event.preventDefault(); field.setAttribute('data-entered', ''); }
  if (event.key === 'ArrowDown' && list.hidden && field.value) lookupSoon(field);
}, true);
on('pointerdown', (event) => {
  const option = event.target.closest('.options [role=option]');
  if (!option) return;
  event.preventDefault();
  choose(all('[data-lookup]').find((field) => listOf(field) === option.parentElement), option);
});
on('focusout', ({ target }) => { if (target.matches?.('[data-lookup]')) { target.removeAttribute('data-waits'); closeList(target); } });

// The palette: everything that can be done here, and everything that can be found.
const palette = document.getElementById('palette');
const search = palette && one('input[name=q]', palette);
function openPalette(text = '') {
  if (!palette) return;
  search.value = text;
  if (!palette.open) palette.showModal();
  search.select();
  list();
}
function commands(text) {
  const words = text.toLowerCase().split(/\s+/);
  const found = all('[data-cmd]').filter((element) => words.every((word) => element.dataset.cmd.toLowerCase().includes(word)));
  return found.slice(0, text ? 6 : 14).map((element) => {
    const option = document.createElement('li');
    option.setAttribute('role', 'option');
    option.append(Object.assign(document.createElement('span'), { textContent: element.dataset.cmd }));
    if (element.dataset.key) option.append(Object.assign(document.createElement('kbd'), { textContent: element.dataset.key }));
    option.run = () => element.click();
    return option;
  });
}
function list() {
  const text = search.value.trim();
  const mine = commands(text);
  offer(search, mine);
  one('.none', palette).hidden = true;
  if (text.length > 1) findSoon(text);
}
const findSoon = later(async (text) => {
  try {
    const sent = parse(await (await ask('/lookup/everything?q=' + encodeURIComponent(text))).text());
    if (search.value.trim() !== text) return;
    const found = all('[role=option]', sent);
    // What was found comes first: whoever types a number wants the thing and not a command.
    const options = [...found, ...commands(text)];
    offer(search, options);
    one('.none', palette).hidden = options.length > 0;
    if (palette.matches('[data-entered]')) { palette.removeAttribute('data-entered'); if (found.length === 1) pick(found[0]); }
  } catch { unreachable(); }
}, 120);
function pick(option, event) {
  shut(palette);
  if (option.run) option.run();
  else if (event?.ctrlKey || event?.metaKey) window.open(option.dataset.href);
  else location.assign(option.dataset.href);
}
search?.addEventListener('input', list);
search?.addEventListener('keydown', (event) => steer(event, one('ul', palette), pick));
palette?.addEventListener('click', (event) => {
  const option = event.target.closest('[role=option]');
  if (option) pick(option, event);
  else if (event.target === palette) shut(palette);
});
on('click', (event) => {
  if (event.target.closest('[data-palette]')) { event.preventDefault(); openPalette(); }
  if (event.target.closest('[data-keys]')) openKeys();
  if (event.target.closest('[data-print]')) print();
  for (const dialog of all('#keys[open], #sheet[open]')) if (event.target === dialog) shut(dialog);
});

// ── Keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

let [prefix, prefixTimer, typed, typedTimer] = ['', 0, '', 0];

/** The control of a key: in the bar of selected rows first, then on the page, then in the side. */
function controlOf(key) {
  const controls = all(`[data-key="${CSS.escape(key)}"]`).filter((control) => control.checkVisibility());
  return controls.find((control) => control.closest('.bulk')) ?? controls.find((control) => page().contains(control)) ?? controls[0];
}
/** Whether something happens at a key. */
function press(key) {
  const combined = prefix ? `${prefix} ${key}` : key;
  prefix = '';
  const control = controlOf(combined);
  if (control) { isTyping(control) ? (control.focus(), control.select?.()) : control.click(); return true; }
  if (one(`[data-key^="${CSS.escape(combined)} "]`)) {
    prefix = combined;
    clearTimeout(prefixTimer);
    prefixTimer = setTimeout(() => { prefix = ''; }, 1500);
    return true;
  }
  if (key === 'j' || key === 'k') return move(key === 'j' ? 1 : -1);
  if (key === 'x') return select();
  if (key === '?') return openKeys();
  return false;
}

const rowsHere = () => all('#main .data > tbody > tr');
const rowHere = () => document.activeElement?.closest?.('.data > tbody > tr');
let place = -1;   // the row that was last worked at, in case it is gone
function move(step) {
  const rows = rowsHere();
  if (!rows.length) return false;
  const at = rowHere() ? rows.indexOf(rowHere()) : place;
  place = Math.min(Math.max(at + step, 0), rows.length - 1);
  const row = rows[place];
  const target = one('a', row) ?? row;
  if (target === row) row.tabIndex = -1;
  target.focus({ focusVisible: true });
  return true;
}
function select() {
  const box = rowHere() && one('[data-select]', rowHere());
  box?.click();
  return Boolean(box);
}

on('keydown', (event) => {
  const { key, target } = event;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'k') { event.preventDefault(); openPalette(); return; }
  if ((event.ctrlKey || event.metaKey) && key === 'Enter') {
    const form = target.closest?.('form') ?? one('#main form.form');
    const button = form && one('.button.primary', form);
    if (button) { event.preventDefault(); button.click(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const dialog = one('dialog[open]');
  // At once: the browser's own way takes a moment, in which the next key would still go to the dialog.
  if (dialog && key === 'Escape') { event.preventDefault(); shut(dialog); return; }
  if (isTyping(target)) { if (key === 'Escape') target.blur(); return; }
  if (dialog) return;
  if (key === 'Enter' && /\d/.test(typed) && typed.length > 3) { event.preventDefault(); scanned(typed); typed = ''; return; }
  if (key.length !== 1) return;
  // A scanner types quicker than anybody: what comes within a few milliseconds and ends in Enter is a code. So digits,
  // with which codes begin, wait that long before they count as keys.
  typed += key;
  clearTimeout(typedTimer);
  const isDigit = /\d/.test(key);
  typedTimer = setTimeout(() => { const code = typed; typed = ''; if (isDigit && code.length === 1) press(code); }, 40);
  if (!isDigit && !/\d/.test(typed) && press(key)) event.preventDefault();
});

/** A code from a scanner: into the page's field for codes, else into the palette. */
function scanned(code) {
  const field = all('[data-scan]').find((field) => field.checkVisibility());
  if (!field) { palette?.setAttribute('data-entered', ''); return openPalette(code); }
  field.focus();
  field.value = code;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (field.matches('[data-lookup]')) field.setAttribute('data-entered', '');
  else field.form?.requestSubmit();
}

function openKeys() {
  const dialog = document.getElementById('keys');
  if (!dialog) return false;
  const here = one('[data-keys-here]', dialog);
  const rows = all('[data-key]').filter((control) => control.checkVisibility()).map((control) => {
    const row = document.createElement('div');
    const name = control.dataset.cmd ?? control.ariaLabel ?? control.labels?.[0]?.textContent ?? control.textContent.replace(control.dataset.key, '');
    row.append(document.createElement('dt'), document.createElement('dd'));
    row.firstChild.append(Object.assign(document.createElement('kbd'), { textContent: control.dataset.key }));
    row.lastChild.textContent = name.trim();
    return row;
  });
  one('dl', here).replaceChildren(...rows);
  here.hidden = !rows.length;
  dialog.showModal();
  return true;
}

// ── Rows: opened by a click anywhere, selected one by one or in a stretch ────────────────────────────────────────────

on('click', (event) => {
  const row = event.target.closest('.data tr[data-href]');
  if (!row || event.target.closest('a, button, input, select, label, summary') || String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
  else location.assign(row.dataset.href);
});

let lastBox = null;
on('click', (event) => {
  const box = event.target;
  if (box.matches?.('[data-select-all]')) for (const other of all('[data-select]', box.closest('table'))) other.checked = box.checked;
  else if (box.matches?.('[data-select]')) {
    const boxes = all('[data-select]', box.closest('table'));
    const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    lastBox = box;
  } else return;
  count();
});

/** How many rows are selected. */
function count() {
  const boxes = all('#main [data-select]');
  const picked = boxes.filter((box) => box.checked).length;
  for (const place of all('[data-count]')) place.textContent = picked;
  const whole = one('#main [data-select-all]');
  if (whole) { whole.checked = picked > 0 && picked === boxes.length; whole.indeterminate = picked > 0 && picked < boxes.length; }
}

// ── Looks: at once, and remembered by the server and for pages before sign-in ────────────────────────────────────────

function changeLook(form, button) {
  const { name, value } = button ?? {};
  if (name !== 'theme' && name !== 'density') return false;
  root.dataset[name] = value;
  for (const other of all(`button[name=${name}]`, form)) other.ariaPressed = String(other === button);
  document.cookie = `kontor_${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
  const body = new URLSearchParams(new FormData(form, button));
  fetch(form.getAttribute('action'), { method: 'POST', body, keepalive: true, redirect: 'manual' }).catch(() => {});
  for (const key of all('input[name=_key]', form)) key.value = '';
  return true;
}

// ── Passkeys ─────────────────────────────────────────────────────────────────────────────────────────────────────────

on('click', async (event) => {
  const button = event.target.closest('[data-passkey]');
  if (!button) return;
  event.preventDefault();
  const way = button.dataset.passkey;
  const form = button.closest('form');
  if (form) ownFields(form);
  const post = async (step, content) => {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    const body = JSON.stringify({ ...(form && Object.fromEntries(new FormData(form))), ...content, password: undefined });
    const response = await fetch(`/passkeys/${way}/${step}`, { method: 'POST', credentials: 'same-origin', headers, body });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail);
    return answer;
  };
  button.setAttribute('aria-busy', 'true');
  try {
    const asked = await post('begin', {});
    const publicKey = way === 'register'
      ? PublicKeyCredential.parseCreationOptionsFromJSON(asked.publicKey)
      : PublicKeyCredential.parseRequestOptionsFromJSON(asked.publicKey);
    const credential = await navigator.credentials[way === 'register' ? 'create' : 'get']({ publicKey });
    const done = await post('finish', { ceremony: asked.ceremony, credential: credential.toJSON() });
    location.assign(done.to ?? '/');
  } catch (problem) {
    // Whoever closes the browser's own dialog has changed their mind.
    if (problem.name !== 'NotAllowedError' && problem.name !== 'AbortError') say(problem.message);
  } finally { button.removeAttribute('aria-busy'); }
});

// ── Soon needed: the page behind a link that the pointer rests on ────────────────────────────────────────────────────

const fetched = new Map();
const fetchAhead = later((link) => {
  if (fetched.get(link.href) > performance.now() - 10_000) return;
  fetched.set(link.href, performance.now());
  document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: link.href }));
}, 90);
on('pointerover', ({ target }) => {
  const link = target.closest?.('tr[data-href], .side nav, .tabs') && (target.closest('a[href]') ?? one('a[href]', target.closest('tr') ?? document.createElement('i')));
  if (link?.origin === location.origin && !navigator.connection?.saveData) fetchAhead(link);
});

for (const toast of all('#toasts .toast')) float(toast);
dressUp();
one('#main .notice[data-focus]')?.focus();
})();
