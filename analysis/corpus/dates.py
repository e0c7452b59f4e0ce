"""When an article was published: many notations to one UTC time, and none guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any

# What a nanosecond timestamp holds, so that every tool reads the column; placeholders such as 0001 fall out.
FIRST, LAST = datetime(1678, 1, 1, tzinfo=UTC), datetime(2261, 12, 31, tzinfo=UTC)

_MISSING = {"", "-", "nan", "nat", "none", "null", "n/a", "na", "unknown"}
_EPOCH_UNITS = (1, 10**3, 10**6, 10**9)
_EPOCH = (10**8, 5 * 10**9)  # seconds: 1973 to 2128, above any date written as YYYYMMDD
_SHORT_YEAR = re.compile(r"\A(\d{1,2})([/.-])(\d{1,2})\2(\d\d)(?!\d)")
_DIGITS = re.compile(r"\d+(\.\d+)?")
_OFFSETS = {"GMT": 0, "UTC": 0, "Z": 0, "CET": 1, "CEST": 2}
_OFFSETS |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_REGIONS = {"ET": "New_York", "CT": "Chicago", "MT": "Denver", "PT": "Los_Angeles"}


def parse(value: Any) -> datetime | None:
    """`value` as a UTC time; None when it says nothing (empty, NaN, "n/a").

    Reads dates and times, ISO 8601, RFC 2822, English month names, YYYYMMDD, D.M.YYYY, and seconds (or
    milli-, micro-, nanoseconds) since 1970. A time without a zone is taken as UTC. Two-digit years follow
    POSIX (69–99 are 1969–1999). Raises ValueError for what is no date, an incomplete date, one outside
    1678–2261, and one that could be day/month as well as month/day: no order is guessed.
    """
    if value is None or value != value or (isinstance(value, str) and value.strip().lower() in _MISSING):
        return None
    try:
        found = _datetime(value)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no date") from error
    if not FIRST <= found <= LAST:
        raise ValueError("outside 1678–2261")
    return found


def _datetime(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value))
    if not isinstance(value, str) or len(value) > 100:
        raise ValueError("no date")
    return _from_text(value.strip())


@lru_cache(maxsize=4096)
def _from_text(text: str) -> datetime:
    if _DIGITS.fullmatch(text):
        for unit in _EPOCH_UNITS:
            if _EPOCH[0] <= float(text) / unit < _EPOCH[1]:
                return datetime.fromtimestamp(float(text) / unit, UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _written(_SHORT_YEAR.sub(_long_year, text))


def _long_year(match: re.Match[str]) -> str:
    first, mark, second, year = match.groups()
    return f"{first}{mark}{second}{mark}{'19' if int(year) > 68 else '20'}{year}"


def _written(text: str) -> datetime:
    from dateutil import parser

    if not re.search(r"\d{4}", text):
        raise ValueError("no date, or no year")
    orders = [False] if re.match(r"\d{4}", text) else [True] if re.match(r"\A\d+\.", text) else [True, False]
    # A part that is missing would be filled from the default: two defaults show it.
    defaults = (datetime(2000, 1, 1), datetime(2001, 2, 2))
    try:
        readings = {
            parser.parse(text, default=default, dayfirst=order, tzinfos=_zone)
            for default in defaults
            for order in orders
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(str(error) if "zone" in str(error) else "no date") from error
    if len(readings) > 1:
        raise ValueError("incomplete, or day and month could be exchanged")
    return readings.pop()


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    from dateutil import tz

    if name is None and offset is None:
        return None
    if offset:
        return tz.tzoffset(name, offset)
    if name in _REGIONS:
        return tz.gettz(f"America/{_REGIONS[name]}")
    if name not in _OFFSETS and offset is None:
        raise ValueError(f"time zone {name} is not known")
    return tz.tzoffset(name, int(_OFFSETS.get(name or "", 0) * 3600))
