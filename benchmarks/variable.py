"""Whether shares of a coded variable hold, by simulation: `python -m benchmarks.variable CORPUS --json FILE`.

CORPUS has a column `topic`; the articles of its eight commonest values are taken as the corpus, so that every share
is known. Samples are drawn as `newsbook review draw` draws them, predicted by what `newsbook review classify` calls
and estimated by what `newsbook review estimate` calls; the points of the articles are made once (`--cache`).
`coverage` is the share of 95 % intervals that hold the true share, of values that 5 to 25 % of the articles have (and
of all), `width` their mean width over that by hand alone; `in sample` what becomes of coverage when the models are
taught the articles that they are judged by; `classify and count` how far, in points, predictions taken for true are
off. By outlet the articles are dealt to six outlets that differ in what they write about.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import themes
from analysis.review import designs
from analysis.review.cross_fitting import Codes, rows

SIZES, EACH, OUTLETS, CLASSES = (50, 100, 200, 400), (10, 25, 50), 6, 8
LEAST, MOST = 0.05, 0.25
MACHINE, CORRECTED, LOW, HIGH, HAND, HAND_LOW, HAND_HIGH, LAMBDA = range(8)


def read(path: str, cache: Path | None) -> tuple[np.ndarray, np.ndarray]:
    """Points of the articles of the commonest topics, and their topics."""
    if cache and cache.exists():
        with np.load(cache, allow_pickle=False) as kept:
            return kept["points"], kept["topic"]
    from analysis import corpus, statistics

    articles, _ = corpus.read(path)
    matrix = statistics.document_term_matrix(statistics.term_counts(articles), articles)
    found = themes.vectors(matrix)
    topic = found.matrix.articles["topic"].astype(str)
    kept_ = topic.isin(topic.value_counts().index[:CLASSES]).to_numpy()
    points, topics = found.points[kept_], topic[kept_].to_numpy(str)
    if cache:
        np.savez(cache, points=points, topic=topics)
    return points, topics


def dealt(topic: np.ndarray) -> np.ndarray:
    """An outlet for each article, so that outlets have different shares of the topics."""
    generator = np.random.default_rng(11)
    shares = generator.dirichlet(np.full(OUTLETS, 4.0), size=len(np.unique(topic)))
    number = np.unique(topic, return_inverse=True)[1]
    drawn = (shares[number].cumsum(axis=1) < generator.random(len(topic))[:, None]).sum(axis=1)
    return np.array([f"outlet {n}" for n in drawn])


def drawn(topic: np.ndarray, outlet: np.ndarray, n: int, design: str, seed: int) -> Codes:
    """A sample of `n` articles, coded without an error, before anything is predicted."""
    names = np.char.mod("%06d", np.arange(len(topic)))
    frame = pd.DataFrame({"unit": names, "article_id": names, "outlet": outlet})
    frame = designs.drawn(frame, n, design, np.zeros(len(topic)), seed=seed)
    values = np.unique(topic)
    done = frame["sampled"].to_numpy(bool)
    hand = (topic[:, None] == values) * done[:, None].astype(float)
    none = np.full(hand.shape, np.nan)
    return Codes(frame, tuple(values), done, hand, none, none)


def predicted(codes: Codes, points: np.ndarray, topic: np.ndarray) -> tuple[Codes, Codes]:
    """The sample with what is predicted of all articles, and without cross-fitting; a value that nobody coded has no
    chance.
    """
    at = np.flatnonzero(codes.done)
    told = themes.classified(points, at, pd.Series(topic[at]))
    every, out = np.zeros(codes.hand.shape), np.zeros(codes.hand.shape)
    column = [codes.values.index(v) for v in told.values]
    every[:, column] = told.every
    out[np.ix_(at, column)] = told.coded
    return replace(codes, every=every, out=out), replace(codes, every=every, out=every)


def cell(points: np.ndarray, topic: np.ndarray, n: int, draws: int, *, each: int = 0) -> dict[str, Any]:
    """What holds with `n` coded articles, or with `each` of every outlet."""
    outlet = dealt(topic)
    label = outlet if each else None
    found: dict[str, list[float]] = defaultdict(list)
    truth = {
        (group, value): float((topic[part] == value).mean())
        for group, part in (
            [(o, outlet == o) for o in np.unique(outlet)] if each else [("all", np.full(len(topic), True))]
        )
        for value in np.unique(topic)
    }
    for seed in range(draws):
        codes = drawn(topic, outlet, each * OUTLETS if each else n, "outlet" if each else "random", seed)
        known, seen = predicted(codes, points, topic)
        for way, one in [("", known), ("in sample ", seen)][: 2 if seed < draws // 4 else 1]:
            for group, value, cells in rows(one, label):
                p = truth[group, value]
                inside = LEAST <= p <= MOST
                held = float(cells[LOW] <= p <= cells[HIGH])  # type: ignore[operator]
                found[f"{way}coverage of all"].append(held)
                if inside:
                    found[f"{way}coverage"].append(held)
                if inside and not way:
                    found["hand coverage"].append(float(cells[HAND_LOW] <= p <= cells[HAND_HIGH]))  # type: ignore[operator]
                    found["corrected width"].append(cells[HIGH] - cells[LOW])  # type: ignore[operator]
                    found["hand width"].append(cells[HAND_HIGH] - cells[HAND_LOW])  # type: ignore[operator]
                    found["classify and count"].append(100 * abs(cells[MACHINE] - p))  # type: ignore[operator]
                    found["lambda"].append(cells[LAMBDA])  # type: ignore[arg-type]
                    found[f"coverage {value}" if not each else "bias"].append(
                        held if not each else cells[CORRECTED] - p  # type: ignore[operator]
                    )
    means = {name: round(float(np.mean(values)), 4) for name, values in sorted(found.items())}
    return {**means, "width": round(means["corrected width"] / means["hand width"], 3), "draws": draws}


def main() -> None:
    """Run every cell, print it and write it down."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.variable", description=__doc__)
    parser.add_argument("corpus", metavar="CORPUS")
    parser.add_argument("--json", required=True, type=Path, metavar="FILE", help="where to write it")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="keep points here (.npz), and read them")
    parser.add_argument("--draws", type=int, default=600, metavar="N", help="default: %(default)s")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="default: %(default)s")
    options = parser.parse_args()
    points, topic = read(options.corpus, options.cache)
    wanted = [(n, 0) for n in SIZES] + [(0, each) for each in EACH]
    asked = [(points, topic, n, options.draws, each) for n, each in wanted]
    shares = pd.Series(topic).value_counts(normalize=True).round(4).to_dict()
    found: dict[str, Any] = {"articles": len(topic), "shares": shares, "n": {}, "by outlet": {}}
    with ProcessPoolExecutor(options.workers) as pool:
        for (n, each), made in zip(wanted, pool.map(_cell, asked), strict=True):
            found["by outlet" if each else "n"][each or n] = made
            print(f"n = {n}" if n else f"{each} of each outlet", json.dumps(made), flush=True)
            options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _cell(asked: tuple[np.ndarray, np.ndarray, int, int, int]) -> dict[str, Any]:
    *first, each = asked
    return cell(*first, each=each)


if __name__ == "__main__":
    main()
