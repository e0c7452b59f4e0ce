"""What notebook 04 asks: what each outlet took from an event, reworded, moved, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis import comparison
from analysis.annotate import corpuswide
from analysis.comparison import alignment
from analysis.comparison.utterances import READS
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.stance import stance_of, verb_of
from analysis.quotation.standing import SURE, counted, standing
from analysis.summaries.naming import NOBODY, named_in
from analysis.summaries.others import top_labels
from analysis.summaries.sentiment import of_shown
from analysis.summaries.statistics import selection
from analysis.summaries.wording import plural

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

    `articles` and `quotations` are those of the selected articles that tell an event of at least two of them
    (`quotations` has `event`, `outlet`, `speaker` and `utterance`, missing = only here; `standing` says which of them
    count by `acts` and `confidence`, see `quotation.standing`); `versions` has a row for each telling of an utterance
    (see `tellings`) by a quotation that counts or is inside another one. Selection as in `selection`.
    """
    events, utterances, passages = (corpuswide.asked(store, t) for t in ("events", "utterances", "passages"))
    ids = set(selection(store, outlets=outlets, since=since, until=until)["article_id"])
    events = events[events["article_id"].isin(ids)]
    events = events[events.groupby("event")["article_id"].transform("size") > 1]
    wanted = {"article_id": events["article_id"].tolist()}
    articles = store.table("articles", where=wanted).merge(events[["article_id", "event"]], on="article_id")
    articles = articles.assign(outlet=articles["outlet"].fillna("unknown"))
    kept = utterances[utterances["article_id"].isin(set(wanted["article_id"]))]
    kept = kept[kept.groupby("utterance")["article_id"].transform("nunique") > 1]
    said = comparison.counterparts(store.table("quotations", where=wanted), events, kept)
    quotations = named_in(store, said.assign(standing=standing(said, acts=acts, confidence=confidence)))
    quotations = quotations.merge(articles[["article_id", "outlet"]], on="article_id")
    told = tellings(
        _shown(kept, quotations),
        quotations,
        articles,
        store.table("spans", where=wanted),
        store.table("sentiment", where=wanted),
    )
    both = passages["article_id"].isin(ids) & passages["other_id"].isin(ids)
    return Compared(articles, events, quotations, told, passages[both])


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
    (the article names the speaker), `kind` (direct, mixed, indirect), `cue`, `stance` (see `quotation.stance`),
    `position` (where the content starts, as a share of the article, 0 = first), `tone` (compound sentiment of
    the quotation, -1 to 1, NaN when not scored), `similarity`, `evidence`.
    """
    key = ["article_id", "quotation"]
    starts = spans[spans["role"] == "content"].groupby(key)["start"].min().rename("start").reset_index()
    scored = of_shown(sentiment[sentiment["unit"] == "quotation"])
    tone = scored[["article_id", "index", "compound"]].drop_duplicates(["article_id", "index"])
    tone = tone.rename(columns={"index": "quotation", "compound": "tone"})
    about = ["event", *key, "outlet", "content", "speaker", "source_type", "source", "kind", "cue"]
    found = utterances.merge(quotations[about], on=key).merge(starts, on=key, how="left")
    found = found.merge(tone, on=key, how="left")
    found = found.merge(articles[["article_id", "n_characters"]], on="article_id")
    verbs = [verb_of(cue) if isinstance(cue, str) else None for cue in found["cue"]]
    found = found.assign(
        named=found["speaker"].notna() & found["source_type"].ne("anonymous").fillna(True),
        stance=[stance_of(verb) for verb in verbs],
        position=found["start"] / found["n_characters"].clip(lower=1),
    )
    columns = ["event", "utterance", "outlet", *key, "content", "speaker", "source", "named", "kind", "cue"]
    return found[[*columns, "stance", "position", "tone", "similarity", "evidence"]]


def ranked_events(found: Compared) -> pd.DataFrame:
    """The events, those first that their outlets tell most differently.

    Columns: `event`, `title` (of the first article), `from` (date), `articles`, `outlets`, `utterances` (shared by
    two articles or more), `told_differently` (of these: another class of cue, direct here and indirect there, or
    named here and not there), `only_one` (quotations that count, without a counterpart), `difference`: the share
    (told_differently + only_one) / (utterances + only_one); NaN without quotations.
    """
    if not len(found.articles):
        columns = [
            "event",
            "title",
            "from",
            "articles",
            "outlets",
            "utterances",
            "told_differently",
            "only_one",
        ]
        return pd.DataFrame(columns=[*columns, "difference"])
    ordered = found.articles.sort_values(["published", "article_id"], na_position="last")
    group = ordered.groupby("event", sort=False)
    table = pd.DataFrame(
        {
            "title": group["title"].first(),
            "from": group["published"].min(),
            "articles": group.size(),
            "outlets": group["outlet"].nunique(),
        }
    )
    differing = told_differently(found.versions)
    alone = only_here(found)
    table["utterances"] = differing.groupby("event").size()
    table["told_differently"] = differing.groupby("event")["differs"].sum()
    table["only_one"] = alone.groupby("event").size()
    counts = ["utterances", "told_differently", "only_one"]
    table[counts] = table[counts].fillna(0).astype("int64")
    table["difference"] = (table["told_differently"] + table["only_one"]) / (
        table["utterances"] + table["only_one"]
    )
    order = ["told_differently", "outlets", "utterances"]
    return table.sort_values(order, ascending=False, kind="stable").reset_index()


def told_differently(told: pd.DataFrame) -> pd.DataFrame:
    """A row for each utterance: `cues`, `kinds`, `naming` (whether its tellings differ in these), `differs` (any).

    An utterance that one outlet alone has, in several articles, is not told differently.
    """
    told = told.assign(teller=told["outlet"].where(told["outlet"] != "unknown", told["article_id"]))
    group = told.assign(quoted=told["kind"].ne("indirect")).groupby(["event", "utterance"], sort=False)
    stances = told[~told["stance"].isin(["other"])].groupby(["event", "utterance"])["stance"].nunique()
    found = pd.DataFrame({"kinds": group["quoted"].nunique() > 1, "naming": group["named"].nunique() > 1})
    found["cues"] = stances.reindex(found.index).fillna(0) > 1
    return found.assign(differs=found.any(axis=1) & (group["teller"].nunique() > 1)).reset_index()


def one_event(found: Compared, event: str = "") -> Compared:
    """The tables of one event: `event`, or the first of `ranked_events`; ValueError for an unknown one."""
    known = ranked_events(found)["event"].tolist()
    if event and event not in known:
        raise ValueError(
            f"event {event!r}: expected one of the {len(known)} events listed, such as {known[:3]}"
        )
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
    said = counted(found.quotations)
    aligned = int(said["utterance"].notna().sum())
    return (
        f"{plural(events, 'event')} told by two articles or more; {len(found.events):,} of "
        f"{plural(articles, 'article')} tell one. Of their {plural(len(said), 'quotation')}, {aligned:,} "
        f"have a counterpart in another article: {plural(shared, 'utterance')}."
    )


def described_event(one: Compared) -> str:
    """Which outlets tell the event, since when, and by which names and words it was recognised."""
    if not len(one.articles):
        return "No event to show."
    outlets = one.articles["outlet"].value_counts()
    names = ", ".join(f"{outlet} ({n:,})" for outlet, n in outlets.items())
    dates = one.articles["published"].dropna()
    when = f"{dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else "no date"
    missing = int(one.articles["published"].isna().sum())
    undated = f", {plural(missing, 'article')} without a date" if missing and len(dates) else ""
    return f"{names}; {when}{undated}. They share: {one.events['evidence'].iloc[0]}."


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


def utterance_table(one: Compared) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row for each utterance and a column for each outlet, with the words that no other telling has.

    Returns (table, spans). `table`: `speaker`, then a column for each outlet holding its wording, several
    joined by " | ", missing when it has none; the most told utterances first. `spans`: `row`, `column`, `start`,
    `end` of the words in a cell that differ.
    """
    told = one.versions.sort_values(["article_id", "quotation"])
    outlets = sorted(told["outlet"].unique())
    rows, marks = [], []
    sizes = told.groupby("utterance")["outlet"].nunique()
    order = sorted(
        sizes.index, key=lambda u: (-sizes[u], told.loc[told["utterance"] == u, "position"].min(), u)
    )
    for number, utterance in enumerate(order):
        group = told[told["utterance"] == utterance]
        cells = {o: " | ".join(group.loc[group["outlet"] == o, "content"].unique()) for o in outlets}
        filled = [o for o in outlets if cells[o]]
        for outlet, spans in zip(filled, comparison.differing([cells[o] for o in filled]), strict=True):
            marks += [(number, outlet, start, end) for start, end in spans]
        rows.append((_speaker(group), *(cells[o] or None for o in outlets)))
    table = pd.DataFrame(rows, columns=["speaker", *outlets])
    return table, pd.DataFrame(marks, columns=["row", "column", "start", "end"])


