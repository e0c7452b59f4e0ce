"""The command line: `newsbook`, or `python -m analysis`. What the commands do is in `commands`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import __version__, progress
from analysis.cli import configuration, reviews
from analysis.cli.arguments import SHELLS, Completion, Parser
from analysis.cli.errors import NoArticles, described, user_errors
from analysis.cli.steps import Steps
from analysis.cli.terminal import Voice, complain, say, speaking
from analysis.export import FORMATS
from analysis.settings import ALL, options

TABLES = (
    *("articles", "rejects", "warnings", "sentences", "quotations", "spans", "mentions", "speakers"),
    *("sources", "named", "places", "sentiment", "term_counts", "duplicates", "events", "passages"),
    *("utterances", "themes", "article_themes"),
)
CODED = ("codings", "coded_spans", "coded_units", "codes", "predictions")  # of all samples: `newsbook review`
KINDS = ("quotations", "speakers", "sentiment", "alignment")
EXIT_CODES = (
    "exit codes: 0 done, 1 a notebook failed or a store is hurt, 2 wrong usage or parameter, "
    "3 rejects with --strict, or warnings with --strict=warnings, 4 nothing could be read as an article, or none "
    "is chosen"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Errors of users are a line on stderr, never a traceback."""
    try:
        given = configuration.parse(parser(), sys.argv[1:] if arguments is None else arguments)
    except (ValueError, OSError) as error:
        complain(f"newsbook: {described(error)}")
        return 2
    # Arrow's own allocator keeps what it once had: a tenth more in every process, growing with the corpus.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if threading.current_thread() is threading.main_thread():
        signal.signal(
            signal.SIGTERM, lambda *_: sys.exit(143)
        )  # an exit clears up, a killed process does not
    log = getattr(given, "log", None)
    try:
        with speaking(quiet="quiet" in given, verbose="verbose" in given, log=log) as voice:
            return _run(given, voice)
    except OSError as error:  # of the log
        complain(f"newsbook {given.command}: {described(error)}")
        return 2


def _run(given: argparse.Namespace, voice: Voice) -> int:
    """Run a command that says things by `voice`; returns its exit code."""
    voice.note(f"newsbook {__version__} {given.command}")
    if given.configuration:
        say(f"settings of {given.configuration}")
    try:
        with (
            warnings.catch_warnings(),
            _installed_modules_only(),
            progress.listening(Steps(voice)),
            progress.step(f"newsbook {given.command}"),
        ):
            warnings.showwarning = _told
            from analysis.cli import commands

            code = getattr(commands, given.command)(given)
        sys.stdout.flush()
        return int(code or 0)
    except KeyboardInterrupt:
        complain("\nnewsbook: stopped; what was done so far is kept")
        return 130
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be written, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except NoArticles as error:
        complain(f"newsbook {given.command}: {error}")
        return 4
    except Exception as error:
        if not isinstance(error, user_errors()):
            voice.note(traceback.format_exc())
            raise
        complain(f"newsbook {given.command}: {described(error)}")
        return 2


