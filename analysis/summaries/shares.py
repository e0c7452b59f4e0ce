"""Shares of rows that come in articles, such as quotations, with intervals over articles and not over rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics import inference


def shares(rows: pd.DataFrame, flags: pd.DataFrame, *, by: str = "") -> pd.DataFrame:
    """How many of `rows` have each of `flags` (a column of booleans each), in each group of column `by`.

    Columns: the group, if asked for; `flag`, its name; `n` rows that have it of `total`, in `articles`; their
    `share` with `low`, `high`, and `why` there is no interval (see `inference.ratios`). `rows` has `article_id`,
    and `cluster` where copies are known: these are one witness. Groups come by name, flags in their order.
    """
    unit = _unit(rows)
    values = np.column_stack([flags.to_numpy(float), np.ones(len(rows))])
    groups = rows.groupby(by, sort=True).indices if by else {"": np.arange(len(rows))}
    parts = []
    for group, at in groups.items():
        part = _counted(values[at], unit[at], rows["article_id"].iloc[at].nunique())
        part["flag"], part[by or "group"] = list(flags.columns), str(group)
        parts.append(part)
    columns = [*([by] if by else []), "flag", "n", "total", "articles", "share", "low", "high", "why"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _unit(rows: pd.DataFrame) -> np.ndarray:
    return inference.clusters(*(rows[name] for name in ("article_id", "cluster") if name in rows))


def _counted(values: np.ndarray, unit: np.ndarray, articles: int) -> pd.DataFrame:
    """The shares of one group; the last column of `values` is its ones."""
    summed = inference.totals(values, pd.factorize(unit)[0])
    found = inference.ratios(summed[:, :-1], summed[:, -1:], scale="logit")
    n, total = summed[:, :-1].sum(axis=0).astype(np.int64), int(summed[:, -1].sum())
    told = found.rename(columns={"value": "share"})[["share", "low", "high", "why"]]
    return told.assign(n=n, total=total, articles=articles)


def means(rows: pd.DataFrame, column: str, *, by: str) -> pd.DataFrame:
    """The mean of a column over the rows of each group of `by`, indexed by it, with its interval over articles.

    Columns: `n` rows that have a value, in `articles`; `mean`, `low`, `high`, `why` (see `inference.ratios`).
    """
    known = rows[rows[column].notna()]
    unit, values = _unit(known), known[column].to_numpy(float)
    found = {}
    for group, at in known.groupby(by, sort=True).indices.items():
        pairs = np.column_stack([values[at], np.ones(len(at))])
        summed = inference.totals(pairs, pd.factorize(unit[at])[0])
        estimate = inference.ratios(summed[:, 0], summed[:, 1]).iloc[0]
        articles = known["article_id"].iloc[at].nunique()
        found[group] = (len(at), articles, *estimate[["value", "low", "high", "why"]])
    names = ["n", "articles", "mean", "low", "high", "why"]
    listed = pd.DataFrame.from_dict(found, orient="index", columns=names).rename_axis(by)
    return listed.astype(
        {"n": "int64", "articles": "int64"} | dict.fromkeys(["mean", "low", "high"], "float64")
    )
