"""Whom "it" and "they" mean as sources: the organisation that spoke last, two people, one who goes by "they"."""

from __future__ import annotations

import re
from itertools import islice

from analysis.speakers import lexicon, names
from analysis.speakers.within import he_and_she, heads
from analysis.speakers.within.article import Answer, Article, Mention, names_in, nobody, somebody

_NEAR = 4  # sentences within which "it" and "they" mean the organisation that spoke last
_LOOK_BACK = 60  # entities before a position that are considered
# What tells that a person goes by "they": "Kim Holt (they/them)", "Holt, who is nonbinary,"
_GOES_BY_THEY = re.compile(
    r"\bthey/them\b|\b(?:uses?|prefers?|goes by|go by) (?:the )?(?:gender-neutral )?(?:pronouns? )?[“\"‘']?they\b"
    r"|\b(?:identif(?:y|ies|ied) as|who is|is) (?:non-?binary|genderqueer|agender)\b",
    re.IGNORECASE,
)


def institution(article: Article, start: int, word: str) -> Answer:
    """ "It" is the organisation that spoke last, or else the last one that opened a sentence."""  # noqa: D210
    if (answer := _spoke_last(article, start, word)) is not None:
        return answer
    sentence = he_and_she.place(article.state, start)[0]
    recent = [
        seen
        for number, seen in islice(reversed(article.state.last.items()), _LOOK_BACK)
        if article.people[number].kind == "organisation" and seen.subject and sentence - seen.sentence <= 1
    ]
    if recent:
        number = max(recent, key=lambda seen: seen.start).entity
        return somebody(article, number, f"“{word}”: the organisation last named", 0.6)
    return nobody("organisation", f"“{word}”: no organisation close before")


def collective(article: Article, start: int, word: str) -> Answer:
    """ "They" is who goes by it, or the organisation that spoke last, close before; "we" nobody in particular."""  # noqa: D210
    if word in ("they", "them", "their"):
        if (number := _by_they(article, start)) is not None:
            return somebody(article, number, f"“{word}”: goes by it", 0.8)
        if (pair := _two_before(article, start)) is not None:
            return None, pair
        if (answer := _spoke_last(article, start, word)) is not None:
            return answer
        if (number := _only_one(article, start)) is not None:
            _goes_by_they(article, number)
            named = article.people[number].name.text
            return somebody(article, number, f"“{word}” → {named}: nobody else is spoken of", 0.6)
    return nobody("group", f"“{word}”: nobody in particular")


def _two_before(article: Article, start: int) -> Mention | None:
    """Two people named together whom "they" means: who spoke last, or who do something in the sentence before."""
    state, text = article.state, article.document.text
    here = he_and_she.place(state, start)[0]
    if article.latest is not None:
        _, mention = article.answers[article.latest]
        source = article.attributions[article.latest].source
        if mention.name is not None and mention.kind == "group" and source and " and " in mention.name:
            near = here - he_and_she.place(state, source[0][0])[0] <= _NEAR
            return (
                mention._replace(evidence=f"“they”: {mention.name}, who spoke last", confidence=0.7)
                if near
                else None
            )
    for sentence in article.document.sentences[max(0, here - 1) : here]:
        found = [
            o for o, number in names_in(article, sentence.start, sentence.end) if _is_person(article, number)
        ]
        last = next((o for o in found[1:4] if _ACTS.match(text, o.end)), None)
        opens = found and found[0].outer - sentence.start < _OPENING
        if last is None or not opens or he_and_she.place(state, found[0].start)[2]:
            continue
        several = heads.together(article, found[0].outer, last.end)
        if several and not _several_told(article, last.end, start):
            return heads.pair(
                [article.people[n].name.text for n in several], "“they”: the two named before", 0.65
            )
    return None


# Ana and Tom Cruz| own the shop; no preposition
_ACTS = re.compile(r" (?!(?:of|in|at|to|for|from|with|by|on|and|or|as|who|that|when|while|than|near)\b)[a-z]")
_OPENING = 3  # characters from which on a name no longer opens its sentence


