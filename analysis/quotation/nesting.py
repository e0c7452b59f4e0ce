"""Attributions inside attributions: contents that hold another one, and chains of sources that cite sources."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis.quotation import Attribution
from analysis.quotation.overlap import Places, agreement, length, shared
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
    outermost = _shortened(document.text, outermost, candidates)
    kept = _Kept()
    _chains(document, outermost, kept)
    for candidate in sorted(candidates, key=lambda c: -length(c.content)):
        if not candidate.source or not candidate.content or _repeats(candidate, kept):
            continue
        owner = _holder(candidate, kept) or _chained(candidate, candidates, kept)
        if owner is not None:
            kept.add(candidate, owner)
    return numbered(kept.all, kept.owners)


@dataclass(slots=True)
class _Kept:
    """Attributions in the order in which they were kept, each with its owner, and where their pieces are."""

    all: list[Attribution] = field(default_factory=list)
    owners: list[Attribution | None] = field(default_factory=list)
    cues: Places = field(default_factory=Places)
    sources: Places = field(default_factory=Places)
    contents: Places = field(default_factory=Places)

    def add(self, attribution: Attribution, owner: Attribution | None) -> None:
        number = len(self.all)
        self.all.append(attribution)
        self.owners.append(owner)
        self.cues.add(number, attribution.cue)
        self.sources.add(number, attribution.source)
        self.contents.add(number, attribution.content)


def _shortened(
    text: str, outermost: Sequence[Attribution], candidates: Sequence[Attribution]
) -> list[Attribution]:
    """`outermost`, each without a cited source at the start of its content that the candidates know as a chain."""
    links: dict[int, list[Attribution]] = {}
    for candidate in candidates:
        if candidate.source and candidate.parent is not None:
            links.setdefault(candidate.source[0][0], []).append(candidate)
    return [_without_cited(text, a, links, candidates) for a in outermost]


def _without_cited(
    text: str,
    attribution: Attribution,
    links: Mapping[int, Sequence[Attribution]],
    candidates: Sequence[Attribution],
) -> Attribution:
    """`attribution` without the source in front of it that one of `links` cites; they are by where theirs starts."""
    for link in links.get(attribution.content[0][0], ()) if attribution.content else ():
        if _supports(link, candidates, attribution) and not shared(link.cue, attribution.cue):
            return replace(attribution, content=_behind(text, attribution.content, link.source[-1][1]))
    return attribution


def _chains(document: Document, outermost: Sequence[Attribution], kept: _Kept) -> None:
    """Keep `outermost`, each "citing SOURCE" as an attribution of its own, nested in what it supports."""
    cued: dict[int, list[Attribution]] = {}  # those kept, by the sentence of their cue
    for attribution in outermost:
        first = len(kept.all)
        link = _cited(document.text, attribution)
        if link is None:
            kept.add(attribution, None)
        elif link.cue != attribution.cue:
            outer = _without(document.text, attribution, link)
            kept.add(outer, None)
            kept.add(replace(link, content=outer.content), outer)
        elif supported := _supported(attribution, cued.get(_sentence(document, attribution), ())):
            kept.add(replace(link, content=supported.content), supported)
        else:
            kept.add(attribution, None)
        for new in kept.all[first:]:
            if new.cue:
                cued.setdefault(_sentence(document, new), []).append(new)


def _sentence(document: Document, attribution: Attribution) -> int:
    return bisect_right(document.sentences, attribution.cue[0][0], key=lambda s: s.start) - 1


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


def _supported(citing: Attribution, before: Sequence[Attribution]) -> Attribution | None:
    """The last of those `before` it in its sentence, of the same source, that "citing SOURCE" supports, if any."""
    for other in reversed(before):
        if other.cue[0][0] < citing.cue[0][0] and (not citing.source or shared(other.source, citing.source)):
            return other
    return None


def _pieces(attribution: Attribution) -> tuple[Span, ...]:
    return attribution.content + attribution.cue + attribution.source


def _same_content(first: Attribution, second: Attribution) -> bool:
    return agreement(first.content, second.content) > 0.5


def _repeats(candidate: Attribution, kept: _Kept) -> bool:
    """An attribution that is there already: the same cue, or the same content by the same source."""
    return any(shared(candidate.cue, kept.all[i].cue) for i in kept.cues.near(candidate.cue)) or any(
        shared(candidate.source, kept.all[i].source) and _same_content(candidate, kept.all[i])
        for i in kept.sources.near(candidate.source)
    )


def _holder(candidate: Attribution, kept: _Kept) -> Attribution | None:
    """The attribution with the shortest piece of content that holds the whole candidate, or just fits it."""
    low, high = min(s for s, _ in _pieces(candidate)), max(e for _, e in _pieces(candidate))
    beside = (kept.all[i] for i in kept.contents.near([(low, low + 1)]))
    holding = [(e - s, a) for a in beside for s, e in a.content if s <= low and high <= e]
    return min(holding, key=lambda pair: pair[0])[1] if holding else None


def _chained(candidate: Attribution, candidates: Sequence[Attribution], kept: _Kept) -> Attribution | None:
    """The first attribution kept that says the same as the candidate's own parent."""
    if candidate.parent is None:
        return None
    beside = (kept.all[i] for i in kept.cues.near(candidates[candidate.parent].cue))
    return next((a for a in beside if _supports(candidate, candidates, a)), None)


def _supports(link: Attribution, candidates: Sequence[Attribution], outer: Attribution) -> bool:
    """Whether a link of a chain has the content of its own parent, and that is as good as `outer`."""
    parent = None if link.parent is None else candidates[link.parent]
    if parent is None or link.content != parent.content:
        return False
    return bool(shared(outer.cue, parent.cue)) and _same_content(outer, parent)


def numbered(kept: Sequence[Attribution], owners: Sequence[Attribution | None]) -> list[Attribution]:
    """The attributions in order of their first span, each with the number of its owner, itself one of them."""
    order = sorted(range(len(kept)), key=lambda i: min(_pieces(kept[i])))
    place = {id(kept[i]): number for number, i in enumerate(order)}
    return [
        replace(kept[i], parent=place[id(owner)] if (owner := owners[i]) is not None else None) for i in order
    ]
