"""Description: how much text there is, from whom, of when, and what is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.terms import DocumentTermMatrix
from analysis.statistics.trends import Period, periods

SAMPLE = 1_000  # words in which types are compared


def expected_types(counts: np.ndarray, sample: int = SAMPLE) -> float:
    """Types to expect in `sample` words drawn from a text with these counts; NaN when it is shorter.

    Makes vocabularies of corpora of different size comparable. Hurlbert (1971), Ecology 52(4).
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

    Columns: the group (or "all"); `articles`, `words`, `types`; `types_per_1000`, expected in 1,000 words
    (comparable between groups, NaN below); `sentences` when the articles say so; `mean_words` with `low`,
    `high` (Student's t, NaN with one article), `median_words`; `first`, `last` date and `undated` articles. Articles
    without a value of `by` are the group "unknown".
    """
    name = by or "corpus"
    rows = []
    for group, at in groups(matrix, by).items():
        part = matrix.select(at)
        counts = np.asarray(part.counts.sum(axis=0)).ravel()
        row = {name: group, "articles": len(at), "words": int(part.words.sum())}
        row |= {"types": int((counts > 0).sum()), "types_per_1000": expected_types(counts[counts > 0])}
        if "sentences" in part.articles:
            row["sentences"] = int(part.articles["sentences"].sum())
        rows.append(row | _lengths(part.words, confidence) | _dates(part.articles))
    columns = [
        name,
        "articles",
        "words",
        "types",
        "types_per_1000",
        "mean_words",
        "low",
        "high",
        "median_words",
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


def _lengths(words: np.ndarray, confidence: float) -> dict[str, float]:
    mean, n = float(words.mean()), len(words)
    deviation = words.std(ddof=1) if n > 1 else np.nan
    low, high = inference.interval_of_mean(mean, deviation, n, confidence)
    return {"mean_words": mean, "low": low, "high": high, "median_words": float(np.median(words))}


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

    Columns: the group when `by` is given; `after`, `before` (the articles round the gap); `days`; `expected`
    articles at the group's mean rate; `p`, the chance that a gap this long occurs somewhere in a steady
    stream of so many articles, exp(−expected) times the number of gaps, at most 1. Those with p below `least`
    are listed. News comes in bunches, so a gap is a question to the collection, not a verdict.
    """
    dated = articles[articles["published"].notna()]
    parts = dated.groupby(by) if by else [("all", dated)]
    rows = []
    for group, part in parts:
        times = part["published"].sort_values().reset_index(drop=True)
        days = times.diff().dt.total_seconds().to_numpy()[1:] / 86400
        span = days.sum()
        for at in np.flatnonzero(days > 1) if span > 0 else []:
            expected = days[at] / span * len(days)
            chance = min(1.0, float(np.exp(-expected)) * len(days))
            if chance < least:
                rows.append((group, times[at], times[at + 1], days[at], expected, chance))
    columns = [by or "corpus", "after", "before", "days", "expected", "p"]
    return pd.DataFrame(rows, columns=columns).sort_values("days", ascending=False).reset_index(drop=True)
