"""Reading the annotations of a corpus: tables whole, by column, filtered, or part by part.

A store is a folder with a folder of Parquet parts per table (see `batches`). `pandas.read_parquet(store /
"quotations")` reads a table without any help; a `Store` reads the same rows, kept to the articles of one
corpus when the folder holds several.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from analysis import tables
from analysis.corpus.languages import ENGLISH
from analysis.corpus.selection import selected
from analysis.store import batches, integrity, place
from analysis.store.parquet import WHOLE, frame, schema, write_table
from analysis.store.place import Place

if TYPE_CHECKING:
    from analysis.corpus.resemblance import Compared

Where: TypeAlias = "Mapping[str, Any] | pc.Expression | None"
_ARTICLES_AT_ONCE = 3_072
_OF_CORPUS = ("rejects", "warnings")  # tables of which a corpus has a file of its own


@dataclass(frozen=True)
class Store:
    """The annotations of one corpus, or of everything in a store (`corpus` empty).

    Every table is an attribute: `store.articles`, `.quotations`, `.speakers`, … (those of `tables.TABLES`);
    one that holds nothing is a frame without rows. Nothing is kept in memory: take a table once, or ask
    `table` for the columns and rows that are needed. `changes` is how many articles the run that gave it found `new`,
    `changed` and `gone`; empty where none ran.
    """

    path: str
    entries: tuple[batches.Entry, ...] = field(repr=False)
    corpus: str = ""
    partial: bool = False
    changes: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The table `name`."""
        if name not in tables.TABLES:
            raise AttributeError(f"a store has no {name!r}; its tables are {', '.join(tables.TABLES)}")
        return self.table(name)

    def __dir__(self) -> list[str]:
        """Attributes, the tables among them, so that they can be completed."""
        return [*super().__dir__(), *tables.TABLES]

    def __truediv__(self, name: str) -> Path | str:
        """The folder (or URL) of a table, for other readers of Parquet: `store / "quotations"`."""
        return f"{self.path}/{name}" if "://" in self.path else Path(self.path) / name

    def __len__(self) -> int:
        """The number of articles."""
        if self.partial:
            return len(self._article_ids())
        return sum(len(e.articles) - len(e.superseded) for e in self.entries)

    def table(self, name: str, *, columns: Sequence[str] | None = None, where: Where = None) -> pd.DataFrame:
        """Rows of the table `name`: all columns, or those named; all rows, or those `where` keeps.

        `where` maps columns to a value or a list of values, `{"kind": "direct", "article_id": ids}`, or is a
        pyarrow expression. ValueError for an unknown table or column.
        """
        if name not in tables.TABLES:
            raise ValueError(f"table {name!r}: expected one of {', '.join(tables.TABLES)}")
        if name == "speakers" and self.partial:
            return _kept(self._speakers(), columns, where)
        if name == "duplicates" and self.partial:
            return _kept(self.repeated(), columns, where)
        if name == "sources" and self.partial:
            every = frame(name, pa.concat_tables(self._arrow(name, None, None)))
            return _kept(every[every["article_id"].isin(self._article_ids().to_pylist())], columns, where)
        found = pa.concat_tables(self._arrow(name, columns, _expression(where)))
        return frame(name, found, columns)

    def batches(
        self, name: str, columns: Sequence[str] | None = None, where: Where = None
    ) -> Iterator[pd.DataFrame]:
        """The rows of `table`, some thousand articles at a time; memory does not grow with the corpus."""
        if not self._has_parts(name):
            yield self.table(name, columns=columns, where=where)
            return
        for part in self._arrow(name, columns, _expression(where)):
            yield frame(name, part, columns)

    def counts(
        self, outlet: str | None = None, since: str | None = None, until: str | None = None
    ) -> pd.Series:
        """Occurrences of each term (index `term`), most frequent first, over all articles or those selected.

        `since` and `until` are dates, both included; an article without a date is in no period.
        """
        condition = None
        if outlet or since or until:
            articles = self.table("articles", columns=["article_id", "outlet", "published"])
            found = selected(articles, outlets=[outlet] if outlet else [], since=since, until=until)
            condition = pc.field("article_id").isin(pa.array(found["article_id"], pa.string()))
        terms = _summed(self._arrow("term_counts", ("term", "count"), condition)).to_pandas()
        return terms.astype({"term": tables.TEXT, "count": tables.COUNT}).set_index("term")["count"]

    def unread(self) -> pd.DataFrame:
        """The articles that were not annotated since they are not in English: `article_id`, `language`."""
        articles = self.table("articles", columns=["article_id", "language"])
        others = articles[articles["language"].ne(ENGLISH).fillna(True)]
        if not len(others):
            return others.reset_index(drop=True)
        read = self.table("sentences", columns=["article_id"], where={"article_id": others["article_id"]})
        return others[~others["article_id"].isin(read["article_id"])].reset_index(drop=True)

    def derived(
        self, name: str, compute: Callable[[Store], pd.DataFrame], *, version: str, **parameters: object
    ) -> pd.DataFrame:
        """The table `name` that `compute(store)` makes of the whole corpus, kept until anything changes.

        `version` is that of what computes, `parameters` say what else the result depends on. A store that
        cannot be written to is no error.
        """
        where = self.place
        depends = batches.state(self.entries), self._selection(), str(sorted(parameters.items())), version
        key = " ".join(depends)
        if integrity.kept(where, name).get("key") == key and integrity.is_as_kept(where, name):
            return self.table(name)
        found = compute(self)
        with contextlib.suppress(OSError):
            integrity.keep(where, name, key, write_table(where, name, WHOLE, found))
        return found

    def _has_parts(self, name: str) -> bool:
        """Whether each batch has rows of the table for its own articles, and nothing else has any."""
        return name not in _OF_CORPUS and any(name in entry.parts for entry in self.entries)

    @property
    def place(self) -> Place:
        """The folder or URL, opened."""
        return place.of(self.path)

    def _selection(self) -> str:
        """What tells the articles shown from all articles of the store."""
        kept = place.read(self.place, batches.CORPORA, self.corpus + ".parquet") if self.partial else None
        return "" if kept is None else hashlib.sha256(kept).hexdigest()[:16]

    def _article_ids(self) -> pa.ChunkedArray:
        """Ids of the corpus's articles, when the store holds others too."""
        kept = place.read(self.place, batches.CORPORA, self.corpus + ".parquet")
        if kept is None:
            raise place.StoreError(
                f"{self.path}: the list of the corpus's articles is gone; annotate it again"
            )
        return pq.read_table(io.BytesIO(kept))["article_id"].cast(pa.string())

    def _arrow(
        self, name: str, columns: Sequence[str] | None, condition: pc.Expression | None
    ) -> Iterator[pa.Table]:
        """The rows as Arrow tables, a group of parts each, in order of writing; at least one."""
        where = self.place
        if not self._has_parts(name) and not integrity.is_as_kept(where, name):
            raise batches.damaged(where, f"{name}/{WHOLE}")
        fields = self._schema(name)
        unknown = [c for c in columns or () if c not in fields.names]
        if unknown:
            raise ValueError(f"{name} has no column {', '.join(unknown)}; it has {', '.join(fields.names)}")
        yield fields.empty_table() if columns is None else fields.empty_table().select(list(columns))
        for files, kept in self._groups(where, name):
            dataset = _dataset(where, name, files, fields)
            both = kept if condition is None else condition if kept is None else kept & condition
            yield dataset.to_table(columns=list(columns) if columns is not None else None, filter=both)

    def _schema(self, name: str) -> pa.Schema:
        """The columns of a table: those of its specification, and further ones that its files have."""
        if name == "articles":
            return schema(name, batches.further_columns(self.place))
        whole = None if self._has_parts(name) else place.read(self.place, name, WHOLE)
        return schema(name, () if whole is None else pq.read_schema(io.BytesIO(whole)).names)

    def _groups(self, where: Place, name: str) -> Iterator[tuple[list[str], pc.Expression | None]]:
        """Files to read together, with the condition that keeps the rows that count."""
        if name not in _OF_CORPUS and not self._has_parts(name):
            yield [f for f in place.listing(where, name) if f == WHOLE], None
            return
        mine = None
        if name in _OF_CORPUS:
            own = f"corpus-{self.corpus}"
            yield [f for f in place.listing(where, name) if f.startswith(own)], None
            if self.partial:
                origins = self.table("articles", columns=["origin"])["origin"]
                mine = pc.field("origin").isin(pa.array(origins, pa.string()))
        elif self.partial:
            mine = pc.field("article_id").isin(self._article_ids())
        holding = [entry for entry in self.entries if name in entry.parts]
        for some in together([e for e in holding if not e.superseded or name == "rejects"]):
            yield [entry.parts[name] for entry in some], mine
        for entry in holding:
            if entry.superseded and name != "rejects":
                alive = ~pc.field("article_id").isin(pa.array(sorted(entry.superseded), pa.string()))
                yield [entry.parts[name]], alive if mine is None else alive & mine

    def _speakers(self) -> pd.DataFrame:
        """The speakers of a corpus that is part of the store, counted in it alone."""
        ids = self.table("quotations", columns=["speaker_id"])["speaker_id"].dropna()
        known = frame("speakers", pa.concat_tables(self._arrow("speakers", None, None)))
        known = known[known["speaker_id"].isin(ids)].reset_index(drop=True)
        return known.assign(n=known["speaker_id"].map(ids.value_counts()).astype("int64"))

    def repeated(self) -> pd.DataFrame:
        """The table `duplicates` of these articles, found anew from the signatures that every batch keeps."""
        return self.compared().duplicates

    def compared(self, before: pd.DataFrame | None = None) -> Compared:
        """How these articles repeat each other: see `resemblance.compared`."""
        from analysis.corpus.resemblance import compared

        signatures = frame("signatures", pa.concat_tables(self._arrow("signatures", None, None)))
        known = self.table("articles", columns=["article_id", "published", "sha256"])
        if not known["article_id"].equals(signatures["article_id"]):
            return compared(known.merge(signatures, on="article_id"), before)
        return compared(known.assign(signature=signatures["signature"]), before)