def _speaker(group: pd.DataFrame) -> str:
    names = group["speaker"].dropna()
    sources = group["source"].dropna()
    return str(names.mode().iloc[0]) if len(names) else str(sources.iloc[0]) if len(sources) else NOBODY


def only_here(found: Compared) -> pd.DataFrame:
    """The quotations that count and that no other article of their event has: what one outlet alone reports.

    What another article has in a quotation that does not count is not reported by one alone.
    """
    said = counted(found.quotations).drop_duplicates(["article_id", "content"])
    alone = said[said["utterance"].isna()]
    return alone[["event", "outlet", "article_id", "quotation", "speaker", "source", "kind", "content"]]


def only_speakers(one: Compared) -> pd.DataFrame:
    """The named speakers whom one outlet alone quotes: `outlet`, `speaker`, `n` (quotations that count).

    Whom another outlet has in a quotation that does not count is not quoted by one alone.
    """
    said = one.quotations[one.quotations["speaker"].notna()]
    heard = said.groupby("speaker")["outlet"].transform("nunique")
    alone = counted(said[heard == 1]).groupby(["outlet", "speaker"]).size().rename("n").reset_index()
    return alone.sort_values(["outlet", "n", "speaker"], ascending=[True, False, True], ignore_index=True)


def only_facts(one: Compared) -> pd.DataFrame:
    """The names and numbers that one article of the event alone has: `outlet`, `kind`, `fact`, `context`."""
    found = comparison.facts(one.articles, one.events)
    found = found[found["articles"] == 1].merge(
        one.articles[["article_id", "outlet", "text"]], on="article_id"
    )
    around = [
        " ".join(text[max(0, start - 50) : end + 50].split())
        for text, start, end in zip(found["text"], found["start"], found["end"], strict=True)
    ]
    columns = ["outlet", "kind", "fact", "context"]
    return found.assign(context=around)[columns].sort_values(columns[:2], kind="stable", ignore_index=True)


