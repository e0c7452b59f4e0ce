"""What each command does; imported when one is run, so that `--help` takes no time."""

from __future__ import annotations

import inspect
import json
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import progress, settings
from analysis.cli import CODED
from analysis.cli.errors import NoArticles
from analysis.cli.terminal import done, field, say, stdout
from analysis.nearest import meant
from analysis.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from analysis.execution import Run
    from analysis.execution.parameters import Parameter
    from analysis.store import Store


def report(options: Namespace) -> int:
    """Write the site. 1 when a notebook failed, 3 with `--strict` and rejects, 4 (and no site) without articles."""
    from analysis.execution import forkserver

    forkserver.context()  # it imports while we do
    from analysis import site as reports
    from analysis.execution import parameters

    given = parameters.split(options.parameter)
    started = time.monotonic()
    try:
        made = _reported(options, reports.run, given)
    except reports.NothingChosen as error:
        raise NoArticles(str(error)) from error
    _tell(made.reasons)
    _told(made.languages, made.warnings)
    done(f"{made.index}  ({time.monotonic() - started:.1f} s, {made.rejects:,} rejects)")
    if made.failed:
        say(f"{len(made.failed)} of {len(made.runs)} notebooks failed; their pages say where.")
        return 1
    return _strict(options, made.rejects, len(made.warnings))


def _reported(options: Namespace, run: Callable[..., Any], given: Mapping[str, str]) -> Any:
    return run(
        _source(options.corpus),
        out=options.out,
        notebook=options.notebook,
        given=given,
        settings=_settings(options),
        timeout=options.timeout,
        acts=options.acts,
        confidence=options.confidence,
        pages=options.pages,
        pseudonyms=options.pseudonyms,
        dictionary=options.dictionary,
        ready=lambda store: _some(store, allow_empty=options.allow_empty),
        done=_print_run,
    )


def annotate(options: Namespace) -> int:
    """Annotate what is missing. 3 with `--strict` and rejects, 4 without articles."""
    from analysis.summaries.reading import described_languages

    started = time.monotonic()
    store = _annotated(options)
    reasons = Counter(store.rejects["reason"])
    warnings = store.warnings
    _tell(reasons)
    _told(described_languages(store), warnings)
    quotations, rejects = len(store.table("quotations", columns=["kind"])), len(store.rejects)
    if options.json:
        counts = {
            "articles": len(store),
            **store.changes,
            "quotations": quotations,
            "rejects": dict(reasons),
            "warnings": len(warnings),
        }
        _print_json({"store": store.path, **counts, "seconds": round(time.monotonic() - started, 1)})
    else:
        done(f"{store.path}: {len(store):,} articles, {quotations:,} quotations, {rejects:,} rejects")
    return _strict(options, rejects, len(warnings))


def check(options: Namespace) -> int:
    """Print what a corpus holds. 3 with `--strict` and rejects, 4 without articles."""
    from analysis import corpus
    from analysis.cli import checked

    given = _reading(options) | {"follow_links": bool(options.follow_links), "clean": bool(options.clean)}
    source = _source(options.corpus)
    with progress.step("reading"):
        found = corpus.inspect(source, **given)
    if options.html:
        from analysis.site import checked as page

        title = Path(options.corpus[0]).name if options.corpus else "The embedded example"
        Path(options.html).write_text(page.page(found, title=title), encoding="utf-8")
    if options.json:
        _print_json(found)
    else:
        for line in checked.lines(found):
            say(line, out=True)
    if not found["articles"] and not options.allow_empty:
        raise NoArticles(_nothing(found["rejects"]))
    return _strict(options, sum(found["rejects"].values()), len(found["warnings"]))


def export(options: Namespace) -> int:
    """Write one table, the articles and their quotations, or the network of speakers. 4 without articles."""
    from analysis import export
    from analysis import store as stores
    from analysis.annotate import corpuswide, stages
    from analysis.store import pseudonyms

    store, chosen = stores.read(options.store), export.FORMATS[options.format]
    _some(store, allow_empty=options.allow_empty)
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
        _print_json({"out": options.out, "format": options.format, chosen.counts: written})
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


