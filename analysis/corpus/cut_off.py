"""Texts that a service has cut off: told, for nothing can mend them."""

from __future__ import annotations

import re
from collections.abc import Iterator

CUT_OFF = "cut off"
_COUNTED = re.compile(r"(?:…|\.\.\.)?\s?\[\+\d{1,7} (?:chars|characters)\]\s*\Z")  # NewsAPI, GNews
_DOTS = ("…", "...", "[…]", "[...]", "(more…)", "(more...)", "&hellip;", "[&hellip;]")
_TAIL = 60
_AROUND = 60  # characters of the example
_TEASER = (
    600  # characters of a text that ends in dots and is an excerpt; longer ones may end so by themselves
)


def found(text: str) -> Iterator[tuple[str, str]]:
    """`cut off` and the end of the text, when a service has cut it: `… [+1234 chars]`, a short text that ends in …"""
    tail = text[-_TAIL:]
    if _COUNTED.search(tail) or (
        len(text) <= _TEASER and tail.rstrip().endswith(_DOTS) and not tail.rstrip().endswith("....")
    ):
        yield CUT_OFF, " ".join(text[-_AROUND:].split())
