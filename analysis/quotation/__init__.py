"""Who said what: attributions of a content to a source by a cue, as offsets.

An attribution reports speech, writing, belief or intention ("she said …", "they fear …", "it plans to …").
Its content, cue and source may each have several pieces; the source may be missing, and so may the cue.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal

import pandas as pd

from analysis import tables as table_specifications
from analysis.corpus import escapes, glued
from analysis.segmentation import Document, Span

Kind = Literal["direct", "mixed", "indirect"]
# The module of each engine, imported when it is asked for; its `extract` takes documents as ours does.
ENGINES: Mapping[str, str] = {"tagger": "analysis.quotation.tagger", "rules": "analysis.quotation.rules"}
ROLES = ("source", "cue", "content")
_FROM = re.compile(r"[(\[][^()\[\]]{1,40}[)\]],?")  # "(D-Ohio)"


@dataclass(frozen=True)
class Attribution:
    """One content with its cue and source, each a tuple of spans in reading order.

    `parent` is the index, in the same list, of the attribution whose content holds this one. `confidence` is
    the estimated chance that content and source are right, `nan` when it is not estimated. `act` is one of
    `acts.ACTS`; engines leave it to `acts.act_of`.
    """

    kind: Kind
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    parent: int | None
    confidence: float
    engine: str
    act: str = "communication"


def extract(documents: Sequence[Document], *, engine: str = "tagger") -> list[list[Attribution]]:
    """The attributions of each document, in order of their first span.

    `engine` "tagger" is the learned one, "rules" the transparent and fast one. ValueError for another name. A text
    with character references ("&quot;We") is read as it was meant, and one with links run into its sentences without
    them; spans point into the text as it is.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine {engine!r}: expected one of {', '.join(ENGINES)}")
    plain = [Document(escapes.decoded(d.text)) if escapes.is_escaped(d.text) else d for d in documents]
    gaps = [glued.spans(d.text) for d in plain]
    read = [Document(glued.without(d.text, g)) if g else d for d, g in zip(plain, gaps, strict=True)]
    found: list[list[Attribution]] = import_module(ENGINES[engine]).extract(read)
    found = [
        [_around(d.text, a, g) for a in rows] if g else rows
        for d, rows, g in zip(plain, found, gaps, strict=True)
    ]
    return [
        rows if read_as is document else _moved_back(document, rows)
        for document, read_as, rows in zip(documents, plain, found, strict=True)
    ]


def _around(text: str, attribution: Attribution, gaps: Sequence[Span]) -> Attribution:
    """What was found in a text without its `gaps`, in the text as it is: a piece on each side of a gap.

    The source is without what only tells where it is from, behind a gap: "Sen. Ana Cruz … (D-Ohio)".
    """
    content, cue, source = (
        tuple(
            (s + len(text[s:e]) - len(text[s:e].lstrip()), s + len(text[s:e].rstrip()))
            for span in getattr(attribution, role)
            for s, e in glued.back(span, gaps, len(text))
            if text[s:e].strip()
        )
        for role in ("content", "cue", "source")
    )
    named = tuple(span for span in source[1:] if not _FROM.fullmatch(text, *span))
    return replace(attribution, content=content, cue=cue, source=(*source[:1], *named))


def _moved_back(document: Document, rows: Sequence[Attribution]) -> list[Attribution]:
    """What was found in a document's text read as it was meant, in the text as it is."""
    places = escapes.places(document.text)
    return [moved(a, places) for a in rows]


def moved(attribution: Attribution, places: Sequence[int]) -> Attribution:
    """The attribution with position `i` of its spans at `places[i]`."""
    content, cue, source = (
        tuple((places[s], places[e]) for s, e in getattr(attribution, role))
        for role in ("content", "cue", "source")
    )
    return replace(attribution, content=content, cue=cue, source=source)


