"""How each outlet quotes in all its articles, beside the one event of notebook 04."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.stance import LOADED
from analysis.quotation.standing import SURE, counted
from analysis.summaries.beside import beside
from analysis.summaries.quotations import SHARE, flagged_by_group, quotations
from analysis.summaries.wording import listed, plural

if TYPE_CHECKING:
    from analysis.store import Store

UNNAMED = "unknown"  # the outlet of articles without one


def outlet_manner(
    store: Store,
    *,
    outlets: str = "",
    since: str = "",
    until: str = "",
    acts: str = COMMUNICATION,
    confidence: float = SURE,
    top: int = 20,
    corrected: str = "",
) -> pd.DataFrame:
    """How each outlet quotes in all articles chosen: a row for each outlet, those with most quotations first, and
    `measure`.

    Measures: "direct" of all quotations; "named", with a speaker whose name is known; "anonymous" of those with a
    source; "loaded" of cue verbs that can be classed; "women" of people named. Columns: `n` that have
    it of `total` in `articles`, their `share` with `low`, `high`, and `why` there is no interval (see
    `summaries.shares`). With `corrected`, the name of a coded sample, what it makes of each share stands beside it
    (see `beside.COLUMNS`). Selection as in `selection`.
    """
    rows = quotations(store, outlets=outlets, since=since, until=until, acts=acts, confidence=confidence)
    known = counted(rows[rows["outlet"] != UNNAMED])
    parts = [
        flagged_by_group(some, "outlet", flag, top, 1).assign(measure=measure)
        for measure, some, flag in _measures(known, store.speakers)
    ]
    found = pd.concat(parts, ignore_index=True)[["outlet", "measure", *SHARE]]
    order = {outlet: place for place, outlet in enumerate(found["outlet"].drop_duplicates())}
    found = found.sort_values("outlet", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    return beside(found, rows, corrected, "share {}".format, by="outlet", column="measure")


def _measures(said: pd.DataFrame, speakers: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, pd.Series]]:
    """What is compared: its name, the rows it is a share of, and which of them have it."""
    yield "direct", said, said["kind"].eq("direct")
    yield "named", said, said["speaker"].notna()
    sourced = said[said["source"].notna()]
    yield "anonymous", sourced, sourced["source_type"].eq("anonymous").fillna(False)
    classed = said[said["verb"].notna() & said["stance"].ne("other")]
    yield "loaded", classed, classed["stance"].isin(LOADED)
    speakers = speakers.reindex(columns=["speaker_id", "kind", "gender"])
    people = speakers[speakers["kind"].eq("person")]
    gender = said["speaker_id"].map(people.set_index("speaker_id")["gender"])
    person = said["speaker_id"].isin(people["speaker_id"])
    yield "women", said[person], gender[person].eq("female").fillna(False)


def described_manner(found: pd.DataFrame, *, corrected: str = "") -> str:
    """How many shares of `outlet_manner` a sample corrects, and where the machine's lies outside, in words."""
    if not corrected:
        return (
            "These are the machine's counts. Name a coded sample with the parameter `sample` to see beside each "
            "share what people and machine say together (`newsbook review`)."
        )
    told = found[found["corrected_low"].notna()]
    if not len(told):
        return (
            f"Sample {corrected} corrects none of these shares: that takes ten coded articles of an outlet, and a "
            "page of the days that the sample was drawn from."
        )
    outside = told[(told["share"] < told["corrected_low"]) | (told["share"] > told["corrected_high"])]
    names = [f"{row['measure']} in {row['outlet']}" for _, row in outside.iterrows()]
    return (
        f"Sample {corrected} corrects {plural(len(told), 'share')} of {len(found):,}. The machine's own value lies "
        f"outside the corrected interval for {listed(names, most=6) if names else 'none'}."
    )
