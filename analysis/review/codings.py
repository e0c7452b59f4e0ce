"""What coders left: the machine's rows of a unit with every decision on them, one attribution after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quotation import ROLES, joined, kind_of
from analysis.quotation.arrangement import holds
from analysis.review import events as decided
from analysis.review.events import Event
from analysis.review.samples import Sample
from analysis.segmentation import Document, Span, segment

Spans = tuple[Span, ...]
PERSON, NAMELESS = tables.SOURCE_TYPES[0], ("group", "anonymous", "unnamed")
FIELDS = ("kind", "act", "speaker", "source_type", "gender")


def key(content: Iterable[Sequence[int]]) -> str:
    """What an attribution is called by: the spans of its content as they were found, `start-end start-end`."""
    return " ".join(f"{start}-{end}" for start, end in sorted((int(s), int(e)) for s, e in content))


def spans_of(coding: str) -> Spans:
    """The spans that a `key` names."""
    pairs = (piece.split("-") for piece in coding.split())
    return tuple((int(start), int(end)) for start, end in pairs)


@dataclass(frozen=True)
class Coding:
    """One attribution as a coder left it; `machine` is the number of the frozen row, None = the machine missed it."""

    coding: str
    machine: int | None
    content: Spans
    cue: Spans
    source: Spans
    kind: str
    act: str = "communication"
    speaker: str | None = None
    source_type: str | None = None
    gender: str | None = None
    wrong: bool = False
    changed: frozenset[str] = frozenset()
    sentiment: float | None = None
    target: str | None = None
    unsure: bool = False
    note: str | None = None
    decided_at: str | None = None
    confidence: float = field(default=np.nan, compare=False)

    @property
    def verdict(self) -> str:
        """right, wrong, changed or missed (of a missed one that was taken back: wrong)."""
        if self.wrong:
            return "wrong"
        return "missed" if self.machine is None else "changed" if self.changed else "right"


@dataclass(frozen=True)
class CodedUnit:
    """A unit as a coder left it: its attributions in the order of the text, and what was said of the whole."""

    unit: str
    coder: str
    article_id: str
    codings: tuple[Coding, ...]
    done: bool = False
    skipped: str | None = None
    adjudicated: bool = False
    seconds: float = 0.0
    sentiment: float | None = None
    note: str | None = None
    unsure: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Frozen:
    """What decisions are put to: the machine's rows of the drawn units, and the texts."""

    sample: Sample
    rows: Mapping[str, tuple[Coding, ...]]
    texts: Mapping[str, str]
    article: Mapping[str, str]


def frozen(sample: Sample) -> Frozen:
    """The machine's rows of the units that were drawn, by unit, and the texts of their articles."""
    drawn = sample.drawn
    units = set(drawn["unit"])
    quotations, spans = (f[f["unit"].isin(units)] for f in map(sample.frozen, ("quotations", "spans")))
    articles = sample.frozen("articles")
    pieces: dict[tuple[str, int, str], list[Span]] = {}
    for a, q, role, start, end in zip(
        *tables.values(spans, "article_id", "quotation", "role", "start", "end"), strict=True
    ):
        pieces.setdefault((a, q, role), []).append((start, end))
    rows: dict[str, dict[str, Coding]] = {u: {} for u in drawn["unit"]}
    columns = ("unit", "article_id", "quotation", "confidence", *FIELDS)
    for unit, a, q, confidence, *told in zip(*tables.values(quotations, *columns), strict=True):
        content, cue, source = (
            tuple(sorted(pieces.get((a, q, r), []))) for r in ("content", "cue", "source")
        )
        about = dict(zip(FIELDS, told, strict=True))
        about["act"] = about["act"] or "communication"
        one = Coding(
            key(content),
            int(q),
            content,
            cue,
            source,
            **about,
            confidence=np.nan if confidence is None else confidence,
        )
        rows[unit].setdefault(one.coding, one)
    return Frozen(
        sample,
        {u: tuple(sorted(found.values(), key=lambda c: c.content)) for u, found in rows.items()},
        dict(zip(articles["article_id"], articles["text"], strict=True)),
        dict(zip(drawn["unit"], drawn["article_id"], strict=True)),
    )