def tables(
    articles: pd.DataFrame, documents: Sequence[Document], *, engine: str = "tagger"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `quotations` and `spans` of `articles`, whose segmentations are `documents`."""
    from analysis.quotation.acts import act_of

    found = [
        [replace(a, act=act_of(document, a)) for a in some]
        for document, some in zip(documents, extract(documents, engine=engine), strict=True)
    ]
    return tables_of(articles["article_id"], documents, found)


def tables_of(
    article_ids: Sequence[str] | pd.Series,
    documents: Sequence[Document],
    attributions: Sequence[Sequence[Attribution]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `quotations` and `spans` of attributions found already; `speaker_id` is missing."""
    quotations: list[tuple[Any, ...]] = []
    spans: list[tuple[Any, ...]] = []
    for article_id, document, found in zip(article_ids, documents, attributions, strict=True):
        for number, a in enumerate(found):
            content, cue, source = (
                joined(document.text, getattr(a, role)) for role in ("content", "cue", "source")
            )
            key = (article_id, number)
            quotations.append(
                (
                    *key,
                    a.parent,
                    a.kind,
                    a.act,
                    content or "",
                    cue,
                    source,
                    mention_form(source),
                    None,
                    a.confidence,
                    a.engine,
                )
            )
            spans += [(*key, role, start, end) for role in ROLES for start, end in getattr(a, role)]
    return table_specifications.build("quotations", quotations), table_specifications.build("spans", spans)


def from_tables(quotations: pd.DataFrame, spans: pd.DataFrame) -> dict[str, list[Attribution]]:
    """The attributions of each article id, as `tables` wrote them; the inverse of `tables_of`.

    An act that is missing, in rows that people or earlier versions made, is communication.
    """
    pieces: dict[tuple[str, int, str], list[Span]] = {}
    columns = table_specifications.values(spans, "article_id", "quotation", "role", "start", "end")
    for article_id, quotation, role, start, end in zip(*columns, strict=True):
        pieces.setdefault((article_id, quotation, role), []).append((start, end))
    found: dict[str, list[Attribution]] = {}
    rows = quotations.sort_values(["article_id", "quotation"])
    acts = table_specifications.values(rows, "act")[0] if "act" in rows else [None] * len(rows)
    told = table_specifications.values(rows, "article_id", "quotation", "parent", "kind", "engine")
    for article_id, number, parent, kind, engine, confidence, act in zip(
        *told, rows["confidence"].tolist(), acts, strict=True
    ):
        content, cue, source = (
            tuple(sorted(pieces.get((article_id, number, role), ()))) for role in ("content", "cue", "source")
        )
        found.setdefault(article_id, []).append(
            Attribution(
                kind,
                content,
                cue,
                source,
                None if parent is None else int(parent),
                confidence,
                engine,
                act or "communication",
            )
        )
    return found


def kind_of(document: Document, content: Sequence[Span]) -> Kind:
    """How much of `content` stands between quotation marks.

    "direct" for at least 90 % of its words, "indirect" for none, else "mixed". Only outermost quoted spans count.
    """
    words, inside = document.quoted_words
    of = all_quoted = 0
    for start, end in content:
        low, high = (bisect_left(document.tokens, (at, at)) for at in (start, end))
        of += words[high] - words[low]
        all_quoted += inside[high] - inside[low]
    if not all_quoted:
        return "indirect"
    return "direct" if all_quoted >= 0.9 * of else "mixed"


def joined(text: str, spans: Sequence[Span]) -> str | None:
    """The words of the spans, pieces joined by ' … '; None when there are none."""
    return " … ".join(text[start:end] for start, end in spans) if spans else None


_PRONOUN_WORDS = """
i you he she it we they one who this that these those him her them us me himself herself itself themselves
someone somebody anyone anybody everyone everybody many some others another both few several all none his
hers its their theirs my mine our ours your yours which
"""
_NO_NAMES = """
a an the mr mrs ms dr his her its their our my your some many most several two three four five six other one
no any each every another few all both such this that these those former current senior top local critics
experts officials analysts police authorities researchers scientists supporters opponents people republicans
democrats lawmakers prosecutors investigators witnesses sources voters residents lawyers q question answer
"""
_PRONOUNS = frozenset(_PRONOUN_WORDS.split())
_NOT_NAMES = frozenset(_NO_NAMES.split())
_WORD = re.compile(r"[^\W_][\w’'.-]*")


@lru_cache(maxsize=4096)
def mention_form(source: str | None) -> str:
    """How a source is referred to: "name" (holds a proper name), "nominal", "pronoun" or "none".

    A name needs a capitalised word that does not merely open the phrase as a common word would.
    """
    words = _WORD.findall(source or "")
    if not words:
        return "none"
    if len(words) == 1 and words[0].lower() in _PRONOUNS:
        return "pronoun"
    names = [
        w for w in words if w[0].isupper() and w.lower() not in _NOT_NAMES and w.lower() not in _PRONOUNS
    ]
    return "name" if names else "nominal"
