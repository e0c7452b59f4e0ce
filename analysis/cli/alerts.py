"""What came into a store since somebody last asked: quotations of the articles that are new, for alerts."""

from __future__ import annotations

import json
import re
from typing import IO, NamedTuple

import pandas as pd

from analysis import tables
from analysis.export import wide
from analysis.nearest import meant
from analysis.store import Store, arrivals

LAST = "last"


class Asked(NamedTuple):
    """What quotations are wanted: `since` a date or "last", of whom, with which words; None = all."""

    since: str = LAST
    speaker: str | None = None
    term: str | None = None

    @property
    def question(self) -> tuple[str | None, str | None]:
        """What the time of the last answer is kept by: each speaker and term has its own."""
        return self.speaker, self.term


def quotations(store: Store, asked: Asked) -> pd.DataFrame:
    """`tables.WIDE["quotations"]` of the articles that came in, and `came_in`, the oldest first.

    ValueError for a speaker whom nobody in the store is called.
    """
    who = None if asked.speaker is None else _speakers(store, asked.speaker)
    after = arrivals.told(store.place, asked.question) if asked.since == LAST else ""
    came = arrivals.arrived(store.entries)
    since = "" if asked.since == LAST else asked.since
    fresh = {article_id: at for article_id, at in came.items() if at >= since and (not after or at > after)}
    found = wide.quotations(store, fresh)
    if who is not None:
        found = found[found["speaker_id"].isin(who)]
    if asked.term is not None:
        found = found[_contains(found["content"], asked.term)]
    found = found.assign(came_in=pd.Series(found["article_id"].map(fresh), dtype=tables.TEXT))
    return found.sort_values(["came_in", "article_id", "quotation"]).reset_index(drop=True)


def remember(store: Store, asked: Asked) -> None:
    """Keep up to when `asked` was answered, for the next time; for the holder of the lock."""
    arrivals.tell(store.place, asked.question, arrivals.latest(store.entries))


def write(found: pd.DataFrame, form: str, out: IO[str]) -> None:
    """Write the rows as a JSON list of objects, or as CSV that no spreadsheet runs."""
    if form == "csv":
        tables.write_csv(found, out)
        return
    rows = json.loads(found.to_json(orient="records", date_format="iso", date_unit="s"))
    out.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _speakers(store: Store, name: str) -> set[str]:
    """The ids of those who are called `name`, or have all its words in their names."""
    known = store.table("speakers", columns=["speaker_id", "name"])
    folded = known["name"].fillna("").str.casefold()
    wanted = " ".join(name.casefold().split())
    same = (known["speaker_id"] == name) | (folded == wanted)
    if not same.any():
        words = set(wanted.split())
        same = folded.map(lambda other: bool(words) and words <= set(other.split())).astype(bool)
    if not same.any():
        raise ValueError(f"nobody in {store.path} is called {name!r}{meant(name, known['name'].dropna())}")
    return set(known.loc[same, "speaker_id"])


def _contains(contents: pd.Series, term: str) -> pd.Series:
    """Whether `term` stands in each content as whole words, letter case aside."""
    words = r"\s+".join(map(re.escape, term.split()))
    if not words:
        raise ValueError("--term is empty; leave it out, or name a word")
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    return contents.fillna("").map(lambda text: pattern.search(text) is not None).astype(bool)
