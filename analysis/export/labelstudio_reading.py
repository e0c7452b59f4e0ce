"""What a coder marked in Label Studio, read as the decisions of a review: its exports JSON and JSON-MIN.

A task is of a unit (`data.unit`), or of an article of a sample of articles (`data.article_id`); its text is compared
with the sample's. Of JSON, regions with the labels Content, Cue and Source are read, what `labelstudio.configuration`
lets say of them, and which relation joins what, whatever its direction and label. JSON-MIN has no relations and names
no region: only contents are read of it, and what is said of the whole.

https://labelstud.io/guide/export
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from analysis.export import coded
from analysis.export.brat import Marked, words_of
from analysis.export.labelstudio import CHOICES, UNIT_NOTE, UNIT_SENTIMENT, WORDS
from analysis.quotation import ROLES
from analysis.review import reading
from analysis.review.reading import Problem, Reading
from analysis.review.samples import Sample
from analysis.segmentation import Span

WITHOUT_RELATIONS = (
    "JSON-MIN has no relations and does not name regions: cues, sources and what is said of single attributions "
    "stay as they were; export as JSON to have them read"
)
SKIPPED = "skipped in Label Studio"


class Task(NamedTuple):
    """What one person left of a task; `results` are regions and relations, `whole` what JSON-MIN says of the task."""

    number: int
    data: Mapping[str, Any]
    by: frozenset[str]
    at: str
    results: Sequence[Any]
    whole: Mapping[str, Any] | None = None
    cancelled: bool = False
    seconds: float | None = None


@dataclass
class Region:
    """A piece of the text that is marked, and what is said of it."""

    role: str
    span: Span
    told: dict[str, Any] = field(default_factory=dict)


def read(
    sample: Sample, path: Path, *, coder: str, at: str, adjudicate: bool = False, annotator: str = ""
) -> tuple[int, list[Problem]]:
    """Take what is marked in a file of Label Studio; returns how many decisions are new, and tasks
    that make no sense.

    Each task that was submitted is read as a whole: what is marked is taken as `coded.marked` says, and the unit is
    done; one that was skipped is skipped. A file that is read again adds only what has changed since. Of several
    people's annotations those of `annotator`, an id or an address, are read. ValueError for a file that is none of
    Label Studio, and when there are several people and none is named.
    """
    tasks = _of(list(_tasks(path)), annotator, path)
    taken = Reading(sample, coder=coder, at=at, adjudicate=adjudicate)
    for task in tasks:
        unit = _unit(taken, task.data)
        taken.take("tasks", task.number, unit, partial(_take, taken, unit, task))
    if any(task.whole is not None for task in tasks):
        taken.problems.append(Problem("tasks", 0, WITHOUT_RELATIONS))
    return taken.kept()


# ------------------------------------------------------------------------------------------------------- the file


def _tasks(path: Path) -> Iterator[Task]:
    """Every annotation of a file, by the number of its task."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError(f"{path}: no JSON that can be read ({type(error).__name__}: {error})") from error
    tasks = found if isinstance(found, list) else [found]
    if not all(isinstance(task, dict) for task in tasks):
        raise ValueError(f"{path}: no list of tasks; export from Label Studio as JSON or JSON-MIN")
    if not any({"annotations", "annotation_id", "data"} & task.keys() for task in tasks):
        raise ValueError(f"{path}: no task of Label Studio; export from there as JSON or JSON-MIN")
    for number, task in enumerate(tasks, 1):
        if "annotation_id" in task:
            yield Task(
                number, task, _who(task.get("annotator")), str(task.get("updated_at") or ""),
                task.get("label") or (), task, seconds=_seconds(task),
            )  # fmt: skip
        for one in _list(task.get("annotations")):
            if isinstance(one, dict):
                told = one.get("updated_at") or one.get("created_at") or ""
                yield Task(
                    number, task.get("data") or {}, _who(one.get("completed_by")), str(told),
                    one.get("result") or (), None, one.get("was_cancelled") is True, _seconds(one),
                )  # fmt: skip


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _who(person: Any) -> frozenset[str]:
    """What a person is called by: an id, an address, or both."""
    told = (person.get("id"), person.get("email")) if isinstance(person, dict) else (person,)
    return frozenset(str(one) for one in told if one not in (None, ""))


def _seconds(told: Mapping[str, Any]) -> float | None:
    value = told.get("lead_time")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        return None
    return float(value)


