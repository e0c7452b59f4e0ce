"""What the columns of the input mean: names, values as text, and the metadata files beside text files."""

from __future__ import annotations

import json
import posixpath
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from analysis import tables
from analysis.corpus import fitting
from analysis.corpus.column_names import FILE, NAMES, TEASERS, fold
from analysis.corpus.files import Reject, printable
from analysis.corpus.row import Row

# A table with more columns than this (JSON Lines with a name of its own in every row) keeps the others as one.
MOST_COLUMNS = 200
_DERIVED = set(tables.TABLES["articles"].columns) - set(NAMES)


def check(columns: Mapping[str, str]) -> dict[str, str]:
    """`columns` (ours → theirs) as it is used. Raises ValueError for a column of ours that is computed."""
    given = {"id" if ours == "article_id" else ours: theirs for ours, theirs in columns.items()}
    if wrong := sorted(_DERIVED & set(given)):
        raise ValueError(
            f"computed, not read: {', '.join(wrong)}; columns to map: {', '.join(NAMES)}, or any other"
        )
    return given


def meanings(
    available: Iterable[str], columns: Mapping[str, str], sample: Sequence[Mapping[str, Any]] = ()
) -> tuple[dict[str, str], list[str]]:
    """(theirs → ours for the columns of a file, columns that `columns` names and the file has not).

    `columns` (ours → theirs) wins over common names; both are compared without accents, case and punctuation. Of
    several columns with common names it is the first that has a fitting value in the rows `sample`. The other
    columns keep their names, with `given_` before those that newsbook itself computes or has filled.
    """
    names = list(available)
    folded = {fold(name): name for name in reversed(names)}
    found: dict[str, str] = {}
    absent = []
    for ours, theirs in columns.items():
        name = theirs if theirs in names else folded.get(fold(theirs))
        if name is None:
            absent.append(theirs)
        else:
            found[name] = ours
    for ours, common in NAMES.items():
        candidates = [folded[alias] for alias in common if alias in folded and folded[alias] not in found]
        if ours not in found.values() and (name := fitting.likeliest(ours, candidates, sample)):
            found[name] = ours
    # Without a page to fetch, what is called a description is the text (AG News); a codebook has no titles.
    if not {"text", "url"} & set(found.values()) and "title" in found.values() and file_column(names) is None:
        teasers = [folded[alias] for alias in TEASERS if alias in folded and folded[alias] not in found]
        found |= dict.fromkeys(teasers[:1], "text")
    if "url" not in found.values() and (name := fitting.addresses(set(names) - set(found), sample)):
        found[name] = "url"
    taken = set(found.values()) | set(tables.TABLES["articles"].columns)
    kept = names if len(names) <= MOST_COLUMNS else [*found, *names[:MOST_COLUMNS]]
    others = {name: printable(f"given_{name}" if name in taken else name) for name in kept}
    return others | found, absent


def as_text(value: Any) -> str | None:
    """A value of any kind as text; None for what says nothing (None, NaN, an empty string).

    Numbers that are whole lose `.0` (spreadsheets and Parquet turn identifiers into floats); times are ISO
    8601; the texts and numbers of a list are joined by "; "; other lists and objects become JSON.
    """
    if value is None or value != value or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(part, (str, int, float)) for part in value):
        return "; ".join(filter(None, map(as_text, value))) or None
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def translate(values: Mapping[str, Any], names: dict[str, str], columns: Mapping[str, str]) -> dict[str, Any]:
    """The values of a row under our names; columns not met before (JSON Lines) are added to `names`.

    When those are as many as a table may have, what is left is kept together in the column `further`, as JSON.
    """
    fresh = [name for name in values if name not in names]
    if fresh and len(names) < MOST_COLUMNS:
        found, _ = meanings([*names, *fresh], columns)
        for name in fresh:
            names[name] = found[name] if found[name] not in names.values() else f"given_{printable(name)}"
    further = {name: values[name] for name in fresh if name not in names}
    known = {names[name]: value for name, value in values.items() if name in names}
    return known | ({"further": further} if further else {})


def file_column(available: Iterable[str]) -> str | None:
    """The column that says which text file a row of metadata is about, or None."""
    return next((name for name in available if fold(name) in FILE), None)


def lookup(rows: Iterable[Row], column: str) -> tuple[dict[str, Row], list[Reject]]:
    """Rows of a metadata file by the file they name, and those that name none or one named before."""
    known: dict[str, Row] = {}
    rejects = []
    for row in rows:
        name = _key(as_text(row.values.pop(column, None)) or "")
        if not name or name in known:
            rejects.append(Reject(row.origin, "bad row", "names a file twice" if name else "names no file"))
        else:
            known[name] = row
    return known, rejects


def beside(place: PurePosixPath, known: Mapping[PurePosixPath, dict[str, Row]]) -> Mapping[str, Any]:
    """Takes out what the nearest metadata file above `place` says of it (`known`: by folder, then file)."""
    for folder in place.parents if known else ():
        row = known.get(folder, {}).pop(_key(str(place.relative_to(folder))), None)
        if row is not None:
            return row.values
    return {}


def said(place: PurePosixPath, known: Mapping[PurePosixPath, dict[str, Row]]) -> Mapping[str, Any]:
    """What `beside` would take out, which stays where it is."""
    for folder in place.parents if known else ():
        if (row := known.get(folder, {}).get(_key(str(place.relative_to(folder))))) is not None:
            return row.values
    return {}


def _key(name: str) -> str:
    # One system writes é as one character, another as two; Windows writes backslashes.
    name = unicodedata.normalize("NFC", name.strip().replace("\\", "/"))
    return posixpath.normpath(name) if name else ""
