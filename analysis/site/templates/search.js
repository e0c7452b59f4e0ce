// Quotations: the index comes as scripts that this one loads; everything found is set as text, never as HTML.
(() => {
  const home = document.getElementById("search-data");
  if (!home) return;
  const [parts, total] = JSON.parse(home.textContent);
  const plain = (text) => (/[^\x00-\x7f]/.test(text) ? text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").replace(/[“”]/g, '"') : text).toLowerCase();
  const columns = ["a", "q", "k", "t", "s", "c", "p", "w", "v", "y"];
  const rows = { text: [], plain: [] };
  columns.forEach((name) => { rows[name] = []; });
  let known = null;
  let loaded = 0;
  let waiting = [];
  window.newsbook = (part) => {
    if (part.articles) {
      known = part;
      known.names = known.speakers.map(([name]) => plain(name));
      known.titles = known.articles.map(([title, outlet]) => plain(`${title} ${known.outlets[outlet]}`));
      known.words = known.sources.map(plain);
    } else {
      columns.forEach((name) => { for (const value of part[name]) rows[name].push(value); });
      for (const text of part.text) { rows.text.push(text); rows.plain.push(plain(text)); }
    }
    loaded += 1;
  };
  const load = (then) => {
    if (loaded === parts + 1) { then(); return; }
    waiting.push(then);
    if (waiting.length > 1) return;
    const next = (number) => {
      if (number > parts) { const after = waiting; waiting = []; after.forEach((call) => call()); return; }
      const script = document.createElement("script");
      script.src = `search/${number}.js`;
      script.onload = () => next(number + 1);
      script.onerror = () => { document.getElementById("found").textContent = `The index is not whole: search/${number}.js is missing.`; };
      document.head.append(script);
    };
    next(0);
  };
  const make = (name, content, more = {}) => Object.assign(document.createElement(name), { textContent: content, ...more });
  const splits = (query) => plain(query).match(/"[^"]+"|\S+/g)?.map((word) => word.replace(/"/g, "").trim()).filter(Boolean) ?? [];
  const standing = (row) => known.standings[rows.s[row]];
  const who = (row) => {
    const name = rows.p[row] < 0 ? "" : known.speakers[rows.p[row]][0];
    const words = rows.w[row] < 0 ? "" : known.sources[rows.w[row]];
    return name && words && name !== words ? `${name} (“${words}”)` : name || words || "nobody named";
  };
  const place = (row) => {
    const url = known.articles[rows.a[row]][3];
    return url ? `${url}#q${rows.q[row] + 1}` : "";
  };
  const chosen = (list, value) => (value ? list.indexOf(value) : null);
  // The rows that all of `by` keeps, in their order; each word stands in the quotation, its source or its article's title.
  const find = (by) => {
    const words = splits(by.q ?? "");
    const inTitle = words.map((word) => known.titles.map((title) => title.includes(word)));
    const inName = words.map((word) => known.names.map((name) => name.includes(word)));
    const inSource = words.map((word) => known.words.map((source) => source.includes(word)));
    const wanted = [["k", chosen(known.kinds, by.kind)], ["t", chosen(known.acts, by.act)], ["y", chosen(known.types, by.type)]].filter(([, value]) => value !== null);
    const articles = known.articles.map(([, outlet, day]) => (!by.outlet || known.outlets[outlet] === by.outlet)
      && (!by.since || (day && day >= by.since)) && (!by.until || (day && day <= by.until)));
    const named = by.speaker ? plain(by.speaker) : "";
    const heard = named || by.gender ? known.speakers.map(([name, id, , gender], at) => (!named || id === by.speaker || known.names[at].includes(named)) && (!by.gender || gender === by.gender)) : null;
    const sourced = named && !by.gender ? known.words.map((source) => source.includes(named)) : null;
    const verbs = by.cue || by.stance ? known.verbs.map(([verb, stance]) => (!by.cue || verb === by.cue) && (!by.stance || stance === by.stance)) : null;
    const sure = by.sure ? Number(by.sure) * 100 : -1;
    const counts = by.standing === "counted" ? (row) => standing(row) === "counted" : by.standing === "others" ? (row) => standing(row) !== "counted" : by.standing ? (row) => standing(row) === by.standing : null;
    const found = [];
    rows: for (let row = 0; row < rows.text.length; row += 1) {
      if (!articles[rows.a[row]]) continue;
      for (const [column, value] of wanted) if (rows[column][row] !== value) continue rows;
      if (heard && !(rows.p[row] < 0 ? sourced && rows.w[row] >= 0 && sourced[rows.w[row]] : heard[rows.p[row]])) continue;
      if (verbs && !(rows.v[row] >= 0 && verbs[rows.v[row]])) continue;
      if (sure >= 0 && rows.c[row] >= 0 && rows.c[row] < sure) continue;
      if (counts && !counts(row)) continue;
      for (let at = 0; at < words.length; at += 1) {
        if (!rows.plain[row].includes(words[at]) && !inTitle[at][rows.a[row]]
          && !(rows.p[row] >= 0 && inName[at][rows.p[row]]) && !(rows.w[row] >= 0 && inSource[at][rows.w[row]])) continue rows;
      }
      found.push(row);
    }
    return found;
  };
  const keys = {
    date: (row) => known.articles[rows.a[row]][2] || null,
    outlet: (row) => known.articles[rows.a[row]][1],
    speaker: (row) => (rows.p[row] < 0 ? null : rows.p[row]),
    kind: (row) => rows.k[row],
    act: (row) => rows.t[row],
    confidence: (row) => (rows.c[row] < 0 ? 101 : rows.c[row]),
    quotation: (row) => rows.plain[row],
  };
  const ordered = (found, sort) => {
    const key = keys[sort.replace("-", "")];
    if (!key) return found;
    const sign = sort.startsWith("-") ? -1 : 1;
    const values = new Map(found.map((row) => [row, key(row)]));
    return found.sort((one, other) => {
      const [a, b] = [values.get(one), values.get(other)];
      if (a === b) return one - other;
      if (a === null || b === null) return a === null ? 1 : -1;
      return a < b ? -sign : sign;
    });
  };
  const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const told = (found) => {
    const counted = found.reduce((sum, row) => sum + (standing(row) === "counted"), 0);
    return `${count(found.length, "quotation")} found${found.length === counted ? "" : `; ${counted.toLocaleString("en")} of them count`}`;
  };
  // Words of a query, marked where they stand in a text that is otherwise shown as it is.
  const marked = (text, words) => {
    const box = make("span", "", { dir: "auto" });
    const found = words.filter((word) => plain(text).length === text.length && plain(text).includes(word));
    let at = 0;
    while (at < text.length) {
      const next = found.map((word) => [plain(text).indexOf(word, at), word]).filter(([where]) => where >= 0).sort((a, b) => a[0] - b[0])[0];
      if (!next) break;
      box.append(text.slice(at, next[0]), make("mark", text.slice(next[0], next[0] + next[1].length), { className: "content" }));
      at = next[0] + next[1].length;
    }
    box.append(text.slice(at));
    return box;
  };
  const short = (text, words) => {
    if (text.length <= 400) return text;
    const at = Math.max(0, ...words.slice(0, 1).map((word) => plain(text).indexOf(word)));
    const start = at > 250 ? text.indexOf(" ", at - 120) + 1 : 0;
    return `${start ? "… " : ""}${text.slice(start, start + 400)} …`;
  };
  const linked = (row, content) => {
    const url = place(row);
    if (!url) return content;
    const link = make("a", "", { href: url });
    link.append(content);
    return link;
  };

  const results = document.getElementById("results");
  const note = document.getElementById("found");
  const query = document.getElementById("query");
  const filters = document.getElementById("filters");
  const SHOWN = filters ? 50 : 20;

  const line = (row, words) => {
    const item = document.createElement("tr");
    const [, outlet, day] = known.articles[rows.a[row]];
    const text = document.createElement("td");
    text.className = "long";
    text.append(linked(row, marked(short(rows.text[row], words), words)));
    if (standing(row) !== "counted") text.append(" ", make("small", `not counted: ${standing(row)}`));
    if (!place(row)) text.append(" ", make("small", "its article has no page here"));
    const speaker = make("td", "", { dir: "auto" });
    const url = rows.p[row] < 0 ? "" : known.speakers[rows.p[row]][2];
    speaker.append(url ? make("a", who(row), { href: url }) : who(row));
    item.append(make("td", day || "–", { className: "date" }), make("td", known.outlets[outlet] || "–", { dir: "auto" }), speaker, text,
      make("td", known.kinds[rows.k[row]]), make("td", known.acts[rows.t[row]]),
      make("td", rows.c[row] < 0 ? "–" : `${rows.c[row]} %`, { className: "number" }));
    return item;
  };
  const controls = filters ? Array.from(filters.querySelectorAll("[name]")) : [];
  const hidden = ["cue", "stance", "gender"];
  let state = {};
  const read = () => {
    state = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    controls.forEach((control) => { control.value = state[control.name] ?? ""; if (state[control.name] && control.value !== state[control.name]) { control.append(make("option", state[control.name])); control.value = state[control.name]; } });
  };
  const write = () => {
    const address = new URLSearchParams(Object.entries(state).filter(([, value]) => value)).toString();
    try { history.replaceState(null, "", `#${address}`); } catch { location.replace(`#${address}`); }
  };
  const list = () => {
    const start = performance.now();
    const words = splits(state.q ?? "");
    const found = ordered(find(state), state.sort ?? "");
    const last = Math.max(1, Math.ceil(found.length / SHOWN));
    const page = Math.min(last, Math.max(1, Number(state.page) || 1));
    results.replaceChildren(...found.slice((page - 1) * SHOWN, page * SHOWN).map((row) => line(row, words)));
    const more = hidden.filter((name) => state[name]).map((name) => `${name}: ${state[name]}`).join(", ");
    note.textContent = found.length ? `${told(found)}${more ? ` (${more})` : ""}. Page ${page} of ${last}.` : `Nothing found in all ${count(total, "quotation")}${more ? ` (${more})` : ""}.`;
    document.getElementById("before").disabled = page === 1;
    document.getElementById("after").disabled = page === last;
    document.querySelectorAll("#quotations th").forEach((head) => {
      const name = head.dataset.sort;
      if (state.sort === name || state.sort === `-${name}`) head.setAttribute("aria-sort", state.sort[0] === "-" ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    results.dataset.milliseconds = (performance.now() - start).toFixed(0);
  };
  if (filters) {
    const changed = () => { controls.forEach((control) => { state[control.name] = control.value.trim(); }); state.page = ""; write(); load(list); };
    filters.addEventListener("input", changed);
    document.getElementById("clear").addEventListener("click", () => { state = {}; write(); read(); load(list); });
    const turn = (by) => () => { state.page = String(Math.max(1, (Number(state.page) || 1) + by)); write(); load(list); document.getElementById("found").scrollIntoView(); };
    document.getElementById("before").addEventListener("click", turn(-1));
    document.getElementById("after").addEventListener("click", turn(1));
    document.querySelectorAll("#quotations th").forEach((head) => {
      const button = document.createElement("button");
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => { state.sort = state.sort === head.dataset.sort ? `-${head.dataset.sort}` : head.dataset.sort; state.page = ""; write(); load(list); });
    });
    window.addEventListener("hashchange", () => { read(); load(list); });
    read();
    load(list);
  } else {
    // The first page: speakers, articles and sections beside the first quotations, and the way to all of them.
    const entries = JSON.parse(document.getElementById("entries").textContent);
    const told0 = note.textContent;
    const show = () => {
      const start = performance.now();
      const words = splits(query.value);
      if (!words.length) { results.replaceChildren(); note.textContent = told0; return; }
      const all = (text) => words.every((word) => text.includes(word));
      const heard = known.names.flatMap((name, at) => (all(name) ? [["speaker", known.speakers[at][0], "", known.speakers[at][2] || `quotations.html#speaker=${encodeURIComponent(known.speakers[at][1])}`]] : []));
      const titled = known.titles.flatMap((title, at) => (all(title) ? [["article", known.articles[at][0], known.outlets[known.articles[at][1]], known.articles[at][3]]] : []));
      const sections = entries.filter(([, title, more]) => all(plain(`${title} ${more}`)));
      const found = find({ q: query.value });
      const said = found.slice(0, SHOWN).map((row) => ["quotation", who(row), short(rows.text[row], words), place(row)]);
      const address = `quotations.html#${new URLSearchParams({ q: query.value })}`;
      results.replaceChildren(...[...heard.slice(0, 8), ...sections.slice(0, 5), ...titled.slice(0, 8), ...said].map(([kind, title, more, url]) => {
        const item = document.createElement("li");
        item.append(make("small", kind), url ? make("a", title, { href: url, dir: "auto" }) : make("span", title, { dir: "auto" }));
        if (more) item.append(make("span", more, { dir: "auto", className: "more" }));
        return item;
      }));
      note.replaceChildren(...(found.length ? [make("a", told(found), { href: address })] : [heard.length + titled.length + sections.length ? "No quotation" : "Nothing found"]),
        `, ${count(heard.length, "speaker")}, ${count(titled.length, "article")}, ${count(sections.length, "section")}.`);
      results.dataset.milliseconds = (performance.now() - start).toFixed(0);
    };
    query.addEventListener("input", () => load(show));
    query.addEventListener("focus", () => load(() => {}), { once: true });
    // A large index takes a moment: it had better be there when the first letter is.
    window.addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(() => load(() => {})));
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && document.activeElement !== query) { event.preventDefault(); query.focus(); }
    });
  }
})();
