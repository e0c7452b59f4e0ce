"""Whether two quotations mean the same, by two networks that read both together.

They began from different encoders and err at different pairs: the mean of their answers is better than either.
Weights: analysis/models/meaning-*.onnx.gz, trained by training/meaning.py; their card is beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import models

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

UNLIKELY = -3.6  # log-odds; what the first network puts below it the second does not read
DOUBT = 3.6  # log-odds between minus and plus this are read the other way round too
LENGTH = 72  # word pieces that are read of one side
_WHO, _CUE = 12, 10  # of these, at most so many of the speaker and of the cue
_BATCH = 4


class Reader(NamedTuple):
    """A network, its word pieces, what it is given, and the pieces that start a pair, end a side, and part it."""

    weights: str
    pieces: str
    inputs: tuple[str, ...]
    start: int
    end: int
    colon: int


FIRST = Reader("meaning-first.onnx.gz", "meaning-pieces.json", ("ids", "mask"), 1, 2, 38)
SECOND = Reader("meaning-second.onnx.gz", "tokenizer.json", ("ids", "mask", "second"), 101, 102, 1024)


class Said(NamedTuple):
    """What is read of a quotation: who said it (resolved where possible), the cue, the content."""

    who: str
    cue: str
    content: str


def logits(pairs: Sequence[tuple[Said, Said]]) -> np.ndarray:
    """The log-odds, natural, that each pair is one utterance, as the networks see it; higher = more alike.

    float64, one for each pair, in their order: the mean of what both networks say, or, where the first finds it
    unlikely, what that one says.
    """
    found = answers(pairs, FIRST)
    likely = np.flatnonzero(found >= UNLIKELY).tolist()
    found[likely] = (found[likely] + answers([pairs[i] for i in likely], SECOND)) / 2
    return found


def answers(pairs: Sequence[tuple[Said, Said]], reader: Reader) -> np.ndarray:
    """The log-odds by one network, float64, one for each pair, in their order.

    A pair that it is in doubt of it reads the other way round too, and the mean counts.
    """
    sides = list(dict.fromkeys(side for pair in pairs for side in pair))
    read = dict(zip(sides, pieces(sides, reader, models.tokenizer(reader.pieces)), strict=True))
    rows = [(read[first], read[second]) for first, second in pairs]
    found = _read(rows, reader)
    doubtful = np.flatnonzero(np.abs(found) < DOUBT)
    turned = _read([(rows[i][1], rows[i][0]) for i in doubtful], reader)
    found[doubtful] = (found[doubtful] + turned) / 2
    return found


def _read(rows: Sequence[tuple[list[int], list[int]]], reader: Reader) -> np.ndarray:
    found = np.zeros(len(rows))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]) + len(rows[i][1]))
    for i in range(0, len(order), _BATCH):
        part = order[i : i + _BATCH]
        found[part] = _session(reader).run(["logits"], padded([rows[j] for j in part], reader))[0]
    return found


def pieces(sides: Sequence[Said], reader: Reader, tokenizer: Tokenizer) -> list[list[int]]:
    """The word pieces of each side: speaker, cue, content, colons between them."""
    texts = [text for side in sides for text in side]
    ids = [e.ids for e in tokenizer.encode_batch(texts, add_special_tokens=False)]
    found = []
    for who, cue, content in zip(ids[::3], ids[1::3], ids[2::3], strict=True):
        head = [*who[:_WHO], reader.colon, *cue[:_CUE], reader.colon]
        found.append(head + content[: LENGTH - len(head)])
    return found


def padded(rows: Sequence[tuple[list[int], list[int]]], reader: Reader) -> dict[str, np.ndarray]:
    """What a network is given, a row for each pair.

    Of `ids`, `mask` (1 where there is a word piece) and `second` (1 over the second side) what it asks for.
    """
    width = max(len(first) + len(second) for first, second in rows) + 3
    ids, mask, second_side = (np.zeros((len(rows), width), dtype=np.int64) for _ in range(3))
    for i, (first, second) in enumerate(rows):
        row = [reader.start, *first, reader.end, *second, reader.end]
        ids[i, : len(row)] = row
        mask[i, : len(row)] = 1
        second_side[i, len(first) + 2 : len(row)] = 1
    given = {"ids": ids, "mask": mask, "second": second_side}
    return {name: given[name] for name in reader.inputs}


@lru_cache(maxsize=2)
def _session(reader: Reader) -> InferenceSession:
    return models.session(models.MODELS / reader.weights)
