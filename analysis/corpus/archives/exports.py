"""What a file of an archive holds: articles, documents that are none, and where it says otherwise of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from analysis.corpus.archives import labels

# Counts of words differ between programs: by hyphens, dashes and headlines.
_SHARE, _WORDS = 0.2, 10
_WRAP = (50, 110)  # characters of the longest line of a text that was wrapped
_SHORT = 20  # by how many characters a wrapped line may fall short of the longest
_BROKEN = (
    0.4  # share of the lines of a wrapped text, but the last of its paragraphs, that end within a sentence
)
_SENTENCE_ENDS = '.!?:;…"”’»)'
_BY = re.compile(r"\Aby\s{1,3}", re.IGNORECASE)
_LENGTH = re.compile(rf"[\d.,\u00a0 ]{{1,12}}(?:{labels.WORDS})", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d{1,7})(?!\d)")


class Found(NamedTuple):
    """One document of an export: an article by our columns, or why it is none (`reason`, `detail`)."""

    values: dict[str, Any]
    reason: str = ""
    detail: str = ""


class Difference(NamedTuple):
    """Where a file says otherwise of itself than what was read: its kind, how often, and an example."""

    kind: str
    n: int
    example: str


class Export(NamedTuple):
    """The archive, its documents in order, and where the file says otherwise of itself."""

    archive: str
    documents: list[Found]
    differences: list[Difference]


def article(text: str, **values: Any) -> Found:
    """An article; what says nothing is left out, as is the `By` of a byline."""
    if author := values.get("author"):
        values["author"] = _BY.sub("", author)
    return Found({"text": text} | {name: value for name, value in values.items() if value})


def export(archive: str, documents: Iterable[Found], *, announced: int | None = None) -> Export:
    """What was read, checked against what the file says: `announced` documents, and the words of each article."""
    found = [_checked(document) for document in documents]
    differences = []
    if announced is not None and announced != len(found):
        example = f"the file says {announced} documents, {len(found)} were found"
        differences.append(Difference("number of articles", abs(announced - len(found)), example))
    counts = [(f.values.get("title"), f.values.get("words"), f.values["text"]) for f in found if not f.reason]
    differ = [
        f"{title or text[:40]!r}: the file says {words} words, {len(text.split())} were read"
        for title, words, text in counts
        if words and abs(int(words) - len(text.split())) > max(_WORDS, _SHARE * int(words))
    ]
    if differ:
        differences.append(Difference("number of words", len(differ), differ[0]))
    return Export(archive, found, differences)


def _checked(document: Found) -> Found:
    """`document`, or a reject when its text still holds what stands round an article: then it is several, or none."""
    if document.reason:
        return document
    text: str = document.values["text"]
    lines = text.split("\n")
    for line in lines:
        if line and is_margin(line):
            return Found({}, "bad row", f"not understood: {line[:60]!r} stands in what should be its text")
    return document


def is_length(line: str) -> bool:
    """Whether a line says how long an article is: `Length: 45 words`."""
    label, value = labels.split(line)
    return labels.HEAD.get(label) == "words" and _LENGTH.fullmatch(value.strip()) is not None


def is_margin(line: str) -> bool:
    """Whether a line stands round articles, never in one: `End of Document`, `Load-Date: …`, `Length: 45 words`."""
    return labels.alone(line, labels.ENDS) or labels.split(line)[0] in labels.LOADED or is_length(line)


def count(written: str) -> str | None:
    """The number that a length such as `1,234 words` gives, as digits; None when it gives none."""
    found = _COUNT.search(written[:60])
    return re.sub(r"\D", "", found[1]) if found else None


def paragraphs(lines: Sequence[str]) -> str:
    """The text of `lines`, a blank line between paragraphs.

    A line is a paragraph, unless the lines were wrapped: as long as a page is wide, and ending within sentences. Then
    they are joined, up to a blank line, or a short line that ends a sentence.
    """
    groups: list[list[str]] = [[]]
    for line in lines:
        plain = line.replace("\u00a0", " ").strip()
        if plain:
            groups[-1].append(plain)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    width = max((len(line) for group in groups for line in group), default=0)
    above = [line for group in groups for line in group[:-1]]
    broken = sum(line[-1] not in _SENTENCE_ENDS for line in above)
    wrapped = bool(above) and _WRAP[0] <= width <= _WRAP[1] and broken >= _BROKEN * len(above)
    found = [part for group in groups for part in (_joined(group, width) if wrapped else group)]
    return "\n\n".join(found)


def _joined(group: list[str], width: int) -> list[str]:
    found: list[list[str]] = [[]]
    for line in group:
        found[-1].append(line)
        if len(line) < width - _SHORT and line[-1] in _SENTENCE_ENDS:
            found.append([])
    return [" ".join(part) for part in found if part]
