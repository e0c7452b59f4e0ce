"""brat's standoff files, which annotation tools open: quotations out, and back when people have corrected them.

An article is a `.txt` and an `.ann` file; see https://brat.nlplab.org/standoff.html. Its offsets are ours: characters
of the text as read. The act of a quotation is an attribute of its content.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis import segmentation
from analysis.quotation import ROLES, Attribution, from_tables, kind_of, tables_of
from analysis.quotation.acts import ACTS, COMMUNICATION
from analysis.quotation.arrangement import arranged

if TYPE_CHECKING:
    from analysis.segmentation import Span
    from analysis.store import Store

_RUN = re.compile(r"\S+")
_CONFIGURATION = f"""[entities]
Content
Cue
Source

[relations]
CueOf Arg1:Cue, Arg2:Content
SourceOf Arg1:Source, Arg2:Content

[events]

[attributes]
Act Arg:Content, Value:{"|".join(ACTS)}
"""


def write(store: Store, table: str, folder: Path) -> int:
    """Write each article as `<name>.txt` and its quotations as `<name>.ann`, whatever the table.

    Returns the number of articles. ValueError when the folder holds something.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty")
    (folder / "annotation.conf").write_text(_CONFIGURATION, encoding="utf-8")
    found = from_tables(store.quotations, store.spans)
    n = 0
    for part in store.batches("articles", ["article_id", "text"]):
        for article_id, text in zip(part["article_id"], part["text"], strict=True):
            name = file_name(article_id)
            (folder / f"{name}.txt").write_bytes(text.encode())
            annotations = "".join(_annotations(text, found.get(article_id, [])))
            (folder / f"{name}.ann").write_text(annotations, encoding="utf-8", newline="\n")
            n += 1
    return n


def file_name(article_id: str) -> str:
    """The article's id where it can be a file's name, else a hash of it."""
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}", article_id):
        return article_id
    return hashlib.sha256(article_id.encode()).hexdigest()[:16]


def _annotations(text: str, attributions: Sequence[Attribution]) -> Iterator[str]:
    entity = relation = attribute = 0
    for attribution in attributions:
        numbers: dict[str, int] = {}
        for role in reversed(ROLES):
            pieces = _lines(text, getattr(attribution, role))
            if not pieces:
                continue
            entity += 1
            numbers[role] = entity
            offsets = ";".join(f"{start} {end}" for start, end in pieces)
            words = " ".join(text[start:end] for start, end in pieces)
            yield f"T{entity}\t{role.capitalize()} {offsets}\t{words}\n"
            if role == "content":
                attribute += 1
                yield f"A{attribute}\tAct T{entity} {attribution.act}\n"
            elif "content" in numbers:
                relation += 1
                yield f"R{relation}\t{role.capitalize()}Of Arg1:T{entity} Arg2:T{numbers['content']}\n"


