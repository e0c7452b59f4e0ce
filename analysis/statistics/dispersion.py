"""Dispersion: whether a term is spread over the articles or comes from a few of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.terms import DocumentTermMatrix

FEWEST = 30  # articles that an interval needs
_COLUMNS = 64  # terms at once, as what each article adds is held for all of them


def dispersion(matrix: DocumentTermMatrix) -> pd.DataFrame:
    """How evenly the articles of `matrix` use each term, the most frequent term first.

    Columns: `term`, `count`; `range`, articles with it; `deviation_of_proportions`, Gries' DP (0 = just as
    the articles' lengths expect, near 1 = in one short article), and `dp_normalised`, the same over its
    largest possible value, so 0 to 1, with `low` and `high`, its interval over articles, copies being one, and `why`
    there is none; `juilland_d` (1 = even, 0 = in one article; on relative frequencies), which grows with the number
    of articles, so that it says nothing of others and has no interval. NaN with fewer than two articles. Articles
    without words do not count.

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
            "low": np.nan,
            "high": np.nan,
            "why": f"fewer than {FEWEST} articles",
            "juilland_d": np.nan,
        }
    )
    if m > 1:
        proportions = _deviation_of_proportions(counts.tocoo(), total, sizes)
        listed["deviation_of_proportions"] = proportions
        listed["dp_normalised"] = proportions / (1 - sizes.min())
        ends = estimated(matrix)
        listed[["low", "high"]] = np.minimum(ends[["low", "high"]] / (1 - sizes.min()), 1).to_numpy()
        listed["why"] = ends["why"].to_numpy()
        listed["juilland_d"] = _juilland_d(counts.tocoo(), words, m)
    listed = listed[listed["count"] > 0]
    return listed.sort_values(["count", "term"], ascending=[False, True]).reset_index(drop=True)


def normalised(matrix: DocumentTermMatrix) -> pd.Series:
    """`dp_normalised` of `dispersion` alone, by term: intervals cost a hundred times as much. NaN without use."""
    present = matrix.words > 0
    counts, words = matrix.counts[present], matrix.words[present].astype(float)
    total = np.asarray(counts.sum(axis=0), dtype=float).ravel()
    found = pd.Series(np.nan, index=matrix.terms.rename("term"))
    if len(words) > 1:
        sizes = words / max(words.sum(), 1)
        found[:] = _deviation_of_proportions(counts.tocoo(), total, sizes) / (1 - sizes.min())
    return found.mask(total == 0)


def estimated(matrix: DocumentTermMatrix, *, by: tuple[str, ...] = ("cluster",)) -> pd.DataFrame:
    """What `inference.jackknifed` says of each term's DP, indexed by term.

    Over articles, copies (`cluster`) and what else shares a value of the columns `by` being one.
    """
    labels = [matrix.articles[name] for name in by if name in matrix.articles]
    units = matrix.merged(inference.clusters(*labels)) if labels else matrix
    present = units.words > 0
    counts, words = units.counts[present], units.words[present].astype(float)
    parts = [
        deviations(counts[:, at : at + _COLUMNS].toarray(), words)
        for at in range(0, counts.shape[1], _COLUMNS)
    ]
    found = pd.concat(parts, ignore_index=True) if parts else deviations(np.zeros((len(words), 0)), words)
    return found.set_axis(matrix.terms.rename("term"))


def deviations(counts: np.ndarray, words: np.ndarray, *, confidence: float = 0.95) -> pd.DataFrame:
    """DP of terms (columns of `counts`) over units of so many `words`, from `inference.jackknifed`.

    `words` may have a column for each term, where each is counted in other units.
    DP is half the mean over units of |use / mean use - length / mean length|; what one unit adds to it is its
    derivative by that unit's weight (the infinitesimal jackknife: Jaeckel 1972, Bell Laboratories Memorandum). With
    fewer than thirty units that is too narrow, and there is none.
    """
    counts = counts.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        sizes = (words / words.sum(axis=0)).reshape(len(words), -1)
        shares = counts / counts.sum(axis=0)
        side = np.sign(shares - sizes)
        value = np.abs(shares - sizes).sum(axis=0) / 2
        added = (
            np.abs(shares - sizes) - shares * (side * shares).sum(axis=0) + sizes * (side * sizes).sum(axis=0)
        )
        without = np.clip(value - added / 2, 1e-12, 1 - 1e-12)
    have = (counts > 0).sum(axis=0)
    found = inference.jackknifed(value, without, have, scale="logit", confidence=confidence, rising=False)
    if len(counts) < FEWEST:
        found[["low", "high", "error"]] = np.nan
        found["why"] = f"fewer than {FEWEST} articles"
    return found


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
