"""Names beside a description: right behind it, or in a list with it."""

from __future__ import annotations

import re

from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within import descriptions
from analysis.speakers.within.article import Article, names_in
from analysis.speakers.within.descriptions import Phrase
from analysis.speakers.within.occurrences import Occurrence


def named_behind(article: Article, phrase: Phrase, index: int, start: int, end: int) -> int | None:
    """Who is named right behind the description of one person: "a spokesman, | Otto Falk"; None for nobody.

    What is said may also open with a name ("according to the official, Falk left"); that is nobody's.
    """
    if not phrase.is_person:
        return None
    text = article.document.text
    for occurrence, number in names_in(article, end, end + 80):
        between = text[end : max(end, occurrence.outer)]
        apposed = between in (" ", ", ") or _TITLES.fullmatch(text, end, occurrence.start) is not None
        said = any(s <= occurrence.start < e for s, e in article.attributions[index].content)
        if occurrence.kind == "organisation" or not apposed or said:
            return None
        return number if not text.startswith(",", end) or _ENDS_NAME.match(text, occurrence.end) else None
    return None


_TITLES = re.compile(r",? (?:(?:[A-Z][\w.]*|former) ){0,3}")
# Behind a name, further capitalised words of it or none, what is no sentence that it opens.
_ENDS_NAME = re.compile(
    r"(?: [^\Wa-z\d_][\w’'-]{0,30}){0,2}(?:\Z|\n|[,.;:()—–”\"]| (?:of|from|who|at|in|for|with|said|told)\b)"
)


def joins_several(article: Article, start: int, end: int) -> bool:
    """Whether the source lists several: "the mayor and Ana Cruz", "the president and his wife"."""
    text = article.document.text
    if _AND.search(text, start, end):
        return True
    return any(
        comes_second(article, start, occurrence) or _AND_AFTER.match(text, occurrence.end, end)
        for occurrence, _ in names_in(article, start, end)
    )


def comes_second(article: Article, start: int, occurrence: Occurrence) -> bool:
    """Whether a name is the second of a list in the source that starts there: "the mayor and Ana Cruz"."""
    found = _AND_BEFORE.search(article.document.text[start : occurrence.start])
    if found is None:
        return False
    if is_one_holder(article, start, start + found.start(), occurrence):
        return False
    first = fold(found.group(1))  # a person or group, not the oil of "oil and gas worker Ana Cruz"
    return found.group(1)[0].isupper() or first in lexicon.PERSON_NOUNS or first in lexicon.GROUP_WORDS


def is_one_holder(article: Article, start: int, until: int, occurrence: Occurrence) -> bool:
    """Whether "and" joins two roles of one person: "President and CEO | Ana Cruz", "mayor and friend | Ana Cruz".

    The first stands without an article, and nobody is named in it.
    """
    words = article.document.text[
        start : article.document.text.find(" and ", until, occurrence.start)
    ].split()
    if not words or len(words) > _ROLE_WORDS or fold(words[0]) in descriptions.DETERMINERS:
        return False
    role = descriptions.read(" ".join(words[-4:]).rstrip(","))
    named = any(article.people[n].kind == "person" for _, n in names_in(article, start, occurrence.outer))
    return occurrence.titled and role.is_person and not named


_ROLE_WORDS = 8  # of the first of two roles
_AND_BEFORE = re.compile(r"([\w’'-]{1,40}),? and (?:[A-Z][\w.]{0,30} )?$")
_AND_AFTER = re.compile(r",? and (?:the |an? |[A-Z])")
_AND = re.compile(r"\band (?:the|an?|his|her|their|its|other|others|some|many|several)\b")
