"""Quotation marks: which mark opens, which closes which, and what runs on over paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

Span = tuple[int, int]


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


def quoted(text: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    """Spans between quotation marks of every kind in the `paragraphs` of `text`, by start, outer before inner."""
    doubles = _double_quoted(text, paragraphs)
    singles = _single_quoted(text, paragraphs, doubles)
    found: list[Quoted] = []
    outer: list[Quoted] = []
    for q in sorted([*doubles, *singles], key=lambda q: (q.start, -q.end)):
        while outer and outer[-1].end <= q.start:
            outer.pop()
        if outer and q.end > outer[-1].end:
            continue  # marks that cross are no pair
        outer.append(q._replace(depth=len(outer)))
        found.append(outer[-1])
    return found


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
