"""Writing the parts of a store: articles as they come in, what a batch became, and rows that changed since.

Every change of a part writes the whole part anew and puts it in place in one step, so that a reader sees the
old rows or the new ones. Each change is idempotent: after a crash it is simply made again.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import tables
from analysis.store import batches, parquet, place
from analysis.store.batches import Entry
from analysis.store.place import Place

Change = Callable[[pa.Table], pa.Table]


def load(where: Place, table: str, entry: Entry) -> pa.Table:
    """One part of a table."""
    content = place.read(where, table, batches.part(entry))
    if content is None:
        raise place.StoreError(f"{where.root}: {table}/{batches.part(entry)} is missing; delete the store")
    return pq.read_table(io.BytesIO(content))


def incoming(where: Place, name: str, articles: pd.DataFrame) -> None:
    """Put articles where whoever annotates the batch finds them; they become its part of `articles`."""
    found = pa.Table.from_pandas(articles, preserve_index=False)
    _widen(where, found.schema)
    place.write(where, parquet.encoded(found), batches.INCOMING, name + ".parquet")


def read_incoming(where: Place, name: str) -> pd.DataFrame:
    """The articles of a batch that is still to be annotated."""
    content = place.read(where, batches.INCOMING, name + ".parquet")
    if content is None:
        raise place.StoreError(f"{where.root}: the articles of batch {name} are gone")
    return parquet.frame("articles", pq.read_table(io.BytesIO(content)))


def write_hidden(where: Place, name: str, found: Mapping[str, pd.DataFrame]) -> str:
    """Write what a batch became under hidden names; returns the attempt that `batches.commit` needs."""
    attempt = uuid.uuid4().hex[:12]
    for table in batches.BATCH_TABLES:
        frame = found[table] if table in found else tables.empty(table)
        rows = pa.Table.from_pandas(frame, preserve_index=False)
        with where.files.open_output_stream(where.path(table, f".{name}.{attempt}")) as stream:
            stream.write(parquet.encoded(rows))
    return attempt


def prepare(where: Place) -> None:
    """Make a folder for every table, with a file without rows that carries its columns."""
    where.files.create_dir(where.path(parquet.SIGNATURES), recursive=True)
    for table in tables.TABLES:
        if parquet.SCHEMA not in place.listing(where, table):
            parquet.write_table(where, table, parquet.SCHEMA, tables.empty(table))


def _widen(where: Place, schema: pa.Schema) -> None:
    """Add metadata columns that are new to the columns all parts of `articles` are read with."""
    known = parquet.schema(where, "articles")
    new = [field for field in schema if field.name not in known.names]
    if new:
        wider = pa.schema([*known, *new])
        place.write(where, parquet.encoded(wider.empty_table()), "articles", parquet.SCHEMA)


def change(where: Place, table: str, entry: Entry, make: Change) -> bool:
    """Replace a part by what `make` makes of it; True when that differs."""
    before = load(where, table, entry)
    after = make(before)
    if after.equals(before):
        return False
    place.write(where, parquet.encoded(after), table, batches.part(entry))
    return True


def retire(where: Place, known: Iterable[Entry]) -> tuple[Entry, ...]:
    """Take the rows of superseded articles out of their old parts; returns the batches that are left."""
    left = []
    for entry in known:
        if not entry.superseded:
            left.append(entry)
        elif entry.superseded >= entry.articles.keys():
            batches.drop(where, entry)
        else:
            left.append(_without(where, entry))
    return tuple(left)


def _without(where: Place, entry: Entry) -> Entry:
    gone = pa.array(sorted(entry.superseded), pa.string())
    articles = load(where, "articles", entry)
    kept = articles.filter(pc.invert(pc.is_in(articles["article_id"].cast(pa.string()), gone)))
    origins = kept["origin"].cast(pa.string()).combine_chunks()

    def alive(found: pa.Table) -> pa.Table:
        if "article_id" in found.column_names:
            return found.filter(pc.invert(pc.is_in(found["article_id"].cast(pa.string()), gone)))
        return found.filter(pc.is_in(found["origin"].cast(pa.string()), origins))

    for table in (*batches.BATCH_TABLES, "articles"):
        change(where, table, entry, alive)
    rest = {k: v for k, v in entry.articles.items() if k not in entry.superseded}
    batches.write_entry(where, replace(entry, articles=rest))
    return replace(entry, articles=rest, superseded=frozenset())


def refresh(where: Place, entry: Entry, articles: pd.DataFrame, digests: Mapping[str, str]) -> Entry:
    """Give a batch's articles the metadata of `articles`, which the annotators do not look at.

    `digests` are those of the new metadata, by article id.
    """
    new = articles.set_index("article_id")

    def renewed(found: pa.Table) -> pa.Table:
        frame = parquet.frame("articles", found).set_index("article_id")
        fresh = new.drop(columns="text").assign(text=frame["text"].reindex(new.index))
        columns = list(dict.fromkeys([*frame.columns, *fresh.columns]))
        rows = pd.concat([frame.drop(index=new.index), fresh]).reindex(index=frame.index, columns=columns)
        return pa.Table.from_pandas(tables.build("articles", rows.reset_index()), preserve_index=False)

    change(where, "articles", entry, renewed)
    _widen(where, pa.Schema.from_pandas(articles, preserve_index=False))
    changed = {k: (v[0], digests.get(k, v[1])) for k, v in entry.articles.items()}
    batches.write_entry(where, replace(entry, articles=changed))
    return replace(entry, articles=changed)


def assign_speakers(where: Place, known: Iterable[Entry], speaker_ids: pd.Series) -> int:
    """Write the speakers of all mentions, in the order of the parts, to mentions and quotations that differ.

    Returns how many parts were written.
    """
    ids = pa.array(speaker_ids.array, pa.string(), from_pandas=True)
    written = first = 0
    for entry in known:
        keys = load(where, "mentions", entry).select(["article_id", "quotation"])
        mine = ids.slice(first, len(keys))
        first += len(keys)
        for table in ("mentions", "quotations"):
            written += change(where, table, entry, lambda found, k=keys, i=mine: _linked(found, k, i))  # type: ignore[misc]
    return written


def _linked(found: pa.Table, keys: pa.Table, speaker_ids: pa.Array) -> pa.Table:
    """Rows of a part with their `speaker_ids`, which belong to `keys` (article_id, quotation)."""
    own = found.select(keys.column_names)
    field = found.schema.field("speaker_id")
    if not own.equals(keys):  # most often the rows are the same, in the same order
        by_key = pd.Series(
            speaker_ids.to_pylist(), index=pd.MultiIndex.from_frame(keys.to_pandas()), dtype=object
        )
        rows = by_key.reindex(pd.MultiIndex.from_frame(own.to_pandas()))
        speaker_ids = pa.array(rows, pa.string(), from_pandas=True)
    return found.set_column(found.schema.get_field_index("speaker_id"), field, speaker_ids.cast(field.type))
