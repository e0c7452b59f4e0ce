"""What themes are made of: their words, and the articles that are most typical of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.themes.fitting import Themes

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WORDS = 10
HEADLINES = 3


def words(themes: Themes, *, top: int = WORDS) -> pd.DataFrame:
    """The `top` words of each theme: those in more of its articles than elsewhere, the most unusual first.

    Columns: `theme`, `rank` from 0, `term`, `score` (G² on numbers of articles, higher = more unusual), `articles` of
    the theme that use it, `elsewhere` articles of others. Dunning (1993), Computational Linguistics 19(1).
    """
    counts = themes.vectors.matrix.counts
    member = _member(themes)
    used = (member @ (counts > 0).astype(np.int64)).toarray().astype(float)
    sizes = np.asarray(member.sum(axis=1)).ravel()
    every = used.sum(axis=0)
    terms = np.asarray(themes.vectors.matrix.terms, dtype=object)
    rows = []
    for theme, size in enumerate(sizes):
        score = _unusual(used[theme], every - used[theme], size, sizes.sum() - size)
        for rank, at in enumerate(np.argsort(-np.round(score, 6), kind="stable")[:top]):
            if score[at] > 0:
                elsewhere = int(every[at] - used[theme, at])
                rows.append((theme, rank, terms[at], round(score[at], 3), int(used[theme, at]), elsewhere))
    return pd.DataFrame(rows, columns=["theme", "rank", "term", "score", "articles", "elsewhere"])


def _member(themes: Themes) -> csr_matrix:
    from scipy.sparse import csr_matrix

    inside = np.flatnonzero(themes.theme >= 0)
    shape = (len(themes.names), len(themes.theme))
    return csr_matrix((np.ones(len(inside), dtype=np.int64), (themes.theme[inside], inside)), shape)


def _unusual(a: np.ndarray, b: np.ndarray, n1: float, n2: float) -> np.ndarray:
    """G² of each term's articles, used or not, in the theme or not; 0 for what it uses less than others do."""
    from scipy.special import xlogy

    observed = np.stack([a, b, n1 - a, n2 - b])
    used = a + b
    expected = np.stack([n1 * used, n2 * used, n1 * (n1 + n2 - used), n2 * (n1 + n2 - used)]) / (n1 + n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = xlogy(observed, np.where(observed > 0, observed / expected, 1))
    return np.where(a * n2 > b * n1, np.clip(2 * parts.sum(axis=0), 0, None), 0)


def typical(themes: Themes, *, top: int = HEADLINES) -> pd.DataFrame:
    """The `top` articles nearest to each theme's direction, by `theme`, `rank`; with `article_id`, `nearness`.

    Of copies of an article (`cluster`) one is named.
    """
    articles = themes.vectors.matrix.articles
    listed = pd.DataFrame(
        {"article_id": articles["article_id"], "theme": themes.theme, "nearness": themes.nearness}
    )
    listed = listed.assign(copy=articles["cluster"] if "cluster" in articles else articles["article_id"])
    listed = listed[listed["theme"] >= 0].sort_values(
        ["theme", "nearness", "article_id"], ascending=[True, False, True], kind="stable"
    )
    listed = listed.drop_duplicates(["theme", "copy"]).groupby("theme").head(top)
    listed = listed.assign(rank=listed.groupby("theme").cumcount())
    return listed[["theme", "rank", "article_id", "nearness"]].reset_index(drop=True)
