// The review desk in the browser: one unit at a time, decided by keyboard.
//
// Article text is data: it gets into the page by textContent (or as a text node) only, never as HTML.
// Offsets are code points of the article, as Python counts; JavaScript counts UTF-16 units: see `Text`.
// A decision is put into this browser's storage, then sent, and taken out when the kernel says that it is on the disk.

const MOST_WAITING = 20; // decisions that may wait for the kernel before editing is refused
const IDLE = 30_000; // ms after which nobody is taken to be at work
const BLOCK = 1_200; // characters of text that are drawn anew together

const KINDS = ["direct", "mixed", "indirect"];
const ACTS = ["communication", "belief", "knowledge", "intention"];
const GENDERS = { f: "female", m: "male", x: "unknown" };
const SENTIMENTS = { p: 1, o: 0, i: -1 };
const TONES = { 1: "positive", 0: "neutral", "-1": "negative" };
const PERSON = "named person";
const NAMELESS = ["group", "anonymous", "unnamed"];
const SPEAKERS = [PERSON, "organisation", "document", ...NAMELESS];
const SIGNS = { right: "✓", wrong: "✗", changed: "✎", missed: "+", proposed: "?", "": "·" };
const ROLES = ["content", "source", "cue"];
const ROLE_KEYS = { c: "content", w: "source", q: "cue" };

const HELP = [
  ["j ↓ / k ↑", "next / previous; Home: the unit as a whole, which u, t, p, o and i are then about"],
  ["a / r / u", "right / wrong / unsure, or sure again"],
  ["1 2 3", "direct, mixed, indirect"],
  ["4 5 6 7", "act: said (communication), believed, known, intended"],
  ["s / m", "who speaks / that this speaker and another are one"],
  ["g, then f m x", "gender: female, male, unknown"],
  ["p o i", "positive, neutral, negative; with Shift: and towards whom"],
  ["e", "edit boundaries: ←/→ the end by a word, with Shift the start, with Alt by a character; Tab another role; Delete: it has none; Ctrl+Enter keep, Esc cancel"],
  ["v", "caret in the text: ←/→ by a word, with Alt by a character, ↑/↓ by a sentence, Home/End; with Shift it selects"],
  ["c w q", "what is selected (by caret or mouse) is the content, the source, the cue; with Shift: one more piece of it"],
  ["n", "what is selected is a quotation that was missed"],
  ["/", "split the content at the caret"],
  ["d", "duplicate of another: j/k choose it, Enter keeps, Esc cancels"],
  ["t", "note"],
  ["y", "variables of your own, of the unit"],
  ["l", "leave the unit out, and say why"],
  ["z", "undo the last decision that holds"],
  ["[ / ]", "previous / next unit"],
  ["Ctrl+Enter", "the unit is done; what was not decided is taken as right"],
  ["?", "codebook and keys"],
  ["Esc Esc", "leave the desk"],
];

/** An element; attributes by name, children as elements or as text. */
function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== "" && child !== undefined && child !== null));
  return node;
}

// --- text ------------------------------------------------------------------------------------------------------

/** A text whose characters are code points, counted from `base`; `unit(at)` and `point(unit)` change the count. */
class Text {
  constructor(text, base) {
    this.text = text;
    this.base = base;
    this.chars = Array.from(text);
    this.units = new Uint32Array(this.chars.length + 1);
    this.chars.forEach((char, i) => (this.units[i + 1] = this.units[i] + char.length));
    this.end = base + this.chars.length;
  }
  unit(at) {
    return this.units[Math.max(0, Math.min(this.chars.length, at - this.base))];
  }
  point(unit) {
    let low = 0, high = this.chars.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.units[middle] < unit) low = middle + 1;
      else high = middle;
    }
    return this.base + low;
  }
  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
  words(spans) {
    return spans.map(([start, end]) => this.slice(start, end)).join(" … ");
  }
  /** 0 for white space and beyond the text, 1 for a letter or figure, 2 for another character. */
  sort(at) {
    const char = this.chars[at - this.base];
    if (char === undefined || /\s/u.test(char)) return 0;
    return /[\p{L}\p{N}\p{M}_]/u.test(char) ? 1 : 2;
  }
  /** Whether a word or mark begins (side 0) or ends (side 1) between the characters before and at `at`. */
  edge(at, side) {
    const before = this.sort(at - 1), after = this.sort(at);
    return before !== after && (side ? before !== 0 : after !== 0);
  }
  /** The next place in a direction where a word or mark begins or ends. */
  step(at, direction, side) {
    for (at += direction; at > this.base && at < this.end; at += direction) if (this.edge(at, side)) return at;
    return Math.max(this.base, Math.min(this.end, at));
  }
  /** The next place in a direction where a sentence seems to begin. */
  sentence(at, direction) {
    for (at += direction; at > this.base && at < this.end; at += direction) {
      const char = this.chars[at - this.base - 1];
      if (this.sort(at) !== 0 && this.sort(at - 1) === 0 && (char === "\n" || this.stops(at - 2))) return at;
    }
    return Math.max(this.base, Math.min(this.end, at));
  }
  stops(at) {
    for (let back = 0; back < 3; back += 1) if (/[.!?\n]/.test(this.chars[at - back - this.base] ?? "")) return true;
    return false;
  }
  /** A span without white space at its ends, and with whole words; null when nothing is left. */
  snapped(start, end) {
    while (start < end && this.sort(start) === 0) start += 1;
    while (end > start && this.sort(end - 1) === 0) end -= 1;
    if (start >= end) return null;
    while (this.sort(start) === 1 && this.sort(start - 1) === 1) start -= 1;
    while (this.sort(end) === 1 && this.sort(end - 1) === 1) end += 1;
    return [start, end];
  }
}

