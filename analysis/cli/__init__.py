"""The command line: `newsbook`, or `python -m analysis`. What the commands do is in `commands`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import __version__
from analysis.cli import reviews
from analysis.cli.terminal import say
from analysis.export import FORMATS
from analysis.settings import ALL, options

TABLES = (
    *("articles", "rejects", "warnings", "sentences", "quotations", "spans", "mentions", "speakers"),
    *("sources", "named", "places", "sentiment", "term_counts", "duplicates", "events", "passages"),
    *("utterances", "themes", "article_themes"),
)
CODED = ("codings", "coded_spans", "coded_units")  # of all samples of a store: see `newsbook review`
KINDS = ("quotations", "speakers", "sentiment", "alignment")
EXIT_CODES = (
    "exit codes: 0 done, 1 a notebook failed or a store is hurt, 2 wrong usage or parameter, "
    "3 rejects with --strict, or warnings with --strict=warnings, 4 nothing could be read as an article"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Errors of users are a line on stderr, never a traceback."""
    given = parser().parse_args(arguments)
    # Arrow's own allocator keeps what it once had: a tenth more in every process, growing with the corpus.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from analysis.cli import commands

    if threading.current_thread() is threading.main_thread():
        signal.signal(
            signal.SIGTERM, lambda *_: sys.exit(143)
        )  # an exit clears up, a killed process does not
    try:
        with warnings.catch_warnings(), _installed_modules_only():
            warnings.showwarning = _told
            code = getattr(commands, given.command)(given)
        sys.stdout.flush()
        return int(code or 0)
    except KeyboardInterrupt:
        say("\nnewsbook: stopped; what was done so far is kept")
        return 130
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be written, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except commands.NoArticles as error:
        print(f"newsbook {given.command}: {error}", file=sys.stderr)
        return 4
    except Exception as error:
        if not isinstance(error, commands.user_errors()):
            raise
        say(f"newsbook {given.command}: {error}")
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


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="newsbook",
        description="News articles in, a report out: statistics, sentiment, who said what, how outlets differ.",
        epilog=f"Start with: newsbook report --out report\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"newsbook {__version__}")
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
    _evaluate(commands)
    return top


if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def _command(commands: Subparsers, name: str, meaning: str, example: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=meaning,
        description=meaning[0].upper() + meaning[1:] + ".",
        epilog=f"example:\n  {example}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _corpus(command: argparse.ArgumentParser) -> None:
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


def _allowing_none(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--allow-empty",
        action="store_true",
        help="exit with 0 where nothing could be read as an article, as in a feed without news",
    )


def _annotation(command: argparse.ArgumentParser) -> None:
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


def _pseudonyms(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--pseudonyms",
        action="store_true",
        help="codes in place of persons' names, and nothing of the articles' words",
    )


def _number_or_all(text: str) -> int | str:
    return text if text == ALL else _positive(text)


_TYPES = {"N": _positive, "SECONDS": _positive, "NUMBER": _number_or_all}


def _counting(command: argparse.ArgumentParser) -> None:
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
    _annotation(command)


def _check(commands: Subparsers) -> None:
    command = _command(
        commands,
        "check",
        "read and validate a corpus, and say what was found",
        "newsbook check my-articles.jsonl --strict",
    )
    _corpus(command)
    command.add_argument("--json", action="store_true", help="print what was found as JSON")
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

    def made(name: str, meaning: str, example: str) -> argparse.ArgumentParser:
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
    command.add_argument("--json", action="store_true", help="print the themes as JSON")


def _several(text: str) -> int:
    if not text.isdecimal() or not 2 <= int(text) <= 200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 2 to 200")
    return int(text)


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
    command.add_argument("--json", action="store_true", help="print the scores as JSON")
    command.add_argument(
        "--predictions", metavar="FILE", help="write what was predicted for each gold item, as JSONL"
    )
