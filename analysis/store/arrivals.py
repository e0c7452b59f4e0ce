"""When articles came into a store, and up to when somebody was told of them.

A time is in UTC, as text that sorts: 2026-12-01T09:30:00.000000Z. Each batch comes in later than those before,
whatever the clock says, so that "all after this one" misses none. Batches of a version that kept no times have "".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from analysis.store import place
from analysis.store.batches import Entry
from analysis.store.place import Place

FOLDER, TOLD = "alerts", "told.json"
_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def dated(entry: Entry, known: Iterable[Entry], *, before: Mapping[str, str] | None = None) -> Entry:
    """A batch that comes in now, after those `known`; articles in `before` came in when that says."""
    earlier = {article_id: at for article_id, at in (before or {}).items() if article_id in entry.articles}
    return replace(entry, at=_after(latest(known)), earlier=earlier)


def _after(last: str) -> str:
    now = datetime.now(UTC).replace(tzinfo=None)
    if last:
        now = max(now, datetime.strptime(last, _FORM) + timedelta(microseconds=1))
    return now.strftime(_FORM)


def latest(known: Iterable[Entry]) -> str:
    """When the last of some batches came in."""
    return max((entry.at for entry in known), default="")


def arrived(known: Iterable[Entry]) -> dict[str, str]:
    """When each article of some batches came in."""
    return {
        article_id: entry.earlier.get(article_id, entry.at)
        for entry in known
        for article_id in entry.articles.keys() - entry.superseded
    }


def told(where: Place, question: object) -> str:
    """Up to which time somebody who asked this `question` was told of articles; "" = it was never asked."""
    return str(place.read_json(where, FOLDER, TOLD).get(_key(question), ""))


def tell(where: Place, question: object, at: str) -> None:
    """Remember it; for the holder of the lock."""
    place.write_json(where, place.read_json(where, FOLDER, TOLD) | {_key(question): at}, FOLDER, TOLD)


def _key(question: object) -> str:
    return hashlib.sha256(repr(question).encode("utf-8", "replace")).hexdigest()[:16]
