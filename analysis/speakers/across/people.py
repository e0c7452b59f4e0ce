"""Which names over all articles are one person's.

Names are compared only with names of the same surname (`names.surname_key`) and with a given name that may be the
same, so the work grows as n log n, and what a speaker is called does not depend on articles that have nothing to do
with him or her.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analysis.speakers import lexicon, names
from analysis.speakers.across.identities import (
    Identity,
    Local,
    absorb,
    display_name,
    gender,
    plain,
    role_groups,
)
from analysis.speakers.names import Name

ENOUGH = 1.0  # evidence that a bare surname needs before it is taken for somebody
OFFICES = frozenset({"president", "head of government", "minister", "senator", "governor", "mayor", "royal"})
TELLING = 20  # what more people of one surname have in common tells nothing
PREVAILING = 1.5  # evidence for somebody that the surname nearly always means
MARGIN = 0.7  # by how much it must be better than for anybody else of that surname
Companions = Mapping[str, frozenset[str]]  # the surnames that speak in each article


Form = tuple[str, tuple[str, ...], str, str]  # gender or nothing, given names, surname, suffix


def full_names(key: str, block: Sequence[Local], companions: Companions) -> list[Identity]:
    """The people of one surname who are named in full somewhere; the commonest spelling comes first."""
    forms: dict[Form, list[Local]] = defaultdict(list)
    counts = Counter((s.name.first, s.gender) for s in block if s.name.given)
    walks = _walks(block, companions)
    for speaker in block:
        name = speaker.name
        if name.given:
            apart = walks.get((name.first, name.last, speaker.article)) or _gendered(speaker, counts)
            forms[apart, name.given, name.last, name.suffix].append(speaker)
    people: list[Identity] = []
    lists: dict[str, list[int]] = defaultdict(list)  # people by the letters their given names may begin with
    initials = {f: all(len(g) < 2 or "." in g for g in f[1]) for f in forms}
    for form in sorted(forms, key=lambda f: (initials[f], -len(forms[f]), f)):
        name = forms[form][0].name
        near = [people[i] for i in sorted({i for letter in names.letters(name) for i in lists[letter]})]
        fitting = [p for p in near if _is_of(p, form) and all(names.compatible(g, name) for g in p.given)]
        chosen, reason = _choice(fitting, forms[form], initials[form], companions)
        if chosen is None:
            taken = any(p.key == f"{form[0]}|{name.first}|{key}|{name.suffix}" for p in near)
            given = " ".join(name.given) if taken else name.first
            chosen, reason = Identity(f"{form[0]}|{given}|{key}|{name.suffix}", "person"), "full name"
            people.append(chosen)
            for letter in names.letters(name):
                lists[letter].append(len(people) - 1)
        chosen.given.append(name)
        for speaker in forms[form]:
            chosen.add(speaker, reason, companions[speaker.article] - {speaker.name.last})
    return people


# Walks of life that hardly anybody is of two at a time: a mayor and a footballer of one name are two people.
_WALKS = {
    "sport": lexicon.words(
        """player striker goalkeeper midfielder quarterback linebacker defender defenceman defenseman winger goalie
        goaltender footballer golfer boxer wrestler cyclist swimmer sprinter pitcher catcher jockey athlete"""
    ),
    "office": lexicon.words(
        """mayor senator sen congressman congresswoman councilman councilwoman councillor councilor assemblyman
        assemblywoman mp governor gov judge ambassador sheriff"""
    ),
}


def _walks(block: Sequence[Local], companions: Companions) -> dict[tuple[str, str, str], str]:
    """The walk of life by first name, surname and article, of those names that people of two of them bear.

    Whom an article tells nothing of is of the commonest. No two where one article tells of both, or where the same
    people speak beside them.
    """
    bearers: dict[tuple[str, str], list[Local]] = defaultdict(list)
    for speaker in block:
        if speaker.name.given:
            bearers[speaker.name.first, speaker.name.last].append(speaker)
    found: dict[tuple[str, str, str], str] = {}
    for (first, last), speakers in bearers.items():
        told = {s.article: walk for s in speakers if (walk := _walk(s)) is not None}
        sides = Counter(told.values())
        if len(sides) < 2 or "" in sides:
            continue
        beside = [
            frozenset(c for a, w in told.items() if w == side for c in companions[a]) - {last}
            for side in sides
        ]
        if any(one & other for i, one in enumerate(beside) for other in beside[:i]):
            continue
        common = min(sides, key=lambda side: (-sides[side], side))
        found |= {(first, last, s.article): told.get(s.article, common) for s in speakers}
    return found


def _walk(speaker: Local) -> str | None:
    """The one walk of life that an article tells of somebody: "" for several, None for none."""
    before = "former" in speaker.words or "retired" in speaker.words
    sides = [] if before else [side for side, members in _WALKS.items() if speaker.words & members]
    return None if not sides else sides[0] if len(sides) == 1 else ""


def _gendered(speaker: Local, counts: Mapping[tuple[str, str], int]) -> str:
    """The gender, where the first name leaves it open, so that two people called Robin stay two.

    One that few articles show beside many of the other is taken for an error of theirs.
    """
    first, shown = speaker.name.first, speaker.gender
    if shown == "unknown" or lexicon.gender_of(first) != "unknown":
        return ""
    other = "male" if shown == "female" else "female"
    return shown if counts[first, shown] * 4 > counts[first, other] else other


def _is_of(person: Identity, form: Form) -> bool:
    gender = person.key.partition("|")[0]
    return not gender or not form[0] or gender == form[0]


def _choice(
    fitting: Sequence[Identity],
    speakers: Sequence[Local],
    initial: bool,
    companions: Companions,
) -> tuple[Identity | None, str]:
    """Which of the people a further spelling belongs to; an initial needs evidence, as a bare surname does."""
    if not fitting:
        return None, ""
    if len(fitting) == 1 and not initial:
        return fitting[0], "given names and surname agree"
    scored = sorted(
        ((max(_evidence(p, s, companions)[0] for s in speakers), -i) for i, p in enumerate(fitting)),
        reverse=True,
    )
    if scored[0][0] < ENOUGH or (len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN):
        return None, ""
    best = fitting[-scored[0][1]]
    shared = max((_evidence(best, s, companions) for s in speakers), key=lambda e: e[0])[1]
    return best, f"{'initial' if initial else 'given name'} and surname agree; {shared}"


def _evidence(person: Identity, speaker: Local, companions: Companions) -> tuple[float, str]:
    """How much speaks for it that `speaker` is `person`, and what: role, company, time, outlet."""
    score, why = 0.0, []
    if shared := role_groups(speaker.words) & person.roles:
        score += 1.5
        why.append(f"role {', '.join(sorted(shared))}")
    elif (words := (speaker.words & person.words) - lexicon.DEMONYMS) and role_groups(speaker.words):
        score += 0.5
        why.append(f"described with “{sorted(words)[0]}”")
    if company := (companions[speaker.article] & person.companions) - {speaker.name.last}:
        score += min(0.7 * len(company), 2.0)
        why.append(f"beside {', '.join(sorted(company)[:3])}")
    if speaker.day is not None and person.days:
        place = bisect_left(person.days, speaker.day)
        gap = min(abs(d - speaker.day) for d in person.days[max(0, place - 1) : place + 1])
        score += 0.6 if gap <= 3 else 0.3 if gap <= 30 else -0.5 if gap > 3650 else 0.0
        if gap <= 30:
            why.append(f"{gap} days apart")
    if speaker.outlet and speaker.outlet in person.outlets:
        score += 0.2
    return score, "; ".join(why)


def bare_surnames(
    key: str, block: Sequence[Local], people: Sequence[Identity], companions: Companions
) -> list[Identity]:
    """Give each bare surname to somebody where the evidence decides; else it stays a speaker of its own."""
    own: dict[str, Identity] = {}
    given: list[tuple[Identity, Local, str]] = []
    related = _relations(people)
    for speaker in (s for s in block if not s.name.given):
        chosen, why = _bearer(people, speaker, related, companions)
        if chosen is not None:
            given.append((chosen, speaker, f"surname alone; {why}"))
            continue
        # Two articles' bare surnames are one speaker's when they hold one office, not otherwise.
        mark = ",".join(sorted(role_groups(speaker.words) & OFFICES)) or speaker.article
        identity = own.setdefault(mark, Identity(f"surname|{key}|{mark}", "person"))
        reason = "surname alone, nobody it surely belongs to"
        identity.add(speaker, reason, companions[speaker.article] - {speaker.name.last})
    for person, speaker, reason in given:
        person.add(speaker, reason, frozenset())
    return [own[mark] for mark in sorted(own)]


def _relations(people: Sequence[Identity]) -> Mapping[str, set[int]]:
    """The people by role, company and listed name; one who has the surname nearly alone stands under "*"."""
    related: dict[str, set[int]] = defaultdict(set)
    total = sum(len(p.locals) for p in people)
    second = sorted(len(p.locals) for p in people)[-2:][0] if len(people) > 1 else 0
    for i, person in enumerate(people):
        for word in (*(f"role {r}" for r in person.roles), *person.companions):
            related[word].add(i)
        for name in person.known["_names"] if person.known is not None else ():
            related[f"listed {name}"].add(i)
        if 5 <= len(person.locals) >= min(0.9 * total, max(20, 5 * second)):
            related["*"].add(i)
    return related


def _bearer(
    people: Sequence[Identity], speaker: Local, related: Mapping[str, set[int]], companions: Companions
) -> tuple[Identity | None, str]:
    """The one person for whom enough speaks, and what."""
    is_listed = f"listed {plain(speaker.text)}"
    keys = [*(f"role {r}" for r in role_groups(speaker.words)), *companions[speaker.article], is_listed, "*"]
    scored = []
    groups = [found for k in keys if len(found := related.get(k, set())) <= TELLING]
    for i in sorted(set().union(*groups)):
        if not _agrees(people[i], speaker):
            continue
        score, why = _evidence(people[i], speaker, companions)
        if i in related.get("*", ()):
            score, why = (
                score + PREVAILING,
                "; ".join(w for w in (why, "hardly anybody else of that name") if w),
            )
        if i in related.get(is_listed, ()):
            score, why = score + 5, "; ".join(w for w in (why, "listed by the user") if w)
        scored.append((score, -i, why))
    scored.sort(reverse=True)
    if not scored or scored[0][0] < ENOUGH or (len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN):
        return None, ""
    return people[-scored[0][1]], scored[0][2]


def _agrees(person: Identity, speaker: Local) -> bool:
    """Whether gender and generation do not speak against it."""
    theirs = gender(person)
    if "unknown" not in (theirs, speaker.gender) and theirs != speaker.gender:
        return False
    generation = {g.suffix for g in person.given} & {"jr", "ii", "iii", "iv"}
    return not generation or speaker.name.suffix in generation


def married(found: dict[str, list[Identity]]) -> None:
    """Join a double name to its half: Ana Cruz-Doe and Ana Cruz, when they share a role or company.

    The rarer becomes part of the commoner, and stands under its surname.
    """
    for key in sorted(found):
        for person in list(found[key]):
            if person in found[key] and (match := _half(person, found)) is not None:
                half, other = match
                reason = f"same first name, part of the double name {display_name(person)}"
                if len(other.locals) > len(person.locals):
                    absorb(other, person, reason)
                    found[key].remove(person)
                else:
                    absorb(person, other, reason)
                    found[half].remove(other)


def _half(person: Identity, found: dict[str, list[Identity]]) -> tuple[str, Identity] | None:
    """Somebody else with a part of the person's double name, and the surname under which that one stands."""
    if not person.given or not person.locals:
        return None
    name = person.given[0]
    for half in halves(name):
        for other in found.get(half, []):
            alike = other is not person and other.given and other.given[0].first == name.first
            if alike and _related(person, other):
                return half, other
    return None


def halves(name: Name) -> list[str]:
    """The keys of the surnames of which a name may be made: both of a double one, and long middle names."""
    parts = {*re.split(r"[ -]", name.last), *(g for g in name.given[1:] if len(g) > 3)} - {name.last}
    return sorted(names.surname_key(part) for part in parts if part not in lexicon.PARTICLES)


def _related(one: Identity, other: Identity) -> bool:
    genders = {gender(one), gender(other)} - {"unknown"}
    return len(genders) < 2 and bool(one.roles & other.roles or one.companions & other.companions)
