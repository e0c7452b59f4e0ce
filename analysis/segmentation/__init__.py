"""Paragraphs, sentences, tokens and quoted spans of a text, all as character offsets.

Nothing here edits a text: every span is half-open and points into the text as it was read, so that
`text[start:end]` is the span.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate
from typing import NamedTuple

import pandas as pd

from analysis import tables

Span = tuple[int, int]


class Sentence(NamedTuple):
    """A sentence and the number of the paragraph it lies in."""

    start: int
    end: int
    paragraph: int


class Quoted(NamedTuple):
    """A span between quotation marks, the marks included.

    `depth` is 0 for an outermost one. `closed` is False when no closing mark was found; the span then ends
    with its paragraph. `continues` is True when it re-opens the unclosed span of the paragraph before.
    """

    start: int
    end: int
    depth: int
    single: bool
    closed: bool
    continues: bool


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
        return tuple(_quoted(self.text, self.paragraphs))

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


# --- quotation marks -------------------------------------------------------------------------------------

_FAMILY = {
    mark: family
    for family, marks in {
        "curly": "“”„‟",
        "straight": '"',
        "angle": "«»",
        "single angle": "‹›",
        "corner": "「」",
    }.items()
    for mark in marks
} | {"``": "ticks", "''": "ticks"}
_DOUBLE = re.compile(r"``|''|[\"“”„‟«»‹›「」]")
_ELISION = r"(?:em|til|tis|twas|cause|bout|round|neath|nuff|n|im|er|ere|kay|\d0s)\b"
_SINGLE_OPEN = re.compile(
    rf"(?<![\w‘’'])[‘‚‛'](?!{_ELISION})(?=[\w“\"$(\[.…-])|(?<![\w`])`(?=\w)", re.IGNORECASE
)
_SINGLE_CLOSE = re.compile(r"(?<=[^\s‘'])[’'‘](?![\w'])")
_POSSESSIVE = re.compile(r"(?<=s)[’'] [a-z]")
_RUNS_ON = 12  # paragraphs that a quoted span may go on before its closing mark


class _Marks(NamedTuple):
    """What the double marks of one paragraph say: pairs, opening marks left over, a closing mark in front."""

    pairs: list[Span]
    unclosed: list[int]
    stray: int | None
    first: int | None


def _quoted(text: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    doubles = _double_quoted(text, paragraphs)
    singles = _single_quoted(text, paragraphs, doubles)
    quoted: list[Quoted] = []
    outer: list[Quoted] = []
    for q in sorted([*doubles, *singles], key=lambda q: (q.start, -q.end)):
        while outer and outer[-1].end <= q.start:
            outer.pop()
        if outer and q.end > outer[-1].end:
            continue  # marks that cross are no pair
        outer.append(q._replace(depth=len(outer)))
        quoted.append(outer[-1])
    return quoted


def _double_quoted(text: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    """Spans between double marks; an unclosed one is continued, runs on or ends with its paragraph."""
    marks = [_pair(text, span) for span in paragraphs]
    quoted: list[Quoted] = []
    reopened = False
    for number, ((start, end), found) in enumerate(zip(paragraphs, marks, strict=True)):
        quoted += [Quoted(s, e, 0, False, True, reopened and s == start) for s, e in found.pairs]
        resumes = number + 1 < len(paragraphs) and marks[number + 1].first == paragraphs[number + 1][0]
        resumes = resumes and marks[number + 1].stray is None
        for opening in found.unclosed:
            stray = None if resumes else _stray(marks, number)
            quoted.append(Quoted(opening, stray or end, 0, False, bool(stray), reopened and opening == start))
        reopened = bool(found.unclosed) and resumes
    return quoted


def _stray(marks: Sequence[_Marks], number: int) -> int | None:
    """End of the closing mark that the span left open in paragraph `number` runs on to, if any."""
    for found in marks[number + 1 : number + 1 + _RUNS_ON]:
        if found.first is not None:
            return found.stray
    return None


def _pair(text: str, span: Span) -> _Marks:
    """Pair the double marks of one paragraph, each by its shape, its neighbours and what is open."""
    found = list(_DOUBLE.finditer(text, *span))
    pairs: list[Span] = []
    stack: list[tuple[int, str]] = []
    opened: Counter[str] = Counter()
    left = Counter(_FAMILY[mark.group()] for mark in found)
    stray = None
    for number, mark in enumerate(found):
        family = _FAMILY[mark.group()]
        direction = _direction(text, mark, span, opened=opened[family] > 0, left=left[family])
        left[family] -= 1
        if direction == "close" and stack:
            pairs.append((_popped(stack, opened, family), mark.end()))
        elif direction == "close" and number == 0:
            stray = mark.end()
        if direction == "reopen":
            _popped(stack, opened, family)
        if direction in ("open", "reopen"):
            stack.append((mark.start(), family))
            opened[family] += 1
    return _Marks(pairs, [start for start, _ in stack[:1]], stray, found[0].start() if found else None)


def _popped(stack: list[tuple[int, str]], opened: Counter[str], family: str) -> int:
    """Where the last open mark of that family starts, or else the last of all; taken off with what it holds."""
    known = opened[family] > 0
    while True:
        start, other = stack.pop()
        opened[other] -= 1
        if other == family or not known:
            return start


def _direction(text: str, mark: re.Match[str], span: Span, *, opened: bool, left: int) -> str:
    """Whether a double mark opens or closes a quoted span, re-opens one whose end is lost, or measures inches."""
    before = text[mark.start() - 1] if mark.start() > span[0] else " "
    after = text[mark.end()] if mark.end() < span[1] else " "
    leading = (before.isspace() or before in "([{—–-/‘'“\"…") and not after.isspace()
    trailing = not before.isspace() and not after.isalnum()
    shape = mark.group()
    if shape in "“„‟``«‹「":
        if opened and shape in "“«‹" and trailing and not leading:
            return "close"  # „low“ and »inward« marks, or a mark turned the wrong way
        return "reopen" if opened and left % 2 == 0 and shape == "“" and leading else "open"
    if shape in "”»›」":
        return "open" if not opened and leading and not trailing and left > 1 else "close"
    if opened:
        return "reopen" if leading and not trailing and left % 2 == 0 else "close"
    if before.isdigit() and not leading:
        return "inches"
    return "close" if trailing and not leading else "open"


def _single_quoted(text: str, paragraphs: Sequence[Span], doubles: Sequence[Quoted]) -> Iterator[Quoted]:
    """Spans between single marks, within a double span or none; apostrophes and possessives are no marks.

    One that no mark closes is a span, to the end of its paragraph, when the next paragraphs open with its mark up to
    one that closes.
    """
    found = list(_singles(text, paragraphs, doubles))
    opening_marks = [
        text[p[0]] if s and s[0][0] == p[0] else "" for p, s in zip(paragraphs, found, strict=True)
    ]
    run: list[Quoted] = []
    for (start, end), spans, after in zip(paragraphs, found, [*opening_marks, ""][1:], strict=True):
        for opening, closing, firm in spans:
            again = bool(run) and opening == start
            runs_on = opening == spans[-1][0] and after == text[opening]
            if closing is not None and (firm or not runs_on):
                yield from run if again else ()
                yield Quoted(opening, closing, 0, True, True, again)
                run = []
            elif runs_on:
                run = [*(run if again else []), Quoted(opening, end, 0, True, False, again)]
        run = run if spans and run and run[-1].end == end else []


def _singles(
    text: str, paragraphs: Sequence[Span], doubles: Sequence[Quoted]
) -> Iterator[list[tuple[int, int | None, bool]]]:
    """By paragraph, where each single mark opens, where it closes if it does, and whether by no possessive."""
    ahead = sorted(doubles, key=lambda q: -q.start)
    around: list[int] = []  # ends of the double spans that have begun, the nearest first
    for start, end in paragraphs:
        closings = [m.start() for m in _SINGLE_CLOSE.finditer(text, start, end)]
        firm = [at for at in closings if not _POSSESSIVE.match(text, at)]
        position = start
        found: list[tuple[int, int | None, bool]] = []
        while (opening := _SINGLE_OPEN.search(text, position, end)) is not None:
            while ahead and ahead[-1].start < opening.start():
                heappush(around, ahead.pop().end)
            while around and around[0] <= opening.start():
                heappop(around)
            limit = min(around[0] - 1, end) if around else end
            closing = _single_end(text, closings, firm, opening.end(), limit)
            found.append(
                (opening.start(), closing, closing is not None and not _POSSESSIVE.match(text, closing - 1))
            )
            position = closing or opening.end()
        yield found


def _single_end(
    text: str, closings: Sequence[int], firm: Sequence[int], start: int, limit: int
) -> int | None:
    """End of the single mark that closes a quoted span: the first that is no plural possessive, else the last.

    `closings` are the marks that may close, `firm` those that are no possessives; what stands at `limit` is not seen.
    """
    first = bisect_left(firm, start)
    if first < len(firm) and firm[first] < limit:
        return firm[first] + 1
    if limit > start and _SINGLE_CLOSE.match(text, limit - 1, limit):
        return limit
    last = bisect_left(closings, limit) - 1
    return closings[last] + 1 if last >= 0 and closings[last] >= start else None
