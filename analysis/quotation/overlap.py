"""How much two sets of spans share, in characters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.segmentation import Span

_STRETCH = 512  # characters


def length(spans: Sequence[Span]) -> int:
    """Characters in `spans`, which do not overlap one another."""
    return sum(end - start for start, end in spans)


def shared(first: Sequence[Span], second: Sequence[Span]) -> int:
    """Characters that are in both."""
    return sum(max(0, min(e, f) - max(s, b)) for s, e in first for b, f in second)


@dataclass(slots=True)
class Places:
    """What has spans where: numbers, by the stretches of a text that their spans lie in."""

    there: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, number: int, spans: Sequence[Span]) -> None:
        """Say where something is; numbers are added in ascending order."""
        for stretch in _stretches(spans):
            self.there[stretch].append(number)

    def near(self, spans: Sequence[Span]) -> list[int]:
        """The numbers of what may share a character with `spans`, in ascending order."""
        return sorted({n for stretch in _stretches(spans) for n in self.there.get(stretch, ())})


def _stretches(spans: Sequence[Span]) -> set[int]:
    return {
        stretch for start, end in spans for stretch in range(start // _STRETCH, (end - 1) // _STRETCH + 1)
    }


def agreement(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Intersection over union, 0 to 1; 0 when both are empty."""
    common = shared(first, second)
    return common / ((length(first) + length(second) - common) or 1)
