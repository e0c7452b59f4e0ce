"""From a corpus to a store: what has not been annotated yet is annotated, once, and kept.

`batch` says what some articles become; `run` does it for a corpus, in this process, in several or on a
Dask cluster, and is safe to stop at any moment. `correct` puts what people corrected in place of what was
predicted.
"""

from __future__ import annotations

import hashlib
import itertools
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import pandas as pd

from analysis import tables
from analysis.annotate import corpuswide, executors, stages
from analysis.annotate.executors import Task
from analysis.annotate.intake import Intake
from analysis.annotate.stages import Engine, Sentiment, version
from analysis.store import Store, batches, corrections, parts, place
from analysis.store.place import Place, StoreError

__all__ = ["Progress", "StoreError", "batch", "correct", "run", "version"]

Corrections = tuple[list[str], pd.DataFrame, pd.DataFrame]
BATCH_SIZE = 48
# Below this many articles a second process costs more to start than it saves.
WORTH_A_PROCESS = {"model": 24, "rules": 400}


class Progress(NamedTuple):
    """How far a run is: `total` is None until the corpus is read; `rate` is articles a second."""

    done: int
    total: int | None
    rate: float
    seconds_left: float | None


class Outcome(NamedTuple):
    """A batch that was annotated: its name, and the attempt whose files hold it."""

    name: str
    attempt: str


def batch(
    articles: pd.DataFrame,
    *,
    engine: Engine = "tagger",
    sentiment: Sentiment = "target",
    corrected: Corrections | None = None,
) -> dict[str, pd.DataFrame]:
    """What some articles become: the tables of `batches.BATCH_TABLES` but the signatures.

    An article on which an annotator fails has no rows but one in `rejects` ("not annotated"); it does not
    touch the others. `corrected` are ids of articles with the quotations and spans that stand instead of
    predicted ones. ImportError or OSError when an engine or its model is not there.
    """
    try:
        return _annotated(articles, engine=engine, sentiment=sentiment, corrected=corrected)
    except (ImportError, OSError):
        raise
    except Exception as error:
        if len(articles) == 1:
            return {"rejects": _not_annotated(articles, _account(error))}
        middle = len(articles) // 2
        halves = [
            batch(half, engine=engine, sentiment=sentiment, corrected=corrected)
            for half in (articles.iloc[:middle], articles.iloc[middle:])
        ]
        found = dict.fromkeys(t for half in halves for t in half)
        return {table: _joined(table, [h[table] for h in halves if table in h]) for table in found}


def _annotated(
    articles: pd.DataFrame,
    *,
    engine: Engine,
    sentiment: Sentiment,
    corrected: Corrections | None,
) -> dict[str, pd.DataFrame]:
    from analysis import quotation, segmentation, speakers, statistics
    from analysis import sentiment as scoring

    documents = [segmentation.segment(text) for text in articles["text"]]
    found = quotation.extract(documents, engine=engine)
    if corrected is not None:
        ids, *rows = corrected
        right = {**{key: [] for key in ids}, **quotation.from_tables(*rows)}
        found = [right.get(a, f) for a, f in zip(articles["article_id"], found, strict=True)]
    quotations, spans = quotation.tables_of(articles["article_id"], documents, found)
    mentions = speakers.mentions(articles, documents, found)
    scores = scoring.score(articles, documents, quotations, spans, mentions, model=sentiment)
    sentences = segmentation.sentences(articles, documents)
    segmentation.forget()
    return {
        "sentences": sentences,
        "quotations": quotations,
        "spans": spans,
        "mentions": mentions,
        "sentiment": scores,
        "term_counts": statistics.term_counts(articles, documents),
        "rejects": tables.empty("rejects"),
    }


def _not_annotated(articles: pd.DataFrame, detail: str) -> pd.DataFrame:
    return tables.build("rejects", [(origin, "not annotated", detail) for origin in articles["origin"]])


