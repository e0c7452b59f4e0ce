"""What commands say of what came out: rejects, languages, dirt, JSON; and the exit code that follows."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.cli.errors import NoArticles
from analysis.cli.terminal import say, stdout

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import Store


# By what most of a corpus was rejected for; "" is a corpus without anything in it.
_WAYS_OUT = {
    "": "no file in it holds any text: check the path",
    "no text column": "say which column has the text: --column text=NAME",
    "encoding": "is it text? save it as UTF-8",
    "unreadable": "may you read it? change its rights, or name another corpus",
}


def print_json(found: object) -> None:
    """Print something as JSON on stdout."""
    print(json.dumps(found, ensure_ascii=False, indent=1), file=stdout())


def strict(options: Namespace, rejects: int, warnings: int = 0) -> int:
    """The exit code of `--strict`: 3 with rejects, or with warnings where they count too; else 0."""
    if not options.strict:
        return 0
    if rejects:
        say(f"{rejects:,} rejects, and --strict was given")
    if warnings and options.strict == "warnings":
        say(f"{warnings:,} warnings, and --strict=warnings was given")
    return 3 if rejects or (warnings and options.strict == "warnings") else 0


def some(store: Store, *, allow_empty: bool = False) -> None:
    """NoArticles for a store without any, where that is not allowed."""
    if not len(store) and not allow_empty:
        raise NoArticles(nothing(Counter(store.rejects["reason"])))


def nothing(reasons: Mapping[str, int]) -> str:
    """What is said where nothing could be read as an article."""
    told = f"nothing could be read as an article ({_rejects(reasons)})"
    first = max(reasons, key=lambda reason: reasons[reason], default="")
    return f"{told}; {_WAYS_OUT[first]}" if first in _WAYS_OUT else told


def tell(reasons: Mapping[str, int]) -> None:
    """Say how many rejects there are, by reason."""
    if reasons:
        say(_rejects(reasons))


def tell_dirt(languages: str, warnings: pd.DataFrame) -> None:
    """Say what is not in English, and what texts are not clean; summaries are imported only where there is any."""
    if languages:
        say(languages)
    if len(warnings):
        from analysis.summaries.reading import described_warnings

        say(described_warnings(warnings))


def _rejects(reasons: Mapping[str, int]) -> str:
    """How many rejects there are, by reason, the commonest first."""
    total = sum(reasons.values())
    by_reason = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{n:,} {reason}" for reason, n in by_reason)
    return f"{total:,} reject{'s' * (total != 1)}" + (f": {told}" if told else "")
