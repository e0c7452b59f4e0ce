"""What an article says of whom it names: gender, role and description."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.segmentation import Document
from analysis.speakers import lexicon, names
from analysis.speakers.names import fold
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity

_APPOSITION = re.compile(r",? (?:\(\d\d\)|\d\d),|,| –| —| -| \(|,? who (?:is|was)| is| was")
_POST = re.compile(
    r"\s{0,130}+(?:who (?:is|was) |\d\d, )?"
    r"((?:(?:the|a|an|his|her|their|its|one of)\b|[\w.]{1,130}+['’]s?\b|\w{1,130}+ ).{3,110}?)"
    r"(?=[,.;:)(—–“\"\n]|$)"
)
# What opens no description: "but Trump himself …", "also considered a …", "its star".
_NO_ROLE = lexicon.COMMON_WORDS - lexicon.words("the a an one his her their first") | {
    "its",
    "my",
    "our",
    "your",
}
_OWNERS = frozenset(["his", "her", "their"])
_RELATION = re.compile(r"\b(?:of|for|at|in|with|who|that|which|from|by|to|and|on)\b")
_WORDS = re.compile(r"[\w.'’‑-]+")
_DESCRIBED = 12  # names of an entity whose surroundings are read for a description


def add_occurrence(entity: Entity, occurrence: Occurrence) -> None:
    """Add an occurrence to its entity with what it shows of gender, role and kind."""
    entity.occurrences.append(occurrence)
    if occurrence.titled and occurrence.kind == "person":
        entity.kind = "person"
    if occurrence.role and entity.kind != "organisation":
        _add_role(entity, occurrence.role)
    _show_gender(entity, [*occurrence.name.titles, *(fold(w) for w in occurrence.role.split())])
    if entity.gender == "unknown" and entity.kind != "organisation":
        entity.gender = names.gender(entity.name)
        entity.gender_from = "first name" if entity.gender != "unknown" else ""


def _show_gender(entity: Entity, titles: Iterable[str]) -> None:
    for title in titles:
        if title in lexicon.FEMALE_TITLES or title in lexicon.MALE_TITLES:
            entity.gender = "female" if title in lexicon.FEMALE_TITLES else "male"
            entity.gender_from = title


def _add_role(entity: Entity, phrase: str) -> None:
    plain = phrase.replace("prime minister", "prime-minister").replace("Prime Minister", "prime-minister")
    words = [fold(w).removesuffix("'s") for w in _WORDS.findall(plain)]
    nouns = {w for w in words if w in lexicon.PERSON_NOUNS}
    entity.roles |= nouns
    entity.modifiers |= {w for w in words if w not in nouns and w not in lexicon.COMMON_WORDS}
    if len(phrase) > len(entity.description) and (nouns or not entity.description):
        entity.description = phrase


def describe(document: Document, entity: Entity) -> None:
    """Add what appositions and "is a …" clauses behind the entity's names say of it."""
    if entity.kind == "organisation":
        return
    text = document.text
    for occurrence in entity.occurrences[:_DESCRIBED]:
        lead = _APPOSITION.match(text, occurrence.end)
        phrase = _POST.match(text, lead.end(), min(len(text), lead.end() + 130)) if lead else None
        if phrase is None:
            continue
        words = [fold(w) for w in _WORDS.findall(_RELATION.split(phrase.group(1), maxsplit=1)[0])]
        if _OWNERS & set(words[1:]):
            continue  # Ana Cruz, 31, | said her husband
        if words and words[-1] in lexicon.PERSON_NOUNS and len(words) <= 9 and words[0] not in _NO_ROLE:
            _add_role(entity, phrase.group(1).rstrip())
            if entity.gender_from in ("", "first name") and words[-1] in lexicon.FEMALE_NOUNS:
                entity.gender, entity.gender_from = "female", words[-1]
            elif entity.gender_from in ("", "first name") and words[-1] in lexicon.MALE_NOUNS:
                entity.gender, entity.gender_from = "male", words[-1]
