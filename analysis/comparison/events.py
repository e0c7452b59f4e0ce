"""Which articles tell the same event: clusters by date, shared names and rare words, and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tables
from analysis.comparison import cliques, forms

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LEAD = 700  # characters of an article's start, with its title, that usually say which event it tells
_KEYS = 40  # an article's rarest terms, by which its candidates are found
_NEIGHBOURS = 40  # articles a term may propose to an article, nearest in time first


def events(
    articles: pd.DataFrame, *, days: int = 4, threshold: float = 0.18, undated: float = 0.24
) -> pd.DataFrame:
    """The table `events`: which of the `articles` tell the same event; an article alone has no row.

    An `event` column in `articles` is taken as given; articles without a value in it are clustered among
    themselves. Otherwise two articles can tell the same event when they appeared within `days` of each other
    (or the date of one is missing) and share rare terms. Their similarity is the mean of three TF-IDF
    cosines (all words, title and lead, names), 0 to 1, less 0.02 for each day between them; average linkage
    joins articles while it is at least `threshold`, or `undated` where a date is missing. The work grows with
    the number of articles times a constant: an article is compared with at most `_NEIGHBOURS` others for
    each of its rarest terms.
    """
    given = (
        articles["event"].notna() if "event" in articles.columns else pd.Series(False, index=articles.index)
    )
    told = _given(articles[given]) if given.any() else tables.empty("events")
    found = (
        _found(articles[~given], days, threshold, undated) if (~given).sum() > 1 else tables.empty("events")
    )
    return (
        pd.concat([told, found], ignore_index=True)
        if len(told) and len(found)
        else (told if len(told) else found)
    )


def _given(articles: pd.DataFrame) -> pd.DataFrame:
    event = articles["event"].astype(str)
    together = articles[event.groupby(event).transform("size") > 1]
    rows = [
        (e, a, float("nan"), "given")
        for e, a in zip(together["event"].astype(str), together["article_id"], strict=True)
    ]
    return tables.build("events", sorted(rows))


def _found(articles: pd.DataFrame, days: int, threshold: float, undated: float) -> pd.DataFrame:
    ordered = articles.sort_values(["published", "article_id"], kind="stable").reset_index(drop=True)
    day = _days(ordered["published"])
    views = _views(ordered)
    first, second = _candidates(views[0], day, days)
    score = np.mean([_dots(view, first, second) for view in views], axis=0)
    gap = np.where((day[first] < 0) | (day[second] < 0), -1, np.abs(day[first] - day[second]))
    # A missing date takes away what keeps apart two stories of one running topic: ask for more.
    score = score - 0.02 * np.maximum(gap, 0) - (undated - threshold) * (gap < 0)
    pairs = list(zip(first.tolist(), second.tolist(), score.tolist(), strict=True))
    labels = cliques.groups(len(ordered), pairs, threshold=threshold)
    return _rows(ordered, labels, pairs)


def _days(published: pd.Series) -> np.ndarray:
    """Days since 1970, -1 where missing."""
    stamps = pd.to_datetime(published, utc=True, errors="coerce")
    return (
        ((stamps - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(days=1)).fillna(-1).astype("int64").to_numpy()
    )


def _views(articles: pd.DataFrame) -> tuple[csr_matrix, ...]:
    """TF-IDF of all words, of title and lead, and of names; rows of length one."""
    text = articles["text"].astype(str).tolist()
    title = (
        articles["title"].fillna("").astype(str).tolist() if "title" in articles.columns else [""] * len(text)
    )
    start = articles["body_start"].tolist() if "body_start" in articles.columns else [0] * len(text)
    counted = [Counter(forms.content_stems(t)) for t in text]
    leads = [
        Counter(forms.content_stems(f"{h} {t[s : s + LEAD]}"))
        for h, t, s in zip(title, text, start, strict=True)
    ]
    named = [Counter(forms.stem(w.lower()) for n in forms.names(t) for w in n.text.split()) for t in text]
    seen = forms.document_counts(counted)
    vocabulary = {
        term: i for i, term in enumerate(sorted({t for c in (*counted, *leads, *named) for t in c}))
    }
    weight = np.array([forms.rarity(t, seen, len(text)) for t in vocabulary])
    return tuple(_unit_rows(counts, vocabulary, weight) for counts in (counted, leads, named))


def _unit_rows(counts: Sequence[Counter[str]], vocabulary: dict[str, int], weight: np.ndarray) -> csr_matrix:
    from scipy.sparse import csr_matrix

    pointer = np.cumsum([0, *map(len, counts)])
    column = np.fromiter((vocabulary[t] for c in counts for t in c), dtype=np.int32, count=pointer[-1])
    times = np.fromiter((n for c in counts for n in c.values()), dtype=np.float32, count=pointer[-1])
    value = ((1 + np.log(times)) * weight[column]).astype(np.float32)
    matrix = csr_matrix((value, column, pointer), shape=(len(counts), len(vocabulary)))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.where(length > 0, length, 1), np.diff(matrix.indptr))
    return matrix


def _candidates(view: csr_matrix, day: np.ndarray, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles, near in time or undated, that share at least two of their weightiest terms."""
    term, article = _key_terms(view)
    first, second = _neighbours(term, article)
    dated = (day[first] >= 0) & (day[second] >= 0)
    near = [(first * len(day) + second)[dated & (day[second] - day[first] <= days)]]
    rare = np.bincount(term)[term] <= 2 * _NEIGHBOURS
    first, second = _neighbours(term[rare], article[rare])
    near.append((first * len(day) + second)[(day[first] < 0) | (day[second] < 0)])
    pair, shared = np.unique(np.concatenate(near), return_counts=True)
    pair = pair[shared >= 2]
    return pair // len(day), pair % len(day)


