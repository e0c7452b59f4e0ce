"""Sentences made by rule in which the target, not the mood of the words, decides: negation, conditionals, comparison,
irony, the praiser and the praised, two targets, events that befall somebody.

A pattern names its targets {A}, {B}, {C} with what is said of each behind the bar (- negative, = neutral,
+ positive), {A2} being A again by the last name. Words in <brackets> are drawn from `sentiment-words.txt`: <bad:2> is
the second form of a bad deed (took, take, taking, taken), <who:l> is written small, <crook0> without its article;
<she> and <her> are one person's.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from analysis.segmentation import Span
from analysis.speakers import lexicon

HERE = Path(__file__).parent
SIGNS = {"-": 0, "=": 1, "+": 2}

BEFORE = (
    "On Monday, ",
    "In the end, ",
    "As before, ",
    "Two officials said: ",
    "In Ohio, ",
    "By all accounts, ",
    "Amid a bitter strike, ",
    "After a splendid dinner, ",
    "In an interview published on Sunday, ",
    "As the campaign entered its last week, ",
)
AFTER = (
    ", the newspaper reported",
    ", according to a report",
    " <when>",
    ", as everyone <where> knows",
    " <where>",
    ", a study of the case says",
    ", a day after the deadly bombing",
    " while a storm raged outside",
    " as the nation celebrated",
    ", people familiar with the matter said",
)
TITLES = ("Sen. ", "Mayor ", "Gov. ", "President ", "Rep. ", "Minister ", "Judge ", "Mr. ", "Ms. ", "Dr. ")
BODIES = (
    "Corp.",
    "Bank",
    "University",
    "Foundation",
    "Airlines",
    "Energy",
    "Group",
    "Police Department",
    "Party",
)
SURNAMES = (
    *sorted(lexicon.COMMON_SURNAMES),
    *(
        "Abara",
        "Bianchi",
        "Castro",
        "Dvorak",
        "Ekwueme",
        "Fontaine",
        "Gupta",
        "Hassan",
        "Ito",
        "Jansen",
        "Kowalski",
    ),
    *(
        "Lindqvist",
        "Moreau",
        "Nakamura",
        "Okafor",
        "Pham",
        "Quispe",
        "Romero",
        "Sokolov",
        "Tanaka",
        "Ueda",
        "Vargas",
    ),
    *("Weiss", "Yilmaz", "Zamora", "Anders", "Byrne", "Coleman", "Drew", "Ellis", "Fischer", "Gibbs"),
)
FIRST_NAMES = (
    *(
        "Ana",
        "Beth",
        "Carl",
        "Dora",
        "Eric",
        "Faye",
        "Gus",
        "Hana",
        "Ivan",
        "June",
        "Kurt",
        "Lena",
        "Marc",
        "Nora",
    ),
    *("Omar", "Pia", "Ravi", "Sara", "Tom", "Uma", "Vera", "Walt", "Yuri", "Zoe"),
)
PRONOUNS = ({"she": "she", "her": "her"}, {"she": "he", "her": "him"})
TAKEN = re.compile(r"\{([ABC])(2?)\}|<(\w+?)(0)?(?::(\d|l))?>")


class Made(NamedTuple):
    """A sentence with the spans of its targets and what is said of each, as a number of `SIGNS`."""

    text: str
    spans: tuple[Span, ...]
    labels: tuple[int, ...]


def choices() -> dict[str, list[str]]:
    """The words of each list."""
    lists = (HERE / "sentiment-words.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return {name.strip("[]"): words for name, *words in map(str.splitlines, lists)}


def patterns() -> list[tuple[str, dict[str, int]]]:
    """Each pattern with what it says of its targets."""
    found = []
    for line in (HERE / "sentiment-patterns.txt").read_text(encoding="utf-8").splitlines():
        pattern, said = line.split(" | ")
        found.append((pattern, {part[0]: SIGNS[part[1]] for part in said.split()}))
    return found


def made(pattern: str, said: dict[str, int], words: dict[str, list[str]], draw: random.Random) -> Made:
    """A sentence of a pattern with words of these lists."""
    if draw.random() < 0.35:
        pattern = _longer(pattern, draw)
    names, words = _names(draw), words | {w: [p] for w, p in draw.choice(PRONOUNS).items()}
    text, spans, reached = "", {}, 0
    for slot in TAKEN.finditer(pattern):
        text += pattern[reached : slot.start()]
        reached = slot.end()
        if slot[1]:
            name = _shortened(names[slot[1]]) if slot[2] else names[slot[1]]
            if not slot[2] and slot[1] in said:
                spans[slot[1]] = (len(text), len(text) + len(name))
            text += name
        else:
            text += _word(slot, words, draw)
    text += pattern[reached:]
    if text[0].islower():
        text = text[0].upper() + text[1:]
    order = sorted(spans)
    return Made(text, tuple(spans[o] for o in order), tuple(said[o] for o in order))


def _longer(pattern: str, draw: random.Random) -> str:
    if draw.random() < 0.5 and pattern[0] == "{":
        return draw.choice(BEFORE) + pattern
    return pattern[:-1] + draw.choice(AFTER) + "." if pattern.endswith(".") else pattern


def _word(slot: re.Match[str], words: dict[str, list[str]], draw: random.Random) -> str:
    forms = draw.choice(words[slot[3]]).split("|")
    word = forms[int(slot[5]) - 1] if slot[5] and slot[5].isdigit() else forms[0]
    if slot[4]:
        word = word.removeprefix("a ").removeprefix("an ")
    return word.lower() if slot[5] == "l" else word


def _shortened(name: str) -> str:
    return name if name.endswith(BODIES) else name.split()[-1]


def _names(draw: random.Random) -> dict[str, str]:
    last = draw.sample(SURNAMES, 3)
    return {slot: _name(name.title(), draw) for slot, name in zip("ABC", last, strict=True)}


def _name(last: str, draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.5:
        return last
    if kind < 0.75:
        return f"{draw.choice(FIRST_NAMES).title()} {last}"
    return draw.choice(TITLES) + last if kind < 0.92 else f"{last} {draw.choice(BODIES)}"


def sentences(n: int, *, seed: int, held_out: bool = False) -> Iterator[Made]:
    """`n` sentences, each pattern as often as any other; each tenth pattern is only in those `held_out`."""
    draw, words = random.Random(seed), choices()
    chosen = [p for number, p in enumerate(patterns()) if (number % 10 == 9) == held_out]
    for number in range(n):
        yield made(*chosen[number % len(chosen)], words, draw)
