"""The parser of the whole command line, and that of each command."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis import __version__
from analysis.cli import review_parser
from analysis.cli.arguments import SHELLS, Completion, Parser
from analysis.cli.options import (
    EXIT_CODES,
    add_allow_empty,
    add_annotation,
    add_corpus,
    add_counting,
    add_json,
    add_pseudonyms,
    command_of,
    positive,
)
from analysis.export import FORMATS

if TYPE_CHECKING:
    from analysis.cli.options import Subparsers

TABLES = (
    *("articles", "rejects", "warnings", "sentences", "quotations", "spans", "mentions", "speakers"),
    *("sources", "named", "places", "sentiment", "term_counts", "duplicates", "events", "passages"),
    *("utterances", "themes", "article_themes"),
)
CODED = ("codings", "coded_spans", "coded_units", "codes", "predictions")  # of all samples: `newsbook review`
KINDS = ("quotations", "speakers", "sentiment", "alignment")


def parser() -> Parser:
    """The parser of the whole command line."""
    top = Parser(
        prog="newsbook",
        description="News articles in, a report out: statistics, sentiment, who said what, how outlets differ.",
        epilog=f"Start with: newsbook report --out report\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"newsbook {__version__}")
    top.add_argument(
        "--print-completion",
        choices=SHELLS,
        action=Completion,
        help="what a shell needs to complete commands",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _report(commands)
    _annotate(commands)
    _check(commands)
    _export(commands)
    _correct(commands)
    _review(commands)
    _verify(commands)
    _unlock(commands)
    _notebooks(commands)
    _speakers(commands)
    _themes(commands)
    _new(commands)
    _evaluate(commands)
    return top


def _report(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "report",
        "annotate what is missing, run the notebooks, write the site",
        "newsbook report my-articles/ --out report -p top=30 --notebook corpus-statistics",
    )
    add_corpus(command)
    command.add_argument(
        "--out", default="newsbook-report", metavar="DIR", help="the site's folder (default: %(default)s)"
    )
    command.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a notebook parameter (repeatable); `newsbook notebooks` lists them",
    )
    command.add_argument(
        "--notebook",
        action="append",
        default=[],
        metavar="NAME",
        help="a notebook of ours, or a path, whose code runs with your rights (repeatable; default: all)",
    )
    command.add_argument(
        "--timeout",
        type=positive,
        default=1800,
        metavar="SECONDS",
        help="for one cell (default: %(default)s)",
    )
    command.add_argument(
        "--pages",
        default="2000",
        metavar="N",
        help="how many articles have a page of their own, or all (default: %(default)s)",
    )
    add_pseudonyms(command)
    command.add_argument(
        "--dictionary",
        action="append",
        default=[],
        metavar="FILE",
        help="words to count in each voice: .dic as of LIWC, .yml as of quanteda, or .csv with the columns category "
        "and pattern (repeatable)",
    )
    add_counting(command)
    add_annotation(command)


def _annotate(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "annotate",
        "annotate what a corpus holds and the store does not",
        "newsbook annotate my-articles.csv --column text=body --store annotations",
    )
    add_corpus(command)
    add_json(command, "what the store holds, and what is new in it,")
    add_annotation(command)


def _check(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "check",
        "read and validate a corpus, and say what was found",
        "newsbook check my-articles.jsonl --strict",
    )
    add_corpus(command)
    add_json(command, "what was found")
    command.add_argument("--html", metavar="FILE", help="write what was found as a page")


def _export(commands: Subparsers) -> None:
    terminal = " and ".join(name for name, format in FORMATS.items() if format.terminal)
    command = command_of(
        commands,
        "export",
        "write a table of a store for Excel, R, pandas or an annotation tool",
        "newsbook export annotations --table quotations --format xlsx --out quotations.xlsx",
    )
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument(
        "--table",
        choices=(*TABLES, *CODED),
        default="quotations",
        metavar="TABLE",
        help=f"one of: {', '.join(TABLES)}; of reviews: {', '.join(CODED)} (default: %(default)s)",
    )
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="csv",
        metavar="FORMAT",
        help=f"one of: {', '.join(FORMATS)}; brat is a folder of articles and quotations, labelstudio and "
        "webannotation are files of them, gexf and graphml the network of speakers (default: %(default)s)",
    )
    command.add_argument(
        "--narrow",
        action="store_true",
        help="quotations in csv and xlsx as the table has them, without their articles, speakers and offsets",
    )
    command.add_argument(
        "--bom", action="store_true", help="csv behind a byte-order mark, for old spreadsheets"
    )
    add_pseudonyms(command)
    command.add_argument(
        "--out", metavar="PATH", help=f"file or folder to write (default for {terminal}: the terminal)"
    )
    add_json(command, "where and how much was written (with --out)")
    add_allow_empty(command)


def _correct(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "correct",
        "take corrected quotations back into the store; later runs keep them",
        'newsbook correct annotations corrected-brat/ --by "Ada Lovelace"',
    )
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument(
        "folder", metavar="FOLDER", help="what `newsbook export --format brat` wrote, corrected"
    )
    command.add_argument("--by", required=True, metavar="NAME", help="who corrected it")


def _review(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "review",
        "draw a sample, take in what people coded, and estimate with it",
        "newsbook review draw annotations first -n 50",
    )
    steps = command.add_subparsers(dest="step", required=True, metavar="STEP")

    def made(name: str, meaning: str, example: str) -> Parser:
        return command_of(steps, name, meaning, example)

    review_parser.add(made)


def _verify(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "verify",
        "check that every file of a store is as it was written",
        "newsbook verify annotations --repair",
    )
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument(
        "--repair",
        action="store_true",
        help="take out what is hurt, so that the next run makes it again; hurt files go to STORE/damaged",
    )
    add_json(command, "the hurt files")


def _unlock(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "unlock",
        "take away the lock that a dead run left on a store, and say whose it was",
        "newsbook unlock s3://bucket/annotations",
    )
    command.add_argument("store", metavar="STORE", help="a folder or URL that `newsbook annotate` wrote to")


def _notebooks(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "notebooks",
        "list the notebooks and their parameters, or copy them to edit",
        "newsbook notebooks --copy my-notebooks",
    )
    command.add_argument("--copy", metavar="DIR", help="write copies to this folder")
    add_json(command, "them")


def _speakers(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "speakers",
        "list who is quoted, or explain why mentions became one speaker",
        "newsbook speakers my-articles/ --top 10",
    )
    add_corpus(command)
    command.add_argument(
        "--top", type=positive, default=25, metavar="N", help="how many (default: %(default)s)"
    )
    command.add_argument("--why", metavar="ID", help="explain this speaker: names, articles and the evidence")
    add_json(command, "them")
    add_counting(command)
    add_annotation(command)


def _themes(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "themes",
        "list what a corpus is about: groups of articles that share words",
        "newsbook themes annotations --k 20",
    )
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument(
        "--k", type=_several, default=30, metavar="N", help="how many themes, 2 to 200 (default: %(default)s)"
    )
    add_json(command, "the themes")


def _several(text: str) -> int:
    if not text.isdecimal() or not 2 <= int(text) <= 200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 2 to 200")
    return int(text)


def _new(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "new",
        "list quotations of articles that came into a store since a date, or since you last asked",
        'newsbook new annotations --since last --speaker "Ada Lovelace"',
    )
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument(
        "--since",
        type=_date,
        default="last",
        metavar="DATE",
        help="a date as YYYY-MM-DD, included, or last: since this was last asked with the same speaker and term, the "
        "first time all there are (default: %(default)s)",
    )
    command.add_argument("--speaker", metavar="NAME", help="only what somebody of this name or id says")
    command.add_argument("--term", metavar="WORD", help="only contents that have this word or phrase")
    command.add_argument(
        "--format",
        choices=("json", "csv"),
        default="json",
        help="json or csv (default: json)",
    )


def _date(text: str) -> str:
    from datetime import date

    try:
        return text if text == "last" else date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a date as YYYY-MM-DD nor last") from None


def _evaluate(commands: Subparsers) -> None:
    command = command_of(
        commands,
        "evaluate",
        "measure against hand-made annotations",
        "newsbook evaluate quotations --gold gold.jsonl --engine rules --json",
    )
    command.add_argument("kind", choices=KINDS, metavar="KIND", help=f"one of: {', '.join(KINDS)}")
    command.add_argument("--gold", required=True, metavar="FILE", help="the annotations to measure against")
    command.add_argument("--engine", metavar="NAME", help="what to measure (default: the best there is)")
    command.add_argument("--limit", type=positive, metavar="N", help="measure on the first N articles only")
    add_json(command, "the scores")
    command.add_argument(
        "--predictions", metavar="FILE", help="write what was predicted for each gold item, as JSONL"
    )
