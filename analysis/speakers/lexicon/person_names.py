"""First names, the gender of their bearers, and the surnames that are other words as well."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Literal

from analysis.speakers.lexicon.common_words import words

Gender = Literal["female", "male", "unknown"]


@lru_cache(maxsize=1)
def _first_names() -> dict[str, Gender]:
    text = (resources.files("analysis.speakers") / "first_names.txt").read_text("ascii")
    female, male, either = (line.split(" ") for line in text.splitlines())
    genders: dict[str, Gender] = dict.fromkeys(either, "unknown")
    return genders | dict.fromkeys(female, "female") | dict.fromkeys(male, "male")


def is_first_name(word: str) -> bool:
    """Whether people are commonly called `word` (folded: lower case, no diacritics)."""
    return word in _first_names()


def gender_of(first: str) -> Gender:
    """The gender that nearly all bearers of the first name share, else "unknown"."""
    return _first_names().get(first) or _first_names().get(first.split("-")[0], "unknown")


# Common words and months that people are called as well; so read behind a first name or title, or once known.
SURNAMES_AMONG_WORDS = words(
    """may march april august june july january day best good head read call easter christmas see back will prior more
    given look near new old just well oh sun mon sat will"""
)
COMMON_SURNAMES = words(
    """young price banks field fields brown white black green long short small stone wood woods hill hills king rice
    bush cook baker bell ball bird blue bond bowers boyle branch brook brooks brush bull burns butler camp
    carpenter
    case cash chase church cross dear drew farmer fish fisher flowers forest fowler fox frost gates glass
    gold golden
    goodman graves gray grey hand hardy hart hawk heard holder hood hunt hunter keys knight lamb lane law
    little
    love low marks mason miles mills moon moody moss myers nice noble park parker parks parsons pace page
    pope porter
    potter power powers rich rivers rose rush sands savage sharp shepherd silver singer skinner smart snow
    sparks
    spears spring starr steel strong summers swift tanner taylor temple walker wall walls ward waters watts
    weaver
    weeks wells wheeler wild winter winters wise wolf woodward worth garland flake nelson grant"""
)
# Titles that people are called as well: Mr. King, Sir Ian Major.
SURNAMES_AMONG_TITLES = words(
    "king bishop pope prince duke major baron judge justice lord cardinal master singer dean"
)
FIRST_NAMES_AMONG_TITLES = words("dean earl star christian")  # Dean Holt; but Dean Ana Holt
INITIALS_OF_PEOPLE = words("jfk fdr lbj rfk mlk aoc rbg")
SUFFIXES = words("jr sr ii iii iv md phd esq ph.d m.d mp obe mbe dbe cbe qc ra")
PARTICLES = words("de del della da dos das du van von der den ter bin ibn bint al el la le di zu af ben abu")
