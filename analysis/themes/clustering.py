"""Spherical k-means: points of length 1 in as many groups as asked for, each around a direction."""

from __future__ import annotations

import numpy as np

ROUNDS = 60  # at most, of assigning and averaging
STARTS = 5
_DECIMALS = 9


def clustered(
    points: np.ndarray,
    k: int,
    *,
    counts: np.ndarray | None = None,
    seed: int = 0,
    anchors: np.ndarray | None = None,
) -> np.ndarray:
    """The directions of at most `k` groups of points, a row each, the largest group first.

    `counts` are how often each point counts. The best of `STARTS` starts is kept, the one whose points lie nearest
    to their directions. `anchors` (rows of length 1) hold the first groups: their directions are the mean of the
    anchor and of the points, and they come first, in their order, even without a point.

    Dhillon & Modha (2001), Machine Learning 42; the start after Arthur & Vassilvitskii (2007), k-means++.
    """
    weights = np.ones(len(points)) if counts is None else counts
    held = np.zeros((0, points.shape[1])) if anchors is None else anchors[:k]
    order = np.random.default_rng(seed)
    best, found = -np.inf, held
    for _ in range(STARTS):
        centres = _moved(points, weights, _spread(points, weights, k, order, held), held)
        score = round(float(weights @ (points @ centres.T).max(axis=1)), _DECIMALS) if len(centres) else 0.0
        if score > best:
            best, found = score, centres
    sizes = np.bincount(nearest(points, found), weights=weights, minlength=len(found))
    free = [g for g in np.argsort(-sizes, kind="stable") if sizes[g] > 0 and g >= len(held)]
    return found[[*range(len(held)), *free]]


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The number of the direction that each point lies nearest to; 0 where there is none."""
    if not len(centres):
        return np.zeros(len(points), dtype=np.int64)
    return (points @ centres.T).argmax(axis=1)


def _spread(
    points: np.ndarray, weights: np.ndarray, k: int, order: np.random.Generator, held: np.ndarray
) -> np.ndarray:
    """The first directions: those held, then points far from the ones before, drawn by 1 - cosine."""
    centres = list(held)
    away = 1 - (points @ held.T).max(axis=1) if len(held) else np.ones(len(points))
    while len(centres) < k:
        chance = np.cumsum(np.round(np.clip(away, 0, None) * weights, _DECIMALS))
        if not len(chance) or chance[-1] <= 0:
            break
        at = np.searchsorted(chance, order.random() * chance[-1], side="right")
        centres.append(points[min(at, len(points) - 1)])
        away = np.minimum(away, 1 - points @ centres[-1])
    return np.array(centres).reshape(len(centres), points.shape[1])


def _moved(points: np.ndarray, weights: np.ndarray, centres: np.ndarray, held: np.ndarray) -> np.ndarray:
    """The directions after as many rounds of assigning and averaging as change anything."""
    before = np.full(len(points), -1)
    for _ in range(ROUNDS):
        group = nearest(points, centres)
        if (group == before).all():
            break
        before, centres = group, _averaged(points, weights, group, centres)
        if len(held):
            centres[: len(held)] = _direction(centres[: len(held)] + held, held)
    return centres


def _averaged(points: np.ndarray, weights: np.ndarray, group: np.ndarray, before: np.ndarray) -> np.ndarray:
    """The direction of the points of each group; that of before where a group has none."""
    from scipy.sparse import csr_matrix

    members = csr_matrix((weights, (group, np.arange(len(points)))), (len(before), len(points)))
    return _direction(members @ points, before)


def _direction(sums: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    length = np.sqrt((sums**2).sum(axis=1, keepdims=True))
    return np.round(np.where(length > 0, sums / np.where(length > 0, length, 1), otherwise), _DECIMALS)
