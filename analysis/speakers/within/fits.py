"""Whether a description of somebody fits what an article says of a person, or contradicts it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.speakers import lexicon
from analysis.speakers.within import descriptions
from analysis.speakers.within.descriptions import Phrase
from analysis.speakers.within.register import Entity
from analysis.speakers.within.role_nouns import (
    BROADER,
    EPITHETS,
    KIN,
    NOBODY,
    OFFICES,
    PUBLIC,
    SERVING,
    level_of,
)
from analysis.speakers.within.roles import Told

_WHO = re.compile(r"\w who\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # the 2012 nominee


class Fit(NamedTuple):
    """How a description fits a person: "same role", …, and what speaks for and against it."""

    level: str
    shared: int  # words that both have
    missing: int  # telling words of the description that are not said of the person
    more: int  # telling words of the person's role that the description lacks
    against: str  # why it cannot be this person, or nothing
    role: str  # the words that it rests on


def fit(phrase: Phrase, entity: Entity, known: Told, owner: frozenset[str] = frozenset()) -> Fit:
    """How a description fits a person; `owner` are the folded names of whom its "his" or "her" means."""
    if (phrase.head in NOBODY and not phrase.age) or (phrase.head in KIN and not phrase.owner):
        return Fit("none", 0, 0, 0, "may be anybody", "")
    if _WHO.search(phrase.text) and phrase.head not in OFFICES | PUBLIC and not phrase.age:
        return Fit("none", 0, 0, 0, "says itself who is meant", "")
    if any(not any(year in r.text for r in known.phrases) for year in _years(phrase.text)):
        return Fit("none", 0, 0, 0, "of another year", "")
    if against := _contradicted(phrase, entity, known):
        return Fit("none", 0, 0, 0, against, "")
    best: Fit | None = None
    against = denied = ""
    for role in known.phrases:
        level = level_of(phrase.head, role.head)
        if not level:
            continue
        if reason := _differs(phrase, role, owner, known):
            against, denied = against or reason, denied or role.text
            continue
        shared = len(
            (phrase.fields & role.fields)
            | (phrase.places & role.places)
            | (phrase.modifiers & role.modifiers)
        )
        missing = len(phrase.fields - role.fields) + len(phrase.places - role.places - known.places)
        more = len(role.places - phrase.places) + len(role.fields - phrase.fields)
        if role.head == "president" and role.fields and not phrase.fields:
            level = "broader role"  # of a club, while "the president" is mostly the country's
        found = Fit(level, shared, missing, more, "", role.text)
        if (
            best is None
            or _LEVELS[level] + shared - missing > _LEVELS[best.level] + best.shared - best.missing
        ):
            best = found
    if best is not None:
        return best
    return (
        Fit("none", 0, 0, 0, against, denied)
        if against and phrase.age not in known.ages
        else _otherwise(phrase, known)
    )


# What somebody is like, and no kind of work: laid-back, self-taught, affable, soft-spoken; not Oslo-based.
_LIKENESS = re.compile(
    r"(?!(?:co|ex|non|vice|two|three|four|five|first|second|third|right|left|then|one|full|part)-)"
    r"(?![a-z]{2,12}-(?:based|born|elect|old|general|time|year|term|star|grade|generation|in|level|side)\Z)"
    r"[a-z]{2,12}-[a-z]{3,12}|[a-z]{3,12}(?:able|ible|ious|led|ful|ish)|lanky|jovial|burly|wiry|shy|outspoken"
)
# "The top Democrat on the panel", "the freshman Republican": who sits in a parliament, and no president.
_LEGISLATORS = lexicon.words("democrat republican lawmaker legislator")
_STANDING = lexicon.words(
    "top ranking senior junior leading lead freshman first-term second-ranking highest-ranking"
)


def _sits(known: Told) -> bool:
    """Whether somebody is told to be in a parliament."""
    return any(role.head in BROADER["lawmaker"] and not role.former for role in known.phrases)


_LEVELS = {"same role": 3, "like role": 3, "broader role": 2}


def _otherwise(phrase: Phrase, known: Told) -> Fit:
    """The fit where no role that is told is the description's: by age, party, or because nothing is told."""
    roles = [r for r in known.phrases if r.is_person]
    role = roles[0].text if roles else ""
    if phrase.age and phrase.age in known.ages:
        return Fit("age", 1, 0, 0, "", phrase.age)
    if _apart(phrase.places, known.places):
        return Fit("none", 0, 0, 0, "of another place", "")
    if (
        phrase.head in ("republican", "democrat")
        and phrase.parties & known.parties
        and phrase.places <= known.places
    ):
        return Fit("party", len(phrase.places), 0, 0, "", role)
    if phrase.head in ("republican", "democrat") and not known.parties and not _sits(known):
        return Fit("none", 0, 0, 0, "of no party that is told", "")
    towns = phrase.fields if phrase.head in ("resident", "native") else frozenset[str]()
    missing = len(phrase.fields - towns) + len(phrase.places - known.places)
    if phrase.owner or phrase.former or phrase.ranks:
        return Fit("none", 0, missing, 0, "nothing of the kind is said", "")
    if not phrase.text.lower().startswith("the "):
        return Fit("none", 0, missing, 0, "nothing of the kind is said", "")
    if phrase.head in _LEGISLATORS and phrase.modifiers & _STANDING and not _sits(known):
        return Fit("none", 0, missing, 0, "not said to sit there", "")
    anew = phrase.age or (phrase.modifiers - {phrase.owner} and not phrase.fields)
    anew = anew or any(map(_LIKENESS.fullmatch, phrase.modifiers))
    if phrase.head not in (EPITHETS if anew else PUBLIC) and not phrase.age:
        return Fit("none", 0, missing, 0, "nothing of the kind is said", "")
    if phrase.head in OFFICES and any(r.head in OFFICES for r in roles):
        return Fit("none", 0, missing, 0, "another office is told", "")
    return Fit("other role" if roles else "no role", 0, missing, 0, "", role)


