"""From a corpus to a store: what has not been annotated yet is annotated, once, and kept.

`batch` says what some articles become; `run` does it for a corpus, in this process, in several or on a
Dask cluster, and is safe to stop at any moment. `correct` puts what people corrected in place of what was
predicted.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import progress as steps
from analysis import tables
from analysis.annotate import clusters, corpuswide, executors, intake, pipeline, remembering, stages
from analysis.annotate.executors import Task
from analysis.annotate.intake import Intake
from analysis.annotate.pipeline import batch
from analysis.annotate.remembering import LAST
from analysis.quotation.acts import ACTS
from analysis.settings import Settings
from analysis.store import Store, batches, corrections, integrity, listed, lock, parts, place
from analysis.store.place import Place, StoreError

__all__ = ["Progress", "StoreError", "batch", "correct", "run"]

BATCH_SIZE = 48
KEPT = ("engine", "sentiment", "targets", "article_seconds", "language")
# Below this many articles a second process costs more to start than it saves.
WORTH_A_PROCESS = {"model": 24, "rules": 400}


class Progress(NamedTuple):
    """How far a run is: `total` is None until the corpus is read; `rate` is articles a second."""

    done: int
    total: int | None
    rate: float
    seconds_left: float | None


class Outcome(NamedTuple):
    """A batch that was annotated: its name, and the files that hold the tables that were made."""

    name: str
    made: dict[str, str]


def run(
    corpus: Any = None,
    *,
    settings: Settings | None = None,
    progress: Callable[[Progress], None] | None = None,
    batch_size: int = BATCH_SIZE,
    pseudonyms: bool = False,
    **options: Any,
) -> Store:
    """Annotate what a corpus holds and the store does not, and return the corpus's annotations.

    `corpus` is what `corpus.read` takes, or several paths, one a line; empty = the embedded example. `options` are
    the fields of `Settings`, given singly (they win over `settings`): `store` is a folder or a URL; empty = one for
    this corpus in the user's cache. A store may hold several corpora, whose articles must not share ids: the result
    shows the one given. `engine` and `sentiment` say what annotates; `columns`, `follow_links`, `path_pattern`,
    `dates` and `clean` are those of `corpus.read`; with `language` "en" what is not English is kept and not
    annotated, with "any" it is annotated all the same; `targets` is how many mentions of an article the model of
    sentiment judges, drawn at random, or "all"; `speakers` is a CSV file of people you know (see
    `speakers.identify`); the store remembers them for later runs. Files that look as they did are not read again,
    unless `fresh`. A corpus without any article gives a store without any. `workers` processes are used (None = one
    for each core, none for a few articles), with `scheduler` the Dask cluster at that address, or with
    `local_cluster` so many processes of Dask.

    Rows that an older version of a stage made, or another engine, are made again from the stored rows of the other
    stages. With `pseudonyms` the result shows codes in place of persons' names, and no texts (see
    `store.pseudonyms`); what is stored is the same. StoreError when another run writes to the store, or a newer
    newsbook made it; ValueError for an unknown engine or column.
    """
    several = isinstance(corpus, str) and "\n" in corpus and not os.path.lexists(corpus)
    source = corpus.splitlines() if several else corpus or None
    settings = replace(settings or Settings(), **options)
    identity = _identity(source)
    settings = replace(settings, store=str(settings.store) or default_store(identity, settings))
    where = place.of(settings.store)
    known = place.read_json(where, batches.CORPORA, identity + ".json")
    settings, reading = remembering.settled(where, settings, known)
    snapshot = remembering.snapshot(where, source, settings, reading)
    with steps.step("looking at the store"):
        entries = batches.entries(where)
        integrity.check(where, entries)
        integrity.check_parts(where, entries)
    unchanged = known == {**known, **snapshot, "state": batches.state(entries)} and not settings.fresh
    if unchanged and integrity.is_complete(where):
        same = Store(settings.store, entries, identity, known["partial"], dict.fromkeys(intake.CHANGES, 0))
        return _shown(same, pseudonyms=pseudonyms)
    with lock.held(where):
        job = _begun(where, settings, batch_size)
        read = {**reading, "language": settings.language, "reading": snapshot["reading"]}
        _annotate(job, job.tasks(_read(job, source, identity, read)), progress)
        job.record(identity)
        _annotate(job, job.updates(), progress)
        job.refresh()
        result = _linked(job, Store(settings.store, job.known, identity, job.partial), settings)
        remembering.keep(where, identity, read, job.memory, job.held)
        snapshot |= {"state": batches.state(result.entries), "partial": job.partial}
        place.write_json(where, snapshot, batches.CORPORA, identity + ".json")
        integrity.end(where, result.entries, but=stages.made_when_asked())
        return _shown(replace(result, changes=dict(job.changes)), pseudonyms=pseudonyms)


def _begun(where: Place, settings: Settings, batch_size: int) -> Intake:
    """A run that has the lock: what a dead one left is gone, and what corrections and later runs go by is kept."""
    integrity.begin(where)
    if settings.speakers is not None:
        listed.keep(where, settings.speakers)
    entries = batches.entries(where)
    batches.sweep(where, entries)
    last = place.read_json(where, LAST).get("article_seconds", settings.article_seconds)
    retry = settings.article_seconds > last
    job = Intake(where, settings, parts.retire(where, entries), batch_size, retry)
    place.write_json(where, {name: getattr(settings, name) for name in KEPT}, LAST)
    return job


def _read(
    job: Intake, source: Any, identity: str, read: Mapping[str, Any]
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """The articles of a corpus, as far as nothing is remembered of them; `read` says how it is read."""
    from analysis import corpus as corpora

    before = None if job.settings.fresh else remembering.recalled(job.where, identity, read)
    told = intake.languages(Store(job.where.name, job.known)) if before is None else {}
    job.memory = corpora.Memory(before, job.held)
    given = {name: read[name] for name in remembering.READING}
    return corpora.stream(source, **given, languages=told, memory=job.memory)


def _linked(job: Intake, store: Store, settings: Settings) -> Store:
    """The store after what was annotated is in its place, and all articles were looked at together."""
    job.widen()
    job.compact()
    result = corpuswide.updated(replace(store, entries=job.known), settings)
    parts.finish(job.where, result.entries)
    return result


def _shown(store: Store, *, pseudonyms: bool) -> Store:
    from analysis.store import pseudonyms as codes

    return codes.of(store) if pseudonyms else store


def _identity(source: Any) -> str:
    """A name for a corpus by where it is, the same on every run."""
    if source is None:
        return "embedded"
    sources = [source] if isinstance(source, str | Path) else list(source)
    names = [str(s) if "://" in str(s) else str(Path(s).expanduser().resolve()) for s in sources]
    digest = hashlib.sha256(repr(names).encode()).hexdigest()[:12]
    stem = "".join(c for c in Path(names[0]).name.split(".")[0] if c.isalnum() or c in "-_")[:40]
    return f"{stem}-{digest}"


def default_store(identity: str, settings: Settings) -> str:
    """Where annotations are kept when no place is given: the user's cache, which nobody else may read.

    ValueError when nothing can be written there.
    """
    import platformdirs

    cache = platformdirs.user_cache_path("newsbook")
    try:
        cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        cache.chmod(0o700)
        folder = cache / f"{identity}-{settings.engine}-{settings.sentiment}"
        folder.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise ValueError(
            f"annotations cannot be kept in {cache} ({error.strerror}); say where: --store"
        ) from error
    return str(folder)


def _annotate(job: Intake, tasks: Iterator[Task], progress: Callable[[Progress], None] | None) -> None:
    """Do the tasks and make each batch count as soon as it is done."""
    started, done = time.monotonic(), 0
    before = job.to_do
    with steps.step("annotating", unit="articles") as step:
        for outcome in _outcomes(job, tasks):
            done += job.commit(*outcome)
            total = job.to_do - before if job.read else None
            step.done, step.total = done, total
            if progress is not None:
                rate = done / max(time.monotonic() - started, 1e-9)
                progress(Progress(done, total, rate, None if total is None else (total - done) / rate))


def _outcomes(job: Intake, tasks: Iterator[Task]) -> Iterator[Outcome]:
    settings = job.settings
    store = job.where.name
    if settings.scheduler:
        return clusters.dask(annotate_part, tasks, scheduler=settings.scheduler, store=store)
    if settings.local_cluster:
        return clusters.local(annotate_part, tasks, workers=settings.local_cluster, store=store)
    with steps.step("annotating" if job.read else "reading", unit="articles") as step:
        first = list(itertools.islice(steps.counted(tasks, step, lambda task: len(task.articles)), 8))
    learned = settings.engine == "tagger" or settings.sentiment == "target"
    few = job.read and sum(len(t.articles) for t in first) < WORTH_A_PROCESS["model" if learned else "rules"]
    several = (1 if few else executors.cores()) if settings.workers is None else settings.workers
    tasks = itertools.chain(first, tasks)
    if several == 1 or not first:
        return executors.here(annotate_part, tasks)
    return executors.processes(annotate_part, tasks, workers=several)


def annotate_part(task: Task) -> Outcome:
    """Run stages on one batch of a store, rows and results by path; in any process, on any machine.

    StoreError, and nothing is written, when this process would annotate otherwise than the one that asks, or
    lacks what it needs.
    """
    here = stages.maker(task.settings)
    others = [f"{k} {here.get(k, 'none')} and not {v}" for k, v in task.maker.items() if here.get(k) != v]
    if others:
        raise _refused(f"annotates with {', '.join(others)}")
    try:
        return _annotated_part(task)
    except ImportError as error:
        raise _refused(f"lacks something ({error})") from error


def _refused(why: str) -> StoreError:
    folder = Path(__file__).parent.parent
    return StoreError(
        f"{socket.gethostname()}: the newsbook in {folder} {why}, so that nothing was annotated there; "
        "install the same newsbook, with the same extras, wherever it annotates."
    )


def _annotated_part(task: Task) -> Outcome:
    where = place.of(task.store)
    wanted = [stage for stage in stages.of("article") if stage.name in task.stages]
    articles = parts.frame(where, "articles", task.parts["articles"])
    if task.only:
        articles = articles[articles["article_id"].isin(task.only)]
    ids = articles["article_id"]
    given_up = {
        "not annotated": (task.skip, "the process that annotated it died, twice"),
        "took too long": (
            task.slow,
            f"of --article-seconds {task.settings.article_seconds}, and more for its length",
        ),
    }
    found = pipeline.annotated(
        articles[~ids.isin([*task.skip, *task.slow])],
        wanted,
        settings=task.settings,
        stored=_stored(where, task, wanted),
        corrected=corrections.of(where, articles) if task.corrected else None,
    )
    lost = [
        pipeline.not_annotated(articles[ids.isin(who)], why, reason)
        for reason, (who, why) in given_up.items()
    ]
    found["rejects"] = pipeline.joined("rejects", [found["rejects"], *lost])
    if task.only:
        return Outcome(task.name, {})
    return Outcome(task.name, parts.write_all(where, task.name, found))


def _stored(where: Place, task: Task, wanted: Sequence[stages.Stage]) -> dict[str, pd.DataFrame]:
    """The rows of the batch that the stages read or write and that are there."""
    names = stages.tables_of(c for stage in wanted for c in (*stage.reads, *stage.writes))
    there = [name for name in names if name in task.parts and name != "articles"]
    return {name: parts.frame(where, name, task.parts[name]) for name in there}


def correct(
    store: Store,
    quotations: pd.DataFrame,
    spans: pd.DataFrame,
    *,
    by: str,
    at: str,
    articles: Sequence[str] = (),
    speakers: pd.DataFrame | None = None,
    merged: Mapping[str, str] | None = None,
    sample: str = "",
    why: str = "",
) -> Store:
    """Put corrected quotations in place of the predicted ones, for good: later runs and models keep them.

    `quotations` and `spans` are the tables as corrected, all rows of each article in them; `articles` names
    those articles too that have no quotation left. `by` and `at` say who corrected them and when. What
    follows from the quotations (mentions, speakers, sentiment) is made again. Corrections hold for the text
    they were made on. `quotations` may be without `act`; where it is missing, something was said. `speakers` are who
    people say speaks (see `store.corrections.speakers`), `merged` names by the name that they go by in all articles,
    `sample` and `why` where it was decided and what for; what was corrected before is kept as earlier versions.
    ValueError for articles that the store does not hold, and for an act that there is not.
    """
    where = store.place
    strange = set(quotations.get("act", pd.Series(dtype=tables.TEXT)).dropna()) - set(ACTS)
    if strange:
        raise ValueError(f"act {', '.join(map(repr, sorted(strange)))}: expected one of {', '.join(ACTS)}")
    ids = sorted({*quotations["article_id"], *articles})
    with lock.held(where):
        entries = batches.entries(where)
        integrity.check(where, entries)
        batches.sweep(where, entries)
        rows = store.table("articles", where={"article_id": ids})
        strangers = set(ids) - set(rows["article_id"])
        if strangers:
            raise ValueError(
                f"corrected articles that the store does not hold: {', '.join(sorted(strangers))}"
            )
        integrity.begin(where)
        told = rows[["article_id", "sha256"]].assign(by=by, at=at, sample=sample or None, why=why or None)
        corrections.keep(where, told, quotations, spans, speakers)
        if merged:
            listed.merge(where, merged)
        return _again(store, where, rows)


def _again(store: Store, where: Place, rows: pd.DataFrame) -> Store:
    """Annotate articles of a store again, in batches like those of the last run."""
    settings = Settings(store=store.path, workers=1, **place.read_json(where, LAST))
    job = Intake(where, settings, parts.retire(where, batches.entries(where)), BATCH_SIZE, again=True)
    _annotate(job, job.tasks([(rows, tables.empty("rejects"))]), None)
    result = _linked(job, store, settings)
    integrity.end(where, result.entries, but=stages.made_when_asked())
    return result
