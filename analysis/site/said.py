"""What a report is about: the articles that were chosen and their quotations, the same on every page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis import tables
from analysis.corpus.selection import selected
from analysis.execution import parameters
from analysis.execution.parameters import ParameterError, Value
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import SURE, check, counted, standing
from analysis.summaries import described_numbers, described_others, quoted_speakers
from analysis.summaries.naming import named
from analysis.summaries.statistics import wanted_outlets
from analysis.summaries.wording import plural

if TYPE_CHECKING:
    from analysis.store import Store

COLUMNS = [
    "article_id",
    "quotation",
    "parent",
    "kind",
    "act",
    "content",
    "source",
    "cue",
    "speaker_id",
    "confidence",
]
ABOUT = ["article_id", "outlet", "published", "title", "n_characters", "body_start"]
# What holds for the whole report, whichever notebooks take it.
CHOICE = parameters.parse(
    'acts: str = "communication"  # some of: communication, belief, knowledge, intention, all: separated by commas\n'
    "confidence: float = 0.5  # from 0 to 1: how sure quotations have to be to count\n"
    'outlets: str = ""  # names separated by commas; empty = all\n'
    'since: str = ""  # date YYYY-MM-DD or empty\n'
    'until: str = ""  # date YYYY-MM-DD or empty\n'
)


class NothingChosen(ValueError):
    """No article is left of a corpus by the outlets and dates that were asked for."""


class Choice(NamedTuple):
    """Which articles and which quotations a report is about."""

    acts: str = COMMUNICATION
    confidence: float = SURE
    outlets: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Value], *, acts: str, confidence: float) -> Choice:
        """That of parameters given by name, `acts` and `confidence` being what options say.

        ValueError (ParameterError is one) for a value that is not allowed, and for two that are not the same.
        """
        check(acts, confidence)
        known = {p.name: parameters.check(p, given[p.name]) for p in CHOICE if p.name in given}
        for name, option, default in (("acts", acts, COMMUNICATION), ("confidence", confidence, SURE)):
            if option not in (default, known.get(name, option)):
                raise ParameterError(
                    f"parameter {name} is given twice: {known[name]!r}, and --{name} {option}"
                )
        return cls(**{"acts": acts, "confidence": confidence, **known})  # type: ignore[arg-type]

    def described(self, chosen: int, total: int) -> str:
        """What was chosen and how much that is, in a sentence; empty where it is everything."""
        parts = [
            f"of {self.outlets}" * bool(self.outlets),
            f"from {self.since}" * bool(self.since),
            f"until {self.until}" * bool(self.until),
        ]
        if not any(parts):
            return ""
        told = " ".join(filter(None, parts))
        return f"All of this report is about articles {told}: {chosen:,} of {plural(total, 'article')}."


class Said(NamedTuple):
    """The articles chosen, of so many in `total`; all their quotations with `standing` and `speaker`; the speakers.

    See `quotation.standing`; the speakers are those of the quotations that count.
    """

    articles: pd.DataFrame
    quotations: pd.DataFrame
    speakers: pd.DataFrame
    choice: Choice
    total: int

    @classmethod
    def of(cls, store: Store, choice: Choice) -> Said:
        """What a store holds of it.

        ValueError as of `standing`, and for an outlet that no article has; NothingChosen where no article is left.
        """
        articles = store.table("articles", columns=ABOUT)
        mine = selected(
            articles,
            outlets=wanted_outlets(choice.outlets, articles["outlet"]),
            since=choice.since,
            until=choice.until,
        )
        if len(articles) and not len(mine):
            raise NothingChosen(f"none of {plural(len(articles), 'article')} is {_asked(choice, articles)}")
        found = store.table("quotations", columns=COLUMNS)
        found = found[found["article_id"].isin(mine["article_id"])].reset_index(drop=True)
        found = found.assign(standing=standing(found, acts=choice.acts, confidence=choice.confidence))
        speakers = store.speakers
        heard = quoted_speakers(speakers, found)
        return cls(mine.reset_index(drop=True), named(found, speakers), heard, choice, len(articles))

    @property
    def counted(self) -> pd.DataFrame:
        """The quotations that count."""
        return counted(self.quotations)

    def described(self, quotations: Sequence[Mapping[str, Any]] | None = None) -> str:
        """How many of some quotations (`records`), or of all, count, and how many others there are, by reason."""
        acts, confidence = self.choice.acts, self.choice.confidence
        if quotations is None:
            return described_others(self.quotations, acts=acts, confidence=confidence)
        numbers = Counter((q["standing"], q["act"]) for q in quotations)
        return described_numbers(numbers, acts=acts, confidence=confidence)

    @property
    def chosen(self) -> str:
        """What was chosen, as `Choice.described` says."""
        return self.choice.described(len(self.articles), self.total)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, None where a cell is missing: for pages, of which each needs a few rows of many."""
    names = list(frame.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*tables.values(frame, *names), strict=True)]


def grouped(rows: Iterable[dict[str, Any]], by: str) -> dict[Any, list[dict[str, Any]]]:
    """Rows by their value of a column, in their order."""
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(row)
    return found


def _asked(choice: Choice, articles: pd.DataFrame) -> str:
    """What was asked for, and of when the articles are."""
    asked = [f"of {choice.outlets}"] * bool(choice.outlets)
    asked += [f"from {choice.since} on"] * bool(choice.since) + [f"until {choice.until}"] * bool(choice.until)
    days = articles["published"].dropna()
    dates = (
        f"; their dates are {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"
        if len(days)
        else "; none has a date"
    )
    return " ".join(asked) + dates
