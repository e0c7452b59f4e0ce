"""Numbers, dates and lists as words of a sentence."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def plural(n: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 article", "1,234 articles"; `many` where an s is not enough."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share in whole per cent, as figures and tables write it: "27 %"."""
    return f"{share:.0%}".replace("%", " %")


def listed(names: Iterable[object], *, most: int = 5) -> str:
    """Names in their order: "a", "a and b", "a, b and c"; past `most` "a, b and 3 more"; of none an empty text."""
    words = [str(name) for name in names]
    if len(words) > most:
        words = [*words[:most], f"{len(words) - most:,} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def day(date: pd.Timestamp) -> str:
    """A date: "3 May 2019"."""
    return f"{date.day} {date:%B %Y}"
