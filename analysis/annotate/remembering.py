"""What a corpus was read as is kept with its store, so that the next run reads what is new: see `corpus.memory`."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import __version__, tables
from analysis.annotate import stages
from analysis.corpus.memory import Held, Memory
from analysis.store import corrections, kept
from analysis.store.place import Place


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
