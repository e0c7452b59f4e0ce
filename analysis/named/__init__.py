"""Who and what is in the news: the tables `named` and `places`, from the entities that sources are resolved with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import tables
from analysis.named import kinds
from analysis.named import places as places_of
from analysis.named.places import Place
from analysis.speakers import names
from analysis.speakers.within import Read, margins
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity

_AUTHORS = re.compile(r",|;|&|\||\band\b")
_TOP = 200  # characters, in which a line may be a byline
_MOST_AUTHORS = 500  # characters of a byline that are read


def named(articles: pd.DataFrame, found: Sequence[Read]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `named` and `places` of `articles`, from what `speakers.resolved` gives; `speaker_id` is missing.

    Entities are numbered by their first character. A person whom the byline names is marked, and so counts as who
    writes, not who is in the news.
    """
    authors = articles["author"] if "author" in articles else [None] * len(articles)
    named_rows: list[tuple[Any, ...]] = []
    place_rows: list[tuple[Any, ...]] = []
    for article_id, author, one in zip(articles["article_id"], authors, found, strict=True):
        spots = _places(one)
        named_rows += [(article_id, *row) for row in _entities(one, spots, _bylines(author))]
        place_rows += [(article_id, *_moved(spot, one.places)) for spot in spots]
    return tables.build("named", named_rows), tables.build("places", place_rows)


def _places(one: Read) -> list[Place]:
    article, text = one.article, one.article.document.text
    furniture = margins.furniture(text)
    return places_of.find(text, article.people, article.occurrences, article.owner, furniture)


def _moved(place: Place, places: list[int] | None) -> Place:
    """The place with its characters as they are in the text as read."""
    return place if places is None else place._replace(start=places[place.start], end=places[place.end])


def _bylines(author: object) -> list[names.Name]:
    """The names in a byline."""
    if author is None or pd.isna(author):  # type: ignore[call-overload]
        return []
    written = re.sub(r"^\s*[Bb]y\s+", "", str(author)[:_MOST_AUTHORS])
    return [names.parse(part.strip()) for part in _AUTHORS.split(written) if " " in part.strip()]


def _entities(one: Read, spots: Sequence[Place], bylines: Sequence[names.Name]) -> list[tuple[Any, ...]]:
    """The rows of `named` of one article, without its id."""
    text = one.article.document.text
    occurrences: dict[int, list[Occurrence]] = {}
    for position, number in sorted(one.article.owner.items()):
        occurrences.setdefault(number, []).append(one.article.occurrences[position])
    quoted = Counter(number for number in one.numbers if number is not None)
    at = _Spots(spots)
    rows = []
    for number, where in occurrences.items():
        entity = one.article.people[number]
        if not quoted[number] and kinds.is_nobody(text, entity, where):
            continue
        placed = sum(at.holds(o.start, o.end) for o in where)
        kind = kinds.kind(text, entity, where, placed=placed, speaks=quoted[number] > 0)
        first = min(o.start for o in where)
        first = first if one.places is None else one.places[first]
        byline = kind == "person" and (_is_author(entity, bylines) or _is_alone(text, where[0]))
        name = entity.name.text.removeprefix("The ")
        gender = entity.gender if kind == "person" else "unknown"
        rows.append((name, kind, gender, len(where), first, byline, quoted[number], None))
    rows.sort(key=lambda row: (row[4], row[0]))
    return [(number, *row) for number, row in enumerate(rows)]


class _Spots:
    """Where places are named, to ask whether a name is one of them."""

    def __init__(self, spots: Sequence[Place]) -> None:
        self.taken = {position for spot in spots for position in (spot.start, spot.end - 1)}

    def holds(self, start: int, end: int) -> bool:
        """Whether a name begins or ends where a place's does."""
        return start in self.taken or end - 1 in self.taken


def _is_alone(text: str, occurrence: Occurrence) -> bool:
    """Whether a name is all of one of an article's first lines, as who wrote it is told."""
    start, end = occurrence.start, occurrence.end
    alone = text[start - 1 : start] in ("", "\n") and text[end : end + 1] == "\n"
    return alone and start < _TOP and bool(occurrence.name.given) and not occurrence.titled


def _is_author(entity: Entity, bylines: Sequence[names.Name]) -> bool:
    return bool(entity.name.given) and any(names.compatible(entity.name, author) for author in bylines)
