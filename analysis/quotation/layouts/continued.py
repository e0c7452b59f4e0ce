"""Passages over several paragraphs, and passages side by side: each part is given to who speaks it.

News opens a mark at each paragraph and closes only the last. Who is said to speak beside any part speaks them all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.quotation import Attribution, kind_of, mention_form
from analysis.quotation.layouts.merging import overlaid
from analysis.quotation.layouts.statement import passages, take
from analysis.quotation.overlap import shared
from analysis.segmentation import Document, Quoted, Span

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 3
_LOOK_BACK = 60  # pieces of content before a place that may reach it
_SURE = 0.9  # confidence of the rules from which on they add what the engine did not find
_COVERED = 0.3  # share of a quoted span from which on an attribution has it


class Found:
    """The outermost attributions of an article, looked up by the characters of their content."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        """Put in order the pieces of content of `attributions`."""
        self.rows = [a for a in attributions if a.parent is None and a.content]
        self.pieces = sorted((s, e, i) for i, a in enumerate(self.rows) for s, e in a.content)

    def over(self, q: Quoted) -> list[Attribution]:
        """Those whose content shares characters with a quoted span, the most first."""
        high = bisect_left(self.pieces, (q.end, 0, 0))
        numbers = dict.fromkeys(i for s, e, i in self.pieces[max(0, high - _LOOK_BACK) : high] if e > q.start)
        return sorted((self.rows[i] for i in numbers), key=lambda a: -shared(a.content, [(q.start, q.end)]))


def joined(
    document: Document,
    rows: Sequence[Attribution],
    ruled: Sequence[Attribution],
    settled: Sequence[Span] = (),
) -> list[Attribution]:
    """`rows` in which every re-opened passage is whole, and passages beside each other have each its own speaker.

    `ruled` tell who speaks where `rows` lost a passage or gave two speakers' passages to one. `settled` are spans, in
    order, that somebody has already for good.
    """
    if not document.outermost:
        return list(rows)
    rows = _whole(document, rows, ruled, settled)
    rows = _told_apart(document, rows, ruled)
    return _completed(document, rows, ruled)


def with_subjects(rows: Sequence[Attribution], ruled: Sequence[Attribution]) -> list[Attribution]:
    """`rows` in which a second verb of a subject has it as source too: "Roe praised it but also said …"."""
    cued = sorted(((a.cue[0], n) for n, a in enumerate(ruled) if a.source and a.cue))
    return [
        row if row.source or not row.cue else _with_subject(row, [ruled[n] for n in _near(cued, row.cue[0])])
        for row in rows
    ]


def _near(cued: Sequence[tuple[Span, int]], cue: Span) -> list[int]:
    """The numbers of the cues that share characters with one."""
    high = bisect_left(cued, ((cue[1], 0), 0))
    return [n for (_, end), n in cued[max(0, high - 3) : high] if end > cue[0]]


def _with_subject(row: Attribution, others: Sequence[Attribution]) -> Attribution:
    other = next((a for a in others if shared(a.content, row.content)), None)
    return replace(row, source=other.source) if other is not None else row


# --- re-opened marks ------------------------------------------------------------------------------------------


def _whole(
    document: Document, rows: Sequence[Attribution], ruled: Sequence[Attribution], settled: Sequence[Span]
) -> list[Attribution]:
    """The parts of each re-opened passage with those who speak them, their contents made whole."""
    found, others = Found(rows), Found(ruled)
    open_parts = (
        [q for q in p if not (_lost_its_end(q, found) or _is_settled(q, settled))]
        for p in passages(document)
        if len(p) > 1
    )
    reopened = [p for p in open_parts if p]
    if not reopened:
        return list(rows)
    given: dict[int, tuple[Attribution, list[Span]]] = {}
    for passage in reopened:
        for q, owner in zip(passage, _owners(document, passage, found, others), strict=True):
            if owner is not None:
                given.setdefault(id(owner), (owner, []))[1].append((q.start, q.end))
    decided = [_extended(document, owner, spans) for owner, spans in given.values()]
    changed = [d for d in decided if d is not None]
    if not changed:
        return list(rows)
    left = {id(owner) for owner, _ in given.values()}
    return overlaid(_without(rows, left), _apart(changed))


def _without(rows: Sequence[Attribution], left: set[int]) -> list[Attribution]:
    """The rows without some of the outermost; what lay in those is nobody's for now, and loses its parent."""
    kept = [(n, row) for n, row in enumerate(rows) if id(row) not in left]
    place = {n: i for i, (n, _) in enumerate(kept)}
    lost = len(kept)  # no row has that number: what lay in it stays only inside what takes its place
    return [replace(r, parent=None if r.parent is None else place.get(r.parent, lost)) for _, r in kept]


