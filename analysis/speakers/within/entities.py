"""Whom an article names: the people and organisations that its written names belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_AGED = re.compile(r", \d\d,|, \(\d\d\)| \(\d\d\)|,? who\b")  # Kshama Berg|, 54,
_ARTICLE = re.compile(r"\b[Tt]he $")
_NEXT = re.compile(r" ([a-z]\w*)")
_NOUNS = lexicon.words("years days camps teams supporters allies aides campaigns")
_NAMES_TOO = lexicon.ORGANISATION_WORDS | lexicon.SURNAMES_AMONG_WORDS | lexicon.COMMON_SURNAMES
_PLACED = re.compile(r"\b(?:in|to|from|near|across|throughout|of|at|the) $")  # in |Jordan
_CALLED_BY_FIRST_NAME = lexicon.words(
    "pope king queen prince princess emperor empress sultan emir saint st sister"
)
_ALIKE = 50  # people of one name, or of one first letter, among whom a name's bearer is looked for
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


def find(document: Document) -> tuple[list[Entity], list[Occurrence], dict[int, int]]:
    """The entities of a document, all occurrences of names in order, and which entity each belongs to.

    The third value maps an occurrence's position in the second to the number of its entity.
    """
    found = _without_neighbours(document.text, occurrences(document))
    register = Register()
    owner = _named(register, found)
    for position, occurrence in enumerate(found):
        if occurrence.weak and (entity := _known(register, occurrence)) is not None:
            owner[position] = entity.number  # a headline brings in nobody
            full = occurrence.kind == "person" and lexicon.is_first_name(occurrence.name.first)
            if full and not entity.name.given and entity.name.last == occurrence.name.last:
                entity.name = occurrence.name  # but it may tell a first name that the text leaves out
    for position, number in sorted(owner.items()):
        _join(register.entities[number], found[position])
    families = {e.name.last for e in register.entities if e.name.given}
    for entity in register.entities:
        _describe(document, entity)
        _settle(document.text, entity, families)
    named = {n for n, e in enumerate(register.entities) if not _is_common(document.text, e)}
    return register.entities, found, {position: n for position, n in owner.items() if n in named}


def _named(register: Register, found: Sequence[Occurrence]) -> dict[int, int]:
    """The entities of the names in running text: organisations and full names first, then what is short for them."""
    owner: dict[int, int] = {}
    surnames = {o.name.last for o in found if not o.name.given and o.kind != "organisation"}
    for position, occurrence in enumerate(found):
        if occurrence.weak or _is_acronym(occurrence):
            continue
        if occurrence.kind == "organisation":
            owner[position] = (_organisation(register, occurrence) or _new(register, occurrence)).number
        elif occurrence.name.given:
            if occurrence.kind == "unknown" and occurrence.name.last in surnames:
                occurrence.kind = "person"
            owner[position] = (_full(register, occurrence) or _new(register, occurrence)).number
    short: dict[tuple[object, ...], int] = {}
    for position, occurrence in enumerate(found):
        if position not in owner and not occurrence.weak:
            name = occurrence.name
            key = (name.last, name.suffix, name.titles, name.text, occurrence.titled)
            if key not in short:
                short[key] = (_short(register, occurrence) or _new(register, occurrence)).number
            owner[position] = short[key]
    return owner


def _known(register: Register, occurrence: Occurrence) -> Entity | None:
    """Whom or what that running text names a name in a headline means."""
    if occurrence.kind == "organisation" and not _is_acronym(occurrence):
        return _organisation(register, occurrence)
    return _full(register, occurrence) if occurrence.name.given else _short(register, occurrence)


def _is_acronym(occurrence: Occurrence) -> bool:
    return (
        occurrence.kind == "organisation"
        and " " not in occurrence.name.text
        and occurrence.name.text.isupper()
    )


# --- names that run into other words ---------------------------------------------------------------------------


def _without_neighbours(text: str, found: list[Occurrence]) -> list[Occurrence]:
    """The occurrences without capitalised words that are no part of the name: headlines, captions, slogans.

    A name that holds somebody's surname ends with it (Now Cruz Tours Ohio); one that ends in somebody's full name
    begins with that (Crooked Ana Cruz), and so does an organisation's (White House Cruz). Somebody is a person whose
    full name begins with a common first name, or who has a title.
    """
    people = [o for o in found if o.kind == "person" and o.name.given and lexicon.is_first_name(o.name.first)]
    called = {o.name.last for o in people}
    found = [_called(o, text, called) for o in found]
    titled = {
        o.name.last for o in found if o.titled and o.kind == "person" and not o.name.given and not o.weak
    }
    surnames = {o.name.last for o in people if not lexicon.is_first_name(o.name.last)} | titled
    # Abu Nasr may be the end of Hassan Abu Nasr's name.
    whole_names = (o for o in people if o.name.first not in lexicon.PARTICLES)
    whole = {tuple(fold(w) for w in text[o.start : o.end].split()) for o in whole_names}
    return [_trimmed(text, o, surnames, whole) if " " in text[o.start : o.end] else o for o in found]


def _called(occurrence: Occurrence, text: str, called: set[str]) -> Occurrence:
    """A place or organisation that is somebody's surname here: "Jordan said", where the text tells of Jim Jordan."""
    name = occurrence.name
    if occurrence.kind != "organisation" or name.last not in called or name.text.isupper():
        return occurrence
    before = _PLACED if name.last in lexicon.PLACES else _ARTICLE  # in |Jordan, the |Bloomberg service
    if before.search(text, max(0, occurrence.start - 12), occurrence.start):
        return occurrence
    return replace(occurrence, name=names.parse(name.text), kind="unknown")


