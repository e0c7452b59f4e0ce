"""`newsbook review …`: the parser of its commands, and what each does."""

from __future__ import annotations

import argparse
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

UNITS = ("article", "passage")
DESIGNS = ("random", "outlet", "uncertain", "find")

Made = Callable[[str, str, str], argparse.ArgumentParser]


def add(made: Made, positive: Callable[[str], int], share: Callable[[str], float]) -> None:
    """Give the parser its commands; `made` makes one of a name, its meaning and an example."""
    _plan(made)
    _draw(made, positive, share)
    _sheet(made)
    _read(made)
    for name, meaning in (
        ("status", "say how much of a sample is coded, and by how many"),
        ("agreement", "say how far coders agree, beyond chance"),
        ("quality", "say how good the machine's rows are, by what was coded"),
    ):
        command = _of_sample(made, name, meaning, f"newsbook review {name} annotations first")
        _json(command)
        if name == "agreement":
            command.add_argument(
                "--disagreements", action="store_true", help="list what coders did not see alike"
            )
        if name != "quality":
            _pseudonyms(command)
    _classify(made)
    _estimate(made)
    apply = _of_sample(
        made,
        "apply",
        "put what a coder decided into the store; later runs keep it",
        "newsbook review apply annotations first --coder Ada",
    )
    _coder(apply)
    tune = _of_sample(
        made,
        "tune",
        "say from which confidence on quotations should count, by a sample that no estimate uses",
        "newsbook review tune annotations examples",
    )
    _json(tune)


def _of_sample(made: Made, name: str, meaning: str, example: str) -> argparse.ArgumentParser:
    command = made(name, meaning, example)
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument("name", metavar="NAME", help="the sample")
    return command


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print the rows as JSON")


def _coder(command: argparse.ArgumentParser) -> None:
    command.add_argument("--coder", required=True, metavar="WHO", help="whose decisions")


def _pseudonyms(command: argparse.ArgumentParser) -> None:
    command.add_argument("--pseudonyms", action="store_true", help="call coders by number, not by name")


def _plan(made: Made) -> None:
    command = made(
        "plan",
        "say how many units which width of an interval needs",
        "newsbook review plan annotations --by outlet",
    )
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument("--by", choices=("outlet", "month"), default="", help="for each group")
    command.add_argument(
        "--unit", choices=UNITS, default="article", help="what is coded (default: %(default)s)"
    )
    _json(command)


def _draw(made: Made, positive: Callable[[str], int], share: Callable[[str], float]) -> None:
    command = _of_sample(
        made,
        "draw",
        "draw a sample to code, with known chances, and freeze the machine's rows",
        "newsbook review draw annotations first -n 50 --design outlet",
    )
    command.add_argument(
        "-n", type=positive, default=50, metavar="UNITS", help="how many units (default: %(default)s)"
    )
    command.add_argument(
        "--unit", choices=UNITS, default="article", help="what is drawn (default: %(default)s)"
    )
    command.add_argument(
        "--design",
        choices=DESIGNS,
        default="random",
        help="the same chance for all, as many of each outlet, more where the machine doubts, or the most doubtful, "
        "for examples only (default: %(default)s)",
    )
    command.add_argument(
        "--double",
        type=share,
        default=0.2,
        metavar="SHARE",
        help="the share of units that every coder gets (default: %(default)s)",
    )
    command.add_argument(
        "--seed",
        type=int,
        default=0,
        metavar="N",
        help="the same draws the same units (default: %(default)s)",
    )
    command.add_argument(
        "--variable",
        action="append",
        default=[],
        metavar="VARIABLE",
        help="a variable of your own, coded once a unit (repeatable)",
    )
    for name, meaning in (
        ("outlets", "names separated by commas"),
        ("since", "date YYYY-MM-DD"),
        ("until", "date YYYY-MM-DD"),
    ):
        command.add_argument(f"--{name}", default="", metavar=name.upper(), help=f"only of these: {meaning}")


def _sheet(made: Made) -> None:
    command = _of_sample(
        made,
        "sheet",
        "write a coder's units to code in, for Excel or for Label Studio",
        "newsbook review sheet annotations first --coder Ada --out ada.xlsx",
    )
    _coder(command)
    command.add_argument(
        "--out",
        required=True,
        metavar="FILE",
        help="the file to write: .xlsx for Excel, .json for Label Studio",
    )
    command.add_argument(
        "--adjudicate", action="store_true", help="a third look: only units where coders differ, and how"
    )
    command.add_argument(
        "--among",
        default="",
        metavar="WHO,WHO",
        help="the coders who share the units that not everybody gets: each has as many, in turn",
    )


def _read(made: Made) -> None:
    command = _of_sample(
        made,
        "read",
        "read what a coder decided, from Excel, Label Studio or brat",
        "newsbook review read annotations first ada.xlsx --coder Ada",
    )
    command.add_argument(
        "file",
        metavar="FILE",
        help="an .xlsx file, an export of Label Studio (.json), or a folder of .ann files",
    )
    command.add_argument(
        "--annotator",
        default="",
        metavar="ID",
        help="of several people in an export of Label Studio the one, by number or address, who is the coder",
    )
    _coder(command)
    command.add_argument("--adjudicate", action="store_true", help="it is the third look")


def _classify(made: Made) -> None:
    command = _of_sample(
        made,
        "classify",
        "predict a variable of your own in all articles, from those that are coded",
        "newsbook review classify annotations first --variable frame",
    )
    command.add_argument(
        "--variable", required=True, metavar="VARIABLE", help="one of those that the sample was drawn with"
    )
    _json(command)


def _estimate(made: Made) -> None:
    command = _of_sample(
        made,
        "estimate",
        "estimate a share or mean by machine, by hand, and by both",
        'newsbook review estimate annotations first "share indirect" --by outlet',
    )
    command.add_argument(
        "what",
        metavar="WHAT",
        help='such as share-indirect, "share named Ada Lovelace", or a variable of your own; a strange one lists all',
    )
    command.add_argument("--by", choices=("outlet", "month", "speaker"), default="", help="for each group")
    _json(command)


# --- what they do -------------------------------------------------------------------------------------------------


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
