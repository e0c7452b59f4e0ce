"""What the rules say of an attribution that the tagger found: how far they agree, and when they know better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.quotation import Attribution, mention_form
from analysis.quotation.overlap import agreement, shared
from analysis.quotation.stance import stance_of, verb_of
from analysis.segmentation import Document

SURE = 0.7  # confidence from which a source by rule was right more often than the tagger's where they differ
EDGE = 0.6  # chance of an edge below which a quoted content by rule was right in 9 of 9 of PolNeAR's development part
_LONGEST_AGENT = 80  # characters
# "… as a victim by The Jackson Star", "… by Mayor Ruth Alder"; not "by signing the bill", "by Friday"
_AGENT = re.compile(
    r"(?<=\w),? by (?P<agent>(?:(?:the|a|an|his|her|its|their|former|mayor|state) ){0,3}"
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b)[A-Z][\w’'.&-]{0,30}(?: (?:(?:of|and|the|for) ){0,2}[A-Z][\w’'.&-]{0,30}){0,6})$"
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|am|been|being|be)\b.{0,80}(?:ed|en|wn|ld|id|ught)(?: [a-z]{2,4})?$"
)
_OPPOSED = re.compile(r"\bopposed\b")  # "is opposed to the bill" tells of the source


def counterpart(attribution: Attribution, candidates: Sequence[Attribution]) -> Attribution | None:
    """The candidate with nearly the same content: at least half of both together; the closest one."""
    touching = [c for c in candidates if shared(c.content, attribution.content)]
    best = max(touching, key=lambda c: agreement(c.content, attribution.content), default=None)
    close = best is not None and agreement(best.content, attribution.content) >= 0.5
    return best if close else None


def same_source(first: Attribution, second: Attribution) -> bool:
    """Whether both name the same words as the source, or both none."""
    return bool(shared(first.source, second.source)) or not (first.source or second.source)


def with_surer_source(text: str, attribution: Attribution, other: Attribution | None) -> Attribution:
    """`attribution`, with the source of its counterpart `other` when that knows better.

    That is when it is sure of another one, or has one beside its cue where this one's is in another paragraph:
    “It is hard,” sighed Roe.
    """
    if other is None or not other.source or same_source(attribution, other):
        return attribution
    beside = is_elsewhere(text, attribution) and not is_elsewhere(text, other)
    return replace(attribution, source=other.source) if beside or other.confidence >= SURE else attribution


def is_elsewhere(text: str, attribution: Attribution) -> bool:
    """Whether the source is in another paragraph than the cue; False where there is not both."""
    if not attribution.source or not attribution.cue:
        return False
    (first, last), (start, end) = attribution.source[0], attribution.cue[0]
    return "\n" in text[min(last, end) : max(first, start)]


def with_passage_said(document: Document, attribution: Attribution) -> Attribution:
    """`attribution` without the passage in marks that its source ends with, which goes on with what is said.

    “We did it,” said Jan Roe, the treasurer, “and will again.”
    """
    if not attribution.source or attribution.kind == "indirect":
        return attribution
    start, end = attribution.source[-1]
    for passage in document.quoted:
        before = document.text[start : passage.start].rstrip()
        if start < passage.start < end <= passage.end <= end + 1 and before.endswith(","):
            content = (*attribution.content, (passage.start, passage.end))
            source = (*attribution.source[:-1], (start, start + len(before) - 1))
            return replace(attribution, source=source, content=tuple(sorted(content)))
    return attribution


def with_surer_content(
    attribution: Attribution, candidates: Sequence[Attribution], edge: float
) -> Attribution:
    """`attribution`, with the content of a candidate that is sure that less of it was said: only what is in marks.

    Where the tagger is not sure of an edge (`edge`, the lowest chance of one, is below EDGE), and the candidate's cue
    is the same, its content quoted throughout and all inside: “It is over,” he said of [the plan. “It cost a lot.”]
    """
    if attribution.kind != "mixed" or edge >= EDGE:
        return attribution
    for other in candidates:
        inside = all(any(s <= a and b <= e for s, e in attribution.content) for a, b in other.content)
        sure = other.confidence >= SURE and other.kind == "direct" and shared(other.cue, attribution.cue)
        if inside and sure:
            return replace(attribution, content=other.content, kind=other.kind)
    return attribution


def without_target(text: str, attribution: Attribution) -> Attribution:
    """`attribution` of a passive cue that judges, with whom it judges in its content: "Roe was assailed as …"."""
    if not attribution.cue or not attribution.source or attribution.source[-1][1] > attribution.cue[0][0]:
        return attribution
    cue = text[attribution.cue[0][0] : attribution.cue[-1][1]]
    judging = _PASSIVE.search(cue) and stance_of(verb_of(cue)) == "judges" and not _OPPOSED.search(cue)
    if not judging or attribution.content[0][0] < attribution.cue[-1][1]:
        return attribution
    return replace(attribution, content=(*attribution.source, *attribution.content), source=())


def with_agent(text: str, attribution: Attribution) -> Attribution:
    """`attribution` of a passive cue without a source, with the one that its content ends with: "by The Star"."""
    if attribution.source or not attribution.cue or not attribution.content:
        return attribution
    start, end = attribution.content[-1]
    agent = _AGENT.search(text, max(start, end - _LONGEST_AGENT), end)
    passive = start >= attribution.cue[-1][1] and _PASSIVE.search(text, *attribution.cue[-1])
    if not (agent and passive) or agent.start() <= start or mention_form(agent["agent"]) != "name":
        return attribution
    return replace(
        attribution,
        content=(*attribution.content[:-1], (start, agent.start())),
        source=(agent.span("agent"),),
    )


def features(attribution: Attribution, other: Attribution | None) -> dict[str, float]:
    """For the confidence: whether the rules found the content too, and with the same source or another one."""
    same = other is not None and same_source(attribution, other)
    return {
        "rules_agree": float(same),
        "rules_differ": float(other is not None and not same),
        "rules_sure": other.confidence if other is not None and same else 0.0,
    }
