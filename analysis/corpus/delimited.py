"""Records of CSV and its kin, one at a time; a record that cannot be read costs itself and none of the next."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TextIO

# Characters that may be read again, and how many more for each character of the file: what keeps time linear.
_AGAIN = 8_000_000
_AGAIN_FOR_EACH = 4


class Record(NamedTuple):
    """The line it begins on, from 1, and its fields; the first is the header."""

    line: int
    fields: list[str]


class Broken(NamedTuple):
    """The line on which something begins that is no record, why (`bad row`, `too large`), and what is lost."""

    line: int
    reason: str
    detail: str


class _Lines:
    """The lines of a file, some of which may be given back to be read again."""

    def __init__(self, stream: TextIO, most: int) -> None:
        self.stream, self.most = stream, most
        self.ahead: deque[str] = deque()
        self.number = self.characters = self.again = 0

    def take(self) -> str:
        """The next line, cut off after `most` characters; "" at the end."""
        if self.ahead:
            line = self.ahead.popleft()
        else:
            line = rest = self.stream.readline(self.most)
            while len(rest) == self.most and not rest.endswith(("\n", "\r")):
                rest = self.stream.readline(self.most)
            self.characters += len(line)
        self.number += bool(line)
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self.ahead.extendleft(reversed(lines))
        self.number -= len(lines)
        self.again += sum(map(len, lines))

    def allowed(self) -> int:
        """How many characters the next record may have."""
        return min(self.most, _AGAIN + _AGAIN_FOR_EACH * self.characters - self.again)


def records(stream: TextIO, *, tabs: bool, longest: int, most: int) -> Iterator[Record | Broken]:
    """The header and the records of `stream`, blank lines passed over, and what is broken in between.

    The delimiter is a tab where `tabs`, else the commonest of comma, semicolon, tab and bar in the header, or what
    a line `sep=;` before it says. No field has more than `longest` characters and no record more than `most`.
    Quotation marks have to pair: behind one that is never closed, reading goes on with the next line from which a
    record has as many fields as the header.
    """
    lines = _Lines(stream, most)
    delimiter, first = _delimiter(lines.take, tabs)
    if len(first) >= most:
        yield Broken(lines.number, "too large", f"a header of more than {most} characters")
        return
    lines.give_back([first] if first else [])
    start = lines.number + 1
    taken, header = _next(lines, delimiter, longest)
    if isinstance(header, csv.Error):
        lines.give_back(taken[1:])
        yield Broken(start, "bad row", f"{header}: the header is read without its quotation marks")
        header = first.strip("\r\n").replace('"', "").split(delimiter)
    if header:
        yield Record(start, header)
        yield from _behind(lines, len(header), delimiter, longest)


def column(stream: TextIO, name: str, *, tabs: bool, longest: int) -> set[str] | None:
    """The different values of the column that the header calls `name`, quickly; None where the file has a fault."""
    delimiter, first = _delimiter(stream.readline, tabs)
    before = csv.field_size_limit(longest)
    try:
        found = csv.reader(chain([first], stream), delimiter=delimiter, strict=True)
        header = [cell.strip() for cell in next(found, [])]
        at = header.index(name)
        return {row[at] for row in found if row}
    except (csv.Error, ValueError, IndexError):
        return None
    finally:
        csv.field_size_limit(before)


def _delimiter(take: Callable[[], str], tabs: bool) -> tuple[str, str]:
    """What stands between fields, and the header's first line."""
    while (first := take()) and not first.strip():
        pass
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first[4], take()
    return "\t" if tabs else max(",;\t|", key=first.count), first


def _behind(lines: _Lines, width: int, delimiter: str, longest: int) -> Iterator[Record | Broken]:
    """The records behind a header of `width` fields."""
    while True:
        start = lines.number + 1
        taken, found = _next(lines, delimiter, longest)
        if found is None:
            return
        runs_on = len(taken) > 1 and not _fits(found, width) and _are_records(taken[1:], width, delimiter)
        if isinstance(found, list) and not runs_on:
            if found:
                yield Record(start, found)
            continue
        why = found if isinstance(found, csv.Error) else f"{len(found)} fields, the header has {width}"
        large = sum(map(len, taken)) >= lines.most or "limit" in str(why)
        # A text that is too long is lost whole; its lines are no rows, unless they look as rows do.
        if not large or _are_records(taken[1:], width, delimiter):
            lines.give_back(taken[1:])
        _skip(lines, width, delimiter, longest)
        yield Broken(start, "too large" if large else "bad row", f"lines {start} to {lines.number}: {why}")


def _next(lines: _Lines, delimiter: str, longest: int) -> tuple[list[str], list[str] | csv.Error | None]:
    """The lines of the next record, and its fields, what is wrong with it, or None at the end."""
    taken: list[str] = []

    def given() -> Iterator[str]:
        size, allowed = 0, lines.allowed()
        while (not taken or size < allowed) and (line := lines.take()):
            taken.append(line)
            size += len(line)
            yield line

    # The limit belongs to the whole process: raised for one record only.
    before = csv.field_size_limit(longest)
    try:
        # strict: quotation marks that do not pair are told, not glued into the next rows.
        found = next(csv.reader(given(), delimiter=delimiter, strict=True), None)
    except csv.Error as error:
        return taken, error
    finally:
        csv.field_size_limit(before)
    over = any(len(line) >= lines.most for line in taken)
    return taken, csv.Error(f"a line of more than the limit of {lines.most} characters") if over else found


def _fits(found: list[str] | csv.Error | None, width: int) -> bool:
    return isinstance(found, list) and len(found) >= width and not any(found[width:])


def _are_records(taken: Sequence[str], width: int, delimiter: str) -> bool:
    """Whether lines look like a row each: nine of ten have, alone, as many fields as the header, which is several."""
    sample = [line for line in taken[:1000] if line.strip()][:100]
    fit = sum(_fits(_alone(line, delimiter), width) for line in sample)
    return width > 1 and fit > 0 and fit >= 0.9 * len(sample)


def _alone(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None


def _skip(lines: _Lines, width: int, delimiter: str, longest: int) -> None:
    """Go on to a line from which a record has as many fields as the header or is broken itself, or to the end."""
    while True:
        taken, found = _next(lines, delimiter, longest)
        if found is None:
            return
        if _fits(found, width) or isinstance(found, csv.Error):
            lines.give_back(taken)
            return
        lines.give_back(taken[1:])
