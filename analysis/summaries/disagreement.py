"""Sentences on which two lexicons and the model say different things, and why a lexicon says what it says.

The lexicons are VADER, names masked, and AFINN, asked for by name: rows of any other are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import tables
from analysis.sentiment import lexicon
from analysis.summaries.sentiment import of_model, sentiment_scores
from analysis.summaries.shares import shares
from analysis.summaries.wording import percent

if TYPE_CHECKING:
    from analysis.store import Store

SIGN = 0.05  # a score nearer to 0 counts as neutral
CLEAR = 0.4


def sentence_scores(
    store: Store, articles: pd.DataFrame, *, quotations: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every sentence with what each method says of it.

    Columns: `article_id`, `index`, `start`, `end`, `voice` (missing where the sentence is one of `quotations` that
    does not count, see `sentiment_scores`), `outlet`, `cluster` if known, `vader` (names masked), `afinn`
    (compounds), `model` (mean of positive minus negative over its targets, NaN without one), `targets` (their names).
    """
    rows = sentiment_scores(store, articles, "sentence", quotations=quotations)
    keys = ["article_id", "index"]
    found = of_model(rows, lexicon.MASKED)
    found = found if len(found) else of_model(rows, "vader")  # as of a store made elsewhere
    found = found.rename(columns={"compound": "vader"})
    cluster = [name for name in ("cluster",) if name in found]
    found = found[[*keys, "start", "end", "voice", "outlet", *cluster, "vader"]]
    afinn = of_model(rows, "afinn")[[*keys, "compound"]].rename(columns={"compound": "afinn"})
    found = found.merge(afinn, on=keys, how="left")
    towards = sentiment_scores(store, articles, "target").sort_values("start", kind="stable")
    sentences = (
        found[["article_id", "start", "index"]]
        .rename(columns={"start": "opens"})
        .sort_values("opens", kind="stable")
    )
    placed = pd.merge_asof(
        towards[["article_id", "start", "target", "compound"]],
        sentences,
        left_on="start",
        right_on="opens",
        by="article_id",
    )
    judged = placed.groupby(keys).agg(model=("compound", "mean"), targets=("target", ", ".join)).reset_index()
    judged = judged.astype(
        {"article_id": tables.TEXT, "index": "int64", "model": "float64", "targets": tables.TEXT}
    )
    return found.merge(judged, on=keys, how="left")


def agreement(sentences: pd.DataFrame) -> pd.DataFrame:
    """How far the methods agree, pair by pair.

    Columns: `pair`, `n` (sentences scored by both) in `articles`; `same` (share with the same sign, ±0.05 being
    neutral) and `opposite` (share with opposite signs), each with `_low` and `_high` over articles; `why`, of the
    first of them that has no interval; `correlation` (Spearman's, NaN for fewer than three).
    """
    rows: list[dict[str, Any]] = []
    for one, other in (("vader", "afinn"), ("vader", "model"), ("afinn", "model")):
        both = sentences.dropna(subset=[one, other])
        scores = both[[one, other]].astype("float64")
        signs = scores.apply(lambda column: np.sign(column.where(column.abs() >= SIGN, 0.0)))
        flags = {"same": signs[one] == signs[other], "opposite": signs[one] * signs[other] < 0}
        row: dict[str, Any] = {"pair": f"{one} and {other}", "n": len(both)}
        row |= {"articles": both["article_id"].nunique()} | _agreed(both, pd.DataFrame(flags))
        row["correlation"] = scores[one].corr(scores[other], method="spearman") if len(both) > 2 else np.nan
        rows.append(row)
    return pd.DataFrame(rows)


def _agreed(rows: pd.DataFrame, flags: pd.DataFrame) -> dict[str, Any]:
    """The share of `rows` with each of `flags`, its interval over articles, and the first reason there is none."""
    if not len(rows):
        ends = {f"{name}{end}": np.nan for name in flags for end in ("", "_low", "_high")}
        return ends | {"why": "no article"}
    found = shares(rows, flags).set_index("flag")
    told = {
        f"{name}{end}": found.at[name, column]
        for name in flags
        for end, column in (("", "share"), ("_low", "low"), ("_high", "high"))
    }
    whys = [f"{name}: {why}" for name, why in found["why"].items() if why]
    return told | {"why": whys[0] if whys else ""}


def described_agreement(found: pd.DataFrame) -> str:
    """What `agreement` says, in words."""
    known = found[found["n"] > 0]
    if not len(known):
        return "No sentence was scored by two methods."
    said = [
        f"{row['pair']} give {percent(row['same'])} of {row['n']:,} sentences the same sign "
        f"and {percent(row['opposite'])} opposite ones"
        for row in known.to_dict("records")
    ]
    return "By sign, " + "; ".join(said) + ". A conclusion that holds by one method only is not one."


def disagreements(store: Store, sentences: pd.DataFrame, *, top: int = 20) -> pd.DataFrame:
    """The sentences that split the methods most: opposite and clear scores, the widest apart first.

    Where the model judged a target it stands against VADER, elsewhere AFINN does. Columns: `outlet`, `sentence`,
    `voice`, `targets`, `vader`, `afinn`, `model`, `because` (the words that made VADER's score).
    """
    against = sentences["model"].fillna(sentences["afinn"])
    clear = (
        (against.abs() >= CLEAR) & (sentences["vader"].abs() >= CLEAR) & (against * sentences["vader"] < 0)
    )
    gap = (against - sentences["vader"]).abs().where(clear).dropna()
    chosen = sentences.loc[gap.sort_values(ascending=False, kind="stable").index[:top]]
    return _with_text(store, chosen)[
        ["outlet", "sentence", "voice", "targets", "vader", "afinn", "model", "because"]
    ]


def strongest(store: Store, sentences: pd.DataFrame, *, voice: str = "outlet", top: int = 10) -> pd.DataFrame:
    """The most negative and most positive sentences of one voice by VADER, half of `top` each, with the reasons.

    Columns: `outlet`, `sentence`, `vader`, `because`.
    """
    mine = sentences[sentences["voice"].eq(voice).fillna(False)].sort_values("vader", kind="stable")
    half = max(1, top // 2)
    negative, positive = mine[mine["vader"] < -SIGN].head(half), mine[mine["vader"] > SIGN].tail(half)
    chosen = pd.concat([negative, positive.iloc[::-1]])
    return _with_text(store, chosen)[["outlet", "sentence", "vader", "because"]]


def because(text: str, *, words: int = 6) -> str:
    """The words behind VADER's score of `text`, names masked, the heaviest first: "attack −2.1, not good −1.4"."""
    explained = lexicon.explain(text, lexicon=lexicon.MASKED)
    order = explained["contribution"].abs().sort_values(ascending=False, kind="stable").index[:words]
    pairs = explained.loc[order, ["token", "contribution"]].itertuples(index=False)
    return ", ".join(f"{token} {value:+.1f}" for token, value in pairs).replace("-", "−")


def _with_text(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    """`chosen` with the text of each sentence and VADER's reasons."""
    where = {"article_id": list(chosen["article_id"].unique())}
    texts = store.table("articles", columns=["article_id", "text"], where=where).set_index("article_id")[
        "text"
    ]
    spans = zip(chosen["article_id"], chosen["start"], chosen["end"], strict=True)
    found = [str(texts[article_id])[start:end] for article_id, start, end in spans]
    return chosen.assign(sentence=found, because=[because(text) for text in found]).reset_index(drop=True)
