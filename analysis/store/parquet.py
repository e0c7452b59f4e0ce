"""Between frames and the Parquet files of a store: bytes, columns, dtypes."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import tables
from analysis.store import place
from analysis.store.place import Place

SIGNATURES = "signatures"
SCHEMA = "00-schema.parquet"  # no rows; sorts first, so that every reader sees all columns
WHOLE = "all.parquet"
STRINGS = {t: pd.StringDtype("pyarrow") for t in (pa.string(), pa.large_string())}


def write_table(where: Place, name: str, file: str, frame: pd.DataFrame, *, key: str = "") -> None:
    """Write a frame as one file of a table, whole or not at all; as all of the table if the file is `WHOLE`."""
    found = pa.Table.from_pandas(frame, preserve_index=False)
    if file == WHOLE:
        place.write(where, encoded(found.slice(0, 0)), name, SCHEMA)
    found = found.replace_schema_metadata({**(found.schema.metadata or {}), b"newsbook": key.encode()})
    place.write(where, encoded(found), name, file)


def encoded(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def key_of(content: bytes) -> str:
    """What `write_table` was told that the table depends on."""
    return (pq.read_schema(io.BytesIO(content)).metadata or {}).get(b"newsbook", b"").decode()


def schema(where: Place, name: str) -> pa.Schema:
    """The columns of a table over all its parts."""
    if name == SIGNATURES:
        return pa.schema([("article_id", pa.string()), ("signature", pa.binary())])
    kept = place.read(where, name, SCHEMA)
    if kept is None:
        return pa.Schema.from_pandas(tables.empty(name), preserve_index=False)
    return pq.read_schema(io.BytesIO(kept))


def frame(name: str, found: pa.Table, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Rows of the table `name` from Arrow, with the dtypes that `tables` describes."""
    rows = found.to_pandas(types_mapper=STRINGS.get)
    known = tables.TABLES[name].columns
    rows = rows.astype({c: known[c].dtype for c in rows.columns if c in known})
    return rows[list(columns)] if columns is not None else rows
