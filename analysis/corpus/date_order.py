"""Day or month first: decided for a whole column by those of its dates that leave no choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.corpus import dates, formats
from analysis.corpus.files import File
from analysis.corpus.row import Row


class Orders:
    """The order of each column of dates of a corpus, found when a date first needs it; `given` is that of all."""

    def __init__(self, given: str | None) -> None:
        """ValueError for what is none of `dates.ORDERS`."""
        if given is not None and given not in dates.ORDERS:
            raise ValueError(f"dates {given!r}: expected {', '.join(dates.ORDERS)}")
        self.given = given
        self._known: dict[Any, str | None] = {}

    def of(self, column: Any, values: Callable[[], Iterable[Any]]) -> str | None:
        """The order of a column, whatever names it; `values` gives its dates, and is called once at most."""
        if self.given:
            return self.given
        if column not in self._known:
            self._known[column] = dates.proven(values())
        return self._known[column]

    def settled(
        self, row: dict[str, Any], column: Any, values: Callable[[], Iterable[Any]]
    ) -> dict[str, Any]:
        """`row` with its date read, when its numbers could be read in several ways and the order is known."""
        written = row.get("published")
        if not isinstance(written, str) or not (self.given == "ymd" or dates.is_open(written)):
            return row
        order = self.of(column, values)
        try:
            return row if order is None else row | {"published": dates.parse(written, order=order)}
        except ValueError:
            return row


def column(file: File, table: int, name: str, columns: Mapping[str, str]) -> Iterator[Any]:
    """The values of a column of a file, read again: of its table with that number, from 0."""
    if (quickly := formats.column(file, name)) is not None:
        yield from quickly
        return
    for rows in islice(formats.tables(file, columns), table, table + 1):
        for row in rows:
            if isinstance(row, Row):
                yield row.values.get(name)


def beside(file: File) -> Iterator[File]:
    """The files of one kind in the folder of `file`, itself too: where each holds one article they are one column."""
    for path in sorted(file.path.parent.glob(f"*{file.path.suffix}")) if file.path else ():
        yield File(file.folder, path.name, path.stat().st_size, _opener(path), path)


def _opener(path: Path) -> Callable[[], Any]:
    return lambda: path.open("rb")
