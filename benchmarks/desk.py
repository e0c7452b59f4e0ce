"""The review desk in real browsers: `python -m benchmarks.desk`.

page: the desk alone, in Chromium. 123,000 characters with 3,000 quotations: how long a key takes, from its press
until the page is drawn anew, and until its decision is on the disk; kernels killed at any moment, pages loaded again,
other coders meanwhile: decisions that were lost; violations of axe's rules (`--axe axe.min.js`), in light and dark.
lab: JupyterLab (or `--application notebook`): a notebook is run, decisions made by keys, the kernel killed, the cell
run again; addresses outside of this machine that were asked for. Pictures go to `--pictures`.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import psutil

from analysis import annotate, review
from analysis.desk.session import Session
from analysis.review import Sample
from tests.chromium import Browser, Kernel, Process

RESULTS = Path(__file__).parent / "results"
KEYS = ("r", "a", "1", "2", "4", "5", "u", "p", "o", "j", "k")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--only", nargs="*", choices=("page", "lab"), default=("page", "lab"))
    parser.add_argument("--axe", help="axe-core's axe.min.js")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--application", choices=("lab", "notebook"), default="lab")
    parser.add_argument("--python", default=sys.executable, help="a Python that has the application")
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for section in options.only:
            found |= globals()[f"measure_{section}"](options, Path(folder))
    path = RESULTS / "desk.json"
    before = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps(before | found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


# --- the page -----------------------------------------------------------------------------------------------------


def annotated(folder: Path, texts: list[str]) -> Any:
    rows = [{"id": f"a{i}", "outlet": "Herald", "date": "2024-01-03", "text": t} for i, t in enumerate(texts)]
    path = folder / "corpus.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return annotate.run(
        path, store=folder / "store", engine="rules", sentiment="lexicon", workers=1, article_seconds=60
    )


def short(folder: Path, n: int = 12) -> Sample:
    text = "The {}th bridge will open, Ann Lee said.\n\n“It is good,” said Bob Ray. “Nobody waits.”\n\nRain fell."
    return review.draw(annotated(folder, [text.format(i) for i in range(n)]), n, name="short", double=1.0)


def long(folder: Path) -> Sample:
    """An article of some 123,000 characters in which the rules find some 3,000 quotations."""
    line = "“Bridge {} is closed,” said Ida Quill. "
    lines = [line.format(i) + ("\n\n" if i % 5 == 4 else "") for i in range(3_050)]
    return review.draw(annotated(folder, ["".join(lines)]), 1, name="long")


@contextmanager
def opened(sample: Sample, session: Any = None) -> Iterator[tuple[Browser, Kernel]]:
    browser, kernel = Browser(), Kernel(session or Session(sample, "ADA"))
    try:
        show(browser, kernel)
        yield browser, kernel
    finally:
        kernel.close()
        browser.close()


def show(browser: Browser, kernel: Kernel) -> None:
    browser.go(kernel.address, "document.querySelectorAll('.nbd-list li').length")
    browser.js("document.querySelector('.nbd').focus()")


def measure_page(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {
        "keys": key_times(folder / "long"),
        "kills": killed(folder / "kills", options.kills),
    }
    if options.axe:
        found["axe"] = violations(folder / "axe", Path(options.axe).read_text(encoding="utf-8"))
    return found


WATCH = """(() => { window.took = []; document.querySelector('.nbd').addEventListener('keydown', (event) => {
  const from = event.timeStamp, key = event.key, status = document.querySelector('.nbd-status').textContent;
  const look = () => {
    const kept = document.querySelector('.nbd-unsaved').hidden;
    if (kept) requestAnimationFrame(() => setTimeout(() => took.push([key, performance.now() - from]), 0));
    else setTimeout(look, 1);
  };
  setTimeout(look, 0);
}, true); })()"""


def key_times(folder: Path) -> dict[str, Any]:
    folder.mkdir()
    session = Session(long(folder), "ADA")
    with opened(session.sample, session) as (browser, _):
        items, size = (browser.js(f"document.querySelector('{q}')" + w) for q, w in (
            (".nbd-list", ".childElementCount - 1"), (".nbd-text", ".textContent.length")))  # fmt: skip
        browser.js(WATCH)
        pressed = [k for _ in range(8) for k in KEYS]
        disk = []
        path = Path(session.place.path(*session.file))
        for number, key in enumerate(pressed, 1):
            begin, before = time.perf_counter(), path.stat().st_size if path.exists() else 0
            browser.press(key)
            while key not in "jk" and not (path.exists() and path.stat().st_size > before):
                time.sleep(0.002)
            disk.append(time.perf_counter() - begin)
            browser.wait(f"took.length >= {number}")
        took = sorted(ms / 1000 for _, ms in browser.js("took"))
    ranks = {"median": len(took) // 2, "p95": int(len(took) * 0.95), "most": len(took) - 1}
    told = {name: round(took[rank], 3) for name, rank in ranks.items()}
    return {
        "quotations": items,
        "characters": size,
        "n": len(took),
        **told,
        "most_until_disk": round(max(disk), 3),
    }


def killed(folder: Path, kills: int) -> dict[str, Any]:
    """Kernels killed at any moment, pages loaded again, another coder meanwhile: what was decided and not kept."""
    folder.mkdir()
    sample = short(folder)
    chance = random.Random(0)
    make = lambda: Session(sample, "ADA")  # noqa: E731
    with opened(sample, Process(make)) as (browser, kernel):
        browser.js("window.sent = 0")
        sent = 0
        for round_ in range(kills):
            for _ in range(chance.randint(1, 4)):
                browser.press(chance.choice("ar12345upoi"))
                sent += 1
                if chance.random() < 0.5:
                    time.sleep(chance.random() * 0.01)
            kernel.session.kill()
            other = Session(sample, "BEA")
            unit = other.answer({"ask": "unit"}, at=kernel.at)[0]
            more = {"unit": unit["unit"], "action": "note", "after": {"text": str(round_)}}
            other.answer({"ask": "keep", "id": f"beabeabea-{round_}", **more}, at=kernel.at)
            kernel.session = Process(make)
            if chance.random() < 0.3:
                show(browser, kernel)
            browser.wait("document.querySelector('.nbd-unsaved').hidden", 60)
        kernel.session.kill()
    ours = review.read(sample, "ADA")
    ids = [e["id"] for e in ours]
    theirs = review.read(sample, "BEA")
    lost = sent - len(ids)
    return {
        "kills": kills,
        "decided": sent,
        "lost": lost,
        "twice": len(ids) - len(set(ids)),
        "other_lost": kills - len(theirs),
    }


def violations(folder: Path, axe: str) -> dict[str, int]:
    folder.mkdir()
    found = {}
    with opened(short(folder)) as (browser, _):
        for look, style in (("light", ""), ("dark", "--jp-layout-color1:#111;--jp-content-font-color1:#eee")):
            browser.js(f"document.documentElement.style.cssText = {json.dumps(style)}")
            for state, keys in (("plain", "r"), ("help", "?"), ("prompt", "s"), ("caret", "v")):
                browser.js("document.querySelector('.nbd').focus()")
                browser.press(*keys)
                time.sleep(0.3)
                browser.js(axe)
                rules = browser.js("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))")
                found[f"{look} {state}"] = len(rules)
                for rule in rules:
                    print(look, state, rule, file=sys.stderr)
                browser.press("Escape")
    return found


# --- the application ----------------------------------------------------------------------------------------------

CELL = """from analysis import desk, store
annotations = store.read("store")
desk.desk(annotations, "short", coder="ADA")"""


def measure_lab(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    folder = folder / options.application
    folder.mkdir()
    sample = short(folder)
    cells = [nbformat.v4.new_code_cell(CELL)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(made, folder / "desk.ipynb")
    with served(options, folder) as address:
        browser = Browser()
        try:
            return {options.application: coded_in(browser, address, sample, options, folder)}
        finally:
            browser.close()


@contextmanager
def served(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    port = random.randint(20_000, 40_000)
    command = [options.python, "-m", "jupyter", options.application, "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", "--IdentityProvider.token=desk", f"--ServerApp.root_dir={folder}"]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "c"),
        "JUPYTER_DATA_DIR": str(folder / "d"),
    }
    log = (folder / "log").open("w")
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/api?token=desk").close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def picture(browser: Browser, options: argparse.Namespace, name: str) -> None:
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
        data = browser.call("Page.captureScreenshot")["data"]
        (options.pictures / f"{options.application}-{name}.png").write_bytes(base64.b64decode(data))


def run_cell(browser: Browser) -> None:
    """Click into the cell's code and press Shift+Enter, as people do."""
    box = browser.js(
        "(() => { const b = document.querySelector('.jp-CodeCell .cm-content').getBoundingClientRect();"
        "return [b.x + 20, b.y + 8]; })()"
    )
    browser.drag(box, box)
    time.sleep(0.5)
    browser.press("Shift+Enter")


