"""Whether two attributed statements say the same in other words: a small cross-encoder.

An all-MiniLM-L6-v2 encoder reads both side by side. `training/paraphrase.py` made it; its card is
`analysis/models/paraphrase.md`. It is asked only of pairs that share enough words to be worth it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis import networks

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

CLS, SEP = 101, 102
LENGTH = 72  # word pieces of each statement; what is behind them is not read
BATCH = 16


@lru_cache(maxsize=1)
def _session() -> InferenceSession:
    return networks.session(networks.MODELS / "paraphrase.onnx")


def inputs(pairs: Sequence[tuple[str, str]]) -> dict[str, np.ndarray]:
    """The network's inputs, a row a pair: `ids`, `mask`, and `side`, 1 over the second statement."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    encoded = networks.tokenizer().encode_batch(texts, add_special_tokens=False)
    pieces = {text: e.ids[:LENGTH] for text, e in zip(texts, encoded, strict=True)}
    rows = [([CLS, *pieces[a], SEP], [*pieces[b], SEP]) for a, b in pairs]
    shape = len(rows), max((len(a) + len(b) for a, b in rows), default=0)
    ids, mask, side = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for i, (first, second) in enumerate(rows):
        end = len(first) + len(second)
        ids[i, :end] = first + second
        mask[i, :end] = 1
        side[i, len(first) : end] = 1
    return {"ids": ids, "mask": mask, "side": side}


def logits(pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    """Log odds that each pair says the same; higher = more surely."""
    found = np.zeros(len(pairs))
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
    for start in range(0, len(order), BATCH):
        part = order[start : start + BATCH]
        found[part] = _session().run(["logits"], inputs([pairs[j] for j in part]))[0]
    return found
