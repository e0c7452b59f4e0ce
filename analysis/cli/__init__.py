"""The command line: `newsbook`, or `python -m analysis`.

What may be given is in `parsers`, what the commands do in `commands`.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis import __version__, progress
from analysis.cli import configuration
from analysis.cli.errors import NoArticles, described, user_errors
from analysis.cli.options import EXIT_CODES
from analysis.cli.parsers import CODED, KINDS, TABLES, parser
from analysis.cli.steps import Steps
from analysis.cli.terminal import Voice, complain, reader_left, say, speaking

__all__ = ["CODED", "EXIT_CODES", "KINDS", "TABLES", "main", "parser"]


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
            _rarely_collecting(),
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
    except BrokenPipeError as error:
        if not reader_left():
            complain(f"newsbook {given.command}: {described(error)}")
            return 2
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


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Have Python look for cycles less often: it finds few, and 6 % of a run that adds one article went into it."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _told(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    if issubclass(
        category, UserWarning
    ):  # others speak of code, such as that of a library, not of the corpus
        say(f"newsbook: {message}")
