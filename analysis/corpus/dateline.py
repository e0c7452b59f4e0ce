"""What stands before the first sentence: a leading date, bylines, a dateline. Found, never removed."""

from __future__ import annotations

import re
from datetime import datetime

from analysis.corpus import dates
from analysis.segmentation import CAPITALISED

# Each begins behind blanks, which are skipped before it is looked for: no repeat is tried at every character.
_DATE = re.compile(r"(?<!\S)date[ \t]+(\d{4}-\d\d-\d\d)\s+", re.IGNORECASE)

_NAME = rf"{CAPITALISED}(?: (?:{CAPITALISED}|de|la|van|von|der|den|bin|al|el)){{1,3}}"
_BYLINE = re.compile(
    rf"(?<!\S)(?:By|BY) {_NAME}(?:(?:, | and |, and | & ){_NAME}){{0,4}}"
    r"(?:(?:,| -| –| —| \|) [^\n]{1,60})?[ \t]*(?:\r?\n\s*|\r\s*)"
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,9}\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]{1,39}(?:[ /][A-ZÀ-Þ.’'-]{1,39}){0,3}"
_TITLED = r"[A-ZÀ-Þ][a-zà-ÿ’'-]{1,39}(?: [A-ZÀ-Þ][a-zà-ÿ’'-]{1,39}){0,2}"
_REGION = r"(?:, (?:[A-Z]\.(?: ?[A-Z]\.){1,9}|[A-ZÀ-Þ][\w’'-]{0,39}\.?(?: [A-ZÀ-Þ][\w’'-]{0,39}\.?){0,2}))?"
_AGENCY = r"(?:\([A-Z][\w/&. ]{1,30}\)|/[A-Z][\w. -]{1,30}/)"
_WIRE = r"(?:AP|AFP|ANI|Bloomberg|CNN(?: Business)?|dpa|IANS|PTI|Reuters|TASS|UPI|Xinhua)"
_DASH = r"(?:[ \t]{0,9}(?:[—–]-?|--)[ \t]*+|[ \t]{1,9}-[ \t]++)"
# In capitals a place needs only the dash and a sentence behind it; otherwise an agency must vouch for it.
_DATELINE = re.compile(
    rf"(?<!\S)(?:{_CAPITALS}{_REGION}(?:, {_DAY})?(?:,? ?{_AGENCY}(?:, {_DAY})?)?{_DASH}(?=[“\"‘']?[A-ZÀ-Þ0-9$])"
    rf"|(?:{_TITLED}{_REGION}(?:, {_DAY})?|{_DAY}) ?{_AGENCY}{_DASH}"
    rf"|{_CAPITALS}{_REGION}(?:, {_DAY})? ?{_AGENCY}{_DASH}"
    rf"|(?:(?:{_CAPITALS}|{_TITLED}){_REGION} ?)?\({_WIRE}\)(?:{_DASH}|\s+(?=[“\"‘']?[A-ZÀ-Þ0-9$])))"
)
# Words in capitals before a dash that are subjects or labels, not places.
_NO_PLACE = re.compile(
    r"\A\s*+(?:NATO|GOP|FBI|CIA|EU|U\.?N\.?|U\.?S\.?|BREAKING|UPDATED?|EXCLUSIVE|FILE|OPINION|ANALYSIS)\b[^,(]*$"
)


def leading(text: str) -> tuple[int, datetime | None]:
    """(body_start, date): the offset behind leading metadata and dateline, and the date that metadata gives.

    Recognised, in this order: ` date 2024-11-20 `; lines `By Jane Doe`; a dateline such as
    `WASHINGTON (AP) — ` or `LONDON, Nov. 3 (Reuters) - `. 0 and None when there is nothing of the kind: when
    in doubt it is text. A dateline has no year and gives no date.
    """
    start, date = 0, None
    if found := _DATE.match(text, _behind_blanks(text, 0)):
        try:
            date = dates.parse(found[1])
            start = found.end()
        except ValueError:
            pass
    while found := _BYLINE.match(text, _behind_blanks(text, start)):
        start = found.end()
    place = _DATELINE.match(text, _behind_blanks(text, start))
    if place and not _NO_PLACE.match(re.split(r"—|–|--| - ", place[0])[0]):
        start = place.end()
    return (start, date) if start < len(text) else (0, date)


def _behind_blanks(text: str, start: int) -> int:
    return len(text) - len(text[start:].lstrip())
