"""Terms over time: rates by period, slopes, change points, and bursts, each with its uncertainty.

Articles without a date are left out of everything here. Times are UTC.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.frequency import MILLION, interval, rates
from analysis.statistics.terms import DocumentTermMatrix

Period = Literal["auto", "day", "week", "month", "quarter", "year"]
FREQUENCIES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
MOST_PERIODS = 60  # more points than that on a page are noise


def period_of(published: pd.Series, period: Period = "auto") -> str:
    """The period to count by: as asked, or for "auto" the shortest that gives at most 60 of them."""
    if period != "auto":
        return period
    dates = published.dropna()
    days = (dates.max() - dates.min()).days + 1 if len(dates) else 0
    lengths = {"day": 1, "week": 7, "month": 30.4, "quarter": 91.3, "year": 365.25}
    return next((name for name, length in lengths.items() if days / length <= MOST_PERIODS), "year")


def periods(published: pd.Series, period: Period = "auto") -> pd.PeriodIndex:
    """The period of each date, missing where the date is. Raises ValueError for an unknown period."""
    name = period_of(published, period)
    if name not in FREQUENCIES:
        raise ValueError(f"period must be one of {', '.join(FREQUENCIES)}, not {name!r}")
    return pd.PeriodIndex(pd.to_datetime(published, utc=True).dt.tz_localize(None), freq=FREQUENCIES[name])


def _dated(matrix: DocumentTermMatrix) -> DocumentTermMatrix:
    """The articles that have a date and words, in the order of time."""
    published = matrix.articles["published"]
    kept = np.flatnonzero((published.notna() & (matrix.words > 0)).to_numpy())
    return matrix.select(kept[np.argsort(published.iloc[kept].to_numpy(), kind="stable")])


def trend(matrix: DocumentTermMatrix, *, period: Period = "auto", confidence: float = 0.95) -> pd.DataFrame:
    """The use of each column of `matrix` in each period; choose the columns first (`matrix_of`).

    Columns: `term`, `period` (its first day), `articles` and `words` of the period, `count`, `per_million`
    words, `low`, `high` (interval over articles, NaN with fewer than two). Periods without an article between
    the first and the last have a row with NaN, so that a gap is seen as one.
    """
    dated = _dated(matrix)
    names = ["term", "period", "articles", "words", "count", "per_million", "low", "high"]
    if not len(dated.articles):
        return pd.DataFrame({name: [] for name in names}).astype({"term": object, "period": "datetime64[us]"})
    index = periods(dated.articles["published"], period)
    rows = [
        _period_rates(dated.select(index == each), each, confidence)
        for each in pd.period_range(index.min(), index.max(), freq=index.freq)
    ]
    found = pd.concat(rows, ignore_index=True)
    found["term"] = pd.Categorical(found["term"], categories=list(matrix.terms))
    ordered = found.sort_values(["term", "period"], kind="stable").astype({"term": object})
    return ordered[names].reset_index(drop=True)


def _period_rates(part: DocumentTermMatrix, period: pd.Period, confidence: float) -> pd.DataFrame:
    found, words = rates(part), int(part.words.sum())
    low, high = interval(
        found["rate"].to_numpy(), found["variance"].to_numpy(), len(part.articles), words, confidence
    )
    return pd.DataFrame(
        {
            "term": found.index,
            "period": period.start_time.as_unit("us"),
            "articles": len(part.articles),
            "words": words,
            "count": found["count"].to_numpy(),
            "per_million": found["rate"].to_numpy() * MILLION,
            "low": low * MILLION,
            "high": high * MILLION,
        }
    )


def slopes(
    matrix: DocumentTermMatrix, *, confidence: float = 0.95, minimum_articles: int = 10
) -> pd.DataFrame:
    """How much more, or less, each column of `matrix` is used from year to year.

    Columns: `term`, `articles`, `count`; `change_per_year` (1.2 = a fifth more each year) with `low`, `high`,
    and `p`. A Poisson regression of the counts on time with the articles' lengths as exposure and standard
    errors robust to words that cluster (HC1). NaN with fewer than `minimum_articles` dated articles, three
    dates, or five uses. It is one straight line on the logarithm: look at `trend` before believing it.
    """
    from scipy.stats import norm
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    dated = _dated(matrix)
    time = (dated.articles["published"] - dated.articles["published"].min()).dt.days.to_numpy(float) / 365.25
    rows = []
    for number, term in enumerate(dated.terms):
        count = dated.counts[:, [number]].toarray().ravel()
        change = low = high = p = np.nan
        if len(count) >= minimum_articles and len(np.unique(time)) >= 3 and count.sum() >= 5:
            model = GLM(count, np.column_stack([np.ones_like(time), time]), Poisson(), exposure=dated.words)
            line = model.fit(cov_type="HC1")
            reach = norm.ppf((1 + confidence) / 2) * line.bse[1]
            change, low, high = np.exp([line.params[1], line.params[1] - reach, line.params[1] + reach])
            p = float(line.pvalues[1])
        rows.append((term, len(count), int(count.sum()), change, low, high, p))
    return pd.DataFrame(rows, columns=["term", "articles", "count", "change_per_year", "low", "high", "p"])


def change_points(
    matrix: DocumentTermMatrix, *, period: Period = "auto", permutations: int = 999, seed: int = 0
) -> pd.DataFrame:
    """The one date at which the use of each column of `matrix` changed most, if it changed.

    Columns: `term`; `date`, first day of the first period after the change; `earliest`, `latest`, the dates
    that fit nearly as well (log-likelihood within 1.92 after correcting for overdispersion); `before`,
    `after` per million words; `p`, from shuffling the articles over time, so that it holds however words
    cluster. The split is the one with the largest likelihood ratio of two Poisson rates against one (Hinkley
    1970). NaN and NaT with fewer than four periods that have articles, or five uses.
    """
    dated = _dated(matrix)
    rows: list[list[Any]] = []
    index = periods(dated.articles["published"], period)
    starts = np.flatnonzero(np.r_[False, index[1:] != index[:-1]]) if len(index) else np.zeros(0, dtype=int)
    order = np.random.default_rng(seed)
    shuffles = [order.permutation(len(index)) for _ in range(permutations)]
    for number, term in enumerate(dated.terms):
        count = dated.counts[:, [number]].toarray().ravel().astype(float)
        if len(starts) < 3 or count.sum() < 5:
            rows.append([term, *[pd.NaT] * 3, *[np.nan] * 3])
            continue
        days = index[starts].start_time
        rows.append([term, *_split(count, dated.words.astype(float), starts, days, shuffles)])
    named = pd.DataFrame(rows, columns=["term", "date", "earliest", "latest", "before", "after", "p"])
    return named.astype(dict.fromkeys(["date", "earliest", "latest"], "datetime64[us]"))


def _split(
    count: np.ndarray,
    words: np.ndarray,
    starts: np.ndarray,
    days: pd.DatetimeIndex,
    shuffles: list[np.ndarray],
) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp, float, float, float]:
    ratio = _likelihood_ratios(count, words, starts)
    best = int(np.argmax(ratio))
    first = starts[best]
    before, after = count[:first].sum() / words[:first].sum(), count[first:].sum() / words[first:].sum()
    expected = words * np.where(np.arange(len(words)) < first, before, after)
    used = expected > 0
    dispersion = max(
        1.0, float(((count - expected)[used] ** 2 / expected[used]).sum() / max(used.sum() - 2, 1))
    )
    near = days[ratio >= ratio[best] - 3.84 * dispersion]
    shuffled = [_likelihood_ratios(count[at], words[at], starts).max() for at in shuffles]
    p = (1 + sum(other >= ratio[best] for other in shuffled)) / (1 + len(shuffles))
    return days[best], near.min(), near.max(), before * MILLION, after * MILLION, p


def _likelihood_ratios(count: np.ndarray, words: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Twice the gain in log-likelihood of two rates over one, for a split before each of `starts`."""
    from scipy.special import xlogy

    used, read = np.cumsum(count), np.cumsum(words)
    a, n = used[starts - 1], read[starts - 1]
    b, m = used[-1] - a, read[-1] - n
    rate = used[-1] / read[-1]
    return 2 * (xlogy(a, a / (n * rate)) + xlogy(b, b / (m * rate)))


