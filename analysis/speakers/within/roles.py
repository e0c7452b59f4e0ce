"""What an article says that its people are, before and behind their names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within import descriptions
from analysis.speakers.within.descriptions import Phrase
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity
from analysis.speakers.within.role_nouns import ALIKE

_READ = 15  # names of a person whose surroundings are read
_REACH, _LONGEST = 110, 9  # characters and words before a name
_TOKEN = re.compile(r"[\w.&'’‑/-]+,?")
_OWNER_INSIDE = re.compile(r"[a-z]{2,20} (?:his|her|their)\b")
_OWNED = re.compile(r"[\w.-]{1,40}['’]s? ")
# "Ana Cruz (D-Ohio)", "Ana Cruz, R-Ala.,", "Ana Cruz (R)"
_PARTY = re.compile(r",? ?[(,] ?([RDI])(?:[-–]([A-Z][\w. ]{1,20}?))?[),.]")
_AGE_BEHIND = re.compile(r",? \(?(\d{1,3})(?:[),.;]| years old| of\b| from\b|$)")
_FROM = re.compile(r",? (?:of|from) ((?:[A-Z][\w.]+ ?){1,3})")
_LEAD = re.compile(
    r"(?:,? \(\d{1,3}\)|, \d{1,3})?+(?:, | [–—-] | \(|,? who (?:is|was|became|serves as) | (?:is|was) )"
    r"(?:also |now |currently |once |then )?"
)
# "a spokeswoman for the city, | Ana Cruz"
_APPOSED = re.compile(
    r"\b((?:the|an?|one|his|her|their) (?:[\w.’'-]{1,30} ){1,4}?(?:for|of|at|from|with) [^,.;:“”\"]{2,60}), $",
    re.IGNORECASE,
)
_WAS = re.compile(r",? (?:who )?(?:was|served as|had been|used to be) (?:once |then )?")
_BECAME = re.compile(r",? (?:who )?(?:became|was (?:appointed|named|made)|is now) (?:as )?")
_CLOSED = re.compile(r"\Z|\n|[,.;:()—–”\"]| (?:of|from|who|and|at|in|said|says|told|added)\b")
_APPOSITION = re.compile(r"(?!who\b)[^,.;:)(—–“”\"\n]{3,120}(?:\.[^\s,.;:)(—–“”\"\n]{1,3})*")
_HEADED = re.compile(r"\A(?:(?:the|an?|one of|his|her|their|its|\w+['’]s?)\b)", re.IGNORECASE)

# What somebody is who does such a thing: "Ana Cruz teaches law".
_DOERS: dict[str, tuple[str, ...]] = {
    "teaches": ("teacher", "professor"), "taught": ("teacher", "professor"), "coaches": ("coach",),
    "sings": ("singer",), "farms": ("farmer",), "founded": ("founder",), "edits": ("editor",),
    "chairs": ("chairman",), "manages": ("manager",), "owns": ("owner",), "directs": ("director",),
    "paints": ("painter", "artist"), "preaches": ("pastor", "preacher"), "drives": ("driver",),
}  # fmt: skip
_DOES = re.compile(rf",? (?:who )?(?:now |also |still )?({'|'.join(_DOERS)})\b")


class Told(NamedTuple):
    """What an article says of one person: role phrases, ages, parties, places and organisations."""

    phrases: tuple[Phrase, ...]
    ages: frozenset[str]
    parties: frozenset[str]
    places: frozenset[str]
    fields: frozenset[str]
    moved: frozenset[str]  # the posts that they took up since: who became ambassador


def told(text: str, entity: Entity) -> Told:
    """What stands before and behind a person's names."""
    phrases: dict[str, Phrase] = {}
    ages, parties, places, fields, moved = (set[str]() for _ in range(5))
    for occurrence in entity.occurrences[:_READ]:
        for written in filter(None, (_before(text, occurrence), _behind(text, occurrence.end))):
            phrase = descriptions.read(written)
            phrases.setdefault(written, phrase)
            ages |= {phrase.age} - {""}
        if (was := _WAS.match(text, occurrence.end)) and (held := _held(text, was.end())) is not None:
            phrases.setdefault(f"was {held.text}", replace(held, former=True))
        if (became := _BECAME.match(text, occurrence.end)) and (
            took := _held(text, became.end())
        ) is not None:
            moved.add(took.head)
        if does := _DOES.match(text, occurrence.end):
            for noun in _DOERS[does.group(1)]:
                phrases.setdefault(noun, replace(descriptions.read(f"a {noun}"), text=does.group(1)))
        if match := _AGE_BEHIND.match(text, occurrence.end):
            ages.add(match.group(1))
        if match := _FROM.match(text, occurrence.end):
            places |= {
                descriptions.place(w) for w in map(fold, match.group(1).split()) if descriptions.is_place(w)
            }
        if match := _PARTY.match(text, occurrence.end):
            parties.add(descriptions.party(match.group(1)))
            places |= {descriptions.place(fold(w)) for w in (match.group(2) or "").split()}
    for phrase in phrases.values():
        parties |= phrase.parties if phrase.is_person and not phrase.former else frozenset()
        places |= phrase.places
        fields |= phrase.fields
    return Told(
        tuple(phrases.values()),
        frozenset(ages),
        frozenset(parties),
        frozenset(places),
        frozenset(fields),
        frozenset(moved),
    )


