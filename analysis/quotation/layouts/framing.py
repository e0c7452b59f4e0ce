"""Sentences that say whose words stand beside them: "Those were the words of …", "X quoted Y as saying"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from analysis.quotation.layouts.statement import Statement
from analysis.quotation.rules.phrases import Words, phrase_after, subject, tagged
from analysis.segmentation import Document, Quoted, Span

_ENDINGS = """
message view verdict assessment warning promise pledge reaction response conclusion plea advice answer hope judgment
judgement cry claim complaint comment description opinion question sentiment
"""
_ENDING = rf"(?:{'|'.join(_ENDINGS.split())})"
_SAYING = """
saying telling writing stating declaring adding warning insisting claiming arguing promising suggesting denying
"""
# Behind a passage: the cue, then who it is.
_OF = re.compile(
    r"(?P<cue>(?:Those|These) (?:were|are) (?:some of )?the (?:[a-z]+ ){0,2}words (?:of|from|used by|chosen by)"
    r"|(?:So|Thus|Such) (?:were|went|ran|are) the (?:[a-z]+ ){0,2}words of"
    r"|The words (?:are|were|belong to|belonged to|came from|come from|are those of|were those of)"
    rf"|(?:That|This|Such|It)(?: is|’s|'s| was) (?:also )?(?:the|a|one) (?:[a-z]+ ){{0,3}}{_ENDING} (?:of|from)"
    r"|(?:So|Thus) (?:said|says|spoke|speaks|wrote|writes|declared|concluded|warned|argued|began|ended|ran)) (?=\S)"
)
_HOW = re.compile(
    r"(?:That|This|It)(?: is|’s|'s| was) (?:also )?(?:how|what|the way)(?: is)? (?=\S)"
    r"|(?:With|In) (?:these|those) (?:[a-z]+ )?words,? (?=\S)"
)
# "Erik Dahl, 52,", "survivor Joon Park", "the mayor"
_SOMEBODY = re.compile(
    r"(?:[a-z-]{1,39} ){0,3}(?:[A-Z][\w.’'-]{0,39}(?: (?:[a-z]{2,3} )?[A-Z][\w.’'-]{0,39}){0,5}"
    r"|(?:the|a|one|his|her) [a-z-]{1,39}(?: [a-z-]{1,39})?|he|she)(?:, [^,]{1,80},)?"
)
_PUT = re.compile(
    r"\b(?:described|describes|put|puts|summed up|sums up|told|recalled|recalls|explained|explains|characteri[sz]ed"
    r"|remembered|remembers|said|says|wrote|answered|responded|reacted|announced|expressed|saw|sees|opened|closed|began"
    r"|ended|greeted|welcomed|summari[sz]ed)\b"
)
# "… quoted … as saying"; "was quoted by … as telling reporters"
_QUOTED = re.compile(
    r"\b(?P<quoted>quot(?:ed|es|ing)|cit(?:ed|es|ing))\b(?P<between>[^.;:\n“”\"]{0,160}?)\b"
    rf"(?P<as>as (?:{'|'.join(_SAYING.split())}))\b"
)
_AS = re.compile(rf"as (?:{'|'.join(_SAYING.split())})\b")  # without which it is found nowhere
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being)(?: (?:also|later|widely|again|earlier|once))?\s*$")
_ADDRESSEE = re.compile(
    r"\s{1,3}(?:reporters|lawmakers|journalists|parliament|the [a-z]{1,39}(?: [a-z]{1,39})?|him|her|them|it"
    r"|[A-Z]\w{1,39})(?=[\s,:])"
)
_THAT = re.compile(r"[,:]?\s+(?:that\s+)?|[,:]\s*")


def read(document: Document) -> list[Statement]:
    """What such sentences decide; texts without any are not looked into."""
    quoted = list(_QUOTED.finditer(document.text)) if _AS.search(document.text) else []
    places = list(_places_behind(document))
    if not quoted and not places:
        return []
    words = tagged(document)
    return [*_relayed(words, quoted), *_behind(words, places)]


# --- behind a passage -----------------------------------------------------------------------------------------


def _places_behind(document: Document) -> Iterator[tuple[int, int]]:
    """Where a sentence behind a passage, given by its number, may begin to tell whose it is."""
    text = document.text
    for number, q in enumerate(document.outermost):
        place = q.end + len(text[q.end : q.end + 4]) - len(text[q.end : q.end + 4].lstrip())
        if text[q.end - 2] == "," or not text[place : place + 1].isupper():
            continue
        if _OF.match(text, place) or _HOW.match(text, place):
            yield number, place


def _behind(words: Words, places: Sequence[tuple[int, int]]) -> list[Statement]:
    """Passages of whole sentences that the next sentence, at one of `places`, gives to somebody."""
    made = []
    sentences = words.document.sentences
    for number, place in places:
        end = sentences[bisect_left(sentences, (place + 1, 0, 0)) - 1].end
        found = _of(words, place, end) or _how(words, place, end)
        if found is not None:
            content = _run(words, number)
            made.append(Statement(content, (found[0],), (found[1],), "framed"))
    return made


def _run(words: Words, number: int) -> tuple[Span, ...]:
    """The passage and those of which it is the last, by re-opened marks."""
    quoted = words.document.outermost
    first = number
    while first and quoted[first].continues:
        first -= 1
    return tuple((q.start, q.end) for q in quoted[first : number + 1])


def _of(words: Words, start: int, end: int) -> tuple[Span, Span] | None:
    found = _OF.match(words.text, start, end)
    if found is None:
        return None
    first, stop = bisect_left(words.starts, found.end()), words.within(0, end)[1]
    source = phrase_after(words, first, stop)
    if source and words.classes[slice(*source)] == "d" and words.classes[source[1] : source[1] + 1] == "y":
        source = (first, (phrase_after(words, source[1] + 1, stop) or source)[1])  # "the only other visitor"
    return (found.span("cue"), _named(words, source)) if source else None


def _how(words: Words, start: int, end: int) -> tuple[Span, Span] | None:
    found = _HOW.match(words.text, start, end)
    put = _PUT.search(words.text, found.end(), end) if found else None
    if found is None or put is None:
        return None
    source = (found.end(), len(words.text[: put.start()].rstrip()))
    if not _SOMEBODY.fullmatch(words.text, *source):
        return None
    return put.span(), source


def _named(words: Words, tokens: tuple[int, int]) -> Span:
    """The phrase without what is said of when and how: "Ivan Roe on Tuesday"."""
    low, last = tokens
    high = last
    while high > low and words.classes[high - 1] in "tf,)(":
        high -= 1
    return words.span(low, high if set(words.classes[low:high]) & set("Xnpo") else last)


# --- quoted as saying -----------------------------------------------------------------------------------------


def _relayed(words: Words, quoted: Sequence[re.Match[str]]) -> list[Statement]:
    """What somebody is quoted as saying by another, `quoted` being where: theirs, not the other's."""
    made = []
    for found in quoted:
        if (statement := _quoted_as(words, found)) is not None:
            made.append(statement)
    return made


