"""What an article's entities are: people, organisations, places, or nothing that the news tells of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity

Kind = Literal["person", "organisation", "place", "unknown"]

# What a place's name ends with, or begins with.
_LAND = lexicon.words(
    """river lake street avenue airport highway islands island bay beach valley bridge county parish province
    district region mountain mountains peninsula ocean sea gulf desert canyon creek park square road boulevard
    village township city town coast hills harbor harbour falls plaza neighborhood border stadium arena station hall
    memorial hotel base cave cemetery palace castle prison jail"""
)
_LANDFORMS = lexicon.words("mount lake gulf cape strait rio port fort")
# Of lexicon.PLACES, and what is written like them: no places.
_NO_PLACES = lexicon.words("nato eu u.n un harvard princeton yale")
_LONG_ORGANISATIONS = {"european union", "united nations", "white house"}
_DIRECTED = re.compile(
    r"(?:north|south|east|west|northern|southern|eastern|western|central|upper|lower|mid)-?(?: |$)"
)
_CREDIT_BEFORE = re.compile(
    r"\b(?:[Rr]eporting|[Ee]diting|[Ww]riting|[Ww]ritten|[Ee]dited|[Cc]ompiled|[Pp]hoto|[Pp]hotos|[Pp]hotograph|"
    r"[Vv]ideo|[Ii]mage|[Ii]llustration|[Gg]raphic|[Pp]roduced|[Tt]ranslated) by "
    r"(?:[A-Z][\w.’'-]{1,20} ){0,4}(?:and |in )?$"
)
# © 2019 |The Lund Times
_COPYRIGHT = re.compile(r"(?:©|\([Cc]\)|\bCopyright) ?(?:\d{4} )?(?:by )?(?:[Tt]he )?$")
_CREDIT_BEHIND = re.compile(
    r"(?:,? (?:and )?[A-Z][\w.’'-]{1,20} [A-Z][\w.’'-]{1,20}){0,3} "
    r"(?:contributed (?:to this|reporting)|reported from|"
    r"is a (?:staff )?(?:reporter|writer|columnist|contributor|editor) (?:for|at|with))"
)
_NAVIGATION = lexicon.words(
    """story continued continues below advertisement ad ads related read more click here share subscribe newsletter
    newsletters sign up follow us comments comment copyright rights reserved getty image images photo photos video
    videos watch loading skip caption gallery print email login log menu home search trending top stories live
    updates newsroom podcast transcript faq cookie privacy policy terms"""
)
# What is no organisation but what one does or makes: events, laws, works, programs.
_DOINGS = lexicon.words(
    """olympics olympic paralympics games championship championships cup tournament festival award awards prize series
    study survey report poll act law bill treaty convention accord agreement deal plan program programme system
    constitution war day week year parade march protest election elections primary caucuses summit debate conference
    operation initiative amendment project mission case trial crisis scandal disorders disease syndrome virus dossier
    doctrine theory movie show album song book online edition explorer widow man offensive expo wars stadium
    standards"""
)
# What says something without being anybody.
_DOCUMENTS = lexicon.words(
    """study survey report poll act law bill treaty convention accord agreement deal plan constitution amendment
    dossier standards"""
)
_NO_ORGANISATIONS = lexicon.words(
    """islam constitution brexit obamacare christianity judaism medicare medicaid bible quran college university
    school hospital church press"""
) | {"oval office", "state of the union", "original post"}
_NO_INITIALS = lexicon.words(
    """html iq hiv aids dna rna covid tv dvd cd pdf usb ceo cfo coo gdp gps diy ufo lgbt lgbtq lgbtqi daca ppp faq vip
    ied wmd nda sat gpa mri ptsd adhd pc id vr ai ie it am pm ok dui ppe qb mvp cpr atm suv phd mba er
    nj ny nc nd nh nm ri sc sd wv dc hpv sti std sars mers bmi ivf da ag ig vp potus flotus uss usns hms llc llp inc
    ltd plc asap rsvp usd"""
)
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,6}")
_SEVERAL = re.compile(r"[A-Z]{2,5}s")  # POWs
_RUN_TOGETHER = re.compile(r"([A-Z][a-z]+)[A-Z][a-z]+")  # AnaCruz
_BRAND = re.compile(r"[a-z][A-Z]|\.[a-z]{2,4}$|&")
_ARTICLE = re.compile(r"\b[Tt]he $")


def is_nobody(text: str, entity: Entity, occurrences: Sequence[Occurrence]) -> bool:
    """Whether a name is but a credit, a button or a heading: whoever edited it, "Story Continued"."""
    if all(fold(word) in _NAVIGATION for word in entity.name.text.split()):
        return True
    return all(_is_credit(text, o) for o in occurrences)


def _is_credit(text: str, occurrence: Occurrence) -> bool:
    start, end = max(0, occurrence.outer - 100), occurrence.outer
    if _COPYRIGHT.search(text, max(0, occurrence.outer - 40), occurrence.outer):
        return True
    if text.find(" by ", start, end) >= 0 and _CREDIT_BEFORE.search(text, start, end) is not None:
        return True
    return _CREDIT_BEHIND.match(text, occurrence.end) is not None


def kind(
    text: str, entity: Entity, occurrences: Sequence[Occurrence], *, placed: int = 0, speaks: bool = False
) -> Kind:
    """What an entity is; `placed` of its occurrences are names of the table `places`, `speaks` whether it is quoted.

    Peoples ("Americans"), events, laws, works and what nothing tells of are "unknown".
    """
    words = [fold(word) for word in entity.name.text.removeprefix("The ").split()]
    if 2 * placed >= len(occurrences) and placed:
        return "place"
    if is_place(words) and not (entity.kind == "person" and (entity.roles or speaks)):
        return "place"
    if entity.kind == "person":
        return "person" if speaks or _is_called(text, entity, occurrences, words) else "unknown"
    if entity.kind == "organisation" and _is_run_together(entity.name.text):
        return "person"
    if entity.kind == "organisation" and _is_organised(entity.name.text, words, speaks=speaks):
        people = lexicon.is_people(words[-1]) or lexicon.is_group(" ".join(words))
        return "unknown" if people else "organisation"
    return "unknown"


def _is_called(text: str, entity: Entity, occurrences: Sequence[Occurrence], words: Sequence[str]) -> bool:
    """Whether a person's name is one: not the Star Wars, a New Year, Expo Canada, the Department."""
    if len(words) == 1 and words[0] in lexicon.ORGANISATION_WORDS and not any(o.titled for o in occurrences):
        return False
    if entity.roles or any(o.titled for o in occurrences):
        return True
    if 2 * sum(_ARTICLE.search(text, max(0, o.start - 4), o.start) is not None for o in occurrences) > len(
        occurrences
    ):
        return False
    if all(lexicon.is_word(word) for word in words) or (len(words) > 1 and words[-1] in lexicon.PLACES):
        return lexicon.gender_of(words[0]) != "unknown" and not lexicon.is_word(words[0])
    ism = words[-1].endswith("ism") or (len(words) == 1 and words[0] in lexicon.DEMONYMS)
    return words[-1] not in _DOINGS and words[0] not in ("p.m", "a.m") and not ism


