"""The tables `mentions` and `speakers`, and the account of how a speaker came about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import tables
from analysis.quotation import Attribution
from analysis.segmentation import Document
from analysis.speakers import across, lexicon
from analysis.speakers.across import identities
from analysis.speakers.across.identities import Identity
from analysis.speakers.names import fold
from analysis.speakers.within import Read, read

_SHOWN = 12
_NO_ROLE = 2  # of `_vagueness`
_LONG = 12  # words of a description that tells a story rather than a post
_WORDS = re.compile(r"[\w'’-]+")
_BEHIND_A_ROLE = frozenset(
    ["of", "for", "at", "in", "with", "who", "that", "which", "from", "by", "to", "on"]
)
_LESSER = lexicon.BEFORE_A_TITLE | {
    "late",
    "ex",
    "then",
    "outgoing",
    "incoming",
    "junior",
    "republican",
    "democrat",
}
_OF_WHAT = lexicon.words(
    "secretary minister director chairman chairwoman chair spokesman spokeswoman leader chief head"
)
_OTHERS = frozenset(["its", "my", "our", "your"])


def resolved(
    articles: pd.DataFrame, documents: Sequence[Document], attributions: Sequence[Sequence[Attribution]]
) -> list[Read]:
    """Each of the articles with whom it names and who its sources are: what `mentions` and `named` are made of."""
    columns = (_column(articles, c) for c in ("title", "author"))
    return [
        read(document, found, title=title, author=author)
        for title, author, document, found in zip(*columns, documents, attributions, strict=True)
    ]


def mentions(
    articles: pd.DataFrame,
    documents: Sequence[Document],
    attributions: Sequence[Sequence[Attribution]],
    *,
    found: Sequence[Read] | None = None,
) -> pd.DataFrame:
    """The table `mentions`: who the source of each attribution is within its article; `speaker_id` is missing.

    `found` is what `resolved` gives, where that is known.
    """
    known = resolved(articles, documents, attributions) if found is None else found
    rows = [
        {"article_id": article_id, "quotation": number, **mention._asdict(), "speaker_id": None}
        for article_id, one in zip(articles["article_id"], known, strict=True)
        for number, mention in enumerate(one.mentions)
    ]
    return tables.build("mentions", pd.DataFrame(rows)) if rows else tables.empty("mentions")


def _column(articles: pd.DataFrame, name: str) -> list[str | None]:
    if name not in articles.columns:
        return [None] * len(articles)
    return [None if pd.isna(v) else str(v) for v in articles[name]]


def identify(
    mentions: pd.DataFrame, *, known: pd.DataFrame | None = None, articles: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table `speakers`, and `mentions` with their `speaker_id`.

    `known` is the user's own list (name, and where given aliases separated by |, role, affiliation, gender and
    further columns): its names win over ours and its columns go into `speakers`. `articles` (article_id, outlet,
    published) helps to tell people of one surname apart. A bare surname in an article that names nobody in full is
    somebody's only when role, company or time say so; else it stays a speaker of its own, for a wrong name is worse
    than none. Unnamed sources have no speaker. ValueError when `known` has no column `name`.

    `speakers` has two columns more than its specification: gender (female, male, unknown) and role (the commonest
    description in the articles, or the user's).
    """
    found = across.resolve(mentions, known=known, articles=articles)
    named = list(zip(identities.speaker_ids(found), found, strict=True))
    ids = {(s.article, s.text, s.kind): speaker_id for speaker_id, i in named for s in i.locals}
    keys = zip(*tables.values(mentions, "article_id", "name"), identities.kinds(mentions), strict=True)
    speaker_ids = [ids.get(key) for key in keys]
    identified = mentions.assign(speaker_id=pd.Series(speaker_ids, index=mentions.index, dtype=tables.TEXT))
    return speakers_table(named, identified, known), tables.build("mentions", identified)


def named_ids(named: pd.DataFrame, identified: pd.DataFrame, speakers: pd.DataFrame) -> pd.DataFrame:
    """Of each row of the table `named` its `speaker_id`, with its key.

    That of its quotations in the article (`identified` mentions); of a person who is quoted only elsewhere, that of
    the one speaker who bears the full name. Missing for all others: a wrong name is worse than none.
    """
    known = identified[identified["speaker_id"].notna() & identified["name"].notna()]
    keys = zip(*tables.values(known, "article_id", "name"), strict=True)
    here = dict(zip(keys, tables.values(known, "speaker_id")[0], strict=True))
    elsewhere = bearers(speakers)
    ids = [
        here.get((article_id, name)) or (elsewhere.get(name.lower()) if kind == "person" else None)
        for article_id, name, kind in zip(*tables.values(named, "article_id", "name", "kind"), strict=True)
    ]
    keyed = named[["article_id", "entity"]]
    return keyed.assign(speaker_id=pd.Series(ids, index=named.index, dtype=tables.TEXT))


def bearers(speakers: pd.DataFrame) -> dict[str, str]:
    """The `speaker_id` by full name, in lower case, of the people who alone bear theirs."""
    people = speakers[speakers["kind"] == "person"]
    full, ids = tables.values(people, "name", "speaker_id")
    found: dict[str, str] = {}
    others = set()
    for name, speaker_id in zip(full, ids, strict=True):
        if " " in name:
            key = name.lower()
            if found.setdefault(key, speaker_id) != speaker_id:
                others.add(key)
    return {name: i for name, i in found.items() if name not in others} if others else found


