"""Which parts of a store count, and how they come to count all at once or not at all.

Each batch of articles has one Parquet part in the folder of each table, written under a hidden name and then
renamed; its manifest entry is written last, and **a batch exists if and only if its entry exists**. What a killed
run left behind is removed by the next one. An article in two entries (its text or a model changed) belongs to the
later; the next step rewrites the earlier parts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.store.place import Place, listing, read, read_json, remove, write, write_json

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


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch: its name, which sorts in the order of writing, what annotated it, and its articles.

    `articles` maps an id to two digests: of what the annotators see, and of the other columns.
    """

    name: str
    models: str
    articles: Mapping[str, tuple[str, str]]
    superseded: frozenset[str] = field(default=frozenset(), compare=False)


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
