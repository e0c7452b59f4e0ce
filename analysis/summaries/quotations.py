"""What notebook 03 asks: how much is quoted and how, who speaks, with which verbs, how often nobody is named.

Each summary takes tables and returns a small one with `n`, its denominator `total` in `articles`, the `share`, its
95 % interval `low`–`high` over articles, and `why` there is none (see `summaries.shares`). Only quotations that count
are counted (see `quotation.standing`): of the acts asked for, sure enough, and not inside another's content, which is
told by that speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.stance import CLASSES, LOADED, stance_of, verb_of
from analysis.quotation.standing import SURE, counted, standing
from analysis.summaries.beside import beside, remember
from analysis.summaries.naming import named_in
from analysis.summaries.others import is_others, top_n_and_others
from analysis.summaries.shares import shares
from analysis.summaries.statistics import selection
from analysis.summaries.wording import percent, plural

if TYPE_CHECKING:
    from analysis.store import Store

KINDS = ("direct", "mixed", "indirect")
SHARE = ["n", "total", "articles", "share", "low", "high", "why"]


def quotations(
    store: Store,
    *,
    outlets: str = "",
    since: str = "",
    until: str = "",
    once: bool = False,
    acts: str = COMMUNICATION,
    confidence: float = SURE,
) -> pd.DataFrame:
    """All quotations of the selected articles (see `selection`), in order, with what is known of each.

    Adds `standing`, whether it counts by `acts` and `confidence` and why not (see `quotation.standing`); `outlet`
    ("unknown" where missing), `published`, `title`, `cluster` (the same for copies, which are one witness; with
    `once`, those of an outlet count once); `speaker` and `source_type` (see `named`); `verb` and `stance`
    of the cue.
    """
    articles = selection(store, outlets=outlets, since=since, until=until, once=once, by="outlet")
    ids = set(articles["article_id"])
    parts = [part[part["article_id"].isin(ids)] for part in store.batches("quotations")]
    found = pd.concat(parts) if parts else store.quotations
    about = articles[["article_id", "outlet", "published", "title", "cluster"]]
    found = named_in(store, found.merge(about, on="article_id", how="left"))
    verbs = {cue: verb_of(cue) for cue in found["cue"].dropna().unique()}
    found = found.assign(
        outlet=found["outlet"].fillna("unknown"),
        verb=found["cue"].map(verbs).astype("object"),
        standing=standing(found, acts=acts, confidence=confidence),
    )
    found = found.assign(
        stance=found["verb"].map(lambda verb: stance_of(verb if isinstance(verb, str) else None))
    )
    chosen = {"since": since, "until": until, "acts": acts, "confidence": confidence}
    return remember(found.reset_index(drop=True), store.path, **chosen)


def quotation_kinds(
    quotations: pd.DataFrame,
    *,
    by: str = "outlet",
    top: int = 20,
    minimum_count: int = 1,
    corrected: str = "",
) -> pd.DataFrame:
    """How much of what each group quotes is direct, mixed and indirect: a row for each group and kind.

    The groups with most quotations first; those past `top` or with fewer than `minimum_count` quotations
    together as "N others". With `corrected`, the name of a coded sample, what it makes of each share stands beside it
    (see `beside.COLUMNS`).
    """
    found = by_group(counted(quotations), by, "kind", KINDS, top, minimum_count)
    return beside(found, quotations, corrected, "share {}".format, by=by, column="kind")


def cue_stances(
    quotations: pd.DataFrame, *, by: str = "outlet", top: int = 20, minimum_count: int = 1
) -> pd.DataFrame:
    """How loaded the cues of each group are: a row for each group and class of verb (see `quotation.stance`)."""
    cued = counted(quotations)
    return by_group(cued[cued["verb"].notna()], by, "stance", CLASSES, top, minimum_count)


def loaded_cues(
    quotations: pd.DataFrame,
    *,
    by: str = "outlet",
    top: int = 20,
    minimum_count: int = 1,
    corrected: str = "",
) -> pd.DataFrame:
    """The share of each group's cue verbs that are loaded: that take sides, judge, command or colour the voice."""
    cued = counted(quotations)
    cued = cued[cued["verb"].notna() & (cued["stance"] != "other")]
    found = flagged_by_group(cued, by, cued["stance"].isin(LOADED), top, minimum_count)
    return beside(found, quotations, corrected, "share loaded", by=by)


