"""The stage of sources, batch by batch: made again where a batch changed, or what all articles tell of a speaker."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import speakers as people
from analysis import tables
from analysis.annotate.stage import Before, Made
from analysis.store import Store, listed, together
from analysis.store.batches import Entry

_READ = {
    "mentions": ["name", "kind", "gender", "gender_from", "description", "speaker_id"],
    "quotations": ["parent", "kind", "act", "content", "source"],
    "spans": ["start"],
}


def sources(store: Store, before: Before | None) -> Made:
    """The table `sources`. Kept is what is told of each speaker: gender, and whether the user's list tells it.

    Some thousand articles at a time, so that memory does not grow with what they say.
    """
    speakers = _speakers(store)
    columns = ["speaker_id", "gender", "listed"]
    about = speakers[columns].astype(dict.fromkeys(columns, tables.TEXT))
    if before is None:
        old, again = tables.empty("sources"), list(store.entries)
    else:
        old = store.table("sources")
        others = tables.among(old["speaker_id"], _others(before.tables["about"], about))
        articles = set(old.loc[others, "article_id"])
        again = [
            e for e in store.entries if e.name not in before.batches or not articles.isdisjoint(e.articles)
        ]
    kept = {a for e in store.entries for a in e.articles.keys() - e.superseded}
    kept -= {a for e in again for a in e.articles}
    found = [old[tables.among(old["article_id"], kept)], *_made(store, again, speakers)]
    rows = pd.concat([f for f in found if len(f)] or [tables.empty("sources")], ignore_index=True)
    return Made({"sources": rows if before is None else _in_order(rows, store.entries)}, {"about": about})


def _speakers(store: Store) -> pd.DataFrame:
    """Who speaks, with `listed`: whether the user's list tells the gender."""
    known = store.table("speakers")
    told = listed.read(store.place)
    by_list = (
        [] if told is None or "gender" not in told else told.loc[told["gender"].notna(), "name"].tolist()
    )
    return known.assign(listed=known["name"].isin(by_list))


def _others(before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """The speakers of whom something else is told than before."""
    columns = ["speaker_id", "gender", "listed"]
    both = pd.concat([before[columns], now[columns]])
    return both.loc[~both.duplicated(keep=False), "speaker_id"].unique().tolist()


def _made(store: Store, some: Sequence[Entry], speakers: pd.DataFrame) -> list[pd.DataFrame]:
    if not some:
        return []
    part = Store(store.path, tuple(some))
    read = (part.batches(t, ["article_id", "quotation", *columns]) for t, columns in _READ.items())
    return [
        people.sources(mentions, quotations, spans, speakers)
        for mentions, quotations, spans in zip(*read, strict=True)
    ]


def _in_order(rows: pd.DataFrame, entries: Sequence[Entry]) -> pd.DataFrame:
    """Rows in the order in which they are made of all articles: those of some thousand at a time by article."""
    number = {a: n for n, some in enumerate(together(entries)) for e in some for a in e.articles}
    ids, places = (pa.array(rows[c], from_pandas=True) for c in ("article_id", "source"))
    part = pa.array([number[a] for a in ids.to_pylist()], pa.int64())
    keys = pa.table({"part": part, "article_id": ids, "source": places})
    order = pc.sort_indices(keys, [(name, "ascending") for name in keys.column_names])
    return rows.iloc[order.to_numpy()].reset_index(drop=True)
