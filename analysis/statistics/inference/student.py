"""Quantiles of Student's t."""

from __future__ import annotations

from typing import Any

import numpy as np


def reach(units: Any, confidence: float = 0.95) -> Any:
    """How many standard errors an interval reaches to each side of an estimate from `units` units, or from each.

    The quantile of Student's t with units - 1 degrees of freedom, at least one. Student (1908), Biometrika 6(1).
    """
    return quantile(np.asarray(units, dtype=float) - 1, confidence)


def quantile(degrees: Any, confidence: float = 0.95) -> Any:
    """The value that Student's t with so many degrees of freedom, at least one, exceeds to neither side."""
    from scipy.stats import t

    return t.ppf((1 + confidence) / 2, np.maximum(degrees, 1))
