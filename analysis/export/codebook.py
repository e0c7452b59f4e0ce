"""What each column of an exported table means: a codebook beside it, made of the description of the table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import tables

COLUMNS = ["column", "dtype", "unit", "values", "meaning"]


def of(table: tables.Table, columns: list[str]) -> pd.DataFrame:
    """A row a column: dtype, unit, the values it may take, separated by semicolons (empty = any), and its meaning.

    Columns that the table does not describe are the user's own metadata.
    """
    own = tables.Column(tables.TEXT, "as it was given")
    told = [(name, table.columns.get(name, own)) for name in columns]
    rows = [(name, _dtype(c.dtype), c.unit, "; ".join(c.allowed), c.meaning) for name, c in told]
    return pd.DataFrame(rows, columns=COLUMNS)


def _dtype(name: str) -> str:
    return "text" if name == tables.TEXT else "integer" if name.lower() == "int64" else name.partition("[")[0]


def beside(path: Path) -> Path:
    """Where the codebook of a file lies: `quotations.csv` has `quotations.codebook.csv`."""
    return path.with_name(f"{path.stem}.codebook.csv")
