"""A report as readers meet it, in Chromium: `python -m benchmarks.reader REPORT --axe axe.min.js`.

Every page at 1,400 and at 390 pixels, light and dark, all folds open: violations of axe's rules, tables that are cut
or hide rows, figures that are cut without a sign that they scroll, pages wider than the window, scripts that fail,
addresses that were asked for outside of the folder. In the dark only the rules of colours are asked again, since
nothing else of a page changes. Of pages that a report has by the thousand (articles, speakers, events) all are looked
at, or `--each N`; `--jobs` browsers look at a time, and with `--known FILE` what was seen is kept: a run that was
stopped goes on, and only pages that changed are looked at again. Bytes of the pages by kind; how long the search
takes for a letter, for words, for nothing.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from tests.chromium import Browser

RESULTS = Path(__file__).parent / "results"
WIDTHS, LOOKS = (1400, 390), ("light", "dark")
PATIENCE = 600  # seconds that axe may take on a page
QUERIES = ("t", "th", "president", "said the", "zzzz")
AT_ONCE = 40  # pages that one browser looks at before another is started
RULES = """((only) =>
  axe.run(document, {resultTypes: ['violations'], ...(only && {runOnly: {type: 'rule', values: only}})}).then(
    (found) => found.violations.flatMap((rule) => rule.nodes.map((node) => rule.id + ' ' + node.html))))"""
COLOURS = ["color-contrast", "link-in-text-block"]  # what axe asks of colours
FITTED = "Boolean(document.querySelector('.nb-scroll, .nb-figure'))"  # a script looks how wide the window is
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
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
    parser.add_argument("--jobs", type=int, default=1, help="browsers at a time")
    parser.add_argument("--known", type=Path, help="a file where what was seen is kept, and taken from")
    parser.add_argument("--fresh", action="store_true", help="look again at what is known")
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
    pages = chosen(options.report, options.each, options.pages)
    known = {} if options.fresh else seen(options.known)
    stamps = {page: stamp(page, axe=bool(options.axe)) for page in pages}
    wanted = [page for page in pages if stamps[page] not in known]
    portions = [wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE)]
    with ProcessPoolExecutor(options.jobs) as pool:
        for looks in pool.map(partial(look, options), portions):
            for one in looks:
                known[one["stamp"]] = one
    looks = [known[stamps[page]] for page in pages]
    counts = Counter(fault[: fault.index(" ")] for one in looks for fault in one["faults"])
    return {
        "pages": len(pages),
        "faults": dict(sorted(counts.items())),
        "where": sorted({(one["page"], fault[:200]) for one in looks for fault in one["faults"]})[:40],
        "outside": sorted({address for one in looks for address in one["outside"]}),
        "errors": sorted({error for one in looks for error in one["errors"]}),
    }


def look(options: argparse.Namespace, portion: Sequence[Path]) -> list[dict[str, Any]]:
    """What is seen of some pages; kept as soon as it is."""
    axe = options.axe.read_text(encoding="utf-8") if options.axe else ""
    browser, looks = Browser(), []
    browser.socket.settimeout(PATIENCE)
    try:
        for page in portion:
            browser.requests.clear()
            browser.errors.clear()
            found = faults(browser, page, axe, options.pictures)
            outside = {a for a in browser.requests if not a.startswith(("file:", "data:", "about:"))}
            one = {
                "stamp": stamp(page, axe=bool(axe)),
                "page": str(page.relative_to(options.report)),
                "faults": found,
                "outside": sorted(outside),
                "errors": list(browser.errors),
            }
            looks.append(one)
            if options.known:
                with options.known.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(one, ensure_ascii=False) + "\n")
            for fault in found:
                print(one["page"], fault[:300], file=sys.stderr)
    finally:
        browser.close()
    return looks


def stamp(page: Path, *, axe: bool) -> str:
    """What a look at a page depends on: its content, and how it was looked at."""
    content = hashlib.sha256(page.read_bytes()).hexdigest()[:16]
    return f"{page.parent.name}/{page.name} {content}{' axe' * axe}"


def seen(known: Path | None) -> dict[str, dict[str, Any]]:
    """What was kept of looks, by stamp; a line that was cut when a run was stopped is none."""
    found = {}
    if known and known.is_file():
        for line in known.read_text(encoding="utf-8").splitlines():
            with suppress(json.JSONDecodeError):
                one = json.loads(line)
                found[one["stamp"]] = one
    return found


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


def faults(browser: Browser, page: Path, axe: str, pictures: Path | None = None) -> list[str]:
    """What is wrong with a page at each width, in both looks: each as "rule-at-look" and what it is about."""
    found: list[str] = []
    for width in WIDTHS:
        window(browser, width, LOOKS[0])
        if width == WIDTHS[0] or browser.js(FITTED):
            browser.go(page.absolute().as_uri())
            browser.js(axe)
        found += [f"cut-at-{width} {fault}" for fault in browser.js(CUT)]
        browser.js(UNFOLD)
        for light in LOOKS:
            window(browser, width, light)
            if axe:
                only = None if light == LOOKS[0] else COLOURS
                told = browser.js(f"{RULES}({json.dumps(only)})")
                found += [f"{fault.split()[0]}-at-{width}-{light} {fault}" for fault in told]
            if pictures:
                picture(browser, pictures / f"{page.stem}-{width}-{light}.png")
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
