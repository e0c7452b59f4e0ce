"""What coders decide: one line of JSON a decision, appended and on the disk before anyone is told that it is kept.

Each coder has a file of their own in the sample's folder. A decision names its unit, the text by its SHA-256, and the
attribution by the spans of the content as the machine, or whoever added it, had it: numbers of quotations change,
these do not. Nothing is taken out of a file; `undo` is a decision too.

| action | `target` | `after` |
|---|---|---|
| accept, reject | the content | |
| span | the content | `role` (source, cue, content), `spans` (none = there is none) |
| kind, act, gender | the content | `value` |
| speaker | the content | `name` (None = nobody), `kind` (one of `tables.SOURCE_TYPES`, or person; None = not told) |
| merge | | `name` and `into`: both are one speaker, called `into` |
| split | the content | `contents`: two lists of spans or more |
| add | the new content | maybe `cue`, `source` (spans), `act`, `speaker`, `source_type`, `gender` |
| duplicate_of | the content | `content`: the spans of the one that it repeats |
| sentiment | the content, or none = the unit | `value` (-1, 0, 1), maybe `towards` |
| variable | | `name`, `value` |
| unsure | the content, or none | `value` (true, false) |
| note, skip | the content, or none | `text` |
| done | | |
| undo | | `id` of the decision |
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import __version__, tables
from analysis.quotation import ROLES
from analysis.quotation.acts import ACTS
from analysis.review import codebook as book
from analysis.review.samples import Sample
from analysis.segmentation import Span
from analysis.store import lock, place, reviews

Event = dict[str, Any]
KINDS = ("direct", "mixed", "indirect")
SPEAKERS = (*tables.SOURCE_TYPES, "person")
GENDERS = ("female", "male", "unknown")
VALUES = {"kind": KINDS, "act": ACTS, "gender": GENDERS, "unsure": (True, False)}
OF_CONTENT = ("accept", "reject", "span", "kind", "act", "gender", "speaker", "split", "add", "duplicate_of")
OF_UNIT = ("merge", "variable", "done", "undo")
OF_EITHER = ("sentiment", "unsure", "note", "skip")
ACTIONS = (*OF_CONTENT, *OF_UNIT, *OF_EITHER)
COLUMNS = (
    *("id", "at", "by", "role", "session", "sample", "unit", "article_id", "sha256", "codebook"),
    *("action", "target", "before", "after", "seconds", "newsbook"),
)
MOST = 20_000  # characters of a note, a name or a value


def event(
    sample: Sample,
    unit: str,
    action: str,
    *,
    coder: str,
    at: str,
    target: Sequence[Span] = (),
    after: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    seconds: float | None = None,
    session: str = "",
    role: str = "coder",
    id: str = "",
    codebook: str = "",
) -> Event:
    """One decision, checked. `target` are the spans of the content; `role` is "adjudicator" for a third look.

    `id` is of whoever decides: a decision sent twice is kept once. ValueError for a unit that was not drawn, an
    unknown action, what no action takes, a value that the codebook does not list, and spans that are none of the
    article's text.
    """
    if not coder.strip():
        raise ValueError("coder: say who decides")
    rows = sample.units[(sample.units["unit"] == unit) & sample.units["sampled"]]
    if not len(rows):
        raise ValueError(f"unit {unit!r} is not in the sample {sample.name!r}")
    row = rows.iloc[0]
    after = dict(after or {})
    _check(action, [(s[0], s[1]) for s in target], after, _length(sample, row["article_id"]))
    if action == "variable":
        book.check(sample.codebook(), sample.about["variables"], after["name"], after["value"])
    return {
        "id": id or uuid.uuid4().hex,
        "at": at,
        "by": coder,
        "role": role,
        "session": session,
        "sample": sample.name,
        "unit": unit,
        "article_id": row["article_id"],
        "sha256": row["sha256"],
        "codebook": codebook or sample.codebook_digest(),
        "action": action,
        "target": [[int(s), int(e)] for s, e in target],
        "before": before,
        "after": after,
        "seconds": seconds,
        "newsbook": __version__,
    }


def _length(sample: Sample, article_id: str) -> int:
    """How long an article is: where the last of its units ends."""
    return int(sample.units.loc[sample.units["article_id"] == article_id, "end"].max())


def _check(action: str, target: Sequence[Span], after: dict[str, Any], length: int) -> None:
    if action not in ACTIONS:
        raise ValueError(f"action {action!r}: expected one of {', '.join(ACTIONS)}")
    if action in OF_CONTENT and not target:
        raise ValueError(f"{action}: say which content, by its spans")
    if action in VALUES and after.get("value") not in VALUES[action]:
        raise ValueError(
            f"{action} {after.get('value')!r}: expected one of {', '.join(map(str, VALUES[action]))}"
        )
    if action == "span" and after.get("role") not in ROLES:
        raise ValueError(f"span of {after.get('role')!r}: expected one of {', '.join(ROLES)}")
    if action == "span" and after["role"] == "content" and not after.get("spans"):
        raise ValueError("span: a content is somewhere; reject what is none")
    if action == "speaker" and after.get("kind") not in (*SPEAKERS, None):
        raise ValueError(f"speaker of kind {after.get('kind')!r}: expected one of {', '.join(SPEAKERS)}")
    if action == "sentiment" and after.get("value") not in (-1, 0, 1):
        raise ValueError(f"sentiment {after.get('value')!r}: expected -1, 0 or 1")
    needed = {"merge": ("name", "into"), "variable": ("name", "value"), "undo": ("id",), "note": ("text",)}
    for key in needed.get(action, ()):
        if not isinstance(after.get(key), str):
            raise ValueError(f"{action}: {key} is missing, or no text")
    if any(isinstance(v, str) and len(v) > MOST for v in after.values()):
        raise ValueError(f"{action}: more than {MOST:,} characters")
    for spans in (target, *(after.get(k) or () for k in ("spans", "cue", "source", "content"))):
        _check_spans(spans, length)
    for spans in after.get("contents") or ():
        _check_spans(spans, length)


def _check_spans(spans: Iterable[Sequence[int]], length: int) -> None:
    for start, end in spans:
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length):
            raise ValueError(f"{start!r}-{end!r} is no span of the text")


# --- kept ------------------------------------------------------------------------------------------------------


def file_of(coder: str) -> str:
    """The name of a coder's file: what a file's name takes of theirs, and what tells it from others."""
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", coder)[:40]
    return f"{safe}-{hashlib.sha256(coder.encode()).hexdigest()[:6]}{reviews.EVENTS}"


def append(sample: Sample, events: Sequence[Event], *, coder: str) -> int:
    """Add decisions of one coder; returns how many were new. They are on the disk when this returns.

    Those whose `id` is there already are left out. One process writes to a coder's file at a time; what a process
    that was killed wrote of a line goes. Behind a URL the file is written anew as a whole. ValueError for another
    coder's decisions.
    """
    import filelock

    if any(e["by"] != coder for e in events):
        raise ValueError(f"decisions that are not {coder}'s")
    where, names = sample.place, (reviews.FOLDER, sample.name, file_of(coder))
    if not place.is_local(where):
        with lock.of_file(where, *names):
            kept = place.read(where, *names) or b""
            lines = _new(events, kept)
            if lines:
                place.write(where, kept[: kept.rfind(b"\n") + 1] + b"".join(lines), *names)
        return len(lines)
    path = Path(where.path(*names))
    with filelock.FileLock(path.with_name(f".{path.name}.lock"), timeout=10):
        kept = path.read_bytes() if path.exists() else b""
        whole = kept.rfind(b"\n") + 1
        lines = _new(events, kept)
        if lines:
            _write(path, b"".join(lines), whole if whole != len(kept) else None)
    return len(lines)


def _new(events: Sequence[Event], kept: bytes) -> list[bytes]:
    """The lines of those decisions that a file does not hold."""
    new = {e["id"]: e for e in events if _beginning(e["id"]) not in kept}
    return [json.dumps(e, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for e in new.values()]


def _write(path: Path, content: bytes, cut: int | None) -> None:
    existed = path.exists()
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if cut is not None:
            os.ftruncate(file, cut)
        while content:
            content = content[os.write(file, content) :]
        os.fsync(file)
    finally:
        os.close(file)
    if not existed and hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _beginning(id: str) -> bytes:
    """How the line of a decision begins."""
    return json.dumps({"id": id, "at": ""}, ensure_ascii=False)[:-3].encode("utf-8", "replace")


def coders(sample: Sample) -> list[str]:
    """Who has decided anything."""
    return sorted({e["by"] for e in read(sample)})


def read(sample: Sample, coder: str = "") -> list[Event]:
    """All decisions, in the order in which each coder made them; of one coder, or of all. A torn line is none."""
    files = [file_of(coder)] if coder else reviews.logs(sample.place, sample.name)
    found: dict[str, Event] = {}
    for file in files:
        for _, one in reviews.lines(sample.place, sample.name, file):
            if one is not None and {"id", "by", "unit", "action"} <= one.keys():
                found.setdefault(f"{one['by']} {one['id']}", one)
    return list(found.values())


def live(events: Sequence[Event]) -> list[Event]:
    """Those decisions that hold: none that was undone, and no `undo`. An undone `undo` undoes nothing."""
    undone: set[tuple[str, str]] = set()
    held: list[Event] = []
    for one in reversed(events):
        if (one["by"], one["id"]) in undone:
            continue
        if one["action"] == "undo":
            undone.add((one["by"], one["after"]["id"]))
        else:
            held.append(one)
    return held[::-1]


def decisions(sample: Sample, coder: str = "", *, history: bool = False) -> pd.DataFrame:
    """The decisions as a table, one a row (see `COLUMNS`); those that hold, or with `history` all there ever were."""
    found = read(sample, coder)
    rows = found if history else live(found)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def queue(sample: Sample, coder: str, *, among: Sequence[str] = ()) -> list[str]:
    """The units that a coder still has to code, in order: those that every coder gets, and those nobody has done.

    Of several coders, `among` whom the coder is, each gets as many of the latter, in turn. What others decided is not
    told, only that a unit is theirs. ValueError for a coder who is not among them.
    """
    if among and coder not in among:
        raise ValueError(f"{coder} is not among {', '.join(among)}")
    held = live(read(sample))
    closed = {
        e["unit"] for e in held if e["by"] == coder and e["action"] in ("done", "skip") and not e["target"]
    }
    begun = {e["unit"] for e in held if e["by"] != coder and e["role"] == "coder"}
    rows = sample.drawn
    if among:
        turn = (~rows["double"]).cumsum() % len(among)
        rows = rows[rows["double"] | (turn == list(among).index(coder))]
    mine = rows["double"] | ~rows["unit"].isin(begun - {e["unit"] for e in held if e["by"] == coder})
    return [u for u in rows.loc[mine, "unit"] if u not in closed]
