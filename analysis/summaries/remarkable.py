"""What sets one outlet apart from all others in how it quotes, corrected for all that was compared."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.corpus.selection import clustered
from analysis.quotation.stance import LOADED
from analysis.quotation.standing import counted
from analysis.statistics import inference

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
    rows = []
    for measure, some, flag in _measures(said, speakers):
        for outlet in sorted(set(some["outlet"]) - {"unknown"}):
            mine = some["outlet"].eq(outlet).to_numpy(bool)
            rows.append((measure, outlet, *_against(some, flag, mine)))
    found = pd.DataFrame(rows, columns=COLUMNS[:-1])
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


def _against(rows: pd.DataFrame, flag: np.ndarray, mine: np.ndarray) -> tuple[object, ...]:
    """The share of flagged rows among `mine`, with its interval; that of the others; and the p of a difference."""
    found, totals = [], []
    for side in (mine, ~mine):
        unit = inference.clusters(rows.loc[side, "article_id"], rows.loc[side, "cluster"])
        values = np.column_stack([flag[side].astype(float), np.ones(int(side.sum()))])
        summed = inference.totals(values, unit) if len(values) else np.zeros((0, 2))
        totals.append(summed.sum(axis=0))
        found.append(inference.ratios(summed[:, 0], summed[:, 1], scale="logit"))
    one, two = found
    p = inference.differences(one, two, scale="logit")["p"].iloc[0]
    share, low, high = one[["value", "low", "high"]].iloc[0]
    articles = rows.loc[mine, "article_id"].nunique()
    return int(totals[0][0]), int(totals[0][1]), articles, share, low, high, two["value"].iloc[0], p
