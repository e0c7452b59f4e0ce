"""The files of a store: which parts count, and how they come to count all at once or not at all.

A store is a folder, or a URL that fsspec opens. Each batch of articles has one Parquet part in the folder of
each table, written under a hidden name and then renamed; its manifest entry is written last, and **a batch
exists if and only if its entry exists**. What a killed run left behind is removed by the next one. An article
in two entries (its text or a model changed) belongs to the later; the next step rewrites the earlier parts.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pyarrow import ArrowInvalid
from pyarrow import fs as storage

FOLDER = "manifest"
INCOMING = "incoming"  # articles read, and not annotated yet
REVISION = "revision.json"  # counts changes that make no new batch
CORPORA = "corpora"  # which articles each corpus holds
BATCH_TABLES = (
    "sentences",
    "quotations",
    "spans",
    "mentions",
    "sentiment",
    "term_counts",
    "rejects",
    "signatures",
)


class StoreError(Exception):
    """A store that cannot be used now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is: a file system and the folder in it."""

    files: storage.FileSystem
    root: str

    def path(self, *names: str) -> str:
        """The path of something in the store."""
        return "/".join((self.root, *names))


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch: its name, which sorts in the order of writing, what annotated it, and its articles.

    `articles` maps an id to two digests: of what the annotators see, and of the other columns.
    """

    name: str
    models: str
    articles: Mapping[str, tuple[str, str]]
    superseded: frozenset[str] = field(default=frozenset(), compare=False)


def place(store: str | Path) -> Place:
    """The file system and the folder of a path or URL; ValueError when nothing here opens such a URL."""
    name = str(store)
    if "://" not in name:
        return Place(storage.LocalFileSystem(), str(Path(name).expanduser().absolute()))
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ValueError(f"{name}: URLs need the extra: pip install 'newsbook[scale]'") from error
    opened, root = url_to_fs(name)
    return Place(storage.PyFileSystem(storage.FSSpecHandler(opened)), root.rstrip("/"))


def is_local(where: Place) -> bool:
    """Whether the store is a folder of this machine's file system."""
    return isinstance(where.files, storage.LocalFileSystem)


def listing(where: Place, folder: str) -> list[str]:
    """Names of the files in a folder of the store, sorted; none when it does not exist."""
    selector = storage.FileSelector(where.path(folder), allow_not_found=True)
    found = where.files.get_file_info(selector)
    return sorted(f.base_name for f in found if f.type == storage.FileType.File)


def write(where: Place, content: bytes, *names: str) -> None:
    """Write a file whole or not at all."""
    *folders, name = names
    where.files.create_dir(where.path(*folders), recursive=True)
    hidden = where.path(*folders, f".{name}.{os.getpid()}")
    with where.files.open_output_stream(hidden) as stream:
        stream.write(content)
    where.files.move(hidden, where.path(*names))


def read(where: Place, *names: str) -> bytes | None:
    """The content of a file, or None when there is none."""
    try:
        with where.files.open_input_file(where.path(*names)) as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def remove(where: Place, *names: str) -> None:
    """Delete a file; nothing happens when it is gone already."""
    with contextlib.suppress(FileNotFoundError):
        where.files.delete_file(where.path(*names))


def entries(where: Place) -> tuple[Entry, ...]:
    """The batches in order of writing, each with those of its articles that a later one superseded."""
    found: list[Entry] = []
    seen: set[str] = set()
    for name in reversed(listing(where, FOLDER)):
        content = read(where, FOLDER, name) if name.endswith(".json") and not name.startswith(".") else None
        if content is None:
            continue
        entry = _entry(json.loads(content))
        found.append(replace(entry, superseded=frozenset(entry.articles.keys() & seen)))
        seen.update(entry.articles)
    return tuple(reversed(found))


def _entry(known: Mapping[str, Any]) -> Entry:
    articles = {k: (v[0], v[1]) for k, v in known["articles"].items()}
    return Entry(known["name"], known["models"], articles)


def write_entry(where: Place, entry: Entry) -> None:
    """Make a batch count."""
    known = {
        "name": entry.name,
        "models": entry.models,
        "articles": {k: list(v) for k, v in entry.articles.items()},
    }
    write(where, json.dumps(known, ensure_ascii=False).encode(), FOLDER, entry.name + ".json")