def _held(text: str, start: int) -> Phrase | None:
    """The post of one person that the words from a position on name: "was | sergeant-at-arms for nine years"."""
    found = _APPOSITION.match(text, start)
    phrase = descriptions.read(found.group()) if found else None
    if phrase is None or found is None or not phrase.is_person:
        return None
    return phrase if found.group()[0].islower() or _OWNED.match(found.group()) else None


def _before(text: str, occurrence: Occurrence) -> str:
    """The role right before a name, or nothing: "Secretary of State | Ana Cruz", "her lawyer, | Dan Pike"."""
    window = text[max(0, occurrence.start - _REACH) : occurrence.start]
    window = window[window.rfind("\n") + 1 :]
    apposed = window.endswith(", ")
    if not window.endswith(" ") or (apposed and not _CLOSED.match(text, occurrence.end)):
        return ""  # "according to the mayor, Cruz left"
    if apposed and (match := _APPOSED.search(window)) and descriptions.read(match.group(1)).is_person:
        return match.group(1)
    kept = _role_words(window[:-1].split(" "))
    if not kept:
        return ""
    phrase = " ".join(kept).rstrip(",")
    if apposed:
        determined = fold(kept[0]) in descriptions.DETERMINERS or _OWNED.match(phrase)
        return phrase if determined else ""
    return phrase if _is_role(kept[-1]) or _is_role(phrase.split(" of ")[0].split()[-1]) else ""


def _role_words(words: list[str]) -> list[str]:
    """The last of some words, as far back as they may belong to a role that ends there."""
    first = len(words)
    while first and len(words) - first < _LONGEST:
        shown = words[first - 1]
        word, inside = fold(shown.rstrip(",")), first < len(words)
        stops = shown.endswith(",") and inside
        stops = stops or (shown.endswith(".") and word not in lexicon.ABBREVIATED and "." not in word)
        stops = stops or (inside and words[first][0].isupper() and _does(shown))  # follows | Mayor Ana Cruz
        linked = word == "of" and inside and first > 1 and _is_role(words[first - 2])
        if stops or not _TOKEN.fullmatch(shown) or not (shown.isupper() or linked or _belongs(word)):
            break
        first -= 1
        if word in descriptions.DETERMINERS:
            break
    return words[first:]


def _does(shown: str) -> bool:
    """Whether a word looks like a verb of the present: "follows", not the "sports" of a sports Director."""
    return (
        shown.islower() and shown.endswith("s") and not shown.endswith(("ss", "’s", "'s", "sports", "news"))
    )


def _belongs(word: str) -> bool:
    """Whether a word before a name may be a part of the role there."""
    if word in descriptions.DETERMINERS or word in descriptions.FIELDS:
        return True
    return word not in lexicon.STOPS_A_ROLE and word not in lexicon.HONORIFICS - {"dr"}


def _is_role(word: str) -> bool:
    plain = fold(word)
    return plain in lexicon.PERSON_NOUNS or lexicon.is_title(plain) or plain in ALIKE


def _behind(text: str, end: int) -> str:
    """What an apposition or "is a …" behind a name says, or nothing: "Ana Cruz, | a lawyer for the town"."""
    lead = _LEAD.match(text, end)
    found = _APPOSITION.match(text, lead.end()) if lead else None
    if lead is None or found is None:
        return ""
    copula = lead.group().rstrip().endswith((" is", " was"))
    headed = _HEADED.match(found.group()) is not None
    if copula and not headed:
        return ""
    if not headed and _OWNER_INSIDE.match(found.group()):
        return ""  # Ana Cruz, 31, | said her husband
    told = (headed and not copula) or descriptions.read(found.group()).is_person
    return found.group() if told else ""
