"""Interviews printed as questions and answers: who answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from analysis.segmentation import Document, Span
from analysis.speakers.within.entities import Entity

_PLAIN = 5  # so many paragraphs that ask make an interview even if nothing says that it is one
_LONGEST_QUESTION = 700
_MEETING = re.compile(
    r"\binterview|\bspoke (?:with|to)\b|\bsat down with\b|\btalk(?:s|ed)? (?:with|to)\b|\basked\b|\bdiscuss"
)
_TOPIC = re.compile(r"\b(?:on|about|over|for|of)(?: \w+)? $", re.IGNORECASE)


def is_question(document: Document, paragraph: int) -> bool:
    """Whether a paragraph asks something and does nothing else for long."""
    start, end = document.paragraphs[paragraph]
    return end - start < _LONGEST_QUESTION and document.text[start:end].endswith("?")


def interviewee(document: Document, people: Sequence[Entity], title: str) -> int | None:
    """The number of the one person whom an interview's headline and introduction name; None in other texts."""
    questions = [
        p
        for i, p in enumerate(document.paragraphs)
        if document.text[p[0]] not in '“"‘' and is_question(document, i)
    ]
    called = re.search(r"\binterview|Q ?& ?A", title, re.IGNORECASE) is not None
    mentioned = "interview" in document.text[:2000].lower()
    if len(questions) < (1 if called else 2 if mentioned else _PLAIN):
        return None
    least = 1.0 if called or mentioned else 3.0
    introduction = (0, max(questions[0][0], min(300, len(document.text))))
    starts = [s.start for s in document.sentences if s.start < introduction[1]]
    scored = sorted(
        (
            (_score(document, e, title, introduction, starts), -e.number)
            for e in people
            if e.kind == "person" and e.name.given
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < least or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.5):
        return None
    return -scored[0][1]


def _score(
    document: Document, entity: Entity, title: str, introduction: Span, starts: Sequence[int]
) -> float:
    """How often the introduction names a person, more if it says they met; nothing for what the talk is about.

    `starts` are those of the sentences that begin in the introduction.
    """
    place = title.lower().find(entity.name.last)
    if place >= 0 and _TOPIC.search(title[:place]) and entity.name.first not in title.lower():
        return 0.0
    asked = place >= 0 and re.search(r"\binterview", re.split("[,:;]", title[:place])[-1], re.IGNORECASE)
    score = (7.0 if asked else 5.0) if place >= 0 else 0.0
    for occurrence in entity.occurrences:
        if occurrence.start >= introduction[1]:
            break
        possessive = document.text.startswith(("'s", "’s"), occurrence.end)
        score += 0.2 if possessive else 1.0
        number = bisect_right(starts, occurrence.start) - 1
        around = document.sentences[number] if number >= 0 else None
        if around and occurrence.start < around.end and _MEETING.search(document.text, *around[:2]):
            score += 1.0
    return score
