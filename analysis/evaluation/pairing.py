"""Which predicted attribution means the same as which gold one: words of spans, and pairs by overlap.

White space and quotation marks at both ends of a span and punctuation at its right end do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from analysis.quotation import Attribution
from analysis.segmentation import Document, Span

KINDS = ("wholly_quoted", "mixed", "indirect")

_LEFT = "\"'“”‘’‚„«»`´"
_RIGHT = _LEFT + ".,;:!?…-–—"
_SPACE = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
# Part of the measure: another list would change every published score.
_STOP_WORDS = """
a an the of in on at to for from by with and or as but his her its their our my your this that these those some many
other one who which is are was were be been has have had not
"""
_STOP = frozenset(_STOP_WORDS.split())
_QUOTED = re.compile(r"“[^“”\"]*[”\"]|\"[^\"“”]*[\"”]")
_PAIR = re.compile(r"“[^”]{0,500}”|\"[^\"]*\"", re.DOTALL)


class Scored(NamedTuple):
    """One attribution as it is scored: its content words, its source words, and whether it has double marks."""

    content: frozenset[int]
    source: frozenset[int]
    marked: bool


class Pair(NamedTuple):
    """A gold and a predicted attribution that mean the same, and whether the source is right too."""

    gold: int
    predicted: int
    right: bool


@dataclass(frozen=True)
class Article:
    """A gold article with its words, so that spans become sets of word numbers."""

    text: str

    @cached_property
    def words(self) -> list[Span]:
        """Runs of characters other than white space that hold a letter or digit."""
        return [m.span() for m in re.finditer(r"\S+", self.text) if any(map(str.isalnum, m.group()))]

    @cached_property
    def starts(self) -> list[int]:
        """Where the words start."""
        return [start for start, _ in self.words]

    @cached_property
    def marked(self) -> str:
        """The text with two single marks in a row as one double mark, offsets kept."""
        return self.text.replace("''", '" ').replace("``", '" ')

    @cached_property
    def quoted(self) -> frozenset[int]:
        """Words between double marks."""
        return frozenset(w for m in _QUOTED.finditer(self.marked) for w in self.touched(*m.span()))

    def touched(self, start: int, end: int) -> range:
        """The words that `[start, end)` touches."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.words[first][1] <= start:
            first += 1
        last = bisect_right(self.starts, end - 1)
        return range(first, max(first, last))

    def spans(self, spans: Iterable[Sequence[int]]) -> frozenset[Span]:
        """The distinct spans, stripped; those that nothing is left of are gone."""
        return frozenset(s for span in spans if (s := self._stripped(*span)))

    def _stripped(self, start: int, end: int) -> Span | None:
        piece = self.text[start:end]
        kept = piece.lstrip(_LEFT + _SPACE)
        start += len(piece) - len(kept)
        end = start + len(kept.rstrip(_RIGHT + _SPACE))
        return (start, end) if end > start else None

    def covered(self, spans: Iterable[Sequence[int]]) -> frozenset[int]:
        """The words that any of the spans touches."""
        return frozenset(w for span in self.spans(spans) for w in self.touched(*span))

    def has_marks(self, spans: Iterable[Sequence[int]]) -> bool:
        """Whether there is a pair of double marks in the spans or just outside them."""
        pieces = [self.marked[max(0, start - 2) : end + 2] for start, end in spans]
        return any(_PAIR.search(piece) for piece in [*pieces, " ".join(pieces)])

    def kind(self, content: frozenset[int]) -> str:
        """How much of a content is between double marks: wholly_quoted (at least 90 %), mixed or indirect."""
        share = len(content & self.quoted) / len(content)
        return KINDS[0] if share >= 0.9 else KINDS[1] if share else KINDS[2]

    def significant(self, words: frozenset[int]) -> frozenset[int]:
        """The words that are no stop words, or all when every one is."""
        spoken = {w: re.sub(r"\W", "", self.text[slice(*self.words[w])]).lower() for w in words}
        return frozenset(w for w, spelled in spoken.items() if spelled not in _STOP) or words

    def scored(self, rows: Sequence[dict[str, Any]]) -> tuple[list[int], list[Scored]]:
        """The attributions that have content, and their positions in `rows`."""
        found = [
            Scored(self.covered(r.get("content") or []), self.covered(r.get("source") or []), marked)
            for r in rows
            for marked in (self.has_marks(r.get("content") or []),)
        ]
        kept = [i for i, s in enumerate(found) if s.content]
        return kept, [found[i] for i in kept]

    def pairs(self, gold: Sequence[Scored], predicted: Sequence[Scored]) -> list[Pair]:
        """One-to-one pairs, the greatest overlap of content words first, the earlier of equal ones first."""
        overlaps = sorted(
            (-len(g.content & p.content) / len(g.content | p.content), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
            if not g.content.isdisjoint(p.content)
        )
        used_gold: set[int] = set()
        used_predicted: set[int] = set()
        found = []
        for overlap, i, j in overlaps:
            if -overlap >= 0.5 and i not in used_gold and j not in used_predicted:
                used_gold.add(i)
                used_predicted.add(j)
                found.append(Pair(i, j, self._same_source(gold[i].source, predicted[j].source)))
        return found

    def _same_source(self, gold: frozenset[int], predicted: frozenset[int]) -> bool:
        if not gold or not predicted:
            return gold == predicted
        return not self.significant(gold).isdisjoint(self.significant(predicted))


def layout(document: Document, attribution: Attribution) -> str:
    """How a content lies on the page: over paragraphs, in pieces, without a cue, or in one piece with one."""
    content = attribution.content
    starts = [start for start, _ in document.paragraphs]
    paragraphs = {bisect_right(starts, place) for start, end in content for place in (start, end - 1)}
    if len(paragraphs) > 1:
        return "over paragraphs"
    if not attribution.cue:
        return "without a cue"
    return "in pieces" if len(content) > 1 else "in one piece"
