"""Whether a store is as it was written: digests of its files, a record of the last run's end, and what to do else.

The parts of the batches carry a digest in their names, entries of the manifest one in themselves. The digests of
all other files, and that of the manifest as a whole, are written when a run ends and taken away when one begins:
while they are there, anything else than what they say is damage; while they are not, the last run did not end.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator

from analysis.store import batches, lock, parquet, parts, place, reviews
from analysis.store.batches import Entry
from analysis.store.place import Place, StoreError

RECORD = "complete.json"
ASIDE = "damaged"  # where hurt files go, so that nothing is lost by repairing
ASKED = "asked"  # records of tables that are made when they are asked for, by readers too


def begin(where: Place) -> None:
    """Say that a run writes; for the holder of the lock."""
    place.remove(where, RECORD)


def end(where: Place, known: Iterable[Entry], *, but: Iterable[str]) -> None:
    """Record how the store is when a run ends; for the holder of the lock.

    `but` are the tables that are made when they are asked for, which have records of their own.
    """
    others = list(_others(where, set(but)))
    contents = place.read_all(where, others)
    files = {"/".join(n): _digest(c or b"") for n, c in zip(others, contents, strict=True)}
    known = tuple(known)
    place.write_json(where, batches.signed({"manifest": batches.state(known), "files": files}), RECORD)
    batches.keep_index(where, known)


def is_complete(where: Place) -> bool:
    """Whether the last run that wrote to the store came to its end."""
    return place.read(where, RECORD) is not None


def check(where: Place, known: Iterable[Entry]) -> None:
    """StoreError, which names the file, when a file other than a part is not as the last run left it."""
    for file, how in _problems(where, known):
        raise batches.damaged(where, file, how)


def check_parts(where: Place, known: Iterable[Entry]) -> None:
    """StoreError, which names the file, when a part is missing or not as it was written; reads all of them."""
    files = iter([part for entry in known for part in entry.parts.items()])
    while some := list(itertools.islice(files, 4 * place.AT_ONCE)):
        for (table, file), content in zip(some, place.read_all(where, some), strict=True):
            parts.intact(where, table, file, content)


def _problems(where: Place, known: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    content = place.read(where, RECORD)
    if content is None:
        return
    record = place.read_json(where, RECORD)
    if not batches.is_signed(record):
        yield RECORD, "is damaged"
        return
    contents = place.read_all(where, [name.split("/") for name in record["files"]])
    for (name, digest), kept in zip(record["files"].items(), contents, strict=True):
        if kept is None:
            yield name, "is missing"
        elif _digest(kept) != digest:
            yield name, "is damaged"
    if record["manifest"] != batches.state(known):
        yield batches.FOLDER, "is not as the last run left it"


def _others(where: Place, but: set[str]) -> Iterator[tuple[str, ...]]:
    """The files of a store that are no parts, no entries and not made when asked for, by names from its root."""
    for name in place.listing(where):
        if not name.startswith(".") and name not in (RECORD, batches.INDEX, lock.FILE, lock.OWNER):
            yield (name,)
    for folder, found in place.listings(where, [f for f in batches.folders() if f not in but]).items():
        for name in found:
            hidden = name.startswith(".") or name == parts.EMPTY
            part = folder != batches.CORPORA and batches.is_part(name)
            if not hidden and not part:
                yield folder, name


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def keep(where: Place, table: str, key: str, content: bytes) -> None:
    """Record what a table that somebody asked for depends on, and its bytes."""
    place.write_json(where, {"key": key, "digest": _digest(content)}, ASKED, f"{table}.json")


def kept(where: Place, table: str) -> dict[str, str]:
    """The record of a table that somebody asked for: `key` and `digest`; empty when there is none."""
    return place.read_json(where, ASKED, f"{table}.json")


def is_as_kept(where: Place, table: str) -> bool:
    """Whether the file of such a table is as it was written; nobody can tell without a record."""
    record = kept(where, table)
    return not record or _digest(place.read(where, table, parquet.WHOLE) or b"") == record.get("digest")


def _asked(where: Place) -> list[str]:
    return [name.removesuffix(".json") for name in place.listing(where, ASKED) if not name.startswith(".")]


# ------------------------------------------------------------------------------------------------------- mending


def verify(where: Place, *, repair: bool = False) -> list[tuple[str, str]]:
    """Every file that is hurt, with what is wrong with it; `repair` takes them out, and all of a hurt batch.

    A hurt file is moved to the folder `damaged` of the store. What was taken out is made again by the next run, but
    for what people corrected, which nothing can make again. Files of samples stay where they are, for the same
    reason. With `repair` only for the holder of the lock.
    """
    hurt: list[tuple[str, str]] = []
    sound: list[Entry] = []
    broken: list[Entry] = []
    for name in place.listing(where, batches.FOLDER):
        if name.startswith("."):
            continue
        try:
            entry = batches.entry(where, name)
        except StoreError:
            hurt.append((f"{batches.FOLDER}/{name}", "is damaged"))
            continue
        wrong = list(_hurt_parts(where, entry))
        hurt += wrong
        (broken if wrong else sound).append(entry)
    hurt += [(f"{t}/{parquet.WHOLE}", "is damaged") for t in _asked(where) if not is_as_kept(where, t)]
    lost = list(reviews.problems(where))
    hurt += [
        p for p in _problems(where, batches.entries_of(sound + broken)) if p[0] != batches.FOLDER or not hurt
    ]
    if repair and hurt:
        place.remove(where, RECORD)
        for file, _ in hurt:
            _put_aside(where, file)
        for entry in broken:
            batches.drop(where, entry)
        for table in _asked(where):
            if not is_as_kept(where, table):
                place.remove(where, ASKED, f"{table}.json")
        batches.sweep(where, sound)
    return hurt + lost


def _hurt_parts(where: Place, entry: Entry) -> Iterator[tuple[str, str]]:
    files = list(entry.parts.items())
    for (table, file), content in zip(files, place.read_all(where, files), strict=True):
        if content is None:
            yield f"{table}/{file}", "is missing"
        elif not batches.is_intact(file, content):
            yield f"{table}/{file}", "is damaged"


def _put_aside(where: Place, file: str) -> None:
    content = place.read(where, *file.split("/")) if file != batches.FOLDER else None
    if content is not None:
        place.write(where, content, ASIDE, file.replace("/", "--"))
        place.remove(where, *file.split("/"))
