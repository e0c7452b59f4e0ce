"""Sentiment of articles, sentences and quotations by lexicon, and towards named people and organisations.

Every score has a voice: the outlet's own words or those of somebody it quotes. An article full of angry
quotations is not an angry article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import pandas as pd

from analysis import tables
from analysis.segmentation import Document, Span
from analysis.sentiment import lexicon, voice
from analysis.sentiment.lexicon import Scores

if TYPE_CHECKING:
    from analysis.sentiment import target

Model = Literal["lexicon", "target"]
MODELS: tuple[str, ...] = get_args(Model)
Row = tuple[Any, ...]


def score(
    articles: pd.DataFrame,
    documents: Sequence[Document],
    quotations: pd.DataFrame,
    spans: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    model: Model = "target",
    limit: int = 8,
) -> pd.DataFrame:
    """The table `sentiment` of `articles`, whose segmentations are `documents`.

    Each lexicon gives a row for every sentence and quotation, and one for an article's outlet words, quoted
    words and all words (voice "mixed"). An article's or quotation's scores are means over its sentences,
    weighted by words: VADER is made for sentences and says ±1 of whole articles. With `model` "target" rows
    of unit "target" are added: probabilities of the sentiment towards people and organisations, at most
    `limit` mentions an article. `quotations` is not needed beyond its spans. ValueError for another model.
    """
    if model not in MODELS:
        raise ValueError(f"model {model!r}: expected one of {', '.join(MODELS)}")
    pieces = voice.pieces(spans)
    works = [
        _work(article_id, document, pieces.get(article_id, ()))
        for article_id, document in zip(articles["article_id"], documents, strict=True)
    ]
    rows = [row for work in works for name in lexicon.LEXICONS for row in _lexicon_rows(work, name)]
    if model == "target":
        rows += _target_rows(works, mentions, limit)
    return tables.build("sentiment", rows)


class _Work(NamedTuple):
    """An article to be scored: whose each character and sentence is, and how far each quotation reaches."""

    article_id: str
    document: Document
    normalised: str
    owner: Sequence[int]
    shares: Sequence[voice.Share]
    reach: dict[int, Span]


def _work(article_id: str, document: Document, pieces: Sequence[voice.Piece]) -> _Work:
    owner = voice.owners(len(document.text), pieces)
    return _Work(
        article_id,
        document,
        lexicon.normalised(document.text),
        owner,
        voice.shares(document, owner),
        _reach(pieces),
    )


def _reach(pieces: Sequence[voice.Piece]) -> dict[int, Span]:
    """From where to where the content of each quotation reaches."""
    reach: dict[int, tuple[int, int]] = {}
    for quotation, role, start, end in pieces:
        if role == "content":
            low, high = reach.get(quotation, (start, end))
            reach[quotation] = (min(low, start), max(high, end))
    return reach


class _Mean:
    """A mean of scores weighted by words."""

    __slots__ = ("sums", "words")

    def __init__(self) -> None:
        self.words, self.sums = 0, [0.0] * 4

    def add(self, scores: Scores, words: int) -> None:
        self.words += words
        for i, value in enumerate(scores):
            self.sums[i] += value * words

    def scores(self) -> Scores:
        return Scores(*(round(value / self.words, 4) for value in self.sums))


def _lexicon_rows(work: _Work, name: lexicon.Lexicon) -> Iterator[Row]:
    """Rows of one article under one lexicon: sentences, quotations, article."""
    model, text = lexicon.model_name(name), work.normalised
    means: dict[str | int, _Mean] = {}
    for number, sentence in enumerate(work.document.sentences):
        weighed = lexicon.weigh(text[sentence.start : sentence.end], lexicon=name)
        owner = work.owner[sentence.start : sentence.end]
        scores = lexicon.total(weighed.values, weighed.text, lexicon=name)
        span = (sentence.start, sentence.end)
        yield _row(work, "sentence", number, work.shares[number], span, scores, model)
        for part, part_scores, n in _parts(weighed, owner, scores, name):
            means.setdefault(part, _Mean()).add(part_scores, n)
    for quotation, span in sorted(work.reach.items()):
        if quotation in means:
            whose = voice.Share("quoted", quotation)
            yield _row(work, "quotation", quotation, whose, span, means[quotation].scores(), model)
    for part in get_args(voice.Voice):
        if part in means:
            whose = voice.Share(part, None)
            yield _row(work, "article", 0, whose, (0, len(text)), means[part].scores(), model)


def _row(
    work: _Work,
    unit: str,
    index: int,
    whose: voice.Share,
    span: Span,
    scores: Scores,
    model: str,
    target: str | None = None,
) -> Row:
    return work.article_id, unit, index, whose.voice, whose.quotation, target, *span, *scores, model


def _parts(
    weighed: lexicon.Weighed, owner: Sequence[int], scores: Scores, name: lexicon.Lexicon
) -> Iterator[tuple[str | int, Scores, int]]:
    """Scores and number of words of each voice and quotation in a sentence, and of the whole ("mixed").

    A word keeps the value it has in the sentence; the values of each part are added up by themselves.
    """
    if not weighed.spans:
        return
    yield "mixed", scores, len(weighed.spans)
    inside = set(owner)
    quoted = sorted(o for o in inside if o >= 0)
    if not quoted:
        yield "outlet", scores, len(weighed.spans)
    elif len(inside) == 1:
        yield "quoted", scores, len(weighed.spans)
        yield quoted[0], scores, len(weighed.spans)
    else:
        yield from _divided(weighed, owner, name)


def _divided(
    weighed: lexicon.Weighed, owner: Sequence[int], name: lexicon.Lexicon
) -> Iterator[tuple[str | int, Scores, int]]:
    """Scores and number of words of each part of a sentence that holds several voices."""
    owners = [owner[start] for start, _ in weighed.spans]
    marks = [(owner[m.start()], m.group()) for m in _EMPHASIS.finditer(weighed.text)]
    quoted = {o for o in owners if o >= 0}
    outside = {voice.OUTLET, voice.ATTRIBUTION}
    parts: list[tuple[str | int, set[int]]] = [("outlet", outside), ("quoted", quoted)]
    for part, whose in [*parts, *((quotation, {quotation}) for quotation in sorted(quoted))]:
        found = [value for value, o in zip(weighed.values, owners, strict=True) if o in whose]
        if found:
            emphasis = "".join(mark for o, mark in marks if o in whose)
            yield part, lexicon.total(found, emphasis, lexicon=name), len(found)


_EMPHASIS = re.compile("[!?]")


def _target_rows(works: Sequence[_Work], mentions: pd.DataFrame, limit: int) -> list[Row]:
    """Rows of the sentiment towards named people and organisations, all articles in one pass of the model."""
    from analysis.sentiment import target

    speaking: dict[str, set[str]] = {}
    for article_id, name in zip(mentions["article_id"], mentions["name"], strict=True):
        if isinstance(name, str):
            speaking.setdefault(article_id, set()).add(name)
    found = [
        (work, index, mention)
        for work in works
        for index, mention in enumerate(
            target.mentions(work.document, speaking=speaking.get(work.article_id, set()), limit=limit)
        )
    ]
    probabilities = target.classify([_within_sentence(work.document, m) for work, _, m in found])
    rows = []
    for (work, index, mention), (negative, neutral, positive) in zip(
        found, probabilities.tolist(), strict=True
    ):
        span = (mention.start, mention.end)
        whose = voice.at(work.shares[mention.sentence], work.owner, span)
        scores = Scores(negative, neutral, positive, positive - negative)
        rows.append(_row(work, "target", index, whose, span, scores, target.MODEL, mention.name))
    return rows


def _within_sentence(document: Document, mention: target.Mention) -> tuple[str, Span]:
    sentence = document.sentences[mention.sentence]
    text = document.text[sentence.start : sentence.end]
    return text, (mention.start - sentence.start, mention.end - sentence.start)
