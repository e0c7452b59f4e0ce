"""Reads a news corpus: files in, tables `articles` and `rejects` out; says what it found and what repeats.

Reads folders, .txt with a metadata.csv, exports of news archives (`archives`), CSV, TSV, Excel, JSON, Parquet,
news items in XML, web pages, databases and zip archives of these.
Nothing is changed in a text unless that is asked for (`cleaning`), and nothing disappears: what is no article is a
reject. What does not belong in a text is told (`dirt`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files as packaged
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import tables
from analysis.corpus import files, metadata, placement, reading
from analysis.corpus.date_order import Orders
from analysis.corpus.files import Reject, Source, Taken, Warned
from analysis.corpus.inspection import Inspection
from analysis.corpus.memory import Memory
from analysis.corpus.resemblance import duplicates, signature

__all__ = [
    "Memory",
    "describe",
    "duplicates",
    "embedded",
    "fingerprint",
    "inspect",
    "read",
    "signature",
    "stream",
    "warnings",
]

Batch = tuple[pd.DataFrame, pd.DataFrame]
VERSION = "6"  # raised by hand when other articles or rejects are read from the same files

_BATCH_REJECTS = 10_000


def embedded() -> Path:
    """The folder of the embedded example corpus: inside the package in a wheel, beside it in a checkout."""
    package = Path(str(packaged("analysis")))
    return package / "seeds" if (package / "seeds").is_dir() else package.parent / "seeds"


def fingerprint(source: Source | None = None, *, follow_links: bool = False) -> str:
    """A cheap identity of the files of `source` (places, sizes, times of change), in hex; nothing is opened.

    As long as it is the same, reading again gives the same articles. Raises FileNotFoundError.
    """
    return files.fingerprint(source or embedded(), follow_links=follow_links)


def read(
    source: Source | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    follow_links: bool = False,
    path_pattern: str | None = None,
    dates: str | None = None,
    clean: bool = False,
) -> Batch:
    """The tables (articles, rejects) of all of `source`; None or "" = the embedded example. See `stream`."""
    given: dict[str, Any] = {"columns": columns, "follow_links": follow_links, "clean": clean}
    batches = list(stream(source, **given, path_pattern=path_pattern, dates=dates))
    warned = [told for _, rejects in batches for told in warnings(rejects)]
    rejects = _with_warnings(pd.concat([_plain(r) for _, r in batches], ignore_index=True), warned)
    articles = pd.concat([articles for articles, _ in batches], ignore_index=True)
    extra = [column for column in articles if column not in tables.TABLES["articles"].columns]
    return articles.astype(dict.fromkeys(extra, tables.TEXT)), rejects


def stream(
    source: Source | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    follow_links: bool = False,
    path_pattern: str | None = None,
    dates: str | None = None,
    clean: bool = False,
    batch_size: int = 256,
    note: Callable[[Taken], None] = lambda taken: None,
    languages: Mapping[str, str | None] | None = None,
    memory: Memory | None = None,
) -> Iterator[Batch]:
    """(articles, rejects) of `source`, at most `batch_size` articles at a time, at least one batch.

    `source` is a path or several: folders (with all below), .txt, .csv, .tsv, .json, .jsonl, .ndjson, .xml, .html,
    .warc (these also .gz), .xlsx, .xls, .parquet, .sqlite, .db, .duckdb, .zip (`news.sqlite::articles` is a table
    of a database), and what news archives export (.docx, .rtf, .html, .txt; one article each, with the columns
    `section` and `words` where the file gives them). What a file says of itself and is not so is told by
    `warnings(rejects)`. `columns` maps our column to the input's, as `{"text": "body"}`; without it common names are
    recognised; white space round their values is dropped. Folders `outlet=X` are columns. `path_pattern` says what
    the path of a file tells, as `{outlet}/{published}*.txt` (see `placement.pattern`); a file that is not of that
    form is read, and noted among the rejects. `dates` (`dayfirst`, `monthfirst`, `ymd`) is the order of the numbers
    in dates; without it the dates of a column that leave no choice decide for the others. Other columns are kept as
    text, unchanged, and differ between batches where files do. With `clean`, texts are mended (see `cleaning`):
    `text` is then the cleaned one, and `cleaned` says what was done. Symbolic links to what `source` does not hold
    are read with `follow_links` only, and else are rejects. `note` is told what each file was taken for. `languages`,
    by the SHA-256 of a text, are not found again: of one that this version read before. Articles that `memory` has
    are left out, and it is told of all (see `memory.Memory`).

    Ids: a column `id` is the article_id when it is not empty and was not used before; else the id is made
    from the text (the first 64 bits of its SHA-256, and `-2`, `-3` … for the same text again), so that it
    depends neither on the place of the file nor on the machine. An article whose id another has is kept
    under an id made from the text and noted among the rejects; so is one with a broken date.

    Memory: a batch, and the ids read so far (about 150 bytes an article). Raises FileNotFoundError for a
    path that does not exist; ValueError when a column that `columns` names is not in the first table read,
    which names the columns there are (later tables without it fall back on common names), for a `path_pattern`
    that no file fits, and for another value of `dates`.
    """
    mapping = metadata.check(columns or {})
    orders = Orders(dates)
    paths = files.paths(source or embedded())
    by = placement.pattern(path_pattern, mapping) if path_pattern else None
    if by is not None:
        found = placement.dates_of(by, files.find(paths, follow_links=follow_links))
        orders.of(by.written, lambda: found)
    given = reading.Reading(mapping, orders, by, clean, note, languages or {}, memory=memory)
    return _batches(reading.articles(paths, given, follow_links=follow_links), batch_size)


def inspect(
    source: Source | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    follow_links: bool = False,
    path_pattern: str | None = None,
    dates: str | None = None,
    clean: bool = False,
    near: bool = True,
) -> dict[str, Any]:
    """What is in a corpus, as a whole and file by file, and what to know before it is annotated.

    See `inspection.Inspection.described`; `near` as in `describe`, all else as in `stream`.
    """
    found = Inspection(near=near)
    given: dict[str, Any] = {"columns": columns, "follow_links": follow_links, "clean": clean}
    given |= {"path_pattern": path_pattern, "dates": dates}
    for articles, rejects in stream(source, **given, note=found.note):
        found.add(articles, rejects)
    return found.described()


def describe(batches: Iterable[Batch], *, near: bool = True) -> dict[str, Any]:
    """What is in a corpus, read batch by batch: a dictionary that JSON can hold.

    See `inspection.Inspection.described`; near-duplicates, which cost most of the time, only with `near`.
    """
    found = Inspection(near=near)
    for articles, rejects in batches:
        found.add(articles, rejects)
    return found.described()


def warnings(rejects: pd.DataFrame) -> list[dict[str, Any]]:
    """What was told of files that is no reject, of the `rejects` of `read` or of a batch of `stream`.

    One record for each file and `kind`: `kind`, `n` (how often), `example`, `file`. Kinds: "number of articles"
    (a file announces others than it holds), "number of words" (articles say they have 20 % more or fewer words,
    and 10, than were read), "abstracts only" (a table without full texts). What does not belong in texts is found
    by `inspect`.
    """
    return list(rejects.attrs.get("warnings", ()))


def _with_warnings(rejects: pd.DataFrame, warned: list[dict[str, Any]]) -> pd.DataFrame:
    if warned:
        rejects.attrs["warnings"] = warned
    return rejects


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` without what is attached to it, which frames that are joined would have to share."""
    bare = frame.copy(deep=False)
    bare.attrs = {}
    return bare


