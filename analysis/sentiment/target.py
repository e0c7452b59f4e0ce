"""Sentiment towards one person or organisation named in a sentence: negative, neutral or positive.

A small transformer, trained on NewsMTSC (Hamborg & Donnay 2021, MIT) by `training/sentiment.py`, and on sentences
made by rule by `training/sentiment_tune.py`, reads the sentence with the target between two markers. What it was
trained on, its scores and its known failures are in `analysis/models/target-sentiment.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis import models
from analysis.segmentation import Document, Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL = "target-sentiment 3"
LABELS = ("negative", "neutral", "positive")
CLS, SEP, OPEN, CLOSE = 101, 102, 1, 2  # as in training/sentiment.py
LENGTH = 160  # word pieces; a longer sentence is cropped round its target
BATCH = 4  # larger ones are no faster, and share one scale of 8-bit activations
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


def classify(targets: Sequence[tuple[str, Span]]) -> np.ndarray:
    """Calibrated probabilities of negative, neutral, positive: a row for each (sentence, span of the target).

    Targets of one sentence are judged apart. The order of the input decides nothing; float64, rows sum to 1.
    """
    probabilities = np.zeros((len(targets), len(LABELS)))
    if not targets:
        return probabilities
    sentences = list(dict.fromkeys(text for text, _ in targets))
    encodings = dict(
        zip(sentences, models.tokenizer().encode_batch(sentences, add_special_tokens=False), strict=True)
    )
    inputs = [marked(encodings[text].ids, pieces(encodings[text].offsets, span)) for text, span in targets]
    order = sorted(range(len(inputs)), key=lambda i: len(inputs[i][0]))
    for i in range(0, len(order), BATCH):
        part = order[i : i + BATCH]
        probabilities[part] = _session().run(["probabilities"], padded([inputs[j] for j in part]))[0]
    return probabilities


def pieces(offsets: Sequence[Span], span: Span) -> Span:
    """The range of word pieces that overlap the characters of `span`; the nearest piece when none does."""
    inside = [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    if inside:
        return inside[0], inside[-1] + 1
    before = sum(end <= span[0] for _, end in offsets)
    return before, before


def marked(ids: Sequence[int], target: Span) -> tuple[list[int], int, int]:
    """Ids with markers, cropped to LENGTH round the target, and the target's range among them."""
    room = LENGTH - 4
    start, end = target[0], min(target[1], target[0] + room // 2)
    spare = room - (end - start)
    left = min(start, max(spare // 2, spare - (len(ids) - end)))
    last = min(len(ids), end + spare - left)
    row = [CLS, *ids[start - left : start], OPEN, *ids[start:end], CLOSE, *ids[end:last], SEP]
    return row, left + 2, left + 2 + end - start


def padded(rows: Sequence[tuple[list[int], int, int]]) -> dict[str, np.ndarray]:
    """The model's inputs, a row for each of `marked`: `ids`, `mask` and `target` (1 over the target's pieces)."""
    shape = (len(rows), max(len(ids) for ids, _, _ in rows))
    ids, mask, target = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for i, (pieces, start, end) in enumerate(rows):
        ids[i, : len(pieces)] = pieces
        mask[i, : len(pieces)] = 1
        target[i, start : max(end, start + 1)] = 1
    return {"ids": ids, "mask": mask, "target": target}
