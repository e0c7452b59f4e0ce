"""A variable that people coded in some articles, predicted in all: logistic regression on the corpus's own points."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

FOLDS = 5
PENALTY = 0.1  # of the squared weights, for each coded article


class Predictions(NamedTuple):
    """Chances of each value (columns, in the order of `values`), a row for each article.

    `coded` are those of the coded articles, each by a model that was not taught it (out of fold), in their order;
    `every` those of all articles, the mean of the models. `fold` is that of each coded article.
    """

    values: list[str]
    coded: np.ndarray
    every: np.ndarray
    fold: np.ndarray


def classified(
    points: np.ndarray,
    at: np.ndarray,
    codes: pd.Series,
    *,
    folds: int = FOLDS,
    penalty: float = PENALTY,
    seed: int = 0,
) -> Predictions:
    """The values of a variable in all articles, from those coded.

    `points` are those of all articles (see `vectors`; fifty dimensions serve small samples best), `at` the rows of
    the coded ones, `codes` their values. Each fold has its share of each value, so that none is taught without one
    that two articles or more have. Multinomial logistic regression with a ridge penalty (Hoerl & Kennard 1970),
    fitted by L-BFGS. ValueError with fewer than two values, or fewer coded articles than folds.
    """
    values = sorted(map(str, codes.unique()))
    if len(values) < 2:
        raise ValueError("the coded articles have one value only: nothing can be told apart")
    if len(at) < folds:
        raise ValueError(f"{len(at)} coded articles are fewer than {folds} folds")
    coded = points[at]
    number = pd.Series(range(len(values)), index=values)[codes.astype(str)].to_numpy()
    fold = _folds(number, folds, seed)
    out = np.zeros((len(at), len(values)))
    every = np.zeros((len(points), len(values)))
    for one in range(folds):
        taught = fold != one
        weights = _fitted(coded[taught], number[taught], len(values), penalty)
        out[~taught] = _chances(coded[~taught], weights)
        every += _chances(points, weights) / folds
    return Predictions(values, out, every, fold)


def _folds(number: np.ndarray, folds: int, seed: int) -> np.ndarray:
    """The fold of each article: dealt value by value, in an order drawn at random."""
    order = np.random.default_rng(seed).permutation(len(number))
    dealt = order[np.argsort(number[order], kind="stable")]
    fold = np.empty(len(number), dtype=np.int64)
    fold[dealt] = np.arange(len(number)) % folds
    return fold


def _fitted(points: np.ndarray, number: np.ndarray, size: int, penalty: float) -> np.ndarray:
    """The weights of each dimension (and a constant, without penalty) for each value."""
    from scipy.optimize import minimize

    x = np.hstack([points, np.ones((len(points), 1))])
    y = np.eye(size)[number]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(x.shape[1], size)
        scores = x @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        total = chances.sum(axis=1, keepdims=True)
        free = weights[:-1]
        value = np.log(total).sum() - (scores * y).sum() + penalty / 2 * (free**2).sum()
        slope = x.T @ (chances / total - y)
        slope[:-1] += penalty * free
        return float(value), slope.ravel()

    found = minimize(loss, np.zeros(x.shape[1] * size), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights: np.ndarray = found.x.reshape(x.shape[1], size)
    return weights


def _chances(points: np.ndarray, weights: np.ndarray) -> np.ndarray:
    from scipy.special import softmax

    chances: np.ndarray = softmax(points @ weights[:-1] + weights[-1], axis=1)
    return chances
