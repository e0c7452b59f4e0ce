"""What notebook 02 asks of a store: scores, sentiment by voice and over time (towards whom: see `targets`).

Means are over articles or, for targets, over mentions; intervals are those of 95 % over whole articles, because
sentences of one article are alike, and copies are one (see `inference.ratios`). Where there is none, such as below
`FEWEST` articles, `why` says so. A sentence
that claims something beyond chance does so at `SURE`, so that of twenty pages without any difference one has such a
sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quotation.standing import within_counted
from analysis.sentiment import lexicon
from analysis.statistics import DocumentTermMatrix, inference, rates
from analysis.summaries.beside import beside, remember
from analysis.summaries.others import is_others, top_n_and_others
from analysis.summaries.wording import listed, plural

if TYPE_CHECKING:
    from analysis.store import Store

FEWEST = inference.FEWEST  # articles that an interval or a test needs
SURE = (
    0.05 / 4
)  # of a p that is corrected within its table: voices, targets, outlets and time have a sentence each
VOICES = ("outlet", "quoted", "mixed")
COLUMNS = [
    "article_id",
    "unit",
    "index",
    "voice",
    "quotation",
    "target",
    "start",
    "end",
    "negative",
    "positive",
    "compound",
    "model",
]


def sentiment_scores(
    store: Store,
    articles: pd.DataFrame,
    unit: str,
    *,
    model: str = "",
    quotations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rows of the table `sentiment` of these articles, one unit, with `outlet`, `published`, and `cluster` if known.

    `unit` is article, sentence, quotation or target; `model` a method's name, with or without its version
    ("vader"), empty for all. Articles of no known outlet are those of "no outlet".

    With `quotations` (see `standings`) the words of those that do not count are in no voice: their rows go, and a
    sentence that is theirs has none. The quoted words of an article in which some do not count are scored by the mean
    of those that do, weighted by the characters that each reaches over, without those of the quotations inside it.
    """
    found = _rows(store, articles, unit)
    if quotations is not None:
        found = _heard(store, articles, found, quotations)
    found = of_model(found, model) if model else found
    known = articles[["article_id", "outlet", "published", *(c for c in ("cluster",) if c in articles)]]
    known = known.assign(outlet=known["outlet"].fillna("no outlet"))
    days = articles.attrs.get("days", {"since": "", "until": ""})
    return remember(found.merge(known, on="article_id", how="left"), store.path, **days)


def _rows(store: Store, articles: pd.DataFrame, unit: str) -> pd.DataFrame:
    wanted = articles["article_id"]
    parts = [
        part[part["article_id"].isin(wanted)] for part in store.batches("sentiment", COLUMNS, {"unit": unit})
    ]
    return pd.concat([tables.empty("sentiment")[COLUMNS], *parts], ignore_index=True)


def _heard(
    store: Store, articles: pd.DataFrame, scored: pd.DataFrame, quotations: pd.DataFrame
) -> pd.DataFrame:
    """`scored` without the words of the quotations that do not count."""
    silent = quotations.loc[~within_counted(quotations), ["article_id", "quotation"]]
    if not len(silent) or not len(scored):
        return scored
    of_silent = _is_of(scored, silent)
    if scored["unit"].iloc[0] == "sentence":
        return scored.assign(voice=scored["voice"].mask(of_silent))
    if scored["unit"].iloc[0] != "article":
        return scored[~of_silent].reset_index(drop=True)
    some = articles[articles["article_id"].isin(silent["article_id"])]
    said = _rows(store, some, "quotation")
    hurt = scored["voice"].eq("quoted") & scored["article_id"].isin(some["article_id"])
    again = _averaged(scored[hurt], _weighed(said[~_is_of(said, silent)], quotations))
    return pd.concat([scored[~hurt], again], ignore_index=True)