def _account(error: Exception) -> str:
    """What went wrong and where, in one line."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}, line {last.lineno})"


def _joined(table: str, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    kept = [f for f in frames if len(f)]
    return pd.concat(kept, ignore_index=True) if kept else tables.empty(table)


def run(
    corpus: Any = None,
    *,
    store: str | Path = "",
    engine: Engine = "tagger",
    sentiment: Sentiment = "target",
    columns: Mapping[str, str] | None = None,
    speakers: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[Progress], None] | None = None,
    batch_size: int = BATCH_SIZE,
) -> Store:
    """Annotate what a corpus holds and the store does not, and return the corpus's annotations.

    `corpus` is what `corpus.read` takes, or several paths, one a line; empty = the embedded example. `store` is
    a folder or a URL; empty = one for this corpus in the user's cache. A store may hold several corpora, whose
    articles must not share
    ids: the result shows the one given. `columns` is that of `corpus.read`; `speakers` is a CSV file of people
    you know (see `speakers.link`); the store remembers both for later runs. `workers` processes are used (None =
    one for each core, none for a few articles), or with `scheduler` the Dask cluster at that address.

    StoreError when another run writes to the store; ValueError for an unknown engine or column.
    """
    from analysis import corpus as corpora

    several = isinstance(corpus, str) and "\n" in corpus
    source = corpus.splitlines() if several else corpus or None
    models = _models(engine, sentiment)
    identity = _identity(source)
    path = str(store) or default_store(identity, engine, sentiment)
    where = place.of(path)
    known = place.read_json(where, batches.CORPORA, identity + ".json")
    columns = columns or known.get("columns")
    snapshot: dict[str, Any] = {
        "fingerprint": corpora.fingerprint(source),
        "columns": columns,
        "models": models,
        "reading": stages.digest("corpus/*"),
        "speakers": corpuswide.known_speakers(where, speakers),
    }
    if known == {**known, **snapshot, "state": batches.state(where)}:
        return Store(path, batches.entries(where), identity, known["partial"])
    with place.lock(where):
        parts.prepare(where)
        if speakers is not None:
            corpuswide.keep_speakers(where, speakers)
        found = batches.entries(where)
        batches.sweep(where, found)
        task = Task(path, "", (), engine, sentiment)
        job = Intake(where, task, models, parts.retire(where, found), batch_size)
        tasks = job.tasks(corpora.stream(source, columns=columns))
        place.write_json(where, {"engine": engine, "sentiment": sentiment}, "last.json")
        _annotate(job, tasks, workers=workers, scheduler=scheduler, progress=progress)
        job.refresh()
        partial = job.record(identity)
        result = corpuswide.linked(Store(path, batches.entries(where), identity, partial))
        snapshot |= {"state": batches.state(where), "partial": partial}
        place.write_json(where, snapshot, batches.CORPORA, identity + ".json")
        return result


def _models(engine: str, sentiment: str) -> str:
    if engine not in ("tagger", "rules"):
        raise ValueError(f"engine {engine!r}: expected tagger or rules")
    if sentiment not in ("target", "lexicon"):
        raise ValueError(f"sentiment {sentiment!r}: expected target or lexicon")
    return " ".join(f"{k}={v}" for k, v in version(engine, sentiment).items())  # type: ignore[arg-type]


def _identity(source: Any) -> str:
    """A name for a corpus by where it is, the same on every run."""
    if source is None:
        return "embedded"
    sources = [source] if isinstance(source, str | Path) else list(source)
    names = [str(s) if "://" in str(s) else str(Path(s).expanduser().resolve()) for s in sources]
    digest = hashlib.sha256(repr(names).encode()).hexdigest()[:12]
    stem = "".join(c for c in Path(names[0]).name.split(".")[0] if c.isalnum() or c in "-_")[:40]
    return f"{stem}-{digest}"


def default_store(identity: str, engine: str, sentiment: str) -> str:
    """Where annotations are kept when no place is given: the user's cache, else the temporary folder."""
    import platformdirs

    name = f"{identity}-{engine}-{sentiment}"
    folder = platformdirs.user_cache_path("newsbook") / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"newsbook-{Path.home().name}" / name
    return str(folder)


