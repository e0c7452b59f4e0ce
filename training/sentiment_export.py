"""Write the smaller network of targets for onnxruntime, measure it, and write its card.

    python -m training.sentiment_export --gold NEWSMTSC/train.jsonl --judged GOLD.jsonl --labels LABELS.jsonl \\
        --base BASE --out RUN [--beside OTHER] [--to FOLDER]

It is the mean of the averaged weights of the runs (Wortsman et al. 2022).
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from analysis import models
from analysis.sentiment import target as runtime
from training import sentiment_card
from training.export import encode_layer
from training.graph import quantised
from training.sentiment import soup
from training.sentiment_lessons import Teacher, ruled
from training.sentiment_model import (
    Example,
    interval,
    load_tokenizer,
    measures,
    read_gold,
    split,
    temperature,
)
from training.sentiment_narrow import arguments, begun
from training.sentiment_reader import TargetReader, Told, attended, collate, predict, together
from training.trimming import trim_file

NETWORK = (
    "{layers} of the twelve layers of version 3, {heads} attention heads and {inner} inner units of each; all but "
    "the last read a sentence once, and the last is asked by each target, the mean of its pieces, and by the whole"
)


class Judging(nn.Module):
    """The network with probabilities for an output, at a temperature, written so that exporters trace it."""

    def __init__(self, model: TargetReader, scale: float) -> None:
        super().__init__()
        self.model, self.scale = model, scale

    def forward(self, ids: Tensor, mask: Tensor, row: Tensor, target: Tensor) -> Tensor:
        states = self.model.encoder.embeddings(input_ids=ids)
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        *once, last = self.model.layers
        for layer in once:
            states = encode_layer(layer, states, bias)
        found = attended(last, states, None, self.model.asked(states, row, target), row)
        return torch.softmax(self.model.head(found.flatten(1)) / self.scale, dim=-1)


class Scaled(nn.Module):
    """A linear map of inputs that are divided by `sizes` first: the same map, of inputs of like sizes."""

    def __init__(self, linear: nn.Linear, sizes: Tensor) -> None:
        super().__init__()
        self.register_buffer("factors", 1 / sizes)
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        self.linear.load_state_dict({"weight": linear.weight * sizes, "bias": linear.bias})

    def forward(self, given: Tensor) -> Tensor:
        return self.linear(given * self.factors)


def smoothed(model: TargetReader, told: Sequence[Told]) -> TargetReader:
    """The same network, in which a few inputs of each layer's inner units are not ten times as large as the others.

    In 8 bits all share one scale. Half of what makes them large goes to the weights (SmoothQuant: Xiao et al. 2023).
    """
    model = copy.deepcopy(model).eval()
    largest = {layer: torch.zeros(layer.intermediate.dense.in_features) for layer in model.layers}

    def seen(layer: nn.Module) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def note(_: nn.Module, given: tuple[Tensor]) -> None:
            largest[layer] = torch.maximum(largest[layer], given[0].abs().flatten(0, -2).amax(0))

        return note

    hooks = [layer.intermediate.register_forward_pre_hook(seen(layer)) for layer in model.layers]
    predict(model, told)
    for hook, (layer, sizes) in zip(hooks, largest.items(), strict=True):
        hook.remove()
        weights = layer.intermediate.dense.weight.detach().abs().amax(0)
        layer.intermediate.dense = Scaled(layer.intermediate.dense, (sizes / weights).sqrt())
    return model


def exported(model: TargetReader, scale: float, weights: Path, example: dict[str, Tensor]) -> None:
    """Write the network with 8-bit weights, for sentences of the same length."""
    axes = {"ids": {0: "rows", 1: "pieces"}, "mask": {0: "rows", 1: "pieces"}, "row": {0: "targets"}}
    axes |= {"target": {0: "targets", 1: "pieces"}, "probabilities": {0: "targets"}}
    judging = Judging(model.eval(), scale)
    quantised(judging, 0, 0, example, weights, output="probabilities", axes=axes, masked=False)


def said_by(weights: Path, told: Sequence[Told]) -> np.ndarray:
    """What the network in a file says of the targets, as newsbook asks it."""
    session, found = models.session(weights), np.zeros((sum(len(t.spans) for t in told), len(runtime.LABELS)))
    readings, at = [], 0
    for t in told:
        numbers = range(at, at + len(t.spans))
        at += len(numbers)
        readings.append(runtime.reading(t.pieces, numbers, t.spans))
    for part in runtime.batches(readings):
        found[[n for reading in part for n in reading.numbers]] = session.run(None, runtime.inputs(part))[0]
    return found


def export(options: argparse.Namespace) -> None:
    """Write the averaged network with 8-bit weights, calibrated, measure what was written, and write its card."""
    tokenizer = load_tokenizer(options.base)
    kept, held = split(read_gold(options.gold, tokenizer), fold=options.fold)
    model = begun(options, tokenizer)
    model.load_state_dict(soup([folder / "average.pt" for folder in (options.out, options.beside) if folder]))
    told, by_sentence = together(held), dict[tuple[int, ...], list[Example]]()
    for example in held:
        by_sentence.setdefault(example.pieces, []).append(example)
    order = [e for examples in by_sentence.values() for e in examples]  # as `together` has them
    gold = np.array([e.label for e in order])
    logits = predict(model, told)
    scale = temperature(logits, gold)
    weights = options.to / "target-sentiment.onnx.gz"
    some = random.Random(options.seed).sample(together(kept), 300)
    exported(smoothed(model, some), scale, weights, collate([t for t in told if len(t.spans) > 1][:3]))
    trim_file(weights, options.base / "tokenizer.json", markers=())
    began = time.process_time()
    said = said_by(weights, told)
    speed = len(gold) / (time.process_time() - began)
    scores: dict[str, Any] = {
        "float": measures(logits, order),
        "int8": measures(np.log(said + 1e-12), order, scale=1.0),
    }
    scores["int8"]["macro_f1_interval"] = interval(said.argmax(1), order)
    print(json.dumps(scores, indent=1))
    told_made = ruled(400, tokenizer, seed=7, held_out=True)
    right = np.array([c for t in told_made for c in t.chances]).argmax(1) == said_by(
        weights, told_made
    ).argmax(1)
    news = Teacher(options.labels).told(weight=1.0)
    counts = {"train": len(kept), "development": len(held), "judged": sum(len(t.spans) for t in news)}
    sentiment_card.write(
        options.to,
        scores=scores,
        commands=commands(options, sentences=len(news)),
        counts=counts,
        speed=speed,
        scale=scale,
        network=NETWORK.format(layers=len(options.layers), heads=options.heads, inner=options.inner),
        limits=[
            f"In sentences made by rule after patterns it did not learn, {100 * right.mean():.1f} % of the targets "
            "are right."
        ],
    )


def commands(options: argparse.Namespace, *, sentences: int) -> list[str]:
    """The command lines that make what `export` writes, after those of the twelve layers."""
    own = ("sentiment_teacher", "sentiment_narrow", "TWELVE")
    before = [line for line in runtime.card()["training"] if not any(word in line for word in own)]
    given = "--gold NEWSMTSC/train.jsonl --judged GOLD.jsonl --labels LABELS.jsonl --base BASE"
    call, teacher = (f"python -m training.sentiment_{name}" for name in ("narrow", "teacher"))
    runs = [("FIRST", "SECOND", 1), ("SECOND", "FIRST", 2)] if options.beside else [("FIRST", "", 1)]
    return [
        *before,
        "python -m training.sentiment_restore TWELVE.onnx.gz --out BASE",
        f"{teacher} TWELVE.onnx.gz NEWSMTSC/train.jsonl --gold --out GOLD.jsonl --sentences 100000",
        f"{teacher} TWELVE.onnx.gz NEWS.jsonl.gz --out LABELS.jsonl --sentences {sentences}",
        *(
            f"{call} {given} --out {mine}{f' --beside {other}' if other else ''} --seed {seed} "
            f"--minutes {options.minutes:g}"
            for mine, other, seed in runs
        ),
        f"python -m training.sentiment_export {given} --out FIRST{' --beside SECOND' if options.beside else ''}",
    ]


if __name__ == "__main__":
    parser = arguments()
    parser.add_argument("--to", type=Path, default=models.MODELS)
    export(parser.parse_args())
