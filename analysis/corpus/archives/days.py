"""The day that an archive says an article was published on: month names of seven languages, in any order."""

from __future__ import annotations

import re
from datetime import date

from analysis.corpus import dates
from analysis.corpus.archives.labels import fold

# January to December, each as a language writes it and shortens it.
_MONTHS = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "january february march april may june july august sept october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber mär apr mai jun jul aug sep okt nov dez",
    "jan febr mrz apr mai jun jul aug sept okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil aoû sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago set oct nov dic",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
)
MONTHS = {fold(name): n for names in _MONTHS for n, name in enumerate(names.split(), start=1)}
_DAY = r"(?<!\d)(\d{1,2})(?:\.|er|st|nd|rd|th|º|°)?"
_MONTH = r"([^\W\d_]{3,10})\.?"
_FORMS = (
    re.compile(rf"{_DAY},?\s{{1,3}}(?:de\s)?{_MONTH},?\s{{1,3}}(?:de[l]?\s)?(\d{{4}})(?!\d)"),
    re.compile(rf"(?<![^\W\d_]){_MONTH}\s{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(\d{{4}})(?!\d)"),
    re.compile(rf"(?<!\d)(\d{{4}}),?\s{{1,3}}{_MONTH}\s{{1,3}}(\d{{1,2}})(?!\d)"),
    re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)"),
)
_ORDERS = ("dmy", "mdy", "ymd", "ymd", "ymd", "dmy")
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})[:.](\d\d)(?::\d\d)?\s{0,2}([AaPp]\.?[Mm]\.?)?\s{0,2}([A-Z]{2,4})?(?![\w])"
)
_MOST = 200  # characters of a line that may give a date


def find(line: str) -> tuple[str, int, int] | None:
    """(day, and time where its zone is given, as ISO 8601; start, end) of the first date in `line`, or None."""
    line = line[:_MOST]
    for pattern, order in zip(_FORMS, _ORDERS, strict=True):
        for match in pattern.finditer(line):
            if day := _day(dict(zip(order, match.groups(), strict=True))):
                return day + _time(line[match.end() :], day), match.start(), match.end()
    return None


def stated(line: str) -> str | None:
    """The day that `line` gives, as ISO 8601, or `line` itself when it gives none that is understood."""
    found = find(line)
    return found[0] if found else line.strip()[:_MOST] or None


def _day(parts: dict[str, str]) -> str | None:
    month = int(parts["m"]) if parts["m"].isdigit() else MONTHS.get(fold(parts["m"]))
    try:
        return date(int(parts["y"]), month or 0, int(parts["d"])).isoformat()
    except ValueError:
        return None


def _time(rest: str, day: str) -> str:
    found = _TIME.search(rest)
    if not found or not found[4]:
        return ""
    written = f" {found[1]}:{found[2]} {(found[3] or '').replace('.', '').upper()} {found[4]}"
    try:
        dates.parse(day + written)
    except ValueError:
        return ""
    return written.replace("  ", " ")
