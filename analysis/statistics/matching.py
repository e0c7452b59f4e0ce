"""Where the patterns of dictionaries stand in a text, in time that grows with its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.segmentation import Document
from analysis.statistics.dictionaries import INSIDE, Dictionary
from analysis.statistics.terms import spelled, term

LONGEST = 60  # characters of a word whose patterns are remembered


class Word(NamedTuple):
    """A word of a text: its span, its two forms as patterns see it, and whether no mark stands before it."""

    start: int
    end: int
    forms: tuple[str, str]
    joins: bool


class Match(NamedTuple):
    """A place of a category: the numbers of its first word and of the one behind its last, and of the pattern."""

    category: int
    first: int
    end: int
    pattern: int


@dataclass(slots=True)
class Index:
    """The patterns of several dictionaries by their words; made by `index`.

    `categories` are the dictionary and the path of each category, those that others lie in too; `patterns` the text
    of each pattern, `inside` the numbers of the categories it counts for.
    """

    categories: list[tuple[str, str]] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)
    inside: list[tuple[int, ...]] = field(default_factory=list)
    _words: list[tuple[int, ...]] = field(default_factory=list)
    _openings: dict[int, list[int]] = field(default_factory=dict)
    _whole: dict[str, int] = field(default_factory=dict)
    _begun: dict[str, int] = field(default_factory=dict)
    _others: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    _known: dict[tuple[str, str], frozenset[int]] = field(default_factory=dict)

    def of_word(self, forms: tuple[str, str]) -> frozenset[int]:
        """The numbers of the words of patterns that a word of a text is, remembered for the next time."""
        known = self._known.get(forms)
        if known is None:
            known = frozenset(n for form in dict.fromkeys(forms) for n in self._meant(form))
            if len(forms[0]) <= LONGEST:
                self._known[forms] = known
        return known

    def _meant(self, form: str) -> Iterator[int]:
        if form in self._whole:
            yield self._whole[form]
        if self._begun:
            for length in range(min(len(form), LONGEST) + 1):
                if form[:length] in self._begun:
                    yield self._begun[form[:length]]
        for parts, number in self._others:
            if _is(form, parts):
                yield number


def _is(form: str, parts: Sequence[str]) -> bool:
    """Whether a word is a pattern's word, cut at its asterisks: its parts in order, the outer ones at the ends."""
    first, *middle, last = parts
    if len(form) < len(first) + len(last) or not form.startswith(first) or not form.endswith(last):
        return False
    at, end = len(first), len(form) - len(last)
    for part in middle:
        at = form.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def index(dictionaries: Sequence[Dictionary]) -> Index:
    """The patterns of `dictionaries` ready to be looked for."""
    made = Index()
    categories: dict[tuple[str, tuple[str, ...]], int] = {}
    inside: dict[str, dict[int, None]] = {}
    for dictionary in dictionaries:
        for entry in dictionary.entries:
            for depth in range(1, len(entry.category) + 1):
                path = entry.category[:depth]
                number = categories.setdefault((dictionary.name, path), len(categories))
                inside.setdefault(entry.pattern, {})[number] = None
    made.categories = [(name, INSIDE.join(path)) for name, path in categories]
    numbers: dict[str, int] = {}
    for pattern, counted in inside.items():
        words = tuple(_number(made, word, numbers) for word in pattern.split(" "))
        made._openings.setdefault(words[0], []).append(len(made.patterns))
        made._words.append(words)
        made.patterns.append(pattern)
        made.inside.append(tuple(counted))
    return made


def _number(made: Index, word: str, numbers: dict[str, int]) -> int:
    """The number of a pattern's word, told to the index when it is new."""
    if word not in numbers:
        number = numbers[word] = len(numbers)
        if "*" not in word:
            made._whole[word] = number
        elif word.find("*") == len(word) - 1 <= LONGEST:
            made._begun[word[:-1]] = number
        else:
            made._others.append((tuple(word.split("*")), number))
    return numbers[word]


def words_of(document: Document, *, body: int = 0) -> list[Word]:
    """The words of a document from the offset `body` on, in order; marks are none, and part what is round them."""
    found: list[Word] = []
    joins = False
    for start, token in spelled(document):
        counted = term(token)
        if not counted:
            joins = False
        elif start >= body:
            plain = token.lower().replace("’", "'").replace("‘", "'")
            found.append(Word(start, start + len(token), (plain, counted), joins))
            joins = True
    return found


def matches(words: Sequence[Word], made: Index) -> Iterator[Match]:
    """Where each category of an index stands among `words`, from left to right.

    Of the patterns of one category that begin at a word, the longest counts, and none that begins inside it: a
    category counts a word once. Categories count apart. No phrase runs over a mark.
    """
    meant = [made.of_word(word.forms) for word in words]
    reached = [0] * len(made.categories)
    for first, openings in enumerate(meant):
        longest: dict[int, tuple[int, int]] = {}
        for opening in openings:
            for pattern in made._openings.get(opening, ()):
                end = _end(words, meant, first, made._words[pattern])
                for category in made.inside[pattern] if end else ():
                    if first >= reached[category]:
                        longest[category] = max(longest.get(category, (0, 0)), (end, -pattern))
        for category, (end, pattern) in sorted(longest.items()):
            reached[category] = end
            yield Match(category, first, end, -pattern)


def _end(words: Sequence[Word], meant: Sequence[frozenset[int]], first: int, pattern: tuple[int, ...]) -> int:
    """The number of the word behind a pattern that opens at word `first`; 0 where it does not stand there."""
    end = first + len(pattern)
    if end > len(words):
        return 0
    for at in range(first + 1, end):
        if pattern[at - first] not in meant[at] or not words[at].joins:
            return 0
    return end