def speaker_space(one: Compared, *, top: int = 7) -> pd.DataFrame:
    """Whom each outlet lets speak how long: `outlet`, `speaker`, `characters`, `n` (quotations), `total`, `share`.

    The share is of the characters of all quotations of the outlet that count; the `top` speakers of the event,
    the others together, and those whom nobody can name. There is no interval: it is all that was printed.
    """
    said = counted(one.quotations).assign(characters=lambda q: q["content"].str.len())
    named = (
        said[said["speaker"].notna()]
        .groupby("speaker")["characters"]
        .sum()
        .rename("characters")
        .reset_index()
    )
    kept = top_labels(named, "speaker", weight="characters", top=top)
    known = said["speaker"].where(said["speaker"].isin(kept) | said["speaker"].isna(), "other speakers")
    said = said.assign(speaker=known.fillna(NOBODY))
    group = said.groupby(["outlet", "speaker"])["characters"].agg(["sum", "size"]).reset_index()
    group = group.rename(columns={"sum": "characters", "size": "n"})
    total = group.groupby("outlet")["characters"].transform("sum")
    rank = {name: i for i, name in enumerate([*kept, "other speakers", NOBODY])}
    group = group.assign(total=total, share=group["characters"] / total.where(total > 0))
    return group.sort_values(
        ["outlet", "speaker"], key=lambda c: c.map(rank) if c.name == "speaker" else c, ignore_index=True
    )


def framing(one: Compared) -> pd.DataFrame:
    """How each outlet tells each shared utterance: cue and its class, directness, naming, place, tone."""
    who = {utterance: _speaker(group) for utterance, group in one.versions.groupby("utterance")}
    told = one.versions.assign(
        named=one.versions["named"].map({True: "named", False: "not named"}),
        who=one.versions["utterance"].map(who),
    )
    columns = ["utterance", "who", "content", "outlet", "source", "cue", "stance", "kind", "named"]
    columns += ["position", "tone"]
    return told.sort_values(["utterance", "position"])[columns].reset_index(drop=True)


def chains(one: Compared) -> pd.DataFrame:
    """Who told whom, the outlet first: "Outlet ← agency ← officials"; `chain`, `depth`, `outlet`, `content`, `n`."""
    shown = counted(one.quotations, nested=True)
    known = shown.assign(source=shown["speaker"].fillna(shown["source"]))
    found = comparison.chains(known).merge(one.articles[["article_id", "outlet"]], on="article_id")
    found = found.assign(chain=found["outlet"] + " ← " + found["sources"])
    group = found.groupby(["chain", "depth", "outlet"], sort=False)["content"]
    listed = group.agg(["first", "size"]).reset_index().rename(columns={"first": "content", "size": "n"})
    return listed.sort_values(["depth", "n", "chain"], ascending=[False, False, True], ignore_index=True)


def reused(one: Compared, *, within: bool = False) -> pd.DataFrame:
    """The passages that two outlets (with `within`, one outlet too) share word for word, the longest first.

    Columns: `outlet`, `other_outlet`, `tokens`, `origin` (the outlet that had it first, missing when dates do not
    tell), `passage`.
    """
    about = one.articles.set_index("article_id")
    outlet, text = about["outlet"], about["text"]
    found = one.passages.assign(
        outlet=one.passages["article_id"].map(outlet),
        other_outlet=one.passages["other_id"].map(outlet),
        origin=one.passages["origin"].map(outlet),
    )
    rows = zip(found["article_id"], found["start"], found["end"], strict=True)
    found = found.assign(
        passage=pd.Series([text[a][s:e] for a, s, e in rows], index=found.index, dtype="object")
    )
    found = found if within else found[found["outlet"] != found["other_outlet"]]
    columns: Sequence[str] = ["outlet", "other_outlet", "tokens", "origin", "passage"]
    return found.sort_values("tokens", ascending=False, kind="stable")[list(columns)].reset_index(drop=True)