def _annotate(
    job: Intake,
    tasks: Iterator[Task],
    *,
    workers: int | None,
    scheduler: str | None,
    progress: Callable[[Progress], None] | None,
) -> None:
    """Do the tasks and make each batch count as soon as it is done."""
    started, done = time.monotonic(), 0
    for outcome in _outcomes(job, tasks, workers=workers, scheduler=scheduler):
        done += job.commit(*outcome)
        if progress is not None:
            total = job.to_do if job.read else None
            rate = done / max(time.monotonic() - started, 1e-9)
            progress(Progress(done, total, rate, None if total is None else (total - done) / rate))


def _outcomes(
    job: Intake, tasks: Iterator[Task], *, workers: int | None, scheduler: str | None
) -> Iterator[Outcome]:
    if scheduler:
        return executors.dask(annotate_part, tasks, scheduler=scheduler)
    first = list(itertools.islice(tasks, 8))
    learned = job.task.engine == "tagger" or job.task.sentiment == "target"
    few = job.read and job.to_do < WORTH_A_PROCESS["model" if learned else "rules"]
    several = (1 if few else executors.cores()) if workers is None else workers
    tasks = itertools.chain(first, tasks)
    if several == 1 or not first:
        return executors.here(annotate_part, tasks)
    return executors.processes(annotate_part, tasks, workers=several)


def annotate_part(task: Task) -> Outcome:
    """Annotate one batch of a store, articles and results by path; in any process, on any machine."""
    where = place.of(task.store)
    articles = parts.read_incoming(where, task.name)
    if task.only:
        articles = articles[articles["article_id"].isin(task.only)]
    killers = articles["article_id"].isin(task.skip)
    corrected = corrections.of(where, articles) if task.corrected else None
    engine, sentiment = cast(Engine, task.engine), cast(Sentiment, task.sentiment)
    found = batch(articles[~killers], engine=engine, sentiment=sentiment, corrected=corrected)
    found["signatures"] = _signatures(articles)
    if killers.any():
        lost = _not_annotated(articles[killers], "the process that annotated it died, twice")
        found["rejects"] = _joined("rejects", [found["rejects"], lost])
    return Outcome(task.name, "" if task.only else parts.write_hidden(where, task.name, found))


def _signatures(articles: pd.DataFrame) -> pd.DataFrame:
    """What near-duplicates are found by, so that no text is read again for it."""
    from analysis import corpus as corpora

    return articles[["article_id"]].assign(signature=[corpora.signature(text) for text in articles["text"]])


def correct(
    store: Store,
    quotations: pd.DataFrame,
    spans: pd.DataFrame,
    *,
    by: str,
    at: str,
    articles: Sequence[str] = (),
) -> Store:
    """Put corrected quotations in place of the predicted ones, for good: later runs and models keep them.

    `quotations` and `spans` are the tables as corrected, all rows of each article in them; `articles` names
    those articles too that have no quotation left. `by` and `at` say who corrected them and when. What
    follows from the quotations (mentions, speakers, sentiment) is made again. Corrections hold for the text
    they were made on. ValueError for articles that the store does not hold.
    """
    where = place.of(store.path)
    ids = sorted({*quotations["article_id"], *articles})
    with place.lock(where):
        batches.sweep(where, batches.entries(where))
        rows = store.table("articles", where={"article_id": ids})
        strangers = set(ids) - set(rows["article_id"])
        if strangers:
            raise ValueError(
                f"corrected articles that the store does not hold: {', '.join(sorted(strangers))}"
            )
        corrections.keep(where, rows[["article_id", "sha256"]].assign(by=by, at=at), quotations, spans)
        batches.revise(where)
        return _again(store, where, rows)


def _again(store: Store, where: Place, rows: pd.DataFrame) -> Store:
    """Annotate articles of a store again, in batches like those of the last run."""
    last = place.read_json(where, "last.json")
    task = Task(store.path, "", (), last["engine"], last["sentiment"])
    found = parts.retire(where, batches.entries(where))
    job = Intake(where, task, _models(task.engine, task.sentiment), found, BATCH_SIZE)
    for outcome in executors.here(annotate_part, job.tasks([(rows, tables.empty("rejects"))])):
        job.commit(*outcome)
    return corpuswide.linked(Store(store.path, batches.entries(where), store.corpus, store.partial))
