"""The classifier of the sentiment towards one target: its examples, its network, its measures."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from analysis.models import softmax
from analysis.sentiment import target as runtime
from analysis.sentiment.target import CLS, LABELS, LENGTH, SEP
from analysis.statistics import inference

POLARITY = {2.0: 0, 4.0: 1, 6.0: 2}
MASK = 103
OPEN, CLOSE = 1, 2
MARKERS = {OPEN: 1031, CLOSE: 1033}  # the markers start from the embeddings of "[" and "]"


@dataclass(frozen=True)
class Example:
    """One target of one sentence; `pieces` are word pieces, [start, end) the target's, label an index or -1."""

    group: str
    pieces: tuple[int, ...]
    start: int
    end: int
    label: int
    mixed: bool  # another target of the sentence has another label
    further: tuple[tuple[int, int], ...] = ()  # other mentions of the same target


def load_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read_gold(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """Every distinct target of a file in NewsMTSC's format; `group` is the same for like sentences."""
    examples, seen = [], set()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sentence = row["sentence_normalized"]
        group = hashlib.sha256(" ".join(sentence.casefold().split()).encode()).hexdigest()
        encoding = tokenizer.encode(sentence, add_special_tokens=False)
        mixed = len({t["polarity"] for t in row["targets"]}) > 1
        for target in row["targets"]:
            span = runtime.pieces(encoding.offsets, (target["from"], target["to"]))
            if (group, span) in seen:
                continue
            seen.add((group, span))
            others = [
                runtime.pieces(encoding.offsets, (m["from"], m["to"]))
                for m in target.get("further_mentions", ())
            ]
            examples.append(
                Example(
                    group,
                    tuple(encoding.ids),
                    *span,
                    POLARITY[target["polarity"]],
                    mixed,
                    tuple(others),
                )
            )
    return examples


def split(examples: Sequence[Example], *, fold: int, folds: int = 10) -> tuple[list[Example], list[Example]]:
    """Training and development examples; all targets of like sentences fall on the same side."""
    held = [e for e in examples if int(e.group[:8], 16) % folds == fold]
    kept = [e for e in examples if int(e.group[:8], 16) % folds != fold]
    return kept, held


def augmented(
    example: Example, others: Sequence[Example], draw: random.Random, rates: argparse.Namespace
) -> Example:
    """`example` as one epoch sees it: perhaps another mention, a masked target, or a second sentence beside it.

    A neighbour of another polarity makes sentences of several opinions, which are rare in the gold data:
    the classifier must look at the target and not at the mood of the whole.
    """
    if example.further and draw.random() < rates.further:
        start, end = draw.choice(example.further)
        example = replace(example, start=start, end=end)
    if draw.random() < rates.mask:
        pieces = (*example.pieces[: example.start], MASK, *example.pieces[example.end :])
        example = replace(example, pieces=pieces, end=example.start + 1)
    if draw.random() < rates.splice:
        other = draw.choice(others)
        if len(example.pieces) + len(other.pieces) < LENGTH // 2:
            before = draw.random() < 0.5
            pieces = other.pieces + example.pieces if before else example.pieces + other.pieces
            shift = len(other.pieces) if before else 0
            example = replace(example, pieces=pieces, start=example.start + shift, end=example.end + shift)
    return example


def collate(examples: Sequence[Example]) -> dict[str, Tensor]:
    """Ids, mask and target as the classifier gets them."""
    rows = [marked(e.pieces, (e.start, e.end)) for e in examples]
    return {name: torch.from_numpy(array) for name, array in padded(rows).items()}


def marked(ids: Sequence[int], target: tuple[int, int]) -> tuple[list[int], int, int]:
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


def batches(examples: Sequence[Example], size: int, draw: random.Random) -> Iterator[list[Example]]:
    """Batches of sentences of like length, in random order."""
    order = list(examples)
    draw.shuffle(order)
    pools = [
        sorted(order[i : i + size * 40], key=lambda e: len(e.pieces)) for i in range(0, len(order), size * 40)
    ]
    cut = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    draw.shuffle(cut)
    yield from cut


class TargetClassifier(nn.Module):
    """Logits of negative, neutral, positive towards the marked target."""

    def __init__(self, folder: Path, *, dropout: float = 0.1, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder,
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=dropout,
            add_pooling_layer=False,
            attn_implementation=attention,
        )
        width = self.encoder.config.hidden_size
        self.head = nn.Linear(4 * width, len(LABELS))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        with torch.no_grad():
            words = self.encoder.embeddings.word_embeddings.weight
            for marker, like in MARKERS.items():
                words[marker] = words[like]
            kinds = self.encoder.embeddings.token_type_embeddings.weight
            kinds[1] = kinds[0]  # the target's pieces start as ordinary pieces and drift apart

    def forward(self, ids: Tensor, mask: Tensor, target: Tensor, *, samples: int = 0) -> Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=target).last_hidden_state
        return self.judged(states, ids, mask, target, samples=samples)

    def judged(
        self, states: Tensor, ids: Tensor, mask: Tensor, target: Tensor, *, samples: int = 0
    ) -> Tensor:
        """Logits from the states of the last layer."""
        share = target.unsqueeze(-1).to(states.dtype)
        mean = (states * share).sum(1) / share.sum(1)
        opening = (states * (ids == OPEN).unsqueeze(-1).to(states.dtype)).sum(1)
        highest = (states - (1 - mask.unsqueeze(-1).to(states.dtype)) * 1e4).max(1).values
        features = torch.cat([states[:, 0], mean, opening, highest], dim=-1)
        if not samples:
            return self.head(features)
        return torch.stack([self.head(nn.functional.dropout(features, 0.3)) for _ in range(samples)]).mean(0)


