"""The speakers of all articles: people by surname, organisations by name or initials, and the user's list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import pandas as pd

from analysis.speakers import names
from analysis.speakers.across import listed, people
from analysis.speakers.across.identities import Identity, Local, companions_of, gathered, plain
from analysis.speakers.within.occurrences import is_acronym


def resolve(
    mentions: pd.DataFrame, *, known: pd.DataFrame | None = None, articles: pd.DataFrame | None = None
) -> list[Identity]:
    """The speakers of the table `mentions` over all articles, in a fixed order; see `identify`."""
    local = gathered(mentions, articles)
    things = _things(local)
    companions = companions_of(local)
    wanted = listed.rows_of(known)
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


def _organisations(speakers: Sequence[Local], companions: dict[str, frozenset[str]]) -> list[Identity]:
    """Organisations by name, acronyms with the only name whose initials they are."""
    forms: dict[str, list[Local]] = defaultdict(list)
    for speaker in speakers:
        forms[plain(speaker.text)].append(speaker)
    initials: dict[str, set[str]] = defaultdict(set)
    for form, rows in forms.items():
        words = [w for w in re.findall(r"\w+", rows[0].text) if w[0].isupper()]
        if len(words) > 1:
            initials["".join(w[0] for w in words).lower()].add(form)
    found: dict[str, Identity] = {}
    for form in sorted(forms):
        full = (
            initials.get(form.replace(".", ""), set())
            if " " not in form and forms[form][0].text.isupper()
            else set()
        )
        is_short = len(full) == 1 and is_acronym(form, forms[next(iter(full))][0].text)
        key = next(iter(full)) if is_short else form
        identity = found.setdefault(key, Identity(key, "organisation"))
        for speaker in forms[form]:
            identity.kind = identity.kind if speaker.kind == "person" else speaker.kind
            reason = f"initials of {forms[key][0].text}" if is_short else "the name"
            identity.add(speaker, reason, companions.get(speaker.article, frozenset()))
    return [found[key] for key in sorted(found)]
