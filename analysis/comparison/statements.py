"""What one quotation says, in the form in which two of them are compared: words, speaker, numbers, polarity."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.comparison import forms
from analysis.comparison.meaning import Said
from analysis.quotation.stance import stance_of, verb_of
from analysis.segmentation.function_words import NEGATIONS
from analysis.speakers import names

# Without apostrophes; those that stand for a noun too are no function words.
_NEGATION = {w.replace("'", "") for w in NEGATIONS} | {"never", "none", "nobody", "nothing", "aint"}
_DENIAL = re.compile(
    r"\b(den(y|ies|ied|ying)|reject\w*|disput(e|es|ed|ing)|refut\w*|rebut\w*|disavow\w*|disagree\w*|"
    r"(refus|declin)(e|es|ed|ing)\s+to)\b",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(r"\bnot\s+(only|just|merely|simply|alone)\b", re.IGNORECASE)
_OPPOSITES = (
    "support oppose, accept reject, agree disagree, agree refuse, confirm deny, admit deny, guilty innocent, "
    "win lose, won lost, rise fall, rose fell, increase decrease, more fewer, more less, higher lower, "
    "legal illegal, lawful unlawful, right wrong, true false, open close, ready unwilling, willing unwilling, "
    "allow ban, allow forbid, lift impose, keep end, continue stop, start end, begin end, strong weak, "
    "safe unsafe, safe dangerous, better worse, best worst, possible impossible, likely unlikely, "
    "accurate inaccurate, constitutional unconstitutional, approve disapprove, approve reject, pass fail, "
    "succeed fail, love hate, friend enemy, before after, always never, yes no, stay leave, resign stay, "
    "accept refuse, guilt innocence, permit prohibit, strengthen weaken, protect endanger, welcome condemn, "
    "praise condemn, praise criticize, raise cut, expand cut, expand shrink, grow shrink, gain lose, buy sell, "
    "hire fire, appoint fire, enter leave, advance retreat, escalate ease, join quit"
)
_LACKING = (  # words that hold a negation
    "unacceptable unable unlikely unwilling impossible unchanged untrue unfair unnecessary inappropriate "
    "inadmissible fail failure lack"
)
SHORT = 3  # content words up to which the cue's verb belongs to what is said
_SCOPE = 4  # content words behind a negation that it negates, up to the next clause
_CLAUSE = re.compile(r"[.;:!?—–…]")
_ENDS = frozenset(["but", "before", "until", "till", "unless"])
_TURNS = frozenset(["because", "although", "though", "while", "which", "who", "and", "so"])
_TITLE_TAIL = re.compile(r"(?<!\s)\s*+(,|\bof\b|\bfor\b|\bat\b|\bfrom\b|\bwho\b|\(|--|–|—).*$", re.DOTALL)
_VAGUE = frozenset(
    ["he", "she", "they", "it", "who", "we", "i", "you", "this", "that", "some", "many", "others"]
)


class Statement(NamedTuple):
    """A quotation, ready to be compared.

    `context` are the stems of the paragraph it stands in, `negated` those of the content that stand under a
    negation; `denied` is True when the cue denies what it reports. `speaker` is the key of a named speaker, or
    None; `name` the words of that name, `person` the name when it is a person's; `source` the words of the source
    as written. `said` is what the model of meaning reads, `content` the content as it stands.
    """

    words: tuple[str, ...]
    stems: frozenset[str]
    context: frozenset[str]
    numbers: frozenset[float]
    names: frozenset[str]
    negated: frozenset[str]
    denied: bool
    speaker: str | None
    name: tuple[str, ...]
    person: str | None
    source: frozenset[str]
    kind: str | None
    said: Said
    content: str


def statement(
    content: str,
    *,
    context: str | None = None,
    cue: str | None = None,
    source: str | None = None,
    name: str | None = None,
    speaker: str | None = None,
    kind: str | None = None,
) -> Statement:
    """The statement that `content` makes, attributed by `cue` to `source`, who is `name` when that is known.

    `context` is the paragraph it stands in, `speaker` the speaker's identifier, `kind` one of person,
    organisation, group, anonymous. Without `name`, a source that holds a name stands for it.
    """
    words = tuple(forms.word_texts(content))
    stems = frozenset(forms.stem(w.removesuffix("'s")) for w in words if w not in forms.GRAMMAR)
    if len(stems) <= SHORT and cue:
        # "welcomed the decision", "condemned the decision": with so little content the verb says what is said.
        stems |= _act(cue)
    known = name or (None if kind == "anonymous" else named(source))
    return Statement(
        words,
        stems,
        frozenset(forms.content_stems(context)) if context else stems,
        frozenset(n.value for n in forms.numbers(content)),
        frozenset(forms.stem(w.lower()) for n in forms.names(content) for w in n.text.split()),
        negated(content),
        denies(cue or ""),
        speaker or (known.lower().replace("’", "'") if known else None),
        _bare(known),
        known if known and kind in (None, "person") and not known.isupper() else None,
        frozenset(_bare(source or name)),
        kind or (None if known else "anonymous" if source else None),
        Said(*(" ".join((part or "").split()) for part in (name or source, cue, content))),
        content,
    )


def _bare(text: str | None) -> tuple[str, ...]:
    return tuple(word.removesuffix("'s") for word in forms.word_texts(text or ""))


def _act(cue: str) -> frozenset[str]:
    verb = verb_of(cue)
    plain = verb is None or stance_of(verb) in ("neutral", "thinks", "other")
    return frozenset() if plain or verb is None else frozenset([forms.stem(verb)])


def named(source: str | None) -> str | None:
    """The name in a source as written ("Dmitry Peskov, the spokesman" → "Dmitry Peskov"), or None."""
    if not source or source.strip().lower() in _VAGUE:
        return None
    head = forms.names("x " + _TITLE_TAIL.sub("", source.replace("’", "'")))
    found = head or forms.names("x " + source)
    return found[-1].text if found else None


def negated(content: str) -> frozenset[str]:
    """Stems of the words of `content` that are negated wherever they occur.

    A negation reaches up to four content words, within its clause. "Not only" negates nothing.
    """
    content = _NOT_ONLY.sub(lambda found: " " * len(found[0]), content)
    out: set[str] = set()
    plain: set[str] = set()
    left = 0
    position = 0
    for word in forms.words(content):
        comma = "," in content[position : word.start]
        if _CLAUSE.search(content, position, word.start) or (
            word.text in _ENDS or (comma and word.text in _TURNS)
        ):
            left = 0
        position = word.end
        if word.text.replace("'", "") in _NEGATION:
            left = _SCOPE
        elif word.text not in forms.GRAMMAR:
            (out if left else plain).add(forms.stem(word.text.removesuffix("'s")))
            left = max(left - 1, 0)
    return frozenset(out - plain)


def denies(cue: str) -> bool:
    """Whether a cue turns what it reports into its opposite: "denied", "never said"; not "did not deny"."""
    cue = _NOT_ONLY.sub("", cue)
    negations = sum(w.replace("'", "") in _NEGATION for w in forms.word_texts(cue))
    return (len(_DENIAL.findall(cue)) + negations) % 2 == 1


def disagreement(one: Statement, two: Statement, weight: Mapping[str, float]) -> float:
    """How much of what both say one affirms and the other denies: 0 nothing, 1 all of it.

    The share, by `weight`, of the stems in both that are negated in one of them only; a cue that denies
    ("denied that …") turns all of its content round. A pair of opposites (support, oppose), one in each, adds
    half; if one is negated or denied, the two agree: "does not support", "opposes". A single word that both share
    is not enough to tell its negation.
    """
    shared = (one.stems & two.stems) - _NEGATION
    same_way = one.denied == two.denied
    share = 0.0
    if len(shared) > 1:
        share = _turned(one, two, shared, weight)
        share = share if same_way else 1.0 - share
    first, second = one.stems - two.stems, two.stems - one.stems
    if not opposed(first, second):
        return share
    plain = opposed(first - one.negated, second - two.negated)
    return min(1.0, share + 0.5) if plain == same_way else 0.0


def _turned(one: Statement, two: Statement, shared: frozenset[str], weight: Mapping[str, float]) -> float:
    """The share of what both say that one negates and the other does not, less what both negate.

    Where the other has a word that holds a negation ("unacceptable"), it may say the same without "not".
    """
    alone = [
        this.negated - that.negated
        for this, that in ((one, two), (two, one))
        if _lacking().isdisjoint(that.stems - this.stems)
    ]
    turned = math.fsum(weight[s] for s in shared & frozenset().union(*alone))
    agreed = math.fsum(weight[s] for s in one.negated & two.negated)
    return max(0.0, turned - agreed) / math.fsum(weight[s] for s in shared)


def opposed(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether a stem in one set is the opposite of a stem in the other."""
    known = _have_opposites()
    if known.isdisjoint(first) or known.isdisjoint(second):
        return False
    return any((a in first and b in second) or (b in first and a in second) for a, b in _opposites())


