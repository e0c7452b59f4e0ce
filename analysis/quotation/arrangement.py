"""Attributions that people marked, in the order of the text, each with the one that it is inside of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.quotation import Attribution
from analysis.segmentation import Span


def arranged(marked: Sequence[Attribution]) -> list[Attribution]:
    """Attributions in order of their first span, each with the smallest that holds it as `parent`."""
    ordered = sorted(
        marked, key=lambda m: min(start for spans in (m.content, m.cue, m.source) for start, _ in spans)
    )
    begin = [min(start for start, _ in a.content) for a in ordered]
    ahead = sorted(range(len(ordered)), key=lambda i: -begin[i])
    near: list[int] = []  # those whose content has begun and goes on
    found: dict[int, Attribution] = {}
    for number in ahead[::-1]:
        content = ordered[number].content
        while ahead and begin[ahead[-1]] <= begin[number]:
            near.append(ahead.pop())
        near = sorted(i for i in near if max(end for _, end in ordered[i].content) > begin[number])
        holders = [i for i in near if ordered[i].content != content and holds(ordered[i].content, content)]
        parent = min(holders, key=lambda i: sum(e - s for s, e in ordered[i].content), default=None)
        found[number] = replace(ordered[number], parent=parent)
    return [found[number] for number in range(len(ordered))]


def holds(outer: Sequence[Span], inner: Sequence[Span]) -> bool:
    """Whether each span of `inner` is in one of `outer`."""
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)
