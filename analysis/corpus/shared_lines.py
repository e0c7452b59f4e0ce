"""Lines that many articles of a corpus share: the furniture of a site, which is no part of any article.

Manku & Motwani (2002), Approximate frequency counts over data streams (lossy counting): memory does not grow with
the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

FEWEST = 5  # articles that share a line
LONGEST = 120  # characters of a line
MOST = 200_000  # lines that are remembered
LISTED = 20


class Line(NamedTuple):
    """A line, how many articles have it, and the file of the first of them that were counted."""

    text: str
    n: int
    file: str


class SharedLines:
    """Counts in how many articles each line is. An article most of whose lines were met before is a copy: no witness.

    Once more than `MOST` lines are known, those that were met once are forgotten.
    """

    def __init__(self) -> None:
        """No line was met yet."""
        self._counts: dict[int, int] = {}
        self._examples: dict[int, tuple[str, str]] = {}

    def add(self, text: str, file: str) -> None:
        """Count the lines of one article."""
        lines = {hash(line): line for line in text.split("\n") if line and not line.isspace()}
        counts = self._counts
        met = [key for key in lines if key in counts]
        if 2 * len(met) > len(lines):
            return
        for key in lines:
            counts[key] = counts.get(key, 0) + 1
        for key in met:
            if key not in self._examples and len(lines[key]) <= LONGEST:
                self._examples[key] = (lines[key].strip(), file)
        if len(counts) > MOST:
            self._counts = {key: n for key, n in counts.items() if n > 1}
            self._examples = {k: v for k, v in self._examples.items() if k in self._counts}

    def found(self) -> Iterator[Line]:
        """The lines that `FEWEST` articles or more share, the commonest first, at most `LISTED` of them."""
        shared = [
            Line(line, self._counts[key], file)
            for key, (line, file) in self._examples.items()
            if self._counts[key] >= FEWEST and any(map(str.isalpha, line))
        ]
        yield from sorted(shared, key=lambda line: (-line.n, line.text))[:LISTED]
