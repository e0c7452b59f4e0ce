"""Tables as pandas writes them: CSV, Parquet and JSON lines for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import pandas as pd

from analysis import tables


def write_csv(frame: pd.DataFrame, table: str, target: Path | IO[str], *, mark: bool = False) -> int:
    """Write a table as CSV in which nothing is a formula, with `mark` behind a byte-order mark; returns its rows."""
    tables.write_csv(frame, target, mark=mark)
    return len(frame)


def write_jsonl(frame: pd.DataFrame, table: str, target: Path | IO[str]) -> int:
    """Write a table as a JSON object a line, times as ISO 8601; returns the number of rows."""
    frame.to_json(target, orient="records", lines=True, force_ascii=False, date_format="iso")  # type: ignore[call-overload]
    return len(frame)


def write_parquet(frame: pd.DataFrame, table: str, path: Path) -> int:
    """Write a table as one Parquet file; returns the number of rows."""
    frame.to_parquet(path, index=False)
    return len(frame)
