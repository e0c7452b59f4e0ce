"""Keyness: terms that one set of articles uses unusually often against another."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.statistics.frequency import MILLION, rates
from analysis.statistics.terms import DocumentTermMatrix

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
    """Terms that are unusually frequent in `target` against `reference`, or rare; most unusual first.

    Both are counts indexed by term (`store.counts(outlet="A")`), or matrices of articles, which add how far
    the articles agree. Columns: `term`; `target`, `reference` (counts); `target_per_million`,
    `reference_per_million`; `score` (G² of the 2×2 table by default, higher = more unusual); `log_ratio`
    (doublings; positive = more in target; a count of 0 is taken as 0.5); `percent_difference` (%DIFF,
    infinite where the reference has none); `p` (chi², 1 df) and `p_corrected` for the number of terms
    tested. From matrices also `low`, `high` (interval of the log ratio over articles, NaN below two
    articles or without use on a side), `target_articles`, `reference_articles`.

    `p` takes each word as drawn on its own, which exaggerates: a term of one long article gets a tiny p.
    `minimum_articles` asks that the side that uses a term more does so in so many articles; the interval says
    the rest. `log_likelihood_two_cells` is Rayson & Garside's form, slightly smaller than the table's G².

    Dunning (1993), Computational Linguistics 19(1); Rayson & Garside (2000); Hardie (2014), log ratio;
    Gabrielatos & Marchi (2012), %DIFF; Benjamini & Hochberg (1995).
    Raises ValueError when a side is empty or `minimum_articles` is asked of counts.
    """
    sides = _aligned(target, reference)
    n1, n2 = float(_words(target)), float(_words(reference))
    if not n1 or not n2:
        raise ValueError("keyness needs words on both sides")
    if minimum_articles > 1 and "target_articles" not in sides:
        raise ValueError("minimum_articles needs matrices, not counts")
    a, b = sides["target"].to_numpy(float), sides["reference"].to_numpy(float)
    listed = sides.assign(
        target_per_million=a / n1 * MILLION,
        reference_per_million=b / n2 * MILLION,
        score=_score(a, b, n1, n2, measure),
        log_ratio=np.log2((np.maximum(a, 0.5) / n1) / (np.maximum(b, 0.5) / n2)),
        percent_difference=_percent_difference(a / n1, b / n2),
    )
    if "target_articles" in listed:
        listed = _with_interval(listed, target, reference, confidence)
    return _tested(listed, minimum_count, minimum_articles, correction)


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
    if not {"target_articles", "reference_articles"} <= set(frame):
        frame = frame[["term", "target", "reference"]]
    whole = [c for c in frame if c in ("target", "reference") or str(c).endswith("_articles")]
    return frame.fillna(dict.fromkeys(whole, 0)).astype(dict.fromkeys(whole, "int64"))


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


def _with_interval(
    listed: pd.DataFrame,
    target: pd.Series | DocumentTermMatrix,
    reference: pd.Series | DocumentTermMatrix,
    confidence: float,
) -> pd.DataFrame:
    """The interval of the log ratio, from each side's variance between articles (delta method)."""
    assert isinstance(target, DocumentTermMatrix)
    assert isinstance(reference, DocumentTermMatrix)
    one, two = listed["target"] / _words(target), listed["reference"] / _words(reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = listed["target_variance"] / one**2 + listed["reference_variance"] / two**2
    smaller = min(int((side.words > 0).sum()) for side in (target, reference))
    reach = inference.reach(smaller, confidence) * np.sqrt(variance) / np.log(2)
    reach = reach.where((listed["target"] > 0) & (listed["reference"] > 0))
    listed = listed.drop(columns=["target_variance", "reference_variance"])
    return listed.assign(low=listed["log_ratio"] - reach, high=listed["log_ratio"] + reach)


def _tested(listed: pd.DataFrame, minimum_count: int, minimum_articles: int, correction: str) -> pd.DataFrame:
    """The terms frequent and spread enough, with p values, in order."""
    from scipy.stats import chi2

    kept = listed["target"] + listed["reference"] >= max(minimum_count, 1)
    if "target_articles" in listed:
        more = listed["target_articles"].where(listed["log_ratio"] > 0, listed["reference_articles"])
        kept &= more >= minimum_articles
    listed = listed[kept].copy()
    listed["p"] = chi2.sf(listed["score"], 1)
    listed["p_corrected"] = inference.corrected(listed["p"], method=correction)
    first = [c for c in ("low", "high") if c in listed]
    names = [
        "term",
        "target",
        "reference",
        "target_per_million",
        "reference_per_million",
        "score",
        "log_ratio",
    ]
    last = [c for c in ("target_articles", "reference_articles") if c in listed]
    order = [*names, *first, "percent_difference", "p", "p_corrected", *last]
    return listed.sort_values(["score", "term"], ascending=[False, True])[order].reset_index(drop=True)
