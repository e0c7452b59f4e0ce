"""Description: how much text there is, from whom, of when, and what is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.terms import DocumentTermMatrix
from analysis.statistics.trends import Period, periods

SAMPLE = 100  # words of an article in which types are compared


def expected_types(counts: np.ndarray, sample: int = SAMPLE) -> float:
    """Types to expect in `sample` words drawn from a text with these counts; NaN when it is shorter.

    Comparable between texts of different length, not between corpora of more or fewer articles: words drawn from all
    articles are of more subjects the more articles there are (Gotelli & Colwell 2001, Ecology Letters 4(4)). Hurlbert
    (1971), Ecology 52(4).
    """
    from scipy.special import gammaln

    n = float(counts.sum())
    if n < sample:
        return np.nan
    rest = n - counts.astype(float)
    with np.errstate(invalid="ignore"):
        absent = gammaln(rest + 1) - gammaln(rest - sample + 1) - gammaln(n + 1) + gammaln(n - sample + 1)
    return float((1 - np.where(rest >= sample, np.exp(absent), 0.0)).sum())


def description(
    matrix: DocumentTermMatrix, *, by: str | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """What is in the corpus, by a column of its articles such as outlet; the group with most articles first.

    Columns: the group (or "all"); `articles`, `words`, `types`; `types_per_100`, those to expect in 100 words of
    one article, mean over articles that have as many (comparable between groups, of however many articles), with
    `types_low`, `types_high` (see `inference.ratios`); `sentences` when the articles say so; `mean_words`,
    `median_words` with `low`, `high` (of the median, see `inference.interval_of_median`: a mean of lengths has no
    interval that holds, as a few very long articles make it), and `why` there is no interval of these, or of the
    types; `first`, `last` date and `undated` articles. Articles without a value of `by` are the group "unknown". In
    intervals those of one `cluster`, where the articles have it, are one.
    """
    name = by or "corpus"
    rows = []
    for group, at in groups(matrix, by).items():
        part = matrix.select(at)
        counts = np.asarray(part.counts.sum(axis=0)).ravel()
        row = {name: group, "articles": len(at), "words": int(part.words.sum())}
        unit = (
            inference.clusters(part.articles["cluster"]) if "cluster" in part.articles else np.arange(len(at))
        )
        types, why = _types_of_articles(part, unit, confidence)
        row |= {"types": int((counts > 0).sum()), **types}
        if "sentences" in part.articles:
            row["sentences"] = int(part.articles["sentences"].sum())
        row |= _lengths(part.words, unit, confidence)
        rows.append(row | {"why": row["why"] or why} | _dates(part.articles))
    columns = [
        name,
        "articles",
        "words",
        "types",
        "types_per_100",
        "types_low",
        "types_high",
        "mean_words",
        "median_words",
        "low",
        "high",
        "why",
    ]
    if not rows:
        return pd.DataFrame(columns=[*columns, "first", "last", "undated"])
    return pd.DataFrame(rows).sort_values(["articles", name], ascending=[False, True]).reset_index(drop=True)


def groups(matrix: DocumentTermMatrix, by: str | None) -> dict[str, np.ndarray]:
    """The rows of each value of a column of the articles, "unknown" where it is missing, in order of name."""
    if by is None:
        return {"all": np.arange(len(matrix.articles))} if len(matrix.articles) else {}
    values = matrix.articles[by].astype(object).where(matrix.articles[by].notna(), "unknown")
    return {str(value): np.asarray(rows) for value, rows in values.groupby(values).indices.items()}


def _types_of_articles(
    matrix: DocumentTermMatrix, unit: np.ndarray, confidence: float
) -> tuple[dict[str, float], str]:
    """Mean over articles of the types to expect in so many words of each, its interval, and why there is none."""
    counts = matrix.counts
    long = np.flatnonzero(matrix.words >= SAMPLE)
    found = [expected_types(counts.data[counts.indptr[row] : counts.indptr[row + 1]]) for row in long]
    pairs = np.column_stack([np.array(found, dtype=float), np.ones(len(long))])
    summed = inference.totals(pairs, pd.factorize(unit[long])[0])
    told = inference.ratios(summed[:, 0], summed[:, 1], confidence=confidence).iloc[0]
    ends = {"types_per_100": told["value"], "types_low": told["low"], "types_high": told["high"]}
    return ends, f"types: {told['why']} of {SAMPLE} words" if told["why"] else ""


def _lengths(words: np.ndarray, unit: np.ndarray, confidence: float) -> dict[str, Any]:
    firsts = words[np.unique(unit, return_index=True)[1]]
    low, high = inference.interval_of_median(firsts, confidence)
    lengths = {"mean_words": float(words.mean()), "median_words": float(np.median(words))}
    why = f"fewer than {inference.FEWEST} articles" if len(firsts) < inference.FEWEST else ""
    return lengths | {"low": low, "high": high, "why": why}


def _dates(articles: pd.DataFrame) -> dict[str, object]:
    published = articles["published"] if "published" in articles else pd.Series([pd.NaT] * len(articles))
    return {"first": published.min(), "last": published.max(), "undated": int(published.isna().sum())}


def timeline(articles: pd.DataFrame, *, period: Period = "auto", by: str | None = None) -> pd.DataFrame:
    """Articles in each period, zero where there are none between the first and the last.

    Columns: the group when `by` is given, `period` (its first day), `articles`. Articles without a date are
    left out.
    """
    dated = articles[articles["published"].notna()]
    columns = [*([by] if by else []), "period", "articles"]
    if not len(dated):
        return pd.DataFrame({name: [] for name in columns}).astype({"period": "datetime64[us]"})
    index = periods(dated["published"], period)
    all_periods = pd.period_range(index.min(), index.max(), freq=index.freq)
    keys = [dated[by].fillna("unknown").to_numpy(), index] if by else [index]
    counted = dated.groupby(keys, observed=True).size()
    filled = counted.unstack(0, fill_value=0) if by else counted.to_frame("all")
    filled = filled.reindex(all_periods, fill_value=0)
    filled = filled.set_axis(all_periods.to_timestamp().as_unit("us"))
    long = (
        filled.rename_axis("period").reset_index().melt("period", var_name=by or "all", value_name="articles")
    )
    return long.astype({"articles": "int64"})[columns]


def gaps(articles: pd.DataFrame, *, by: str | None = None, least: float = 0.001) -> pd.DataFrame:
    """Stretches without an article that are longer than chance makes likely, the longest first.

    Columns: the group when `by` is given; `after`, `before` (the articles round the gap); `days` between them;
    `expected`, the days without an article that would be usual to have one: each counts as the share of its
    weekday's days that have one, so that a paper without weekend articles has no gap each weekend; `p`, the chance
    that so many days on end stay empty somewhere in so many days, if each did by itself as often as its weekday
    does, at most 1. Those with p below `least` are listed. Articles of one day are one event and counted as one.
    News comes in bunches, so a gap is a question to the collection, not a verdict.
    """
    dated = articles[articles["published"].notna()]
    rows = [
        (group, *gap)
        for group, part in (dated.groupby(by) if by else [("all", dated)])
        for gap in _gaps(part["published"].sort_values().reset_index(drop=True))
        if gap[-1] < least
    ]
    columns = [by or "corpus", "after", "before", "days", "expected", "p"]
    return pd.DataFrame(rows, columns=columns).sort_values("days", ascending=False).reset_index(drop=True)


def _gaps(times: pd.Series) -> list[tuple[pd.Timestamp, pd.Timestamp, float, float, float]]:
    """Each stretch of whole days without an article: the articles round it, its days, expected ones, and p."""
    day = ((times - times.min().normalize()).dt.total_seconds() // 86400).to_numpy(int) if len(times) else []
    if len(day) < 3:
        return []
    every = np.arange(day[-1] + 1)
    weekday, filled = every % 7, np.isin(every, day)
    days_of, filled_of = np.bincount(weekday, minlength=7), np.bincount(weekday, filled, minlength=7)
    empty = (1 - (filled_of + 0.5) / (days_of + 1))[weekday]  # never certain: Jeffreys' prior
    found = []
    for at in np.flatnonzero(np.diff(day) > 1):
        inside = empty[day[at] + 1 : day[at + 1]]
        chance = min(1.0, float(np.exp(np.log(inside).sum()) * filled.sum()))
        days = (times[at + 1] - times[at]).total_seconds() / 86400
        found.append((times[at], times[at + 1], days, float((1 - inside).sum()), chance))
    return found
