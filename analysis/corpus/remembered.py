"""What a reading of a corpus found, in columns: rows in the order of their files, and the files; see `memory`."""

from __future__ import annotations

import re
from array import array
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

import numpy as np
import pandas as pd

from analysis import tables
from analysis.corpus import article, dirt, shared_lines
from analysis.corpus.files import Reject, Warned

Frames = Mapping[str, pd.DataFrame]
Held = Callable[[str], tuple[str, str] | None]

DIRT = ("kind", "example")
FILE, ROW = "of", "row"  # numbers
_NUMBERED = re.compile(r"([0-9a-f]{16})-\d{1,12}")


class Rows:
    """Columns of rows: digest, id of the article or "", its characters, mark, lines, and what is dirty."""

    def __init__(self) -> None:
        """There are none yet."""
        self.digests = array("q")
        self.ids: list[str] = []
        self.lengths = array("q")
        self.marks = array("q")
        self.n_lines = array("q")
        self.lines = array("Q")
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

    def extend(self, others: Rows, rows: range) -> None:
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

    def with_shared_lines(self) -> Iterator[tuple[int, list[int]]]:
        """The rows with a line that another one has too, each with the keys of all its lines.

        All others are nothing to `SharedLines`, and most of a corpus.
        """
        keys = np.frombuffer(self.lines, np.uint64)
        n_lines = np.frombuffer(self.n_lines, np.int64)
        _, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
        row = np.repeat(np.arange(len(n_lines)), n_lines)
        ends = np.cumsum(n_lines)
        for number in np.unique(row[counts[place] > 1]).tolist():
            yield number, keys[ends[number] - n_lines[number] : ends[number]].tolist()

    def first_line(self, row: int) -> int:
        """The number of the first line of a row, of rows that were read back."""
        return self.line_ends[row - 1] if row else 0


class Before:
    """The tables of another reading, file by file in any order, each once."""

    def __init__(self, before: Frames | None, held: Held) -> None:
        """Those of `before`, or none."""
        self._held = held
        self.rows = Rows()
        self.states: list[str] = []
        self.places: list[str] = []
        self.found: list[str] = []
        self.beginnings: list[str] = []
        self.rejects: dict[int, list[tuple[int, Reject]]] = {}
        self.warned: dict[int, list[Warned]] = {}
        self.file = -1
        self._ends: list[int] = []
        self._number: dict[str, int] = {}
        self._by_digest: dict[int, int] | None = None
        if before is not None:
            self._take(before)

    def _take(self, before: Frames) -> None:
        names = ("origin", "state", "place", "found", "beginning", "rows")
        of_files = tables.values(before["files"], *names)
        origins, self.states, self.places, self.found, self.beginnings, sizes = of_files
        self._number = {origin: number for number, origin in reversed(list(enumerate(origins)))}
        self._ends = list(accumulate(sizes))
        rows = before["rows"]
        for name in ("digests", "lengths", "marks", "n_lines"):
            column = "lines" if name == "n_lines" else name[:-1]
            setattr(self.rows, name, array("q", rows[column].to_numpy("int64").tobytes()))
        self.rows.ids = tables.values(rows, "article_id")[0]
        self.rows.lines = array("Q", before["lines"]["line"].to_numpy("uint64").tobytes())
        self.rows.line_ends = list(accumulate(self.rows.n_lines))
        for row, *told in zip(*tables.values(before["dirt"], ROW, *DIRT), strict=True):
            self.rows.dirt.setdefault(row, []).append((told[0], told[1]))
        for file, row, *told in zip(
            *tables.values(before["rejects"], FILE, ROW, *Reject._fields), strict=True
        ):
            self.rejects.setdefault(file, []).append((row, Reject(*told)))
        for file, *told in zip(*tables.values(before["warned"], FILE, *Warned._fields), strict=True):
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
        if (held := self._held(article_id)) is None or mark_of(held) != self.rows.marks[row]:
            return False
        numbered = _NUMBERED.fullmatch(article_id)
        if numbered is None:
            given = article_id not in seen and article_id not in trial
            trial[article_id] = 1
            return given
        both = ChainMap(trial, seen)
        return numbered[1] in both and article.identify("", numbered[1], both) == article_id


def mark_of(held: tuple[str, str] | None) -> int:
    """Both digests of an article as a number of 63 bits; 0 for none."""
    return (int(held[0], 16) ^ int(held[1], 16)) >> 1 if held else 0
