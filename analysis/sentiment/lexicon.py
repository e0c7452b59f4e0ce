"""Lexicon sentiment: VADER as its authors publish it, VADER that takes no name for a feeling, and AFINN.

Each tells the contribution of every word.

A further lexicon is a further entry of `LEXICONS`. All read a normalised copy of the text that has the same length,
so every offset is one into the text itself.
Dictionaries alone are not valid enough for news (Boukes et al. 2020; van Atteveldt et al. 2021): what they
say is shown word by word, beside the model of `analysis.sentiment.target`.

VADER: Hutto & Gilbert (2014), lexicon and rules of their package vaderSentiment (MIT).
AFINN: Nielsen (2011), list AFINN-en-165 of the package afinn (Open Database License).
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.sentiment.names import within_names

if TYPE_CHECKING:
    import pandas as pd

Span = tuple[int, int]


class Scores(NamedTuple):
    """Shares of negative, neutral and positive words, and the compound from -1 (negative) to +1."""

    negative: float
    neutral: float
    positive: float
    compound: float


NO_WORDS = Scores(0.0, 0.0, 0.0, 0.0)


class Weighed(NamedTuple):
    """The tokens of a normalised text that a lexicon counted, as spans, and what each adds to the raw sum."""

    text: str
    spans: list[Span]
    values: list[float]


class Lexicon(NamedTuple):
    """A list of words that have a tone, and what is particular to it.

    `version` is that of the list; `weigh` gives what the words of a normalised text add. Where `by_weight`, a word
    counts in the shares as one word and as many more as it weighs. `emphasis` says what each mark (!, ?) adds to a
    text that has some, given these marks; `core` where the word stands in a token with punctuation.
    """

    version: Callable[[], str]
    weigh: Callable[[str], Weighed]
    by_weight: bool = False
    emphasis: Mapping[str, Callable[[str], float]] = MappingProxyType({})
    core: Callable[[str], Span] = lambda token: (0, len(token))


# --- normalisation ------------------------------------------------------------------------------------------

# Marks that VADER would keep glued to a word, which it then does not find; a space has the same length.
_SPACED = '“”„‟«»‹›"`´…–—‒―[]{}'
_APOSTROPHES = "’‘ʼ＇‛"
_MARKS = re.compile(f"[{re.escape(_SPACED)}]|([{_APOSTROPHES}])")
_LOOSE = re.compile(r"'(?:(?<!\w')|(?!\w))|\((?=\w)|\)(?:(?<=[\w.!?,]\))|(?=[.,;:!?]))")


def normalised(text: str) -> str:
    """`text` with straight apostrophes inside words and spaces for quotation marks, dashes and brackets.

    It has the length of `text`, and every other character stays where it is.
    """
    return _LOOSE.sub(" ", _MARKS.sub(lambda mark: "'" if mark[1] else " ", text))


# --- VADER --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@lru_cache(maxsize=1)
def _emojis() -> Mapping[str, str]:
    """What the package reads in place of each emoji of one character: its name."""
    names: dict[str, str] = _analyzer().emojis
    return {emoji: name for emoji, name in names.items() if len(emoji) == 1}


@lru_cache(maxsize=1)
def _changing() -> frozenset[str]:
    """The words without one of which, or "n't", the rules change no value; of a phrase its longest word is enough."""
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES

    phrases = (max(phrase.split(), key=len) for phrase in (*BOOSTER_DICT, *SPECIAL_CASES))
    return frozenset((*NEGATE, "no", "least", "this", *phrases))


class _Word(NamedTuple):
    """A token as the package sees it: the word, where it begins in the token, and what the rules ask of it."""

    word: str
    lower: str
    offset: int
    in_capitals: bool
    may_weigh: bool
    changes: bool
    may_name: bool


@lru_cache(maxsize=16384)
def _word(token: str) -> _Word:
    """The word in a token, freed of punctuation unless it may be an emoticon."""
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentiText

    word = SentiText._strip_punc_if_word(token)
    offset = 0 if word == token else len(token) - len(token.lstrip(string.punctuation))
    lower = word.lower()
    may_weigh = lower in _analyzer().lexicon and lower not in BOOSTER_DICT
    changes = lower in _changing() or "n't" in lower
    may_name = may_weigh and word[0].isupper()
    return _Word(word, lower, offset, word.isupper(), may_weigh, changes, may_name)


class _Sentence(NamedTuple):
    """The two properties of the package's `SentiText` that its rules read."""

    words_and_emoticons: Sequence[str]
    is_cap_diff: bool


