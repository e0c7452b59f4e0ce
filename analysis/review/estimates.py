"""Shares and means of the frame by the machine, by hand, and by both together: what can be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import SURE
from analysis.review import classification, estimator, quantities
from analysis.review.codings import CodedUnit, coded, frozen
from analysis.review.estimator import FEW_ARTICLES, FEWEST_ARTICLES, HAND, Estimate, Tallies, Tuning
from analysis.review.quantities import Quantity
from analysis.review.samples import Sample
from analysis.review.strata import Four, labels, of_frame
from analysis.statistics.inference import SIDED

BY = ("", "outlet", "month", "speaker")


@dataclass(frozen=True)
class Evidence:
    """What estimates are made of: the frame, the units that are done, attributions by machine and by hand."""

    sample: Sample
    frame: pd.DataFrame
    done: tuple[CodedUnit, ...]
    machine: pd.DataFrame
    hand: pd.DataFrame


def evidence(sample: Sample, *, acts: str = COMMUNICATION, confidence: float = SURE) -> Evidence:
    """What is known of a sample now. `acts` and `confidence` say which attributions count (see
    `quotation.standing`).
    """
    known = frozen(sample)
    done = tuple(u for u in coded(sample, known=known) if u.done)
    machine = quantities.of_machine(sample, acts=acts, confidence=confidence)
    return Evidence(sample, sample.units, done, machine, quantities.of_hand(done, known.texts, acts=acts))


def estimate(
    sample: Sample,
    what: str,
    by: str = "",
    *,
    acts: str = COMMUNICATION,
    confidence: float = SURE,
    top: int = 20,
    known: Evidence | None = None,
) -> pd.DataFrame:
    """A share or mean of all units of the frame, or of its groups: see `tables.REVIEW["estimates"]` for the columns.

    `what` is as of `quantities.quantity`, or the name of a variable of one's own, whose values are rows then (see
    `classification.shares`); `by` "outlet", "month" or "speaker" (the `top` most quoted), the largest
    group first. Units that several coded are taken at the mean of their codings, or as the third look has them.
    There is no corrected value below ten coded articles of a group, and `note` says where there are fewer than
    fifteen; none of an interval where fewer than three articles have what is counted, or lack it. Shares may end
    outside 0 and 1.

    ValueError for an unknown `what` or `by`, and for a sample that was drawn to find examples.
    """
    if by not in BY:
        raise ValueError(f"by {by!r}: expected one of {', '.join(filter(None, BY))}")
    if sample.about["design"] == "find":
        raise ValueError(f"{sample.name} was drawn to find examples: nobody knows what its units speak for")
    if what in sample.about["variables"] and what not in quantities.FIXED:
        return classification.shares(sample, what, by)
    asked = quantities.quantity(what, sample.about["variables"])
    if asked.unit == "variable":
        name, _, value = asked.what.partition(" ")[2].partition("=")
        return classification.shares(sample, name, by, value=value)
    if sample.about["unit"] == "passage" and asked.unit in ("article", "sentiment"):
        raise ValueError(f"{asked.what}: of articles, and {sample.name} has passages as units")
    found = known or evidence(sample, acts=acts, confidence=confidence)
    parts = _speakers(found, asked, top) if by == "speaker" else _groups(found, asked, by)
    rows = [(asked.what, group, *cells, sample.about["design"], sample.name) for group, cells in parts]
    return tables.build("estimates", rows)


def _groups(known: Evidence, asked: Quantity, by: str) -> list[tuple[str, tuple[object, ...]]]:
    units = pd.Index(known.frame["unit"])
    done, y, x = _hand(known, asked, units)
    m, w = _machine(known, asked, units)
    label = labels(known.frame, by)
    lam = _lambda(known, asked, done, (y, x, m, w), label if by else None)
    found = []
    sizes = pd.Series(label).value_counts()
    for group in sorted(sizes.index, key=lambda name: (-sizes[name], name)):
        mine = label == group
        t = of_frame(known.frame, done, (y, x, m, w), mine, pooled=bool(by))
        heard = len(np.unique(t.article)) if t else 0
        found.append((group, _cells(t, asked, lam, heard, _plain(m[mine], w[mine]), int(mine.sum()))))
    return found


def _speakers(known: Evidence, asked: Quantity, top: int) -> list[tuple[str, tuple[object, ...]]]:
    """By speaker: attributions of others count for nothing, and articles speak for those who are quoted in them."""
    if asked.unit == "sentiment":
        raise ValueError(f"{asked.what}: of articles, which no speaker has")
    units, everywhere = pd.Index(known.frame["unit"]), np.ones(len(known.frame), dtype=bool)
    often = known.machine["speaker"].dropna().value_counts()
    names = sorted(often.index, key=lambda name: (-often[name], name))[:top]
    found = []
    for name in names:
        done, y, x = _hand(known, asked, units, speaker=name)
        m, w = _machine(known, asked, units, speaker=name)
        four = (y, x, m, w)
        t = of_frame(known.frame, done, four, everywhere)
        lam = _lambda(known, asked, done, four, None)
        heard = _articles(t, (t.x > 0) | (t.w > 0)) if t else 0
        found.append((name, _cells(t, asked, lam, heard, _plain(m, w), len(m))))
    return found


def _hand(
    known: Evidence, asked: Quantity, units: pd.Index, *, speaker: str = ""
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which units are coded for this, and their tallies by hand."""
    y, x = np.zeros(len(units)), np.zeros(len(units))
    done = np.zeros(len(units), dtype=bool)
    if asked.unit == "sentiment":
        told = {(u.unit, u.coder): u.sentiment for u in known.done}
        views = quantities.views([u for u in known.done if u.sentiment is not None])
        for (unit, coder), weight in views.items():
            at = units.get_loc(unit)
            y[at] += weight * float(told[unit, coder] or 0)
            x[at] += weight
        return x > 0, y, np.where(x > 0, 1.0, 0.0)
    done[units.get_indexer(pd.Index([u.unit for u in known.done], dtype=object))] = True
    if asked.needs_sentiment:  # only where all that counts was judged
        open_ = known.hand.loc[known.hand["sentiment"].isna(), "unit"].unique()
        done[units.get_indexer(pd.Index(open_))] = False
    y, x = quantities.tallies(known.hand, units, asked, whole=whole(known.frame), speaker=speaker)
    return done, y, x


