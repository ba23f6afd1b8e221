// The review page: asks for the article, shows it, and hands on what the editor decides.
// What is shown is made by the server out of escaped text; nothing is decided here.
const { page, slug, word } = document.body.dataset;
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const base = `/a/${slug}`;
const still = matchMedia('(prefers-reduced-motion: reduce)');
const wide = matchMedia('(min-width: 48rem)');
const say = (text) => { $('#said').textContent = text; };
const many = (count) => (count ? `${count} to decide` : 'nothing left to decide');

function complain(told) {
  const box = $('#trouble');
  box.hidden = !told;
  box.textContent = told ? [told.error, told.hint].filter(Boolean).join(' – ') : '';
}

async function ask(path, body) {
  const how = body && {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'X-Copydesk': word },
  };
  try {
    const reply = await fetch(path, how);
    const text = await reply.text();
    const said = text.startsWith('{') ? JSON.parse(text) : { error: text };
    return { ...said, status: reply.status };
  } catch {
    return { status: 0, error: '`copydesk review` has ended', hint: 'what was decided is written; start it again to go on' };
  }
}

// ── one article ──────────────────────────────────────────────────────────────

let state = null; // what the server last said of the article
let current = ''; // the name of what is shown
let waiting = 0; // decisions on their way
let loading = 0; // and questions for the article
let unread = false; // whether it could not be looked at when that was tried last
let line = Promise.resolve(); // one request that writes after the other
const done = new Set(); // decided here, and not yet seen in an answer
const written = new Set(); // of these and of what was decided before, what is written

const isOpen = ([name, how]) => how === 'open' && !done.has(name);
const shown = (name) => {
  const row = $(`.row[data-item="${name}"]`);
  return !row || !row.parentElement.hidden;
};

function step(from, by, any) {
  const rows = state.order.filter((row) => (row[0] === from || any || isOpen(row)) && shown(row[0]));
  const at = rows.findIndex(([name]) => name === from);
  const all = rows.length;
  for (let far = 1; far <= all; far += 1) {
    const next = rows[(at + by * far + all * (far + 1)) % all];
    if (next && next[0] !== from) return next[0];
  }
  return any || state.order.some((row) => row[0] === from && isOpen(row)) ? from : '';
}

function choose(name, { focus = true, move = true } = {}) {
  current = name;
  const card = $('#card');
  if (!name) {
    card.innerHTML = '<h2 tabindex="-1">Nothing is left to decide</h2><p>The next build, <code>copydesk</code>, makes the article as you decided. What was changed already and what you decided stands in the queue; it can be taken back.</p>';
  } else {
    card.innerHTML = state.cards[name] + (state.whys[state.codes[name]] || '');
  }
  point(name, move);
  if (focus) $('h2', card)?.focus({ preventScroll: true });
}

// Show in the queue and in the text where that is which the card is about.
function point(name, move) {
  $$('[aria-current]').forEach((one) => one.removeAttribute('aria-current'));
  $$('.here').forEach((one) => one.classList.remove('here'));
  const row = $(`.row[data-item="${name}"]`);
  if (row) {
    row.setAttribute('aria-current', 'true');
    row.closest('details').open = true;
    if (move) row.scrollIntoView({ block: 'nearest' });
  }
  const places = name ? $$(`#lines [data-item="${name}"]`) : [];
  places.forEach((one) => one.classList.add('here'));
  const place = places[0] || (name && $(`#l${state.lines[name]}`));
  if (place && move) place.scrollIntoView({ block: wide.matches ? 'center' : 'start', behavior: still.matches ? 'auto' : 'smooth' });
}

