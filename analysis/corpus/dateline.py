"""What stands before the first sentence: a leading date, bylines, a dateline. Found, never removed."""

from __future__ import annotations

import re
from datetime import datetime

from analysis.corpus import dates
from analysis.segmentation import CAPITALISED

_DATE = re.compile(r"\s*date[ \t]+(\d{4}-\d\d-\d\d)\s+", re.IGNORECASE)

_NAME = rf"{CAPITALISED}(?: (?:{CAPITALISED}|de|la|van|von|der|den|bin|al|el)){{1,3}}"
_BYLINE = re.compile(
    rf"\s*(?:By|BY) {_NAME}(?:(?:, | and |, and | & ){_NAME}){{0,4}}"
    r"(?:(?:,| -| –| —| \|) [^\n]{1,60})?[ \t]*(?:\r?\n\s*|\r\s*)"
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?:[ /][A-ZÀ-Þ.’'-]+){0,3}"
_TITLED = r"[A-ZÀ-Þ][a-zà-ÿ’'-]+(?: [A-ZÀ-Þ][a-zà-ÿ’'-]+){0,2}"
_REGION = r"(?:, (?:[A-Z]\.(?: ?[A-Z]\.)+|[A-ZÀ-Þ][\w’'-]*\.?(?: [A-ZÀ-Þ][\w’'-]*\.?){0,2}))?"
_AGENCY = r"(?:\([A-Z][\w/&. ]{1,30}\)|/[A-Z][\w. -]{1,30}/)"
_WIRE = r"(?:AP|AFP|ANI|Bloomberg|CNN(?: Business)?|dpa|IANS|PTI|Reuters|TASS|UPI|Xinhua)"
_DASH = r"(?:[ \t]*(?:[—–]-?|--)[ \t]*|[ \t]+-[ \t]+)"
# In capitals a place needs only the dash and a sentence behind it; otherwise an agency must vouch for it.
_DATELINE = re.compile(
    rf"\s*(?:{_CAPITALS}{_REGION}(?:, {_DAY})?(?:,? ?{_AGENCY}(?:, {_DAY})?)?{_DASH}(?=[“\"‘']?[A-ZÀ-Þ0-9$])"
    rf"|(?:{_TITLED}{_REGION}(?:, {_DAY})?|{_DAY}) ?{_AGENCY}{_DASH}"
    rf"|{_CAPITALS}{_REGION}(?:, {_DAY})? ?{_AGENCY}{_DASH}"
    rf"|(?:(?:{_CAPITALS}|{_TITLED}){_REGION} ?)?\({_WIRE}\)(?:{_DASH}|\s+(?=[“\"‘']?[A-ZÀ-Þ0-9$])))"
)
# Words in capitals before a dash that are subjects or labels, not places.
_NO_PLACE = re.compile(
    r"\s*(?:NATO|GOP|FBI|CIA|EU|U\.?N\.?|U\.?S\.?|BREAKING|UPDATED?|EXCLUSIVE|FILE|OPINION|ANALYSIS)\b[^,(]*$"
)


def leading(text: str) -> tuple[int, datetime | None]:
    """(body_start, date): the offset behind leading metadata and dateline, and the date that metadata gives.

    Recognised, in this order: ` date 2024-11-20 `; lines `By Jane Doe`; a dateline such as
    `WASHINGTON (AP) — ` or `LONDON, Nov. 3 (Reuters) - `. 0 and None when there is nothing of the kind: when
    in doubt it is text. A dateline has no year and gives no date.
    """
    start, date = 0, None
    if found := _DATE.match(text):
        try:
            date = dates.parse(found[1])
            start = found.end()
        except ValueError:
            pass
    while found := _BYLINE.match(text, start):
        start = found.end()
    place = _DATELINE.match(text, start)
    if place and not _NO_PLACE.match(re.split(r"—|–|--| - ", place[0])[0]):
        start = place.end()
    return (start, date) if start < len(text) else (0, date)
