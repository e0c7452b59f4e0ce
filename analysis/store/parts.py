"""Writing the parts of a store: articles as they come in, what a batch became, and rows that changed since.

A part is written once, under a name that has a digest of its bytes; a change writes another part and has the batch's
entry name it instead, in one step, so that a reader sees the old rows or the new ones. Each change is idempotent:
after a crash it is simply made again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
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
_ENTRIES_AT_ONCE = 32
EMPTY = "empty.parquet"  # says which columns a table has as long as no file with rows does


def write(where: Place, table: str, batch: str, rows: pd.DataFrame | pa.Table) -> str:
    """Write rows as a batch's part of a table; returns the name of the file. Nothing counts by this alone."""
    return write_all(where, batch, {table: rows})[table]


def write_all(where: Place, batch: str, rows: Mapping[str, pd.DataFrame | pa.Table]) -> dict[str, str]:
    """Write a batch's parts of several tables; returns the names of the files, by table. Nothing counts by this."""
    extra = batches.further_columns(where) if "articles" in rows else ()
    contents = {
        t: _encoded(found, parquet.schema(t, extra if t == "articles" else ())) for t, found in rows.items()
    }
    names = {table: batches.part_name(batch, content) for table, content in contents.items()}
    place.write_all(where, {(table, names[table]): content for table, content in contents.items()})
    return names


def _encoded(rows: pd.DataFrame | pa.Table, wanted: pa.Schema) -> bytes:
    found = pa.Table.from_pandas(rows, preserve_index=False) if isinstance(rows, pd.DataFrame) else rows
    return parquet.encoded(parquet.fitted(found, wanted))


def load(where: Place, table: str, entry: Entry) -> pa.Table:
    """One part of a table; StoreError when it is gone or not as it was written."""
    return _rows(where, table, entry.parts[table])


def load_all(where: Place, table: str, known: Sequence[Entry]) -> list[pa.Table]:
    """The part of a table of each batch, asked for at once; see `load`."""
    wanted = [(table, entry.parts[table]) for entry in known]
    contents = place.read_all(where, wanted)
    return [_table(where, *names, content) for names, content in zip(wanted, contents, strict=True)]


def _rows(where: Place, table: str, file: str) -> pa.Table:
    return _table(where, table, file, place.read(where, table, file))


def _table(where: Place, table: str, file: str, content: bytes | None) -> pa.Table:
    try:
        return pq.read_table(io.BytesIO(intact(where, table, file, content)))
    except pa.ArrowException as error:  # of a part of 0.1.0, whose name has no digest
        raise batches.damaged(where, f"{table}/{file}") from error


def intact(where: Place, table: str, file: str, content: bytes | None) -> bytes:
    """The bytes of a part that were read; StoreError when there are none, or not those that were written."""
    if content is None:
        raise batches.damaged(where, f"{table}/{file}", "is missing")
    if not batches.is_intact(file, content):
        raise batches.damaged(where, f"{table}/{file}")
    return content


def incoming(where: Place, name: str, articles: pd.DataFrame, further: Sequence[str]) -> str:
    """Put articles where whoever annotates the batch finds them: their part, which counts with the batch's entry.

    `further` are the columns that the store's articles have besides those of the specification, theirs too.
    """
    content = _encoded(articles, parquet.schema("articles", further))
    file = batches.part_name(name, content)
    place.write(where, content, "articles", file)
    return file


def frame(where: Place, table: str, file: str) -> pd.DataFrame:
    """The rows of a part, which need not count yet."""
    return parquet.frame(table, _rows(where, table, file))


def change(where: Place, entry: Entry, make: Mapping[str, Change], **fields: object) -> Entry:
    """The entry after some of its parts are replaced by what `make` makes of them, and it has other `fields`.

    Nothing is written where nothing differs.
    """
    return _changed(where, [entry], make, fields)[0]


def _changed(
    where: Place, known: Sequence[Entry], make: Mapping[str, Change], fields: Mapping[str, object]
) -> list[Entry]:
    """Several entries as of `change`, in their order; what is read and written of them is asked for at once."""
    wanted = [(table, entry.parts[table]) for entry in known for table in make]
    contents = dict(zip(wanted, place.read_all(where, wanted), strict=True))
    new: dict[tuple[str, ...], bytes] = {}
    after = []
    for entry in known:
        files = dict(entry.parts)
        for table, changed in make.items():
            before = _table(where, table, files[table], contents[table, files[table]])
            rows = changed(before)
            if not rows.equals(before):
                extra = batches.further_columns(where) if table == "articles" else ()
                content = _encoded(rows, parquet.schema(table, extra))
                files[table] = batches.part_name(entry.name, content)
                new[table, files[table]] = content
        after.append(replace(entry, parts=files, **fields))  # type: ignore[arg-type]
    place.write_all(where, new)
    differing = [(one, before) for one, before in zip(after, known, strict=True) if one != before]
    batches.write_entries(where, differing)
    return [before if one == before else one for one, before in zip(after, known, strict=True)]


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

    rest = {k: v for k, v in entry.articles.items() if k not in entry.superseded}
    return change(where, entry, dict.fromkeys(entry.parts, alive), articles=rest, superseded=frozenset())


