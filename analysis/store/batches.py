"""Which parts of a store count, and how they come to count all at once or not at all.

Each batch of articles has one Parquet part in the folder of each table, and an entry in the manifest that names them;
**a part counts if and only if an entry names it**. A part is never changed: its name ends in a digest of its bytes,
rows that change are written as another part, the entry is replaced in one step, and then the old part goes. What a
killed run left behind is removed by the next one. An article in two entries (its text or a model changed) belongs to
the later; the next step takes it out of the earlier parts.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import pyarrow.parquet as pq

from analysis import tables
from analysis.store.place import (
    Place,
    StoreError,
    is_local,
    listings,
    read,
    read_all,
    read_json,
    remove,
    remove_all,
    tags,
    write,
    write_all,
    write_json,
)

FOLDER = "manifest"
INDEX = "index.json"  # a copy of the manifest in one object, behind a URL only
CORPORA = "corpora"  # which articles each corpus holds
KEPT = "kept"  # what the next run takes over (see `kept`)
FORMAT = 2  # raised when a reader of today's stores could no longer read tomorrow's
FORMAT_FILE = "format.json"
LEGACY = "0.1.0"  # stands for the stages of a batch that this version annotated
_LEGACY_TABLES = (
    *("articles", "sentences", "quotations", "spans", "mentions", "sentiment", "term_counts", "rejects"),
    "signatures",
)
_LEGACY_SCHEMA = "00-schema.parquet"
_FOLDERS = (*tables.TABLES, *tables.INTERNAL, "incoming")
_NAME = re.compile(r"part-\d{10}-[0-9a-f]{8}")
_CORRECTED = ("corrections", "corrected_quotations", "corrected_spans", "corrected_speakers")
_OF_CORRECTIONS = (*_CORRECTED, *(f"earlier_{name}" for name in _CORRECTED))
_BATCH_LENGTH = len("part-0000000000-00000000")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_TABLE = re.compile(r"[a-z_]+")
_PART = re.compile(rf"{_NAME.pattern}(-[0-9a-f]{{16}})?\.parquet")


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch: its name, which sorts in the order of writing, what annotated it, its articles and its parts.

    `stages` maps each stage to the fingerprint of what made its rows. `articles` maps an id to two digests: of what
    the stages see, and of the other columns. `parts` maps a table to the file that has the batch's rows; `columns` is
    a digest of the columns that these files have (`parquet.shape`). `at` is when the batch came in,
    `earlier` when those of its articles did that had been in another batch before (see `arrivals`).
    """

    name: str
    stages: Mapping[str, str]
    articles: Mapping[str, tuple[str, str]]
    parts: Mapping[str, str] = field(default_factory=dict)
    columns: str = ""
    at: str = ""
    earlier: Mapping[str, str] = field(default_factory=dict)
    superseded: frozenset[str] = field(default=frozenset(), compare=False)


def entries(where: Place) -> tuple[Entry, ...]:
    """The batches in order of writing, each with those of its articles that a later one superseded.

    StoreError for a damaged entry, and for a store that another version made in a way that this one does not know.
    """
    check_format(where)
    said = {name: tag for name, tag in tags(where, FOLDER).items() if not name.startswith(".")}
    known = _indexed(where, said)
    missing = [name for name in said if name not in known]
    contents = read_all(where, [(FOLDER, name) for name in missing])
    known |= dict(zip(missing, contents, strict=True))
    return entries_of(_parsed(where, name, known[name]) for name in sorted(said))


def _indexed(where: Place, said: Mapping[str, str]) -> dict[str, bytes | None]:
    """Entries as the index has them, which are those that the store still says the same of; see `keep_index`."""
    files = read_json(where, INDEX).get("files", {}) if any(said.values()) else {}
    return {n: files[n][1].encode() for n, tag in said.items() if tag and files.get(n, ("",))[0] == tag}


def keep_index(where: Place, known: Iterable[Entry]) -> None:
    """Keep a copy of all entries in one object of a store whose requests cost time, so that it opens with few.

    Of an entry that was written since, the store says otherwise (its ETag), and it is read itself. For the holder of
    the lock.
    """
    if is_local(where):
        return
    said = tags(where, FOLDER)
    files = {f"{e.name}.json": [said.get(f"{e.name}.json", ""), _written(e).decode()] for e in known}
    if any(tag for tag, _ in files.values()):
        write(where, json.dumps({"files": files}, ensure_ascii=False).encode(), INDEX)


