"""Whom a pronoun means as a source: "he", "I", "who", "it", "they"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from analysis.quotation import Attribution
from analysis.segmentation import Span
from analysis.speakers import lexicon, names
from analysis.speakers.within import he_and_she, interviews
from analysis.speakers.within.article import (
    Answer,
    Article,
    Mention,
    antecedent,
    names_in,
    nobody,
    read_pronoun,
    somebody,
)

FIRST = lexicon.words("i me my mine myself you your")
RELATIVE = lexicon.words("who whom whose which that")
THIRD = lexicon.words("he she him her his hers himself herself")
OTHERS = lexicon.words("it its itself they them their we us our ours ourselves this these those")
PRONOUNS = FIRST | RELATIVE | THIRD | OTHERS
_DEEP = 4  # quoted spans before a position that may hold it
_LIKELY = 0.5  # so sure a pronoun tells a gender that nothing else tells
_TOGETHER = 2.0  # chances that add up to so much correct the one that a first name suggests
_LOOK_BACK = 60  # pieces of content, or entities, before a position that are considered
_HERE = re.compile(r"(?: \([^)]{0,90}\)|, [^,;.]{1,50})?,? ?(?:and |but )?(?:of |to )?")
_CLAUSE = re.compile(
    r"\b((?:an?|the|one|two|some|those|people|many|anyone)\b[^,.;“”\"]{0,60}?),? ?$",
    re.IGNORECASE,
)


def third_person(article: Article, index: int, start: int, word: str) -> Answer:
    """Whom "he" or "she" means, by the ranking of `he_and_she`."""
    gender = he_and_she.gender_of(word)
    said, others = named_in_content(article, index), _told(article, index)
    others |= _before_it(article, start, said) | _asks(article, start) | _called_otherwise(article, gender)
    if (number := _whose_words(article, index, gender)) is not None:
        read_pronoun(article, start, word, number)
        named = article.people[number].name.text
        return somebody(article, number, f"“{word}” → {named}: whose words they are said to be", 0.85)
    number, found = antecedent(article, start, word, said, source=True, others=others)
    if number is None and (number := _named_next(article, start, gender)) is not None:
        entity = article.people[number]
        return somebody(article, number, f"“{word}” → {entity.name.text}: nobody else is named", 0.6)
    if number is None:
        return nobody("person", f"“{word}”: {found}", gender=gender)
    entity, chance = article.people[number], float(found)
    reason = "spoke last" if article.state.speaker == number else "last named before, of that gender"
    read_pronoun(article, start, word, number)
    article.agreed[number, gender] = article.agreed.get((number, gender), 0.0) + chance
    certain = chance > _LIKELY if entity.gender == "unknown" else article.agreed[number, gender] > _TOGETHER
    if entity.gender != gender and certain:
        entity.gender, entity.gender_from = ("male" if gender == "male" else "female"), f"“{word}”"
    return somebody(article, number, f"“{word}” → {entity.name.text}: {reason}", chance)


def _called_otherwise(article: Article, gender: str) -> frozenset[int]:
    """Those of the other gender by their first names' and pronouns' telling, if somebody else may be meant.

    "Andrea Rossi" is a woman's name; but where "he" meant Andrea Rossi before, "she" is rather somebody else.
    """
    other = "male" if gender == "female" else "female"
    called = {
        number
        for (number, by), chance in article.agreed.items()
        if by == other and chance > max(_LIKELY, article.agreed.get((number, gender), 0.0))
    }
    called = {n for n in called if article.people[n].gender_from == "first name"}
    rest = called and any(n not in called for n in he_and_she.candidates(article.state, gender))
    return frozenset(called) if rest else frozenset()


def _whose_words(article: Article, index: int, gender: str) -> int | None:
    """Whose words the next sentence calls them: "He wrote that … . The letter by | Cruz was read aloud"."""
    content = article.attributions[index].content
    if not content or not article.document.sentences:
        return None
    text = article.document.text
    told = _WORDS_BY.match(text, content[-1][1])
    if told is None:
        return None
    for occurrence, number in names_in(article, told.end() - 1, told.end() + 30):
        entity = article.people[number]
        by = not text[told.end() : max(told.end(), occurrence.outer)].strip()
        return (
            number if by and entity.kind != "organisation" and entity.gender in (gender, "unknown") else None
        )
    return None


# … .” The tweet by |Cruz
_WORDS_BY = re.compile(
    r"[”\"’.!?]{0,3}\s{1,3}(?:The|That|This) "
    r"(?:tweet|post|letter|message|e-?mail|note|essay|column|op-ed|article|remark|comment|statement|speech) "
    r"(?:by|from) "
)
_NEXT = 3  # sentences within which somebody is named of whom a text speaks as "he" before


def _told(article: Article, index: int) -> frozenset[int]:
    """Those whom a source tells something: "he tells | Cruz", which is not what is said."""
    attribution = article.attributions[index]
    if not attribution.cue or not attribution.source:
        return frozenset()
    end = attribution.cue[-1][1]
    tell = _TELLS.match(article.document.text, attribution.cue[0][0])
    if tell is None or attribution.source[0][0] > end:
        return frozenset()
    spans = attribution.content
    return frozenset(
        number
        for occurrence, number in names_in(article, tell.end(), tell.end() + 30)
        if not article.document.text[tell.end() : max(tell.end(), occurrence.outer)].strip()
        and not any(s <= occurrence.start < e for s, e in spans)
    )


def _before_it(article: Article, start: int, said: frozenset[int]) -> frozenset[int]:
    """Whom what is said begins with, right before its source: "Cruz, | he said, was late"."""
    if article.document.text[start - 2 : start] != ", ":
        return frozenset()
    near = [number for o, number in names_in(article, max(0, start - 60), start) if o.end == start - 2]
    return frozenset(near[-1:]) & said


def _asks(article: Article, start: int) -> frozenset[int]:
    """Who asks whoever answers in the same sentence: "When | Cruz asked Falk about it, he said no"."""
    if not article.document.sentences:
        return frozenset()
    text, sentence = (
        article.document.text,
        article.document.sentences[he_and_she.place(article.state, start)[0]],
    )
    opening = _WHEN.match(text, sentence.start, start)
    names = list(names_in(article, opening.end(), start)) if opening else []
    if len(names) < 2 or names[0][0].outer > opening.end() + 1 or names[0][1] == names[1][1]:  # type: ignore[union-attr]
        return frozenset()
    asked = _ASKED.match(text, names[0][0].end)
    return frozenset({names[0][1]}) if asked and names[1][0].outer <= asked.end() else frozenset()


_WHEN = re.compile(r"(?:When|After|As|Once) ")
_ASKED = re.compile(r" (?:asked|pressed|questioned|challenged) ")
_TELLS = re.compile(
    r"(?:(?:had|has|have|later|also|once|then) ){0,2}(?:tells?|told|asks?|asked|assured?|warned?|reminded)\b"
)


def _named_next(article: Article, start: int, gender: str) -> int | None:
    """The one person whom an article names, soon behind a pronoun that nobody is named before."""
    people = [e for e in article.people if e.occurrences and (e.kind == "person" or e.name.given)]
    people = [e for e in people if e.kind != "organisation"]
    if len(people) != 1 or people[0].gender not in (gender, "unknown") or not people[0].name.given:
        return None
    first = people[0].occurrences[0].start
    sentence = he_and_she.place(article.state, start)[0]
    near = start < first and he_and_she.place(article.state, first)[0] - sentence <= _NEXT
    return people[0].number if near else None


def named_in_content(article: Article, index: int) -> frozenset[int]:
    """The entities named in what is said, not by others quoted in it; people seldom name themselves."""
    content = article.attributions[index].content
    return frozenset(
        number
        for start, end in content
        for occurrence, number in names_in(article, start, end)
        if not _is_quoted_within(article, occurrence.start)
    )


def _is_quoted_within(article: Article, position: int) -> bool:
    """Whether a position lies in a quoted span inside another one."""
    quoted = article.document.quoted
    at = bisect_right(quoted, position, key=lambda q: q.start)
    return any(q.depth and position < q.end for q in quoted[max(0, at - _DEEP) : at])


def holder(article: Article, index: int, position: int) -> int | None:
    """The attribution whose words hold the position: by its content, the innermost, or by the quotation marks."""
    at = bisect_left(article.contents, (position + 1, 0, 0))
    holders = [
        (end - start, i)
        for start, end, i in article.contents[max(0, at - _LOOK_BACK) : at]
        if i != index and position < end and not _is_first_person(article, article.attributions[i])
    ]
    return min(holders)[1] if holders else _round_quotation(article, index, position)


def _is_first_person(article: Article, attribution: Attribution) -> bool:
    words = [article.document.text[s:e].lower() for s, e in attribution.source]
    return bool(words) and words[0] in ("i", "we", "you", "me")


def _round_quotation(article: Article, index: int, position: int) -> int | None:
    """The attribution whose content or cue lies in or beside the quotation marks round the position."""
    at = bisect_left(article.state.quotes, (position + 1, 0)) - 1
    if at < 0 or position >= article.state.quotes[at][1]:
        return None
    start, end = article.state.quotes[at]
    near = bisect_left(article.contents, (start - 500, 0, 0))
    for _, _, i in article.contents[near : near + _LOOK_BACK]:
        a = article.attributions[i]
        pieces: tuple[Span, ...] = a.content + a.cue
        beside = any(s < end + 40 and e > start - 40 for s, e in pieces)
        outside = bool(a.source) and not any(start <= s < end for s, _ in a.source)
        if i != index and beside and outside and not _is_first_person(article, a):
            return i
    return None


def first_person(article: Article, start: int, word: str, quoted: Mention | None) -> Answer:
    """Who "I" is outside other people's words: the interviewee or the author; "you" is the interviewee when asked."""
    if quoted is not None:
        return nobody(quoted.kind, f"“{word}” in the words of somebody unnamed")
    to_whom = word in ("you", "your")
    asked = interviews.is_question(article.document, he_and_she.place(article.state, start)[1])
    if article.interviewee is not None and asked == to_whom:
        return somebody(article, article.interviewee, f"“{word}” of the one who is interviewed", 0.8)
    author = re.sub(r"^(?i:by) ", "", article.author or "").strip()
    if author and not to_whom and article.interviewee is None and not re.search(r",|&| and |;", author):
        gender = names.gender(names.parse(author))
        return None, Mention(author, "person", gender, "author", f"“{word}”: the byline", 0.8)
    return nobody("person", f"“{word}”: nobody is quoted here")


def relative(article: Article, start: int, word: str) -> Answer | Span | None:
    """Who stands right before "who": a name's answer, or the span of a description, or None."""
    before = [
        (occurrence, number)
        for occurrence, number in reversed(list(names_in(article, start - 90, start)))
        if _HERE.fullmatch(article.document.text, occurrence.end, start)
    ]
    if word != "which" and word != "that":  # "who" is rather a person than the place behind the name
        before.sort(key=lambda found: article.people[found[1]].kind == "organisation")
    if before:
        occurrence, number = before[0]
        return somebody(article, number, f"“{word}” behind {occurrence.name.text}", 0.9)
    window = max(0, start - 80)
    clause = _CLAUSE.search(article.document.text[window:start])
    return (window + clause.start(1), window + clause.end(1)) if clause else None
