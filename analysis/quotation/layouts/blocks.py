"""Statements that are set off from the text: lines behind ">", and what "the statement reads in full:"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from analysis.quotation.layouts.statement import Statement, words_of
from analysis.quotation.rules.phrases import Words, tagged
from analysis.quotation.rules.predicates import find
from analysis.segmentation import Document, Span

_LINE = re.compile(r">[> \t]*(?=\S)")
_SIGNED = re.compile(r"[-–—―]{1,2}[ \t]?(?P<name>[^\W\d_][^,;:(\n]{1,60})(?:[,(;][^\n]{0,120})?")
_STATEMENT = (
    r"(?:statement|letter|e-?mail|message|post|tweet|note|text|response|reply|announcement|memo|apology"
    r"|speech)"
)
_OF = re.compile(
    rf"\b(?P<cue>{_STATEMENT}) (?:in full )?(?:from|by|of) (?P<name>[^:,.\n“”\"()]{{2,80}})", re.IGNORECASE
)
_OWNER = re.compile(
    rf"\b(?P<name>[A-Z][\w.-]{{0,39}}(?: [A-Z][\w.-]{{0,39}}){{0,5}})[’']s?"
    rf" (?:[a-z]+ ){{0,3}}(?P<cue>{_STATEMENT})\b"
)
_FULL = re.compile(rf"\b{_STATEMENT}\b|\b(?:Statement|Letter|Full)\b|\bin full\b|\breads?\b")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e|us)\b")
_LONGEST = 10  # paragraphs of a statement without marks


def read(document: Document) -> list[Statement]:
    """The set-off statements whose speaker the line before them or their own last line names."""
    text, paragraphs = document.text, document.paragraphs
    made: list[Statement] = []
    words: Words | None = None
    number = 0
    while number < len(paragraphs):
        stop = _end(document, number)
        if stop == number:
            number += 1
            continue
        signed = _signature(text, paragraphs[stop - 1]) if stop - number > 1 else None
        if signed is None and number:
            words = words or tagged(document)
        who = signed or (announcer(words, paragraphs[number - 1]) if words and number else None)
        if who is not None:
            spans = paragraphs[number : stop - 1 if signed else stop]
            content = tuple(_bare(text, s) for s in spans)
            made.append(Statement(content, who[0], who[1], "set off"))
        number = stop
    return made


def _end(document: Document, number: int) -> int:
    """The paragraph behind the set-off statement that begins with paragraph `number`; `number` when none does."""
    text, paragraphs = document.text, document.paragraphs
    stop = number
    while stop < len(paragraphs) and text[paragraphs[stop][0]] == ">":
        stop += 1
    if stop > number or not number:
        return stop
    start, end = paragraphs[number - 1]
    if text[end - 1] != ":" or end - start > 400 or not _FULL.search(text, max(start, end - 120), end):
        return number
    while stop < min(len(paragraphs), number + _LONGEST) and _is_statement(text, paragraphs[stop]):
        stop += 1
    return stop


def _is_statement(text: str, span: Span) -> bool:
    """Whether a paragraph without marks speaks in the first person."""
    return text[span[0]] not in '“"‘«•*-–—' and _FIRST_PERSON.search(text, *span) is not None


def _bare(text: str, span: Span) -> Span:
    found = _LINE.match(text, *span)
    return (found.end() if found else span[0]), span[1]


def _signature(text: str, span: Span) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    start, end = _bare(text, span)
    found = _SIGNED.fullmatch(text, start, end)
    if found is None or len(words_of(found["name"])) > 8:
        return None
    return ((start, start + 1),), (found.span("name"),)


def announcer(words: Words, span: Span) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """Cue and source of the line that announces a statement, by its last verb of speech or its "statement from"."""
    text = words.text
    if text[span[1] - 1] not in ":.":
        return None
    sentences: Sequence[tuple[int, int, int]] = words.document.sentences
    last = sentences[bisect_left(sentences, (span[1], 0, 0)) - 1]
    low, high = words.within(last[0], last[1])
    cues = [c for c in find(words, low, high) if c.source is not None and c.verb != "be"]
    owner = _OF.search(text, last[0], last[1]) or _OWNER.search(text, last[0], last[1])
    for cue in cues[-1:]:
        source = words.span(*(cue.source or (cue.at, cue.at)))
        if words.classes[bisect_left(words.starts, source[0])] == "n" and text[slice(*source)].islower():
            break  # "is worth reading:"
        if not owner or text[slice(*source)].lower().split()[-1] not in _THINGS:
            return (words.span(cue.first, cue.last),), (source,)
    return ((owner.span("cue"),), (owner.span("name"),)) if owner else None


_WRITINGS = "statement letter email e-mail message post tweet note text response reply memo apology"
_THINGS = frozenset(_WRITINGS.split())
