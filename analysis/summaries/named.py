"""Who is in the news and who gets to speak: the people, organisations and places that articles name.

The unit is somebody in an article: whoever is named there, once, however often. Who speaks is the source of a
quotation that counts (see `quotation.standing`). Whom the byline names writes, and is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import SURE
from analysis.summaries.others import is_others, top_n_and_others
from analysis.summaries.shares import shares
from analysis.summaries.standings import standings
from analysis.summaries.wording import percent, plural

if TYPE_CHECKING:
    from analysis.store import Store

KINDS = ("person", "organisation", "place")
GENDERS = ("female", "male", "unknown")


def in_the_news(
    store: Store, articles: pd.DataFrame, *, acts: str = COMMUNICATION, confidence: float = SURE
) -> pd.DataFrame:
    """Everybody and everything that `articles` (see `selection`) name, but those in the byline.

    Columns of the table `named`, `quoted` (whether the source of a quotation that counts), and of the article:
    `cluster`, `outlet`, `month` (missing without a date).
    """
    columns = [c for c in tables.TABLES["named"].columns if c not in ("first", "quotations")]
    about = articles[["article_id", "cluster", "outlet", "published"]]
    about = about.assign(
        outlet=about["outlet"].astype(object).fillna("unknown"), month=about["published"].dt.strftime("%Y-%m")
    )
    parts = [part[part["article_id"].isin(about["article_id"])] for part in store.batches("named", columns)]
    found = pd.concat([tables.empty("named")[columns], *parts], ignore_index=True)
    found = found[~found["byline"].astype(bool) & found["kind"].isin(KINDS)].merge(about, on="article_id")
    quoted = _quoted(store, articles, acts, confidence)
    keys = zip(*tables.values(found, "article_id", "name"), strict=True)
    return found.assign(quoted=np.array([key in quoted for key in keys], dtype=bool))


def _quoted(store: Store, articles: pd.DataFrame, acts: str, confidence: float) -> set[tuple[str, str]]:
    """The articles and names of sources whose quotations count."""
    counted = standings(store, articles, acts=acts, confidence=confidence)
    counted = counted[counted["standing"] == "counted"][["article_id", "quotation"]]
    mentions = store.table("mentions", columns=["article_id", "quotation", "name"])
    heard = counted.merge(mentions.dropna(subset="name"), on=["article_id", "quotation"])
    return set(zip(*tables.values(heard, "article_id", "name"), strict=True))


def most_named(named: pd.DataFrame, *, kind: str = "person", top: int = 20) -> pd.DataFrame:
    """Who or what of a `kind` is named in most articles.

    Columns: `name`, `gender` of people, as most articles that tell it have it, `articles` that name it, `count` of
    its names, `quoted`, the articles that also quote it, `share` of them with `low`, `high` and `why` there is no
    interval (see `shares`), `speaker_id` where it speaks anywhere.
    """
    rows = named[named["kind"] == kind]
    key = rows["speaker_id"].astype(object).where(rows["speaker_id"].notna(), rows["name"].astype(object))
    rows = rows.assign(key=key.astype(str))
    groups = rows.groupby("key")
    found = groups.agg(
        name=("name", lambda names: names.value_counts().index[0]),
        gender=("gender", _told_mostly),
        articles=("article_id", "nunique"),
        count=("count", "sum"),
        speaker_id=("speaker_id", "first"),
    )
    found = found.sort_values(["articles", "count", "name"], ascending=[False, False, True]).head(top)
    speak = speaking(rows[rows["key"].isin(found.index)], by="key").set_index("key")
    speak = speak[["n", "share", "low", "high", "why"]].rename(columns={"n": "quoted"})
    found = found.join(speak).reset_index(drop=True)
    return found[[*(c for c in found.columns if c != "speaker_id"), "speaker_id"]]


def _told_mostly(genders: pd.Series) -> str:
    """The gender that most articles tell; unknown where none does."""
    known = genders[genders != "unknown"].value_counts()
    return str(known.index[0]) if len(known) else "unknown"


def speaking(named: pd.DataFrame, *, by: str = "outlet", top: int = 0) -> pd.DataFrame:
    """The share of those named who are quoted in the same article, in each group of column `by`.

    Columns: `by`, `n` quoted of `total` named, in `articles`, `share`, `low`, `high`, `why` there is no interval over
    articles (see `shares`). With `top` the groups with most named, largest first, and "N others" together.
    """
    rows = named[named[by].notna()]
    if top:
        rows = top_n_and_others(rows.assign(weight=1), by, weight="weight", top=top)
    found = shares(rows, pd.DataFrame({"quoted": rows["quoted"].astype(bool)}), by=by).drop(columns="flag")
    if not top:
        return found
    last = found[by].map(is_others)
    return found.assign(last=last).sort_values(["last", "total", by], ascending=[True, False, True]).drop(
        columns="last"
    ).reset_index(drop=True)  # fmt: skip


def people(named: pd.DataFrame) -> pd.DataFrame:
    """The rows of people."""
    return named[named["kind"] == "person"].reset_index(drop=True)


def genders_named_and_quoted(named: pd.DataFrame) -> pd.DataFrame:
    """Women and men among the people who are named and those who are quoted; unknown gender is left out, and told.

    Columns: `among` ("named", "quoted", "named, not quoted"), `n` women of `total` people of known gender, in
    `articles`, `share`, `low`, `high`, `why`; `unknown`, how many more there are whose gender nothing tells.
    """
    rows = people(named)
    parts = []
    for among, chosen in (
        ("named", rows),
        ("quoted", rows[rows["quoted"]]),
        ("named, not quoted", rows[~rows["quoted"]]),
    ):
        known = chosen[chosen["gender"] != "unknown"]
        women = pd.DataFrame({"female": known["gender"] == "female"})
        part = shares(known, women).drop(columns="flag")
        parts.append(part.assign(among=among, unknown=len(chosen) - len(known)))
    columns = ["among", "n", "total", "articles", "share", "low", "high", "why", "unknown"]
    return pd.concat(parts, ignore_index=True)[columns]


def named_places(store: Store, articles: pd.DataFrame, *, top: int = 20) -> pd.DataFrame:
    """The places that most of `articles` name: `code`, `name`, `kind`, `articles`, `share` of all with its interval.

    A city counts for itself, not for its state or country.
    """
    parts = [p[p["article_id"].isin(articles["article_id"])] for p in store.batches("places")]
    found = pd.concat([tables.empty("places"), *parts], ignore_index=True)
    found = found.drop_duplicates(["article_id", "code", "name"])
    counted = found.groupby(["code", "name", "kind"])["article_id"].nunique().rename("articles").reset_index()
    first = counted.sort_values(["articles", "code", "name"], ascending=[False, True, True]).head(top)
    if not len(first):
        return first.assign(share=0.0, low=0.0, high=0.0, why="")
    flags = pd.DataFrame(
        {
            n: articles["article_id"].isin(
                found.loc[(found["code"] == c) & (found["name"] == name), "article_id"]
            )
            for n, (c, name) in enumerate(zip(first["code"], first["name"], strict=True))
        }
    )
    told = shares(articles, flags)[["share", "low", "high", "why"]]
    return pd.concat([first.reset_index(drop=True), told], axis=1)


def described_named(named: pd.DataFrame) -> str:
    """How many are named, how many of them speak, and of how many the gender is unknown."""
    rows = people(named)
    if not len(rows):
        return "No person is named in these articles."
    unknown = int((rows["gender"] == "unknown").sum())
    articles, quoted = rows["article_id"].nunique(), int(rows["quoted"].sum())
    told = plural(articles, "article names", "articles name") + " " + plural(len(rows), "person", "people")
    return (
        f"{told}, each counted once an article; {quoted:,} of them are quoted in it ({percent(quoted / len(rows))}). "
        f"Nothing tells the gender of {unknown:,} ({percent(unknown / len(rows))})."
    )