def _several_told(article: Article, start: int, end: int) -> bool:
    """Whether others whom "they" may mean are told of between two positions: several people, or an organisation."""
    words = (names.fold(match.group()) for match in _WORD.finditer(article.document.text, start, end))
    if any(map(_may_be_they, words)):
        return True
    return any(
        article.people[number].kind == "organisation"
        and names.fold(occurrence.name.text) not in lexicon.PLACES
        for occurrence, number in names_in(article, start, end)
    )


def _may_be_they(word: str) -> bool:
    several = word.endswith("s") and word[:-1] in _SINGLE
    several = several or (word.endswith(_DOERS) and len(word) >= SHORTEST_DOER)
    return several or word in _OTHERS or word in lexicon.ORGANISATION_NOUNS


_DOERS = ("ers", "ors", "ists", "ians", "ees")  # divers
SHORTEST_DOER = 5
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_OTHERS = (lexicon.GROUP_WORDS | lexicon.words("men women children couple pair twins")) - lexicon.words(
    "we they them us those both some many most others two three several few"
)
_SINGLE = lexicon.PERSON_NOUNS | lexicon.TITLES
_ANY = re.compile(r"\b(?:s?he|him|his|hers?|they|them|theirs?)\b", re.IGNORECASE)
_SHORT_TEXT = 1500  # characters from the beginning in which one person may be all that is told of


def _only_one(article: Article, start: int) -> int | None:
    """The one person whom an article has told of, by no pronoun yet, where it told of nobody else at all."""
    state, text = article.state, article.document.text
    if start > _SHORT_TEXT or article.introduced:
        return None
    people = [n for n in state.last if _is_person(article, n)]
    if len(people) != 1 or article.people[people[0]].gender_from not in ("", "first name"):
        return None
    if not article.people[people[0]].name.given or _ANY.search(text, 0, start):
        return None
    near = he_and_she.place(state, start)[0] - state.last[people[0]].sentence <= _NEAR
    return people[0] if near and not _several_told(article, 0, start) else None


def _goes_by_they(article: Article, number: int) -> None:
    """Let somebody go by "they" from here on; a first name then tells no gender."""
    article.by_they = (article.by_they or frozenset()) | {number}
    entity = article.people[number]
    if entity.gender_from == "first name":
        entity.gender, entity.gender_from = "unknown", ""


def _by_they(article: Article, start: int) -> int | None:
    """The last of the people named close before who are said to go by "they"."""
    state = article.state
    if article.by_they is None:
        article.by_they = frozenset()
        for number in _who_go_by_they(article):
            _goes_by_they(article, number)
    sentence = he_and_she.place(state, start)[0]
    near = [n for n in article.by_they if n in state.last and sentence - state.last[n].sentence <= _NEAR]
    return max(near, key=lambda n: state.last[n].start, default=None)


def _who_go_by_they(article: Article) -> frozenset[int]:
    going: set[int] = set()
    for match in _GOES_BY_THEY.finditer(article.document.text):
        before = [
            n for _, n in names_in(article, match.start() - 90, match.start()) if _is_person(article, n)
        ]
        going |= set(before[-1:])
    return frozenset(going)


def _is_person(article: Article, number: int) -> bool:
    return article.people[number].kind != "organisation"


def _spoke_last(article: Article, start: int, word: str) -> Answer | None:
    """The organisation that spoke last, unless others without a name have spoken since."""
    state = article.state
    if state.speaker is None or article.people[state.speaker].kind != "organisation":
        return None
    if he_and_she.place(state, start)[0] - he_and_she.place(state, state.spoke_at)[0] > _NEAR:
        return None
    if article.latest is not None:
        number, mention = article.answers[article.latest]
        source = article.attributions[article.latest].source
        if (
            number is None
            and mention.kind in ("group", "organisation")
            and source
            and source[0][0] > state.spoke_at
        ):
            return None
    return somebody(article, state.speaker, f"“{word}”: the organisation that spoke last", 0.7)