def cue_verbs(quotations: pd.DataFrame, *, top: int = 20) -> pd.DataFrame:
    """The most used cue verbs, with their class, their share and how much of each is direct.

    Columns: `verb`, `stance`; `n` quotations of `total` with a verb, in `articles`; their `share` with `low`, `high`,
    and `why` there is no interval; `direct`, the share of the verb's own quotations that is direct, with
    `direct_low`, `direct_high`, `direct_why`. Over articles, copies being one (see `summaries.shares`).
    """
    cued = counted(quotations)
    cued = cued[cued["verb"].notna()]
    found = cued.groupby(["verb", "stance"]).size().reset_index(name="n")
    found = found.sort_values(["n", "verb"], ascending=[False, True]).head(top).reset_index(drop=True)
    told = _shares_of(cued, "verb", list(found["verb"]))
    own = cued[cued["verb"].isin(found["verb"])]
    direct = shares(own, own["kind"].eq("direct").to_frame("direct"), by="verb").set_index("verb")
    direct = direct.reindex(found["verb"])[["share", "low", "high", "why"]].reset_index(drop=True)
    direct.columns = pd.Index(["direct", "direct_low", "direct_high", "direct_why"])
    return pd.concat([found[["verb", "stance"]], told[SHARE], direct], axis=1)


def anonymous_sources(
    quotations: pd.DataFrame,
    *,
    by: str = "outlet",
    top: int = 20,
    minimum_count: int = 1,
    corrected: str = "",
) -> pd.DataFrame:
    """The share of each group's quotations with a source whose source's name is withheld ("a senior official")."""
    sourced = counted(quotations)
    sourced = sourced[sourced["source"].notna()]
    unnamed = sourced["source_type"].eq("anonymous").fillna(False)
    found = flagged_by_group(sourced, by, unnamed, top, minimum_count)
    return beside(found, quotations, corrected, "share anonymous", by=by)


def speaker_share(
    quotations: pd.DataFrame, *, by: str = "", top: int = 20, groups: int = 5, corrected: str = ""
) -> pd.DataFrame:
    """Who speaks how much: the `top` speakers' shares of all quotations that count, most quoted first.

    Columns: `speaker`, `source_type`, `n`, `total`, `share`, `low`, `high`; with `by`, a row for each speaker
    and group, the shares being of the group's quotations; groups past the largest `groups` are "N others".
    """
    said = counted(quotations)
    named = said[said["speaker"].notna()]
    counts = (
        named.groupby("speaker")
        .size()
        .reset_index(name="n")
        .sort_values(["n", "speaker"], ascending=[False, True])
    )
    wanted = list(counts["speaker"].head(top))
    kinds_of = named.drop_duplicates("speaker").set_index("speaker")["source_type"]
    if not by:
        found = _shares_of(said, "speaker", wanted)
    else:
        grouped = top_n_and_others(
            said.assign(**{by: said[by].astype(object)}, n=1), by, weight="n", top=groups
        )
        found = _shares_of(grouped, "speaker", wanted, by=by)
        index = pd.MultiIndex.from_product(
            [wanted, _ordered(grouped.groupby(by).size())], names=["speaker", by]
        )
        found = found.set_index(["speaker", by]).reindex(index).reset_index()
    found = found.assign(source_type=found["speaker"].map(kinds_of))
    found = found[["speaker", "source_type", *([by] if by else []), *SHARE]]
    return beside(found, quotations, corrected, "share named {}".format, by=by, column="speaker")


def uncertain_quotations(quotations: pd.DataFrame) -> pd.DataFrame:
    """The quotations that count and have a confidence, the least certain first."""
    said = counted(quotations)
    return said[said["confidence"].notna()].sort_values(["confidence", "article_id", "quotation"])


def drawn_quotations(quotations: pd.DataFrame, n: int, *, seed: int = 0) -> pd.DataFrame:
    """At most `n` rows, drawn at random (the same on every run), in their order; of how many is `attrs["of"]`."""
    drawn = quotations.sample(min(n, len(quotations)), random_state=seed).sort_index()
    drawn.attrs["of"] = len(quotations)
    return drawn


