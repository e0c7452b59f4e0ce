"""AFINN: Nielsen (2011), list AFINN-en-165 of the package afinn (Open Database License)."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.sentiment.normalisation import Span, Weighed


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


def weigh(text: str) -> Weighed:
    """Words and phrases of the list and all other words, each with its valence or 0."""
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
