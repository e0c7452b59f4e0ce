"""What the arguments of a command ask for: which corpus, how it is read, how it is annotated."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.nearest import meant
from analysis.settings import Settings
from analysis.settings import options as known


def columns(given: Sequence[str]) -> dict[str, str] | None:
    """`--column` arguments as our names to theirs; ValueError for one that is not OURS=THEIRS."""
    names: dict[str, str] = {}
    for argument in given:
        ours, equals, theirs = argument.partition("=")
        if not equals or not ours or not theirs:
            raise ValueError(f"--column {argument!r}: write OURS=THEIRS, such as text=body")
        if ours in names:
            raise ValueError(f"--column {ours} is given twice")
        names[ours] = theirs
    return names or None


def source(paths: Sequence[str]) -> Any:
    """What `corpus.read` takes: nothing, a path or several.

    FileNotFoundError for one that is not there, ValueError for one that is given twice.
    """
    from analysis.corpus import files

    for number, path in enumerate(paths):
        place = Path(path).expanduser()
        if "://" not in path and not files.exists(place):
            beside = [p.name for p in place.parent.iterdir()] if place.parent.is_dir() else []
            raise FileNotFoundError(f"no such file or folder: {path}{meant(place.name, beside)}")
        if path in paths[:number]:
            raise ValueError(f"{path} is given twice; name each corpus once")
    return None if not paths else paths[0] if len(paths) == 1 else list(paths)


def settings(options: Namespace) -> Settings:
    """The options of an annotation, as given on the command line."""
    given = {option.name: getattr(options, option.name) for option in known()}
    return Settings(
        **given,
        **reading(options),
        fresh=options.fresh,
    )


def reading(options: Namespace) -> dict[str, Any]:
    """How a corpus is read, as given on the command line."""
    return {
        "columns": columns(options.column),
        "follow_links": options.follow_links,
        "path_pattern": options.path,
        "dates": options.dates,
        "clean": options.clean,
    }
