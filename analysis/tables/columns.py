"""What is said of a table and of its columns, and the columns that many tables have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TEXT = "string[pyarrow]"
COUNT = "int64"
SHARE = "float64"
FLAG = "bool"
TIME = "datetime64[us, UTC]"
BYTES = "binary[pyarrow]"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its dtype, what it says, the values it may take (empty = any), and their unit."""

    dtype: str
    meaning: str
    allowed: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its key, and its columns in order."""

    row: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]


ARTICLE_ID = Column(TEXT, "the article, stable across runs and machines")
OFFSET, TIMES, CHANCE = "characters", "UTC", "0 to 1"  # units
START = Column(COUNT, "first character, offset into the article's text", unit=OFFSET)
END = Column(COUNT, "offset behind the last character; text[start:end] is the span", unit=OFFSET)
