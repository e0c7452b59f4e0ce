"""Reading a corpus into a store: which articles are new, which changed, and batches of those to annotate."""

from __future__ import annotations

import hashlib
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis import tables
from analysis.annotate.executors import Task
from analysis.store import batches, corrections, parquet, parts
from analysis.store.batches import Entry
from analysis.store.place import Place

# What the annotators look at; a change of any other column changes no annotation.
SEEN = ("sha256", "title", "author", "body_start")
Digests = dict[str, tuple[str, str]]


@dataclass
class Intake:
    """One reading of a corpus into a store, and what it has found so far.

    `task` has what all tasks of the run share; `known` are the batches that count. Filled while the corpus
    is read: `article_ids` and `rejects` of the corpus, `renamed` articles of which only metadata changed,
    batches `waiting` to be annotated, the number of articles `to_do`; `read` says that the end was reached.
    """

    where: Place
    task: Task
    models: str
    known: tuple[Entry, ...]
    batch_size: int
    article_ids: list[str] = field(default_factory=list)
    rejects: list[pd.DataFrame] = field(default_factory=list)
    renamed: list[pd.DataFrame] = field(default_factory=list)
    waiting: dict[str, Entry] = field(default_factory=dict)
    to_do: int = 0
    read: bool = False

    def __post_init__(self) -> None:
        """Look up what the store holds."""
        self.sequence = itertools.count(batches.next_sequence(self.known))
        self.owner = {a: e for e in self.known for a in e.articles}
        self.corrected = corrections.digests(self.where)

    def tasks(self, stream: Iterable[tuple[pd.DataFrame, pd.DataFrame]]) -> Iterator[Task]:
        """Batches of what has to be annotated, their articles put in place, as the corpus is read."""
        corrected = {article_id for article_id, _ in self.corrected}
        for articles in in_batches(map(self._new, stream), self.batch_size):
            found = digests(articles, self.corrected)
            name = batches.batch_name(next(self.sequence), found)
            parts.incoming(self.where, name, articles)
            self.waiting[name] = Entry(name, self.models, found)
            self.to_do += len(articles)
            yield self.task._replace(
                name=name, articles=tuple(found), corrected=not corrected.isdisjoint(found)
            )
        self.read = True

    def _new(self, read: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
        """Those articles that are not in the store as they are now; the others are noted."""
        articles, rejects = read
        self.rejects.append(rejects)
        self.article_ids += articles["article_id"].tolist()
        new, renamed = [], []
        for article_id, (seen, rest) in digests(articles, self.corrected).items():
            entry = self.owner.get(article_id)
            there = None if entry is None or entry.models != self.models else entry.articles[article_id]
            new.append(there is None or there[0] != seen)
            renamed.append(there is not None and there[0] == seen and there[1] != rest)
        if any(renamed):
            self.renamed.append(articles[renamed])
        return articles[new]

    def commit(self, name: str, attempt: str) -> int:
        """Make a batch count and take its articles out of older batches; returns how many articles it has."""
        entry = self.waiting.pop(name)
        batches.commit(self.where, entry, attempt=attempt)
        older: dict[str, set[str]] = {}
        for article_id in entry.articles:
            old = self.owner.get(article_id)
            if old is not None:
                older.setdefault(old.name, set()).add(article_id)
            self.owner[article_id] = entry
        if older:
            self._supersede(older)
        return len(entry.articles)

    def _supersede(self, older: Mapping[str, set[str]]) -> None:
        touched = [
            replace(e, superseded=frozenset(older[e.name])) if e.name in older else e for e in self.known
        ]
        self.known = parts.retire(self.where, touched)
        for entry in self.known:
            if entry.name in older:
                self.owner.update(dict.fromkeys(entry.articles, entry))

    def refresh(self) -> None:
        """Bring metadata that changed to the articles that need no annotation."""
        if not self.renamed:
            return
        articles = pd.concat(self.renamed, ignore_index=True)
        rest = {article_id: both[1] for article_id, both in digests(articles, {}).items()}
        owners = [self.owner[a].name for a in articles["article_id"]]
        for _, group in articles.groupby(owners):
            parts.refresh(self.where, self.owner[group["article_id"].iloc[0]], group, rest)
        batches.revise(self.where)

    def record(self, identity: str) -> bool:
        """Note which articles and rejects the corpus has; True when the store holds other articles too."""
        rejects = pd.concat([r for r in self.rejects if len(r)] or [tables.empty("rejects")])
        parquet.write_table(self.where, "rejects", f"corpus-{identity}.parquet", rejects)
        ids = pd.DataFrame({"article_id": pd.Series(self.article_ids, dtype=tables.TEXT)})
        parquet.write_table(self.where, batches.CORPORA, identity + ".parquet", ids)
        return len(self.owner) != len(self.article_ids)


def digests(articles: pd.DataFrame, corrected: Mapping[tuple[str, str], str]) -> Digests:
    """By article id, digests of what the annotators look at (a correction too) and of the other columns."""
    others = sorted(c for c in articles.columns if c not in (*SEEN, "article_id", "text"))
    text = articles.drop(columns="text").astype("string[pyarrow]").fillna("")
    seen = text[list(SEEN)].itertuples(index=False, name=None)
    rest = text[others].itertuples(index=False, name=None)
    known = zip(text["article_id"], text["sha256"], seen, rest, strict=True)
    return {
        article_id: (_digest((*s, corrected.get((article_id, sha256), ""))), _digest((*others, *r)))
        for article_id, sha256, s, r in known
    }


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
