"""The people and organisations found so far in an article, and which of them a name belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from analysis.speakers import lexicon, names
from analysis.speakers.names import Name
from analysis.speakers.within.kinds import Kind
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.organisations import is_acronym

_CALLED_BY_FIRST_NAME = lexicon.words(
    "pope king queen prince princess emperor empress sultan emir saint st sister"
)
_WORD = re.compile(r"\w+")
_APART = re.compile("[ -]")
_ALIKE = 50  # people of one name, or of one first letter, among whom a name's bearer is looked for


@dataclass(slots=True)
class Entity:
    """A person or organisation of the article with every occurrence of its names, in order."""

    number: int
    name: Name
    kind: Kind
    occurrences: list[Occurrence] = field(default_factory=list)
    gender: lexicon.Gender = "unknown"
    gender_from: str = ""
    roles: set[str] = field(default_factory=set)  # folded nouns
    modifiers: set[str] = field(default_factory=set)  # folded words beside those nouns
    description: str = ""
    full_names: int = 0
    start: int = 0  # where it is first named in the form by which it became known


@dataclass(slots=True)
class Register:
    """The entities found so far, with the words by which each can be looked up."""

    entities: list[Entity] = field(default_factory=list)
    people: dict[str, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    organisations: dict[str, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    whole: dict[str, int] = field(default_factory=dict)  # organisations by their whole name
    initials: dict[str, int] = field(default_factory=dict)
    spelt: dict[str, list[int]] = field(default_factory=dict)  # people by the first letter of their surname


def new_entity(register: Register, occurrence: Occurrence) -> Entity:
    """The entity that a name brings in, listed under the words it may be called by."""
    entity = Entity(len(register.entities), occurrence.name, occurrence.kind, start=occurrence.start)
    register.entities.append(entity)
    _list(register, entity)
    return entity


def _list(register: Register, entity: Entity) -> None:
    """List an entity under the words it may be called by."""
    if entity.kind == "organisation":
        words = entity.name.last.removeprefix("the ").split()
        for key in _parts(words):
            register.organisations[key][entity.number] = None
        if words:
            register.whole.setdefault(" ".join(words), entity.number)
        firsts = [w[0] for w in _WORD.findall(entity.name.text)]
        capitals, every = "".join(filter(str.isupper, firsts)), "".join(firsts).upper()
        for letters in (capitals, every):
            register.initials.setdefault(letters, entity.number)
        return
    for key in _keys(entity.name):
        register.people[key][entity.number] = None


def _parts(words: list[str]) -> set[str]:
    """What an organisation is called for short: the Ministry, for the Harbour Ministry; not Cruz, for Team Cruz."""
    keys = {" ".join(words[i:]) for i in range(1, len(words)) if words[-1] in lexicon.ORGANISATION_WORDS}
    if len(words) > 2 and words[0] in lexicon.ORGANISATION_WORDS and words[1] in ("of", "for"):
        keys.add(words[0])  # the Church, for the Church of the Sea
    if len(words) == 2 and words[1] in lexicon.FIRMS and not lexicon.is_word(words[0]):
        keys.add(words[0])  # Marlow, for Marlow Foods
    return keys - lexicon.NAMES_OF_THEIR_OWN | {" ".join(words)}


def _keys(name: Name) -> set[str]:
    parts = [p for p in _APART.split(name.last) if p not in lexicon.PARTICLES]
    return {names.surname_key(name.last), *map(names.surname_key, parts), *name.given}


def _listed(register: Register, name: Name) -> list[Entity]:
    numbers = {n for key in _keys(name) - set(name.given) for n in _first(register.people.get(key))}
    return [register.entities[n] for n in sorted(numbers)]


def _first(listed: Mapping[int, None] | None) -> Iterator[int]:
    """The first of some entities, as many as are looked at."""
    return islice(listed or (), _ALIKE)


def find_organisation(register: Register, occurrence: Occurrence) -> Entity | None:
    """The organisation of that name, or of which it is the acronym or a part."""
    key = occurrence.name.last.removeprefix("the ")
    if key in register.whole:
        return register.entities[register.whole[key]]
    if (entity := _abbreviated(register, occurrence.name.text)) is not None:
        return entity
    listed = register.organisations.get(key, {})
    if len(listed) == 1 or (listed and " " not in key):
        return register.entities[next(reversed(listed))]
    return None


def _abbreviated(register: Register, written: str) -> Entity | None:
    """The organisation whose initials `written` is."""
    letters = written.upper().replace(".", "")
    if letters not in register.initials or sum(map(str.isupper, written)) < 2:
        return None
    entity = register.entities[register.initials[letters]]
    return entity if is_acronym(written, entity.name.text) else None


def find_full(register: Register, occurrence: Occurrence) -> Entity | None:
    """The person of that full name or a variant of it."""
    for entity in _listed(register, occurrence.name):
        if not names.compatible(entity.name, occurrence.name):
            continue
        if occurrence.kind == "person":
            entity.kind = "person"
        if len(occurrence.name.given) > len(entity.name.given) and not occurrence.weak:
            entity.name = occurrence.name
            _list(register, entity)
        entity.full_names += 1
        return entity
    return None


def find_short(register: Register, occurrence: Occurrence) -> Entity | None:
    """Whom a single word names: an acronym's organisation, or who bears it as a surname or first name."""
    word, name = occurrence.name.last, occurrence.name
    if not occurrence.titled:
        if word in register.organisations and not _is_surname_of_somebody(register, name):
            return register.entities[next(iter(register.organisations[word]))]
        if (entity := _abbreviated(register, name.text)) is not None:
            return entity
    people = [register.entities[n] for n in _first(register.people.get(word))]
    bearers = [e for e in _listed(register, name) if names.same_surname(e.name.last, word)]
    bearers += [e for e in people if len(word) > 2 and word in e.name.given[1:] and e not in bearers]
    bearers = bearers or [e for e in people if e.name.first == word]
    alike = [e for e in bearers if e.name.suffix == name.suffix]  # "Cruz Jr." is not his father
    bearers = alike or ([] if name.suffix else bearers)
    if not bearers and occurrence.titled and len(word) > 4:
        bearers = [e for e in _spelt_alike(register, word) if _is_misspelt(e.name.last, word)]
    if (
        name.titles[-1:] == ("president",) and not name.suffix
    ):  # President Cruz is no Ben Cruz Jr. without the title
        bearers = [e for e in bearers if not e.name.suffix or "president" in e.name.titles]
    if _CALLED_BY_FIRST_NAME & set(name.titles[-1:]):  # Pope Francis is not Francis Rocca
        bearers = [e for e in bearers if _CALLED_BY_FIRST_NAME & set(e.name.titles)]
    gender = names.gender(name) if name.titles else "unknown"
    if gender != "unknown":
        bearers = [e for e in bearers if names.gender(e.name) in (gender, "unknown")]
    # News gives the bare surname to the one it is about; others of that surname keep their first names.
    best = max(bearers, key=lambda e: (e.full_names, -e.number)) if bearers else None
    if best is None or occurrence.start >= best.start or not _is_rivalled(best, bearers):
        return best
    return next((e for e in bearers if not e.name.given), None)


def _is_rivalled(best: Entity, bearers: Sequence[Entity]) -> bool:
    """Whether two of one surname are named in full as often: "Cruz", before them, may be either."""
    return any(e is not best and e.name.given and e.full_names == best.full_names for e in bearers)


def _is_surname_of_somebody(register: Register, name: Name) -> bool:
    """Whether somebody is named in full whose surname it is: Ana Bloomberg, not the Bloomberg service."""
    return any(e.name.given and e.name.last == name.last for e in _listed(register, name))


def _spelt_alike(register: Register, word: str) -> list[Entity]:
    """The first people named in full whose surnames begin with the letter that a word begins with."""
    if not register.spelt:
        for entity in register.entities:
            if entity.name.given:
                register.spelt.setdefault(entity.name.last[:1], []).append(entity.number)
    return [register.entities[n] for n in register.spelt.get(word[:1], ())[:_ALIKE]]


def _is_misspelt(one: str, other: str) -> bool:
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 2:
        return False
    from rapidfuzz.distance import DamerauLevenshtein

    most = 2 if len(one) > 6 else 1
    return DamerauLevenshtein.distance(one, other, score_cutoff=most) <= most
