// Words: every place of a word or phrase in the texts, as lines that lead there.
(() => {
  const home = document.getElementById("words-data");
  if (!home) return;
  const [parts, articles] = JSON.parse(home.textContent);
  const SHOWN = 100;
  const WIDTH = 48;
  const texts = [];
  window.newsbook = (part) => { for (const text of part) texts.push(text); };
  const make = (name, content, more = {}) => Object.assign(document.createElement(name), { textContent: content, ...more });
  const word = document.getElementById("word");
  const note = document.getElementById("found");
  const results = document.getElementById("results");
  let state = {};
  let ready = false;
  const letter = "[\\p{L}\\p{N}]";
  const pattern = (phrase) => {
    const escaped = phrase.trim().split(/\s+/).map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === "*" ? "\\p{L}*" : `\\${c}`)).replace(/['’‘]/g, "['’‘]").replace(/["“”]/g, '["“”]'));
    return new RegExp(`(?<!${letter})${escaped.join("\\s+")}(?!${letter})`, "giu");
  };
  const points = (text, from, to) => { let n = 0; for (let at = from; at < to; at += 1) { const code = text.charCodeAt(at); if (code < 0xdc00 || code > 0xdfff) n += 1; } return n; };
  const list = () => {
    const start = performance.now();
    results.replaceChildren();
    if (!(state.w ?? "").trim()) { note.textContent = "Type a word or a phrase; a star stands for any letters."; return; }
    const expression = pattern(state.w);
    const page = Math.max(1, Number(state.page) || 1);
    let found = 0;
    let among = 0;
    const lines = [];
    articles.forEach(([title, outlet, day, url], number) => {
      if ((state.outlet && outlet !== state.outlet) || (state.since && !(day >= state.since)) || (state.until && !(day && day <= state.until))) return;
      const text = texts[number];
      let any = false;
      for (const hit of text.matchAll(expression)) {
        any = true;
        found += 1;
        if (found > (page - 1) * SHOWN && found <= page * SHOWN) lines.push([text, hit.index, hit[0].length, title, outlet, day, url]);
      }
      among += any;
    });
    lines.forEach(([text, at, length, title, outlet, day, url]) => {
      const item = document.createElement("tr");
      const first = points(text, 0, at);
      const link = make("a", text.slice(at, at + length).replace(/\s+/g, " "), { href: `${url}#c${first}-${first + points(text, at, at + length)}` });
      const middle = document.createElement("td");
      middle.append(link);
      item.append(make("td", text.slice(Math.max(0, at - WIDTH), at).replace(/\s+/g, " "), { className: "left" }), middle,
        make("td", text.slice(at + length, at + length + WIDTH).replace(/\s+/g, " "), { className: "right" }),
        make("td", outlet || "–", { dir: "auto" }), make("td", day || "–", { className: "date" }), make("td", title, { className: "long", dir: "auto" }));
      results.append(item);
    });
    const last = Math.max(1, Math.ceil(found / SHOWN));
    note.textContent = found ? `${found.toLocaleString("en")} places in ${among.toLocaleString("en")} articles. Page ${Math.min(page, last)} of ${last}.` : `Nothing found in ${articles.length.toLocaleString("en")} articles.`;
    document.getElementById("before").disabled = page <= 1;
    document.getElementById("after").disabled = page >= last;
    results.dataset.milliseconds = (performance.now() - start).toFixed(0);
  };
  const controls = Array.from(document.querySelectorAll("#filters [name]"));
  const read = () => { state = Object.fromEntries(new URLSearchParams(location.hash.slice(1))); controls.forEach((control) => { control.value = state[control.name] ?? ""; }); };
  const write = () => {
    const address = new URLSearchParams(Object.entries(state).filter(([, value]) => value)).toString();
    try { history.replaceState(null, "", `#${address}`); } catch { location.replace(`#${address}`); }
  };
  const again = () => { if (ready) list(); };
  document.getElementById("filters").addEventListener("input", () => { controls.forEach((control) => { state[control.name] = control.value.trim(); }); state.page = ""; write(); again(); });
  const turn = (by) => () => { state.page = String(Math.max(1, (Number(state.page) || 1) + by)); write(); again(); };
  document.getElementById("before").addEventListener("click", turn(-1));
  document.getElementById("after").addEventListener("click", turn(1));
  window.addEventListener("hashchange", () => { read(); again(); });
  read();
  const next = (number) => {
    if (number === parts) { ready = true; list(); return; }
    const script = document.createElement("script");
    script.src = `words/${number}.js`;
    script.onload = () => next(number + 1);
    script.onerror = () => { note.textContent = `The texts are not whole: words/${number}.js is missing.`; };
    document.head.append(script);
  };
  next(0);
})();
