"""Quoted spans and lines that no cue of their own sentence attributes: continued, introduced, signed, labelled."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from analysis.quotation.rules.phrases import Words, subject
from analysis.segmentation import CAPITALISED, Quoted, Span

# A blank must stand between two words: were it optional, n capitals could be read in 2^n ways.
# Words and their number have bounds, because a hyphen within a word may begin a signature too.
_SIGNATURE = re.compile(
    r"\s{0,3}([-–—―]{1,2}) ?([A-Z][\w.’'-]{0,39}(?: [A-Z][\w.’'-]{0,39}){0,19} ?)(?=[,\n\r.(]|$)"
)
_LABEL = re.compile(
    rf"(?<!\S)((?:(?:Sen|Rep|Gov|Mr|Mrs|Ms|Dr)\. )?{CAPITALISED}(?: {CAPITALISED}){{0,4}})(:)\s+(?=\S+ \S+ )"
)
_NO_NAMES = """
related update updated note correction photo photos video watch read source sources more also breaking exclusive
opinion analysis location time when where what why who how date tags filed file editor editors tip example the a an by
tweet email contact follow sign bottom here see click caption image credit advertisement step part chapter rule number
reason verdict question fact facts myth grade score published posted
"""
_NO_SPEAKER = frozenset(_NO_NAMES.split())
_INDENT = 200  # blanks that a line may begin with
_FAR = 1_000  # tokens before a colon among which a subject is looked for
_SHORTEST = 20  # characters of a quoted span that is kept although nobody is said to have said it


@dataclass
class Found:
    """An attribution in the making, in characters; `pattern` tells which rule found it."""

    cue: list[Span]
    source: list[Span]
    content: list[Span]
    pattern: str
    parent: Found | None = None


def attributed(words: Words, found: list[Found]) -> list[Found]:
    """`found` with each outermost quoted span that is in no content yet: given to what it continues, or new.

    One inside a sentence that no cue points to is a scare quote, a title or a name, and stays out.
    """
    starts = {s.start for s in words.document.sentences}
    made = list(found)
    holders = _holders(words.document.outermost, found)
    waiting = [(f.cue[-1][1], number) for number, f in enumerate(made) if f.cue]  # the next cue first
    heapify(waiting)
    cued: Found | None = None
    owner: Found | None = None
    breaks = [m.start() for m in re.finditer(r"[\n\r]", words.text)]
    for q in words.document.outermost:
        while waiting and waiting[0][0] <= q.start:
            number = heappop(waiting)[1]
            cued = _later(cued, made[number])
        if (holder := holders.get(q.start)) is not None:
            owner = holder if owner is None or holder.content[-1][1] >= owner.content[-1][1] else owner
            continue
        before = _latest(cued, owner)
        if _is_speech(words.text, q, starts) or _resumes(words.text, before, q):
            if before is not None and (_goes_on(words.text, before, q, breaks) or _follows(words, before, q)):
                before.content.append((q.start, q.end))
                owner = before
            elif (new := _on_its_own(words, q)) is not None:
                made.append(new)
                if new.cue:
                    heappush(waiting, (new.cue[-1][1], len(made) - 1))
    return made


def _holders(quoted: Sequence[Quoted], found: Sequence[Found]) -> dict[int, Found]:
    """By where it starts, the first of `found` whose content shares something with each of `quoted`."""
    ahead = sorted(((s, e, number) for number, f in enumerate(found) for s, e in f.content), reverse=True)
    near: list[tuple[int, int]] = []
    holders: dict[int, Found] = {}
    for q in quoted:
        while ahead and ahead[-1][0] < q.end:
            _, end, number = ahead.pop()
            heappush(near, (number, end))
        while near and near[0][1] <= q.start:
            heappop(near)
        if near:
            holders[q.start] = found[near[0][0]]
    return holders


def _introduced(text: str, q: Quoted) -> bool:
    return text[max(0, q.start - 4) : q.start].rstrip()[-1:] == ":"


def _is_speech(text: str, q: Quoted, starts: set[int]) -> bool:
    if q.start in starts or _introduced(text, q):
        return True
    if _SIGNATURE.match(text, q.end) and text[max(0, q.start - _INDENT) : q.start].rstrip(" \t")[-1:] in (
        "",
        "\n",
        "\r",
    ):
        return True  # a line of its own that wraps no sentence
    return q.end - q.start > 30 and text[max(0, q.start - 4) : q.start].rstrip()[-1:] == ","


def _resumes(text: str, before: Found | None, q: Quoted) -> bool:
    """Whether it is the second half of a content split round its cue: "…," Roe said, "…"."""
    if before is None or not before.cue or not before.source or before.content[0][0] > before.cue[0][0]:
        return False
    behind = max(before.cue[-1][1], before.source[-1][1])
    return behind <= q.start and re.fullmatch(r",\s*", text[behind : q.start]) is not None


def is_title(text: str) -> bool:
    """Whether a quoted span is the title of a work: several words, every long one with a capital, and no clause."""
    found = re.findall(r"[^\W\d_][\w’'-]*", text)
    return (
        len(found) > 1
        and "," not in text
        and all(w[0].isupper() for w in found if len(w) > 3 or w is found[0])
    )


def _latest(cued: Found | None, owner: Found | None) -> Found | None:
    """The attribution last read: by its cue, or by the quoted span it owns."""
    if owner is not None and (cued is None or owner.content[-1][1] > cued.cue[-1][1]):
        return owner
    return cued


def _later(one: Found | None, other: Found) -> Found:
    """Whose cue stands last."""
    return other if one is None or other.cue[-1] > one.cue[-1] else one


def _goes_on(text: str, before: Found, q: Quoted, breaks: Sequence[int]) -> bool:
    """Whether a quoted span continues an attribution: same line, a re-opened mark, or behind its colon.

    `breaks` are the positions of the line ends.
    """
    if q.continues or _SIGNATURE.match(text, q.end):
        return q.continues
    since = before.cue[-1][0] if before.cue else before.content[-1][1]
    if bisect_left(breaks, since) == bisect_left(breaks, q.start):
        return True
    return _introduced(text, q) and text.find(".", since, q.start) < 0


def _follows(words: Words, before: Found, q: Quoted) -> bool:
    """Whether a paragraph that is all quoted follows the paragraph in which somebody was just said to speak."""
    paragraphs = words.document.paragraphs
    number = bisect_left(paragraphs, (q.start, q.start))
    if (
        not 0 < number < len(paragraphs)
        or paragraphs[number][0] != q.start
        or paragraphs[number][1] > q.end + 1
    ):
        return False
    start = paragraphs[number - 1][0]
    last = max(e for _, e in before.cue + before.source + before.content)
    return bool(before.source) and start <= last


def _on_its_own(words: Words, q: Quoted) -> Found | None:
    """A quoted span with a signature, behind a colon, or by nobody who is told."""
    signature = _SIGNATURE.match(words.text, q.end)
    if signature:
        start = signature.start(2)
        name = (start, start + len(signature[2].rstrip(" .")))
        return Found([signature.span(1)], [name], [(q.start, q.end)], "signature")
    if (found := _introduction(words, q)) is not None:
        return found
    return Found([], [], [(q.start, q.end)], "nobody") if q.end - q.start > _SHORTEST else None


def _introduction(words: Words, q: Quoted) -> Found | None:
    """A quoted span behind a colon or comma: the subject and verb in front of it, or the name that labels it."""
    mark = bisect_left(words.starts, q.start) - 1
    if mark < 1 or words.classes[mark] not in ":,":
        return None
    sentences = words.document.sentences
    number = bisect_left(sentences, words.starts[mark] + 1, key=lambda s: s.end)
    low = bisect_left(words.starts, sentences[number].start) if number < len(sentences) else mark
    for verb in range(max(low, mark - _FAR) + 1, mark):
        if words.classes[verb] in "vFDbae" and (source := subject(words, verb, low)):
            return Found(
                [words.span(verb, mark + 1)], [words.span(*source)], [(q.start, q.end)], "introduced"
            )
    if words.classes[mark] == ":" and 0 < mark - low <= 10 and words.classes[low] == "X":
        return Found([words.spans[mark]], [words.span(low, mark)], [(q.start, q.end)], "labelled")
    return None


def labelled(words: Words) -> list[Found]:
    """The headline of a text as "Name: what was said".

    A line of running text is none ("The problem: money"), nor is a dateline ("OSLO: Shares fell.").
    """
    if not words.document.paragraphs:
        return []
    start, end = words.document.paragraphs[0]
    line = _LABEL.match(words.text, start, end)
    if (
        line is None
        or line[1].split()[0].lower() in _NO_SPEAKER
        or (line[1].isupper() and words.text[end - 1] == ".")
    ):
        return []
    return [Found([line.span(2)], [line.span(1)], [(line.end(), end)], "labelled")]
