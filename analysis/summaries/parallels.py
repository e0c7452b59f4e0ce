"""What `show.side_by_side` shows of an event: each utterance with its tellings, each saying with what is nearest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import comparison
from analysis.comparison import sayings
from analysis.summaries.naming import who
from analysis.summaries.omissions import only_here
from analysis.summaries.tellings import described_framing, other_speakers_of, speaker_of, told_ways
from analysis.summaries.wording import listed

if TYPE_CHECKING:
    from analysis.summaries.comparison import Compared

COLUMNS = [
    "number",
    "heading",
    "note",
    "outlet",
    "content",
    "told",
    "article_id",
    "quotation",
    "start",
    "end",
]
SPANS = ["row", "start", "end", "role", "group"]


def side_by_side(one: Compared, *, first: int | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each utterance of an event with its tellings, the most told first, those told differently before others.

    Of very many the `first` ones only, if that is given.

    Returns (tellings, spans) as `show.side_by_side` takes them: `heading` is who speaks, `note` what differs in how
    it is told and whom other tellings name instead, `told` the cue and its class, directness, naming and place. Spans
    of the role "differs" are words that differ in substance, of "same" those that tellings have in common (see
    `comparison.differing`, `comparison.common`).
    """
    groups = {
        utterance: group.drop_duplicates(["outlet", "content"])
        for utterance, group in one.versions.sort_values(["outlet", "article_id", "quotation"]).groupby(
            "utterance"
        )
    }

    def rank(utterance: Any) -> tuple[Any, ...]:
        group = groups[utterance]
        return (
            -group["outlet"].nunique(),
            not told_ways(group),
            group["position"].min(),
            utterance,
        )

    rows: list[tuple[Any, ...]] = []
    marks: list[tuple[Any, ...]] = []
    for number, utterance in enumerate(sorted(groups, key=rank)[:first]):
        group = groups[utterance]
        marks += marked(group["content"].tolist(), group["outlet"].tolist(), len(rows), len(marks))
        note = _note(group)
        rows += [
            (number, speaker_of(group), note, t["outlet"], t["content"], described_framing(t), *_place(t))
            for t in group.to_dict("records")
        ]
    return _tables(rows, marks)


def marked(
    wordings: Sequence[str], outlets: Sequence[object], row: int, group: int
) -> list[tuple[int, int, int, str, int]]:
    """The rows of `spans` for wordings that stand in the rows from `row` on; groups are numbered from `group` on."""
    differ = [
        (row + n, start, end, "differs", -1)
        for n, spans in enumerate(comparison.differing(wordings, outlets))
        for start, end in spans
    ]
    return differ + same(wordings, row, group)


def same(wordings: Sequence[str], row: int, group: int) -> list[tuple[int, int, int, str, int]]:
    """Those of `marked` for what wordings have in common."""
    return [(row + c.wording, c.start, c.end, "same", group + c.group) for c in comparison.common(wordings)]


def _note(group: pd.DataFrame) -> str:
    """What differs in how an utterance is told, and whom else it is said to be of."""
    ways, others = told_ways(group), other_speakers_of(group)
    parts = [f"told differently: {listed(ways)}"] if ways else []
    return "; ".join(parts + ([f"elsewhere said by {others}"] if others else []))


def _place(telling: Mapping[Any, Any]) -> tuple[Any, ...]:
    return telling["article_id"], telling["quotation"], None, None


def _tables(
    rows: Sequence[tuple[Any, ...]], marks: Sequence[tuple[Any, ...]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    numbers = {"number": "int64", "quotation": "Int64", "start": "Int64", "end": "Int64"}
    return found.astype(numbers), pd.DataFrame(marks, columns=SPANS)


def searched(one: Compared, *, first: int | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each saying that is `only_here`, and the nearest sentence of every other article, the likest first.

    Of very many the `first` ones only, if that is given.

    Returns (tellings, spans) as `side_by_side`; `told` is the likeness, 0 to 1, of a sentence, `note` in which
    outlets no sentence has a word of it. Only what a sentence has in common with the saying is marked.
    """
    alone = only_here(one)[:first]
    outlet = dict(zip(one.articles["article_id"], one.articles["outlet"], strict=True))
    near = sayings.searched(alone, one.articles).sort_values("likeness", ascending=False, kind="stable")
    groups: dict[tuple[Any, Any], list[dict[Any, Any]]] = defaultdict(list)
    for other in near.to_dict("records"):
        groups[other["article_id"], other["quotation"]].append(other)
    rows: list[tuple[Any, ...]] = []
    marks: list[tuple[Any, ...]] = []
    groups_before = 0
    for number, said in enumerate(alone.to_dict("records")):
        found = groups[said["article_id"], said["quotation"]]
        sentences = [other for other in found if isinstance(other["sentence"], str)]
        without = [outlet[other["other_id"]] for other in found if not isinstance(other["sentence"], str)]
        note = f"no word of it in {listed(dict.fromkeys(without))}" if without else ""
        about = (number, who(said["speaker"], said["source"]), note)
        wordings = [said["content"], *(other["sentence"] for other in sentences)]
        common = same(wordings, len(rows), groups_before)
        groups_before += len(common)
        # What two of those sentences share and the saying has not is no part of the comparison.
        of_it = {group for row, *_, group in common if row == len(rows)}
        marks += [mark for mark in common if mark[-1] in of_it]
        rows.append((*about, said["outlet"], said["content"], f"{said['kind']}, here only", *_place(said)))
        for other in sentences:
            told = f"nearest sentence, likeness {other['likeness']:.2f}"
            place = (other["other_id"], None, other["start"], other["end"])
            rows.append((*about, outlet[other["other_id"]], other["sentence"], told, *place))
    return _tables(rows, marks)
