"""What the explorer answers its page: rows of quotations that were asked for, and an article's text in pieces.

| message | answer |
|---|---|
| ask begin | `begin`: what can be chosen |
| ask rows, `choice`, `at` | `rows`: how many there are, `MOST` of them from the `at`th, and their code |
| ask text, `row` | `text`: the article of one of the rows, cut where what is marked begins and ends |

What cannot be is `refused`, in words. Article text travels as text, cleaned as pages clean it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis import summaries
from analysis.explorer import choice as choices
from analysis.show import markup
from analysis.store import Store

MOST = 100  # rows that are sent at once
ROLES = ("content", "cue", "source")  # a later one wins where they overlap
Message = dict[str, Any]


class Session:
    """One store that somebody looks at; `answer` is all that is called."""

    def __init__(self, store: Store) -> None:
        """Reads the quotations of `store` once; texts are read when they are asked for."""
        self.store = store
        self.rows = summaries.quotations(store)

    def answer(self, message: Any) -> Message:
        """The answer to one message of the browser, which may be anything."""
        try:
            asked = message.get("ask") if isinstance(message, Mapping) else None
            if asked == "begin":
                return self._begin()
            if asked == "rows":
                return self._found(choices.read(message["choice"]), int(message.get("at", 0)))
            if asked == "text":
                return self._text(int(message["row"]))
            raise ValueError("an unknown question")
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            return {"say": "refused", "why": markup.clean(str(error))}

    def _begin(self) -> Message:
        """What the filters offer: values that there are, the commonest first."""
        offered = {
            column: [markup.clean(value) for value in sorted(n.index, key=lambda value: (-n[value], value))]
            for column in ("outlet", "kind", "act", "source_type")
            for n in [self.rows[column].value_counts()]
        }
        return {"say": "begin", "offered": offered, "n": len(self.rows)}

    def _found(self, choice: choices.Choice, at: int) -> Message:
        found = choices.chosen(self.rows, choice)
        return {
            "say": "rows",
            "n": len(found),
            "articles": int(found["article_id"].nunique()),
            "at": at,
            "rows": [_row(index, row) for index, row in found.iloc[at : at + MOST].iterrows()],
            "code": choices.code(choice),
        }

    def _text(self, row: int) -> Message:
        if not 0 <= row < len(self.rows):
            raise ValueError(f"no quotation {row}")
        shown = self.rows.iloc[row]
        where = {"article_id": [shown["article_id"]]}
        article = self.store.table("articles", where=where).iloc[0]
        spans = self.store.table("spans", where=where)
        counted = summaries.counted(self.rows)
        known = counted.loc[counted["article_id"] == shown["article_id"], "quotation"]
        spans = spans[spans["quotation"].isin([*known, shown["quotation"]])]
        return {
            "say": "text",
            "row": row,
            "title": _shown(article["title"]) or shown["outlet"],
            "pieces": pieces(article["text"], spans, shown["quotation"]),
        }


def pieces(text: str, spans: pd.DataFrame, chosen: int) -> list[Message]:
    """`text` cut into pieces, in order: `text`, `role` or "", and whether it is of the `chosen` quotation.

    Together they are the whole text. Where spans overlap, those of the chosen quotation win, then sources, then cues.
    """
    marks = spans.assign(chosen=spans["quotation"] == chosen, rank=spans["role"].map(ROLES.index))
    marks = marks.sort_values(["chosen", "rank"], kind="stable")
    ends = sorted({0, len(text), *map(int, marks["start"]), *map(int, marks["end"])})
    place = {at: number for number, at in enumerate(ends)}
    found: list[tuple[str, bool]] = [("", False)] * (len(ends) - 1)
    for start, end, role, own in zip(
        marks["start"], marks["end"], marks["role"], marks["chosen"], strict=True
    ):
        for number in range(place[int(start)], place[int(end)]):
            found[number] = (str(role), bool(own))
    return [
        {"text": markup.clean(text[start:end]), "role": role, "chosen": own}
        for (start, end), (role, own) in zip(pairwise(ends), found, strict=True)
    ]


def _row(index: Any, row: pd.Series) -> Message:
    confidence = row["confidence"]
    return {
        "row": int(index),
        "published": "" if pd.isna(row["published"]) else f"{row['published']:%Y-%m-%d}",
        "outlet": _shown(row["outlet"]),
        "speaker": _shown(row["speaker"]) or _shown(row["source"]) or "nobody named",
        "content": _shown(row["content"]),
        "kind": _shown(row["kind"]),
        "act": _shown(row["act"]),
        "confidence": "" if pd.isna(confidence) else f"{confidence:.2f}",
        "standing": _shown(row["standing"]),
    }


def _shown(value: Any) -> str:
    return "" if markup.is_missing(value) else markup.clean(value)
