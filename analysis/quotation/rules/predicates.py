"""Cue verbs in a sentence: who is their subject, and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.quotation.cues import ADJECTIVES, FORMS, FRAMES, NOUNS, NOUNS_TOO
from analysis.quotation.rules.phrases import (
    POSSESSIVE,
    Tokens,
    Words,
    participle_subject,
    phrase_after,
    subject,
)

ACCORDING = "according"
_NO_VERBS = frozenset([ACCORDING, *ADJECTIVES, *NOUNS])

_FINDING = frozenset(["find", "rule", "conclude", "say", "suggest", "show", "indicate"])
_STUDIES = "study survey poll report review inquiry investigation audit court judge jury panel"
_INQUIRIES = frozenset(_STUDIES.split())
_OWNERS = frozenset(["his", "her", "its", "their", "my", "our", "your"])
_RECIPIENT = frozenset(
    ["tell", "ask", "inform", "remind", "assure", "warn", "advise", "convince", "persuade"]
)
_TO_NOUN = frozenset(["refer", "allude", "point", "object"])
_TOLD = re.compile(r"y?(?:[op]|d?X+|d?n+|d[nX]+)(?:f?t|fd?[Xn]+)*")
_FINITE = re.compile(r"[vFDab]")
_TOLD_AT_LENGTH = re.compile(r"y?d?[XnG]+(?:(?:fd?|c)[XnG]+)*(?:f?d?t)*")
_WHEN = re.compile(r"d?t")
_ASIDE = re.compile(r",(?:g|f)[^,:;\[\]]{1,24},(?=h)")
_ADVERBIAL = re.compile(r"(?:y|f?[dn]?t(?:[n,]*n)?|f[dXntG]+(?:f[dXnt]+)*)+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in its sentence, as token numbers.

    `first` to `last` is the verb with its auxiliaries, adverbs and particle; `form` is "finite", "participle",
    "infinitive" or "noun"; `frame` is what follows it, as in `cues`, from token `content` on; `verb` is its plain
    form, "be" for an adjective, "claim" for a noun.
    """

    first: int
    last: int
    at: int
    verb: str
    form: str
    frame: str
    content: int
    source: Tokens | None
    passive: bool = False

    @property
    def start(self) -> int:
        """Where the cue or, if that stands in front, its source starts."""
        return self.source[0] if self.source and self.source[1] <= self.first else self.first


def find(words: Words, low: int, high: int) -> Iterator[Cue]:
    """The cues among the tokens `[low, high)` of one sentence, in order."""
    classes, lower = words.classes, words.lower
    for at in range(low, high):
        letter = classes[at]
        if letter not in "vegqDF" and lower[at] not in _NO_VERBS:
            continue
        if letter in "vegq":
            cue = _verb(words, at, low, high)
        elif letter in "DF":
            cue = _behind_mark(words, at, low)
        elif lower[at] == ACCORDING and at + 1 < high and lower[at + 1] == "to":
            source = phrase_after(words, at + 2, high)
            cue = Cue(at, at + 2, at, ACCORDING, "finite", "end", source[1], source) if source else None
        else:
            cue = None
        if cue is None and lower[at] in ADJECTIVES:
            cue = _adjective(words, at, low, high)
        elif cue is None and lower[at] in NOUNS and classes[at + 1 : at + 2] == "h":
            cue = _noun(words, at, low, high)
        if cue is not None:
            yield cue


def asks_for_speaker(words: Words, mark: int) -> bool:
    """Whether the quoted span that the mark at token `mark` closes ends in a comma or a question."""
    return mark > 0 and words.classes[mark] == "]" and words.text[words.starts[mark] - 1] in ",?!"


def _behind_mark(words: Words, at: int, low: int) -> Cue | None:
    """Any verb is a cue behind a quoted span that asks for its speaker: "…," scoffed Roe; "…," Roe went on."""
    source = subject(words, at, low)
    before = (source[0] if source else at) - 1
    if before < 0 or not asks_for_speaker(words, before):
        return None
    last = at + 2 if words.classes[at + 1 : at + 2] == "f" else at + 1
    return Cue(at, last, at, "", "finite", "end" if source else "object", last, source)


def _verb(words: Words, at: int, low: int, high: int) -> Cue | None:
    classes = words.classes
    verb, inflection = FORMS[words.lower[at]]
    first = _group_start(classes, at, low)
    group, before = classes[first:at], classes[first - 1] if first > low else "."
    letter = classes[at]
    if letter == "q" and not group:
        return None
    form = _form(letter, group, before)
    passive = letter in "vq" and "b" in group and "a" not in group[group.rfind("b") :]
    frame, last, content = _frame(words, at, verb, high)
    if frame == "object" and verb in _FINDING and first > low and words.lower[first - 1] in _INQUIRIES:
        frame = "clause"  # a survey found one in three …
    if frame == "clause" and content < high and words.lower[content] in ("it", "you"):
        frame = "clause" if "clause" in FRAMES[verb] else "object"  # termed it "terrible"
    if form == "infinitive" and frame != "clause":
        return None
    if not (passive or _accepts(verb, frame)):
        return _behind_mark(words, at, low)
    source = None
    if form == "finite":
        source = subject(words, first, low) or subject(words, _behind_adverbs(classes, first, low), low)
    elif form == "participle" and before in "nX":
        source = participle_subject(words, first, low)
    if not group and form == "finite" and inflection in ("base", "third"):
        noun = verb in NOUNS_TOO and before not in "pu" and frame not in ("clause", "to")
        noun = noun and bool(_FINITE.search(classes, low, first) or _FINITE.search(classes, last, high))
        if (
            noun
            or (letter == "e" and source is None)
            or (verb == "state" and classes[content : content + 1] != "h")
        ):
            return None
    return Cue(first, last, at, verb, form, frame, content, source, passive)


