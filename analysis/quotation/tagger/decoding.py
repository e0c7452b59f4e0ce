"""From the tagger's numbers to attributions: the best tag sequence, spans, and which of them belong together."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.models import softmax

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Range = tuple[int, int]
Spans = dict[str, list[Range]]

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BIES"))  # begin, inside, end, single
LINK_SIZE = 96
BUCKETS = 33
REACH = 450  # pieces between a span and what it can point to
FLOOR = 1e-4
SHARED = 0.05  # a source may have other cues than the one it points to


def _may_follow(before: str, after: str) -> bool:
    """A span that has begun goes on or ends in its own role; anything else starts afresh."""
    if before[0] in "BI":
        return after[0] in "IE" and before[2:] == after[2:]
    return after[0] in "OBS"


TRANSITIONS = [[_may_follow(before, after) for after in TAGS] for before in TAGS]
_STARTS = np.array([tag[0] in "OBS" for tag in TAGS])
_CUE_TAGS = [i for i, tag in enumerate(TAGS) if tag.endswith("-cue")]
_ENDS = np.array([tag[0] in "OES" for tag in TAGS])


def bucket(distance: Any) -> Any:
    """Bucket of a signed distance in tokens, finer near zero: arrays in, arrays out, numpy's or torch's."""
    steps = distance.abs() if hasattr(distance, "abs") else np.abs(distance)
    levels = (steps > 0) * 1
    for edge in (1, 2, 3, 5, 7, 10, 15, 22, 33, 50, 75, 110, 160, 230, 330):
        levels = levels + (steps > edge) * 1
    return BUCKETS // 2 + levels * ((distance > 0) * 2 - 1)


_NEAR = bucket(np.arange(-REACH - 1, REACH + 2))  # of each distance that counts, from the furthest before


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one article: a row a piece, windows joined; `none` a row a window.

    `queries` and `keys` have the shape (pieces, relation, size); `none` holds the key of each window's first
    token, which stands for "points nowhere"; `window` numbers each piece's window.
    """

    emissions: Floats
    queries: Floats
    keys: Floats
    none: Floats
    window: Integers
    place: Integers  # position of the piece in its window, for the distance to "nowhere"
    paragraph: Integers
    sentence: Integers


@dataclass(frozen=True, slots=True)
class Settings:
    """Numbers chosen on the development set; stored beside the weights."""

    outside: float = 0.0  # added to the score of "no role": higher = fewer spans
    cue_threshold: float = 0.15  # surety with which a content points to its cue
    joining: float = 0.4  # the same for a further content, in a paragraph where the cue has one
    joining_afar: float = 0.6  # the same in another paragraph
    likely: float = 0.05  # chance of being part of a cue from which an untagged word can be pointed to
    weights: tuple[float, float, float] = (1.0, 1.0, 0.5)  # cue to source, content to source, source to cue
    none_bias: float = 0.0  # added to the score of "no source"
    elsewhere: float = (
        0.0  # taken off for a source in another sentence than the cue: the log odds in training
    )
    same_paragraph: float = 0.5  # added for a source that speaks in the paragraph, where there is no cue


@dataclass(slots=True)
class Group:
    """One attribution as ranges of pieces, with what its confidence is computed from."""

    cue: Range | None
    contents: list[Range]
    source: Range | None = None
    evidence: dict[str, float] = field(default_factory=dict)


def best_tags(sequences: Sequence[Floats], transitions: Floats) -> list[Integers]:
    """Most probable tags of each sequence of emissions (Viterbi); a span never crosses the end.

    Shorter sequences are filled up with "no role", which costs nothing and changes nothing.
    """
    n = max((len(s) for s in sequences), default=0)
    if not n:
        return [np.empty(0, dtype=np.int64) for _ in sequences]
    emissions = np.full((n, len(TAGS), len(sequences)), -1e4, dtype=np.float32)
    emissions[:, 0] = 0.0
    for number, sequence in enumerate(sequences):
        emissions[: len(sequence), :, number] = sequence
    scores = np.empty_like(emissions)
    scores[0] = np.where(_STARTS[:, None], emissions[0], -1e4)
    paths = np.empty((len(TAGS), *emissions.shape[1:]), dtype=np.float32)
    for step in range(1, n):  # written into the same arrays: making new ones costs as much as the sums
        np.add(scores[step - 1][:, None], transitions[:, :, None], out=paths)
        np.maximum.reduce(paths, axis=0, out=scores[step])
        scores[step] += emissions[step]
    tags = np.empty((n, len(sequences)), dtype=np.int64)
    tags[-1] = np.where(_ENDS[:, None], scores[-1], -1e9).argmax(0)
    for step in range(n - 1, 0, -1):
        tags[step - 1] = (scores[step - 1] + transitions[:, tags[step]]).argmax(0)
    return [tags[: len(sequence), number] for number, sequence in enumerate(sequences)]


