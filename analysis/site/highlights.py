"""What the first page says first: what is remarkable in a corpus, each sentence with its figure and its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.site.places import QUOTATIONS, Places, listed
from analysis.site.said import Said
from analysis.store import Store
from analysis.summaries import quotations
from analysis.summaries.remarkable import outlet_contrasts
from analysis.summaries.wording import plural

MOST, OF_ONE_MEASURE = 5, 2  # sentences, and of them about one measure
LEVEL = 0.05
NOTEBOOK, COMPARISON = "03-quote-attribution", "04-outlet-comparison"
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
    """At most five sentences (`text`, `figure`, `url`), and how much was looked at to find them.

    What sets an outlet apart comes first, where it holds when corrected for all that was compared; then counts, which
    are no estimates. `events` are those of `site.events`, the one told most differently first.
    """
    rows = quotations(store, **said.choice._asdict())
    compared = outlet_contrasts(rows, store.speakers, store.duplicates)
    sure = compared[compared["p_corrected"] <= LEVEL]
    sure = sure[sure.groupby("measure").cumcount() < OF_ONE_MEASURE].head(MOST)
    shown = NOTEBOOK in notebooks
    lines = [_contrast(row, figure=shown) for row in sure.to_dict("records")]
    counts = [*_told(events, figure=COMPARISON in notebooks), *_counts(said, places, figure=shown)]
    return lines + counts[: MOST - len(lines)], _looked_at(compared, sure)


def _looked_at(compared: pd.DataFrame, sure: pd.DataFrame) -> str:
    if not len(compared):
        return "Nothing was tested here: that takes two outlets with five articles each or more. These are counts."
    told = f"{plural(len(compared), 'comparison')} of an outlet with all others were made, over artic"
    left = "what is said of one is left" if len(sure) else "none is left"
    return f"{told}; {left} at a false discovery rate of 5 % over all of them (Benjamini–Hochberg)."


def _contrast(row: Mapping[Any, Any], *, figure: bool) -> Line:
    of, has, name, by = _SAID[row["measure"]]
    text = (
        f"Of the {int(row['total']):,} {of} in {plural(int(row['articles']), 'article')} of {row['outlet']}, "
        f"{row['share']:.0%} [{row['low']:.0%}–{row['high']:.0%}] {has}; of those of all other outlets "
        f"{row['others']:.0%}."
    )
    url = listed(QUOTATIONS, outlet=row["outlet"], standing="counted", **by)
    return {"text": text, "figure": f"{NOTEBOOK}.html#figure-{name}" if figure else "", "url": url}


def _told(events: Sequence[Mapping[str, Any]], *, figure: bool) -> Iterator[Line]:
    """The event that is told most differently."""
    if events and events[0]["told_differently"]:
        first = events[0]
        text = (
            f"Told most differently is “{first['title']}”: of the {plural(first['utterances'], 'utterance')} that "
            f"several of its {first['articles']:,} articles have, {first['told_differently']:,} with another class "
            "of cue, quoted here and reported there, or with a name here and without one there."
        )
        where = f"{COMPARISON}.html#figure-order" if figure else ""
        yield {"text": text, "figure": where, "url": first["url"]}


def _counts(said: Said, places: Places, *, figure: bool) -> Iterator[Line]:
    """Counts, which are no estimates: the most quoted speaker, and how many speak half of it all."""
    all_, named = len(said.counted), int(said.speakers["n"].sum())
    if not named:
        return
    first = said.speakers.iloc[0]
    where = f"{NOTEBOOK}.html#figure-speakers" if figure else ""
    text = f"{first['name']} is quoted most: {int(first['n']):,} of {plural(all_, 'quotation')} that count."
    yield {"text": text, "figure": where, "url": places.speaker(first["speaker_id"])}
    half = int((said.speakers["n"].cumsum() < named / 2).sum()) + 1
    text = f"Half of the quotations of known speakers come from {half:,} of {plural(len(said.speakers), 'speaker')}."
    yield {"text": text, "figure": where, "url": "speakers.html"}
