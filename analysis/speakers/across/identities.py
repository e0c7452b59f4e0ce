"""A speaker over all articles: which names of which articles are his, hers or its, and why."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import tables
from analysis.speakers import lexicon, names
from analysis.speakers.names import Name, fold
from analysis.speakers.within.kinds import kind_of

_SAME = {
    "us": "united states", "u.s": "united states", "usa": "united states", "america": "united states",
    "uk": "united kingdom", "u.k": "united kingdom", "britain": "united kingdom", "un": "united nations",
    "u.n": "united nations", "eu": "european union", "the us": "united states",
}  # fmt: skip


@dataclass(slots=True)
class Local:
    """One speaker of one article."""

    article: str
    text: str
    kind: str
    name: Name
    gender: str
    words: frozenset[str]  # of the description
    outlet: str
    day: int | None
    n: int


@dataclass(slots=True)
class Identity:
    """One speaker over all articles, with the reason for every name that was given to him, her or it."""

    key: str
    kind: str
    forms: Counter[str] = field(default_factory=Counter)  # name as written -> articles
    given: list[Name] = field(default_factory=list)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)
    locals: list[Local] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    days: list[int] = field(default_factory=list)
    companions: set[str] = field(default_factory=set)
    known: dict[str, Any] | None = None

    def add(self, local: Local, reason: str, companions: frozenset[str]) -> None:
        """Take in one article's speaker."""
        self.forms[local.text] += 1
        self.reasons.setdefault(local.text, Counter())[reason] += 1
        self.locals.append(local)
        self.genders[local.gender] += local.n
        self.words |= local.words
        self.roles |= role_groups(local.words)
        self.outlets.add(local.outlet)
        if local.day is not None:
            insort(self.days, local.day)
        self.companions |= companions


def display_name(identity: Identity) -> str:
    """The fullest common name: the most frequent form with a given name, or else the most frequent form."""
    if identity.known is not None:
        return str(identity.known["name"])
    forms = identity.forms
    if identity.kind == "person":
        full = {f: c for f, c in forms.items() if " " in f and names.parse(f).given}
    else:
        full = {f: c for f, c in forms.items() if " " in f}
    chosen = full or forms
    return min(chosen, key=lambda f: (-chosen[f], -len(f), f))


def speaker_id(identity: Identity) -> str:
    """A readable identifier that stays when unrelated articles come: the name and eight digits of a hash."""
    name = display_name(identity)
    if identity.known is None and identity.kind == "person" and identity.given:
        full = names.parse(name)
        name = f"{full.first} {full.last} {full.suffix}"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:48].strip("-") or "speaker"
    digest = hashlib.sha256(f"{identity.kind}|{identity.key}".encode()).hexdigest()[:8]
    return f"{slug}-{digest}"


def speaker_ids(found: Sequence[Identity]) -> list[str]:
    """The id of each speaker, in order; of two with the same name and key the later has `-2` behind it."""
    seen: Counter[str] = Counter()
    ids = []
    for identity in found:
        given = speaker_id(identity)
        seen[given] += 1
        ids.append(given if seen[given] == 1 else f"{given}-{seen[given]}")
    return ids


def gender(person: Identity) -> str:
    """The gender the user gives, or else the one that most mentions show."""
    if person.known is not None and person.known.get("gender") in ("female", "male"):
        return str(person.known["gender"])
    clear = {g: c for g, c in person.genders.items() if g != "unknown"}
    return max(sorted(clear), key=lambda g: clear[g]) if clear else "unknown"


def absorb(person: Identity, other: Identity, reason: str) -> None:
    """Make `other` part of `person`."""
    for speaker in other.locals:
        person.add(speaker, reason, frozenset())
    person.companions |= other.companions
    person.given += other.given


# What a source of each of `tables.SOURCE_TYPES` is as a speaker; a document is whoever issued it.
_SPEAKERS = {
    "named person": "person",
    "organisation": "organisation",
    "group": "group",
    "anonymous": "anonymous",
    "unnamed": "anonymous",
}


def kinds(mentions: pd.DataFrame) -> list[str]:
    """What each source is as a speaker, a value of `speakers.kind`.

    A document is its issuer: what the same name is elsewhere in the article, or else a person where it begins with a
    first name and no word tells of an organisation ("Washington Post"), and an organisation where not. People who are
    named together are a group.
    """
    articles, named, types = tables.values(mentions, "article_id", "name", "kind")
    elsewhere = {
        (article, name): _SPEAKERS[kind]
        for article, name, kind in zip(articles, named, types, strict=True)
        if name is not None and kind in _SPEAKERS
    }
    return [
        ("group" if kind == "named person" and name and len(names.separate(name)) > 1 else None)
        or _SPEAKERS.get(kind)
        or elsewhere.get((article, name))
        or _issuer(name)
        for article, name, kind in zip(articles, named, types, strict=True)
    ]


