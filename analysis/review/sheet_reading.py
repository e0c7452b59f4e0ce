"""What a coder decided in a spreadsheet (see `sheet`), read back as events."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis import tables
from analysis.corpus import workbook
from analysis.review import codebook as book
from analysis.review import events as decided
from analysis.review.codings import CodedUnit, Coding, Frozen, Spans, coded_unit, frozen, key, spans_of
from analysis.review.events import Event
from analysis.review.samples import Sample
from analysis.review.sheet import row_of

TONES = {"negative": -1, "neutral": 0, "positive": 1, "-1": -1, "0": 0, "1": 1, "+1": 1}
YES = ("yes", "y", "x", "1", "true", "done", "ja", "oui")


class Problem(NamedTuple):
    """A row of a spreadsheet that could not be read, and why."""

    sheet: str
    row: int
    reason: str


def read(
    sample: Sample, path: Path, *, coder: str, at: str, adjudicate: bool = False
) -> tuple[int, list[Problem]]:
    """Take what a coder decided in a spreadsheet as events; returns how many are new, and rows that make no sense.

    A sheet that is read again adds only what has changed since. ValueError when it is no spreadsheet of this sample.
    """
    sheets = _sheets(path)
    if "attributions" not in sheets or "units" not in sheets:
        raise ValueError(f"{path}: no sheets `attributions` and `units`; make one: newsbook review sheet")
    known = frozen(sample)
    problems: list[Problem] = []
    own: dict[str, list[Event]] = {}
    for one in decided.live(decided.read(sample, coder)):
        own.setdefault(one["unit"], []).append(one)
    maker = _Maker(
        sample, known, coder, at, "adjudicator" if adjudicate else "coder", own, sample.codebook_digest()
    )
    for number, cells in sheets["attributions"]:
        _collect(maker, "attributions", number, cells, problems, _of_attribution)
    for number, cells in sheets["units"]:
        _collect(maker, "units", number, cells, problems, _of_unit)
    return decided.append(sample, maker.made, coder=coder), problems


class _Maker:
    """Decisions that a sheet adds to those there are."""

    def __init__(
        self,
        sample: Sample,
        known: Frozen,
        coder: str,
        at: str,
        role: str,
        own: dict[str, list[Event]],
        codebook: str,
    ) -> None:
        self.sample, self.known, self.coder, self.at, self.role, self.own = (
            sample,
            known,
            coder,
            at,
            role,
            own,
        )
        self.codebook = codebook
        self.made: list[Event] = []

    def state(self, unit: str) -> CodedUnit:
        """A unit after all decisions so far."""
        return coded_unit(self.known, unit, self.coder, self.own.get(unit, []))

    def add(self, unit: str, action: str, target: Spans = (), **after: Any) -> None:
        """One more decision; its id is made of what it says and of how many there were, so that it is kept once."""
        told = (self.coder, unit, action, target, sorted(after.items(), key=str), len(self.own.get(unit, [])))
        one = decided.event(
            self.sample,
            unit,
            action,
            coder=self.coder,
            at=self.at,
            target=target,
            after=after,
            role=self.role,
            id=hashlib.sha256(repr(told).encode()).hexdigest()[:32],
            codebook=self.codebook,
        )
        self.own.setdefault(unit, []).append(one)
        self.made.append(one)


def _collect(
    maker: _Maker, sheet: str, number: int, cells: Mapping[str, Any], problems: list[Problem], take: Any
) -> None:
    before = len(maker.made)
    unit = str(cells.get("unit") or "")
    if not unit and not any(cells.values()):
        return
    kept = list(maker.own.get(unit, []))
    try:
        if unit not in maker.known.rows:
            raise ValueError(f"unit {unit!r} is not in the sample")
        take(maker, unit, cells)
    except ValueError as error:
        del maker.made[before:]
        maker.own[unit] = kept
        problems.append(Problem(sheet, number, str(error)))


def _of_attribution(maker: _Maker, unit: str, cells: Mapping[str, Any]) -> None:
    text = maker.known.texts[maker.known.article[unit]]
    state, name = maker.state(unit), str(cells.get("coding") or "")
    one = next((c for c in state.codings if c.coding == name), None)
    if name and one is None:  # what another coder added, for the third look
        if _word(cells.get("verdict")) != "right":
            return
        content = spans_of(name)
        maker.add(unit, "add", content)
        one = next(c for c in maker.state(unit).codings if c.coding == name)
    if one is None:
        one = _added(maker, unit, cells, text)
        if one is None:
            return
    target = spans_of(one.coding)
    shown = row_of(text, one)
    near = target[0][0]
    for role in ("content", "cue", "source"):
        words = cells.get(role)
        if (words or None) != (tables.restored(shown[role]) or None):
            spans = located(text, str(words or ""), near)
            if spans != getattr(one, role):
                maker.add(unit, "span", target, role=role, spans=[list(s) for s in spans])
    for column in ("kind", "act", "gender"):
        value = _word(cells.get(column))
        if value and value != shown[column]:
            maker.add(unit, column, target, value=value)
    _speaker(maker, unit, target, cells, one)
    _rest(maker, unit, target, cells, one)
    verdict = _word(cells.get("verdict"))
    if verdict not in (None, "right", "wrong"):
        raise ValueError(f"verdict {verdict!r}: write right or wrong, or leave it empty")
    if verdict == "wrong" and not one.wrong:
        maker.add(unit, "reject", target)
    if verdict == "right" and (one.wrong or one.decided_at is None):
        maker.add(unit, "accept", target)


def _added(maker: _Maker, unit: str, cells: Mapping[str, Any], text: str) -> Coding | None:
    words = cells.get("content")
    if not words:
        raise ValueError("a new row needs its content, as the text has it")
    row = maker.sample.units[maker.sample.units["unit"] == unit].iloc[0]
    content = located(text, str(words), int(row["start"]), within=(int(row["start"]), int(row["end"])))
    name = key(content)
    known = next((c for c in maker.state(unit).codings if c.coding == name), None)
    if known is None:
        maker.add(unit, "add", content)
        known = next(c for c in maker.state(unit).codings if c.coding == name)
    return known


def _speaker(maker: _Maker, unit: str, target: Spans, cells: Mapping[str, Any], one: Coding) -> None:
    name, kind = cells.get("speaker"), _word(cells.get("source_type"))
    name = None if name is None or _word(name) in ("none", "nobody") else str(name).strip()
    if (name or None) != one.speaker or (kind and kind != one.source_type):
        maker.add(unit, "speaker", target, name=name or None, kind=kind or None)
        gender = _word(cells.get("gender"))
        if gender and name != one.speaker:
            maker.add(unit, "gender", target, value=gender)


def _rest(maker: _Maker, unit: str, target: Spans, cells: Mapping[str, Any], one: Coding) -> None:
    tone = _tone(cells.get("sentiment"))
    if tone is not None and tone != one.sentiment:
        towards = {"towards": str(cells["towards"])} if cells.get("towards") else {}
        maker.add(unit, "sentiment", target, value=tone, **towards)
    unsure = _word(cells.get("unsure")) in YES
    if unsure != one.unsure:
        maker.add(unit, "unsure", target, value=unsure)
    if cells.get("note") and str(cells["note"]) != one.note:
        maker.add(unit, "note", target, text=str(cells["note"]))


def _of_unit(maker: _Maker, unit: str, cells: Mapping[str, Any]) -> None:
    state = maker.state(unit)
    for name in maker.sample.about["variables"]:
        value = _listed(book.values(maker.sample.codebook(), name), cells.get(name))
        if value and value != state.variables.get(name):
            maker.add(unit, "variable", name=name, value=value)
    tone = _tone(cells.get("sentiment"))
    if tone is not None and tone != state.sentiment:
        maker.add(unit, "sentiment", value=tone)
    if cells.get("note") and str(cells["note"]) != state.note:
        maker.add(unit, "note", text=str(cells["note"]))
    if cells.get("skip") and str(cells["skip"]) != state.skipped:
        maker.add(unit, "skip", text=str(cells["skip"]))
    elif _word(cells.get("done")) in YES and not state.done:
        maker.add(unit, "done")


def located(
    text: str, words: str, near: int, *, within: tuple[int, int] | None = None
) -> tuple[tuple[int, int], ...]:
    """The spans of words that were copied from a text, pieces joined by ' … ': for each the occurrence nearest to
    `near`.

    Blanks and line ends are as good as one another. ValueError when the text has no such words.
    """
    found: list[tuple[int, int]] = []
    low, high = within or (0, len(text))
    for piece in words.split(" … ") if words.strip() else []:
        pattern = re.compile(r"\s+".join(re.escape(w) for w in piece.split()))
        places = [m.span() for m in pattern.finditer(text, low, high)]
        if not places:
            raise ValueError(f"the text has no {piece[:60]!r}")
        found.append(min(places, key=lambda place: abs(place[0] - near)))
        near = found[-1][1]
    return tuple(sorted(found))


def _listed(listed: Sequence[str], cell: Any) -> str:
    """A cell as the value of the codebook that it stands for, whatever its case; any other as it is."""
    written = "" if cell is None else str(cell).strip()
    same = {v.casefold(): v for v in listed}
    plain = same.get(written.casefold(), same.get(written.removesuffix(".0")))  # a number, as Excel has it
    return plain or written


def _word(cell: Any) -> str | None:
    return str(cell).strip().lower() or None if cell is not None else None


def _tone(cell: Any) -> int | None:
    word = _word(cell.removesuffix(".0") if isinstance(cell, str) else cell)
    if word is None:
        return None
    if word.removesuffix(".0") not in TONES:
        raise ValueError(f"sentiment {word!r}: write negative, neutral or positive")
    return TONES[word.removesuffix(".0")]


def _sheets(path: Path) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """The rows of each sheet, by number, as cells by column; text as it was before it was made safe."""
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    try:
        with path.open("rb") as stream:
            for title, rows in workbook.sheets(stream):
                found[title] = list(_named(rows))
    except (OverflowError, ValueError, KeyError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ValueError(f"{path}: no spreadsheet that can be read ({error})") from error
    return found


def _named(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    header: list[str] | None = None
    for number, values in rows:
        if header is None:
            header = [str(v or "") for v in values]
        else:
            cells = {h: tables.restored(v) for h, v in zip(header, values, strict=False) if h}
            yield number, {k: (None if v == "" else v) for k, v in cells.items()}
