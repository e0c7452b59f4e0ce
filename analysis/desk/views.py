"""What the browser gets of a unit: its text once, an item for each attribution, then only the items that changed.

Everything is plain data for JSON. Text is cleaned character for character, so that offsets stay; all offsets are code
points of the article, and `base` is where the text that is sent begins in it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.quotation import ROLES
from analysis.review.codings import CodedUnit, Coding, Frozen, spans_of
from analysis.review.samples import Sample
from analysis.segmentation import Span
from analysis.show import markup

Message = dict[str, Any]
AROUND = 1_500  # characters of the article that are shown before and after a passage
MOST_NAMES = 2_000  # of speakers of the corpus that are offered
ABOUT = ("kind", "act", "speaker", "source_type", "gender", "sentiment", "unsure", "note")
VALUED = ("kind", "act", "gender", "sentiment", "unsure", "note")


class Names:
    """The names of speakers that are offered, most frequent first; what was cleaned to be shown is found again."""

    def __init__(self, sample: Sample) -> None:
        """From the machine's rows of all units."""
        rows = sample.frozen("quotations")
        self.by_article = {a: _ranked(part["speaker"]) for a, part in rows.groupby("article_id", sort=False)}
        self.corpus = [markup.clean(n) for n in _ranked(rows["speaker"])[:MOST_NAMES]]
        self.original = {
            markup.clean(n): n for n in rows["speaker"].dropna().unique() if markup.clean(n) != n
        }

    def of(self, article_id: str) -> list[str]:
        """Those of an article."""
        return [markup.clean(n) for n in self.by_article.get(article_id, ())]

    def restored(self, after: dict[str, Any]) -> dict[str, Any]:
        """What was decided, with the names as the store has them."""
        return {k: self.original.get(v, v) if isinstance(v, str) else v for k, v in after.items()}


def _ranked(names: pd.Series) -> list[str]:
    counts = names.dropna().value_counts()
    return sorted(counts.index, key=lambda n: (-counts[n], n))


def unit_of(known: Frozen, unit: CodedUnit, names: Names, differs: Mapping[str, str]) -> Message:
    """A unit with its text and all its items."""
    sample = known.sample
    row = sample.drawn[sample.drawn["unit"] == unit.unit].iloc[0]
    articles = sample.frozen("articles")
    article = articles[articles["article_id"] == unit.article_id].iloc[0]
    text = known.texts[unit.article_id]
    start, end = int(row["start"]), int(row["end"])
    reach = [s for c in unit.codings for role in ROLES for s in getattr(c, role)]
    first = max(0, min([start - AROUND, *(s for s, _ in reach)]))
    last = min(len(text), max([end + AROUND, *(e for _, e in reach)]))
    published = article["published"]
    return {
        "is": "unit",
        "unit": unit.unit,
        "kind": sample.about["unit"],
        "sha256": str(row["sha256"]),
        "title": _shown(article["title"]),
        "outlet": _shown(row["outlet"]),
        "published": "" if markup.is_missing(published) else f"{published:%Y-%m-%d}",
        "text": markup.clean(text[first:last]),
        "base": first,
        "start": start,
        "end": end,
        "items": [item(c, differs) for c in unit.codings],
        "whole": whole(unit),
        "people": names.of(unit.article_id),
        "corpus": names.corpus,
        "variables": list(sample.about["variables"]),
        "differs": markup.clean(differs.get("", "")),
    }


def _shown(value: object) -> str:
    return "" if markup.is_missing(value) else markup.clean(value)


def item(one: Coding, differs: Mapping[str, str]) -> Message:
    """An attribution: `coding`, and `at` as offsets, name it; `state` is what was decided, "" where nothing was.

    Of a third look, `state` is "proposed" where only a coder has it.
    """
    state = one.verdict
    if one.decided_at is None and state in ("right", "missed"):
        state = "" if state == "right" else "proposed"
    return {
        "coding": one.coding,
        "at": _listed(spans_of(one.coding)),
        "state": state,
        **{role: _listed(getattr(one, role)) for role in ROLES},
        **{name: _plain(getattr(one, name)) for name in ABOUT},
        "towards": _plain(one.target),
        "confidence": None if math.isnan(one.confidence) else round(one.confidence, 2),
        "differs": markup.clean(differs.get(one.coding, "")),
    }


def whole(unit: CodedUnit) -> Message:
    """What was said of the unit as a whole."""
    return {
        "done": unit.done,
        "skipped": _plain(unit.skipped),
        "sentiment": unit.sentiment,
        "note": _plain(unit.note),
        "unsure": unit.unsure,
        "variables": {k: markup.clean(v) for k, v in unit.variables.items()},
    }


def patch(known: Frozen, was: CodedUnit, now: CodedUnit, differs: Mapping[str, str]) -> Message:
    """What of a unit is another than before: `items`, their `order` where some are new or gone, and the whole."""
    before = {c.coding: c for c in was.codings}
    changed = [c for c in now.codings if before.get(c.coding) is not c and before.get(c.coding) != c]
    order = [c.coding for c in now.codings]
    told: Message = {"unit": now.unit, "items": [item(c, differs) for c in changed], "whole": whole(now)}
    return told if order == [c.coding for c in was.codings] else told | {"order": order}


def added(one: Coding) -> dict[str, Any]:
    """What an `add` says so that it makes this attribution."""
    told = {k: getattr(one, k) for k in ("act", "speaker", "source_type", "gender") if getattr(one, k)}
    return told | {role: _listed(getattr(one, role)) for role in ("cue", "source") if getattr(one, role)}


def before(was: Coding, action: str, after: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a decision changes, as it was."""
    if action in VALUED:
        return {"value": getattr(was, action)}
    if action == "speaker":
        return {"name": was.speaker, "kind": was.source_type}
    if action == "span" and after.get("role") in ROLES:
        return {"role": after["role"], "spans": _listed(getattr(was, after["role"]))}
    return {"verdict": was.verdict} if action in ("accept", "reject", "duplicate_of") else None


def spans(value: Any) -> list[Span]:
    """The spans that a message names; ValueError for what is none."""
    try:
        found = [(start, end) for start, end in value or ()]
    except (TypeError, ValueError):
        raise ValueError("spans are pairs of offsets") from None
    if not all(type(at) is int for pair in found for at in pair):
        raise ValueError("spans are pairs of whole numbers")
    return found


def nothing(sample: Sample, role: str) -> str:
    """Why there is no unit to code."""
    if role == "adjudicator":
        return (
            f"Coders differ in no {sample.about['unit']} that several have done: there is nothing to settle."
        )
    return (
        f"Every {sample.about['unit']} of the sample is taken by other coders: there is nothing left to code."
    )


def _listed(found: Sequence[Span]) -> list[list[int]]:
    return [[start, end] for start, end in found]


def _plain(value: Any) -> Any:
    return markup.clean(value) if isinstance(value, str) else value
