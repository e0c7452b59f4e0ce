"""What the commands do that take a store: its tables, its corrections, its state."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import progress
from analysis.cli import outcomes
from analysis.cli.parsers import CODED
from analysis.cli.terminal import done, field, say, stdout

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import Store


def export(options: Namespace) -> int:
    """Write one table, the articles and their quotations, or the network of speakers. 4 without articles."""
    from analysis import export
    from analysis import store as stores
    from analysis.annotate import corpuswide, stages
    from analysis.store import pseudonyms

    store, chosen = stores.read(options.store), export.FORMATS[options.format]
    outcomes.some(store, allow_empty=options.allow_empty)
    if options.out is None and options.json:
        raise ValueError("--json tells of a file that is written: say which with --out PATH")
    if options.out is None and not chosen.terminal:
        raise ValueError(f"--format {options.format} needs --out PATH")
    if options.pseudonyms and (chosen.texts or options.table == "term_counts"):
        what = f"--format {options.format}" if chosen.texts else f"--table {options.table}"
        raise ValueError(
            f"{what} holds the words of the articles, in which names stand: not with --pseudonyms"
        )
    if options.table in stages.made_when_asked():
        corpuswide.asked(store, options.table)
    store = pseudonyms.of(store) if options.pseudonyms else store
    target = stdout() if options.out is None else Path(options.out)
    if options.table in CODED:
        if options.format not in ("csv", "xlsx", "parquet", "jsonl"):
            raise ValueError(f"--table {options.table}: as csv, xlsx, parquet or jsonl")
        store = _Coded(store)  # type: ignore[assignment]
    with progress.step(f"writing {options.format}"):
        written = export.write(
            store, options.table, options.format, target, narrow=options.narrow, mark=options.bom
        )
    if options.json:
        outcomes.print_json({"out": options.out, "format": options.format, chosen.counts: written})
    elif options.out is not None:
        done(f"{options.out}: {written:,} {chosen.counts}")
    return 0


class _Coded:
    """What people coded in all samples of a store, as a store that has these tables.

    With pseudonyms coders are numbers, the same in all samples.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def table(self, name: str) -> pd.DataFrame:
        import pandas

        from analysis import review, tables
        from analysis.review.codings import called_by
        from analysis.store.pseudonyms import Pseudonymous

        made = [getattr(review, name)(review.opened(self.store, s)) for s in review.names(self.store)]
        found = [frame for frame in made if len(frame)]
        rows = pandas.concat(found, ignore_index=True) if found else tables.empty(name)
        if not isinstance(self.store, Pseudonymous):
            return rows
        return self.store.reviewed(name, called_by(rows, True) if "coder" in rows else rows)


def correct(options: Namespace) -> int:
    """Take corrected quotations into the store, with the name of who corrected them and the time."""
    from datetime import UTC, datetime

    from analysis import annotate as annotation
    from analysis import store as stores
    from analysis.export import brat

    store = stores.read(options.store)
    quotations, spans, articles = brat.corrected(store, Path(options.folder), by=options.by)
    if not articles:
        done(f"{options.folder}: nothing differs from the store")
        return 0
    at = datetime.now(UTC).isoformat(timespec="seconds")
    annotation.correct(store, quotations, spans, by=options.by, at=at, articles=articles)
    done(f"{options.store}: {len(articles):,} articles corrected, {len(quotations):,} quotations in them")
    return 0


def verify(options: Namespace) -> int:
    """Say which files of a store are hurt, and with `--repair` take them out. 1 when some are hurt and stay."""
    from analysis.store import batches, integrity, lock, place

    where = place.of(options.store)
    if not place.listing(where, batches.FOLDER) and not integrity.is_complete(where):
        raise place.StoreError(f"{options.store}: no annotations here; check the path")
    with lock.held(where), progress.step("reading the store"):
        hurt = integrity.verify(where, repair=options.repair)
    if options.json:
        files = [{"file": file, "what": how} for file, how in hurt]
        outcomes.print_json(
            {"store": options.store, "hurt": files, "repaired": bool(hurt) and options.repair}
        )
        return 1 if hurt and not options.repair else 0
    for file, how in hurt:
        say(f"{file} {how}", out=True)
    if not hurt:
        say("every file is as it was written", out=True)
    elif options.repair:
        say("taken out; annotate the corpus again, and it is made anew", out=True)
    return 1 if hurt and not options.repair else 0


def unlock(options: Namespace) -> int:
    """Take away the lock of a run that died."""
    from analysis.store import lock, place

    told = lock.unlock(place.of(options.store))
    say(f"{options.store}: unlocked; {told}" if told else f"{options.store}: nobody holds it", out=True)
    return 0


def themes(options: Namespace) -> int:
    """List the themes of a store's articles, the largest first, with what other samples would change."""
    from analysis import store as stores
    from analysis import summaries

    store = stores.read(options.store)
    outcomes.some(store)
    with progress.step("grouping articles"):
        found = summaries.themes(store, summaries.selection(store), k=options.k, numbers=())
    if options.json:
        outcomes.print_json(json.loads(found.to_json(orient="records")))
        return 0
    say(summaries.described_themes(found), out=True)
    for row in found.to_dict("records"):
        name = field(row.get("name") or f"theme {row['theme']}")
        between = f"{row['low']:.1%}–{row['high']:.1%}" if row["low"] == row["low"] else ""
        mark = "  unstable" if row["unstable"] else ""
        say(f"{name:<10} {row['share']:>6.1%}  {between:<13}{mark:<10} {field(row['words'])}", out=True)
    return 0


def new(options: Namespace) -> int:
    """Print the quotations of articles that came in; with `--since last`, remember up to when."""
    from analysis import store as stores
    from analysis.cli import alerts
    from analysis.store import lock

    asked = alerts.Asked(options.since, options.speaker, options.term)
    store = stores.read(options.store)
    last = asked.since == alerts.LAST
    # Articles that come in while we read would count as told.
    with lock.held(store.place) if last else nullcontext():
        store = stores.read(options.store) if last else store
        found = alerts.quotations(store, asked)
        alerts.write(found, options.format, stdout())
        sys.stdout.flush()
        if last:
            alerts.remember(store, asked)
    say(f"{len(found):,} quotations in {found['article_id'].nunique():,} articles")
    return 0