def _is_run_together(written: str) -> bool:
    """Whether a name is a person's as accounts have it: AnaCruz."""
    match = _RUN_TOGETHER.fullmatch(written)
    return match is not None and lexicon.gender_of(match[1].lower()) != "unknown"


def _is_organised(written: str, words: Sequence[str], *, speaks: bool = False) -> bool:
    """Whether something tells that a name is an organisation's: a word, initials, a spelling like ProPublica's.

    One that speaks is, unless it is what no organisation is called.
    """
    joined = " ".join(words)
    if words[-1] in _DOCUMENTS or joined in _NO_ORGANISATIONS or _SEVERAL.fullmatch(written):
        return False
    if len(words) == 1 and _INITIALS.fullmatch(written):
        word = words[0].replace(".", "")
        return word not in _NO_INITIALS and (speaks or len(word) < 4 or not lexicon.is_word(word))
    if speaks:
        return True
    if words[-1] in _DOINGS or "war" in words or _ends_in_person(words):
        return False
    if joined in _LONG_ORGANISATIONS or (len(words) == 1 and _BRAND.search(written)):
        return True
    return any(word in lexicon.ORGANISATION_WORDS for word in words)


def _ends_in_person(words: Sequence[str]) -> bool:
    """Whether a title's words and a person's name were taken for one: National Intelligence Ana Cruz."""
    first, last = words[-2:] if len(words) > 2 else ("", "")
    plain = lexicon.is_first_name(first) and not lexicon.is_word(first)
    return plain and not {first, last} & {*lexicon.ORGANISATION_WORDS, *lexicon.PLACES}


def is_place(words: Sequence[str]) -> bool:
    """Whether folded words are the name of a place that no gazetteer of ours has: Fairfax County, Lake Erie, Asia."""
    joined = " ".join(words)
    if joined in _LONG_ORGANISATIONS or joined in _NO_PLACES:
        return False
    if joined in lexicon.LONG_PLACES or joined in lexicon.PLACES:
        return True
    plain = [w for w in words if not _DIRECTED.fullmatch(w)]
    if plain and all(w in lexicon.PLACES and w not in _NO_PLACES for w in plain):
        return True
    if len(words) > 1 and words[-1] in _LAND and not {"of", "for"} & set(words):
        return True
    if "district of " in joined and not {"court", "attorney"} & set(words):
        return True  # Sixth District of Ohio
    if len(words) > 2 and words[0] in _LAND and words[1] == "of":
        return words[-1] in lexicon.PLACES  # City of Oslo
    return len(words) > 1 and words[0] in _LANDFORMS and words[-1] not in lexicon.ORGANISATION_WORDS
