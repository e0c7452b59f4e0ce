"""Articles of a JSON file: one object, an array of them, or what a service or pandas wraps round them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

from analysis.corpus import feeds

# Where services put the articles, the likeliest first; else it is the only list of objects.
_LISTS = (
    "articles",
    "results",
    "items",
    "docs",
    "hits",
    "stories",
    "documents",
    "entries",
    "posts",
    "news",
    "rows",
)
_DEEPEST = 3  # objects round the list
_BLOCK = 1 << 16
_BLANKS = " \t\r\n\ufeff"
_ABOUT = ({"_data_files", "_fingerprint"}, {"builder_name", "features"}, {"citation", "features"})
_COLUMNS = 2  # as many lists of one length are the columns of a table


# Values of a JSON document, counted by what opens or parts them: no article of `limits.LONGEST` characters has more,
# and a short text of brackets alone would fill the memory.
MOST_VALUES = 3_000_000
TOO_MANY = f"JSON of more than {MOST_VALUES} values, as no article has"


class Broken(ValueError):
    """The file, or a part of it, is no JSON."""


def is_sane(written: str, at: int = 0, *, most: int = MOST_VALUES) -> bool:
    """Whether JSON, from a character on, holds no more than `most` values, as far as its marks tell."""
    return len(written) - at <= most or sum(written.count(mark, at) for mark in "{[,") <= most


def records(stream: TextIO, *, longest: int) -> Iterator[tuple[bool, Any]]:
    """The values in a JSON file: the elements of an array one at a time, the articles in an object, or lines of JSON.

    Each with whether it is all that the file holds.
    Broken for what is no JSON; OverflowError for an element of more than `longest` characters, and for an object
    that holds a list of more than twice that, and for what holds more values than articles do.
    """
    buffer = ""
    while not buffer.strip(_BLANKS) and (block := stream.read(_BLOCK)):
        buffer = block
    buffer = buffer.lstrip(_BLANKS)
    if buffer.startswith("["):
        yield from ((False, value) for value in _elements(stream, buffer[1:], longest))
        return
    rest = stream.read(2 * longest + 1)
    if len(rest) > 2 * longest:
        raise OverflowError(
            f"a JSON object of more than {2 * longest} characters; one object a line is read (.jsonl)"
        )
    if not is_sane(buffer + rest):
        raise OverflowError(TOO_MANY)
    yield from _objects(buffer + rest)


def _elements(stream: TextIO, buffer: str, longest: int) -> Iterator[Any]:
    """The elements of an array whose opening bracket was read."""
    decoder, wanted, at, first = json.JSONDecoder(strict=False), _BLOCK, 0, True
    while True:
        start = at = _behind_blanks(buffer, at)
        if buffer.startswith("]", at):
            return
        try:
            if not first and at < len(buffer):
                at = _behind_comma(buffer, at)
            value, end = decoder.raw_decode(buffer, at)
            if end == len(buffer):
                raise ValueError("it may go on")
        except Broken:
            raise
        except RecursionError as error:
            raise Broken("nested too deeply") from error
        except ValueError as error:
            if len(buffer) - at > longest:
                raise OverflowError(f"an element of more than {longest} characters") from error
            if not is_sane(buffer, at):
                raise OverflowError(TOO_MANY) from error
            if not (more := stream.read(wanted)):
                raise Broken(f"not JSON, or it breaks off: {error}") from error
            # Twice as much each time: what is read again stays in proportion.
            buffer, at, wanted = buffer[start:] + more, 0, 2 * wanted
            continue
        yield value
        at, wanted, first = end, _BLOCK, False


def _behind_comma(written: str, at: int) -> int:
    if written[at] != ",":
        raise Broken(f"not JSON: {written[at]!r} between two elements")
    return _behind_blanks(written, at + 1)


def _behind_blanks(written: str, at: int) -> int:
    while at < len(written) and written[at] in _BLANKS:
        at += 1
    return at


def _objects(written: str) -> Iterator[tuple[bool, Any]]:
    """The articles in an object, or the objects that stand one behind another."""
    decoder, start = json.JSONDecoder(strict=False), 0
    count = 0
    while start < len(written):
        try:
            value, start = decoder.raw_decode(written, start)
        except (ValueError, RecursionError) as error:
            raise Broken(f"not JSON: {error}"[:300]) from error
        count += 1
        start = _behind_blanks(written, start)
        whole = count == 1 and start == len(written)
        yield from ((whole and part is value, part) for part in (articles(value) if whole else [value]))


def is_about(value: Any) -> bool:
    """Whether an object is what Hugging Face writes beside the files of a data set, and no article."""
    return isinstance(value, dict) and any(signs <= value.keys() for signs in _ABOUT)


def articles(value: Any) -> Sequence[Any]:
    """The articles in one JSON value: itself, or those in the list that it wraps."""
    if not isinstance(value, dict) or feeds.has_text(value):
        return [value]
    listed = _listed(value, _DEEPEST)
    if listed and "jsonfeed.org" in str(value.get("version")):
        return [{"outlet": value.get("title"), **row} for row in listed if isinstance(row, dict)]
    return listed if listed is not None else _columns(value) or _by_key(value) or [value]


def _listed(value: Mapping[str, Any], depth: int) -> list[Any] | None:
    """The list of objects in an object, by its name or because its objects have texts; None without one."""
    lists = {name: part for name, part in value.items() if isinstance(part, list)}
    for name in _LISTS:
        if name in lists and all(isinstance(row, dict) for row in lists[name][:1]):
            return lists[name]
    if {"columns", "data"} <= lists.keys():  # pandas, orient="split"
        return [
            dict(zip(lists["columns"], row, strict=False)) for row in lists["data"] if isinstance(row, list)
        ]
    inner = [part for part in value.values() if isinstance(part, dict) and depth > 1]
    found = [rows for rows in [*lists.values(), *(_listed(part, depth - 1) for part in inner)] if rows]
    with_text = [rows for rows in found if any(isinstance(r, dict) and feeds.has_text(r) for r in rows[:5])]
    by_name = [rows for rows in found if not any(rows is own for own in lists.values())]
    return max(with_text or by_name, key=len, default=None)


def _columns(value: Mapping[str, Any]) -> list[Any]:
    """The rows of an object of columns: lists of one length, or objects with the same keys (pandas)."""
    columns = list(value.values())
    if len(columns) >= _COLUMNS and all(isinstance(c, list) and len(c) == len(columns[0]) for c in columns):
        return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]
    if not columns or not all(isinstance(c, dict) for c in columns) or not feeds.names_text(value):
        return []
    return [{name: column.get(key) for name, column in value.items()} for key in columns[0]]


def _by_key(value: Mapping[str, Any]) -> list[Any]:
    """The articles of an object that has each under its id (pandas, orient="index")."""
    inner = list(value.values())
    if not inner or not all(isinstance(v, dict) and feeds.has_text(v) for v in inner):
        return []
    numbered = all(key == str(number) for number, key in enumerate(value))
    return inner if numbered else [{"id": key, **row} for key, row in value.items()]
