"""The bootstrap over units, and permutations of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import numpy as np

Statistic: TypeAlias = Callable[[np.ndarray], np.ndarray]
ENDS = (2.5, 97.5)  # percentiles between which an interval of 95 % lies


def drawn(units: int, *, resamples: int, seed: int) -> Iterator[np.ndarray]:
    """How often each of `units` comes in each resample: as many as there are, with replacement (multinomial).

    One resample at a time, so that memory does not grow with their number.
    """
    generator = np.random.default_rng(seed)
    chances = np.full(units, 1 / units)
    for _ in range(resamples):
        yield generator.multinomial(units, chances)


def drawn_singly(units: int, *, resamples: int, seed: int) -> Iterator[np.ndarray]:
    """As `drawn`, by another way: each unit of a resample is drawn by its number.

    Both are the same bootstrap, but a seed gives other draws; published intervals rest on one or the other.
    """
    generator = np.random.default_rng(seed)
    for _ in range(resamples):
        yield np.bincount(generator.integers(units, size=units), minlength=units)


def bootstrap(
    counts: np.ndarray, statistic: Statistic, weights: Iterable[np.ndarray], *, fewest: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """Low and high end of the 95 % percentile bootstrap interval of a statistic of totals over units.

    `counts` has a row for each unit, a number or an array of them. `statistic` takes the totals of many resamples
    at once (their first axis) and returns a value, or an array of them, for each; the ends have that shape.
    `weights` are how often each unit counts in each resample, `drawn(len(counts), …)` for instance. A resample in
    which a value is not defined (NaN) is left out of that value's interval. NaN with fewer units than `fewest`.

    Efron (1979), Annals of Statistics 7(1); Efron & Tibshirani (1993), An Introduction to the Bootstrap, §13.3.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if len(counts) < fewest:
            undefined = np.full(statistic(counts.sum(axis=0)[None]).shape[1:], np.nan)
            return undefined, undefined
        rows = counts.reshape(len(counts), -1)
        totals = np.stack([weight @ rows for weight in weights])
        values = statistic(totals.reshape(-1, *counts.shape[1:]))
    ends = [_ends(value[~np.isnan(value)]) for value in values.reshape(len(values), -1).T]
    low, high = np.array(ends).T.reshape(2, *values.shape[1:])
    return low, high


def _ends(values: np.ndarray) -> np.ndarray:
    return np.percentile(values, ENDS) if len(values) else np.full(2, np.nan)


def permuted(observed: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The p of each observed statistic (higher = more unusual) among those of permutations, and p corrected.

    `others` has a row for each permutation, a column for each test. p is the share of statistics at least as high,
    the observed one counted in (Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology
    9(1)). `p_corrected` is the share of permutations of which any test has as small a p (step-down min p; Westfall
    & Young 1993, Resampling-Based Multiple Testing), which knows how tests hang together.
    """
    from scipy.stats import rankdata

    every = np.vstack([observed, others])
    chance = rankdata(-every, method="max", axis=0) / len(every)
    order = np.argsort(chance[0], kind="stable")
    least = np.minimum.accumulate(chance[:, order[::-1]], axis=1)[:, ::-1]  # of a test and those less unusual
    shared = (least <= chance[0, order]).mean(axis=0)
    result = np.empty(len(order))
    result[order] = np.maximum.accumulate(shared)
    return chance[0], result