def _trimmed(
    text: str, occurrence: Occurrence, surnames: set[str], whole: set[tuple[str, ...]]
) -> Occurrence:
    places = [(occurrence.start + m.start(), occurrence.start + m.end()) for m in _written(text, occurrence)]
    words = tuple(fold(text[start:end]) for start, end in places)
    kept = places[_kept(words, surnames, whole, is_person=occurrence.kind != "organisation")]
    start, end = kept[0][0], kept[-1][1]
    if (start, end) == (occurrence.start, occurrence.end):
        return occurrence
    name = replace(names.parse(text[start:end]), titles=occurrence.name.titles)
    return replace(occurrence, start=start, end=end, name=name, kind="person")


def _kept(
    words: tuple[str, ...], surnames: set[str], whole: set[tuple[str, ...]], *, is_person: bool
) -> slice:
    """Which of the words of a name are somebody's name; all of them, where none of them is that of somebody known."""
    named = next((i for i, word in enumerate(words) if word in surnames), len(words))
    behind = next((i for i in range(1, len(words) - 1) if words[i:] in whole), 0)
    ends, last = named == len(words) - 1, len(words) - 1
    if not is_person:
        own = words[last - 1] in lexicon.ORGANISATION_WORDS - lexicon.CAMPS and not {"of", "for"} & set(words)
        cut = behind if behind and words[behind - 1] not in lexicon.CAMPS else last if ends and own else 0
        return slice(cut, None)
    if words[-1].rstrip(".") in names.GENERATIONS:
        return slice(behind, None)  # Trump Jr.
    if named == 0 and any(word.startswith(words[0]) for word in words[1:]):
        return slice(0, 1)  # a caption glued on: Cruz Ana CruzSenate
    if ends and named and words not in whole and not any(map(_may_be_given, words[:-1])):
        return slice(last, None)  # Isolated Cruz
    if 0 < named < last and lexicon.is_first_name(words[0]) and _goes_on(words[named + 1]):
        return slice(0, named + 1)  # Ana Cruz | Calls, Ana Cruz | Courtesy
    if named < last and words[-1] not in surnames and not lexicon.is_first_name(words[0]):
        return slice(named, named + 1)
    return slice(behind, None)


def _goes_on(word: str) -> bool:
    """Whether a word behind a surname is no part of the name: a common one, that is nobody's surname."""
    known = any(lexicon.is_word(w) or lexicon.is_title(w) for w in (word, word.removesuffix("s")))
    return known and word not in _NAMES_TOO | names.GENERATIONS


def _may_be_given(word: str) -> bool:
    common = lexicon.is_word(word) or word in lexicon.PLACES or word in lexicon.ORGANISATION_WORDS
    return lexicon.is_first_name(word) or not (common or word.endswith("ing"))


def _written(text: str, occurrence: Occurrence) -> Iterator[re.Match[str]]:
    return re.finditer(r"\S+", text[occurrence.start : occurrence.end])


# --- which entity a name belongs to ---------------------------------------------------------------------------


def _new(register: Register, occurrence: Occurrence) -> Entity:
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
        capitals = "".join(w[0] for w in re.findall(r"\w+", entity.name.text) if w[0].isupper())
        every = "".join(w[0] for w in re.findall(r"\w+", entity.name.text)).upper()
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
    parts = [p for p in re.split(r"[ -]", name.last) if p not in lexicon.PARTICLES]
    return {names.surname_key(name.last), *map(names.surname_key, parts), *name.given}


def _listed(register: Register, name: Name) -> list[Entity]:
    numbers = {n for key in _keys(name) - set(name.given) for n in _first(register.people.get(key))}
    return [register.entities[n] for n in sorted(numbers)]


def _first(listed: Mapping[int, None] | None) -> Iterator[int]:
    """The first of some entities, as many as are looked at."""
    return islice(listed or (), _ALIKE)


def _organisation(register: Register, occurrence: Occurrence) -> Entity | None:
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
    if sum(c.isupper() for c in written) < 2 or letters not in register.initials:
        return None
    entity = register.entities[register.initials[letters]]
    return entity if is_acronym(written, entity.name.text) else None


def _full(register: Register, occurrence: Occurrence) -> Entity | None:
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


def _short(register: Register, occurrence: Occurrence) -> Entity | None:
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


