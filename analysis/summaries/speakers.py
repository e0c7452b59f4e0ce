"""What notebook 03 asks of speakers: who they are, when they speak, with whom, and who is missing.

The quotations are those of `summaries.quotations`. Only those that count are counted (see `quotation.standing`), and
speakers are told apart by `speaker_id`, not by name.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quotation.standing import counted
from analysis.statistics import inference
from analysis.summaries.beside import beside
from analysis.summaries.quotations import by_group
from analysis.summaries.sentiment import of_shown
from analysis.summaries.shares import means, shares
from analysis.summaries.wording import plural

if TYPE_CHECKING:
    from analysis.store import Store

SOURCES = (*tables.SOURCE_TYPES, "no source")
GENDERS = ("female", "male", "unknown")
NODES = 40  # more names than that cannot be read in one network
_PAIRS = 64  # at once, as what each article has of them is held


def quoted_speakers(speakers: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `speakers` of whom quotations count, `n` being how many; the most quoted first.

    `quotations` need `speaker_id` and `standing`.
    """
    numbers = _said(quotations)["speaker_id"].value_counts()
    heard = speakers[speakers["speaker_id"].isin(numbers.index)]
    heard = heard.assign(n=heard["speaker_id"].map(numbers).astype("int64"))
    return heard.sort_values(["n", "name"], ascending=[False, True], ignore_index=True)


def speaker_profiles(store: Store, quotations: pd.DataFrame, *, minimum_count: int = 1) -> pd.DataFrame:
    """Everybody who is quoted at least `minimum_count` times, the most quoted first.

    Columns: `speaker`, `kind`, `gender`, `role`; `n` quotations in `articles` articles of `outlets` outlets, the
    `first` and `last` of them (dates, missing without any); `direct`, the share in quotation marks, `direct_low`,
    `direct_high`, `direct_why`; `tone`, the mean compound sentiment of what they say (-1 to +1) over `scored`
    quotations, with its 95 % interval `low`–`high` over articles, and `why` there is none (see `summaries.means`);
    `speaker_id`.
    """
    said = _said(quotations)
    scores = store.table("sentiment", columns=["article_id", "unit", "index", "compound", "model"])
    scores = of_shown(scores[scores["unit"] == "quotation"]).rename(columns={"index": "quotation"})
    scores = scores.drop_duplicates(["article_id", "quotation"])[["article_id", "quotation", "compound"]]
    said = said.merge(scores, on=["article_id", "quotation"], how="left")
    said = said.assign(direct=said["kind"].eq("direct").astype("float64"))
    found = said.groupby("speaker_id", sort=True).agg(
        n=("quotation", "size"),
        articles=("article_id", "nunique"),
        outlets=("outlet", "nunique"),
        first=("published", "min"),
        last=("published", "max"),
        direct=("direct", "mean"),
        tone=("compound", "mean"),
        scored=("compound", "count"),
    )
    found = found[found["n"] >= minimum_count].copy()
    often = found.index[found["articles"] >= inference.FEWEST]
    heard = said[said["speaker_id"].isin(often)]
    few = f"fewer than {inference.FEWEST} articles"
    direct = shares(heard, heard["direct"].eq(1).to_frame("kind"), by="speaker_id").set_index("speaker_id")
    tones = means(heard, "compound", by="speaker_id")
    for before, told, at in (("direct_", direct, "tone"), ("", tones, None)):
        told = told.reindex(found.index).assign(why=lambda frame: frame["why"].astype(object).fillna(few))
        for end in ("low", "high", "why"):
            place = list(found.columns).index(at) if at else found.shape[1]
            found.insert(place, before + end, told[end])
    about = store.speakers.set_index("speaker_id")
    about = about.reindex(columns=["name", "kind", "gender", "role"]).rename(columns={"name": "speaker"})
    found = about.join(found, how="inner").rename_axis("speaker_id").reset_index()
    columns = [*found.columns.drop("speaker_id"), "speaker_id"]
    return found.sort_values(["n", "speaker_id"], ascending=[False, True])[columns].reset_index(drop=True)


def _said(quotations: pd.DataFrame) -> pd.DataFrame:
    said = counted(quotations)
    return said[said["speaker_id"].notna()]


def source_kinds(
    quotations: pd.DataFrame, *, by: str = "outlet", top: int = 20, minimum_count: int = 1
) -> pd.DataFrame:
    """What kind of source each group's quotations have: one of `tables.SOURCE_TYPES`, or "no source"."""
    said = counted(quotations)
    kinds = said["source_type"].astype(object).where(said["source"].notna(), "no source")
    return by_group(said.assign(source_kind=kinds), by, "source_kind", SOURCES, top, minimum_count)


def article_sources(store: Store, quotations: pd.DataFrame) -> pd.DataFrame:
    """The sources of the articles of some quotations, those with most words first (see `tables.TABLES["sources"]`).

    With `outlet` and `published` of the article; of sources without a statement none.
    """
    articles = quotations.drop_duplicates("article_id")[["article_id", "outlet", "published"]]
    found = store.table("sources", where={"article_id": list(articles["article_id"])}).merge(
        articles, on="article_id"
    )
    found = found[found["statements"] > 0].sort_values(
        ["words", "article_id", "source"], ascending=[False, True, True], ignore_index=True
    )
    keys = ["article_id", "source", "speaker_id"]
    first = [
        "outlet",
        "published",
        *(c for c in found.columns if c not in ("outlet", "published", *keys)),
        *keys,
    ]
    return found[first].assign(published=found["published"].dt.strftime("%Y-%m-%d"))


