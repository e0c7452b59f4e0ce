"""The themes of a corpus: its articles in groups by their words, and how much of that other articles would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.statistics import DocumentTermMatrix, inference
from analysis.themes.clustering import clustered, nearest
from analysis.themes.space import FEWEST, Vectors, drawn_anew, scaled, vectors

FEWEST_ARTICLES = 300  # with fewer, themes are the articles at hand and nothing else
NUMBERS = (10, 20, 30, 60)  # of themes, side by side
NUMBER = 30
REFITS = 20
UNSTABLE = 0.5  # a theme whose articles mostly part in other samples: Hennig 2007 calls it dissolved
_DECIMALS = 6
_LEAST = 1e-4  # share, of which there is a logit


@dataclass(frozen=True)
class Themes:
    """A corpus in `len(names)` themes.

    `vectors` has the articles in the order of their ids; `theme` is the number of each one's theme, -1 for an
    article without any word that counts; `nearness` its cosine with the theme's direction (0 to 1, higher = more
    typical). `names` are those of the seeds, and "" for a theme that nobody named. `refits` are what other samples
    gave, where they were asked for.
    """

    vectors: Vectors
    theme: np.ndarray
    nearness: np.ndarray
    names: tuple[str, ...]
    k: int
    seed: int
    refits: Refits | None = None


@dataclass(frozen=True)
class Refits:
    """The same themes in bootstrap samples: a row for each sample, a column for each theme.

    `share` of the sample's articles (its third axis: groups, the first of which is all articles); `jaccard`, how
    much of a theme's articles and of its match's are the same, 0 to 1.
    """

    share: np.ndarray
    jaccard: np.ndarray


def fit(
    articles: DocumentTermMatrix | Vectors,
    *,
    k: int = NUMBER,
    seed: int = 0,
    minimum_count: int = FEWEST,
    seeds: Mapping[str, Sequence[str]] | None = None,
) -> Themes:
    """The articles of a matrix, or its `vectors`, in at most `k` themes, the largest first, those with seeds before.

    TF-IDF of terms in `minimum_count` articles or more, reduced to 50 dimensions, and spherical k-means. The same
    for any order of the articles. `seeds` name themes and give words that hold each in place. ValueError for `k`
    under 2, for more seeds than themes, and for one none of whose words counts.
    """
    if k < 2:
        raise ValueError(f"k {k}: expected 2 themes or more")
    points = articles if isinstance(articles, Vectors) else vectors(articles, minimum_count=minimum_count)
    named = dict(seeds or {})
    if len(named) > k:
        raise ValueError(f"{len(named)} seeds, and {k} themes: raise k")
    anchors = np.array([_anchor(points, name, words) for name, words in named.items()])
    there = (points.points != 0).any(axis=1)
    centres = clustered(points.points[there], k, seed=seed, anchors=anchors if len(named) else None)
    return _themes(points, centres, there, tuple(named), k, seed)


def _anchor(points: Vectors, name: str, words: Sequence[str]) -> np.ndarray:
    """The direction of some words together."""
    at = points.matrix.terms.get_indexer(pd.Index([word.strip().lower() for word in words]))
    if not (at >= 0).any():
        raise ValueError(f"seed {name!r}: none of its words ({', '.join(words)}) is in enough articles")
    return scaled(points.axes[:, at[at >= 0]].sum(axis=1)[None])[0]


def _themes(
    points: Vectors, centres: np.ndarray, there: np.ndarray, named: tuple[str, ...], k: int, seed: int
) -> Themes:
    theme = np.where(there, nearest(points.points, centres), -1)
    cosines = points.points @ centres.T
    near = cosines[np.arange(len(points)), np.maximum(theme, 0)] if len(centres) else np.zeros(len(points))
    names = (*named, *[""] * (len(centres) - len(named)))
    return Themes(points, theme, np.round(np.where(there, near, 0), _DECIMALS), names, k, seed)


# --- other samples --------------------------------------------------------------------------------------------


def refitted(
    fits: Sequence[Themes], *, refits: int = REFITS, groups: np.ndarray | None = None, seed: int = 0
) -> list[Refits]:
    """Each of some fits of the same articles, made again on `refits` bootstrap samples of them, theme by theme.

    Units are drawn with replacement: articles, or clusters of copies where the matrix knows them (`cluster`). All is
    made anew, the rarity of terms, axes and groups; a theme's match is the group that shares most of its articles,
    one for each (Hungarian method over Jaccard coefficients; Hennig 2007, Computational Statistics & Data Analysis
    52). Anchors of seeds stay. `groups` says of each article, in the order of `vectors` (row), whether it is in a
    group (column) whose shares are counted apart.
    """
    points = fits[0].vectors
    unit = _units(points)
    every = np.ones((len(points), 1))
    members = every if groups is None else np.hstack([every, groups])
    order = np.random.default_rng(seed)
    found: list[list[tuple[np.ndarray, np.ndarray]]] = [[] for _ in fits]
    for number in range(refits):
        counts = sample(unit, order)
        drawn = drawn_anew(points, counts)
        for at, one in enumerate(fits):
            again = _again(one, drawn, counts, seed=seed + number + 1)
            found[at].append(_compared(one, again, counts, members))
    return [
        Refits(*(np.array([pair[i] for pair in pairs]) for i in (0, 1))) if pairs else _none(one, members)
        for one, pairs in zip(fits, found, strict=True)
    ]


def _units(points: Vectors) -> np.ndarray:
    articles = points.matrix.articles
    return inference.clusters(*(articles[name] for name in ("article_id", "cluster") if name in articles))


def sample(unit: np.ndarray, order: np.random.Generator) -> np.ndarray:
    """How often each row counts when as many units as there are, are drawn with replacement."""
    size = int(unit.max()) + 1 if len(unit) else 0
    return np.bincount(order.integers(size, size=size), minlength=size).astype(float)[unit]


def _again(one: Themes, drawn: np.ndarray, counts: np.ndarray, *, seed: int) -> np.ndarray:
    """The group of each article in a sample's own groups; -1 for one that is not in it or has no word."""
    inside = (counts > 0) & (drawn != 0).any(axis=1)
    named = [number for number, name in enumerate(one.names) if name]
    anchors = None
    if named:
        members = np.array([drawn[(one.theme == number) & inside].sum(axis=0) for number in named])
        anchors = scaled(members)
    centres = clustered(drawn[inside], one.k, counts=counts[inside], seed=seed, anchors=anchors)
    return np.where(inside, nearest(drawn, centres), -1)


