"""Reads a news corpus: files in, tables `articles` and `rejects` out; says what it found and what repeats.

Reads folders, .txt with a metadata.csv, exports of news archives (`archives`), CSV, TSV, Excel, JSON Lines, Parquet
and zip archives of these.
Nothing is changed in a text unless that is asked for (`cleaning`), and nothing disappears: what is no article is a
reject. What does not belong in a text is told (`dirt`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files as packaged
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from analysis import tables
from analysis.corpus import cleaning, dateline, dates, encoding, files, formats, languages, metadata
from analysis.corpus.files import File, Reject, Source, Taken, Warned
from analysis.corpus.formats import Row
from analysis.corpus.inspection import Inspection
from analysis.corpus.resemblance import duplicates, signature

__all__ = [
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
VERSION = "5"  # raised by hand when other articles or rejects are read from the same files

_PEEK = 50  # rows of a table that are looked at to learn its columns
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
    clean: bool = False,
) -> Batch:
    """The tables (articles, rejects) of all of `source`; None or "" = the embedded example. See `stream`."""
    batches = list(stream(source, columns=columns, follow_links=follow_links, clean=clean))
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
    clean: bool = False,
    batch_size: int = 256,
    note: Callable[[Taken], None] = lambda taken: None,
) -> Iterator[Batch]:
    """(articles, rejects) of `source`, at most `batch_size` articles at a time, at least one batch.

    `source` is a path or several: folders (with all below), .txt, .csv, .tsv, .jsonl, .ndjson (these also
    .gz), .xlsx, .xls, .parquet, .zip, and what news archives export (.docx, .rtf, .html, .txt; one article each, with
    the columns `section` and `words` where the file gives them). What a file says of itself and is not so is told by
    `warnings(rejects)`. `columns` maps our column to the input's, as `{"text": "body"}`; without it
    common names are recognised; white space round their values is dropped. Other columns are kept as text,
    unchanged, and differ between batches where files do. Symbolic links to what `source` does not hold are
    read with `follow_links` only, and else are rejects. With `clean`, texts are mended (see `cleaning`): `text` is
    then the cleaned one, and `cleaned` says what was done. `note` is told what each file was taken for.

    Ids: a column `id` is the article_id when it is not empty and was not used before; else the id is made
    from the text (the first 64 bits of its SHA-256, and `-2`, `-3` … for the same text again), so that it
    depends neither on the place of the file nor on the machine. An article whose id another has is kept
    under an id made from the text and noted among the rejects; so is one with a broken date.

    Memory: a batch, and the ids read so far (about 150 bytes an article). Raises FileNotFoundError for a
    path that does not exist; ValueError when a column that `columns` names is not in the first table read,
    which names the columns there are. Later tables without it fall back on common names.
    """
    mapping = metadata.check(columns or {})
    paths = files.paths(source or embedded())
    return _batches(_articles(paths, mapping, follow_links, clean, note), batch_size)


def inspect(
    source: Source | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    follow_links: bool = False,
    clean: bool = False,
    near: bool = True,
) -> dict[str, Any]:
    """What is in a corpus, as a whole and file by file, and what to know before it is annotated.

    See `inspection.Inspection.described`; `near` as in `describe`, all else as in `stream`.
    """
    found = Inspection(near=near)
    given: dict[str, Any] = {"columns": columns, "follow_links": follow_links, "clean": clean}
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


def _articles(
    paths: list[Path],
    columns: Mapping[str, str],
    follow_links: bool,
    clean: bool,
    note: Callable[[Taken], None],
) -> Iterator[dict[str, Any] | Reject | Warned]:
    known: dict[PurePosixPath, dict[str, Row]] = {}
    found: set[str] = set()
    seen: dict[str, int] = {}
    for file in files.find(paths, follow_links=follow_links):
        if isinstance(file, Reject):
            yield file
            continue
        for rows in formats.tables(file):
            for row in _meant(_noting(rows, note), file, columns, known, found, note):
                yield from _told(row, seen, clean) if isinstance(row, Row) else [row]
    listed = any(path.is_dir() or path.suffix.lower() == ".zip" for path in paths)
    for folder in known.values() if listed else ():
        for name, row in folder.items():
            yield Reject(row.origin, "bad row", f"no such file was read: {name}")


Rows = Iterator[Row | Reject | Warned]


def _noting(rows: formats.Rows, note: Callable[[Taken], None]) -> Rows:
    """The rows, after it is noted what their reader takes the file for."""
    for row in rows:
        if isinstance(row, Taken):
            note(row)
        else:
            yield row


def _meant(
    rows: Rows,
    file: File,
    columns: Mapping[str, str],
    known: dict[PurePosixPath, dict[str, Row]],
    found: set[str],
    note: Callable[[Taken], None],
) -> Rows:
    """The rows of one table under our names; those of a metadata file go to `known`, by folder and file."""
    if file.suffix in formats.DOCUMENTS:
        note(Taken(file.origin, ""))
        yield from (_with_metadata(row, file, known) if isinstance(row, Row) else row for row in rows)
        return
    head = list(_peeked(rows))
    first = [row for row in head if isinstance(row, Row)]
    names, absent = metadata.meanings(dict.fromkeys(name for row in first for name in row.values), columns)
    about = metadata.file_column(names) if file.name.lower() in files.METADATA_NAMES else None
    beside_text = about is not None and "text" not in names.values()
    _require(
        first, names, [theirs for theirs in absent if not beside_text or theirs != columns.get("text")], found
    )
    found.update(set(columns.values()) - set(absent))
    everything = chain(head, rows)
    note(Taken(file.origin, "about text files" if beside_text else "", names))
    if beside_text:
        yield from _remember(everything, names, columns, file.folder, known)
    elif first and "text" not in names.values():
        yield from (row for row in head if not isinstance(row, Row))
        yield Reject(first[0].origin.rpartition(":")[0], "no text column", f"columns: {', '.join(names)}")
    else:
        for row in everything:
            if isinstance(row, Row):
                row = Row(row.origin, metadata.translate(row.values, names, columns))
            yield row


def _peeked(rows: Rows) -> Rows:
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
    rows: Rows,
    names: dict[str, str],
    columns: Mapping[str, str],
    folder: PurePosixPath,
    known: dict[PurePosixPath, dict[str, Row]],
) -> Iterator[Reject]:
    given = []
    for row in rows:
        if isinstance(row, Reject):
            yield row
        elif isinstance(row, Row):
            given.append(Row(row.origin, metadata.translate(row.values, names, columns)))
    about = metadata.file_column(names)
    if folder not in known and about is not None:
        known[folder], rejects = metadata.lookup(given, names[about])
        yield from rejects


def _with_metadata(row: Row, file: File, known: dict[PurePosixPath, dict[str, Row]]) -> Row:
    return Row(row.origin, {**metadata.beside(file.folder / file.name, known), **row.values})


def _told(row: Row, seen: dict[str, int], clean: bool) -> list[dict[str, Any] | Reject]:
    try:
        return list(_article(row, seen, clean))
    except (ValueError, OverflowError, RecursionError) as error:  # of values that no text can be made of
        return [Reject(row.origin, "bad row", f"{type(error).__name__}: {error}"[:500])]


def _article(row: Row, seen: dict[str, int], clean: bool) -> Iterator[dict[str, Any] | Reject]:
    values = dict(row.values)
    text = values.pop("text", None)
    refused = _refused(text)
    if refused:
        yield Reject(row.origin, *refused)
        return
    original = text.decode("utf-8") if isinstance(text, bytes) else text
    text, done = cleaning.cleaned(original) if clean else (original, [])
    if not text.strip():
        yield Reject(row.origin, "empty", f"nothing is left of it without {', '.join(done)}")
        return
    start, written = dateline.leading(text)
    published, broken = _published(values.pop("published", None))
    if broken:
        yield Reject(row.origin, "bad date", broken)
    article = {name: metadata.as_text(value) for name, value in values.items()}
    for name in metadata.NAMES.keys() & article.keys():
        value = (article[name] or "").strip()
        article[name] = (cleaning.plain(value) if clean and name != "id" else value) or None
    flawed = [name for name, value in article.items() if value and encoding.unstorable(value)]
    if flawed:
        yield Reject(row.origin, "encoding", f"kept without its {', '.join(flawed)}")
        article |= dict.fromkeys(flawed)
    sha256_original = sha256 = hashlib.sha256(original.encode()).hexdigest()
    if done:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
    given = article.pop("id", None) or ""
    article_id = _identify(given, sha256_original[:16], seen)
    if given and given != article_id:
        yield Reject(row.origin, "duplicate id", f"{given} was used before; kept as {article_id}")
    yield article | {
        "article_id": article_id,
        "published": published or written,
        "text": text,
        "n_characters": len(text),
        "sha256": sha256,
        "sha256_original": sha256_original,
        "cleaned": ", ".join(done) or None,
        "language": languages.language(text),
        "body_start": start,
        "origin": row.origin,
    }


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


def _published(value: Any) -> tuple[Any, str | None]:
    try:
        return dates.parse(value), None
    except ValueError as error:
        return None, files.printable(f"{str(value)[:60]!r}: {error}")


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
    and 10, than were read), "abstracts only" (a table without full texts).
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