def read(path: str | Path) -> Store:
    """Everything that a store holds; StoreError when there is no store at `path`.

    A UserWarning says so when its rows are of more than one version of a stage, or when the last run did not end.
    What is not as it was written is a StoreError that names the file.
    """
    where = place.of(path)
    found = batches.entries(where)
    integrity.check(where, found)
    if not found and not place.listing(where, batches.CORPORA):
        raise place.StoreError(
            f"{path}: no annotations here (make them: newsbook annotate CORPUS --store {path})"
        )
    told = [f"{stage} ({', '.join(kinds)})" for stage, kinds in batches.mixed(found).items()]
    if told:
        warnings.warn(
            f"{path}: not all articles were annotated by the same version of: {'; '.join(told)}. Annotate the corpus "
            "again, and what is out of date is made anew.",
            stacklevel=2,
        )
    elif found and not integrity.is_complete(where) and batches.is_of_today(where):
        warnings.warn(
            f"{path}: the last run did not come to its end, or is under way; these are the rows that it left.",
            stacklevel=2,
        )
    return Store(path=str(path), entries=found)


def _dataset(where: Place, name: str, files: Sequence[str], fields: pa.Schema) -> ds.Dataset:
    """Files of a table, read together, each as it was written; StoreError when one is not."""
    form = ds.ParquetFileFormat()
    fragments = []
    contents = place.read_all(where, [(name, file) for file in files])
    for file, content in zip(files, contents, strict=True):
        if content is None:
            raise place.StoreError(
                f"{where.name}: {name}/{file} is not there. If the corpus was annotated since this was opened, open "
                f"it again; else see what is hurt: newsbook verify {where.name}"
            )
        if not batches.is_intact(file, content):
            raise batches.damaged(where, f"{name}/{file}")
        fragments.append(form.make_fragment(pa.BufferReader(content)))
    try:
        return ds.FileSystemDataset(fragments, fields, form)
    except pa.ArrowException as error:
        raise batches.damaged(where, f"{name}/{', '.join(files)}") from error


