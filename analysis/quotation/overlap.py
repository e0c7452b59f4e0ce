"""How much two sets of spans share, in characters."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.segmentation import Span


def length(spans: Sequence[Span]) -> int:
    """Characters in `spans`, which do not overlap one another."""
    return sum(end - start for start, end in spans)


def shared(first: Sequence[Span], second: Sequence[Span]) -> int:
    """Characters that are in both."""
    return sum(max(0, min(e, f) - max(s, b)) for s, e in first for b, f in second)


def agreement(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Intersection over union, 0 to 1; 0 when both are empty."""
    common = shared(first, second)
    return common / ((length(first) + length(second) - common) or 1)