def _apart(decided: Sequence[Attribution]) -> list[Attribution]:
    """The attributions without what an earlier one of them has already."""
    kept: list[Attribution] = []
    taken: list[Span] = []
    for one in sorted(decided, key=lambda a: a.content):
        rest = tuple(span for span in one.content if take(taken, span))
        if rest:
            kept.append(replace(one, content=rest))
    return kept


def _owners(
    document: Document, passage: Sequence[Quoted], found: Found, others: Found
) -> list[Attribution | None]:
    """Who speaks each part: who is said to in its paragraph, or before, or behind, or else in the line before."""
    beside = [_beside(document, q, found) or _beside(document, q, others) for q in passage]
    said = [a for a in beside if a is not None]
    first = next(iter([*_announced(document.text, passage[0], found), *said]), None)
    first = first or _introduced(passage[0], found, others)
    owners: list[Attribution | None] = []
    for own in beside:
        owners.append(own or (owners[-1] if owners else first))
    return owners


def _announced(text: str, q: Quoted, found: Found) -> list[Attribution]:
    """Who is said to speak a passage that stands behind a colon."""
    if text[: q.start].rstrip()[-1:] != ":":
        return []
    return [a for a in found.over(q) if a.source and a.cue and a.cue[0][1] <= q.start]


def _beside(document: Document, q: Quoted, found: Found) -> Attribution | None:
    """The attribution of a quoted span by a cue outside the marks of its paragraph, or by a layout."""
    low, high = document.paragraphs[bisect_right(document.paragraphs, (q.start, len(document.text))) - 1]
    for row in found.over(q):
        if not row.source or not row.cue:
            continue
        near = all(low <= s and e <= high for s, e in row.cue)
        if near and not any(_is_quoted(document, span) for span in row.cue):
            return row
    return None


def _is_settled(q: Quoted, settled: Sequence[Span]) -> bool:
    at = bisect_right(settled, (q.start, q.end + 1))
    return any(s < q.end and q.start < e for s, e in settled[max(0, at - 1) : at + 1])


def _lost_its_end(q: Quoted, found: Found) -> bool:
    """Whether the closing mark was forgotten: the cue and source of what is said end the paragraph."""
    if q.closed:
        return False
    for row in found.over(q):
        told = row.cue + row.source
        behind = bool(row.source) and bool(row.cue) and min(s for s, _ in told) >= row.content[-1][1]
        if behind and row.content[0][0] <= q.start + 1 and q.end - 2 <= max(e for _, e in told) <= q.end:
            return True
    return False


def _is_quoted(document: Document, span: Span) -> bool:
    at = bisect_right(document.outermost, span[0], key=lambda q: q.start) - 1
    return at >= 0 and span[0] < document.outermost[at].end


def _introduced(q: Quoted, found: Found, others: Found) -> Attribution | None:
    """Who speaks a passage beside which nobody is named: who is said to before it, by the rules, or by anyone."""
    rows, by_rule = found.over(q), others.over(q)
    before = [a for a in rows if a.source and a.cue and a.cue[0][1] <= q.start]
    told = [a for a in by_rule if a.source]
    return next(iter([*before, *told, *[a for a in rows if a.source], *rows, *by_rule]), None)


def _extended(document: Document, owner: Attribution, spans: Sequence[Span]) -> Attribution | None:
    """An attribution with further spans in its content; None when it has them all already."""
    pieces = sorted([*owner.content, *spans])
    content: list[Span] = []
    for start, end in pieces:
        if content and start <= content[-1][1]:
            content[-1] = (content[-1][0], max(end, content[-1][1]))
        else:
            content.append((start, end))
    whole = tuple(content)
    return replace(owner, content=whole, kind=kind_of(document, whole), parent=None)


