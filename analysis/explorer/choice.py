"""Which quotations are looked at: a choice of them as a table, and as the lines of code that make the same table."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

import pandas as pd

from analysis import summaries
from analysis.store import Store

Column = Literal["published", "outlet", "speaker", "content", "kind", "act", "confidence"]
LONGEST = 300  # characters of a word or name that is looked for


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is asked for; a field that is empty asks for nothing. `counted` leaves out what does not count."""

    word: str = ""
    speaker: str = ""
    outlet: str = ""
    kind: str = ""
    act: str = ""
    source_type: str = ""
    confidence: float = 0.0
    since: str = ""
    until: str = ""
    counted: bool = True
    by: str = ""
    descending: bool = False


def read(message: Mapping[str, Any]) -> Choice:
    """The choice that a browser sent. ValueError for one that cannot be: an unknown field, column, date or share."""
    known = {field.name: field.default for field in fields(Choice)}
    if set(message) - set(known):
        raise ValueError(f"unknown: {', '.join(sorted(map(str, set(message) - set(known))))}")
    given: dict[str, Any] = {}
    for name, value in message.items():
        wanted = type(known[name])
        if wanted is float and not isinstance(value, bool) and isinstance(value, int | float):
            value = float(value)
        if not isinstance(value, wanted) or (isinstance(value, str) and len(value) > LONGEST):
            raise ValueError(f"{name}: not {value!r}"[:LONGEST])
        given[name] = value
    choice = Choice(**given)
    if choice.by and choice.by not in get_args(Column):
        raise ValueError(f"by has to be one of {', '.join(get_args(Column))}")
    if not 0 <= choice.confidence <= 1:
        raise ValueError("confidence has to be from 0 to 1")
    for name in ("since", "until"):
        if getattr(choice, name):
            pd.Timestamp(getattr(choice, name))
    return choice


def quotations(store: Store, **asked: Any) -> pd.DataFrame:
    """The quotations of a store that a choice asks for: rows of `summaries.quotations`, in the choice's order.

    `asked` are the fields of `Choice`; ValueError as of `read`.
    """
    return chosen(summaries.quotations(store), read(asked))


def chosen(rows: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Those of `rows`, of `summaries.quotations`, that `choice` asks for, in its order."""
    found = summaries.counted(rows) if choice.counted else rows
    for column in ("outlet", "kind", "act", "source_type"):
        if getattr(choice, column):
            found = found[found[column] == getattr(choice, column)]
    if choice.since or choice.until:
        day = found["published"].dt.strftime("%Y-%m-%d")
        found = found[(day >= choice.since) & (day <= (choice.until or "9999"))]
    if choice.confidence:
        found = found[found["confidence"].fillna(1.0) >= choice.confidence]
    if choice.speaker:
        found = found[_has(found["speaker"], choice.speaker)]
    if choice.word:
        found = found[_has(found["content"], choice.word)]
    if choice.by:
        found = found.sort_values(choice.by, ascending=not choice.descending, kind="stable")
    return found


def _has(texts: pd.Series, word: str) -> pd.Series:
    """Whether each text has `word` somewhere in it, capitals and accents aside."""
    wanted = _plain(word)
    return texts.map(lambda text: isinstance(text, str) and wanted in _plain(text)).astype(bool)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def code(choice: Choice) -> str:
    """Lines of Python that make the same table in a cell of one's own, of the store that is called `store`.

    What stands in them of articles, an outlet's or a speaker's name, is a literal as `ascii` writes it.
    """
    asked = [
        f"{field.name}={getattr(choice, field.name)!a}"
        for field in fields(choice)
        if getattr(choice, field.name) != field.default
    ]
    return f"from analysis import explorer\n\nexplorer.quotations({', '.join(['store', *asked])})"
