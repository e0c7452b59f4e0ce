"""What differs in substance between wordings of one thing said, and what they have in common, place by place.

Function words, inflections, synonyms, spellings in one word or two, and first names are no difference in substance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from analysis.comparison import forms

Span = tuple[int, int]
NEGATIONS = frozenset(
    ["not", "no", "never", "nor", "neither", "none", "nobody", "nothing", "without", "cannot"]
)
LONGEST = 600  # words of a wording that are aligned in their order; of a longer one each word by itself


class Token(NamedTuple):
    """A word or number: what it is compared by, its span, and whether it is more than grammar."""

    key: str
    start: int
    end: int
    counts: bool


class Common(NamedTuple):
    """Words that wordings have in common: their `group`, which wording has them here, and the span in it."""

    group: int
    wording: int
    start: int
    end: int


def differing(wordings: Sequence[str], sides: Sequence[object] | None = None) -> list[list[Span]]:
    """For each of several wordings the spans of the words that differ in substance from every other one.

    With `sides`, whose each wording is, from every one of another side. A word differs where no other wording has it,
    in any inflection, nor a synonym (`forms.synonymous`), nor, of a number, its value. Function words never do, but
    negations where no other wording denies; nor do first names and titles before a surname that others have, nor the
    initials of a name that others have in full.
    """
    cells, known = _compared(wordings), [_Names(text) for text in wordings]
    keys = [{token.key for token in tokens if token.counts} for tokens in cells]
    of = list(range(len(cells))) if sides is None else sides
    found = []
    for number, tokens in enumerate(cells):
        others = [n for n in range(len(cells)) if of[n] != of[number] and cells[n]]
        told = set[str]().union(*(keys[n] for n in others))
        same = known[number].also_in([known[n] for n in others], tokens, told) if others else []
        differ = [t for t in tokens if others and t.counts and t.key not in told]
        found.append([(t.start, t.end) for t in differ if not any(a <= t.start < b for a, b in same)])
    return found


def common(wordings: Sequence[str]) -> list[Common]:
    """What wordings have in common: the same words in two or more of them are a group, in the order of the first.

    Words that follow each other in all of them are one group; function words only stand inside of one.
    """
    return list(_grouped(_compared(wordings)))


def shared(one: str, two: str) -> tuple[list[Span], list[Span]]:
    """The spans of the words, more than grammar, that two texts have in common in any inflection, in either."""
    found = [
        [(w, forms.stem(w.text.removesuffix("'s"))) for w in forms.words(text) if w.text not in forms.GRAMMAR]
        for text in (one, two)
    ]
    both = {stem for _, stem in found[0]} & {stem for _, stem in found[1]}
    first, second = ([(w.start, w.end) for w, stem in words if stem in both] for words in found)
    return first, second


def _tokens(text: str) -> list[Token]:
    numbers = {n.start: n for n in forms.numbers(text)}
    found, upto = list[Token](), 0
    for word in forms.words(text):
        if word.start < upto:
            continue
        number = numbers.get(word.start)
        if number:
            found.append(Token(f"#{number.value:g}", number.start, number.end, True))
        elif word.text in NEGATIONS or word.text.endswith("n't"):
            found.append(Token("not", word.start, word.end, True))
        else:
            plain = word.text.removesuffix("'s")
            key = plain if plain in forms.GRAMMAR else forms.stem(plain)
            found.append(Token(key, word.start, word.end, plain not in forms.GRAMMAR))
        upto = found[-1].end
    return found


def _compared(wordings: Sequence[str]) -> list[list[Token]]:
    """The words of each, those that mean the same with the same key."""
    cells = [_tokens(text) for text in wordings]
    known = [{token.key for token in tokens if token.counts} for tokens in cells]
    everywhere = set().union(*known)
    joined = [
        _joined(tokens, everywhere - own, text)
        for tokens, own, text in zip(cells, known, wordings, strict=True)
    ]
    keys = [list(dict.fromkeys(token.key for token in tokens if token.counts)) for tokens in joined]
    same = _same([set(own) for own in keys], list(dict.fromkeys(key for own in keys for key in own)))
    return [[token._replace(key=same.get(token.key, token.key)) for token in tokens] for tokens in joined]


def _joined(tokens: Sequence[Token], elsewhere: set[str], text: str) -> list[Token]:
    """Two words that another wording has as one, as one: "anti-personnel", "land mines"."""
    found, at = list[Token](), 0
    while at < len(tokens):
        pair = tokens[at : at + 2]
        if (
            len(pair) == 2
            and pair[1].start - pair[0].end == 1
            and all(t.counts and t.key[0] != "#" for t in pair)
        ):
            key = forms.stem((text[pair[0].start : pair[0].end] + text[pair[1].start : pair[1].end]).lower())
            if key in elsewhere:
                found.append(Token(key, pair[0].start, pair[1].end, True))
                at += 2
                continue
        found.append(tokens[at])
        at += 1
    return found


def _same(cells: Sequence[set[str]], keys: Sequence[str]) -> dict[str, str]:
    """For each key the first one that it is a synonym of; two that one wording has both are none."""
    same: dict[str, str] = {}
    first: dict[str, set[int]] = {}
    for key in keys:
        mine = {number for number, cell in enumerate(cells) if key in cell}
        other = next((k for k, at in first.items() if not at & mine and forms.synonymous(k, key)), key)
        same[key] = other
        first[other] = first.get(other, set()) | mine
    return same


class _Names:
    """The names of a wording, with the titles before them, and its initials, such as "US", "U.N."."""

    def __init__(self, text: str) -> None:
        self.names = forms.names(text)
        self.whole = [_with_titles(text, name) for name in self.names]
        self.short = [(m[0].replace(".", ""), *m.span()) for m in _INITIALS.finditer(text)]

    def also_in(self, others: Sequence[_Names], tokens: Sequence[Token], told: set[str]) -> list[Span]:
        """The spans of those that other wordings have: by their last word, in full, or by their initials."""
        short = {letters for other in others for letters, *_ in other.short}
        full = {_initials(name.text) for other in others for name in other.names}
        spans = [(start, end) for letters, start, end in self.short if letters in full]
        for name, whole in zip(self.names, self.whole, strict=True):
            last = [t.key for t in tokens if name.start <= t.start and t.end <= name.end][-1:]
            if _initials(name.text) in short or told.issuperset(last or [""]):
                spans.append(whole)
        return spans


_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,6}|\b[A-Z]{2,6}\b")  # U.S., NATO


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else name


def _with_titles(text: str, name: forms.Name) -> Span:
    """The span of a name and of the titles right before it: "President Ada Byron"."""
    start = name.start
    while before := _TITLE.search(text, max(0, start - 24), start):
        if before[1].rstrip(".").lower() not in forms.TITLES:
            break
        start = before.start()
    return start, name.end


_TITLE = re.compile(r"(?<!\S)(\S{1,20})\s\Z")  # the word before


def _grouped(cells: Sequence[Sequence[Token]]) -> Iterator[Common]:
    """Runs of words of the wording that has most in common with the others, with their places in those."""
    if len(cells) < 2:
        return
    sizes = [sum(len(_matched(one, two)) for two in cells if two is not one) for one in cells]
    first = sizes.index(max(sizes))
    places = [{} if n == first else _matched(cells[first], other) for n, other in enumerate(cells)]
    runs = list[list[int]]()
    for at in range(len(cells[first])):
        here = [m.get(at) for m in places]
        if not any(p is not None for p in here):
            continue
        before = runs[-1] if runs else []
        follows = (
            before
            and before[-1] == at - 1
            and all(
                (m.get(at - 1) is None) == (p is None) and (p is None or m[at - 1] == p - 1)
                for m, p in zip(places, here, strict=True)
            )
        )
        if follows:
            before.append(at)
        else:
            runs.append([at])
    group = 0
    for run in runs:
        kept = [at for at in run if cells[first][at].counts]
        if not kept:
            continue
        for number, matched in enumerate(places):
            ends = kept if number == first else [matched[at] for at in kept if at in matched]
            if ends:
                yield Common(group, number, cells[number][ends[0]].start, cells[number][ends[-1]].end)
        group += 1


def _matched(one: Sequence[Token], two: Sequence[Token]) -> dict[int, int]:
    """Which word of `two` each word of `one` is: runs in their order first, then what is left, each by itself."""
    found: dict[int, int] = {}
    mine, others = ([token.key for token in side] for side in (one, two))
    if max(len(mine), len(others)) <= LONGEST:
        for a, b, size in SequenceMatcher(None, mine, others, autojunk=False).get_matching_blocks():
            if any(token.counts for token in one[a : a + size]):
                found |= {a + n: b + n for n in range(size)}
    taken = set(found.values())
    left: dict[str, list[int]] = {}
    for at, token in enumerate(two):
        if token.counts and at not in taken:
            left.setdefault(token.key, []).append(at)
    for at, token in enumerate(one):
        if at not in found and token.counts and left.get(token.key):
            found[at] = left[token.key].pop(0)
    return found
