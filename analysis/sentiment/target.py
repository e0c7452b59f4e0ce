"""Sentiment towards one person or organisation named in a sentence: negative, neutral or positive.

A small transformer reads a sentence once, and is then asked of each target what was said of it. It learned from
NewsMTSC (Hamborg & Donnay 2021, MIT), from sentences made by rule and from a larger network, which read a sentence
anew for each target (`training/sentiment_narrow.py`). What it was trained on, its scores and its known failures are
in `analysis/models/target-sentiment.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis import models
from analysis.segmentation import Document, Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL = "target-sentiment 4"
LABELS = ("negative", "neutral", "positive")
CLS, SEP = 101, 102
LENGTH = 160  # word pieces; a longer sentence is cropped round each of its targets
BATCH = 8  # sentences of the same length; more are no faster, and share one scale of 8-bit activations
_NO_PLACES = frozenset({"white house", "united nations", "european union"})


class Mention(NamedTuple):
    """A name to be judged: the fullest form the article gives, its span in the article, its sentence."""

    name: str
    start: int
    end: int
    sentence: int


# --- whom ---------------------------------------------------------------------------------------------------


def mentions(document: Document, *, speaking: Collection[str] = ()) -> list[Mention]:
    """The mentions of people and organisations that can be judged in an article, in order.

    Names that speak (`speaking`, names of the table `mentions`) or occur at least twice, each at most once a
    sentence. Places are left out unless they speak.
    """
    from analysis.speakers.within import entities

    found, _, _ = entities.find(document)
    eligible: list[Mention] = []
    for entity in found:
        name = entity.name.text
        speaks = name in speaking
        if not speaks and (len(entity.occurrences) < 2 or entity.kind == "unknown" or _is_place(name)):
            continue
        first = {o.sentence: o for o in reversed(entity.occurrences) if o.sentence >= 0}
        eligible += [Mention(name, o.start, o.end, number) for number, o in first.items()]
    return sorted(eligible, key=lambda m: (m.start, m.name))


def drawn(eligible: Sequence[Mention], limit: int | None, *, seed: str) -> list[Mention]:
    """`limit` of the mentions of an article, or all where it is None, each with the same chance; in order.

    The same `seed`, the article's id, always draws the same, and a larger limit those of a smaller one too.
    """
    if limit is None or len(eligible) <= limit:
        return list(eligible)

    def lot(mention: Mention) -> bytes:
        return hashlib.sha256(f"{seed} {mention.start} {mention.end}".encode()).digest()

    chosen = set(sorted(eligible, key=lot)[:limit])
    return [mention for mention in eligible if mention in chosen]


def _is_place(name: str) -> bool:
    from analysis.speakers import lexicon
    from analysis.speakers.names import fold

    whole = fold(name)
    known = lexicon.PLACES | lexicon.DEMONYMS
    return whole in lexicon.LONG_PLACES - _NO_PLACES or all(word in known for word in whole.split())


# --- how ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _session() -> InferenceSession:
    return models.session(models.MODELS / "target-sentiment.onnx.gz")


def card() -> dict[str, Any]:
    """What is known of the model: data, licence, training, scores, calibration."""
    return dict(json.loads((models.MODELS / "target-sentiment.json").read_text("utf-8")))


class Reading(NamedTuple):
    """A sentence as it is read, in word pieces, and of its targets the numbers and ranges among these."""

    ids: list[int]
    numbers: list[int]
    ranges: list[Span]


def classify(targets: Sequence[tuple[str, Span]]) -> np.ndarray:
    """Calibrated probabilities of negative, neutral, positive: a row for each (sentence, span of the target).

    A sentence is read once for all its targets. The order of the input decides nothing; float64, rows sum to 1.
    """
    probabilities = np.zeros((len(targets), len(LABELS)))
    for part in batches(read(targets)):
        numbers = [number for reading in part for number in reading.numbers]
        probabilities[numbers] = _session().run(["probabilities"], inputs(part))[0]
    return probabilities


def batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """At most BATCH sentences of the same length at a time: none is padded, so that no mask has to be computed."""
    ordered = sorted(readings, key=lambda reading: len(reading.ids))
    for _, alike in groupby(ordered, key=lambda reading: len(reading.ids)):
        rest = list(alike)
        yield from (rest[i : i + BATCH] for i in range(0, len(rest), BATCH))


def read(targets: Sequence[tuple[str, Span]]) -> list[Reading]:
    """What is read to judge targets: each sentence once, or a long one once for each of its targets."""
    of_sentence: dict[str, list[int]] = {}
    for number, (text, _) in enumerate(targets):
        of_sentence.setdefault(text, []).append(number)
    if not targets:
        return []
    readings = []
    encodings = models.tokenizer().encode_batch(list(of_sentence), add_special_tokens=False)
    for encoding, numbers in zip(encodings, of_sentence.values(), strict=True):
        ranges = [pieces(encoding.offsets, targets[number][1]) for number in numbers]
        if len(encoding.ids) <= LENGTH - 2:
            readings.append(reading(encoding.ids, numbers, ranges))
        else:
            for number, span in zip(numbers, ranges, strict=True):
                ids, inside = cropped(encoding.ids, span)
                readings.append(reading(ids, [number], [inside]))
    return readings


def reading(ids: Sequence[int], numbers: Sequence[int], ranges: Sequence[Span]) -> Reading:
    """A sentence between the pieces that begin and end one."""
    places = [(start + 1, max(end, start + 1) + 1) for start, end in ranges]
    return Reading([CLS, *ids, SEP], list(numbers), places)


def pieces(offsets: Sequence[Span], span: Span) -> Span:
    """The range of word pieces that overlap the characters of `span`; the nearest piece when none does."""
    inside = [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    if inside:
        return inside[0], inside[-1] + 1
    before = sum(end <= span[0] for _, end in offsets)
    return before, before


def cropped(ids: Sequence[int], target: Span) -> tuple[list[int], Span]:
    """The pieces that fit, as many on each side of the target where there are, and its range among them."""
    room = LENGTH - 2
    start, end = target[0], min(target[1], target[0] + room // 2)
    spare = room - (end - start)
    left = min(start, max(spare // 2, spare - (len(ids) - end)))
    last = min(len(ids), end + spare - left)
    return list(ids[start - left : last]), (left, left + end - start)


def inputs(readings: Sequence[Reading]) -> dict[str, np.ndarray]:
    """The model's inputs for sentences of the same length: `ids`, a row for each; `row`, the sentence of each target,
    and `target`, 1 over its pieces, a row for each target.
    """
    ids = np.array([reading.ids for reading in readings], dtype=np.int64)
    row = np.repeat(np.arange(len(readings)), [len(reading.ranges) for reading in readings])
    target = np.zeros((len(row), ids.shape[1]), dtype=np.int64)
    for number, (start, end) in enumerate(span for reading in readings for span in reading.ranges):
        target[number, start:end] = 1
    return {"ids": ids, "row": row, "target": target}
