"""The list of people that a user knows: kept in the store, so that later runs and readers have it too."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pandas as pd

from analysis.store import place
from analysis.store.place import Place

FILE = "known-speakers.csv"


def read(where: Place) -> pd.DataFrame | None:
    """The list as a frame of text, or None when there is none."""
    kept = place.read(where, FILE)
    return None if kept is None else pd.read_csv(io.BytesIO(kept), dtype="string[pyarrow]")


def digest(where: Place, path: str | Path | None = None) -> str:
    """A digest of a list: of the file at `path` when that is given, else of what the store remembers."""
    content = place.read(where, FILE) if path is None else Path(path).read_bytes()
    return hashlib.sha256(content or b"").hexdigest()[:12]


def keep(where: Place, path: str | Path) -> None:
    """Remember a list; ValueError when it has no column `name`."""
    content = Path(path).read_bytes()
    if "name" not in pd.read_csv(io.BytesIO(content), nrows=0).columns:
        raise ValueError(f"{path}: a list of speakers needs a column `name`")
    place.write(where, content, FILE)