def review(options: Namespace) -> int:
    """Draw, code, compare, estimate: see `reviews`."""
    from analysis.cli import reviews

    return reviews.run(options)


def verify(options: Namespace) -> int:
    """Say which files of a store are hurt, and with `--repair` take them out. 1 when some are hurt and stay."""
    from analysis.store import batches, integrity, lock, place

    where = place.of(options.store)
    if not place.listing(where, batches.FOLDER) and not integrity.is_complete(where):
        raise place.StoreError(f"{options.store}: no annotations here")
    with lock.held(where), progress.step("reading the store"):
        hurt = integrity.verify(where, repair=options.repair)
    if options.json:
        files = [{"file": file, "what": how} for file, how in hurt]
        _print_json({"store": options.store, "hurt": files, "repaired": bool(hurt) and options.repair})
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


def notebooks(options: Namespace) -> int:
    """List the notebooks with their parameters, or copy them."""
    from analysis import execution as ours
    from analysis.execution import parameters

    if options.copy:
        copies = [str(path) for path in ours.copy(Path(options.copy).expanduser())]
        if options.json:
            _print_json(copies)
        for copied in [] if options.json else copies:
            say(copied, out=True)
        return 0
    if options.json:
        _print_json({n: [_parameter(p) for p in parameters.read(path)] for n, path in ours.find().items()})
        return 0
    for name, path in ours.find().items():
        print(name)
        for parameter in parameters.read(path):
            default = "empty" if parameter.default == "" else parameter.default
            print(f"  {parameter.name:<15}{parameter.rule} (default: {default})")
            if parameter.meaning:
                print(f"  {'':<15}{parameter.meaning}")
    return 0


def _parameter(parameter: Parameter) -> dict[str, Any]:
    told = {"name": parameter.name, "type": parameter.type, "default": parameter.default}
    return {**told, "allowed": parameter.rule, "meaning": parameter.meaning}


def speakers(options: Namespace) -> int:
    """List the most quoted speakers, or explain one."""
    from analysis.quotation.standing import COLUMNS, check, standing
    from analysis.summaries import quoted_speakers

    check(options.acts)
    store = _annotated(options)
    if options.why:
        from analysis import speakers as people

        known = store.speakers
        if not (known["speaker_id"] == options.why).any():
            hint = meant(options.why, [*known["speaker_id"], *known["name"]])
            raise ValueError(f"no speaker {options.why!r}; `newsbook speakers` lists their ids{hint}")
        told = people.why(options.why, speakers=known, mentions=store.mentions, articles=store.articles)
        if options.json:
            row = known[known["speaker_id"] == options.why]
            _print_json(json.loads(row.to_json(orient="records"))[0] | {"why": told})
        else:
            say(told, out=True)
        return 0
    found = store.table("quotations", columns=["speaker_id", *COLUMNS])
    found = found.assign(standing=standing(found, acts=options.acts, confidence=options.confidence))
    top = quoted_speakers(store.speakers, found).head(options.top)
    if options.json:
        _print_json(json.loads(top.to_json(orient="records")))
        return 0
    width = max([10, *top["speaker_id"].str.len()])
    print(f"{'quotations':>10}  {'id':<{width}}  {'kind':<13} name")
    for row in top.itertuples():
        say(f"{row.n:>10,}  {field(row.speaker_id):<{width}}  {row.kind:<13} {field(row.name)}", out=True)
    return 0


def themes(options: Namespace) -> int:
    """List the themes of a store's articles, the largest first, with what other samples would change."""
    from analysis import store as stores
    from analysis import summaries

    store = stores.read(options.store)
    _some(store)
    with progress.step("grouping articles"):
        found = summaries.themes(store, summaries.selection(store), k=options.k, numbers=())
    if options.json:
        _print_json(json.loads(found.to_json(orient="records")))
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


