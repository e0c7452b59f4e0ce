"""How many quotations count and how many others there are, by reason: what every page says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis import tables
from analysis.quotation.acts import ACTS, COMMUNICATION
from analysis.quotation.standing import COLUMNS, SURE, check, standing
from analysis.summaries.wording import listed, plural

if TYPE_CHECKING:
    from analysis.store import Store


def standings(
    store: Store, articles: pd.DataFrame, *, acts: str = COMMUNICATION, confidence: float = SURE
) -> pd.DataFrame:
    """The `standing` of each quotation of `articles` (see `quotation.standing`); no text is read.

    Columns: `article_id`, `quotation`, `parent`, `act`, `confidence`, `standing`.
    """
    columns = ["article_id", "quotation", *COLUMNS]
    wanted = articles["article_id"]
    parts = [part[part["article_id"].isin(wanted)] for part in store.batches("quotations", columns)]
    found = pd.concat([tables.empty("quotations")[columns], *parts], ignore_index=True)
    return found.assign(standing=standing(found, acts=acts, confidence=confidence))


def described_others(quotations: pd.DataFrame, *, acts: str = COMMUNICATION, confidence: float = SURE) -> str:
    """How many quotations count, by which rule, and how many others there are, by reason; needs `act`, `standing`."""
    found = Counter(zip(*tables.values(quotations, "standing", "act"), strict=True))
    return described_numbers(found, acts=acts, confidence=confidence)


def described_numbers(
    found: Mapping[tuple[str, str | None], int], *, acts: str = COMMUNICATION, confidence: float = SURE
) -> str:
    """What `described_others` says of so many quotations of each standing and act."""
    count = sum(n for (reason, _), n in found.items() if reason == "counted")
    others = sum(found.values()) - count
    rule = f"{_acts(check(acts))}{_sureness(confidence)}, not inside another"
    told = f"{plural(count, 'quotation counts', 'quotations count')}: {rule}."
    if not others:
        return f"{told} No other was found."
    return f"{told} {plural(others, 'other was', 'others were')} found: {listed(_reasons(found), most=9)}."


def _acts(wanted: tuple[str, ...]) -> str:
    return "those of every act" if wanted == ACTS else f"those of {listed(wanted)}"


def _sureness(confidence: float) -> str:
    return f", with a confidence of {confidence:g} or more" if confidence else ""


def _reasons(found: Mapping[tuple[str, str | None], int]) -> list[str]:
    """The number of others by act and reason: "12 of belief", "3 less sure", "4 inside another"."""
    numbers, acts = Counter[str](), Counter[str | None]()
    for (reason, act), n in found.items():
        numbers[reason] += n
        acts[act] += n if reason == "other act" else 0
    by_act = [f"{acts[act]:,} of {act}" for act in ACTS if acts[act]]
    others = {"less sure": "less sure", "nested": "inside another"}
    return by_act + [f"{numbers[name]:,} {words}" for name, words in others.items() if numbers[name]]
