"""Whether corrected intervals hold, by simulation: `python -m benchmarks.review --gold DIR --draws 2000 --json FILE`.

DIR has JSON lines of articles with gold attributions ("id", "publisher", "text", "attributions"), of which all are
taken as the corpus, so that the truth is known. The machine is the engine `rules` (`--engine`), whose rows are kept
in `--cache`. Samples are drawn as `newsbook review draw` draws them and estimated by what `newsbook review
estimate` calls; `coverage` is the share of draws whose 95 % interval holds the truth, `width` the mean width over
that by hand alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import quotation
from analysis.review import designs, estimates, estimator
from analysis.segmentation import segment

SIZES = (50, 100, 200)
EACH = 15  # articles of an outlet
WHAT = ("quotations per article", "share indirect", "share without source")


def tallies(gold: Path, engine: str, cache: Path | None) -> pd.DataFrame:
    """A row an article: `outlet`, and by hand and machine how many attributions it has, indirect, without source."""
    if cache and cache.exists():
        return pd.read_json(cache, lines=True, dtype={"unit": str})
    rows = [
        json.loads(line) for f in sorted(gold.glob("*.jsonl")) for line in f.read_text("utf-8").splitlines()
    ]
    documents = [segment(row["text"]) for row in rows]
    found = quotation.extract(documents, engine=engine)
    made = []
    for row, document, machine in zip(rows, documents, found, strict=True):
        spans = [tuple(map(tuple, a["content"])) for a in row["attributions"]]
        hand = [
            (quotation.kind_of(document, s), bool(a["source"]))
            for s, a in zip(spans, row["attributions"], strict=True)
        ]
        both = {"hand": hand, "machine": [(a.kind, bool(a.source)) for a in machine]}
        counts = {
            f"{who} {what}": n
            for who, some in both.items()
            for what, n in (
                ("all", len(some)),
                ("indirect", sum(k == "indirect" for k, _ in some)),
                ("unsourced", sum(not s for _, s in some)),
            )
        }
        made.append({"unit": row["id"], "outlet": row["publisher"], **counts})
    table = pd.DataFrame(made)
    if cache:
        table.to_json(cache, orient="records", lines=True)
    return table


def four(table: pd.DataFrame, what: str) -> estimates.Four:
    """Numerators and denominators of each article by hand and machine."""
    top = {"quotations per article": "all", "share indirect": "indirect"}.get(what, "unsourced")
    ones = np.ones(len(table))
    found = []
    for who in ("hand", "machine"):
        found += [
            table[f"{who} {top}"].to_numpy(float),
            ones if what == WHAT[0] else table[f"{who} all"].to_numpy(float),
        ]
    return found[0], found[1], found[2], found[3]


def drawn(frame: pd.DataFrame, n: int, design: str, seed: int) -> pd.DataFrame:
    """The frame with a sample of it."""
    return designs.drawn(frame, n, design, np.zeros(len(frame)), seed=seed)


def corpus(table: pd.DataFrame, sizes: tuple[int, ...], draws: int) -> Iterator[dict[str, Any]]:
    """Random samples of several sizes: figures of the whole corpus."""
    frame, every = table[["unit", "outlet"]].assign(article_id=table["unit"]), np.ones(len(table), dtype=bool)
    numbers = {what: four(table, what) for what in WHAT}
    for n in sizes:
        kept: dict[str, list[tuple[float, ...]]] = {what: [] for what in WHAT}
        for seed in range(draws):
            sample = drawn(frame, n, "random", seed)
            for what, counts in numbers.items():
                made = estimator.ratio if what == WHAT[0] else estimator.share
                t = estimates.of_frame(sample, sample["sampled"].to_numpy(), counts, every)
                assert t is not None
                lam = estimator.tuned(t)
                both, hand = made(t, lam), made(t)
                kept[what].append((both.low, both.high, hand.low, hand.high, lam.value))
        for what, rows in kept.items():
            y, x, m, w = numbers[what]
            truth = y.sum() / x.sum()
            low, high, hand_low, hand_high, lam_ = np.array(rows).T
            yield {
                "what": what,
                "n": n,
                "truth": truth,
                "machine": m.sum() / w.sum(),
                "coverage": float(((low <= truth) & (truth <= high)).mean()),
                "coverage_hand": float(((hand_low <= truth) & (truth <= hand_high)).mean()),
                "width": float((high - low).mean()),
                "width_ratio": float((high - low).mean() / (hand_high - hand_low).mean()),
                "lambda": float(lam_.mean()),
                "draws": draws,
            }


def by_outlet(table: pd.DataFrame, each: int, draws: int) -> Iterator[dict[str, Any]]:
    """Samples of as many articles of each outlet: figures of each."""
    frame = table[["unit", "outlet"]].assign(article_id=table["unit"])
    every, outlets = np.ones(len(table), dtype=bool), sorted(table["outlet"].unique())
    places = {o: (frame["outlet"] == o).to_numpy() for o in outlets}
    numbers = {what: four(table, what) for what in WHAT}
    held: dict[tuple[str, str], list[tuple[bool, float]]] = {}
    for seed in range(draws):
        sample = drawn(frame, each * len(outlets), "outlet", seed)
        done = sample["sampled"].to_numpy()
        for what, counts in numbers.items():
            made = estimator.ratio if what == WHAT[0] else estimator.share
            t = estimates.of_frame(sample, done, counts, every)
            assert t is not None
            lam = estimator.tuned(t)
            for outlet, mine in places.items():
                own = estimates.of_frame(sample, done, counts, mine, pooled=True)
                assert own is not None
                truth = counts[0][mine].sum() / counts[1][mine].sum()
                found, hand = made(own, lam), made(own)
                ratio = (found.high - found.low) / (hand.high - hand.low)
                held.setdefault((what, outlet), []).append((found.low <= truth <= found.high, ratio))
    for what in WHAT:
        coverage = {o: float(np.mean([h for h, _ in held[what, o]])) for o in outlets}
        yield {
            "what": what,
            "each": each,
            "mean_coverage": float(np.mean(list(coverage.values()))),
            "worst_coverage": min(coverage.values()),
            "width_ratio": float(np.nanmedian([r for o in outlets for _, r in held[what, o]])),
            "coverage": sorted(coverage.values()),
            "draws": draws,
        }


def main() -> None:
    """Simulate, print, and write the numbers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/polnear"), metavar="DIR")
    parser.add_argument("--engine", choices=("rules", "tagger"), default="rules")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="where the machine's counts are kept")
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    table = tallies(given.gold, given.engine, given.cache)
    found = {
        "articles": len(table),
        "attributions": int(table["hand all"].sum()),
        "engine": given.engine,
        "corpus": list(corpus(table, SIZES, given.draws)),
        "by_outlet": list(by_outlet(table, EACH, given.draws)),
    }
    print(pd.DataFrame(found["corpus"]).round(3).to_string(index=False))
    print(pd.DataFrame(found["by_outlet"]).drop(columns="coverage").round(3).to_string(index=False))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