def evaluate(options: Namespace) -> int:
    """Measure one kind of annotation against gold."""
    module = import_module(f"analysis.evaluation.{options.kind}")
    given = {"engine": options.engine, "limit": options.limit}
    wanted = {key: value for key, value in given.items() if value is not None}
    takes = inspect.signature(module.evaluate).parameters
    for key in wanted.keys() - takes.keys():
        raise ValueError(f"evaluate {options.kind} has no --{key}")
    if not Path(options.gold).is_file():
        raise FileNotFoundError(f"no such file: {options.gold}")
    with progress.step(f"measuring {options.kind}"):
        scores, predictions = module.evaluate(Path(options.gold), **wanted)
    if options.predictions:
        lines = (json.dumps(prediction, ensure_ascii=False) + "\n" for prediction in predictions)
        Path(options.predictions).write_text("".join(lines), encoding="utf-8")
    if options.json:
        _print_json(scores)
    else:
        say(module.render(scores), out=True)
    return 0


def columns(given: Sequence[str]) -> dict[str, str] | None:
    """`--column` arguments as our names to theirs; ValueError for one that is not OURS=THEIRS."""
    names: dict[str, str] = {}
    for argument in given:
        ours, equals, theirs = argument.partition("=")
        if not equals or not ours or not theirs:
            raise ValueError(f"--column {argument!r}: write OURS=THEIRS, such as text=body")
        if ours in names:
            raise ValueError(f"--column {ours} is given twice")
        names[ours] = theirs
    return names or None


def _print_json(found: object) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1), file=stdout())


def _print_run(run: Run) -> None:
    state = f"failed: {run.error}" if run.error else "done"
    say(f"{run.name:<28}{run.seconds:5.1f} s  {state}")


def _strict(options: Namespace, rejects: int, warnings: int = 0) -> int:
    if not options.strict:
        return 0
    if rejects:
        say(f"{rejects:,} rejects, and --strict was given")
    if warnings and options.strict == "warnings":
        say(f"{warnings:,} warnings, and --strict=warnings was given")
    return 3 if rejects or (warnings and options.strict == "warnings") else 0


def _source(paths: Sequence[str]) -> Any:
    """What `corpus.read` takes: nothing, a path or several.

    FileNotFoundError for one that is not there, ValueError for one that is given twice.
    """
    from analysis.corpus import files

    for number, path in enumerate(paths):
        place = Path(path).expanduser()
        if "://" not in path and not files.exists(place):
            beside = [p.name for p in place.parent.iterdir()] if place.parent.is_dir() else []
            raise FileNotFoundError(f"no such file or folder: {path}{meant(place.name, beside)}")
        if path in paths[:number]:
            raise ValueError(f"{path} is given twice; name each corpus once")
    return None if not paths else paths[0] if len(paths) == 1 else list(paths)


def _annotated(options: Namespace) -> Store:
    from analysis import annotate as annotation

    store = annotation.run(_source(options.corpus), settings=_settings(options))
    _some(store, allow_empty=options.allow_empty)
    return store


def _some(store: Store, *, allow_empty: bool = False) -> None:
    """NoArticles for a store without any, where that is not allowed."""
    if not len(store) and not allow_empty:
        raise NoArticles(_nothing(Counter(store.rejects["reason"])))


def _nothing(reasons: Mapping[str, int]) -> str:
    return f"nothing could be read as an article ({_rejects(reasons)})"


def _tell(reasons: Mapping[str, int]) -> None:
    if reasons:
        say(_rejects(reasons))


def _told(languages: str, warnings: pd.DataFrame) -> None:
    """Say what is not in English, and what texts are not clean."""
    from analysis.summaries.reading import described_warnings

    for line in filter(None, (languages, described_warnings(warnings))):
        say(line)


def _rejects(reasons: Mapping[str, int]) -> str:
    """How many rejects there are, by reason, the commonest first."""
    total = sum(reasons.values())
    by_reason = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{n:,} {reason}" for reason, n in by_reason)
    return f"{total:,} reject{'s' * (total != 1)}" + (f": {told}" if told else "")


def _settings(options: Namespace) -> Settings:
    """The options of an annotation, as given on the command line."""
    given = {option.name: getattr(options, option.name) for option in settings.options()}
    return Settings(
        **given,
        **_reading(options),
        fresh=options.fresh,
    )


def _reading(options: Namespace) -> dict[str, Any]:
    """How a corpus is read, as given on the command line."""
    return {
        "columns": columns(options.column),
        "follow_links": options.follow_links,
        "path_pattern": options.path,
        "dates": options.dates,
        "clean": options.clean,
    }
