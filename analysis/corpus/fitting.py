"""Whether the values of a column are what its name says: texts, names of outlets, dates, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.corpus import dates
from analysis.corpus.column_names import NAMES, fold

_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s/]|www\.[^\s/]{1,255}/|[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/", re.IGNORECASE
)
# Also an English word for what is no date.
_DOUBTFUL = {"data"}


def is_address(value: Any) -> bool:
    """Whether a value is the address of a page or a site; a mere host (`example.com`) is a name."""
    return isinstance(value, str) and _ADDRESS.match(value.strip()) is not None and " " not in value.strip()


def likeliest(ours: str, candidates: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> str | None:
    """Which of the columns `candidates`, the likeliest first, is our column `ours` by the values in `sample`.

    The first when the values of none fit, unless its name is doubtful; None without candidates.
    """
    fits = _FITS.get(ours)
    if fits is None or (len(candidates) == 1 and fold(candidates[0]) not in _DOUBTFUL):
        return next(iter(candidates), None)
    for name in candidates:
        if any(fits(value) for value in _values(name, sample)):
            return name
    certain = [name for name in candidates if fold(name) not in _DOUBTFUL]
    return certain[0] if certain else None


def addresses(names: Iterable[str], sample: Sequence[Mapping[str, Any]]) -> str | None:
    """The column among `names` that is called as outlets are and holds addresses of pages, or None."""
    for name in sorted(names):
        values = list(_values(name, sample)) if fold(name) in NAMES["outlet"] else []
        if values and all(map(is_address, values)):
            return name
    return None


def _values(name: str, sample: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    return (row[name] for row in sample if row.get(name) not in (None, "", [], {}))


def _is_text(value: Any) -> bool:
    return isinstance(value, (str, bytes)) and not is_address(value)


def _is_outlet(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, str) and not is_address(value))


def _is_date(value: Any) -> bool:
    try:
        return dates.parse(value) is not None
    except dates.AmbiguousDate:
        return True
    except (ValueError, TypeError):
        return False


_FITS = {"text": _is_text, "outlet": _is_outlet, "published": _is_date, "url": is_address}
