"""Sentiment of articles, sentences and quotations by lexicon, and towards named people and organisations.

Every score has a voice: the outlet's own words or those of somebody it quotes. An article full of angry
quotations is not an angry article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import tables
from analysis.segmentation import Document, Span
from analysis.sentiment import lexicon, voice
from analysis.sentiment.lexicon import Scores

if TYPE_CHECKING:
    from analysis.sentiment import target

Row = tuple[Any, ...]


def score(
    articles: pd.DataFrame,
    documents: Sequence[Document],
    quotations: pd.DataFrame,
    spans: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    model: str = "target",
    limit: int | None = None,
) -> pd.DataFrame:
    """The table `sentiment` of `articles`, whose segmentations are `documents`.

    Each lexicon gives a row for every sentence and quotation, and one for an article's outlet words, quoted
    words and all words (voice "mixed"). An article's or quotation's scores are means over its sentences,
    weighted by words: VADER is made for sentences and says ±1 of whole articles. A `model` of `MODELS` may add
    rows: "lexicon" none, "target" rows of unit "target", probabilities of the sentiment towards people and
    organisations, of all mentions of each article or `limit` of them drawn at random, `eligible` being how many there
    were. `quotations` is not needed beyond its spans. ValueError for another model.
    """
    if model not in MODELS:
        raise ValueError(f"model {model!r}: expected one of {', '.join(MODELS)}")
    pieces = voice.pieces(spans)
    works = [
        _work(article_id, document, pieces.get(article_id, ()))
        for article_id, document in zip(articles["article_id"], documents, strict=True)
    ]
    rows = [row for work in works for row in _lexicon_rows(work)]
    rows += MODELS[model](works, mentions, limit)
    return tables.build("sentiment", rows)


class _Work(NamedTuple):
    """An article to be scored: whose each character and sentence is, and how far each quotation reaches."""

    article_id: str
    document: Document
    normalised: str
    owner: np.ndarray
    whose: Sequence[voice.Whose]
    reach: dict[int, Span]


def _work(article_id: str, document: Document, pieces: Sequence[voice.Piece]) -> _Work:
    owner = voice.owners(len(document.text), pieces)
    return _Work(
        article_id,
        document,
        lexicon.normalised(document.text),
        owner,
        voice.of_sentences(document, owner),
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


# Parts of an article whose words are added up by themselves; a quotation's is _QUOTATION + its number.
_MIXED, _OUTLET, _QUOTED, _QUOTATION = range(4)
_WHOSE = {
    _OUTLET: voice.Whose("outlet", None),
    _QUOTED: voice.Whose("quoted", None),
    _MIXED: voice.Whose("mixed", None),
}


def _lexicon_rows(work: _Work) -> Iterator[Row]:
    """Rows of one article under each lexicon: sentences, quotations, article."""
    spans: list[list[Span]] = []
    laid = None
    for name in lexicon.LEXICONS:
        weighed = [
            lexicon.weigh(work.normalised[s.start : s.end], lexicon=name) for s in work.document.sentences
        ]
        if laid is None or spans != [
            w.spans for w in weighed
        ]:  # else they read the same words as the one before
            spans = [w.spans for w in weighed]
            laid = _laid_out(work, spans)
        yield from _rows_of(work, name, *_added_up(laid, weighed, name))


def _rows_of(work: _Work, name: str, scores: dict[int, Scores], means: dict[int, Scores]) -> Iterator[Row]:
    model = lexicon.model_name(name)
    for number, sentence in enumerate(work.document.sentences):
        span, found = (sentence.start, sentence.end), scores.get(number, lexicon.NO_WORDS)
        yield _row(work, "sentence", number, work.whose[number], span, found, model)
    for quotation, span in sorted(work.reach.items()):
        if _QUOTATION + quotation in means:
            whose = voice.Whose("quoted", quotation)
            yield _row(work, "quotation", quotation, whose, span, means[_QUOTATION + quotation], model)
    for part, whose in _WHOSE.items():
        if part in means:
            yield _row(work, "article", 0, whose, (0, len(work.normalised)), means[part], model)


class _Laid(NamedTuple):
    """The words of an article's sentences by the part and sentence for which they count, and the marks of each."""

    words: np.ndarray
    groups: np.ndarray
    marks: dict[int, str]
    part: np.ndarray
    sentence: np.ndarray


def _laid_out(work: _Work, spans: Sequence[Sequence[Span]]) -> _Laid:
    sentences = work.document.sentences
    counts = [len(some) for some in spans]
    starts = [s.start + start for s, some in zip(sentences, spans, strict=True) for start, _ in some]
    words, keys = _keys(work.owner[starts], np.repeat(np.arange(len(sentences)), counts), len(sentences))
    kept, groups = np.unique(keys, return_inverse=True)
    marks = _marks(work, {key: group for group, key in enumerate(kept.tolist())})
    return _Laid(words, groups, marks, *np.divmod(kept, max(len(sentences), 1)))


