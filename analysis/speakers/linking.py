"""The speakers of all articles, linked again after some articles came, changed or went: the same as from scratch.

What is kept of a run is who speaks in which article (`Linked`). Components of speakers (see `across.components`) in
which nothing changed are taken over as they were; all others are linked as `identify` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import tables
from analysis.speakers import across
from analysis.speakers.across import components, identities, listed
from analysis.speakers.across.identities import BETWEEN
from analysis.speakers.tables import speakers_table

_OWN = [*(c for c in identities.ROWS), "batch"]
_NEW = -1  # the component of who was in none


class Linked(NamedTuple):
    """The speakers of some batches of articles, and what linking them again takes.

    `names` are the features of all names (see `components.features`). `speaking` has a row for each speaker of an
    article, as of `identities.rows` but with `name` a row of `names`; its `batch`, `component` and `speaker_id`.
    `speakers` is the table.
    """

    names: pd.DataFrame
    speaking: pd.DataFrame
    speakers: pd.DataFrame


class Again(NamedTuple):
    """Speakers linked again, and those batches, of those that were there before, where one has another id."""

    linked: Linked
    batches: frozenset[str]


def nothing() -> Linked:
    """What is kept of no articles."""
    empty = pd.DataFrame(columns=list(identities.ROWS)).astype(identities.ROWS)
    speaking = empty.assign(name=np.empty(0, np.int64), batch="", component=0, speaker_id="").astype(_types())
    return Linked(components.features([]), speaking, speakers_table([], _described(speaking), None))


def _types() -> dict[str, str]:
    text = dict.fromkeys(("batch", "speaker_id"), tables.TEXT)
    return {**identities.ROWS, **text, "name": tables.COUNT, "component": tables.COUNT}


def again(
    before: Linked, fresh: pd.DataFrame, stale: Collection[str], *, known: pd.DataFrame | None = None
) -> Again:
    """The speakers after the rows of the batches `stale` gave way to those in `fresh`.

    `fresh` is as of `identities.rows`, with `batch`. `known` is the user's list, that `before` was linked with too.
    """
    all_names = _with_features(before.names, fresh["name"])
    code = pd.Index(all_names["name"]).get_indexer(fresh["name"].astype(object))
    out = before.speaking["batch"].isin(list(stale)).to_numpy()
    gone = before.speaking[out]
    came = _as_they_were(fresh.assign(name=code), gone)
    both = pd.concat([before.speaking[~out], came], ignore_index=True).astype(_types())
    wanted = listed.rows_of(known)
    found = components.grouped(both, all_names, wanted)
    clean = _unchanged(both["component"].to_numpy(), found.component, before.speaking["component"].to_numpy())
    made = _linked(both, ~clean, all_names, found.things, wanted)
    ids = both["speaker_id"].to_numpy(dtype=object, copy=True)
    ids[made.rows] = made.ids
    after = both.assign(component=found.component, speaker_id=pd.Series(ids, both.index, tables.TEXT))
    kept = tables.among(before.speakers["speaker_id"], both.loc[clean, "speaker_id"])
    new = speakers_table(made.named, _described(after.iloc[made.rows]), known)
    every = _in_order(pd.concat([before.speakers[kept], new], ignore_index=True) if kept.any() else new)
    if every["speaker_id"].duplicated().any() and len(before.speaking):
        # Two with one digest, which are told apart by their order over all articles.
        rows = both[_OWN].assign(name=all_names["name"].to_numpy()[both["name"]])
        return again(nothing(), rows, (), known=known)
    differs = both["speaker_id"].ne(after["speaker_id"]).fillna(True)
    return Again(Linked(all_names, after, every), frozenset(both.loc[differs, "batch"].unique()))


def _with_features(known: pd.DataFrame, texts: pd.Series) -> pd.DataFrame:
    """The features of names, with those of names that were not among them."""
    there = set(known["name"])
    new = [text for text in texts.drop_duplicates().tolist() if text not in there]
    return pd.concat([known, components.features(new)], ignore_index=True) if new else known


def _as_they_were(came: pd.DataFrame, gone: pd.DataFrame) -> pd.DataFrame:
    """Rows that came, with component and speaker where all rows of their article are as they were."""
    own = [c for c in identities.ROWS if c != "article_id"]
    old = _by_article(gone, [*own, "component", "speaker_id"])
    new = _by_article(came, own)
    same = {
        article for article, rows in new.items() if [row[: len(own)] for row in old.get(article, ())] == rows
    }
    ids = came["article_id"].tolist()
    last: dict[str, list[tuple[Any, ...]]] = {a: list(reversed(old[a])) for a in same}
    found = [last[a].pop()[-2:] if a in same else (_NEW, None) for a in ids]
    return came.assign(component=[c for c, _ in found], speaker_id=[s for _, s in found])


def _by_article(rows: pd.DataFrame, columns: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The cells of the columns, rows of each article in order."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    cells = zip(*tables.values(rows, "article_id", *columns), strict=True)
    for article, *own in cells:
        found[article].append(tuple(own))
    return found


def _unchanged(before: np.ndarray, now: np.ndarray, every: np.ndarray) -> np.ndarray:
    """Whether each row is in a component of the same rows as before; `every` are the components of all rows then."""
    if not len(now):
        return np.zeros(0, dtype=bool)
    size = int(now.max()) + 1
    least = np.full(size, np.iinfo(np.int64).max)
    most = np.full(size, _NEW)
    np.minimum.at(least, now, before)
    np.maximum.at(most, now, before)
    counted = np.bincount(every, minlength=1)
    same = (least == most) & (least != _NEW)
    same[same] = counted[least[same]] == np.bincount(now, minlength=size)[same]
    return same[now]


class _Made(NamedTuple):
    """Speakers with their ids, and of each row of those linked its number and its speaker's id."""

    named: list[tuple[str, identities.Identity]]
    rows: np.ndarray
    ids: list[str]


