"""What a coded sample teaches: how sure the machine's rows really are, and from which confidence on they should
count.

Nothing is changed by it: what it finds is told, with what it gained on articles that it was not learned from, and
is used by whoever asks for it (`--confidence`). The sample must be one that no estimate uses, such as one drawn to
find examples.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.review.codings import coded, frozen
from analysis.review.estimator import FEWEST_ARTICLES
from analysis.review.quantities import views
from analysis.review.samples import Sample

FOLDS = 5
BINS = 10
GRID = np.arange(0.05, 0.96, 0.05)


def tune(sample: Sample) -> pd.DataFrame:
    """A row for each of what can be tuned: `what`, `now`, `tuned` and `setting`, both measured by cross-validation.

    "calibration error" (lower is better): how far confidence is from the share that coders call right, before and
    after it is rescaled on the logit scale (Platt 1999), whose slope and intercept are `setting`. "F1 of found"
    (higher is better): of attributions with a confidence of 0.5 or more, and of the best threshold, which is
    `setting`. Folds are of whole articles, five of them. ValueError with fewer than ten coded articles, and without
    rows that have a confidence.
    """
    rows, missed = _judged(sample)
    articles = rows["article_id"].unique()
    if len(articles) < FEWEST_ARTICLES or (
        not rows["right"].between(0.01, 0.99).any() and rows["right"].nunique() < 2
    ):
        raise ValueError(
            f"{sample.name}: tuning needs {FEWEST_ARTICLES} coded articles with right and wrong attributions; "
            f"there are {len(articles)}"
        )
    fold = rows["article_id"].map({a: i % FOLDS for i, a in enumerate(sorted(articles))}).to_numpy()
    p, right = rows["confidence"].to_numpy(float), rows["right"].to_numpy(float)
    after, kept = p.copy(), p >= 0.5
    for i in range(FOLDS):
        learn, test = fold != i, fold == i
        after[test] = rescaled(p[test], *platt(p[learn], right[learn]))
        kept[test] = p[test] >= _best(p[learn], right[learn], missed)
    slope, intercept = platt(p, right)
    return pd.DataFrame(
        [
            (
                "calibration error",
                calibration_error(p, right),
                calibration_error(after, right),
                f"{slope:.3f} {intercept:.3f}",
            ),
            (
                "F1 of found",
                _f1(p >= 0.5, right, missed),
                _f1(kept, right, missed),
                f"{_best(p, right, missed):.2f}",
            ),
        ],
        columns=["what", "now", "tuned", "setting"],
    )


def _judged(sample: Sample) -> tuple[pd.DataFrame, float]:
    """The machine's rows that have a confidence, with the share of coders who call them right; how many it missed."""
    known = frozen(sample)
    done = [u for u in coded(sample, known=known) if u.done]
    weights = views(done)
    rows: dict[tuple[str, str], list[float]] = {}
    missed = 0.0
    for unit in done:
        weight = weights.get((unit.unit, unit.coder), 0.0)
        for c in unit.codings:
            if weight and c.machine is None and not c.wrong:
                missed += weight
            elif weight and c.machine is not None and not np.isnan(c.confidence):
                one = rows.setdefault((unit.article_id, c.coding), [c.confidence, 0.0])
                one[1] += weight * (not c.wrong)
    listed = [(article, *pair) for (article, _), pair in rows.items()]
    return pd.DataFrame(listed, columns=["article_id", "confidence", "right"]), missed


def platt(p: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and intercept on the logit scale under which `right` is likeliest; Newton's steps, lightly held back."""
    x = np.column_stack([_logit(p), np.ones(len(p))])
    beta = np.array([1.0, 0.0])
    for _ in range(50):
        q = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (right - q) - 1e-2 * (beta - [1.0, 0.0])
        hessian = (x * (q * (1 - q))[:, None]).T @ x + 1e-2 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        beta = beta + step
        if np.abs(step).max() < 1e-9:
            break
    return float(beta[0]), float(beta[1])


def rescaled(p: np.ndarray, slope: float, intercept: float) -> np.ndarray:
    """Confidences on the scale that `platt` found."""
    scaled: np.ndarray = 1 / (1 + np.exp(-np.clip(slope * _logit(p) + intercept, -30, 30)))
    return scaled


def calibration_error(p: np.ndarray, right: np.ndarray) -> float:
    """The mean distance between confidence and the share that is right, over ten bins of equal width."""
    at = np.minimum((p * BINS).astype(int), BINS - 1)
    apart = [abs(p[at == i].sum() - right[at == i].sum()) for i in range(BINS)]
    return float(sum(apart) / len(p)) if len(p) else np.nan


def _best(p: np.ndarray, right: np.ndarray, missed: float) -> float:
    scores = [_f1(p >= t, right, missed) for t in GRID]
    return float(GRID[int(np.argmax(scores))])


def _f1(kept: np.ndarray, right: np.ndarray, missed: float) -> float:
    total = kept.sum() + right.sum() + missed
    return float(2 * right[kept].sum() / total) if total else np.nan


def _logit(p: np.ndarray) -> np.ndarray:
    inside = np.clip(p, 1e-4, 1 - 1e-4)
    logit: np.ndarray = np.log(inside / (1 - inside))
    return logit