def _added_up(
    laid: _Laid, weighed: Sequence[lexicon.Weighed], name: str
) -> tuple[dict[int, Scores], dict[int, Scores]]:
    """Scores of each sentence, and of each part of the article as the mean over its sentences, by words.

    A word keeps the value it has in its sentence; those of each part are added up by themselves.
    """
    if not len(laid.words):
        return {}, {}
    values = np.array([value for w in weighed for value in w.values])
    size = len(laid.part)
    scores = lexicon.rows_of_totals(values[laid.words], laid.groups, laid.marks, size=size, lexicon=name)
    whole = laid.part == _MIXED
    of_sentences = dict(
        zip(laid.sentence[whole].tolist(), map(Scores._make, scores[whole].tolist()), strict=True)
    )
    return of_sentences, _means(laid.part, np.bincount(laid.groups), scores)


def _row(
    work: _Work,
    unit: str,
    index: int,
    whose: voice.Whose,
    span: Span,
    scores: Scores,
    model: str,
    target: str | None = None,
    eligible: int | None = None,
) -> Row:
    return work.article_id, unit, index, whose.voice, whose.quotation, target, *span, *scores, model, eligible


def _keys(owner: np.ndarray, sentence: np.ndarray, sentences: int) -> tuple[np.ndarray, np.ndarray]:
    """(items, keys): which items (words or marks) count for which part of which sentence.

    Of each item `owner` says whose it is and `sentence` where it stands; the key is part × `sentences` + sentence.
    """
    quoted = owner >= 0
    inside = np.flatnonzero(quoted)
    items = np.concatenate([np.arange(len(owner)), np.arange(len(owner)), inside])
    part = np.concatenate(
        [np.full(len(owner), _MIXED), np.where(quoted, _QUOTED, _OUTLET), _QUOTATION + owner[inside]]
    )
    return items, part * sentences + sentence[items]


def _marks(work: _Work, groups: Mapping[int, int]) -> dict[int, str]:
    """The exclamation and question marks of each group of words, `groups` being their numbers by key."""
    places = [m.start() for m in _EMPHASIS.finditer(work.normalised)]
    sentences = work.document.sentences
    sentence = np.searchsorted([s.start for s in sentences], places, side="right") - 1
    found: dict[int, str] = {}
    for item, key in zip(
        *(a.tolist() for a in _keys(work.owner[places], sentence, len(sentences))), strict=True
    ):
        if key in groups:
            group = groups[key]
            found[group] = found.get(group, "") + work.normalised[places[item]]
    return found


def _means(part: np.ndarray, words: np.ndarray, scores: np.ndarray) -> dict[int, Scores]:
    """The mean of the scores of each part, weighted by words; equal parts stand together."""
    firsts = np.flatnonzero(np.diff(part, prepend=-1))
    sums = np.add.reduceat(scores * words[:, None], firsts)
    means = lexicon.rounded(sums / np.add.reduceat(words, firsts)[:, None], 4)
    return dict(zip(part[firsts].tolist(), map(Scores._make, means.tolist()), strict=True))


_EMPHASIS = re.compile("[!?]")


def _target_rows(works: Sequence[_Work], mentions: pd.DataFrame, limit: int | None) -> list[Row]:
    """Rows of the sentiment towards named people and organisations, all articles in one pass of the model."""
    from analysis.sentiment import target

    speaking: dict[str, set[str]] = {}
    for article_id, name in zip(mentions["article_id"], mentions["name"], strict=True):
        if isinstance(name, str):
            speaking.setdefault(article_id, set()).add(name)
    found = []
    for work in works:
        eligible = target.mentions(work.document, speaking=speaking.get(work.article_id, set()))
        judged = target.drawn(eligible, limit, seed=work.article_id)
        found += [(work, len(eligible), index, mention) for index, mention in enumerate(judged)]
    probabilities = target.classify([_within_sentence(work.document, m) for work, _, _, m in found])
    rows = []
    for (work, eligible_here, index, mention), (negative, neutral, positive) in zip(
        found, probabilities.tolist(), strict=True
    ):
        span = (mention.start, mention.end)
        whose = voice.at(work.whose[mention.sentence], work.owner, span)
        scores = Scores(negative, neutral, positive, positive - negative)
        rows.append(
            _row(work, "target", index, whose, span, scores, target.MODEL, mention.name, eligible_here)
        )
    return rows


def _within_sentence(document: Document, mention: target.Mention) -> tuple[str, Span]:
    sentence = document.sentences[mention.sentence]
    text = document.text[sentence.start : sentence.end]
    return text, (mention.start - sentence.start, mention.end - sentence.start)


# What each model adds to the rows of the lexicons.
MODELS: Mapping[str, Callable[[Sequence[_Work], pd.DataFrame, int | None], list[Row]]] = {
    "lexicon": lambda works, mentions, limit: [],
    "target": _target_rows,
}
