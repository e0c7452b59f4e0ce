"""The names around a place in an article: whether its name is a part of a longer one, or a person's or a word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analysis.named.gazetteer import Entry
from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity

# in |Jordan, near downtown |Austin
INSIDE = re.compile(
    r"\b(?:[Ii]n|[Ii]nside|[Nn]ear|[Aa]cross|[Tt]hroughout|[Oo]utside|[Aa]round|[Ii]nto|[Vv]isit(?:ed|ing|s)?|[Nn]orth|"
    r"[Ss]outh|[Ee]ast|[Ww]est|[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern|[Cc]entral|[Dd]owntown|[Ss]uburban) "
    r"(?:(?:downtown|central|nearby|neighboring|rural|north|south|east|west|northern|southern|eastern|western) )?$"
)
# Gulf of |Mexico, Bank of |England, New |England
_PART = re.compile(
    r"\b(?:(?:Gulf|Bank|Prince|Princess|Duke|Duchess|University|Church|Bishop|Archbishop|Miss|Voice|Book|Bay|Strait|"
    r"Daughters|College|Diocese|Isle|Battle|Treaty|Queen|King) of (?:the )?|New |Miss |Mount |Fort |Lake |Port |San |"
    r"Santa |Los |Las |El |Saint |St\. |Mr\. |Mrs\. |Ms\. |Dr\. )$"
)
_AMERICAS = re.compile(r"\b[A-Z]\w+ $")  # Latin |America
_TREATY = re.compile(
    r"['’]?s? (?:climate )?(?:accords?|agreements?|protocols?|treaty|conventions?|pact|deal)\b", re.I
)
DISTRICT = re.compile(r",? D\.?C\b\.?")
_LARGE = 6
# Words that are places all the same, where no other sense is at hand.
_PLACES_ABOVE_ALL = lexicon.PLACES - lexicon.words("jordan israel georgia austin")


class Candidate(NamedTuple):
    """A name of the gazetteer as it is written."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class Names:
    """The names around places: whether a place's name is a part of one, and whose it may be."""

    def __init__(
        self,
        text: str,
        entities: Sequence[Entity],
        occurrences: Sequence[Occurrence],
        owner: Mapping[int, int],
    ) -> None:
        """Of a text, with what `entities.find` gives."""
        self.text, self.occurrences = text, occurrences
        self.starts = [o.start for o in occurrences]
        self.owners = [entities[owner[i]] if i in owner else None for i in range(len(occurrences))]
        people = [
            e for e in entities if e.kind == "person" and (e.name.given or e.full_names) and not _is_placed(e)
        ]
        self.called = {part for e in people for part in (e.name.last, *e.name.given)}
        self.lower: dict[str, bool] = {}  # by word, as asked for: whether it stands in the text so

    def around(self, start: int, end: int) -> list[int]:
        """The occurrences that overlap a span."""
        first = max(0, bisect_left(self.starts, start) - 1)
        last = bisect_left(self.starts, end)
        return [i for i in range(first, last) if self.occurrences[i].end > start]

    def allow(self, candidate: Candidate) -> bool:
        """Whether a name is no part of a longer one or a person's."""
        text, start, end = self.text, candidate.start, candidate.end
        part = _PART.search(text, max(0, start - 24), start)
        if part or (text[start:end] == "America" and _AMERICAS.search(text, max(0, start - 20), start)):
            return False
        if _TREATY.match(text, end) and candidate.entries[0].kind == "city":
            return False
        for index in self.around(start, end):
            o, entity = self.occurrences[index], self.owners[index]
            if (o.start < start or o.end > end) and not self._is_list(o, candidate):
                return False
            placed = INSIDE.search(text, max(0, start - 40), start) is not None
            if o.titled and o.kind == "person" and not placed:
                return False
            if entity is not None and entity.kind == "person" and entity.name.given and not placed:
                whole = (o.start, o.end) == (start, end)
                large = candidate.entries[0].size >= _LARGE or not lexicon.is_first_name(entity.name.first)
                return _is_placed(entity) or (whole and large)  # São Paulo
        return True

    def _is_list(self, occurrence: Occurrence, candidate: Candidate) -> bool:
        """Whether a longer name is a place and what is beside it: Washington D.C."""
        text = self.text
        district = DISTRICT.match(text, candidate.end)
        return (
            occurrence.start == candidate.start and district is not None and occurrence.end <= district.end()
        )

    def is_placed(self, start: int, end: int) -> bool:
        """Whether entities tell that a name which somebody has is a place here: to |Jordan, beside Jim Jordan."""
        return any(
            e is not None and e.kind == "organisation"
            for e in (self.owners[i] for i in self.around(start, end))
        )

    def is_also(self, start: int, end: int) -> str:
        """What else a name may be: "a person", "a name", "a word", or nothing."""
        written = self.text[start:end]
        word = fold(written)
        if word in self.called and not (word in lexicon.PLACES and self.is_placed(start, end)):
            return "a person"
        if " " in word or "." in word:
            return ""
        if word not in self.lower:
            self.lower[word] = _stands(self.text, word)
        if self.lower[word] or (lexicon.is_word(word) and word not in _PLACES_ABOVE_ALL):
            return "a word"
        if word not in _PLACES_ABOVE_ALL and (lexicon.is_first_name(word) or word in lexicon.COMMON_SURNAMES):
            return "a name"
        return ""


def _stands(text: str, word: str) -> bool:
    """Whether a word stands in a text as it is written, and not only inside longer ones."""
    at = text.find(word)
    while at >= 0:
        before, behind = text[max(0, at - 1) : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or before in {*"_’'-"} or behind.isalnum() or behind in {*"_-"}):
            return True
        at = text.find(word, at + len(word))
    return False


def _is_placed(entity: Entity) -> bool:
    """Whether a person is none, but a place beside a district: Washington D.C."""
    return entity.name.text.endswith(("D.C.", "D.C", " DC"))
