"""Passages beside which somebody acts and nobody speaks: "Ana Roe shook her head. “Never again.”"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from analysis.quotation import Attribution
from analysis.quotation.cues import FORMS
from analysis.quotation.layouts.continued import Found
from analysis.quotation.layouts.merging import overlaid
from analysis.quotation.rules.phrases import Words, subject, tagged
from analysis.segmentation import Document, Quoted, Span

CONFIDENCE = 0.6
_LEAST = 4  # words of a passage that is no scare quote or sign


def told(document: Document, rows: Sequence[Attribution], *, engine: str) -> list[Attribution]:
    """`rows`, those whose passage nobody is said to speak with who acts in the sentence right before it as source.

    A passage that is in no row becomes one, found by `engine`.
    """
    found = Found(rows)
    words: Words | None = None
    changed: dict[int, Attribution] = {}
    made: list[Attribution] = []
    for q in _whole_sentences(document):
        row = next(iter(found.over(q)), None)
        if row is not None and (_is_said(document.text, row) or (q.start, q.end) != row.content[0]):
            continue
        words = words or tagged(document)
        if (source := _actor(words, q)) is None:
            continue
        if row is None:
            made.append(Attribution("direct", ((q.start, q.end),), (), (source,), None, CONFIDENCE, engine))
        else:
            changed[id(row)] = replace(row, source=(source,), cue=(), confidence=CONFIDENCE)
    return overlaid([changed.get(id(row), row) for row in rows], made)


def _whole_sentences(document: Document) -> list[Quoted]:
    """The quoted spans that begin a sentence behind another one of their paragraph, and end one."""
    text = document.text
    starts = {s.start: s.paragraph for s in document.sentences}
    return [
        q
        for q in document.outermost
        if q.closed and text[q.start : q.end].count(" ") + 1 >= _LEAST
        if text[q.end - 2] in ".?!" and q.start in starts
        if document.paragraphs[starts[q.start]][0] < q.start
    ]


def _is_said(text: str, row: Attribution) -> bool:
    """Whether a verb of speech attributes the row, or a source stands without any cue."""
    verbs = re.findall(r"\w+", " ".join(text[s:e].lower() for s, e in row.cue))
    return (
        bool(row.source and not row.cue) or any(v in FORMS for v in verbs) or (bool(verbs) and not row.source)
    )


def _actor(words: Words, q: Quoted) -> Span | None:
    """The name, "he" or "she" that is the subject of the sentence right before a quoted span."""
    document = words.document
    at = bisect_left(document.sentences, (q.start, 0, 0)) - 1
    sentence = document.sentences[at]
    if sentence.paragraph != document.sentences[at + 1].paragraph or _is_quoted(document, sentence.end - 1):
        return None
    low, high = words.within(sentence.start, sentence.end)
    for verb in range(low + 1, high):
        if words.classes[verb] in "vFDbaeq" and (found := subject(words, verb, low)) is not None:
            named = words.classes[found[0]] == "X" and not words.text[words.starts[found[0]]].islower()
            return words.span(*found) if named or words.lower[found[0]] in ("he", "she") else None
    return None


def _is_quoted(document: Document, position: int) -> bool:
    at = bisect_right(document.outermost, position, key=lambda q: q.start) - 1
    return at >= 0 and position < document.outermost[at].end
