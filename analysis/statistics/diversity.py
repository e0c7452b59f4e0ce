"""Lexical diversity: how often a text returns to words it has used.

Every measure takes the words of one text as an array of codes (`Tokens.article`) and is NaN where the text is
too short for it. The type–token ratio and hapaxes change with length alone: compare them between texts of
one length only. MATTR, MTLD and HD-D were made to be compared between lengths, above the minima below.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics.terms import Tokens

WINDOW = 50  # words, for MATTR
DRAW = 42  # words, for HD-D
MTLD_MINIMUM = 100  # words; McCarthy & Jarvis tested 100 and more
THRESHOLD = 0.72  # type–token ratio at which MTLD closes a factor


def mattr(codes: np.ndarray, window: int = WINDOW) -> float:
    """Mean type–token ratio of all windows of `window` words; higher = more diverse, 0 to 1.

    Covington & McFall (2010), Journal of Quantitative Linguistics 17(2).
    """
    n = len(codes)
    if n < window:
        return np.nan
    order = np.argsort(codes, kind="stable")
    before = np.full(n, -1)
    same = codes[order[1:]] == codes[order[:-1]]
    before[order[1:][same]] = order[:-1][same]
    # A word is new in the windows that begin behind its last use and at most window - 1 words before it.
    at = np.arange(n)
    first = np.maximum(np.maximum(before + 1, at - window + 1), 0)
    last = np.minimum(at, n - window)
    return float(np.clip(last - first + 1, 0, None).sum() / (window * (n - window + 1)))


def mtld(codes: np.ndarray, threshold: float = THRESHOLD) -> float:
    """Mean number of words until the type–token ratio falls to `threshold`, read forwards and backwards.

    Higher = more diverse. NaN below 100 words. McCarthy & Jarvis (2010), Behavior Research Methods 42(2).
    """
    if len(codes) < MTLD_MINIMUM:
        return np.nan
    words = codes.tolist()
    return (_mtld_pass(words, threshold) + _mtld_pass(words[::-1], threshold)) / 2


def _mtld_pass(words: list[int], threshold: float) -> float:
    factors, length = 0.0, 0
    seen: set[int] = set()
    for word in words:
        length += 1
        seen.add(word)
        if len(seen) <= threshold * length:
            factors += 1
            seen.clear()
            length = 0
    if length:
        factors += (1 - len(seen) / length) / (1 - threshold)
    return len(words) / factors if factors else np.nan


def hdd(codes: np.ndarray, draw: int = DRAW) -> float:
    """Expected type–token ratio of `draw` words drawn without replacement; higher = more diverse, 0 to 1.

    NaN below `draw` words. McCarthy & Jarvis (2007), Language Testing 24(4).
    """
    from scipy.special import gammaln

    n = len(codes)
    if n < draw:
        return np.nan
    count, texts = np.unique(np.unique(codes, return_counts=True)[1], return_counts=True)
    with np.errstate(invalid="ignore"):
        absent = (
            gammaln(n - count + 1) - gammaln(n - count - draw + 1) - gammaln(n + 1) + gammaln(n - draw + 1)
        )
    missed = np.where(n - count >= draw, np.exp(absent), 0.0)
    return float((texts * (1 - missed)).sum() / draw)


def yules_k(codes: np.ndarray) -> float:
    """Yule's K = 10⁴ (Σ f² − N) / N²: how likely two words drawn are the same; higher = less diverse.

    Nearly independent of length. NaN below two words. Yule (1944); Tweedie & Baayen (1998).
    """
    n = len(codes)
    if n < 2:
        return np.nan
    counts = np.unique(codes, return_counts=True)[1].astype(float)
    return float(1e4 * ((counts**2).sum() - n) / n**2)


def hapaxes(codes: np.ndarray) -> int:
    """How many words are used once."""
    return int((np.unique(codes, return_counts=True)[1] == 1).sum())


def diversity(running: Tokens) -> pd.DataFrame:
    """The diversity of each article.

    Columns: `article_id`; `tokens`, `types`, `hapaxes` (counts); `type_token_ratio`, `mattr`, `mtld`, `hdd`
    (higher = more diverse); `yules_k` (higher = less diverse); NaN where an article is too short.
    """
    rows = []
    for number, article_id in enumerate(running.article_ids):
        codes = running.article(number)
        types = len(np.unique(codes))
        ratio = types / len(codes) if len(codes) else np.nan
        measures = (mattr(codes), mtld(codes), hdd(codes), yules_k(codes))
        rows.append((article_id, len(codes), types, hapaxes(codes), ratio, *measures))
    names = [
        "article_id",
        "tokens",
        "types",
        "hapaxes",
        "type_token_ratio",
        "mattr",
        "mtld",
        "hdd",
        "yules_k",
    ]
    return pd.DataFrame(rows, columns=names).astype(
        {"tokens": "int64", "types": "int64", "hapaxes": "int64"} | dict.fromkeys(names[4:], "float64")
    )