def state(where: Place) -> str:
    """A digest of which batches count; equal when nothing was added or taken away."""
    names = [n for n in listing(where, FOLDER) if n.endswith(".json")]
    digest = hashlib.sha256("\n".join(names).encode() + (read(where, REVISION) or b""))
    return digest.hexdigest()[:16]


def revise(where: Place) -> None:
    """Say that something changed without a new batch."""
    revision = read_json(where, REVISION).get("revision", 0)
    write_json(where, {"revision": revision + 1}, REVISION)


def batch_name(sequence: int, articles: Iterable[str]) -> str:
    """A name that sorts by `sequence` and differs between batches of different articles."""
    digest = hashlib.sha256("\n".join(articles).encode()).hexdigest()[:8]
    return f"part-{sequence:010d}-{digest}"


def next_sequence(known: Iterable[Entry]) -> int:
    """A number greater than that of every batch."""
    return max((int(e.name.split("-")[1]) for e in known), default=0) + 1


def commit(where: Place, entry: Entry, *, attempt: str) -> None:
    """Give the hidden parts of an attempt their names, then make the batch count."""
    for table in BATCH_TABLES:
        where.files.move(where.path(table, f".{entry.name}.{attempt}"), where.path(table, part(entry)))
    where.files.create_dir(where.path("articles"), recursive=True)
    where.files.move(where.path(INCOMING, part(entry)), where.path("articles", part(entry)))
    write_entry(where, entry)


def part(entry: Entry) -> str:
    """The name of a batch's file in each table's folder."""
    return entry.name + ".parquet"


def drop(where: Place, entry: Entry) -> None:
    """Remove a batch: first its entry, so that it never counts by half."""
    remove(where, FOLDER, entry.name + ".json")
    for table in ("articles", *BATCH_TABLES):
        remove(where, table, part(entry))


def sweep(where: Place, known: Iterable[Entry]) -> int:
    """Remove what killed runs left: parts without an entry, hidden files, articles read for nothing.

    Returns how many files went. Only for the holder of the lock.
    """
    counted = {part(e) for e in known}
    gone = 0
    for folder in ("articles", *BATCH_TABLES, INCOMING, FOLDER, CORPORA):
        for name in listing(where, folder):
            orphan = name.startswith("part-") and folder != FOLDER and name not in counted
            if name.startswith(".") or orphan:
                remove(where, folder, name)
                gone += 1
    return gone


@contextlib.contextmanager
def lock(where: Place) -> Iterator[None]:
    """Hold the store for writing; StoreError, at once, when another run holds it.

    On a local store the operating system lets go of a dead process's lock. Elsewhere the lock is a file that
    names its owner, and has to be removed by hand after a crash.
    """
    with _local_lock(where) if is_local(where) else _remote_lock(where):
        yield


@contextlib.contextmanager
def _local_lock(where: Place) -> Iterator[None]:
    import filelock

    where.files.create_dir(where.root, recursive=True)
    held = filelock.FileLock(where.path("lock"), timeout=0)
    try:
        held.acquire()
    except filelock.Timeout as error:
        owner = (read(where, "owner") or b"another process").decode()
        raise StoreError(
            f"{where.root}: {owner} is annotating this store. Wait until it is done, or use another store."
        ) from error
    try:
        write(where, _owner().encode(), "owner")
        yield
    finally:
        remove(where, "owner")
        held.release()


@contextlib.contextmanager
def _remote_lock(where: Place) -> Iterator[None]:
    owner = read(where, "owner")
    if owner is not None:
        raise StoreError(
            f"{where.root}: {owner.decode()} is annotating this store. "
            f"If that run is dead, remove the file {where.path('owner')} and start again."
        )
    write(where, _owner().encode(), "owner")
    try:
        yield
    finally:
        remove(where, "owner")


def _owner() -> str:
    return f"process {os.getpid()} on {socket.gethostname()}"


def read_json(where: Place, *names: str) -> dict[str, Any]:
    """A JSON object of the store; empty when it is missing or broken (it is then made anew)."""
    try:
        found = json.loads(read(where, *names) or b"{}")
    except (ValueError, ArrowInvalid):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(where: Place, content: Mapping[str, Any], *names: str) -> None:
    """Write a JSON object, whole or not at all."""
    write(where, json.dumps(content, ensure_ascii=False, indent=1).encode(), *names)
