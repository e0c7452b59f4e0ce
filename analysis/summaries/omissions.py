"""What one outlet alone has of an event, as far as was looked for: sayings, speakers, names and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import comparison, statistics
from analysis.comparison import sayings
from analysis.quotation.standing import counted

if TYPE_CHECKING:
    from analysis.summaries.comparison import Compared


def alone(quotations: pd.DataFrame) -> pd.Series:
    """Which quotations count, say something, and are told by no other article of their event in a quotation."""
    counts = quotations["standing"].eq("counted") & ~quotations.duplicated(["article_id", "content"])
    may = counts & quotations["utterance"].isna()
    said = quotations[may]
    direct = said["kind"].ne("indirect")
    says = [sayings.is_saying(c, direct=d) for c, d in zip(said["content"], direct, strict=True)]
    return may & pd.Series(says, index=said.index, dtype=bool).reindex(quotations.index, fill_value=False)


def only_here(found: Compared) -> pd.DataFrame:
    """What one article of an event alone reports, as far as was found: sayings without a counterpart in any other.

    Listed are quotations that count and have a predicate (see `sayings.is_saying`), that no other article has as a
    quotation, counted or not, nor in a sentence of its own whose `likeness` is `sayings.FOUND` or more. Columns:
    `event`, `outlet`, `article_id`, `quotation`, `speaker`, `source`, `kind`, `content`; `likeness` of the nearest
    sentence of all other articles, 0 to 1 (`parallels.searched` shows each article's). The least like come first.
    """
    known = found.quotations
    # `compared_events` has looked already: only what is told by no other quotation has a likeness there.
    said = known[known["likeness"].notna() if "likeness" in known else alone(known)]
    likeness = said["likeness"] if "likeness" in said else sayings.likeness(said, found.articles)
    least = said.assign(likeness=likeness)[likeness < sayings.FOUND]
    columns = ["event", "outlet", "article_id", "quotation", "speaker", "source", "kind", "content"]
    ordered = least.sort_values("likeness", kind="stable")
    return ordered[[*columns, "likeness"]]


def only_speakers(one: Compared) -> pd.DataFrame:
    """The named speakers whom one outlet alone quotes: `outlet`, `speaker`, `n` (quotations that count), `articles`.

    Whom another outlet has in a quotation that does not count is not quoted by one alone.
    """
    said = one.quotations[one.quotations["speaker"].notna()]
    heard = said.groupby("speaker")["outlet"].transform("nunique")
    group = counted(said[heard == 1]).groupby(["outlet", "speaker"])["article_id"]
    alone = group.agg(["size", "nunique"]).rename(columns={"size": "n", "nunique": "articles"}).reset_index()
    return alone.sort_values(["outlet", "n", "speaker"], ascending=[True, False, True], ignore_index=True)


def only_facts(one: Compared) -> pd.DataFrame:
    """The names and numbers that one article of the event alone has: `outlet`, `kind`, `fact`, `context`."""
    found = comparison.facts(one.articles, one.events)
    found = found[found["articles"] == 1].merge(
        one.articles[["article_id", "outlet", "text"]], on="article_id"
    )
    around = [
        " ".join("".join(statistics.around(text, start, end, 50)).split())
        for text, start, end in zip(found["text"], found["start"], found["end"], strict=True)
    ]
    columns = ["outlet", "kind", "fact", "context"]
    return found.assign(context=around)[columns].sort_values(columns[:2], kind="stable", ignore_index=True)
