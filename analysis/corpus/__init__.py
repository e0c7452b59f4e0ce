"""Reads a news corpus: files in, tables `articles` and `rejects` out; says what it found and what repeats.

Reads folders, .txt with a metadata.csv, exports of news archives (`archives`), CSV, TSV, Excel, JSON, Parquet, news
items in XML, web pages, databases and zip archives of these.
Nothing is changed in a text but character references that a scraper left in it (`escapes`), and nothing disappears:
what is no article is a reject.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files as packaged
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from analysis import tables
from analysis.corpus import (
    cut_off,
    date_order,
    dateline,
    dates,
    encoding,
    escapes,
    feeds,
    files,
    formats,
    metadata,
    naming,
    placement,
)
from analysis.corpus.date_order import Orders
from analysis.corpus.files import File, Reject, Source, Warned
from analysis.corpus.formats import Row
from analysis.corpus.placement import Pattern
from analysis.corpus.resemblance import duplicates, signature

__all__ = ["describe", "duplicates", "embedded", "fingerprint", "read", "signature", "stream", "warnings"]

Batch = tuple[pd.DataFrame, pd.DataFrame]
VERSION = "4"  # raised by hand when other articles or rejects are read from the same files

_PEEK = 50  # rows of a table that are looked at to learn its columns
_EXAMPLES = 5  # of dates that could be read in two ways
_BATCH_CHARACTERS = 16_000_000
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
) -> Batch:
    """The tables (articles, rejects) of all of `source`; None or "" = the embedded example. See `stream`."""
    batches = list(
        stream(source, columns=columns, follow_links=follow_links, path_pattern=path_pattern, dates=dates)
    )
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
    batch_size: int = 256,
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
    text, unchanged, and differ between batches where files do. A text with character references ("&quot;We",
    "don&#39;t") is read as it was meant. Symbolic links to what `source` does not hold are read with `follow_links`
    only, and else are rejects.

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
    return _batches(_articles(paths, _Reading(mapping, orders, by), follow_links), batch_size)


def describe(batches: Iterable[Batch], *, near: bool = True) -> dict[str, Any]:
    """What is in a corpus, read batch by batch: a dictionary that JSON can hold.

    Keys: `articles`, `characters` (counts), `outlets` (articles by outlet, most first), `without_outlet`,
    `first`, `last` (dates as text or None), `without_date`, `ambiguous_dates` (`n`, and `examples` as written: dates
    whose order neither their column nor an option tells), `duplicates` (`exact`, `near`: articles that repeat an
    earlier one; `near` is None when not asked for, it costs most of the time), `rejects` (by reason), `warnings`
    (see `warnings`).
    """
    outlets: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    told: list[dict[str, Any]] = []
    characters, ambiguous = 0, list[str]()
    kept = [tables.empty("articles")[["article_id", "published", "sha256"]].assign(signature=[])]
    for articles, rejects in batches:
        reasons.update(rejects["reason"])
        told += warnings(rejects)
        ambiguous += rejects["detail"][rejects["reason"] == "ambiguous date"].head(_EXAMPLES).tolist()
        outlets.update(articles["outlet"].dropna())
        characters += int(articles["n_characters"].sum())
        signatures = [signature(text) if near else b"" for text in articles["text"]]
        kept.append(articles[["article_id", "published", "sha256"]].assign(signature=signatures))
    seen = pd.concat(kept[1:] or kept, ignore_index=True)
    kinds = duplicates(seen)["kind"].value_counts()
    days = seen["published"].dropna()
    return {
        "articles": len(seen),
        "characters": characters,
        "outlets": dict(outlets.most_common()),
        "without_outlet": len(seen) - outlets.total(),
        "first": days.min().date().isoformat() if len(days) else None,
        "last": days.max().date().isoformat() if len(days) else None,
        "without_date": len(seen) - len(days),
        "ambiguous_dates": {
            "n": reasons["ambiguous date"],
            "examples": list(dict.fromkeys(told.rpartition(": ")[0].strip("'\"") for told in ambiguous))[
                :_EXAMPLES
            ],
        },
        "duplicates": {
            "exact": int(kinds.get("exact", 0)),
            "near": int(kinds.get("near", 0)) if near else None,
        },
        "rejects": dict(sorted(reasons.items())),
        "warnings": told,
    }


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a corpus is read; rows of metadata met so far, by folder and file, and columns of those asked for."""

    columns: Mapping[str, str]
    orders: Orders
    by: Pattern | None
    known: dict[PurePosixPath, dict[str, Row]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)


