"""How units are drawn, and with what chance each is: what makes a sample speak for all units of its frame.

random: each unit has the same chance. outlet: the same number of each outlet. uncertain: the chance grows with the
machine's doubts, and is known (Poisson sampling). find: those the machine doubts most, to collect examples; nobody
knows what such units speak for, and no estimate takes them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

DESIGNS = ("random", "outlet", "uncertain", "find")
FEWEST = 5  # units of a stratum
DOUBTING = 0.75  # share of the chances that follows doubts; the rest is the same for every unit


def drawn(frame: pd.DataFrame, n: int, design: str, doubts: np.ndarray, *, seed: int) -> pd.DataFrame:
    """`frame` with `stratum`, `pi`, `sampled` and `order`; about `n` units with "uncertain", else `n` or all.

    `doubts` are those of the machine, of each unit (`doubts_of`). The same seed draws the same units. Särndal,
    Swensson & Wretman (1992), Model Assisted Survey Sampling, §§3.5, 3.7. ValueError for a strange design and less
    than one unit.
    """
    if design not in DESIGNS:
        raise ValueError(f"design {design!r}: expected one of {', '.join(DESIGNS)}")
    if n < 1:
        raise ValueError(f"n {n}: expected a number of units from 1 up")
    n = min(n, len(frame))
    generator = np.random.default_rng(seed)
    stratum = np.full(len(frame), "all", dtype=object)
    if design == "uncertain":
        pi = chances(doubts, n)
        sampled = generator.random(len(frame)) < pi
    elif design == "find":
        pi = np.full(len(frame), np.nan)
        sampled = np.isin(np.arange(len(frame)), np.argsort(-doubts, kind="stable")[:n])
    else:
        if design == "outlet":
            stratum = strata(frame["outlet"], n)
        pi, sampled = _simple(stratum, n, generator)
    order = np.full(len(frame), -1)
    chosen = np.flatnonzero(sampled)
    order[generator.permutation(chosen)] = np.arange(len(chosen))
    place = pd.array(order, dtype="Int64")
    place[order < 0] = pd.NA
    return frame.assign(stratum=stratum, pi=pi, sampled=sampled, order=place)


def chances(doubts: np.ndarray, n: int) -> np.ndarray:
    """The chance of each unit to be drawn, in proportion to its share of all doubts, so that about `n` are; none
    above 1.
    """
    size = len(doubts)
    total = doubts.sum()
    share = DOUBTING * doubts / total + (1 - DOUBTING) / size if total > 0 else np.full(size, 1 / size)
    sure = np.zeros(size, dtype=bool)
    while True:
        rest = share * (n - sure.sum()) / max(share[~sure].sum(), 1e-300)
        more = ~sure & (rest >= 1)
        if not more.any():
            return np.where(sure, 1.0, np.minimum(rest, 1.0))
        sure |= more


def strata(outlets: pd.Series, n: int) -> np.ndarray:
    """The stratum of each unit: its outlet where `n` units suffice for some of each, else all small outlets as
    one.
    """
    sizes = outlets.value_counts()
    ordered = sorted(sizes.index, key=lambda name: (-sizes[name], str(name)))
    most = max(1, n // FEWEST)
    if len(ordered) <= most:
        return outlets.to_numpy(dtype=object)
    large = set(ordered[: most - 1])
    return np.array([name if name in large else "other outlets" for name in outlets], dtype=object)


def allocated(sizes: dict[str, int], n: int) -> dict[str, int]:
    """How many units of each stratum are drawn: as many of each, but no more than there are."""
    found, left = dict.fromkeys(sizes, 0), n
    while left:
        open_ = [s for s in sorted(sizes) if found[s] < sizes[s]]
        if not open_:
            break
        each = max(1, left // len(open_))
        for name in open_:
            more = min(each, sizes[name] - found[name], left)
            found[name] += more
            left -= more
    return found


def _simple(stratum: np.ndarray, n: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Chances, and whether each unit is drawn, without replacement within strata."""
    places = {str(s): np.flatnonzero(stratum == s) for s in sorted(set(stratum))}
    wanted = allocated({s: len(at) for s, at in places.items()}, n)
    pi, sampled = np.zeros(len(stratum)), np.zeros(len(stratum), dtype=bool)
    for name, at in places.items():
        pi[at] = wanted[name] / len(at)
        sampled[generator.choice(at, size=wanted[name], replace=False)] = True
    return pi, sampled


def doubled(sampled: np.ndarray, share: float, *, seed: int) -> np.ndarray:
    """Which of the drawn units every coder gets: a `share` of them, at random. ValueError unless from 0 to 1."""
    if not 0 <= share <= 1:
        raise ValueError(f"double {share!r}: expected a share from 0 to 1")
    chosen = np.flatnonzero(sampled)
    wanted = int(np.ceil(share * len(chosen) - 1e-9))
    found = np.zeros(len(sampled), dtype=bool)
    found[np.random.default_rng([seed, 1]).permutation(chosen)[:wanted]] = True
    return found


def doubts_of(frame: pd.DataFrame, quotations: pd.DataFrame) -> np.ndarray:
    """The machine's doubts in each unit: the sum of 1 - confidence over its quotations."""
    doubt = (1 - quotations["confidence"].astype("float64")).fillna(0).clip(0, 1)
    summed = doubt.groupby(quotations["unit"]).sum()
    return frame["unit"].map(summed).fillna(0).to_numpy(dtype=float)
