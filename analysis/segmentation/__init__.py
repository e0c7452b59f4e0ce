"""Paragraphs, sentences, tokens and quoted spans of a text, all as character offsets.

Nothing here edits a text: every span is half-open and points into the text as it was read, so that
`text[start:end]` is the span.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import pandas as pd

from analysis import tables
from analysis.segmentation import quotation_marks
from analysis.segmentation.quotation_marks import Quoted as Quoted
from analysis.segmentation.quotation_marks import Span as Span


class Sentence(NamedTuple):
    """A sentence and the number of the paragraph it lies in."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True)
class Document:
    """A text and its parts; each is found when it is first asked for, and kept."""

    text: str

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Spans of the paragraphs without surrounding white space, in order."""
        return tuple(_paragraphs(self.text))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; none crosses a paragraph."""
        return tuple(_sentences(self.text, self.paragraphs))

    @cached_property
    def tokens(self) -> tuple[Span, ...]:
        """Spans of words (with inner apostrophes and hyphens), abbreviations, numbers and marks."""
        return tuple([m.span() for m in _TOKEN.finditer(self.text)])

    @cached_property
    def quoted(self) -> tuple[Quoted, ...]:
        """Spans between quotation marks of every kind, by start, outer before inner."""
        return tuple(quotation_marks.quoted(self.text, self.paragraphs))

    @cached_property
    def outermost(self) -> tuple[Quoted, ...]:
        """Those of `quoted` that lie in no other: none overlaps the next."""
        return tuple([q for q in self.quoted if not q.depth])

    @cached_property
    def quoted_words(self) -> tuple[list[int], list[int]]:
        """How many of the first n tokens are words, and how many are words inside one of `outermost`; n from 0."""
        words = [self.text[start].isalnum() for start, _ in self.tokens]
        ends = [end for _, end in self.tokens]
        inside = [False] * len(words)
        for q in self.outermost:
            low, high = bisect_left(self.tokens, (q.start, 0)), bisect_right(ends, q.end)
            inside[low:high] = words[low:high]
        return list(accumulate(words, initial=0)), list(accumulate(inside, initial=0))


def segment(text: str) -> Document:
    """The paragraphs, sentences, tokens and quoted spans of `text`."""
    return Document(text)


def sentences(articles: pd.DataFrame, documents: Sequence[Document] | None = None) -> pd.DataFrame:
    """The table `sentences` of `articles`; `documents` are their segmentations when they are at hand."""
    parts = documents if documents is not None else [segment(text) for text in articles["text"]]
    rows = [
        (article_id, number, sentence.paragraph, sentence.start, sentence.end)
        for article_id, document in zip(articles["article_id"], parts, strict=True)
        for number, sentence in enumerate(document.sentences)
    ]
    return tables.build("sentences", rows)


# --- paragraphs ------------------------------------------------------------------------------------------

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile(
    r"(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[^\S\n\r]*(?:(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[^\S\n\r]*)+"
)
_ENDED = re.compile(r"[.?!:;…][\"'”’»)\]]*\s*$")
_WRAP_LIMIT = 100  # no hard-wrapped plain text has longer lines


def _paragraphs(text: str) -> Iterator[Span]:
    """Spans between blank lines, and between single line breaks too unless the lines are hard-wrapped."""
    separator = _BLANK if _is_wrapped(text) else _BREAK
    start = 0
    for match in separator.finditer(text):
        if (span := _stripped(text, start, match.start())) is not None:
            yield span
        start = match.end()
    if (span := _stripped(text, start, len(text))) is not None:
        yield span


def _is_wrapped(text: str) -> bool:
    """Whether single line breaks only wrap lines: all lines are short and most break in mid-sentence."""
    inner, broken = 0, 0
    for block in _BLANK.split(text):
        lines = _BREAK.split(block.strip())
        if any(len(line) > _WRAP_LIMIT for line in lines):
            return False
        inner += len(lines) - 1
        broken += sum(not _ENDED.search(line) for line in lines[:-1])
    return broken * 2 > inner


def _stripped(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if right > left else None


# --- sentences -------------------------------------------------------------------------------------------

# Where the sentence model sees an abbreviation although a word of ordinary prose ends the sentence.
_MISSED = re.compile(
    r"\b(?!(?:vs|etc|approx|dept|est|inc|ext|ave|fig|vol|gov|sen|rep|gen|col|lt|sgt|prof|rev|hon|st|jr|sr)\.)"
    r"[a-z]{2,}[.?!][\"”’)]*\s+(?=[\"“‘(]*[A-Z][\w’'.]*\s)"
)
_RESUMED = re.compile(r"[^\w\s]{0,40}+[a-z]")
_CLOSING = "\"'”’»)]"


def _sentences(text: str, paragraphs: Sequence[Span]) -> Iterator[Sentence]:
    for number, (start, end) in enumerate(paragraphs):
        begin = start
        for stop in _stops(text[start:end]):
            if (span := _stripped(text, begin, start + stop)) is not None:
                yield Sentence(span[0], span[1], number)
            begin = start + stop


def _stops(paragraph: str) -> list[int]:
    """Ends of the sentences of one paragraph, the last included.

    nupunkt's Punkt model finds them (MIT; on news faster than NLTK's, and better at initials, ranks and
    ellipses). A lower-case continuation behind a closing mark ("Why?" he asked.) is no new sentence.
    """
    from nupunkt import sent_spans  # loads its model on the first call

    found = {end for _, end in sent_spans(paragraph)} | {m.end() for m in _MISSED.finditer(paragraph)}
    kept = []
    for stop in sorted(found):
        last = stop
        while last and paragraph[last - 1].isspace():
            last -= 1
        resumed = (not last or paragraph[last - 1] in _CLOSING) and _RESUMED.match(paragraph, stop)
        if stop >= len(paragraph) or not resumed:
            kept.append(stop)
    return kept if kept and kept[-1] >= len(paragraph) else [*kept, len(paragraph)]


def forget() -> None:
    """Let go of what the sentence splitter keeps of the texts it has read, which grows with every new one."""
    from nupunkt import load

    load("default").clear_decision_cache()


# --- tokens ----------------------------------------------------------------------------------------------

_COMBINING = r"\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u200d"
_TOKEN = re.compile(
    r"https?://[^\s<>\"”]*[^\s<>\"”.,;:!?)]"  # address
    r"|[@#]?\w+"  # word or number, and what may stand inside one
    rf"(?:[-‐‑’'&]\w+|[.,:/](?<=\d.)\d+|\.(?:(?<![a-z]\.)|(?=[a-z]))\w+|[{_COMBINING}]+\w*)*"
    r"(?:(?<=\b[^\W\d_]\.[^\W\d_])\.)?"  # the last full stop of U.S. and p.m.
    r"|\.\.\.+|--+|``|''"  # marks of several characters
    r"|[^\w\s]"
)


# A word with a capital as English news writes it, with all that stands inside names: O'Neil, Jean-Luc, U.S.
CAPITALISED = r"[A-Z][\w.’'-]*"
