"""What only some articles of an event have: quotations, names and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import tables
from analysis.comparison import forms
from analysis.segmentation.function_words import FUNCTION_WORDS
from analysis.speakers import lexicon, names

_GENERATIONS = names.GENERATIONS - {"iv"}  # Title IV is a law
_KEY = ["event", "kind", "key"]
_NO_NAMES = lexicon.CALENDAR | lexicon.MONTHS | lexicon.DEMONYMS | lexicon.PARTIES
_JOINED = re.compile(r"[\w.][-–/:@#.]\Z|[@#/:]\Z")  # what stands before is of one piece with it
_GOES_ON = re.compile(r"[:/@]\d|\.\d|[a-z]", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s\Z", re.IGNORECASE
)
# "D-N.Y." of a member of Congress, and "Confederate-named" or "Republican-led" of what is called so
_NO_NAME = re.compile(r"^[DRI]-[A-Z]|-(?:[a-z]+ed|led|era|style|run|born|held)\b")
_BEFORE_NAMES = frozenset(
    ["rep", "sen", "gov", "gen", "lt", "col", "sgt", "ft"]
)  # "Georgia Rep. Doug Collins"
SMALL = 12  # numbers up to here count things that any article may mention


def counterparts(quotations: pd.DataFrame, events: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """The `quotations` of the articles in `events`, with `event`, and `utterance`: missing = only here.

    A quotation that is in several utterances is listed with the first; one that is inside another counts as
    having a counterpart when that one has.
    """
    inside = quotations.merge(events[["article_id", "event"]], on="article_id")
    linked = utterances[["article_id", "quotation", "utterance"]].drop_duplicates(["article_id", "quotation"])
    joined = inside.merge(linked, on=["article_id", "quotation"], how="left", validate="one_to_one")
    assert len(joined) == len(inside)
    outer = linked.rename(columns={"quotation": "parent", "utterance": "outer"}).astype({"parent": "Int64"})
    joined = joined.merge(outer, on=["article_id", "parent"], how="left")
    return joined.assign(utterance=joined["utterance"].fillna(joined["outer"])).drop(columns="outer")


def facts(articles: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The names and numbers in the articles of each event, and in how many of its articles each is.

    Columns: `event`, `kind` (name, number), `fact` (the fullest form of a name, a number as written),
    `article_id`, `start`, `end` (of the first mention), `articles` (count). Names with one last word are one
    name, and an article that has that word in any spelling has the name. No names are common words in capitals, days,
    months, peoples and parties; no numbers those up to twelve, dates, and parts of names and times. One row for each
    fact and article; a fact whose `articles` is 1 is only here.
    """
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    bodies = dict(zip(articles["article_id"], articles.get("body_start", 0 * articles.index), strict=True))
    rows: list[tuple[Any, ...]] = []
    for event, ids in events.groupby("event", sort=False)["article_id"]:
        for article_id in ids:
            text = texts[article_id]
            named = [n for n in forms.names(text) if _is_name(n.text) and not _in_address(text, n.start)]
            large = [n for n in forms.numbers(text) if _is_number(text, n)]
            found = [("name", n.text, _last(n.text), n.start, n.end) for n in named]
            found += [("number", text[n.start : n.end], str(n.value), n.start, n.end) for n in large]
            rows += [(event, article_id, *f) for f in found if f[3] >= bodies[article_id]]
    columns = ["event", "article_id", "kind", "fact", "key", "start", "end"]
    table = pd.DataFrame(rows, columns=columns)
    if not len(table):
        return table.drop(columns="key").assign(articles=pd.Series(dtype=tables.COUNT))
    group = table.groupby(["event", "kind", "key"], sort=False)
    table = table.assign(
        articles=np.maximum(group["article_id"].transform("nunique"), _holding(table, events, texts)),
        fact=group["fact"].transform(lambda forms: max(forms, key=lambda f: (len(f), f))),
    )
    return (
        table.drop_duplicates(["event", "article_id", "kind", "key"])
        .drop(columns="key")
        .reset_index(drop=True)
    )


