"""Whom "the spokesman", "the 52-year-old" or "a senior official" means: by role, or nobody named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within import he_and_she
from analysis.speakers.within.entities import Entity

_CUT = re.compile(
    r",| (?:of|for|at|in|with|who|that|which|from|by|to|on|and|familiar|briefed|close|speaking|whose|about)\b"
)
_CAMP = re.compile(
    r"\A(?:[Tt]he )?(?!(?:The|His|Her|Their|Its|Our|This|That)\b)((?:[A-Z][\w.-]++ ){0,2}[A-Z][\w.-]++)(?:['’]s?)? "
    r"(campaign|administration|team|camp|government|organization|foundation)"
)
_AGE = re.compile(r"(\d{1,3})-year-old")
_INDEFINITE = lexicon.words("a an another one some any several many two three four five six no every each")


WORDS_OF_SOMEBODY = lexicon.words(
    """video text transcript recording interview release statement statements tweet tweets comment comments remark
    remarks post message letter email speech memo testimony"""
)
_PLACES = lexicon.DEMONYMS | lexicon.PLACES
_MOST, _LOOK_BACK = (
    40,
    200,
)  # entities that one description may mean, and those named last among whom they are
_AGED = re.compile(r",? \(?(\d{1,3})\b")
_SINGULAR = lexicon.PERSON_NOUNS | lexicon.ORGANISATION_NOUNS | lexicon.ORGANISATION_WORDS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that describes a source: its head noun, the words beside it, and what it can stand for."""

    text: str
    head: str
    modifiers: frozenset[str]
    definite: bool
    plural: bool
    is_person: bool
    kind: str
    gender: str
    age: str


def read(text: str) -> Phrase:
    """The parts of a description as written."""
    core = (
        _CUT.split(text.strip(" ,"), maxsplit=1)[0]
        .replace("prime minister", "prime-minister")
        .replace("Prime Minister", "prime-minister")
    )
    words = [fold(w).removesuffix("'s").removesuffix("'") for w in re.findall(r"[\w.'’‑-]+", core)]
    age = _AGE.search(text)
    head = words[-1] if words else ""
    plural = head in lexicon.GROUP_WORDS or (head.endswith("s") and head not in _SINGULAR and not age)
    person = bool(age) or head in lexicon.PERSON_NOUNS
    definite = bool(words) and words[0] not in _INDEFINITE and not words[0].isdigit()
    gender = "female" if head in lexicon.FEMALE_NOUNS else "male" if head in lexicon.MALE_NOUNS else "unknown"
    modifiers = frozenset(w for w in words[:-1] if w not in lexicon.COMMON_WORDS)
    return Phrase(
        text,
        head,
        modifiers,
        definite,
        plural,
        person,
        _kind(words, head, plural, person, text),
        gender,
        age.group(1) if age else "",
    )


def camp(text: str) -> str | None:
    """The name of somebody's organisation: "the Cruz campaign" is "Cruz campaign"; None for other phrases."""
    match = _CAMP.fullmatch(text.strip())
    return f"{match.group(1)} {match.group(2)}" if match else None


def _kind(words: Sequence[str], head: str, plural: bool, person: bool, text: str) -> str:
    hidden = {"unnamed", "anonymous", "unidentified", "undisclosed", "unspecified"} & set(words)
    vague = {
        "official",
        "officials",
        "source",
        "sources",
        "aide",
        "aides",
        "insider",
        "insiders",
        "staffer",
        "staffers",
    }
    if hidden or head in vague or "anonym" in text.lower() or "familiar with" in text or "briefed on" in text:
        return "anonymous"
    if plural:
        return "group"
    if head in lexicon.ORGANISATION_NOUNS or head in lexicon.ORGANISATION_WORDS:
        return "organisation"
    return "anonymous" if person else "group"


def meant(
    phrase: Phrase,
    people: Sequence[Entity],
    state: he_and_she.Discourse,
    position: int,
    introduced: Mapping[str, int],
) -> tuple[int | None, str, float]:
    """The entity's number or None, the reason, and the chance that it is right.

    `introduced` has the last position of each head noun that brought in somebody unnamed.
    """
    if phrase.plural or not phrase.definite:
        return None, f"“{phrase.text}”: nobody is named", float("nan")
    if phrase.is_person:
        return _person(phrase, people, state, position, introduced)
    return _organisation(phrase, people, state)


def _person(
    phrase: Phrase,
    people: Sequence[Entity],
    state: he_and_she.Discourse,
    position: int,
    introduced: Mapping[str, int],
) -> tuple[int | None, str, float]:
    scored = []
    for candidate, fit in _latest(_fitting(phrase, people, state), state).items():
        entity = people[candidate]
        if entity.kind != "organisation" and _agrees(phrase, entity):
            shared = 0 if phrase.age else len(phrase.modifiers & entity.modifiers)
            scored.append((fit + shared + _salience(entity, state, position), candidate))
    scored.sort(reverse=True)
    if not scored and (number := _protagonist(phrase, people, state, position)) is not None:
        return number, "who spoke last, and whose role is not told", 0.5
    if not scored:
        return None, f"“{phrase.text}”: nobody with that role is named", float("nan")
    best, number = scored[0]
    last = state.last.get(number)
    if phrase.head in introduced and (last is None or introduced[phrase.head] > last.start):
        return None, f"“{phrase.text}”: somebody unnamed, brought in shortly before", float("nan")
    if len(scored) > 1 and best - scored[1][0] < 0.3:
        return (
            None,
            f"“{phrase.text}”: {people[number].name.text} or {people[scored[1][1]].name.text}",
            float("nan"),
        )
    role = people[number].description or ", ".join(sorted(people[number].roles))
    return (
        number,
        f"described as “{role}”" if role else "the only one it can mean",
        0.8 if len(scored) == 1 else 0.7,
    )