def source_types(
    sources: pd.DataFrame, *, by: str = "outlet", top: int = 20, minimum_count: int = 1
) -> pd.DataFrame:
    """How many of each group's sources are of each type, of those that `article_sources` gives."""
    return by_group(sources, by, "source_type", tables.SOURCE_TYPES, top, minimum_count)


def speaker_genders(
    quotations: pd.DataFrame,
    speakers: pd.DataFrame,
    *,
    by: str = "outlet",
    top: int = 20,
    minimum_count: int = 1,
    corrected: str = "",
) -> pd.DataFrame:
    """The share of women, men and people of unknown gender among the quotations of named people in each group.

    Gender is grammatical: what titles, pronouns and first names in the articles show, or what the user's list says.
    """
    genders = speakers[speakers["kind"] == "person"].set_index("speaker_id")["gender"]
    said = _said(quotations)
    said = said[said["speaker_id"].isin(genders.index)]
    said = said.assign(gender=said["speaker_id"].map(genders).astype(object))
    found = by_group(said, by, "gender", GENDERS, top, minimum_count)
    what: dict[Hashable, str] = {"female": "share women", "male": "share men"}
    return beside(found, quotations, corrected, what, by=by, column="gender")


def quoted_together(quotations: pd.DataFrame, *, top: int = NODES, minimum_count: int = 1) -> pd.DataFrame:
    """Pairs of the `top` speakers (at most 40) who are quoted in the same articles, most often together first.

    Columns: `speaker`, `other`, and the `speaker_id`, `other_id` that tell them apart; `together`, the articles that
    quote both; `articles` and `other_articles`, those that quote either; `expected`, how many would quote both were
    they quoted independently (articles × other_articles / all articles with a named speaker); `lift` = together /
    expected, with `low` and `high`, its interval over articles, copies being one, and `why` there is none (see
    `inference.jackknifed`). Pairs with fewer than `minimum_count` articles together are left out.
    `.attrs["articles"]` is the number of articles with a named speaker.
    """
    found, _ = together(quotations, top=min(top, NODES))
    found = found[found["together"] >= minimum_count].reset_index(drop=True)
    found = found.join(_lifts(_said(quotations), found)[["low", "high", "why"]])
    order = ["together", "lift", "speaker", "other"]
    found = found.sort_values(order, ascending=[False, False, True, True])
    found.attrs["articles"] = int(_said(quotations)["article_id"].nunique())
    return found


def together(quotations: pd.DataFrame, *, top: int | None = None) -> tuple[pd.DataFrame, pd.Series]:
    """Every pair of speakers, or of the `top` most quoted ones, whom one article quotes; see `quoted_together`.

    And how many articles quote each speaker, by `speaker_id`.
    """
    said = _said(quotations).drop_duplicates(["article_id", "speaker_id"])
    counts = said.groupby("speaker_id").size()
    ranked = counts.reset_index(name="n").sort_values(["n", "speaker_id"], ascending=[False, True])
    chosen = list(ranked["speaker_id"].head(len(ranked) if top is None else top))
    names = dict(zip(said["speaker_id"], said["speaker"], strict=True))
    inside = said[said["speaker_id"].isin(chosen)]
    pairs: dict[tuple[str, str], int] = {}
    for _, found in inside.groupby("article_id")["speaker_id"]:
        for pair in combinations(sorted(found), 2):
            pairs[pair] = pairs.get(pair, 0) + 1
    total = said["article_id"].nunique()
    rows = [
        (names[a], names[b], a, b, n, counts[a], counts[b], counts[a] * counts[b] / total)
        for (a, b), n in pairs.items()
    ]
    columns = [
        "speaker",
        "other",
        "speaker_id",
        "other_id",
        "together",
        "articles",
        "other_articles",
        "expected",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(lift=frame["together"] / frame["expected"]), counts


def _lifts(said: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The lift of each pair of speakers with its interval, over articles with a named speaker."""
    unit = inference.clusters(*(said[name] for name in ("article_id", "cluster") if name in said))
    ids = pd.Index(pd.unique(pairs[["speaker_id", "other_id"]].to_numpy(object).ravel()))
    articles, first = np.unique(said["article_id"].to_numpy(object).astype(str), return_index=True)
    heard = np.zeros((len(articles), len(ids)))
    at = ids.get_indexer(pd.Index(said["speaker_id"].astype(object)))
    place = np.searchsorted(articles, said["article_id"].to_numpy(object).astype(str))
    heard[place[at >= 0], at[at >= 0]] = 1
    of = unit[first]
    every = inference.totals(np.ones((len(articles), 1)), of)
    none = np.zeros((len(every), 0))
    parts = [inference.lifts(none, none, none, every)]
    for step in range(0, len(pairs), _PAIRS):
        one, two = (
            heard[:, ids.get_indexer(pairs[name].iloc[step : step + _PAIRS])]
            for name in ("speaker_id", "other_id")
        )
        both, left, right = (inference.totals(x, of) for x in (one * two, one, two))
        parts.append(inference.lifts(both, left, right, every))
    return pd.concat(parts, ignore_index=True)


def described_speakers(profiles: pd.DataFrame) -> str:
    """Who is quoted most and how concentrated speech is, in two sentences."""
    if not len(profiles):
        return "Nobody who is quoted could be named."
    total, first = int(profiles["n"].sum()), profiles.iloc[0]
    half = int((profiles["n"].cumsum() < total / 2).sum()) + 1
    return (
        f"{plural(len(profiles), 'speaker')} could be named, with {plural(total, 'quotation')}; the most quoted is "
        f"{first['speaker']} ({int(first['n']):,} in {plural(int(first['articles']), 'article')}). "
        f"Half of the quotations come from {half:,} of them."
    )
