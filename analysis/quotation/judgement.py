"""What a reader would say of an attribution: the chance that it is one, with the right content and source.

Learned from attributions in US news of 2013–2020 that were read one by one (`models/judgement.md`): from the
words of the cue, the form of the source, how the content opens, the paragraph they stand in, and how sure the
engine was. Linear, so that each reason can be read off (`training/judgement.py` made the weights).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from analysis import models
from analysis.quotation import Attribution, mention_form
from analysis.quotation.acts import act_of
from analysis.quotation.stance import stance_of, verb_of
from analysis.segmentation import Document

FILE = models.MODELS / "judgement.json"
Values = Mapping[str, float]

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ME = frozenset(["i", "my", "me", "mine", "i’m", "i've", "i’ve", "i'm", "i’d", "i'd"])
_US = frozenset(["you", "your", "yours", "we", "our", "us", "ours", "you’re", "you're", "we’re", "we're"])
_UNREAL = frozenset(
    [
        "if",
        "would",
        "could",
        "should",
        "may",
        "might",
        "must",
        "not",
        "whether",
        "nor",
        "cannot",
        "to",
        "never",
    ]
)
_BEFORE = 30  # characters in front of the cue in which "if" and "would" are looked for
_SENTENCE_END = tuple(".!?”\"’'…:")
_LONGEST_PARAGRAPH = 2_000  # characters of it that are looked at


@lru_cache(maxsize=1)
def load() -> Mapping[str, Values]:
    """For each engine the weight of each feature, and "intercept"."""
    found: dict[str, dict[str, float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def judged(
    document: Document, attributions: Sequence[Attribution], sureness: Sequence[Values], *, engine: str
) -> list[Attribution]:
    """The attributions, each with its confidence: the chance that a reader would call content and source right.

    `sureness` is what `engine` ("tagger" or "rules") knows of each besides.
    """
    weights = load()[engine]
    return [
        replace(a, confidence=chance({**values, **known}, weights))
        for a, values, known in zip(attributions, described(document, attributions), sureness, strict=True)
    ]


def chance(values: Values, weights: Values) -> float:
    """The chance, from 0 to 1, that an attribution with these `values` is right."""
    score = weights["intercept"] + sum([weights[name] * values[name] for name in values if name in weights])
    return 1 / (1 + math.exp(-score))


def described(document: Document, attributions: Sequence[Attribution]) -> list[dict[str, float]]:
    """For each attribution what `chance` goes by, besides how sure the engine is."""
    text, voice = document.text, _voice(document)
    paragraphs: dict[tuple[int, int], dict[str, float]] = {}
    return [
        {
            **voice,
            **_cue(text, a),
            **_source(text, a),
            **_content(text, a),
            **_place(text, a, paragraphs),
            f"act {act_of(document, a)}": 1.0,
        }
        for a in attributions
    ]


def _voice(document: Document) -> dict[str, float]:
    """How often the article itself says "I" and "you" or "we", as opinion pieces and letters do."""
    text, at, mine, ours, total = document.text, 0, 0, 0, 0
    for start, end in [*((q.start, q.end) for q in document.outermost), (len(text), len(text))]:
        words = text[at : max(at, start)].lower().split()
        mine += sum([word in _ME for word in words])
        ours += sum([word in _US for word in words])
        total += len(words)
        at = max(at, end)
    return {"says I": min(1.0, 50 * mine / (total + 50)), "says we": min(1.0, 25 * ours / (total + 50))}


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def _cue(text: str, attribution: Attribution) -> dict[str, float]:
    of_words, of_length = _words_of_cue(_joined(text, attribution.cue).lower())
    start = (attribution.cue or attribution.content)[0][0]
    before = _WORD.findall(
        text[max(0, start - _BEFORE) : start].lower().replace("n’t", " not").replace("n't", " not")
    )
    return {**of_words, **{f"before {word}": 1.0 for word in before[-4:] if word in _UNREAL}, **of_length}


@lru_cache(maxsize=4096)
def _words_of_cue(cue: str) -> tuple[Values, Values]:
    """What the words of a cue in lower case are, and how many."""
    words = _WORD.findall(cue)
    verb = verb_of(cue)
    named = {f"cue {word}": 1.0 for word in words} | {f"verb {verb}": 1.0, f"stance {stance_of(verb)}": 1.0}
    return named, {"no cue": float(not words), "cue length": min(len(words), 6) / 6}


@lru_cache(maxsize=4096)
def _words_of_source(source: str) -> Values:
    words = _WORD.findall(source.lower())
    values = {f"form {mention_form(source or None)}": 1.0, "source length": min(len(words), 12) / 12}
    if words:
        values |= {f"source ends {words[-1]}": 1.0, f"source begins {words[0]}": 1.0}
    return values


def _source(text: str, attribution: Attribution) -> dict[str, float]:
    values = {**_words_of_source(_joined(text, attribution.source))}
    if attribution.source and attribution.cue:
        values["source first"] = float(attribution.source[0][0] < attribution.cue[0][0])
    return values


def _content(text: str, attribution: Attribution) -> dict[str, float]:
    content = _joined(text, attribution.content)
    words = _WORD.findall(content[:200].lower())
    values = {
        f"kind {attribution.kind}": 1.0,
        "length": min(math.log1p(len(content)), 7.0) / 7,
        "pieces": min(len(attribution.content), 3) / 3,
        "ends sentence": float(content.rstrip().endswith(_SENTENCE_END)),
    }
    if words:
        values[f"opens {words[0]}"] = 1.0
    if attribution.cue:
        first = attribution.content[0][0] < attribution.cue[0][0]
        gap = 0 if first else attribution.content[0][0] - attribution.cue[-1][1]
        values |= {"content first": float(first), "gap": min(max(gap, 0), 40) / 40}
    return values


def _place(
    text: str, attribution: Attribution, paragraphs: dict[tuple[int, int], dict[str, float]]
) -> dict[str, float]:
    """Where in the article it stands, and whether its paragraph reads like prose; `paragraphs` are those seen."""
    spans = attribution.content + attribution.cue + attribution.source
    first, last = min(spans)[0], max(end for _, end in spans)
    low = max(text.rfind("\n", max(0, first - _LONGEST_PARAGRAPH), first) + 1, first - _LONGEST_PARAGRAPH)
    high = text.find("\n", last, last + _LONGEST_PARAGRAPH)
    high = high if high >= 0 else last + _LONGEST_PARAGRAPH
    if (low, high) not in paragraphs:
        paragraphs[low, high] = _prose(text[low:high].rstrip())
    return {"place": first / max(1, len(text)), **paragraphs[low, high]}


def _prose(paragraph: str) -> dict[str, float]:
    words = paragraph.split()
    return {
        "paragraph length": min(math.log1p(len(paragraph)), 8.0) / 8,
        "paragraph ends": float(paragraph.endswith(_SENTENCE_END)),
        "capitals": sum(map(str.isupper, [word[0] for word in words])) / max(1, len(words)),
    }