def _quoted_as(words: Words, found: re.Match[str]) -> Statement | None:
    text = words.text
    sentences = words.document.sentences
    sentence = sentences[bisect_left(sentences, (found.start() + 1, 0, 0)) - 1]
    low = words.within(sentence.start, sentence.end)[0]
    verb = bisect_left(words.starts, found.start("quoted"))
    between = text[found.start("between") : found.end("between")]
    passive = _PASSIVE.search(text, sentence.start, found.start("quoted"))
    if passive:
        first = bisect_left(words.starts, passive.start())
        who = subject(words, first, low)
        source = words.span(*who) if who else None
    else:
        first = verb
        source = _stripped(text, found.span("between")) if between.strip() else None
    if source is None or source[0] == source[1]:
        return None
    content = _said_before(words, first, low)
    content = content or _said_after(words, found.end("as"), sentence.end)
    if content is None:
        return None
    cue = (found.span("quoted"), found.span("as"))
    return Statement(content, cue, (source,), "relayed")


def _stripped(text: str, span: Span) -> Span:
    """The span without white space, adverbs and dates at its ends."""
    start, end = span
    part = text[start:end]
    tail = re.search(
        r"(?:,? (?:on|in|at) (?:[A-Z][a-z]{2,9}day|\w{3,10} \d{1,2}|an? [a-z ]{1,30})"
        r"|,? (?:later|also|yesterday|[A-Z][a-z]{2,9}day))?[\s,]{0,3}$",
        part,
    )
    part = part[: tail.start()] if tail else part
    left = re.match(r"[\s,]*(?:also |later )?", part)
    start += left.end() if left else 0
    return start, max(start, span[0] + len(part.rstrip(" ,\n")))


def _said_before(words: Words, verb: int, low: int) -> tuple[Span, ...] | None:
    """The passage right before who quotes: "“…,” the agency quoted …"."""
    who = subject(words, verb, low)
    start = words.starts[who[0]] if who else None
    if start is None:
        return None
    q = _ending_at(words, start)
    return ((q.start, q.end),) if q is not None and "\n" not in words.text[q.end : start] else None


def _ending_at(words: Words, start: int) -> Quoted | None:
    quoted = words.document.outermost
    at = bisect_left(quoted, start, key=lambda q: q.end + 1) if start else 0
    for q in quoted[max(0, at - 1) : at + 1]:
        if q.end <= start and not words.text[q.end : start].strip(" ,\n"):
            return q
    return None


def _said_after(words: Words, start: int, end: int) -> tuple[Span, ...] | None:
    """The words behind "as saying", to the end of their sentence or of the passage that begins in it."""
    text = words.text
    told = _ADDRESSEE.match(text, start, end) if text[:start].endswith("telling") else None
    start = told.end() if told else start
    lead = _THAT.match(text, start, end)
    start = lead.end() if lead else start
    if start >= end:
        return None
    quoted = words.document.outermost
    last = bisect_left(quoted, end, key=lambda q: q.start) - 1
    if last >= 0 and start <= quoted[last].start and quoted[last].end > end:
        end = quoted[last].end
    while end > start and text[end - 1] in ".,;: \n":
        end -= 1
    return ((start, end),) if end - start > 3 else None
