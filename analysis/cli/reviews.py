"""What each command of `newsbook review …` does."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli.terminal import field, say, stdout

if TYPE_CHECKING:
    import pandas as pd

    from analysis.review import Sample
    from analysis.store import Store


def run(options: Namespace) -> int:
    """Run a command of `newsbook review`; returns its exit code."""
    from analysis import store as stores

    store = stores.read(options.store)
    code: int = globals()[f"_run_{options.step}"](store, options)
    return code


def _sample(store: Store, options: Namespace) -> Sample:
    from analysis import review

    return review.opened(store, options.name)


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


def _shown(frame: pd.DataFrame, as_json: bool) -> None:
    """A table, for people or for machines; without what is missing everywhere."""
    if as_json:
        rows = json.loads(frame.to_json(orient="records", date_format="iso"))
        print(json.dumps(rows, ensure_ascii=False, indent=1), file=stdout())
        return
    told = frame.dropna(axis=1, how="all")
    say(told.apply(lambda column: column.map(_cell)).to_string(index=False), out=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "–" if value != value else f"{value:.3f}"
    return "" if value is None or repr(value) == "<NA>" else field(value)


def _run_plan(store: Store, options: Namespace) -> int:
    from analysis import review

    found = review.plan(store, by=options.by, unit=options.unit)
    _shown(found, options.json)
    if not options.json:
        say(
            "width: of the interval by hand alone, from end to end, if the machine's rows were true; corrected: with "
            "the machine's help, as simulated. Figures of a corpus need 50 articles or 500 passages, those of an "
            "outlet 15 articles; below 10 there are none.",
            out=True,
        )
    return 0


def _run_draw(store: Store, options: Namespace) -> int:
    from analysis import review

    sample = review.draw(
        store,
        options.n,
        name=options.name,
        unit=options.unit,
        design=options.design,
        double=options.double,
        seed=options.seed,
        variables=options.variable,
        outlets=options.outlets,
        since=options.since,
        until=options.until,
        at=_now(),
    )
    drawn, double = sample.about["n"], int(sample.units["double"].sum())
    folder = f"{options.store}/reviews/{options.name}"
    say(f"{folder}: {drawn:,} of {sample.about['N']:,} {options.unit}s, {double:,} for every coder", out=True)
    say(f"read and adapt {folder}/codebook.md before the first decision", out=True)
    return 0


def _run_sheet(store: Store, options: Namespace) -> int:
    from analysis.export import labelstudio
    from analysis.review import sheet

    sample, out = _sample(store, options), Path(options.out)
    write = labelstudio.write_sample if out.suffix.lower() == ".json" else sheet.write
    among = [name.strip() for name in options.among.split(",") if name.strip()]
    written = write(sample, out, coder=options.coder, adjudicate=options.adjudicate, among=among)
    say(f"{options.out}: {written:,} {sample.about['unit']}s to code", out=True)
    return 0


def _run_read(store: Store, options: Namespace) -> int:
    from analysis import review
    from analysis.export import coded, labelstudio_reading
    from analysis.review import sheet_reading

    sample, path = _sample(store, options), Path(options.file)
    reader: Callable[..., tuple[int, list[sheet_reading.Problem]]]
    reader = coded.read if path.is_dir() else sheet_reading.read
    if path.suffix.lower() == ".json":
        reader = partial(labelstudio_reading.read, annotator=options.annotator)
    elif options.annotator:
        raise ValueError(f"{path}: --annotator is for exports of Label Studio (.json)")
    new, problems = reader(sample, path, coder=options.coder, at=_now(), adjudicate=options.adjudicate)
    for problem in problems:
        where = f", row {problem.row:,}" if problem.row else ""
        say(f"{path.name}, {problem.sheet}{where}: {problem.reason}")
    done = sum(u.done for u in review.coded(sample, coder=options.coder))
    say(f"{new:,} new decisions, {done:,} of {sample.about['n']:,} {sample.about['unit']}s done", out=True)
    if problems:
        say(f"{len(problems):,} were left out; mend them and read the file again")
    return 0


def _run_status(store: Store, options: Namespace) -> int:
    from analysis import review

    sample = _sample(store, options)
    if not options.json:
        say(review.described(sample), out=True)
    _shown(review.progress(sample, pseudonyms=options.pseudonyms), options.json)
    return 0


def _run_agreement(store: Store, options: Namespace) -> int:
    from analysis import review

    sample = _sample(store, options)
    if options.disagreements:
        _shown(review.disagreements(sample, pseudonyms=options.pseudonyms), options.json)
    else:
        _shown(review.agreement(sample), options.json)
    return 0


def _run_quality(store: Store, options: Namespace) -> int:
    from analysis import review

    _shown(review.quality(_sample(store, options)), options.json)
    return 0


def _run_classify(store: Store, options: Namespace) -> int:
    from analysis import review

    sample = _sample(store, options)
    made = review.classify(store, sample, options.variable)
    if options.json:
        print(json.dumps(made._asdict(), ensure_ascii=False, indent=1), file=stdout())
        return 0
    coded = ", ".join(f"{field(value)} {n:,}" for value, n in made.values.items())
    say(f"{options.variable}: {made.coded:,} coded articles ({coded}), {made.articles:,} predicted", out=True)
    say(
        f"of the coded ones {made.right:.0%} are predicted right by models that were not taught them; the commonest "
        f"value alone has {made.commonest:.0%}",
        out=True,
    )
    if sample.about["design"] == "find":
        say(f"{options.name} was drawn to find examples: no share is estimated from it", out=True)
    else:
        say(
            f"predictions counted are no shares; newsbook review estimate {options.store} {options.name} "
            f"{options.variable} corrects them",
            out=True,
        )
    return 0


def _run_estimate(store: Store, options: Namespace) -> int:
    from analysis import review

    sample = _sample(store, options)
    _shown(review.estimate(sample, options.what, options.by), options.json)
    return 0


def _run_apply(store: Store, options: Namespace) -> int:
    from analysis import review

    made = review.apply(store, _sample(store, options), coder=options.coder, at=_now())
    for article, why in made.left_out:
        say(f"{article}: {why}; left out")
    say(
        f"{options.store}: {made.articles:,} articles corrected: {made.removed:,} attributions removed, "
        f"{made.added:,} added, {made.changed:,} changed, {made.merged:,} names merged",
        out=True,
    )
    return 0


def _run_tune(store: Store, options: Namespace) -> int:
    from analysis import review

    _shown(review.tune(_sample(store, options)), options.json)
    return 0
