"""What a store remembers of a corpus: how it is read, and what was read, so that the next run reads what is new.

See `corpus.memory`.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import __version__, tables
from analysis.annotate import stages
from analysis.corpus.memory import Held, Memory
from analysis.settings import Settings
from analysis.store import corrections, kept, listed, place
from analysis.store.place import Place

LAST = "last.json"  # the settings of the last run that `correct` and the next run go by
# Options of `corpus.stream` that a store remembers.
READING = ("columns", "follow_links", "path_pattern", "dates", "clean")


def settled(where: Place, settings: Settings, known: Mapping[str, Any]) -> tuple[Settings, dict[str, Any]]:
    """Settings, and how the corpus is read: what they leave open is as the store remembers it.

    `known` is what it remembers of the corpus.
    """
    wanted = {name: getattr(settings, name) for name in READING}
    given = {name: value for name, value in wanted.items() if value is not None and value != {}}
    unsaid = {"follow_links": False, "clean": False}
    reading = {**wanted, **unsaid, **{n: known[n] for n in READING if n in known}, **given}
    language = settings.language or known.get("language", "en")
    targets = settings.targets or place.read_json(where, LAST).get("targets")
    return replace(settings, **reading, language=language, targets=targets), reading


def snapshot(where: Place, source: Any, settings: Settings, reading: Mapping[str, Any]) -> dict[str, Any]:
    """All that says what a run makes of a corpus; as long as it is the same, nothing has to be made again."""
    from analysis import corpus as corpora

    return {
        "fingerprint": corpora.fingerprint(source, follow_links=reading["follow_links"]),
        **reading,
        "language": settings.language,
        "reading": corpora.VERSION,
        "stages": stages.fingerprints(settings),
        "tables": tables.digest(),
        "speakers": listed.digest(where, settings.speakers),
        "article_seconds": settings.article_seconds,
    }


def depends_on(where: Place, reading: Mapping[str, Any]) -> dict[str, Any]:
    """What else than its files says what the articles of a corpus are: `reading` says how it is read."""
    corrected = sorted((*key, digest) for key, digest in corrections.digests(where).items())
    return {
        **{name: value for name, value in reading.items() if name != "fingerprint"},
        "made by": [__version__, kept.VERSION, tables.digest(), *stages.seen()],
        "corrected": kept.digest(repr(corrected).encode()),
    }


def recalled(where: Place, identity: str, reading: Mapping[str, Any]) -> Mapping[str, pd.DataFrame] | None:
    """What was kept of the last reading of a corpus, where it is of use: None where it was read otherwise."""
    try:
        found = kept.read(where, _name(identity))
    except ValueError as error:
        warnings.warn(f"{error}: the corpus is read anew", stacklevel=2)
        return None
    return None if found is None or found.record != depends_on(where, reading) else found.tables


def keep(where: Place, identity: str, reading: Mapping[str, Any], memory: Memory, held: Held) -> None:
    """Keep what this reading found; `held` are the digests of its articles."""
    kept.write(where, _name(identity), depends_on(where, reading), memory.tables(held))


def _name(identity: str) -> str:
    return f"corpus-{identity}"
