"""Attributions put in the place of others, which keep what is theirs alone or come to lie inside."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from analysis.quotation import Attribution
from analysis.quotation.nesting import numbered
from analysis.quotation.overlap import agreement, length, shared
from analysis.segmentation import Span

_LEAST = 8  # characters of a piece that is kept when the rest of it was taken
_LEFT = 0.2  # share of a content that is kept when the rest was taken
_SAME = 0.5  # agreement from which on two contents are one


def overlaid(found: Sequence[Attribution], decided: Sequence[Attribution]) -> list[Attribution]:
    """`found` with `decided` in it, which win: contents do not overlap unless one lies in the other.

    An attribution of `found` inside one piece of a decided content is nested in it; of another one, what is decided
    is cut off; one whose cue or whole content is decided otherwise is left out, and with it what lies inside it.
    """
    if not decided:
        return list(found)
    pieces = sorted((s, e, number) for number, d in enumerate(decided) for s, e in d.content)
    kept: list[Attribution] = list(decided)
    owners: list[Attribution | None] = [None] * len(decided)
    now: dict[int, Attribution] = {}
    for number in _outermost_first(found):
        attribution = found[number]
        row, owner = _placed(attribution, pieces, decided)
        if row is not None and attribution.parent is not None:
            owner = now.get(attribution.parent, owner)
            row = row if owner is not None else None
        if row is not None:
            now[number] = row
            kept.append(row)
            owners.append(owner)
    return numbered(kept, owners)


def _outermost_first(found: Sequence[Attribution]) -> list[int]:
    """The numbers of the attributions, each behind its parent."""
    inside: dict[int | None, list[int]] = {}
    for number, attribution in enumerate(found):
        known = attribution.parent if attribution.parent is None or attribution.parent < len(found) else -1
        inside.setdefault(known, []).append(number)
    order = [*inside.get(None, []), *inside.get(-1, [])]
    for number in order:  # grows while it is read
        order += inside.get(number, [])
    return order


def _placed(
    attribution: Attribution, pieces: Sequence[tuple[int, int, int]], decided: Sequence[Attribution]
) -> tuple[Attribution | None, Attribution | None]:
    """What is left of an attribution, and the decided one that it lies in, if any."""
    spans = attribution.content + attribution.cue + attribution.source
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    near = _near(pieces, low, high)
    if not near:
        return attribution, None
    holding = [n for s, e, n in near if s <= low and high <= e]
    if holding:
        owner = decided[holding[0]]
        same = agreement(attribution.content, owner.content) > _SAME or not attribution.source
        return (None, None) if same else (attribution, owner)
    taken = [(s, e) for s, e, _ in near]
    rest = _outside(attribution.content, taken)
    if shared(attribution.cue, taken) or length(rest) < _LEFT * length(attribution.content):
        return None, None
    if shared(attribution.cue, [s for n in {n for _, _, n in near} for s in decided[n].cue]):
        return None, None
    return replace(attribution, content=rest), None


def _near(pieces: Sequence[tuple[int, int, int]], low: int, high: int) -> list[tuple[int, int, int]]:
    """The pieces, which do not overlap, that share characters with a stretch."""
    at = max(0, bisect_left(pieces, (low, 0, 0)) - 1)
    stop = bisect_left(pieces, (high, 0, 0))
    return [p for p in pieces[at:stop] if p[1] > low]


def _outside(content: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """What of a content is not taken; crumbs between are left out."""
    left: list[Span] = []
    for start, end in content:
        whole = start
        for s, e in taken:
            if s < end and e > start:
                left += [(start, s)] if s - start >= _LEAST else []
                start = max(start, e)
        left += [(start, end)] if end - start >= _LEAST or start == whole else []
    return tuple(left)