function draw() {
  $('#title').textContent = state.title;
  document.title = `Review: ${state.title}`;
  const opened = new Map($$('#rows details').map((one) => [one.dataset.group, one.open]));
  $('#rows').innerHTML = state.queue + off(state.off);
  $$('#rows details').forEach((one) => { if (opened.has(one.dataset.group)) one.open = opened.get(one.dataset.group); });
  const lines = $('#lines');
  const old = [...lines.children];
  if (old.length === state.text.length) {
    state.text.forEach(([, html], at) => {
      if (sources.get(old[at]) !== html) old[at].replaceWith(lineOf(html));
    });
  } else {
    lines.replaceChildren(...state.text.map(([, html]) => lineOf(html)));
  }
  filter();
  count();
}

const sources = new WeakMap();
function lineOf(html) {
  const box = document.createElement('template');
  box.innerHTML = html;
  const one = box.content.firstElementChild;
  sources.set(one, html);
  return one;
}

function off(rules) {
  if (!rules.length) return '';
  const rows = rules.map((rule) => `<li><code>${rule}</code></li>`).join('');
  return `<details class="group" data-group="off"><summary><h3>Switched off at this desk</h3> <span class="count">${rules.length}</span></summary><ul>${rows}</ul><p class="writes"><code>copydesk rules --on RULE</code> lets one run again</p></details>`;
}

function count() {
  const open = state.order.filter(isOpen).length;
  const decided = state.decided + done.size;
  $('#left').textContent = `${many(open)} · ${decided} decided`;
  $('#progress').max = open + decided || 1;
  $('#progress').value = decided;
  $('#undo').disabled = !state.undo;
  $('#undo').title = state.undo ? `Undo: ${state.undo}` : '';
  return open;
}

async function load() {
  loading += 1;
  const told = await ask(`${base}/state`);
  loading -= 1;
  if (told.status !== 200) {
    complain(told);
    return;
  }
  complain(null);
  const before = state?.order.map(([name]) => name) ?? [];
  state = told;
  done.clear();
  written.clear();
  draw();
  const kept = state.order.some(([name]) => name === current);
  if (!kept) current = following(before);
  if (kept && $('#card form.typing:not([hidden])')) point(current, false); // what is being typed stays
  else choose(current, { move: !kept });
  preview();
}

// What waits next in the order that was, when what was shown is no more; else what waits first.
function following(before) {
  const open = state.order.filter(isOpen).map(([name]) => name);
  const rest = before.slice(before.indexOf(current) + 1);
  return rest.find((name) => open.includes(name)) ?? open[0] ?? '';
}

// A decision is written before anything is made anew; the page goes on meanwhile.
function decide(action, value, button) {
  const item = current;
  const whole = ['accept-rule', 'stet-rule', 'rule-off', 'add-word'].includes(action);
  const was = state.order.find(([name]) => name === item)?.[1];
  if (was === 'open') done.add(item);
  mark(item);
  say('…');
  if (was === 'open' && !whole) choose(step(item, 1, false));
  write('decide', { item, action, value: value ?? button?.dataset.value ?? '' }, () => {
    done.delete(item);
    choose(item);
  });
}

function undo() {
  if (state.undo) write('undo', {}, () => {});
}

function write(verb, said, back) {
  waiting += 1;
  line = line.then(async () => {
    if (said.item && (written.has(said.item) || !state.cards[said.item])) { // while this waited
      waiting -= 1;
      if (!written.has(said.item)) done.delete(said.item);
      if (!waiting) await load();
      say(`That is decided already. ${many(count())}.`);
      return;
    }
    const told = await ask(`${base}/${verb}`, { version: state.version, ...said });
    waiting -= 1;
    if (told.status === 200) {
      complain(null);
      if (said.item) written.add(said.item);
      else written.clear();
      Object.assign(state, { version: told.version, undo: told.undo });
      const open = count();
      say(`${told.said}. ${many(open)}.`);
      preview(); // while the article is read anew
    } else {
      say('');
      back();
      complain(told);
    }
    if (!waiting && told.status) {
      const kept = $('#trouble').textContent;
      await load();
      if (told.status !== 200 && kept) complain(told);
    }
  });
}

function mark(name) {
  const row = $(`.row[data-item="${name}"]`);
  if (!row || row.dataset.state !== 'open') return;
  row.classList.replace('open', 'decided');
  $('.sign', row).textContent = '★';
  count();
}