@contextmanager
def _installed_modules_only() -> Iterator[None]:
    """Have processes that are started import nothing from the current folder, which may be a stranger's corpus."""
    before = dict(os.environ)
    os.environ["PYTHONSAFEPATH"] = "1"
    root = Path(__file__).parent.parent.parent
    if root.name not in ("site-packages", "dist-packages"):
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root), before.get("PYTHONPATH")]))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _told(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    if issubclass(
        category, UserWarning
    ):  # others speak of code, such as that of a library, not of the corpus
        say(f"newsbook: {message}")


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


if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[Parser]


def _command(commands: Subparsers, name: str, meaning: str, example: str) -> Parser:
    command = commands.add_parser(
        name,
        help=meaning,
        description=meaning[0].upper() + meaning[1:] + ".",
        epilog=f"example:\n  {example}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for option, told in (
        ("--quiet", "say nothing but errors and what was asked for"),
        ("--verbose", "say each step, with its seconds; also where no terminal shows progress"),
    ):
        command.add_argument(option, action="store_true", default=argparse.SUPPRESS, help=told)
    command.add_argument(
        "--log", metavar="FILE", default=argparse.SUPPRESS, help="write what is done, with times, to its end"
    )
    return command


def _json(command: Parser, what: str) -> None:
    command.add_argument("--json", action="store_true", help=f"print {what} as JSON")


def _corpus(command: Parser) -> None:
    command.add_argument(
        "corpus",
        nargs="*",
        metavar="CORPUS",
        help="a folder, a text, table, JSON, XML, web page, database or zip file, "
        "a URL, or several; none = the example",
    )
    command.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="which column of the corpus is ours, such as text=body or outlet=source (repeatable)",
    )
    command.add_argument(
        "--path",
        metavar="PATTERN",
        help="what the path of a file says, such as {outlet}/{published}*.txt; the store remembers it",
    )
    command.add_argument(
        "--dates",
        choices=("dayfirst", "monthfirst", "ymd"),
        help="the order of the numbers in dates (default: what a column's own dates prove); the store remembers it",
    )
    command.add_argument(
        "--strict",
        action="store_const",
        const="rejects",
        default=False,
        help="exit with 3 when anything could not be read",
    )
    command.add_argument(
        "--strict=warnings",
        dest="strict",
        action="store_const",
        const="warnings",
        help="exit with 3 also when texts are not clean",
    )
    _allowing_none(command)
    command.add_argument(
        "--clean",
        action="store_true",
        default=None,
        help="mend texts: tags, entities, mojibake, soft hyphens, hyphenation, boilerplate; the store remembers it",
    )
    command.add_argument(
        "--follow-links",
        action="store_true",
        default=None,
        help="read what symbolic links out of the corpus lead to; the store remembers it",
    )


def _allowing_none(command: Parser) -> None:
    command.add_argument(
        "--allow-empty",
        action="store_true",
        help="exit with 0 where nothing could be read as an article, as in a feed without news",
    )


def _annotation(command: Parser) -> None:
    """The options of `Settings`, as it describes them."""
    command.add_argument(
        "--fresh", action="store_true", help="read files again that have the size and the times they had"
    )
    for option in options():
        told = option.metadata
        command.add_argument(
            f"--{option.name.replace('_', '-')}",
            default=option.default,
            metavar=told["metavar"] or None,
            choices=told["choices"] or None,
            type=_TYPES.get(told["metavar"], str),
            help=told["meaning"],
        )


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _pseudonyms(command: Parser) -> None:
    command.add_argument(
        "--pseudonyms",
        action="store_true",
        help="codes in place of persons' names, and nothing of the articles' words",
    )


def _number_or_all(text: str) -> int | str:
    return text if text == ALL else _positive(text)


_TYPES = {"N": _positive, "SECONDS": _positive, "NUMBER": _number_or_all}


def _counting(command: Parser) -> None:
    """Which quotations count; see `quotation.standing`."""
    command.add_argument(
        "--acts",
        default="communication",
        metavar="ACTS",
        help="what quotations have to be to count: communication, belief, knowledge, intention, several separated by "
        "commas, or all (default: %(default)s)",
    )
    command.add_argument(
        "--confidence",
        type=_share,
        default=0.5,
        metavar="SHARE",
        help="how sure they have to be, from 0 to 1 (default: %(default)s)",
    )


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return number


def _report(commands: Subparsers) -> None:
    command = _command(
        commands,
        "report",
        "annotate what is missing, run the notebooks, write the site",
        "newsbook report my-articles/ --out report -p top=30 --notebook corpus-statistics",
    )
    _corpus(command)
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
        type=_positive,
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
    _pseudonyms(command)
    command.add_argument(
        "--dictionary",
        action="append",
        default=[],
        metavar="FILE",
        help="words to count in each voice: .dic as of LIWC, .yml as of quanteda, or .csv with the columns category "
        "and pattern (repeatable)",
    )
    _counting(command)
    _annotation(command)