// --- decisions that wait -----------------------------------------------------------------------------------------

/** Decisions that no kernel has said to have kept, in order; they outlive the page, the kernel and the browser. */
function waiting(desk) {
  const prefix = `newsbook-desk ${desk} `;
  const memory = new Map(); // where the browser gives no storage
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).sort();
    } catch {
      return [];
    }
  };
  const parsed = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  let count = 0;
  return {
    all: () => [...keys().map(parsed).filter((one) => one?.id), ...memory.values()],
    add(one) {
      const place = `${prefix}${Date.now()}-${String((count += 1)).padStart(6, "0")} ${one.id}`;
      try {
        localStorage.setItem(place, JSON.stringify(one));
      } catch {
        memory.set(one.id, one);
      }
    },
    drop(id) {
      memory.delete(id);
      for (const key of keys()) if (key.endsWith(` ${id}`)) localStorage.removeItem(key);
    },
  };
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only where the page came by https or from this machine
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Time that somebody is at work here, in seconds, since it was last taken. */
function stopwatch() {
  let spent = 0, last = performance.now();
  return {
    tick() {
      const now = performance.now();
      spent += Math.min(now - last, IDLE);
      last = now;
    },
    pause: () => (last = performance.now()),
    take() {
      const taken = Math.round(spent) / 1000;
      spent = 0;
      return taken;
    },
  };
}

