"""What notebook 02 asks of targets: how the outlets and those they quote treat them, and whether outlets differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tables
from analysis.statistics import inference
from analysis.summaries.naming import full_names
from analysis.summaries.others import top_n_and_others
from analysis.summaries.sentiment import FEWEST, SURE, VOICES, estimate, ratio
from analysis.summaries.wording import listed, plural

if TYPE_CHECKING:
    from analysis.store import Store


def described_judged(store: Store, articles: pd.DataFrame) -> str:
    """How many mentions in `articles` were judged of how many that could be, in words."""
    parts = list(store.batches("sentiment", ["article_id", "eligible"], {"unit": "target"}))
    found = pd.concat([tables.empty("sentiment")[["article_id", "eligible"]], *parts], ignore_index=True)
    found = found[found["article_id"].isin(articles["article_id"])]
    if not len(found):
        return "No mention of a person or organisation was judged."
    whole = int(found.groupby("article_id")["eligible"].first().sum())
    judged = plural(len(found), "mention was judged", "mentions were judged")
    told = f"{judged} in {plural(found['article_id'].nunique(), 'article')}"
    if whole == len(found):
        return f"{told}: all that could be."
    return (
        f"{told}, drawn at random in each from {whole:,} that could be. `newsbook report --targets all` has all of "
        "them judged."
    )


def sentiment_toward(scored: pd.DataFrame, *, top: int = 20, minimum_count: int = 5) -> pd.DataFrame:
    """Sentiment towards the people and organisations named in most articles, by voice; rows of unit "target".

    Columns: `target`, `voice`, `n` (mentions), `articles`, `mean` (probability of positive minus that of
    negative, -1 to +1), `low`, `high`; `p`, that of a mean of 0, corrected by Benjamini–Hochberg over the table;
    `negative` and `positive` (mean probability: an estimate of the share); `why` there is no interval. A target needs
    `minimum_count` mentions. `.attrs["articles"]` says of how many articles all of it is.
    """
    rows = scored.assign(target=full_names(scored["target"], scored))
    kept = rows["target"].value_counts()
    rows = rows[rows["target"].isin(kept[kept >= minimum_count].index)]
    chosen = (
        rows.groupby("target")["article_id"].nunique().sort_values(ascending=False, kind="stable").index[:top]
    )
    found = [
        {
            "target": name,
            "voice": voice,
            **estimate(part),
            "p": float(inference.chances(ratio(part))[0]),
            "negative": part["negative"].mean(),
            "positive": part["positive"].mean(),
        }
        for name in chosen
        for voice in VOICES
        if len(part := rows[(rows["target"] == name) & (rows["voice"] == voice)])
    ]
    columns = ["target", "voice", "n", "articles", "mean", "low", "high", "p", "negative", "positive", "why"]
    frame = pd.DataFrame(found, columns=columns)
    frame = frame.assign(p=inference.corrected(frame["p"]))
    frame.attrs["articles"] = _articles_of(rows, chosen)
    return frame


def _articles_of(rows: pd.DataFrame, targets: pd.Index) -> int:
    return int(rows.loc[rows["target"].isin(targets), "article_id"].nunique())


def described_targets(found: pd.DataFrame) -> str:
    """What `sentiment_toward` allows to conclude, in words."""
    if not len(found):
        return "No person or organisation was judged often enough (or the store holds lexicon scores only)."
    own = found[found["voice"] == "outlet"]
    sure = own[own["p"] < SURE]
    targets = plural(found["target"].nunique(), "target")
    judged = f"Of {targets}, {len(own)} could be judged in the outlets' own words. "
    if not len(sure):
        return f"{judged}For none is the tone negative or positive beyond chance. {_trust()}"
    sides = sure["mean"] < 0, sure["mean"] > 0
    negative, positive = (listed(sure.loc[side, "target"]) or "nobody" for side in sides)
    return (
        f"{judged}Beyond chance, the tone is negative towards {negative} and positive towards "
        f"{positive}; for the other {len(own) - len(sure)} it is open. {_trust()}"
    )


def sentiment_by_outlet(
    scored: pd.DataFrame, *, top: int = 8, outlets: int = 6, minimum_count: int = 5, voice: str = ""
) -> pd.DataFrame:
    """Sentiment towards the same targets outlet by outlet, each against all other outlets together.

    `outlets` are named, the rest is "N others"; `voice` keeps one voice only. Columns: `target`, `outlet`,
    `n`, `articles`, `mean`, `low`, `high`; `effect` (Hedges' g: the mean less that of the other outlets, in standard
    deviations of article means; positive = kinder than they are); `p` (of that difference, see
    `inference.differences`, corrected by Benjamini–Hochberg over all comparisons of the table); `why` there is no
    interval. Fewer than FEWEST articles on either side: no test. `.attrs["articles"]` says of how many articles all
    of it is.
    """
    rows = scored[scored["voice"] == voice] if voice else scored
    rows = rows.assign(target=full_names(rows["target"], rows), weight=1)
    rows = top_n_and_others(rows, "outlet", weight="weight", top=outlets)
    counts = rows["target"].value_counts()
    wanted = rows[rows["target"].isin(counts[counts >= minimum_count].index)]
    chosen = (
        wanted.groupby("target")["article_id"]
        .nunique()
        .sort_values(ascending=False, kind="stable")
        .index[:top]
    )
    found: list[dict[str, Any]] = []
    for name in chosen:
        towards = wanted[wanted["target"] == name]
        for outlet, part in towards.groupby("outlet", sort=True):
            effect, p = _difference(part, towards[towards["outlet"] != outlet])
            found.append({"target": name, "outlet": outlet, **estimate(part), "effect": effect, "p": p})
    frame = pd.DataFrame(
        found, columns=["target", "outlet", "n", "articles", "mean", "low", "high", "effect", "p", "why"]
    )
    frame = frame.assign(p=inference.corrected(frame["p"]))
    frame.attrs["articles"] = _articles_of(wanted, chosen)
    return frame


def _difference(mine: pd.DataFrame, others: pd.DataFrame) -> tuple[float, float]:
    """Hedges' g and p of the difference of two means; NaN when either side is too small or does not vary."""
    sides = [ratio(side) for side in (mine, others)]
    found = inference.differences(*sides).iloc[0]
    means = [side.groupby("article_id")["compound"].mean() for side in (mine, others)]
    degrees = sum(map(len, means)) - 2
    squares = sum((len(values) - 1) * values.var(ddof=1) for values in means)
    if found["why"] or not squares > 0:
        return float("nan"), float("nan")
    g = found["difference"] / (squares / degrees) ** 0.5 * (1 - 3 / (4 * degrees - 1))
    return float(g), float(found["p"])


