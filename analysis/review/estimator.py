"""Machine and hand together: the difference estimator of a ratio of totals, and its interval.

Every share and mean of attributions is a ratio of totals over units, Y / X. The machine has tallies m, w of all N
units, people y, x of those that were drawn, with weights d = 1 / pi. In each stratum

    Y = λ Σ m + N Σ d (y - λ m) / Σ d,   X likewise with x and w,

the difference estimator of survey sampling (Särndal, Swensson & Wretman 1992, §6.3; prediction-powered inference:
Angelopoulos et al. 2023, Science 382), with weights that sum to N (Hájek 1971). λ, from 0 (hand only) to 1, is what
makes the variance least (Angelopoulos, Duchi & Zrnic 2023, PPI++), one for all strata. The variance is the delete-one
jackknife's over articles within strata, which tunes λ anew with each that it deletes (Wolter 2007, Introduction to
Variance Estimation, §4.5), times the share of units that were not drawn; the reach is Student's t with as many
degrees of freedom as articles less strata.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.statistics import inference

FEWEST_ARTICLES, FEW_ARTICLES = 10, 15  # below them: no corrected value; one that is marked


@dataclass(frozen=True)
class Tallies:
    """What people and the machine counted in the coded units, and the machine's totals by stratum.

    Arrays with a value for each coded unit: `y`, `x` by hand and `m`, `w` by the machine (numerator, denominator),
    the weight `d`, the number of the `stratum` and of the `article`, and `left`, the share of units like it that
    were not coded. By stratum: `M`, `W`, the machine's totals over all units, and `N`, how many these are.
    """

    y: np.ndarray
    x: np.ndarray
    m: np.ndarray
    w: np.ndarray
    d: np.ndarray
    stratum: np.ndarray
    article: np.ndarray
    left: np.ndarray
    M: np.ndarray
    W: np.ndarray
    N: np.ndarray


@dataclass(frozen=True)
class Estimate:
    """A ratio with its interval, NaN where there is none; `error` and `degrees` are what it was made of."""

    value: float
    low: float
    high: float
    error: float
    degrees: int


@dataclass(frozen=True)
class Tuning:
    """λ, and what it would be without each article (by its number): the jackknife tunes as often as it deletes."""

    value: float
    without: np.ndarray


HAND = Tuning(0.0, np.zeros(0))


def tuned(t: Tallies) -> Tuning:
    """λ: the covariance of hand and machine over the variance of the machine, from 0 to 1, pooled over strata."""
    none = Tuning(0.0, np.zeros(int(t.article.max(initial=-1)) + 1))
    scale = (t.N / np.maximum(_sums(t.d, t), 1e-300))[t.stratum]
    mean_y, mean_x = (float((scale * t.d * part).sum()) for part in (t.y, t.x))
    if not mean_x:
        return none
    r = mean_y / mean_x
    weight = t.d * np.sqrt(t.left) if t.left.any() else t.d
    clusters, of = _clusters(t)
    u, v = (_summed(weight * part, clusters, len(of)) for part in (t.y - r * t.x, t.m - r * t.w))
    u, v = (part - _means(part, of)[of] for part in (u, v))
    shared, spread = float((u * v).sum()), float((v * v).sum())
    if spread <= 0:
        return none
    n = np.bincount(of)[of]
    more = n / np.maximum(n - 1, 1)
    less = spread - more * v * v
    each = np.divide(shared - more * u * v, less, out=np.zeros(len(of)), where=less > 1e-12 * spread)
    without = none.without.copy()
    without[t.article] = np.clip(each, 0, 1)[clusters]
    return Tuning(float(np.clip(shared / spread, 0, 1)), without)


def ratio(t: Tallies, lam: Tuning = HAND, *, confidence: float = 0.95) -> Estimate:
    """The ratio of totals for a given λ, with its interval; a ratio without a denominator is NaN throughout.

    No interval (NaN) where a stratum has a single article, or nothing varies.
    """
    weights = _sums(t.d, t)
    clusters, of = _clusters(t)
    each = lam.without[_articles_of(t, clusters, len(of))] if len(lam.without) else np.zeros(len(of))
    with np.errstate(divide="ignore", invalid="ignore"):
        y, x = (
            _totals(t, *part, weights, clusters, of, lam.value, each)
            for part in ((t.y, t.m, t.M), (t.x, t.w, t.W))
        )
        value = float(np.float64(y[0]) / x[0])
        apart = y[1] / x[1] - value
        left = _summed(t.left, clusters, len(of)) / np.bincount(clusters, minlength=len(of))
        n = np.bincount(of, minlength=len(t.N))
        degrees = int(n.sum() - (n > 0).sum())
        error = float(np.sqrt((((n - 1) / n)[of] * left * apart**2).sum()))
    if degrees < 1 or not np.isfinite(error) or error == 0 or (n[n > 0] < 2).any():
        return Estimate(value, np.nan, np.nan, error, degrees)
    away = float(inference.quantile(degrees, confidence)) * error
    return Estimate(value, value - away, value + away, error, degrees)


def share(t: Tallies, lam: Tuning = HAND, *, confidence: float = 0.95) -> Estimate:
    """`ratio` of a share, whose interval is symmetric on the logit scale: it stays between 0 and 1, and holds near
    them.

    Where the estimate is not between 0 and 1 the interval is that of `ratio`.
    """
    found = ratio(t, lam, confidence=confidence)
    p = found.value
    if np.isnan(found.low) or not 0 < p < 1:
        return found
    away = (found.high - p) / (p * (1 - p))
    low, high = (1 / (1 + np.exp(-(np.log(p / (1 - p)) + side * away))) for side in (-1, 1))
    return Estimate(p, float(low), float(high), found.error, found.degrees)


def _totals(
    t: Tallies,
    hand: np.ndarray,
    machine: np.ndarray,
    known: np.ndarray,
    weights: np.ndarray,
    clusters: np.ndarray,
    of: np.ndarray,
    lam: float,
    each: np.ndarray,
) -> tuple[float, np.ndarray]:
    """The total of numerator or denominator, and what it is without each article, with the λ that is tuned then."""
    own = _summed(t.d, clusters, len(of))
    whole, without = [], []
    for part in (hand, machine):
        sums, mine = _sums(t.d * part, t), _summed(t.d * part, clusters, len(of))
        whole.append(float((t.N * sums / weights).sum()))
        mean = (sums[of] - mine) / (weights[of] - own)
        without.append(whole[-1] + t.N[of] * (mean - sums[of] / weights[of]))
    total = float(known.sum())
    return whole[0] + lam * (total - whole[1]), without[0] + each * (total - without[1])


def _articles_of(t: Tallies, clusters: np.ndarray, size: int) -> np.ndarray:
    found = np.zeros(size, dtype=int)
    found[clusters] = t.article
    return found


def share_of_units(
    t: Tallies, lam: Tuning = HAND, *, gain: float | None = None, confidence: float = 0.95
) -> Estimate:
    """A share of units (x = w = 1, y and m 0 or 1, or what is expected of them), with an interval that holds for few.

    Wilson's (1927) with an effective n: units × `gain` (where it is not told, that of these units) / the share of
    units not drawn, and the quantile of Student's t. It holds where that of `ratio` does not: ten units a group cover
    .97 where that covers .61.
    """
    found = ratio(t, lam, confidence=confidence)
    n = len(np.unique(t.article))
    if n < 2 or not np.isfinite(found.value):
        return Estimate(found.value, np.nan, np.nan, found.error, n - 1)
    gain = gained(t, lam) if gain is None else gain
    spread = float(t.d.sum() ** 2 / (t.d**2).sum() / len(t.d))  # unequal weights tell less (Kish 1965)
    effective = n * gain * spread / max(float(t.left.mean()), 1e-9)
    z2 = float(inference.quantile(n - 1, confidence)) ** 2
    p = float(np.clip(found.value, 0, 1))
    middle = (p + z2 / (2 * effective)) / (1 + z2 / effective)
    reach = np.sqrt(p * (1 - p) * z2 / effective + z2**2 / (4 * effective**2)) / (1 + z2 / effective)
    return Estimate(found.value, float(middle - reach), float(middle + reach), found.error, n - 1)


def gained(t: Tallies, lam: Tuning) -> float:
    """How many times as many units the machine is worth: how much less codes vary about it than about their mean.

    At least 1. Both variances are within strata.
    """
    plain, less = (_within(part, t) for part in (t.y, t.y - lam.value * t.m))
    return max(1.0, plain / less) if less > 0 else 1.0


def _within(values: np.ndarray, t: Tallies) -> float:
    means = _sums(t.d * values, t) / np.maximum(_sums(t.d, t), 1e-300)
    return float((t.d * (values - means[t.stratum]) ** 2).sum() / t.d.sum())


def collapsed(stratum: np.ndarray, article: np.ndarray, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of strata, of coded units and of all units, such that each has two coded articles where that can be.

    `stratum` and `article` are those of the coded units, `whole` the strata of all units. Strata with fewer are one;
    where that one has too few still, it joins the smallest other.
    """
    names = sorted({str(s) for s in whole})
    articles = {s: len({a for a, other in zip(article, stratum, strict=True) if other == s}) for s in names}
    poor = [s for s in names if articles[s] < 2]
    if poor and sum(articles[s] for s in poor) < 2:
        rich = sorted((s for s in names if s not in poor), key=lambda s: (articles[s], s))
        poor += rich[:1]
    number = {s: i for i, s in enumerate([s for s in names if s not in poor])}
    number |= dict.fromkeys(poor, len(number))
    codes = [np.array([number[str(s)] for s in some], dtype=int) for some in (stratum, whole)]
    return codes[0], codes[1]


def _clusters(t: Tallies) -> tuple[np.ndarray, np.ndarray]:
    """The number of each unit's article within its stratum, and the stratum of each such number."""
    pairs = t.stratum.astype(np.int64) * (int(t.article.max(initial=0)) + 1) + t.article
    first, number = np.unique(pairs, return_inverse=True)
    return number, (first // (int(t.article.max(initial=0)) + 1)).astype(int)


def _sums(values: np.ndarray, t: Tallies) -> np.ndarray:
    return np.bincount(t.stratum, weights=values, minlength=len(t.N))


def _summed(values: np.ndarray, numbers: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(numbers, weights=values, minlength=size)


def _means(values: np.ndarray, of: np.ndarray) -> np.ndarray:
    size = int(of.max(initial=0)) + 1
    return np.bincount(of, weights=values, minlength=size) / np.maximum(np.bincount(of, minlength=size), 1)