def _compared(
    one: Themes, again: np.ndarray, counts: np.ndarray, members: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The shares and the Jaccard coefficients of the themes in one sample."""
    from scipy.optimize import linear_sum_assignment

    inside = (again >= 0) & (one.theme >= 0)
    size = max(len(one.names), int(again.max(initial=-1)) + 1)
    both = np.zeros((size, size))
    np.add.at(both, (one.theme[inside], again[inside]), 1)
    union = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    jaccard = np.divide(both, union, out=np.zeros_like(both), where=union > 0)
    mine, others = linear_sum_assignment(-np.round(jaccard, 9))
    match = np.full(size + 1, -1)  # the last is of articles that are in no group
    match[others] = mine
    theme = match[again]
    return shares(theme, len(one.names), members, counts), jaccard[mine, others][: len(one.names)]


def shares(theme: np.ndarray, size: int, members: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The share of each of `size` themes (row) in each group of articles (column); NaN for an empty group."""
    weights = counts[:, None] * members
    held = np.zeros((size, members.shape[1]))
    inside = (theme >= 0) & (theme < size)
    np.add.at(held, theme[inside], weights[inside])
    total = weights.sum(axis=0)
    return np.divide(held, total, out=np.full(held.shape, np.nan), where=total > 0)


def _none(one: Themes, members: np.ndarray) -> Refits:
    return Refits(np.zeros((0, len(one.names), members.shape[1])), np.zeros((0, len(one.names))))


def interval(
    share: np.ndarray, refits: np.ndarray, *, least: float | np.ndarray = _LEAST
) -> tuple[np.ndarray, np.ndarray]:
    """The ends between which other samples' shares lie, of 95 of 100; NaN with fewer than five refits.

    `refits` has a row for each sample; in one that has no such share it is as here. On the logits, since shares of a
    theme are skewed: mean and standard deviation of the samples, Student's t, widened for their number,
    as of one more observation; the estimate and the least and largest of the samples are always inside. `least` is
    what a share of nothing counts as, of a small group half an article: the logit of less is that of luck.
    """
    if len(refits) < inference.FEWEST:
        return np.full(share.shape, np.nan), np.full(share.shape, np.nan)
    clipped = np.clip(np.where(np.isnan(refits), share, refits), least, 1 - least)
    logits = np.log(clipped / (1 - clipped))
    away = inference.reach(len(refits)) * logits.std(axis=0, ddof=1) * np.sqrt(1 + 1 / len(refits))
    ends = [1 / (1 + np.exp(-(logits.mean(axis=0) + side * away))) for side in (-1, 1)]
    low = np.minimum(np.minimum(ends[0], clipped.min(axis=0)), share)
    high = np.maximum(np.maximum(ends[1], clipped.max(axis=0)), share)
    return np.round(low, _DECIMALS), np.round(high, _DECIMALS)