def _articles(
    paths: list[Path], reading: _Reading, follow_links: bool
) -> Iterator[dict[str, Any] | Reject | Warned]:
    seen: dict[str, int] = {}
    for file in files.find(paths, follow_links=follow_links):
        if isinstance(file, Reject):
            yield file
            continue
        told = _told_by_path(file, reading)
        if told is None:
            yield Reject(file.origin, "bad path", f"not of the form {reading.by and reading.by.written}")
        cut: list[str] = []
        for number, rows in enumerate(formats.tables(file, reading.columns)):
            for row in _meant(rows, file, number, reading):
                if told and isinstance(row, Row):
                    row = Row(row.origin, placement.place(row.values, told))
                found = _told(row, seen) if isinstance(row, Row) else [row]
                cut += [
                    words for one in found if isinstance(one, dict) for _, words in cut_off.found(one["text"])
                ]
                yield from found
        if cut:
            yield Warned(cut_off.CUT_OFF, len(cut), cut[0], file.origin)
    listed = any(path.is_dir() or path.suffix.lower() == ".zip" for path in paths)
    for folder in reading.known.values() if listed else ():
        for name, row in folder.items():
            yield Reject(row.origin, "bad row", f"no such file was read: {name}")


def _told_by_path(file: File, reading: _Reading) -> dict[str, Any] | None:
    """What the path of a file says by the pattern; nothing without one, None when the path is not of its form."""
    if reading.by is None or file.name.lower() in files.METADATA_NAMES:
        return {}
    told = placement.said(placement.full(file), reading.by)
    return told and reading.orders.settled(told, reading.by.written, lambda: ())


def _meant(rows: formats.Rows, file: File, number: int, reading: _Reading) -> formats.Rows:
    """The rows of one table under our names; those of a metadata file go to `known`, by folder and file."""
    columns = reading.columns
    if parts := placement.partitions(file.folder):
        rows = (Row(row.origin, {**parts, **row.values}) if isinstance(row, Row) else row for row in rows)
    if file.suffix in formats.DOCUMENTS:
        names, _ = metadata.meanings(["text", *parts], columns) if parts else ({}, [])
        for row in rows:
            if isinstance(row, Row) and parts:
                row = Row(row.origin, metadata.translate(row.values, names, columns))
            yield _with_metadata(row, file, reading.known) if isinstance(row, Row) else row
        return
    head = list(_peeked(rows))
    first = [row for row in head if isinstance(row, Row)]
    names, absent = metadata.meanings(
        dict.fromkeys(name for row in first for name in row.values), columns, [row.values for row in first]
    )
    about = metadata.file_column(names) if file.name.lower() in files.METADATA_NAMES else None
    beside_text = about is not None and "text" not in names.values()
    missing = [theirs for theirs in absent if not beside_text or theirs != columns.get("text")]
    _require(first, names, missing, reading.found)
    reading.found.update(set(columns.values()) - set(absent))
    everything = chain(head, rows)
    if beside_text:
        yield from _remember(everything, names, file.folder, reading)
    elif first and "text" not in names.values():
        yield from (row for row in head if not isinstance(row, Row))
        yield Reject(_whole(first[0].origin), "no text column", feeds.without_text(names))
    else:
        settled = _settling(file, number, names, reading, alone=len(head) == 1)
        for row in everything:
            if isinstance(row, Row):
                row = Row(row.origin, settled(metadata.translate(row.values, names, columns)))
            yield row


def _whole(origin: str) -> str:
    """The file, or the sheet, of a row."""
    place, _, row = origin.rpartition(":")
    return place if row.isdigit() else origin