# --- person or thing ------------------------------------------------------------------------------------------


def _settle(text: str, entity: Entity, families: set[str]) -> None:
    """Decide what a name stands for that neither a first name nor a title tells; `families` are the surnames."""
    if entity.kind != "organisation" and (_is_place(text, entity) or _is_called_the(text, entity)):
        _make_organisation(entity)
    if entity.kind != "unknown" or not entity.occurrences:
        return
    family = re.sub(r"(?:(?<=[sxz])e)?s$", "", entity.name.last) in families and not entity.name.given
    if family and entity.name.last not in families:
        _make_organisation(entity)  # the Clintons
    elif all(lexicon.is_word(fold(w)) for w in entity.name.text.split()) and entity.name.given:
        _make_organisation(entity)  # Reproductive Health
    elif entity.roles or any(_AGED.match(text, o.end) for o in entity.occurrences):
        entity.kind = "person"
    elif _is_thing(text, entity):
        _make_organisation(entity)


def _make_organisation(entity: Entity) -> None:
    words = [fold(word) for word in entity.name.text.split()]
    entity.kind, entity.name = "organisation", Name((), (), " ".join(words), "", entity.name.text)


def _is_thing(text: str, entity: Entity) -> bool:
    """Whether a name has an article ("the Fed"), or a word of it is a common one ("Reproductive Health")."""
    if 2 * sum(_is_definite(text, o) for o in entity.occurrences) >= len(entity.occurrences):
        return True
    words = [fold(word) for word in entity.name.text.split()]
    if len(words) == 2 and words[-1] in lexicon.COMMON_SURNAMES and not lexicon.is_word(words[0]):
        return False  # Azealia Banks
    plural = len(words) == 1 and re.search(r"[A-Z]s$", entity.name.text) is not None  # CEOs
    plural |= len(words) > 1 and lexicon.is_several(words[-1])
    common = any(lexicon.is_word(w) or w in lexicon.PLACES for w in words if w not in lexicon.PARTICLES)
    return plural or common


def _is_called_the(text: str, entity: Entity) -> bool:
    """Whether two words that look like somebody's name stand behind "the": the Virginia Mercury, the Rose Garden."""
    full = [o for o in entity.occurrences if o.name.given]
    plain = entity.name.given and not entity.roles and not any(o.titled for o in entity.occurrences)
    return bool(plain and full) and 2 * sum(_is_definite(text, o) for o in full) > len(full)


def _is_place(text: str, entity: Entity) -> bool:
    """Whether a noun behind two words that hold no first name says that they are a place: "the Anak Berg volcano"."""
    name = entity.name
    if not name.given or entity.roles or entity.gender != "unknown" or lexicon.is_first_name(name.first):
        return False
    return any(_PLACE_BEHIND.match(text, o.end) for o in entity.occurrences)


_PLACE_BEHIND = re.compile(
    r" (?:volcano|island|islands|river|creek|lake|dam|bridge|mountain|valley|desert|peninsula|strait|reef|glacier"
    r"|canyon|neighborhood|neighbourhood|suburb|province|village|refinery|pipeline|reservoir|stadium|prison|airport"
    r"|refugee camp|ferry|tanker|vessel|rocket|spacecraft|hotel|restaurant|resort)s?\b"
)


def _is_definite(text: str, occurrence: Occurrence) -> bool:
    """Whether a name stands behind "the", and not before a noun: "the Fed", not "the Cruz administration"."""
    if _ARTICLE.search(text, max(0, occurrence.start - 4), occurrence.start) is None:
        return False
    behind = _NEXT.match(text, occurrence.end)
    word = behind[1] if behind else ""
    return not word or word in lexicon.COMMON_WORDS or (word.endswith(("ed", "s")) and word not in _NOUNS)


def _is_common(text: str, entity: Entity) -> bool:
    """Whether a name is but a common word that has a capital without an article: "Photos", "NOTE:"."""
    word = entity.name.text
    if entity.kind == "person" or " " in word or not entity.occurrences or lexicon.is_people(fold(word)):
        return False
    label = word.isupper() and all(text[o.end : o.end + 1] == ":" for o in entity.occurrences)
    plain = lexicon.is_word(fold(word)) and fold(word) not in _NAMES_TOO and not word.isupper()
    return label or (plain and not any(_is_definite(text, o) for o in entity.occurrences))


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
        if _OWNERS & set(words[1:]):
            continue  # Ana Cruz, 31, | said her husband
        if words and words[-1] in lexicon.PERSON_NOUNS and len(words) <= 9 and words[0] not in _NO_ROLE:
            _add_role(entity, phrase.group(1).rstrip())
            if entity.gender_from in ("", "first name") and words[-1] in lexicon.FEMALE_NOUNS:
                entity.gender, entity.gender_from = "female", words[-1]
            elif entity.gender_from in ("", "first name") and words[-1] in lexicon.MALE_NOUNS:
                entity.gender, entity.gender_from = "male", words[-1]
