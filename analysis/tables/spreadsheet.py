"""Tables as spreadsheets get them: with what other tables tell of each row, and no cell that runs as a formula."""

from __future__ import annotations

import csv
import re
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

import pandas as pd

from analysis.tables.articles import ARTICLES
from analysis.tables.attributions import ATTRIBUTIONS, SOURCE_TYPES
from analysis.tables.columns import (
    OFFSET,
    TEXT,
    TIMES,
    Column,
    Table,
)

# What a spreadsheet runs as a formula begins with one of these, maybe behind what readers drop: blanks, controls,
# marks without width, quotation marks. A cell begins behind separators too where a table is read by another rule
# than ours, at each semicolon or line end, say (OWASP, "CSV Injection").
_STARTS = "=+\\-@＝＋－＠"
_DROPPED = (
    ' "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\xa0\u1680\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufeff'
)
_SEPARATORS = ",;\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029"
# Apostrophes before a formula belong to it, or nobody could tell which of them are ours.
_FORMULA = f"'*+[{_DROPPED}]*+[{_STARTS}]"
_BEGINNING = re.compile(rf"\A{_FORMULA[:-1]}\t\r\n]")
_INSIDE = re.compile(f"([{_SEPARATORS}])(?={_FORMULA})")
_INSIDE_SAFE = re.compile(f"([{_SEPARATORS}])'(?={_FORMULA})")


def _offsets(role: str) -> dict[str, Column]:
    """Where the pieces of a quotation's source, cue or content stand, as three columns."""
    return {
        f"{role}_start": Column("Int64", f"first character of the {role}, or missing", unit=OFFSET),
        f"{role}_end": Column("Int64", f"offset behind the last character of the {role}", unit=OFFSET),
        f"{role}_spans": Column(
            TEXT, f"all pieces of the {role}, as start-end, separated by blanks", unit=OFFSET
        ),
    }


# Tables as spreadsheets get them: with what other tables tell of each row.
WIDE: dict[str, Table] = {
    "quotations": Table(
        "one attribution, with its article and its speaker",
        ("article_id", "quotation"),
        {
            **{c: ATTRIBUTIONS["quotations"].columns[c] for c in ("article_id", "quotation")},
            **{c: ARTICLES["articles"].columns[c] for c in ("outlet", "published")},
            "date": Column(TEXT, "day of publication, YYYY-MM-DD, or missing", unit=TIMES),
            **{c: ARTICLES["articles"].columns[c] for c in ("title", "url")},
            "speaker": Column(TEXT, "full name of who the source is, or missing when nobody can be told"),
            "source_type": Column(TEXT, "what the source is", SOURCE_TYPES),
            "speaker_title": Column(TEXT, "role or description as the article gives it, or missing"),
            "gender": Column(
                TEXT,
                "grammatical gender of the speaker, as all articles show it",
                ("female", "male", "unknown"),
            ),
            **{
                c: ATTRIBUTIONS["quotations"].columns[c]
                for c in ("source", "cue", "kind", "act", "content", "confidence")
            },
            **_offsets("content"),
            **_offsets("cue"),
            **_offsets("source"),
            **{
                c: ATTRIBUTIONS["quotations"].columns[c]
                for c in ("speaker_id", "parent", "mention", "engine")
            },
        },
    ),
}


def neutralise(cell: Any) -> Any:
    """A cell that no spreadsheet runs as a formula; `restored` undoes it. What is not text passes unchanged.

    An apostrophe is put before each formula: = + - @ or a full-width form of them where the cell begins or behind a
    comma, a semicolon, a tab or a line end in it, maybe after blanks, quotation marks or apostrophes; and before a
    tab or a line end that the cell begins with.
    """
    if not isinstance(cell, str):
        return cell
    return "'" * bool(_BEGINNING.match(cell)) + _INSIDE.sub(r"\1'", cell)


def restored(cell: Any) -> Any:
    """What `neutralise` was given, from what it returned."""
    if not isinstance(cell, str):
        return cell
    ours = cell[:1] == "'" and _BEGINNING.match(cell[1:])
    return _INSIDE_SAFE.sub(r"\1", cell[1:] if ours else cell)


def write_csv(frame: pd.DataFrame, target: Path | IO[str], *, mark: bool = False) -> None:
    """Write `frame` as CSV whose text cells, headers too, are safe to open in a spreadsheet (see `neutralise`).

    `target` is a stream of text or the path of a file, which is UTF-8, with `mark` behind a byte-order mark. Numbers
    stay as they are; a missing cell is written as an empty one.
    """
    safe = frame.rename(columns=neutralise)
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(neutralise, na_action="ignore")
    opened = (
        target.open("w", encoding="utf-8", newline="") if isinstance(target, Path) else nullcontext(target)
    )
    with opened as out:
        if mark:
            out.write("\ufeff")
        safe.to_csv(_Rows(out), index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")  # type: ignore[call-overload]


class _Rows:
    """Takes rows that end with both characters of a line end, and ends them with a line feed alone.

    Before Python 3.13 the csv module quotes a cell for a carriage return only where rows end with one.
    """

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, row: str) -> int:
        return self.stream.write(row.removesuffix("\r\n") + "\n")
