"""Personal names: their parts, and whether two of them can be one person's."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from analysis.speakers import lexicon

GENERATIONS = frozenset(["jr", "sr", "ii", "iii", "iv"])  # what tells a son from his father
_LETTERS = str.maketrans("łŁøØđĐðÐıßæÆœŒ’‘ʻ‐‑", "lLoOdDdDisaAoO'''--")
_WORD = re.compile(r"[^\W_](?:[\w.&]|['’‑‐-](?=\w))*")
_NATIONALITIES = lexicon.DEMONYMS | {"the", "us", "u.s", "uk"}
_EAST_ASIAN = re.compile(r"\A\w++-[a-z]+")  # Jong-un, Jae-in: the surname stands first
_SURNAME_FIRST = frozenset(["xi", "hu", "mao", "deng", "wen", "zhou", "jiang"])
_SHORT_FORMS = {
    "bibi": "benjamin",
    "volodya": "vladimir",
    "sasha": "alexander",
    "jeb": "john",
    "mitt": "willard",
}
_OPEN_SURNAMES = lexicon.PARTICLES - {"al", "ben", "abu", "bin", "ibn", "van"}  # first names as well
_APART = re.compile("[ -]")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\W|$))")


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """`word` without case, diacritics, final full stops or typographic apostrophes."""
    if word.isascii():
        return word.lower().rstrip(".")
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().rstrip(".")


@dataclass(frozen=True, slots=True)
class Name:
    """A personal name in parts, each folded: titles before it, given names, surname, suffix after it."""

    titles: tuple[str, ...]
    given: tuple[str, ...]
    last: str
    suffix: str
    text: str

    @property
    def first(self) -> str:
        """The first given name, or nothing."""
        return self.given[0] if self.given else ""


@lru_cache(maxsize=1 << 14)
def parse(text: str) -> Name:
    """The parts of a name as written: "Sen. Ana M. de la Cruz Jr." has the surname "de la cruz".

    "Last, First" is turned round. Titles, nationalities and roles before the name are its titles. A name of one
    word is a surname.
    """
    head, comma, tail = _POSSESSIVE.sub("", text).partition(",")
    rest = fold(tail.strip())
    if comma and rest not in lexicon.SUFFIXES and rest and len(_WORD.findall(tail)) <= 2 and " " not in head:
        head = f"{tail} {head}"
    words = _WORD.findall(head if rest not in lexicon.SUFFIXES else f"{head} {rest}")
    suffix = ""
    while len(words) > 1 and fold(words[-1]) in lexicon.SUFFIXES:
        last_word = fold(words.pop())
        suffix = last_word if last_word in GENERATIONS else suffix  # MP, MD and QC are no part of a name
    start = _name_start(words)
    titles, words = words[:start], words[start:]
    cut = _surname_start(words)
    given, last = words[:cut], words[cut:]
    if given and (fold(words[0]) in _SURNAME_FIRST or _EAST_ASIAN.fullmatch(words[-1])):
        given, last = words[1:], words[:1]
    return Name(
        tuple(map(fold, titles)),
        tuple(map(fold, given)),
        " ".join(map(fold, last)),
        suffix,
        " ".join(_calm(words)) + (f" {_suffix(suffix)}" if suffix else ""),
    )


def _calm(words: list[str]) -> list[str]:
    """A name that is written all in capitals, without them: ANA CRUZ is Ana Cruz."""
    if len(words) < 2 or not all("." in w or (w.isupper() and len(w) > 2) for w in words) or "." in words[-1]:
        return words
    return [w if "." in w else re.sub(r"[^\W_]+", lambda part: part.group().capitalize(), w) for w in words]


def _suffix(suffix: str) -> str:
    return suffix.capitalize() + "." if suffix in ("jr", "sr") else suffix.upper()


def _name_start(words: list[str]) -> int:
    """How many words of the beginning are titles, nationalities or lower-case roles."""
    if len(words) == 2 and fold(words[0]) in lexicon.FIRST_NAMES_AMONG_TITLES:
        return 0
    for position in range(len(words) - 1, -1, -1):
        word = fold(words[position])
        is_last = position == len(words) - 1
        if (
            word in lexicon.TITLES or (words[position].islower() and word not in lexicon.PARTICLES)
        ) and not is_last:
            return position + 1
    for position, word in enumerate(words[:-1]):
        if fold(word) not in _NATIONALITIES:
            return position
    return max(len(words) - 1, 0)


def _surname_start(words: list[str]) -> int:
    """Where the surname starts: at the last word, or at the particles before it."""
    position = len(words) - 1
    before = {fold(word) for word in words[:-1]}
    if before and before <= (_OPEN_SURNAMES if position == 1 else lexicon.PARTICLES):
        return 0  # De Blasio, Van der Berg
    while position > 1 and words[position - 1].islower() and fold(words[position - 1]) in lexicon.PARTICLES:
        position -= 1
    return max(position, 0)


def separate(text: str) -> list[str]:
    """The names of people who are named together, one by one: "Ana Cruz, Bo Dahl and Otto Falk" are three."""
    *others, last = text.split(" and ") if " and " in text else (text,)
    return [*(name for part in others for name in part.split(", ")), last]


def gender(name: Name) -> lexicon.Gender:
    """The gender that the titles or else the first name show, or "unknown"."""
    for title in reversed(name.titles):
        if title in lexicon.FEMALE_TITLES:
            return "female"
        if title in lexicon.MALE_TITLES:
            return "male"
    for given in name.given:
        if len(given) > 1:
            return lexicon.gender_of(_SHORT_FORMS.get(given, given))
    return "unknown"


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, frozenset[str]]:
    from nicknames import NickNamer

    known = NickNamer()
    return {name: frozenset(nicks) for name, nicks in known._nickname_lookup.items()}


@lru_cache(maxsize=4096)
def same_given(one: str, other: str) -> bool:
    """Whether two given names (folded) may be one person's: equal, initial, nickname, or another spelling."""
    if not one or not other or one == other:
        return True
    short, long = sorted((one.replace(".", ""), other.replace(".", "")), key=len)
    if long.startswith(short):
        return True
    if len(short) == 1 or (len(short) == 2 and "." in one + other):
        return short[0] == long[0]
    if _SHORT_FORMS.get(short) == long or _SHORT_FORMS.get(long) == short:
        return True
    nicknames = _nicknames()
    if short in nicknames.get(long, ()) or long in nicknames.get(short, ()):
        return True
    return surname_key(short) == surname_key(long)


