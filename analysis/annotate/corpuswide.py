"""What needs all articles of a store: repeats and speakers after each run, events and utterances when asked for."""

from __future__ import annotations

import hashlib
import warnings
from typing import Any

import pandas as pd

from analysis.annotate import stages
from analysis.annotate.stage import Before, Frames, Stage
from analysis.progress import step
from analysis.settings import Settings
from analysis.store import Store, batches, kept, listed, parts, place
from analysis.store.parquet import WHOLE, write_table

DONE = "linked.json"  # by stage: its fingerprint, and the state of what it read


def updated(store: Store, settings: Settings) -> Store:
    """The store, after the stages that look at all its articles ran, as far as what they read has changed."""
    whole = Store(store.path, store.entries)
    known = place.read_json(store.place, DONE)
    for stage in stages.of("corpus"):
        if known.get(stage.name) == _inputs(stage, whole, settings) and _is_there(stage, whole):
            continue
        with step(f"all articles: {stage.name}"):
            made = stage.run(whole, _before(stage, whole, settings))
            whole = _written(stage, whole, made.tables)
            if made.keep:
                kept.write(store.place, stage.name, _record(stage, whole, settings), made.keep)
        known[stage.name] = _inputs(stage, whole, settings)  # with what it wrote to tables that it also reads
        place.write_json(store.place, known, DONE)
    return Store(store.path, whole.entries, store.corpus, store.partial)


def _inputs(stage: Stage, store: Store, settings: Settings) -> list[str]:
    """What tells whether a stage has to run again: its fingerprint, and the state of the tables that it reads."""
    read = stages.tables_of(stage.reads)
    people = listed.digest(store.place) if "listed" in read else ""
    return [stage.fingerprint(settings), batches.state(store.entries, read), people]


def _record(stage: Stage, store: Store, settings: Settings) -> dict[str, Any]:
    """What tells which rows what a stage keeps is of: as `_inputs`, batch by batch; and the tables it makes whole."""
    read = stages.tables_of((*stage.reads, *stage.writes))
    people = listed.digest(store.place) if "listed" in read else ""
    files = {e.name: [*(e.parts.get(t) for t in sorted(read)), *sorted(e.superseded)] for e in store.entries}
    made = {t: place.read(store.place, t, WHOLE) or b"" for t in _owned(stage)}
    digests = {t: hashlib.sha256(content).hexdigest()[:16] for t, content in made.items()}
    return {"made": [kept.VERSION, stage.fingerprint(settings), people, digests], "batches": files}


def _before(stage: Stage, store: Store, settings: Settings) -> Before | None:
    """What a stage kept of its last run, where that is of use."""
    try:
        found = kept.read(store.place, stage.name)
    except ValueError as error:
        warnings.warn(f"{error}: {stage.name} of all articles are made from scratch", stacklevel=2)
        return None
    now = _record(stage, store, settings)
    if found is None or found.record["made"] != now["made"]:
        return None
    same = {name for name, files in now["batches"].items() if found.record["batches"].get(name) == files}
    return Before(found.tables, frozenset(same))


def _owned(stage: Stage) -> list[str]:
    """The tables that a stage makes as a whole."""
    return [table for table in stages.tables_of(stage.writes) if f"{table}.*" in stage.writes]


def _is_there(stage: Stage, store: Store) -> bool:
    """Whether the tables that a stage makes as a whole are there."""
    return all(WHOLE in place.listing(store.place, table) for table in _owned(stage))


def _written(stage: Stage, store: Store, found: Frames) -> Store:
    """The store with the rows that a stage made: whole tables, and columns of tables that other stages own."""
    whole = {table: rows for table, rows in found.items() if f"{table}.*" in stage.writes}
    for table, rows in whole.items():
        write_table(store.place, table, WHOLE, rows)
    columns = {table: rows for table, rows in found.items() if table not in whole}
    ids = {article_id for rows in columns.values() for article_id in rows["article_id"].unique()}
    touched = [entry for entry in store.entries if not ids.isdisjoint(entry.articles)]
    after = {entry.name: entry for entry in parts.assign(store.place, touched, columns)}
    return Store(store.path, tuple(after.get(entry.name, entry) for entry in store.entries))


def asked(store: Store, table: str) -> pd.DataFrame:
    """A table that is made when it is first asked for, and kept until anything that it is made of changes."""
    by_table = {t: stage for stage in stages.of("asked") for t in stages.tables_of(stage.writes)}
    stage = by_table[table]
    needed = {t: asked(store, t) for t in stages.tables_of(stage.reads) if t in by_table}
    version = " ".join(
        stages.fingerprints(Settings())[s.name] for s in (stage, *(by_table[t] for t in needed))
    )
    with step(f"all articles: {stage.name}"):
        return store.derived(table, lambda whole: stage.run(whole, **needed)[table], version=version)
