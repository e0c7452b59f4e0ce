"""The options that several commands have, and the values that they take."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.cli.arguments import Parser
from analysis.settings import ALL, options

EXIT_CODES = (
    "exit codes: 0 done, 1 a notebook failed or a store is hurt, 2 wrong usage or parameter, "
    "3 rejects with --strict, or warnings with --strict=warnings, 4 nothing could be read as an article, or none "
    "is chosen"
)


if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[Parser]


def command_of(commands: Subparsers, name: str, meaning: str, example: str) -> Parser:
    """A new command among others, with its help and what every command takes."""
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


def add_json(command: Parser, what: str) -> None:
    """`--json`, which prints `what`."""
    command.add_argument("--json", action="store_true", help=f"print {what} as JSON")


def add_corpus(command: Parser) -> None:
    """Which corpus, how it is read, and what is done about what cannot be."""
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
    add_allow_empty(command)
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


def add_allow_empty(command: Parser) -> None:
    """Whether no articles at all are an error."""
    command.add_argument(
        "--allow-empty",
        action="store_true",
        help="exit with 0 where nothing could be read as an article, as in a feed without news",
    )


def add_annotation(command: Parser) -> None:
    """The options of `Settings`, as it describes them."""
    command.add_argument(
        "--fresh",
        action="store_true",
        help="read files again that have the size and the times they had, and run every notebook",
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


def positive(text: str) -> int:
    """A whole number from 1 up; ArgumentTypeError for anything else."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def add_pseudonyms(command: Parser) -> None:
    """Codes in place of names."""
    command.add_argument(
        "--pseudonyms",
        action="store_true",
        help="codes in place of persons' names, and nothing of the articles' words",
    )


def _number_or_all(text: str) -> int | str:
    return text if text == ALL else positive(text)


_TYPES = {"N": positive, "SECONDS": positive, "NUMBER": _number_or_all}


def add_counting(command: Parser) -> None:
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
        type=share,
        default=0.5,
        metavar="SHARE",
        help="how sure they have to be, from 0 to 1 (default: %(default)s)",
    )


def share(text: str) -> float:
    """A number from 0 to 1; ArgumentTypeError for anything else."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return number
