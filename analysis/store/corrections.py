"""Quotations that people corrected: kept in the store, and put in place of predicted ones on every run."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pandas as pd
import pyarrow.parquet as pq

from analysis import tables
from analysis.store import parquet, place
from analysis.store.place import Place

ARTICLES, QUOTATIONS, SPANS = "corrections", "corrected_quotations", "corrected_spans"


def articles(where: Place) -> pd.DataFrame:
    """The corrected articles: article_id, `sha256` of the text corrected, `by` whom and `at` what time."""
    kept = place.read(where, ARTICLES, parquet.WHOLE)
    if kept is None:
        return pd.DataFrame({c: pd.Series(dtype=tables.TEXT) for c in ("article_id", "sha256", "by", "at")})
    return pq.read_table(io.BytesIO(kept)).to_pandas().astype("string[pyarrow]")


def digests(where: Place) -> dict[tuple[str, str], str]:
    """What tells one correction from another, by article id and text; it does not hold for another text."""
    found = articles(where)
    keys = zip(found["article_id"], found["sha256"], strict=True)
    return {key: f"{by} {at}" for key, by, at in zip(keys, found["by"], found["at"], strict=True)}


def of(where: Place, wanted: pd.DataFrame) -> tuple[list[str], pd.DataFrame, pd.DataFrame]:
    """Ids of those of `wanted` that are corrected on the text they have, their quotations and their spans."""
    known = digests(where)
    ids = [a for a, sha in zip(wanted["article_id"], wanted["sha256"], strict=True) if (a, sha) in known]
    quotations, spans = _rows(where, QUOTATIONS, "quotations"), _rows(where, SPANS, "spans")
    quotations, spans = (f[f["article_id"].isin(ids)].reset_index(drop=True) for f in (quotations, spans))
    return ids, quotations, spans


def keep(where: Place, found: pd.DataFrame, quotations: pd.DataFrame, spans: pd.DataFrame) -> None:
    """Add corrections; those of the same articles that were kept before go. `found` is as of `articles`.

    Quotations may be without `act`, which is then missing.
    """
    ids = set(found["article_id"])
    if "act" not in quotations:
        quotations = quotations.assign(act=None)
    for folder, table, frame in ((QUOTATIONS, "quotations", quotations), (SPANS, "spans", spans)):
        merged = _merged(_rows(where, folder, table), tables.build(table, frame), ids)
        parquet.write_table(where, folder, parquet.WHOLE, merged)
    parquet.write_table(where, ARTICLES, parquet.WHOLE, _merged(articles(where), found, ids))


def _rows(where: Place, folder: str, table: str) -> pd.DataFrame:
    kept = place.read(where, folder, parquet.WHOLE)
    if kept is None:
        return tables.empty(table)
    # Those of an earlier version lack the columns that are new since.
    return parquet.frame(table, parquet.fitted(pq.read_table(io.BytesIO(kept)), parquet.schema(table)))


def _merged(before: pd.DataFrame, new: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    rest = before[~before["article_id"].isin(list(ids))]
    return pd.concat([f for f in (rest, new) if len(f)] or [new], ignore_index=True)
