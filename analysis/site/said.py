"""The quotations of a store as the site shows them: which count, whose they are, and what is said of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.quotation.standing import counted, standing
from analysis.summaries import described_others, quoted_speakers
from analysis.summaries.naming import named

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
    "speaker_id",
    "confidence",
]


class Said(NamedTuple):
    """All quotations with `standing` and `speaker` (see `quotation.standing`); the speakers of those that count.

    `acts` and `confidence` are what the standing rests on.
    """

    quotations: pd.DataFrame
    speakers: pd.DataFrame
    acts: str
    confidence: float

    @classmethod
    def of(cls, store: Store, *, acts: str, confidence: float) -> Said:
        """What a store holds; ValueError as of `standing`."""
        found = store.table("quotations", columns=COLUMNS)
        found = found.assign(standing=standing(found, acts=acts, confidence=confidence))
        speakers = store.speakers
        return cls(named(found, speakers), quoted_speakers(speakers, found), acts, confidence)

    @property
    def counted(self) -> pd.DataFrame:
        """The quotations that count."""
        return counted(self.quotations)

    def described(self, quotations: pd.DataFrame | None = None) -> str:
        """How many of some quotations, or of all, count, and how many others there are, by reason."""
        some = self.quotations if quotations is None else quotations
        return described_others(some, acts=self.acts, confidence=self.confidence)