def letters(name: Name) -> set[str]:
    """The letters that given names of the same person may begin with, nicknames included."""
    known = _nicknames()
    forms = {g for g in name.given if g}
    forms |= {n for g in list(forms) for n in known.get(g, ())} | {_SHORT_FORMS.get(g, g) for g in forms}
    return {f[0] for f in forms} | {surname_key(f)[:1] for f in name.given}


_SPELLINGS = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^(?:al|el|as|ad|an|ul)-", ""), (r"['.-]", ""), (r"sch|sh", "s"), (r"kh|ch(?=[aou])", "h"), (r"ck|q", "k"),
        (r"ph", "f"), (r"w", "v"), (r"y[iey]|i[yi]|j(?=[aeou])|ij|yj", "y"), (r"y|ie|ee", "i"), (r"ou|oo", "u"),
        (r"ks", "x"), (r"tz|ts", "z"), (r"(.)\1+", r"\1"), (r"(?<=[ov])ff?$", "v"),
    )
]  # fmt: skip


@lru_cache(maxsize=4096)
def surname_key(last: str) -> str:
    """A key that the usual romanisations of one surname share: Zelensky, Zelenskyy, Zelenskiy."""
    key = fold(last).replace(" ", "")
    for pattern, to in _SPELLINGS:
        key = pattern.sub(to, key)
    return key


@lru_cache(maxsize=4096)
def same_surname(one: str, other: str) -> bool:
    """Whether two surnames (folded) are one: equal, romanised differently, or a part of a double name."""
    if one == other or surname_key(one) == surname_key(other):
        return True
    parts, others = _APART.split(one), _APART.split(other)
    plain = {p for p in parts if p not in lexicon.PARTICLES}
    other_plain = {p for p in others if p not in lexicon.PARTICLES}
    return bool(plain) and bool(other_plain) and (plain <= other_plain or other_plain <= plain)


def compatible(one: Name, other: Name) -> bool:
    """Whether two names may be one person's, as far as names tell.

    The surnames must be one, the given names of both must not contradict each other, and Jr. is nobody's father.
    A given name that is missing contradicts nothing.
    """
    suffixes = {one.suffix, other.suffix} & GENERATIONS
    if len(suffixes) == 2 or (
        len(suffixes) == 1 and one.given and other.given and one.suffix != other.suffix
    ):
        return False
    if not same_surname(one.last, other.last):
        return False
    return any_given(one, other)


def any_given(one: Name, other: Name) -> bool:
    """Whether the given names agree: the first ones, or a first one with the other's middle name.

    Two middle initials must be one: George W. is not George H.W.
    """
    if not one.given or not other.given or same_given(one.first, other.first):
        return _same_initials(one, other)
    return any(same_given(one.first, g) for g in other.given[1:] if len(g) > 1) or any(
        same_given(other.first, g) for g in one.given[1:] if len(g) > 1
    )


def _same_initials(one: Name, other: Name) -> bool:
    middles = ["".join(g.replace(".", "") for g in name.given[1:2]) for name in (one, other)]
    if one.first != other.first or not all(middles) or min(map(len, middles)) > 2:
        return True
    return middles[0][0] == middles[1][0]
