"""Whether two quotations mean the same, by a network that reads both together.

Weights: analysis/models/meaning.onnx, trained by training/meaning.py; their card is beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import networks

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

DOUBT = 2.0  # log-odds between minus and plus this are read again
LENGTH = 72  # word pieces that are read of one side
_WHO, _CUE = 12, 10  # of these, at most so many of the speaker and of the cue
_PIECES = "meaning-pieces.json"
_START, _END, _COLON = 1, 2, 38
_BATCH = 16


class Said(NamedTuple):
    """What is read of a quotation: who said it (resolved where possible), the cue, the content."""

    who: str
    cue: str
    content: str


def logits(pairs: Sequence[tuple[Said, Said]]) -> np.ndarray:
    """The log-odds, natural, that each pair is one utterance, as the network sees it; higher = more alike.

    float64, one for each pair, in their order. A pair of which the network is in doubt is read the other way round
    too, and the mean counts.
    """
    sides = list(dict.fromkeys(side for pair in pairs for side in pair))
    read = dict(zip(sides, pieces(sides, networks.tokenizer(_PIECES)), strict=True))
    rows = [(read[first], read[second]) for first, second in pairs]
    found = _logits(rows)
    doubtful = np.flatnonzero(np.abs(found) < DOUBT)
    turned = _logits([(rows[i][1], rows[i][0]) for i in doubtful])
    found[doubtful] = (found[doubtful] + turned) / 2
    return found


def _logits(rows: Sequence[tuple[list[int], list[int]]]) -> np.ndarray:
    found = np.zeros(len(rows))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]) + len(rows[i][1]))
    for i in range(0, len(order), _BATCH):
        part = order[i : i + _BATCH]
        found[part] = _session().run(["logits"], padded([rows[j] for j in part]))[0]
    return found


def pieces(sides: Sequence[Said], tokenizer: Tokenizer) -> list[list[int]]:
    """The word pieces of each side: speaker, cue, content, colons between them."""
    texts = [text for side in sides for text in side]
    ids = [e.ids for e in tokenizer.encode_batch(texts, add_special_tokens=False)]
    found = []
    for who, cue, content in zip(ids[::3], ids[1::3], ids[2::3], strict=True):
        head = [*who[:_WHO], _COLON, *cue[:_CUE], _COLON]
        found.append(head + content[: LENGTH - len(head)])
    return found


def padded(rows: Sequence[tuple[list[int], list[int]]]) -> dict[str, np.ndarray]:
    """The network's inputs, a row for each pair: `ids` and `mask` (1 where there is a word piece)."""
    width = max(len(first) + len(second) for first, second in rows) + 3
    ids, mask = (np.zeros((len(rows), width), dtype=np.int64) for _ in range(2))
    for i, (first, second) in enumerate(rows):
        row = [_START, *first, _END, *second, _END]
        ids[i, : len(row)] = row
        mask[i, : len(row)] = 1
    return {"ids": ids, "mask": mask}


@lru_cache(maxsize=1)
def _session() -> InferenceSession:
    return networks.session(networks.MODELS / "meaning.onnx")