def _annotate(commands: Subparsers) -> None:
    command = _command(
        commands,
        "annotate",
        "annotate what a corpus holds and the store does not",
        "newsbook annotate my-articles.csv --column text=body --store annotations",
    )
    _corpus(command)
    _json(command, "what the store holds, and what is new in it,")
    _annotation(command)


def _check(commands: Subparsers) -> None:
    command = _command(
        commands,
        "check",
        "read and validate a corpus, and say what was found",
        "newsbook check my-articles.jsonl --strict",
    )
    _corpus(command)
    _json(command, "what was found")
    command.add_argument("--html", metavar="FILE", help="write what was found as a page")


def _export(commands: Subparsers) -> None:
    terminal = " and ".join(name for name, format in FORMATS.items() if format.terminal)
    command = _command(
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
    _pseudonyms(command)
    command.add_argument(
        "--out", metavar="PATH", help=f"file or folder to write (default for {terminal}: the terminal)"
    )
    _json(command, "where and how much was written (with --out)")
    _allowing_none(command)


def _correct(commands: Subparsers) -> None:
    command = _command(
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
    command = _command(
        commands,
        "review",
        "draw a sample, take in what people coded, and estimate with it",
        "newsbook review draw annotations first -n 50",
    )
    steps = command.add_subparsers(dest="step", required=True, metavar="STEP")

    def made(name: str, meaning: str, example: str) -> Parser:
        return _command(steps, name, meaning, example)

    reviews.add(made, _positive, _share)


def _verify(commands: Subparsers) -> None:
    command = _command(
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
    _json(command, "the hurt files")


def _unlock(commands: Subparsers) -> None:
    command = _command(
        commands,
        "unlock",
        "take away the lock that a dead run left on a store, and say whose it was",
        "newsbook unlock s3://bucket/annotations",
    )
    command.add_argument("store", metavar="STORE", help="a folder or URL that `newsbook annotate` wrote to")


def _notebooks(commands: Subparsers) -> None:
    command = _command(
        commands,
        "notebooks",
        "list the notebooks and their parameters, or copy them to edit",
        "newsbook notebooks --copy my-notebooks",
    )
    command.add_argument("--copy", metavar="DIR", help="write copies to this folder")
    _json(command, "them")


def _speakers(commands: Subparsers) -> None:
    command = _command(
        commands,
        "speakers",
        "list who is quoted, or explain why mentions became one speaker",
        "newsbook speakers my-articles/ --top 10",
    )
    _corpus(command)
    command.add_argument(
        "--top", type=_positive, default=25, metavar="N", help="how many (default: %(default)s)"
    )
    command.add_argument("--why", metavar="ID", help="explain this speaker: names, articles and the evidence")
    _json(command, "them")
    _counting(command)
    _annotation(command)


def _themes(commands: Subparsers) -> None:
    command = _command(
        commands,
        "themes",
        "list what a corpus is about: groups of articles that share words",
        "newsbook themes annotations --k 20",
    )
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument(
        "--k", type=_several, default=30, metavar="N", help="how many themes, 2 to 200 (default: %(default)s)"
    )
    _json(command, "the themes")


def _several(text: str) -> int:
    if not text.isdecimal() or not 2 <= int(text) <= 200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 2 to 200")
    return int(text)


def _new(commands: Subparsers) -> None:
    command = _command(
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
    command = _command(
        commands,
        "evaluate",
        "measure against hand-made annotations",
        "newsbook evaluate quotations --gold gold.jsonl --engine rules --json",
    )
    command.add_argument("kind", choices=KINDS, metavar="KIND", help=f"one of: {', '.join(KINDS)}")
    command.add_argument("--gold", required=True, metavar="FILE", help="the annotations to measure against")
    command.add_argument("--engine", metavar="NAME", help="what to measure (default: the best there is)")
    command.add_argument("--limit", type=_positive, metavar="N", help="measure on the first N articles only")
    _json(command, "the scores")
    command.add_argument(
        "--predictions", metavar="FILE", help="write what was predicted for each gold item, as JSONL"
    )
