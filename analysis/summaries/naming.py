"""What a source or a target is called: the full name of whom it was taken for, beside the article's own words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import pandas as pd

from analysis import speakers as people
from analysis import tables
from analysis.speakers import lexicon, names

if TYPE_CHECKING:
    from analysis.store import Store

NOBODY = "nobody named"


def named(
    quotations: pd.DataFrame, speakers: pd.DataFrame, mentions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """`quotations` with `speaker`, the full name of each `speaker_id`, missing where that is: text, even if all are.

    With the table `mentions`, what its article calls a source is the `speaker` where there is no id, and
    `source_type` says what the source is; both are missing for one that nobody can tell.
    """
    full = speakers.set_index("speaker_id")["name"]
    if mentions is None:
        return quotations.assign(speaker=_full(quotations, full))
    own = mentions[["article_id", "quotation", "name", "kind"]]
    own = own.rename(columns={"name": "speaker", "kind": "source_type"})
    found = quotations.merge(own, on=["article_id", "quotation"], how="left")
    return found.assign(speaker=_full(found, full).fillna(found["speaker"]))


def _full(quotations: pd.DataFrame, full: pd.Series) -> pd.Series:
    return pd.Series(quotations["speaker_id"].map(full), dtype=tables.TEXT)


def named_in(store: Store, quotations: pd.DataFrame) -> pd.DataFrame:
    """`quotations` with `speaker` and `source_type`, by the tables `speakers` and `mentions` of a store."""
    speakers = store.table("speakers", columns=["speaker_id", "name"])
    return named(
        quotations, speakers, store.table("mentions", columns=["article_id", "quotation", "name", "kind"])
    )


def who(speaker: object, source: object) -> str:
    """Full name and the article's words: "Ada Lovelace (“she”)"; once where they are equal or one is missing."""
    name, words = ("" if pd.isna(part) else str(part) for part in (speaker, source))  # type: ignore[call-overload]
    return f"{name} (“{words}”)" if name and words and name != words else name or words or NOBODY


# --- targets --------------------------------------------------------------------------------------------------

_INITIALS = r"(?: [A-Z]\.)+ "  # Arrow's expressions, of pandas 2, look not ahead
MOSTLY = 0.8  # of those in full whose surname it is, that a bare one is taken for


def full_names(targets: pd.Series, rows: pd.DataFrame | None = None) -> pd.Series:
    """Whom each of `targets` names, without middle initials, as speakers are told apart over all articles.

    That is by `speakers.identify`. `rows` has their `article_id`, and `outlet` and `published` if known. Without it
    no article tells whom a bare surname means, which then is the full name that mostly (80 %) goes with it. An
    institution is never another whose name ends as its own: the Senate is no State Senate.
    """
    if not len(targets):
        return targets
    about = pd.DataFrame({"article_id": [str(n) for n in range(len(targets))]}) if rows is None else rows
    plain = targets.str.replace(_INITIALS, " ", regex=True)
    told = pd.DataFrame({"article_id": about["article_id"].to_numpy(), "name": plain.to_numpy()})
    kinds = _kinds(told["name"].unique())
    told["kind"] = told["name"].map(kinds)
    told["gender"] = told["name"].map({name: names.gender(names.parse(name)) for name in kinds})
    blank = {
        "gender_from": None,
        "description": None,
        "evidence": None,
        "confidence": None,
        "speaker_id": None,
    }
    mentions = tables.build("mentions", told.assign(quotation=range(len(told)), **blank))
    articles = about.drop_duplicates("article_id").reindex(columns=["article_id", "outlet", "published"])
    found, identified = people.identify(mentions, articles=articles)
    full = identified["speaker_id"].map(found.set_index("speaker_id")["name"]).fillna(told["name"])
    if rows is None:
        full = full.replace(_of_bare({name for name, kind in kinds.items() if kind == "named person"}, full))
    return pd.Series(full.to_numpy(), index=targets.index, dtype=tables.TEXT, name=targets.name)


def _kinds(found: Iterable[str]) -> dict[str, str]:
    """Each name's type of source, by its words: a person has a given name, or the surname of one who has."""
    parsed = {name: names.parse(name) for name in found}
    full = {name for name, told in parsed.items() if told.given and not _is_institution(name)}
    families = {names.surname_key(parsed[name].last) for name in full}
    return {
        name: "named person"
        if name in full or (names.surname_key(told.last) in families and not _is_institution(name))
        else "organisation"
        for name, told in parsed.items()
    }


def _is_institution(name: str) -> bool:
    """Whether a name has a word that institutions, peoples and parties are called by."""
    words = names.fold(name).split()
    plain = [word[:-1] if word.endswith("s") else word for word in words]
    institutions = lexicon.ORGANISATION_WORDS | lexicon.NAMES_OF_THEIR_OWN
    return not institutions.isdisjoint(words) or not lexicon.DEMONYMS.isdisjoint([*words, *plain])


def _of_bare(people_: Collection[str], full: pd.Series) -> dict[str, str]:
    """The full name of each bare surname that mostly goes with it."""
    by_last: dict[str, dict[str, int]] = {}
    for name, n in full[full.isin(people_) & full.str.contains(" ")].value_counts().items():
        by_last.setdefault(str(name).rsplit(" ", 1)[1], {})[str(name)] = int(n)
    return {
        last: max(rows, key=lambda name: (rows[name], name))
        for last, rows in by_last.items()
        if last in people_ and max(rows.values()) >= MOSTLY * sum(rows.values())
    }