_TOKEN = re.compile(r"\S+")


def _weigh_vader(text: str) -> Weighed:
    """Words and valences, the same as inside the package's `polarity_scores`; most cost one cached look-up."""
    spans, _, values = _read(text)
    return Weighed(text, spans, values)


def _weigh_masked(text: str) -> Weighed:
    """The same without the words of names; they stand where they stood, for what the rules count."""
    spans, words, values = _read(text)
    if True not in [word.may_name for word in words]:
        return Weighed(text, spans, values)
    named = within_names(text, spans)
    words = [w._replace(may_weigh=w.may_weigh and not n) for w, n in zip(words, named, strict=True)]
    return Weighed(text, spans, _valences(words))


@lru_cache(maxsize=1024)  # sentences of an article, which several lexicons read one after the other
def _read(text: str) -> tuple[list[Span], list[_Word], list[float]]:
    spans = [m.span() for m in _TOKEN.finditer(text)]
    tokens = [text[start:end] for start, end in spans]
    if not text.isascii() and not _emojis().keys().isdisjoint(text):
        spans, tokens = _with_emojis(text)
    words = [_word(token) for token in tokens]
    return spans, words, _valences(words) if words else []


def _with_emojis(text: str) -> tuple[list[Span], list[str]]:
    """Tokens of the text with the name of each emoji in its place, as the package reads it, and where they stand."""
    read: list[str] = []
    places: list[int] = []
    blank_before = True
    for place, mark in enumerate(text):
        name = _emojis().get(mark)
        shown = mark if name is None else name if blank_before else " " + name
        blank_before = mark == " "
        read.append(shown)
        places += [place] * len(shown)
    found = list(_TOKEN.finditer("".join(read)))
    spans = [(places[m.start()], places[m.end() - 1] + 1) for m in found]
    return spans, [m.group() for m in found]


def _valences(found: Sequence[_Word]) -> list[float]:
    """The valence of each word by the package's rules, which look three words back and two ahead.

    They are asked only where they may change what the lexicon says, and shown no more than they look at: they put
    all that they are shown in lower case, for each word anew.
    """
    analyzer = _analyzer()
    values = [0.0] * len(found)
    weighs = [i for i, word in enumerate(found) if word.may_weigh]
    if not weighs:
        return values
    words, lowers, _, in_capitals, _, changes, _ = zip(*found, strict=True)
    some_in_capitals = 0 < sum(in_capitals) < len(words)
    for i in weighs:
        first, last = max(i - 3, 0), i + 3
        if not (True in changes[first:last] or (in_capitals[i] and some_in_capitals)):
            values[i] = analyzer.lexicon[lowers[i]]
        elif lowers[i : i + 2] != ("kind", "of"):
            near = _Sentence(words[first:last], some_in_capitals)
            values[i] = analyzer.sentiment_valence(0, near, words[i], i - first, [])[0]
    return list(analyzer._but_check(words, values)) if "but" in lowers else values


def _core(token: str) -> Span:
    word = _word(token)
    return word.offset, word.offset + len(word.word)


@lru_cache(maxsize=1)
def _version() -> str:
    """That of the package, and of how its list and rules are used here: 1 was its list by NLTK's rules."""
    return f"{version('vaderSentiment')}-2"


