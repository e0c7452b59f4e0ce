"""Peoples, parties and groups: words for many."""

from __future__ import annotations

from functools import lru_cache

from analysis.speakers.lexicon.common_words import is_word, words
from analysis.speakers.lexicon.organisation_words import FIRMS, ORGANISATION_WORDS, SURNAMES_OF_ORGANISATIONS
from analysis.speakers.lexicon.person_names import COMMON_SURNAMES, is_first_name
from analysis.speakers.lexicon.places import DEMONYMS, PLACES, is_of_place

_SURNAMES_IN_S = (
    COMMON_SURNAMES
    | SURNAMES_OF_ORGANISATIONS
    | words(
        "cousins sessions masters sellers childs combs chambers towns hands jewels arms meadows daniels rains"
    )
)


@lru_cache(maxsize=4096)
def is_several(word: str) -> bool:
    """Whether a folded word is the plural of a common one, and rarely a surname: "lodges", not "banks"."""
    if len(word) < 5 or not word.endswith("s") or word in _SURNAMES_IN_S:
        return False
    return word in FIRMS or (is_word(word[:-1]) and is_word(word) and not word.endswith(("ss", "us", "is")))


def is_plural(word: str) -> bool:
    """Whether a folded word is a common one and its singular is, too: "skeptics"; not what names hold, "times"."""
    return word.endswith("s") and is_word(word) and is_word(word[:-1]) and word not in ORGANISATION_WORDS


# Before a people or party as part of its name: House Democrats.
_KINDS_OF_PEOPLE = words(
    "african asian native black white young house senate congressional latino jewish muslim arab"
)
PARTIES = words(
    """democrats republicans dems liberals conservatives libertarians socialists communists tories greens
    independents brexiters dreamers millennials feds christians catholics protestants muslims jews sunnis
    shiites
    hindus sikhs buddhists mormons evangelicals blacks whites hispanics latinos latinas africans asians arabs
    kurds
    nazis"""
)


@lru_cache(maxsize=4096)
def is_people(word: str) -> bool:
    """Whether a folded word names a people or a party as a whole: Americans, Coloradans, Democrats."""
    word = word.rsplit("-", 1)[-1]
    if is_first_name(word):  # Francis, no people of France
        return False
    return word in PARTIES or (word.endswith("s") and (word[:-1] in DEMONYMS or is_of_place(word)))


def is_group(name: str) -> bool:
    """Whether a folded name is that of many: "house democrats", "skeptics"."""
    return is_people(name.split(" ")[-1]) or is_plural(name)


def is_kind_of_people(word: str) -> bool:
    """Whether a folded word before a people or party is part of its name: "senate" Republicans, no "angry" ones."""
    return word in _KINDS_OF_PEOPLE or word in PLACES or word in DEMONYMS


GROUP_WORDS = words(
    """critics supporters opponents residents voters experts analysts researchers scientists officials police
    authorities prosecutors investigators republicans democrats lawmakers economists activists protesters
    witnesses families parents students teachers doctors lawyers leaders advocates aides advisers allies
    americans people men women many some others most few several observers historians scholars conservatives
    liberals progressives members workers girls boys children fans users readers everyone everybody nobody
    anyone rivals rebels troops couple family crowd public audience majority media reporters journalists
    jury respondents pundits organizers organisers we they them us those both two three"""
)