def coded_unit(known: Frozen, unit: str, coder: str, events: Sequence[Event]) -> CodedUnit:
    """A unit after the decisions `events` of one coder, those that hold (`events.live`), in their order."""
    text = known.texts[known.article[unit]]
    found = {c.coding: c for c in known.rows[unit]}
    whole = CodedUnit(unit, coder, known.article[unit], ())
    variables: dict[str, str] = {}
    merged: dict[str, str] = {}
    for one in events:
        action, after, name = one["action"], one["after"], key(one["target"])
        whole = replace(whole, adjudicated=whole.adjudicated or one.get("role") == "adjudicator")
        whole = replace(whole, seconds=whole.seconds + (one.get("seconds") or 0.0))
        if name:
            _decide(found, name, one, text)
        elif action == "variable":
            variables[after["name"]] = after["value"]
        elif action == "merge":
            merged[after["name"]] = after["into"]
        elif action in _OF_UNIT:
            whole = replace(whole, **_OF_UNIT[action](after))
    first = {c.coding: c for c in known.rows[unit]}
    ordered = tuple(
        sorted((_against(first.get(c.coding), c) for c in found.values()), key=lambda c: c.content)
    )
    ordered = tuple(replace(c, speaker=_called(c.speaker, merged)) for c in ordered) if merged else ordered
    return replace(whole, codings=ordered, variables=variables, merged=merged)


_OF_UNIT: dict[str, Any] = {
    "done": lambda after: {"done": True, "skipped": None},
    "skip": lambda after: {"skipped": after.get("text") or "no reason given", "done": False},
    "sentiment": lambda after: {"sentiment": float(after["value"])},
    "note": lambda after: {"note": after["text"]},
    "unsure": lambda after: {"unsure": after["value"]},
}


def _against(machine: Coding | None, one: Coding) -> Coding:
    """A row with the names of what is not as the machine had it: what was changed and changed back is not."""
    if machine is None or one.machine is None or one is machine:
        return one
    differs = (f for f in (*ROLES, *FIELDS) if getattr(one, f) != getattr(machine, f))
    return replace(one, changed=frozenset(differs))


def _called(name: str | None, merged: Mapping[str, str]) -> str | None:
    seen: set[str] = set()
    while name is not None and name in merged and name not in seen:
        seen.add(name)
        name = merged[name]
    return name


def _decide(found: dict[str, Coding], name: str, one: Event, text: str) -> None:
    """Put a decision to the attribution that it names; what names none that is there changes nothing."""
    action, after = one["action"], one["after"]
    if action == "add":
        found[name] = _added(name, after, text, one["at"])
        return
    if name not in found:
        return
    was = replace(found[name], decided_at=one["at"])
    if action == "accept":
        found[name] = replace(was, wrong=False)
    elif action in ("reject", "duplicate_of"):
        found[name] = replace(was, wrong=True)
    elif action == "span":
        spans = tuple(sorted((int(s), int(e)) for s, e in after.get("spans") or ()))
        found[name] = _with(was, {after["role"]: spans}, text)
    elif action in ("kind", "act", "gender"):
        found[name] = _with(was, {action: after["value"]}, text)
    elif action == "speaker":
        kind = PERSON if after.get("kind") == "person" else after.get("kind")
        told = {"speaker": after.get("name"), "source_type": kind}
        if after.get("name") and not after.get("kind"):
            told["source_type"] = was.source_type if was.source_type not in (None, *NAMELESS) else PERSON
        if after.get("name") != was.speaker and "gender" not in was.changed:
            told["gender"] = None  # it was another's
        found[name] = _with(was, told, text)
    elif action == "split":
        first, *others = (tuple(sorted((int(s), int(e)) for s, e in piece)) for piece in after["contents"])
        found[name] = _with(was, {"content": first}, text)
        for piece in others:
            more = replace(found[name], coding=key(piece), machine=None, content=piece, changed=frozenset())
            found[more.coding] = replace(more, kind=kind_of(_segmented(text), piece))
    elif action == "sentiment":
        found[name] = replace(was, sentiment=float(after["value"]), target=after.get("towards"))
    elif action == "unsure":
        found[name] = replace(was, unsure=after["value"])
    elif action == "note":
        found[name] = replace(was, note=after["text"])


def _with(was: Coding, told: Mapping[str, Any], text: str) -> Coding:
    """A row with other values, which names those that differ from what they were; a new content has its own kind."""
    new = {k: v for k, v in told.items() if getattr(was, k) != v}
    if "content" in new and "kind" not in was.changed:
        kind = kind_of(_segmented(text), new["content"])
        new |= {"kind": kind} if kind != was.kind else {}
    return replace(was, **new, changed=was.changed | new.keys(), wrong=False)


@lru_cache(maxsize=2)
def _segmented(text: str) -> Document:
    """The text's parts; a desk asks for those of one text again and again."""
    return segment(text)