def _linked(
    every: pd.DataFrame, wanted_rows: np.ndarray, known: pd.DataFrame, things: frozenset[str],
    wanted: Sequence[listed.Row],
) -> _Made:  # fmt: skip
    """The speakers of the rows wanted, all of whose components are among them."""
    texts = known["name"].to_numpy()
    numbers = np.flatnonzero(wanted_rows)
    rows = every.iloc[numbers]
    rows = rows.assign(name=texts[rows["name"]], number=numbers)
    keys = zip(*tables.values(rows, "article_id", "name", "kind"), strict=True)
    order = [place for _, place in sorted(zip(keys, range(len(rows)), strict=True))]
    rows = rows.iloc[order]
    local = identities.speakers_of(rows)
    beside = every[every["article_id"].isin(rows["article_id"].unique()) & every["kind"].eq("person")]
    companions: dict[str, set[str]] = defaultdict(set)
    lasts = known["last"].to_numpy()[beside["name"]]
    for article, last in zip(beside["article_id"].tolist(), lasts, strict=True):
        companions[article].add(last)
    found = across.linked(local, {a: frozenset(s) for a, s in companions.items()}, things, wanted)
    named = list(zip(identities.speaker_ids(found), found, strict=True))
    ids = {(s.article, s.text, s.kind): speaker_id for speaker_id, i in named for s in i.locals}
    return _Made(named, rows["number"].to_numpy(), [ids[s.article, s.text, s.kind] for s in local])


def _described(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each description that an article gives of a speaker: `article_id`, `speaker_id`, `description`."""
    told = rows.loc[rows["described"].notna(), ["article_id", "speaker_id", "described"]]
    each = told["described"].str.split(BETWEEN, regex=False)
    return told.assign(description=each).explode("description").astype({"description": tables.TEXT})


def _in_order(speakers: pd.DataFrame) -> pd.DataFrame:
    return speakers.sort_values(["n", "speaker_id"], ascending=[False, True], ignore_index=True)


def ids_of(mentions: pd.DataFrame, linked: Linked) -> pd.DataFrame:
    """`mentions`, all rows of each of their articles, with their `speaker_id`."""
    articles = set(mentions["article_id"].unique())
    rows = linked.speaking[linked.speaking["article_id"].isin(list(articles))]
    texts = linked.names["name"].to_numpy()[rows["name"]].tolist()
    cells = zip(rows["article_id"].tolist(), texts, rows["kind"].tolist(), strict=True)
    ids = dict(zip(cells, rows["speaker_id"].tolist(), strict=True))
    keys = zip(*tables.values(mentions, "article_id", "name"), identities.kinds(mentions), strict=True)
    found = [ids.get(key) for key in keys]
    return mentions.assign(speaker_id=pd.Series(found, index=mentions.index, dtype=tables.TEXT))