def coded_in(
    browser: Browser, address: str, sample: Sample, options: argparse.Namespace, folder: Path
) -> dict[str, Any]:
    path = "lab/tree" if options.application == "lab" else "notebooks"
    browser.go(
        f"{address}/{path}/desk.ipynb?token=desk", "document.querySelector('.jp-CodeCell .cm-content')"
    )
    time.sleep(8)  # until its kernel is there
    run_cell(browser)
    browser.wait("document.querySelectorAll('.nbd-list li').length > 1", 90)
    kinds = browser.js(
        "[...document.querySelectorAll('.jp-OutputArea-child')].map(o => o.innerText.slice(0, 60))"
    )
    cells = browser.js("document.querySelectorAll('.jp-Cell').length")
    browser.js("document.querySelector('.nbd').focus()")
    slowest = 0.0
    for key in ("a", "r", "k", "2", "5", "u", "Home", "p", "j", "d", "Escape", "b", "x", "d"):
        before, begin = len(review.read(sample, "ADA")), time.perf_counter()
        browser.press(key)
        if key in ("a", "r", "2", "5", "u", "p"):
            while len(review.read(sample, "ADA")) == before and time.perf_counter() - begin < 10:
                time.sleep(0.002)
            slowest = max(slowest, time.perf_counter() - begin)
    browser.press("Escape")
    browser.js("document.querySelector('.nbd').focus()")
    picture(browser, options, "coded")
    kept = len(review.read(sample, "ADA"))
    killed_kernel(folder)
    time.sleep(0.5)
    browser.press("j", "a", "r")
    time.sleep(5)
    bar = browser.js("document.querySelector('.nbd-unsaved').textContent")
    picture(browser, options, "killed")
    browser.js("document.querySelector('.jp-Dialog button')?.click()")  # "the kernel appears to have died"
    run_cell(browser)
    browser.wait(
        "document.querySelector('.nbd-unsaved')?.hidden && document.querySelector('.nbd-list li')", 90
    )
    time.sleep(1)
    after = len(review.read(sample, "ADA"))
    browser.js("document.querySelector('.nbd').focus()")
    begin = time.perf_counter()
    browser.press("Ctrl+Enter")
    while len(review.read(sample, "ADA")) == after and time.perf_counter() - begin < 20:
        time.sleep(0.002)
    until_done = time.perf_counter() - begin
    time.sleep(0.5)
    picture(browser, options, "again")
    outside = [
        r for r in browser.requests if not r.startswith((address, "data:", "blob:", "ws", "chrome", "about"))
    ]
    return {
        "outputs": kinds,
        "cells_before_and_after": [cells, browser.js("document.querySelectorAll('.jp-Cell').length")],
        "slowest_until_disk": round(slowest, 3),
        "kept": kept,
        "bar_after_kill": bar,
        "kept_after_running_again": after,
        "done_after": round(until_done, 3),
        "done": int((review.decisions(sample, "ADA")["action"] == "done").sum()),
        "requests": len(browser.requests),
        "outside": outside,
        "errors": browser.errors,
    }


def killed_kernel(folder: Path) -> None:
    """Kill the kernel that runs in a folder; the server starts another."""
    for process in psutil.process_iter(["cmdline"]):
        ours = any("ipykernel_launcher" in part for part in process.info["cmdline"] or ())
        if ours and Path(process.cwd()) == folder:
            process.kill()


if __name__ == "__main__":
    main()
