"""Tables out, in the formats of `FORMATS`; and from brat, where people correct, back in.

A format is a line of `FORMATS` and the file here that writes it. Nothing is imported before it is written, so that
the command line can say which formats there are.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from analysis.store import Store


class Format(NamedTuple):
    """What writes a format ("module:function" of this package), whether a terminal can take it, what it counts.

    The function takes a store, the name of a table and the path (or stream, where a terminal can take it), and
    returns how many it wrote.
    """

    writer: str
    terminal: bool = False
    counts: str = "rows"


FORMATS = {
    "csv": Format("frames:write_csv", terminal=True),
    "xlsx": Format("spreadsheet:write"),
    "parquet": Format("frames:write_parquet"),
    "jsonl": Format("frames:write_jsonl", terminal=True),
    "brat": Format("brat:write", counts="articles"),
}


def write(store: Store, table: str, format: str, target: Path | IO[str]) -> int:
    """Write a table of a store in one of `FORMATS`; with "brat", all articles with their quotations.

    Returns the number of rows, or of articles. Text that a spreadsheet would run as a formula is made harmless in
    csv and xlsx. ValueError when Excel cannot hold the table, or the folder for brat holds something.
    """
    module, _, function = FORMATS[format].writer.partition(":")
    written: int = getattr(import_module(f"{__name__}.{module}"), function)(store, table, target)
    return written
