"""The table `utterances`: what is said in several articles of one event, row by row."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis import tables
from analysis.comparison import alignment, forms
from analysis.comparison.statements import Statement, longest_run, speakers, statement
from analysis.segmentation import segment
from analysis.speakers.names import separate
from analysis.speakers.within import descriptions

READS = 500  # pairs of quotations that networks read in some ten seconds
LIKELY = 3  # one pair in so many, of all, is worth reading
NESTED = 0.6  # a quotation inside another is compared by itself when it is shorter than this share of it


class Key(NamedTuple):
    """Where a statement stands: its article and the number of its quotation."""

    article_id: str
    quotation: int


Keyed = tuple[Key, Statement]


def utterances(
    articles: pd.DataFrame,
    quotations: pd.DataFrame,
    spans: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    *,
    events: pd.DataFrame,
    threshold: float | None = None,
    reads: int | None = READS,
) -> pd.DataFrame:
    """The table `utterances`: quotations of different articles of one event that say the same.

    `events` is the table of that name. Speakers come from `mentions` (name, speaker_id) where it is given,
    else from the sources as written. `similarity` is the estimated chance that a telling says the same as the
    utterance's first one, in the order of dates, or as another one when those two were not compared. A
    quotation that only one article has is in no utterance; each other is in one, or, if it says several things,
    with different parts of it in several (`start`, `end`). `threshold` is the chance from which quotations are
    joined (the model's own by default). `reads` is how many pairs networks read in all, those of the events with
    the most articles first; in the other events words decide alone. What is left of `reads` then goes to reading
    the events closely, pairs that share few words too (None = all of them).
    """
    order = _order(articles)
    members = dict(events.groupby("event", sort=False)["article_id"].agg(list))
    wanted = articles[articles["article_id"].isin(events["article_id"])]
    said = statements(wanted, quotations, spans, mentions)
    keyed = {
        event: [(key, s) for a in sorted(ids, key=order.__getitem__) for key, s in said.get(a, ())]
        for event, ids in members.items()
    }
    found = {e: _joined(keyed[e], threshold, *plan) for e, plan in _planned(members, keyed, reads).items()}
    return tables.build("utterances", [row for event in members for row in found[event]])


def _planned(
    members: Mapping[str, Sequence[str]], keyed: Mapping[str, Sequence[Keyed]], reads: int | None
) -> dict[str, tuple[int | None, bool]]:
    """How each event is to be read, the largest first: with how many reads left, and whether closely.

    Known before anything is read, so that an event that is read closely is not read the other way before.
    """
    events = sorted(members, key=lambda e: -len(members[e]))
    planned: dict[str, tuple[int | None, bool]] = dict.fromkeys(events, (reads, reads is None))
    if reads is None:
        return planned
    for closely in (False, True):
        for event in events:
            if closely and _pairs(keyed[event]) > LIKELY * reads:
                continue
            read = alignment.to_read(*_sides(keyed[event]), reads=reads, closely=closely)
            if read or not closely:
                planned[event] = reads, closely
            reads -= read
    return planned


def statements(
    articles: pd.DataFrame,
    quotations: pd.DataFrame,
    spans: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
) -> dict[str, list[tuple[Key, Statement]]]:
    """What each of the `articles` quotes, in a form that can be compared, by article id."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    starts = _starts(spans[spans["article_id"].isin(texts)])
    who = _names(mentions[mentions["article_id"].isin(texts)]) if mentions is not None else {}
    paragraphs = {a: segment(text).paragraphs for a, text in texts.items()}
    found: dict[str, list[tuple[Key, Statement]]] = {}
    for row in _compared(quotations[quotations["article_id"].isin(texts)]).to_dict("records"):
        key = Key(row["article_id"], row["quotation"])
        context = _paragraph(texts[key.article_id], paragraphs[key.article_id], starts.get(key))
        name, speaker, kind = who.get(key, (None, None, None))
        cue, source = (row[c] if isinstance(row[c], str) else None for c in ("cue", "source"))
        kind = _described(source) if kind is not None and name is None and source else kind
        made = statement(
            row["content"], context=context, cue=cue, source=source, name=name, speaker=speaker, kind=kind
        )
        found.setdefault(key.article_id, []).append((key, made))
    return found


def _pairs(keyed: Sequence[Keyed]) -> int:
    """How many pairs of quotations of different articles there are."""
    each = Counter(key.article_id for key, _ in keyed)
    return (len(keyed) ** 2 - sum(n * n for n in each.values())) // 2


def _order(articles: pd.DataFrame) -> dict[str, int]:
    ordered = articles.sort_values(["published", "article_id"], kind="stable")["article_id"]
    return {article_id: i for i, article_id in enumerate(ordered)}


def _starts(spans: pd.DataFrame) -> dict[Key, int]:
    first = spans[spans["role"] == "content"].groupby(["article_id", "quotation"], sort=False)["start"].min()
    return {Key(*key): int(start) for key, start in first.items()}  # type: ignore[misc]


# What a source of each type is to a statement: one of those that its weights were made with.
_KINDS = {
    "named person": "person",
    "organisation": "organisation",
    "document": "organisation",
    "group": "group",
    "anonymous": "anonymous",
    "unnamed": "anonymous",
}


def _described(source: str) -> str:
    """What a source without a name is to a statement: a person where it is a pronoun for one."""
    return "person" if source.lower() in _ONE else descriptions.read(source).kind


_ONE = frozenset(["he", "she", "him", "her", "i", "me", "you", "who"])


def _are_several(name: object, kind: object) -> bool:
    """Whether a named person is several; some, as an article writes them, have no name left."""
    return isinstance(name, str) and kind == "named person" and len(separate(name)) > 1


def _names(mentions: pd.DataFrame) -> dict[Key, tuple[str | None, str | None, str | None]]:
    columns = (mentions[c] for c in ("article_id", "quotation", "name", "speaker_id", "kind"))
    return {
        Key(a, q): (
            name if isinstance(name, str) else None,
            who if isinstance(who, str) else None,
            "group" if _are_several(name, kind) else _KINDS.get(kind),
        )
        for a, q, name, who, kind in zip(*columns, strict=True)
    }


def _compared(quotations: pd.DataFrame) -> pd.DataFrame:
    """Without what would be compared twice: the same words again, or most of what a quotation is inside of."""
    size = quotations["content"].str.len()
    whole = dict(zip(zip(quotations["article_id"], quotations["quotation"], strict=True), size, strict=True))
    parents = zip(quotations["article_id"], quotations["parent"], strict=True)
    outer = [math.inf if pd.isna(p) else whole.get((a, int(p)), math.inf) for a, p in parents]
    again = quotations.duplicated(["article_id", "content"])
    return quotations[~again & (size < NESTED * pd.Series(outer, index=quotations.index))]


def _paragraph(text: str, paragraphs: Sequence[tuple[int, int]], start: int | None) -> str | None:
    if start is None or not paragraphs:
        return None
    at = max(0, bisect_right(paragraphs, (start, len(text))) - 1)
    return text[slice(*paragraphs[at])]


def _sides(keyed: Sequence[Keyed]) -> tuple[list[Statement], list[int]]:
    """The statements, and a number for the article of each."""
    owners = {key.article_id: n for n, (key, _) in enumerate(keyed)}
    return [s for _, s in keyed], [owners[key.article_id] for key, _ in keyed]


def _joined(
    keyed: Sequence[Keyed], threshold: float | None, reads: int | None, closely: bool
) -> list[tuple[Any, ...]]:
    """Rows of the table of one event."""
    said, articles = _sides(keyed)
    groups, scores, _ = alignment.align(said, articles, threshold=threshold, reads=reads, closely=closely)
    rows = []
    for number, group in enumerate(groups):
        first = keyed[group[0].item][0]
        name = f"{first.article_id}:{first.quotation}:{number}"
        items = [part.item for part in group]
        for i, start, end in group:
            other, chance = _nearest(i, items, scores)
            rows.append((name, *keyed[i][0], start, end, chance, _evidence(said[i], said[other])))
    return rows


def _nearest(i: int, group: Sequence[int], scores: Mapping[tuple[int, int], float]) -> tuple[int, float]:
    """The telling that `i` is measured against, and the chance that the two say the same."""
    first = (group[0], i)
    if i != group[0] and first in scores:
        return group[0], scores[first]
    near = [(scores.get((min(i, j), max(i, j)), -1.0), j) for j in group if j != i]
    chance, other = max(near, key=lambda pair: (pair[0], -pair[1]))
    return other, 1.0 if i == group[0] else max(chance, 0.0)


def _evidence(one: Statement, two: Statement) -> str:
    """What decided, in words."""
    run = len(longest_run(one.words, two.words))
    rare = sorted(one.stems & two.stems, key=lambda stem: (-forms.rarity(stem), stem))[:4]
    numbers = sorted(one.numbers & two.numbers)
    parts = [
        f"speaker {speakers(one, two)}",
        f"{run} words in a row" if run > 2 else "",
        f"both say {', '.join(rare)}" if rare else "",
        f"numbers {', '.join(f'{n:g}' for n in numbers)}" if numbers else "",
    ]
    return "; ".join(part for part in parts if part)