def _settling(
    file: File, number: int, names: Mapping[str, str], reading: _Reading, *, alone: bool
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What reads the dates of a table whose order the table proves, or its folder where each file is one article."""
    together = file.suffix == ".json" and alone and file.path is not None

    def values() -> Iterator[Any]:
        name = next((theirs for theirs, ours in names.items() if ours == "published"), "")
        for one in date_order.beside(file) if together else [file]:
            yield from date_order.column(one, number, name, reading.columns)

    column = file.folder if together else (file.origin, number)
    return lambda row: reading.orders.settled(row, column, values)


def _peeked(rows: formats.Rows) -> formats.Rows:
    """The first rows of a table, few when they are long."""
    characters = 0
    for row in islice(rows, _PEEK):
        yield row
        characters += (
            sum(len(v) for v in row.values.values() if hasattr(v, "__len__")) if isinstance(row, Row) else 0
        )
        if characters > _BATCH_CHARACTERS:
            return


def _require(rows: list[Row], names: Mapping[str, str], absent: list[str], found: set[str]) -> None:
    missing = [theirs for theirs in absent if theirs not in found]
    if rows and missing:
        raise ValueError(f"{rows[0].origin}: no column {', '.join(missing)}; there are: {', '.join(names)}")


def _remember(
    rows: formats.Rows, names: dict[str, str], folder: PurePosixPath, reading: _Reading
) -> Iterator[Reject]:
    given: list[Row] = []
    for row in rows:
        if isinstance(row, Reject):
            yield row
        elif isinstance(row, Row):
            given.append(Row(row.origin, metadata.translate(row.values, names, reading.columns)))
    about = metadata.file_column(names)
    if folder not in reading.known and about is not None:
        written = [row.values.get("published") for row in given]
        given = [Row(r.origin, reading.orders.settled(r.values, folder, lambda: written)) for r in given]
        reading.known[folder], rejects = metadata.lookup(given, names[about])
        yield from rejects


def _with_metadata(row: Row, file: File, known: dict[PurePosixPath, dict[str, Row]]) -> Row:
    return Row(row.origin, {**metadata.beside(file.folder / file.name, known), **row.values})


def _told(row: Row, seen: dict[str, int]) -> list[dict[str, Any] | Reject]:
    try:
        return list(_article(row, seen))
    except (ValueError, OverflowError, RecursionError) as error:  # of values that no text can be made of
        return [Reject(row.origin, "bad row", f"{type(error).__name__}: {error}"[:500])]


def _article(row: Row, seen: dict[str, int]) -> Iterator[dict[str, Any] | Reject]:
    values = dict(row.values)
    text = values.pop("text", None)
    refused = _refused(text)
    if refused:
        yield Reject(row.origin, *refused)
        return
    text = escapes.decoded(text.decode("utf-8") if isinstance(text, bytes) else text)
    start, written = dateline.leading(text)
    published, broken = _published(values.pop("published", None))
    if broken:
        yield Reject(row.origin, *broken)
    values |= naming.named(values)
    article = {name: metadata.as_text(value) for name, value in values.items()}
    for name in metadata.NAMES.keys() & article.keys():
        article[name] = escapes.decoded((article[name] or "").strip()) or None
    flawed = [name for name, value in article.items() if value and encoding.unstorable(value)]
    if flawed:
        yield Reject(row.origin, "encoding", f"kept without its {', '.join(flawed)}")
        article |= dict.fromkeys(flawed)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    given = article.pop("id", None) or ""
    article_id = _identify(given, sha256[:16], seen)
    if given and given != article_id:
        yield Reject(row.origin, "duplicate id", f"{given} was used before; kept as {article_id}")
    computed = {"article_id": article_id, "published": published or written, "text": text, "sha256": sha256}
    yield article | computed | {"n_characters": len(text), "body_start": start, "origin": row.origin}


def _refused(text: Any) -> tuple[str, str] | None:
    """Reason and detail why a value cannot be an article's text, or None when it can."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            return "encoding", str(error)
    if text is None or text != text:
        return "empty", "no text"
    if not isinstance(text, str):
        return "bad row", f"the text is not a string but a {type(text).__name__}"
    if not text.strip():
        return "empty", f"{len(text)} characters, all white space" if text else "no text"
    if len(text) > formats.LONGEST:
        return "too large", f"{len(text)} characters, more than {formats.LONGEST}"
    flaw = encoding.flaw(text)
    return ("encoding", flaw) if flaw else None


def _published(value: Any) -> tuple[Any, tuple[str, str] | None]:
    """The date, or the reason and detail why there is none."""
    try:
        return dates.parse(value), None
    except ValueError as error:
        reason = "ambiguous date" if isinstance(error, dates.AmbiguousDate) else "bad date"
        return None, (reason, files.printable(f"{str(value)[:60]!r}: {error}"))


def _identify(given: str, content: str, seen: dict[str, int]) -> str:
    for candidate in (given, content):
        if candidate and candidate not in seen:
            seen[candidate] = 1
            return candidate
    while True:
        seen[content] += 1
        candidate = f"{content}-{seen[content]}"
        if candidate not in seen:
            seen[candidate] = 1
            return candidate


def warnings(rejects: pd.DataFrame) -> list[dict[str, Any]]:
    """What was told of files that is no reject, of the `rejects` of `read` or of a batch of `stream`.

    One record for each file and `kind`: `kind`, `n` (how often), `example`, `file`. Kinds: "number of articles"
    (a file announces others than it holds), "number of words" (articles say they have 20 % more or fewer words,
    and 10, than were read), "abstracts only" (a table without full texts), "cut off" (a service gave
    the beginnings of texts only).
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
        if len(rows) >= size or characters >= _BATCH_CHARACTERS or len(rejects) >= _BATCH_REJECTS:
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