// --- the desk ----------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const session = newId();
  const queue = waiting(model.get("desk"));
  const watch = stopwatch();
  const name = `nbd-${session.slice(0, 8)}`; // ids of elements are this view's own

  let unit = null; // what the kernel told of the unit that is shown
  let text = null;
  let items = []; // in the order of the text
  let at = 0; // which of them is selected; -1 is the unit as a whole
  let mode = null; // {name: "caret" | "edit" | "gender" | "duplicate", …}
  let chosen = null; // [start, end] that is selected in the text
  let blocks = []; // pieces of the text: {start, end, node, items}
  let lines = []; // the options of the list: of the unit, then of each item
  let lit = null; // the one of them that is selected
  let heard = performance.now(); // when the kernel last answered
  let tried = performance.now(); // when decisions were last sent
  let patience = 2_000;
  let trouble = ""; // why the kernel did not keep a decision
  let left = 0; // when Esc was last pressed
  const sent = new Map(); // what each decision of this page is called, until it is kept

  const head = make("div", { class: "nbd-head" });
  const bar = make("div", { class: "nbd-unsaved", hidden: "" });
  const refused = make("div", { class: "nbd-refused", role: "alert", hidden: "" });
  const tools = make("div", { class: "nbd-tools", role: "toolbar", "aria-label": "decisions" });
  const page = make("div", { class: "nbd-text", role: "document", tabindex: "0", "aria-label": "article" });
  const list = make("ul", { class: "nbd-list", role: "listbox", tabindex: "0", "aria-label": "the unit and its quotations" });
  const prompt = make("div", { class: "nbd-prompt", hidden: "" });
  const status = make("div", { class: "nbd-status", role: "status", "aria-live": "polite" });
  const help = make("section", { class: "nbd-help", "aria-label": "codebook and keys", tabindex: "0", hidden: "" });
  const root = make(
    "div",
    // Without the attribute JupyterLab's own keys act while somebody codes: b inserts a cell, d d deletes one.
    { class: "nbd", role: "application", tabindex: "0", "aria-label": "review desk", "data-lm-suppress-shortcuts": "true" },
    head, bar, refused, tools, make("div", { class: "nbd-body" }, page, list), prompt, status, help,
  );
  el.append(root);

  const say = (words) => (status.textContent = words);
  const item = () => (at >= 0 ? items[at] : null);

  // --- to the kernel and back

  function post(message) {
    try {
      model.send(message);
    } catch {
      // the kernel is gone: what waits is sent again, to the next one
    }
  }

  function decide(action, target = [], after = {}) {
    const ahead = queue.all().length;
    if (ahead >= MOST_WAITING) {
      say(`${ahead} decisions are not saved: nothing more is taken until they are. Is the kernel busy, or gone?`);
      return false;
    }
    watch.tick();
    const more = { unit: unit.unit, sha256: unit.sha256, seconds: watch.take(), session };
    const one = { ask: "keep", id: newId(), action, target, after, ...more };
    if (action === "undo") delete one.sha256; // the kernel knows which text it is about
    queue.add(one);
    sent.set(one.id, action);
    if (!ahead) heard = tried = performance.now();
    refused.hidden = true;
    unsaved();
    post(one);
    return true;
  }

  function unsaved() {
    const waits = queue.all();
    bar.hidden = !waits.length;
    if (waits.length) {
      const many = waits.length === 1 ? "1 decision waits" : `${waits.length} decisions wait`;
      const silent = performance.now() - heard > 3_000;
      const why = trouble || (silent ? "it does not answer: if it was restarted, run this cell again, or load the page again" : "");
      bar.textContent = `NOT SAVED: ${many} for the kernel${why ? ` (${why})` : ""}`;
      if (silent) say(bar.textContent);
    }
    const pending = new Set(waits.filter((one) => one.unit === unit?.unit).map((one) => JSON.stringify(one.target)));
    list.querySelectorAll(".nbd-waits").forEach((line) => line.classList.remove("nbd-waits"));
    if (pending.size) items.forEach((one, i) => pending.has(JSON.stringify(one.at)) && lines[i + 1]?.classList.add("nbd-waits"));
  }

  function again() {
    if (performance.now() - tried > patience) {
      tried = performance.now();
      const waits = queue.all();
      if (!unit) post({ ask: "unit" });
      waits.forEach(post);
      patience = waits.length ? Math.min(patience * 2, 16_000) : 2_000;
    }
    unsaved();
    if (!unit && performance.now() - heard > 3_000) {
      say("The kernel does not answer. If it was restarted, or the notebook was only opened, run this cell again.");
    }
  }

  function onmessage(message) {
    heard = performance.now();
    if (message.is === "unit") show(message);
    if (message.is === "nothing") say(message.why);
    if (message.is === "codebook") codebook(message.text);
    if (message.is === "kept" || message.is === "refused") {
      queue.drop(message.id);
      patience = 2_000;
      trouble = "";
    }
    if (message.is === "kept") kept(message);
    if (message.is === "failed") trouble = message.why;
    if (message.is === "refused") {
      refused.textContent = `Not kept: ${message.why}`;
      refused.hidden = false;
    }
    unsaved();
  }

  function kept(message) {
    if (!unit) return;
    unit.saved = message.saved;
    if (message.closed) unit.closed = message.closed;
    if (message.unit === unit.unit) patch(message);
    heading();
    const waits = queue.all().length;
    const about = message.items?.length === 1 ? told(message.items[0]) : (sent.get(message.id) ?? "kept");
    sent.delete(message.id);
    say(`${about}: ${message.saved} decisions saved${waits ? `, ${waits} not yet` : ""}.`);
  }

  function told(one) {
    if (!one) return `the ${unit.kind} as a whole`;
    return [one.state || "not decided", one.kind, one.act, one.speaker || one.source_type || "unnamed"].join(", ");
  }

  // --- a unit, and what changes in it

  function show(message) {
    const same = unit?.unit === message.unit;
    const was = item()?.coding;
    unit = message;
    text = new Text(unit.text, unit.base);
    items = unit.items;
    const found = same ? items.findIndex((one) => one.coding === was) : -1;
    at = found >= 0 ? found : items.length ? 0 : -1;
    mode = chosen = null;
    layOut();
    list.replaceChildren(...(lines = [null, ...items].map(line)));
    heading();
    select(at);
    unsaved();
    if (unit.closed.length === unit.units.length) say(`All ${unit.units.length} of your ${unit.kind}s are done.`);
  }

  function patch(message) {
    const dirty = new Set();
    const touch = (one) => blocks.forEach((block) => covers(block, one) && dirty.add(block));
    const selected = item()?.coding;
    const known = new Map(items.map((one) => [one.coding, one]));
    for (const one of message.items) {
      if (known.has(one.coding)) touch(known.get(one.coding));
      known.set(one.coding, one);
    }
    const order = new Set(message.order ?? known.keys());
    items.filter((one) => !order.has(one.coding)).forEach(touch);
    const old = new Set(items.map((one) => one.coding));
    const fresh = message.items.filter((one) => !old.has(one.coding));
    items = (message.order ?? items.map((one) => one.coding)).map((coding) => known.get(coding));
    unit.whole = message.whole;
    message.items.forEach(touch);
    const named = new Set(unit.people);
    message.items.forEach((one) => one.speaker && !named.has(one.speaker) && unit.people.unshift(one.speaker));
    if (message.order) {
      for (const block of blocks) block.items = items.filter((one) => covers(block, one));
      const stay = items.findIndex((one) => one.coding === (fresh.length === 1 ? fresh[0].coding : selected));
      at = stay >= 0 ? stay : Math.min(at, items.length - 1);
      list.replaceChildren(...(lines = [null, ...items].map(line)));
    } else {
      const changed = new Set(message.items.map((one) => one.coding));
      items.forEach((one, i) => changed.has(one.coding) && redrawLine(i + 1));
      for (const block of dirty) block.items = items.filter((one) => covers(block, one));
      redrawLine(0);
    }
    dirty.forEach(draw);
    select(at, { still: !message.order });
  }

  const pieces = (one) => ROLES.flatMap((role) => one[role]);
  const covers = (block, one) => pieces(one).some(([start, end]) => start < block.end && end > block.start);

  /** Cut the text into blocks at line ends, so that a change draws some hundred characters anew and not a book. */
  function layOut() {
    const { chars, base } = text;
    const cuts = [0];
    for (let i = 1; i < chars.length; i += 1) {
      const size = i - cuts[cuts.length - 1];
      const line = size >= BLOCK && chars[i - 1] === "\n" && chars[i] !== "\n";
      if (line || (size >= 4 * BLOCK && /\s/u.test(chars[i - 1]))) cuts.push(i);
    }
    cuts.push(chars.length);
    blocks = cuts.slice(0, -1).map((cut, i) => {
      const block = { start: base + cut, end: base + cuts[i + 1], node: make("div", { class: "nbd-block" }) };
      block.items = items.filter((one) => covers(block, one));
      return block;
    });
    blocks.forEach(draw);
    page.replaceChildren(...blocks.map((block) => block.node));
  }

  /** Where a role of an item is: as it is being edited, or as it is. */
  function spansOf(one, role) {
    return mode?.name === "edit" && mode.coding === one.coding ? mode.spans[role] : one[role];
  }

  function draw(block) {
    const marks = [];
    const mark = (start, end, ...names) => {
      if (start < block.end && end > block.start) marks.push([Math.max(start, block.start), Math.min(end, block.end), names]);
    };
    const current = item();
    for (const one of block.items) {
      for (const role of ROLES) {
        const extra = [one === current ? "nbd-on" : "", one.state === "wrong" ? "nbd-wrong" : ""];
        if (mode?.name === "edit" && one === current && mode.role === role) extra.push("nbd-edited");
        for (const [start, end] of spansOf(one, role)) mark(start, end, `nbd-${role}`, ...extra);
      }
    }
    if (chosen) mark(chosen[0], chosen[1], "nbd-chosen");
    mark(text.base, unit.start, "nbd-outside");
    mark(unit.end, text.end, "nbd-outside");
    const caret = mode?.name === "caret" ? mode.at : -1;
    const edges = new Set([block.start, block.end, ...marks.flatMap(([start, end]) => [start, end])]);
    if (caret >= block.start && caret <= block.end) edges.add(caret);
    const cuts = [...edges].sort((a, b) => a - b);
    const runs = document.createDocumentFragment();
    cuts.forEach((start, i) => {
      const last = i + 1 === cuts.length;
      if (start === caret && (!last || block.end === text.end)) runs.append(make("span", { class: "nbd-caret" }));
      if (last) return;
      const names = new Set(marks.filter(([a, b]) => a <= start && start < b).flatMap(([, , names]) => names));
      names.delete("");
      const run = make("span", names.size ? { class: [...names].join(" ") } : {}, text.slice(start, cuts[i + 1]));
      run.start = start;
      runs.append(run);
    });
    block.node.replaceChildren(runs);
  }

  const drawAround = (...spans) =>
    blocks.forEach((block) => spans.some((span) => span && span[0] <= block.end && span[1] >= block.start) && draw(block));

  function line(one, i) {
    const node = make("li", { role: "option", id: `${name}-${i}`, "aria-selected": "false", onclick: () => (select(i - 1), focus()) });
    fill(node, one);
    return node;
  }

  function fill(node, one) {
    const flags = (of) => [of.unsure && "unsure", of.sentiment !== null && TONES[of.sentiment], of.note && `note: ${of.note}`];
    if (!one) {
      const { whole } = unit;
      const own = Object.entries(whole.variables).map(([key, value]) => `${key}: ${value}`);
      const state = whole.done ? "done" : whole.skipped ? `left out: ${whole.skipped}` : "not done";
      const more = [state, ...flags(whole), ...own, unit.differs].filter(Boolean).join(" · ");
      node.replaceChildren(make("b", {}, `The ${unit.kind} as a whole`), make("span", { class: "nbd-more" }, more));
      return;
    }
    const who = one.speaker || one.source_type || "unnamed";
    const about = [one.kind, one.act, one.gender, one.speaker && one.source_type, one.towards && `towards ${one.towards}`];
    const more = [...about, ...flags(one), one.differs].filter(Boolean).join(" · ");
    const words = text.words(one.content);
    node.classList.toggle("nbd-rejected", one.state === "wrong");
    node.replaceChildren(
      make("span", { class: "nbd-sign", "aria-hidden": "true" }, SIGNS[one.state]),
      make("b", {}, ` ${who}`),
      make("span", { class: "nbd-more" }, `${one.state || "not decided"} · ${more}`),
      make("span", { class: "nbd-words" }, words.length > 90 ? `${words.slice(0, 89)}…` : words),
    );
  }

  const redrawLine = (i) => fill(lines[i], i ? items[i - 1] : null);

  function heading() {
    const number = unit.units.indexOf(unit.unit) + 1;
    const decided = items.filter((one) => one.state && one.state !== "proposed").length;
    const where = [unit.outlet, unit.published].filter(Boolean).join(", ");
    const who = unit.role === "adjudicator" ? `third look: ${unit.coder}` : `coder: ${unit.coder}`;
    const counts = `${unit.kind} ${number} of ${unit.units.length}, ${unit.closed.length} done · ${decided} of ${items.length} decided`;
    head.replaceChildren(
      make("b", {}, unit.title || unit.unit),
      make("span", {}, ` ${where}`),
      make("span", { class: "nbd-counts" }, `${counts} · ${who} · ${unit.saved} decisions saved`),
    );
  }

  function select(i, { still = false } = {}) {
    const before = item();
    at = Math.max(-1, Math.min(items.length - 1, i));
    const now = item();
    if (before !== now) {
      for (const block of blocks) if ((before && covers(block, before)) || (now && covers(block, now))) draw(block);
    } else if (now) {
      for (const block of blocks) if (covers(block, now)) draw(block);
    }
    lit?.setAttribute("aria-selected", "false");
    lit = lines[at + 1];
    lit.setAttribute("aria-selected", "true");
    for (const node of [root, list]) node.setAttribute("aria-activedescendant", lines[at + 1].id);
    within(list, lines[at + 1]);
    if (still || !now) return;
    const [first] = now.content[0] ?? [-1];
    const block = blocks.find((one) => one.start <= first && first < one.end);
    within(page, block?.node.querySelector(".nbd-on.nbd-content"), 80);
  }

  /** Scroll a pane, never the notebook, so that a node in it is seen. */
  function within(pane, node, margin = 0) {
    if (!node) return;
    const outer = pane.getBoundingClientRect(), inner = node.getBoundingClientRect();
    if (inner.top < outer.top + margin) pane.scrollTop -= outer.top + margin - inner.top;
    else if (inner.bottom > outer.bottom - margin) pane.scrollTop += Math.min(inner.bottom - outer.bottom + margin, inner.top - outer.top);
  }

  // --- what is selected in the text

  /** Where in the text a place of the document is, or null. */
  function pointAt(node, offset) {
    if (node?.nodeType === Node.TEXT_NODE) {
      const start = node.parentElement?.start;
      if (start === undefined || !page.contains(node)) return null;
      return text.point(text.unit(start) + offset);
    }
    if (!node || !page.contains(node)) return null;
    const next = node.childNodes[offset];
    for (let run = next ?? node; run; run = run.firstChild) if (run.start !== undefined) return run.start;
    const block = blocks.find((one) => one.node === node || one.node === next);
    return block ? (next ? block.start : block.end) : page === node ? text.end : null;
  }

  function onselection() {
    const selection = el.getRootNode().getSelection?.() ?? document.getSelection();
    if (!unit || mode?.name === "caret" || !selection?.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const [start, end] = [pointAt(range.startContainer, range.startOffset), pointAt(range.endContainer, range.endOffset)];
    if (start === null || end === null) return;
    chosen = text.snapped(Math.min(start, end), Math.max(start, end));
    if (chosen) say(`selected: ${text.slice(...chosen).slice(0, 120)}`);
  }

  function unchoose() {
    const was = chosen;
    chosen = null;
    document.getSelection()?.removeAllRanges();
    if (mode?.name === "caret") mode = null;
    drawAround(was, [text.base, text.base], [caretAt, caretAt]);
  }

  let caretAt = 0;

  function place(caret, shift) {
    const was = [caretAt, caretAt], before = chosen;
    if (!shift) mode.anchor = caret;
    mode.at = caretAt = caret;
    chosen = caret === mode.anchor ? null : text.snapped(Math.min(caret, mode.anchor), Math.max(caret, mode.anchor));
    drawAround(was, before, [caret, caret], chosen);
    within(page, page.querySelector(".nbd-caret"), 40);
    const around = text.slice(caret, text.step(text.step(caret, 1, 1), 1, 1));
    say(chosen ? `selected: ${text.slice(...chosen).slice(0, 120)}` : `caret before: ${around}`);
  }

  function caretMode() {
    mode = { name: "caret", at: 0, anchor: 0 };
    place(item()?.content[0]?.[0] ?? unit.start, false);
  }

  function caretKey(key, event) {
    const { at: here } = mode;
    const direction = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    if (key === "Home" || key === "End") place(key === "Home" ? unit.start : unit.end, event.shiftKey);
    else if (key === "ArrowUp" || key === "ArrowDown") place(text.sentence(here, direction), event.shiftKey);
    else if (direction) {
      const side = event.shiftKey && here >= mode.anchor ? 1 : 0;
      const next = event.altKey ? here + direction : text.step(here, direction, here === mode.anchor && direction < 0 ? 0 : side);
      place(Math.max(text.base, Math.min(text.end, next)), event.shiftKey);
    } else if (key === "/") split();
    else if (key === "v" || key === "Escape") unchoose();
    else return false;
    return true;
  }

  function split() {
    const one = item(), { at: here } = mode;
    const ends = one?.content.length ? [one.content[0][0], one.content[one.content.length - 1][1]] : [0, 0];
    const halves = [
      one?.content.filter(([start]) => start < here).map(([start, end]) => text.snapped(start, Math.min(end, here))),
      one?.content.filter(([, end]) => end > here).map(([start, end]) => text.snapped(Math.max(start, here), end)),
    ].map((spans) => spans?.filter(Boolean));
    if (here <= ends[0] || here >= ends[1] || !halves[0].length || !halves[1].length) {
      say("put the caret inside the content of the selected quotation, then / splits it");
      return;
    }
    decide("split", one.at, { contents: halves });
    unchoose();
  }

  // --- decisions

  const about = (action, after) => item() && decide(action, item().at, after);
  /** A decision about the selected quotation, or about the unit when that is selected. */
  const either = (action, after) => decide(action, item()?.at ?? [], after);
  const next = () => select(at + 1);

  function assign(role, add) {
    const one = item();
    if (!chosen) return say("select words first: with the mouse, or v and Shift with the arrows");
    if (!one) return say("select a quotation first");
    const span = chosen;
    const spans = add ? [...one[role].filter(([a, b]) => b <= span[0] || a >= span[1]), span].sort((a, b) => a[0] - b[0]) : [span];
    if (about("span", { role, spans })) unchoose();
  }

  function missed() {
    if (!chosen) return say("select what was said first: with the mouse, or v and Shift with the arrows");
    if (chosen[0] < unit.start || chosen[0] >= unit.end) return say(`that begins outside of the ${unit.kind}`);
    if (items.some((one) => one.coding === `${chosen[0]}-${chosen[1]}`)) return say("that is a quotation already");
    if (decide("add", [chosen])) unchoose();
  }

  function undo() {
    if (decide("undo")) say("taking back the last decision");
  }

  function done() {
    const open = items.filter((one) => !one.state).length;
    if (decide("done")) say(`done; ${open} not decided on are taken as right`);
  }

  function move(direction) {
    const to = unit.units[unit.units.indexOf(unit.unit) + direction];
    if (!to) return say(direction < 0 ? "this is the first" : "this is the last");
    post({ ask: "unit", unit: to });
  }

  const overlap = (one, other) =>
    one.content.reduce((sum, [a, b]) => sum + other.content.reduce((n, [c, d]) => n + Math.max(0, Math.min(b, d) - Math.max(a, c)), 0), 0);

  function duplicate() {
    const one = item();
    if (!one || items.length < 2) return say("there is no other quotation here");
    const others = items.map((other, i) => [other === one ? -1 : overlap(one, other), -Math.abs(i - at) - (i > at ? 0.5 : 0), i]);
    const best = others.filter(([n]) => n >= 0).sort((a, b) => b[0] - a[0] || b[1] - a[1])[0][2];
    mode = { name: "duplicate", of: one };
    select(best);
    say(`duplicate of this one? Enter keeps, j and k choose another, Esc cancels: ${text.words(item().content).slice(0, 90)}`);
  }

  function duplicateKey(key) {
    const { of } = mode;
    if (key === "j" || key === "ArrowDown") select(at + 1);
    else if (key === "k" || key === "ArrowUp") select(Math.max(0, at - 1));
    else if (key === "Enter" && item() && item() !== of) {
      const other = item();
      mode = null;
      decide("duplicate_of", of.at, { content: other.content });
      select(items.indexOf(of));
    } else if (key === "Escape") {
      mode = null;
      select(items.indexOf(of));
      say("not a duplicate");
    } else return key.length === 1;
    return true;
  }

  function edit() {
    const one = item();
    if (!one) return say("select a quotation first");
    const spans = Object.fromEntries(ROLES.map((role) => [role, one[role].map((span) => [...span])]));
    mode = { name: "edit", coding: one.coding, role: "content", spans };
    select(at);
    say(`editing the content: ${text.words(spans.content).slice(0, 120)}`);
  }

  function editKey(key, event) {
    const spans = mode.spans[mode.role], one = item();
    if (key === "Escape") {
      mode = null;
      select(at);
      drawAround([text.base, text.end]);
      say("boundaries as they were");
      return true;
    }
    if (key === "Tab") {
      mode.role = ROLES[(ROLES.indexOf(mode.role) + (event.shiftKey ? 2 : 1)) % 3];
    } else if (key === "Delete" || key === "Backspace") {
      if (mode.role !== "content") mode.spans[mode.role] = [];
    } else if (key === "ArrowLeft" || key === "ArrowRight") {
      if (!spans.length) {
        const from = one.content[one.content.length - 1][1]; // it has none: a first word of it, to go on from
        const start = text.step(from, 1, 0);
        spans.push([start, text.step(start, 1, 1)]);
      } else widen(spans, key === "ArrowRight" ? 1 : -1, event);
    } else return key.length === 1;
    drawAround([text.base, text.end]);
    within(page, page.querySelector(".nbd-edited"), 40);
    say(`${mode.role}: ${text.words(mode.spans[mode.role]).slice(0, 120) || "none"}`);
    return true;
  }

  function widen(spans, direction, event) {
    const side = event.shiftKey ? 0 : 1;
    const span = spans[side ? spans.length - 1 : 0];
    const to = event.altKey ? span[side] + direction : text.step(span[side], direction, side);
    const inside = Math.max(text.base, Math.min(text.end, to));
    const beside = side ? inside > span[0] : inside < span[1];
    if (beside) span[side] = inside;
  }

  function keepEdit() {
    const one = item(), { spans } = mode;
    const changed = ROLES.filter((role) => JSON.stringify(spans[role]) !== JSON.stringify(one[role]));
    mode = null;
    drawAround([text.base, text.end]);
    changed.forEach((role) => decide("span", one.at, { role, spans: spans[role] }));
    if (!changed.length) say("boundaries as they were");
  }

  // --- questions: a line to type in, with names to choose from

  /** Ask for a line; `names` are offered, `choices` are a second answer; `keep` gets both. */
  function ask(question, { value = "", names = [], choices = [], choice = "", keep }) {
    const options = make("ul", { role: "listbox", id: `${name}-names`, "aria-label": "names", class: "nbd-names" });
    const input = make("input", {
      type: "text", role: "combobox", "aria-label": question, "aria-expanded": "false", "aria-autocomplete": "list",
      "aria-controls": `${name}-names`, autocomplete: "off", spellcheck: "false", maxlength: "2000",
    });
    const second = choices.length ? make("select", { "aria-label": "kind" }, ...choices.map((one) => make("option", { value: one }, one))) : null;
    let shown = [], active = -1;
    input.value = value;
    if (second && choice) second.value = choice;
    const close = () => {
      prompt.hidden = true;
      prompt.replaceChildren();
      focus();
    };
    let told = false; // whether the second answer was given
    second?.addEventListener("change", () => (told = true));
    const offer = () => {
      if (second && !told && NAMELESS.includes(second.value) && input.value.trim()) second.value = PERSON;
      const typed = input.value.trim().toLowerCase();
      shown = typed === value.trim().toLowerCase() ? names.slice(0, 12) : names.filter((one) => one.toLowerCase().includes(typed)).slice(0, 12);
      active = -1;
      lightUp();
    };
    const lightUp = () => {
      options.replaceChildren(...shown.map((one, i) =>
        make("li", { role: "option", id: `${name}-name-${i}`, "aria-selected": String(i === active), onmousedown: (event) => (event.preventDefault(), pick(one)) }, one)));
      options.hidden = !shown.length;
      input.setAttribute("aria-expanded", String(shown.length > 0));
      if (active >= 0) input.setAttribute("aria-activedescendant", `${name}-name-${active}`);
      else input.removeAttribute("aria-activedescendant");
    };
    const pick = (one) => {
      input.value = one;
      finish();
    };
    const finish = () => {
      const answer = (active >= 0 ? shown[active] : input.value).trim();
      close();
      keep(answer, second?.value);
    };
    const onkey = (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter") (event.preventDefault(), finish());
      else if (event.key === "Escape") (event.preventDefault(), close());
      else if (move && event.target === input && shown.length) {
        event.preventDefault();
        active = (active + move + shown.length + 1) % (shown.length + 1);
        if (active === shown.length) active = -1;
        lightUp();
      }
    };
    input.addEventListener("input", offer);
    prompt.onkeydown = onkey;
    const hint = make("span", { class: "nbd-more" }, "Enter keeps, Esc cancels");
    prompt.replaceChildren(make("span", {}, question), input, ...(second ? [second] : []), hint, options);
    prompt.hidden = false;
    offer();
    input.focus();
    input.select();
  }

  const everybody = () => [...new Set([...unit.people, ...unit.corpus])];

  function speaker() {
    const one = item();
    if (!one) return say("select a quotation first");
    ask("Who speaks? (empty: nobody is named)", {
      value: one.speaker ?? "", names: everybody(), choices: SPEAKERS, choice: one.source_type ?? "unnamed",
      keep(answer, kind) {
        if (answer) about("speaker", { name: answer, kind });
        else about("speaker", { name: null, kind: kind === PERSON ? "unnamed" : kind });
      },
    });
  }

  function merge() {
    const one = item();
    if (!one?.speaker) return say("this quotation has no speaker to merge; s sets one");
    ask(`“${one.speaker}” and whom else? Both are then called:`, {
      names: everybody().filter((other) => other !== one.speaker),
      keep: (answer) => answer && answer !== one.speaker && decide("merge", [], { name: one.speaker, into: answer }),
    });
  }

  function note() {
    const value = (item() ?? unit.whole).note ?? "";
    ask("Note", { value, keep: (answer) => answer !== value && either("note", { text: answer }) });
  }

  function feel(value, towards) {
    if (!towards) return either("sentiment", { value });
    ask(`${TONES[value]} towards whom?`, {
      value: item()?.towards ?? "", names: everybody(),
      keep: (answer) => either("sentiment", answer ? { value, towards: answer } : { value }),
    });
  }

  function variables(number = 0) {
    const variable = unit.variables[number];
    if (!variable) return say(number ? "no further variables" : "this sample has no variables of its own");
    const value = unit.whole.variables[variable] ?? "";
    ask(`${variable} (${number + 1} of ${unit.variables.length})`, {
      value,
      keep(answer) {
        if (answer && answer !== value) decide("variable", [], { name: variable, value: answer });
        if (number + 1 < unit.variables.length) variables(number + 1);
      },
    });
  }

  const leaveOut = () =>
    ask(`Leave this ${unit.kind} out, because:`, { keep: (answer) => answer && decide("skip", [], { text: answer }) });

  function codebook(words) {
    const rows = HELP.map(([keys, does]) => make("tr", {}, make("th", { scope: "row" }, keys), make("td", {}, does)));
    help.replaceChildren(
      make("p", { class: "nbd-title" }, "Keys"), make("table", {}, make("tbody", {}, ...rows)),
      make("p", { class: "nbd-title" }, "Codebook"), make("pre", { role: "region", tabindex: "0", "aria-label": "codebook" }, words),
      make("button", { type: "button", onclick: closeHelp }, "Close (Esc)"),
    );
    help.hidden = false;
    help.focus();
  }

  function closeHelp() {
    help.hidden = true;
    help.replaceChildren();
    focus();
  }

  // --- keys

  const PLAIN = {
    j: next, ArrowDown: next, k: () => select(at - 1), ArrowUp: () => select(at - 1),
    Home: () => select(-1), End: () => select(items.length - 1),
    a: () => about("accept", {}) && next(), r: () => about("reject", {}) && next(),
    u: () => either("unsure", { value: !(item() ?? unit.whole).unsure }),
    s: speaker, m: merge, t: note, y: () => variables(), l: leaveOut, d: duplicate, e: edit, v: caretMode,
    g: () => item() && ((mode = { name: "gender" }), say("gender: f female, m male, x unknown")),
    n: missed, z: undo, "[": () => move(-1), "]": () => move(1), "?": () => post({ ask: "codebook" }),
  };

  function plainKey(key) {
    if (PLAIN[key]) PLAIN[key]();
    else if ("123".includes(key)) about("kind", { value: KINDS[key - 1] });
    else if ("4567".includes(key)) about("act", { value: ACTS[key - 4] });
    else if (key.toLowerCase() in SENTIMENTS) feel(SENTIMENTS[key.toLowerCase()], key !== key.toLowerCase());
    else if (key.toLowerCase() in ROLE_KEYS) assign(ROLE_KEYS[key.toLowerCase()], key !== key.toLowerCase());
    else if (key === "Escape") leave();
    else return false;
    return true;
  }

  function leave() {
    if (!help.hidden) return closeHelp();
    if (chosen) {
      unchoose();
      return say("nothing is selected");
    }
    if (performance.now() - left < 2_000) {
      root.blur();
      document.activeElement?.blur?.();
      el.closest(".jp-Notebook")?.focus?.();
      return say("left the desk");
    }
    left = performance.now();
    say("Esc again leaves the desk");
  }

  function genderKey(key) {
    mode = null;
    if (GENDERS[key]) about("gender", { value: GENDERS[key] });
    else say("gender as it was");
    return true;
  }

  function handled(event) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey) {
      if (key === "Enter") return mode?.name === "edit" ? (keepEdit(), true) : (mode || done(), true);
      if (key === "s") return say("every decision is saved as it is made"), true;
      return false;
    }
    if (mode?.name === "edit") return editKey(key, event);
    if (mode?.name === "gender") return key === "Shift" || genderKey(key);
    if (mode?.name === "duplicate") return duplicateKey(key);
    if (mode?.name === "caret" && caretKey(key, event)) return true;
    return !event.altKey && plainKey(key);
  }

  function onkeydown(event) {
    if (!unit || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.target.tagName === "BUTTON" && (event.key === "Enter" || event.key === " ")) return;
    if (!help.hidden && event.key !== "Escape") return;
    watch.tick();
    if (handled(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  const focus = () => root.focus({ preventScroll: true });

  function onclick(event) {
    const start = event.target.start;
    if (start === undefined || chosen) return;
    const here = items.filter((one) => pieces(one).some(([a, b]) => a <= start && start < b));
    const size = (one) => one.content.reduce((sum, [a, b]) => sum + b - a, 0);
    const smallest = here.sort((a, b) => size(a) - size(b))[0];
    if (smallest) select(items.indexOf(smallest), { still: true });
  }

  const BUTTONS = [
    ["right", "a"], ["wrong", "r"], ["unsure", "u"], ["direct", "1"], ["mixed", "2"], ["indirect", "3"],
    ["said", "4"], ["believed", "5"], ["known", "6"], ["intended", "7"], ["speaker", "s"], ["merge", "m"],
    ["positive", "p"], ["neutral", "o"], ["negative", "i"], ["boundaries", "e"], ["caret", "v"], ["content", "c"],
    ["source", "w"], ["cue", "q"], ["missed", "n"], ["duplicate", "d"], ["note", "t"], ["variables", "y"], ["leave out", "l"], ["undo", "z"], ["previous", "["], ["next", "]"], ["help", "?"],
  ];
  const button = (label, hint, run) =>
    make("button", { type: "button", onmousedown: (event) => event.preventDefault(), onclick: () => unit && (watch.tick(), run()) }, `${label} `, make("kbd", {}, hint));
  tools.append(
    ...BUTTONS.map(([label, key]) => button(label, key, () => plainKey(key))),
    ...Object.entries(GENDERS).map(([key, label]) => button(label, `g ${key}`, () => about("gender", { value: label }))),
    button("keep boundaries", "Ctrl+Enter", () => (mode?.name === "edit" ? keepEdit() : say("e edits boundaries"))),
    button("unit done", "Ctrl+Enter", () => mode?.name !== "edit" && done()),
  );

  root.addEventListener("keydown", onkeydown);
  root.addEventListener("focusin", watch.pause);
  for (const event of ["mousemove", "wheel"]) root.addEventListener(event, watch.tick, { passive: true });
  page.addEventListener("click", onclick);
  document.addEventListener("selectionchange", onselection);
  model.on("msg:custom", onmessage);
  const timer = setInterval(again, 500);

  say("waiting for the kernel");
  queue.all().forEach(post);
  post({ ask: "unit" });

  return () => {
    clearInterval(timer);
    document.removeEventListener("selectionchange", onselection);
    model.off("msg:custom", onmessage);
  };
}

export default { render };
