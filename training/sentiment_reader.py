"""A network that reads a sentence once and says what it says of each of several targets."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from analysis.sentiment.target import CLS, LABELS, LENGTH, SEP
from training.encoder import load_encoder
from training.sentiment_model import MASK, Example


@dataclass(frozen=True)
class Told:
    """A sentence in word pieces; for each of its targets where it stands and the chances of the three labels."""

    pieces: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    chances: tuple[tuple[float, ...], ...]
    weight: float = 1.0  # of its targets in the loss
    places: tuple[int, ...] = ()  # where the teacher's features of its targets are, if they are known


def certain(label: int) -> tuple[float, ...]:
    return tuple(float(label == number) for number in range(len(LABELS)))


def together(examples: Iterable[Example], draw: random.Random | None = None) -> list[Told]:
    """The gold targets by sentence; given `draw`, at times with another mention of a target in its place."""
    found: dict[tuple[int, ...], list[Example]] = {}
    for example in examples:
        found.setdefault(example.pieces, []).append(example)
    told = []
    for pieces, targets in found.items():
        spans = [
            draw.choice(e.further) if draw and e.further and draw.random() < 0.25 else (e.start, e.end)
            for e in targets
        ]
        told.append(Told(pieces, tuple(spans), tuple(certain(e.label) for e in targets)))
    return told


def varied(told: Told, others: Sequence[Told], draw: random.Random) -> Told:
    """As one epoch sees a sentence: perhaps with a target masked, perhaps beside another one."""
    if len(told.spans) == 1 and draw.random() < 0.15:
        ((start, end),) = told.spans
        pieces = (*told.pieces[:start], *[MASK] * (end - start), *told.pieces[end:])
        told = Told(
            pieces, told.spans, told.chances, told.weight
        )  # what the teacher read is another sentence
    other = draw.choice(others)
    if draw.random() < 0.12 and len(told.pieces) + len(other.pieces) < LENGTH // 2:
        shift = len(told.pieces)
        spans = (*told.spans, *((s + shift, e + shift) for s, e in other.spans))
        told = Told(told.pieces + other.pieces, spans, told.chances + other.chances, told.weight)
    return told


def cropped(told: Told) -> Told:
    """`told` without what stands behind the longest that is read; targets there are dropped."""
    room = LENGTH - 2
    if len(told.pieces) <= room:
        return told
    kept = [i for i, (_, end) in enumerate(told.spans) if end <= room]
    spans, chances = tuple(told.spans[i] for i in kept), tuple(told.chances[i] for i in kept)
    places = tuple(told.places[i] for i in kept) if told.places else ()
    return Told(told.pieces[:room], spans, chances, told.weight, places)


def collate(told: Sequence[Told]) -> dict[str, Tensor]:
    """`ids` and `mask` of the sentences; `row` and `target` (1 over its pieces) of each target."""
    length = 2 + max(len(t.pieces) for t in told)
    ids, mask = np.zeros((2, len(told), length), dtype=np.int64)
    spans = [(row, start + 1, end + 1) for row, t in enumerate(told) for start, end in t.spans]
    target = np.zeros((len(spans), length), dtype=np.int64)
    for row, t in enumerate(told):
        ids[row, : len(t.pieces) + 2] = [CLS, *t.pieces, SEP]
        mask[row, : len(t.pieces) + 2] = 1
    for number, (_, start, end) in enumerate(spans):
        target[number, start : max(end, start + 1)] = 1
    rows = np.array([row for row, _, _ in spans], dtype=np.int64)
    arrays = {"ids": ids, "mask": mask, "row": rows, "target": target}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def wanted(told: Sequence[Told]) -> tuple[Tensor, Tensor]:
    """The chances of each target of a batch, and its weight."""
    chances = torch.tensor([c for t in told for c in t.chances])
    return chances, torch.tensor([t.weight for t in told for _ in t.chances])


def batches(told: Sequence[Told], size: int, draw: random.Random) -> Iterator[list[Told]]:
    """Batches of sentences of like length that have targets, in random order."""
    order = [t for t in map(cropped, told) if t.spans]
    draw.shuffle(order)
    step = size * 40
    pools = [sorted(order[i : i + step], key=lambda t: len(t.pieces)) for i in range(0, len(order), step)]
    cut = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    draw.shuffle(cut)
    yield from cut


class TargetReader(nn.Module):
    """Logits of negative, neutral, positive towards each target of each sentence.

    All layers but the last read a sentence once, whatever its targets. In the last one two ask what was read, for
    each target: [CLS], and the mean of the target's pieces. What both find is what the head reads.
    """

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.encoder = load_encoder(folder)
        for part in self.layers:
            part.output.dropout.p = part.attention.output.dropout.p = 0.0
        width = self.encoder.config.hidden_size
        self.kind = nn.Parameter(torch.zeros(width))  # what tells a target that asks from [CLS]
        self.head = nn.Linear(2 * width, len(LABELS))

    @property
    def layers(self) -> nn.ModuleList:
        return self.encoder.encoder.layer

    def forward(self, ids: Tensor, mask: Tensor, row: Tensor, target: Tensor) -> Tensor:
        return self.head(nn.functional.dropout(self.features(ids, mask, row, target), 0.1, self.training))

    def features(self, ids: Tensor, mask: Tensor, row: Tensor, target: Tensor) -> Tensor:
        """What the head reads of each target."""
        states = self.encoder.embeddings(input_ids=ids)
        *once, last = self.layers
        for layer in once:
            states = attended(layer, states, mask)
        return attended(last, states, mask, self.asked(states, row, target), row).flatten(1)

    def asked(self, states: Tensor, row: Tensor, target: Tensor) -> Tensor:
        """[CLS] and the mean of its pieces for each target; targets × 2 × width."""
        around, share = states[row], target.unsqueeze(-1).to(states.dtype)
        mean = (around * share).sum(1) / share.sum(1) + self.kind
        return torch.stack([around[:, 0], mean], dim=1)


def attended(
    layer: nn.Module,
    states: Tensor,
    mask: Tensor | None,
    asked: Tensor | None = None,
    row: Tensor | None = None,
) -> Tensor:
    """One BERT layer (Devlin et al. 2019); only what `asked` find, each in its `row` of states, if they are given.

    By torch's own attention, which learns faster, unless there is no mask: then exporters can trace it.
    """
    attention = layer.attention.self
    heads, size = attention.num_attention_heads, attention.attention_head_size

    def apart(projected: Tensor) -> Tensor:
        return projected.reshape(*projected.shape[:2], heads, size).transpose(1, 2)

    asked = states if asked is None else asked
    query, key, value = (
        apart(attention.query(asked)),
        apart(attention.key(states)),
        apart(attention.value(states)),
    )
    if row is not None:
        key, value = key[row], value[row]
    if mask is None:
        context = torch.softmax(query @ key.transpose(-1, -2) / size**0.5, dim=-1) @ value
    else:
        seen = (mask if row is None else mask[row])[:, None, None, :].bool()
        context = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
    context = context.transpose(1, 2).reshape(*asked.shape[:2], heads * size)
    middle = layer.attention.output(context, asked)
    return layer.output(layer.intermediate(middle), middle)


def predict(model: TargetReader, told: Sequence[Told], size: int = 64) -> np.ndarray:
    """Logits of all targets, in the order of `told` and its spans."""
    model.eval()
    logits: list[np.ndarray] = [np.zeros((0, len(LABELS)))] * len(told)
    order = sorted(range(len(told)), key=lambda i: len(told[i].pieces))
    with torch.no_grad():
        for i in range(0, len(order), size):
            part = order[i : i + size]
            found = model(**collate([told[j] for j in part])).numpy()
            cuts = np.cumsum([len(told[j].spans) for j in part])[:-1]
            for j, piece in zip(part, np.split(found, cuts), strict=True):
                logits[j] = piece
    return np.concatenate(logits)
