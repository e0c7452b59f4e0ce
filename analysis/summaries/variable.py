"""What notebook 06 says of a variable of one's own: its shares by classifier, by hand, and by both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import review
from analysis.review.estimator import FEWEST_ARTICLES
from analysis.summaries.themes import Fitted, labels
from analysis.summaries.wording import listed, percent, plural

if TYPE_CHECKING:
    from analysis.store import Store

ELSEWHERE = "no theme"
_COLUMNS = (
    *("by", "group", "value", "machine", "corrected", "low", "high", "hand", "hand_low", "hand_high"),
    *("lambda", "gain", "n_coded", "N", "note"),
)


def variable_shares(store: Store, *, variable: str, sample: str) -> pd.DataFrame:
    """The share of each value of a `variable` that people coded in a `sample`: of all, by outlet and by month.

    Columns: `by` ("all", "outlet", "month"), `group`, `value`, and of `tables.REVIEW["estimates"]` what says how sure
    it is. Without rows, and the reason in `.attrs`, where there is nothing to estimate from. Groups with fewer than
    ten coded articles are left out; `.attrs["left out"]` says how many outlets and months. Estimates are of the
    articles that the sample was drawn from.
    """
    found, why = _opened(store, variable, sample)
    if found is None:
        return _empty(why)
    parts = [review.shares(found, variable, by).assign(by=by or "all") for by in ("", "outlet", "month")]
    return _told(pd.concat(parts, ignore_index=True))


def variable_by_theme(themes: Fitted, store: Store, *, variable: str, sample: str) -> pd.DataFrame:
    """As `variable_shares`, by theme; articles that are in none, or not on the page, are "no theme".

    How many themes are left out says `described_groups`.
    """
    found, why = _opened(store, variable, sample)
    if found is None or not themes.fits:
        return _empty(why or themes.reason)
    one = themes.fits[themes.at]
    named = dict(enumerate(labels(one)))
    theme = pd.Series(one.theme, index=themes.articles["article_id"]).map(named)

    def grouped(frame: pd.DataFrame) -> np.ndarray:
        of_unit = frame["article_id"].map(theme).astype(object).fillna(ELSEWHERE)
        return of_unit.to_numpy(dtype=object)

    return _told(review.shares(found, variable, groups=grouped).assign(by="theme"))


def described_shares(found: pd.DataFrame, *, variable: str, sample: str) -> str:
    """How many articles are coded and what that says of the corpus, or how to have a sample."""
    if "reason" in found.attrs:
        return str(found.attrs["reason"])
    whole = found[found["by"] == "all"]
    n, size = int(whole["n_coded"].max()), int(whole["N"].max())
    said = f"{plural(n, 'article')} of {size:,} in the sample {sample} coded for {variable}."
    if whole["corrected"].isna().all():
        return f"{said} Below ten no share is given."
    if whole["gain"].isna().any() or not (whole["lambda"] > 0).any():
        said += " The classifier does not help here; the intervals are those of the coded articles alone."
    else:
        narrower = 1 - float(whole["gain"].mean())
        said += (
            f" With the classifier's help the intervals are {percent(narrower)} narrower than by hand alone."
        )
    return f"{said} {described_groups(found)}" if found.attrs["left out"] else said


def described_groups(found: pd.DataFrame) -> str:
    """How many groups have too few coded articles to be among `variable_shares`, or why there are no rows."""
    if "reason" in found.attrs:
        return str(found.attrs["reason"])
    left_out = found.attrs["left out"]
    if not left_out:
        return f"Every group has {FEWEST_ARTICLES} coded articles or more."
    told = listed(plural(n, by) for by, n in left_out.items())
    verbs = ("has", "is") if sum(left_out.values()) == 1 else ("have", "are")
    return f"{told} {verbs[0]} fewer than {FEWEST_ARTICLES} coded articles and {verbs[1]} left out."


def _opened(store: Store, variable: str, sample: str) -> tuple[review.Sample | None, str]:
    if not sample:
        return None, (
            "No sample was named: to have shares of a variable of your own here, draw one (newsbook review draw "
            "STORE NAME -n 200 --variable VARIABLE), code it, and set the parameters sample and variable."
        )
    found = review.opened(store, sample)
    named = ", ".join(found.about["variables"])
    if variable not in found.about["variables"]:
        which = f"the variables {named}" if named else "no variable; draw one with --variable"
        return None, f"The sample {sample} has {which}: set the parameter variable to one that it has."
    if found.about["design"] == "find":
        return None, f"{sample} was drawn to find examples: nothing is estimated from it."
    return found, ""


def _empty(why: str) -> pd.DataFrame:
    found = pd.DataFrame(columns=list(_COLUMNS))
    found.attrs["reason"] = why
    return found


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    few = (rows["n_coded"] < FEWEST_ARTICLES) & (rows["by"] != "all")
    groups = rows[few].drop_duplicates(["by", "group"])["by"].value_counts(sort=False)
    shown = rows[~few].assign(value=rows["what"].str.partition("=")[2])[list(_COLUMNS)].reset_index(drop=True)
    shown.attrs["left out"] = groups.to_dict()
    return shown
