"""One coder at one sample: messages of the browser become decisions on the disk, and what changed goes back.

| message | answer |
|---|---|
| ask unit, maybe `unit` | `unit`: text once, items, names; else the next one to code |
| ask codebook | `codebook`: as it is now |
| ask keep, `id`, `unit`, `sha256`, `action`, `target`, `after`, `seconds`, `session` | `kept` with a patch |

A decision that makes no sense is `refused`; one that the disk did not take `failed`, and is sent again. It says all
that it is about, so that one that waited in the browser is kept whatever is shown now, and once whoever sends it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.desk import views
from analysis.desk.views import Message
from analysis.review import events as decided
from analysis.review.codings import CodedUnit, coded_unit, frozen, key
from analysis.review.events import Event
from analysis.review.samples import Sample
from analysis.review.thirdlook import differing, of_coders, proposed
from analysis.segmentation import Span
from analysis.show import markup
from analysis.store import place, reviews

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
LONGEST = 3600.0  # seconds that one decision may take; more is a clock that is wrong
MOVES = ("done", "skip")  # after these the next unit is shown


class Session:
    """A coder's place at a sample. `answer` is all that is called; `desk` tells it from other places."""

    def __init__(self, sample: Sample, coder: str, *, adjudicate: bool = False) -> None:
        """`adjudicate`: the third look, at units where coders differ. ValueError for an empty coder."""
        if not coder.strip():
            raise ValueError("coder: say who decides")
        self.sample, self.coder = sample, coder
        self.role = "adjudicator" if adjudicate else "coder"
        self.known = frozen(sample)
        self.differs = differing(sample) if adjudicate else {}
        self.theirs = of_coders(self.known) if adjudicate else {}
        self.names = views.Names(sample)
        self.place, self.file = sample.place, (reviews.FOLDER, sample.name, decided.file_of(coder))
        told = (self.place.path(*self.file), self.role, sample.about["frame"], sample.about["at"])
        self.desk = hashlib.sha256(json.dumps(told).encode("utf-8", "replace")).hexdigest()[:16]
        self.events: list[Event] = []
        self.size = -1
        self.shown: CodedUnit | None = None

    # --- what it is asked ---------------------------------------------------------------------------------------

    def answer(self, message: Any, *, at: str) -> list[Message]:
        """What goes back for a message; `at` is the time. Whatever goes wrong is told, never raised."""
        told: Mapping[str, Any] = message if isinstance(message, dict) else {}
        id = str(told.get("id", ""))
        try:
            self._refresh()
            if told.get("ask") == "codebook":
                return [{"is": "codebook", "text": markup.clean(self.sample.codebook())}]
            if told.get("ask") == "keep":
                return self._kept(told, at)
            return [self._unit(str(told.get("unit") or ""))]
        except ValueError as error:
            return [{"is": "refused", "id": id, "why": markup.clean(error)}]
        except Exception as error:
            # A full disk, another process's lock: it waits in the browser, marked as not saved, and is sent again.
            return [{"is": "failed", "id": id, "why": markup.clean(f"{type(error).__name__}: {error}")}]

    def _refresh(self) -> None:
        """Read the coder's file again when another process, or we, have written to it."""
        size = place.size(self.place, *self.file)
        if size != self.size:
            self.events, self.size = decided.read(self.sample, self.coder), size

    # --- units --------------------------------------------------------------------------------------------------

    def units(self) -> list[str]:
        """The units that are this coder's, in the order of coding: those to do, and those begun or done."""
        if self.role == "adjudicator":
            return [u for u in self.sample.drawn["unit"] if u in self.differs]
        mine = {e["unit"] for e in self.events} | set(decided.queue(self.sample, self.coder))
        return [u for u in self.sample.drawn["unit"] if u in mine]

    def _left(self) -> CodedUnit | None:
        """The unit shown, as the decisions on the disk leave it."""
        return None if self.shown is None else proposed(self._own(self.shown.unit), self.theirs)

    def _own(self, unit: str) -> CodedUnit:
        """A unit as this coder's decisions leave it."""
        held = [e for e in decided.live(self.events) if e["unit"] == unit]
        return coded_unit(self.known, unit, self.coder, held)

    def _closed(self) -> set[str]:
        held = decided.live(self.events)
        return {e["unit"] for e in held if e["action"] in MOVES and not e["target"]}

    def _unit(self, wanted: str = "") -> Message:
        """A unit as the browser gets it: the wanted one, or the first that is not done, or the last."""
        mine, closed = self.units(), self._closed()
        if not mine:
            return {"is": "nothing", "why": views.nothing(self.sample, self.role)}
        if wanted and wanted not in mine:
            raise ValueError(f"unit {wanted!r} is not among this coder's")
        unit = wanted or next((u for u in mine if u not in closed), mine[-1])
        self.shown = proposed(self._own(unit), self.theirs)
        return {
            **views.unit_of(self.known, self.shown, self.names, self.differs.get(unit, {})),
            "coder": markup.clean(self.coder),
            "role": self.role,
            "units": mine,
            "closed": [u for u in mine if u in closed],
            "saved": len(decided.live(self.events)),
        }

    # --- decisions ----------------------------------------------------------------------------------------------

    def _kept(self, told: Mapping[str, Any], at: str) -> list[Message]:
        """Put a decision on the disk, then say so, with what changed in what is shown."""
        id = str(told.get("id", ""))
        if not _ID.fullmatch(id):
            raise ValueError("a decision needs an id of 8 to 64 letters, digits and hyphens")
        if not any(e["id"] == id for e in self.events):
            made = self._events(told, id, at)
            decided.append(self.sample, made, coder=self.coder)
            self.events += made  # what the file has now; only another process makes it another size
            self.size = place.size(self.place, *self.file)
        one = next(e for e in self.events if e["id"] == id)
        return [self._patch(one), *self._after(one)]

    def _events(self, told: Mapping[str, Any], id: str, at: str) -> list[Event]:
        unit, action = str(told.get("unit", "")), str(told.get("action", ""))
        target = views.spans(told.get("target"))
        after = self.names.restored(dict(told.get("after") or {}))
        if action == "undo":
            unit, after = self._last(after)
        rows = self.sample.drawn[self.sample.drawn["unit"] == unit]
        if len(rows) and told.get("sha256") not in (None, rows["sha256"].iloc[0]):
            raise ValueError("the decision is about another text than the sample's")
        if action == "add" and len(rows) and target:
            start, end = int(rows["start"].iloc[0]), int(rows["end"].iloc[0])
            if not start <= min(target)[0] < end:
                raise ValueError("add: a content begins in its unit; what is grey belongs to another")
        seconds = float(told.get("seconds") or 0.0)
        shared: dict[str, Any] = {
            "coder": self.coder,
            "at": at,
            "session": str(told.get("session", ""))[:64],
            "role": self.role,
        }
        one = decided.event(
            self.sample,
            unit,
            action,
            target=target,
            after=after,
            before=self._before(unit, action, target, after),
            seconds=min(max(seconds, 0.0), LONGEST) if seconds == seconds else 0.0,
            id=id,
            **shared,
        )
        first = self._adopted(unit, action, target)
        if first is None:
            return [one]
        return [
            decided.event(
                self.sample, unit, "add", target=target, after=first, id=f"{id[:60]}-add", **shared
            ),
            one,
        ]

    def _adopted(self, unit: str, action: str, target: Sequence[Span]) -> dict[str, Any] | None:
        """What a decision on an attribution of another coder takes over first; None where it is one's own."""
        if not target or action == "add":
            return None
        shown = None if self.theirs or self.shown is None or self.shown.unit != unit else self.shown
        if key(target) in {c.coding for c in (shown or self._own(unit)).codings}:
            return None
        found = next((c for c in self.theirs.get(unit, ()) if c.coding == key(target)), None)
        if found is None:
            raise ValueError(f"{action}: there is no such attribution any more; it was taken back")
        return views.added(found)

    def _last(self, after: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """The unit and id of the decision that an undo takes back: the one it names, or the last that holds."""
        held = decided.live(self.events)
        found = [e for e in held if not after.get("id") or e["id"] == after["id"]]
        if not found:
            raise ValueError("undo: there is nothing to take back")
        return found[-1]["unit"], {"id": found[-1]["id"]}

    def _before(
        self, unit: str, action: str, target: Sequence[Span], after: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        if self.shown is None or self.shown.unit != unit:
            return None
        was = next((c for c in self.shown.codings if c.coding == key(target)), None)
        return None if was is None else views.before(was, action, after)

    def _patch(self, one: Event) -> Message:
        """That a decision is kept, and the items of what is shown that it changed."""
        now, was = self._left(), self.shown
        kept: Message = {"is": "kept", "id": one["id"], "saved": len(decided.live(self.events))}
        if now is None or was is None:
            return kept
        self.shown = now
        kept |= views.patch(self.known, was, now, self.differs.get(now.unit, {}))
        kept["closed"] = (
            [u for u in self.units() if u in self._closed()] if one["action"] in UNITS_MOVE else None
        )
        return kept

    def _after(self, one: Event) -> list[Message]:
        """What is shown next: after a unit the next one, after an undo the unit that it was in."""
        if self.shown is None:
            return []
        if one["action"] in MOVES and not one["target"] and one["unit"] == self.shown.unit:
            return [self._unit()]
        if one["action"] == "undo" and one["unit"] != self.shown.unit:
            return [self._unit(one["unit"])]
        return []


UNITS_MOVE = (*MOVES, "undo")