def bursts(
    matrix: DocumentTermMatrix,
    *,
    period: Period = "auto",
    minimum_count: int = 5,
    minimum_articles: int = 3,
    confidence: float = 0.95,
    level: float = 0.05,
) -> pd.DataFrame:
    """Terms that one period uses more than all the others together, the surest first.

    Columns: `term`, `period` (its first day), `count`, `articles`, `per_million`, `elsewhere_per_million`;
    `log_ratio` (doublings) with `low`, `high` over articles, a term never used elsewhere being taken as
    half a use there; `p`, the chance that so many of the articles that use the term fall into the period
    (hypergeometric, one-sided: an article counts once however often it says the word), and `p_corrected`
    over all terms and periods tested. Only terms used `minimum_count` times by `minimum_articles` articles
    of the period are tested: one long article makes no burst. Those with a corrected p up to `level` are
    listed.

    The list is in the spirit of Kleinberg (2003), "Bursty and hierarchical structure in streams", but each
    period is tested against the others, which gives an interval that his two-state automaton has not.
    """
    names = ["term", "period", "count", "articles", "per_million", "elsewhere_per_million", "log_ratio"]
    names += ["low", "high", "p", "p_corrected"]
    dated = _frequent(_dated(matrix), minimum_count)
    index = periods(dated.articles["published"], period)
    parts = [
        _burst_of(dated, index == each, each, minimum_count, minimum_articles) for each in index.unique()
    ]
    if len(parts) < 2 or not sum(map(len, parts)):
        return pd.DataFrame({name: [] for name in names}).astype({"term": object, "period": "datetime64[us]"})
    found = pd.concat(parts, ignore_index=True)
    reach = inference.reach(found["units"], confidence) * found["error"]
    found = found.assign(low=found["log_ratio"] - reach, high=found["log_ratio"] + reach)
    found["p_corrected"] = inference.corrected(found["p"])
    found = found[found["p_corrected"] <= level]
    ordered = found.sort_values(["p", "log_ratio"], ascending=[True, False], kind="stable")
    return ordered[names].reset_index(drop=True)


