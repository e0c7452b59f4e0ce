"""Rows of each kind of file, one at a time: text, CSV and TSV, Excel, JSON Lines, Parquet."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from analysis.corpus import delimited, encoding
from analysis.corpus.files import File, Reject

# The longest article, in characters; the longest book in print has fewer than this twice over.
LONGEST = 2_000_000
_LINE = 13 * LONGEST  # a character may take 12 in JSON


class Row(NamedTuple):
    """One row of a file: where it was, and its values by column."""

    origin: str
    values: dict[str, Any]


Rows = Iterator[Row | Reject]


def tables(file: File) -> Iterator[Rows]:
    """The tables in `file`, each an iterator of rows: one, but for workbooks, which have one a sheet.

    Take the rows of one before asking for the next. Whatever is broken becomes a `Reject`, and rows before
    it stay: reasons `unreadable`, `encoding`, `too large`, `bad row`, `unsupported`.
    """
    reader = _READERS.get(file.suffix)
    if reader is None or (file.compressed and file.suffix not in _STREAMED):
        yield iter([Reject(file.origin, "unsupported", _advice(file))])
    elif file.suffix == ".xlsx":
        yield from _guarded_sheets(file)
    else:
        yield _guarded(reader(file), file.origin)


def _advice(file: File) -> str:
    if file.suffix == ".json":
        return "JSON is read as .jsonl: one object a line"
    if file.suffix == ".zip":
        return "an archive inside an archive"
    return "read are .txt, .csv, .tsv, .xlsx, .jsonl, .ndjson (each but .xlsx also .gz), .parquet, .zip"


def _guarded(rows: Rows, origin: str) -> Rows:
    try:
        yield from rows
    except Exception as error:  # parsers raise anything on broken files; all of it is told
        yield _failure(error, origin)


def _failure(error: Exception, origin: str) -> Reject:
    reason = "unreadable"
    if isinstance(error, UnicodeError):
        reason = "encoding"
    elif isinstance(error, OverflowError):
        reason = "too large"
    return Reject(origin, reason, f"{type(error).__name__}: {error}"[:500])


def _codec(file: File) -> str:
    with file.open() as stream:
        return encoding.detect(stream)


def _text(file: File) -> Rows:
    with file.open() as stream:
        data = stream.read(4 * LONGEST + 1)
    if len(data) > 4 * LONGEST:
        raise OverflowError(f"more than {LONGEST} characters")
    if data.startswith((b"%PDF-", b"{\\rtf")):
        yield Reject(file.origin, "unsupported", "not plain text, whatever the name says")
        return
    codec = encoding.detect(io.BytesIO(data))
    yield Row(file.origin, {"text": data.decode(codec, "surrogateescape")})


def _delimited(file: File) -> Rows:
    codec = _codec(file)
    columns: list[str] | None = None
    with file.open() as raw, encoding.text(raw, codec) as stream:
        found = delimited.records(
            stream, tabs=file.suffix == ".tsv", longest=LONGEST, most=min(_LINE, 4 * LONGEST)
        )
        for record in found:
            origin = f"{file.origin}:{record.line}"
            if isinstance(record, delimited.Broken):
                yield Reject(origin, record.reason, record.detail)
            elif columns is None:
                columns = _header(record.fields)
            else:
                yield _row(origin, columns, record.fields)


def _header(cells: Sequence[Any]) -> list[str]:
    """Names for every column: blank ones by their position, repeated ones with it."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = "" if cell is None else str(cell).strip()
        names.append(f"{name} column {position}".strip() if not name or name in names else name)
    return names


def _row(origin: str, columns: list[str], values: Sequence[Any]) -> Row | Reject:
    given, surplus = values[: len(columns)], values[len(columns) :]
    if len(given) < len(columns) or any(cell not in (None, "") for cell in surplus):
        return Reject(origin, "bad row", f"{len(values)} fields, the header has {len(columns)}")
    return Row(origin, dict(zip(columns, given, strict=True)))


def _json_lines(file: File) -> Rows:
    codec = _codec(file)
    decoder = json.JSONDecoder(strict=False)
    with file.open() as raw, encoding.text(raw, codec) as stream:
        number, rest = 0, False
        while line := stream.readline(_LINE):
            number += not rest
            complete = line.endswith(("\n", "\r")) or len(line) < _LINE
            if not complete and not rest:
                yield Reject(
                    f"{file.origin}:{number}", "too large", f"a line of more than {_LINE} characters"
                )
            elif not rest and line.strip():
                yield _object(f"{file.origin}:{number}", decoder, line.strip())
            rest = not complete


def _object(origin: str, decoder: json.JSONDecoder, line: str) -> Row | Reject:
    try:
        value = decoder.decode(line)
    except (ValueError, RecursionError) as error:
        return Reject(origin, "bad row", f"not JSON: {error}"[:500])
    if not isinstance(value, dict):
        return Reject(origin, "bad row", f"a JSON {type(value).__name__}, not an object")
    return Row(origin, value)


def _parquet(file: File) -> Rows:
    from analysis.corpus import parquet

    with file.open() as stream:
        for number, (names, values) in enumerate(parquet.records(stream, size=file.size), start=1):
            yield Row(f"{file.origin}:{number}", dict(zip(_header(names), values, strict=True)))


def _guarded_sheets(file: File) -> Iterator[Rows]:
    from analysis.corpus import workbook

    try:
        with file.open() as stream:
            for title, rows in workbook.sheets(stream):
                origin = f"{file.origin}[{title}]"
                yield _guarded(_sheet(rows, origin), origin)
    except Exception as error:  # as in _guarded
        yield iter([_failure(error, file.origin)])


def _sheet(rows: Iterator[tuple[int, Sequence[Any]]], origin: str) -> Rows:
    from analysis.corpus.workbook import LAST_ROW, LONGEST_CELL

    columns: list[str] | None = None
    for number, cells in rows:
        if number > LAST_ROW:
            yield Reject(
                f"{origin}:{number}", "too large", f"a row below {LAST_ROW}, the last that Excel has"
            )
        elif columns is None:
            columns = _header(cells)
        else:
            yield _row(f"{origin}:{number}", columns, [*cells, *[None] * (len(columns) - len(cells))])
            if any(isinstance(cell, str) and len(cell) == LONGEST_CELL for cell in cells):
                detail = f"a cell of {LONGEST_CELL} characters, the most that Excel holds: kept, but probably cut off"
                yield Reject(f"{origin}:{number}", "too large", detail)


_STREAMED = {".txt", ".csv", ".tsv", ".jsonl", ".ndjson"}
_READERS: dict[str, Callable[[File], Rows]] = {
    ".txt": _text,
    ".csv": _delimited,
    ".tsv": _delimited,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".parquet": _parquet,
    ".xlsx": lambda file: iter(()),
}
