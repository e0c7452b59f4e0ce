"""The tables `themes` and `article_themes`: several numbers of themes side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import statistics, tables
from analysis.themes.fitting import (
    FEWEST_ARTICLES,
    NUMBERS,
    REFITS,
    Refits,
    Themes,
    fit,
    interval,
    refitted,
)
from analysis.themes.space import FEWEST, vectors
from analysis.themes.words import typical, words


def table(
    articles: pd.DataFrame,
    counts: pd.DataFrame | Iterable[pd.DataFrame],
    *,
    numbers: Sequence[int] = NUMBERS,
    refits: int = REFITS,
) -> pd.DataFrame:
    """The table `themes` of `articles` (article_id, and `cluster` where copies are known), from their term counts.

    Without rows where there are fewer than 300 articles.
    """
    fits = side_by_side(articles, counts, numbers=numbers)
    if not fits:
        return tables.empty("themes")
    again = refitted(fits, refits=refits)
    rows = [described(one, found) for one, found in zip(fits, again, strict=True)]
    return tables.build("themes", pd.concat(rows, ignore_index=True).drop(columns="name"))


def article_table(
    articles: pd.DataFrame,
    counts: pd.DataFrame | Iterable[pd.DataFrame],
    *,
    numbers: Sequence[int] = NUMBERS,
) -> pd.DataFrame:
    """The table `article_themes`, for the same themes; an article without a word that counts is in none."""
    fits = side_by_side(articles, counts, numbers=numbers)
    rows = [assigned(one) for one in fits]
    return (
        tables.build("article_themes", pd.concat(rows, ignore_index=True))
        if rows
        else tables.empty("article_themes")
    )


def side_by_side(
    articles: pd.DataFrame,
    counts: pd.DataFrame | Iterable[pd.DataFrame],
    *,
    numbers: Sequence[int] = NUMBERS,
    seed: int = 0,
    minimum_count: int = FEWEST,
    seeds: Mapping[str, Sequence[str]] | None = None,
) -> list[Themes]:
    """A fit for each of `numbers` themes, of the same points; none where there are fewer than 300 articles."""
    if len(articles) < FEWEST_ARTICLES:
        return []
    points = vectors(statistics.document_term_matrix(counts, articles), minimum_count=minimum_count)
    return [fit(points, k=k, seed=seed, seeds=seeds if k >= len(seeds or {}) else None) for k in numbers]


def assigned(themes: Themes) -> pd.DataFrame:
    """The articles of each theme, in the order of their ids: `article_id`, `k`, `theme`, `nearness`."""
    ids = themes.vectors.matrix.articles["article_id"]
    rows = pd.DataFrame(
        {"article_id": ids, "k": themes.k, "theme": themes.theme, "nearness": themes.nearness}
    )
    return rows[rows["theme"] >= 0].reset_index(drop=True)


def described(themes: Themes, refits: Refits | None = None) -> pd.DataFrame:
    """A row for each theme, as the table `themes` has it, and its `name`, that of its seed or ""."""
    total, size = len(themes.vectors), len(themes.names)
    held = np.bincount(themes.theme[themes.theme >= 0], minlength=size)
    share = np.round(held / max(total, 1), 6)
    low, high, stability = (np.full(size, np.nan) for _ in range(3))
    if refits is not None and len(refits.share):
        low, high = interval(share, refits.share[:, :, 0])
        stability = np.asarray(np.round(refits.jaccard.mean(axis=0), 4))
    listed = words(themes).groupby("theme")["term"].agg(", ".join).reindex(range(size)).fillna("")
    near = typical(themes).groupby("theme")["article_id"].agg(" ".join).reindex(range(size)).fillna("")
    columns = {
        "k": themes.k,
        "theme": np.arange(size),
        "words": listed.to_numpy(),
        "articles": held,
        "total": total,
    }
    columns |= {"share": share, "low": low, "high": high, "stability": stability, "typical": near.to_numpy()}
    return pd.DataFrame(columns | {"name": list(themes.names)})