def _added(name: str, after: Mapping[str, Any], text: str, at: str) -> Coding:
    content = spans_of(name)
    cue, source = (tuple(sorted((int(s), int(e)) for s, e in after.get(r) or ())) for r in ("cue", "source"))
    about = {k: after[k] for k in ("act", "speaker", "source_type", "gender") if after.get(k)}
    if about.get("speaker") and "source_type" not in about:
        about["source_type"] = PERSON
    kind = after.get("kind") or kind_of(_segmented(text), content)
    return Coding(name, None, content, cue, source, kind, **about, decided_at=at)


def coded(sample: Sample, *, coder: str = "", known: Frozen | None = None) -> list[CodedUnit]:
    """Every unit that somebody decided on, as each coder left it, in the order of coding."""
    groups: dict[tuple[str, str], list[Event]] = {}
    for one in decided.live(decided.read(sample, coder)):
        groups.setdefault((one["unit"], one["by"]), []).append(one)
    if not groups:
        return []
    known = known or frozen(sample)
    order = {u: i for i, u in enumerate(sample.drawn["unit"])}
    ordered = sorted((k for k in groups if k[0] in order), key=lambda k: (order[k[0]], k[1]))
    return [coded_unit(known, *k, groups[k]) for k in ordered]


def replaced(unit: CodedUnit, ordered: Sequence[Coding]) -> CodedUnit:
    """The unit with other attributions."""
    return replace(unit, codings=tuple(ordered))


def nested(unit: CodedUnit) -> dict[str, bool]:
    """Whether each attribution, but the wrong ones, is inside the content of another."""
    held = [c for c in unit.codings if not c.wrong]
    return {
        c.coding: any(o is not c and o.content != c.content and holds(o.content, c.content) for o in held)
        for c in held
    }


# --- as tables --------------------------------------------------------------------------------------------------


def codings(sample: Sample, *, coder: str = "", pseudonyms: bool = False) -> pd.DataFrame:
    """One row for each attribution and coder, of all units that are done or begun (see `tables.REVIEW`)."""
    known = frozen(sample)
    about = sample.drawn.set_index("unit")[["pi", "stratum"]]
    rows = []
    for unit in coded(sample, coder=coder, known=known):
        text, inside = known.texts[unit.article_id], nested(unit)
        pi, stratum = about.loc[unit.unit]
        for c in unit.codings:
            words = (joined(text, getattr(c, role)) for role in ("content", "cue", "source"))
            about_unit = (sample.name, unit.unit, unit.coder, unit.adjudicated, unit.article_id)
            for_what = (c.coding, c.machine, c.verdict, ", ".join(sorted(c.changed)) or None, c.kind, c.act)
            who = (c.speaker, c.source_type, c.gender, c.sentiment, c.target, c.unsure, c.note, c.decided_at)
            rows.append((*about_unit, *for_what, inside.get(c.coding, False), *words, *who, pi, stratum))
    return called_by(tables.build("codings", rows), pseudonyms)


def coded_spans(sample: Sample, *, coder: str = "", pseudonyms: bool = False) -> pd.DataFrame:
    """The pieces of what is coded, one a row (see `tables.REVIEW`)."""
    rows = [
        (sample.name, unit.unit, unit.coder, unit.article_id, c.coding, role, start, end)
        for unit in coded(sample, coder=coder)
        for c in unit.codings
        for role in ROLES
        for start, end in getattr(c, role)
    ]
    return called_by(tables.build("coded_spans", rows), pseudonyms)


def coded_units(sample: Sample, *, coder: str = "", pseudonyms: bool = False) -> pd.DataFrame:
    """Each unit that somebody decided on (see `tables.REVIEW`), with a column for each variable of one's own."""
    found = coded(sample, coder=coder)
    rows = [
        (
            sample.name,
            u.unit,
            u.coder,
            u.adjudicated,
            u.article_id,
            u.done,
            u.skipped,
            u.seconds,
            u.sentiment,
            u.note,
        )
        for u in found
    ]
    frame = tables.build("coded_units", rows)
    for name in sample.about["variables"]:
        frame[name] = pd.Series([u.variables.get(name) for u in found], dtype=tables.TEXT)
    return called_by(frame, pseudonyms)


def pseudonym(coders: Iterable[str]) -> dict[str, str]:
    """Names that say nothing of whom they stand for: "coder 1", … in the order of the names."""
    return {name: f"coder {number}" for number, name in enumerate(sorted(set(coders)), 1)}


def called_by(frame: pd.DataFrame, pseudonyms: bool) -> pd.DataFrame:
    """The rows with numbers for their coders, if `pseudonyms` are asked for."""
    if not pseudonyms:
        return frame
    named = pseudonym(frame["coder"])
    return frame.assign(coder=pd.Series([named[c] for c in frame["coder"]], dtype=tables.TEXT))
