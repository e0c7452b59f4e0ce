"""What a coder marked in brat, read as the decisions of a review: each article of the folder is read, and done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis import tables
from analysis.export.brat import Marked, file_name, read_annotations, words_of
from analysis.review import reading
from analysis.review.agreement import ALIKE, overlap
from analysis.review.codings import Coding, key, spans_of
from analysis.review.reading import Problem, Reading
from analysis.review.samples import Sample
from analysis.review.sheet import row_of

ROLES = ("content", "cue", "source")
# Contents that share characters are found by the pieces of the text, each of so many characters, that they are in.
PIECE = 200

# What is marked of an attribution, and what else is said of it, by the columns of a sheet.
Told = tuple[Marked, Mapping[str, Any]]


def read(
    sample: Sample, folder: Path, *, coder: str, at: str, adjudicate: bool = False
) -> tuple[int, list[Problem]]:
    """Take the articles of a brat folder that the sample has as units; returns how many decisions are new, and
    problems.

    What is marked is taken as `marked` says. An article that the coder has decided on already is left as it is, since
    a folder does not say which of its articles were looked at. ValueError for passages, and a folder without
    annotations.
    """
    if sample.about["unit"] != "article":
        raise ValueError("brat folders are of whole articles; use a spreadsheet for passages")
    files = {path.stem: path for path in sorted(folder.glob("*.ann"))}
    if not files:
        raise ValueError(f"{folder}: no .ann files here; make them with: newsbook export STORE --format brat")
    taken = Reading(sample, coder=coder, at=at, adjudicate=adjudicate)
    units = {file_name(article): unit for unit, article in taken.known.article.items()}
    for name, path in files.items():
        unit = units.get(name)
        if unit is not None and unit not in taken.own:
            taken.take(path.name, 0, unit, lambda unit=unit, path=path: _article(taken, unit, path))  # type: ignore[misc]
    return taken.kept()


def _article(taken: Reading, unit: str, path: Path) -> None:
    found = read_annotations(path, taken.text(unit))
    marked(taken, unit, [(m, {"act": m.act} if m.act else {}) for m in found])
    taken.add(unit, "done")


def marked(taken: Reading, unit: str, told: Sequence[Told]) -> None:
    """Take what is marked of a unit, all of it, as decisions.

    What is marked as the coder has it is right; a content that shares half with one of theirs is that one with
    another boundary; what is not marked is wrong, what is marked besides was missed. What is not told of an
    attribution stays as it is. ValueError for what no decision can be.
    """
    text, rows = taken.text(unit), taken.state(unit).codings
    pairs, missed = _paired(text, rows, [t for t in told if t[0].content])
    for one, (m, _) in pairs:
        target = spans_of(one.coding)
        if one.wrong or one.decided_at is None:
            taken.add(unit, "accept", target)
        for role in ROLES:
            if words_of(text, getattr(m, role)) != words_of(text, getattr(one, role)):
                taken.add(unit, "span", target, role=role, spans=[list(s) for s in getattr(m, role)])
    kept = {one.coding for one, _ in pairs}
    for one in rows:
        if one.coding not in kept and not one.wrong:
            taken.add(unit, "reject", spans_of(one.coding))
    named = [(one.coding, about) for one, (_, about) in pairs]
    for m, about in missed:
        more = {role: [list(s) for s in getattr(m, role)] for role in ("cue", "source") if getattr(m, role)}
        taken.add(unit, "add", m.content, **more)
        named.append((key(m.content), about))
    now = {c.coding: c for c in taken.state(unit).codings}
    for name, about in named:
        shown = row_of(text, now[name])
        reading.fields(taken, unit, now[name], _cells(shown) | dict(about), shown)


def _cells(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of an attribution as they are read from a sheet that nobody changed."""
    return {name: tables.restored(cell) for name, cell in shown.items()}


def _paired(
    text: str, rows: Sequence[Coding], told: Sequence[Told]
) -> tuple[list[tuple[Coding, Told]], list[Told]]:
    """Each row with what is marked of it, and what is marked besides: the same words first, then those that share
    half; rows that are not wrong before those that are.
    """
    left = dict(enumerate(told))
    same: dict[tuple[Any, ...], list[int]] = {}
    for number in reversed(left):
        same.setdefault(tuple(words_of(text, told[number][0].content)), []).append(number)
    ordered = sorted(rows, key=lambda one: one.wrong)
    pairs: list[tuple[Coding, Told]] = []
    unlike: list[Coding] = []
    for one in ordered:
        if found := same.get(tuple(words_of(text, one.content))):
            pairs.append((one, left.pop(found.pop())))
        else:
            unlike.append(one)
    near: dict[int, list[int]] = {}
    for number, (m, _) in left.items():
        for piece in _pieces(m.content):
            near.setdefault(piece, []).append(number)
    for one in unlike:
        numbers = sorted({n for piece in _pieces(one.content) for n in near.get(piece, ()) if n in left})
        numbers = [n for n in numbers if _near(one.content, left[n][0].content)]
        shares = {n: overlap(one.content, left[n][0].content) for n in numbers}
        alike = [n for n, (both, either) in shares.items() if both >= ALIKE * either]
        if alike:
            pairs.append((one, left.pop(max(alike, key=lambda n: shares[n][0]))))
    return pairs, list(left.values())


def _near(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]) -> bool:
    """Whether two contents are so near in length that they can share half."""
    lengths = sorted(sum(end - start for start, end in spans) for spans in (first, second))
    return lengths[0] >= ALIKE * lengths[1]


def _pieces(content: Sequence[tuple[int, int]]) -> set[int]:
    return {piece for start, end in content for piece in range(start // PIECE, (end - 1) // PIECE + 1)}
