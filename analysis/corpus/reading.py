"""The rows of a corpus under our names: what columns, paths and files of metadata say of each article.

Files in, articles as records (see `article`), rejects and warnings out, in the order of the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.corpus import article, date_order, feeds, files, formats, growing, metadata, placement
from analysis.corpus.date_order import Orders
from analysis.corpus.files import File, Reject, Taken, Warned
from analysis.corpus.growing import Beginning
from analysis.corpus.inspection import place
from analysis.corpus.memory import Memory, state_of
from analysis.corpus.placement import Pattern
from analysis.corpus.row import Row
from analysis.nearest import meant

LONGEST_BATCH = 16_000_000  # characters that are held at a time
_PEEK = 50  # rows of a table that are looked at to learn its columns

Rows = Iterator[Row | Reject | Warned]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a corpus is read, and what was met so far.

    `note` is told what each file is taken for. `languages` are known by the SHA-256 of a text. `known` are the rows
    of metadata by folder and file, `found` those columns that were asked for and are there. `memory` is of what was
    read before.
    """

    columns: Mapping[str, str]
    orders: Orders
    by: Pattern | None = None
    clean: bool = False
    note: Callable[[Taken], None] = lambda taken: None
    languages: Mapping[str, str | None] = field(default_factory=dict)
    known: dict[PurePosixPath, dict[str, Row]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    memory: Memory | None = None


def articles(
    paths: Sequence[Path | str], reading: Reading, *, follow_links: bool
) -> Iterator[dict[str, Any] | Reject | Warned]:
    """Each article of the files, as a record by column of the table `articles`; what is none; what files warn of.

    Without those articles that the memory has; it is told of all. Raises ValueError for a column that was asked for
    and is not there.
    """
    seen: dict[str, int] = {}
    for file in files.find(paths, follow_links=follow_links):
        if isinstance(file, Reject):
            yield file
            continue
        told = _told_by_path(file, reading)
        if told is None:
            yield Reject(file.origin, "bad path", f"not of the form {reading.by and reading.by.written}")
        as_it_was = _as_it_was(file, told, seen, reading)
        if as_it_was is not None:
            yield from as_it_was
            continue
        begins, known, before = _beginning(file, told, seen, reading)
        yield from before
        yield from _of_file(replace(file, known=known), told, seen, reading)
        if reading.memory is not None and begins is not None and files.is_as_it_was(file):
            reading.memory.begins(begins.written())
    listed = any(files.holds_several(path) for path in paths)
    for folder in reading.known.values() if listed else ():
        for name, row in folder.items():
            yield Reject(row.origin, "bad row", f"no such file was read: {name}")


def _as_it_was(
    file: File, told: dict[str, Any] | None, seen: dict[str, int], reading: Reading
) -> list[Reject | Warned] | None:
    """What was told of a file that the memory knows, which begins with it; None where it has to be opened."""
    memory = reading.memory
    if memory is None:
        return None
    # Who says something of texts is read: its rows are of other files.
    alone = file.name.lower() not in files.METADATA_NAMES and bool(file.state)
    described = bool(reading.known) and file.suffix in formats.DOCUMENTS
    about = metadata.said(file.folder / file.name, reading.known) if described else {}
    state = state_of(file.state, told, about) if alone else ""
    found = memory.unchanged(file.origin, state, seen)
    if found is not None:
        reading.found.update(memory.found)
        if described and memory.has_rows:
            metadata.beside(file.folder / file.name, reading.known)
    return found


def _beginning(
    file: File, told: dict[str, Any] | None, seen: dict[str, int], reading: Reading
) -> tuple[Beginning | None, Beginning | None, list[Reject | Warned]]:
    """A file as the beginning of what it may become; what of it the memory knows, and was told of that."""
    memory = reading.memory
    if memory is None or not file.state:
        return None, None, []
    before = growing.read(memory.beginning)
    try:
        now, same = growing.of(file, before, _PEEK, about=told)
    except (OSError, UnicodeError):  # which its reader will tell
        return None, None, []
    if before is None or not same or before.head >= before.size:
        return now, None, []
    as_it_was = memory.continues(seen)
    return (now, None, []) if as_it_was is None else (now, before, as_it_was)


def _of_file(
    file: File, told: dict[str, Any] | None, seen: dict[str, int], reading: Reading
) -> Iterator[dict[str, Any] | Reject | Warned]:
    """Each article of a file, what is none, and what it warns of."""
    for number, rows in enumerate(formats.tables(file, reading.columns)):
        for row in _meant(_noting(rows, reading.note), file, number, reading):
            if file.known is not None and _is_of(row, file.known):
                continue
            if isinstance(row, Row):
                given = Row(row.origin, placement.place(row.values, told)) if told else row
                yield from _records(given, seen, reading)
                continue
            if reading.memory is not None:
                reading.memory.told(row)
            yield row


def _is_of(row: Row | Reject | Warned, known: Beginning) -> bool:
    """Whether a row or a reject is of a line of what is known."""
    line = None if isinstance(row, Warned) else place(row.origin)[1]
    return line is not None and line <= known.lines


def _records(row: Row, seen: dict[str, int], reading: Reading) -> Iterator[dict[str, Any] | Reject | Warned]:
    """What becomes of a row, but an article that the memory has."""

    def read() -> list[dict[str, Any] | Reject]:
        return article.records(row, seen, clean=reading.clean, told=reading.languages)

    return iter(read()) if reading.memory is None else reading.memory.records(row, seen, read)


def _noting(rows: formats.Rows, note: Callable[[Taken], None]) -> Rows:
    """The rows, after it is noted what their reader takes the file for."""
    for row in rows:
        if isinstance(row, Taken):
            note(row)
        else:
            yield row


def _told_by_path(file: File, reading: Reading) -> dict[str, Any] | None:
    """What the path of a file says by the pattern; nothing without one, None when the path is not of its form."""
    if reading.by is None or file.name.lower() in files.METADATA_NAMES:
        return {}
    told = placement.said(placement.full(file), reading.by)
    return told and reading.orders.settled(told, reading.by.written, lambda: ())


def _meant(rows: Rows, file: File, number: int, reading: Reading) -> Rows:
    """The rows of one table under our names; those of a metadata file go to `known`, by folder and file."""
    columns = reading.columns
    if parts := placement.partitions(file.folder):
        rows = (Row(row.origin, {**parts, **row.values}) if isinstance(row, Row) else row for row in rows)
    if file.suffix in formats.DOCUMENTS:
        reading.note(Taken(file.origin, ""))
        names, _ = metadata.meanings(["text", *parts], columns) if parts else ({}, [])
        for row in rows:
            if isinstance(row, Row) and parts:
                row = Row(row.origin, metadata.translate(row.values, names, columns))
            yield _with_metadata(row, file, reading.known) if isinstance(row, Row) else row
        return
    head = list(_peeked(rows))
    first = [row for row in head if isinstance(row, Row)]
    names, absent = metadata.meanings(
        dict.fromkeys(name for row in first for name in row.values), columns, [row.values for row in first]
    )
    about = metadata.file_column(names) if file.name.lower() in files.METADATA_NAMES else None
    beside_text = about is not None and "text" not in names.values()
    missing = [theirs for theirs in absent if not beside_text or theirs != columns.get("text")]
    _require(first, names, missing, reading.found)
    asked = set(columns.values()) - set(absent)
    reading.found.update(asked)
    together = file.suffix == ".json" and len(head) == 1 and file.path is not None
    if reading.memory is not None:
        reading.memory.finds(asked, alone=not missing and not together)
    everything = chain(head, rows)
    reading.note(Taken(file.origin, "about text files" if beside_text else "", names))
    if beside_text:
        yield from _remember(everything, names, file.folder, reading)
    elif first and "text" not in names.values():
        yield from (row for row in head if not isinstance(row, Row))
        yield Reject(_whole(first[0].origin), "no text column", feeds.without_text(names))
    else:
        settled = _settling(file, number, names, reading, together=together)
        recognised = len(names)
        for row in everything:
            if isinstance(row, Row):
                row = Row(row.origin, settled(metadata.translate(row.values, names, columns)))
            yield row
        if reading.memory is not None and len(names) > recognised:
            reading.memory.cannot_grow()


def _whole(origin: str) -> str:
    """The file, or the sheet, of a row."""
    place, _, row = origin.rpartition(":")
    return place if row.isdigit() else origin


def _settling(
    file: File, number: int, names: Mapping[str, str], reading: Reading, *, together: bool
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What reads the dates of a table whose order the table proves, or its folder where each file is one article."""

    def values() -> Iterator[Any]:
        if reading.memory is not None:
            reading.memory.cannot_grow()
        name = next((theirs for theirs, ours in names.items() if ours == "published"), "")
        for one in date_order.beside(file) if together else [file]:
            yield from date_order.column(one, number, name, reading.columns)

    column = file.folder if together else (file.origin, number)
    return lambda row: reading.orders.settled(row, column, values)


def _peeked(rows: Rows) -> Rows:
    """The first rows of a table, few when they are long."""
    characters = 0
    for row in islice(rows, _PEEK):
        yield row
        characters += (
            sum(len(v) for v in row.values.values() if hasattr(v, "__len__")) if isinstance(row, Row) else 0
        )
        if characters > LONGEST_BATCH:
            return


def _require(rows: list[Row], names: Mapping[str, str], absent: list[str], found: set[str]) -> None:
    missing = [theirs for theirs in absent if theirs not in found]
    if rows and missing:
        there = f"there are: {', '.join(names)}{meant(missing[0], names)}"
        raise ValueError(f"{rows[0].origin}: no column {', '.join(missing)}; {there}")


def _remember(rows: Rows, names: dict[str, str], folder: PurePosixPath, reading: Reading) -> Iterator[Reject]:
    given: list[Row] = []
    for row in rows:
        if isinstance(row, Reject):
            yield row
        elif isinstance(row, Row):
            given.append(Row(row.origin, metadata.translate(row.values, names, reading.columns)))
    about = metadata.file_column(names)
    if folder not in reading.known and about is not None:
        written = [row.values.get("published") for row in given]
        given = [Row(r.origin, reading.orders.settled(r.values, folder, lambda: written)) for r in given]
        reading.known[folder], rejects = metadata.lookup(given, names[about])
        yield from rejects


def _with_metadata(row: Row, file: File, known: dict[PurePosixPath, dict[str, Row]]) -> Row:
    return Row(row.origin, {**metadata.beside(file.folder / file.name, known), **row.values})
