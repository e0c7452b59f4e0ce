"""English stems after Porter (2001), "Snowball: a language for stemming algorithms", his English stemmer (Porter 2).

Stems are those of NLTK's implementation of it (3.9.1), which a test compares word by word: the counts of the shipped
news background are of such stems. NLTK is not asked, since importing it takes longer than all stems of a report.

R1 is what follows the first consonant behind a vowel, R2 the same within R1: endings are taken off only there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

VOWELS = "aeiouy"
_REGION = re.compile("[aeiouy][^aeiouy]", re.DOTALL)
_VOWEL = re.compile("[aeiouy]")
_QUOTE = re.compile("[\u2018\u2019\u201b]")
_CONSONANT_Y = re.compile("([aeiouy])y")
_EXCEPTIONAL_STARTS = ("gener", "arsen", "commun")  # R1 is what follows them
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_PAST = ("eedly", "ingly", "edly", "eed", "ing", "ed")
_BEFORE_LI = "cdeghkmnrt"
_SPECIAL = {
    **{"skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl"},
    **{"gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl"},
    **{word: word for word in ("sky", "news", "howe", "atlas", "cosmos", "bias", "andes")},
    **{f"{w}{end}": w for w in ("inning", "outing", "canning", "herring", "earring") for end in ("", "s")}
    | {"canning": "canning", "cannings": "canning"},
    **{f"{w}{end}": w for w in ("proceed", "exceed", "succeed") for end in ("", "s", "ed", "ing")},
}

# An ending in R1; how many letters go; what stands in their place; what R2 then is where it is shorter than they.
_Rule = tuple[str, int, str, str]
_STEP_2: tuple[_Rule, ...] = (
    *(
        ("ization", 7, "ize", ""),
        ("ational", 7, "ate", "e"),
        ("fulness", 4, "", ""),
        ("ousness", 7, "ous", ""),
    ),
    *(("iveness", 7, "ive", "e"), ("tional", 2, "", ""), ("biliti", 6, "ble", ""), ("lessli", 2, "", "")),
    *(("entli", 2, "", ""), ("ation", 5, "ate", "e"), ("alism", 5, "al", ""), ("aliti", 5, "al", "")),
    *(("ousli", 5, "ous", ""), ("iviti", 5, "ive", "e"), ("fulli", 2, "", ""), ("enci", 1, "e", "")),
    *(("anci", 1, "e", ""), ("abli", 1, "e", ""), ("izer", 4, "ize", ""), ("ator", 4, "ate", "e")),
    *(("alli", 4, "al", ""), ("bli", 3, "ble", ""), ("ogi", 1, "", ""), ("li", 2, "", "")),
)
_STEP_3: tuple[_Rule, ...] = (
    *(("ational", 7, "ate", ""), ("tional", 2, "", ""), ("alize", 3, "", ""), ("icate", 5, "ic", "")),
    *(("iciti", 5, "ic", ""), ("ative", 5, "", ""), ("ical", 4, "ic", ""), ("ness", 4, "", "")),
    ("ful", 3, "", ""),
)
_STEP_4 = (
    *(
        "ement",
        "ance",
        "ence",
        "able",
        "ible",
        "ment",
        "ant",
        "ent",
        "ism",
        "ate",
        "iti",
        "ous",
        "ive",
        "ize",
    ),
    *("ion", "al", "er", "ic"),
)


class _Parts(NamedTuple):
    """A word as far as it is stemmed, with its R1 and R2."""

    word: str
    r1: str
    r2: str

    def ending(self, cut: int, add: str = "", short: str = "") -> _Parts:
        """With its last `cut` letters replaced; a region that is shorter than they is empty, R2 `short`."""
        return _Parts(
            self.word[: len(self.word) - cut] + add,
            self.r1[:-cut] + add if len(self.r1) >= cut else "",
            self.r2[:-cut] + add if len(self.r2) >= cut else short,
        )


def stem(word: str) -> str:
    """The stem of an English word, in lower case."""
    word = word.lower()
    if len(word) <= 2 or word in _SPECIAL:
        return _SPECIAL.get(word, word)
    if not word.isalpha():
        word = _QUOTE.sub("'", word).removeprefix("'")
    if "y" in word:
        word = _CONSONANT_Y.sub(r"\1Y", "Y" + word[1:] if word[0] == "y" else word)
    parts = _regions(word)
    for endings, step in _STEPS:
        if parts.word.endswith(endings):
            parts = step(parts)
    return _last(parts).replace("Y", "y")


def _regions(word: str) -> _Parts:
    start = next((s for s in _EXCEPTIONAL_STARTS if word.startswith(s)), "")
    r1 = word[len(start) :] if start else _behind(word)
    return _Parts(word, r1, _behind(r1))


def _behind(text: str) -> str:
    found = _REGION.search(text)
    return text[found.end() :] if found else ""


def _possessive(parts: _Parts) -> _Parts:
    return parts.ending(next(len(s) for s in ("'s'", "'s", "'") if parts.word.endswith(s)))


def _plural(parts: _Parts) -> _Parts:
    word = parts.word
    if word.endswith("sses"):
        return parts.ending(2)
    if word.endswith(("ied", "ies")):
        return parts.ending(2 if len(word) > 4 else 1)
    if word.endswith("s") and not word.endswith(("us", "ss")) and _VOWEL.search(word[:-2]):
        return parts.ending(1)
    return parts


def _past(parts: _Parts) -> _Parts:
    suffix = next(s for s in _PAST if parts.word.endswith(s))
    if suffix.startswith("ee"):
        return parts.ending(len(suffix), "ee") if parts.r1.endswith(suffix) else parts
    if not _VOWEL.search(parts.word[: -len(suffix)]):
        return parts
    cut = parts.ending(len(suffix))
    word, r1, r2 = cut
    if word.endswith(("at", "bl", "iz")):
        return _Parts(word + "e", r1 + "e", r2 + "e" if len(word) > 4 or len(r1) > 1 else r2)
    if word.endswith(_DOUBLES):
        return cut.ending(1)
    return _Parts(word + "e", r1, r2 + "e" if r2 else r2) if not r1 and _is_short(word) else cut


def _is_short(word: str) -> bool:
    if len(word) == 2:
        return word[0] in VOWELS and word[1] not in VOWELS
    closed = len(word) > 2 and word[-1] not in VOWELS + "wxY"
    return closed and word[-2] in VOWELS and word[-3] not in VOWELS


def _y(parts: _Parts) -> _Parts:
    word = parts.word
    return parts.ending(1, "i") if len(word) > 2 and word[-2] not in VOWELS else parts


def _suffix_2(parts: _Parts) -> _Parts:
    suffix, cut, add, short = next(rule for rule in _STEP_2 if parts.word.endswith(rule[0]))
    if not parts.r1.endswith(suffix):
        return parts
    before = parts.word[-len(suffix) - 1]
    wrong = (suffix == "ogi" and before != "l") or (suffix == "li" and before not in _BEFORE_LI)
    return parts if wrong else parts.ending(cut, add, short)


def _suffix_3(parts: _Parts) -> _Parts:
    suffix, cut, add, short = next(rule for rule in _STEP_3 if parts.word.endswith(rule[0]))
    region = parts.r2 if suffix == "ative" else parts.r1
    return parts.ending(cut, add, short) if region.endswith(suffix) else parts


def _suffix_4(parts: _Parts) -> _Parts:
    suffix = next(s for s in _STEP_4 if parts.word.endswith(s))
    if not parts.r2.endswith(suffix) or (suffix == "ion" and parts.word[-4] not in "st"):
        return parts
    return parts.ending(len(suffix))


# Each step with the endings that it looks at: most words have none of them.
_STEPS: tuple[tuple[tuple[str, ...], Callable[[_Parts], _Parts]], ...] = (
    (("'", "'s"), _possessive),
    (("s", "ied"), _plural),
    (_PAST, _past),
    (("y", "Y"), _y),
    (tuple(rule[0] for rule in _STEP_2), _suffix_2),
    (tuple(rule[0] for rule in _STEP_3), _suffix_3),
    (_STEP_4, _suffix_4),
)


def _last(parts: _Parts) -> str:
    word, r1, r2 = parts
    if (r2.endswith("l") and word[-2] == "l") or r2.endswith("e"):
        return word[:-1]
    if not r1.endswith("e") or len(word) < 4:
        return word
    kept = word[-2] not in VOWELS + "wxY" and word[-3] in VOWELS and word[-4] not in VOWELS
    return word if kept else word[:-1]
