"""Which articles are meant when outlets and a period are named."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd


def selected(
    articles: pd.DataFrame,
    *,
    outlets: Collection[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """The rows of `articles` (columns `outlet`, `published`) of one of `outlets`, from `since` to `until`.

    Both are dates, in UTC, and both days are part of the period; what is empty does not choose. An article without
    an outlet or date is left out where one is asked for. ValueError for what is no date.
    """
    keep = pd.Series(True, index=articles.index)
    if outlets:
        keep &= articles["outlet"].isin(outlets)
    if since:
        keep &= articles["published"] >= pd.Timestamp(since, tz="UTC")
    if until:
        keep &= articles["published"] < pd.Timestamp(until, tz="UTC") + pd.Timedelta(days=1)
    return articles[keep]
