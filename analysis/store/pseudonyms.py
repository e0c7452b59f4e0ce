"""The tables of a store with codes in place of persons' names, for what is published.

A code is a keyed digest of a speaker's id: the same in everything that one store gives, and nothing that can be
looked up from a name by who has not the key, a file of the store that only its owner may read. What else names
people, or leads to a text that does, is left out: article texts, titles, addresses, descriptions, the words of
quotations. Only columns that `RULES` lists pass, so that a new one is left out until somebody decided.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis import tables
from analysis.named import gazetteer
from analysis.quotation.stance import verb_of
from analysis.speakers import lexicon, names
from analysis.speakers.names import fold
from analysis.store import Store, Where, place
from analysis.store.place import Place

FILE = "pseudonyms.key"
UNNAMED = "unnamed source"
_DIGITS = 10  # of a code, hexadecimal: among 10,000 speakers two share one with a chance of 5 in 100,000
_LONGEST_ACRONYM = 5
_LETTERS = {"person": "P", "organisation": "O", "group": "G"}
_WORD = re.compile(r"[\w.&'’-]+")

# What becomes of each column: "kept" as it is, "speaker" (an id as its code), "name" (what stands for the speaker of
# its row), "article" (an id without names), "target" (a name as a code), "verb" (of a cue), "place" (a name that the
# gazetteer has: what an article alone calls a town may be a person); all others are left out.
RULES: Mapping[str, Mapping[str, str]] = {
    "articles": {"article_id": "article"}
    | dict.fromkeys(("outlet", "published", "n_characters", "body_start"), "kept"),
    "rejects": {"reason": "kept"},
    "warnings": dict.fromkeys(("kind", "n"), "kept"),
    "sentences": {"article_id": "article"} | dict.fromkeys(("sentence", "paragraph", "start", "end"), "kept"),
    "quotations": {"article_id": "article", "source": "name", "cue": "verb", "speaker_id": "speaker"}
    | dict.fromkeys(("quotation", "parent", "kind", "act", "mention", "confidence", "engine"), "kept"),
    "spans": {"article_id": "article"} | dict.fromkeys(("quotation", "role", "start", "end"), "kept"),
    "mentions": {"article_id": "article", "name": "name", "speaker_id": "speaker"}
    | dict.fromkeys(("quotation", "kind", "gender", "gender_from", "confidence"), "kept"),
    "speakers": {"speaker_id": "speaker", "name": "name"}
    | dict.fromkeys(("kind", "aliases", "n", "gender"), "kept"),
    "sources": {"article_id": "article", "name": "name", "speaker_id": "speaker"}
    | dict.fromkeys(
        ("source", "source_type", "gender", "gender_from", "statements", "words", "direct", "first"), "kept"
    ),
    "named": {"article_id": "article", "speaker_id": "speaker"}
    | dict.fromkeys(("entity", "kind", "gender", "count", "first", "byline", "quotations"), "kept"),
    "places": {"article_id": "article", "name": "place"}
    | dict.fromkeys(("start", "end", "code", "kind"), "kept"),
    "themes": dict.fromkeys(("k", "theme", "articles", "total", "share", "low", "high", "stability"), "kept"),
    "article_themes": {"article_id": "article"} | dict.fromkeys(("k", "theme", "nearness"), "kept"),
    "sentiment": {"article_id": "article", "target": "target"}
    | dict.fromkeys(("unit", "index", "voice", "quotation", "start", "end", "negative", "neutral"), "kept")
    | dict.fromkeys(("positive", "compound", "model"), "kept"),
    "term_counts": {"article_id": "article", "count": "kept"},
    "duplicates": {"article_id": "article", "duplicate_of": "article", "kind": "kept", "similarity": "kept"},
    "events": {"event": "article", "article_id": "article", "similarity": "kept"},
    "passages": {"article_id": "article", "other_id": "article", "origin": "article"}
    | dict.fromkeys(("start", "end", "other_start", "other_end", "tokens"), "kept"),
    "utterances": {
        "utterance": "article",
        "article_id": "article",
        "quotation": "kept",
        "similarity": "kept",
    },
}

# The same of what people coded (`tables.REVIEW`), whose coders are numbers already. Times are theirs, and left out;
# "unit" is an article, or a passage of one, and "person" a full name as the code of the speaker who has it.
REVIEWED: Mapping[str, Mapping[str, str]] = {
    "codings": {
        "unit": "unit",
        "article_id": "article",
        "cue": "verb",
        "speaker": "person",
        "target": "target",
    }
    | dict.fromkeys(("sample", "coder", "adjudicated", "coding", "machine", "verdict", "changed"), "kept")
    | dict.fromkeys(("kind", "act", "nested", "source_type", "gender", "sentiment", "unsure"), "kept")
    | dict.fromkeys(("pi", "stratum"), "kept"),
    "coded_spans": {"unit": "unit", "article_id": "article"}
    | dict.fromkeys(("sample", "coder", "coding", "role", "start", "end"), "kept"),
    "coded_units": {"unit": "unit", "article_id": "article"}
    | dict.fromkeys(("sample", "coder", "adjudicated", "done", "sentiment"), "kept"),
    "codes": {"unit": "unit", "article_id": "article", "value": "value"}
    | dict.fromkeys(("sample", "variable", "coder", "adjudicated", "weight", "pi", "stratum"), "kept"),
    "predictions": {"article_id": "article", "value": "value"}
    | dict.fromkeys(("sample", "variable", "probability", "out_of_fold", "fold"), "kept"),
}


def key(where: Place) -> bytes:
    """The key of a store's codes, made when it is first asked for; only the owner of a local store may read it."""
    kept = place.read(where, FILE)
    if kept is None:
        made = secrets.token_hex(32).encode()
        if place.is_local(where):
            with contextlib.suppress(FileExistsError):
                number = os.open(where.path(FILE), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                with os.fdopen(number, "wb") as stream:
                    stream.write(made)
        else:
            place.write(where, made, FILE)
        kept = place.read(where, FILE)
    if not kept:
        raise place.StoreError(f"{where.name}: {FILE} is empty; remove it, and codes are made anew")
    return kept


def of(store: Store) -> Pseudonymous:
    """A store whose tables have codes in place of persons' names."""
    return Pseudonymous(
        store.path,
        store.entries,
        store.corpus,
        store.partial,
        store.changes,
        real=store,
        secret=key(store.place),
    )


@dataclass(frozen=True, kw_only=True)
class Pseudonymous(Store):
    """A store with codes in place of persons' names; see `of`."""

    real: Store = field(repr=False)
    secret: bytes = field(repr=False)

    def table(self, name: str, *, columns: Sequence[str] | None = None, where: Where = None) -> pd.DataFrame:
        """As `Store.table`, with codes; what is left out is missing."""
        found = self.real.table(name, columns=_needed(name, columns), where=self._meant(where))
        return self._coded(name, found, columns)

    def batches(
        self, name: str, columns: Sequence[str] | None = None, where: Where = None
    ) -> Iterator[pd.DataFrame]:
        """As `Store.batches`, with codes; what is left out is missing."""
        for found in self.real.batches(name, _needed(name, columns), self._meant(where)):
            yield self._coded(name, found, columns)

    def counts(
        self, outlet: str | None = None, since: str | None = None, until: str | None = None
    ) -> pd.Series:
        """ValueError: terms are words of the articles, names among them."""
        raise ValueError("terms are not counted with pseudonyms: names are among them")

    def derived(
        self, name: str, compute: Callable[[Store], pd.DataFrame], *, version: str, **parameters: object
    ) -> pd.DataFrame:
        """ValueError: what is made of article texts is not made with pseudonyms."""
        raise ValueError(f"{name}: not made with pseudonyms; make it before, without them")

    def code(self, text: str, letter: str = "P") -> str:
        """The code of an id or a name: a keyed digest (HMAC-SHA-256, RFC 2104), the same in all of the store."""
        digest = hmac.new(self.secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"{letter}-{digest[:_DIGITS]}"

    # ------------------------------------------------------------------------------------------- what is coded

    @cached_property
    def _speakers_known(self) -> dict[str, tuple[str, str]]:
        """Of each speaker the id and the name that are shown: both a code, but for institutions."""
        found = self.real.table("speakers", columns=["speaker_id", "name", "kind"])
        shown = {}
        for speaker_id, name, kind in zip(*tables.values(found, "speaker_id", "name", "kind"), strict=True):
            coded = self.code(speaker_id, _LETTERS.get(kind, "P"))
            told = kind != "person" and _is_institution(name, self._words)
            shown[speaker_id] = (speaker_id, name) if told else (coded, coded)
        return shown

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words of the names of all people who speak."""
        found = self.real.table("speakers", columns=["name", "kind"])
        return _words_of(found.loc[found["kind"] == "person", "name"].dropna())

    @cached_property
    def _words_named(self) -> dict[str, frozenset[str]]:
        """The words of the names of all who are named, people ("person") and what may be people ("unknown")."""
        found = self.real.table("named", columns=["name", "kind"]).dropna()
        return {
            kind: self._words | _words_of(found.loc[found["kind"] == kind, "name"])
            for kind in ("person", "unknown")
        }

    @cached_property
    def _articles(self) -> dict[str, str]:
        """The ids of articles that hold a word of a person's name, or are addresses, each with its code."""
        ids = self.real.table("articles", columns=["article_id"])["article_id"]
        return {i: self.code(i, "A") for i in ids if "/" in i or self._names(i.replace("_", " "))}

    def _names(self, text: str, *, kinds: Sequence[str] = ("person", "unknown")) -> bool:
        """Whether a word of a text is one of somebody's name."""
        words = {*_plain(text)}
        return any(words & self._words_named[kind] for kind in kinds)

    def _meant(self, where: Where) -> Where:
        """A condition on ids as they are shown, as one on those that are stored."""
        if not isinstance(where, Mapping):
            return where
        back = {"article_id": {code: i for i, code in self._articles.items()}}
        back["speaker_id"] = {shown: i for i, (shown, _) in self._speakers_known.items()}
        found = dict(where)
        for column in found.keys() & back.keys():
            wanted = found[column]
            several = [wanted] if isinstance(wanted, str) else list(wanted)
            found[column] = [back[column].get(value, value) for value in several]
        return found

    def _coded(self, name: str, found: pd.DataFrame, columns: Sequence[str] | None) -> pd.DataFrame:
        rules = {**RULES, **REVIEWED}.get(name, {})
        coded = {
            column: self._column(found, column, rules.get(column, "left out"))
            for column in found.columns
            if rules.get(column) != "kept"
        }
        found = found.assign(**coded)
        return found if columns is None else found[list(columns)]

    def _column(self, found: pd.DataFrame, column: str, rule: str) -> pd.Series:
        cells = tables.values(found, column)[0]
        if rule == "speaker":
            made: list[Any] = [self._shown(cell)[0] if cell else None for cell in cells]
        elif rule == "name":
            ids = tables.values(found, "speaker_id")[0]
            made = [self._name(cell, who) if cell else None for cell, who in zip(cells, ids, strict=True)]
        elif rule == "article":
            made = [self._articles.get(cell, cell) for cell in cells]
        elif rule == "unit":
            made = [self._unit(cell) for cell in cells]
        elif rule == "person":
            made = [self._by_name.get(cell, self.code(cell)) if cell else None for cell in cells]
        elif rule == "value":
            made = [self.code(v, "V") if v and self._names(v, kinds=("person",)) else v for v in cells]
        elif rule == "place":
            at = zip(cells, tables.values(found, "code")[0], strict=True)
            made = [cell if (cell, code) in gazetteer.listed() else None for cell, code in at]
        elif rule == "target":
            made = [self.code(cell, "T") if cell else None for cell in cells]
        elif rule == "verb":
            made = [verb_of(cell) if cell else None for cell in cells]
        else:
            return pd.Series("" if column == "text" else None, index=found.index, dtype=tables.TEXT)
        return pd.Series(made, index=found.index, dtype=tables.TEXT)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """What is shown of the speaker who has a name."""
        found = self.real.table("speakers", columns=["speaker_id", "name"])
        return {
            n: self._speakers_known[i][1]
            for i, n in zip(*tables.values(found, "speaker_id", "name"), strict=True)
        }

    def reviewed(self, name: str, found: pd.DataFrame) -> pd.DataFrame:
        """A table of `tables.REVIEW` with codes; what is left out is missing."""
        return self._coded(name, found, None)

    def _unit(self, unit: str) -> str:
        article_id, mark, number = unit.rpartition("#")
        whole = unit in self._articles or not mark
        return (
            self._articles.get(unit, unit)
            if whole
            else f"{self._articles.get(article_id, article_id)}#{number}"
        )

    def _shown(self, speaker_id: str) -> tuple[str, str]:
        coded = self.code(speaker_id)
        return self._speakers_known.get(speaker_id, (coded, coded))

    def _name(self, written: str, speaker_id: str | None) -> str:
        """What stands for a source: of a known speaker the code, of nobody known no more than that."""
        if speaker_id is not None:
            return self._shown(speaker_id)[1]
        return written if fold(written) in _PRONOUNS else UNNAMED


_PRONOUNS = lexicon.words("he she they it we i you who")


def _needed(name: str, columns: Sequence[str] | None) -> list[str] | None:
    """The columns to read: those asked for, and the id that tells whose name one is."""
    if columns is None:
        return None
    rules = RULES.get(name, {})
    whose = [
        of for rule, of in (("name", "speaker_id"), ("place", "code")) if rule in map(rules.get, columns)
    ]
    return list(dict.fromkeys([*columns, *whose]))


def _words_of(people: Iterable[str]) -> frozenset[str]:
    parsed = [names.parse(name) for name in people]
    words = {w for name in parsed for part in (*name.given, name.last) for w in _plain(part)}
    return frozenset(w for w in words if len(w) > 1)


def _plain(text: str) -> list[str]:
    return [w for word in _WORD.findall(text) for w in re.split(r"[.&'’-]", fold(word)) if w]


def _is_institution(name: str, people: frozenset[str]) -> bool:
    """Whether a name holds none of a person's words, and no others but common ones, places and initials."""
    words = _WORD.findall(name)
    return bool(words) and all(
        not people & {*_plain(w)} and (_is_known(fold(w)) or _is_acronym(w)) for w in words
    )


def _is_acronym(word: str) -> bool:
    plain = fold(word)
    called = lexicon.is_first_name(plain) or plain in lexicon.COMMON_SURNAMES
    return word.isupper() and 1 < len(word.replace(".", "")) <= _LONGEST_ACRONYM and not called


def _is_known(word: str) -> bool:
    sorts = (
        lexicon.PORTFOLIOS,
        lexicon.ORGANISATION_WORDS,
        lexicon.ORGANISATION_NOUNS,
        lexicon.PLACES,
        lexicon.DEMONYMS,
        lexicon.AFTER_NEW,
    )
    plain = re.sub(r"['’]s?$", "", word)
    return any(plain in sort for sort in sorts) or lexicon.is_word(plain) or lexicon.is_people(plain)
