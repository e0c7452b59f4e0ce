"""The list of people that a user knows: kept in the store, so that later runs and readers have it too."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.store import place
from analysis.store.place import Place

FILE = "known-speakers.csv"
MERGED = "merged-speakers.csv"  # of people who reviewed; another list given does not replace it


def read(where: Place) -> pd.DataFrame | None:
    """The list as a frame of text, those merged by hand behind it, or None when there is neither."""
    parts = [place.read(where, file) for file in (FILE, MERGED)]
    found = [pd.read_csv(io.BytesIO(part), dtype="string[pyarrow]") for part in parts if part is not None]
    if len(found) < 2:
        return found[0] if found else None
    mine, merged = found
    if "aliases" not in mine:
        mine = mine.assign(aliases=pd.Series(pd.NA, index=mine.index, dtype="string[pyarrow]"))
    more = dict(zip(merged["name"], merged["aliases"], strict=True))
    both = [
        "|".join(part for part in (aliases, more.pop(name, None)) if isinstance(part, str))
        for name, aliases in zip(mine["name"], mine["aliases"], strict=True)
    ]
    rest = merged[merged["name"].isin(list(more))]
    told = pd.Series(both, index=mine.index, dtype="string[pyarrow]")
    return pd.concat([mine.assign(aliases=told.mask(told == "")), rest], ignore_index=True)


def digest(where: Place, path: str | Path | None = None) -> str:
    """A digest of a list: of the file at `path` when that is given, else of what the store remembers."""
    content = place.read(where, FILE) if path is None else Path(path).read_bytes()
    return hashlib.sha256((content or b"") + (place.read(where, MERGED) or b"")).hexdigest()[:12]


def merge(where: Place, into: Mapping[str, str]) -> None:
    """Remember that names are one speaker's: each name with the one that it goes by. The latest word holds."""
    kept = place.read(where, MERGED)
    known: dict[str, str] = {}
    if kept is not None:
        rows = pd.read_csv(io.BytesIO(kept), dtype="string[pyarrow]")
        known = {
            a: n for n, of in zip(rows["name"], rows["aliases"], strict=True) for a in str(of).split("|")
        }
    known |= {a.replace("|", " "): n.replace("|", " ") for a, n in into.items() if a != n}
    by_name: dict[str, list[str]] = {}
    for alias in sorted(known):
        name, seen = known[alias], {alias}
        while name in known and name not in seen:
            seen.add(name)
            name = known[name]
        if name != alias:
            by_name.setdefault(name, []).append(alias)
    rows = pd.DataFrame({"name": list(by_name), "aliases": ["|".join(of) for of in by_name.values()]})
    place.write(where, rows.sort_values("name").to_csv(index=False).encode(), MERGED)


def keep(where: Place, path: str | Path) -> None:
    """Remember a list; ValueError when it has no column `name`."""
    content = Path(path).read_bytes()
    if "name" not in pd.read_csv(io.BytesIO(content), nrows=0).columns:
        raise ValueError(f"{path}: a list of speakers needs a column `name`")
    place.write(where, content, FILE)