def _adjective(words: Words, at: int, low: int, high: int) -> Cue | None:
    """A state of mind that its subject is in: "is confident that", "were worried about"."""
    classes, frames = words.classes, ADJECTIVES[words.lower[at]]
    first = _group_start(classes, at, low)
    if at + 1 >= high or (
        "b" not in classes[first:at] and words.lower[at - 1] not in ("felt", "remain", "remains")
    ):
        return None
    kind, content = _kind(words, at + 1, high)
    if kind == "clause" and "clause" in frames and classes[at + 1] in "hpw":
        last = at + 1
    elif words.lower[at + 1] in frames:
        kind, last = words.lower[at + 1], at + 1 + (words.lower[at + 1] != "to")
        content = last
    else:
        return None
    return Cue(first, last, at, "be", "finite", kind, content, subject(words, first, low))


def _noun(words: Words, at: int, low: int, high: int) -> Cue | None:
    """Whose claim it is is the source: "his claim that", "the mayor's warning that"."""
    owner = None
    start = at
    while (
        start > low and words.classes[start - 1] in "nXd" and not words.lower[start - 1].endswith(POSSESSIVE)
    ):
        start -= 1
    if start < at and words.lower[start] in _OWNERS:
        owner = (start, start + 1)
    elif start > low and words.lower[start - 1].endswith(POSSESSIVE):
        owner = _owner(words, start, low)
    elif start == at:
        return None
    return Cue(at, at + 1, at, "claim", "noun", "clause", at + 1, owner)


def _owner(words: Words, end: int, low: int) -> Tokens:
    """The noun phrase before token `end`, whose last word is a possessive."""
    start = end - 1
    while start > low and words.classes[start - 1] in "nXd":
        start -= 1
    return start, end


def _group_start(classes: str, at: int, low: int) -> int:
    """Where the verb's auxiliaries and adverbs start; an adverb that opens the clause is none of them."""
    first = at
    while first > low and classes[first - 1] in "yab":
        first -= 1
    while first < at and classes[first] == "y" and (first == low or classes[first - 1] in ",[;"):
        first += 1
    return first


def _behind_adverbs(classes: str, first: int, low: int) -> int:
    while first > low and classes[first - 1] == "y":
        first -= 1
    return first


def _form(letter: str, group: str, before: str) -> str:
    if letter in "eg" and before == "I":
        return "infinitive"
    if letter == "g" and "b" not in group and before != "p":  # "they're saying" is finite
        return "participle"
    return "finite"


def _accepts(verb: str, frame: str) -> bool:
    frames = FRAMES[verb]
    return frame in frames or (frame == "end" and "clause" in frames)


def _frame(words: Words, at: int, verb: str, high: int) -> tuple[str, int, int]:
    """What follows the verb at token `at`, where its group ends, and where its content would start."""
    classes, lower, frames = words.classes, words.lower, FRAMES[verb]
    last = following = at + 1
    while following < high and classes[following] == "y":
        following += 1
    particle = following < high and lower[following] in frames and classes[following] in "fIk"
    if particle and not _WHEN.match(classes, following + 1, high):
        behind = _behind_particle(classes, following, verb)
        return lower[following], behind, behind
    if verb in _RECIPIENT and (told := _TOLD.match(classes, following, high)):
        kind, start = _kind(words, told.end(), high)
        if kind == "other" and (longer := _TOLD_AT_LENGTH.match(classes, following, high)):
            told, (kind, start) = longer, _kind(words, longer.end(), high)
        if kind == "end":
            return "end", last, told.end()
        if kind in ("clause", "to"):
            return "clause", last, start
        return "object", last, start if verb == "tell" else following
    if "clause" in frames and (aside := _ASIDE.match(classes, following, high)):
        return "clause", last, aside.end()  # reported, citing officials, that
    kind, start = _kind(words, following, high)
    if kind == "other" and "end" in frames and (adverbial := _ADVERBIAL.match(classes, following, high)):
        next_kind, next_start = _kind(words, adverbial.end(), high)
        if next_kind in ("clause", "object", "end"):
            return next_kind, adverbial.end(), next_start
    return kind, last, start


def _behind_particle(classes: str, particle: int, verb: str) -> int:
    """The particle belongs to the cue; "to" only before a noun phrase ("referring to"), not before a verb."""
    infinitive = classes[particle] == "I" and verb not in _TO_NOUN
    return (
        particle if infinitive and classes[particle + 1 : particle + 2] not in tuple("dXpo") else particle + 1
    )


def _kind(words: Words, at: int, high: int) -> tuple[str, int]:
    """The kind of complement at token `at`, and where it starts behind a comma or colon."""
    classes = words.classes
    if at >= high:
        return "end", at
    letter = classes[at]
    if letter == "," and classes[at + 1 : at + 2] in ("[", "h") and at + 1 < high:
        return "clause", at + 1
    if letter == ":":
        return ("clause", at + 1) if at + 1 < high else ("end", at)
    if letter in "hpw[u" or (letter == "k" and words.lower[at] in ("if", "whether", "where")):
        return "clause", at
    for letters, kind in (("dXno", "object"), ("I", "to"), ("gG", "ing"), (",.;)-]ck", "end")):
        if letter in letters:
            return kind, at
    return "other", at
