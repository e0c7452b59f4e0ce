"""The jackknife of values that are no ratio of two totals: lifts, dispersions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics.inference.ratios import SCALES, Scale, aways, reaches, told, why_none


def jackknifed(
    value: np.ndarray,
    without: np.ndarray,
    have: np.ndarray,
    *,
    scale: Scale = "log",
    confidence: float = 0.95,
    unit: str = "article",
    rising: bool = True,
) -> pd.DataFrame:
    """Values with their intervals, from what each would be without one of its units.

    `without` has a row for each unit, a column for each of `value`: the value that all other units have; so many
    units `have` what is counted, as `rates` needs. `rising` is whether a value grows with their number, so that what
    is shown because enough have it is too high on the average (see `rare`). Columns as of `ratios`, which does the
    same for ratios of totals.

    Quenouille (1956), Biometrika 43; Efron & Stein (1981), The Annals of Statistics 9(3), on its variance.
    """
    units = np.full(len(value), len(without))
    to, back, _ = SCALES[scale]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        apart = to(without) - to(value)
        squares = (apart**2).sum(axis=0)
        error = np.sqrt(squares * (units - 1) / units)
        kurtosis = units * (apart**4).sum(axis=0) / squares**2 - 3
        degrees = 2 / (2 / (units - 1) + np.maximum(kurtosis, 0) / units)
        away = aways(degrees, error, confidence)
        down, up = reaches(away, have, units, units, scale, confidence) if rising else (away[0], away[0])
        low, high = back(to(value) - down), back(to(value) + up)
    why = why_none(have, units, ~(error > 1e-9), units, scale, unit)
    return told(value, low, high, units, why, error, degrees)


def lifts(
    both: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    every: np.ndarray,
    *,
    confidence: float = 0.95,
    unit: str = "article",
) -> pd.DataFrame:
    """How many times more often two things come together than if they came independently, from `jackknifed`.

    All have a row for each unit, a column for each pair: in how many of its articles both come, the first, the
    second; `every`, of one column, how many it has. The lift is the product of the totals of `both` and `every` over
    that of the other two.
    """
    sums = [x.sum(axis=0) for x in (both, every, first, second)]
    rest = [total - x for total, x in zip(sums, (both, every, first, second), strict=True)]
    with np.errstate(divide="ignore", invalid="ignore"):
        value, without = (a * n / (b * c) for a, n, b, c in (sums, rest))
    have = (both > 0).sum(axis=0)
    return jackknifed(value, without, have, scale="log", confidence=confidence, unit=unit)
