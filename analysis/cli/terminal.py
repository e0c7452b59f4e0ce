"""What a terminal is sent: never control sequences that came in with an article, a file name or an error.

How much it is sent is a command's `Voice`: results and notes, or with `quiet` only errors and what was asked for.
"""

from __future__ import annotations

import re
import select
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

# C0 and C1 controls but tab and line feed (a carriage return alone goes back over its line); bidirectional
# embeddings, overrides and isolates; lone surrogates, which no encoding can carry.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """How much a command says: `quiet` nothing but errors and data, `verbose` each step; `log` takes all of it."""

    quiet: bool = False
    verbose: bool = False
    log: IO[str] | None = None

    def note(self, text: str) -> None:
        """Write dated lines to the log, if there is one."""
        if self.log is not None:
            at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            # One write for each line: a thread that tells of a step writes between ours.
            for line in clean(text).strip().splitlines():
                self.log.write(f"{at} {line}\n")
            self.log.flush()


_ORDINARY = Voice()
_voice: ContextVar[Voice] = ContextVar("voice", default=_ORDINARY)


def voice() -> Voice:
    """How much the command that runs says."""
    return _voice.get()


@contextmanager
def speaking(*, quiet: bool = False, verbose: bool = False, log: str | None = None) -> Iterator[Voice]:
    """Say as much as `quiet` and `verbose` want, and write all of it, dated, to the end of the file `log`."""
    with ExitStack() as stack:
        opened = log and stack.enter_context(Path(log).expanduser().open("a", encoding="utf-8"))
        token = _voice.set(Voice(quiet, verbose, cast("IO[str] | None", opened or None)))
        try:
            yield voice()
        finally:
            _voice.reset(token)


def clean(text: str) -> str:
    """`text` in which each character that a terminal would obey, or that reorders others, is U+FFFD."""
    return _CONTROLS.sub("\ufffd", text)


def say(text: str, *, out: bool = False) -> None:
    """Print a cleaned line: a note to stderr, which `quiet` leaves out, or with `out` data to stdout."""
    if not out:
        voice().note(text)
    if out or not voice().quiet:
        _print(text, sys.stdout if out else sys.stderr)


def done(text: str) -> None:
    """Print to stdout what came of a command that was to do something; `quiet` leaves it out."""
    voice().note(text)
    if not voice().quiet:
        _print(text, sys.stdout)


def complain(text: str) -> None:
    """Print an error to stderr, always."""
    voice().note(text)
    _print(text, sys.stderr)


def _print(text: str, stream: IO[str]) -> None:
    if "tqdm" not in sys.modules:
        print(clean(text), file=stream, flush=True)
        return
    from tqdm import tqdm

    with tqdm.external_write_mode(file=stream):
        print(clean(text), file=stream, flush=True)


def reader_left() -> bool:
    """Whether nobody reads what is printed any more, as behind `| head`; True too where the system does not tell."""
    if not hasattr(select, "poll"):
        return True
    try:
        waiting = select.poll()
        for stream in (sys.stdout, sys.stderr):
            waiting.register(stream.fileno(), 0)
        return any(state & (select.POLLERR | select.POLLHUP) for _, state in waiting.poll(0))
    except (OSError, ValueError):  # a stream that is no file of the system's
        return True


def field(value: object) -> str:
    """`value` as a part of one line: each run of white space is a blank, so that no name can look like a line."""
    return clean(" ".join(str(value).split()))


def stdout() -> IO[str]:
    """Where data goes: cleaned on a terminal; exact in a file or a pipe."""
    return cast(IO[str], _Cleaned(sys.stdout)) if sys.stdout.isatty() else sys.stdout


class _Cleaned:
    """A stream of text that cleans what is written to it, write by write."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        return self.stream.write(clean(text))
