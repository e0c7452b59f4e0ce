"""Speakers whom the user lists: their names win, and their columns enrich the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.speakers import names
from analysis.speakers.across.identities import Identity, absorb, plain, role_groups, words_of

Row = dict[str, Any]


def rows_of(known: pd.DataFrame | None) -> list[dict[str, Any]]:
    """The user's rows as dictionaries, with `_names`, all names of the row for comparison."""
    if known is None or not len(known):
        return []
    if "name" not in known.columns:
        raise ValueError("known speakers: the column `name` is missing")
    rows = []
    for record in known.dropna(subset=["name"]).to_dict("records"):
        row = {str(k): v for k, v in record.items()}
        aliases = [] if pd.isna(row.get("aliases", "")) else str(row.get("aliases", "")).split("|")
        row["_names"] = {plain(a) for a in [str(row["name"]), *aliases] if a.strip()}
        row["_parsed"] = [names.parse(a.strip()) for a in [str(row["name"]), *aliases] if a.strip()]
        row["_words"] = words_of(
            " ".join(str(row.get(c, "")) for c in ("role", "affiliation") if not pd.isna(row.get(c)))
        )
        rows.append(row)
    return rows


def recognise(identities: Sequence[Identity], known: Sequence[dict[str, Any]]) -> None:
    """Find the user's row for each speaker: a name in common, or a full name that agrees; the roles choose."""
    exact: dict[str, list[int]] = defaultdict(list)
    by_surname: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(known):
        for name in sorted(row["_names"]):
            exact[name].append(index)
        for parsed in row["_parsed"]:
            if parsed.given:
                by_surname[names.surname_key(parsed.last)].append(index)
    for identity in identities:
        rows = {i for f in identity.forms for i in exact.get(plain(f), [])}
        if not rows and identity.kind == "person":
            rows = {
                i
                for name in identity.given
                for i in by_surname.get(names.surname_key(name.last), [])
                if any(p.given and names.compatible(p, name) for p in known[i]["_parsed"])
            }
        ranked = sorted(rows, key=lambda i: (-len(known[i]["_words"] & identity.words), i))
        if ranked and (len(ranked) == 1 or known[ranked[0]]["_words"] & identity.words):
            identity.known = known[ranked[0]]


def add_unnamed(found: dict[str, list[Identity]], known: Sequence[dict[str, Any]]) -> None:
    """Add the user's people whom no article names in full, so that a bare surname can be theirs."""
    taken = {id(i.known) for block in found.values() for i in block}
    for row in known:
        parsed = row["_parsed"][0]
        key = names.surname_key(parsed.last)
        if id(row) in taken or key not in found or not parsed.given:
            continue
        identity = Identity(plain(str(row["name"])), "person", known=row, given=list(row["_parsed"]))
        identity.words, identity.roles = set(row["_words"]), set(role_groups(row["_words"]))
        found[key].append(identity)


def joined(identities: Sequence[Identity]) -> list[Identity]:
    """Speakers whom the user calls one are one."""
    first: dict[int, Identity] = {}
    kept = []
    for identity in identities:
        if identity.known is None:
            kept.append(identity)
            continue
        identity.key = plain(str(identity.known["name"]))
        if (same := first.get(id(identity.known))) is not None:
            absorb(same, identity, "listed as one speaker by the user")
            continue
        first[id(identity.known)] = identity
        kept.append(identity)
    return kept