def described_outlets(found: pd.DataFrame) -> str:
    """What `sentiment_by_outlet` allows to conclude, in words."""
    tested = found[found["p"].notna()]
    if not len(tested):
        return (
            f"No comparison between outlets is possible: it needs {FEWEST} articles that name the same target on "
            "either side. The numbers describe these articles only."
        )
    sure = tested[tested["p"] < SURE].sort_values("p", kind="stable")
    if not len(sure):
        return (
            f"Of {plural(len(tested), 'comparison')} none shows a difference beyond chance. "
            "That is no proof that the outlets agree: read the intervals."
        )
    first = sure.iloc[0]
    kind = "kinder" if first["effect"] > 0 else "harsher"
    return (
        f"{len(sure)} of {plural(len(tested), 'comparison')} differ beyond chance; "
        f"the surest is {first['outlet']} on {first['target']} ({kind} than the others"
        f", g = {first['effect']:.2f}). Outlets cover "
        f"different events: this is no measure of fairness. {_trust()}"
    )


def _trust() -> str:
    """How far the model may be believed, from its card."""
    from analysis.sentiment import target

    known = target.card()["development"]["int8"]
    return (
        f"The model classed {known['accuracy']:.0f} % of {known['n']:,} held-out targets as the annotators did, "
        "so single judgements err; means of many err less unless the errors lean one way."
    )
