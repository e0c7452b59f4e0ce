"""The frame that a sample is drawn from: its units, and the machine's rows of each, as they are when it is drawn.

A unit is an article, or a passage: about three paragraphs of one, in which all is coded. Units cover an article from
its first character to its last, so that every quotation is in one: where its content begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis import tables
from analysis.corpus.selection import selected

if TYPE_CHECKING:
    from analysis.store import Store

Unit = Literal["article", "passage"]
UNITS = ("article", "passage")
PARAGRAPHS = 3  # of a passage
SCORED = ("article", "quotation", "target")  # units of the table `sentiment` that are frozen
UNKNOWN = "unknown"


class NoUnits(ValueError):
    """No article is among those that were chosen."""


def units(
    store: Store, unit: str = "article", *, outlets: str = "", since: str = "", until: str = ""
) -> pd.DataFrame:
    """The units of the selected articles, by id: unit, article_id, start, end, sha256, outlet, published.

    `outlets` are names separated by commas. ValueError for an unknown unit, a strange date, and no article.
    """
    if unit not in UNITS:
        raise ValueError(f"unit {unit!r}: expected one of {', '.join(UNITS)}")
    columns = ["article_id", "outlet", "published", "sha256", "n_characters"]
    articles = store.table("articles", columns=columns)
    chosen = [name.strip() for name in outlets.split(",") if name.strip()]
    articles = selected(articles, outlets=chosen, since=since, until=until).sort_values("article_id")
    if not len(articles):
        raise NoUnits("no article to draw from: see the outlets and dates that were given")
    articles = articles.assign(
        outlet=articles["outlet"].fillna(UNKNOWN), start=0, end=articles["n_characters"]
    )
    found = articles.assign(unit=articles["article_id"])
    if unit == "passage":
        found = _passages(store, articles)
    kept = ["unit", "article_id", "start", "end", "sha256", "outlet", "published"]
    return found[kept].reset_index(drop=True)


def _passages(store: Store, articles: pd.DataFrame) -> pd.DataFrame:
    """Each article cut before every third paragraph; what is left over belongs to the last passage."""
    sentences = store.table("sentences", columns=["article_id", "paragraph", "start"])
    begins = sentences.groupby(["article_id", "paragraph"], sort=True)["start"].min().reset_index()
    begins["number"] = begins.groupby("article_id").cumcount()
    total = begins.groupby("article_id")["number"].transform("size")
    cut = (begins["number"] % PARAGRAPHS == 0) & (begins["number"] > 0)
    cut &= total - begins["number"] >= PARAGRAPHS
    first = articles[["article_id"]].assign(start=0)
    starts = pd.concat([first, begins.loc[cut, ["article_id", "start"]]]).drop_duplicates()
    found = articles.drop(columns=["start", "end"]).merge(starts, on="article_id")
    found = found.sort_values(["article_id", "start"], ignore_index=True)
    after = found.groupby("article_id")["start"].shift(-1)
    number = found.groupby("article_id").cumcount()
    return found.assign(
        end=after.fillna(found["n_characters"]).astype("int64"),
        unit=pd.Series(found["article_id"] + "#" + number.astype(str), dtype=tables.TEXT),
    )


def machine(store: Store, frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of the machine in the units of a frame: `quotations`, `spans` and `sentiment`, each with its `unit`.

    `quotations` have `speaker`, `source_type` and `gender` beside the columns of the table. Of `sentiment` there are
    whole articles, quotations and targets; a whole article's is in the first of its passages.
    """
    ids = set(frame["article_id"])

    def rows(name: str) -> pd.DataFrame:
        parts = [part[part["article_id"].isin(ids)] for part in store.batches(name)]
        return pd.concat([tables.empty(name), *parts], ignore_index=True)

    spans, sentiment = rows("spans"), rows("sentiment")
    begins = spans[spans["role"] == "content"].groupby(["article_id", "quotation"])["start"].min()
    quotations = _with_speakers(store, rows("quotations"), rows("mentions"))
    keys = pd.MultiIndex.from_frame(quotations[["article_id", "quotation"]])
    at = pd.Series(begins.reindex(keys).to_numpy(), index=quotations.index).fillna(0)
    quotations = quotations.assign(unit=unit_at(frame, quotations["article_id"], at))
    owner = quotations[["article_id", "quotation", "unit"]]
    sentiment = sentiment[sentiment["unit"].isin(SCORED)].rename(columns={"unit": "scored"})
    sentiment = sentiment.assign(unit=unit_at(frame, sentiment["article_id"], sentiment["start"]))
    return {
        "quotations": quotations,
        "spans": spans.merge(owner, on=["article_id", "quotation"]),
        "sentiment": sentiment.reset_index(drop=True),
    }


def _with_speakers(store: Store, quotations: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Quotations with name and gender of each speaker, of the corpus or else of the article, and the type of
    source.
    """
    keys = ["article_id", "quotation"]
    own = mentions[[*keys, "name", "kind", "gender"]]
    own = own.rename(columns={"name": "speaker", "kind": "source_type"})
    found = quotations.merge(own, on=keys, how="left")
    people = store.speakers.reindex(columns=["speaker_id", "name", "gender"]).set_index("speaker_id")
    for column, of in (("speaker", "name"), ("gender", "gender")):
        known = pd.Series(found["speaker_id"].map(people[of]), index=found.index, dtype=tables.TEXT)
        found[column] = known.fillna(found[column])
    return found


def unit_at(frame: pd.DataFrame, articles: pd.Series, positions: pd.Series) -> pd.Series:
    """The unit that each position of an article is in."""
    numbers = pd.Index(frame["article_id"].unique())
    width = max(int(frame["end"].max()), int(positions.max()) if len(positions) else 0) + 1
    starts = numbers.get_indexer(frame["article_id"]) * width + frame["start"].to_numpy()
    order = np.argsort(starts, kind="stable")
    wanted = numbers.get_indexer(articles) * width + positions.to_numpy().astype("int64")
    at = np.searchsorted(starts[order], wanted, side="right") - 1
    return pd.Series(frame["unit"].to_numpy()[order[at]], index=articles.index, dtype=tables.TEXT)
