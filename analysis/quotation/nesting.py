"""Attributions inside attributions: contents that hold another one, and chains of sources that cite sources."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from analysis.quotation import Attribution
from analysis.quotation.overlap import agreement, length, shared
from analysis.segmentation import Document, Span

# Who or what is cited as having said something; events and facts that are cited as evidence are not sources.
_CITED = re.compile(
    r"\b(?:officials?|sources?|people|persons?|aides?|advis[eo]rs?|diplomats?|spokes\w+|lawyers?|police|authorities"
    r"|prosecutors?|investigators?|ministers?|ministry|agenc(?:y|ies)|experts?|analysts?|researchers?|scientists?"
    r"|witnesses|residents|reports?|documents?|statements?|memos?|e-?mails?|letters?|records?|stud(?:y|ies)|surveys?|polls?)\b",
    re.IGNORECASE,
)
_CITED_TO = re.compile(
    r"[,;:.“\"\n]|\b(?:who|that|which|as|because)\b", re.IGNORECASE
)  # where the source ends
_CITING = re.compile(r"(?<![\s,])[\s,]*+\b(?:citing|quoting)$", re.IGNORECASE)


def add_nested(
    document: Document, outermost: Sequence[Attribution], candidates: Sequence[Attribution]
) -> list[Attribution]:
    """`outermost` and those `candidates` that lie inside one of them, in order of their first span.

    A candidate is nested when a single piece of content holds all of it, or when it is the inner link of a chain
    ("X reported, citing Y, that …"): its own parent among the candidates has the content of an outermost one.
    Its `parent` is then the narrowest attribution that holds it. Every other candidate is left out.
    """
    kept, owners = _chains(document, [_shortened(document.text, a, candidates) for a in outermost])
    for candidate in sorted(candidates, key=lambda c: -length(c.content)):
        if not candidate.source or not candidate.content or _repeats(candidate, kept):
            continue
        owner = _holder(candidate, kept) or _chained(candidate, candidates, kept)
        if owner is not None:
            kept.append(candidate)
            owners.append(owner)
    return _numbered(kept, owners)


def _shortened(text: str, attribution: Attribution, candidates: Sequence[Attribution]) -> Attribution:
    """`attribution` without a cited source at the start of its content that the candidates know as a chain."""
    for candidate in candidates:
        if (
            not candidate.source
            or not attribution.content
            or _chained(candidate, candidates, [attribution]) is None
        ):
            continue
        if candidate.source[0][0] == attribution.content[0][0] and not shared(candidate.cue, attribution.cue):
            return replace(attribution, content=_behind(text, attribution.content, candidate.source[-1][1]))
    return attribution


def _chains(
    document: Document, outermost: Sequence[Attribution]
) -> tuple[list[Attribution], list[Attribution | None]]:
    """`outermost` with each "citing SOURCE" as an attribution of its own, nested in what it supports."""
    kept: list[Attribution] = []
    owners: list[Attribution | None] = []
    for attribution in outermost:
        link = _cited(document.text, attribution)
        pair: tuple[Attribution, Attribution | None]
        if link is None:
            pair = (attribution, None)
        elif link.cue != attribution.cue:
            outer = _without(document.text, attribution, link)
            pair = (replace(link, content=outer.content), outer)
            kept.append(outer)
            owners.append(None)
        else:
            supported = _supported(document, attribution, kept)
            pair = (replace(link, content=supported.content), supported) if supported else (attribution, None)
        kept.append(pair[0])
        owners.append(pair[1])
    return kept, owners


def _cited(text: str, attribution: Attribution) -> Attribution | None:
    """The inner link of "reported, citing officials, that …" or "citing officials": its source, and "citing"."""
    if not attribution.cue or not attribution.content:
        return None
    start, end = attribution.cue[-1]
    citing = _CITING.search(text[start:end])
    low, high = attribution.content[0]
    if citing is None or low < end:
        return None
    behind = _CITED_TO.search(text, low, high)
    stop = behind.start() if behind else high
    if not _CITED.search(text, low, stop):
        return None
    cue = (end - len(citing.group().lstrip(" ,\n\t")), end)
    return replace(attribution, source=((low, low + len(text[low:stop].rstrip())),), cue=(cue,))


def _without(text: str, attribution: Attribution, link: Attribution) -> Attribution:
    """The outer link of a chain: its cue without "citing", its content without the source that is cited."""
    start = attribution.cue[-1][0]
    end = start + len(text[start : link.cue[0][0]].rstrip(" ,\n\t"))
    content = _behind(text, attribution.content, link.source[0][1])
    return replace(attribution, cue=(*attribution.cue[:-1], (start, end)), content=content)


def _behind(text: str, content: tuple[Span, ...], start: int) -> tuple[Span, ...]:
    """`content` from `start` on, without the comma and white space there; unchanged when nothing would be left."""
    high = content[0][1]
    low = high - len(text[start:high].lstrip(" ,\n\t"))
    return tuple((s, e) for s, e in ((low, high), *content[1:]) if s < e) or content


def _supported(document: Document, citing: Attribution, before: Sequence[Attribution]) -> Attribution | None:
    """The attribution of the same sentence and source that "citing SOURCE" supports, if there is one."""
    starts = [s.start for s in document.sentences]
    sentence = document.sentences[bisect_right(starts, citing.cue[0][0]) - 1] if starts else None
    near = [
        a
        for a in before
        if sentence and a.cue and sentence.start <= a.cue[0][0] < citing.cue[0][0]
        if not citing.source or shared(a.source, citing.source)
    ]
    return near[-1] if near else None


def _pieces(attribution: Attribution) -> tuple[Span, ...]:
    return attribution.content + attribution.cue + attribution.source


def _same_content(first: Attribution, second: Attribution) -> bool:
    return agreement(first.content, second.content) > 0.5


def _repeats(candidate: Attribution, kept: Sequence[Attribution]) -> bool:
    """An attribution that is there already: the same cue, or the same content by the same source."""
    return any(
        shared(candidate.cue, a.cue) or (_same_content(candidate, a) and shared(candidate.source, a.source))
        for a in kept
    )


def _holder(candidate: Attribution, kept: Sequence[Attribution]) -> Attribution | None:
    """The attribution with the shortest piece of content that holds the whole candidate, or just fits it."""
    low, high = min(s for s, _ in _pieces(candidate)), max(e for _, e in _pieces(candidate))
    holding = [(e - s, a) for a in kept for s, e in a.content if s <= low and high <= e]
    return min(holding, key=lambda pair: pair[0])[1] if holding else None


def _chained(
    candidate: Attribution, candidates: Sequence[Attribution], kept: Sequence[Attribution]
) -> Attribution | None:
    """The outermost attribution that says the same as the candidate's own parent."""
    if candidate.parent is None:
        return None
    parent = candidates[candidate.parent]
    if candidate.content != parent.content:
        return None
    return next((a for a in kept if _same_content(a, parent) and shared(a.cue, parent.cue)), None)


def _numbered(kept: Sequence[Attribution], owners: Sequence[Attribution | None]) -> list[Attribution]:
    order = sorted(range(len(kept)), key=lambda i: min(_pieces(kept[i])))
    place = {id(kept[i]): number for number, i in enumerate(order)}
    return [
        replace(kept[i], parent=place[id(owner)] if (owner := owners[i]) is not None else None) for i in order
    ]
