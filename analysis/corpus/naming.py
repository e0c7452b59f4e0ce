"""Outlets and authors as tools write them: objects, lists, addresses; as the names that they mean."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from analysis.corpus import fitting

# Where an object has its name, the likeliest first.
_NAMES = (
    "name",
    "main",
    "original",
    "rendered",
    "title",
    "displayname",
    "display_name",
    "value",
    "text",
    "literal",
)
_LONGEST = 5_000  # characters of a list or an object written in a cell


def name(value: Any) -> Any:
    """What an object is called (`{"id": null, "name": "The Herald"}`), and each of a list; else `value` as it is."""
    if isinstance(value, dict):
        return next((value[key] for key in _NAMES if isinstance(value.get(key), str) and value[key]), value)
    if isinstance(value, (list, tuple)):
        return [name(part) for part in value]
    return value


def outlet(value: Any) -> Any:
    """An outlet by its name, of several the first; see `name`."""
    found = name(_read(value))
    return found[0] if isinstance(found, list) and found else found


def byline(value: Any) -> Any:
    """Authors as a byline has them: `["Ann Lee", "Bo Roe", "Cy Poe"]` is "Ann Lee, Bo Roe and Cy Poe"."""
    found = name(_read(value))
    if not isinstance(found, list):
        return found
    people = [person.strip() for person in found if isinstance(person, str) and person.strip()]
    if len(people) < len([person for person in found if person]):
        return found
    return " and ".join(filter(None, [", ".join(people[:-1]), *people[-1:]])) or None


def without_by(written: str | None) -> str | None:
    """A byline without the "By" that news agencies put before it."""
    return re.sub(r"\A(?:By|BY)\s+(?=\S)", "", written) if written else None


def named(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `values` (by our columns) that are to be replaced: outlet, author and title by their names.

    An outlet that is an address is its host, and the address is the url where there is none.
    """
    found: dict[str, Any] = {}
    if (given := values.get("outlet")) is not None:
        found["outlet"] = outlet(given)
        if fitting.is_address(found["outlet"]):
            found["url"] = values.get("url") or found["outlet"]
            found["outlet"] = host(found["outlet"]) or found["outlet"]
    if (given := values.get("author")) is not None:
        found["author"] = byline(given)
    if isinstance(given := values.get("title"), (dict, list)):
        found["title"] = name(given)
    return found


def host(address: str) -> str | None:
    """The host of an address, without `www.`; None when `address` is none."""
    if not fitting.is_address(address):
        return None
    try:
        found = urlsplit(address.strip() if "//" in address else f"//{address.strip()}").hostname
    except ValueError:
        return None
    return found.removeprefix("www.") if found else None


def _read(value: Any) -> Any:
    """A list or an object that stands in a cell as JSON or Python writes it."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return value
    written = value.strip()
    if (written[:1], written[-1:]) not in (("[", "]"), ("{", "}")):
        return value
    for reader in (json.loads, ast.literal_eval):
        try:
            return reader(written)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
    return value
