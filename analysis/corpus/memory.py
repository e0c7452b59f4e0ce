"""What a reading of a corpus found, file by file and row by row, so that the next one looks at what is new.

A file that is as it was (size, times, number) is not opened. Of one that changed, rows that are as they were are
parsed and no more: their articles are those of then. What an article is called depends on those before it; where that
differs, or the store has something else of it, it is read as if nobody knew it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import pandas as pd

from analysis import tables
from analysis.corpus import shared_lines
from analysis.corpus.files import Reject, Warned
from analysis.corpus.inspection import Warnings, place
from analysis.corpus.remembered import DIRT, FILE, ROW, Before, Frames, Held, Rows, mark_of
from analysis.corpus.row import Row
from analysis.corpus.shared_lines import SharedLines

Item = dict[str, Any] | Reject | Warned

# What is said of a file that somebody may read tomorrow, with another package installed.
_NOT_FOR_GOOD = ("unsupported", "unreadable")


def state_of(*said: object) -> str:
    """A digest of what says of a file that its rows are as they were."""
    return hashlib.blake2b(repr(said).encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()


class Memory:
    """What this reading finds, and what the one `before` found: tables of `tables`, None for nothing.

    `held` gives the digests that a store has of an article, by its id (see `annotate.intake.digests`), or None.
    """

    def __init__(self, before: Frames | None = None, held: Held = lambda article_id: None) -> None:
        """Nothing is read yet."""
        self.article_ids: list[str] = []
        self._before = Before(before, held)
        self._files: list[list[Any]] = []  # origin, state, place, columns found, beginning, rows
        self._grows = False
        self._rows = Rows()
        self._rejects: list[tuple[int, int, Reject]] = []  # number of the file, of the row or -1
        self._warned: list[tuple[int, Warned]] = []

    def unchanged(self, origin: str, state: str, seen: dict[str, int]) -> list[Reject | Warned] | None:
        """Begin with a file. What was told of it, where it is as it was and its articles are: it need not be opened.

        `state` "" says that nobody can tell. `seen` counts the ids that were given so far (see `article.records`).
        """
        before = self._before
        at = before.begin(origin)
        self._files.append([origin, state, "", "", "", 0])
        self._grows = True
        if at is None or not state or before.states[at] != state:
            return None
        return self._as_they_were(at, seen, before.beginnings[at])

    def _as_they_were(self, at: int, seen: dict[str, int], beginning: str) -> list[Reject | Warned] | None:
        """Take over all rows of a file, by its number before; what was told of it, None where they are others now."""
        before = self._before
        rows = before.rows_of(at)
        trial: dict[str, int] = {}
        if not all(before.is_same(row, seen, trial) for row in rows):
            return None
        seen.update(trial)
        self._files[-1][2:] = [before.places[at], before.found[at], beginning, len(rows)]
        self._keep(rows)
        number, shift = len(self._files) - 1, len(self._rows.digests) - len(rows) - rows.start
        told = before.rejects.get(at, ())
        self._rejects += [(number, row if row < 0 else row + shift, reject) for row, reject in told]
        self._warned += [(number, warned) for warned in before.warned.get(at, ())]
        return [*(reject for _, reject in told), *before.warned.get(at, ())]

    @property
    def beginning(self) -> str:
        """How the file that was begun with was when it was read before, where it may have grown; "" else."""
        before = self._before
        return before.beginnings[before.file] if before.file >= 0 and before.states[before.file] else ""

    def continues(self, seen: dict[str, int]) -> list[Reject | Warned] | None:
        """As `unchanged`, of a file that still begins with all that it was: what is behind that is to be read."""
        return self._as_they_were(self._before.file, seen, "")

    def begins(self, beginning: str) -> None:
        """Note how the file is that was read now, unless something said that its lines depend on each other."""
        self._files[-1][4] = beginning if self._grows else ""

    def cannot_grow(self) -> None:
        """Note that how a line of the file is read depends on others."""
        self._grows = False

    @property
    def found(self) -> list[str]:
        """The columns that were asked for and that the last file has."""
        return [name for name in self._files[-1][3].split("\x1f") if name]

    @property
    def has_rows(self) -> bool:
        """Whether the last file has any."""
        return bool(self._files[-1][5])

    def finds(self, columns: Iterable[str], *, alone: bool) -> None:
        """Note the columns that were asked for and that a table has; `alone`: its rows depend on no other file."""
        self._files[-1][3] = "\x1f".join(sorted({*self.found, *columns}))
        if not alone:
            self.cannot_tell()

    def cannot_tell(self) -> None:
        """Note that what becomes of a file depends on others: the next reading opens it."""
        self._files[-1][1] = ""

    def told(self, item: Reject | Warned) -> None:
        """Note what a reader says of a file, and of no row that became an article."""
        if isinstance(item, Warned):
            self._warned.append((len(self._files) - 1, item))
            return
        self._rejects.append((len(self._files) - 1, -1, item))
        if place(item.origin)[1] is None:
            self.cannot_grow()
        if item.reason in _NOT_FOR_GOOD:
            self.cannot_tell()

    def records(self, row: Row, seen: dict[str, int], read: Callable[[], Iterable[Item]]) -> Iterator[Item]:
        """What becomes of a row, but an article that is known; `read` is asked where the row was not there before."""
        digest = _digest(row)
        self._files[-1][5] += 1
        number, file = len(self._rows.digests), len(self._files) - 1
        at = self._before.same(digest, seen)
        if at is not None:
            self._keep(range(at, at + 1))
            self._files[-1][2] = self._before.places[self._before.file]
            rejects = [reject for row, reject in self._before.rejects.get(self._before.file, ()) if row == at]
            self._rejects += [(file, number, reject) for reject in rejects]
            yield from rejects
            return
        self._rows.add(digest, "", 0, 0, ())
        for item in read():
            if isinstance(item, Reject):
                self._rejects.append((file, number, item))
                if item.reason == "duplicate id":
                    self._forget()
            elif isinstance(item, dict):
                self._note(item)
            yield item

    def _forget(self) -> None:
        """Have the next reading look at this row: what it is called depends on another one."""
        self._rows.digests[-1] = 0
        self.cannot_tell()

    def _note(self, found: Mapping[str, Any]) -> None:
        """Note the article that the last row became."""
        self.article_ids.append(found["article_id"])
        self._files[-1][2] = place(found["origin"])[0]
        self._rows.become(found["article_id"], found["n_characters"], found["text"])

    def _keep(self, rows: range) -> None:
        self._rows.extend(self._before.rows, rows)
        self.article_ids += [i for i in self._before.rows.ids[rows.start : rows.stop] if i]

    def lengths(self) -> dict[str, int]:
        """The characters of each article."""
        return {i: n for i, n in zip(self._rows.ids, self._rows.lengths, strict=True) if i}

    def warnings(self, texts: Callable[[list[str]], Mapping[str, str]]) -> pd.DataFrame:
        """The table `warnings` of what was read; `texts` gives those of articles, by their ids."""
        found, lines = Warnings(), SharedLines()
        for _, warned in self._warned:
            found.count(warned.kind, warned.n, warned.example, place(warned.file)[0])
        rows, ends = self._rows, list(accumulate(n for *_, n in self._files))
        for number in sorted(rows.dirt):
            for kind, example in rows.dirt[number]:
                found.count(kind, 1, example, self._files[bisect_right(ends, number)][2])
        for number, keys in rows.with_shared_lines():
            file = self._files[bisect_right(ends, number)][2]
            lines.count(dict.fromkeys(keys, rows.ids[number]), file)
        return found.table(lines.found(lambda some: _texts_of(some, texts)))

    def tables(self, held: Held) -> dict[str, pd.DataFrame]:
        """What the next reading takes as `before`; `held` are the digests of each article as it was read now."""
        rows = self._rows
        texts = ["origin", "state", "place", "found", "beginning"]
        files = pd.DataFrame(self._files, columns=[*texts, "rows"]).astype(dict.fromkeys(texts, tables.TEXT))
        marks = [m or (mark_of(held(i)) if i else 0) for i, m in zip(rows.ids, rows.marks, strict=True)]
        rejects = [(file, row, *reject) for file, row, reject in self._rejects]
        columns = {"digest": rows.digests, "length": rows.lengths, "lines": rows.n_lines, "mark": marks}
        return {
            "files": files,
            "rows": pd.DataFrame({**columns, "article_id": pd.Series(rows.ids, dtype=tables.TEXT)}),
            "lines": pd.DataFrame({"line": pd.Series(rows.lines, dtype="uint64")}),
            "dirt": _table([(row, *one) for row, some in rows.dirt.items() for one in some], ROW, *DIRT),
            "rejects": _table(rejects, FILE, ROW, *Reject._fields),
            "warned": _table([(file, *told) for file, told in self._warned], FILE, *Warned._fields),
        }


def _digest(row: Row) -> int:
    written = repr(row).encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.blake2b(written, digest_size=8).digest(), "little", signed=True)


def _texts_of(some: Mapping[int, str], texts: Callable[[list[str]], Mapping[str, str]]) -> dict[int, str]:
    """Lines by their keys, each from the article that `some` names."""
    ids = sorted(set(some.values()))
    lines = {i: shared_lines.lines(text) for i, text in (texts(ids) if ids else {}).items()}
    return {key: lines[article_id][key].strip() for key, article_id in some.items()}


def _table(rows: Sequence[Sequence[Any]], *names: str) -> pd.DataFrame:
    types = {name: "int64" if name in (FILE, ROW, "n") else tables.TEXT for name in names}
    return pd.DataFrame(rows, columns=list(names)).astype(types)
