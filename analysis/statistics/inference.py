"""Inference: what the units at hand say beyond themselves, made in one place for statistics, summaries, evaluation.

A unit is what was drawn and could have been another: an article, an event, a sentence. What belongs together is
one unit, a row of its summed counts; so a bootstrap over clusters is one whose rows are clusters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Statistic: TypeAlias = Callable[[np.ndarray], np.ndarray]
ENDS = (2.5, 97.5)  # percentiles between which an interval of 95 % lies


# --- bootstrap ------------------------------------------------------------------------------------------------


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


# --- Student's t ----------------------------------------------------------------------------------------------


def reach(units: Any, confidence: float = 0.95) -> Any:
    """How many standard errors an interval reaches to each side of an estimate from `units` units, or from each.

    The quantile of Student's t with units - 1 degrees of freedom, at least one. Student (1908), Biometrika 6(1).
    """
    from scipy.stats import t

    return t.ppf((1 + confidence) / 2, np.maximum(np.asarray(units, dtype=float) - 1, 1))


def interval_of_mean(mean: Any, deviation: Any, units: Any, confidence: float = 0.95) -> tuple[Any, Any]:
    """Low and high end of means of `units` values with the standard `deviation` (divisor units - 1).

    mean ∓ t · deviation / √units; NaN where the deviation is, as with one value.
    """
    away = reach(units, confidence) * deviation / np.sqrt(units)
    return mean - away, mean + away


# --- many tests -----------------------------------------------------------------------------------------------


def corrected(p: Sequence[float] | pd.Series | np.ndarray, *, method: str = "fdr_bh") -> np.ndarray:
    """p-values corrected for their number, in their order; what is NaN was no test and stays NaN.

    `method` is one of statsmodels' `multipletests`, by default the false discovery rate of Benjamini & Hochberg
    (1995), Journal of the Royal Statistical Society B 57(1).
    """
    from statsmodels.stats.multitest import multipletests

    values = np.asarray(p, dtype=float)
    known = ~np.isnan(values)
    result = np.full(len(values), np.nan)
    if known.any():
        result[known] = multipletests(values[known], method=method)[1]
    return result
