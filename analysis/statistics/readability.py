"""Readability: formulas from school grades to ease, on words and sentences found by newsbook.

All grade English only, and length of words and sentences only; they say nothing of sense. Dale–Chall is left
out: its list of 3,000 easy words is not openly licensed.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.statistics.terms import DocumentTermMatrix

MINIMUM_WORDS = 100  # Flesch's samples had 100 words
SMOG_SENTENCES = 30  # SMOG is defined on 30 sentences

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(  # a final e, -ed and -es that are not spoken
    r"\A[^aeiouy]*+[aeiouy].*(?:[^aeiouy]e|[^aeiouytd]ed|(?:[^aeiouyscxzgh]|[^cs]h)es)$"
)
_SPOKEN = re.compile(r"[^aeiouylr]l(?:e|ed|es)$")  # table, settled, titles
_SILENT_INSIDE = re.compile(  # statement, homeland, widely: an e that ends the first part of the word
    r"\A[^aeiouy]*+[aeiouy].*(?:[^aeiouylr]e(?:ments?|ly|ful|fully|less|ness|thing|times?|where|works?|s?m[ae]n|s?wom[ae]n"
    r"|s?person|body|lands?|box|mail|names?|back|lines?|ports?|side|rooms?|makers?|making|town|water|ty|books?|spread"
    r"|wise|holds?)|[lr]e(?:ments?|ly|ful|fully|less|ness))$"
)
_TWO = re.compile(  # neighbouring vowels, or none, that are spoken as one syllable more
    r"""
      (?<![cstgh])ia(?!ge|m?ent|rs?$|ms?$)       # media; not Russia
    | (?<=[cst])ia(?=t[ei])                      # negotiate
    | (?<![cstgxn])io(?!n[a-z]?$)(?!ns)          # period
    | (?<=[^ntlscgx])ion                         # champion
    | (?<![aeioucstg])iu                         # stadium
    | (?<![aeiouqg])u(?=a|o(?!y))                # actual
    | (?<=[fgl])u(?=en[ct])                      # influence
    | u(?=i(?:t[yio]|ng|sh))                     # continuity
    | e(?=o(?![uw]s|ple|n$|rge|ns$))             # video; not people
    | e(?=um|us$)                                # museum
    | (?<=\bcr)e(?=at) | (?<=th)e(?=at[er])      # create, theater
    | (?<=rr|ri|id)e(?=a(?:$|s$|n))              # idea
    | (?<=\br)e(?=a(?:ct|li[tsz]|ff|ss|p[pr]|rm)|e[lnsv][^d]|i[mnt](?!n?s?$|d)|o|u[ns])
    | [aeouy](?=ing(?:s|ly)?$)                   # doing
    | (?<=[^aeiouctsv])i(?=e(?:r|st|t[ysi]?)s?$)  # earlier, variety
    | (?<![cst])i(?=en[ct])                      # audience; not patient
    | (?<=c)i(?=ent[^s]|e[nt](?:ce|y|ie))        # scientist
    | (?<=[aeiou])y(?=[aeiou](?!d$|s?$))         # mayor; not played
    | (?<=[^aeiouy])y(?=[ao])(?<!\by)(?!ong)     # Libya
    | sms?$ | thm$ | (?<=[^aeiour])n't$          # terrorism, rhythm, didn't
    """,
    re.VERBOSE,
)
_KNOWN = {  # frequent words that the rules get wrong
    word: count
    for count, words in {
        1: "eye eyes here's league leagues ms st there's where's",
        2: """ap chaos colleague colleagues dr eu evening evenings georgia iraq jr maybe mr mrs quiet science
            sciences someone somewhat somewhere sr technique therefore threatened uk unique vs wednesday
            wednesdays""",
        3: """angeles anyone area areas ceo cia cnn employee employees epa fbi fda gop idea ideas irs israel
            korea korean nuclear seattle suicide usa vietnam virginia""",
        4: "california coalition cooperate coordinate initiative marijuana scientific society ukrainian",
        5: "cooperation judiciary louisiana",
    }.items()
    for word in words.split()
}


@lru_cache(maxsize=200_000)
def syllables(word: str) -> int:
    """How many syllables an English word has, at least one; parts round hyphens are counted each.

    Own rules and a short list of exceptions: the CMU Pronouncing Dictionary is packaged for Python under
    GPL-3 only, and hyphenation patterns find too few (94 % in news, these rules 100 %). A word without
    vowels is spelt out (CNN 3), numbers are read out (2022 is 5).
    """
    found = re.findall(r"(\d+)(?:st|nd|rd|th|s)?|([a-zà-ÿ][a-zà-ÿ']*)", word.lower().replace("’", "'"))
    return max(1, sum(_number(digits) if digits else _part(letters) for digits, letters in found))


_DIGITS = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)  # zero to nineteen
_TENS = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)


def _number(digits: str) -> int:
    """Syllables of a number as it is read: years in pairs, else hundreds and thousands."""
    value = int(digits[:12])
    if value < 20:
        return _DIGITS[value]
    if value < 100:
        return _TENS[value // 10] + (_DIGITS[value % 10] if value % 10 else 0)
    if 1100 <= value < 2100 and value % 1000 >= 10:
        return _number(digits[:2]) + (_number(digits[2:]) if value % 100 else 2)
    unit = 100 if value < 1000 else 1000 if value < 10**6 else 10**6 if value < 10**9 else 10**9
    rest = value % unit
    return _number(str(value // unit)) + 2 + (_number(str(rest)) if rest else 0)


def _part(part: str) -> int:
    if part in _KNOWN:
        return _KNOWN[part]
    shown = part.replace("every", "evry").replace("business", "bisness")
    count = len(_VOWELS.findall(shown))
    if not count:
        return sum(3 if letter == "w" else 1 for letter in shown if letter != "'")
    silent = _SILENT.search(shown) and not _SPOKEN.search(shown)
    count -= bool(silent) + bool(_SILENT_INSIDE.search(shown))
    count -= shown.endswith("ically")
    count += shown.startswith("mc") and len(shown) > 4 and shown[2] not in "aeiouy"
    return max(1, count + len(_TWO.findall(shown)))


def readability(matrix: DocumentTermMatrix, sentences: pd.Series) -> pd.DataFrame:
    """The readability of each article of `matrix`; `sentences` is how many each has, indexed by article_id.

    Columns: `article_id`, `words`, `sentences`, `words_per_sentence`, `syllables_per_word`;
    `flesch` (reading ease, higher = easier, 60–70 plain English), and grades of US schools, higher = harder:
    `flesch_kincaid`, `smog`, `coleman_liau`; `lix` (higher = harder, 40–50 newspapers). NaN below 100 words;
    `smog` below 30 sentences, as it is defined there. Possessive 's is not part of a word here.

    Flesch (1948); Kincaid et al. (1975); McLaughlin (1969); Coleman & Liau (1975); Björnsson (1968).
    """
    count = matrix.articles["article_id"].map(sentences).fillna(0).to_numpy(float)
    words = matrix.words.astype(float)
    spoken = np.array([syllables(name) for name in matrix.terms], dtype=float)
    letters = np.array([sum(map(str.isalnum, name)) for name in matrix.terms], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_sentence, per_word = words / count, matrix.counts @ spoken / words
        measured = {
            "flesch": 206.835 - 1.015 * per_sentence - 84.6 * per_word,
            "flesch_kincaid": 0.39 * per_sentence + 11.8 * per_word - 15.59,
            "smog": 1.0430 * np.sqrt(matrix.counts @ (spoken >= 3).astype(float) * 30 / count) + 3.1291,
            "coleman_liau": 5.88 * (matrix.counts @ letters) / words - 29.6 * count / words - 15.8,
            "lix": per_sentence + 100 * (matrix.counts @ (letters > 6).astype(float)) / words,
        }
    enough = (words >= MINIMUM_WORDS) & (count > 0)
    graded = pd.DataFrame(measured).where(pd.Series(enough), np.nan)
    graded["smog"] = graded["smog"].where(count >= SMOG_SENTENCES)
    described = pd.DataFrame(
        {
            "article_id": matrix.articles["article_id"],
            "words": matrix.words,
            "sentences": count.astype(np.int64),
            "words_per_sentence": np.where(count > 0, per_sentence, np.nan),
            "syllables_per_word": per_word,
        }
    )
    return pd.concat([described, graded], axis=1)