# --- AFINN --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _afinn() -> tuple[dict[str, float], dict[str, list[tuple[re.Pattern[str], float]]]]:
    """Valences of single words, and the phrases by their first word, longest first."""
    from importlib.resources import files

    lines = (files("afinn") / "data" / "AFINN-en-165.txt").read_text(encoding="utf-8").splitlines()
    entries = {word: float(value) for word, value in (line.split("\t") for line in lines)}
    single = {word: value for word, value in entries.items() if re.fullmatch(r"\w+", word)}
    phrases: dict[str, list[tuple[re.Pattern[str], float]]] = {}
    for phrase in sorted(entries.keys() - single.keys(), key=lambda p: (-len(p), p)):
        pattern = re.compile(re.escape(phrase).replace(r"\ ", r"\s+") + r"\b", re.IGNORECASE)
        first = re.match(r"\w+", phrase)
        if first:
            phrases.setdefault(first.group(), []).append((pattern, entries[phrase]))
    return single, phrases


_WORD = re.compile(r"\w+")


def _weigh_afinn(text: str) -> Weighed:
    single, phrases = _afinn()
    spans = [m.span() for m in _WORD.finditer(text)]
    words = _WORD.findall(text.lower()) if text.isascii() else [text[s:e].lower() for s, e in spans]
    values = [single.get(word, 0.0) for word in words]
    if not phrases.keys().isdisjoint(words):
        spans, values = _with_phrases(text, spans, words, values)
    return Weighed(text, spans, values)


def _with_phrases(
    text: str, spans: list[Span], words: list[str], values: list[float]
) -> tuple[list[Span], list[float]]:
    """Spans and values with each phrase of the list as one word; what a phrase covers counts no more."""
    _, phrases = _afinn()
    joined: list[Span] = []
    weights: list[float] = []
    reached = 0
    for (start, end), word, value in zip(spans, words, values, strict=True):
        if start < reached:
            continue
        for pattern, weight in phrases.get(word, ()):
            if longer := pattern.match(text, start):
                end, value = longer.end(), weight
                break
        reached = end
        joined.append((start, end))
        weights.append(value)
    return joined, weights


# --- all of them --------------------------------------------------------------------------------------------

MASKED = "vader, names masked"  # what notebooks show
_VADER = Lexicon(
    _version,
    _weigh_vader,
    by_weight=True,
    emphasis={
        "!": lambda marks: _analyzer()._amplify_ep(marks),
        "?": lambda marks: _analyzer()._amplify_qm(marks),
    },
    core=_core,
)

# By name; each gives its rows of the table `sentiment`. No name is another's beginning up to a blank.
LEXICONS: Mapping[str, Lexicon] = {
    "vader": _VADER,
    MASKED: _VADER._replace(weigh=_weigh_masked),
    "afinn": Lexicon(lambda: "165", _weigh_afinn),
}


def model_name(lexicon: str) -> str:
    """The lexicon and its version, as in the column `model`: "vader 3.3.2-2", "afinn 165"."""
    return f"{lexicon} {_known(lexicon).version()}"


def _known(lexicon: str) -> Lexicon:
    if lexicon not in LEXICONS:
        raise ValueError(f"lexicon {lexicon!r}: expected one of {', '.join(LEXICONS)}")
    return LEXICONS[lexicon]


def weigh(text: str, *, lexicon: str = "vader") -> Weighed:
    """Every word of a `normalised` text that the lexicon counts, with its contribution after boosters and negation.

    Most contributions are 0. VADER is made for a sentence or two, not for whole articles. ValueError for a
    lexicon of another name.
    """
    return _known(lexicon).weigh(text)


def totals(
    values: np.ndarray,
    groups: np.ndarray,
    marks: Mapping[int, str] = MappingProxyType({}),
    *,
    size: int,
    lexicon: str = "vader",
) -> list[Scores]:
    """The scores of `size` groups of contributions that `weigh` found; `groups` has the group of each.

    `marks` are the exclamation and question marks of groups that have some, in order. The arithmetic is that of
    vaderSentiment's `score_valence`, for many sentences at once; every lexicon's sum is brought between -1 and 1
    in the same way (alpha 15), and but for VADER's its shares are those of the words. A group without
    contributions is all zeros.
    """
    return list(map(Scores._make, rows_of_totals(values, groups, marks, size=size, lexicon=lexicon).tolist()))