def refresh(where: Place, entry: Entry, articles: pd.DataFrame, digests: Mapping[str, str]) -> Entry:
    """Give a batch's articles the metadata of `articles`, which the stages do not look at.

    `digests` are those of the new metadata, by article id.
    """
    new = articles.set_index("article_id")
    known = batches.further_columns(where)
    further = [c for c in new.columns if c not in known and c not in tables.TABLES["articles"].columns]
    batches.keep_further_columns(where, [*known, *further])

    def renewed(found: pa.Table) -> pa.Table:
        rows = parquet.frame("articles", found).set_index("article_id")
        fresh = new.drop(columns="text").assign(text=rows["text"].reindex(new.index))
        columns = list(dict.fromkeys([*rows.columns, *fresh.columns]))
        merged = pd.concat([rows.drop(index=new.index), fresh]).reindex(index=rows.index, columns=columns)
        return pa.Table.from_pandas(tables.build("articles", merged.reset_index()), preserve_index=False)

    changed = {k: (v[0], digests.get(k, v[1])) for k, v in entry.articles.items()}
    return change(where, entry, {"articles": renewed}, articles=changed)


def assign(where: Place, known: Sequence[Entry], values: Mapping[str, pd.DataFrame]) -> tuple[Entry, ...]:
    """Write columns of frames to the rows of their tables that have the same key, by table.

    A frame has the key and the columns to write, best in the order of the parts: then the rows of a part are a
    piece of it, and nothing has to be looked up. Returns the batches as they are then.
    """
    make = {table: _assigning(table, frame) for table, frame in values.items()}
    after: list[Entry] = []
    for first in range(0, len(known), _ENTRIES_AT_ONCE):
        after += _changed(where, known[first : first + _ENTRIES_AT_ONCE], make, {})
    return tuple(after)


def _assigning(table: str, values: pd.DataFrame) -> Change:
    """What gives columns of `values` to the parts of a table, one after the other."""
    keys = list(tables.specification(table).key)
    columns = [c for c in values.columns if c not in keys]
    found = pa.Table.from_pandas(values, preserve_index=False)
    by_key: pd.DataFrame | None = None
    first = 0

    def assigned(rows: pa.Table) -> pa.Table:
        nonlocal by_key, first
        mine = found.slice(first, len(rows))
        first += len(rows)
        own = rows.select(keys).cast(mine.select(keys).schema)
        if not own.equals(mine.select(keys)):
            if by_key is None:
                by_key = values.set_index(keys)
            index = pd.MultiIndex.from_frame(own.to_pandas())
            mine = pa.Table.from_pandas(by_key.reindex(index)[columns], preserve_index=False)
        for column in columns:
            at = rows.schema.get_field_index(column)
            field = rows.schema.field(column)
            rows = rows.set_column(at, field, mine[column].cast(field.type))
        return rows

    return assigned


def widen(where: Place, known: Iterable[Entry]) -> tuple[Entry, ...]:
    """Write the parts anew that have not all columns of their tables: those of today, of every file of the corpus.

    This is how a column that is new, to the specification or to the corpus, reaches rows that exist. Returns the
    batches as they are then.
    """
    extra = batches.further_columns(where)
    batches.keep_further_columns(where, extra)  # of a store of 0.1.0 that were elsewhere
    return tuple(_widened(where, entry, extra) for entry in known)


def _widened(where: Place, entry: Entry, extra: tuple[str, ...]) -> Entry:
    wanted = parquet.shape(entry.parts, extra)
    if entry.columns == wanted:
        return entry
    parts = dict(entry.parts)
    for table, file in entry.parts.items():
        rows = load(where, table, entry)
        schema = parquet.schema(table, extra if table == "articles" else ())
        if not rows.schema.equals(schema) or not batches.has_digest(file):
            parts[table] = write(where, table, entry.name, rows)
    return batches.write_entry(where, replace(entry, parts=parts, columns=wanted), before=entry)


def finish(where: Place, known: Iterable[Entry]) -> None:
    """Leave folders that any reader of Parquet reads: only parts that count, and a file where a table has no rows."""
    batches.sweep(where, known)
    batches.forget_format_1(where)
    for table, found in place.listings(where, (*tables.TABLES, *tables.INTERNAL)).items():
        files = [name for name in found if not name.startswith(".")]
        if not files:
            rows = parquet.schema(table).empty_table()
            place.write(where, parquet.encoded(rows), table, EMPTY)
        elif EMPTY in files and len(files) > 1:
            place.remove(where, table, EMPTY)
