"""What a coder decided in a spreadsheet (see `sheet`), read back as events."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from analysis import tables
from analysis.corpus import workbook
from analysis.review import reading
from analysis.review.codings import Coding, key, spans_of
from analysis.review.reading import Problem, Reading, word
from analysis.review.samples import Sample
from analysis.review.sheet import row_of


def read(
    sample: Sample, path: Path, *, coder: str, at: str, adjudicate: bool = False
) -> tuple[int, list[Problem]]:
    """Take what a coder decided in a spreadsheet as events; returns how many are new, and rows that make no sense.

    A sheet that is read again adds only what has changed since. ValueError when it is no spreadsheet of this sample.
    """
    sheets = _sheets(path)
    if "attributions" not in sheets or "units" not in sheets:
        raise ValueError(f"{path}: no sheets `attributions` and `units`; make one: newsbook review sheet")
    taken = Reading(sample, coder=coder, at=at, adjudicate=adjudicate)
    for title, take in (("attributions", _of_attribution), ("units", reading.of_unit)):
        for number, cells in sheets[title]:
            unit = str(cells.get("unit") or "")
            if unit or any(cells.values()):
                taken.take(title, number, unit, partial(take, taken, unit, cells))
    return taken.kept()


def _of_attribution(taken: Reading, unit: str, cells: Mapping[str, Any]) -> None:
    text, name = taken.text(unit), str(cells.get("coding") or "")
    one = next((c for c in taken.state(unit).codings if c.coding == name), None)
    if name and one is None:  # what another coder added, for the third look
        if word(cells.get("verdict")) != "right":
            return
        taken.add(unit, "add", spans_of(name))
        one = next(c for c in taken.state(unit).codings if c.coding == name)
    one = one or _added(taken, unit, cells, text)
    target = spans_of(one.coding)
    shown = row_of(text, one)
    for role in ("content", "cue", "source"):
        words = cells.get(role)
        if (words or None) != (tables.restored(shown[role]) or None):
            spans = located(text, str(words or ""), target[0][0])
            if spans != getattr(one, role):
                taken.add(unit, "span", target, role=role, spans=[list(s) for s in spans])
    reading.fields(taken, unit, one, cells, shown)
    verdict = word(cells.get("verdict"))
    if verdict not in (None, "right", "wrong"):
        raise ValueError(f"verdict {verdict!r}: write right or wrong, or leave it empty")
    if verdict == "wrong" and not one.wrong:
        taken.add(unit, "reject", target)
    if verdict == "right" and (one.wrong or one.decided_at is None):
        taken.add(unit, "accept", target)


def _added(taken: Reading, unit: str, cells: Mapping[str, Any], text: str) -> Coding:
    words = cells.get("content")
    if not words:
        raise ValueError("a new row needs its content, as the text has it")
    row = taken.sample.units[taken.sample.units["unit"] == unit].iloc[0]
    content = located(text, str(words), int(row["start"]), within=(int(row["start"]), int(row["end"])))
    name = key(content)
    if all(c.coding != name for c in taken.state(unit).codings):
        taken.add(unit, "add", content)
    return next(c for c in taken.state(unit).codings if c.coding == name)


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
