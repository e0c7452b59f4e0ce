"""The table `sources`: who or what an article quotes, in what capacity and for how much, as source audits ask it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis import tables
from analysis.quotation.acts import COMMUNICATION
from analysis.speakers import lexicon
from analysis.speakers.names import fold, gender, parse, separate
from analysis.speakers.within.pronoun_sources import PRONOUNS

Row = dict[str, Any]
_WORD = re.compile(r"\w+(?:['’.,-]\w+){0,8}")
_ARTICLES = re.compile(r"\A(?:the|an?|this|that|these|those|one|his|her|their|its|our|my)\s+", re.IGNORECASE)
_OTHER = re.compile(r"\A(?:another|other|a second|a third|a fourth)\b", re.IGNORECASE)
# "a fellow | at the | Harbour Institute", "director of research | at | Harbour Watch"
_AT = re.compile(r"\b(?:at|of|for|with|from)\s+(?:the\s+|a\s+|an\s+)?(?=[A-Z])")
_HEAD = re.compile(r"[,;(]| (?:of|for|at|in|with|who|that|which|from|by|to|and|on|familiar|briefed|close)\b")
_STORY = re.compile(
    r"[;(“”\"]| (?:who|which|that|familiar|briefed|close|since|and (?:a|an|the|his|her|former))\b"
)
_CAPITALISED = re.compile(
    r"[A-Z][\w.&’'/-]{0,40}(?:\s(?:of|for|and|the|&)(?=\s[A-Z])|\s(?:of|for|and)\sthe(?=\s[A-Z]))?"
)


def sources(
    mentions: pd.DataFrame, quotations: pd.DataFrame, spans: pd.DataFrame, speakers: pd.DataFrame
) -> pd.DataFrame:
    """The table `sources` of some articles, all of whose mentions, quotations and spans are given.

    Quotations of one name are one source, and so are those of one description ("officials" twice, "a neighbour", then
    "the neighbour"; not "another neighbour"); a pronoun that nobody could resolve goes with the unnamed source before
    it. People who speak together ("Ana Cruz and Bo Dahl") are a source each, whose statement counts for all of them.
    A quotation without any source has no row. `speakers` (speaker_id, gender, and maybe `listed`) tells genders
    that an article alone does not show.
    """
    said = _said(mentions, quotations, spans)
    about = _about(speakers[tables.among(speakers["speaker_id"], mentions["speaker_id"].dropna())])
    rows: list[Row] = []
    columns = said.columns.tolist()  # walked over once for each row
    records = _one_by_one(
        dict(zip(columns, row, strict=True)) for row in said.itertuples(index=False, name=None)
    )
    for article_id, group in groupby(records, key=itemgetter("article_id")):
        found = _of_article(list(group))
        rows += [{"article_id": article_id, "source": n, **_row(some, about)} for n, some in enumerate(found)]
    return tables.build("sources", pd.DataFrame(rows)) if rows else tables.empty("sources")


def _said(mentions: pd.DataFrame, quotations: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The quotations, each with its mention and where it begins, in reading order within each article."""
    keys = ["article_id", "quotation"]
    begins = spans.groupby(keys, sort=False)["start"].min().rename("first").reset_index()
    columns = ["name", "kind", "gender", "gender_from", "description", "speaker_id"]
    own = quotations[[*keys, "parent", "kind", "act", "content", "source"]].rename(columns={"kind": "how"})
    said = mentions[[*keys, *columns]].merge(own, on=keys).merge(begins, on=keys, how="left")
    said = said.astype(object).where(said.notna(), None)
    return said.sort_values(["article_id", "first", "quotation"], kind="stable")


def _one_by_one(said: Iterable[Row]) -> Iterator[Row]:
    """The quotations; those of people who speak together once for each, with the id that his or her own have."""
    rows = list(said)
    ids = {(r["article_id"], r["name"]): r["speaker_id"] for r in rows if r["kind"] == "named person"}
    for row in rows:
        called = separate(row["name"]) if row["kind"] == "named person" and row["name"] is not None else []
        if len(called) < 2:
            yield row
            continue
        for name in called:
            shown = gender(parse(name))
            told = {"gender": shown, "gender_from": None if shown == "unknown" else "first name"}
            yield {
                **row,
                **told,
                "name": name,
                "speaker_id": ids.get((row["article_id"], name)),
                "description": None,
            }


def _of_article(rows: list[dict[Any, Any]]) -> list[list[Row]]:
    """The quotations of an article, those of one source together, in order of the first of each."""
    found: dict[tuple[object, ...], list[Row]] = {}
    before: tuple[object, ...] | None = None  # the unnamed source that spoke last
    for row in rows:
        key = _key(row, before, len(found))
        if key is not None:
            found.setdefault(key, []).append(row)
            before = key if row["name"] is None else None
    return list(found.values())


