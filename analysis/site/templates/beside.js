"use strict";
// Wordings side by side: what is pointed at is lit in every telling that has it; a click leads to the next one.
document.querySelectorAll(".nb-told").forEach((said) => {
  const places = said.querySelectorAll("mark.same");
  // By where it leads: of a mark that another cuts in two only the first piece has a name.
  const group = (mark) => mark.querySelector("a")?.hash.replace(/-[0-9]+$/, "");
  const light = (event) => {
    const here = event.target.closest?.("mark.same");
    places.forEach((mark) => mark.classList.toggle("lit", Boolean(here && group(here)) && group(mark) === group(here)));
  };
  ["pointerover", "focusin"].forEach((kind) => said.addEventListener(kind, light));
  ["pointerleave", "focusout"].forEach((kind) => said.addEventListener(kind, () => light({ target: said })));
});
