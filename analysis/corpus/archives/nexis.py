"""Nexis Uni (Lexis Advance): Word documents, rich text, and what was saved as text from them.

A cover (`Documents (3)`, a numbered list), then documents that end with `End of Document`: title, outlet, date,
copyright, labels (`Section:`, `Length:`, `Byline:`), the heading `Body`, the text, `Classification`, `Load-Date:`.
The layout was learned from LexisNexisTools (Gruber), nexis-uni-parser and nexis-analysis.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.corpus.archives import days, exports, labels
from analysis.corpus.archives.exports import Export, Found

NAME = "Nexis Uni"
_ANNOUNCED = re.compile(
    r"\s{0,9}(?:Documents?|Dokumente?|Documentos?|Documenten|Documenti)\s{0,3}\((\d{1,5})\)\s{0,9}"
)
_LISTED = re.compile(r"\s{0,9}(\d{1,4})\.\s{1,9}(\S.{0,400})")
_COPYRIGHT = re.compile(r"\s{0,9}(?:copyright|©|\(c\)|all rights reserved)", re.IGNORECASE)
_SEGMENT = 12  # lines that a caption or a note below the text has at most
_NEAR = 3  # lines below a heading in which its first label stands


def read(lines: Sequence[str]) -> Export | None:
    """The documents among `lines`; None when they are no export of Nexis Uni."""
    announced = next((int(m[1]) for line in lines[:400] if (m := _ANNOUNCED.fullmatch(line))), None)
    chunks = _chunks(lines)
    found = [document for chunk in chunks if (document := _document(chunk))]
    if not found or all(document.reason for document in found):
        return None
    return exports.export(NAME, found, announced=announced)


def listed_titles(lines: Sequence[str]) -> int:
    """How many titles of a numbered list at the top of a file stand below it again, each in a line of its own."""
    found = {m[2].strip(): n for n, line in enumerate(lines[:2000]) if (m := _LISTED.fullmatch(line))}
    below = {line.strip() for line in lines[min(found.values(), default=0) :]}
    return sum(title in below for title in found)


def listed(lines: Sequence[str]) -> int | None:
    """How many documents a cover without documents lists, or None when there is no such cover."""
    covers = sum(labels.split(line)[0] in labels.COVER for line in lines[:200])
    announced = next((int(m[1]) for line in lines[:400] if (m := _ANNOUNCED.fullmatch(line))), None)
    return announced if covers >= 2 else None


def _chunks(lines: Sequence[str]) -> list[list[str]]:
    """The lines of each document. Where nothing ends a document, the line `Load-Date:` does."""
    ends = [n for n, line in enumerate(lines) if labels.alone(line, labels.ENDS)]
    if not ends:
        ends = [n for n, line in enumerate(lines) if labels.split(line)[0] in labels.LOADED]
        ends = [n + 1 for n in ends]
    starts = [0, *[n + 1 for n in ends]]
    chunks = [list(lines[start:end]) for start, end in zip(starts, [*ends, len(lines)], strict=True)]
    return [chunk for chunk in chunks if any(line.strip() for line in chunk)]


def _document(chunk: list[str]) -> Found | None:
    chunk = [line.replace("\u00a0", " ").rstrip() for line in chunk]
    start = _body(chunk)
    if sum(exports.is_length(line) for line in chunk) > 1:
        return Found({}, "bad row", "not understood: several documents, and nothing between them")
    if start is None:
        labelled = any(labels.split(line)[0] in labels.LOADED | labels.HEAD.keys() for line in chunk)
        return Found({}, "bad row", "no text found in this document") if labelled else None
    head = _without_cover(chunk[: start[0]])
    body = chunk[start[1] :]
    values = _head(head)
    if values is None:
        return Found({}, "bad row", "no title, outlet and date found above the text")
    return exports.article(exports.paragraphs(body[: _foot(body)]), **values)


def _body(chunk: Sequence[str]) -> tuple[int, int] | None:
    """(end of the head, start of the text): at the heading `Body`, or below the last label of the head."""
    labelled = None
    for n, line in enumerate(chunk):
        if labels.alone(line, labels.BODIES) and line.strip()[:1].isupper():
            return n, n + 1
        label, value = labels.split(line)
        if (labels.HEAD.get(label) == "words" and exports.count(value)) or (
            labelled is not None and label in labels.HEAD and n <= labelled + _NEAR
        ):
            labelled = n
    return None if labelled is None else (labelled + 1, labelled + 1)


def _without_cover(head: list[str]) -> list[str]:
    """The head of a document without the cover that stands above the first."""
    ends = [n for n, line in enumerate(head) if labels.split(line)[0] in labels.COVER]
    if not ends:
        return head
    last = ends[-1]
    titles = {m[2].strip() for line in head[:last] if (m := _LISTED.fullmatch(line))}
    named = [n for n in range(last + 1, len(head)) if head[n].strip() in titles]
    if named:
        return head[named[0] :]
    dated = next((n for n in range(last + 2, len(head)) if _is_date(head[n])), len(head))
    above = [n for n in range(last + 1, dated) if head[n].strip()][:-1]
    # The title stands above the outlet, the rest of the cover above blank lines.
    while len(above) > 1 and above[-2] == above[-1] - 1:
        above.pop()
    return head[above[-1] :] if above else head[last + 1 :]


def _is_date(line: str) -> bool:
    found = days.find(line.strip())
    if found is None:
        return False
    before = line.strip()[: found[1]].strip(" ,")
    return not before or (len(before.split()) == 1 and before.isalpha())


def _head(head: Sequence[str]) -> dict[str, str | None] | None:
    """What stands above the text: title, outlet and date, then copyright and labels. None when that is not found."""
    given = [line.strip() for line in head if line.strip()]
    values: dict[str, str | None] = {}
    for line in given[1:]:
        label, value = labels.split(line)
        if label in labels.HEAD and value:
            values.setdefault(labels.HEAD[label], value)
    ends = next((n for n, line in enumerate(given) if n > 1 and _is_below_the_date(line)), len(given))
    dated = next((n for n, line in enumerate(given[:ends]) if n > 0 and _is_date(line)), None)
    outlet = min(dated - 1 if dated else 1, len(given) - 1)
    if len(given) < 2 or (dated is None and ends < 2):
        return None
    return {
        "outlet": given[outlet],
        "published": days.stated(given[dated]) if dated else _undated(given[2:ends]),
        "title": " ".join(given[:outlet]) or values.get("title"),
        "author": values.get("author"),
        "section": values.get("section"),
        "words": exports.count(values.get("words") or ""),
    }


def _undated(lines: Sequence[str]) -> str | None:
    """What stands where the day should, so that it is told: `Spring 2020`."""
    return next((line for line in lines if re.search(r"(?<!\d)[12]\d{3}(?!\d)", line[:100])), None)


def _is_below_the_date(line: str) -> bool:
    return bool(_COPYRIGHT.match(line)) or labels.split(line)[0] in labels.HEAD


def _foot(body: Sequence[str]) -> int:
    """Where the text ends: at the classification, or the load date, and what stands right above them."""
    end = len(body)
    for n, line in enumerate(body):
        near = [line for line in body[n + 1 : n + 8] if line.strip()][:_NEAR]
        if labels.alone(line, labels.CLASSIFICATIONS) and any(
            labels.split(below)[0] in labels.FOOT for below in near
        ):
            end = n
            break
        if labels.split(line)[0] in labels.LOADED:
            end = n
            break
    below = 0
    for n in range(end - 1, -1, -1):
        below += bool(body[n].strip())
        if below > _SEGMENT:
            break
        if labels.alone(body[n], labels.SEGMENTS) and not "".join(body[n + 1 : n + 2]).strip():
            end, below = n, 0
    return end
