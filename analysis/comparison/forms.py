"""Words, names and numbers of a text in a form that can be compared, and how rare each word is in news."""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from analysis.segmentation import CAPITALISED, function_words

if TYPE_CHECKING:
    from nltk.stem.snowball import SnowballStemmer

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_NAME = re.compile(rf"\b{CAPITALISED}\w(?:\s(?:(?:of|de|al|bin|van|von)\s)?{CAPITALISED}\w)*")
_WINDOW = 6  # characters before a name that tell whether it opens a sentence
_SENTENCE_START = re.compile(
    r"(?:^|(?:(?<!Mr)(?<!Ms)(?<!Dr)(?<!Mrs)(?<!Sen)(?<!Rep)(?<!Gov)(?<!\b[A-Z])\.|[!?:…“\"‘])"
    rf"['”’\"]?\s{{0,{_WINDOW}}}|\n\s{{0,{_WINDOW}}})$"
)
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SMALL = "two three four five six seven eight nine ten eleven twelve"
_LARGE = {"dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_VALUE = {word: n for n, word in enumerate(_SMALL.split(), start=2)} | _LARGE
_VALUE |= {"eighty": 80, "ninety": 90, "hundred": 100}
_NUMBER = re.compile(
    rf"(?<![\w.])(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[ -]?({'|'.join(_SCALE)})\b)?"
    rf"|\b({'|'.join(_VALUE)})\b",
    re.IGNORECASE,
)
# Not all of `speakers.lexicon.TITLES`: the model in `alignment` was trained on names that keep the others.
_TITLE_WORDS = (
    "mr mrs ms miss dr sir president senator sen rep representative gov governor secretary spokesman "
    "spokeswoman spokesperson chairman chairwoman attorney general speaker leader mayor minister prime king "
    "queen prince judge justice professor captain sheriff pope"
)
TITLES = frozenset(_TITLE_WORDS.split())
# "Shall" is the one that statistics count: in news it is a mark of quoted law and scripture.
GRAMMAR = function_words.GRAMMAR | {"shall"}
_BEFORE_NAMES = TITLES | GRAMMAR


class Word(NamedTuple):
    """A word in lower case with straight apostrophes, and its span in the text."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words and numbers of `text`: case, marks and punctuation folded, offsets those of `text`."""
    return [Word(_folded(m.group()), *m.span()) for m in _WORD.finditer(text)]


def word_texts(text: str) -> list[str]:
    """The same words without their spans."""
    return [word.lower() if word.isalnum() else _folded(word) for word in _WORD.findall(text)]


def _folded(word: str) -> str:
    return word.replace("’", "'").replace(".", "").lower()


@cache
def _stemmer() -> SnowballStemmer:
    from nltk.stem.snowball import SnowballStemmer  # brings all of NLTK and scipy.stats

    return SnowballStemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball stem of `word` (Porter 2001), which is in lower case."""
    return _stemmer().stem(word)


@cache
def _background() -> tuple[int, Mapping[str, int]]:
    packed = resources.files("analysis") / "models" / "document-frequencies.tsv.gz"
    lines = gzip.decompress(packed.read_bytes()).decode().splitlines()
    counts = dict(line.split("\t") for line in lines)
    return int(counts.pop("#articles")), {term: int(n) for term, n in counts.items()}


def rarity(term: str, seen: Mapping[str, int] | None = None, articles: int = 0) -> float:
    """Inverse document frequency of a stem: log(1 + N / (½ + df)), higher = rarer.

    N and df are those of the shipped news background, plus those of `seen` (stem → number of `articles`
    that hold it) when given. Background: analysis/models/document-frequencies.md.
    """
    total, counts = _background()
    return math.log1p((total + articles) / (0.5 + counts.get(term, 0) + (seen.get(term, 0) if seen else 0)))


def frequency(term: str) -> int:
    """In how many articles of the shipped news background a stem is."""
    return _background()[1].get(term, 0)


@cache
def _senses() -> Mapping[str, frozenset[int]]:
    packed = resources.files("analysis") / "models" / "synonyms.txt.gz"
    found: dict[str, set[int]] = {}
    for number, line in enumerate(gzip.decompress(packed.read_bytes()).decode().splitlines()):
        for term in line.split():
            found.setdefault(term, set()).add(number)
    return {term: frozenset(numbers) for term, numbers in found.items()}


def synonymous(one: str, two: str) -> bool:
    """Whether two stems are one, or have a sense in common: WordNet's, see analysis/models/synonyms.md."""
    senses = _senses()
    return one == two or not senses.get(one, frozenset()).isdisjoint(senses.get(two, frozenset()))


class Name(NamedTuple):
    """A sequence of capitalised words, titles in front dropped, and its span."""

    text: str
    start: int
    end: int


def names(text: str) -> list[Name]:
    """What looks like a name in `text`, in order: capitalised words, titles dropped, possessive dropped.

    A single capitalised word that starts a sentence counts only when it is capitalised elsewhere too; this
    looks at letters alone, so it also finds days and nationalities, and no name in lower case.
    """
    found = [
        (m, bool(_SENTENCE_START.search(text, max(0, m.start() - _WINDOW), m.start())))
        for m in _NAME.finditer(text)
    ]
    sure = {word for m, first in found for word in m.group().split()[1 if first else 0 :]}
    out = []
    for match, first in found:
        pieces = list(re.finditer(r"\S+", match.group()))
        while pieces and pieces[0].group().rstrip(".").lower() in _BEFORE_NAMES:
            pieces.pop(0)
        if not pieces or (first and len(pieces) == 1 and pieces[0].group() not in sure):
            continue
        start, end = match.start() + pieces[0].start(), match.start() + pieces[-1].end()
        name = re.sub(r"['’]s$", "", text[start:end])
        out.append(Name(name, start, start + len(name)))
    return out


class Number(NamedTuple):
    """A number's value and its span."""

    value: float
    start: int
    end: int


def numbers(text: str) -> list[Number]:
    """The numbers in `text`, in figures with or without a scale ("3.8 million"), or words from two on."""
    out = []
    for match in _NUMBER.finditer(text):
        figures, scale, word = match.groups()
        value = _VALUE[word.lower()] if word else float(figures.replace(",", ""))
        out.append(Number(value * _SCALE.get((scale or "").lower(), 1), *match.span()))
    return out


def content_stems(text: str) -> list[str]:
    """Stems of the words of `text` that carry more than grammar, in order."""
    return [stem(w.removesuffix("'s")) for w in word_texts(text) if w not in GRAMMAR]


def document_counts(stems: Iterable[Iterable[str]]) -> dict[str, int]:
    """In how many of the texts, given as stems, each stem occurs."""
    counts: dict[str, int] = {}
    for text in stems:
        for term in set(text):
            counts[term] = counts.get(term, 0) + 1
    return counts
