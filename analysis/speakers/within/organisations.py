"""Names of organisations that small words hold together, and the initials that are short for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analysis.segmentation import Span
from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within.capitals import Reading
from analysis.speakers.within.titles import title_end

_OF = re.compile(r" (?:of|for|of the|for the|on|to|to the|and|&) |, (?:and )?")
_AND_CAPITAL = re.compile(r",? (?:and|&) [A-Z]")  # Bureau of Alcohol, Tobacco| and Firearms
_ACRONYM = re.compile(r" ?\((?:the )?([A-Z][A-Za-z]{1,7})\)")
_PAIRS = 20  # pairs of common words that may be names, of one text
_LONGEST_NAME = 500  # characters of an organisation's name


def joined_organisations(
    text: str, pieces: Sequence[tuple[int, int, bool]], reading: Reading
) -> list[tuple[int, int, bool, bool]]:
    """The pieces, with those joined that are one organisation's name: Campaign to Ban Mines, Ministry of Trade.

    Each with whether it is such a one, and whether it stands in a headline.
    """
    joined: list[tuple[int, int, bool, bool]] = []
    for start, end, weak in pieces:
        if joined and end - joined[-1][0] <= _LONGEST_NAME and _OF.fullmatch(text, joined[-1][1], start):
            first, until, before, _ = joined[-1]
            if _is_one(text, (first, until), (start, end), before, reading):
                joined[-1] = (first, end, True, weak)
                continue
        joined.append((start, end, False, weak))
    return joined


def _is_one(text: str, one: Span, other: Span, joined: bool, reading: Reading) -> bool:
    """Whether two runs of capitals and the words between them are one organisation's name."""
    link = text[one[1] : other[0]].strip().split(" ")[0]
    words = [fold(w) for w in text[slice(*one)].split()]
    behind = [fold(w) for w in text[slice(*other)].split()]
    acronym = _ACRONYM.match(text, other[1])
    if acronym and link != "," and is_acronym(acronym.group(1), text[one[0] : other[1]]):
        return True
    if link in ("of", "for"):
        whole = all(w in lexicon.PORTFOLIOS for w in behind)  # Department of Justice
        return words[-1] in lexicon.ORGANISATION_WORDS and (whole or not title_end(tuple(behind)))
    if link not in ("and", "&", ","):
        return False
    if not all(
        lexicon.is_word(w) or w in lexicon.ORGANISATION_WORDS or w in lexicon.PORTFOLIOS for w in behind
    ):
        return False
    if joined:  # Center for Strategic | and International Studies; Bureau of Alcohol, Tobacco | and Firearms
        apart = behind[-1] in lexicon.ORGANISATION_WORDS or behind[-1] in lexicon.PLACES
        return not apart and (link != "," or _AND_CAPITAL.match(text, other[1]) is not None)
    if link == "," or len(words) > 1 or lexicon.is_first_name(behind[0]) or behind[-1] in reading.called:
        return False
    return _is_pair(text, one[0], words[0], behind, link, reading)


def _is_pair(text: str, start: int, one: str, behind: list[str], link: str, reading: Reading) -> bool:
    """Whether two common words are one name: Food and Drug Administration; Heart and Stroke, neither so alone."""
    other = behind[0]
    if any(
        w in reading.called or w in lexicon.ORGANISATION_WORDS or w in lexicon.PLACES or lexicon.is_people(w)
        or lexicon.is_title(w) or not (lexicon.is_word(w) or w in lexicon.PORTFOLIOS) for w in (one, other)
    ):  # fmt: skip
        return False
    if len(behind) > 1:
        inside = (
            text[max(0, start - 2) : start - 1].islower() or text[max(0, start - 4) : start].lower() == "the "
        )
        return inside and (behind[-1] in lexicon.ORGANISATION_WORDS or lexicon.is_plural(behind[-1]))
    pair = f"{one.capitalize()} {link} {other.capitalize()}"
    if pair not in reading.pairs and len(reading.pairs) < _PAIRS:
        reading.pairs[pair] = text.count(pair)
    return max(reading.capital[one], reading.capital[other]) == reading.pairs.get(pair)


@lru_cache(maxsize=4096)
def is_acronym(letters: str, name: str) -> bool:
    """Whether `letters` are the initials of `name`, its small words counted or not."""
    words = re.findall(r"[\w'’]+", name.replace("-", " "))
    wanted = letters.upper().replace(".", "")
    capitals = "".join(w[0] for w in words if w[0].isupper())
    return len(wanted) > 1 and len(words) > 1 and wanted in (capitals, "".join(w[0] for w in words).upper())
