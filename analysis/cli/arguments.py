"""A parser whose refusals are one line that says what is allowed, and what may have been meant."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from analysis.cli.terminal import field
from analysis.nearest import meant

_origin: ContextVar[str] = ContextVar("origin", default="")
SHELLS = ("bash", "zsh")


class Parser(argparse.ArgumentParser):
    """argparse's parser, with refusals of one line."""

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong, and exit with 2."""
        self.exit(2, f"{self.prog}: {_origin.get()}{field(message)} (see {self.prog} --help)\n")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What is given; an option that there is not is refused with the one that resembles it."""
        given, others = self.parse_known_args(args, namespace)
        if others:
            self._refuse(given, others)
        return given

    def _refuse(self, given: argparse.Namespace, others: Sequence[str]) -> NoReturn:
        parser = commands(self).get(getattr(given, "command", ""), self)
        option = next((word for word in others if word.startswith("-")), None)
        if option is None:
            parser.error(f"{others[0]!r} is one too many")
        name = option.partition("=")[0]
        known = (s for p in (parser, *commands(parser).values()) for s in p._option_string_actions)
        parser.error(f"{name}: no such option{meant(name, known)}")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            allowed = [str(choice) for choice in action.choices]
            raise argparse.ArgumentError(
                action, f"{value!r} is none of: {', '.join(allowed)}{meant(str(value), allowed)}"
            )


def commands(parser: argparse.ArgumentParser) -> dict[str, Parser]:
    """The parsers of a parser's commands, by name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


@contextmanager
def from_file(path: str) -> Iterator[None]:
    """Have refusals inside say that what they refuse is in a file."""
    token = _origin.set(f"{path}: ")
    try:
        yield
    finally:
        _origin.reset(token)


class Completion(argparse.Action):
    """Prints what a shell needs to complete commands and options, and exits."""

    def __call__(self, parser: argparse.ArgumentParser, *given: Any) -> NoReturn:
        """Print it for the shell that is named."""
        import shtab

        print(shtab.complete(parser, shell=given[1]))
        parser.exit()
