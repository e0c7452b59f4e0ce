"""Measure speed and memory; keep JSON, a table and a figure: `python -m benchmarks --corpus PATH`.

Sections (`--only`): stages and peers, alone in one process and on one thread, in alternating rounds on the same
articles; whole: all of `newsbook annotate` by corpus size and number of processes; start: cold start, a run with
nothing to do, the report. Each section's JSON is kept under `results/`, with the machine and the versions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

from benchmarks import peers, show, stages

RESULTS = Path(__file__).parent / "results"
SECTIONS = ("stages", "whole", "start")
ENGINES = (("rules", "lexicon"), ("tagger", "target"))
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpus", required=True, help="a corpus of at least as many articles as measured")
    parser.add_argument("--articles", type=int, default=120, help="articles for stages and peers")
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 1200, 6000], help="corpus sizes")
    parser.add_argument(
        "--slow-sizes", type=int, nargs="*", default=[300, 1200], help="the same, for the models"
    )
    parser.add_argument("--peers", default=sys.executable, help="a Python that has benchmarks/peers.txt")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=SECTIONS, default=SECTIONS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for section in options.only:
            found = {"machine": machine(), "rows": globals()[f"measure_{section}"](options, Path(folder))}
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / f"{section}.json").write_text(json.dumps(found, indent=1) + "\n")
    show.table(RESULTS)
    show.figure(RESULTS)


def machine() -> dict[str, Any]:
    """What the numbers hold for."""
    wanted = ("pandas", "pyarrow", "numpy", "nltk", "onnxruntime", "tokenizers")
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
    return {
        "cores": os.cpu_count(),
        "processor": model or platform.processor(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in wanted},
    }


def sample(corpus: str, size: int, folder: Path) -> Path:
    """`size` articles, evenly spread over the corpus, as JSON Lines."""
    from analysis import corpus as reading

    path = folder / f"articles-{size}.jsonl"
    if not path.exists():
        articles, _ = reading.read(corpus)
        step = max(1, len(articles) // size)
        chosen = articles.iloc[::step].head(size).rename(columns={"article_id": "id"})
        chosen.drop(columns=["sha256", "n_characters", "body_start", "origin"]).to_json(
            path, orient="records", lines=True, date_format="iso", force_ascii=False
        )
    return path


def run(command: Sequence[str], **environment: str) -> dict[str, Any]:
    """Seconds and peak memory of a command and all its processes, and what it printed."""
    started, peak = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+") as output:
        running = psutil.Popen(
            command, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT, text=True
        )
        while _still_running(running, for_seconds=min(1.0, 0.005 + (time.perf_counter() - started) / 20)):
            # Looking takes time of its own: often at first, less so in a long run.
            peak = max(peak, memory(running))
        seconds = time.perf_counter() - started
        output.seek(0)
        said = output.read()
    if running.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {running.returncode}\n{said[-3000:]}")
    return {"seconds": seconds, "peak_mb": peak / 2**20, "said": said}


def _still_running(process: psutil.Popen, *, for_seconds: float) -> bool:
    """Whether a process still runs after so many seconds, told as soon as it has ended."""
    try:
        process.wait(timeout=for_seconds)
    except psutil.TimeoutExpired:
        return True
    return False


def memory(process: psutil.Process) -> int:
    """Memory of a process and its children, what they share counted once (PSS)."""
    total = 0
    for one in (process, *_children(process)):
        try:
            total += one.memory_full_info().pss
        except (psutil.Error, AttributeError):
            continue
    return total


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def measure_stages(options: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    """Stages and peers, a process each, in alternating rounds: articles a second of CPU."""
    path = str(sample(options.corpus, options.articles, folder))
    commands = {name: [sys.executable, "-m", "benchmarks.stages", name, path] for name in stages.STAGES}
    commands |= {name: [options.peers, peers.__file__, name, path] for name in peers.PEERS}
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in commands}
    for _ in range(options.rounds):
        for name, command in commands.items():
            rounds[name].append(json.loads(run(command, **ONE_THREAD)["said"].splitlines()[-1]))
            print(name, rounds[name][-1], flush=True)
    rows = []
    for name, found in rounds.items():
        rates = sorted(r["articles"] / r["cpu_seconds"] for r in found)
        peak = max(r["peak_mb"] for r in found)
        rows.append({"name": name, "articles": options.articles, "rates": rates, "peak_mb": peak})
    return rows


def annotate(path: Path, store: Path, engine: str, sentiment: str, workers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "analysis", "annotate", str(path), "--store", str(store)]
    command += ["--engine", engine, "--sentiment", sentiment, "--workers", str(workers)]
    return run(command, **(ONE_THREAD if workers == 1 else {}))


def measure_whole(options: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    """All of `newsbook annotate`, by engine, size and processes; then again with nothing to do."""
    rows = []
    for engine, sentiment in ENGINES:
        for size in options.sizes if engine == "rules" else options.slow_sizes:
            path = sample(options.corpus, size, folder)
            for workers in (1, 2):
                store = folder / f"{engine}-{size}-{workers}"
                found = annotate(path, store, engine, sentiment, workers)
                again = annotate(path, store, engine, sentiment, workers)
                size_on_disk = sum(f.stat().st_size for f in store.rglob("*") if f.is_file())
                row = {"engine": engine, "sentiment": sentiment, "articles": size, "workers": workers}
                row |= {"seconds": found["seconds"], "peak_mb": found["peak_mb"]}
                row |= {"again_seconds": again["seconds"], "store_kb_per_article": size_on_disk / 1024 / size}
                rows.append(row)
                print(row, flush=True)
    return rows


def measure_start(options: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    """Import, help, the example from nothing, and the report of an annotated corpus."""
    newsbook = [sys.executable, "-m", "analysis"]
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    example = [*newsbook, "report", "--out", str(folder / "example")]
    path = sample(options.corpus, max(options.sizes), folder)
    store = folder / "to-report"
    annotate(path, store, "rules", "lexicon", 2)
    commands = {
        "import analysis": [sys.executable, "-c", "import analysis"],
        "newsbook --help": [*newsbook, "--help"],
        "report of the example, nothing annotated": example,
        "report of the example again": example,
        f"report of {max(options.sizes):,} annotated articles (rules)": [
            *(*newsbook, "report", str(path), "--store", str(store), "--out", str(folder / "report")),
            *("--engine", "rules", "--sentiment", "lexicon"),
        ],
    }
    rows = []
    for name, command in commands.items():
        found = run(command, **cache)
        rows.append({"name": name, "seconds": found["seconds"], "peak_mb": found["peak_mb"]})
        print(rows[-1], flush=True)
    return rows


if __name__ == "__main__":
    main()
