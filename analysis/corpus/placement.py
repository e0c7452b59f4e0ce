"""What the place of a file says of its articles: folders `outlet=X`, patterns as `{outlet}/{published}*.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from analysis.corpus import metadata
from analysis.corpus.files import METADATA_NAMES, File, Reject

_PARTITION = re.compile(r"([A-Za-z_]\w{0,63})=(.{0,200})")
_NOTHING = "__HIVE_DEFAULT_PARTITION__"  # where a partition has no value (Hive, Spark, Arrow)

_TOKEN = re.compile(r"\{([^{}/]*)\}|(\*)|([ _-]+)|([^{}* _-]+)|([{}])")
_BETWEEN = r"[ _-]+"
_SUFFIX = r"(?:\.[A-Za-z]\w{0,9}){0,2}"
_WORD = r"[^\W\d_]{3,12}"
# What is a date is found wherever it ends; other fields end at what the pattern has behind them.
_FORMS = {
    "published": rf"(?:\d{{4}}[-_ .]?\d\d[-_ .]?\d\d(?:T\d{{4,6}}Z?)?|\d{{1,2}}[-_ .]\d{{1,2}}[-_ .]\d{{4}}"
    rf"|\d{{1,2}}[-_ .]{{0,2}}{_WORD}[-_ .]{{0,2}}\d{{4}}|{_WORD}[-_ .]{{1,2}}\d{{1,2}}[-_ .,]{{1,2}}\d{{4}})(?!\d)",
    "year": r"\d{4}",
    "month": rf"(?:\d{{1,2}}|{_WORD})",
    "day": r"\d{1,2}",
}
_LONGEST = 500  # characters of a folder or file name
_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of paths: an expression for each folder and the file, and our column for each field."""

    written: str
    parts: tuple[re.Pattern[str], ...]
    fields: Mapping[str, str]


def partitions(folder: PurePosixPath) -> dict[str, str]:
    """The columns that folders of the form `name=value` are, as Hive, Spark and Arrow write tables in parts."""
    found = (_PARTITION.fullmatch(part) for part in folder.parts if "=" in part)
    return {match[1]: unquote(match[2]) for match in found if match and match[2] != _NOTHING}


def pattern(written: str, columns: Mapping[str, str]) -> Pattern:
    """`written` as it is used. `{field}` is a column of ours, or by a common name; `*` is anything.

    Blanks, dashes and underscores are alike; the last name may have an ending that the pattern does not name.
    ValueError for what is no pattern, for a field that is computed, given twice or also in `columns` (ours → theirs),
    and for fields with nothing between them.
    """
    written = written.strip().removeprefix("./").strip("/")
    names = [match[1].strip() for match in _TOKEN.finditer(written) if match[1] is not None]
    if not names or any(match[5] for match in _TOKEN.finditer(written)) or not all(names) or "**" in written:
        raise ValueError(
            f"path pattern {written!r}: write fields in braces, * for anything and / between folders, such as "
            "{outlet}/{published}*.txt"
        )
    ours = {name: _ours(name) for name in names}
    metadata.check({column: column for column in ours.values() if column not in _PARTS})
    twice = len(set(ours.values())) < len(names)
    if twice or "text" in ours.values() or set(ours.values()) & set(columns):
        raise ValueError(
            f"path pattern {written!r}: each field once, none of the text, none that a column gives too"
        )
    pieces = written.split("/")
    parts = [re.compile(_expression(piece, ours, written), re.IGNORECASE) for piece in pieces[:-1]]
    last = _expression(pieces[-1], ours, written, ending="" if "." in pieces[-1] else _SUFFIX)
    parts.append(re.compile(last, re.IGNORECASE))
    return Pattern(written, tuple(parts), {_group(column): column for column in ours.values()})


def _ours(name: str) -> str:
    """Our column by a common name: `{date}` is `published`."""
    return name if name in _PARTS else metadata.meanings([name], {})[0][name].removeprefix("given_")


def _group(column: str) -> str:
    return "field_" + "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in column)


def _expression(piece: str, ours: Mapping[str, str], written: str, *, ending: str = "") -> str:
    """One name of a path as an expression that never goes back: each field ends at the first place that fits."""
    done, open_, free = "", False, False
    for token in _TOKEN.finditer(piece):
        name, star, between, literal, _ = token.groups()
        if name is not None and (column := ours[name.strip()]) in _FORMS:
            done, free = done + f"(?P<{_group(column)}>{_FORMS[column]})", False
        elif name is not None or star:
            if free:
                raise ValueError(
                    f"path pattern {written!r}: nothing stands between {token[0]} and what is before it"
                )
            inner = ".*?" if star else f"(?P<{_group(ours[name.strip()])}>.+?)"
            done, open_, free = done + ")" * open_ + "(?>" + inner, True, True
        else:
            done, free = done + (_BETWEEN if between else re.escape(literal)), False
    return done + ending + (r"\Z)" if open_ else "")


def said(place: PurePosixPath, by: Pattern) -> dict[str, str] | None:
    """What a path says by a pattern, by our columns; None when it is not of that form.

    The pattern is compared with the last folders and the name, as many as it has.
    """
    parts = place.parts[-len(by.parts) :]
    if len(parts) < len(by.parts) or any(len(part) > _LONGEST for part in parts):
        return None
    found: dict[str, str] = {}
    for expression, part in zip(by.parts, parts, strict=True):
        if (match := expression.fullmatch(part)) is None:
            return None
        found |= {by.fields[group]: value.strip(" -_") for group, value in match.groupdict().items()}
    if set(_PARTS) <= found.keys() and "published" not in found:
        found["published"] = "-".join(found.pop(part).zfill(2) for part in _PARTS)
    if "published" in found:
        numeric = not any(c.isalpha() and c not in "TZ" for c in found["published"])
        found["published"] = re.sub(r"[-_ .,]+", "-" if numeric else " ", found["published"])
    return found


def dates_of(by: Pattern, found: Iterable[File | Reject]) -> list[str]:
    """The dates that the paths of all files say by a pattern.

    ValueError when there are files and none is of the form of the pattern.
    """
    files = [file for file in found if isinstance(file, File) and file.name.lower() not in METADATA_NAMES]
    matched = [values for file in files if (values := said(full(file), by)) is not None]
    if files and not matched:
        raise ValueError(
            f"path pattern {by.written!r}: no file is of that form; the first is {files[0].origin}"
        )
    return [values["published"] for values in matched if "published" in values]


def full(file: File) -> PurePosixPath:
    """The path of a file as patterns see it: on disk with all its folders, in an archive from this on."""
    return PurePosixPath(file.path.absolute().as_posix()) if file.path else file.folder / file.name


def place(values: dict[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """`values` of a row with what its path has `told`, which wins; what it displaces is kept as `given_…`."""
    displaced = {f"given_{name}": values[name] for name in told if values.get(name) not in (None, "")}
    return {**values, **displaced, **told}
