"""Corrected shares beside the machine's: the columns that a coded sample adds to a table of shares, never in their
place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd

from analysis import review, tables
from analysis import store as stores
from analysis.review.estimates import Evidence, evidence

COLUMNS = ("corrected", "corrected_low", "corrected_high", "n_coded", "lambda")


def remember(quotations: pd.DataFrame, path: str, **chosen: Any) -> pd.DataFrame:
    """`quotations`, which know from which store they are and how they were chosen, so that they can be corrected."""
    quotations.attrs["review"] = {"path": path, **chosen}
    return quotations


def beside(
    found: pd.DataFrame,
    quotations: pd.DataFrame,
    sample: str,
    what: Callable[[Hashable], str] | Mapping[Hashable, str] | str,
    *,
    by: str = "",
    column: str = "",
) -> pd.DataFrame:
    """`found`, a row for each group of `by` and value of `column`, with `COLUMNS`; unchanged without a `sample`.

    `what` says which share a value is (see `review.estimate`), "" where none is. Missing is what the sample does not
    speak of: groups with fewer than ten coded articles, several groups together, pages of other dates than the
    sample's. ValueError for rows that do not say from which store they are, as those of `summaries.quotations` and
    `summaries.sentiment_scores` do.
    """
    if not sample:
        return found
    known, of_page = _known(quotations, sample)
    rows: dict[tuple[str, Any], pd.Series] = {}
    values = list(dict.fromkeys(found[column])) if column else [None]
    name = what if callable(what) else (lambda value: what if isinstance(what, str) else what.get(value, ""))
    for value in values:
        asked = name(value)
        if asked and of_page and by in ("", "outlet", "month"):
            made = review.estimate(known.sample, asked, by, known=known)
            rows |= {(str(row["group"]), value): row for _, row in made.iterrows()}
    groups = found[by].astype(str) if by else pd.Series("all", index=found.index)
    keys = list(zip(groups, found[column] if column else [None] * len(found), strict=True))
    cells = {
        ours: [rows[key][theirs] if key in rows else None for key in keys]
        for ours, theirs in zip(COLUMNS, ("corrected", "low", "high", "n_coded", "lambda"), strict=True)
    }
    dtypes = dict.fromkeys(COLUMNS, tables.SHARE) | {"n_coded": "Int64"}
    return found.assign(**{c: pd.array(cells[c], dtype=dtypes[c]) for c in COLUMNS})  # type: ignore[call-overload]


def _known(quotations: pd.DataFrame, sample: str) -> tuple[Evidence, bool]:
    """What is known of a sample, and whether it speaks of the days that the page is of."""
    told = quotations.attrs.get("review")
    if told is None:
        raise ValueError(
            "corrected: give the rows that summaries.quotations or sentiment_scores returned, which know their store"
        )
    opened = review.opened(stores.read(told["path"]), sample)
    same = all(opened.about["chosen"][key] == told[key] for key in ("since", "until"))
    counts = {key: told[key] for key in ("acts", "confidence") if key in told}
    return evidence(opened, **counts), same
