"""Keyness: terms that one set of articles uses unusually often against another."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.dispersion import normalised
from analysis.statistics.frequency import MILLION, rates
from analysis.statistics.terms import DocumentTermMatrix, stacked

COLUMNS = ["term", "target", "reference", "target_per_million", "reference_per_million", "score", "log_ratio"]
COLUMNS += ["low", "high", "percent_difference", "p", "p_corrected"]
COLUMNS += ["target_articles", "reference_articles", "dispersion"]
Measure = Literal["log_likelihood", "log_likelihood_two_cells", "chi_squared"]


def keyness(
    target: pd.Series | DocumentTermMatrix,
    reference: pd.Series | DocumentTermMatrix,
    *,
    measure: Measure = "log_likelihood",
    correction: str = "fdr_bh",
    minimum_count: int = 1,
    minimum_articles: int = 1,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Terms that are unusually frequent in `target` against `reference`, or rare; the surest first, ties by score.

    Both are matrices of articles, or counts indexed by term (`store.counts(outlet="A")`, `reference`). Columns:
    `term`; `target`, `reference` (counts); `target_per_million`, `reference_per_million`; `score` (G² of the 2×2
    table by default, higher = more unusual); `log_ratio` (doublings; positive = more in target; a count of 0 is
    taken as 0.5) with `low`, `high`; `percent_difference` (%DIFF, infinite where the reference has none); `p` and
    `p_corrected` for the number of terms tested. With a matrix also `target_articles`, `reference_articles` that
    use the term, and its `dispersion` in both together (normalised DP: 0 = as even as the articles' lengths allow,
    1 = in one of them).

    p tests articles and not words: an article about mines says "mines" twenty times, so that words taken as drawn
    one by one call hundreds of words unusual in articles dealt at random. The log ratio is compared with its
    variance between articles, each article's rate weighted by its length, as in a Welch test that lets both sides
    differ in it (Lijffijt et al. 2016; variance: see `frequency`). Where a side never uses the term, p is Fisher's
    exact one of how many articles do. Of articles with the same `cluster`, where a matrix has this column, the
    first on its side counts. A side given as counts is taken as words drawn one by one; with two of these p is the
    chi² of `score`, too small for text.

    The interval is NaN below five articles and without use on a side; being read of the surest terms first, it is
    made at the confidence that these need (see `inference.confidence_of_selected`). `minimum_articles` asks that
    the side that uses a term more does so in so many articles. `log_likelihood_two_cells` is Rayson & Garside's
    form, slightly smaller than the table's G².

    Lijffijt, Nevalainen, Säily, Papapetrou, Puolamäki & Mannila (2016), Digital Scholarship in the Humanities 31(2);
    Dunning (1993), Computational Linguistics 19(1); Rayson & Garside (2000); Hardie (2014), log ratio; Gabrielatos &
    Marchi (2012), %DIFF; Benjamini & Hochberg (1995).
    Raises ValueError when a side is empty or `minimum_articles` is asked of two sides of counts.
    """
    target, reference = _units(target), _units(reference)
    listed = _compared(target, reference, measure, minimum_count, minimum_articles)
    listed = _tested(listed, target, reference, correction, confidence)
    listed = listed.sort_values(["p", "score", "term"], ascending=[True, False, True])
    return listed[[name for name in COLUMNS if name in listed]].reset_index(drop=True)


def _compared(
    target: pd.Series | DocumentTermMatrix,
    reference: pd.Series | DocumentTermMatrix,
    measure: Measure,
    minimum_count: int,
    minimum_articles: int,
) -> pd.DataFrame:
    """The terms that are to be tested, with what tells how much more each side uses them."""
    sides = _aligned(target, reference)
    n1, n2 = float(_words(target)), float(_words(reference))
    if not n1 or not n2:
        raise ValueError("keyness needs words on both sides")
    if minimum_articles > 1 and not any(isinstance(side, DocumentTermMatrix) for side in (target, reference)):
        raise ValueError("minimum_articles needs matrices, not counts")
    a, b = sides["target"].to_numpy(float), sides["reference"].to_numpy(float)
    listed = sides.assign(
        target_per_million=a / n1 * MILLION,
        reference_per_million=b / n2 * MILLION,
        score=_score(a, b, n1, n2, measure),
        log_ratio=np.log2((np.maximum(a, 0.5) / n1) / (np.maximum(b, 0.5) / n2)),
        percent_difference=_percent_difference(a / n1, b / n2),
    )
    return listed[_kept(listed, minimum_count, minimum_articles)].reset_index(drop=True)


