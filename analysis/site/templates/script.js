"use strict";
// Tables: a click on a heading sorts by its column, numbers by value.
document.querySelectorAll("table.nb-table").forEach((table) => {
  const body = table.tBodies[0];
  if (!table.tHead || !body || body.rows.length < 3) return;
  const heads = Array.from(table.tHead.rows[0].cells);
  const value = (row, column) => {
    const cell = row.cells[column];
    if (cell.classList.contains("missing")) return null;
    if (cell.dataset.sort !== undefined) return Number(cell.dataset.sort);
    return cell.classList.contains("number") ? Number(cell.textContent.replace(/,/g, "")) : cell.textContent;
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down < 0 ? "descending" : "ascending");
      const rows = Array.from(body.rows).map((row) => [value(row, column), row]);
      rows.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        return down * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
});
// Search: every word of the query has to occur; the text is only ever set as text.
const query = document.getElementById("query");
if (query) {
  const entries = JSON.parse(document.getElementById("entries").textContent);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = entries.map(([, title, more]) => plain(title + " " + more));
  const found = document.getElementById("found");
  const results = document.getElementById("results");
  const note = found.textContent;
  const show = () => {
    const words = plain(query.value).split(/\s+/).filter(Boolean);
    const hits = words.length ? texts.flatMap((text, i) => (words.every((w) => text.includes(w)) ? [i] : [])) : [];
    hits.sort((a, b) => plain(entries[b][1]).includes(words[0]) - plain(entries[a][1]).includes(words[0]) || a - b);
    results.replaceChildren(...hits.slice(0, 40).map((i) => {
      const [kind, title, more, url] = entries[i];
      const item = document.createElement("li");
      const link = document.createElement("a");
      const label = document.createElement("small");
      link.href = url;
      link.textContent = title;
      label.textContent = kind;
      item.append(label, link);
      if (more) item.append(Object.assign(document.createElement("span"), { textContent: more, dir: "auto" }));
      return item;
    }));
    found.textContent = !words.length ? note : hits.length === 0 ? "Nothing found."
      : hits.length > 40 ? `40 of ${hits.length} shown.` : `${hits.length} found.`;
  };
  query.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== query) { event.preventDefault(); query.focus(); }
  });
}