def parameter_groups(
    model: nn.Module, *, layers: int, rate: float, head_rate: float, decay: float
) -> list[dict[str, Any]]:
    """AdamW groups: each layer learns `decay` times as fast as the one above; biases and norms do not shrink."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("head"):
            learning = head_rate
        else:
            number = re.search(r"layers?\.(\d+)\.", name)
            learning = rate * decay ** (layers - (int(number[1]) + 1 if number else 0))
        shrink = 0.0 if parameter.ndim == 1 else 0.01
        groups.setdefault((learning, shrink), []).append(parameter)
    return [{"params": p, "lr": r, "weight_decay": w} for (r, w), p in groups.items()]


def predict(model: TargetClassifier, examples: Sequence[Example], size: int = 64) -> np.ndarray:
    """Logits in the order of `examples`."""
    model.eval()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].pieces))
    logits = np.zeros((len(examples), len(LABELS)), dtype=np.float32)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for i in range(0, len(order), size):
            part = order[i : i + size]
            logits[part] = model(**collate([examples[j] for j in part])).float().numpy()
    return logits


def macro_f1(predicted: np.ndarray, gold: np.ndarray) -> float:
    """Mean F1 over the three classes, 0 to 100."""
    scores = []
    for k in range(len(LABELS)):
        right = int(((predicted == k) & (gold == k)).sum())
        scores.append(2 * right / max(1, int((predicted == k).sum() + (gold == k).sum())))
    return 100 * float(np.mean(scores))


def interval(predicted: np.ndarray, held: Sequence[Example]) -> list[float]:
    """The 95 % bootstrap interval of macro-F1 over sentences."""
    gold = np.array([e.label for e in held])
    _, sentence = np.unique([e.group for e in held], return_inverse=True)
    draws = inference.drawn(int(sentence.max()) + 1, resamples=1000, seed=0)
    picked = (np.repeat(np.arange(len(held)), times[sentence]) for times in draws)
    values = [macro_f1(predicted[rows], gold[rows]) for rows in picked]
    return [round(float(v), 1) for v in np.percentile(values, [2.5, 97.5])]


def calibration_error(probabilities: np.ndarray, gold: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error of the highest probability in `bins` equal bins (Guo et al. 2017)."""
    highest, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == gold
    bin_of = np.minimum((highest * bins).astype(int), bins - 1)
    gaps = [abs(float(highest[bin_of == b].sum() - right[bin_of == b].sum())) for b in range(bins)]
    return sum(gaps) / max(1, len(gold))


def temperature(logits: np.ndarray, gold: np.ndarray) -> float:
    """The temperature of the lowest negative log-likelihood (Guo et al. 2017), by a fine grid."""
    grid = np.geomspace(0.3, 4.0, 200)
    loss = [-np.log(softmax(logits / t)[np.arange(len(gold)), gold] + 1e-12).mean() for t in grid]
    return float(grid[int(np.argmin(loss))])


def measures(
    logits: np.ndarray, examples: Sequence[Example], *, scale: float | None = None
) -> dict[str, float]:
    """Development scores: all targets, those of sentences with several polarities, and calibration.

    `scale` is the temperature; the one that fits best when it is not given.
    """
    gold = np.array([e.label for e in examples])
    mixed = np.array([e.mixed for e in examples])
    predicted = logits.argmax(1)
    scale = scale or temperature(logits, gold)
    return {
        "n": len(examples),
        "macro_f1": round(macro_f1(predicted, gold), 2),
        "accuracy": round(100 * float((predicted == gold).mean()), 2),
        "mixed_n": int(mixed.sum()),
        "mixed_macro_f1": round(macro_f1(predicted[mixed], gold[mixed]), 2),
        "temperature": round(scale, 3),
        "calibration_error": round(calibration_error(softmax(logits / scale), gold), 4),
    }