def _batches(found: Iterator[dict[str, Any] | Reject | Warned], size: int) -> Iterator[Batch]:
    rows: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    warned: list[dict[str, Any]] = []
    characters, given = 0, False
    for item in found:
        if isinstance(item, Warned):
            warned.append(item._asdict())
        elif isinstance(item, Reject):
            rejects.append(item)
        else:
            rows.append(item)
            characters += sum(len(value) for value in item.values() if isinstance(value, str))
        if len(rows) >= size or characters >= reading.LONGEST_BATCH or len(rejects) >= _BATCH_REJECTS:
            yield _frame(rows), _with_warnings(tables.build("rejects", rejects), warned)
            rows, rejects, warned, characters, given = [], [], [], 0, True
    if rows or rejects or warned or not given:
        yield _frame(rows), _with_warnings(tables.build("rejects", rejects), warned)


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    known = tables.TABLES["articles"].columns
    extra = list(dict.fromkeys(name for row in rows for name in row if name not in known))
    frame = pd.DataFrame(
        {c: pd.Series([row.get(c) for row in rows], dtype=spec.dtype) for c, spec in known.items()}
    )
    others = {c: pd.Series([row.get(c) for row in rows], dtype=tables.TEXT) for c in extra}
    return pd.concat([frame, pd.DataFrame(others, index=frame.index)], axis=1) if extra else frame
