"""Tallies of the units of a frame, in the strata that they were drawn in: what estimates are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.review import estimator
from analysis.review.estimator import Tallies

ALL = "all"
Four = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Laid:
    """Coded units and all units of some of a frame, by their rows, with the strata that each is in.

    `article` and `left` (see `Tallies`) are of coded units, `d` too.
    """

    coded: np.ndarray
    all: np.ndarray
    stratum: np.ndarray
    all_strata: np.ndarray
    article: np.ndarray
    left: np.ndarray
    d: np.ndarray

    def tallies(self, four: Four, out: np.ndarray | None = None) -> Tallies:
        """The tallies of four columns of the frame: y, x by hand, m, w by the machine.

        `out` are the machine's numerators of coded units where they are others than in the totals: by a model that
        was not taught the unit.
        """
        y, x, m, w = (np.nan_to_num(part) for part in four)
        of_coded = m if out is None else np.nan_to_num(out)
        size = int(self.all_strata.max()) + 1
        ones = np.ones(len(m))
        known = [np.bincount(self.all_strata, weights=p[self.all], minlength=size) for p in (m, w, ones)]
        hand = [part[self.coded] for part in (y, x, of_coded, w)]
        return Tallies(
            *(hand[0], hand[1], hand[2], hand[3], self.d),
            *(self.stratum, self.article, self.left),
            *(known[0], known[1], known[2]),
        )


def of_frame(
    frame: pd.DataFrame, done: np.ndarray, four: Four, mine: np.ndarray, *, pooled: bool = False
) -> Tallies | None:
    """Tallies of the units `mine` of a frame, of which some are `done`: in its strata, or as one (`pooled`)."""
    found = laid(frame, done, mine, pooled=pooled)
    return found.tallies(four) if found else None


def laid(frame: pd.DataFrame, done: np.ndarray, mine: np.ndarray, *, pooled: bool = False) -> Laid | None:
    """The units `mine` of a frame in their strata, or as one; None without a coded unit."""
    coded_, all_ = np.flatnonzero(done & mine), np.flatnonzero(mine)
    if not len(coded_):
        return None
    design = frame["stratum"].to_numpy(dtype=object)
    names = np.full(len(frame), ALL, dtype=object) if pooled else design
    article = pd.factorize(frame["article_id"])[0]
    stratum, all_strata = estimator.collapsed(names[coded_], article[coded_], names[all_])
    pi = frame["pi"].to_numpy(dtype=float)
    sampled = pd.Series(frame["sampled"].to_numpy(float)).groupby(design).transform("sum").to_numpy()
    so_far = pd.Series(done.astype(float)).groupby(design).transform("sum").to_numpy()
    left = 1 - np.clip(pi * np.divide(so_far, sampled, out=np.ones(len(pi)), where=sampled > 0), 0, 1)
    d = (1 / pi)[coded_]
    return Laid(coded_, all_, stratum, all_strata, article[coded_], left[coded_], d)


def labels(frame: pd.DataFrame, by: str) -> np.ndarray:
    """The group of each unit: "outlet", "month" as 2024-03, or all."""
    if by == "outlet":
        return frame["outlet"].to_numpy(dtype=object)
    if by == "month":
        return frame["published"].dt.strftime("%Y-%m").astype(object).fillna("no date").to_numpy(dtype=object)
    return np.full(len(frame), ALL, dtype=object)