def _units(side: pd.Series | DocumentTermMatrix) -> pd.Series | DocumentTermMatrix:
    """The first article of each `cluster` of a side, without those that have no word."""
    if not isinstance(side, DocumentTermMatrix):
        return side
    side = side.select(side.words > 0)
    if "cluster" not in side.articles:
        return side
    unit = inference.clusters(side.articles["cluster"])
    return side.select(np.unique(unit, return_index=True)[1])


def _words(side: pd.Series | DocumentTermMatrix) -> int:
    return int(side.words.sum() if isinstance(side, DocumentTermMatrix) else side.sum())


def _aligned(
    target: pd.Series | DocumentTermMatrix, reference: pd.Series | DocumentTermMatrix
) -> pd.DataFrame:
    """Both sides' counts, and what matrices know besides, by term."""
    parts = {}
    for name, side in (("target", target), ("reference", reference)):
        if isinstance(side, DocumentTermMatrix):
            found = rates(side)
            parts[name], parts[f"{name}_articles"] = found["count"], found["articles"]
            parts[f"{name}_variance"] = found["variance"]
        else:
            parts[name] = side[side > 0]
    frame = pd.DataFrame(parts).rename_axis("term").reset_index()
    whole = [c for c in frame if c in ("target", "reference") or str(c).endswith("_articles")]
    return frame.fillna(dict.fromkeys(whole, 0)).astype(dict.fromkeys(whole, "int64"))


def _kept(listed: pd.DataFrame, minimum_count: int, minimum_articles: int) -> pd.Series:
    """Which terms are frequent and spread enough to be tested."""
    kept = listed["target"] + listed["reference"] >= max(minimum_count, 1)
    more = listed["log_ratio"] > 0
    for side, uses_more in (("target", more), ("reference", ~more)):
        if f"{side}_articles" in listed:
            kept &= ~uses_more | (listed[f"{side}_articles"] >= minimum_articles)
    return kept


