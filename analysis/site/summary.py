"""`report.json`: the report in numbers, for whoever watches it: a schedule, an alert, a test.

The only file of a report that differs between two runs on the same articles: it says how long they took, and what was
new to the store.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import __version__, show
from analysis.execution import Run
from analysis.quotation.standing import counted
from analysis.site.said import Said
from analysis.store import Store

FILE = "report.json"  # written last; a folder that holds it is a report and may be replaced
TOP = 10  # speakers that are named


@dataclass
class Clock:
    """How many seconds each part of a report took."""

    since: float = field(default_factory=time.monotonic)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        """The part that ends now."""
        now = time.monotonic()
        self.laps[name] = round(now - self.since, 2)
        self.since = now


def write(
    path: Path,
    store: Store,
    runs: Mapping[str, Run],
    clock: Clock,
    *,
    said: Said,
    made_of: Mapping[str, list[str]] | None = None,
) -> None:
    """Write the report in numbers; `said` is what it counts, `made_of` what tells whether notebooks can stand."""
    told = numbers(store, said)
    notebooks = {name: round(run.seconds, 2) for name, run in runs.items()}
    found = {
        "newsbook": __version__,
        **told,
        "notebooks": {name: run.error or "done" for name, run in runs.items()},
        "kept": [name for name, run in runs.items() if run.kept],
        "timings": {**clock.laps, "all": round(sum(clock.laps.values()), 2), "of_notebooks": notebooks},
        "made_of": dict(made_of or {}),
    }
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8", errors="replace")


def numbers(store: Store, said: Said) -> dict[str, Any]:
    """The corpus, what is new in it, what could not be read, and the numbers that the first page shows.

    `new`, `changed` and `gone` are articles, against what the store held before this report.
    """
    articles = store.table("articles", columns=["article_id", "sha256", "outlet", "published"])
    reasons = store.rejects["reason"].value_counts()
    days = articles["published"].dropna()
    count = counted(said.quotations)
    return {
        "corpus": show.corpus_hash(articles),
        "articles": len(articles),
        **{name: store.changes.get(name, 0) for name in ("new", "changed", "gone")},
        "rejects": int(reasons.sum()),
        "reasons": {str(reason): int(n) for reason, n in reasons.items()},
        "headline": {
            "outlets": int(articles["outlet"].nunique()),
            "first": f"{days.min():%Y-%m-%d}" if len(days) else None,
            "last": f"{days.max():%Y-%m-%d}" if len(days) else None,
            "duplicates": len(store.table("duplicates")),
            "quotations": len(count),
            "quotations_not_counted": len(said.quotations) - len(count),
            "kinds": {str(kind): int(n) for kind, n in count["kind"].value_counts().sort_index().items()},
            "speakers": len(said.speakers),
            "most_quoted": _most_quoted(said.speakers),
        },
    }


def _most_quoted(speakers: pd.DataFrame) -> list[dict[str, Any]]:
    top = speakers.head(TOP)
    return [{"name": str(name), "quotations": int(n)} for name, n in zip(top["name"], top["n"], strict=True)]
