"""Whom "he" and "she" may mean: what has been read of each person so far, where, and how."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from analysis.segmentation import Document, Span
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity

PRONOUN = re.compile(r"(?<![\w'’-])(he|she|him|her|his|hers|himself|herself)(?![\w-])", re.IGNORECASE)
_CANDIDATES, _LOOK_BACK = 40, 200  # people and all entities before a pronoun that are considered
_VERB = re.compile(
    r" (?:(?:also|then|later|has|had|have|who|never|\w+ly) )?"
    r"(?:\w+(?:ed|[^s\W]s)|said|told|wrote|was|is|has|had|will|would|can|did|does|went|came|made|took|got|found|thought|knew|felt|saw|began|became|gave|spoke|won|led|ran)\b"
)
_POSSESSIVE = re.compile(r"['’](?:s\b|\s)")
_MARKS = " \"“‘'([—–-"  # before the first word of a sentence
_FRONTED = re.compile(r"[^,]{0,60}, $|(?:and|but|when|while|that|as|if|because|said|says|,) $")


def gender_of(pronoun: str) -> str:
    """Whom a third-person pronoun agrees with: "male" or "female"."""
    return "male" if pronoun.lower() in ("he", "him", "his", "himself") else "female"


@dataclass(slots=True)
class Seen:
    """One reference to an entity: where it stands and how."""

    entity: int
    start: int
    sentence: int
    paragraph: int
    subject: bool
    possessive: bool
    quoted: bool
    pronoun: bool = False


@dataclass(slots=True)
class Discourse:
    """What has been read so far: references by entity, who spoke last, whom the last pronouns meant."""

    document: Document
    entities: Sequence[Entity]
    headline: frozenset[int] = frozenset()
    last: dict[int, Seen] = field(default_factory=dict)
    outside: dict[int, Seen] = field(default_factory=dict)  # the last reference outside quotation marks
    first: dict[int, Seen] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    speaker: int | None = None
    spoke_at: int = -1
    spoke: dict[int, int] = field(default_factory=dict)  # who spoke last where
    meant: dict[tuple[str, bool], int] = field(default_factory=dict)  # by gender and whether "he" or "his"
    acted: set[int] = field(default_factory=set)  # who has been the subject of a verb
    subjects: dict[int, int] = field(default_factory=dict)  # sentence -> entity that opens it
    openers: dict[int, int] = field(default_factory=dict)  # paragraph -> the first person it speaks of
    starts: list[int] = field(default_factory=list)
    quotes: list[Span] = field(default_factory=list)

    def hear(self, entity: int, position: int) -> None:
        """Let an entity be the last speaker."""
        self.speaker, self.spoke_at, self.spoke[entity] = entity, position, position

    def see(self, seen: Seen) -> None:
        """Add a reference."""
        self.last.pop(seen.entity, None)  # the last come last
        self.last[seen.entity] = seen
        self.first.setdefault(seen.entity, seen)
        if not seen.quoted:
            self.outside[seen.entity] = seen
        self.counts[seen.entity] = self.counts.get(seen.entity, 0) + 1
        if seen.subject:
            self.acted.add(seen.entity)
        if seen.subject and seen.sentence not in self.subjects:
            self.subjects[seen.sentence] = seen.entity
        if not seen.quoted and not seen.possessive and self.entities[seen.entity].kind != "organisation":
            self.openers.setdefault(seen.paragraph, seen.entity)


def begin(
    document: Document,
    entities: Sequence[Entity],
    headline: frozenset[int] = frozenset(),
    direct: Sequence[Span] = (),
) -> Discourse:
    """The state before the first word; `direct` are further stretches of other people's words."""
    quotes: list[Span] = []
    for start, end in sorted([*((q.start, q.end) for q in document.quoted if q.depth == 0), *direct]):
        if quotes and start < quotes[-1][1]:
            quotes[-1] = (quotes[-1][0], max(end, quotes[-1][1]))
        else:
            quotes.append((start, end))
    return Discourse(
        document, entities, headline, starts=[s.start for s in document.sentences], quotes=quotes
    )


def place(state: Discourse, position: int) -> tuple[int, int, bool]:
    """The sentence and paragraph a position lies in, and whether it is inside quotation marks."""
    sentence = max(bisect_right(state.starts, position) - 1, 0)
    paragraph = state.document.sentences[sentence].paragraph if state.document.sentences else 0
    index = bisect_right(state.quotes, (position, math.inf)) - 1
    return sentence, paragraph, index >= 0 and state.quotes[index][0] <= position < state.quotes[index][1]


def seen_name(state: Discourse, entity: int, occurrence: Occurrence) -> Seen:
    """The reference that a written name makes."""
    text = state.document.text
    sentence, paragraph, quoted = place(state, occurrence.start)
    opening = state.starts[sentence] if state.starts else 0
    near = text[max(opening, occurrence.outer - 70) : occurrence.outer]
    fronted = (
        (not near.strip(_MARKS) and not text[opening : occurrence.outer].strip(_MARKS))
        or (near.lower() in ("the ", "but ", "and ") and occurrence.outer - opening == 4)
        or bool(_FRONTED.fullmatch(near))
    )
    subject = bool(_VERB.match(text, occurrence.end)) or (
        fronted and not text.startswith(("'s", "’s"), occurrence.end)
    )
    possessive = bool(_POSSESSIVE.match(text, occurrence.end, occurrence.end + 3))
    return Seen(entity, occurrence.start, sentence, paragraph, subject and not possessive, possessive, quoted)


def candidates(state: Discourse, gender: str) -> list[int]:
    """The people named so far, the latest of them, whom a pronoun of that gender may mean."""
    recent = islice(reversed(state.last), _LOOK_BACK)
    fitting = (n for n in recent if _may_be(state, n) and _may_agree(state.entities[n], gender))
    return list(islice(fitting, _CANDIDATES))[::-1]


def _may_be(state: Discourse, number: int) -> bool:
    """Whether an entity is a person, or may be one because it has two names or does something."""
    entity = state.entities[number]
    acts = bool(entity.name.given) or number in state.acted
    return entity.kind == "person" or (entity.kind == "unknown" and acts)


def _may_agree(entity: Entity, gender: str) -> bool:
    """Whether the gender is the same or not certain: a first name alone may mislead, a title does not."""
    return entity.gender in (gender, "unknown") or entity.gender_from == "first name"
