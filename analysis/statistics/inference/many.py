"""Many tests: p-values corrected for their number, and the confidence that those selected need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

CORRECTIONS = ("fdr_bh", "fdr_by", "bonferroni")


def corrected(p: Sequence[float] | pd.Series | np.ndarray, *, method: str = "fdr_bh") -> np.ndarray:
    """p-values corrected for their number, in their order; what is NaN was no test and stays NaN.

    `method` is "fdr_bh", the false discovery rate of Benjamini & Hochberg (1995), Journal of the Royal Statistical
    Society B 57(1); "fdr_by", of Benjamini & Yekutieli (2001), Annals of Statistics 29(4), for tests that depend on
    each other in any way; or "bonferroni". ValueError for another.
    """
    from scipy.stats import false_discovery_control

    if method not in CORRECTIONS:
        raise ValueError(f"method has to be one of {', '.join(CORRECTIONS)}, not {method!r}")
    values = np.asarray(p, dtype=float)
    known = ~np.isnan(values)
    result = np.full(len(values), np.nan)
    if method == "bonferroni":
        result[known] = np.minimum(values[known] * known.sum(), 1)
    elif known.any():
        result[known] = false_discovery_control(values[known], method=method.removeprefix("fdr_"))
    return result


def confidence_of_selected(p: Sequence[float] | pd.Series | np.ndarray, confidence: float = 0.95) -> float:
    """The confidence at which intervals are to be made, so that of those selected `confidence` hold the truth.

    Selected is what the false discovery rate of Benjamini & Hochberg at 1 - `confidence` leaves; with one test of m
    selected, or none, it is 1 - (1 - confidence) / m. An interval of a selected test leaves out 0, all others hold
    it. Benjamini & Yekutieli (2005), Journal of the American Statistical Association 100(469).
    """
    values = corrected(p)
    values = values[~np.isnan(values)]
    selected = int((values <= 1 - confidence).sum())
    return 1 - (1 - confidence) * max(selected, 1) / max(len(values), 1)
