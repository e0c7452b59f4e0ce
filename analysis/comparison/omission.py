"""What only some articles of an event have: quotations, names and numbers; and how their words differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import tables
from analysis.comparison import forms
from analysis.speakers import lexicon, names

Span = tuple[int, int]
_GENERATIONS = names.GENERATIONS - {"iv"}  # Title IV is a law
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
    name; days, months and numbers up to twelve are left out. One row for each fact and article; a fact whose
    `articles` is 1 is only here.
    """
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    bodies = dict(zip(articles["article_id"], articles.get("body_start", 0 * articles.index), strict=True))
    rows: list[tuple[Any, ...]] = []
    for event, ids in events.groupby("event", sort=False)["article_id"]:
        for article_id in ids:
            text = texts[article_id]
            named = [n for n in forms.names(text) if n.text.lower() not in lexicon.DAYS | lexicon.MONTHS]
            large = [n for n in forms.numbers(text) if n.value > SMALL]
            found = [("name", n.text, _last(n.text), n.start, n.end) for n in named]
            found += [("number", text[n.start : n.end], str(n.value), n.start, n.end) for n in large]
            rows += [(event, article_id, *f) for f in found if f[3] >= bodies[article_id]]
    columns = ["event", "article_id", "kind", "fact", "key", "start", "end"]
    table = pd.DataFrame(rows, columns=columns)
    if not len(table):
        return table.drop(columns="key").assign(articles=pd.Series(dtype=tables.COUNT))
    group = table.groupby(["event", "kind", "key"], sort=False)
    table = table.assign(
        articles=group["article_id"].transform("nunique"),
        fact=group["fact"].transform(lambda forms: max(forms, key=lambda f: (len(f), f))),
    )
    return (
        table.drop_duplicates(["event", "article_id", "kind", "key"])
        .drop(columns="key")
        .reset_index(drop=True)
    )


def _last(name: str) -> str:
    words = [w for w in name.lower().split() if w.strip(".") not in _GENERATIONS]
    return words[-1] if words else name.lower()


def differing(wordings: Sequence[str]) -> list[list[Span]]:
    """For each of several wordings the spans of the words that no other one has, in any inflection."""
    found = [[(w, forms.stem(w.text.removesuffix("'s"))) for w in forms.words(text)] for text in wordings]
    stems = [{stem for _, stem in words} for words in found]
    spans = []
    for i, words in enumerate(found):
        others = set().union(*(s for j, s in enumerate(stems) if j != i)) if len(stems) > 1 else set()
        spans.append([(w.start, w.end) for w, stem in words if others and stem not in others])
    return spans


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
