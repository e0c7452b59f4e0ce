"""The samples that people code, in a store's folder `reviews`: what is frozen when one is drawn, and what is coded.

`reviews/<sample>/sample.json` says what a sample is and carries the digests of its frozen files; it is written last,
so that a sample is there as a whole or not at all. No run of an annotation touches the folder.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.store import batches, parquet, place
from analysis.store.place import Place, StoreError

FOLDER, ABOUT, CODEBOOK, EVENTS = "reviews", "sample.json", "codebook.md", ".jsonl"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def names(where: Place) -> list[str]:
    """The samples of a store, by name."""
    found = place.folders(where, FOLDER)
    return [f for f in found if NAME.fullmatch(f) and ABOUT in place.listing(where, FOLDER, f)]


def write(where: Place, name: str, about: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> None:
    """Freeze the tables of a sample, then say what it is."""
    digests = {}
    for table, frame in frames.items():
        content = parquet.encoded(pa.Table.from_pandas(frame, preserve_index=False))
        place.write(where, content, FOLDER, name, f"{table}.parquet")
        digests[f"{table}.parquet"] = _digest(content)
    place.write_json(where, batches.signed({**about, "files": digests}), FOLDER, name, ABOUT)


def about(where: Place, name: str) -> dict[str, Any]:
    """What `sample.json` says; StoreError when there is no such sample, or it is not as it was written."""
    if not NAME.fullmatch(name) or place.read(where, FOLDER, name, ABOUT) is None:
        known = ", ".join(names(where)) or f"none; draw one: newsbook review draw {where.name} NAME"
        raise StoreError(f"{where.name}: no sample {name!r}; there are: {known}")
    found = place.read_json(where, FOLDER, name, ABOUT)
    if not batches.is_signed(found):
        raise _hurt(where, name, ABOUT, "is damaged")
    return found


def table(where: Place, name: str, table: str) -> pd.DataFrame:
    """A frozen table of a sample; StoreError when it is not as it was written."""
    file = f"{table}.parquet"
    content = place.read(where, FOLDER, name, file)
    if content is None:
        raise _hurt(where, name, file, "is missing")
    if about(where, name)["files"].get(file) != _digest(content):
        raise _hurt(where, name, file, "is damaged")
    return pq.read_table(io.BytesIO(content)).to_pandas(types_mapper=parquet.STRINGS.get)


def logs(where: Place, name: str) -> list[str]:
    """The files of a sample that hold what was coded, one a coder."""
    return [f for f in place.listing(where, FOLDER, name) if f.endswith(EVENTS) and not f.startswith(".")]


def lines(where: Place, name: str, file: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Number and content of each line of such a file, None for one that is no event; a torn last line is none."""
    content = place.read(where, FOLDER, name, file) or b""
    *whole, _ = content.split(b"\n")
    for number, line in enumerate(whole, 1):
        if line.strip():
            try:
                found = json.loads(line)
            except ValueError:
                found = None
            yield number, found if isinstance(found, dict) else None


def problems(where: Place) -> Iterator[tuple[str, str]]:
    """Files of samples that are not as they were written, with what is wrong; nothing can make them again."""
    for name in names(where):
        folder = f"{FOLDER}/{name}"
        found = place.read_json(where, FOLDER, name, ABOUT)
        if not batches.is_signed(found):
            yield f"{folder}/{ABOUT}", "is damaged"
            continue
        for file, digest in found["files"].items():
            content = place.read(where, FOLDER, name, file)
            if content is None or _digest(content) != digest:
                yield f"{folder}/{file}", "is missing" if content is None else "is damaged"
        for file in logs(where, name):
            for number, event in lines(where, name, file):
                if event is None:
                    yield f"{folder}/{file}", f"has a line that is no event: {number}"


def _hurt(where: Place, name: str, file: str, how: str) -> StoreError:
    return StoreError(
        f"{where.name}: {FOLDER}/{name}/{file} {how}. A sample cannot be made again: put back a copy of the folder."
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
