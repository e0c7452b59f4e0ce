"""Lines that many articles of a corpus share: the furniture of a site, which is no part of any article.

Manku & Motwani (2002), Approximate frequency counts over data streams (lossy counting): memory does not grow with
the corpus.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

FEWEST = 5  # articles that share a line
LONGEST = 120  # characters of a line
MOST = 200_000  # lines that are remembered
LISTED = 20


def lines(text: str) -> dict[int, str]:
    """The lines of a text that are not blank, by their keys."""
    return {_key(line): line for line in text.split("\n") if line and not line.isspace()}


def keys(text: str) -> tuple[int, ...]:
    """The keys of the lines of a text: the same on every machine, odd for one of more than `LONGEST` characters."""
    return tuple(lines(text))


def _key(line: str) -> int:
    digest = hashlib.blake2b(line.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little") & ~1 | (len(line) > LONGEST)


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
        self.count({key: line.strip() for key, line in lines(text).items()}, file)

    def count(self, lines: Mapping[int, str], file: str) -> None:
        """Count the lines of one article, by their keys; `found` is given what stands there with each."""
        counts = self._counts
        met = [key for key in lines if key in counts]
        if 2 * len(met) > len(lines):
            return
        for key in lines:
            counts[key] = counts.get(key, 0) + 1
        for key in met:
            if key not in self._examples and not key & 1:
                self._examples[key] = (lines[key], file)
        if len(counts) > MOST:
            self._counts = {key: n for key, n in counts.items() if n > 1}
            self._examples = {k: v for k, v in self._examples.items() if k in self._counts}

    def found(self, texts: Callable[[Mapping[int, str]], Mapping[int, str]] = dict) -> Iterator[Line]:
        """The lines that `FEWEST` articles or more share, the commonest first, at most `LISTED` of them.

        `texts` makes lines of what was given to `count`, both by their keys.
        """
        often = {key: told for key, (told, _) in self._examples.items() if self._counts[key] >= FEWEST}
        shared = [
            Line(line, self._counts[key], self._examples[key][1])
            for key, line in texts(often).items()
            if any(map(str.isalpha, line))
        ]
        yield from sorted(shared, key=lambda line: (-line.n, line.text))[:LISTED]
