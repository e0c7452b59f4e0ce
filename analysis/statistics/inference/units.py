"""Units: what was drawn and could have been another, such as an article, an event, a day."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST = 5  # units that an interval or a test needs


def clusters(*labels: pd.Series) -> np.ndarray:
    """The number of each row's unit: rows that share a value of any of `labels` are one, and so on through others.

    `labels` have a value for each row, such as the first of its copies, its event, or its day; a missing one joins
    nothing. Numbers go from 0 in the order of the first rows.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = len(labels[0]) if labels else 0
    first, second = [np.zeros(0, dtype=int)], [np.zeros(0, dtype=int)]
    for label in labels:
        codes = pd.factorize(label)[0]
        known = np.flatnonzero(codes >= 0)
        ordered = known[np.argsort(codes[known], kind="stable")]
        same = codes[ordered[1:]] == codes[ordered[:-1]]
        first.append(ordered[:-1][same])
        second.append(ordered[1:][same])
    ends = np.concatenate(first), np.concatenate(second)
    joined = coo_matrix((np.ones(len(ends[0])), ends), shape=(size, size))
    return pd.factorize(connected_components(joined, directed=False)[1])[0]


def totals(values: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """The sum of the rows of `values` in each unit, by its number (`clusters`)."""
    summed = np.zeros((int(unit.max()) + 1 if len(unit) else 0, *values.shape[1:]))
    np.add.at(summed, unit, values)
    return summed
