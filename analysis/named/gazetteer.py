"""The names of countries, states and larger cities, and where each is: from GeoNames (CC BY 4.0, geonames.org).

`gazetteer.txt` has a line for each country, state, or country's or state's cities: kind, ISO 3166 code, names. It is
made by `training/gazetteer.py`. A city has the code of its US state, or else of its country.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple

Kind = Literal["country", "state", "city"]


class Entry(NamedTuple):
    """A place of the gazetteer, by its first name there; `size` (0 to 9) tells the larger of cities of one name."""

    name: str
    kind: Kind
    code: str
    size: int


Names = Mapping[str, tuple[tuple[str, tuple[Entry, ...]], ...]]

# Behind a town: Irvine, Calif. The postal codes are those of the states themselves.
SHORT = {
    "AL": "Ala", "AZ": "Ariz", "AR": "Ark", "CA": "Calif", "CO": "Colo", "CT": "Conn", "DE": "Del", "FL": "Fla",
    "GA": "Ga", "ID": "Idaho", "IL": "Ill", "IN": "Ind", "KS": "Kan", "KY": "Ky", "LA": "La", "MD": "Md",
    "MA": "Mass", "MI": "Mich", "MN": "Minn", "MS": "Miss", "MO": "Mo", "MT": "Mont", "NE": "Neb", "NV": "Nev",
    "NH": "N.H", "NJ": "N.J", "NM": "N.M", "NY": "N.Y", "NC": "N.C", "ND": "N.D", "OK": "Okla", "OR": "Ore",
    "PA": "Pa", "RI": "R.I", "SC": "S.C", "SD": "S.D", "TN": "Tenn", "TX": "Tex", "VT": "Vt", "VA": "Va",
    "WA": "Wash", "WV": "W.Va", "WI": "Wis", "WY": "Wyo", "DC": "D.C",
}  # fmt: skip


@lru_cache(maxsize=1)
def entries() -> tuple[tuple[str, Entry], ...]:
    """Every name of the gazetteer with its place; a name of several places stands several times."""
    found: list[tuple[str, Entry]] = []
    text = (resources.files(__package__) / "gazetteer.txt").read_text("utf-8")
    for line in text.splitlines():
        kind, code, listed = line.split("\t")
        pairs = [written.partition(":")[::2] for written in listed.split("|")]
        for name, size in pairs:
            own = name if kind == "city" else pairs[0][0]
            found.append((name, Entry(own, kind, code, int(size or 9))))  # type: ignore[arg-type]
    return tuple(found)


@lru_cache(maxsize=1)
def names() -> Names:
    """By the letters before the first other character: the spellings that begin so, longest first, with their places.

    Spellings are those of the gazetteer, without diacritics, and in capitals where they are no abbreviation.
    """
    places: dict[str, dict[Entry, None]] = {}
    for name, entry in entries():
        plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        for spelling in {name, plain, *((plain.upper(),) if len(plain) > 4 else ())}:
            places.setdefault(spelling, {})[entry] = None
    by_first: dict[str, list[tuple[str, tuple[Entry, ...]]]] = {}
    for spelling, found in places.items():
        by_first.setdefault(first(spelling), []).append((spelling, tuple(found)))
    return {key: tuple(sorted(some, key=lambda pair: -len(pair[0]))) for key, some in by_first.items()}


@lru_cache(maxsize=1)
def listed() -> frozenset[tuple[str, str]]:
    """The names of all places as the table `places` has them, each with its code."""
    return frozenset((entry.name, entry.code) for _, entry in entries())


@lru_cache(maxsize=1)
def states() -> Mapping[str, Entry]:
    """US states by their names, short forms (with and without a full stop) and postal codes."""
    found = {name: e for name, e in entries() if e.kind == "state" and e.code.startswith("US-")}
    for code, short in SHORT.items():
        entry = next(e for e in found.values() if e.code == f"US-{code}")
        for written in (f"{short}.", short, code):
            found.setdefault(written, entry)
    return found


def first(spelling: str) -> str:
    """The letters and digits that a spelling begins with."""
    for at, character in enumerate(spelling):
        if not character.isalnum():
            return spelling[:at]
    return spelling
