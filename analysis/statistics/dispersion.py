"""Dispersion: whether a term is spread over the articles or comes from a few of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics.terms import DocumentTermMatrix


def dispersion(matrix: DocumentTermMatrix) -> pd.DataFrame:
    """How evenly the articles of `matrix` use each term, the most frequent term first.

    Columns: `term`, `count`; `range`, articles with it; `deviation_of_proportions`, Gries' DP (0 = just as
    the articles' lengths expect, near 1 = in one short article), and `dp_normalised`, the same over its
    largest possible value, so 0 to 1; `juilland_d` (1 = even, 0 = in one article; on relative frequencies).
    NaN with fewer than two articles. Articles without words do not count.

    Gries (2008), International Journal of Corpus Linguistics 13(4); Lijffijt & Gries (2012), same, 17(1), for
    the normalisation; Juilland et al. (1970).
    """
    present = matrix.words > 0
    counts, words = matrix.counts[present], matrix.words[present].astype(float)
    m, sizes = len(words), words / max(words.sum(), 1)
    total = np.asarray(counts.sum(axis=0), dtype=float).ravel()
    listed = pd.DataFrame(
        {
            "term": matrix.terms,
            "count": total.astype(np.int64),
            "range": counts.getnnz(axis=0).astype(np.int64),
            "deviation_of_proportions": np.nan,
            "dp_normalised": np.nan,
            "juilland_d": np.nan,
        }
    )
    if m > 1:
        proportions = _deviation_of_proportions(counts.tocoo(), total, sizes)
        listed["deviation_of_proportions"] = proportions
        listed["dp_normalised"] = proportions / (1 - sizes.min())
        listed["juilland_d"] = _juilland_d(counts.tocoo(), words, m)
    listed = listed[listed["count"] > 0]
    return listed.sort_values(["count", "term"], ascending=[False, True]).reset_index(drop=True)


def _deviation_of_proportions(entries, total: np.ndarray, sizes: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
    """Half the sum over articles of |share of the term's uses − share of the corpus' words|."""
    share = entries.data / total[entries.col]
    expected = sizes[entries.row]
    apart = np.bincount(entries.col, np.abs(share - expected), minlength=len(total))
    elsewhere = 1 - np.bincount(entries.col, expected, minlength=len(total))
    return (apart + elsewhere) / 2


def _juilland_d(entries, words: np.ndarray, m: int) -> np.ndarray:  # type: ignore[no-untyped-def]
    """1 − coefficient of variation of the relative frequencies / √(articles − 1)."""
    relative = entries.data / words[entries.row]
    mean = np.bincount(entries.col, relative, minlength=entries.shape[1]) / m
    square = np.bincount(entries.col, relative**2, minlength=entries.shape[1]) / m
    with np.errstate(divide="ignore", invalid="ignore"):
        variation = np.sqrt(np.clip(square - mean**2, 0, None)) / mean
    return np.clip(1 - variation / np.sqrt(m - 1), 0, 1)