def entries_of(known: Iterable[Entry]) -> tuple[Entry, ...]:
    """Batches in order of writing, each with those of its articles that a later one superseded."""
    found: list[Entry] = []
    seen: set[str] = set()
    for one in sorted(known, key=lambda e: e.name, reverse=True):
        found.append(replace(one, superseded=frozenset(one.articles.keys() & seen)))
        seen.update(one.articles)
    return tuple(reversed(found))


def entry(where: Place, file: str) -> Entry:
    """An entry as it was written; StoreError when its bytes are not those, or it names what no store has."""
    return _parsed(where, file, read(where, FOLDER, file))


def _parsed(where: Place, file: str, content: bytes | None) -> Entry:
    found = _entry(file, content)
    if found is None:
        raise damaged(where, f"{FOLDER}/{file}")
    return found


@lru_cache(maxsize=1024)  # a run reads all entries twice: before it has the lock, and when it has it
def _entry(file: str, content: bytes | None) -> Entry | None:
    """What a file of the manifest says; None when it is not as it was written."""
    try:
        known = json.loads(content or b"")
        told = "digest" in known
        name = known["name"]
        articles = {k: (v[0], v[1]) for k, v in known["articles"].items()}
        stages = known["stages"] if told else {LEGACY: known["models"]}
        parts = known["parts"] if told else dict.fromkeys(_LEGACY_TABLES, f"{name}.parquet")
        sound = f"{name}.json" == file and bool(_NAME.fullmatch(name)) and (not told or is_signed(known))
        sound &= all(
            _TABLE.fullmatch(table) and _PART.fullmatch(part) and part.startswith(name)
            for table, part in parts.items()
        )
        at, earlier = known.get("at", ""), known.get("earlier", {})
        sound &= all(isinstance(a, str) and (not a or _AT.fullmatch(a)) for a in (at, *earlier.values()))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
    if not sound:
        return None
    return Entry(name, stages, articles, parts, known.get("columns", ""), at, earlier)


def damaged(where: Place, file: str, how: str = "is damaged") -> StoreError:
    """What is told of a file that is not as it was written, and the way out."""
    return StoreError(
        f"{where.name}: {file} {how}. `newsbook verify {where.name} --repair` takes out what is hurt; "
        "then annotate again, and it is made anew."
    )


