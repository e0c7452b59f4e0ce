"""What a stage of an annotation is, what it gets, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import pandas as pd

from analysis.settings import Settings

Frames = dict[str, pd.DataFrame]


class Before(NamedTuple):
    """What a stage kept of its last run, and the batches whose rows, of all that it reads, are as they were then.

    None where there is nothing of use: another version, another list of people, tables that are not as it left them.
    """

    tables: Frames
    batches: frozenset[str]


class Made(NamedTuple):
    """The tables that a stage made, rows of columns that differ from what is there at least; and what it keeps."""

    tables: Frames
    keep: Frames


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of an annotation.

    `reads` and `writes` are columns, as `table.column`, or `table.*` for all of a table. `version` is raised by
    hand when rows change; an engine or a network that they depend on is in `variant`, made of the settings.
    `scope` says what `run` looks at, and when: "article" one article after the other (it gets a `Batch` and the
    settings), "corpus" all of them, after each run that changed any (it gets the `Store`), "asked" all of them, when
    somebody first asks (it gets the `Store` and the tables of other such stages that it reads). What a stage of scope
    "corpus" kept of its last run it gets too, and it returns what the next one will get (`Before`, `Made`). Articles
    in a language that is not annotated are shown to stages of `every_language` only. `run` returns the tables it
    makes; of a table that it does not own, their key and the columns it writes.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    version: str
    run: Callable[..., Any]  # `Frames`, or of scope "corpus" `Made`
    scope: Literal["article", "corpus", "asked"] = "article"
    variant: Callable[[Settings], str] = field(default=lambda settings: "")
    every_language: bool = False

    def fingerprint(self, settings: Settings) -> str:
        """What a store remembers of the rows it made: they are stale when it is another."""
        return " ".join(filter(None, (self.variant(settings), self.version)))