def speakers_table(
    named: Sequence[tuple[str, Identity]], identified: pd.DataFrame, known: pd.DataFrame | None
) -> pd.DataFrame:
    """The table `speakers` of some of them with their ids, described as the mentions `identified` do."""
    extra = (
        []
        if known is None
        else [c for c in known.columns if c not in ("name", "aliases", "gender", "role", "kind")]
    )
    roles = _roles(identified)
    rows = [_row(*pair, roles, extra) for pair in named]
    columns = [*tables.TABLES["speakers"].columns, "gender", "role", *extra]
    frame = pd.DataFrame(rows, columns=columns)
    text = dict.fromkeys(("gender", "role", *extra), tables.TEXT)
    frame = tables.build("speakers", frame).astype(text)
    return frame.sort_values(["n", "speaker_id"], ascending=[False, True], ignore_index=True)


def _row(speaker_id: str, identity: Identity, roles: dict[str, str], extra: Sequence[str]) -> tuple[Any, ...]:
    row = identity.known or {}
    n = sum(s.n for s in identity.locals)
    given = {
        k: row.get(k) for k in ("kind", "role", *extra) if row.get(k) is not None and not pd.isna(row[k])
    }
    kind = given.get("kind", identity.kind)
    gender = identities.gender(identity) if kind == "person" else "unknown"
    names = identities.display_name(identity)
    own = [None if given.get(c) is None else str(given[c]) for c in extra]
    return (
        speaker_id,
        names,
        kind,
        len(identity.forms),
        n,
        gender,
        given.get("role", roles.get(speaker_id)),
        *own,
    )


def _roles(identified: pd.DataFrame) -> dict[str, str]:
    """What most articles say of each speaker, a post rather than a vague word; the longer of two as common."""
    described = identified.dropna(subset=["speaker_id", "description"])
    groups = described.groupby(["speaker_id", "description"])["article_id"]
    counts = groups.agg(articles="nunique", n="size").reset_index()
    rank = {text: _vagueness(text) for text in counts["description"].unique()}
    counts["vague"], counts["length"] = counts["description"].map(rank), counts["description"].str.len()
    counts = counts[counts["vague"] < _NO_ROLE]
    counts = counts.sort_values(
        ["speaker_id", "vague", "articles", "n", "length", "description"],
        ascending=[True, True, False, False, False, True],
    )
    best = counts.drop_duplicates("speaker_id")
    return dict(zip(best["speaker_id"], best["description"], strict=True))


def _vagueness(description: str) -> int:
    """How little a description tells of what somebody does: 0 a post, 1 a vague or long one, 2 nothing ("Mr.")."""
    words = [fold(word) for word in _WORDS.findall(description)]
    head = next((i for i, word in enumerate(words) if word in _BEHIND_A_ROLE), len(words))
    nouns = [w for w in words[:head] if lexicon.is_title(w) or w in lexicon.PERSON_NOUNS]
    telling = [w for w in nouns if w not in lexicon.HONORIFICS and w not in _LESSER]
    if not telling or words[0] in _OTHERS:
        return _NO_ROLE
    if all(word in lexicon.NO_ROLES for word in telling):
        return _NO_ROLE
    vague = all(word in lexicon.VAGUE_ROLES for word in telling) or (len(words) == 1 and words[0] in _OF_WHAT)
    return 1 if vague or len(words) > _LONG else 0


def why(
    speaker_id: str,
    *,
    speakers: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    known: pd.DataFrame | None = None,
) -> str:
    """What makes one speaker of many names and mentions, in plain words: every name with its reason, every kind of
    evidence with how often it decided. KeyError for an id that `speakers` does not hold.
    """
    row = speakers[speakers["speaker_id"] == speaker_id]
    if not len(row):
        raise KeyError(speaker_id)
    found = across.resolve(mentions, known=known, articles=articles)
    identity = dict(zip(identities.speaker_ids(found), found, strict=True)).get(speaker_id)
    if identity is None:
        return f"{speaker_id}: not in these mentions"
    keys = {(s.article, s.text) for s in identity.locals}
    mine = mentions[[key in keys for key in zip(mentions["article_id"], mentions["name"], strict=True)]]
    first = row.iloc[0]
    lines = [
        f"{first['name']} ({speaker_id}): {first['kind']}, {len(mine):,} quotations in "
        f"{mine['article_id'].nunique():,} articles, of every act, those inside others too",
        *([f"In your list of speakers as {identity.known['name']}."] if identity.known is not None else []),
        "",
        "Names, each with the articles and the reason that it is this speaker's:",
        *(f"  {line}" for line in _names(identity)),
        "",
        "How the articles' sources were understood:",
        *(f"  {line}" for line in _evidence(mine["evidence"])),
    ]
    return "\n".join(lines)


def _names(identity: Identity) -> list[str]:
    lines = []
    for form, count in sorted(identity.forms.items(), key=lambda f: (-f[1], f[0])):
        for reason, times in sorted(identity.reasons[form].items(), key=lambda r: (-r[1], r[0]))[:_SHOWN]:
            lines.append(f"“{form}” in {times:,} of {count:,}: {reason}")
    return lines


def _evidence(evidence: pd.Series) -> list[str]:
    counts = Counter(evidence)
    shown = sorted(counts.items(), key=lambda e: (-e[1], e[0]))
    rest = sum(c for _, c in shown[_SHOWN:])
    return [f"{c:,} × {text}" for text, c in shown[:_SHOWN]] + ([f"{rest:,} × in other ways"] if rest else [])
