"""A report as readers meet it, in Chromium: `python -m benchmarks.reader REPORT --axe axe.min.js`.

Every page at 1,400 and at 390 pixels, light and dark: violations of axe's rules, tables that are cut or hide rows,
figures that are cut without a sign that they scroll, pages wider than the window, scripts that fail, addresses that
were asked for outside of the folder. Of pages that a report has by the thousand (articles, speakers, events) all are
looked at, or `--each N`. Bytes of the pages by kind; how long the search takes for a letter, for words, for nothing.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.chromium import Browser

RESULTS = Path(__file__).parent / "results"
WIDTHS, LOOKS = (1400, 390), ("light", "dark")
PATIENCE = 600  # seconds that axe may take on a page
QUERIES = ("t", "th", "president", "said the", "zzzz")
RULES = """axe.run(document, {resultTypes: ['violations']}).then((found) =>
  found.violations.flatMap((rule) => rule.nodes.map((node) => rule.id + ' ' + node.html)))"""
# What is cut: a box that hides some of what is in it, unless it is one that scrolls with a sign.
CUT = """(() => {
  const found = [], wide = document.documentElement.clientWidth;
  const right = (box) => Math.round(box.getBoundingClientRect().right);
  const tell = (what, box) => found.push(`${what} ${box.closest('[id]')?.id ?? box.tagName} ${right(box)}`);
  const shown = (box) => box.getClientRects().length > 0;
  const signed = (box) => {
    const around = box.closest('.wider');
    return wide < 800 && around && getComputedStyle(around, '::before').content !== 'none';
  };
  if (document.documentElement.scrollWidth > wide + 1) found.push('page ' + document.documentElement.scrollWidth);
  [...document.querySelectorAll('table')].filter(shown).forEach((table) => {
    const box = table.closest('.nb-scroll') ?? table;
    const hides = box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2;
    if ((hides || right(table) > wide + 1) && !signed(table)) tell('table', table);
  });
  [...document.querySelectorAll('.nb-figure svg, .nb-figure img')].filter(shown).forEach((figure) => {
    if (right(figure) > wide + 1 && !signed(figure)) tell('figure', figure);
  });
  return found;
})()"""
SEARCH = """(async (queries) => {
  const wait = (milliseconds) => new Promise((after) => setTimeout(after, milliseconds));
  const box = document.getElementById('query'), results = document.getElementById('results'), times = {};
  for (const query of queries) {
    delete results.dataset.milliseconds;
    const start = performance.now();
    box.value = query;
    box.dispatchEvent(new Event('input', {bubbles: true}));
    while (!results.dataset.milliseconds) await wait(1);
    await new Promise(requestAnimationFrame);
    const told = document.getElementById('found').textContent;
    times[query] = [performance.now() - start, Number(results.dataset.milliseconds), told];
  }
  return times;
})"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader", description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--only", nargs="*", choices=("look", "bytes", "search"), default=("look", "bytes"))
    parser.add_argument("--axe", type=Path, help="axe-core's axe.min.js")
    parser.add_argument("--each", type=int, help="pages of a kind that are looked at; default: all")
    parser.add_argument("--pages", nargs="*", default=(), help="look at these only")
    parser.add_argument("--pictures", type=Path, help="where pictures of whole pages go")
    parser.add_argument("--name", help="keep the numbers under this name in results/reader.json")
    options = parser.parse_args()
    found: dict[str, Any] = {}
    for section in options.only:
        found[section] = globals()[f"measure_{section}"](options)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    if options.name:
        path = RESULTS / "reader.json"
        kept = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps({**kept, options.name: found}, indent=1, ensure_ascii=False) + "\n")


def chosen(report: Path, each: int | None, wanted: Sequence[str]) -> list[Path]:
    """The pages to look at."""
    if wanted:
        return [report / page for page in wanted]
    kinds: dict[Path, list[Path]] = defaultdict(list)
    for page in sorted(report.rglob("*.html")):
        kinds[page.parent].append(page)
    return [p for folder, all_ in kinds.items() for p in (all_ if folder == report else all_[:each])]


def measure_look(options: argparse.Namespace) -> dict[str, Any]:
    axe = options.axe.read_text(encoding="utf-8") if options.axe else ""
    pages = chosen(options.report, options.each, options.pages)
    counts: Counter[str] = Counter()
    browser = Browser()
    browser.socket.settimeout(PATIENCE)
    try:
        for width in WIDTHS:
            for look in LOOKS:
                window(browser, width, look)
                for page in pages:
                    for fault in faults(browser, page, axe):
                        counts[f"{width} {look} {fault.split()[0]}"] += 1
                        print(width, look, page.relative_to(options.report), fault[:300], file=sys.stderr)
                    if options.pictures:
                        picture(browser, options.pictures / f"{page.stem}-{width}-{look}.png")
        outside = sorted({a for a in browser.requests if not a.startswith(("file:", "data:", "about:"))})
        errors = list(browser.errors)
    finally:
        browser.close()
    return {"pages": len(pages), "faults": dict(sorted(counts.items())), "outside": outside, "errors": errors}


def window(browser: Browser, width: int, look: str) -> None:
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=1000,
        deviceScaleFactor=1,
        mobile=width < 800,
    )
    features = [{"name": "prefers-color-scheme", "value": look}]
    browser.call("Emulation.setEmulatedMedia", features=features)


def faults(browser: Browser, page: Path, axe: str) -> list[str]:
    """What is wrong with a page, each as a word and what it is about."""
    browser.go(page.absolute().as_uri())
    found: list[str] = browser.js(CUT)
    if axe:
        browser.js(axe)
        found += browser.js(RULES)
    return found


def picture(browser: Browser, path: Path) -> None:
    """The whole page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 16_000), "scale": 1}
    taken = browser.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
    path.write_bytes(base64.b64decode(taken["data"]))


def measure_bytes(options: argparse.Namespace) -> dict[str, Any]:
    kinds: dict[str, list[int]] = defaultdict(list)
    for path in options.report.rglob("*"):
        if path.is_file():
            inside = path.relative_to(options.report).parts
            kinds[inside[0] if len(inside) > 1 else path.suffix[1:]].append(path.stat().st_size)
    told = {
        kind: {"files": len(sizes), "bytes": sum(sizes), "median": int(median(sizes))}
        for kind, sizes in sorted(kinds.items())
    }
    return {"all": sum(sum(sizes) for sizes in kinds.values()), **told}


def measure_search(options: argparse.Namespace) -> dict[str, Any]:
    """Milliseconds from a letter until what it finds is shown, the index loaded; and those of the script alone."""
    browser, found = Browser(), {}
    try:
        for page in ("index.html", "quotations.html"):
            browser.go((options.report / page).absolute().as_uri())
            browser.js("document.getElementById('query').focus()")
            browser.js(f"({SEARCH})({json.dumps(QUERIES[:1])})")
            found[page] = browser.js(f"({SEARCH})({json.dumps(QUERIES)})")
    finally:
        browser.close()
    return found


if __name__ == "__main__":
    main()