# Who comes on stage with such a word has mostly been named; a spokesman or an aide often never is.
_NAMED_BEFORE = lexicon.words(
    """governor senator president congressman congresswoman mayor candidate nominee businessman businesswoman
    billionaire mogul tycoon actor actress singer star author politician republican democrat minister
    prime-minister premier chancellor king queen pope prince princess coach lawmaker contender hopeful"""
)


def _protagonist(
    phrase: Phrase, people: Sequence[Entity], state: he_and_she.Discourse, position: int
) -> int | None:
    """The last speaker, close before, when the role fits nobody else and contradicts nothing told of him or her."""
    if state.speaker is None or phrase.head not in _NAMED_BEFORE or phrase.text.lower().split()[0] != "the":
        return None
    entity = people[state.speaker]
    gap = he_and_she.place(state, position)[1] - he_and_she.place(state, state.spoke_at)[1]
    offices = {"governor", "senator", "president", "mayor", "representative"}
    held = frozenset().union(*(lexicon.ROLES.get(r, frozenset()) for r in entity.roles)) & offices
    if entity.kind == "organisation" or gap > 2 or held or not _agrees(phrase, entity):
        return None
    return state.speaker


def _agrees(phrase: Phrase, entity: Entity) -> bool:
    """Whether gender and nationality do not contradict the description."""
    if phrase.gender != "unknown" and entity.gender not in (phrase.gender, "unknown"):
        return False
    wanted, given = _places(phrase.modifiers), _places(entity.modifiers)
    return not wanted or not given or bool(wanted & given)


def _places(words: frozenset[str] | set[str]) -> set[str]:
    return {w[:4] for w in words & _PLACES}


def _fitting(phrase: Phrase, people: Sequence[Entity], state: he_and_she.Discourse) -> dict[int, float]:
    """By number, how well the roles or the age of entities fit the description, where they do at all."""
    if phrase.age:
        if "known ages" not in state.bearers:
            state.bearers |= {"known ages": {}, **_ages(people, state.document.text)}
        return state.bearers.get(phrase.age, {})
    if phrase.head not in state.bearers:
        fits = ((e.number, _role_fit(phrase.head, e)) for e in people if e.roles)
        state.bearers[phrase.head] = {number: fit for number, fit in fits if fit}
    return state.bearers[phrase.head]


def _ages(people: Sequence[Entity], text: str) -> dict[str, dict[int, float]]:
    """Whom the article gives each age: told in the description, or right behind a name."""
    found: dict[str, dict[int, float]] = {}
    for entity in people:
        behind = (_AGED.match(text[o.end : o.end + 8]) for o in entity.occurrences)
        told = {word for word in entity.description.split() if word.isdigit()}
        for age in told | {match.group(1) for match in behind if match}:
            found.setdefault(age, {})[entity.number] = 2.0
    return found


def _latest(fitting: dict[int, float], state: he_and_she.Discourse) -> dict[int, float]:
    """Those of `fitting` that were named last, when they are too many for all to be weighed."""
    if len(fitting) <= _MOST:
        return fitting
    recent = (n for n in islice(reversed(state.last), _LOOK_BACK) if n in fitting)
    return {number: fitting[number] for number in islice(recent, _MOST)}


def _role_fit(head: str, entity: Entity) -> float:
    """How well the entity's roles fit the head noun of a description; 0 when they do not."""
    theirs = frozenset().union(*(lexicon.ROLES.get(r, frozenset()) for r in entity.roles))
    if head in entity.roles:
        return 2.0
    if lexicon.ROLES.get(head, frozenset()) & theirs:
        return 1.5
    return 1.0 if theirs & lexicon.HYPERNYMS.get(head, frozenset()) else 0.0


def _salience(entity: Entity, state: he_and_she.Discourse, position: int) -> float:
    last = state.last.get(entity.number)
    if last is None:
        return -0.5
    gap = max(he_and_she.place(state, position)[0] - last.sentence, 0)
    return (
        1.0 / (1 + gap)
        + (0.8 if state.speaker == entity.number else 0.0)
        + 0.05 * state.counts[entity.number]
    )


def _organisation(
    phrase: Phrase, people: Sequence[Entity], state: he_and_she.Discourse
) -> tuple[int | None, str, float]:
    """The organisation whose name holds the head noun: "the ministry" is the Ministry of Trade named before."""
    if "known names" not in state.bearers:
        state.bearers["known names"] = {}
        for entity in people:
            for word in entity.name.last.split() if entity.kind == "organisation" else ():
                state.bearers.setdefault(f"named {word}", {})[entity.number] = 1.0
    bearing = [
        n for n in _latest(state.bearers.get(f"named {phrase.head}", {}), state)
        if n in state.last and phrase.modifiers <= set(people[n].name.last.split()) | people[n].modifiers
    ]  # fmt: skip
    if not bearing:
        return None, f"“{phrase.text}”: not named", float("nan")
    number = max(bearing, key=lambda n: state.last[n].start)
    return number, "its name holds the word", 0.7
