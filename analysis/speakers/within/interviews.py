"""Interviews printed as questions and answers: who answers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from analysis.quotation import Attribution
from analysis.segmentation import Document, Span
from analysis.speakers.within.register import Entity

_PLAIN = 5  # so many paragraphs that ask make an interview even if nothing says that it is one
_LONGEST_QUESTION = 700
_MEETING = re.compile(
    r"\binterview|\bspoke (?:with|to)\b|\bsat down with\b|\btalk(?:s|ed)? (?:with|to)\b|\basked\b|\bdiscuss"
)
_LETTER = re.compile(r"(?:Q|A|Question|Answer|QUESTION|ANSWER)\d{0,2}\.?")
_ASKED = re.compile(r"[*_]|\d{1,2}[.)] |(?:Q|Question|QUESTION)\d{0,2}[.:]")  # "**Why now?**", "Q: Why now?"
_TOPIC = re.compile(r"\b(?:on|about|over|for|of)(?: \w+)? $", re.IGNORECASE)


def is_question(document: Document, paragraph: int) -> bool:
    """Whether a paragraph asks something and does nothing else for long, in bold print or not."""
    start, end = document.paragraphs[paragraph]
    return end - start < _LONGEST_QUESTION and document.text[start:end].rstrip("*_ ").endswith("?")


def letter(text: str, attribution: Attribution) -> str | None:
    """ "Q" for who asks and "A" for who answers, where a letter is all that labels a turn; None elsewhere."""  # noqa: D210
    if not attribution.source or any(text[s:e] not in (":", ".") for s, e in attribution.cue):
        return None
    found = _LETTER.fullmatch(text[slice(*attribution.source[0])])
    return found[0][0].upper() if found else None


def by_initials(text: str, attribution: Attribution, people: Sequence[Entity]) -> int | None:
    """The number of the one person whose initials label a turn: "BC: …" for Beto Cruz; None elsewhere."""
    if len(attribution.cue) != 1 or text[slice(*attribution.cue[0])] != ":" or not attribution.source:
        return None
    label = text[slice(*attribution.source[0])]
    if not re.fullmatch(r"[A-Z]{2,4}", label):
        return None
    found = [
        e.number
        for e in people
        if e.name.given
        and "".join(w[0] for w in (*e.name.given, *e.name.last.split())).endswith(label.lower())
    ]
    return found[0] if len(found) == 1 else None


def answers(document: Document, attribution: Attribution) -> bool:
    """Whether an attribution without cue and source is a paragraph that stands behind one that asks."""
    if attribution.source or attribution.cue or not attribution.content or attribution.kind == "direct":
        return False
    at = bisect_left(document.paragraphs, (attribution.content[0][0], 0))
    whole = at < len(document.paragraphs) and document.paragraphs[at] == attribution.content[0]
    return whole and at > 0 and is_question(document, at - 1)


def interviewee(document: Document, people: Sequence[Entity], title: str) -> int | None:
    """The number of the one person whom an interview's headline and introduction name; None in other texts."""
    questions = [
        p
        for i, p in enumerate(document.paragraphs)
        if document.text[p[0]] not in '“"‘' and is_question(document, i)
    ]
    called = re.search(r"\binterview|Q ?& ?A", title, re.IGNORECASE) is not None
    mentioned = "interview" in document.text[:2000].lower() or _is_laid_out(document, questions)
    if len(questions) < (1 if called else 2 if mentioned else _PLAIN):
        return None
    least = 1.0 if called or mentioned else 3.0
    introduction = (0, max(questions[0][0], min(300, len(document.text))))
    starts = [s.start for s in document.sentences if s.start < introduction[1]]
    named = [e for e in people if e.kind == "person" and e.name.given]
    named = named or [e for e in people if e.kind == "unknown" and e.name.given]
    scored = sorted(
        ((_score(document, e, title, introduction, starts), -e.number) for e in named), reverse=True
    )
    if not scored or scored[0][0] < least or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.5):
        return None
    return -scored[0][1]


def _is_laid_out(document: Document, questions: Sequence[Span]) -> bool:
    """Whether questions are set off as those of interviews are: with a letter, or in bold print."""
    return sum(bool(_ASKED.match(document.text, *q)) for q in questions) > 1


def _score(
    document: Document, entity: Entity, title: str, introduction: Span, starts: Sequence[int]
) -> float:
    """How often the introduction names a person, more if it says they met; nothing for what the talk is about.

    `starts` are those of the sentences that begin in the introduction.
    """
    last = re.escape(entity.name.last)
    called = re.search(rf"(?<!\w){last}(?!\w)", title.lower()) if len(entity.name.last) > 1 else None
    place = called.start() if called else -1
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
