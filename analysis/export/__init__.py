"""Tables out, in the formats of `FORMATS`; and from brat, where people correct, back in.

A format is a line of `FORMATS` and the file here that writes it. Nothing is imported before it is written, so that
the command line can say which formats there are.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import Store
    from analysis.tables import Table


class Format(NamedTuple):
    """What writes a format ("module:function" of this package), whether a terminal can take it, what it counts.

    The function takes a store, the name of a table and the path (or stream, where a terminal can take it), and
    returns how many it wrote; one that counts rows takes them as a frame in place of the store.
    `wide` formats have quotations with their articles and speakers; `texts` are those that hold article texts.
    """

    writer: str
    terminal: bool = False
    counts: str = "rows"
    wide: bool = False
    texts: bool = False


FORMATS = {
    "csv": Format("frames:write_csv", terminal=True, wide=True),
    "xlsx": Format("spreadsheet:write", wide=True),
    "parquet": Format("frames:write_parquet"),
    "jsonl": Format("frames:write_jsonl", terminal=True),
    "brat": Format("brat:write", counts="articles", texts=True),
    "labelstudio": Format("labelstudio:write", counts="articles", texts=True),
    "webannotation": Format("annotations:write_webannotation", counts="articles", texts=True),
    "gexf": Format("network:write_gexf", counts="speakers"),
    "graphml": Format("network:write_graphml", counts="speakers"),
}


def write(
    store: Store,
    table: str,
    format: str,
    target: Path | IO[str],
    *,
    narrow: bool = False,
    mark: bool = False,
) -> int:
    """Write a table of a store in one of `FORMATS`: some are of all articles with their quotations, or of speakers.

    Returns the number of rows, articles or speakers. In csv and xlsx the quotations are `tables.WIDE`, unless
    `narrow`; text that a spreadsheet would run as a formula is made harmless there. `mark` puts a byte-order mark
    before csv. Beside a file of rows lies its codebook (see `codebook`). ValueError when Excel cannot hold the table,
    the folder for brat holds something, or csv is not asked for with `mark`.
    """
    chosen = FORMATS[format]
    if mark and format != "csv":
        raise ValueError(f"only csv has a byte-order mark, {format} has none")
    module, _, function = chosen.writer.partition(":")
    writer = getattr(import_module(f"{__name__}.{module}"), function)
    if chosen.counts != "rows":
        return int(writer(store, table, target))
    frame, described = rows(store, table, wide=chosen.wide and not narrow)
    written = writer(frame, table, target, mark=mark) if mark else writer(frame, table, target)
    if isinstance(target, Path):
        from analysis import tables
        from analysis.export import codebook

        tables.write_csv(codebook.of(described, list(frame.columns)), codebook.beside(target))
    return int(written)


def rows(store: Store, table: str, *, wide: bool) -> tuple[pd.DataFrame, Table]:
    """A table of a store and what is said of it; `wide` with what other tables tell of its rows, if it can be."""
    from analysis import tables
    from analysis.export import wide as widened

    if wide and table in tables.WIDE:
        return widened.quotations(store), tables.WIDE[table]
    return store.table(table), tables.specification(table)