function filter() {
  const words = $('#filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  $$('#rows li').forEach((one) => {
    const text = one.textContent.toLowerCase() + (one.closest('ol')?.previousElementSibling?.textContent ?? '');
    one.hidden = !words.every((part) => text.includes(part));
  });
}

// Somebody may write into the same files: a command, an editor, another page.
async function look() {
  if (document.hidden || waiting || loading || $('form.typing:not([hidden])')) return;
  if (!state) {
    await load();
    return;
  }
  const before = state.version;
  const told = await ask(`${base}/version`);
  if (waiting || state.version !== before) return;
  if (told.status !== 200) complain(told);
  else if (told.version !== before) {
    await load();
    say(`Changed elsewhere; this is the article as it is now. ${many(count())}.`);
  } else if (unread) complain(null); // it can be read again
  unread = told.status !== 200;
}

// ── preview ──────────────────────────────────────────────────────────────────

let kind = null; // the tab that is chosen
let fetching = false;
let again = false;

function preview() {
  const pane = $('#look');
  if (!state || !kind || !pane.checkVisibility()) return;
  const newest = $('#frames iframe:last-child');
  if (newest?.dataset.version === state.version && newest.dataset.tab === kind.textContent) return;
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  again = false;
  const old = $('#frames iframe:not(.coming)');
  const frame = document.createElement('iframe');
  const { kind: what, width } = kind.dataset;
  frame.title = `Preview: ${kind.textContent}`;
  frame.className = `coming ${what}`;
  frame.dataset.version = state.version;
  frame.dataset.tab = kind.textContent;
  if (width) frame.dataset.width = width;
  // The viewer of PDFs is a page of the browser's own, which no sandbox lets in.
  if (what !== 'pdf') frame.sandbox = 'allow-same-origin';
  frame.addEventListener('load', () => {
    let at = 0;
    try {
      if (old && old.className === what && old.dataset.width === frame.dataset.width) at = old.contentDocument.scrollingElement.scrollTop;
      frame.contentDocument.scrollingElement.scrollTop = at;
    } catch { /* a viewer of the browser's own keeps its place itself */ }
    old?.remove();
    frame.className = what;
    fetching = false;
    pane.dataset.version = frame.dataset.version;
    if (again) preview();
  }, { once: true });
  const fit = what === 'pdf' ? '#navpanes=0&view=FitH' : '';
  frame.src = `${base}/preview/${what}?version=${state.version}${fit}`;
  $('#frames').append(frame);
}

function tab(next, focus) {
  kind = next;
  $$('[role=tab]').forEach((one) => {
    one.setAttribute('aria-selected', String(one === next));
    one.tabIndex = one === next ? 0 : -1;
  });
  if (focus) next.focus();
  $$('#frames iframe').forEach((one) => one.remove());
  fetching = false;
  preview();
}

function pane(name) {
  document.body.dataset.pane = name;
  $$('.panes button').forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.pane === name)));
  if (name === 'look') preview();
  else if (state) choose(current, { focus: false });
}

function turn() {
  const tabs = $$('[role=tab]');
  const there = $('#look').checkVisibility();
  if (!there) pane('look');
  else tab(tabs[(tabs.indexOf(kind) + 1) % tabs.length]);
  say(`Preview: ${kind.textContent}`);
}

// ── keys and buttons ─────────────────────────────────────────────────────────

function toggle(button) {
  const form = $(`form.typing[data-action="${button.dataset.action}"]`);
  form.hidden = !form.hidden;
  button.setAttribute('aria-expanded', String(!form.hidden));
  if (form.hidden) return;
  const first = $('textarea, select, input', form);
  first.focus();
  first.select?.();
}

function leave(form) {
  form.hidden = true;
  const button = $(`button[data-action="${form.dataset.action}"]`);
  button.setAttribute('aria-expanded', 'false');
  button.focus();
}

