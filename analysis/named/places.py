"""The places that an article names, each with its ISO code: names of the gazetteer that are no part of another name.

A name of several places is the one that its neighbours or the article's other places tell, else the largest. A name
that is also a person's or a word needs "in" before it, or its state behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from analysis.named import gazetteer
from analysis.named.around import DISTRICT, INSIDE, Candidate, Names
from analysis.named.gazetteer import Entry
from analysis.segmentation import Span
from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_CAPITAL = re.compile(rf"{_UPPER}(?<![\w@#/&’'.-].)[^\W_]*")
_BEHIND = re.compile(
    r"[\w@&]|['’](?!s\b|\s|$)\w|[-‐‑](?!based\b)\w|\.(?:com|org|gov|net)\b| (?:TODAY|Today)\b"
)
# as INSIDE, and to, from, at, of, between |Jordan and
_ABOUT = re.compile(
    r"\b(?:[Tt]o|[Ff]rom|[Aa]t|[Oo]f|[Bb]etween|[Tt]hrough|[Tt]owards?|[Ll]eft|[Ff]or|[Ww]ith|[Oo]ver) $"
)
_LARGER = re.compile(r",? ([A-Z][\w.]{1,20}(?: [A-Z][a-z]{1,15}){0,2})")
_STATE = re.compile(r" [Ss]tate\b(?! (?:Department|Senate|House|University|Sen|Rep|Supreme))")
_GOVERNED = re.compile(
    r" (?:Gov\.|Sen\.|Rep\.|Governor|Senator|Attorney General|Democrat|Republican|Lt\.|[Ss]tate\b|Legislature)"
)
_TOWN = re.compile(rf"(?<![\w.'’-])((?:{_UPPER}[\w’'-]{{1,20}} ){{0,2}}{_UPPER}[\w’'-]{{1,20}})(?:, )?$")
_LONGEST_TOWN = 64
_WITH_STATE = re.compile(
    rf", ({'|'.join(re.escape(s) for s in sorted(gazetteer.states(), key=len, reverse=True))})(?!\w|[ ][A-Z])"
)
_GEORGIA = re.compile(
    r"\b(?:Tbilisi|Abkhazia|South Ossetia|Saakashvili|Caucasus|Batumi|Margvelashvili|Ivanishvili)\b"
)
_HERE = {"US", "GB"}
SMALL = 2  # a city of that size or less needs "in" before it, or its state told


class Place(NamedTuple):
    """A place named at one spot: the columns of the table `places` without the article."""

    start: int
    end: int
    code: str
    name: str
    kind: str
    evidence: str


def find(
    text: str,
    entities: Sequence[Entity],
    occurrences: Sequence[Occurrence],
    owner: Mapping[int, int],
    left_out: Sequence[Span] = (),
) -> list[Place]:
    """The places that a text names, in order; `left_out` is where nothing is told (see `margins.furniture`).

    `entities`, `occurrences` and `owner` are what `entities.find` gives.
    """
    names = Names(text, entities, occurrences, owner)
    candidates = [c for c in _candidates(text) if not _within(c.start, left_out) and names.allow(c)]
    told = {entry.code for c in candidates for entry in _states_or_countries(c)}
    found = [p for c in candidates if (p := _place(text, c, names, told)) is not None]
    taken = {p.start for p in found}
    towns = [t for t in _towns(text, names, left_out) if t.start not in taken]
    return sorted([*found, *towns])


def _within(position: int, spans: Sequence[Span]) -> bool:
    at = bisect_right(spans, (position, len(spans) and spans[-1][1] + 1)) - 1
    return at >= 0 and spans[at][0] <= position < spans[at][1]


def _candidates(text: str) -> Iterator[Candidate]:
    """The longest names of the gazetteer in a text, apart."""
    names, behind = gazetteer.names(), 0
    for match in _CAPITAL.finditer(text):
        spellings = names.get(match.group())
        if spellings is None or (start := match.start()) < behind:
            continue
        for spelling, entries in spellings:
            end = start + len(spelling)
            if text.startswith(spelling, start) and not _BEHIND.match(text, end):
                yield Candidate(start, end, entries)
                behind = end
                break


def _states_or_countries(candidate: Candidate) -> tuple[Entry, ...]:
    """What a name tells of where the article is: its state or country, where it is that of one place only."""
    return candidate.entries if len(candidate.entries) == 1 and candidate.entries[0].kind != "city" else ()


def _place(text: str, candidate: Candidate, names: Names, told: set[str]) -> Place | None:
    """What a name of the gazetteer means here, or None where nothing tells that it is a place."""
    start, end, entries = candidate
    if entries[0].name == "Washington":
        return _washington(text, candidate, names)
    larger = _beside(text, end)
    if larger is not None:
        named, where = larger
        beside = [e for e in entries if e.kind == "city" and _is_of(e, where)]
        town = beside or [e for e in entries if e.kind == "city"]
        if beside or (town and where.code.startswith("US-") and not any(e.kind != "city" for e in entries)):
            return Place(start, end, where.code, entries[0].name, "city", f"before {named}")
    entry, why = _chosen(text, candidate, told)
    before = text[max(0, start - 40) : start]
    inside, about = INSIDE.search(before), _ABOUT.search(before)
    if (other := names.is_also(start, end)) and not inside:
        weak = other == "a name" and (
            about or (entry.kind != "city" and entry.code not in _HERE) or entry.code in told
        )
        if not weak:
            return None
    if entry.kind == "city" and entry.size <= SMALL and not inside and entry.code not in told and not about:
        return None
    if inside and not why:
        why = f"behind “{inside.group().split()[0].lower()}”"
    return Place(start, end, entry.code, entry.name, entry.kind, why or "a name of one place only")


def _chosen(text: str, candidate: Candidate, told: set[str]) -> tuple[Entry, str]:
    """Which of the places of a name is meant, and why."""
    start, end, entries = candidate
    if len(entries) == 1:
        return entries[0], ""
    if entries[0].name == "Georgia":
        hint = _GEORGIA.search(text)
        wanted = "country" if hint else "state"
        entry = next(e for e in entries if e.kind == wanted)
        return (
            entry,
            f"the article names {hint.group()}" if hint else "the state, where nothing tells of the country",
        )
    if entries[0].name == "New York":
        kind = "state" if _GOVERNED.match(text, end) or text[max(0, start - 2) : start] == ", " else "city"
        return next(e for e in entries if e.kind == kind), "the state" if kind == "state" else "the city"
    named = [e for e in entries if e.kind == "city" and e.code in told]
    if len(named) == 1 and all(e.kind == "city" for e in entries):
        return named[0], f"the article names {_name_of(named[0].code)}"
    best = max(entries, key=lambda e: ({"country": 2, "state": 1, "city": 0}[e.kind], e.size))
    return best, "the largest of that name"


def _name_of(code: str) -> str:
    return next(e.name for _, e in gazetteer.entries() if e.code == code and e.kind != "city")


def _beside(text: str, end: int) -> tuple[str, Entry] | None:
    """The state or country that is named behind a comma: Paris|, Texas."""
    if text[end : end + 2] != ", ":
        return None
    match = _LARGER.match(text, end)
    if match is None:
        return None
    words = match[1].split(" ")
    for n in range(len(words), 0, -1):
        name = " ".join(words[:n])
        if (state := gazetteer.states().get(name) or gazetteer.states().get(name.rstrip("."))) is not None:
            return state.name, state
        for spelling, entries in gazetteer.names().get(gazetteer.first(name), ()):
            larger = [e for e in entries if e.kind != "city"]
            if spelling == name.rstrip(".") and larger:
                return larger[0].name, larger[0]
    return None


def _is_of(city: Entry, where: Entry) -> bool:
    return city.code == where.code or city.code == where.code.split("-")[0]


def _washington(text: str, candidate: Candidate, names: Names) -> Place | None:
    """The city, but for "Washington state" and behind a town; a person's name where somebody has it."""
    start, end, _ = candidate
    before = text[max(0, start - 40) : start]
    if (district := DISTRICT.match(text, end)) is not None:
        return Place(start, district.end(), "US-DC", "Washington", "city", "before D.C.")
    if _STATE.match(text, end):
        return Place(start, end, "US-WA", "Washington", "state", "before “state”")
    if (town := _TOWN.search(text, max(0, start - _LONGEST_TOWN), start)) is not None:
        city = [
            e
            for s, found in gazetteer.names().get(gazetteer.first(town[1]), ())
            if s == town[1]
            for e in found
        ]
        if any(e.code == "US-WA" for e in city):
            return Place(start, end, "US-WA", "Washington", "state", f"behind {town[1]}")
    if "washington" in names.called and not INSIDE.search(before) and not _ABOUT.search(before):
        return None
    return Place(start, end, "US-DC", "Washington", "city", "the city, where nothing tells of the state")


