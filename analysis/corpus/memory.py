"""What a reading of a corpus found, file by file and row by row, so that the next one looks at what is new.

A file that is as it was (size, times, number) is not opened. Of one that changed, rows that are as they were are
parsed and no more: their articles are those of then. What an article is called depends on those before it; where that
differs, or the store has something else of it, it is read as if nobody knew it.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import pandas as pd

from analysis import tables
from analysis.corpus import article, dirt, shared_lines
from analysis.corpus.files import Reject, Warned
from analysis.corpus.inspection import Warnings, place
from analysis.corpus.row import Row
from analysis.corpus.shared_lines import SharedLines

Frames = Mapping[str, pd.DataFrame]
Held = Callable[[str], tuple[str, str] | None]
Item = dict[str, Any] | Reject | Warned

_NUMBERED = re.compile(r"([0-9a-f]{16})-\d{1,12}")
# What is said of a file that somebody may read tomorrow, with another package installed.
_NOT_FOR_GOOD = ("unsupported", "unreadable")
_FILE, _ROW = "of", "row"  # numbers


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
        self._before = _Before(before, held)
        self._files: list[list[Any]] = []  # origin, state, place, columns found, rows
        self._rows = _Rows()
        self._rejects: list[tuple[int, int, Reject]] = []  # number of the file, of the row or -1
        self._warned: list[tuple[int, Warned]] = []

    def unchanged(self, origin: str, state: str, seen: dict[str, int]) -> list[Reject | Warned] | None:
        """Begin with a file. What was told of it, where it is as it was and its articles are: it need not be opened.

        `state` "" says that nobody can tell. `seen` counts the ids that were given so far (see `article.records`).
        """
        before = self._before
        at = before.begin(origin)
        self._files.append([origin, state, "", "", 0])
        if at is None or not state or before.states[at] != state:
            return None
        rows = before.rows_of(at)
        trial: dict[str, int] = {}
        if not all(before.is_same(row, seen, trial) for row in rows):
            return None
        seen.update(trial)
        self._files[-1] = [origin, state, before.places[at], before.found[at], len(rows)]
        self._keep(rows)
        number, shift = len(self._files) - 1, len(self._rows.digests) - len(rows) - rows.start
        told = before.rejects.get(at, ())
        self._rejects += [(number, row if row < 0 else row + shift, reject) for row, reject in told]
        self._warned += [(number, warned) for warned in before.warned.get(at, ())]
        return [*(reject for _, reject in told), *before.warned.get(at, ())]

    @property
    def found(self) -> list[str]:
        """The columns that were asked for and that the last file has."""
        return [name for name in self._files[-1][3].split("\x1f") if name]

    @property
    def has_rows(self) -> bool:
        """Whether the last file has any."""
        return bool(self._files[-1][4])

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
        if item.reason in _NOT_FOR_GOOD:
            self.cannot_tell()

    def records(self, row: Row, seen: dict[str, int], read: Callable[[], Iterable[Item]]) -> Iterator[Item]:
        """What becomes of a row, but an article that is known; `read` is asked where the row was not there before."""
        digest = _digest(row)
        self._files[-1][4] += 1
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
        rows, row, line = self._rows, 0, 0
        for _, _, file, _, n in self._files:
            for number in range(row, row + n):
                for kind, example in rows.dirt.get(number, ()):
                    found.count(kind, 1, example, file)
                end = line + rows.n_lines[number]
                keys = rows.lines[line:end]
                lines.count(dict.fromkeys(keys, rows.ids[number]), file)
                line = end
            row += n
        return found.table(lines.found(lambda some: _texts_of(some, texts)))

    def tables(self, held: Held) -> dict[str, pd.DataFrame]:
        """What the next reading takes as `before`; `held` are the digests of each article as it was read now."""
        rows = self._rows
        texts = ["origin", "state", "place", "found"]
        files = pd.DataFrame(self._files, columns=[*texts, "rows"]).astype(dict.fromkeys(texts, tables.TEXT))
        marks = [m or (_mark(held(i)) if i else 0) for i, m in zip(rows.ids, rows.marks, strict=True)]
        rejects = [(file, row, *reject) for file, row, reject in self._rejects]
        columns = {"digest": rows.digests, "length": rows.lengths, "lines": rows.n_lines, "mark": marks}
        return {
            "files": files,
            "rows": pd.DataFrame({**columns, "article_id": pd.Series(rows.ids, dtype=tables.TEXT)}),
            "lines": pd.DataFrame({"line": pd.Series(rows.lines, dtype="uint32")}),
            "dirt": _table([(row, *one) for row, some in rows.dirt.items() for one in some], _ROW, *_DIRT),
            "rejects": _table(rejects, _FILE, _ROW, *Reject._fields),
            "warned": _table([(file, *told) for file, told in self._warned], _FILE, *Warned._fields),
        }


_DIRT = ("kind", "example")


class _Rows:
    """Columns of rows: digest, id of the article or "", its characters, mark, lines, and what is dirty."""

    def __init__(self) -> None:
        self.digests = array("q")
        self.ids: list[str] = []
        self.lengths = array("q")
        self.marks = array("q")
        self.n_lines = array("q")
        self.lines = array("I")
        self.dirt: dict[int, list[tuple[str, str]]] = {}
        self.line_ends: Sequence[int] = ()

    def add(self, digest: int, article_id: str, length: int, mark: int, lines: Iterable[int]) -> None:
        """Add a row."""
        before = len(self.lines)
        self.lines.extend(lines)
        self.digests.append(digest)
        self.ids.append(article_id)
        self.lengths.append(length)
        self.marks.append(mark)
        self.n_lines.append(len(self.lines) - before)

    def become(self, article_id: str, length: int, text: str) -> None:
        """Have the last row be an article."""
        self.ids[-1], self.lengths[-1] = article_id, length
        keys = shared_lines.keys(text)
        self.lines.extend(keys)
        self.n_lines[-1] = len(keys)
        if found := list(dirt.found(text)):
            self.dirt[len(self.ids) - 1] = found

    def extend(self, others: _Rows, rows: range) -> None:
        """Add rows of another reading."""
        shift = len(self.ids) - rows.start
        self.digests += others.digests[rows.start : rows.stop]
        self.ids += others.ids[rows.start : rows.stop]
        self.lengths += others.lengths[rows.start : rows.stop]
        self.marks += others.marks[rows.start : rows.stop]
        self.n_lines += others.n_lines[rows.start : rows.stop]
        self.lines += others.lines[others.first_line(rows.start) : others.first_line(rows.stop)]
        for row in rows if others.dirt else ():
            if row in others.dirt:
                self.dirt[row + shift] = others.dirt[row]

    def first_line(self, row: int) -> int:
        """The number of the first line of a row, of rows that were read back."""
        return self.line_ends[row - 1] if row else 0


class _Before:
    """The tables of another reading, file by file in any order, each once."""

    def __init__(self, before: Frames | None, held: Held) -> None:
        self._held = held
        self.rows = _Rows()
        self.states: list[str] = []
        self.places: list[str] = []
        self.found: list[str] = []
        self.rejects: dict[int, list[tuple[int, Reject]]] = {}
        self.warned: dict[int, list[Warned]] = {}
        self.file = -1
        self._ends: list[int] = []
        self._number: dict[str, int] = {}
        self._by_digest: dict[int, int] | None = None
        if before is not None:
            self._take(before)

    def _take(self, before: Frames) -> None:
        names = ("origin", "state", "place", "found", "rows")
        origins, self.states, self.places, self.found, sizes = tables.values(before["files"], *names)
        self._number = {origin: number for number, origin in reversed(list(enumerate(origins)))}
        self._ends = list(accumulate(sizes))
        rows = before["rows"]
        for name in ("digests", "lengths", "marks", "n_lines"):
            column = "lines" if name == "n_lines" else name[:-1]
            setattr(self.rows, name, array("q", rows[column].to_numpy("int64").tobytes()))
        self.rows.ids = tables.values(rows, "article_id")[0]
        self.rows.lines = array("I", before["lines"]["line"].to_numpy("uint32").tobytes())
        self.rows.line_ends = list(accumulate(self.rows.n_lines))
        for row, *told in zip(*tables.values(before["dirt"], _ROW, *_DIRT), strict=True):
            self.rows.dirt.setdefault(row, []).append((told[0], told[1]))
        for file, row, *told in zip(
            *tables.values(before["rejects"], _FILE, _ROW, *Reject._fields), strict=True
        ):
            self.rejects.setdefault(file, []).append((row, Reject(*told)))
        for file, *told in zip(*tables.values(before["warned"], _FILE, *Warned._fields), strict=True):
            self.warned.setdefault(file, []).append(Warned(*told))

    def begin(self, origin: str) -> int | None:
        """The number of the file of that name, None where there was none."""
        found = self._number.pop(origin, None)
        self.file, self._by_digest = -1 if found is None else found, None
        return found

    def rows_of(self, file: int) -> range:
        """The numbers of the rows of a file."""
        return range(self._ends[file - 1] if file else 0, self._ends[file])

    def same(self, digest: int, seen: dict[str, int]) -> int | None:
        """The row of the file that is as one of now is, and whose article is as the store has it."""
        if self.file < 0:
            return None
        if self._by_digest is None:
            digests = self.rows.digests
            self._by_digest = {digests[row]: row for row in self.rows_of(self.file) if digests[row]}
        row = self._by_digest.get(digest)
        trial: dict[str, int] = {}
        if row is None or not self.is_same(row, seen, trial):
            return None
        seen.update(trial)
        return row

    def is_same(self, row: int, seen: dict[str, int], trial: dict[str, int]) -> bool:
        """Whether a row would become the article that it was, which the store has as it was; fills `trial`."""
        article_id = self.rows.ids[row]
        if not article_id:
            return True
        if (held := self._held(article_id)) is None or _mark(held) != self.rows.marks[row]:
            return False
        numbered = _NUMBERED.fullmatch(article_id)
        if numbered is None:
            given = article_id not in seen and article_id not in trial
            trial[article_id] = 1
            return given
        both = ChainMap(trial, seen)
        return numbered[1] in both and article.identify("", numbered[1], both) == article_id


def _digest(row: Row) -> int:
    written = repr(row).encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.blake2b(written, digest_size=8).digest(), "little", signed=True)


def _mark(held: tuple[str, str] | None) -> int:
    """Both digests of an article as a number of 63 bits; 0 for none."""
    return (int(held[0], 16) ^ int(held[1], 16)) >> 1 if held else 0


def _texts_of(some: Mapping[int, str], texts: Callable[[list[str]], Mapping[str, str]]) -> dict[int, str]:
    """Lines by their keys, each from the article that `some` names."""
    ids = sorted(set(some.values()))
    lines = {i: shared_lines.lines(text) for i, text in (texts(ids) if ids else {}).items()}
    return {key: lines[article_id][key].strip() for key, article_id in some.items()}


def _table(rows: Sequence[Sequence[Any]], *names: str) -> pd.DataFrame:
    types = {name: "int64" if name in (_FILE, _ROW, "n") else tables.TEXT for name in names}
    return pd.DataFrame(rows, columns=list(names)).astype(types)
