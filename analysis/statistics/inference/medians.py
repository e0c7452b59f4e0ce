"""Intervals of medians, from order statistics."""

from __future__ import annotations

import numpy as np

from analysis.statistics.inference.units import FEWEST


def interval_of_median(values: np.ndarray, confidence: float = 0.95) -> tuple[float, float]:
    """Low and high end for the median of what `values` were drawn from, whatever its distribution; NaN below five.

    The order statistics that hold it with a chance next above and next below `confidence`, interpolated:
    Hettmansperger & Sheather (1986), Statistics & Probability Letters 4(2). With five values they are the least and
    the greatest (.94).
    """
    from scipy.stats import binom

    ordered, n = np.sort(np.asarray(values, dtype=float)), len(values)
    if n < FEWEST:
        return np.nan, np.nan
    depth = max(
        int(binom.ppf((1 - confidence) / 2, n, 0.5)), 1
    )  # the deepest pair that holds it surely enough
    while depth > 1 and 1 - 2 * binom.cdf(depth - 1, n, 0.5) < confidence:
        depth -= 1
    surer, less = (1 - 2 * binom.cdf(d - 1, n, 0.5) for d in (depth, depth + 1))
    share = max(0.0, (surer - confidence) / (surer - less))
    inward = (n - depth) * share / (depth + (n - 2 * depth) * share)
    low = (1 - inward) * ordered[depth - 1] + inward * ordered[depth]
    high = (1 - inward) * ordered[n - depth] + inward * ordered[n - depth - 1]
    return float(low), float(high)
