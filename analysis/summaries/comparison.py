"""What notebook 04 asks: what each outlet took from an event, reworded, moved, or left out."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis import comparison, tables
from analysis.annotate import corpuswide
from analysis.comparison import alignment, sayings
from analysis.comparison.utterances import READS
from analysis.nearest import offered
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.stance import stance_of, verb_of
from analysis.quotation.standing import SURE, counted, standing
from analysis.summaries.naming import named_in
from analysis.summaries.omissions import alone, only_here
from analysis.summaries.sentiment import of_shown
from analysis.summaries.statistics import selection
from analysis.summaries.wording import listed, plural

if TYPE_CHECKING:
    from analysis.store import Store


class Compared(NamedTuple):
    """The tables of a comparison: of a corpus, or of one event."""

    articles: pd.DataFrame
    events: pd.DataFrame
    quotations: pd.DataFrame
    versions: pd.DataFrame
    passages: pd.DataFrame


def compared_events(
    store: Store,
    *,
    outlets: str = "",
    since: str = "",
    until: str = "",
    acts: str = COMMUNICATION,
    confidence: float = SURE,
) -> Compared:
    """Events, utterances and shared passages of a store; found on the first call, then kept beside it.

    `articles` and `quotations` are those of the selected articles that tell an event of at least two of them.
    `articles` has `copy_of`, the earlier article that it repeats, if it does: none is left out. `quotations` has
    `event`, `outlet`, `speaker` and `utterance`, missing = told by no other; of those `likeness`, how near the
    nearest sentence of another article is (see `sayings.nearest`); `standing` says which of them count by `acts` and
    `confidence` (see `quotation.standing`). `versions` has a row for each telling of an utterance
    (see `tellings`) by a quotation that counts or is inside another one. Selection as in `selection`.
    """
    events, utterances, passages = (corpuswide.asked(store, t) for t in ("events", "utterances", "passages"))
    chosen = selection(store, outlets=outlets, since=since, until=until)
    ids = set(chosen["article_id"])
    events = events[events["article_id"].isin(ids)]
    events = events[events.groupby("event")["article_id"].transform("size") > 1]
    wanted = {"article_id": events["article_id"].tolist()}
    articles = store.table("articles", where=wanted).merge(events[["article_id", "event"]], on="article_id")
    articles = articles.assign(
        outlet=articles["outlet"].fillna("unknown"), copy_of=_copies(articles["article_id"], chosen)
    )
    kept = utterances[utterances["article_id"].isin(set(wanted["article_id"]))]
    kept = kept[kept.groupby("utterance")["article_id"].transform("nunique") > 1]
    said = comparison.counterparts(store.table("quotations", where=wanted), events, kept)
    quotations = named_in(store, said.assign(standing=standing(said, acts=acts, confidence=confidence)))
    quotations = quotations.merge(articles[["article_id", "outlet", "copy_of"]], on="article_id")
    told = tellings(
        _shown(kept, quotations),
        quotations,
        articles,
        store.table("spans", where=wanted),
        store.table("sentiment", where=wanted),
    )
    both = passages["article_id"].isin(ids) & passages["other_id"].isin(ids)
    likeness = sayings.likeness(quotations[alone(quotations)], articles)
    quotations = quotations.assign(likeness=likeness)
    return Compared(articles, events, quotations, told, passages[both])


def _copies(ids: pd.Series, chosen: pd.DataFrame) -> pd.Series:
    """For each of `ids` the first of its copies among the articles chosen (see `selection`), missing for that one."""
    first = chosen.drop_duplicates("cluster").set_index("cluster")["article_id"]
    of = chosen.set_index("article_id")["cluster"].map(first).reindex(ids).set_axis(ids.index)
    return pd.Series(of.where(of != ids), dtype=tables.TEXT)


def _shown(utterances: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """The rows of `utterances` whose quotations are shown, of utterances that two articles have then."""
    keys = counted(quotations, nested=True)[["article_id", "quotation"]]
    told = utterances.merge(keys, on=["article_id", "quotation"])
    return told[told.groupby("utterance")["article_id"].transform("nunique") > 1]


def tellings(
    utterances: pd.DataFrame,
    quotations: pd.DataFrame,
    articles: pd.DataFrame,
    spans: pd.DataFrame,
    sentiment: pd.DataFrame,
) -> pd.DataFrame:
    """How each article tells each utterance: a row for each telling.

    Columns: `event`, `utterance`, `outlet`, `article_id`, `quotation`, `content`, `speaker`, `source`, `named`
    (the article names the speaker; missing for a pronoun whose name was not found), `copy_of` (the earlier article
    that this one repeats), `kind` (direct, mixed, indirect), `cue`, `stance` (see `quotation.stance`),
    `position` (where the content starts, as a share of the article, 0 = first), `tone` (compound sentiment of
    the quotation, -1 to 1, NaN when not scored), `similarity`, `evidence`.
    """
    key = ["article_id", "quotation"]
    starts = spans[spans["role"] == "content"].groupby(key)["start"].min().rename("start").reset_index()
    scored = of_shown(sentiment[sentiment["unit"] == "quotation"])
    tone = scored[["article_id", "index", "compound"]].drop_duplicates(["article_id", "index"])
    tone = tone.rename(columns={"index": "quotation", "compound": "tone"})
    about = [
        "event",
        *key,
        "outlet",
        "content",
        "speaker",
        "source_type",
        "source",
        "mention",
        "kind",
        "cue",
    ]
    about += ["copy_of"]
    found = (
        utterances.rename(columns={"start": "part", "end": "part_end"})
        .merge(quotations[about], on=key)
        .merge(starts, on=key, how="left")
    )
    found = found.merge(tone, on=key, how="left")
    found = found.merge(articles[["article_id", "n_characters"]], on="article_id")
    verbs = [verb_of(cue) if isinstance(cue, str) else None for cue in found["cue"]]
    known = found["speaker"].notna()
    named = (known & found["source_type"].ne("anonymous").fillna(True)).astype("boolean")
    parts = zip(found["content"], found["part"], found["part_end"], strict=True)
    found = found.assign(
        named=named.mask(~known & found["mention"].eq("pronoun").fillna(False)),
        stance=[stance_of(verb) for verb in verbs],
        position=(found["start"] + found["part"]) / found["n_characters"].clip(lower=1),
        content=pd.Series([text[a:b] for text, a, b in parts], found.index, tables.TEXT),
    )
    columns = ["event", "utterance", "outlet", *key, "content", "speaker", "source", "named", "kind", "cue"]
    return found[[*columns, "stance", "position", "tone", "similarity", "evidence", "copy_of"]]


def ranked_events(found: Compared) -> pd.DataFrame:
    """The events, those first that their outlets tell most differently.

    Columns: `event`, `title` (of the first article), `from` (date), `articles`, `copies` (of these, that repeat an
    earlier one), `outlets`, `utterances` (shared by two articles or more), `told_differently` (of these: another
    class of cue, direct here and indirect there, or named here and not there), `only_one` (sayings that are
    `only_here`), `difference`: the share (told_differently + only_one) / (utterances + only_one); NaN without any.
    """
    if not len(found.articles):
        columns = [
            "event",
            "title",
            "from",
            "articles",
            "copies",
            "outlets",
            "utterances",
            "told_differently",
            "only_one",
        ]
        return pd.DataFrame(columns=[*columns, "difference"])
    ordered = found.articles.sort_values(["published", "article_id"], na_position="last")
    ordered = ordered if "body_start" in ordered else ordered.assign(body_start=0)
    group = ordered.groupby("event", sort=False)
    table = pd.DataFrame(
        {
            "title": group["title"]
            .first()
            .fillna(group[["text", "body_start"]].first().apply(_beginning, axis=1)),
            "from": group["published"].min(),
            "articles": group.size(),
            "copies": group["copy_of"].count(),
            "outlets": group["outlet"].nunique(),
        }
    )
    differing = told_differently(found.versions)
    exclusive = only_here(found)
    table["utterances"] = differing.groupby("event").size()
    table["told_differently"] = differing.groupby("event")["differs"].sum()
    table["only_one"] = exclusive.groupby("event").size()
    counts = ["utterances", "told_differently", "only_one"]
    table[counts] = table[counts].fillna(0).astype("int64")
    table["difference"] = (table["told_differently"] + table["only_one"]) / (
        table["utterances"] + table["only_one"]
    )
    order = ["told_differently", "outlets", "utterances"]
    return table.sort_values(order, ascending=False, kind="stable").reset_index()


def _beginning(article: pd.Series) -> str:
    """What stands for the title of an article without one."""
    body = str(article["text"])[int(article["body_start"]) :]
    return shorten(body[:400], 80, placeholder=" …")


def told_differently(told: pd.DataFrame) -> pd.DataFrame:
    """A row for each utterance: `cues`, `kinds`, `naming` (whether its tellings differ in these), `differs` (any).

    An utterance that one outlet alone has, in several articles, is not told differently; a pronoun whose name was not
    found is no speaker who goes unnamed.
    """
    told = told.assign(teller=told["outlet"].where(told["outlet"] != "unknown", told["article_id"]))
    group = told.assign(quoted=told["kind"].ne("indirect")).groupby(["event", "utterance"], sort=False)
    stances = told[~told["stance"].isin(["other"])].groupby(["event", "utterance"])["stance"].nunique()
    found = pd.DataFrame({"kinds": group["quoted"].nunique() > 1, "naming": group["named"].nunique() > 1})
    found["cues"] = stances.reindex(found.index).fillna(0) > 1
    return found.assign(differs=found.any(axis=1) & (group["teller"].nunique() > 1)).reset_index()


def one_event(found: Compared, event: str = "") -> Compared:
    """The tables of one event: `event`, or the first of `ranked_events`; ValueError for an unknown one."""
    known = list(found.articles["event"].unique()) if event else ranked_events(found)["event"].tolist()
    if event and event not in known:
        raise ValueError(f"event {event!r}: none of the {len(known)} events listed{offered(event, known)}")
    chosen = event or (known[0] if known else "")
    articles, events, quotations, told = (
        table[table["event"] == chosen]
        for table in (found.articles, found.events, found.quotations, found.versions)
    )
    passages, ids = found.passages, set(articles["article_id"])
    inside = passages["article_id"].isin(ids) & passages["other_id"].isin(ids)
    return Compared(articles, events, quotations, told, passages[inside])


def described_events(found: Compared, articles: int) -> str:
    """How many events there are, and how many of `articles` they take in."""
    if not len(found.events):
        return f"No two of {plural(articles, 'article')} tell the same event, so there is nothing to compare."
    events, shared = found.events["event"].nunique(), found.versions["utterance"].nunique()
    said, repeats = counted(found.quotations), int(found.articles["copy_of"].count())
    copies = (
        f"{plural(repeats, 'article repeats', 'articles repeat')} another; none is left out."
        if repeats
        else "No article repeats another."
    )
    aligned = int(said["utterance"].notna().sum())
    return (
        f"{plural(events, 'event')} told by two articles or more; {len(found.events):,} of "
        f"{plural(articles, 'article')} tell one. Of their {plural(len(said), 'quotation')}, {aligned:,} "
        f"have a counterpart in another article: {plural(shared, 'utterance')}. {copies}"
    )


def described_event(one: Compared) -> str:
    """Which outlets tell the event, since when, and by which names and words it was recognised."""
    if not len(one.articles):
        return "No event to show."
    outlets = one.articles["outlet"].value_counts()
    names = ", ".join(f"{outlet} ({n:,})" for outlet, n in outlets.items())
    dates = one.articles["published"].dropna()
    days = (
        list(dict.fromkeys(f"{date:%Y-%m-%d}" for date in (dates.min(), dates.max()))) if len(dates) else []
    )
    when = " to ".join(days) or "no date"
    missing = int(one.articles["published"].isna().sum())
    copies = _told_copies(one.articles)
    undated = f", {plural(missing, 'article')} without a date" if missing and len(dates) else ""
    return f"{names}; {when}{undated}. They share: {one.events['evidence'].iloc[0]}. {copies}"


def _told_copies(articles: pd.DataFrame) -> str:
    """Which articles of an event repeat which: none is left out, and what copies say is said by one."""
    if not articles["copy_of"].notna().any():
        return "No article repeats another."
    outlet = articles.set_index("article_id")["outlet"]
    pairs = articles.dropna(subset="copy_of")
    said = [
        f"{here}'s of {outlet.get(first, 'an article')}'s"
        for here, first in zip(pairs["outlet"], pairs["copy_of"], strict=True)
    ]
    return f"Copies, of which none is left out: {listed(said, most=9)}."


def described_alignment() -> str:
    """How far the alignment can be trusted, as measured when its models were trained."""
    measured, words = alignment.quality(), alignment.quality(read=False)
    large = alignment.quality(closely=False)
    quoted = measured["forms"]["both quoted"]
    return (
        f"On events that the models did not see, {100 * measured['recall']:.0f} % of the pairs of quotations that "
        f"are one utterance are joined, and {100 * measured['precision']:.0f} % of the joined pairs are right: read "
        f"before you quote. Where both have words in quotation marks, {100 * quoted['recall']:.0f} % are joined and "
        f"{100 * quoted['precision']:.0f} % right; what is only paraphrased is often missed. Networks read "
        f"{READS:,} pairs of quotations at most, those of the events with the most articles first: in a large corpus "
        f"only pairs that share words, and {100 * large['recall']:.0f} % are joined; where they read none, words "
        f"decide, and {100 * words['recall']:.0f} % are joined."
    )