def context(store: Store, quotations: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles and the spans of some quotations, to show each in its context; no other text is read.

    No articles where the store shows no texts (see `store.pseudonyms`).
    """
    where = {"article_id": list(quotations["article_id"].unique())}
    articles = store.table("articles", where=where)
    return articles[articles["text"] != ""], store.table("spans", where=where)


def listed_quotations(quotations: pd.DataFrame) -> pd.DataFrame:
    """The quotations as a table to read, sort and keep: who, with which cue, said what, where and when."""
    columns = [
        "outlet",
        "published",
        "title",
        "speaker",
        "source",
        "cue",
        "kind",
        "act",
        "content",
        "confidence",
    ]
    keys = ["article_id", "quotation", "parent"]
    return quotations[[*columns, *keys]].assign(published=quotations["published"].dt.strftime("%Y-%m-%d"))


def described_quotations(quotations: pd.DataFrame, articles: int) -> str:
    """How much is quoted in so many articles, in two sentences."""
    said = counted(quotations)
    if not len(said):
        return "No quotation that counts was found in the articles that the parameters select."
    quoting = said["article_id"].nunique()
    some = f"{quoting:,} of " if quoting < articles else ""
    parts = [f"{percent((said['kind'] == kind).mean())} {kind}" for kind in KINDS]
    sourced, named = said["source"].notna().mean(), said["speaker"].notna().mean()
    return (
        f"{plural(len(said), 'quotation')} in {some}{plural(articles, 'article')}: "
        f"{', '.join(parts)}. {percent(sourced)} have a source in the sentence or near it, and for "
        f"{percent(named)} the article gives a name."
    )


def described_cues(quotations: pd.DataFrame) -> str:
    """The most used verb and how loaded all are, in a sentence."""
    found, cued = cue_verbs(quotations, top=1), loaded_cues(quotations.assign(all="all"), by="all")
    if not len(found) or not len(cued):
        return "No quotation has a verb as its cue."
    first, all_ = found.iloc[0], cued.iloc[0]
    between = f" [{percent(all_['low'])}, {percent(all_['high'])}]" if not all_["why"] else ""
    return (
        f"“{first['verb']}” is the most used, with {percent(first['share'])} of {first['total']:,} cues. "
        f"{percent(all_['share'])}{between} of the {all_['total']:,} verbs that can be "
        f"classed are loaded."
    )


def _named(frame: pd.DataFrame, by: str, top: int, minimum_count: int) -> pd.DataFrame:
    """`frame` with the groups past the `top` largest, and those with too few rows, as "N others"."""
    frame = frame.assign(**{by: frame[by].astype(object)}, n=1)
    large = int((frame[by].value_counts() >= minimum_count).sum())
    return top_n_and_others(frame, by, weight="n", top=max(1, min(top, large)))


def _ordered(totals: pd.Series) -> list[str]:
    """Groups, the largest first, "N others" last."""
    return sorted(totals.index, key=lambda name: (is_others(name), -totals[name], str(name)))


def by_group(
    frame: pd.DataFrame, by: str, column: str, values: Sequence[str], top: int, minimum_count: int
) -> pd.DataFrame:
    """How many rows of each group of column `by` have each of `values`: `n`, `total`, share and interval."""
    grouped = _named(frame, by, top, minimum_count)
    found = _shares_of(grouped, column, values, by=by).set_index([by, column])
    index = pd.MultiIndex.from_product([_ordered(grouped.groupby(by).size()), values], names=[by, column])
    return found.reindex(index).reset_index()[[by, column, *SHARE]]


def _shares_of(rows: pd.DataFrame, column: str, values: Sequence[str], *, by: str = "") -> pd.DataFrame:
    """The share of rows with each of `values` in a column, named by it."""
    has = {value: rows[column].eq(value).fillna(False).astype(bool) for value in values}
    found = shares(rows, pd.DataFrame(has, index=rows.index, columns=list(values)), by=by)
    return found.rename(columns={"flag": column})


def flagged_by_group(
    frame: pd.DataFrame, by: str, flag: pd.Series, top: int, minimum_count: int
) -> pd.DataFrame:
    """How many rows of each group of column `by` are flagged: `n`, `total`, share and interval."""
    grouped = _named(frame.assign(flag=flag.astype(bool)), by, top, minimum_count)
    found = shares(grouped, grouped[["flag"]], by=by).set_index(by)
    return found.reindex(_ordered(grouped.groupby(by).size())).reset_index()[[by, *SHARE]]