@cache
def _lacking() -> frozenset[str]:
    return frozenset(map(forms.stem, _LACKING.split()))


@cache
def _have_opposites() -> frozenset[str]:
    return frozenset(stem for pair in _opposites() for stem in pair)


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    pairs = (pair.split() for pair in _OPPOSITES.split(", "))
    return tuple((forms.stem(a), forms.stem(b)) for a, b in pairs)


def speakers(one: Statement, two: Statement) -> str:
    """How the speakers of two statements agree: same, unknown (one is not named), kindred, unsure, or different.

    Kindred are a person and an organisation or group, one of which may speak for the other. Unsure is what would be
    different, had not one name been found for "he" or "the video", or did not one source name both ("a lawyer for
    Mr. Quill, Ossian Pell"): the name may be the wrong one.
    """
    if one.speaker is None or two.speaker is None:
        return "unknown"
    if one.speaker == two.speaker:
        return "same"
    if one.person and two.person:
        return "same" if _one_person(one.person, two.person) else _strangers(one, two)
    first, second = one.name, two.name
    if {forms.stem(w) for w in first} & {forms.stem(w) for w in second} - _common():
        return "same"
    if _abbreviates(first, second) or _abbreviates(second, first):
        return "same"
    of_one_kind = one.kind == two.kind and one.kind not in (None, "person")
    return _strangers(one, two) if of_one_kind else "kindred"


