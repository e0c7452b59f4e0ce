"""Measure themes: `python -m benchmarks.themes CORPUS --json FILE`; CORPUS has a column `topic`, best 6,000 articles.

Half of the articles, dealt by the digest of their ids, are put in themes; words are judged on the other half. NMI
with `topic` (arithmetic mean; Vinh, Epps & Bailey 2010) and NPMI of ten words a theme (Bouma 2009; pairs that never
meet count -1), for several seeds; seconds of processor time and memory; how many shares of other bootstrap samples,
fitted from nothing, lie in the intervals; macro-F1 of a variable of eight values (the commonest topics) from 100, 200
and 400 coded articles; whether the order of articles changes a byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

K, SEEDS, FRESH, DRAWS, CLASSES, CODED = 30, 5, 10, 20, 8, (100, 200, 400)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.themes", description=__doc__)
    parser.add_argument("corpus", metavar="CORPUS")
    parser.add_argument("--json", required=True, metavar="FILE", help="where to write what was found")
    parser.add_argument(
        "--counts", metavar="FILE", help="keep term counts here (Parquet), and read them if there"
    )
    options = parser.parse_args()
    articles, counts = read(options.corpus, options.counts)
    found = measured(articles, counts)
    Path(options.json).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


def read(path: str, kept: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles without texts, and their term counts."""
    from analysis import corpus, statistics

    articles, _ = corpus.read(path)
    if kept and Path(kept).exists():
        counts = pd.read_parquet(kept)
    else:
        counts = statistics.term_counts(articles)
        if kept:
            counts.to_parquet(kept)
    return articles[["article_id", "topic", "outlet"]], counts


def measured(articles: pd.DataFrame, counts: pd.DataFrame) -> dict[str, Any]:
    from analysis import statistics, themes

    found: dict[str, Any] = {"articles": len(articles)}
    found["seconds_without_refits"], _ = _timed(lambda: _whole(articles, counts))
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    matrix = statistics.document_term_matrix(counts, articles)
    digests = [hashlib.sha256(i.encode()).hexdigest() for i in articles["article_id"]]
    half = np.argsort(np.argsort(digests)) < len(digests) // 2
    found["halves"] = []
    for here in (half, ~half):
        taught, other = matrix.select(here), matrix.select(~here)
        points = themes.vectors(taught)
        for seed in range(SEEDS):
            fit = themes.fit(points, k=K, seed=seed)
            same = nmi(fit.vectors.matrix.articles["topic"], fit.theme)
            listed = themes.words(fit).groupby("theme")["term"].agg(list)
            found["halves"].append({"seed": seed, "nmi": same, "npmi": npmi(listed, other)})
    for name in ("nmi", "npmi"):
        values = [row[name] for row in found["halves"]]
        found[name] = {"mean": float(np.mean(values)), "least": min(values)}
    taught = matrix.select(half)
    points = themes.vectors(taught)
    fit = themes.fit(points, k=K)
    found["seconds_of_20_refits"], (refits,) = _timed(lambda: themes.refitted([fit], refits=20))
    found["stability"] = float(refits.jaccard.mean())
    found["coverage"] = coverage(fit, refits)
    found["macro_f1"] = {n: macro_f1(points, n) for n in CODED}
    mixed = np.random.default_rng(1).permutation(len(taught.words))
    found["same_in_any_order"] = _same(fit, themes.fit(taught.select(mixed), k=K))
    return found


def _whole(articles: pd.DataFrame, counts: pd.DataFrame) -> None:
    from analysis import statistics, themes

    themes.words(themes.fit(statistics.document_term_matrix(counts, articles), k=K))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    made = work()
    return time.process_time() - started, made