def tags_by_window(
    sequences: Sequence[Floats], windows: Sequence[Integers], transitions: Floats
) -> list[Integers]:
    """Most probable tags of each article's emissions, by `best_tags` of each of its windows.

    `windows` number the window of each piece. What is tagged across two windows could not be put together: the
    network sees neither end from the other, and nothing points from one to another.
    """
    ranges = [_windows(window) for window in windows]
    parts = [s[low:high] for s, some in zip(sequences, ranges, strict=True) for low, high in some]
    found = iter(best_tags(parts, transitions))
    nothing = np.empty(0, dtype=np.int64)
    return [np.concatenate([nothing, *itertools.islice(found, len(some))]) for some in ranges]


def tag_spans(tags: Integers) -> Spans:
    """Half-open ranges of positions for each role."""
    spans: Spans = {role: [] for role in ROLES}
    start = 0
    for position, tag in enumerate(tags.tolist()):
        if not tag:
            continue
        role, place = ROLES[(tag - 1) // 4], "BIES"[(tag - 1) % 4]
        if place in "BS":
            start = position
        if place in "ES":
            spans[role].append((start, position + 1))
    return spans


def _scores_by_distance(learned: Floats) -> Floats:
    """What each distance from -REACH - 1 to REACH + 1 adds to a pointer; the ends stand for all that is further."""
    scores = learned[_NEAR]
    scores[[0, -1]] = -1e4
    return scores


def pointers(
    reading: Reading, distance: Floats, relation: int, spans: Sequence[Range], targets: Sequence[int]
) -> Floats:
    """Chance that each span points nowhere (first column) or to each of the pieces `targets`, mean over its tokens.

    Targets further than REACH pieces away are out of the question. The shape is (spans, 1 + targets).
    """
    if not spans:
        return np.zeros((0, 1 + len(targets)), dtype=np.float32)
    here = np.concatenate([np.arange(low, high) for low, high in spans])
    queries = reading.queries[here, relation] / LINK_SIZE**0.5
    places = np.asarray(targets, dtype=np.int64)
    by_distance = _scores_by_distance(distance[relation])
    away = np.clip(places[None] - here[:, None], -REACH - 1, REACH + 1) + REACH + 1
    near = queries @ reading.keys[places, relation].T + by_distance[away]
    nowhere = (queries * reading.none[reading.window[here], relation]).sum(-1)
    nowhere += distance[relation][_NEAR[REACH + 1 - np.minimum(reading.place[here], REACH)]]
    chances = softmax(np.concatenate([nowhere[:, None], near], axis=1))
    lengths = np.array([high - low for low, high in spans])
    return np.add.reduceat(chances, np.cumsum(lengths) - lengths) / lengths[:, None]


def _best_cues(
    reading: Reading, spans: Spans, distance: Floats, settings: Settings
) -> list[tuple[float, int]]:
    """For each content the first piece of the cue, or of the untagged word, it points to most, and how surely."""
    owner = np.full(len(reading.window), -1)
    for low, high in spans["cue"]:
        owner[low:high] = low
    likely = softmax(reading.emissions)[:, _CUE_TAGS].sum(1) > settings.likely
    targets = np.flatnonzero(likely | (owner >= 0))
    if not len(targets):
        return [(0.0, 0)] * len(spans["content"])
    first = np.where(owner[targets] >= 0, owner[targets], targets)
    chances = pointers(reading, distance, 0, spans["content"], targets.tolist())[:, 1:]
    found = [np.bincount(first, row) for row in chances]
    return [(float(votes.max()), int(votes.argmax())) for votes in found]


def _group_contents(reading: Reading, spans: Spans, distance: Floats, settings: Settings) -> list[Group]:
    """Contents gathered under the cue they point to, the surest first; one that is not sure enough stands alone."""
    gathered: dict[int, Group] = {low: Group((low, high), []) for low, high in spans["cue"]}
    alone = []
    best = _best_cues(reading, spans, distance, settings)
    for number in sorted(range(len(best)), key=lambda i: -best[i][0]):
        (chance, cue), content = best[number], spans["content"][number]
        group = gathered.setdefault(cue, Group(None, []))
        if chance > _threshold(reading, group, content, settings):
            group.contents = sorted([*group.contents, content])
            group.evidence["cue"] = min(chance, group.evidence.get("cue", 1.0))
        else:
            alone.append(Group(None, [content], evidence={"cue": chance}))
    return [g for g in gathered.values() if g.contents] + alone


def _threshold(reading: Reading, group: Group, content: Range, settings: Settings) -> float:
    if not group.contents:
        return settings.cue_threshold
    here = reading.paragraph[content[0]]
    beside = any(reading.paragraph[low] == here for low, _ in group.contents)
    return settings.joining if beside else settings.joining_afar


def _source_scores(
    reading: Reading, found: Sequence[Group], sources: Sequence[Range], distance: Floats, settings: Settings
) -> Floats:
    """How much cue, contents and the source itself agree, a row a group: no source first, then each source."""
    from_cue, from_content, to_cue = settings.weights
    starts = [low for low, _ in sources]
    cues = [g.cue for g in found if g.cue]
    contents = [c for g in found for c in g.contents]
    sizes = np.array([len(g.contents) for g in found])
    has_cue = np.array([g.cue is not None for g in found])
    by_content = pointers(reading, distance, 1, contents, starts)
    scores = from_content * np.log(
        np.add.reduceat(by_content, np.cumsum(sizes) - sizes) / sizes[:, None] + FLOOR
    )
    scores[:, 0] += settings.none_bias
    if cues:
        back = pointers(reading, distance, 0, sources, [low for low, _ in cues])[:, 1:].T
        to_it = np.concatenate([np.full((len(cues), 1), 0.5), back], axis=1)
        scores[has_cue] += from_cue * np.log(pointers(reading, distance, 1, cues, starts) + FLOOR)
        scores[has_cue] += to_cue * np.log(to_it + SHARED)
        apart = reading.sentence[[low for low, _ in cues]][:, None] != reading.sentence[starts][None]
        scores[has_cue, 1:] -= settings.elsewhere * apart
    return scores


def _choose_sources(
    reading: Reading, found: Sequence[Group], sources: Sequence[Range], distance: Floats, settings: Settings
) -> None:
    """Set each group's source; one without a cue leans to whoever speaks in its paragraph already."""
    if not found:
        return
    scores = _source_scores(reading, found, sources, distance, settings)
    speaking: dict[int, set[int]] = {}
    for group, best in zip(found, scores.argmax(1).tolist(), strict=True):
        if group.cue and best:
            for low, _ in group.contents:
                speaking.setdefault(int(reading.paragraph[low]), set()).add(best)
    for group, row in zip(found, scores, strict=True):
        if not group.cue:
            beside = speaking.get(int(reading.paragraph[group.contents[0][0]]), set())
            row[list(beside)] += settings.same_paragraph
        best = int(row.argmax())
        group.source = sources[best - 1] if best else None
        group.evidence["source"] = float(softmax(row)[best])


def groups(reading: Reading, tags: Integers, distance: Floats, settings: Settings) -> list[Group]:
    """Attributions of one article as ranges of pieces, in order of their contents.

    Nothing points from one window to another: a key tells the place in its own window only, so that what stands at
    the same place of the next window would look near.
    """
    found: list[Group] = []
    for low, high in _windows(reading.window):
        part = replace(reading, **{name: getattr(reading, name)[low:high] for name in _BY_PIECE})
        spans = tag_spans(tags[low:high])
        made = _group_contents(part, spans, distance, settings)
        _choose_sources(part, made, spans["source"], distance, settings)
        found += [_moved(group, low) for group in made]
    return sorted(found, key=lambda g: g.contents[0])


_BY_PIECE = ("emissions", "queries", "keys", "window", "place", "paragraph", "sentence")


def _windows(window: Integers) -> list[Range]:
    """The range of pieces of each window."""
    edges = (np.flatnonzero(np.diff(window)) + 1).tolist()
    return list(itertools.pairwise([0, *edges, len(window)])) if len(window) else []


def _moved(group: Group, by: int) -> Group:
    """The group with its ranges counted from the beginning of the article."""
    cue, source = (r and (r[0] + by, r[1] + by) for r in (group.cue, group.source))
    contents = [(low + by, high + by) for low, high in group.contents]
    return replace(group, cue=cue, source=source, contents=contents)
