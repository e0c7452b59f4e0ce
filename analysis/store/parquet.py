"""Between frames and the Parquet files of a store: bytes, columns, dtypes.

All files of a table have the same columns in the same order, those of its specification and, for articles, the
metadata columns that any of them has; a file without rows has no row group. So any reader of Parquet reads a folder.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from functools import cache

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import tables
from analysis.store import place
from analysis.store.place import Place

WHOLE = "all.parquet"
_RENAMED = {"mentions": {"kind": {"person": "named person"}}}  # what rows of earlier versions call it
STRINGS = {t: pd.StringDtype("pyarrow") for t in (pa.string(), pa.large_string())}


def schema(name: str, extra: Iterable[str] = ()) -> pa.Schema:
    """The columns of all files of the table `name`; `extra` are further ones, of text, behind them."""
    described = tuple((c, spec.dtype) for c, spec in tables.specification(name).columns.items())
    return _schema(name, described, tuple(extra))


@cache
def _schema(name: str, described: tuple[tuple[str, str], ...], extra: tuple[str, ...]) -> pa.Schema:
    columns = tables.empty(name)
    further = {c: pd.Series(dtype=tables.TEXT) for c in extra if c not in columns}
    return pa.Schema.from_pandas(columns.assign(**further), preserve_index=False)


def fitted(found: pa.Table, wanted: pa.Schema) -> pa.Table:
    """Rows with the columns `wanted`, in their order; those that the rows have not are missing everywhere."""
    if found.schema.equals(wanted, check_metadata=True):
        return found
    columns = [
        found[f.name].cast(f.type) if f.name in found.column_names else pa.nulls(len(found), f.type)
        for f in wanted
    ]
    return pa.Table.from_arrays(columns, schema=wanted)


def shape(names: Iterable[str], extra: Sequence[str]) -> str:
    """A digest of the columns of some tables, the articles' further ones among them."""
    told = [
        (n, [(f.name, str(f.type)) for f in schema(n, extra if n == "articles" else ())])
        for n in sorted(names)
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def encoded(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, table.schema, compression="zstd") as writer:
        if len(table):  # readers such as Hugging Face's stumble over a row group without rows
            writer.write_table(table)
    return sink.getvalue()


def write_table(where: Place, name: str, file: str, frame: pd.DataFrame) -> bytes:
    """Write a frame as one file of a table, whole or not at all; returns its bytes."""
    content = encoded(pa.Table.from_pandas(frame, preserve_index=False))
    place.write(where, content, name, file)
    return content


def frame(name: str, found: pa.Table, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Rows of the table `name` from Arrow, with the dtypes that `tables` describes.

    A column of counts or flags that rows written by an earlier version do not have is nullable; words that such rows
    have are those of today.
    """
    rows = found.to_pandas(types_mapper=STRINGS.get)
    known = tables.specification(name).columns
    rows = rows.astype({c: _dtype(known[c].dtype, found[c]) for c in rows.columns if c in known})
    for column, words in _RENAMED.get(name, {}).items():
        if column in rows and rows[column].isin(list(words)).any():
            rows[column] = rows[column].replace(words)
    return rows[list(columns)] if columns is not None else rows


def _dtype(described: str, column: pa.ChunkedArray) -> str:
    nullable = {tables.COUNT: "Int64", tables.FLAG: "boolean"}
    return nullable.get(described, described) if column.null_count else described
