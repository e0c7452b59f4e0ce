"""Tables as pandas writes them: CSV, Parquet and JSON lines for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

from analysis import tables

if TYPE_CHECKING:
    from analysis.store import Store


def write_csv(store: Store, table: str, target: Path | IO[str]) -> int:
    """Write a table as CSV in which nothing is a formula; returns the number of rows."""
    frame = store.table(table)
    tables.write_csv(frame, target)
    return len(frame)


def write_jsonl(store: Store, table: str, target: Path | IO[str]) -> int:
    """Write a table as a JSON object a line, times as ISO 8601; returns the number of rows."""
    frame = store.table(table)
    frame.to_json(target, orient="records", lines=True, force_ascii=False, date_format="iso")  # type: ignore[call-overload]
    return len(frame)


def write_parquet(store: Store, table: str, path: Path) -> int:
    """Write a table as one Parquet file; returns the number of rows."""
    frame = store.table(table)
    frame.to_parquet(path, index=False)
    return len(frame)
