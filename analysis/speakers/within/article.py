"""An article while its sources are resolved: its people, what has been read, and what is known of each source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.quotation import Attribution
from analysis.segmentation import Document
from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within import entities, he_and_she, interviews, ranking, roles
from analysis.speakers.within.descriptions import Phrase
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity

_WORD = re.compile(r"[\w'’-]+")
_WHOSE = re.compile(r"['’]s?$")
CERTAIN = 0.3  # a pronoun's best candidate must be at least that probable


class Mention(NamedTuple):
    """Who one attribution's source is; the columns of the table `mentions` without its key.

    While an article is read, `kind` is that of who is meant: person, organisation, group or anonymous; what `resolve`
    returns has the type of the source in its place (see `source_types`).
    """

    name: str | None
    kind: str
    gender: str
    description: str | None
    evidence: str
    confidence: float
    gender_from: str | None = None


Answer = tuple[int | None, Mention]  # the number of the entity, where it has one
Acting = tuple[tuple[int, ...], re.Match[str] | None]  # people who do something, and the first "he" or "she"


@dataclass(slots=True)
class Article:
    """An article while its sources are resolved, in reading order."""

    document: Document
    attributions: Sequence[Attribution]
    people: list[Entity]
    occurrences: list[Occurrence]
    owner: dict[int, int]
    state: he_and_she.Discourse
    author: str | None
    interviewee: int | None
    starts: list[int]  # of the occurrences
    contents: list[tuple[int, int, int]]  # start, end and attribution of every piece of content
    answers: dict[int, Answer] = field(default_factory=dict)
    introduced: dict[str, tuple[int, Phrase]] = field(
        default_factory=dict
    )  # unnamed people, by head noun: where such a one spoke last, and in what words it was brought in
    acting: dict[int, Acting] = field(default_factory=dict)  # by sentence, as asked for
    told: dict[int, roles.Told] = field(
        default_factory=dict
    )  # what is said of each person, once it is asked for
    agreed: dict[tuple[int, str], float] = field(
        default_factory=dict
    )  # chances that a gender's pronouns mean somebody
    by_they: frozenset[int] | None = None  # who is said to go by "they", once that is asked for
    latest: int | None = None  # the attribution answered last


def begin(
    document: Document, attributions: Sequence[Attribution], title: str | None, author: str | None
) -> Article:
    """The article before its first word is read."""
    people, occurrences, owner = entities.find(document)
    words = {fold(_WHOSE.sub("", w)) for w in _WORD.findall(title or "")}
    headline = frozenset(e.number for e in people if e.kind != "organisation" and e.name.last in words)
    interviewee = interviews.interviewee(document, people, title or "")
    direct = [span for a in attributions if a.kind == "direct" for span in a.content]
    state = he_and_she.begin(document, people, headline, direct)
    starts = [o.start for o in occurrences]
    contents = sorted((s, e, i) for i, a in enumerate(attributions) for s, e in a.content)
    return Article(
        document, attributions, people, occurrences, owner, state, author, interviewee, starts, contents
    )


def in_reading_order(article: Article) -> list[tuple[int, str, int]]:
    """Names, pronouns and sources in reading order: position, which of the three, and index."""
    text = article.document.text
    found = [(o.start, "name", i) for i, o in enumerate(article.occurrences)]
    taken = {s[0] for a in article.attributions for s in a.source}
    found += [(m.start(), "pronoun", 0) for m in he_and_she.PRONOUN.finditer(text) if m.start() not in taken]
    for index, attribution in enumerate(article.attributions):
        spans = attribution.source or attribution.cue or attribution.content
        if spans:
            found.append((spans[0][0], "a source", index))
    return sorted(found)


def names_in(article: Article, start: int, end: int) -> Iterator[tuple[Occurrence, int]]:
    """The names that start between two positions, each with the number of its entity."""
    for index in range(bisect_left(article.starts, start), bisect_left(article.starts, end)):
        if index in article.owner:
            yield article.occurrences[index], article.owner[index]


def acting(article: Article, number: int) -> Acting:
    """Who does something in a sentence outside quotation marks, first to last, and its first third-person pronoun.

    Those that are no organisations; whether they are people may be told later.
    """
    if number not in article.acting:
        sentence = article.document.sentences[number]
        seen = (
            he_and_she.seen_name(article.state, entity, occurrence)
            for occurrence, entity in names_in(article, sentence.start, sentence.end)
            if article.people[entity].kind != "organisation"
        )
        people = tuple(dict.fromkeys(s.entity for s in seen if s.subject and not s.quoted))
        pronoun = he_and_she.PRONOUN.search(article.document.text, sentence.start, sentence.end)
        article.acting[number] = people, pronoun
    return article.acting[number]


def read_name(article: Article, index: int) -> None:
    """Take in a written name, given by its position among the occurrences."""
    number = article.owner.get(index)
    if number is not None:
        article.state.see(he_and_she.seen_name(article.state, number, article.occurrences[index]))


def follow(article: Article, position: int) -> None:
    """Keep up with a pronoun that is no source, so that the next one knows who is being talked of."""
    match = he_and_she.PRONOUN.match(article.document.text, position)
    if match is None:
        return
    number, _ = antecedent(article, position, match.group(), frozenset(), source=False)
    if number is not None:
        read_pronoun(article, position, match.group(), number)


def read_pronoun(article: Article, position: int, word: str, number: int) -> None:
    """Take in a pronoun and whom it means."""
    sentence, paragraph, quoted = he_and_she.place(article.state, position)
    subject, possessive = word.lower() in ("he", "she"), word.lower() in ("his", "hers")
    seen = he_and_she.Seen(number, position, sentence, paragraph, subject, possessive, quoted, True)
    article.state.see(seen)
    article.state.meant[he_and_she.gender_of(word), subject] = number


def antecedent(
    article: Article,
    position: int,
    word: str,
    said: frozenset[int],
    *,
    source: bool,
    others: frozenset[int] = frozenset(),
) -> tuple[int | None, str]:
    """Whom a pronoun means, or None; and how sure that is, or why nobody can be told.

    `others` are those whom it cannot mean, as whom "he" tells something.
    """
    gender = he_and_she.gender_of(word)
    others |= _set_apart(article, position)
    options = [n for n in he_and_she.candidates(article.state, gender) if n not in others]
    if not options:
        return None, "nobody of that gender is named before"
    rows = ranking.pronoun(article.state, position, gender, options, said, source)
    chances = ranking.chances(rows, ranking.weights(ranking.PRONOUN))
    best = max(range(len(options)), key=lambda i: chances[i])
    if chances[best] < CERTAIN or (not source and chances[best] < chances[-1]):
        return (
            None,
            f"perhaps {article.people[options[best]].name.text} ({chances[best]:.0%}), not sure enough",
        )
    return options[best], f"{chances[best]:.3f}"


def _set_apart(article: Article, position: int) -> frozenset[int]:
    """Whom the sentence compares with the one that its pronoun means: "Unlike Cruz, | he"."""
    text = article.document.text
    if text[position - 2 : position] != ", ":
        return frozenset()
    before = list(names_in(article, max(0, position - 60), position))
    if not before or before[-1][0].end != position - 2:
        return frozenset()
    occurrence, number = before[-1]
    lead = text[max(0, occurrence.outer - 8) : occurrence.outer].lower()
    return frozenset({number}) if lead.endswith(("unlike ", "like ")) else frozenset()


def nobody(kind: str, evidence: str, *, gender: str = "unknown", description: str | None = None) -> Answer:
    """The answer that gives no name."""
    return None, Mention(None, kind, gender, description, evidence, float("nan"))


def somebody(article: Article, number: int, evidence: str, confidence: float) -> Answer:
    """The answer that names an entity of the article."""
    entity = article.people[number]
    name = entity.name.text.removeprefix("The ")
    description = entity.description or None
    if entity.kind == "organisation":
        kind = "group" if lexicon.is_group(entity.name.last) else "organisation"
        description = lexicon.METONYMS.get(entity.name.last.removeprefix("the "))
        return number, Mention(name, kind, "unknown", description, evidence, confidence)
    return number, Mention(name, "person", entity.gender, description, evidence, confidence)