def rows_of_totals(
    values: np.ndarray,
    groups: np.ndarray,
    marks: Mapping[int, str] = MappingProxyType({}),
    *,
    size: int,
    lexicon: str = "vader",
) -> np.ndarray:
    """What `totals` gives, as an array: a row a group, its columns those of `Scores`."""
    known = _known(lexicon)
    up, down = values > 0, values < 0
    total: np.ndarray = np.bincount(groups, values, size)
    counted = 1 + np.abs(values) if known.by_weight else np.ones(len(values))  # as so many neutral words
    sides = (up, down, values == 0)
    positive, negative, neutral = (np.bincount(groups[side], counted[side], size) for side in sides)
    emphasis = np.zeros(size)
    for group, found in marks.items():
        emphasis[group] = sum(added(found) for added in known.emphasis.values())
    total = total + np.sign(total) * emphasis
    lead = np.sign(positive - negative)
    positive, negative = positive + emphasis * (lead > 0), negative + emphasis * (lead < 0)
    whole = np.maximum(positive + negative + neutral, 1)
    shares = [rounded(part / whole, 3) for part in (negative, neutral, positive)]
    return np.column_stack([*shares, rounded(total / np.sqrt(total * total + 15), 4)])


def rounded(values: np.ndarray, digits: int) -> np.ndarray:
    """`values` as Python's `round` rounds each, which goes by all decimals of one that lies between two."""
    scaled = values * 10**digits
    found: np.ndarray = np.rint(scaled) / 10**digits
    between = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6
    if between.any():
        found[between] = [round(value, digits) for value in values[between].tolist()]
    return found


def score(text: str, *, lexicon: str = "vader") -> Scores:
    """The scores of a text: for VADER exactly vaderSentiment's `polarity_scores(normalised(text))`.

    But for two emojis that have an exclamation mark in their names, which is none of the text.
    """
    weighed = weigh(normalised(text), lexicon=lexicon)
    values = np.array(weighed.values)
    marks = {0: weighed.text} if len(values) else {}
    return totals(values, np.zeros(len(values), dtype=int), marks, size=1, lexicon=lexicon)[0]


def explain(text: str, *, lexicon: str = "vader") -> pd.DataFrame:
    """Why `text` scores as it does: a row for each word, or mark of emphasis, that contributes.

    Columns: `token`, `start`, `end` (offsets into `text`), `contribution` (positive = towards positive). With
    s the sum of the contributions, the compound is s / sqrt(s² + 15).
    """
    import pandas as pd

    known, weighed = _known(lexicon), weigh(normalised(text), lexicon=lexicon)
    rows = []
    for (begin, stop), value in zip(weighed.spans, weighed.values, strict=True):
        if value:
            start, end = (begin + at for at in known.core(weighed.text[begin:stop]))
            rows.append((text[start:end], start, end, value))
    rows += _emphasis(weighed, known)
    frame = pd.DataFrame(rows, columns=["token", "start", "end", "contribution"])
    types = {"token": "string[pyarrow]", "start": "int64", "end": "int64", "contribution": "float64"}
    return frame.astype(types).sort_values("start", ignore_index=True)


def _emphasis(weighed: Weighed, known: Lexicon) -> list[tuple[str, int, int, float]]:
    """The bonus for exclamation and question marks, in equal parts for the marks that give it."""
    raw = float(sum(weighed.values))
    if not raw:
        return []
    sign = 1 if raw > 0 else -1
    rows = []
    for mark, bonus_of in known.emphasis.items():
        bonus = bonus_of(weighed.text)
        places = [m.start() for m in re.finditer(re.escape(mark), weighed.text)] if bonus else []
        rows += [(mark, at, at + 1, sign * bonus / len(places)) for at in places]
    return rows
