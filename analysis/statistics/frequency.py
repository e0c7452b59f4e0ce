"""Frequency: how often terms are used, per million words, with intervals that know words come in articles.

An interval that takes each word as drawn on its own is too narrow: an article about mines says "mines" twenty
times. The rates here are ratio estimates over articles (Cochran 1977, Sampling Techniques, §6.3), with the intervals
of `inference.rates`, symmetric on the logarithm of the rate.
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


def estimated(
    matrix: DocumentTermMatrix, *, confidence: float = 0.95, by: tuple[str, ...] = ("cluster",)
) -> pd.DataFrame:
    """Each term's rate per million words with `low`, `high`, and `why` there is no interval, indexed by term.

    Over articles, copies (`cluster`) and what else shares a value of the columns `by` being one (`inference.rates`).
    """
    labels = [matrix.articles[name] for name in by if name in matrix.articles]
    units = matrix.merged(inference.clusters(*labels)) if labels else matrix
    found = inference.rates(units.counts, units.words, confidence=confidence)
    found = found.assign(**{name: found[name] * MILLION for name in ("value", "low", "high")})
    return found.rename(columns={"value": "per_million"}).set_axis(matrix.terms.rename("term"))


def frequency(
    matrix: DocumentTermMatrix, *, minimum_count: int = 1, confidence: float = 0.95
) -> pd.DataFrame:
    """The frequency list: the most used term first, ties by the alphabet.

    Columns: `term`; `count`; `per_million` words with `low` and `high`, the interval over articles, copies being one;
    `articles` that use it and their `share`; `why` there is no interval: few articles, or few that use the term.
    """
    found = rates(matrix)
    told = estimated(matrix, confidence=confidence)
    listed = pd.DataFrame(
        {
            "term": found.index,
            "count": found["count"].to_numpy(),
            "per_million": found["rate"].to_numpy() * MILLION,
            "low": told["low"].to_numpy(),
            "high": told["high"].to_numpy(),
            "articles": found["articles"].to_numpy(),
            "share": found["articles"].to_numpy() / max(len(matrix.articles), 1),
            "why": told["why"].to_numpy(),
        }
    )
    listed = listed[listed["count"] >= max(minimum_count, 1)]
    return listed.sort_values(["count", "term"], ascending=[False, True]).reset_index(drop=True)