def _key_terms(view: csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """(term, article) of each article's weightiest terms, sorted by term and then article."""
    article = np.repeat(np.arange(view.shape[0]), np.diff(view.indptr))
    order = np.lexsort((view.indices, -view.data, article))
    rank = np.arange(len(order)) - view.indptr[article[order]]
    chosen = order[rank < _KEYS]
    chosen = chosen[np.lexsort((article[chosen], view.indices[chosen]))]
    return view.indices[chosen].astype(np.int64), article[chosen].astype(np.int64)


def _neighbours(term: np.ndarray, article: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles that share a term and lie next to each other, in time, among those that have it."""
    first, second = [], []
    for step in range(1, 2 * _NEIGHBOURS):
        same = term[:-step] == term[step:]
        first.append(article[:-step][same])
        second.append(article[step:][same])
    return np.concatenate(first), np.concatenate(second)


def _dots(view: csr_matrix, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Dot products of the rows `first` with the rows `second`, in pieces that fit the memory."""
    pieces = [
        np.asarray(view[first[i : i + 20_000]].multiply(view[second[i : i + 20_000]]).sum(axis=1)).ravel()
        for i in range(0, len(first), 20_000)
    ]
    return np.concatenate(pieces) if pieces else np.zeros(0)


def _rows(articles: pd.DataFrame, labels: list[int], pairs: list[tuple[int, int, float]]) -> pd.DataFrame:
    members: dict[int, list[int]] = {}
    for article, label in enumerate(labels):
        members.setdefault(label, []).append(article)
    score = np.zeros(len(labels))
    for a, b, s in pairs:
        if labels[a] == labels[b]:
            score[[a, b]] += s
    ids, text = articles["article_id"].tolist(), articles["text"].tolist()
    rows = []
    for group in members.values():
        if len(group) > 1:
            evidence = _shared_names([text[i] for i in group])
            rows += [(ids[group[0]], ids[i], min(score[i] / (len(group) - 1), 1.0), evidence) for i in group]
    return tables.build("events", rows)


def _shared_names(texts: Sequence[str], top: int = 6) -> str:
    """The names that most of the texts have and most news has not, for a reader to check the event by."""
    counts = Counter(name for text in texts for name in {n.text for n in forms.names(text)})
    weight = {
        name: n * max(forms.rarity(forms.stem(word.lower())) for word in name.split())
        for name, n in counts.items()
        if n > 1
    }
    return ", ".join(sorted(weight, key=lambda name: (-weight[name], name))[:top])
