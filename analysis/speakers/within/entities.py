"""Whom an article names: the people and organisations that its written names belong to."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.segmentation import Document
from analysis.speakers import lexicon
from analysis.speakers.within.attributes import add_occurrence, describe
from analysis.speakers.within.boundaries import without_neighbours
from analysis.speakers.within.occurrences import Occurrence, occurrences
from analysis.speakers.within.person_or_thing import is_common_word, settle
from analysis.speakers.within.register import (
    Entity,
    Register,
    find_full,
    find_organisation,
    find_short,
    new_entity,
)


def find(document: Document) -> tuple[list[Entity], list[Occurrence], dict[int, int]]:
    """The entities of a document, all occurrences of names in order, and which entity each belongs to.

    The third value maps an occurrence's position in the second to the number of its entity.
    """
    found = without_neighbours(document.text, occurrences(document))
    register = Register()
    owner = _named(register, found)
    for position, occurrence in enumerate(found):
        if occurrence.weak and (entity := _known(register, occurrence)) is not None:
            owner[position] = entity.number  # a headline brings in nobody
            full = occurrence.kind == "person" and lexicon.is_first_name(occurrence.name.first)
            if full and not entity.name.given and entity.name.last == occurrence.name.last:
                entity.name = occurrence.name  # but it may tell a first name that the text leaves out
    for position, number in sorted(owner.items()):
        add_occurrence(register.entities[number], found[position])
    families = {e.name.last for e in register.entities if e.name.given}
    for entity in register.entities:
        describe(document, entity)
        settle(document.text, entity, families)
    named = {n for n, e in enumerate(register.entities) if not is_common_word(document.text, e)}
    for number, entity in enumerate(register.entities):
        if number not in named:
            entity.kind = "unknown"  # nor is it a target of anybody's tone
    return register.entities, found, {position: n for position, n in owner.items() if n in named}


def _named(register: Register, found: Sequence[Occurrence]) -> dict[int, int]:
    """The entities of the names in running text: organisations and full names first, then what is short for them."""
    owner: dict[int, int] = {}
    surnames = {o.name.last for o in found if not o.name.given and o.kind != "organisation"}
    for position, occurrence in enumerate(found):
        if occurrence.weak or _is_acronym(occurrence):
            continue
        if occurrence.kind == "organisation":
            owner[position] = (
                find_organisation(register, occurrence) or new_entity(register, occurrence)
            ).number
        elif occurrence.name.given:
            if occurrence.kind == "unknown" and occurrence.name.last in surnames:
                occurrence.kind = "person"
            owner[position] = (find_full(register, occurrence) or new_entity(register, occurrence)).number
    short: dict[tuple[object, ...], int] = {}
    for position, occurrence in enumerate(found):
        if position not in owner and not occurrence.weak:
            name = occurrence.name
            key = (name.last, name.suffix, name.titles, name.text, occurrence.titled)
            if key not in short:
                short[key] = (find_short(register, occurrence) or new_entity(register, occurrence)).number
            owner[position] = short[key]
    return owner


def _known(register: Register, occurrence: Occurrence) -> Entity | None:
    """Whom or what that running text names a name in a headline means."""
    if occurrence.kind == "organisation" and not _is_acronym(occurrence):
        return find_organisation(register, occurrence)
    return find_full(register, occurrence) if occurrence.name.given else find_short(register, occurrence)


def _is_acronym(occurrence: Occurrence) -> bool:
    return (
        occurrence.kind == "organisation"
        and " " not in occurrence.name.text
        and occurrence.name.text.isupper()
    )
