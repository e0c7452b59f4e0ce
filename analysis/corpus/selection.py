"""Which articles are meant when outlets and a period are named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from analysis import tables
from analysis.nearest import offered


def known(what: str, asked: Sequence[str], names: Iterable[object]) -> list[str]:
    """`asked`, when all are among `names`; ValueError that says which of them is no `what`, and the nearest names."""
    there = sorted({str(name) for name in names})
    for name in asked:
        if name not in there:
            raise ValueError(f"{what} {name!r}: there is none of this name{offered(name, there)}")
    return list(asked)


def selected(
    articles: pd.DataFrame,
    *,
    outlets: Collection[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """The rows of `articles` (columns `outlet`, `published`) of one of `outlets`, from `since` to `until`.

    Both are dates, in UTC, and both days are part of the period; what is empty does not choose. An article without
    an outlet or date is left out where one is asked for. ValueError for what is no date.
    """
    keep = pd.Series(True, index=articles.index)
    if outlets:
        keep &= articles["outlet"].isin(outlets)
    if since:
        keep &= articles["published"] >= pd.Timestamp(since, tz="UTC")
    if until:
        keep &= articles["published"] < pd.Timestamp(until, tz="UTC") + pd.Timedelta(days=1)
    return articles[keep]


def clustered(articles: pd.DataFrame, duplicates: pd.DataFrame) -> pd.DataFrame:
    """`articles` with `cluster`, and `repeat`: whether an earlier one of them, by date and id, is of its cluster.

    `cluster` is the id of the article that the table `duplicates` says an article repeats, or its own: the same for
    all copies, also where that article is not among these.
    """
    first = dict(zip(duplicates["article_id"], duplicates["duplicate_of"], strict=True))
    cluster = pd.Series([first.get(a, a) for a in articles["article_id"]], articles.index, tables.TEXT)
    order = articles.assign(cluster=cluster).sort_values(["published", "article_id"], na_position="last")
    repeat = order["cluster"].duplicated().reindex(articles.index)
    return articles.assign(cluster=cluster, repeat=repeat)


def first_copies(articles: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """The first article of each `cluster`, by date and id, in each group of the columns `by`, such as outlet.

    With `by`, copies stay where several groups have one; they are still one cluster, and no independent witnesses.
    Adds `copies`: how many of `articles` each stands for, itself among them.
    """
    order = articles.sort_values(["published", "article_id"], na_position="last")
    key = ["cluster", *by]
    copies = articles.groupby(key, dropna=False)["cluster"].transform("size").astype("int64")
    return articles.assign(copies=copies)[~order.duplicated(key).reindex(articles.index)]
