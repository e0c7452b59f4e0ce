"""What needs all articles of a store: which repeat each other, and who is the same speaker across them."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pandas as pd

from analysis import tables
from analysis.annotate import stages
from analysis.store import Store, batches, parts, place
from analysis.store.parquet import WHOLE, write_table
from analysis.store.place import Place

KNOWN_SPEAKERS = "known-speakers.csv"


def linked(store: Store) -> Store:
    """The store, after what needs all articles is done: duplicates, and speakers across articles."""
    from analysis import speakers

    where = place.of(store.path)
    whole = Store(store.path, store.entries)
    done = {
        "state": batches.state(where),
        "code": stages.digest("speakers/**/*", "corpus/*"),
        "speakers": known_speakers(where, None),
    }
    if place.read_json(where, "linked.json") == done:
        return store
    write_table(where, "duplicates", WHOLE, whole.repeated())
    meta = whole.table("articles", columns=["article_id", "outlet", "published"])
    listed = place.read(where, KNOWN_SPEAKERS)
    known = None if listed is None else pd.read_csv(io.BytesIO(listed), dtype="string[pyarrow]")
    wanted = ["article_id", "quotation", "name", "kind", "gender", "description"]
    mentions = whole.table("mentions", columns=wanted)
    mentions = tables.build("mentions", mentions.assign(evidence=None, confidence=None, speaker_id=None))
    found, linked = speakers.link(mentions, known=known, articles=meta)
    parts.assign_speakers(where, store.entries, linked["speaker_id"])
    write_table(where, "speakers", WHOLE, found)
    place.write_json(where, done, "linked.json")
    return store


def known_speakers(where: Place, path: str | Path | None) -> str:
    """A digest of the list of known speakers: of a file that is given, else of what the store remembers."""
    content = place.read(where, KNOWN_SPEAKERS) if path is None else Path(path).read_bytes()
    return hashlib.sha256(content or b"").hexdigest()[:12]


def keep_speakers(where: Place, path: str | Path) -> None:
    """Remember a list of known speakers; ValueError when it has no column `name`."""
    content = Path(path).read_bytes()
    if "name" not in pd.read_csv(io.BytesIO(content), nrows=0).columns:
        raise ValueError(f"{path}: a list of speakers needs a column `name`")
    place.write(where, content, KNOWN_SPEAKERS)
