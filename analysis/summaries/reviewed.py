"""What notebook 05 asks of a coded sample: how far it is, how far coders agree, how good the machine is, what holds.

Each returns a table without rows where there is no sample, or not enough of it is coded, and `described_review`
says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis import review, tables
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import SURE
from analysis.review.estimates import Evidence, evidence
from analysis.summaries.wording import listed, percent, plural

if TYPE_CHECKING:
    from analysis.review import Sample
    from analysis.store import Store

LEFT_OUT = (
    "share men",
    "share mixed",
    "share direct",
    "mean article sentiment",
)  # of tables by group: too many else


@dataclass(frozen=True)
class Reviewed:
    """A sample with what is known of it; without one, `why` says so."""

    sample: Sample | None
    known: Evidence | None
    why: str
    pseudonyms: bool


def reviewed(
    store: Store,
    name: str = "",
    *,
    acts: str = COMMUNICATION,
    confidence: float = SURE,
    pseudonyms: bool = True,
) -> Reviewed:
    """The sample `name` of a store, or its only one. StoreError for a name that there is not."""
    samples = review.names(store)
    if name or len(samples) == 1:
        sample = review.opened(store, name)
        return Reviewed(sample, evidence(sample, acts=acts, confidence=confidence), "", pseudonyms)
    why = (
        f"There are {plural(len(samples), 'sample')}: {listed(samples)}. Name one with the parameter `sample`."
        if samples
        else "Nothing was drawn to be coded yet. Draw 50 articles: newsbook review draw STORE first -n 50; then "
        "code them in a spreadsheet: newsbook review sheet STORE first --coder NAME --out coded.xlsx."
    )
    return Reviewed(None, None, why, pseudonyms)


def described_review(found: Reviewed) -> str:
    """How much of the sample is coded and by how many, in a sentence; without a sample, how to draw one."""
    if found.sample is None:
        return found.why
    told = review.described(found.sample)
    if found.sample.about["design"] == "find":
        told += " It was drawn to find examples, so that nothing is estimated from it."
    return told[0].upper() + told[1:]


def review_progress(found: Reviewed) -> pd.DataFrame:
    """How much each coder has done: see `review.progress`."""
    if found.sample is None:
        return pd.DataFrame({"coder": pd.Series(dtype=tables.TEXT)})
    return review.progress(found.sample, pseudonyms=found.pseudonyms)


def review_agreement(found: Reviewed) -> pd.DataFrame:
    """How far coders agree: see `review.agreement`; no rows where no unit was coded twice."""
    if found.sample is None:
        return tables.empty("agreement")
    try:
        return review.agreement(found.sample)
    except ValueError:
        return tables.empty("agreement")


def review_disagreements(found: Reviewed) -> pd.DataFrame:
    """What coders did not see alike, in its words: see `review.disagreements`."""
    columns = ["unit", "variable", "coder", "code", "other", "other_code", "content", "settled"]
    if found.sample is None:
        return pd.DataFrame(columns=columns)
    try:
        return review.disagreements(found.sample, pseudonyms=found.pseudonyms)[columns]
    except ValueError:
        return pd.DataFrame(columns=columns)


def review_codings(found: Reviewed) -> pd.DataFrame:
    """Each attribution as each coder left it, with the chance of its unit: see `review.codings`; no rows without
    any.
    """
    if found.sample is None:
        return tables.empty("codings")
    return review.codings(found.sample, pseudonyms=found.pseudonyms)


def review_quality(found: Reviewed, *, acts: str = COMMUNICATION, confidence: float = SURE) -> pd.DataFrame:
    """How good the machine's rows are: see `review.quality`; only what was coded."""
    if not _estimable(found) or found.sample is None:
        return tables.empty("quality")
    rows = review.quality(found.sample, acts=acts, confidence=confidence)
    return rows[rows["items"] > 0].reset_index(drop=True)


def review_estimates(found: Reviewed, *, by: str = "") -> pd.DataFrame:
    """Every share and mean of attributions by machine, by hand, and by both: see `review.estimate`.

    Those that nobody coded are left out; with `by` a row for each group, without a few shares that follow from
    others.
    """
    if not _estimable(found) or found.sample is None or found.known is None:
        return tables.empty("estimates")
    articles = found.sample.about["unit"] == "article"
    wanted = [w for w, q in review.FIXED.items() if articles or q.unit == "attribution"]
    wanted = [w for w in wanted if not (by and w in LEFT_OUT)]
    wanted += found.sample.about["variables"]
    rows = [review.estimate(found.sample, what, by, known=found.known) for what in wanted]
    made = pd.concat([tables.empty("estimates"), *rows], ignore_index=True)
    return made[made["n_coded"] > 0].reset_index(drop=True)


def _estimable(found: Reviewed) -> bool:
    return (
        found.sample is not None
        and found.known is not None
        and bool(found.known.done)
        and found.sample.about["design"] != "find"
    )


def described_estimates(estimates: pd.DataFrame) -> str:
    """What the correction changes most, in two sentences."""
    told = estimates[estimates["corrected"].notna() & estimates["low"].notna() & estimates["machine"].notna()]
    if not len(told):
        return (
            "No corrected value can be given: that takes ten coded articles, of each group if it is asked by group, "
            "and three in which there is what is counted."
        )
    outside = told[(told["machine"] < told["low"]) | (told["machine"] > told["high"])]
    narrower = told.loc[told["gain"].notna(), "gain"].median()
    names = [
        f"{row['what']} ({row['machine']:.2f}, corrected {row['corrected']:.2f})"
        for _, row in outside.iterrows()
    ]
    shares = listed(names, most=4) if names else "none"
    return (
        f"Of {plural(len(told), 'share or mean', 'shares and means')}, the machine's own value lies outside the "
        f"corrected interval for {shares}. Beside hand coding alone, the machine's rows make intervals "
        f"{percent(1 - narrower)} narrower (median)."
    )
