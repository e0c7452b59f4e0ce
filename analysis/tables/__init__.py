"""Every table's columns, dtypes, units and meaning; frames without rows; validation; safe CSV.

A table is a tidy `pandas.DataFrame`: keyed rows, no lists in cells, Arrow strings, UTC times. The
specification here is the only one: readers, annotators and notebooks build their frames from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.tables.articles import ARTICLES
from analysis.tables.articles import REJECT_REASONS as REJECT_REASONS
from analysis.tables.attributions import ATTRIBUTIONS
from analysis.tables.attributions import SOURCE_TYPES as SOURCE_TYPES
from analysis.tables.columns import BYTES as BYTES
from analysis.tables.columns import COUNT as COUNT
from analysis.tables.columns import FLAG as FLAG
from analysis.tables.columns import SHARE as SHARE
from analysis.tables.columns import TEXT as TEXT
from analysis.tables.columns import TIME as TIME
from analysis.tables.columns import Column as Column
from analysis.tables.columns import Table
from analysis.tables.corpuswide import CORPUSWIDE
from analysis.tables.corpuswide import INTERNAL as INTERNAL
from analysis.tables.review import REVIEW as REVIEW
from analysis.tables.spreadsheet import WIDE as WIDE
from analysis.tables.spreadsheet import neutralise as neutralise
from analysis.tables.spreadsheet import restored as restored
from analysis.tables.spreadsheet import write_csv as write_csv

TABLES: dict[str, Table] = {**ARTICLES, **ATTRIBUTIONS, **CORPUSWIDE}


def specification(name: str) -> Table:
    """What is said of the table `name`; KeyError when there is none."""
    return (TABLES | INTERNAL | REVIEW)[name]


def digest() -> str:
    """Of the names and dtypes of all columns of all tables; another one says that a column is new or gone."""
    told = [
        (t, c, spec.dtype) for t, table in (TABLES | INTERNAL).items() for c, spec in table.columns.items()
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def empty(name: str) -> pd.DataFrame:
    """The table `name` without rows, with its columns and dtypes; the `meta` that Dask needs."""
    columns = {c: spec.dtype for c, spec in specification(name).columns.items()}
    nothing = {dtype: pd.Series(dtype=dtype).array for dtype in set(columns.values())}
    return pd.DataFrame({c: nothing[dtype] for c, dtype in columns.items()})


def build(name: str, rows: Iterable[Sequence[Any]] | pd.DataFrame) -> pd.DataFrame:
    """The table `name` from tuples in the order of its columns, or from a frame that has its columns.

    Dtypes are those of the specification whatever the rows hold, so that parts of one table always have
    one schema. Columns of a frame that the specification does not name follow behind, unchanged.
    """
    columns = specification(name).columns
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), columns=list(columns))
    if not len(frame) and not isinstance(rows, pd.DataFrame):
        return empty(name)
    extra = [c for c in frame.columns if c not in columns]
    typed = frame[[*columns, *extra]].astype({c: spec.dtype for c, spec in columns.items()})
    return typed.reset_index(drop=True)


def values(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    """The cells of each of the columns, None where one is missing; much faster than walking over Arrow columns."""
    return [pa.array(frame[c], from_pandas=True).to_pylist() for c in columns]


def among(column: pd.Series, texts: Collection[str] | pd.Series) -> np.ndarray:
    """Whether each cell of a column of text is one of some texts; a missing one is none.

    `Series.isin` makes a scalar of each of the texts, which for many takes longer than all else.
    """
    cells, wanted = (
        pa.array(some if isinstance(some, pd.Series) else list(some), from_pandas=True).cast(
            pa.large_string()
        )
        for some in (column, texts)
    )
    return np.asarray(pc.is_in(cells, value_set=wanted, skip_nulls=True), dtype=bool)


def validate(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame`, unchanged, when it is a table `name`; ValueError with the first thing that is wrong otherwise."""
    table = specification(name)
    missing = [c for c in table.columns if c not in frame.columns]
    if missing:
        raise ValueError(f"{name}: columns missing: {', '.join(missing)}")
    for column, spec in table.columns.items():
        if str(frame[column].dtype) != str(pd.Series(dtype=spec.dtype).dtype):
            raise ValueError(f"{name}.{column}: dtype {frame[column].dtype}, expected {spec.dtype}")
        if spec.allowed:
            strange = set(frame[column].dropna().unique()) - set(spec.allowed)
            if strange:
                raise ValueError(f"{name}.{column}: {sorted(strange)} not among {', '.join(spec.allowed)}")
    if frame.duplicated(list(table.key)).any():
        raise ValueError(f"{name}: more than one row for a key of {', '.join(table.key)}")
    return frame
