"""What a row of a table tells of the texts that it rests on: the report makes a link of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from analysis.show import markup

if TYPE_CHECKING:
    import pandas as pd

# Columns of tables that say where in the texts a row comes from, or how to find it there.
TOLD = (
    *("article_id", "quotation", "start", "end", "event", "speaker_id", "speaker", "outlet", "kind", "act"),
    *(
        "source_type",
        "source_kind",
        "stance",
        "gender",
        "verb",
        "term",
        "word",
        "lemma",
        "ngram",
        "keyword",
        "collocate",
    ),
    *(
        "fact",
        "target",
        "content",
        "sentence",
        "passage",
        "title",
        "from",
        "period",
        "month",
        "first",
        "last",
    ),
    *("theme", "name", "measure"),
)
# Columns that only serve to find others: files have them, pages have a link in their place.
KEYS = ("article_id", "event", "quotation", "speaker_id", "other_id", "utterance", "start", "end", "parent")
LONGEST = 120  # characters of a text by which it is looked for


def of(frame: pd.DataFrame) -> list[str]:
    """A row's own values of the columns `TOLD`, as JSON, "" where it has none; texts are cut to `LONGEST`."""
    columns = [c for c in TOLD if c in frame.columns]
    if not columns:
        return [""] * len(frame)
    rows = frame[columns].astype("object").itertuples(index=False, name=None)
    return [_json(dict(zip(columns, row, strict=True))) for row in rows]


def _json(row: dict[str, Any]) -> str:
    told = {key: _plain(value) for key, value in row.items() if not markup.is_missing(value)}
    return json.dumps({k: v for k, v in told.items() if v != ""}, ensure_ascii=False) if told else ""


def _plain(value: Any) -> int | str:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        return markup.clean(value.striptags() if isinstance(value, markup.Markup) else value)[:LONGEST]
    return int(value)