def _frequent(matrix: DocumentTermMatrix, minimum_count: int) -> DocumentTermMatrix:
    kept = np.asarray(matrix.counts.sum(axis=0)).ravel() >= minimum_count
    return replace(matrix, counts=matrix.counts[:, kept], terms=matrix.terms[kept])


def _burst_of(
    matrix: DocumentTermMatrix,
    inside: np.ndarray,
    period: pd.Period,
    minimum_count: int,
    minimum_articles: int,
) -> pd.DataFrame:
    """One period against all others, for the terms frequent enough in it."""
    from scipy.stats import hypergeom

    here = rates(matrix.select(inside))
    kept = ((here["count"] >= minimum_count) & (here["articles"] >= minimum_articles)).to_numpy()
    chosen = replace(matrix, counts=matrix.counts[:, kept], terms=matrix.terms[kept])
    here, rest = here[kept], rates(chosen.select(~inside))
    words = max(float(matrix.words[~inside].sum()), 1.0)
    elsewhere = np.maximum(rest["rate"], 0.5 / words)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = here["variance"] / here["rate"] ** 2
        relative += np.maximum(rest["variance"], 0.5 / words**2) / elsewhere**2
    return pd.DataFrame(
        {
            "term": here.index,
            "period": period.start_time.as_unit("us"),
            "count": here["count"].to_numpy(),
            "articles": here["articles"].to_numpy(),
            "per_million": here["rate"].to_numpy() * MILLION,
            "elsewhere_per_million": rest["rate"].to_numpy() * MILLION,
            "log_ratio": np.log2(here["rate"] / elsewhere).to_numpy(),
            "error": (np.sqrt(relative) / np.log(2)).to_numpy(),
            "units": int(inside.sum()),
            "p": hypergeom.sf(
                here["articles"] - 1, len(inside), here["articles"] + rest["articles"], inside.sum()
            ),
        }
    )
