"""What a written name names, by its words: a person, an organisation, or neither for certain."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from analysis.speakers import lexicon
from analysis.speakers.names import fold

Kind = Literal["person", "organisation", "unknown"]
# ProPublica, Allsides.com, AT&T, G20; not McCain, MacDonald, DeVos, LaPierre
_BRAND = re.compile(r"(?<!\b[DLMV])(?<!\bMa)(?<!\bVa)(?<!\bFit)[a-z][A-Z]|\.[a-z]{2,4}$|&|\d")


def is_brand(written: str, behind: str) -> bool:
    """Whether a name looks like no person's: ProPublica, NPR, Allsides.com, AT&T; not "CRUZ:" of a transcript."""
    word = written.rsplit(" ", 1)[-1]
    if _BRAND.search(word):
        return True
    acronym = (
        word.isupper()
        and 1 < len(word.replace(".", "")) < 7
        and word.lower() not in lexicon.INITIALS_OF_PEOPLE
    )
    if word == written:
        return acronym and behind != ":"
    first = fold(written.split()[0])
    return acronym and len(word) > 2 and not written.isupper() and not lexicon.is_first_name(first)


_COUNTRIES = frozenset(["u.s", "u.n", "u.k", "e.u", "d.c", "l.a", "u.s.a"])  # U.S. Marshals


@lru_cache(maxsize=4096)
def kind_of(words: tuple[str, ...], titled: bool) -> Kind:
    """What a run of folded words names, from its words and whether a title or role stands before it."""
    joined = " ".join(words)
    if lexicon.is_people(words[-1]):
        return "organisation"
    if any(w in lexicon.ORGANISATION_WORDS for w in words) and not _is_called(words, titled):
        return "organisation"
    if len(words) > 1 and not titled and words[-1] in lexicon.FIRMS:
        return "organisation"
    if len(words) == 1 and any(
        p in lexicon.PLACES for p in joined.split("-")[: None if "-" in joined else 0]
    ):
        return "organisation"
    if joined in lexicon.LONG_PLACES:
        return "organisation"
    if all(w in lexicon.PLACES or w in lexicon.DEMONYMS for w in words):
        return "person" if titled else "organisation"
    if sum(w in lexicon.PLACES for w in words) > 2:
        return "organisation"  # a list of countries
    if titled or (len(words) > 1 and len(words[0]) > 2 and _is_first_name(words)):
        return "person"
    initials = len(words) > 1 and re.fullmatch(r"(?:\w\.?){1,3}", words[0]) and not words[0].isalpha()
    initials = initials and words[0].rstrip(".") not in _COUNTRIES
    return "person" if initials else "unknown"


def _is_called(words: tuple[str, ...], titled: bool) -> bool:
    """Whether a run with a word of organisations is a person's name: Senator Whitehouse, Ana Gallup."""
    if titled and len(words) == 2:
        common = lexicon.is_word(words[0]) or words[0] in lexicon.PORTFOLIOS | lexicon.ORGANISATION_WORDS
        return not common or lexicon.is_first_name(words[0])  # former | Defense Department
    named = titled or (len(words) > 1 and lexicon.is_first_name(words[0]) and words[0] not in lexicon.PLACES)
    last = words[-1]
    if len(words) == 2 and named and not (lexicon.is_word(last) or last in lexicon.ORGANISATION_WORDS):
        return lexicon.gender_of(words[0]) != "unknown" and not lexicon.is_word(words[0])  # Cornell Belcher
    before = any(w in lexicon.ORGANISATION_WORDS or lexicon.is_word(w) for w in words[1:-1])
    before |= len(words) > 1 and words[0] in lexicon.ORGANISATION_WORDS
    return named and not before and words[-1] in lexicon.SURNAMES_OF_ORGANISATIONS


def _is_first_name(words: tuple[str, ...]) -> bool:
    """Whether the first word is a first name, and not the first of two common words: Diamond Lodges."""
    if not lexicon.is_first_name(words[0]):
        return False
    common = (lexicon.is_word(words[0]) and lexicon.is_word(words[-1])) or lexicon.is_several(words[-1])
    return not common or lexicon.gender_of(words[0]) != "unknown"
