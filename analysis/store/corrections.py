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
SPEAKERS = "corrected_speakers"
EARLIER = {name: f"earlier_{name}" for name in (ARTICLES, QUOTATIONS, SPANS, SPEAKERS)}
COLUMNS = ("article_id", "sha256", "by", "at", "sample", "why")
OF_SPEAKERS = ("article_id", "coding", "name", "kind", "gender")


def articles(where: Place) -> pd.DataFrame:
    """The corrected articles: article_id, `sha256` of the text corrected, `by` whom, `at` what time, `sample`, `why`.

    `sample` is that of a review, missing where a folder of brat was read.
    """
    return _texts(where, ARTICLES, COLUMNS)


def speakers(where: Place) -> pd.DataFrame:
    """Speakers that people set: article_id, `coding` (the content's spans, `start-end start-end`), name, kind,
    gender.

    One without a name is nobody who can be told; a kind or gender that is missing was not set.
    """
    return _texts(where, SPEAKERS, OF_SPEAKERS)


def earlier(where: Place) -> dict[str, pd.DataFrame]:
    """What was corrected before it was corrected again, by table, each row with the time `until` which it held."""
    columns = {
        ARTICLES: COLUMNS,
        QUOTATIONS: tuple(tables.TABLES["quotations"].columns),
        SPANS: tuple(tables.TABLES["spans"].columns),
        SPEAKERS: OF_SPEAKERS,
    }
    found = {}
    for name, folder in EARLIER.items():
        kept = place.read(where, folder, parquet.WHOLE)
        if kept is None:
            found[name] = pd.DataFrame({c: pd.Series(dtype=tables.TEXT) for c in (*columns[name], "until")})
        else:
            found[name] = pq.read_table(io.BytesIO(kept)).to_pandas()
    return found


def _texts(where: Place, folder: str, columns: Iterable[str]) -> pd.DataFrame:
    """A table of texts; what a version before did not know is missing."""
    kept = place.read(where, folder, parquet.WHOLE)
    if kept is None:
        return pd.DataFrame({c: pd.Series(dtype=tables.TEXT) for c in columns})
    return (
        pq.read_table(io.BytesIO(kept)).to_pandas().reindex(columns=list(columns)).astype("string[pyarrow]")
    )


def digests(where: Place) -> dict[tuple[str, str], str]:
    """What tells one correction from another, by article id and text; it does not hold for another text."""
    found = articles(where)
    keys = zip(found["article_id"], found["sha256"], strict=True)
    return {key: f"{by} {at}" for key, by, at in zip(keys, found["by"], found["at"], strict=True)}


def of(where: Place, wanted: pd.DataFrame) -> tuple[list[str], pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Ids of those of `wanted` that are corrected on the text they have, their quotations, spans and set speakers."""
    known = digests(where)
    ids = [a for a, sha in zip(wanted["article_id"], wanted["sha256"], strict=True) if (a, sha) in known]
    every = (_rows(where, QUOTATIONS, "quotations"), _rows(where, SPANS, "spans"), speakers(where))
    quotations, spans, named = (f[f["article_id"].isin(ids)].reset_index(drop=True) for f in every)
    return ids, quotations, spans, named


def keep(
    where: Place,
    found: pd.DataFrame,
    quotations: pd.DataFrame,
    spans: pd.DataFrame,
    speakers_set: pd.DataFrame | None = None,
) -> None:
    """Add corrections; those of the same articles that were kept before become `earlier`. `found` is as of
    `articles`.

    Quotations may be without `act`, which is then missing; `speakers_set` are as of `speakers`.
    """
    ids = set(found["article_id"])
    if "act" not in quotations:
        quotations = quotations.assign(act=None)
    named = speakers(where) if speakers_set is None else speakers_set
    named = named[named["article_id"].isin(ids)] if speakers_set is None else named
    new = {
        QUOTATIONS: (_rows(where, QUOTATIONS, "quotations"), tables.build("quotations", quotations)),
        SPANS: (_rows(where, SPANS, "spans"), tables.build("spans", spans)),
        SPEAKERS: (speakers(where), named.reindex(columns=list(OF_SPEAKERS)).astype("string[pyarrow]")),
        ARTICLES: (articles(where), found.reindex(columns=list(COLUMNS)).astype("string[pyarrow]")),
    }
    until = str(found["at"].iloc[0]) if len(found) else ""
    for folder, (before, after) in new.items():  # the articles last: they say that there is a correction
        gone = before[before["article_id"].isin(list(ids))]
        if len(gone):
            _put_aside(where, folder, gone.assign(until=until))
        parquet.write_table(where, folder, parquet.WHOLE, _merged(before, after, ids))


def _put_aside(where: Place, folder: str, gone: pd.DataFrame) -> None:
    """Add rows to those that held before; a run that was killed and repeats itself adds none twice."""
    kept = place.read(where, EARLIER[folder], parquet.WHOLE)
    known = (
        [] if kept is None else [pq.read_table(io.BytesIO(kept)).to_pandas(types_mapper=parquet.STRINGS.get)]
    )
    rows = pd.concat([*known, gone], ignore_index=True).drop_duplicates(ignore_index=True)
    parquet.write_table(where, EARLIER[folder], parquet.WHOLE, rows)


def _rows(where: Place, folder: str, table: str) -> pd.DataFrame:
    kept = place.read(where, folder, parquet.WHOLE)
    if kept is None:
        return tables.empty(table)
    # Those of an earlier version lack the columns that are new since.
    return parquet.frame(table, parquet.fitted(pq.read_table(io.BytesIO(kept)), parquet.schema(table)))


def _merged(before: pd.DataFrame, new: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    rest = before[~before["article_id"].isin(list(ids))]
    return pd.concat([f for f in (rest, new) if len(f)] or [new], ignore_index=True)
