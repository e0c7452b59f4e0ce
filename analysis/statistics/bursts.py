"""Bursts: terms that one period uses more than all others together, tested by dealing days to the periods anew.

Whole days are dealt, or events, for the reasons that `trends` gives.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.frequency import MILLION, rates
from analysis.statistics.terms import DocumentTermMatrix
from analysis.statistics.trends import FEWEST, Period, by_unit, dated_only, period_of, periods

FEWEST_STANDING = 3  # units of a period: of one or two, as good as nothing is known


def bursts(
    matrix: DocumentTermMatrix,
    *,
    period: Period = "auto",
    unit: str = "day",
    minimum_count: int = 5,
    minimum_articles: int = 3,
    confidence: float = 0.95,
    level: float = 0.05,
    permutations: int = 499,
    seed: int = 0,
) -> pd.DataFrame:
    """Terms that one period uses more than all the others together, the surest first.

    Columns: `term`, `period` (its first day), `count`, `articles` that use it and `units` they stand in,
    `per_million`, `elsewhere_per_million`; `log_ratio` (doublings) with `low`, `high` over units at the confidence
    that the longest of the list needs, a term never used elsewhere being taken as half a use there; `p`, and
    `p_corrected` over all terms and periods. Only terms used `minimum_count` times by `minimum_articles` articles
    of the period are tested: one long article makes no burst, and in periods of three units: nor does one day.
    Those with a corrected p up to `level` are listed; where nothing can be tested, `attrs["reason"]` says why.
    "auto" is a week or longer.

    An article counts once however often it says the word. p is the chance of so many articles more than the term's
    share of all when whole units (days, or a column of the articles) are dealt to the periods anew, by the first
    three moments of that sum (Pearson's type III; Mielke & Berry 2007, Permutation Methods); `p_corrected` is the
    share of `permutations` with any more unusual term and period (Westfall & Young 1993), exact whatever p is
    worth.

    The list is in the spirit of Kleinberg (2003), "Bursty and hierarchical structure in streams", but each
    period is tested against the others, which gives an interval that his two-state automaton has not.
    """
    names = [
        "term",
        "period",
        "count",
        "articles",
        "units",
        "per_million",
        "elsewhere_per_million",
        "log_ratio",
    ]
    names += ["low", "high", "p", "p_corrected"]
    dated = _frequent(dated_only(matrix), minimum_count)
    units, held = by_unit(dated, unit), by_unit(_present(dated), unit)
    published = units.articles["published"]
    if period == "auto" and period_of(published) == "day":
        period = "week"
    index = periods(published, period)
    codes, labels = index.factorize()[0], index.unique()
    if len(labels) < 2 or len(codes) < FEWEST:
        none = pd.DataFrame({name: [] for name in names}).astype({"term": object, "period": "datetime64[us]"})
        none.attrs["reason"] = f"Nothing can be tested: that takes {FEWEST} {unit}s in two periods or more."
        return none
    moments = _moments(held)
    found = _used_in(held, codes, moments, minimum_articles)
    found["count"] = _at(_in_periods(codes, units.counts), found)
    found = found[found["count"] >= minimum_count].reset_index(drop=True)
    order = np.random.default_rng(seed)
    most = np.array(
        [_most(held, order.permutation(codes), moments, minimum_articles) for _ in range(permutations)]
    )
    found = _burst_p(found, most)
    listed = found["p_corrected"] <= level
    confidence = 1 - (1 - confidence) * max(int(listed.sum()), 1) / max(len(found), 1)
    found = _with_log_ratio(found[listed].reset_index(drop=True), units, codes, confidence)
    found = found.assign(term=units.terms[found["column"]], period=_first_days(labels, found["row"]))
    ordered = found.sort_values(["p", "log_ratio"], ascending=[True, False], kind="stable")
    return ordered[names].reset_index(drop=True)


def _frequent(matrix: DocumentTermMatrix, minimum_count: int) -> DocumentTermMatrix:
    kept = np.asarray(matrix.counts.sum(axis=0)).ravel() >= minimum_count
    return replace(matrix, counts=matrix.counts[:, kept], terms=matrix.terms[kept])


def _present(matrix: DocumentTermMatrix) -> DocumentTermMatrix:
    """Whether an article uses a term, and for `words` that it is one article."""
    return replace(matrix, counts=(matrix.counts > 0).astype(np.int32), words=np.ones_like(matrix.words))


def _first_days(labels: pd.PeriodIndex, rows: pd.Series) -> pd.DatetimeIndex:
    return labels[rows.to_numpy()].start_time.as_unit("us")


def _in_periods(codes: np.ndarray, values: Any) -> Any:
    """The sums of the rows of `values` in each period, by the period's number of each row."""
    from scipy.sparse import csr_matrix

    shape = (int(codes.max()) + 1, len(codes))
    return csr_matrix((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=shape) @ values


def _at(values: Any, found: pd.DataFrame) -> np.ndarray:
    """The values of a sparse matrix at each `row` and `column`."""
    if not len(found):
        return np.zeros(0)
    return np.asarray(
        values.tocsr()[found["row"].to_numpy(), found["column"].to_numpy()], dtype=float
    ).ravel()


class _Moments(NamedTuple):
    """Of each term, over units: its share of articles, and the moments of what a unit has more than that share."""

    share: np.ndarray
    second: np.ndarray
    third: np.ndarray


def _moments(held: DocumentTermMatrix) -> _Moments:
    u, a, size = held.counts.astype(float), held.words.astype(float), len(held.words)
    total, square, cube = (np.asarray(u.power(k).sum(axis=0)).ravel() for k in (1, 2, 3))
    share = total / a.sum()
    with_one, with_two = np.asarray(u.T @ a).ravel(), np.asarray(u.T @ a**2).ravel()
    square_with_one = np.asarray(u.power(2).T @ a).ravel()
    second = square - 2 * share * with_one + share**2 * (a**2).sum()
    third = cube - 3 * share * square_with_one + 3 * share**2 * with_two - share**3 * (a**3).sum()
    return _Moments(share, np.maximum(second, 0) / size, third / size)


def _used_in(held: DocumentTermMatrix, codes: np.ndarray, moments: _Moments, least: int) -> pd.DataFrame:
    """Which term (column) which period (row) uses in `least` articles, and how unusually often (about normal).

    The sum of m of D values dealt without replacement has the variance m (D - m) / (D - 1) of theirs, and its third
    cumulant is m (D - m) (D - 2m) / (D - 1) / (D - 2) of theirs; Wilson & Hilferty's root makes it about normal.
    """
    entries = _in_periods(codes, held.counts).tocoo()
    enough = (entries.data >= least) & (np.bincount(codes)[entries.row] >= FEWEST_STANDING)
    row, column, articles = entries.row[enough], entries.col[enough], entries.data[enough]
    units, size = np.bincount(codes)[row], len(codes)
    more = articles - moments.share[column] * np.bincount(codes, held.words)[row]
    variance = units * (size - units) / (size - 1) * moments.second[column]
    third = units * (size - units) * (size - 2 * units) / (size - 1) / (size - 2) * moments.third[column]
    with np.errstate(divide="ignore", invalid="ignore"):
        z, skew = more / np.sqrt(variance), third / variance**1.5
        root = np.cbrt(np.maximum(skew * z / 2 + 1, 0))
        normal = np.where(np.abs(skew) > 1e-6, 6 / skew * (root - 1) + skew / 6, z)
    unusual = np.where(variance > 1e-9, normal, 0.0)
    return pd.DataFrame(
        {"row": row, "column": column, "articles": articles.astype(np.int64), "unusual": unusual}
    )


def _most(held: DocumentTermMatrix, codes: np.ndarray, moments: _Moments, least: int) -> float:
    """How unusual the most unusual term and period is; less than anything where none is used in `least` articles."""
    return float(_used_in(held, codes, moments, least)["unusual"].to_numpy().max(initial=-np.inf))


def _burst_p(found: pd.DataFrame, most: np.ndarray) -> pd.DataFrame:
    """With p by the normal distribution, and corrected by the most unusual of each permutation."""
    from scipy.stats import norm

    unusual = found["unusual"].to_numpy()
    higher = len(most) - np.searchsorted(np.sort(most), unusual - 1e-9)
    return found.assign(p=norm.sf(unusual), p_corrected=(1 + higher) / (1 + len(most)))


def _with_log_ratio(
    found: pd.DataFrame, units: DocumentTermMatrix, codes: np.ndarray, confidence: float
) -> pd.DataFrame:
    """Rates in the period and elsewhere, and their ratio with its interval over units."""
    parts = [
        _against_others(rows, units, codes == row, confidence)
        for row, rows in found.groupby("row", sort=True)
    ]
    return pd.concat(parts) if parts else found.reindex(columns=[*found, *_RATIO])


_RATIO = ["units", "per_million", "elsewhere_per_million", "log_ratio", "low", "high"]


def _against_others(
    rows: pd.DataFrame, units: DocumentTermMatrix, inside: np.ndarray, confidence: float
) -> pd.DataFrame:
    """One period against all others, for some terms of it; a term never used elsewhere as half a use there."""
    column = rows["column"].to_numpy()
    chosen = replace(units, counts=units.counts[:, column], terms=units.terms[column])
    here, rest = rates(chosen.select(inside)), rates(chosen.select(~inside))
    words = max(float(units.words[~inside].sum()), 1.0)
    elsewhere = np.maximum(rest["rate"].to_numpy(), 0.5 / words)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = here["variance"].to_numpy() / here["rate"].to_numpy() ** 2
        relative += np.maximum(rest["variance"].to_numpy(), 0.5 / words**2) / elsewhere**2
    ratio = np.log2(here["rate"].to_numpy() / elsewhere)
    away = inference.reach(int(inside.sum()), confidence) * np.sqrt(relative) / np.log(2)
    return rows.assign(
        units=here["articles"].to_numpy(),
        per_million=here["rate"].to_numpy() * MILLION,
        elsewhere_per_million=rest["rate"].to_numpy() * MILLION,
        log_ratio=ratio,
        low=ratio - away,
        high=ratio + away,
    )
