"""From a source as written ("he", "the official", "Peskov") to who that is within its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.corpus import escapes
from analysis.quotation import Attribution, moved
from analysis.segmentation import Document
from analysis.speakers import lexicon
from analysis.speakers.within import article as articles
from analysis.speakers.within import (
    descriptions,
    he_and_she,
    heads,
    interviews,
    neighbours,
    nominal_sources,
    pronoun_sources,
    source_types,
    they_and_it,
)
from analysis.speakers.within.article import Answer, Article, Mention, nobody, somebody

_ENDING = re.compile(r"['’](?:s|re|ve|d|m|ll)$")
_SPEAKS = re.compile(r"\b(?:tweet|said|wrote|writes|says|statement|respon|post|letter|added|replied)")
# He|, like many others, | she| herself
_TAIL = re.compile(r"(?<=\A[Hh]e)(?:,| himself\b).*|(?<=\A[Ss]he)(?:,| herself\b).*", re.DOTALL)
_STRETCH = re.compile(r"[.“”\"]")  # between such marks


def resolve(
    document: Document,
    attributions: Sequence[Attribution],
    *,
    title: str | None = None,
    author: str | None = None,
) -> list[Mention]:
    """Who the source of each attribution is, in the order of `attributions` (see `read`).

    `name` is the fullest name the article gives; it is None when nobody is named or the evidence does not decide.
    `kind` is one of `tables.SOURCE_TYPES`: an official without a name stays "anonymous", a place that speaks ("the
    Kremlin") an organisation. `title` and `author` are the headline and the byline, where known.
    """
    return read(document, attributions, title=title, author=author).mentions


class Read(NamedTuple):
    """An article whose sources are resolved: whom it names, and who each attribution's source is.

    `numbers` are the numbers of their entities, None for those that have none. Where character references were read
    as characters, `places` says where each character of the article's text begins in the text as it was.
    """

    article: Article
    mentions: list[Mention]
    numbers: list[int | None]
    places: list[int] | None


def read(
    document: Document,
    attributions: Sequence[Attribution],
    *,
    title: str | None = None,
    author: str | None = None,
) -> Read:
    """Whom an article names, and who the source of each attribution is (see `resolve`)."""
    places = None
    if escapes.is_escaped(document.text):
        places = escapes.places(document.text)
        document, attributions = _unescaped(document, attributions, places)
    article = articles.begin(document, attributions, title, author)
    for position, kind, index in articles.in_reading_order(article):
        if kind == "name":
            articles.read_name(article, index)
        elif kind == "pronoun":
            articles.follow(article, position)
        else:
            answer(article, index)
    found = [_final(article, index) for index in range(len(attributions))]
    kinds = source_types.of(article, found)
    mentions = [mention._replace(kind=kind) for mention, kind in zip(found, kinds, strict=True)]
    numbers = [answer(article, index)[0] for index in range(len(attributions))]
    return Read(article, mentions, numbers, places)


def _unescaped(
    document: Document, attributions: Sequence[Attribution], places: list[int]
) -> tuple[Document, list[Attribution]]:
    """The document with its character references read as characters, and the attributions moved into it."""
    there = [escapes.earlier(places, at) for at in range(len(document.text) + 1)]
    return Document(escapes.decoded(document.text)), [moved(a, there) for a in attributions]


def _final(article: Article, index: int) -> Mention:
    """The mention with the gender that the whole article shows, and what shows it."""
    number, mention = answer(article, index)
    if number is not None and mention.kind == "person":
        entity = article.people[number]
        mention = mention._replace(gender=entity.gender)
        shown = entity.gender_from
    else:
        shown = (
            "first name" if mention.name else "“he”" if source_types.is_pronoun(article, index) else "noun"
        )
    return mention._replace(gender_from=None if mention.gender == "unknown" else _shown_by(shown))


def _shown_by(shown: str) -> str:
    """What kind of word shows a gender; see `Entity.gender_from`."""
    if shown.startswith("“"):
        return "pronoun"
    return "title" if shown in lexicon.HONORIFICS else "first name" if shown == "first name" else "noun"


def answer(article: Article, index: int) -> Answer:
    """Who one attribution's source is; he, she or it then has spoken last."""
    if index in article.answers:
        return article.answers[index]
    attribution = article.attributions[index]
    # A source inside its own content asks for itself: then nobody can be told.
    article.answers[index] = nobody("person", "stands in its own words")
    number, mention = article.answers[index] = _who(article, index)
    spans = attribution.source or attribution.content
    inside = bool(attribution.source) and he_and_she.place(article.state, spans[0][0])[2]
    if number is not None and spans and not inside:
        article.state.hear(number, spans[0][0])
    if attribution.content:
        article.latest = index
    return number, mention


def _who(article: Article, index: int) -> Answer:
    attribution = article.attributions[index]
    if not attribution.source:
        return _without_source(article, index)
    text = article.document.text
    start, end = attribution.source[0]
    written = text[start:end].strip()
    if (letter := interviews.letter(text, attribution)) is not None:
        return _turn(article, letter)
    if (number := interviews.by_initials(text, attribution, article.people)) is not None:
        return somebody(article, number, f"the initials “{written}”", 0.85)
    word = _ENDING.sub("", _TAIL.sub("", written)).lower()
    if word in pronoun_sources.PRONOUNS and (len(word) == 1 or not written.isupper()):  # WHO is no pronoun
        return _pronoun(article, index, start, word)
    if several := heads.together(article, start, end):
        together = [article.people[number].name.text for number in several]
        return None, heads.pair(together, f"named “{written}”", 0.9)
    found = heads.name_in(article, start, end)
    if found is not None and not source_types.is_whose(text, start, end, found[0]):
        found = None
    if found is not None and not neighbours.comes_second(article, start, found[0]):
        occurrence, number = found
        number = heads.of_that_gender(article, article.attributions[index], occurrence, number)
        entity = article.people[number]
        if entity.kind == "unknown" and not entity.name.text.isupper():
            # What speaks is no thing; but nobody is called "the" and a name.
            called = text[max(start, occurrence.start - 4) : occurrence.start].lower() == "the "
            entity.kind = (
                "organisation" if called and not lexicon.is_first_name(entity.name.first) else "person"
            )
        return somebody(article, number, f"named “{text[occurrence.start : occurrence.end]}”", 0.97)
    return _description(article, index, start, end)


def _turn(article: Article, letter: str) -> Answer:
    """Who asks is nobody named; who answers is the one who is interviewed."""
    if letter == "Q":
        return nobody("anonymous", "asks the questions of an interview")
    if article.interviewee is None:
        return nobody("person", "answers the questions of an interview")
    return somebody(article, article.interviewee, "answers the questions of the interview", 0.85)


def _pronoun(article: Article, index: int, start: int, word: str) -> Answer:
    if word in pronoun_sources.THIRD:
        return pronoun_sources.third_person(article, index, start, word)
    if word in pronoun_sources.FIRST:
        return _first_person(article, index, start, word)
    if word in pronoun_sources.RELATIVE:
        found = pronoun_sources.relative(article, start, word)
        if found is None:
            return nobody("anonymous", f"“{word}”: nobody is named before it")
        return found if isinstance(found[1], Mention) else _description(article, index, *found)  # type: ignore[arg-type, return-value]
    if word in ("it", "its", "itself"):
        return they_and_it.institution(article, start, word)
    return they_and_it.collective(article, start, word)


def _first_person(article: Article, index: int, start: int, word: str) -> Answer:
    """ "I" is who is being quoted, or else see `pronoun_sources.first_person`."""  # noqa: D210
    holder = pronoun_sources.holder(article, index, start) if word not in ("you", "your") else None
    if holder is None:
        return pronoun_sources.first_person(article, start, word, None)
    number, mention = answer(article, holder)
    if mention.name is None:
        return pronoun_sources.first_person(article, start, word, mention)
    return number, mention._replace(evidence=f"“{word}” in the words of {mention.name}", confidence=0.9)


def _description(article: Article, index: int, start: int, end: int) -> Answer:
    """Whom a description means: the name right behind it, a role told elsewhere, the owner of the words, nobody."""
    text = article.document.text
    written = text[start:end]
    phrase = descriptions.read(written)
    if (number := neighbours.named_behind(article, phrase, index, start, end)) is not None:
        return somebody(article, number, f"“{written}”, then the name", 0.9)
    if neighbours.joins_several(article, start, end):
        kind = phrase.kind if phrase.kind == "organisation" else "group"
        return nobody(kind, f"“{written}”: several are named", description=written)
    if (camp := descriptions.camp(written)) is not None:
        return None, Mention(camp, "organisation", "unknown", written, f"“{written}”: somebody's own", 0.8)
    meant = nominal_sources.meant(article, phrase, start, end)
    if meant.number is not None:
        name = article.people[meant.number].name.text
        return somebody(article, meant.number, f"“{written}” → {name}: {meant.why}", meant.chance)
    if phrase.is_person:
        first = nominal_sources.brought_in(article, phrase)
        article.introduced[phrase.head] = start, first
        written = first.text
    return nobody(phrase.kind, meant.why, gender=phrase.gender, description=written)


def _without_source(article: Article, index: int) -> Answer:
    """A quotation without a source: its sentence's subject, who is announced, or the speaker before going on."""
    attribution, text = article.attributions[index], article.document.text
    cue = " ".join(text[s:e] for s, e in attribution.cue)
    if interviews.answers(article.document, attribution):
        return _turn(article, "A")
    if not attribution.content or (attribution.kind == "indirect" and not re.search(r"ing\b", cue)):
        return nobody("anonymous", "no source is given")
    start = attribution.content[0][0]
    paragraph = he_and_she.place(article.state, start)[1]
    for number, why in (
        (_subject(article, start), "is the subject of the sentence"),
        (_announced(article, paragraph, start), "is about to speak in the line before"),
    ):
        if number is not None:
            return somebody(article, number, f"no source: {article.people[number].name.text} {why}", 0.65)
    if article.latest is None:
        return nobody("anonymous", "no source is given")
    end = max(e for _, e in article.attributions[article.latest].content)
    if paragraph - he_and_she.place(article.state, end - 1)[1] > 1:
        return nobody("anonymous", "no source is given")
    number, mention = article.answers[article.latest]
    return number, mention._replace(evidence="no source: goes on from the quotation before", confidence=0.7)


def _announced(article: Article, paragraph: int, position: int) -> int | None:
    """Who the line before a set-off quotation announces: "Cruz replied in a letter:"."""
    if paragraph == 0 or position - article.document.paragraphs[paragraph][0] > 2:
        return None
    start, end = article.document.paragraphs[paragraph - 1]
    line = article.document.text[start:end]
    if not line.endswith(":") and not (line.endswith(".") and _SPEAKS.search(_STRETCH.split(line[:-1])[-1])):
        return None
    return _subject(article, end - 1)


def _subject(article: Article, position: int) -> int | None:
    """Who does something in the sentence at a position, outside quotation marks: a name before a verb, or "he"."""
    if not article.document.sentences:
        return None
    people, match = articles.acting(article, he_and_she.place(article.state, position)[0])
    for number in people:
        entity = article.people[number]
        if entity.kind == "person" or (entity.kind == "unknown" and entity.name.given):
            return number
    if match is None or match.end() > position or match.group().lower() not in ("he", "she"):
        return None
    if he_and_she.place(article.state, match.start())[2]:
        return None
    return articles.antecedent(article, match.start(), match.group(), frozenset(), source=True)[0]
