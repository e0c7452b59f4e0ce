"""What sets one outlet apart from all others in how it quotes, corrected for all that was compared."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.corpus.selection import clustered
from analysis.quotation.stance import LOADED
from analysis.quotation.standing import counted
from analysis.statistics import inference

AT_ONCE = 64  # outlets whose counts in every article are in memory
COLUMNS = [
    "measure",
    "outlet",
    "n",
    "total",
    "articles",
    "share",
    "low",
    "high",
    "others",
    "p",
    "p_corrected",
]


def outlet_contrasts(
    quotations: pd.DataFrame, speakers: pd.DataFrame, duplicates: pd.DataFrame
) -> pd.DataFrame:
    """Each outlet against all others together: shares of its quotations that count (see `summaries.quotations`).

    Columns: `measure` ("direct"; "anonymous", of those with a source; "loaded", of cue verbs that can be classed;
    "women", of people named of known gender), `outlet`, `n` of `total` in `articles`, `share` with its 95 % interval
    `low`–`high` over articles, copies being one; `others`, their share; `p` that both are equal, two-sided, and
    `p_corrected` for all rows (Benjamini & Hochberg 1995), the surest first. Of an outlet or of others with too few
    articles there is no row (see `inference.ratios`).
    """
    said = counted(quotations)
    said = clustered(said, duplicates).drop(columns="repeat") if len(said) else said.assign(cluster="")
    rows = [
        row.assign(measure=measure)
        for measure, some, flag in _measures(said, speakers)
        for row in _of_each(some, flag)
    ]
    found = pd.concat(rows, ignore_index=True)[COLUMNS[:-1]] if rows else pd.DataFrame(columns=COLUMNS[:-1])
    found = found[found["p"].notna()]
    found["p_corrected"] = inference.corrected(found["p"].to_numpy(float)) if len(found) else []
    return found.sort_values(["p", "measure", "outlet"], ignore_index=True)


def _measures(said: pd.DataFrame, speakers: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, np.ndarray]]:
    """What is compared: its name, the rows it is a share of, and which of them have it."""
    yield "direct", said, said["kind"].eq("direct").to_numpy(bool)
    sourced = said[said["source"].notna()]
    yield "anonymous", sourced, sourced["source_type"].eq("anonymous").fillna(False).to_numpy(bool)
    classed = said[said["verb"].notna() & said["stance"].ne("other")]
    yield "loaded", classed, classed["stance"].isin(LOADED).to_numpy(bool)
    if "gender" in speakers:
        people = speakers[speakers["kind"].eq("person") & speakers["gender"].isin(["female", "male"])]
        gender = said["speaker_id"].map(people.set_index("speaker_id")["gender"])
        known = gender.notna().to_numpy(bool)
        yield "women", said[known], gender[known].eq("female").to_numpy(bool)


def _of_each(rows: pd.DataFrame, flag: np.ndarray) -> Iterator[pd.DataFrame]:
    """The share of flagged rows of each outlet, with its interval; that of the others; and the p of a difference."""
    codes, outlets = pd.factorize(rows["outlet"], sort=True)
    unit = inference.clusters(rows["article_id"], rows["cluster"])
    units = int(unit.max()) + 1 if len(unit) else 0
    articles = rows.groupby("outlet")["article_id"].nunique()
    both = [np.bincount(unit, weight, minlength=units)[:, None] for weight in (flag.astype(float), None)]
    for first in range(0, len(outlets), AT_ONCE):
        names = outlets[first : first + AT_ONCE]
        at = codes - first
        mine = (at >= 0) & (at < len(names))
        counts = [np.zeros((units, len(names))) for _ in both]
        for table, weight in zip(counts, (flag, np.ones(len(rows))), strict=True):
            np.add.at(table, (unit[mine], at[mine]), weight[mine])
        rest = [whole - table for whole, table in zip(both, counts, strict=True)]
        one, two = (inference.ratios(n, of, scale="logit") for n, of in (counts, rest))
        told = one[["low", "high"]].assign(outlet=names, share=one["value"], others=two["value"])
        told = told.assign(n=counts[0].sum(axis=0).astype(int), total=counts[1].sum(axis=0).astype(int))
        told = told.assign(articles=articles.reindex(names).to_numpy())
        told = told.assign(p=inference.differences(one, two, scale="logit")["p"])
        yield told[told["outlet"] != "unknown"]