# --- passages beside each other -------------------------------------------------------------------------------


def _told_apart(
    document: Document, rows: Sequence[Attribution], ruled: Sequence[Attribution]
) -> list[Attribution]:
    """The rows, those cut in two that give one speaker what is told to be two's: "…," A said. "…," said B."""
    others = Found(ruled)
    decided: list[Attribution] = []
    left: set[int] = set()
    for row in rows:
        if row.parent is not None or len(row.content) < 2:
            continue
        mine = [q for q in _within(document, row.content) if shared(row.content, [(q.start, q.end)])]
        told = [next((a for a in others.over(q) if _is_beside(document.text, q, a)), None) for q in mine]
        if len({_who(document.text, a) for a in told if a is not None} - {""}) > 1:
            left.add(id(row))
            decided += _shared_out(document, mine, told)
    return overlaid(_without(rows, left), decided) if decided else list(rows)


def _within(document: Document, content: Sequence[Span]) -> Sequence[Quoted]:
    """The outermost quoted spans between the ends of a content."""
    first = bisect_right(document.outermost, content[0][0], key=lambda q: q.end)
    return document.outermost[first : bisect_left(document.outermost, content[-1][1], key=lambda q: q.start)]


def _who(text: str, attribution: Attribution) -> str:
    """The words of a source in lower case; nothing for a pronoun, which may be anybody's."""
    written = " ".join(text[s:e] for s, e in attribution.source)
    return "" if mention_form(written) == "pronoun" else written.lower()


def _shared_out(
    document: Document, mine: Sequence[Quoted], told: Sequence[Attribution | None]
) -> list[Attribution]:
    """Each speaker with the quoted spans that are told to be theirs, and those behind them that nobody is told of."""
    given: dict[int, tuple[Attribution, list[Span]]] = {}
    owner = next(a for a in told if a is not None)
    for q, other in zip(mine, told, strict=True):
        owner = other or owner
        given.setdefault(id(owner), (owner, []))[1].append((q.start, q.end))
    return [
        replace(a, content=tuple(spans), kind=kind_of(document, spans), parent=None)
        for a, spans in given.values()
    ]


def _is_beside(text: str, q: Quoted, other: Attribution) -> bool:
    """Whether cue and source stand right behind a quoted span or lead to it: "Roe answered: “…”"."""
    if _follows(text, q, other):
        return True
    end = max((e for _, e in other.source + other.cue), default=0)
    led = (
        bool(other.source)
        and bool(other.cue)
        and end <= q.start
        and text[end - 1 : q.start].strip(" \n")[-1:] in (":", ",")
    )
    return led and q.start - end < 3


def _follows(text: str, q: Quoted, other: Attribution) -> bool:
    """Whether cue and source stand right behind a quoted span that asks for them: "…," Roe said."""
    if not other.source or not other.cue or text[q.end - 2] not in ",?!":
        return False
    return 0 <= min(s for s, _ in other.source + other.cue) - q.end < 3


def _completed(
    document: Document, rows: Sequence[Attribution], ruled: Sequence[Attribution]
) -> list[Attribution]:
    """The rows, and passages that are in none of them but are said right beside them to be somebody's."""
    found, others = Found(rows), Found(ruled)
    inside = Found(replace(r, parent=None) for r in rows)
    decided = []
    for q in document.outermost:
        covered = max((shared(a.content, [(q.start, q.end)]) for a in inside.over(q)), default=0)
        if (
            covered > _COVERED * (q.end - q.start)
            or len(_WORD.findall(document.text, q.start, q.end)) < _LEAST_WORDS
        ):
            continue
        other = next((a for a in others.over(q) if _follows(document.text, q, a)), None)
        if other is None or other.confidence < _SURE or any(shared(r.cue, other.cue) for r in found.rows):
            continue
        content = ((q.start, q.end),)
        decided.append(replace(other, content=content, kind=kind_of(document, content), parent=None))
    return overlaid(rows, decided) if decided else list(rows)
