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
// What is wider than its place is reached by keyboard too; of what is folded that shows when it is opened.
document.querySelectorAll(".nb-scroll, .nb-figure, pre").forEach((box, number) => {
  const reach = () => {
    if (box.scrollWidth <= box.clientWidth + 1) return;
    box.classList.add("wider");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    const name = box.tagName === "PRE" ? "Code" : box.querySelector("caption, figcaption")?.textContent;
    box.setAttribute("aria-label", `${name || "Wider than the page"} (${number + 1})`);
  };
  reach();
  box.closest("details")?.addEventListener("toggle", reach);
});
// The list of articles: those of a theme, an outlet or a period, by the address.
const filtered = document.querySelector("table#articles");
if (filtered) {
  const told = document.getElementById("chosen");
  const show = () => {
    const by = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    let shown = 0;
    for (const row of filtered.tBodies[0].rows) {
      const [day, outlet] = [row.dataset.day, row.dataset.outlet];
      row.hidden = Boolean((by.theme && row.dataset.theme !== by.theme) || (by.outlet && outlet !== by.outlet) || (by.since && !(day >= by.since)) || (by.until && !(day && day <= by.until)));
      shown += !row.hidden;
    }
    const named = by.theme && filtered.querySelector(`tr[data-theme="${CSS.escape(by.theme)}"]`);
    const words = [by.theme && `in the theme ${named?.dataset.words || by.theme}`, by.outlet && `of ${by.outlet}`, by.since && `from ${by.since}`, by.until && `until ${by.until}`].filter(Boolean);
    told.textContent = words.length ? `Shown are the ${shown.toLocaleString("en")} ${words.join(" ")}.` : "";
    if (words.length) told.append(" ", Object.assign(document.createElement("a"), { href: "#", textContent: "Show all" }));
  };
  window.addEventListener("hashchange", show);
  show();
}
