"""VADER as its authors publish it, and the same without the words of names.

Hutto & Gilbert (2014), lexicon and rules of their package vaderSentiment (MIT).
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import metadata
from typing import Any, NamedTuple

from analysis.sentiment.names import within_names
from analysis.sentiment.normalisation import Span, Weighed


@lru_cache(maxsize=1)
def analyzer() -> Any:
    """The package's analyzer, with its list."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@lru_cache(maxsize=1)
def _emojis() -> Mapping[str, str]:
    """What the package reads in place of each emoji of one character: its name."""
    names: dict[str, str] = analyzer().emojis
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
    may_weigh = lower in analyzer().lexicon and lower not in BOOSTER_DICT
    changes = lower in _changing() or "n't" in lower
    may_name = may_weigh and word[0].isupper()
    return _Word(word, lower, offset, word.isupper(), may_weigh, changes, may_name)


class _Sentence(NamedTuple):
    """The two properties of the package's `SentiText` that its rules read."""

    words_and_emoticons: Sequence[str]
    is_cap_diff: bool


_TOKEN = re.compile(r"\S+")


def weigh(text: str) -> Weighed:
    """Words and valences, the same as inside the package's `polarity_scores`; most cost one cached look-up."""
    spans, _, values = _read(text)
    return Weighed(text, spans, values)


def weigh_masked(text: str) -> Weighed:
    """The same as `weigh` without the words of names; they stand where they stood, for what the rules count."""
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
    package = analyzer()
    values = [0.0] * len(found)
    weighs = [i for i, word in enumerate(found) if word.may_weigh]
    if not weighs:
        return values
    words, lowers, _, in_capitals, _, changes, _ = zip(*found, strict=True)
    some_in_capitals = 0 < sum(in_capitals) < len(words)
    for i in weighs:
        first, last = max(i - 3, 0), i + 3
        if not (True in changes[first:last] or (in_capitals[i] and some_in_capitals)):
            values[i] = package.lexicon[lowers[i]]
        elif lowers[i : i + 2] != ("kind", "of"):
            near = _Sentence(words[first:last], some_in_capitals)
            values[i] = package.sentiment_valence(0, near, words[i], i - first, [])[0]
    return list(package._but_check(words, values)) if "but" in lowers else values


def core(token: str) -> Span:
    """Where the word stands in a token with punctuation."""
    word = _word(token)
    return word.offset, word.offset + len(word.word)


@lru_cache(maxsize=1)
def version() -> str:
    """That of the package, and of how its list and rules are used here: 1 was its list by NLTK's rules."""
    return f"{metadata.version('vaderSentiment')}-2"
