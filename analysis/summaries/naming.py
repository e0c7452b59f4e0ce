"""What a source is called: the full name of whom it was taken for, beside the article's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import tables

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
