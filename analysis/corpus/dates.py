"""When an article was published: many notations to one UTC time, and none guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from analysis.corpus import date_words

ORDERS = ("dayfirst", "monthfirst", "ymd")

# What a nanosecond timestamp holds, so that every tool reads the column; placeholders such as 0001 fall out.
FIRST, LAST = datetime(1678, 1, 1, tzinfo=UTC), datetime(2261, 12, 31, tzinfo=UTC)

_MISSING = {"", "-", "nan", "nat", "none", "null", "n/a", "na", "unknown"}
_EPOCH_UNITS = (1, 10**3, 10**6, 10**9)
_EPOCH = (10**8, 5 * 10**9)  # seconds: 1973 to 2128, above any date written as YYYYMMDD
_NUMBERS = re.compile(
    r"\A(\d{4}|\d{1,2})([/.-])[ ]?(\d{1,2})\2[ ]?(\d{4}|\d{1,2})\.?(?:(?:T|,? )[ ]?(.{1,60}))?\Z"
)
_CLOCK = re.compile(r"\d{1,2}(?::\d\d| ?[AaPp]\.?[Mm])")
_DIGITS = re.compile(r"\d+(\.\d+)?")
# Hours east of Greenwich. Where a name means several zones it is the one that English news means by it: CST and IST
# are Chicago's and India's, BST is British Summer Time.
_OFFSETS: dict[str, float] = {"GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1}
_OFFSETS |= {"CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "SAST": 2, "MSK": 3}
_OFFSETS |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_OFFSETS |= {"AKST": -9, "AKDT": -8, "HST": -10, "AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5, "BRT": -3}
_OFFSETS |= {"PKT": 5, "IST": 5.5, "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9}
_OFFSETS |= {"ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}
_REGIONS = {"ET": "New_York", "CT": "Chicago", "MT": "Denver", "PT": "Los_Angeles"}


class AmbiguousDate(ValueError):
    """A date that could be day/month as well as month/day."""


def parse(value: Any, *, order: str | None = None) -> datetime | None:
    """`value` as a UTC time; None when it says nothing (empty, NaN, "n/a").

    Reads dates and times, ISO 8601, RFC 2822, month names in English, German, French, Spanish, Italian, Portuguese
    and Dutch, YYYYMMDD, D.M.YYYY, and seconds (or milli-, micro-, nanoseconds) since 1970. A time without a zone is
    taken as UTC. Two-digit years follow POSIX (69–99 are 1969–1999). `order`, one of `ORDERS`, is that of the numbers
    in a date that can be read in several ways; with D.M.YYYY the day is first unless it says otherwise. Raises
    AmbiguousDate for such a date without an order: none is guessed; ValueError for what is no date, an incomplete
    date, and one outside 1678–2261.
    """
    if value is None or value != value or (isinstance(value, str) and value.strip().lower() in _MISSING):
        return None
    try:
        found = _datetime(value, order)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no date") from error
    if not FIRST <= found <= LAST:
        raise ValueError("outside 1678–2261")
    return found


def proven(values: Iterable[Any]) -> str | None:
    """The order of the numbers that dates of one column prove (12/25/2017: the month is first), or None.

    None too where some prove one order and some another.
    """
    found = {order for order in map(_proof, values) if order is not None}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def is_open(text: str) -> bool:
    """Whether the numbers of a date could be read in several orders: 5/6/2020, 5.6.2020, and 31/12/16 (ymd)."""
    numbers = _numbers(text) if len(text) <= 100 else None
    if numbers is None or len(numbers[1]) == 4 or len(numbers[4]) < 2:
        return False
    first, second, third = int(numbers[1]), int(numbers[3]), int(numbers[4])
    return (first <= 12 and second <= 12 and first != second) or (
        second <= 12 and first <= 31 and third <= 31
    )


def _proof(value: Any) -> str | None:
    numbers = _numbers(value) if isinstance(value, str) and len(value) <= 100 else None
    if numbers is None or len(numbers[1]) == 4:
        return None
    first, second, third = int(numbers[1]), int(numbers[3]), numbers[4]
    if first > 31 and len(third) == 2:
        return "ymd"
    if first > 12 >= second:
        return "dayfirst" if first <= 31 else None
    return "monthfirst" if first <= 12 < second <= 31 else None


def _numbers(text: str) -> re.Match[str] | None:
    text = text.strip()
    return _NUMBERS.match(text) or (None if text[:1].isdigit() else _NUMBERS.match(date_words.english(text)))


def _datetime(value: Any, order: str | None) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value))
    if not isinstance(value, str) or len(value) > 100:
        raise ValueError("no date")
    return _from_text(value.strip(), order)


@lru_cache(maxsize=4096)
def _from_text(text: str, order: str | None) -> datetime:
    if _DIGITS.fullmatch(text):
        for unit in _EPOCH_UNITS:
            if _EPOCH[0] <= float(text) / unit < _EPOCH[1]:
                return datetime.fromtimestamp(float(text) / unit, UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if numbers := _numbers(text):
        return _numeric(numbers, order)
    try:
        return _written(text)
    except ValueError as error:
        translated = date_words.english(text)
        if translated == text:
            raise
        try:
            return _written(translated)
        except ValueError:
            raise error from None


def _numeric(numbers: re.Match[str], order: str | None) -> datetime:
    """The date that three numbers are, and the time behind them."""
    first, mark, second, third, clock = numbers.groups()
    if len(first) == 4:
        year, month, day = first, second, third
    elif len(third) < 2:
        raise ValueError("no date, or no year")
    elif len(third) == 2 and (int(first) > 31 or order == "ymd"):
        year, month, day = first, second, third
    elif int(first) > 12 or (int(second) <= 12 and _day_first(first, mark, second, order)):
        year, month, day = third, second, first
    else:
        year, month, day = third, first, second
    try:
        found = datetime(_year(year), int(month), int(day))
    except ValueError as error:
        raise ValueError("no date") from error
    if not clock:
        return found
    clock = date_words.english(clock)
    if not _CLOCK.match(clock):
        raise ValueError("no date")
    return _written(f"{found.date().isoformat()} {clock}")


def _day_first(first: str, mark: str, second: str, order: str | None) -> bool:
    if order in ("dayfirst", "monthfirst"):
        return order == "dayfirst"
    if mark == "." or int(first) == int(second):
        return True
    raise AmbiguousDate("day and month could be exchanged")


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) > 68 else 2000)


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
