"""How a corpus is annotated: the options that the command line, notebooks and functions share, said once.

A new option is one field here: commands, `annotate.run` and `site.run` take it by this definition, and whoever
needs it finds it in the `Settings` that is carried through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

ALL = "all"
TARGETS: int | str = ALL  # mentions of an article that are judged where nothing else is said
CONFIGURATION = "newsbook.toml"  # options of the command line, beside articles; no part of a corpus


def _option(default: Any, meaning: str, *, metavar: str = "", choices: tuple[str, ...] = ()) -> Any:
    """A field with what a command line says of it."""
    return field(default=default, metadata={"meaning": meaning, "metavar": metavar, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options of one annotation. ValueError for a value that is not among the choices.

    `columns`, `follow_links`, `path_pattern`, `dates` and `clean` are those of `corpus.read`; where they, `language`
    or `targets` are None, they are as the store remembers them. `fresh` reads files again that look unchanged.
    """

    store: str = _option(
        "", "where annotations are kept (default: one for the corpus in the user's cache)", metavar="DIR"
    )
    engine: str = _option("tagger", "what finds quotations (default: tagger)", choices=("tagger", "rules"))
    sentiment: str = _option(
        "target",
        "sentiment towards targets by the model, or by lexicon only (default: target)",
        choices=("target", "lexicon"),
    )
    targets: int | str | None = _option(
        None,
        "mentions of people and organisations that the model judges in each article, drawn at random, or all of "
        f"them; the store remembers it (default: {TARGETS})",
        metavar="NUMBER",
    )
    speakers: str | None = _option(
        None, "a CSV of people you know: name, and maybe aliases, role, gender, …", metavar="FILE"
    )
    workers: int | None = _option(None, "processes that annotate (default: by cores)", metavar="N")
    scheduler: str | None = _option(None, "annotate on the Dask cluster at this address", metavar="ADDRESS")
    local_cluster: int | None = _option(
        None, "annotate with Dask in so many processes of this machine", metavar="N"
    )
    article_seconds: int = _option(
        30,
        "processor time that 5,000 characters of an article may take; one that takes more is given up (default: 30)",
        metavar="SECONDS",
    )
    language: str | None = _option(
        None,
        "annotate articles in English, or in any language as if they were English (default: en)",
        choices=("en", "any"),
    )
    columns: Mapping[str, str] | None = None
    follow_links: bool | None = None
    path_pattern: str | None = None
    dates: str | None = None
    clean: bool | None = None
    fresh: bool = False

    def __post_init__(self) -> None:
        """Refuse what no choice allows."""
        for option in options():
            value, choices = getattr(self, option.name), option.metadata["choices"]
            if choices and value is not None and value not in choices:
                raise ValueError(f"{option.name} {value!r}: expected {' or '.join(choices)}")
        if self.scheduler and self.local_cluster:
            raise ValueError("scheduler and local_cluster: give one of them")
        number = isinstance(self.targets, int) and not isinstance(self.targets, bool) and self.targets > 0
        if not (number or self.targets in (None, ALL)):
            raise ValueError(f"targets {self.targets!r}: expected a whole number from 1 up, or {ALL}")


def options() -> tuple[Field[Any], ...]:
    """The fields that are options of a command line; `metadata` has their meaning, metavar and choices."""
    return tuple(f for f in fields(Settings) if f.metadata)
