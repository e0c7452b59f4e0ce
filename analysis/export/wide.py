"""Quotations with all that a reader asks of each: where it stands, who says it, in what capacity."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

from analysis import tables
from analysis.quotation import ROLES
from analysis.summaries.naming import named

if TYPE_CHECKING:
    from analysis.store import Store

_KEYS = ["article_id", "quotation"]


def quotations(store: Store, articles: Collection[str] | None = None) -> pd.DataFrame:
    """The table `tables.WIDE["quotations"]`: each quotation with its article, its speaker and its offsets.

    With `articles`, ids, only those in them.
    """
    where = None if articles is None else {"article_id": sorted(articles)}
    found = store.table("quotations", where=where)
    about = store.table(
        "articles", columns=["article_id", "outlet", "published", "title", "url"], where=where
    )
    speakers = store.table("speakers")
    mentions = store.table("mentions", columns=[*_KEYS, "name", "kind", "gender", "description"], where=where)
    wide = named(found, speakers, mentions[[*_KEYS, "name", "kind"]])
    wide = wide.merge(mentions[[*_KEYS, "gender", "description"]], on=_KEYS, how="left")
    wide = wide.merge(about, on="article_id", how="left").rename(columns={"description": "speaker_title"})
    everywhere = speakers.reindex(columns=["speaker_id", "gender"]).set_index("speaker_id")["gender"]
    known = wide["speaker_id"].map(everywhere.where(everywhere != "unknown")).astype("string[pyarrow]")
    wide = wide.assign(
        gender=known.fillna(wide["gender"]),
        date=wide["published"].dt.strftime("%Y-%m-%d"),
        act=wide["act"].fillna("communication"),
    )
    for offsets in _offsets(store.table("spans", where=where)):
        wide = wide.merge(offsets, on=_KEYS, how="left")
    columns = tables.WIDE["quotations"].columns
    return wide[list(columns)].astype({c: spec.dtype for c, spec in columns.items()})


def _offsets(spans: pd.DataFrame) -> list[pd.DataFrame]:
    """Of each role its first and last offset in each quotation, and all its pieces as "start-end start-end"."""
    ordered = spans.sort_values([*_KEYS, "start"], kind="stable")
    pieces = ordered.assign(piece=ordered["start"].astype(str) + "-" + ordered["end"].astype(str))
    found = []
    for role in reversed(ROLES):
        groups = pieces[pieces["role"] == role].groupby(_KEYS, sort=False)
        told = groups.agg(start=("start", "min"), end=("end", "max"), spans=("piece", " ".join))
        found.append(told.add_prefix(f"{role}_").reset_index())
    return found
