"""Rows of a table of an SQLite or DuckDB file, which is opened to be read only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from analysis.corpus import files, limits, metadata
from analysis.corpus.files import File, Reject
from analysis.corpus.row import Row, Rows

_ROWS = 256
_SQLITE = b"SQLite format 3\0"
_DUCKDB = b"DUCK"  # behind the checksum of the first block
_INSTALL = "DuckDB files need an extra: pip install 'newsbook[duckdb]'"
Columns = dict[str, list[str]]


def rows(file: File, columns: Mapping[str, str]) -> Rows:
    """The rows of the table that `file` names, else of the only one that has a text.

    A text is what common names or `columns` (ours → theirs) say it is. A reject when there is no such table, and when
    there are several, which are named.
    """
    with file.open() as stream:
        head = stream.read(16)
    if head == _SQLITE:
        yield from _sqlite(file, columns)
    elif head[8:12] == _DUCKDB:
        yield from _duckdb(file, columns)
    elif not head:
        yield Reject(file.origin, "empty", "a database without a table")
    else:
        yield Reject(
            file.origin, "unsupported", "neither an SQLite nor a DuckDB database, whatever the name says"
        )


def _chosen(file: File, known: Columns, columns: Mapping[str, str]) -> str | Reject:
    """The table to read, of those `known` with their columns."""
    if file.table in known:
        return file.table
    there = "; ".join(f"{table} ({', '.join(names[:20])})" for table, names in known.items())
    if file.table:
        return Reject(file.origin, "unreadable", f"no table {file.table}; there are: {there}"[:2000])
    with_text = [t for t, names in known.items() if "text" in metadata.meanings(names, columns)[0].values()]
    if len(with_text) == 1:
        return with_text[0]
    if with_text:
        detail = f"{len(with_text)} tables have texts: {', '.join(with_text)}; name one: {file.name}::{with_text[0]}"
        return Reject(file.origin, "unsupported", detail[:2000])
    return Reject(file.origin, "no text column", f"tables: {there}"[:2000] if known else "no table in it")


def _sqlite(file: File, columns: Mapping[str, str]) -> Rows:
    with closing(_connected(file)) as connection:
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        # What a stranger's database may do: no functions of its schema, no value longer than a text.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 4 * limits.LONGEST)
        known = _sqlite_tables(connection)
        table = _chosen(file, known, columns)
        if isinstance(table, Reject):
            yield table
            return
        found = connection.execute(f"SELECT * FROM {_quoted(table)}")
        names = [column[0] for column in found.description]
        yield from _numbered(file, table, names, found)


def _connected(file: File) -> sqlite3.Connection:
    if file.path is not None and not file.compressed:
        return sqlite3.connect(f"{file.path.absolute().as_uri()}?mode=ro", uri=True)
    with file.open() as stream:
        data = stream.read(files.BOMB_BYTES * 8 + 1)
    if len(data) > files.BOMB_BYTES * 8:
        raise OverflowError("a database in an archive: unpack it first")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    return connection


def _sqlite_tables(connection: sqlite3.Connection) -> Columns:
    """Tables and their columns; neither views and virtual tables, nor what these keep."""
    listed = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"
    ).fetchall()
    virtual = [name for name, sql in listed if str(sql).lstrip().upper().startswith("CREATE VIRTUAL")]
    kept = [
        name
        for name, _ in listed
        if not name.startswith("sqlite_") and not any(name == v or name.startswith(f"{v}_") for v in virtual)
    ]
    return {
        name: [row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(name)})")] for name in kept
    }


def _duckdb(file: File, columns: Mapping[str, str]) -> Rows:
    try:
        import duckdb
    except ImportError:
        yield Reject(file.origin, "unsupported", _INSTALL)
        return
    if file.path is None or file.compressed:
        yield Reject(
            file.origin,
            "unsupported",
            "a DuckDB file in an archive or behind a URL: put it in a folder of this machine",
        )
        return
    limits: dict[str, Any] = {
        "enable_external_access": "false",
        "autoload_known_extensions": "false",
        "lock_configuration": "true",
    }
    with closing(duckdb.connect(str(file.path), read_only=True, config=limits)) as connection:
        known: Columns = {}
        listed = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal "
            "AND table_name IN (SELECT table_name FROM duckdb_tables()) ORDER BY table_oid, column_index"
        )
        for name, column in listed.fetchall():
            known.setdefault(name, []).append(column)
        table = _chosen(file, known, columns)
        if isinstance(table, Reject):
            yield table
            return
        found = connection.execute(f"SELECT * FROM {_quoted(table)}")
        names = [column[0] for column in found.description]
        yield from _numbered(file, table, names, _fetched(found))


def _fetched(found: Any) -> Iterator[Sequence[Any]]:
    while rows := found.fetchmany(_ROWS):
        yield from rows


def _numbered(
    file: File, table: str, names: Sequence[str], found: Iterator[Sequence[Any]] | sqlite3.Cursor
) -> Rows:
    place = file.origin if file.table else f"{file.origin}::{files.printable(table)}"
    for number, values in enumerate(found, start=1):
        yield Row(f"{place}:{number}", dict(zip(names, values, strict=True)))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
