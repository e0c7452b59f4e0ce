"""Many tests: p-values corrected for their number, and the confidence that those selected need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


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
