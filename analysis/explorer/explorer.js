// The explorer in the browser: filters, the table of what they leave, the text that a row stands in, the code for it.
//
// Article text is data: it gets into the page by textContent (or as a text node) only, never as HTML.

const WAIT = 150; // ms after the last key before the kernel is asked
const COLUMNS = ["published", "outlet", "speaker", "content", "kind", "act", "confidence"];
const LABELS = { content: "quotation", source_type: "type of source" };

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

function render({ model, el }) {
  const choice = {};
  let rows = [];
  let total = 0;
  let current = -1;
  let timer = 0;

  const filters = make("form", { class: "nbx-filters", role: "search", "aria-label": "Quotations", onsubmit: (event) => event.preventDefault() });
  const told = make("p", { class: "nbx-told", role: "status" }, "Waiting for the kernel …");
  const head = make("tr");
  const body = make("tbody");
  const more = make("button", { type: "button", hidden: "", onclick: () => ask({ ask: "rows", choice, at: rows.length }) }, "more");
  const table = make("div", { class: "nbx-rows", tabindex: "0", role: "region", "aria-label": "Quotations found" }, make("table", {}, make("thead", {}, head), body), more);
  const text = make("div", { class: "nbx-text", tabindex: "0", role: "region", "aria-label": "Article" }, make("p", {}, "A quotation that is opened is shown here, in its article."));
  const code = make("pre", { tabindex: "0", role: "region", "aria-label": "Code" });
  const copy = make("button", { type: "button", onclick: copied }, "copy");
  const root = make("div", { class: "nbx" }, filters, told, make("div", { class: "nbx-body" }, table, text), make("div", { class: "nbx-code" }, "The same table in a cell of your own, where the store is called store: ", copy, code));
  el.append(root);

  const ask = (message) => model.send(message);
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask({ ask: "rows", choice, at: 0 }), WAIT);
  };

  function choose(name, value) {
    if (value === "" || value === undefined || Number.isNaN(value)) delete choice[name];
    else choice[name] = value;
    later();
  }

  const field = (label, control) => filters.append(make("label", {}, label, control));
  const typed = (name, type, more_ = {}) =>
    make("input", { type, autocomplete: "off", spellcheck: "false", ...more_, oninput: (event) => choose(name, type === "number" ? event.target.valueAsNumber : event.target.value) });

  function begin(offered) {
    filters.replaceChildren();
    field("word or phrase", typed("word", "search"));
    field("speaker", typed("speaker", "search"));
    for (const [name, values] of Object.entries(offered)) {
      const options = values.map((value) => make("option", { value }, value));
      field(LABELS[name] ?? name, make("select", { onchange: (event) => choose(name, event.target.value) }, make("option", { value: "" }, "all"), ...options));
    }
    field("confidence from", typed("confidence", "number", { min: 0, max: 1, step: 0.05 }));
    field("since", typed("since", "date"));
    field("until", typed("until", "date"));
    field("only those that count", make("input", { type: "checkbox", checked: "", onchange: (event) => choose("counted", event.target.checked ? undefined : false) }));
    heads();
    ask({ ask: "rows", choice, at: 0 });
  }

  function heads() {
    head.replaceChildren(...COLUMNS.map((name) => {
      const sorted = choice.by === name ? (choice.descending ? "descending" : "ascending") : "none";
      const sign = { ascending: " ↑", descending: " ↓", none: "" }[sorted];
      return make("th", { scope: "col", "aria-sort": sorted }, make("button", { type: "button", onclick: () => sort(name) }, (LABELS[name] ?? name) + sign));
    }));
  }

  function sort(name) {
    if (choice.by !== name) Object.assign(choice, { by: name, descending: undefined });
    else if (!choice.descending) choice.descending = true;
    else { delete choice.by; delete choice.descending; }
    if (choice.descending === undefined) delete choice.descending;
    heads();
    head.querySelectorAll("button")[COLUMNS.indexOf(name)].focus();
    later();
  }

  function line(row) {
    const open = () => { current = row.row; mark(); ask({ ask: "text", row: row.row }); };
    const cells = COLUMNS.map((name) =>
      make("td", {}, name === "content" ? make("button", { type: "button", onclick: open }, row.content) : row[name]));
    if (row.standing !== "counted") cells[COLUMNS.indexOf("content")].append(` (not counted: ${row.standing})`);
    const node = make("tr", { onclick: (event) => event.target.tagName !== "BUTTON" && open() }, ...cells);
    node.row = row.row;
    return node;
  }

  function mark() {
    for (const node of body.children) node.setAttribute("aria-current", String(node.row === current));
  }

  function show({ n, articles, at, rows: found, code: lines }) {
    rows = at ? [...rows, ...found] : found;
    total = n;
    if (at) body.append(...found.map(line));
    else { body.replaceChildren(...found.map(line)); table.scrollTop = 0; }
    const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
    const shown = rows.length < total ? `; the first ${rows.length.toLocaleString("en")} are shown` : "";
    told.textContent = `${count(n, "quotation")} in ${count(articles, "article")}${shown}`;
    more.hidden = rows.length >= total;
    code.textContent = lines;
    mark();
  }

  function read({ row, title, pieces }) {
    if (row !== current) return;
    const nodes = pieces.map((piece) =>
      piece.role ? make("mark", { class: `nbx-${piece.role}${piece.chosen ? " nbx-chosen" : ""}` }, piece.text) : piece.text);
    text.replaceChildren(make("p", { class: "nbx-title" }, title), make("p", {}, ...nodes));
    const first = text.querySelector(".nbx-chosen");
    if (first) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - 60;
  }

  async function copied() {
    try { await navigator.clipboard.writeText(code.textContent); copy.textContent = "copied"; }
    catch { getSelection().selectAllChildren(code); copy.textContent = "selected: press Ctrl+C"; }
    setTimeout(() => { copy.textContent = "copy"; }, 2000);
  }

  const answers = {
    begin: ({ offered }) => begin(offered),
    rows: show,
    text: read,
    refused: ({ why }) => { told.textContent = why; },
  };
  const hear = (message) => answers[message.say]?.(message);
  model.on("msg:custom", hear);
  ask({ ask: "begin" });
  return () => { clearTimeout(timer); model.off("msg:custom", hear); };
}

export default { render };
