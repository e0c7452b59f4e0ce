"""Reading a corpus into a store: which articles are new, changed or gone, and batches of what has to be annotated."""

from __future__ import annotations

import hashlib
import io
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import pandas as pd
import pyarrow.parquet as pq

from analysis import tables
from analysis.annotate import stages
from analysis.annotate.executors import Task
from analysis.corpus.languages import annotated
from analysis.corpus.memory import Memory
from analysis.settings import Settings
from analysis.store import Store, arrivals, batches, compaction, corrections, parquet, parts, place
from analysis.store.batches import Entry
from analysis.store.place import Place

CHANGES = ("new", "changed", "gone")
ORDINARY = 5_000  # characters of an article
Digests = dict[str, tuple[str, str]]


@dataclass
class Intake:
    """One reading of a corpus into a store, and what it has found so far.

    `settings` are those of the run, `known` the batches that count; `retry` says that articles which took too long
    are tried again, `again` that those given are in the store already, as they are.
    Filled while the corpus is read: the `memory` of what it holds, its `rejects`, `renamed` articles of which only
    metadata changed, batches `waiting` to be annotated, the number of articles `to_do`, how many are new, changed or
    gone (`changes`); `read` says that the end was reached.
    """

    where: Place
    settings: Settings
    known: tuple[Entry, ...]
    batch_size: int
    retry: bool = False
    again: bool = False
    memory: Memory = field(default_factory=Memory)
    rejects: list[pd.DataFrame] = field(default_factory=list)
    renamed: list[pd.DataFrame] = field(default_factory=list)
    length: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, Entry] = field(default_factory=dict)
    to_do: int = 0
    read: bool = False
    changes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHANGES, 0))

    def __post_init__(self) -> None:
        """Look up what the store holds."""
        self.sequence = itertools.count(batches.next_sequence(self.known))
        self.owner = {a: e.name for e in self.known for a in e.articles}
        self.entry = {e.name: e for e in self.known}
        self.corrected = corrections.digests(self.where)
        self.wanted = stages.fingerprints(self.settings)
        self.maker = stages.maker(self.settings)
        self.further = batches.further_columns(self.where)
        self.formatted = False

    def tasks(self, stream: Iterable[tuple[pd.DataFrame, pd.DataFrame]]) -> Iterator[Task]:
        """Batches of articles that are new or changed, put in place as the corpus is read."""
        made = {stage.name: self.wanted[stage.name] for stage in stages.of("article")}
        for articles in in_batches(map(self._new, stream), self.batch_size):
            found = digests(articles, self.corrected, language=self.settings.language)
            name = batches.batch_name(next(self.sequence), found)
            self._widen_to(articles)
            file = parts.incoming(self.where, name, articles, self.further)
            entry = Entry(name, made, found, {"articles": file})
            yield self._task(entry, tuple(made), tuple(found))
        self.read = True

    def _widen_to(self, articles: pd.DataFrame) -> None:
        """Have the store know of the metadata columns that articles bring, before anything is written with them."""
        known = (*self.further, *tables.TABLES["articles"].columns)
        new = [c for c in articles.columns if c not in known]
        if new or not self.formatted:
            self.further, self.formatted = (*self.further, *new), True
            batches.keep_further_columns(self.where, self.further)

    def updates(self) -> Iterator[Task]:
        """Batches of the corpus's articles of which rows are out of date, with the stages to run on them again.

        A batch with an article that could not be annotated runs through all stages once more.
        """
        mine = {self.owner[article_id] for article_id in self.memory.article_ids}
        self.length = self.memory.lengths()
        for entry in [e for e in self.known if e.name in mine]:
            found = stages.stale(entry.stages, self.wanted)
            reasons = self._reasons(entry) if found or self.retry else frozenset()
            if found or "took too long" in reasons:
                again = stages.of("article") if reasons else found
                made = {**stages.renamed(entry.stages), **{s.name: self.wanted[s.name] for s in again}}
                yield self._task(
                    replace(entry, stages=made), tuple(s.name for s in again), tuple(entry.articles)
                )

    def _reasons(self, entry: Entry) -> frozenset[str]:
        """Why articles of a batch are not annotated."""
        return frozenset(parts.load(self.where, "rejects", entry)["reason"].to_pylist())

    def _task(self, entry: Entry, wanted: tuple[str, ...], ids: tuple[str, ...]) -> Task:
        self.waiting[entry.name] = entry
        self.to_do += len(ids)
        corrected = not {article_id for article_id, _ in self.corrected}.isdisjoint(ids)
        return Task(
            self.where.name,
            entry.name,
            ids,
            self.settings,
            wanted,
            entry.parts,
            self.maker,
            corrected,
            seconds=tuple(
                self.settings.article_seconds * max(1, self.length.get(a, 0) / ORDINARY) for a in ids
            ),
        )

    def _new(self, read: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
        """Those articles that are not in the store as they are now; the others are noted."""
        articles, rejects = read
        self.rejects.append(rejects)
        self.length.update(zip(articles["article_id"], articles["n_characters"].tolist(), strict=True))
        new, renamed = [], []
        found = digests(articles, self.corrected, language=self.settings.language)
        for article_id, (seen, rest) in found.items():
            there = self.held(article_id)
            new.append(there is None or there[0] != seen)
            renamed.append(there is not None and there[0] == seen and there[1] != rest)
            if there != (seen, rest):
                self.changes["new" if there is None else "changed"] += 1
        if any(renamed):
            self.renamed.append(articles[renamed])
        return articles[new]

    def commit(self, name: str, made: Mapping[str, str]) -> int:
        """Make what a batch became count, and take its articles out of older batches.

        `made` are the files of the tables that were made. Returns how many articles the batch has.
        """
        entry = self.waiting.pop(name)
        files, before = {**entry.parts, **made}, self.entry.get(name)
        # Of a batch that was there, parts that were not made now may still have the columns of then: see `widen`.
        columns = before.columns if before else parquet.shape(files, self.further)
        entry = replace(entry, parts=files, columns=columns)
        if before is None:
            came = arrivals.arrived(self.known) if self.again else None
            entry = arrivals.dated(entry, self.known, before=came)
        batches.write_entry(self.where, entry, before=before)
        older: dict[str, set[str]] = {}
        for article_id in entry.articles:
            old = self.owner.get(article_id, name)
            if old != name:
                older.setdefault(old, set()).add(article_id)
            self.owner[article_id] = name
        self.entry[name] = entry
        self.known = tuple(sorted(self.entry.values(), key=lambda e: e.name))
        if older:
            self._supersede(older)
        return len(entry.articles)

    def _supersede(self, older: Mapping[str, set[str]]) -> None:
        """Take articles out of batches, by the names of these."""
        touched = [replace(e, superseded=frozenset(older.get(e.name, ()))) for e in self.known]
        self.known = parts.retire(self.where, touched)
        self.entry = {e.name: e for e in self.known}

    def refresh(self) -> None:
        """Bring metadata that changed to the articles that need no annotation."""
        if not self.renamed:
            return
        articles = pd.concat(self.renamed, ignore_index=True)
        rest = {article_id: both[1] for article_id, both in digests(articles, {}).items()}
        owners = [self.owner[a] for a in articles["article_id"]]
        for name, group in articles.groupby(pd.Series(owners)):
            self.entry[str(name)] = parts.refresh(self.where, self.entry[str(name)], group, rest)
        self.known = tuple(self.entry[entry.name] for entry in self.known)

    def record(self, identity: str) -> None:
        """Note what the corpus has: articles, rejects, warnings; remove articles that no corpus has now."""
        rejects = pd.concat([r for r in self.rejects if len(r)] or [tables.empty("rejects")])
        parquet.write_table(self.where, "rejects", f"corpus-{identity}.parquet", rejects)
        warned = self.memory.warnings(self._texts)
        parquet.write_table(self.where, "warnings", f"corpus-{identity}.parquet", warned)
        ids = pd.DataFrame({"article_id": pd.Series(self.memory.article_ids, dtype=tables.TEXT)})
        parquet.write_table(self.where, batches.CORPORA, identity + ".parquet", ids)
        held = set(self.memory.article_ids).union(*self._of_other_corpora(identity))
        gone: dict[str, set[str]] = {}
        for article_id in self.owner.keys() - held:
            gone.setdefault(self.owner.pop(article_id), set()).add(article_id)
        self.changes["gone"] += sum(map(len, gone.values()))
        if gone:
            self._supersede(gone)

    def _texts(self, article_ids: list[str]) -> dict[str, str]:
        """The texts of articles that are stored."""
        store, wanted = Store(self.where.name, self.known), {"article_id": article_ids}
        rows = store.table("articles", columns=["article_id", "text"], where=wanted)
        return dict(zip(*tables.values(rows, "article_id", "text"), strict=True))

    def held(self, article_id: str) -> tuple[str, str] | None:
        """The digests of an article as the store has it, None where it has none."""
        name = self.owner.get(article_id)
        return None if name is None else self.entry[name].articles[article_id]

    def _of_other_corpora(self, identity: str) -> Iterator[list[str]]:
        found = place.listing(self.where, batches.CORPORA)
        others = [f for f in found if f.endswith(".parquet") and f != identity + ".parquet"]
        for content in place.read_all(self.where, [(batches.CORPORA, file) for file in others]):
            if content is not None:
                yield pq.read_table(io.BytesIO(content))["article_id"].to_pylist()

    def widen(self) -> None:
        """Give all parts the columns that any of them has, and that their tables have today."""
        today = [replace(e, stages=stages.renamed(e.stages)) for e in self.known]
        self.known = parts.widen(self.where, today)
        self.entry = {e.name: e for e in self.known}

    def compact(self) -> None:
        """Join small batches."""
        self.known = compaction.compacted(self.where, self.known)
        self.entry = {e.name: e for e in self.known}
        self.owner = {a: e.name for e in self.known for a in e.articles}

    @property
    def partial(self) -> bool:
        """Whether the store holds articles of other corpora too."""
        return len(self.owner) != len(self.memory.article_ids)


def languages(store: Store) -> dict[str, str | None]:
    """The language of each text of a store, by its digest, where all were read as this version reads.

    Nothing where rows are not there, as after a run that was ended: they are read again.
    """
    from analysis import corpus as corpora

    where = store.place
    names = [name for name in place.listing(where, batches.CORPORA) if name.endswith(".json")]
    if any(place.read_json(where, batches.CORPORA, name).get("reading") != corpora.VERSION for name in names):
        return {}
    if not names or not store.entries:
        return {}
    try:
        rows = store.table("articles", columns=["sha256", "language"])
    except place.StoreError:
        return {}
    return dict(zip(*tables.values(rows, "sha256", "language"), strict=True))


def digests(
    articles: pd.DataFrame, corrected: Mapping[tuple[str, str], str], *, language: str | None = "any"
) -> Digests:
    """By article id, digests of what the stages look at (a correction too) and of the other columns.

    The first says too whether the article is in a language that is not annotated: its language is part of it then.
    Columns that only other articles have change nothing.
    """
    looked_at = stages.seen()
    others = sorted(c for c in articles.columns if c not in (*looked_at, "article_id", "text"))
    further = frozenset(others) - tables.TABLES["articles"].columns.keys()
    text = articles.drop(columns="text").astype("string[pyarrow]").fillna("")
    ids, sha256s, codes = tables.values(text, "article_id", "sha256", "language")
    seen, rest = (list(zip(*tables.values(text, *columns), strict=True)) for columns in (looked_at, others))
    left = [
        () if read else (f"not annotated: {code}",)
        for read, code in zip(annotated(articles, language).tolist(), codes, strict=True)
    ]
    known = zip(ids, sha256s, seen, rest, left, strict=True)
    return {
        article_id: (
            _digest((*s, corrected.get((article_id, sha256), ""), *left_out)),
            _digest((*others, *r) if not further or all(r) else _there(others, r, further)),
        )
        for article_id, sha256, s, r, left_out in known
    }


def _there(names: Sequence[str], cells: Sequence[str], further: Set[str]) -> tuple[str, ...]:
    """Names and cells, without those of columns that are `further` and empty."""
    kept = [(name, cell) for name, cell in zip(names, cells, strict=True) if cell or name not in further]
    return (*(name for name, _ in kept), *(cell for _, cell in kept))


def _digest(cells: Iterable[str]) -> str:
    return hashlib.blake2b("\x1f".join(cells).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def in_batches(frames: Iterable[pd.DataFrame], size: int) -> Iterator[pd.DataFrame]:
    """The rows in frames of `size`; the last few smaller and even in number, so that workers end together."""
    waiting: list[pd.DataFrame] = []
    for frame in frames:
        waiting += [frame] if len(frame) else []
        if sum(map(len, waiting)) >= 5 * size:
            rows = pd.concat(waiting, ignore_index=True)
            full = len(rows) - 4 * size
            starts = range(0, full - full % size, size)
            yield from (rows.iloc[first : first + size] for first in starts)
            waiting = [rows.iloc[len(starts) * size :]]
    if waiting:
        rows = pd.concat(waiting, ignore_index=True)
        number = 1 if len(rows) <= size // 8 else 2 * math.ceil(len(rows) / size)
        step = math.ceil(len(rows) / number)
        yield from (rows.iloc[first : first + step] for first in range(0, len(rows), step))
