"""Whom an article names: the people and organisations that its written names belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from analysis.segmentation import Document
from analysis.speakers import lexicon, names
from analysis.speakers.names import Name, fold
from analysis.speakers.within.occurrences import Kind, Occurrence, is_acronym, occurrences

_APPOSITION = re.compile(r",? (?:\(\d\d\)|\d\d),|,| –| —| -| \(|,? who (?:is|was)| is| was")
_POST = re.compile(
    r"\s{0,130}+(?:who (?:is|was) |\d\d, )?"
    r"((?:(?:the|a|an|his|her|their|its|one of)\b|[\w.]{1,130}+['’]s?\b|\w{1,130}+ ).{3,110}?)"
    r"(?=[,.;:)(—–“\"\n]|$)"
)
_RELATION = re.compile(r"\b(?:of|for|at|in|with|who|that|which|from|by|to|and|on)\b")
_WORDS = re.compile(r"[\w.'’‑-]+")
_ALIKE = (
    50  # people of one name, or of surnames with one first letter, among whom a name's bearer is looked for
)
_DESCRIBED = 12  # names of an entity whose surroundings are read for a description


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


@dataclass(slots=True)
class Register:
    """The entities found so far, with the words by which each can be looked up."""

    entities: list[Entity] = field(default_factory=list)
    people: dict[str, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    organisations: dict[str, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    whole: dict[str, int] = field(default_factory=dict)  # organisations by their whole name
    initials: dict[str, int] = field(default_factory=dict)
    spelt: dict[str, list[int]] = field(default_factory=dict)  # people by the first letter of their surname


def find(document: Document) -> tuple[list[Entity], list[Occurrence], dict[int, int]]:
    """The entities of a document, all occurrences of names in order, and which entity each belongs to.

    The third value maps an occurrence's position in the second to the number of its entity.
    """
    found = _without_neighbours(document.text, occurrences(document))
    register = Register()
    owner: dict[int, int] = {}
    surnames = {o.name.last for o in found if not o.name.given and o.kind != "organisation"}
    for position, occurrence in enumerate(found):
        if occurrence.kind == "organisation":
            owner[position] = _organisation(register, occurrence).number
        elif occurrence.name.given:
            if occurrence.kind == "unknown" and occurrence.name.last in surnames:
                occurrence.kind = "person"
            owner[position] = _full(register, occurrence).number
    short: dict[tuple[object, ...], int] = {}
    for position, occurrence in enumerate(found):
        if position not in owner:
            name = occurrence.name
            key = (name.last, name.suffix, name.titles, name.text, occurrence.titled)
            if key not in short:
                short[key] = _short(register, occurrence).number
            owner[position] = short[key]
    for position, number in sorted(owner.items()):
        _join(register.entities[number], found[position])
    for entity in register.entities:
        _describe(document, entity)
    return register.entities, found, owner


# --- names that run into other words ---------------------------------------------------------------------------


def _without_neighbours(text: str, found: list[Occurrence]) -> list[Occurrence]:
    """The occurrences without capitalised words that are no part of the name: headlines, captions, slogans.

    A name that holds somebody's surname ends with it (Now Cruz Tours Ohio); one that ends in somebody's full name
    begins with that (Crooked Ana Cruz). Somebody is a person whose full name begins with a common first name.
    """
    people = [o for o in found if o.kind == "person" and o.name.given and lexicon.is_first_name(o.name.first)]
    surnames = {o.name.last for o in people if not lexicon.is_first_name(o.name.last)}
    whole = {tuple(fold(w) for w in text[o.start : o.end].split()) for o in people}
    return [_trimmed(text, o, surnames, whole) if o.name.given else o for o in found]


def _trimmed(
    text: str, occurrence: Occurrence, surnames: set[str], whole: set[tuple[str, ...]]
) -> Occurrence:
    places = [(occurrence.start + m.start(), occurrence.start + m.end()) for m in _written(text, occurrence)]
    words = tuple(fold(text[start:end]) for start, end in places)
    named = next((i for i, word in enumerate(words) if word in surnames), len(words))
    again = next((i for i, word in enumerate(words) if i and word.startswith(words[0])), 0)
    if again and words[0] in surnames:
        kept = places[:1]  # a caption glued on: Cruz Ana CruzSenate
    elif named == 1 == len(words) - 1 and words[0].endswith("ing") and not lexicon.is_first_name(words[0]):
        kept = places[1:]
    elif named < len(words) - 1 and words[-1] not in surnames and not lexicon.is_first_name(words[0]):
        kept = places[named : named + 1]
    else:
        behind = next((i for i in range(1, len(words) - 1) if words[i:] in whole), 0)
        kept = places[behind:] if words not in whole or behind else places
    start, end = kept[0][0], kept[-1][1]
    if (start, end) == (occurrence.start, occurrence.end):
        return occurrence
    name = replace(names.parse(text[start:end]), titles=occurrence.name.titles)
    return replace(occurrence, start=start, end=end, name=name, kind="person")


def _written(text: str, occurrence: Occurrence) -> Iterator[re.Match[str]]:
    return re.finditer(r"\S+", text[occurrence.start : occurrence.end])


# --- which entity a name belongs to ---------------------------------------------------------------------------


def _new(register: Register, occurrence: Occurrence) -> Entity:
    entity = Entity(len(register.entities), occurrence.name, occurrence.kind)
    register.entities.append(entity)
    _list(register, entity)
    return entity


def _list(register: Register, entity: Entity) -> None:
    """List an entity under the words it may be called by."""
    if entity.kind == "organisation":
        words = entity.name.last.removeprefix("the ").split()
        keys = {" ".join(words[i:]) for i in range(len(words))}
        if words and words[0] in lexicon.ORGANISATION_WORDS:
            keys.add(words[0])  # the Church, for the Church of the Sea
        for key in keys:
            register.organisations[key][entity.number] = None
        if words:
            register.whole.setdefault(" ".join(words), entity.number)
        capitals = "".join(w[0] for w in re.findall(r"\w+", entity.name.text) if w[0].isupper())
        every = "".join(w[0] for w in re.findall(r"\w+", entity.name.text)).upper()
        for letters in (capitals, every):
            register.initials.setdefault(letters, entity.number)
        return
    for key in _keys(entity.name):
        register.people[key][entity.number] = None


def _keys(name: Name) -> set[str]:
    parts = [p for p in re.split(r"[ -]", name.last) if p not in lexicon.PARTICLES]
    return {names.surname_key(name.last), *map(names.surname_key, parts), *name.given}


def _listed(register: Register, name: Name) -> list[Entity]:
    numbers = {n for key in _keys(name) - set(name.given) for n in _first(register.people.get(key))}
    return [register.entities[n] for n in sorted(numbers)]


def _first(listed: Mapping[int, None] | None) -> Iterator[int]:
    """The first of some entities, as many as are looked at."""
    return islice(listed or (), _ALIKE)


def _organisation(register: Register, occurrence: Occurrence) -> Entity:
    """The organisation of that name, or of which it is the acronym or a part; a new one otherwise."""
    key = occurrence.name.last.removeprefix("the ")
    if key in register.whole:
        return register.entities[register.whole[key]]
    if (entity := _abbreviated(register, occurrence.name.text)) is not None:
        return entity
    listed = register.organisations.get(key, {})
    if len(listed) == 1 or (listed and " " not in key):
        return register.entities[next(reversed(listed))]
    return _new(register, occurrence)


def _abbreviated(register: Register, written: str) -> Entity | None:
    """The organisation whose initials `written` is."""
    letters = written.upper().replace(".", "")
    if sum(c.isupper() for c in written) < 2 or letters not in register.initials:
        return None
    entity = register.entities[register.initials[letters]]
    return entity if is_acronym(written, entity.name.text) else None


def _full(register: Register, occurrence: Occurrence) -> Entity:
    """The person of that full name or a variant of it; a new one otherwise."""
    for entity in _listed(register, occurrence.name):
        if not names.compatible(entity.name, occurrence.name):
            continue
        if occurrence.kind == "person":
            entity.kind = "person"
        if len(occurrence.name.given) > len(entity.name.given):
            entity.name = occurrence.name
            _list(register, entity)
        entity.full_names += 1
        return entity
    return _new(register, occurrence)


def _short(register: Register, occurrence: Occurrence) -> Entity:
    """Whom a single word names: an acronym's organisation, who bears it as a surname or first name, or a new one."""
    word, name = occurrence.name.last, occurrence.name
    if not occurrence.titled:
        if word in register.organisations:
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
    gender = names.gender(name) if name.titles else "unknown"
    if gender != "unknown":
        bearers = [e for e in bearers if names.gender(e.name) in (gender, "unknown")]
    # News gives the bare surname to the one it is about; others of that surname keep their first names.
    return max(bearers, key=lambda e: (e.full_names, -e.number)) if bearers else _new(register, occurrence)


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


# --- what is said of it ---------------------------------------------------------------------------------------


def _join(entity: Entity, occurrence: Occurrence) -> None:
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


def _describe(document: Document, entity: Entity) -> None:
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
        if words and words[-1] in lexicon.PERSON_NOUNS and len(words) <= 9:
            _add_role(entity, phrase.group(1))
            if entity.gender_from in ("", "first name") and words[-1] in lexicon.FEMALE_NOUNS:
                entity.gender, entity.gender_from = "female", words[-1]
            elif entity.gender_from in ("", "first name") and words[-1] in lexicon.MALE_NOUNS:
                entity.gender, entity.gender_from = "male", words[-1]
