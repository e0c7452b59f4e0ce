"""LexisNexis before Nexis Uni: text and HTML, documents that begin with `1 of 10 DOCUMENTS`.

Outlet, date, title, labels in capitals (`BYLINE:`, `SECTION:`, `LENGTH:`), the text, labels again (`LOAD-DATE:`),
copyright; or, older still, copyright, outlet and date first, and `HEADLINE:` and `BODY:` among the labels. Learned
from LexisNexisTools (Gruber), tm.plugin.lexisnexis (Bouchet-Valat), AmCAT and INCA.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.corpus.archives import days, exports, labels
from analysis.corpus.archives.exports import Export, Found

NAME = "LexisNexis"
_DOCUMENT = r"(?:documents?|dokumente?|documentos?|documenten|documenti)"
_DIVIDER = re.compile(
    rf"[\s\u00a0]{{0,99}}(?:FOCUS\s-\s)?(?:(\d{{1,5}})\s(?:of|von|de|van|di)\s(\d{{1,5}})\s{_DOCUMENT}"
    rf"|{_DOCUMENT}\s(\d{{1,5}})\s(?:of|von|de|van|di)\s(\d{{1,5}}))\s{{0,99}}",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"\s{0,99}(?:copyright\b|©|\(c\)|all rights reserved|alle rechte vorbehalten|tous droits)", re.I
)
_ERROR = re.compile(r"(?:we are )?sorry,? but there is an error in this document", re.IGNORECASE)


def divider(line: str) -> tuple[int, int] | None:
    """(number, of how many) of a line that begins a document, or None."""
    found = _DIVIDER.fullmatch(line) if len(line) < 260 else None
    return (int(found[1] or found[3]), int(found[2] or found[4])) if found else None


def read(lines: Sequence[str]) -> Export | None:
    """The documents among `lines`; None when they are no export of LexisNexis."""
    starts = [(n, number) for n, line in enumerate(lines) if (number := divider(line))]
    if starts:
        ends = [n for n, _ in starts[1:]] + [len(lines)]
        chunks = [list(lines[n + 1 : end]) for (n, _), end in zip(starts, ends, strict=True)]
        announced = _announced([number for _, number in starts])
    elif _labelled(lines) >= 2:
        chunks, announced = [list(lines)], None
    else:
        return None
    found = [_document(chunk) for chunk in chunks]
    if all(document.reason for document in found):
        return None
    return exports.export(NAME, found, announced=announced)


def _announced(numbers: Sequence[tuple[int, int]]) -> int | None:
    """How many documents a file should hold that has those of these numbers: a part of a search counts as it is."""
    first, last = numbers[0][0], max(number for number, _ in numbers)
    total = {of for _, of in numbers}
    if len(total) > 1:  # several exports in one file
        return None
    return numbers[0][1] if first == 1 else last - first + 1


def _labelled(lines: Sequence[str]) -> int:
    """How many different labels in capitals stand at the start of lines, one of them the length or the load date."""
    found = {label for line in lines[:400] if (label := _capitals(line))}
    known = {label for label in found if label in labels.HEAD or label in labels.FOOT}
    told = any(labels.HEAD.get(label) == "words" or label in labels.LOADED for label in known)
    return len(known) if told else 0


def _capitals(line: str) -> str:
    label, _ = labels.split(line)
    return label if label and line.partition(":")[0].strip().isupper() else ""


def _blocks(chunk: Sequence[str]) -> list[list[str]]:
    """The lines between blank lines; a label in capitals, and an indented line, begin a block too."""
    found: list[list[str]] = [[]]
    before = True
    for line in chunk:
        indented = line.startswith(("  ", "\t"))
        plain = line.replace("\u00a0", " ").strip()
        label = _capitals(plain)
        known = label in labels.HEAD or label in labels.FOOT or label in labels.BODIES
        if (not plain or known or (indented and not before)) and found[-1]:
            found.append([])
        if plain:
            found[-1].append(plain)
        before = indented
    return [block for block in found if block]


def _document(chunk: Sequence[str]) -> Found:
    blocks = _blocks(chunk)
    if any(_ERROR.search(line[:200]) for block in blocks[:4] for line in block[:2]):
        return Found({}, "empty", "the archive could not show this document")
    at = [_capitals(block[0]) for block in blocks]
    if sum(labels.HEAD.get(label) == "words" for label in at) > 1:
        return Found({}, "bad row", "not understood: several documents, and nothing between them")
    first = next((n for n, label in enumerate(at) if label in labels.HEAD), None)
    foot = _foot(blocks, at, first)
    values: dict[str, str | None] = {}
    title: list[str] = []
    if first is None:  # a document without labels above its text
        top, body = blocks[:3], blocks[3:foot]
    else:
        top, body = blocks[:first], _taken(blocks[first:foot], at[first:foot], values)
    outlet, published, title = _top(top, values)
    if not body and first is not None and len(top) > 3 and title:
        return Found({}, "bad row", "no text found in this document")
    text = exports.paragraphs([line for block in body for line in [*block, ""]])
    return exports.article(
        text,
        outlet=outlet,
        published=published,
        title=values.get("title") or " ".join(title),
        author=values.get("author"),
        section=values.get("section"),
        words=exports.count(values.get("words") or ""),
    )


def _taken(blocks: list[list[str]], at: list[str], values: dict[str, str | None]) -> list[list[str]]:
    """The blocks below the labels of the head, whose values go to `values`."""
    for n, (block, label) in enumerate(zip(blocks, at, strict=True)):
        if label in labels.BODIES:
            rest = [labels.split(block[0])[1], *block[1:]]
            return [[line for line in rest if line], *blocks[n + 1 :]]
        if label not in labels.HEAD:
            # Unlabelled lines between labels are the headline, where the length comes below it.
            later = next(
                (k for k in range(n + 1, min(n + 3, len(at))) if labels.HEAD.get(at[k]) == "words"), None
            )
            if later is None or "words" in values:
                return blocks[n:]
            values.setdefault("title", " ".join(block))
            continue
        values.setdefault(
            labels.HEAD[label], " ".join([labels.split(block[0])[1], *block[1:]]).strip() or None
        )
    return []


def _foot(blocks: list[list[str]], at: list[str], first: int | None) -> int:
    """The number of the block below the text: the first with a label of the foot, or the copyright at the end."""
    start = 0 if first is None else first
    end = next((n for n in range(start, len(blocks)) if at[n] in labels.FOOT), len(blocks))
    while end > start + 1 and _COPYRIGHT.match(blocks[end - 1][0]):
        end -= 1
    return end


def _top(top: list[list[str]], values: dict[str, str | None]) -> tuple[str | None, str | None, list[str]]:
    """(outlet, date, title) of the blocks above the labels."""
    lines = [line for block in top for line in block if not _COPYRIGHT.match(line)]
    blocks = [[line for line in block if not _COPYRIGHT.match(line)] for block in top]
    blocks = [block for block in blocks if block]
    dated = next((n for n, block in enumerate(blocks) if n > 0 and days.find(block[0])), None)
    if dated is None and blocks:  # outlet and date in one block
        inside = next((k for k, line in enumerate(blocks[0]) if k > 0 and days.find(line)), None)
        if inside is not None:
            rest = [line for block in blocks[1:] for line in block] or blocks[0][inside + 1 :]
            return blocks[0][inside - 1], days.stated(blocks[0][inside]), rest
    if dated is None:
        return (lines[0] if lines else None), None, [line for block in blocks[1:] for line in block]
    title = [line for block in blocks[dated + 1 :] for line in block] or blocks[dated][1:]
    return " ".join(blocks[dated - 1]), days.stated(blocks[dated][0]), title
