"""Which attribution lies inside which: each in the narrowest content that holds its cue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.quotation.rules.uncued import Found


def holders_of(found: Sequence[Found]) -> dict[int, Found | None]:
    """The attribution whose content holds each one most tightly, or None, by identity; in a circle is none."""
    ahead = sorted(
        ((s, e, i) for i, f in enumerate(found) if f.parent is None for s, e in f.content), reverse=True
    )
    near: list[tuple[int, int, int]] = []
    holders: dict[int, Found | None] = {}
    for f in sorted(found, key=lambda f: (f.cue or f.content)[0]):
        start = (f.cue or f.content)[0][0]
        while ahead and ahead[-1][0] <= start:
            near.append(ahead.pop())
        near = [piece for piece in near if piece[1] > start]
        holders[id(f)] = f.parent or _holder(f, found, near)
    for circle in _circles(found, holders):  # each holds the next one's cue: "A said x, B said"
        holders[id(max(circle, key=lambda one: one.cue))] = None
    return holders


def _circles(found: Sequence[Found], holders: Mapping[int, Found | None]) -> list[list[Found]]:
    """The attributions that hold one another in a circle, circle by circle."""
    circles: list[list[Found]] = []
    seen: set[int] = set()
    for first in found:
        path: list[Found] = []
        at: dict[int, int] = {}
        one: Found | None = first
        while one is not None and id(one) not in seen:
            seen.add(id(one))
            at[id(one)] = len(path)
            path.append(one)
            one = holders.get(id(one))
        if one is not None and id(one) in at:
            circles.append(path[at[id(one)] :])
    return circles


def _holder(found: Found, others: Sequence[Found], pieces: Sequence[tuple[int, int, int]]) -> Found | None:
    """The one of `others` whose content, of which `pieces` are (start, end, number), holds this cue most tightly."""
    start, end = (found.cue or found.content)[0]
    holding = [
        (e - s, i)
        for s, e, i in pieces
        if s <= start and end <= e and others[i] is not found and (found.cue or e - s > end - start)
    ]
    return others[min(holding)[1]] if holding else None
