"""The table and the figure of what is kept under `results/`."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any


def kept(results: Path, section: str) -> dict[str, Any]:
    path = results / f"{section}.json"
    return json.loads(path.read_text()) if path.exists() else {"rows": []}


def table(results: Path) -> None:
    """Write `table.md`."""
    lines = []
    stages, whole, start = (kept(results, s) for s in ("stages", "whole", "start"))
    for found in (stages, whole, start):
        if "machine" in found:
            m = found["machine"]
            lines += [
                f"{m['cores']} cores, {m['processor']}, Python {m['python']}; load at start {m['load']}.",
                "",
            ]
            break
    if stages["rows"]:
        n = stages["rows"][0]["articles"]
        lines += [f"## One process, one thread, {n} articles (median of the rounds; slowest–fastest)", ""]
        lines += ["| stage or peer | articles a CPU-second | peak MB |", "|---|---|---|"]
        for r in stages["rows"]:
            low, high = r["rates"][0], r["rates"][-1]
            lines.append(
                f"| {r['name']} | {median(r['rates']):,.1f} ({low:,.1f}–{high:,.1f}) | {r['peak_mb']:,.0f} |"
            )
    if whole["rows"]:
        heads = ("engine, sentiment", "articles", "processes", "seconds", "articles/s", "peak MB")
        lines += ["", "## All of `newsbook annotate`, start-up and speakers across articles included", ""]
        lines += [f"| {' | '.join((*heads, 'again, s', 'store kB/article'))} |", "|---" * 8 + "|"]
        for r in whole["rows"]:
            lines.append(
                f"| {r['engine']}, {r['sentiment']} | {r['articles']:,} | {r['workers']} | {r['seconds']:,.1f} | "
                f"{r['articles'] / r['seconds']:,.1f} | {r['peak_mb']:,.0f} | {r['again_seconds']:.2f} | "
                f"{r['store_kb_per_article']:.1f} |"
            )
    if start["rows"]:
        lines += ["", "## Start and report", "", "| what | seconds | peak MB |", "|---|---|---|"]
        lines += [f"| {r['name']} | {r['seconds']:.2f} | {r['peak_mb']:,.0f} |" for r in start["rows"]]
    (results / "table.md").write_text("\n".join(lines) + "\n")


def figure(results: Path) -> None:
    """Write `figure.svg`: rates of stages and peers, and cost by corpus size."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    from benchmarks import peers

    stages, whole = (kept(results, s)["rows"] for s in ("stages", "whole"))
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    names = [r["name"] for r in reversed(stages)]
    colours = ["#999999" if name in peers.PEERS else "#0072B2" for name in names]
    left.barh(names, [median(r["rates"]) for r in reversed(stages)], color=colours)
    left.set(xscale="log", xlabel="articles a second of CPU", title="Stages (blue) and peers (grey)")
    for engine, colour in (("rules", "#0072B2"), ("tagger", "#D55E00")):
        for workers, style in ((1, "--"), (2, "-")):
            rows = [r for r in whole if r["engine"] == engine and r["workers"] == workers]
            label = f"{engine}, {workers} process{'es' if workers > 1 else ''}"
            x, y = [r["articles"] for r in rows], [r["seconds"] for r in rows]
            right.plot(x, y, style, marker="o", color=colour, label=label)
    right.set(xlabel="articles", ylabel="seconds", title="newsbook annotate")
    if whole:
        right.set(xscale="log", yscale="log")
        right.legend()
    figure.savefig(results / "figure.svg", metadata={"Date": None})