def _of(tasks: Sequence[Task], annotator: str, path: Path) -> list[Task]:
    """The last annotation of each task, of the one person who is meant."""
    people = {task.by for task in tasks}
    if annotator:
        tasks = [task for task in tasks if annotator in task.by]
    if not tasks or (not annotator and len(people) > 1):
        named = ", ".join(sorted("/".join(sorted(one)) or "nobody" for one in people))
        why = f"annotations of {named}: name one with --annotator" if people else "nothing is annotated in it"
        raise ValueError(f"{path}: {why}")
    last: dict[int, Task] = {}
    for task in sorted(tasks, key=lambda task: task.at):
        last[task.number] = task
    return sorted(last.values(), key=lambda task: task.number)


# -------------------------------------------------------------------------------------------------------- a unit


def _unit(taken: Reading, data: Any) -> str:
    """The unit that a task is of: the one it names, or of a sample of articles its article."""
    if not isinstance(data, Mapping):
        return ""
    if "unit" not in data and taken.sample.about["unit"] != "article":
        return ""
    return str(data.get("unit", data.get("article_id", "")))


def _take(taken: Reading, unit: str, task: Task) -> None:
    """Take what is marked of one unit. ValueError, which says what is amiss, for what cannot be read."""
    if task.cancelled:
        if not taken.state(unit).done:
            reading.of_unit(taken, unit, {"skip": SKIPPED})
        return
    text, offset = taken.text(unit), task.data.get("start", 0)
    own = task.data.get("text")
    if type(offset) is not int or not isinstance(own, str) or offset < 0:
        raise ValueError("the task has no text")
    if text[offset : offset + len(own)] != own:
        raise ValueError("the text differs from the sample's; only marks can be changed")
    if task.whole is None:
        regions, relations, whole = _regions(task.results, own, offset)
        told = _told(text, regions, relations)
    else:
        told = _contents(taken, unit, _min_regions(task.results, own, offset))
        whole = {k: v for k, v in task.whole.items() if isinstance(v, str)}
    _within(taken, unit, told)
    coded.marked(taken, unit, told)
    of_whole = {name: whole[name] for name in taken.sample.about["variables"] if whole.get(name)}
    of_whole |= {"sentiment": whole.get(UNIT_SENTIMENT), "note": whole.get(UNIT_NOTE)}
    reading.of_unit(taken, unit, of_whole | {"done": "yes"}, seconds=task.seconds)


def _within(taken: Reading, unit: str, told: Sequence[coded.Told]) -> None:
    """ValueError for a content that begins outside of the unit, and for two contents that are the same."""
    row = taken.sample.units[taken.sample.units["unit"] == unit].iloc[0]
    seen: set[tuple[Span, ...]] = set()
    for marks, _ in told:
        if not row["start"] <= marks.content[0][0] < row["end"]:
            raise ValueError(f"a content at {marks.content[0][0]} is outside of the unit")
        if marks.content in seen:
            raise ValueError(f"two contents at {marks.content[0][0]} are the same")
        seen.add(marks.content)


# ------------------------------------------------------------------------------------------------------- regions


def _regions(
    results: Any, own: str, offset: int
) -> tuple[dict[str, Region], list[tuple[str, str]], dict[str, Any]]:
    """The regions of a task by id, its relations, and what is said of the whole."""
    regions: dict[str, Region] = {}
    relations: list[tuple[str, str]] = []
    said: list[tuple[str, str, Any]] = []
    whole: dict[str, Any] = {}
    for one in _list(results):
        if not isinstance(one, dict):
            raise ValueError(f"{str(one)[:60]!r} is no result of Label Studio")
        name, value = str(one.get("id")), one.get("value")
        if one.get("type") == "relation":
            relations.append((str(one.get("from_id")), str(one.get("to_id"))))
        elif one.get("type") == "labels":
            if name in regions:
                raise ValueError(f"two regions are called {name!r}")
            regions[name] = _region(value, own, offset)
        elif one.get("type") in ("choices", "textarea", "rating", "number"):
            said.append((name, str(one.get("from_name")), _single(value, one["type"])))
        else:
            raise ValueError(f"a result of type {str(one.get('type'))[:60]!r}, which is not read here")
    for name, about, value in said:
        if name in regions:
            regions[name].told[about] = value
        else:
            whole[about] = value
    strange = {end for pair in relations for end in pair} - regions.keys()
    if strange:
        raise ValueError(f"a relation with {min(strange)[:60]!r}, which is no region")
    return regions, relations, whole


def _single(value: Any, kind: str) -> str:
    """What is chosen or written in a field; several pieces are one text."""
    told = (
        value.get({"choices": "choices", "textarea": "text"}.get(kind, kind))
        if isinstance(value, dict)
        else None
    )
    pieces = told if isinstance(told, list) else [told]
    return "; ".join(str(piece) for piece in pieces if piece is not None)


