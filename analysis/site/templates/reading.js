"use strict";
// A place in an article, #c12-30: characters of its text; marked from its first character to its last.
(() => {
  const show = () => {
    const place = /^#c(\d+)-(\d+)$/.exec(location.hash);
    const article = document.querySelector(".nb-article");
    document.querySelectorAll("mark.place.found").forEach((mark) => mark.replaceWith(...mark.childNodes));
    if (!place || !article) return;
    const [start, end] = [Number(place[1]), Number(place[2])];
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const pieces = [];
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      let from = -1;
      let to = -1;
      let unit = 0;
      for (const character of node.data) {
        if (at >= start && at < end) { if (from < 0) from = unit; to = unit + character.length; }
        unit += character.length;
        at += 1;
      }
      if (from >= 0) pieces.push([node, from, to]);
      if (at >= end) break;
    }
    pieces.reverse().forEach(([node, from, to]) => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const mark = Object.assign(document.createElement("mark"), { className: "place found" });
      range.surroundContents(mark);
      mark.scrollIntoView({ block: "center" });
    });
  };
  window.addEventListener("hashchange", show);
  show();
})();
// Of each mark, pointed at: what it is of which quotation, and whose; the margin has the names.
(() => {
  const roles = { s: "source", c: "cue", t: "content" };
  const told = (of) => {
    const line = document.querySelector(`aside li[value="${of.slice(1)}"]`);
    const who = line?.querySelector("b").textContent;
    return `${roles[of[0].toLowerCase()]} of ${of.slice(1)}, ${who}${line?.closest(".others") ? ", not counted" : ""}`;
  };
  document.querySelector(".nb-article")?.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("mark[data-of]");
    if (mark && !mark.title) mark.title = mark.dataset.of.split(" ").map(told).join("; ");
  });
})();