function press(button) {
  if (button.classList.contains('cancel')) leave(button.closest('form'));
  else if (button.hasAttribute('aria-expanded')) toggle(button);
  else decide(button.dataset.action, undefined, button);
}

const steps = { j: [1, false], k: [-1, false], J: [1, true], K: [-1, true] };

function key(event) {
  // Enter that ends the composing of a letter, as in Japanese, says nothing to the page.
  if (event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !state || $('#keys').open) return;
  const form = event.target.closest?.('form.typing');
  if (event.key === 'Escape' && form) leave(form);
  else if (event.key === 'Escape' && event.target.id === 'filter') {
    event.target.value = '';
    filter();
    choose(current, { move: false });
  } else if (event.key === 'Enter' && event.target.tagName === 'TEXTAREA') form.requestSubmit();
  else if (event.target.matches?.('input:not([type=radio]), textarea, select')) return;
  else if (!$('#heed').checked && event.key !== 'Escape') return;
  else if (steps[event.key]) choose(step(current, ...steps[event.key]) || current);
  else if (event.key === 'u') undo();
  else if (event.key === 'p') turn();
  else if (event.key === '?') $('#keys').showModal();
  else if (event.key === '/') {
    if (!$('#queue').checkVisibility()) pane('queue');
    $('#filter').focus();
  } else {
    const button = $$('#card [data-key]').find((one) => one.dataset.key === event.key);
    if (!button) return;
    press(button);
  }
  event.preventDefault();
}

function article() {
  document.addEventListener('keydown', key);
  $('#card').addEventListener('click', (event) => {
    const button = event.target.closest('button[type=button]');
    if (button) press(button);
  });
  $('#card').addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target;
    const values = Object.fromEntries(new FormData(form));
    decide(form.dataset.action, $('.fields', form) ? values : values.value);
  });
  for (const place of ['#rows', '#lines']) {
    $(place).addEventListener('click', (event) => {
      const one = event.target.closest('[data-item]');
      if (one?.dataset.item) choose(one.dataset.item, { move: place === '#rows' });
    });
  }
  $('#filter').addEventListener('input', filter);
  $('#undo').addEventListener('click', undo);
  $('#help').addEventListener('click', () => $('#keys').showModal());
  $('.views').addEventListener('change', (event) => { document.body.dataset.view = event.target.value; });
  $$('.panes button').forEach((one) => one.addEventListener('click', () => pane(one.dataset.pane)));
  const tabs = $$('[role=tab]');
  tabs.forEach((one, at) => {
    one.addEventListener('click', () => tab(one));
    one.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by) tab(tabs[(at + by + tabs.length) % tabs.length], true);
    });
  });
  pane('text');
  tab(tabs[0]);
  document.addEventListener('visibilitychange', look);
  addEventListener('focus', look);
  setInterval(look, 4000);
  load();
}

// ── all articles ─────────────────────────────────────────────────────────────

async function articles() {
  const told = await ask('/articles');
  if (told.status !== 200) {
    complain(told);
    return;
  }
  say(`${told.articles.length} articles`);
  const rows = told.articles.map((one) => {
    const row = document.createElement('li');
    const link = document.createElement('a');
    link.href = `/a/${one.slug}`;
    link.dir = 'auto';
    link.textContent = one.title || one.slug;
    const source = document.createElement('code');
    source.textContent = one.source;
    const asks = document.createElement('p');
    asks.className = 'count';
    asks.textContent = one.asks === null ? 'not built yet' : `${many(one.asks)} at its last build`;
    row.append(link, source, asks);
    return [one.slug, row, link, asks];
  });
  $('#articles').replaceChildren(...rows.map(([, row]) => row));
  for (const [name, , link, asks] of rows) { // one after the other: each is read for it
    const now = await ask(`/a/${name}/open`);
    if (!now.status) return;
    if (now.title) link.textContent = now.title;
    asks.textContent = now.error ? now.error : `${many(now.open)} · ${now.decided} decided`;
  }
}

if (page === 'list') articles();
else article();
