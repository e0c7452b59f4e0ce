"""How good the machine's rows are on this corpus: precision, recall and F1 against what people coded.

A row counts by the machine as it does on the pages, by hand as in `quantities`. "found" asks whether an attribution
is one; all others are of those that both have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import SURE, check, standing
from analysis.review import estimator, quantities
from analysis.review.codings import CodedUnit, Coding, Frozen, coded, frozen, nested
from analysis.review.estimates import of_frame
from analysis.review.estimator import FEWEST_ARTICLES
from analysis.review.samples import Sample

WHAT = ("found", "source", "kind", "act", "speaker", "gender", "sentiment")
MEASURES = ("precision", "recall", "F1")
NEUTRAL = 0.05  # between minus and plus this a compound score is neutral (Hutto & Gilbert 2014, ICWSM)
Count = tuple[float, float, float]  # right ones, those of the machine, those by hand


def quality(sample: Sample, *, acts: str = COMMUNICATION, confidence: float = SURE) -> pd.DataFrame:
    """Precision (share of the machine's that are right), recall (share of people's that it has) and F1, higher
    better.

    A row for each of `WHAT` and measure, estimated for the whole frame from the units that are done, with intervals
    over articles (jackknife on the logit scale); see `tables.REVIEW["quality"]`. "sentiment" compares negative,
    neutral and positive. `why` says where there is no interval: fewer than ten coded articles, or the same in all
    of them.
    """
    if sample.about["design"] == "find":
        raise ValueError(f"{sample.name} was drawn to find examples: nobody knows what its units speak for")
    known = frozen(sample)
    done = [u for u in coded(sample, known=known) if u.done]
    units = pd.Index(sample.units["unit"])
    counts = _counts(known, done, units, acts=acts, confidence=confidence)
    finished = np.isin(units, [u.unit for u in done])
    rows = []
    for what in WHAT:
        right, machine, hand = counts[what].T
        pairs = {"precision": (right, machine), "recall": (right, hand), "F1": (2 * right, machine + hand)}
        rows += [(what, m, *_cells(sample, finished, *pairs[m])) for m in MEASURES]
    return tables.build("quality", rows)


def _cells(sample: Sample, done: np.ndarray, top: np.ndarray, bottom: np.ndarray) -> tuple[object, ...]:
    zero = np.zeros(len(top))
    t = of_frame(sample.units, done, (top, bottom, zero, zero), np.ones(len(top), dtype=bool))
    if t is None or not t.x.sum():
        return (np.nan, np.nan, np.nan, "none was coded", int(done.sum()), 0, 0.0)
    found = estimator.share(t)
    articles = len(np.unique(t.article))
    why = ""
    if articles < FEWEST_ARTICLES:
        why = f"fewer than {FEWEST_ARTICLES} coded articles: {articles}"
    elif np.isnan(found.low) or not 0 < found.value < 1:
        why = "every article has the same"
    low, high = (np.nan, np.nan) if why else (found.low, found.high)
    return (found.value, low, high, why or None, len(t.y), articles, float(t.x.sum()))


def _counts(
    known: Frozen, done: list[CodedUnit], units: pd.Index, *, acts: str, confidence: float
) -> dict[str, np.ndarray]:
    """By what is asked, a row for each unit: how many are right, of the machine, by hand."""
    counted, scores = _of_machine(known.sample, acts=acts, confidence=confidence)
    views, wanted = quantities.views(done), check(acts)
    found = {what: np.zeros((len(units), 3)) for what in WHAT}
    for unit in done:
        weight = views.get((unit.unit, unit.coder), 0.0)
        if weight:
            at = units.get_loc(unit.unit)
            for what, one in _of_unit(known, unit, counted, scores, wanted):
                found[what][at] += weight * np.array(one)
    return found


def _of_machine(
    sample: Sample, *, acts: str, confidence: float
) -> tuple[set[tuple[str, int]], dict[tuple[str, int], float]]:
    """Which of the machine's rows count, and how positive each is, by article and number."""
    quotations, scores = sample.frozen("quotations"), sample.frozen("sentiment")
    counts = standing(quotations, acts=acts, confidence=confidence).eq("counted").to_numpy(bool)
    keys = tables.values(quotations[counts], "article_id", "quotation")
    scores = scores[scores["scored"] == "quotation"].drop_duplicates(["article_id", "index"])
    article, index, compound = tables.values(scores, "article_id", "index", "compound")
    return set(zip(*keys, strict=True)), {
        (a, i): c for a, i, c in zip(article, index, compound, strict=True) if c is not None
    }


def _of_unit(
    known: Frozen,
    unit: CodedUnit,
    counted: set[tuple[str, int]],
    scores: dict[tuple[str, int], float],
    acts: tuple[str, ...],
) -> Iterator[tuple[str, Count]]:
    first = {c.coding: c for c in known.rows[unit.unit]}
    inside = nested(unit)
    for c in unit.codings:
        was = first.get(c.coding) if c.machine is not None else None
        machine = c.machine is not None and (unit.article_id, c.machine) in counted
        hand = not c.wrong and not inside[c.coding] and c.act in acts
        yield "found", (machine and hand, machine, hand)
        if was is None or c.wrong:
            continue
        yield "act", (was.act == c.act, 1, 1)
        if machine and hand:
            for what, same in _SAME.items():
                yield what, same(was, c)
            score = scores.get((unit.article_id, was.machine if was.machine is not None else -1))
            if score is not None and c.sentiment is not None:
                yield "sentiment", (_sign(score, NEUTRAL) == _sign(c.sentiment), 1, 1)


def _sign(value: float, least: float = 0.0) -> int:
    return 0 if abs(value) <= least else 1 if value > 0 else -1


def _named(one: Coding) -> bool:
    return one.speaker is not None


def _gendered(one: Coding) -> bool:
    return one.gender in ("female", "male")


_SAME: dict[str, Callable[[Coding, Coding], Count]] = {
    "source": lambda was, c: (
        bool(c.source) and was.source == c.source,
        bool(was.source),
        bool(c.source),
    ),
    "kind": lambda was, c: (was.kind == c.kind, 1, 1),
    "speaker": lambda was, c: (_named(c) and was.speaker == c.speaker, _named(was), _named(c)),
    "gender": lambda was, c: (_gendered(c) and was.gender == c.gender, _gendered(was), _gendered(c)),
}
