"""Which quotations count where quotations are counted and shown, and why the others do not: one rule for all pages.

The store holds every quotation; readers choose which acts they look at, and how sure a quotation has to be.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quotation.acts import ACTS, COMMUNICATION

ALL = "all"
SURE = 0.5  # a quotation that counts is, by the default, more likely right than wrong
# A quotation has the first of these that holds, from the last to the first.
STANDINGS = ("counted", "nested", "less sure", "other act")
COLUMNS = ("parent", "act", "confidence")  # of the table `quotations`, which the rule needs


def standing(quotations: pd.DataFrame, *, acts: str = COMMUNICATION, confidence: float = SURE) -> pd.Series:
    """The standing of each row of `quotations`, one of `STANDINGS`, as text.

    "other act": not among `acts`, names separated by commas, or "all"; "less sure": of a `confidence` below the one
    given; "nested": inside another quotation's content. A row without an act is communication; one without a
    confidence, which a person made, is sure. ValueError for an act that there is not, and for a confidence that is
    not from 0 to 1.
    """
    wanted = check(acts, confidence)
    act = quotations["act"].astype("object").fillna(COMMUNICATION)
    sure = quotations["confidence"].astype("float64")
    holds = [~act.isin(wanted), sure < confidence, quotations["parent"].notna()]
    found = np.select([h.to_numpy(bool) for h in holds], STANDINGS[:0:-1], STANDINGS[0])
    return pd.Series(found, index=quotations.index, dtype=tables.TEXT)


def check(acts: str, confidence: float = SURE) -> tuple[str, ...]:
    """The acts that "belief, knowledge" or "all" names; ValueError as of `standing`."""
    names = [name.strip() for name in acts.split(",")]
    if not {*names} <= {*ACTS, ALL}:
        raise ValueError(
            f"acts {acts!r}: expected one or more of {', '.join((*ACTS, ALL))}; separated by commas"
        )
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence {confidence!r}: expected a number from 0 to 1")
    return tuple(act for act in ACTS if act in names or ALL in names)


def counted(quotations: pd.DataFrame, *, nested: bool = False) -> pd.DataFrame:
    """The rows whose column `standing` says that they count; with `nested` those inside another content too."""
    return quotations[quotations["standing"].isin(STANDINGS[:2] if nested else STANDINGS[:1])]


def within_counted(quotations: pd.DataFrame) -> pd.Series:
    """Whether the words of each row are those of a quotation that counts: of it, or of one that it is inside of.

    Needs `article_id`, `quotation`, `parent` and `standing`.
    """
    inside = quotations["standing"].isin(STANDINGS[:2]).to_numpy(bool)
    nested = quotations["parent"].notna().to_numpy(bool)
    own, outer = (
        pd.MultiIndex.from_frame(rows.astype("object"))
        for rows in (
            quotations[["article_id", "quotation"]],
            quotations.loc[nested, ["article_id", "parent"]],
        )
    )
    parent = np.full(len(quotations), -1)
    parent[nested] = own.get_indexer(outer)
    found = inside
    while True:  # once for each level of nesting; ends too where rows are inside one another
        further = found | (found[parent] & (parent >= 0))
        if (further == found).all():
            break
        found = further
    return pd.Series(found, index=quotations.index)