def together(known: Sequence[batches.Entry]) -> Iterator[list[batches.Entry]]:
    """Batches that are read at once, some thousand articles each time."""
    some: list[batches.Entry] = []
    n = 0
    for entry in known:
        if some and n + len(entry.articles) > _ARTICLES_AT_ONCE:
            yield some
            some, n = [], 0
        some.append(entry)
        n += len(entry.articles)
    if some:
        yield some


def _expression(where: Where) -> pc.Expression | None:
    """The condition that `where` states; None when it states none."""
    if where is None or isinstance(where, pc.Expression):
        return where
    condition = None
    for column, wanted in where.items():
        several = isinstance(wanted, list | tuple | set | frozenset | pd.Series | pd.Index)
        values = list(wanted) if several else [wanted]
        term = pc.field(column).isin(values) if values else pc.scalar(False)
        condition = term if condition is None else condition & term
    return condition


def _kept(rows: pd.DataFrame, columns: Sequence[str] | None, where: Where) -> pd.DataFrame:
    """The columns and rows of a frame in memory that were asked for."""
    condition = _expression(where)
    if condition is not None:
        numbered = pa.Table.from_pandas(rows.assign(row=range(len(rows))), preserve_index=False)
        rows = rows.iloc[numbered.filter(condition)["row"].to_numpy()].reset_index(drop=True)
    return rows if columns is None else rows[list(columns)]


def _summed(parts: Iterator[pa.Table]) -> pa.Table:
    """The counts of each term over all parts, added up as they come."""
    total = next(parts)
    for part in parts:
        grouped = pa.concat_tables([total, part]).group_by("term").aggregate([("count", "sum")])
        total = grouped.rename_columns({"count_sum": "count"}).select(["term", "count"])
    return total.sort_by([("count", "descending"), ("term", "ascending")])