def signed(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be written, with a digest of itself."""
    rest = {key: value for key, value in known.items() if key != "digest"}
    written = json.dumps(rest, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return {**rest, "digest": hashlib.sha256(written).hexdigest()[:16]}


def is_signed(known: Mapping[str, Any]) -> bool:
    """Whether what was read is as it was `signed`."""
    return "digest" in known and signed(known) == known


def write_entry(where: Place, entry: Entry, *, before: Entry | None = None) -> Entry:
    """Make a batch count, in place of what it was `before`, whose parts that it no longer has are then removed.

    Behind a URL they stay until the run ends, when all that no entry names goes at once.
    """
    return write_entries(where, [(entry, before)])[0]


def write_entries(where: Place, changed: Sequence[tuple[Entry, Entry | None]]) -> list[Entry]:
    """Make several batches count, each with what it was before; see `write_entry`."""
    write_all(where, {(FOLDER, entry.name + ".json"): _written(entry) for entry, _ in changed})
    if is_local(where):
        for entry, before in changed:
            files = (before.parts if before else {}).items()
            remove_all(where, [(table, file) for table, file in files if entry.parts.get(table) != file])
    return [entry for entry, _ in changed]


def _written(entry: Entry) -> bytes:
    known = {
        "name": entry.name,
        "stages": dict(entry.stages),
        "columns": entry.columns,
        "parts": dict(entry.parts),
        "at": entry.at,
        "earlier": {k: v for k, v in entry.earlier.items() if k in entry.articles},
        "articles": {k: list(v) for k, v in entry.articles.items()},
    }
    return json.dumps(signed(known), ensure_ascii=False).encode()


def drop(where: Place, entry: Entry) -> None:
    """Remove a batch: first its entry, so that it never counts by half."""
    drop_all(where, [entry])


def drop_all(where: Place, known: Sequence[Entry]) -> None:
    """Remove several batches: first all entries."""
    remove_all(where, [(FOLDER, entry.name + ".json") for entry in known])
    remove_all(where, [part for entry in known for part in entry.parts.items()])


def state(known: Iterable[Entry], names: Iterable[str] = ()) -> str:
    """A digest of the rows of some batches, of all tables or of those named; equal while no row changes."""
    wanted = frozenset(names)
    digest = hashlib.sha256()
    for entry in known:
        parts = sorted((t, f) for t, f in entry.parts.items() if not wanted or t in wanted)
        digest.update(repr((parts, sorted(entry.superseded))).encode())
    return digest.hexdigest()[:16]


def mixed(known: Iterable[Entry]) -> dict[str, list[str]]:
    """The stages whose rows in these batches are not all of one kind, each with the fingerprints there are."""
    seen: dict[str, set[str]] = {}
    for entry in known:
        for stage, fingerprint in entry.stages.items():
            seen.setdefault(stage, set()).add(fingerprint)
    return {stage: sorted(kinds) for stage, kinds in seen.items() if len(kinds) > 1}


def batch_name(sequence: int, articles: Iterable[str]) -> str:
    """A name that sorts by `sequence` and differs between batches of different articles."""
    digest = hashlib.sha256("\n".join(articles).encode()).hexdigest()[:8]
    return f"part-{sequence:010d}-{digest}"


def part_name(batch: str, content: bytes) -> str:
    """The name of a part: its batch's, and a digest of its bytes."""
    return f"{batch}-{hashlib.sha256(content).hexdigest()[:16]}.parquet"


def has_digest(file: str) -> bool:
    """Whether the name of a part ends in a digest of its bytes, as all do that are not of 0.1.0."""
    found = _PART.fullmatch(file)
    return found is not None and found[1] is not None


def is_intact(file: str, content: bytes) -> bool:
    """Whether the bytes of a part are those that its name tells of; nobody can tell of a part of 0.1.0."""
    return not has_digest(file) or file == part_name(file[:_BATCH_LENGTH], content)


def is_part(file: str) -> bool:
    """Whether a file of a table's folder is the part of a batch."""
    return _PART.fullmatch(file) is not None


def folders() -> tuple[str, ...]:
    """The folders that a store may have, but the manifest's."""
    return (*_FOLDERS, CORPORA, *_OF_CORRECTIONS)


def next_sequence(known: Iterable[Entry]) -> int:
    """A number greater than that of every batch."""
    return max((int(e.name.split("-")[1]) for e in known), default=0) + 1


def sweep(where: Place, known: Iterable[Entry]) -> int:
    """Remove what killed runs left: parts that no entry names, hidden files, files of a version before.

    Returns how many files went. Only for the holder of the lock.
    """
    counted = {(table, file) for entry in known for table, file in entry.parts.items()}
    gone = [
        (folder, name)
        for folder, names in listings(where, (*folders(), FOLDER, KEPT)).items()
        for name in names
        if name.startswith(".") or (folder in _FOLDERS and is_part(name) and (folder, name) not in counted)
    ]
    remove_all(where, gone)
    return len(gone)


# --------------------------------------------------------------------------------------- the format of the store


def check_format(where: Place) -> None:
    """StoreError when the store was made by a version whose stores this one cannot read."""
    number = read_json(where, FORMAT_FILE).get("format", FORMAT)
    if not isinstance(number, int) or number > FORMAT:
        raise StoreError(
            f"{where.name}: a newer newsbook made this store (format {number}; this one reads up to {FORMAT}). "
            "Update newsbook, or use another store."
        )


def is_of_today(where: Place) -> bool:
    """Whether the store is of today's format, and not of 0.1.0."""
    return "format" in read_json(where, FORMAT_FILE)


def further_columns(where: Place) -> tuple[str, ...]:
    """The metadata columns of `articles` that are not of its specification, in the order in which they came."""
    known = read_json(where, FORMAT_FILE)
    if "articles" in known:
        return tuple(known["articles"])
    legacy = read(where, "articles", _LEGACY_SCHEMA)
    if legacy is None:
        return ()
    names = pq.read_schema(io.BytesIO(legacy)).names
    return tuple(name for name in names if name not in tables.TABLES["articles"].columns)


def keep_further_columns(where: Place, columns: Iterable[str]) -> None:
    """Say of which format the store is, and which further columns its articles have."""
    known = {"format": FORMAT, "articles": list(columns)}
    if read_json(where, FORMAT_FILE) != known:
        write_json(where, known, FORMAT_FILE)


def forget_format_1(where: Place) -> None:
    """Remove what only stores of 0.1.0 have; for the holder of the lock, when every batch is of today's format."""
    found = listings(where, folders())
    remove_all(where, [(f, _LEGACY_SCHEMA) for f, names in found.items() if _LEGACY_SCHEMA in names])
    remove(where, "revision.json")
