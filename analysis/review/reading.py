"""What a coder decided somewhere else (a spreadsheet, brat, Label Studio), taken as events.

What is as it is kept is no decision; what differs is one. A file that is read again adds only what has changed since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from analysis.review import codebook as book
from analysis.review import events as decided
from analysis.review.codings import CodedUnit, Coding, Frozen, Spans, coded_unit, frozen, spans_of
from analysis.review.events import Event
from analysis.review.samples import Sample

TONES = {"negative": -1, "neutral": 0, "positive": 1, "-1": -1, "0": 0, "1": 1, "+1": 1}
YES = ("yes", "y", "x", "1", "true", "done", "ja", "oui")


class Problem(NamedTuple):
    """What could not be read of a file, and why: a row of a sheet, or 0 where there are no rows."""

    sheet: str
    row: int
    reason: str


class Reading:
    """Decisions that a file adds to those there are of its coder."""

    def __init__(self, sample: Sample, *, coder: str, at: str, adjudicate: bool = False) -> None:
        """Nothing is read yet; what the coder decided before is what later decisions are compared with."""
        self.sample, self.coder, self.at = sample, coder, at
        self.known: Frozen = frozen(sample)
        self.role = "adjudicator" if adjudicate else "coder"
        self.codebook = sample.codebook_digest()
        self.problems: list[Problem] = []
        self.own: dict[str, list[Event]] = {}
        for one in decided.live(decided.read(sample, coder)):
            self.own.setdefault(one["unit"], []).append(one)
        self.made: list[Event] = []

    def text(self, unit: str) -> str:
        """The text of a unit's article."""
        return self.known.texts[self.known.article[unit]]

    def state(self, unit: str) -> CodedUnit:
        """A unit after all decisions so far."""
        return coded_unit(self.known, unit, self.coder, self.own.get(unit, []))

    def add(self, unit: str, action: str, target: Spans = (), *, seconds: Any = None, **after: Any) -> None:
        """One more decision, `after` what it says, and the `seconds` that it took.

        Its id is made of what it says and of how many there were, so that it is kept once.
        """
        told = (self.coder, unit, action, target, sorted(after.items(), key=str), len(self.own.get(unit, [])))
        one = decided.event(
            self.sample,
            unit,
            action,
            coder=self.coder,
            at=self.at,
            target=target,
            after=after,
            seconds=seconds,
            role=self.role,
            id=hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:32],
            codebook=self.codebook,
        )
        self.own.setdefault(unit, []).append(one)
        self.made.append(one)

    def take(self, where: str, row: int, unit: str, decide: Callable[[], None]) -> None:
        """What `decide` adds for a unit, or none of it and a problem, when it raises ValueError."""
        before, kept = len(self.made), list(self.own.get(unit, []))
        try:
            if unit not in self.known.rows:
                raise ValueError(f"unit {unit!r} is not in the sample")
            decide()
        except ValueError as error:
            del self.made[before:]
            self.own[unit] = kept
            self.problems.append(Problem(where, row, str(error)))

    def kept(self) -> tuple[int, list[Problem]]:
        """Put what was read to the coder's decisions; returns how many are new, and what could not be read."""
        return decided.append(self.sample, self.made, coder=self.coder), self.problems


def fields(
    reading: Reading, unit: str, one: Coding, cells: Mapping[str, Any], shown: Mapping[str, Any]
) -> None:
    """Take what `cells` say of an attribution beside its words, where it differs from what was `shown`."""
    target = spans_of(one.coding)
    for column in ("kind", "act", "gender"):
        value = word(cells.get(column))
        if value and value != shown[column]:
            reading.add(unit, column, target, value=value)
    _speaker(reading, unit, target, cells, one)
    tone = _tone(cells.get("sentiment"))
    if tone is not None and tone != one.sentiment:
        towards = {"towards": str(cells["towards"])} if cells.get("towards") else {}
        reading.add(unit, "sentiment", target, value=tone, **towards)
    unsure = word(cells.get("unsure")) in YES
    if unsure != one.unsure:
        reading.add(unit, "unsure", target, value=unsure)
    if cells.get("note") and str(cells["note"]) != one.note:
        reading.add(unit, "note", target, text=str(cells["note"]))


def _speaker(reading: Reading, unit: str, target: Spans, cells: Mapping[str, Any], one: Coding) -> None:
    name, kind = cells.get("speaker"), word(cells.get("source_type"))
    name = None if name is None or word(name) in ("none", "nobody") else str(name).strip()
    if (name or None) != one.speaker or (kind and kind != one.source_type):
        reading.add(unit, "speaker", target, name=name or None, kind=kind or None)
        gender = word(cells.get("gender"))
        if gender and name != one.speaker:
            reading.add(unit, "gender", target, value=gender)


def of_unit(reading: Reading, unit: str, cells: Mapping[str, Any], *, seconds: float | None = None) -> None:
    """Take what `cells` say of a whole unit: variables, sentiment, a note, and that it is done or skipped."""
    state = reading.state(unit)
    for name in reading.sample.about["variables"]:
        value = _listed(book.values(reading.sample.codebook(), name), cells.get(name))
        if value and value != state.variables.get(name):
            reading.add(unit, "variable", name=name, value=value)
    tone = _tone(cells.get("sentiment"))
    if tone is not None and tone != state.sentiment:
        reading.add(unit, "sentiment", value=tone)
    if cells.get("note") and str(cells["note"]) != state.note:
        reading.add(unit, "note", text=str(cells["note"]))
    if cells.get("skip") and str(cells["skip"]) != state.skipped:
        reading.add(unit, "skip", text=str(cells["skip"]))
    elif word(cells.get("done")) in YES and not state.done:
        reading.add(unit, "done", seconds=seconds)


def word(cell: Any) -> str | None:
    """A cell as a word in small letters, None for an empty one."""
    return str(cell).strip().lower() or None if cell is not None else None


def _listed(listed: Sequence[str], cell: Any) -> str:
    """A cell as the value of the codebook that it stands for, whatever its case; any other as it is."""
    written = "" if cell is None else str(cell).strip()
    same = {v.casefold(): v for v in listed}
    plain = same.get(written.casefold(), same.get(written.removesuffix(".0")))  # a number, as Excel has it
    return plain or written


def _tone(cell: Any) -> int | None:
    told = word(cell.removesuffix(".0") if isinstance(cell, str) else cell)
    if told is None:
        return None
    if told.removesuffix(".0") not in TONES:
        raise ValueError(f"sentiment {told!r}: write negative, neutral or positive")
    return TONES[told.removesuffix(".0")]
