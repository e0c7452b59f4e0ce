"""What a terminal is sent: never control sequences that came in with an article, a file name or an error."""

from __future__ import annotations

import re
import sys
from typing import IO, cast

# C0 and C1 controls but tab and line feed (a carriage return alone goes back over its line); bidirectional
# embeddings, overrides and isolates; lone surrogates, which no encoding can carry.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)


def clean(text: str) -> str:
    """`text` in which each character that a terminal would obey, or that reorders others, is U+FFFD."""
    return _CONTROLS.sub("\ufffd", text)


def say(text: str, *, out: bool = False) -> None:
    """Print a cleaned line to stderr, or with `out` to stdout."""
    print(clean(text), file=sys.stdout if out else sys.stderr, flush=True)


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
