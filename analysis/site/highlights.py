"""What the first page says first: what is remarkable in a corpus, each sentence with its figure and its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

import pandas as pd

from analysis.quotation.stance import verb_of
from analysis.site.articles import cell, cut
from analysis.site.places import ARTICLES, QUOTATIONS, Places, listed
from analysis.site.said import Said
from analysis.store import Store
from analysis.summaries import quotations
from analysis.summaries.remarkable import outlet_contrasts
from analysis.summaries.wording import percent, plural

MOST, OF_ONE_MEASURE = 5, 2  # sentences, and of them about one measure
LEVEL = 0.05
CORPUS, NOTEBOOK, COMPARISON = "01-corpus-statistics", "03-quote-attribution", "04-outlet-comparison"
# Of each measure: what it is a share of, what has it, the figure that shows it, and the quotations it is about.
_SAID: Mapping[str, tuple[str, str, str, dict[str, str]]] = {
    "direct": ("quotations", "are direct", "kinds", {"kind": "direct"}),
    "anonymous": (
        "quotations with a source",
        "have one whose name is withheld",
        "anonymous",
        {"type": "anonymous"},
    ),
    "loaded": (
        "cue verbs that can be classed",
        "are loaded: they take sides, judge or colour",
        "stances",
        {},
    ),
    "women": ("quotations of people whose gender is known", "are of women", "genders", {"gender": "female"}),
}
Line = dict[str, str]


def found(
    store: Store,
    said: Said,
    places: Places,
    events: Sequence[Mapping[str, Any]],
    notebooks: Collection[str],
) -> tuple[list[Line], str]:
    """Five sentences (`text`, `figure`, `url`; fewer of a corpus with little in it), and how they were found.

    What sets an outlet apart comes first, where it holds when corrected for all that was compared; then counts, which
    are no estimates and need no test. `events` are those of `site.events`, the one told most differently first.
    """
    rows = quotations(store, **said.choice._asdict())
    compared = outlet_contrasts(rows, store.speakers, store.duplicates)
    sure = compared[compared["p_corrected"] <= LEVEL]
    sure = sure[sure.groupby("measure").cumcount() < OF_ONE_MEASURE].head(MOST)
    lines = [_contrast(row) for row in sure.to_dict("records")]
    counts = chain(_of_events(events), _of_quotations(said, places), _of_articles(said, places))
    lines += islice(counts, MOST - len(lines))
    shown = [{**line, "figure": _figure(line["figure"], notebooks)} for line in lines]
    return shown, _looked_at(compared, len(sure), len(shown))


def _figure(address: str, notebooks: Collection[str]) -> str:
    """The address of a figure, where its notebook was run."""
    return address if address.partition(".")[0] in notebooks else ""


def _looked_at(compared: pd.DataFrame, sure: int, shown: int) -> str:
    counts = f"{'The others' if sure else 'These'} are counts, which need no test." if shown > sure else ""
    if not len(compared):
        untested = "Nothing was tested here: that takes two outlets with five articles each or more."
        return " ".join(filter(None, (untested, counts)))
    told = f"{plural(len(compared), 'comparison')} of an outlet with all others were made, over articles"
    rate = "at a false discovery rate of 5 % over all of them (Benjamini–Hochberg)"
    left = (compared["p_corrected"] <= LEVEL).sum()
    holds = f"{left:,} {'holds' if left == 1 else 'hold'}" if left else "none holds"
    first = f"; the first {'sentence is' if sure == 1 else f'{sure} sentences are'} of these" * bool(sure)
    return " ".join(filter(None, (f"{told}; {holds} {rate}{first}.", counts)))


def _line(text: str, figure: str, url: str) -> Line:
    return {"text": text, "figure": figure, "url": url}


def _contrast(row: Mapping[Any, Any]) -> Line:
    of, has, name, by = _SAID[row["measure"]]
    text = (
        f"Of the {int(row['total']):,} {of} in {plural(int(row['articles']), 'article')} of {row['outlet']}, "
        f"{percent(row['share'])} [{percent(row['low'])}–{percent(row['high'])}] {has}; "
        f"of those of all other outlets {percent(row['others'])}."
    )
    url = listed(QUOTATIONS, outlet=row["outlet"], standing="counted", **by)
    return _line(text, f"{NOTEBOOK}.html#figure-{name}", url)


def _of_events(events: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """The event that is told most differently, and the one that most articles tell."""
    first = events[0] if events else None
    if first and first["told_differently"]:
        text = (
            f"Told most differently is “{first['title']}”: {first['told_differently']:,} of "
            f"{plural(first['utterances'], 'utterance')} that two or more of its {first['articles']:,} articles have "
            "get another class of cue, are quoted here and reported there, or have a name here and none there."
        )
        yield _line(text, f"{COMPARISON}.html#figure-order", first["url"])
    widest = max(events, key=lambda event: event["articles"], default=None)
    if widest and (widest is not first or not first["told_differently"]):
        told = f"{plural(widest['articles'], 'article')} of {plural(widest['outlets'], 'outlet')}"
        text = f"Told by most articles is “{widest['title']}”: {told}."
        yield _line(text, f"{COMPARISON}.html#table-events", widest["url"])


def _of_quotations(said: Said, places: Places) -> Iterator[Line]:
    """The most quoted speaker, how many speak half of it all, the most used cue, how much is direct."""
    all_, named = said.counted, int(said.speakers["n"].sum())
    if named:
        first, figure = said.speakers.iloc[0], f"{NOTEBOOK}.html#figure-speakers"
        text = f"{first['name']} is quoted most: {int(first['n']):,} of {plural(len(all_), 'quotation')} that count."
        yield _line(text, figure, places.speaker(first["speaker_id"]))
        half = int((said.speakers["n"].cumsum() < named / 2).sum()) + 1
        speakers = plural(len(said.speakers), "speaker")
        text = f"Half of the quotations of known speakers come from {half:,} of {speakers}."
        yield _line(text, figure, "speakers.html")
    cues = all_["cue"].dropna().map(verb_of).dropna().value_counts()
    if places.has_words and len(cues):
        verb, n = cues.index[0], int(cues.iloc[0])
        text = f"The cue verb used most is “{verb}”: {n:,} of {plural(int(cues.sum()), 'cue verb')}."
        yield _line(text, f"{NOTEBOOK}.html#figure-verbs", listed(QUOTATIONS, cue=verb, standing="counted"))
    if len(all_):
        direct = int(all_["kind"].eq("direct").sum())
        text = f"Quoted in the speakers' own words are {direct:,} of {plural(len(all_), 'quotation')} that count."
        url = listed(QUOTATIONS, kind="direct", standing="counted")
        yield _line(text, f"{NOTEBOOK}.html#figure-kinds", url)


def _of_articles(said: Said, places: Places) -> Iterator[Line]:
    """The outlet with most articles, the day with most, the longest article."""
    articles, figure = said.articles, f"{CORPUS}.html#figure-"
    outlets = articles["outlet"].dropna().value_counts()
    if len(outlets) > 1:
        name, n = outlets.index[0], int(outlets.iloc[0])
        text = f"{name} has most articles: {n:,} of {len(articles):,}."
        yield _line(text, f"{figure}outlets", listed(ARTICLES, outlet=name))
    days = articles["published"].dropna().dt.strftime("%Y-%m-%d").value_counts().sort_index()
    if len(days) > 1:
        day, n = days.idxmax(), int(days.max())
        text = f"Most articles of one day are of {day}: {n:,} of {len(articles):,}."
        yield _line(text, f"{figure}timeline", listed(ARTICLES, since=day, until=day))
    if len(articles) and places.has_words:
        longest = articles.iloc[int(articles["n_characters"].to_numpy().argmax())]
        title = cut(cell(longest["title"]) or str(longest["article_id"]), 80)
        text = f"The longest article is “{title}”, with {int(longest['n_characters']):,} characters."
        yield _line(text, "", places.articles.get(longest["article_id"], "") or ARTICLES)
