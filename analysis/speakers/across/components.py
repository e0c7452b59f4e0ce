"""Which speakers of articles can be one at all: connected components of what `across.linked` compares.

Nothing outside a component decides on a speaker in it, so that a component without a change is linked as it was.
What is compared: people of one surname (`names.surname_key`), a double name with its halves (`people.married`), names
without their article and spelling (`identities.plain`), acronyms with names of these initials, and all whom the
user's list may name. More than is compared in truth does no harm: components are then larger than they have to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.speakers import names
from analysis.speakers.across import initials_of, is_short
from analysis.speakers.across.identities import plain
from analysis.speakers.across.listed import Row
from analysis.speakers.across.people import halves

_BEFORE = "|"  # each key of a half, which holds letters only


class Grouped(NamedTuple):
    """The component of each speaker of an article, a number; and the bare names of what is no person."""

    component: np.ndarray
    things: frozenset[str]


def features(texts: Iterable[str]) -> pd.DataFrame:
    """What decides with which other names each of some names is compared; one row a name, in their order.

    `name` as written, `plain` for comparison, `last` the surname and `key` what its spellings share, `given` whether
    there are given names and `first` of them, `halves` of a double name, `initials` of a name of several words,
    `short` the letters of an acronym. Empty text where there is none.
    """
    rows = [_features(text) for text in texts]
    columns = ["name", "plain", "last", "key", "given", "first", "halves", "initials", "short"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({c: "bool" if c == "given" else "object" for c in columns})


def _features(text: str) -> tuple[object, ...]:
    name, form = names.parse(text), plain(text)
    parts = "".join(_BEFORE + half for half in halves(name)) if name.given else ""
    short = form.replace(".", "") if is_short(form, text) else ""
    key = names.surname_key(name.last)
    return text, form, name.last, key, bool(name.given), name.first, parts, initials_of(text), short


def grouped(speakers: pd.DataFrame, known: pd.DataFrame, wanted: Sequence[Row]) -> Grouped:
    """The components of the speakers of articles: `name` (a row of `known`), `kind` and `gender` of each.

    `known` are the `features` of all names, `wanted` the rows of the user's list (see `listed.rows_of`).
    """
    code = speakers["name"].to_numpy()
    forms, form_names = pd.factorize(known["plain"])
    keys, key_names = pd.factorize(known["key"])
    is_person = (speakers["kind"] == "person").to_numpy(dtype=bool)
    things = _things(speakers, code, forms, keys, known["given"].to_numpy())
    is_thing = things[forms[code]] & (speakers["gender"] == "unknown").to_numpy(dtype=bool)
    by_surname = is_person & (known["last"] != "").to_numpy()[code] & ~is_thing
    node = np.where(by_surname, keys[code], len(key_names) + forms[code])
    size = len(key_names) + len(form_names) + 1
    pairs = pd.DataFrame({"name": code, "node": node, "by_surname": by_surname}).drop_duplicates()
    about = (
        known.iloc[pairs["name"].to_numpy()]
        .reset_index(drop=True)
        .assign(node=pairs["node"].to_numpy(), by_surname=pairs["by_surname"].to_numpy())
    )
    edges = pd.concat([_double(about), _acronyms(about), _of_list(about, wanted, size - 1)])
    labels = _components(size, edges["one"].tolist(), edges["other"].tolist())
    return Grouped(labels[node], frozenset(form_names[things]))


def _components(size: int, one: Sequence[int], other: Sequence[int]) -> np.ndarray:
    """For each of `size` nodes the least node that edges lead to: union by the least, paths cut in half.

    SciPy has this too (`csgraph.connected_components`), but importing it takes 0.3 s, a tenth of all that one article
    more than 20,000 costs, where this takes 5 ms.
    """
    least = list(range(size))

    def found(node: int) -> int:
        while least[node] != node:
            least[node] = node = least[least[node]]
        return node

    for pair in zip(one, other, strict=True):
        first, second = sorted(map(found, pair))
        least[second] = first
    return np.array([found(node) for node in range(size)], dtype=np.intp)


def _things(
    speakers: pd.DataFrame, code: np.ndarray, forms: np.ndarray, keys: np.ndarray, given: np.ndarray
) -> np.ndarray:
    """Of each name for comparison whether it is no person's: see `across._things`."""
    form, size = forms[code], int(forms.max(initial=-1)) + 1
    as_thing, as_person = (
        np.bincount(form[(speakers["kind"] == kind).to_numpy(dtype=bool)], minlength=size)
        for kind in ("organisation", "person")
    )
    is_person = (speakers["kind"] == "person").to_numpy(dtype=bool)
    families = np.zeros(int(keys.max(initial=-1)) + 1, dtype=bool)
    families[keys[code][is_person & given[code]]] = True
    bare = (as_thing >= as_person)[form] & ~given[code] & ~families[keys[code]]
    things = np.zeros(size, dtype=bool)
    things[form[bare]] = True
    return things


def _edges(one: pd.Series, other: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"one": one.to_numpy(), "other": other.to_numpy()})


def _double(about: pd.DataFrame) -> pd.DataFrame:
    """Surnames with those that a name of their people is made of, where somebody there has the same first name."""
    people = about.loc[about["by_surname"] & about["given"], ["key", "first", "halves", "node"]]
    double = people[people["halves"] != ""].drop_duplicates()
    double = double.assign(half=double["halves"].str[1:].str.split(_BEFORE, regex=False)).explode("half")
    single = people[["key", "first", "node"]].drop_duplicates()
    both = double.merge(
        single, left_on=["half", "first"], right_on=["key", "first"], suffixes=("", "_of_half")
    )
    return _edges(both["node"], both["node_of_half"])


def _acronyms(about: pd.DataFrame) -> pd.DataFrame:
    """Acronyms with the names that have their letters as initials."""
    others = about[~about["by_surname"]]
    short = others.loc[others["short"] != "", ["short", "node"]].drop_duplicates()
    long = others.loc[others["initials"] != "", ["initials", "node"]].drop_duplicates()
    both = short.merge(long, left_on="short", right_on="initials", suffixes=("", "_of_long"))
    return _edges(both["node"], both["node_of_long"])


def _of_list(about: pd.DataFrame, wanted: Sequence[Row], node: int) -> pd.DataFrame:
    """All whom the user's list may name, by name or surname, with each other."""
    forms = {name for row in wanted for name in row["_names"]}
    keys = {names.surname_key(parsed.last) for row in wanted for parsed in row["_parsed"]}
    meant = about["plain"].isin(forms) | (about["by_surname"] & about["key"].isin(keys))
    nodes = about.loc[meant, "node"]
    return _edges(nodes, pd.Series(node, index=nodes.index))
