"""Terms over time: rates by period, slopes and change points, each with its uncertainty (bursts: see `bursts`).

Articles of one day tell of the same events, so that they are no independent witnesses of a change. What is tested
here is tested by permuting units of articles that stand together, whole days unless events are known: whether so
much of an order could come from dealing the same days anew over the calendar. It holds however words and articles
cluster within a unit, and not where the events of many days are one. Few units are permuted in every possible way;
below `FEWEST` not even that could show anything, so that nothing is said.

Articles without a date are left out of everything here. Times are UTC.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.frequency import MILLION, estimated, rates
from analysis.statistics.terms import DocumentTermMatrix

Period = Literal["auto", "day", "week", "month", "quarter", "year"]
FREQUENCIES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
MOST_PERIODS = 60  # more points than that on a page are noise
FEWEST = inference.FEWEST  # units: of four, the least p is 1/12
FEWEST_USES = 5
EDGE = 0.1  # share of units that a change point leaves on either side: of fewer, the rate is not known
STEPS = 100  # of a fit: some five are enough unless it has no end
FEW = 7  # units that are permuted in all of their 5,040 orders


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


def dated_only(matrix: DocumentTermMatrix) -> DocumentTermMatrix:
    """The articles that have a date and words, in the order of time."""
    published = matrix.articles["published"]
    kept = np.flatnonzero((published.notna() & (matrix.words > 0)).to_numpy())
    return matrix.select(kept[np.argsort(published.iloc[kept].to_numpy(), kind="stable")])


def trend(matrix: DocumentTermMatrix, *, period: Period = "auto", confidence: float = 0.95) -> pd.DataFrame:
    """The use of each column of `matrix` in each period; choose the columns first (`matrix_of`).

    Columns: `term`, `period` (its first day), `articles` and `words` of the period, `count`, `per_million`
    words, `low`, `high` (interval over days, as articles of one day tell of the same events, or over articles where
    the period is a day), and `why` there is none: fewer than five, or few that use it. Periods without an article
    between the first and the last have a row with NaN, so that a gap is seen as one.
    """
    dated = dated_only(matrix)
    names = ["term", "period", "articles", "words", "count", "per_million", "low", "high", "why"]
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
    day = part.articles["published"].dt.strftime("%Y-%m-%d").astype(object)
    dated = replace(part, articles=part.articles.assign(day=day))
    by = ("cluster",) if period.freqstr == "D" else ("cluster", "day")
    told = estimated(dated, confidence=confidence, by=by)
    return pd.DataFrame(
        {
            "term": found.index,
            "period": period.start_time.as_unit("us"),
            "articles": len(part.articles),
            "words": words,
            "count": found["count"].to_numpy(),
            "per_million": found["rate"].to_numpy() * MILLION,
            "low": told["low"].to_numpy(),
            "high": told["high"].to_numpy(),
            "why": told["why"].to_numpy(),
        }
    )


def slopes(
    matrix: DocumentTermMatrix,
    *,
    unit: str = "day",
    confidence: float = 0.95,
    minimum_articles: int = 10,
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """How much more, or less, each column of `matrix` is used from year to year.

    Columns: `term`, `articles`, `units`, `count`; `change_per_year` (1.2 = a fifth more each year) with `low`,
    `high`; `p`, and `p_corrected` for the number of terms; `why` there is none of these, in words, or "". `unit` is
    "day" or a column of the articles, such as an event: what it holds is permuted over time as a whole (see the
    module).

    The slope is that of a Poisson regression of counts on time with lengths as exposure. p compares its score, over
    a standard error that is robust to units of different spread (Janssen 1997, Statistics & Probability Letters 36;
    with up to seven units one that takes them as alike), with those of the permutations, and the interval reaches
    as many robust standard errors (HC3) as 95 % of them do. NaN with fewer than `minimum_articles` dated articles,
    five units, or five uses. It is one straight line on the logarithm: look at `trend` before believing it.
    """
    dated = dated_only(matrix)
    units = by_unit(dated, unit)
    days = units.articles["published"].dt.floor("D")
    time = ((days - days.min()).dt.total_seconds() / 86400 / 365.25).to_numpy(float)
    orders = _orders(len(time), permutations, seed)
    why = _too_little(units, len(dated.words), minimum_articles)
    listed, observed, others = [], [], []
    for number, term in enumerate(units.terms):
        count = units.counts[:, [number]].toarray().ravel().astype(float)
        reason = why or ("fewer than 5 uses" if count.sum() < FEWEST_USES else "")
        change = low = high = np.nan
        if not reason:
            scores = _scores(count, units.words.astype(float), time, orders)
            observed.append(scores[0])
            others.append(scores[1:])
            reach = np.quantile(scores, confidence, method="higher")
            change, low, high = _change(count, units.words.astype(float), time, reach)
        listed.append((term, len(dated.words), len(time), int(count.sum()), change, low, high, reason))
    names = ["term", "articles", "units", "count", "change_per_year", "low", "high", "why"]
    return _with_p(pd.DataFrame(listed, columns=names), observed, others)


def by_unit(dated: DocumentTermMatrix, unit: str) -> DocumentTermMatrix:
    """The rows of each unit of time summed, in order; of copies (column `cluster`) the first counts."""
    if "cluster" in dated.articles:
        dated = dated.select(np.unique(inference.clusters(dated.articles["cluster"]), return_index=True)[1])
    day = dated.articles["published"].dt.strftime("%Y-%m-%d").astype(object)
    label = (
        day if unit == "day" else dated.articles[unit].astype(object).where(dated.articles[unit].notna(), day)
    )
    return dated.merged(pd.factorize(label)[0])


def _orders(size: int, permutations: int, seed: int) -> np.ndarray:
    """The order as it is, and below it others: all there are, or so many drawn at random."""
    if size <= FEW:
        return np.array(list(itertools.permutations(range(size))), dtype=int)
    order = np.random.default_rng(seed)
    return np.vstack([np.arange(size), *(order.permutation(size) for _ in range(permutations))])


def _too_little(units: DocumentTermMatrix, articles: int, minimum_articles: int) -> str:
    if articles < minimum_articles:
        return f"fewer than {minimum_articles} dated articles"
    return f"articles of fewer than {FEWEST} days or events" if len(units.words) < FEWEST else ""


def _scores(count: np.ndarray, words: np.ndarray, time: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """For each order of the units, how far the rate leans on time: the score of the slope over its robust error."""
    apart = (count - count.sum() / words.sum() * words)[orders]
    read = words[orders]
    centred = time - (read @ time / words.sum())[:, None]
    robust = (centred**2 * apart**2).sum(axis=1)
    alike = (centred**2).sum(axis=1) * (apart**2).mean(axis=1)  # a robust error of few units is noise
    error = np.sqrt(robust if len(time) > FEW else alike)
    leaning = np.abs((centred * apart).sum(axis=1))
    return np.divide(leaning, error, out=np.zeros(len(orders)), where=error > 1e-12)


def _change(
    count: np.ndarray, words: np.ndarray, time: np.ndarray, reach: float
) -> tuple[float, float, float]:
    """The factor a year of a Poisson regression and its ends, `reach` robust standard errors (HC3) away."""
    design = np.column_stack([np.ones_like(time), time])
    coefficients = _poisson(count, words, time)
    expected = words * np.exp(design @ coefficients)
    bread = np.linalg.pinv(design.T @ (design * expected[:, None]))
    leverage = expected * np.einsum("ij,jk,ik->i", design, bread, design)
    apart = (count - expected) / np.maximum(1 - leverage, 1e-6)
    error = float(np.sqrt((bread @ ((design * apart[:, None]).T @ (design * apart[:, None])) @ bread)[1, 1]))
    with np.errstate(over="ignore"):
        change, low, high = np.exp(
            [coefficients[1], coefficients[1] - reach * error, coefficients[1] + reach * error]
        )
    return float(change), float(low), float(high)


def _poisson(count: np.ndarray, words: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Constant and slope of a Poisson regression with exposure, by iteratively reweighted least squares.

    McCullagh & Nelder (1989), Generalized Linear Models, 2.5. Where all uses fall on one end of the time, the slope
    has no end: it is the one after `STEPS` steps.
    """
    middle, spread = time.mean(), time.std()
    design = np.column_stack([np.ones_like(time), (time - middle) / spread])
    found = np.array([np.log(count.sum() / words.sum()), 0.0])
    for _ in range(STEPS):
        expected = words * np.exp(design @ found)
        step = np.linalg.pinv(design.T @ (design * expected[:, None])) @ (design.T @ (count - expected))
        step /= max(1.0, np.abs(step).max())
        found += step
        if np.abs(step).max() < 1e-10:
            break
    return np.array([found[0] - found[1] * middle / spread, found[1] / spread])