@cache
def _common() -> frozenset[str]:
    return frozenset(map(forms.stem, ("the", "of", "department", "house", "state")))


def one_speaker(one: str, two: str) -> bool:
    """Whether two full names may be one speaker's: a person's, or an organisation's and what is short for it."""
    first, second = _bare(one), _bare(two)
    if first == second or _abbreviates(first, second) or _abbreviates(second, first):
        return True
    return not (one.isupper() or two.isupper()) and _one_person(one, two)


def _strangers(one: Statement, two: Statement) -> str:
    first, second = _surname(one), _surname(two)
    written = first in one.source and second in two.source
    both = first != second and (second in one.source or first in two.source)
    return "different" if written and not both else "unsure"


def _surname(said: Statement) -> str:
    return next((word for word in reversed(said.name) if word not in names.GENERATIONS), "")


@lru_cache(maxsize=4096)
def _one_person(one: str, two: str) -> bool:
    """Whether two names can be one person's; a name of one word may be a given name too."""
    first, second = names.parse(one), names.parse(two)
    given_alone = any(
        not a.given and b.given and names.same_given(a.last, b.first)
        for a, b in ((first, second), (second, first))
    )
    return given_alone or names.compatible(first, second)


def _abbreviates(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the first word of `short` is made of the first letters of `long`: NRA, National Rifle Association."""
    letters = "".join(word[0] for word in long if word not in forms.GRAMMAR)
    return len(letters) > 1 and short[:1] == (letters,)


def longest_run(one: Sequence[str], two: Sequence[str]) -> tuple[str, ...]:
    """The longest sequence of words that both have, the first one of several."""
    places: dict[str, list[int]] = {}
    for j, word in enumerate(two):
        places.setdefault(word, []).append(j)
    best, end, before = 0, 0, dict[int, int]()
    for i, word in enumerate(one, start=1):
        here = places.get(word)
        before = {j: before.get(j - 1, 0) + 1 for j in here} if here else {}
        if before and (length := max(before.values())) > best:
            best, end = length, i
    return tuple(one[end - best : end])