def _region(value: Any, own: str, offset: int) -> Region:
    """A marked piece, by the offsets of the article. ValueError for what is no Content, Cue or Source."""
    labels = value.get("labels") if isinstance(value, dict) else None
    roles = [str(label).lower() for label in _list(labels)]
    if len(roles) != 1 or roles[0] not in ROLES:
        raise ValueError(f"a region with the labels {str(labels)[:60]}: expected one of Content, Cue, Source")
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise ValueError(
            f"a region from {str(start)[:30]!r} to {str(end)[:30]!r}, which is no span of the text"
        )
    words = value.get("text")
    if isinstance(words, str) and _plain(words) != _plain(own[start:end]):
        start, end = _code_points(own, start), _code_points(own, end)
        if _plain(words) != _plain(own[start:end]):
            raise ValueError(f"the text has no {words[:60]!r} where it is marked")
    if end > len(own):
        raise ValueError(f"a region from {start} to {end}, which is no span of the text")
    return Region(roles[0], (start + offset, end + offset))


def _plain(words: str) -> str:
    r"""The words without blanks; Label Studio writes the end of a line as `\n`, two characters."""
    return "".join(words.replace("\\n", " ").split())


def _code_points(text: str, units: int) -> int:
    """How many characters as many UTF-16 units of a text are, as old versions of Label Studio count."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace"))


def _told(text: str, regions: Mapping[str, Region], relations: Sequence[tuple[str, str]]) -> list[coded.Told]:
    """Each content with the cue and source that relations join to it, and what is said of it.

    Regions of one role that are joined are pieces of one. A cue and a source that are joined have one content.
    ValueError for a cue or source that is joined to none.
    """
    whole = _joined(regions, relations)
    pieces: dict[str, list[str]] = {}
    for name in regions:
        pieces.setdefault(whole[name], []).append(name)
    near: dict[str, set[str]] = {}
    for one, other in relations:
        first, second = whole[one], whole[other]
        if first != second:
            near.setdefault(first, set()).add(second)
            near.setdefault(second, set()).add(first)
    parts: dict[str, dict[str, list[Span]]] = {n: {} for n in pieces if regions[n].role == "content"}
    for name, own in pieces.items():
        role, spans = regions[name].role, [regions[n].span for n in own]
        direct = {n for n in near.get(name, ()) if n in parts}
        further = {n for other in near.get(name, ()) for n in near.get(other, ()) if n in parts}
        owners = {name} if role == "content" else direct or further
        if not owners:
            start, end = min(spans)
            raise ValueError(
                f"the {role} {text[start:end][:60]!r} belongs to no content; join them by a relation"
            )
        for owner in owners:
            parts[owner].setdefault(role, []).extend(spans)
    made = []
    for name, found in parts.items():
        content, cue, source = (tuple(sorted(set(found.get(r, ())))) for r in ("content", "cue", "source"))
        fields = {k: v for n in pieces[name] for k, v in regions[n].told.items() if k in (*CHOICES, *WORDS)}
        made.append((Marked(content, cue, source, fields.get("act", "")), fields))
    return sorted(made, key=lambda told: told[0].content)


def _joined(regions: Mapping[str, Region], relations: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each region the first of those of its role that it is joined to, maybe by others between."""
    first = {name: name for name in regions}

    def root(name: str) -> str:
        while first[name] != name:
            first[name] = first[first[name]]
            name = first[name]
        return name

    for one, other in relations:
        if regions[one].role == regions[other].role:
            first[root(other)] = root(one)
    return {name: root(name) for name in regions}


# ------------------------------------------------------------------------------------------------------- JSON-MIN


def _min_regions(results: Any, own: str, offset: int) -> list[Region]:
    return [_region(one, own, offset) for one in _list(results)]


def _contents(taken: Reading, unit: str, regions: Sequence[Region]) -> list[coded.Told]:
    """Contents that JSON-MIN has, each with the cue and source that the coder has of it; its pieces are one."""
    text, left = taken.text(unit), {r.span for r in regions if r.role == "content"}
    told: list[coded.Told] = []
    for one in taken.state(unit).codings:
        if not one.wrong and left.issuperset(one.content):
            left.difference_update(one.content)
            told.append((Marked(one.content, one.cue, one.source, one.act), {}))
    for span in sorted(left):
        shares = [
            (both, one) for one in taken.state(unit).codings if not one.wrong
            for both, either in [coded.overlap(one.content, (span,))] if both >= coded.ALIKE * either
        ]  # fmt: skip
        like = max(shares, key=lambda share: share[0])[1] if shares else None
        told.append((Marked((span,), like.cue, like.source, "") if like else Marked((span,), (), (), ""), {}))
    return [(m, about) for m, about in told if words_of(text, m.content)]