def _is_name(name: str) -> bool:
    """Whether capitalised words are a name: not "Breaking News", "Monday", "Democrats", nor a heading."""
    words = [word.removesuffix(".") for word in name.lower().split()]
    if all(word in _NO_NAMES or word.rstrip("s") in _NO_NAMES for word in words):
        return False
    if _NO_NAME.search(name) or words[-1] in _BEFORE_NAMES or (name.isupper() and _shouted(words)):
        return False
    if any(word in lexicon.ORGANISATION_WORDS for word in words) and len(words) > 1:
        return True
    return not all(map(lexicon.is_word, words))


def _shouted(words: list[str]) -> bool:
    """Whether words in capitals are a headline: three or more, a small word among them."""
    return len(words) > 2 and any(word in FUNCTION_WORDS for word in words)


def _in_address(text: str, start: int) -> bool:
    """Whether what starts there is of a handle, a hashtag, or a web address: @AnaCruz, #News, https://x.org/Ana."""
    before = text[max(0, start - 200) : start]
    piece = before.split()[-1] if before and not before[-1].isspace() else ""
    return piece.endswith(("@", "#")) or "://" in piece or "www." in piece


def _is_number(text: str, number: forms.Number) -> bool:
    """Whether a number counts or measures something: no day, year, time, or part of a name such as COVID-19."""
    before, behind = text[max(0, number.start - 12) : number.start], text[number.end : number.end + 2]
    if number.value <= SMALL or _JOINED.search(before) or _GOES_ON.match(behind) or _MONTH.search(before):
        return False
    return not (1900 <= number.value <= 2100 and text[number.start : number.end].isdigit())


def _holding(table: pd.DataFrame, events: pd.DataFrame, texts: Mapping[str, str]) -> np.ndarray:
    """For each row of a name how many articles of its event have its last word, in whatever case; 0 for numbers."""
    words = {a: set(forms.word_texts(texts[a])) for a in events["article_id"]}
    members = events.groupby("event", sort=False)["article_id"].agg(list)
    known: dict[tuple[str, str], int] = {}
    for event, kind, key in zip(table["event"], table["kind"], table["key"], strict=True):
        if kind == "name" and (event, key) not in known:
            known[event, key] = sum(key in words[a] or f"{key}s" in words[a] for a in members[event])
    return np.array(
        [known.get((e, k), 0) if kind == "name" else 0 for e, kind, k in table[_KEY].itertuples(index=False)]
    )


def _last(name: str) -> str:
    words = [w for w in name.lower().split() if w.strip(".") not in _GENERATIONS]
    return words[-1] if words else name.lower()


def chains(quotations: pd.DataFrame) -> pd.DataFrame:
    """Who told whom: quotations inside quotations, from the outermost source to the innermost.

    Columns: `article_id`, `quotation` (the innermost), `sources` (joined by " ← "), `depth` (count of sources),
    `content` (the innermost). Who quotes nobody but themselves makes no chain. Needs `source` and `parent`.
    """
    rows: dict[tuple[str, int], dict[str, Any]] = {
        (row["article_id"], row["quotation"]): {str(k): v for k, v in row.items()}
        for row in quotations[["article_id", "quotation", "source", "parent", "content"]].to_dict("records")
    }
    outer = {(a, int(row["parent"])) for (a, _), row in rows.items() if not pd.isna(row["parent"])}
    found = []
    for (article_id, number), row in rows.items():
        told, at, seen = [row["source"]], row["parent"], {number}
        while not pd.isna(at) and (article_id, int(at)) in rows and int(at) not in seen:
            seen.add(int(at))
            told.append(rows[article_id, int(at)]["source"])
            at = rows[article_id, int(at)]["parent"]
        sources = [str(source) for source in reversed(told) if not pd.isna(source)]
        sources = [s for n, s in enumerate(sources) if n == 0 or s != sources[n - 1]]
        if len(sources) > 1 and (article_id, number) not in outer and not pd.isna(row["source"]):
            found.append((article_id, number, " ← ".join(sources), len(sources), row["content"]))
    return pd.DataFrame(found, columns=["article_id", "quotation", "sources", "depth", "content"])
