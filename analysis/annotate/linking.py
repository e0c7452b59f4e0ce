"""The stage of speakers over all articles, batch by batch: read what changed, link it again, write what differs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import speakers as people
from analysis import tables
from analysis.annotate.stage import Before, Frames, Made
from analysis.speakers import linking
from analysis.speakers.across import identities
from analysis.speakers.linking import Linked
from analysis.speakers.tables import bearers
from analysis.store import Store, listed
from analysis.store.batches import Entry

_KEYS = ["article_id", "quotation"]


def speakers(store: Store, before: Before | None) -> Made:
    """The table `speakers`, and the column `speaker_id` of the other tables in those batches where it may differ.

    Kept are who speaks in which article, the names, and whom each batch names in full; see `speakers.linking`.
    """
    known = listed.read(store.place)
    same = before.batches if before is not None else frozenset()
    there = linking.nothing() if before is None else _linked(before.tables, store.table("speakers"))
    named = _named([]) if before is None else before.tables["named"]
    stale = {*there.speaking["batch"].unique(), *named["batch"].unique()} - same
    changed = [entry for entry in store.entries if entry.name not in same]
    after, touched = linking.again(there, _speaking(store, changed), stale, known=known)
    full = pd.concat(
        [named[named["batch"].isin(list(same))], _named(_names(store, changed))], ignore_index=True
    )
    touched |= {entry.name for entry in changed} | _renamed(full, there.speakers, after.speakers)
    found = _assigned(Store(store.path, tuple(e for e in store.entries if e.name in touched)), after)
    keep = {"names": after.names, "speaking": after.speaking, "named": full}
    return Made({"speakers": after.speakers, **found}, keep)


def _linked(kept: Frames, speakers: pd.DataFrame) -> Linked:
    names = kept["names"].astype({c: "object" for c in kept["names"].columns if c != "given"})
    return Linked(names, kept["speaking"], speakers)


def _batches(entries: Sequence[Entry]) -> dict[str, str]:
    """The batch of each article."""
    return {article_id: e.name for e in entries for article_id in e.articles.keys() - e.superseded}


def _speaking(store: Store, changed: Sequence[Entry]) -> pd.DataFrame:
    """Who speaks in the articles of some batches: see `identities.rows`; with the batch of each."""
    some = Store(store.path, tuple(changed))
    if not changed:
        mentions, articles = tables.empty("mentions"), tables.empty("articles")
    else:
        mentions = some.table("mentions", columns=[*_KEYS, "name", "kind", "gender", "description"])
        articles = some.table("articles", columns=["article_id", "outlet", "published"])
    rows = identities.rows(mentions, articles)
    return rows.assign(batch=rows["article_id"].map(_batches(changed))).astype({"batch": tables.TEXT})


def _names(store: Store, changed: Sequence[Entry]) -> list[tuple[str, str]]:
    """Whom some batches name in full, in lower case, with the batch."""
    if not changed:
        return []
    some = Store(store.path, tuple(changed))
    rows = some.table("named", columns=["article_id", "name"], where={"kind": "person"})
    ids, names = tables.values(rows, "article_id", "name")
    of = _batches(changed)
    return sorted({(of[a], name.lower()) for a, name in zip(ids, names, strict=True) if " " in name})


def _named(rows: Sequence[tuple[str, str]]) -> pd.DataFrame:
    columns = ["batch", "name"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns, tables.TEXT))


def _renamed(named: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """The batches that name somebody in full who is another speaker now."""
    old, new = bearers(before), bearers(after)
    others = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    return set(named.loc[named["name"].isin(others), "batch"].unique())


def _assigned(some: Store, linked: Linked) -> Frames:
    """The `speaker_id` of each mention, quotation and name of some batches."""
    if not some.entries:
        return {}
    mentions = some.table("mentions", columns=[*_KEYS, "name", "kind"])
    identified = linking.ids_of(mentions, linked)
    assigned = identified[[*_KEYS, "speaker_id"]]
    named = some.table("named", columns=["article_id", "entity", "name", "kind"])
    ids = people.named_ids(named, identified, linked.speakers)
    return {"mentions": assigned, "quotations": assigned, "named": ids}
