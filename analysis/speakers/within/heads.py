"""The name that a source holds: its head, not a possessor ("Ana's coach") nor an object ("an aide to Ana")."""

from __future__ import annotations

import re

from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within.article import Article, names_in
from analysis.speakers.within.occurrences import Occurrence

_SMALL = lexicon.COMMON_WORDS - lexicon.GROUP_WORDS - lexicon.PERSON_NOUNS
_PREPOSITION = re.compile(
    r"\b(?:of|for|to|from|at|in|with|by|near|about|on|against|under|behind|including|than|like|as)"
    r" (?:(?:the|a|an|his|her|their|its|former|President|Mr\.|Mrs\.|Ms\.|Sen\.|Gov\.|Rep\.|\w+['’]s) ){0,2}$"
)
_CLAUSE = re.compile(r"\b(?:who|that|which|whose|familiar|close)\b")
_OWNER = re.compile(r"['’](?:s\b|\s)")
_OWNER_ONLY = re.compile(r"['’]s?$")
_FOLLOWING = re.compile(r"[\w\s.-]*")
_AND_AFTER = re.compile(r"(?:^|\W)(?:and|&) (?:\w+\.? ){0,2}[A-Z]")
_AND_BEFORE = re.compile(r"(?<![\w'’-])(?:(?![A-Z])[\w'’-])*+[A-Z][\w'’-]++,? and (?:\w+\.? ){0,3}$")


def name_in(article: Article, start: int, end: int) -> tuple[Occurrence, int] | None:
    """The occurrence that heads the source at `[start, end)` and its entity; None for descriptions and lists."""
    text = article.document.text
    best: tuple[int, Occurrence, int] | None = None
    for occurrence, number in names_in(article, start, end):
        if occurrence.end <= end + 2:
            rank = _rank(text, start, end, occurrence, article.people[number].kind)
            if rank and (best is None or rank > best[0]):
                best = (rank, occurrence, number)
    if best is None or _is_list(text, start, end, best[1]):
        return None
    return best[1], best[2]


def _rank(text: str, start: int, end: int, occurrence: Occurrence, kind: str) -> int:
    """How surely an occurrence is the head of the source: 0 not at all, more the surer."""
    before = text[start : min(occurrence.outer, occurrence.start)] if occurrence.outer > start else ""
    after = text[occurrence.end : end]
    if _OWNER.match(after) and len(after) > 3:
        return 0
    if _OWNER_ONLY.match(after):
        return 1
    following = _FOLLOWING.match(after)
    nouns = [fold(w) for w in following.group().split()[:4]] if following else []
    cut = next((i for i, w in enumerate(nouns) if w in _SMALL or w == "who"), len(nouns))
    if cut:
        noun = nouns[cut - 1]
        plural = noun in lexicon.PERSON_NOUNS or noun in lexicon.GROUP_WORDS or noun.endswith("s")
        if plural or kind != "organisation":
            return 0
    if _CLAUSE.search(before):
        return 0
    if _PREPOSITION.search(before) and (not occurrence.titled or _tells_a_person(before)):
        return 0  # "a lawyer for Mr. Cruz"
    if before.endswith("("):
        return 0  # the initials of what stands before
    opens = occurrence.titled or not before.strip(" ,\"“'’")
    return 1 + (2 if kind != "organisation" else 0) + (2 if opens else 0)


def _tells_a_person(words: str) -> bool:
    return any(fold(word) in lexicon.PERSON_NOUNS for word in words.split())


def _is_list(text: str, start: int, end: int, occurrence: Occurrence) -> bool:
    """Whether the source joins several people: "Ana Cruz and Ben Doe"."""
    after, before = text[occurrence.end : end], text[start : occurrence.start]
    return bool(_AND_AFTER.search(after) or _AND_BEFORE.search(before))
