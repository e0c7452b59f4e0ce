"""The speakers of all articles: people by surname, organisations by name or initials, and the user's list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from analysis.speakers import names
from analysis.speakers.across import listed, people
from analysis.speakers.across.identities import Identity, Local, companions_of, gathered, plain
from analysis.speakers.within.organisations import is_acronym


def resolve(
    mentions: pd.DataFrame, *, known: pd.DataFrame | None = None, articles: pd.DataFrame | None = None
) -> list[Identity]:
    """The speakers of the table `mentions` over all articles, in a fixed order; see `identify`."""
    local = gathered(mentions, articles)
    return linked(local, companions_of(local), _things(local), listed.rows_of(known))


def linked(
    local: Sequence[Local],
    companions: Mapping[str, frozenset[str]],
    things: Collection[str],
    wanted: Sequence[listed.Row],
) -> list[Identity]:
    """The speakers of those of some articles, in a fixed order.

    `local` are sorted by article, name and kind, and all that may be one speaker with any of them (see `blocks`).
    `companions` are the surnames that speak in each of their articles, `things` the bare names of what is no person,
    as of all articles; `wanted` the rows of the user's list.
    """
    blocks: dict[str, list[Local]] = defaultdict(list)
    others: list[Local] = []
    for speaker in local:
        is_thing = speaker.gender == "unknown" and plain(speaker.text) in things
        if speaker.kind == "person" and speaker.name.last and not is_thing:
            blocks[names.surname_key(speaker.name.last)].append(speaker)
        else:
            others.append(speaker)
    found: dict[str, list[Identity]] = {
        key: people.full_names(key, blocks[key], companions) for key in sorted(blocks)
    }
    people.married(found)
    listed.recognise([i for block in found.values() for i in block], wanted)
    listed.add_unnamed(found, wanted)
    for key in sorted(blocks):
        found[key] += people.bare_surnames(key, blocks[key], found[key], companions)
    institutions = _organisations(others, companions)
    listed.recognise(institutions, wanted)
    every = [i for block in found.values() for i in block] + institutions
    return listed.joined([i for i in every if i.locals])


def _things(local: Sequence[Local]) -> set[str]:
    """The bare names that as many articles know as organisations, where nobody in full has that surname."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for speaker in local:
        kinds[plain(speaker.text)][speaker.kind] += 1
    families = {names.surname_key(s.name.last) for s in local if s.kind == "person" and s.name.given}
    return {
        plain(s.text) for s in local
        if kinds[plain(s.text)]["organisation"] >= kinds[plain(s.text)]["person"]
        and not s.name.given and names.surname_key(s.name.last) not in families
    }  # fmt: skip


def initials_of(text: str) -> str:
    """The first letters of the capitalised words of a name, in lower case; "" of fewer than two."""
    words = [w for w in re.findall(r"\w+", text) if w[0].isupper()]
    return "".join(w[0] for w in words).lower() if len(words) > 1 else ""


def is_short(form: str, text: str) -> bool:
    """Whether a name, for comparison and as written, is of one word in capitals, as acronyms are: WHO, U.N."""
    return " " not in form and text.isupper()


def _organisations(speakers: Sequence[Local], companions: Mapping[str, frozenset[str]]) -> list[Identity]:
    """Organisations by name, acronyms with the only name whose initials they are."""
    forms: dict[str, list[Local]] = defaultdict(list)
    for speaker in speakers:
        forms[plain(speaker.text)].append(speaker)
    initials: dict[str, set[str]] = defaultdict(set)
    for form, rows in forms.items():
        if letters := initials_of(rows[0].text):
            initials[letters].add(form)
    found: dict[str, Identity] = {}
    for form in sorted(forms):
        full = initials.get(form.replace(".", ""), set()) if is_short(form, forms[form][0].text) else set()
        is_theirs = len(full) == 1 and is_acronym(form, forms[next(iter(full))][0].text)
        key = next(iter(full)) if is_theirs else form
        identity = found.setdefault(key, Identity(key, "organisation"))
        for speaker in forms[form]:
            identity.kind = identity.kind if speaker.kind == "person" else speaker.kind
            reason = f"initials of {forms[key][0].text}" if is_theirs else "the name"
            identity.add(speaker, reason, companions.get(speaker.article, frozenset()))
    return [found[key] for key in sorted(found)]
