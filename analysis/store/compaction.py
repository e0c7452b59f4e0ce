"""Few batches in place of many small ones, so that a corpus that grows by an article a day stays quick to read.

A batch is joined to the one before it while that is no more than twice as large: so an article is written again only
as often as the size of its batch doubles, and batches grow from the newest to the oldest. What some batches became
takes its place behind the last of them, and its entry counts as a later one of the same articles does: from then on
the rows of those before count no more, and a run that is killed in between leaves them to the next one to remove.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import pyarrow as pa

from analysis.store import arrivals, batches, parts
from analysis.store.batches import Entry
from analysis.store.place import Place

LARGEST = 512  # articles of a batch: one that is annotated again is held in memory as a whole
_DIGITS = 1 << 32  # of the digest in a batch's name


def compacted(where: Place, known: Iterable[Entry], *, largest: int = LARGEST) -> tuple[Entry, ...]:
    """The batches after those that are small were joined with their neighbours, rows in the same order as before.

    Only batches of the same stages and columns are joined, and up to `largest` articles. For the holder of the lock,
    and when no batch has superseded articles.
    """
    return tuple(_joined(where, group) if len(group) > 1 else group[0] for group in due(known, largest))


def due(known: Iterable[Entry], largest: int) -> list[list[Entry]]:
    """The batches in order of writing, those together that are to become one."""
    groups: list[list[Entry]] = []
    for entry in known:
        groups.append([entry])
        while len(groups) > 1 and _belong_together(groups[-2], groups[-1], largest):
            last = groups.pop()
            groups[-1] += last
    return groups


def _belong_together(before: Sequence[Entry], group: Sequence[Entry], largest: int) -> bool:
    older, newer = (sum(len(e.articles) for e in some) for some in (before, group))
    alike = _kind(before[-1]) == _kind(group[0])
    return alike and older <= 2 * newer and older + newer <= largest and _number(group[-1]) < _DIGITS - 1


def _kind(entry: Entry) -> tuple[object, ...]:
    return dict(entry.stages), entry.columns, entry.parts.keys()


def _joined(where: Place, group: Sequence[Entry]) -> Entry:
    """One batch of the rows of several, in place of them; each article came in when it did."""
    last = group[-1]
    name = _name(group)
    rows = {table: parts.load_all(where, table, group) for table in last.parts}
    files = parts.write_all(where, name, {table: pa.concat_tables(some) for table, some in rows.items()})
    articles = {article_id: both for entry in group for article_id, both in entry.articles.items()}
    at, came = arrivals.latest(group), arrivals.arrived(group)
    earlier = {article_id: then for article_id, then in came.items() if then != at}
    joined = batches.write_entry(where, Entry(name, last.stages, articles, files, last.columns, at, earlier))
    batches.drop_all(where, group)
    return joined


def _name(group: Sequence[Entry]) -> str:
    """A name that sorts behind that of the last of some batches, and before that of the next one."""
    digest = hashlib.sha256("\n".join(e.name for e in group).encode()).digest()
    first = _number(group[-1]) + 1
    number = first + int.from_bytes(digest[:4], "big") % (_DIGITS - first)
    return f"{group[-1].name.rpartition('-')[0]}-{number:08x}"


def _number(entry: Entry) -> int:
    return int(entry.name.rpartition("-")[2], 16)
