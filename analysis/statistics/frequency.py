"""Frequency: how often terms are used, per million words, with intervals that know words come in articles.

An interval that takes each word as drawn on its own is too narrow: an article about mines says "mines" twenty
times. The rates here are ratio estimates over articles (Cochran 1977, Sampling Techniques, §6.3, eq. 6.13),
their intervals symmetric on the logarithm of the rate, with Student's t on articles - 1 degrees of freedom,
and never narrower than those of a Poisson count.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.terms import DocumentTermMatrix

MILLION = 1_000_000


def rates(matrix: DocumentTermMatrix) -> pd.DataFrame:
    """Each term's use in all articles of `matrix`, indexed by term.

    Columns: `count`; `articles` that use it; `rate`, uses per word; `variance` of the rate between articles,
    NaN when there are fewer than two.
    """
    counts, words = matrix.counts, matrix.words.astype(float)
    total = words.sum()
    summed = np.asarray(counts.sum(axis=0), dtype=float).ravel()
    rate = summed / total if total else np.full(len(summed), np.nan)
    return pd.DataFrame(
        {
            "count": summed.astype(np.int64),
            "articles": counts.getnnz(axis=0).astype(np.int64),
            "rate": rate,
            "variance": _variance(matrix, rate),
        },
        index=matrix.terms.rename("term"),
    )


def _variance(matrix: DocumentTermMatrix, rate: np.ndarray) -> np.ndarray:
    """Variance of each rate: m / (m - 1) * sum((count - rate * words)²) / (sum of words)²."""
    words = matrix.words.astype(float)
    m = int((words > 0).sum())
    if m < 2:
        return np.full(len(rate), np.nan)
    squares = np.asarray(matrix.counts.astype(float).power(2).sum(axis=0)).ravel()
    products = np.asarray(matrix.counts.T @ words).ravel()
    residuals = squares - 2 * rate * products + rate**2 * (words**2).sum()
    between = m / (m - 1) * np.clip(residuals, 0, None) / words.sum() ** 2
    return np.maximum(between, rate / words.sum())  # rate / words is Poisson's


def interval(
    rate: np.ndarray,
    variance: np.ndarray,
    articles: int | np.ndarray,
    words: float | np.ndarray,
    confidence: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of rates; for a rate of zero from 0 to Garwood's exact Poisson bound; NaN below two articles."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        reach = np.exp(inference.reach(articles, confidence) * np.sqrt(variance) / rate)
        low, high = rate / reach, rate * reach
        none = -np.log((1 - confidence) / 2) / np.asarray(words, dtype=float)
    unused = (rate == 0) & ~np.isnan(variance)
    return np.where(unused, 0.0, low), np.where(unused, none, high)


def frequency(
    matrix: DocumentTermMatrix, *, minimum_count: int = 1, confidence: float = 0.95
) -> pd.DataFrame:
    """The frequency list: the most used term first, ties by the alphabet.

    Columns: `term`; `count`; `per_million` words with `low` and `high`, the interval over articles (NaN when
    there is one article: nothing can be said about others); `articles` that use it and their `share`.
    """
    found = rates(matrix)
    low, high = interval(
        found["rate"].to_numpy(),
        found["variance"].to_numpy(),
        int((matrix.words > 0).sum()),
        float(matrix.words.sum()),
        confidence,
    )
    listed = pd.DataFrame(
        {
            "term": found.index,
            "count": found["count"].to_numpy(),
            "per_million": found["rate"].to_numpy() * MILLION,
            "low": low * MILLION,
            "high": high * MILLION,
            "articles": found["articles"].to_numpy(),
            "share": found["articles"].to_numpy() / max(len(matrix.articles), 1),
        }
    )
    listed = listed[listed["count"] >= max(minimum_count, 1)]
    return listed.sort_values(["count", "term"], ascending=[False, True]).reset_index(drop=True)