def _machine(
    known: Evidence, asked: Quantity, units: pd.Index, *, speaker: str = ""
) -> tuple[np.ndarray, np.ndarray]:
    if asked.unit == "sentiment":
        scores = known.sample.frozen("sentiment")
        own = scores[(scores["scored"] == "article") & (scores["voice"] == "outlet")]
        by_unit = own.drop_duplicates("unit").set_index("unit")["compound"]
        value = by_unit.reindex(units).to_numpy(dtype=float)
        return np.nan_to_num(value), (~np.isnan(value)).astype(float)
    return quantities.tallies(known.machine, units, asked, whole=whole(known.frame), speaker=speaker)


def whole(frame: pd.DataFrame) -> np.ndarray:
    """What a unit is of its article: 1, or of passages one of so many."""
    return 1 / frame.groupby("article_id")["unit"].transform("size").to_numpy(dtype=float)


def _lambda(
    known: Evidence, asked: Quantity, done: np.ndarray, four: Four, label: np.ndarray | None
) -> Tuning:
    """One λ for all groups, which are the strata where it is asked by them."""
    frame = known.frame if label is None else known.frame.assign(stratum=label)
    t = of_frame(frame, done, four, np.ones(len(frame), dtype=bool))
    return estimator.tuned(t) if t is not None else HAND


def _articles(t: Tallies, of: np.ndarray) -> int:
    return len(np.unique(t.article[of]))


def _plain(m: np.ndarray, w: np.ndarray) -> float:
    """The machine's own value."""
    return float(m.sum() / w.sum()) if w.sum() else np.nan


def _cells(
    t: Tallies | None, asked: Quantity, lam: Tuning, articles: int, by_machine: float, size: int
) -> tuple[object, ...]:
    """Machine, corrected, hand, λ, gain, numbers and note of one row."""
    nan = np.nan
    if t is None:
        none = f"fewer than {FEWEST_ARTICLES} coded articles: 0"
        return (by_machine, *(nan,) * 8, 0, 0, size, none)
    units = asked.unit == "article"
    of_attributions = estimator.share if asked.share else estimator.ratio
    made = estimator.share_of_units if units else of_attributions
    both, hand = made(t, lam), made(t)
    note = _note(t, asked, articles, units)
    if note and not note.startswith("few articles"):
        both, hand = (replace(e, low=nan, high=nan) for e in (both, hand))
    if articles < FEWEST_ARTICLES:
        both = Estimate(nan, nan, nan, nan, 0)
    width = hand.high - hand.low
    gain = (both.high - both.low) / width if width > 0 else nan
    ends = (both.value, both.low, both.high, hand.value, hand.low, hand.high)
    return (by_machine, *ends, lam.value, gain, len(t.y), articles, size, note or None)


def _note(t: Tallies, asked: Quantity, articles: int, units: bool) -> str:
    if articles < FEWEST_ARTICLES:
        return f"fewer than {FEWEST_ARTICLES} coded articles: {articles}"
    if asked.share and not units:
        for which, has in (("have it", t.y > 0), ("lack it", t.y < t.x)):
            if _articles(t, has) < SIDED:
                return f"no interval: {_articles(t, has)} coded articles {which}"
    return f"few articles: {articles}" if articles < FEW_ARTICLES else ""


def table(
    sample: Sample, wanted: Sequence[str], *, acts: str = COMMUNICATION, confidence: float = SURE
) -> pd.DataFrame:
    """`estimate` of several shares and means of the whole frame, one a row."""
    known = evidence(sample, acts=acts, confidence=confidence)
    rows = [estimate(sample, what, known=known) for what in wanted]
    return pd.concat(rows, ignore_index=True) if rows else tables.empty("estimates")
