"""Collocation: words that keep company with a word, a name or each other, more than chance expects."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.segmentation.function_words import FUNCTION_WORDS
from analysis.statistics import inference
from analysis.statistics.terms import Tokens, phrase_positions

_CELLS = 2_000_000  # articles times words at once, as what each article has of them is held
MEASURES = ("log_dice", "log_likelihood", "t_score", "pmi")


def association(
    together: np.ndarray, first: np.ndarray | float, second: np.ndarray, total: float
) -> pd.DataFrame:
    """Measures of a 2×2 table given by its first cell, its margins and its total; higher = stronger in all.

    Columns: `expected`; `pmi`, log2 of observed over expected (favours rare words); `t_score` (favours
    frequent ones); `log_likelihood`, G² with the sign of the association; `log_dice`, 14 + log2 of the Dice
    coefficient, at most 14, comparable between corpora.

    Church & Hanks (1990); Church et al. (1991); Dunning (1993); Rychlý (2008).
    """
    from scipy.special import xlogy

    expected = first * second / total
    observed = np.stack([together, first - together, second - together, total - first - second + together])
    rest1, rest2 = total - first, total - second
    chance = np.stack([expected, first * rest2 / total, rest1 * second / total, rest1 * rest2 / total])
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = xlogy(observed, np.where(observed > 0, observed / chance, 1))
        score = 2 * np.clip(parts.sum(axis=0), 0, None)
        return pd.DataFrame(
            {
                "expected": expected,
                "pmi": np.log2(together / expected),
                "t_score": (together - expected) / np.sqrt(together),
                "log_likelihood": np.where(together < expected, -score, score),
                "log_dice": 14 + np.log2(2 * together / (first + second)),
            }
        )


def collocates(
    running: Tokens,
    node: str,
    *,
    left: int = 5,
    right: int = 5,
    minimum_count: int = 3,
    function_words: bool = False,
    by: str = "log_dice",
    copies: pd.Series | None = None,
) -> pd.DataFrame:
    """Words near `node`, from `left` words before to `right` words behind it, strongest by `by` first.

    `node` is a word, a phrase or a name; `*` stands for any letters. Columns: `collocate`; `count` near the
    node, of which `before` and `behind`; `articles` in which it is near; `total` in the corpus; `expected`,
    `pmi`, `t_score`, `log_likelihood`, `log_dice` (see `association`), of which the last has `low` and `high`, its
    interval over articles, and `why` there is none (see `inference.ratios`): a Dice coefficient is a ratio of totals.
    The others have none, as they take words for drawn one by one, and grow with the corpus or as the word gets rare.
    `copies` has for each article of `running` the first of its copies: these are one unit. `.attrs["articles"]` is
    the number of those that use the node.

    A word is counted once however many nodes are near; windows end with the article; the node's own words are
    outside of the table (surface co-occurrence, Evert 2008). log_dice uses the node's frequency, not the size
    of the windows, as in its definition, and of the words near nodes at most one a node, so that it stays within 14.
    Raises ValueError for an unknown measure or an empty window.
    """
    if by not in MEASURES:
        raise ValueError(f"by must be one of {', '.join(MEASURES)}, not {by!r}")
    if left < 0 or right < 0 or left + right == 0:
        raise ValueError("the window needs at least one word")
    starts, size = phrase_positions(running, node), len(node.split())
    taken = np.zeros(len(running.codes), dtype=bool)
    for offset in range(size):
        taken[starts + offset] = True
    before = _window(running, starts, range(-left, 0)) & ~taken
    behind = _window(running, starts, range(size, size + right)) & ~taken
    types = len(running.vocabulary)
    near = before | behind
    together = np.bincount(running.codes[near], minlength=types)
    kept = (together >= max(minimum_count, 1)) & (
        function_words | ~np.isin(running.vocabulary, list(FUNCTION_WORDS))
    )
    total = np.bincount(running.codes[~taken], minlength=types)[kept]
    measured = association(
        together[kept].astype(float), float(near.sum()), total.astype(float), float((~taken).sum())
    )
    with np.errstate(divide="ignore"):
        shared = np.minimum(together[kept], np.minimum(len(starts), total))
        measured["log_dice"] = 14 + np.log2(2 * shared / (len(starts) + total))
    ends = _intervals(running, (starts, near, ~taken), kept, shared / together[kept], copies)
    counts = {
        "collocate": running.vocabulary[kept],
        "count": together[kept],
        "before": np.bincount(running.codes[before], minlength=types)[kept],
        "behind": np.bincount(running.codes[behind], minlength=types)[kept],
        "articles": _articles(running, near)[kept],
        "total": total,
    }
    listed = pd.concat([pd.DataFrame(counts), measured, ends], axis=1)
    listed = listed.sort_values([by, "collocate"], ascending=[False, True]).reset_index(drop=True)
    listed.attrs["articles"] = len(np.unique(running.numbers[starts]))
    return listed


def _intervals(
    running: Tokens,
    places: tuple[np.ndarray, np.ndarray, np.ndarray],
    kept: np.ndarray,
    once: np.ndarray,
    copies: pd.Series | None,
) -> pd.DataFrame:
    """`low`, `high` and `why` of logDice for the terms `kept`, whose times near a node count `once` a node.

    `places` are where nodes start, which words are near one, and which are outside of them.
    """
    from scipy.sparse import csc_matrix

    numbers = np.arange(len(running.article_ids))
    unit = inference.clusters(
        pd.Series(numbers), *([] if copies is None else [copies.reset_index(drop=True)])
    )
    of = unit[running.numbers]
    starts, near, outside = places
    column = np.where(kept, np.cumsum(kept) - 1, -1)[running.codes]
    units, terms = int(unit.max()) + 1 if len(unit) else 0, int(kept.sum())

    def of_each(chosen: np.ndarray) -> csc_matrix:
        at = np.flatnonzero(chosen & (column >= 0))
        return csc_matrix((np.ones(len(at)), (of[at], column[at])), (units, terms))

    nodes = np.bincount(of[starts], minlength=units).astype(float)[:, None]
    beside, every = of_each(near), of_each(outside)
    step = max(_CELLS // max(units, 1), 1)
    parts = []
    for at in range(0, terms, step):
        some = slice(at, at + step)
        together = beside[:, some].toarray() * once[some]
        found = inference.ratios(2 * together, nodes + every[:, some].toarray(), scale="log")
        parts.append(found[["low", "high", "why"]])
    ends = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["low", "high", "why"])
    with np.errstate(divide="ignore"):
        for name in ("low", "high"):
            ends[name] = np.minimum(14 + np.log2(ends[name].astype(float)), 14)
    return ends


def _window(running: Tokens, starts: np.ndarray, offsets: range) -> np.ndarray:
    """Which words lie at one of `offsets` from a node, in its article."""
    inside = np.zeros(len(running.codes), dtype=bool)
    for offset in offsets:
        at = starts + offset
        possible = (at >= 0) & (at < len(inside))
        at, node = at[possible], starts[possible]
        inside[at[running.numbers[at] == running.numbers[node]]] = True
    return inside


def _articles(running: Tokens, near: np.ndarray) -> np.ndarray:
    """For each term in how many articles it is among the words `near`."""
    pairs = np.unique(running.codes[near].astype(np.int64) * len(running.article_ids) + running.numbers[near])
    return np.bincount(pairs // max(len(running.article_ids), 1), minlength=len(running.vocabulary))


def collocations(
    running: Tokens, *, minimum_count: int = 5, function_words: bool = False, by: str = "log_likelihood"
) -> pd.DataFrame:
    """Pairs of words that stand side by side more than chance expects, strongest by measure `by` first.

    Columns: `first`, `second`, `count`, `expected`, `pmi`, `t_score`, `log_likelihood`, `log_dice`. Pairs
    with a function word are left out unless asked for. Raises ValueError for an unknown measure.
    """
    if by not in MEASURES:
        raise ValueError(f"by must be one of {', '.join(MEASURES)}, not {by!r}")
    beside = running.numbers[1:] == running.numbers[:-1]
    one, two = running.codes[:-1][beside].astype(np.int64), running.codes[1:][beside]
    types = len(running.vocabulary)
    pairs, count = np.unique(one * max(types, 1) + two, return_counts=True)
    kept = count >= max(minimum_count, 1)
    if not function_words:
        little = np.isin(running.vocabulary, list(FUNCTION_WORDS))
        kept &= ~little[pairs // max(types, 1)] & ~little[pairs % max(types, 1)]
    pairs, count = pairs[kept], count[kept]
    first, second = pairs // max(types, 1), pairs % max(types, 1)
    left = np.bincount(one, minlength=types)[first].astype(float)
    right = np.bincount(two, minlength=types)[second].astype(float)
    measured = association(count.astype(float), left, right, float(max(len(one), 1)))
    names = {"first": running.vocabulary[first], "second": running.vocabulary[second], "count": count}
    listed = pd.concat([pd.DataFrame(names), measured], axis=1)
    return listed.sort_values([by, "first", "second"], ascending=[False, True, True]).reset_index(drop=True)
