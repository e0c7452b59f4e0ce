"""How many intervals hold the truth: shares, means, rates, medians, dispersions, logDices, lifts, differences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.statistics import DocumentTermMatrix, inference
from analysis.statistics.dispersion import deviations
from benchmarks import cells
from benchmarks.cells import COVERAGE
from benchmarks.population import Population

SIZES = (5, 7, 10, 30, 100)  # articles of an outlet
LARGE = 300  # of what few articles have
PAIRS = ((5, 5), (5, 30), (10, 10), (10, 100), (30, 30), (100, 100))
SHARES = {
    "direct": "all",
    "loaded": "classed",
    "women": "named",
    "anonymous": "sourced",
    "speaker 1": "all",
    "speaker 2": "all",
} | {f"direct of verb {n}": f"verb {n}" for n in (1, 2, 3)}
MEANS = ("tone_outlet", "tone_quoted", "tone_gap")


def coverage(people: Population, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """How many of the intervals shown hold the truth: shares, means, medians, and differences of two samples."""
    for name, a, b, scale in _measures(people.counted):
        truth = a.sum() / b.sum()
        for n in SIZES:
            found = _drawn(a, b, n, draws, order, scale)
            yield _covered(f"{_kind(scale)}: {name}", str(n), found, truth)
        for n, m in PAIRS:
            sides = (_drawn(a, b, size, draws, order, scale) for size in (n, m))
            found = inference.differences(*sides, scale=scale)
            yield _covered(f"difference of {_kind(scale)}s: {name}", f"{n}, {m}", found, 0.0)
    yield from _rates(people.matrix, draws, order)
    yield from _dispersions(people.matrix, draws, order)
    yield from _log_dices(people.near, draws, order)
    yield from _lifts(people.heard, draws, order)
    yield from _medians(people.counted["words"].to_numpy(float), draws, order)


def _kind(scale: inference.Scale) -> str:
    return "share" if scale == "logit" else "mean"


def _measures(counted: pd.DataFrame) -> Iterator[tuple[str, np.ndarray, np.ndarray, inference.Scale]]:
    for name, of in SHARES.items():
        if name in counted:
            used = counted[counted[of] > 0]
            yield name, used[name].to_numpy(float), used[of].to_numpy(float), "logit"
    for name in MEANS:
        values = counted[name].dropna().to_numpy(float)
        yield name, values, np.ones(len(values)), "identity"


def _drawn(
    a: np.ndarray, b: np.ndarray, n: int, draws: int, order: np.random.Generator, scale: inference.Scale
) -> pd.DataFrame:
    at = order.integers(len(a), size=(n, draws))
    return inference.ratios(a[at], b[at], scale=scale)


def _covered(cell: str, n: str, found: pd.DataFrame, truth: float) -> dict[str, Any]:
    shown = found["low"].notna()
    held = (found["low"] <= truth) & (found["high"] >= truth)
    value = float(held[shown].mean()) if shown.any() else np.nan
    return cells.row("coverage", cell, n, len(found), value, COVERAGE, shown=float(shown.mean()))


def _rates(matrix: DocumentTermMatrix, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Rates of words that are used by all, by half, and by a tenth of the articles."""
    used = matrix.counts.getnnz(axis=0) / len(matrix.words)
    for share in (0.9, 0.5, 0.1):
        column = int(np.abs(used - share).argmin())
        a = matrix.counts[:, [column]].toarray().ravel().astype(float)
        for n in SIZES:
            found = _drawn(a, matrix.words.astype(float), n, draws, order, "log")
            cell = f"rate: a word of {share:.0%} of the articles"
            yield _covered(cell, str(n), found, float(a.sum() / matrix.words.sum()))


def _dispersions(
    matrix: DocumentTermMatrix, draws: int, order: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """Gries' DP of words that are used by all, by half, and by a tenth of the articles."""
    used = matrix.counts.getnnz(axis=0) / len(matrix.words)
    for share in (0.9, 0.5, 0.1):
        column = int(np.abs(used - share).argmin())
        a, words = matrix.counts[:, [column]].toarray().astype(float), matrix.words.astype(float)
        truth = float(deviations(a, words)["value"].iloc[0])
        for n in (*SIZES, LARGE):
            at = order.integers(len(a), size=(n, draws))
            found = deviations(a[at, 0], words[at])
            yield _covered(f"dispersion: a word of {share:.0%} of the articles", str(n), found, truth)


def _log_dices(near: pd.DataFrame, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Dice coefficients of a word and three near it, the first in most articles."""
    nodes = near["node"].to_numpy()
    for rank, name in enumerate([name for name in near if str(name).startswith("near ")]):
        a, b = 2 * near[name].to_numpy(), nodes + near[str(name).replace("near", "every", 1)].to_numpy()
        for n in (*SIZES, LARGE):
            found = _drawn(a, b, n, draws, order, "log")
            yield _covered(f"logDice: word {rank + 1} near a common one", str(n), found, a.sum() / b.sum())


def _lifts(heard: pd.DataFrame, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Lifts of the pairs of the first of the most quoted speakers with the three after."""
    values = heard.to_numpy()
    for rank in range(1, values.shape[1]):
        one, two = values[:, 0], values[:, rank]
        both = one * two
        truth = float(both.mean() / one.mean() / two.mean())
        for n in (30, 100, LARGE):
            at = order.integers(len(values), size=(n, draws))
            found = inference.lifts(both[at], one[at], two[at], np.ones((n, 1)))
            yield _covered(f"lift: speakers 1 and {rank + 1}", str(n), found, truth)


def _medians(words: np.ndarray, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    for n in SIZES:
        samples = words[order.integers(len(words), size=(draws, n))]
        ends = pd.DataFrame(
            [inference.interval_of_median(sample) for sample in samples], columns=["low", "high"]
        )
        yield _covered("median: words", str(n), ends, float(np.median(words)))