def _towns(text: str, names: Names, left_out: Sequence[Span]) -> Iterator[Place]:
    """The towns that no gazetteer of ours has, before their states: |Ferguson, Mo."""
    for match in _WITH_STATE.finditer(text):
        end = match.start()
        state = gazetteer.states()[match[1]]
        before = _TOWN.search(text, max(0, end - _LONGEST_TOWN), end)
        if before is not None and state.code != "US-DC" and not _within(end, left_out):
            found = _town(text, before.span(1), state, names)
            if found is not None:
                yield found


def _town(text: str, span: Span, state: Entry, names: Names) -> Place | None:
    """The town at a span, or None where the words there are no town's: a list of states, a person, a day."""
    start, end = span
    found = [names.occurrences[i] for i in names.around(start, end)]
    if len(found) != 1 or found[0].end != end or found[0].titled or found[0].kind == "person":
        return None
    start = found[0].start
    written = text[start:end]
    words = [fold(w) for w in written.split()]
    other = any(
        w in lexicon.CALENDAR or w in lexicon.ORGANISATION_WORDS or w in lexicon.DEMONYMS for w in words
    )
    if other or fold(written) in names.called or gazetteer.names().get(written) or written.isupper():
        return None
    return Place(start, end, state.code, written, "city", f"before {state.name}")
