"""Take word pieces that no English news is written with out of a network's embeddings.

Pieces in other scripts than the Latin are then read as unknown; whatever is written without them is read as before.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from training.graph import load, save

UNKNOWN = "[UNK]"
EMBEDDING = "word_embeddings.weight_quantized"


def readable(vocabulary: dict[str, int]) -> list[int]:
    """The word pieces in Latin letters, figures and marks."""

    def is_latin(piece: str) -> bool:
        letters = piece.removeprefix("##")
        return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2100 for c in letters)

    return sorted(i for piece, i in vocabulary.items() if is_latin(piece) and not piece.startswith("[unused"))


def trim_file(path: Path, tokenizer: Path, *, markers: Collection[int]) -> None:
    """Trim the network in `path`, which reads the word pieces of `tokenizer` and `markers` of its own."""
    model = load(path)
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    trim(model.graph, vocabulary, kept=sorted({*readable(vocabulary), *markers}))
    save(model, path)


def trim(graph: onnx.GraphProto, vocabulary: dict[str, int], *, kept: list[int]) -> None:
    """Keep some rows of the embedding in `graph`, and look up where each piece has gone.

    ValueError when the embedding is not of this vocabulary, as after a trimming.
    """
    (table,) = (i for i in graph.initializer if i.name.endswith(EMBEDDING))
    if table.dims[0] != len(vocabulary):
        raise ValueError(f"an embedding of {table.dims[0]} pieces, a vocabulary of {len(vocabulary)}")
    place = np.full(len(vocabulary), kept.index(vocabulary[UNKNOWN]), dtype=np.int32)
    place[kept] = np.arange(len(kept))
    (lookup,) = (n for n in graph.node if table.name in n.input)
    ids = lookup.input[0]
    lookup.input[0] = f"{ids}_kept"
    before = list(graph.node).index(lookup)
    graph.node.insert(before, helper.make_node("Gather", ["place", ids], [f"{ids}_kept"], "place"))
    graph.initializer.append(numpy_helper.from_array(place, "place"))
    table.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(table)[kept], table.name))