def _key(row: Row, before: tuple[object, ...] | None, number: int) -> tuple[object, ...] | None:
    """What tells the source of a quotation from the others of its article; None where there is none."""
    kind = row["kind"]
    if row["name"] is not None:
        return "document" if kind == "document" else "named", row["speaker_id"] or row["name"]
    if row["source"] is None and row["description"] is None:
        return None
    words = _plain(row["description"] or row["source"])
    if words in PRONOUNS:
        return before if before is not None and before[0] == kind else (kind, words)
    return (kind, words, number) if _OTHER.match(row["description"] or row["source"]) else (kind, words)


def _plain(words: str) -> str:
    return " ".join(fold(w) for w in _ARTICLES.sub("", words.strip()).split())


def _row(said: list[Row], about: Mapping[str, tuple[str, bool]]) -> Row:
    """What an article tells of one source, from its quotations in order."""
    first = said[0]
    stated = [r for r in said if r["parent"] is None and r["act"] in (None, COMMUNICATION)]
    titles = [r["description"] for r in said if r["description"] is not None]
    title = max(titles, key=titles.count, default=None)
    borne, shown = _gender(said, about)
    return {
        "name": first["name"],
        "speaker_id": first["speaker_id"],
        "source_type": first["kind"],
        "title": title if title is not None or first["name"] is not None else first["source"],
        "affiliation": affiliation(title)
        if first["kind"] in ("named person", "unnamed", "anonymous")
        else None,
        "gender": borne,
        "gender_from": shown,
        "statements": len(stated),
        "words": sum(sum(1 for _ in _WORD.finditer(r["content"])) for r in stated),
        "direct": sum(r["how"] in ("direct", "mixed") for r in stated),
        "first": first["first"] or 0,
    }


def _about(speakers: pd.DataFrame) -> dict[str, tuple[str, bool]]:
    """Of each speaker the gender, and whether the user's list tells it."""
    columns = speakers.reindex(columns=["speaker_id", "gender", "listed"])
    told = zip(columns["speaker_id"], columns["gender"], columns["listed"], strict=True)
    return {
        key: ("unknown" if pd.isna(borne) else str(borne), not pd.isna(by_list) and bool(by_list))
        for key, borne, by_list in told
    }


def _gender(said: list[Row], about: Mapping[str, tuple[str, bool]]) -> tuple[str, str | None]:
    """The gender of one person and what shows it: the user's list, this article, or else the others."""
    if said[0]["kind"] not in ("named person", "unnamed", "anonymous"):
        return "unknown", None
    everywhere, by_list = about.get(said[0]["speaker_id"], ("unknown", False))
    shown = next(
        ((r["gender"], r["gender_from"]) for r in said if r["gender"] != "unknown"), ("unknown", None)
    )
    if everywhere == "unknown" or (shown[0] == everywhere and not by_list):
        return shown
    return everywhere, "list" if by_list else "other articles"


def affiliation(title: str | None) -> str | None:
    """The organisation, place or party that a title names, or None: "a fellow at the Harbour Institute".

    That behind "at", "of", "for", "with" or "from" where there is one, or else the capitalised words before the noun
    ("a Harbour Watch spokesman").
    """
    if not title:
        return None
    told = _STORY.split(title, maxsplit=1)[0]
    noun = _HEAD.split(told, maxsplit=1)[0]
    behind = (_run(told, match.end()) for match in _AT.finditer(told))
    starts = [match.start() for match in re.finditer(r"(?<![\w’'-])[A-Z]", noun)]
    before = (_run(noun, at) for at in starts)
    return next((named for named in (*behind, *before) if named), None)


def _run(text: str, at: int) -> str | None:
    """The capitalised words from a position on, without titles; None where nothing is left."""
    end = at
    while (more := _CAPITALISED.match(text, end + (end > at))) is not None and (
        end == at or text[end] == " "
    ):
        end = more.end()
    words = text[at:end].split()
    if words and at == 0 and (lexicon.is_word(fold(words[0])) or fold(words[0]) in lexicon.COMMON_WORDS):
        words = words[1:]
    while words and (lexicon.is_title(fold(words[0])) or fold(words[0]) in _LEADING):
        words = words[1:]
    while words and (lexicon.is_title(fold(words[-1])) or fold(words[-1]) in _LEADING):
        words = words[:-1]
    return re.sub(r"['’]s?$", "", " ".join(words)) or None


_LEADING = lexicon.words("a an the former ex one his her their its of for and other some many")
