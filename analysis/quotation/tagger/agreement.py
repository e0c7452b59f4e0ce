"""What the rules say of an attribution that the tagger found: how far they agree, and when they know better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.quotation import Attribution
from analysis.quotation.overlap import agreement, shared

SURE = 0.7  # confidence from which a source by rule was right more often than the tagger's where they differ


def counterpart(attribution: Attribution, candidates: Sequence[Attribution]) -> Attribution | None:
    """The candidate with nearly the same content: at least half of both together; the closest one."""
    touching = [c for c in candidates if shared(c.content, attribution.content)]
    best = max(touching, key=lambda c: agreement(c.content, attribution.content), default=None)
    close = best is not None and agreement(best.content, attribution.content) >= 0.5
    return best if close else None


def same_source(first: Attribution, second: Attribution) -> bool:
    """Whether both name the same words as the source, or both none."""
    return bool(shared(first.source, second.source)) or not (first.source or second.source)


def with_surer_source(attribution: Attribution, other: Attribution | None) -> Attribution:
    """`attribution`, with the source of its counterpart `other` when that is sure of another one."""
    if other is None or not other.source or other.confidence < SURE or same_source(attribution, other):
        return attribution
    return replace(attribution, source=other.source)


def features(attribution: Attribution, other: Attribution | None) -> dict[str, float]:
    """For the confidence: whether the rules found the content too, and with the same source or another one."""
    same = other is not None and same_source(attribution, other)
    return {
        "rules_agree": float(same),
        "rules_differ": float(other is not None and not same),
        "rules_sure": other.confidence if other is not None and same else 0.0,
    }
