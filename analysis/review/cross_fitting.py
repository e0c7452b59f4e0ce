"""Shares of a variable that people coded in some articles, by hand and with a classifier's help.

    share = λ · mean of the predictions over all articles + mean of (code - λ · prediction) over the coded ones

The predictions of coded articles are out of fold, by a model that was not taught their codes; those of all articles
are the mean of the folds' models (cross-prediction-powered inference: Zrnic & Candès 2024, PNAS 121(15)). Were the
coded articles predicted by models that saw them, the second mean would be too near 0 and the interval too narrow.
λ, from 0 (hand only) to 1, is one for all values and groups, so that the shares of a group add up to 1 (PPI++:
Angelopoulos, Duchi & Zrnic 2023). The interval is Wilson's with an effective n: see `estimator.share_of_units`. How
much the classifier adds to n is told by all groups together: from a group's few articles it would be luck, and the
narrowest intervals would miss the share in one of six samples (see `benchmarks.variable`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.review import estimator
from analysis.review.estimator import FEW_ARTICLES, FEWEST_ARTICLES, HAND, Estimate, Tallies, Tuning
from analysis.review.strata import Laid, laid

Row = tuple[object, ...]


@dataclass(frozen=True)
class Codes:
    """A variable in the units of a frame, a row each, a column for each of `values`.

    `hand` is the share of coders' views that have the value, rows of zeros where nobody coded (`done` says where).
    `every` are the chances by a classifier, `out` those by models that were not taught the unit, where it is coded;
    both NaN when nothing could be predicted.
    """

    frame: pd.DataFrame
    values: tuple[str, ...]
    done: np.ndarray
    hand: np.ndarray
    every: np.ndarray
    out: np.ndarray

    @property
    def predicted(self) -> bool:
        """Whether there are predictions."""
        return bool(np.isfinite(self.every).all())


def rows(codes: Codes, label: np.ndarray | None = None) -> list[tuple[str, str, Row]]:
    """Group, value and the cells of the table `estimates` behind them, the largest group first.

    `label` is the group of each unit; without it all are one. The machine's share is left out where there is no
    corrected one: by itself it says nothing of the corpus.
    """
    groups = np.full(len(codes.frame), "all", dtype=object) if label is None else label
    lam, gains = tuned(codes, label)
    sizes = pd.Series(groups).value_counts()
    found = []
    for group in sorted(sizes.index, key=lambda name: (-sizes[name], str(name))):
        mine = groups == group
        some = laid(codes.frame, codes.done, mine, pooled=label is not None)
        for number, value in enumerate(codes.values):
            t = _tallies(codes, number, some) if some else None
            by_machine = float(codes.every[mine, number].mean())
            cells = _cells(t, lam, gains[number], by_machine, int(mine.sum()))
            found.append((str(group), value, cells))
    return found


def tuned(codes: Codes, label: np.ndarray | None = None) -> tuple[Tuning, list[float]]:
    """One λ for all values, and how many times as many units the classifier is worth for each of them.

    Both for all groups, which are the strata where there are any.
    """
    none = HAND, [1.0] * len(codes.values)
    if not codes.predicted or not codes.done.any():
        return none
    frame = codes.frame if label is None else codes.frame.assign(stratum=label)
    some = laid(frame, codes.done, np.ones(len(frame), dtype=bool))
    if some is None:
        return none
    parts = [_tallies(codes, number, some) for number in range(len(codes.values))]
    lam = Tuning(estimator.tuned(_stacked(parts)).value, np.zeros(0))
    return lam, [estimator.gained(t, lam) for t in parts]


def _tallies(codes: Codes, number: int, some: Laid) -> Tallies:
    ones = np.ones(len(codes.frame))
    four = (codes.hand[:, number], ones, codes.every[:, number], ones)
    return some.tallies(four, codes.out[:, number])


def _stacked(parts: list[Tallies]) -> Tallies:
    """Several values as one: the strata of each are its own."""
    size = len(parts[0].N)
    stratum = np.concatenate([t.stratum + size * number for number, t in enumerate(parts)])
    names = ("y", "x", "m", "w", "d", "article", "left", "M", "W", "N")
    whole = {name: np.concatenate([getattr(t, name) for t in parts]) for name in names}
    return Tallies(stratum=stratum, **whole)


def _cells(t: Tallies | None, lam: Tuning, gain: float, by_machine: float, size: int) -> Row:
    """Machine, corrected, hand, λ, gain, numbers and note of one row."""
    none = Estimate(np.nan, np.nan, np.nan, np.nan, 0)
    articles = len(np.unique(t.article)) if t else 0
    hand = estimator.share_of_units(t) if t else none
    both = estimator.share_of_units(t, lam, gain=gain) if t and articles >= FEWEST_ARTICLES else none
    note = f"few articles: {articles}" if articles < FEW_ARTICLES else ""
    if articles < FEWEST_ARTICLES:
        note, by_machine = f"fewer than {FEWEST_ARTICLES} coded articles: {articles}", np.nan
    width = hand.high - hand.low
    narrower = (both.high - both.low) / width if width > 0 else np.nan
    ends = (both.value, both.low, both.high, hand.value, hand.low, hand.high)
    return (by_machine, *ends, lam.value, narrower, len(t.y) if t else 0, articles, size, note or None)