def nmi(one: pd.Series, other: np.ndarray) -> float:
    """Mutual information of two groupings over the mean of their entropies, 0 to 1."""
    a, b = pd.factorize(one)[0], pd.factorize(other)[0]
    joint = np.zeros((a.max() + 1, b.max() + 1))
    known = (a >= 0) & (b >= 0)
    np.add.at(joint, (a[known], b[known]), 1 / known.sum())
    p, q = joint.sum(axis=1), joint.sum(axis=0)
    there = joint > 0
    shared = (joint[there] * np.log(joint[there] / np.outer(p, q)[there])).sum()
    entropy = [-(x[x > 0] * np.log(x[x > 0])).sum() for x in (p, q)]
    return float(2 * shared / sum(entropy))


def npmi(words: pd.Series, matrix: Any) -> float:
    """The mean over themes of the normalised mutual information of all pairs of their words, -1 to 1."""
    used = (matrix.counts > 0).astype(float).tocsc()
    means = []
    for listed in words:
        at = matrix.terms.get_indexer(listed)
        some = used[:, at[at >= 0]]
        both = (some.T @ some).toarray() / len(matrix.words)
        alone = np.diag(both)
        pairs = [(i, j) for i in range(len(alone)) for j in range(i) if alone[i] * alone[j] > 0]
        means.append(np.mean([_pair(both[i, j], alone[i], alone[j]) for i, j in pairs]))
    return float(np.mean(means))


def _pair(both: float, one: float, other: float) -> float:
    return -1.0 if both == 0 else 1.0 if both == 1 else float(np.log(both / (one * other)) / -np.log(both))


def coverage(fit: Any, refits: Any) -> float:
    """The share of themes' shares in bootstrap samples, fitted from nothing, that lie in their intervals."""
    from analysis.themes import fitting, space
    from analysis.themes.clustering import clustered, nearest

    points = fit.vectors
    every = np.ones((len(points), 1))
    share = fitting.shares(fit.theme, len(fit.names), every, every[:, 0])[:, 0]
    low, high = fitting.interval(share, refits.share[:, :, 0])
    order, inside = np.random.default_rng(77), []
    for number in range(FRESH):
        counts = fitting.sample(np.arange(len(points)), order)
        drawn = np.repeat(np.arange(len(points)), counts.astype(int))
        matrix = points.matrix.select(drawn)
        weights = space.weighted(matrix)
        axes = space.reduced(weights)
        centres = clustered(space.scaled(weights @ axes.T), K, seed=1000 + number)
        everywhere = space.scaled(space.weighted(points.matrix, counts) @ axes.T)
        again = np.where(counts > 0, nearest(everywhere, centres), -1)
        found = fitting._compared(fit, again, counts, every)[0][:, 0]
        inside += list((found >= low) & (found <= high))
    return float(np.mean(inside))


def macro_f1(points: Any, coded: int) -> float:
    """Macro-F1 over the articles that nobody coded, of the commonest topics, mean of several samples."""
    from analysis import themes

    topic = points.matrix.articles["topic"].astype(str)
    rows = np.flatnonzero(topic.isin(topic.value_counts().index[:CLASSES]))
    values, order, scores = topic.iloc[rows].reset_index(drop=True), np.random.default_rng(5), []
    for _ in range(DRAWS):
        at = order.permutation(len(rows))[:coded]
        told = themes.classified(points.points[rows], at, values.iloc[at])
        predicted = np.array(told.values)[told.every.argmax(axis=1)]
        rest = np.setdiff1d(np.arange(len(rows)), at)
        scores.append(_f1(values.to_numpy()[rest], predicted[rest]))
    return float(np.mean(scores))


def _f1(right: np.ndarray, predicted: np.ndarray) -> float:
    scores = []
    for value in np.unique(right):
        hits = ((right == value) & (predicted == value)).sum()
        scores.append(2 * hits / ((right == value).sum() + (predicted == value).sum()))
    return float(np.mean(scores))


def _same(one: Any, other: Any) -> bool:
    whole = replace(one, refits=None), replace(other, refits=None)
    pairs = ((getattr(a, n), getattr(b, n)) for n in ("theme", "nearness") for a, b in [whole])
    return all(x.tobytes() == y.tobytes() for x, y in pairs)


if __name__ == "__main__":
    main()