def _with_p(listed: pd.DataFrame, observed: list[float], others: list[np.ndarray]) -> pd.DataFrame:
    """The rows with p and p_corrected from permutations where nothing speaks against them, `why` last."""
    p = np.full((2, len(listed)), np.nan)
    if observed:
        p[:, (listed["why"] == "").to_numpy()] = inference.permuted(
            np.array(observed), np.column_stack(others)
        )
    why = listed["why"].astype(object)
    return listed.drop(columns="why").assign(p=p[0], p_corrected=p[1], why=why)


def change_points(
    matrix: DocumentTermMatrix,
    *,
    period: Period = "auto",
    unit: str = "day",
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """The one date at which the use of each column of `matrix` changed most, if it changed.

    Columns: `term`, `articles`, `units`, `count`; `date`, first day of the first period after the change;
    `earliest`, `latest`, the dates that fit nearly as well (log-likelihood within 1.92); `before`, `after` per
    million words; `p`, from permuting whole units over time (see the module; `unit` is "day" or a column of the
    articles), and `p_corrected` for the number of terms; `why` there is none of these, in words, or "". The split is
    the one with the largest gain in likelihood of two rates over one (Hinkley 1970, Biometrika 57(1)), the counts
    being negative binomial; a tenth of the units at either end is not split. NaN and NaT with fewer than four periods
    that have articles, five units, or five uses.
    """
    dated = dated_only(matrix)
    units = by_unit(dated, unit)
    index = periods(units.articles["published"], period)
    starts = np.flatnonzero(np.r_[False, index[1:] != index[:-1]]) if len(index) else np.zeros(0, dtype=int)
    inner = starts[(starts >= EDGE * len(index)) & (starts <= (1 - EDGE) * len(index))]
    starts = inner if len(starts) >= 3 else starts[:0]
    orders = _orders(len(index), permutations, seed)
    why = _too_little(units, len(dated.words), 0) or ("fewer than 4 periods" if not len(starts) else "")
    days, words = index[starts].start_time, units.words.astype(float)
    listed: list[list[Any]] = []
    observed, others = [], []
    for number, term in enumerate(units.terms):
        count = units.counts[:, [number]].toarray().ravel().astype(float)
        reason = why or ("fewer than 5 uses" if count.sum() < FEWEST_USES else "")
        read = [term, len(dated.words), len(words), int(count.sum())]
        if reason:
            listed.append([*read, *[pd.NaT] * 3, *[np.nan] * 2, reason])
            continue
        gains = _gains(count, words, starts, orders)
        observed.append(gains[0].max())
        others.append(gains[1:].max(axis=1))
        listed.append([*read, *_split(count, words, starts, days, gains[0]), ""])
    names = ["term", "articles", "units", "count", "date", "earliest", "latest", "before", "after", "why"]
    named = pd.DataFrame(listed, columns=names)
    dates = dict.fromkeys(["date", "earliest", "latest"], "datetime64[us]")
    return _with_p(named.astype(dates), observed, others)


def _split(
    count: np.ndarray, words: np.ndarray, starts: np.ndarray, days: pd.DatetimeIndex, gain: np.ndarray
) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp, float, float]:
    best = int(np.argmax(gain))
    first = starts[best]
    before, after = count[:first].sum() / words[:first].sum(), count[first:].sum() / words[first:].sum()
    near = days[gain >= gain[best] - 3.84]
    return days[best], near.min(), near.max(), before * MILLION, after * MILLION


def _weights(count: np.ndarray, words: np.ndarray) -> tuple[np.ndarray, float]:
    """What each unit's rate weighs, by its length and the counts' spread beyond Poisson's, and the rate.

    The spread is that of a negative binomial, by moments: a long article about mines is one witness, not many.
    """
    rate = count.sum() / words.sum()
    expected = rate * words
    spread = max(float(((count - expected) ** 2 - expected).sum() / (expected**2).sum()), 0.0)
    return words / (1 + spread * expected), rate


def _gains(count: np.ndarray, words: np.ndarray, starts: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """For each order and a split before each start, twice the gain in log-likelihood of two rates over one.

    Rates are taken as normal with the variance of a negative binomial (see `_weights`).
    """
    weight, rate = _weights(count, words)
    mean = (weight * count / words).sum() / weight.sum()
    sums = np.cumsum((weight * (count / words - mean))[orders], axis=1)[:, starts - 1]
    share = np.cumsum(weight[orders], axis=1)[:, starts - 1] / weight.sum()
    return sums**2 / (share * (1 - share) * weight.sum() * rate)
