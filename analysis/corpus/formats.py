"""Rows of each kind of file, one at a time: CSV and TSV, Excel, JSON, Parquet, and what other modules read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from analysis.corpus import delimited, documents, encoding, feeds, growing, json_files, limits
from analysis.corpus.files import DATABASES, File, Reject, Unsupported, Warned
from analysis.corpus.row import Row, Rows

# Files whose rows come under our names, and are articles: no columns are to be recognised.
DOCUMENTS = frozenset((".txt", ".docx", ".doc", ".rtf", ".html", ".htm", ".xhtml"))


def tables(file: File, columns: Mapping[str, str] | None = None) -> Iterator[Rows]:
    """The tables in `file`, each an iterator of rows: one, but for workbooks, which have one a sheet.

    Of a database it is the one with a text, by common names or `columns` (ours → theirs). Take the rows of one
    before asking for the next. Whatever is broken becomes a `Reject`, and rows before it stay: reasons `unreadable`,
    `encoding`, `too large`, `bad row`, `empty`, `unsupported`.
    """
    reader = _READERS.get(file.suffix)
    if reader is None or (file.compressed and file.suffix not in _STREAMED):
        yield iter([Reject(file.origin, "unsupported", _advice(file))])
    elif file.suffix in (".xlsx", ".xls"):
        yield from _guarded_sheets(file)
    elif file.suffix in DATABASES:
        from analysis.corpus import databases

        yield _guarded(databases.rows(file, columns or {}), file.origin)
    else:
        yield _guarded(reader(file), file.origin)


def _advice(file: File) -> str:
    if file.suffix in (".docx", ".doc", ".xls", ".xlsx", ".parquet") and file.compressed:
        return f"a {file.suffix} that is packed again: unpack it"
    if file.suffix == ".zip":
        return "an archive inside an archive"
    return (
        "read are .txt, .csv, .tsv, .json, .jsonl, .ndjson, .xml, .html, .warc (also .gz), .xlsx, .xls, .parquet, "
        ".arrow, .sqlite, .db, .duckdb, .zip, and exports of news archives as .docx, .rtf, .html, .txt, .xls"
    )


def _guarded(rows: Rows, origin: str) -> Rows:
    try:
        yield from rows
    except Exception as error:  # parsers raise anything on broken files; all of it is told
        yield _failure(error, origin)


def _failure(error: Exception, origin: str) -> Reject:
    if isinstance(error, Unsupported):
        return Reject(origin, "unsupported", str(error)[:500])
    reason = "unreadable"
    if isinstance(error, UnicodeError):
        reason = "encoding"
    elif isinstance(error, OverflowError):
        reason = "too large"
    return Reject(origin, reason, f"{type(error).__name__}: {error}"[:500])


def _codec(file: File) -> str:
    with file.open() as stream:
        return encoding.detect(stream)


def _delimited(file: File) -> Rows:
    codec = _codec(file)
    columns: list[str] | None = None
    place = file.origin
    with file.open() as raw, encoding.text(raw, codec) as stream:
        found = delimited.records(
            stream,
            tabs=file.suffix == ".tsv",
            longest=limits.LONGEST,
            most=min(limits.LINE, 4 * limits.LONGEST),
        )
        for record in found:
            origin = f"{place}:{record.line}"
            if isinstance(record, delimited.Broken):
                yield Reject(origin, record.reason, record.detail)
            elif columns is None:
                columns = _header(record.fields)
            else:
                yield _row(origin, columns, record.fields)


def column(file: File, name: str) -> set[Any] | None:
    """The different values of a column of dates in CSV, TSV or JSON lines, in less time than its rows take.

    None for other files and for those with faults. Of JSON lines those values are left out that begin with a year.
    """
    if file.suffix not in (".csv", ".tsv", ".jsonl", ".ndjson"):
        return None
    codec = _codec(file)
    with file.open() as raw, encoding.text(raw, codec) as stream:
        if file.suffix in (".csv", ".tsv"):
            return delimited.column(stream, name, tabs=file.suffix == ".tsv", longest=limits.LONGEST)
        return _of_json_lines(stream, name)


def _of_json_lines(stream: TextIO, name: str) -> set[Any]:
    written = "|".join({re.escape(json.dumps(name)), re.escape(json.dumps(name, ensure_ascii=False))})
    # Most dates begin with a year; such a line need not be decoded.
    may_be_open = re.compile(rf'(?:{written})\s{{0,9}}:\s{{0,9}}"(?!\d{{4}})')
    found: set[Any] = set()
    decoder = json.JSONDecoder(strict=False)
    while line := stream.readline(limits.LINE):
        if may_be_open.search(line):
            row = _object("", decoder, line.strip())
            value = row.values.get(name) if isinstance(row, Row) else None
            found |= {value} if isinstance(value, str) else set()
    return found


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
    place = file.origin
    with file.open() as raw:
        for before, stream in growing.pieces(raw, codec, file.known):
            number, rest = before, False
            while line := stream.readline(limits.LINE):
                number += not rest
                complete = line.endswith(("\n", "\r")) or len(line) < limits.LINE
                if not complete and not rest:
                    yield Reject(
                        f"{place}:{number}", "too large", f"a line of more than {limits.LINE} characters"
                    )
                elif not rest and line.strip():
                    yield _object(f"{place}:{number}", decoder, line.strip())
                rest = not complete


def _object(origin: str, decoder: json.JSONDecoder, line: str) -> Row | Reject:
    if not json_files.is_sane(line):
        return Reject(origin, "too large", json_files.TOO_MANY)
    try:
        value = decoder.decode(line)
    except (ValueError, RecursionError) as error:
        return Reject(origin, "bad row", f"not JSON: {error}"[:500])
    if not isinstance(value, dict):
        return Reject(origin, "bad row", f"a JSON {type(value).__name__}, not an object")
    return Row(origin, feeds.article(value))


def _json(file: File) -> Rows:
    codec, number = _codec(file), 0
    with file.open() as raw, encoding.text(raw, codec) as stream:
        for number, (alone, value) in enumerate(json_files.records(stream, longest=limits.LINE), start=1):
            origin = file.origin if alone else f"{file.origin}:{number}"
            if json_files.is_about(value):
                continue
            if isinstance(value, dict):
                yield Row(origin, feeds.article(value))
            else:
                yield Reject(origin, "bad row", f"a JSON {type(value).__name__}, not an object")
    if not number:
        yield Reject(file.origin, "empty", "no article in it")


def _news_items(file: File) -> Rows:
    from analysis.corpus import newsitems

    with file.open() as stream:
        data = stream.read(newsitems.LARGEST + 1)
    if len(data) > newsitems.LARGEST:
        raise OverflowError(f"more than {newsitems.LARGEST} bytes of XML")
    for number, values in enumerate(newsitems.items(data), start=1):
        yield Row(f"{file.origin}:{number}", values)


def _parquet(file: File) -> Rows:
    from analysis.corpus import parquet

    with file.open() as stream:
        for number, (names, values) in enumerate(parquet.records(stream, size=file.size), start=1):
            yield Row(f"{file.origin}:{number}", dict(zip(_header(names), values, strict=True)))


def _arrow(file: File) -> Rows:
    from analysis.corpus import parquet

    with file.open() as stream:
        for number, (names, values) in enumerate(parquet.arrow_records(stream, size=file.size), start=1):
            yield Row(f"{file.origin}:{number}", dict(zip(_header(names), values, strict=True)))


def _guarded_sheets(file: File) -> Iterator[Rows]:
    from analysis.corpus import old_workbook, workbook

    try:
        with file.open() as stream:
            old = file.suffix == ".xls" and not stream.read(4).startswith(b"PK")
            stream.seek(0)
            for title, rows in (old_workbook if old else workbook).sheets(stream):
                origin = f"{file.origin}[{title}]"
                yield _guarded(_sheet(rows, origin), origin)
    except Exception as error:  # as in _guarded
        yield iter([_failure(error, file.origin)])


def _sheet(rows: Iterator[tuple[int, Sequence[Any]]], origin: str) -> Rows:
    from analysis.corpus.archives import proquest
    from analysis.corpus.workbook import LAST_ROW, LONGEST_CELL

    columns: list[str] | None = None
    abstract, abstracts = None, 0
    for number, cells in rows:
        if number > LAST_ROW:
            yield Reject(
                f"{origin}:{number}", "too large", f"a row below {LAST_ROW}, the last that Excel has"
            )
        elif columns is None:
            columns = _header(cells)
            abstract = proquest.abstracts(columns)
        else:
            row = _row(f"{origin}:{number}", columns, [*cells, *[None] * (len(columns) - len(cells))])
            if abstract and isinstance(row, Row):
                row = row._replace(values=row.values | {"text": row.values[abstract]})
                abstracts += 1
            yield row
            if any(isinstance(cell, str) and len(cell) == LONGEST_CELL for cell in cells):
                detail = f"a cell of {LONGEST_CELL} characters, the most that Excel holds: kept, but probably cut off"
                yield Reject(f"{origin}:{number}", "too large", detail)
    if abstracts:
        example = "the table has abstracts and no full text: export the articles as text"
        yield Warned("abstracts only", abstracts, example, origin)


KINDS = {
    ".txt": "text",
    ".docx": "Word",
    ".doc": "Word",
    ".rtf": "rich text",
    ".html": "web page",
    ".htm": "web page",
    ".xhtml": "web page",
    ".warc": "web archive",
    ".csv": "CSV",
    ".tsv": "TSV",
    ".jsonl": "JSON lines",
    ".ndjson": "JSON lines",
    ".json": "JSON",
    ".xml": "news items in XML",
    ".nitf": "news items in XML",
    ".newsml": "news items in XML",
    ".parquet": "Parquet",
    ".arrow": "Arrow",
    ".feather": "Arrow",
    ".xlsx": "Excel",
    ".xls": "Excel",
    **dict.fromkeys(DATABASES, "database"),
}
_STREAMED = {".txt", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xml", ".rtf", ".html", ".htm", ".warc"}
_READERS: dict[str, Callable[[File], Rows]] = {
    ".txt": documents.text,
    ".docx": documents.document,
    ".doc": documents.document,
    ".rtf": documents.document,
    ".html": documents.document,
    ".htm": documents.document,
    ".csv": _delimited,
    ".tsv": _delimited,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json,
    ".xml": _news_items,
    ".nitf": _news_items,
    ".newsml": _news_items,
    ".xhtml": documents.document,
    ".warc": documents.web_archive,
    ".parquet": _parquet,
    ".arrow": _arrow,
    ".feather": _arrow,
    ".xlsx": lambda file: iter(()),
    ".xls": lambda file: iter(()),
    **dict.fromkeys(DATABASES, lambda file: iter(())),
}
