"""What each command does; imported when one is run, so that `--help` takes no time."""

from __future__ import annotations

import inspect
import json
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import progress
from analysis.cli import inputs, outcomes
from analysis.cli.errors import NoArticles
from analysis.cli.stored import correct as correct
from analysis.cli.stored import export as export
from analysis.cli.stored import new as new
from analysis.cli.stored import themes as themes
from analysis.cli.stored import unlock as unlock
from analysis.cli.stored import verify as verify
from analysis.cli.terminal import done, field, say
from analysis.nearest import meant

if TYPE_CHECKING:
    from analysis.execution import Run
    from analysis.execution.parameters import Parameter
    from analysis.store import Store


def report(options: Namespace) -> int:
    """Write the site. 1 when a notebook failed, 3 with `--strict` and rejects, 4 (and no site) without articles."""
    from analysis.execution import forkserver

    if options.fresh or not Path(options.out, "report.json").is_file():
        forkserver.context()  # it imports while we do; where a report is, its notebooks may stand
    from analysis import site as reports
    from analysis.execution import parameters

    given = parameters.split(options.parameter)
    started = time.monotonic()
    try:
        made = _reported(options, reports.run, given)
    except reports.NothingChosen as error:
        raise NoArticles(str(error)) from error
    outcomes.tell(made.reasons)
    outcomes.tell_dirt(made.languages, made.warnings)
    done(f"{made.index}  ({time.monotonic() - started:.1f} s, {made.rejects:,} rejects)")
    if made.failed:
        say(f"{len(made.failed)} of {len(made.runs)} notebooks failed; their pages say where.")
        return 1
    return outcomes.strict(options, made.rejects, len(made.warnings))


def _reported(options: Namespace, run: Callable[..., Any], given: Mapping[str, str]) -> Any:
    return run(
        inputs.source(options.corpus),
        out=options.out,
        notebook=options.notebook,
        given=given,
        settings=inputs.settings(options),
        timeout=options.timeout,
        acts=options.acts,
        confidence=options.confidence,
        pages=options.pages,
        pseudonyms=options.pseudonyms,
        dictionary=options.dictionary,
        ready=lambda store: outcomes.some(store, allow_empty=options.allow_empty),
        done=_print_run,
    )


def annotate(options: Namespace) -> int:
    """Annotate what is missing. 3 with `--strict` and rejects, 4 without articles."""
    started = time.monotonic()
    store = _annotated(options)
    reasons = Counter(store.rejects["reason"])
    warnings = store.warnings
    outcomes.tell(reasons)
    outcomes.tell_dirt(_languages(store), warnings)
    quotations, rejects = len(store.table("quotations", columns=["kind"])), len(store.rejects)
    if options.json:
        counts = {
            "articles": len(store),
            **store.changes,
            "quotations": quotations,
            "rejects": dict(reasons),
            "warnings": len(warnings),
        }
        outcomes.print_json({"store": store.path, **counts, "seconds": round(time.monotonic() - started, 1)})
    else:
        done(f"{store.path}: {len(store):,} articles, {quotations:,} quotations, {rejects:,} rejects")
    return outcomes.strict(options, rejects, len(warnings))


def _languages(store: Store) -> str:
    """What is told of articles that are not in English; summaries are imported only where there are any."""
    from analysis.corpus.languages import ENGLISH

    if store.table("articles", columns=["language"])["language"].fillna("").eq(ENGLISH).all():
        return ""
    from analysis.summaries.reading import described_languages

    return described_languages(store)


def check(options: Namespace) -> int:
    """Print what a corpus holds. 3 with `--strict` and rejects, 4 without articles."""
    from analysis import corpus
    from analysis.cli import checked

    given = inputs.reading(options) | {
        "follow_links": bool(options.follow_links),
        "clean": bool(options.clean),
    }
    source = inputs.source(options.corpus)
    with progress.step("reading"):
        found = corpus.inspect(source, **given)
    if options.html:
        from analysis.site import checked as page

        title = Path(options.corpus[0]).name if options.corpus else "The embedded example"
        Path(options.html).write_text(page.page(found, title=title), encoding="utf-8")
    if options.json:
        outcomes.print_json(found)
    else:
        for line in checked.lines(found):
            say(line, out=True)
    if not found["articles"] and not options.allow_empty:
        raise NoArticles(outcomes.nothing(found["rejects"]))
    return outcomes.strict(options, sum(found["rejects"].values()), len(found["warnings"]))


def review(options: Namespace) -> int:
    """Draw, code, compare, estimate: see `reviews`."""
    from analysis.cli import reviews

    return reviews.run(options)


def notebooks(options: Namespace) -> int:
    """List the notebooks with their parameters, or copy them."""
    from analysis import execution as ours
    from analysis.execution import parameters

    if options.copy:
        copies = [str(path) for path in ours.copy(Path(options.copy).expanduser())]
        if options.json:
            outcomes.print_json(copies)
        for copied in [] if options.json else copies:
            say(copied, out=True)
        return 0
    if options.json:
        outcomes.print_json(
            {n: [_parameter(p) for p in parameters.read(path)] for n, path in ours.find().items()}
        )
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
            outcomes.print_json(json.loads(row.to_json(orient="records"))[0] | {"why": told})
        else:
            say(told, out=True)
        return 0
    found = store.table("quotations", columns=["speaker_id", *COLUMNS])
    found = found.assign(standing=standing(found, acts=options.acts, confidence=options.confidence))
    top = quoted_speakers(store.speakers, found).head(options.top)
    if options.json:
        outcomes.print_json(json.loads(top.to_json(orient="records")))
        return 0
    width = max([10, *top["speaker_id"].str.len()])
    print(f"{'quotations':>10}  {'id':<{width}}  {'kind':<13} name")
    for row in top.itertuples():
        say(f"{row.n:>10,}  {field(row.speaker_id):<{width}}  {row.kind:<13} {field(row.name)}", out=True)
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
        try:
            scores, predictions = module.evaluate(Path(options.gold), **wanted)
        except ValueError as error:
            named = str(error).startswith("line ")
            raise ValueError(f"{options.gold}, {error}" if named else str(error)) from error
    if options.predictions:
        lines = (json.dumps(prediction, ensure_ascii=False) + "\n" for prediction in predictions)
        Path(options.predictions).write_text("".join(lines), encoding="utf-8")
    if options.json:
        outcomes.print_json(scores)
    else:
        say(module.render(scores), out=True)
    return 0


def _print_run(run: Run) -> None:
    state = (
        f"failed: {run.error}" if run.error else "as before: nothing it reads changed" if run.kept else "done"
    )
    say(f"{run.name:<28}{run.seconds:5.1f} s  {state}")


def _annotated(options: Namespace) -> Store:
    from analysis import annotate as annotation

    store = annotation.run(inputs.source(options.corpus), settings=inputs.settings(options))
    outcomes.some(store, allow_empty=options.allow_empty)
    return store
