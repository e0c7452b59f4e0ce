"""What a coder marked in brat, read as the decisions of a review: each article of the folder is read, and done."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.export.brat import Marked, file_name, read_annotations, words_of
from analysis.review import events as decided
from analysis.review.agreement import ALIKE, overlap
from analysis.review.codings import Coding, Frozen, frozen
from analysis.review.events import Event
from analysis.review.samples import Sample
from analysis.review.sheet_reading import Problem


def read(
    sample: Sample, folder: Path, *, coder: str, at: str, adjudicate: bool = False
) -> tuple[int, list[Problem]]:
    """Take the articles of a brat folder that the sample has as units; returns how many decisions are new, and
    problems.

    What is marked as the machine has it is right; a content that shares half with one of the machine's is that one
    with another boundary; what is not marked is wrong, what is marked besides was missed. An article that the coder
    has decided on already is left as it is. ValueError for passages, and a folder without annotations.
    """
    if sample.about["unit"] != "article":
        raise ValueError("brat folders are of whole articles; use a spreadsheet for passages")
    files = {path.stem: path for path in sorted(folder.glob("*.ann"))}
    if not files:
        raise ValueError(f"{folder}: no .ann files here; make them with: newsbook export STORE --format brat")
    known, book = frozen(sample), sample.codebook_digest()
    names = {file_name(known.article[u]): u for u in known.rows}
    taken = {e["unit"] for e in decided.live(decided.read(sample, coder))}
    made: list[Event] = []
    problems: list[Problem] = []
    for name, path in files.items():
        unit = names.get(name)
        if unit is None or unit in taken:
            continue
        try:
            marked = read_annotations(path, known.texts[known.article[unit]])
            steps = _steps(known, unit, marked)
        except ValueError as error:
            problems.append(Problem(path.name, 0, str(error)))
            continue
        for number, (action, target, after) in enumerate([*steps, ("done", (), {})]):
            told = (coder, unit, number, action, target, sorted(after.items(), key=str))
            made.append(
                decided.event(
                    sample,
                    unit,
                    action,
                    coder=coder,
                    at=at,
                    target=target,
                    after=after,
                    role="adjudicator" if adjudicate else "coder",
                    id=hashlib.sha256(repr(told).encode()).hexdigest()[:32],
                    codebook=book,
                )
            )
    return decided.append(sample, made, coder=coder), problems


Step = tuple[str, Sequence[tuple[int, int]], dict[str, Any]]


def _steps(known: Frozen, unit: str, marked: Sequence[Marked]) -> list[Step]:
    """The decisions that make of the machine's rows what is marked."""
    text, rows = known.texts[known.article[unit]], list(known.rows[unit])
    left = [m for m in marked if m.content]
    pairs: list[tuple[Coding, Marked]] = []
    for exact in (True, False):
        for one in [r for r in rows if not any(r is p for p, _ in pairs)]:
            fits = [m for m in left if _fits(text, one, m, exact)]
            if fits:
                best = max(fits, key=lambda m: overlap(one.content, m.content)[0])
                left.remove(best)
                pairs.append((one, best))
    steps: list[Step] = []
    for one, m in pairs:
        steps.append(("accept", one.content, {}))
        for role in ("content", "cue", "source"):
            if words_of(text, getattr(m, role)) != words_of(text, getattr(one, role)):
                spans = [list(s) for s in getattr(m, role)]
                steps.append(("span", one.content, {"role": role, "spans": spans}))
        if m.act and m.act != one.act:
            steps.append(("act", one.content, {"value": m.act}))
    steps += [("reject", r.content, {}) for r in rows if not any(r is p for p, _ in pairs)]
    for m in left:
        more = {role: [list(s) for s in getattr(m, role)] for role in ("cue", "source") if getattr(m, role)}
        steps.append(("add", m.content, more | ({"act": m.act} if m.act else {})))
    return steps


def _fits(text: str, one: Coding, m: Marked, exact: bool) -> bool:
    if exact:
        return words_of(text, one.content) == words_of(text, m.content)
    both, either = overlap(one.content, m.content)
    return both >= ALIKE * either
