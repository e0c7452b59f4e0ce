"""Each statement in one group: what says several things is parted, and each of its parts is in one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analysis.comparison import forms

LEAST = 3  # words that carry more than grammar, which a part needs to say anything
FINE = 1  # the same where a statement has to be cut finely, because more groups than it has clauses say some of it
# Where one thing said ends and the next may begin: sentences, and clauses behind a semicolon, colon, dash or ", and".
_CLAUSES = (
    r"[.!?…]['’”\"]{0,2}\s{1,3}|[;:]\s{1,3}|\s?[—–]\s?|,\s{1,3}(?=(?:and|but|because|so|while|although|which)\s)"
    r"|\s{1,3}(?=(?:and|but) (?:that|he|she|they|it|we|you|I)\s)"
)
_PHRASES = (
    "and but or that which who because if when as to for with after before by in on from".split()  # noqa: SIM905
)
_CUT = re.compile(_CLAUSES)
_CUT_FINELY = re.compile(rf"{_CLAUSES}|,\s{{1,3}}|\s(?=(?:{'|'.join(_PHRASES)})\s)")


class Part(NamedTuple):
    """Some of a statement, by number: characters `start` to `end` of its content."""

    item: int
    start: int
    end: int


def parted(
    groups: Sequence[Sequence[int]],
    contents: Sequence[str],
    scores: Mapping[tuple[int, int], float],
    owner: Sequence[int],
) -> list[list[Part]]:
    """The `groups` of statements, each statement whole in one group or with different parts of it in several.

    `contents` are what is said, by the numbers in `groups`; `scores`, of pairs with the smaller number first, say how
    sure two are one. A statement that several groups want goes in pieces, cut at sentences and clauses, or at phrases
    where these are too few: to each group what its other members say most of. What cannot be cut, or says one thing
    only, stays with the group that it is surest of. Groups of fewer than two owners are left out.
    """
    wanted: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        for item in group:
            wanted.setdefault(item, []).append(number)
    kept: list[list[Part]] = [[] for _ in groups]
    for item, numbers in sorted(wanted.items()):
        whole = Part(item, 0, len(contents[item]))
        if len(numbers) == 1:
            kept[numbers[0]].append(whole)
            continue
        others = {n: [m for m in groups[n] if m != item] for n in numbers}
        for number, part in _shared_out(whole, contents, others, scores):
            kept[number].append(part)
    alive = [group for group in kept if len({owner[part.item] for part in group}) > 1]
    return sorted(alive, key=lambda group: [part.item for part in group])


def _shared_out(
    whole: Part,
    contents: Sequence[str],
    others: Mapping[int, Sequence[int]],
    scores: Mapping[tuple[int, int], float],
) -> list[tuple[int, Part]]:
    """The groups that a statement goes to, and the part of it that each gets; `others` are their other members.

    Each group gets the piece that its members say most of, the best match first; the rest goes to the neighbours.
    """
    item, text = whole.item, contents[whole.item]
    surest = {
        number: max(scores.get((min(item, m), max(item, m)), 0.0) for m in members)
        for number, members in others.items()
    }
    order = sorted(surest, key=lambda number: (-surest[number], number))
    spans = pieces(text)
    spans = spans if len(spans) >= len(order) else pieces(text, finely=True)
    stems = {number: [_stems(contents[m]) for m in members] for number, members in others.items()}
    owned = [_stems(text[start:end]) for start, end in spans]
    said = [
        (-max(_share(own, stem) for stem in stems[number]), rank, at)
        for rank, number in enumerate(order)
        for at, own in enumerate(owned)
    ]
    taken: dict[int, int] = {}  # by piece, the group
    for share, rank, at in sorted(said):
        if share < 0 and at not in taken and order[rank] not in taken.values():
            taken[at] = order[rank]
    if len(taken) < 2:
        return [(order[0], whole)]
    nearest = [min(taken, key=lambda other, at=at: (abs(other - at), other)) for at in range(len(spans))]  # type: ignore[misc]
    return [
        (
            taken[first],
            Part(
                item,
                spans[nearest.index(first)][0],
                spans[len(nearest) - 1 - nearest[::-1].index(first)][1],
            ),
        )
        for first in sorted(taken)
    ]


def pieces(text: str, *, finely: bool = False) -> list[tuple[int, int]]:
    """The sentences and clauses of `text`, or its phrases, as offsets; one that says nothing of its own is joined."""
    cut, least = (_CUT_FINELY, FINE) if finely else (_CUT, LEAST)
    found: list[tuple[int, int]] = []
    start = 0
    for end in [*(gap.end() for gap in cut.finditer(text)), len(text)]:
        if len(_stems(text[start:end])) >= least:
            found.append((start, end))
            start = end
    if start < len(text):
        found = [*found[:-1], (found[-1][0], len(text))] if found else [(0, len(text))]
    return [(a, a + len(text[a:b].rstrip())) for a, b in found]


def _stems(text: str) -> frozenset[str]:
    return frozenset(forms.content_stems(text))


def _share(own: frozenset[str], other: frozenset[str]) -> float:
    """How much of the rarity of `own` is in `other`, 0 to 1."""
    total = sum(forms.rarity(stem) for stem in sorted(own))
    return sum(forms.rarity(stem) for stem in sorted(own & other)) / total if total else 0.0