def _weighed(said: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """`said` with `length`, the characters that each reaches over without those of the quotations inside it."""
    keys = ["article_id", "quotation"]
    outer = quotations[[*keys, "parent"]].astype({"quotation": "Int64"})
    said = said.assign(length=said["end"] - said["start"]).merge(outer, on=keys)
    inner = said.groupby(["model", "article_id", "parent"])["length"].sum().rename("inner").reset_index()
    said = said.merge(inner.rename(columns={"parent": "quotation"}), on=["model", *keys], how="left")
    return said.assign(length=(said["length"] - said["inner"].fillna(0)).clip(lower=1))


def _is_of(scored: pd.DataFrame, silent: pd.DataFrame) -> pd.Series:
    """Whether each row is of one of the quotations of `silent`."""
    keys = silent.astype({"quotation": "Int64"}).assign(silent=True)
    joined = scored[["article_id", "quotation"]].merge(keys, on=["article_id", "quotation"], how="left")
    return pd.Series(joined["silent"].notna().to_numpy(), index=scored.index)


def _averaged(wholes: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """`wholes`, rows of articles, with the mean scores of the quotations `said` in them; without any they go."""
    scores, keys = ["negative", "positive", "compound"], ["article_id", "model"]
    sums = said[[*keys, "length"]].join(said[scores].mul(said["length"], axis=0))
    sums = sums.groupby(keys, as_index=False).sum()
    means = sums[keys].join(sums[scores].div(sums["length"], axis=0))
    return wholes.drop(columns=scores).merge(means, on=keys)[COLUMNS]


def of_model(scored: pd.DataFrame, model: str) -> pd.DataFrame:
    """The rows that one method made; its name ends where its version begins, so "vader" is no "vader-extended"."""
    return scored[(scored["model"] + " ").str.startswith(f"{model} ")]


def of_shown(scored: pd.DataFrame) -> pd.DataFrame:
    """The rows of the lexicon that notebooks show, or of the first there is where the store has none of it."""
    found = of_model(scored, lexicon.MASKED)
    return found if len(found) or not len(scored) else scored[scored["model"] == scored["model"].iloc[0]]


# --- intervals ------------------------------------------------------------------------------------------------


def ratio(rows: pd.DataFrame, column: str = "compound", *, by: Sequence[str] = ()) -> pd.DataFrame:
    """The mean of a column over rows as a ratio of totals over articles; copies, and what shares a `by`, are one."""
    known = rows[rows[column].notna()]
    labels = [known[name] for name in ("article_id", "cluster", *by) if name in known]
    pairs = np.column_stack([known[column].to_numpy(float), np.ones(len(known))])
    summed = inference.totals(pairs, inference.clusters(*labels))
    return inference.ratios(summed[:, 0], summed[:, 1], unit="day" if by else "article")


def estimate(rows: pd.DataFrame, column: str = "compound", *, by: Sequence[str] = ()) -> dict[str, Any]:
    """Number of rows and articles, mean of a column, its interval over articles, and why there is none."""
    found = ratio(rows, column, by=by).iloc[0]
    articles = {"n": len(rows), "articles": rows["article_id"].nunique(), "mean": found["value"]}
    return articles | {"low": found["low"], "high": found["high"], "why": found["why"]}


# --- whose voice ----------------------------------------------------------------------------------------------


def sentiment_by_voice(
    scored: pd.DataFrame, *, by: str = "outlet", top: int = 20, corrected: str = ""
) -> pd.DataFrame:
    """How the outlet's own words and those it quotes sound, by group; `scored` are rows of unit "article".

    One row a group, largest first, the smaller ones together as "N others". Columns: `n` (articles), `own`
    and `quoted` (mean compound) with `_low` and `_high`; `gap` (quoted − own, articles that have both) with
    its interval; `effect` (the gap in standard deviations of it, Cohen's d_z); `p` (paired test, corrected
    by Benjamini–Hochberg over the groups); `why`, of the first of own, quoted and gap that has no interval. With
    `corrected`, the name of a coded sample, the mean of what people gave to whole articles (-1, 0, 1) stands beside
    it, with the scores of own words to help (see `beside`).
    """
    given = scored
    scored = scored.assign(cluster=scored["cluster"] if "cluster" in scored else scored["article_id"])
    wide = scored[scored["voice"] != "mixed"].pivot_table(
        index=["article_id", "cluster", by], columns="voice", values="compound", aggfunc="mean", observed=True
    )
    wide = wide.reindex(columns=["outlet", "quoted"]).rename(columns={"outlet": "own"}).reset_index()
    wide = top_n_and_others(wide.assign(weight=1), by, weight="weight", top=top)
    rows: list[dict[str, Any]] = []
    for name, group in wide.groupby(by, observed=True, sort=True):
        row: dict[str, Any] = {by: name, "n": len(group)}
        group = group.assign(gap=group["quoted"] - group["own"])
        gaps, whys = group["gap"].dropna(), []
        for label in ("own", "quoted", "gap"):
            found = ratio(group, label)
            row[label], row[f"{label}_low"], row[f"{label}_high"] = found.loc[0, ["value", "low", "high"]]
            row["p"] = float(inference.chances(found)[0])  # of the last, the gap
            whys += [f"{label}: {why}" for why in found["why"] if why]
        row["why"] = whys[0] if whys else ""
        spread = float(gaps.std(ddof=1)) if len(gaps) >= FEWEST else np.nan
        row["effect"] = row["gap"] / spread if spread > 0 else np.nan
        rows.append(row)
    columns = [
        by,
        "n",
        *(f"{k}{s}" for k in ("own", "quoted", "gap") for s in ("", "_low", "_high")),
        "effect",
        "p",
        "why",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    frame["p"] = inference.corrected(frame["p"])
    frame["last"] = [is_others(label) for label in frame[by]]
    ordered = frame.sort_values(["last", "n", by], ascending=[True, False, True], ignore_index=True)
    return beside(ordered.drop(columns="last"), given, corrected, "mean article sentiment", by=by)


def described_voices(voices: pd.DataFrame) -> str:
    """What `sentiment_by_voice` allows to conclude, in words."""
    if not len(voices):
        return "No article was scored, so nothing can be said of any voice."
    tested = voices[voices["p"].notna()]
    if not len(tested):
        return (
            f"No group has {FEWEST} articles with both voices: the numbers describe these articles "
            "and say nothing of others."
        )
    sure = tested[tested["p"] < SURE]
    below, above = int((sure["gap"] < 0).sum()), int((sure["gap"] > 0).sum())
    largest = tested["gap"].abs().max()
    return (
        f"Of {plural(len(tested), 'group')} with enough articles, the quoted words are more negative than the "
        f"outlet's own in {below} and more positive in {above}, beyond chance; in the "
        f"other {len(tested) - len(sure)} no difference is shown. The largest gap is {largest:.2f} on a scale "
        "from -1 to +1. "
        "These are scores of a word list: they say which words stand there, not what the outlet thinks."
    )


# --- when -----------------------------------------------------------------------------------------------------


def sentiment_over_time(scored: pd.DataFrame, *, minimum_count: int = 10) -> pd.DataFrame:
    """Mean compound of each voice over time, in the shortest bins that have enough articles.

    Columns: `period` (its first day), `voice`, `n` (articles), `mean`; `low`, `high`, over days, as articles of one
    day tell of the same events, and `why` there is none; `change` from the first period of the voice to this one
    with `change_low`, `change_high`, and `p` of no change (see `inference.differences`), corrected by
    Benjamini–Hochberg over the table; NaN for the first, and where one side has no interval. Bins are months,
    quarters or years, whichever is the first of which half have `minimum_count` articles; bins with fewer are left
    out, and with fewer than three there are no rows at all.
    """
    dated = scored[scored["published"].notna() & scored["voice"].isin(["outlet", "quoted"])]
    day = dated["published"].dt.tz_convert(None)
    for bins in ("M", "Q", "Y"):
        rows = dated.assign(period=day.dt.to_period(bins).dt.start_time, day=day.dt.floor("D"))
        articles = rows.groupby("period")["article_id"].nunique()
        enough = articles[articles >= minimum_count].index
        if len(enough) >= 3 and len(enough) >= len(articles) / 2:
            break
    else:
        enough = enough[:0]
    found: list[dict[str, Any]] = []
    first: dict[object, pd.DataFrame] = {}
    for (period, voice), part in rows[rows["period"].isin(enough)].groupby(["period", "voice"], sort=True):
        told = ratio(part, by=["day"])
        row: dict[str, Any] = {
            "period": period,
            "voice": voice,
            "n": part["article_id"].nunique(),
            "mean": told.at[0, "value"],
        }
        row |= {name: told.at[0, name] for name in ("low", "high", "why")}
        if voice in first:
            changed = inference.differences(told, first[voice]).iloc[0]
            row |= {"change": changed["difference"], "p": changed["p"] if not changed["why"] else np.nan}
            row |= {"change_low": changed["low"], "change_high": changed["high"]}
        first.setdefault(voice, told)
        found.append(row)
    columns = [
        "period",
        "voice",
        "n",
        "mean",
        "low",
        "high",
        "why",
        "change",
        "change_low",
        "change_high",
        "p",
    ]
    frame = pd.DataFrame(found, columns=columns)
    return frame.assign(p=inference.corrected(frame["p"]))


def described_over_time(found: pd.DataFrame) -> str:
    """What `sentiment_over_time` allows to conclude, in words: whether the last period differs from the first."""
    if not len(found):
        return "There are too few dated articles for a curve over time; none is drawn."
    said = []
    for voice, rows in found.groupby("voice", sort=True):
        first, last = rows.iloc[0], rows.iloc[-1]
        moved = (
            f"moved from {first['mean']:.2f} to {last['mean']:.2f}"
            if last["p"] < SURE
            else "shows no change from first to last beyond chance"
        )
        said.append(f"the {'outlets’ own' if voice == 'outlet' else 'quoted'} voice {moved}")
    kinds = "Which outlets and subjects fill a period changes too, and moves such a curve by itself."
    return f"Over {plural(found['period'].nunique(), 'period')}, {listed(said)}. {kinds}"


def driving_words(
    counts: pd.Series | DocumentTermMatrix, *, lexicon_name: str = "vader", top: int = 20
) -> pd.DataFrame:
    """The words that weigh most in the scores of a corpus; `counts` by term, or by article and term.

    Columns: `term`, `count`, `articles` that use it (of a matrix only), `valence` (in the lexicon, before negation
    and boosters), `weight` (their product, as a share of all weight, negative words below 0), heaviest first.
    """
    if isinstance(counts, DocumentTermMatrix):
        terms = rates(counts)[["count", "articles"]].reset_index()
    else:
        terms = counts.rename_axis("term").reset_index(name="count")
    values = [
        sum(lexicon.weigh(lexicon.normalised(str(term)), lexicon=lexicon_name).values)
        for term in terms["term"]
    ]
    frame = terms.assign(valence=values)
    frame = frame[frame["valence"] != 0]
    weight = frame["count"] * frame["valence"]
    frame = frame.assign(weight=weight / weight.abs().sum() if len(frame) else weight)
    order = frame["weight"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order].head(top).reset_index(drop=True)