def _score(a: np.ndarray, b: np.ndarray, n1: float, n2: float, measure: Measure) -> np.ndarray:
    """The test statistic of each term's 2×2 table: used or not, in target or reference."""
    from scipy.special import xlogy

    observed = np.stack([a, b, n1 - a, n2 - b])
    used = a + b
    expected = np.stack([n1 * used, n2 * used, n1 * (n1 + n2 - used), n2 * (n1 + n2 - used)]) / (n1 + n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "chi_squared":
            return np.where(expected > 0, (observed - expected) ** 2 / expected, 0).sum(axis=0)
        parts = xlogy(observed, np.where(observed > 0, observed / expected, 1))
    return np.clip(2 * (parts[:2] if measure == "log_likelihood_two_cells" else parts).sum(axis=0), 0, None)


def _percent_difference(target: np.ndarray, reference: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return (target - reference) / reference * 100


def _tested(
    listed: pd.DataFrame,
    target: pd.Series | DocumentTermMatrix,
    reference: pd.Series | DocumentTermMatrix,
    correction: str,
    confidence: float,
) -> pd.DataFrame:
    """The terms with p, corrected p, interval and dispersion."""
    from scipy.stats import chi2

    articles = [len(side.words) for side in (target, reference) if isinstance(side, DocumentTermMatrix)]
    if not articles:
        p = chi2.sf(listed["score"], 1)
        return listed.assign(p=p, p_corrected=inference.corrected(p, method=correction))
    error, degrees = _errors(listed, target, reference), min(articles) - 1
    p = _chances(listed["log_ratio"].to_numpy() / error, degrees, listed, target, reference)
    away = inference.quantile(degrees, inference.confidence_of_selected(p, confidence)) * error
    away[degrees + 1 < inference.FEWEST] = np.nan
    return listed.assign(
        low=listed["log_ratio"] - away,
        high=listed["log_ratio"] + away,
        p=p,
        p_corrected=inference.corrected(p, method=correction),
        dispersion=_dispersion(listed["term"], target, reference),
    )


def _errors(
    listed: pd.DataFrame, target: pd.Series | DocumentTermMatrix, reference: pd.Series | DocumentTermMatrix
) -> np.ndarray:
    """The standard error of each log ratio (delta method); NaN where a side never uses the term."""
    relative = np.zeros(len(listed))
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, side in (("target", target), ("reference", reference)):
            count = listed[name].to_numpy(float)
            if isinstance(side, DocumentTermMatrix):
                relative += listed[f"{name}_variance"].to_numpy(float) / (count / _words(side)) ** 2
            else:
                relative += 1 / np.where(count > 0, count, np.nan)
    return np.sqrt(relative) / np.log(2)


def _chances(
    statistic: np.ndarray,
    degrees: int,
    listed: pd.DataFrame,
    target: pd.Series | DocumentTermMatrix,
    reference: pd.Series | DocumentTermMatrix,
) -> np.ndarray:
    """Two-sided p of each log ratio; of a term that one side never uses, Fisher's of the articles."""
    from scipy.stats import t

    p = 2 * t.sf(np.abs(statistic), max(degrees, 1)) if degrees else np.full(len(listed), np.nan)
    if isinstance(target, DocumentTermMatrix) and isinstance(reference, DocumentTermMatrix):
        sides = len(target.words), len(reference.words)
        used = listed[["target_articles", "reference_articles"]].to_numpy()
        absent = (used == 0).any(axis=1)
        p[absent] = _of_one_side(used[absent].sum(axis=1), used[absent, 1] == 0, *sides)
    return p


def _of_one_side(used: np.ndarray, by_target: np.ndarray, target: int, reference: int) -> np.ndarray:
    """Fisher's two-sided p that all articles that use a term are of one side: as few or fewer on the other."""
    from scipy.stats import hypergeom

    # Thousands of terms are in two articles, or in three: each case is worked out once.
    cases, which = np.unique(np.stack([used, by_target]).astype(np.int64), axis=1, return_inverse=True)
    used, mine, every = cases[0], np.where(cases[1] > 0, target, reference), target + reference
    all_here, none_here = hypergeom.pmf(used, every, used, mine), hypergeom.pmf(0, every, used, mine)
    chance = np.minimum(1, all_here + np.where(none_here <= all_here * (1 + 1e-9), none_here, 0))
    return chance[which.ravel()]


def _dispersion(
    terms: pd.Series, target: pd.Series | DocumentTermMatrix, reference: pd.Series | DocumentTermMatrix
) -> np.ndarray:
    """Normalised DP of each term in the articles of both sides."""
    both = [side for side in (target, reference) if isinstance(side, DocumentTermMatrix)]
    return normalised(both[0] if len(both) == 1 else stacked(*both)).reindex(terms).to_numpy(float)


# --- dealt at random ------------------------------------------------------------------------------------------


def dealt(
    target: DocumentTermMatrix,
    reference: DocumentTermMatrix,
    *,
    minimum_count: int = 1,
    minimum_articles: int = 1,
    level: float = 0.05,
    deals: int = 20,
    seed: int = 0,
) -> np.ndarray:
    """How many terms `keyness` would call sure (`p_corrected` up to `level`) were the articles dealt at random.

    One number a deal, each of as many articles to each side as there are: what the list is to be longer than to say
    more than chance does. Of articles of one `cluster` the first is dealt.
    """
    both = _units(stacked(target, reference))
    if len(both.words) < 2:
        return np.zeros(deals, dtype=np.int64)
    first = min(len(_units(target).words), len(both.words) - 1)
    order = np.random.default_rng(seed)
    found = []
    for _ in range(deals):
        at = order.permutation(len(both.words))
        sides = both.select(at[:first]), both.select(at[first:])
        # Of `keyness` only p: intervals and dispersion of twenty lists that nobody reads took most of its time.
        listed = _compared(*sides, "log_likelihood", minimum_count, minimum_articles)
        statistic, degrees = listed["log_ratio"] / _errors(listed, *sides), min(first, len(at) - first) - 1
        p = _chances(statistic.to_numpy(), degrees, listed, *sides)
        found.append(int((inference.corrected(p, method="fdr_bh") <= level).sum()))
    return np.array(found, dtype=np.int64)