def _lines(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans cut at line ends, which brat's spans cannot hold."""
    return [
        (start + m.start(), start + m.end())
        for start, end in spans
        for m in re.finditer(r"[^\r\n\u2028\u2029]+", text[start:end])
        if text[start + m.start() : start + m.end()].strip()
    ]


def corrected(store: Store, folder: Path, *, by: str) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """The quotations and spans of the articles in a brat folder that differ from the store's, and their ids.

    A content without an act, as in folders that earlier versions wrote, has that of the store's row with the same
    content, or communication. ValueError for a folder without annotations, a text that was changed, and an annotation
    that makes no sense.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.ann"))}
    if not files:
        raise ValueError(f"{folder}: no .ann files here; make them with: newsbook export STORE --format brat")
    articles = store.table("articles", columns=["article_id", "text"])
    names = {file_name(a): (a, t) for a, t in zip(articles["article_id"], articles["text"], strict=True)}
    known = from_tables(store.quotations, store.spans)
    ids, documents, attributions = [], [], []
    for name, path in files.items():
        if name not in names:
            raise ValueError(f"{path}: the store has no such article")
        article_id, text = names[name]
        beside = path.with_suffix(".txt")
        if beside.is_file() and beside.read_bytes().decode("utf-8", "replace") != text:
            raise ValueError(
                f"{beside}: the text differs from the store's; only annotations can be corrected"
            )
        stored = [Marked(a.content, a.cue, a.source, a.act) for a in known.get(article_id, [])]
        read = _with_acts(text, _read(path, text), stored)
        if _compared(text, read) != _compared(text, stored):
            ids.append(article_id)
            documents.append(segmentation.segment(text))
            attributions.append(_attributions(documents[-1], read, by))
    quotations, spans = tables_of(ids, documents, attributions)
    return quotations, spans, ids


Pieces = tuple["Span", ...]


class Marked(NamedTuple):
    """What is marked of one quotation; `act` is empty where nobody said it."""

    content: Pieces
    cue: Pieces
    source: Pieces
    act: str


def _compared(text: str, attributions: Sequence[Marked]) -> list[tuple[list[list[Span]], str]]:
    """Words, cut at blanks, and act of each attribution: the same however brat or we cut and order its spans."""
    marked = (([words_of(text, spans) for spans in a[:3]], a.act) for a in attributions)
    return sorted(found for found in marked if found[0][0])


def words_of(text: str, spans: Sequence[Span]) -> list[Span]:
    """Runs without blanks of the characters that are in any of the spans, in order."""
    runs: list[Span] = []
    for start, end in sorted(spans):
        for match in _RUN.finditer(text, start, end):
            low, high = match.span()
            if runs and low <= runs[-1][1]:  # spans that touch or overlap
                low, high = runs[-1][0], max(high, runs.pop()[1])
            runs.append((low, high))
    return runs


def _with_acts(text: str, read: Sequence[Marked], stored: Sequence[Marked]) -> list[Marked]:
    """What was read, each with an act: its own, that of the stored row with the same content, or communication."""
    if all(r.act for r in read):
        return list(read)
    known = {tuple(words_of(text, a.content)): a.act for a in stored}
    acts = (r.act or known.get(tuple(words_of(text, r.content)), COMMUNICATION) for r in read)
    return [r._replace(act=act) for r, act in zip(read, acts, strict=True)]


def read_annotations(path: Path, text: str) -> list[Marked]:
    """Content, cue, source and act of each attribution of an `.ann` file; ValueError, with the line, for what is
    none.
    """
    return _read(path, text)


def _read(path: Path, text: str) -> list[Marked]:
    """Content, cue, source and act of each attribution of an `.ann` file."""
    entities: dict[str, tuple[str, tuple[Span, ...]]] = {}
    relations: list[tuple[str, str]] = []
    acts: dict[str, str] = {}
    # Not `splitlines`: the words of a span may hold what that takes for the end of a line.
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        entity = re.match(r"(T\d+)\t(Content|Cue|Source) ([\d ;]+)\t", line)
        relation = re.match(r"R\d+\t(?:Cue|Source)Of Arg1:(T\d+) Arg2:(T\d+)\s*$", line)
        act = re.match(r"A\d+\tAct (T\d+) (\w+)\s*$", line)
        if entity:
            entities[entity[1]] = (entity[2].lower(), _spans(entity[3], text, f"{path}:{number}"))
        elif relation:
            relations.append((relation[1], relation[2]))
        elif act and act[2] in ACTS:
            acts[act[1]] = act[2]
        elif line[:1] in ("T", "R", "E") or re.match(r"A\d+\tAct\b", line):
            raise ValueError(
                f"{path}:{number}: {line[:60]!r} is no source, cue, content, relation or act of them"
            )
    found: dict[str, dict[str, Pieces]] = {
        key: {"content": spans} for key, (role, spans) in entities.items() if role == "content"
    }
    for part, content in relations:
        if part not in entities or content not in found:
            raise ValueError(
                f"{path}: a relation between {part} and {content}, which are not a part and a content"
            )
        role, spans = entities[part]
        found[content][role] = tuple(sorted({*found[content].get(role, ()), *spans}))
    for content in acts.keys() - found.keys():
        raise ValueError(f"{path}: an act of {content}, which is no content")
    return [
        Marked(a["content"], a.get("cue", ()), a.get("source", ()), acts.get(k, "")) for k, a in found.items()
    ]


def _spans(offsets: str, text: str, where: str) -> tuple[Span, ...]:
    """Offsets as spans; pieces with nothing but white space between them are one."""
    spans: list[Span] = []
    for piece in offsets.split(";"):
        try:
            start, end = map(int, piece.split())
        except ValueError:
            start = end = -1
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{where}: {piece!r} is no span of the text")
        if spans and not text[spans[-1][1] : start].strip():
            start = spans.pop()[0]
        spans.append((start, end))
    return tuple(spans)


def _attributions(document: segmentation.Document, marked: Sequence[Marked], by: str) -> list[Attribution]:
    """Corrected quotations as attributions: kind and nesting follow from where they are."""
    return arranged(
        [
            Attribution(kind_of(document, m.content), *m[:3], None, math.nan, f"person: {by}", m.act)
            for m in marked
        ]
    )