@lru_cache(maxsize=4096)
def _years(text: str) -> tuple[str, ...]:
    return tuple(_YEAR.findall(text))


def _contradicted(phrase: Phrase, entity: Entity, known: Told) -> str:
    """What is told of the person that the description denies, whatever the role; nothing when nothing is."""
    told = entity.gender_from == "first name" and any(r.head == phrase.head for r in known.phrases)
    if phrase.gender != "unknown" and entity.gender not in (phrase.gender, "unknown") and not told:
        return f"{entity.name.text} is {entity.gender}"
    if phrase.age and known.ages and phrase.age not in known.ages:
        return f"{entity.name.text} is {min(known.ages)}"
    if phrase.parties and known.parties and not phrase.parties & known.parties:
        return f"{entity.name.text} is {min(known.parties)}"
    return ""


def _differs(phrase: Phrase, role: Phrase, owner: frozenset[str], known: Told) -> str:
    """Why a description and a role of one head noun are not one person's; nothing when they may be."""
    left = phrase.former and bool(known.moved - {role.head})
    if phrase.former != role.former and not left:
        return "former and present are two" if not (role.former and phrase.age) else ""
    lower = (
        role.ranks
        and not phrase.ranks
        and (role.ranks == {"co"} or role.head in BROADER.get(phrase.head, ()))
    )
    if phrase.ranks != role.ranks and not lower:
        return "of another rank"
    foreign = phrase.places - known.places - descriptions.STATES - {"us"}
    if _apart(phrase.places, role.places) or (foreign and phrase.head in OFFICES):
        return "of another place"
    if (reason := _another_owner(phrase, role, owner)) or (
        reason := _another_field(phrase, role, known.fields)
    ):
        return reason
    return ""


def _another_owner(phrase: Phrase, role: Phrase, owner: frozenset[str]) -> str:
    if not phrase.owner:
        return ""
    said = role.fields | role.modifiers | {role.owner}
    whose = owner or frozenset({phrase.owner})
    if whose & said or phrase.owner == role.owner:
        return ""
    if phrase.owner in ("his", "her", "their", "its", "our", "my"):
        if role.owner in ("his", "her") and phrase.owner in ("his", "her"):
            return f"{role.owner} and {phrase.owner} are two"
        return "of somebody else"
    if phrase.owner in FIELD_NAMES and role.fields and _may_be_called(phrase.owner, role.fields):
        return ""
    return "of somebody else"


# Words of an organisation's name that tell it from no other.
_GENERAL = lexicon.words(
    "committee department ministry office agency commission board council administration national"
)
FIELD_NAMES = lexicon.words(
    "company firm group agency party team club organization organisation newspaper network"
)
_NO_COMPANY = lexicon.words(
    """house ministry department police court senate congress university kremlin pentagon council family hospital
    church union city county state"""
)


def _may_be_called(noun: str, fields: frozenset[str]) -> bool:
    """Whether "the company" may be the organisation whose name the words are from."""
    return not fields & _NO_COMPANY and not fields <= descriptions.FIELDS


def _another_field(phrase: Phrase, role: Phrase, fields: frozenset[str]) -> str:
    wanted, said = phrase.fields - {role.head}, role.fields | role.modifiers | {role.owner}
    if wanted <= said or wanted <= fields:
        return ""
    if wanted & said and not (role.fields - wanted) - _GENERAL:
        return ""
    initials = "".join(word[0] for word in re.findall(r"\b[A-Z]\w+", role.text)).lower()
    if any(len(word) > 1 and word in initials for word in wanted):
        return ""  # the FBI director, of the Federal Bureau of Investigation
    if wanted <= FIELD_NAMES and role.fields and _may_be_called("", role.fields):
        return ""
    if role.fields:
        return "of another organisation"
    named = wanted - descriptions.FIELDS
    return "of an organisation that is not told of anybody" if named or phrase.head in SERVING else ""


def _apart(places: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets of places exclude each other; a town, a state and its country do not."""
    if not places or not others or places & others:
        return False
    return any(not (p in descriptions.STATES) ^ (o in descriptions.STATES) for p in places for o in others)
