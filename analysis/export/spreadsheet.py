"""Tables for Excel: text stays text, never a formula."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import tables
from analysis.show import markup

LONGEST_CELL, MOST_ROWS = 32_767, 1_048_575  # what Excel can hold


def write(frame: pd.DataFrame, table: str, path: Path) -> int:
    """Write a table as an Excel sheet; returns the number of rows. ValueError when Excel cannot hold it."""
    from openpyxl import Workbook

    if len(frame) > MOST_ROWS:
        raise ValueError(
            f"{table} has {len(frame):,} rows, Excel holds {MOST_ROWS:,}; export it as csv or parquet"
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table)
    sheet.freeze_panes = "A2"
    sheet.append([tables.neutralise(str(column)) for column in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        sheet.append([_cell(value) for value in row])
    book.save(path)
    return len(frame)


def _cell(value: object) -> object:
    if markup.is_missing(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.tz_convert("UTC").tz_localize(None).to_pydatetime()
    if not isinstance(value, str):
        return value
    shown = str(tables.neutralise(markup.clean(value)))
    return shown if len(shown) < LONGEST_CELL else shown[: LONGEST_CELL - 3] + "…"