def _issuer(name: str | None) -> str:
    parsed = names.parse(name) if name else None
    if parsed is None or not parsed.given or not lexicon.is_first_name(parsed.first):
        return "organisation"
    is_thing = kind_of(tuple(fold(word) for word in parsed.text.split()), False) == "organisation"
    return "organisation" if is_thing else "person"


def gathered(mentions: pd.DataFrame, articles: pd.DataFrame | None) -> list[Local]:
    """One speaker for each article and name, in the order of both."""
    return speakers_of(rows(mentions, articles))


BETWEEN = "\0"  # descriptions, since no text has it
ROWS = dict.fromkeys(("article_id", "name", "kind", "gender", "described", "outlet"), tables.TEXT) | {
    "day": "Int64",
    "n": tables.COUNT,
}


def rows(mentions: pd.DataFrame, articles: pd.DataFrame | None) -> pd.DataFrame:
    """Who speaks in each article, one row for each name and kind, in the order of all three.

    `article_id`, `name`, `kind`; `gender`; `described`, all descriptions in their order; `outlet` and `day` (an
    ordinal, missing without a date) of the article; `n`, the mentions.
    """
    about = {} if articles is None else _about(articles)
    gathered: dict[tuple[str, str, str], list[tuple[str, str | None]]] = defaultdict(list)
    columns = tables.values(mentions, "article_id", "name", "gender", "description")
    for article, name, gender, description, kind in zip(*columns, kinds(mentions), strict=True):
        if name is not None:
            gathered[article, name, kind].append((gender, description))
    result = []
    for (article, name, kind), shown in sorted(gathered.items()):
        genders = Counter(g for g, _ in shown if g != "unknown")
        told = [d for _, d in shown if d is not None]
        described = BETWEEN.join(sorted(told)) if told else None
        gender = max(genders, key=genders.__getitem__, default="unknown")
        result.append((article, name, kind, gender, described, *about.get(article, ("", None)), len(shown)))
    return pd.DataFrame(result, columns=list(ROWS)).astype(ROWS)


def speakers_of(rows: pd.DataFrame) -> list[Local]:
    """The speakers of articles that some rows, as of `rows`, tell of, in their order."""
    columns = tables.values(rows, *ROWS)
    parsed = {name: names.parse(name) for name in set(columns[1])}
    return [
        Local(
            article, name, kind, parsed[name], gender, _words_of(described), outlet,
            None if day is None else int(day), int(n),
        )
        for article, name, kind, gender, described, outlet, day, n in zip(*columns, strict=True)
    ]  # fmt: skip


def _words_of(described: str | None) -> frozenset[str]:
    return frozenset() if described is None else words_of(" ".join(sorted(set(described.split(BETWEEN)))))


def _about(articles: pd.DataFrame) -> dict[str, tuple[str, int | None]]:
    """Outlet and day, as an ordinal, of each article."""
    ids, outlets = tables.values(articles, "article_id", "outlet")
    return {
        article: (str(outlet or ""), None if pd.isna(published) else pd.Timestamp(published).toordinal())
        for article, outlet, published in zip(ids, outlets, articles["published"], strict=True)
    }


def companions_of(local: Sequence[Local]) -> dict[str, frozenset[str]]:
    """The surnames that speak in each article."""
    together: dict[str, set[str]] = defaultdict(set)
    for speaker in local:
        if speaker.kind == "person":
            together[speaker.article].add(speaker.name.last)
    return {a: frozenset(s) for a, s in together.items()}


def words_of(text: str) -> frozenset[str]:
    """The words of a description, folded, without the small ones."""
    words = {fold(w).removesuffix("'s") for w in re.findall(r"[\w.'’-]+", text)}
    return frozenset(words - lexicon.COMMON_WORDS - lexicon.HONORIFICS)


def role_groups(words: Iterable[str]) -> frozenset[str]:
    """The kinds of role that the words of a description tell."""
    return frozenset(g for w in words for g in lexicon.ROLES.get(w, ()))


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """A name for comparison: folded, without article, one spelling of -isation."""
    words = [fold(w) for w in re.findall(r"[\w.&'’-]+", text)]
    plain = " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
    return _SAME.get(plain, plain.replace("isation", "ization").replace("centre", "center"))
