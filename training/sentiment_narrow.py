"""A smaller network of targets: it reads a sentence once, and learns from gold, from the shipped model, from rules.

    python -m training.sentiment_teacher NEWS.jsonl.gz --out LABELS.jsonl
    python -m training.sentiment_narrow --gold NEWSMTSC/train.jsonl --labels LABELS.jsonl --out RUN [--export]

The encoder begins as all-MiniLM-L6-v2. After a first while what the loss depends on least is taken out of each layer
(`training.narrowing`); what is left learns on. Ended at any time and started again, a training goes on from its last
checkpoint. The gold's tenth `--fold` is never learned from, nor each tenth pattern of `training.sentiment_made`.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from analysis import models
from analysis.sentiment import target as runtime
from training.encoder import encoder_folder
from training.export import encode_layer
from training.graph import quantised
from training.narrowing import best, importance
from training.quotation_model import narrow
from training.sentiment_made import sentences
from training.sentiment_model import (
    calibration_error,
    load_tokenizer,
    macro_f1,
    parameter_groups,
    read_gold,
    split,
    temperature,
)
from training.sentiment_reader import (
    TargetReader,
    Told,
    batches,
    certain,
    collate,
    predict,
    together,
    varied,
    wanted,
)

SMOOTHING = 0.05


def taught(path: Path, tokenizer: Tokenizer, *, weight: float) -> list[Told]:
    """The sentences that the shipped model has judged."""
    told = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        encoding = tokenizer.encode(row["text"], add_special_tokens=False)
        spans = tuple(runtime.pieces(encoding.offsets, tuple(span)) for span in row["spans"])
        told.append(Told(tuple(encoding.ids), spans, tuple(map(tuple, row["chances"])), weight))
    return told


def ruled(
    n: int, tokenizer: Tokenizer, *, seed: int, held_out: bool = False, weight: float = 1.0
) -> list[Told]:
    """Sentences made by rule."""
    told = []
    for made in sentences(n, seed=seed, held_out=held_out):
        encoding = tokenizer.encode(made.text, add_special_tokens=False)
        spans = tuple(runtime.pieces(encoding.offsets, span) for span in made.spans)
        told.append(Told(tuple(encoding.ids), spans, tuple(map(certain, made.labels)), weight))
    return told


def loss_of(model: TargetReader, told: Sequence[Told]) -> Tensor:
    """Cross-entropy to the chances that the targets should have, weighted and smoothed."""
    chances, weights = wanted(told)
    chances = chances * (1 - SMOOTHING) + SMOOTHING / chances.shape[1]
    losses = -(chances * torch.log_softmax(model(**collate(told)), -1)).sum(-1)
    return (losses * weights).sum() / weights.sum()


def lessons(
    gold: Sequence[Any], labels: Sequence[Told], tokenizer: Tokenizer, options: argparse.Namespace
) -> Iterator[list[Told]]:
    """The batches of all epochs, the same each time it is called; rules make other sentences in each epoch."""
    for epoch in range(options.epochs):
        draw = random.Random(options.seed * 1000 + epoch)
        told = together(gold, draw) + list(labels)
        told += ruled(options.made, tokenizer, seed=options.seed * 1000 + epoch, weight=options.made_weight)
        yield from batches([varied(t, told, draw) for t in told], options.batch, draw)


def optimiser(model: TargetReader, options: argparse.Namespace) -> torch.optim.Optimizer:
    for parameter in model.encoder.embeddings.parameters():
        parameter.requires_grad_(False)  # most words of the news are in no sentence of the gold
    groups = parameter_groups(
        model, layers=len(model.layers), rate=options.rate, head_rate=options.head_rate, decay=0.95
    )
    for name, parameter in model.named_parameters():
        if name.startswith(("asks", "answers")):
            for group in groups:
                group["params"] = [p for p in group["params"] if p is not parameter]
            groups[-1]["params"].append(parameter)
    return torch.optim.AdamW(groups)


def measured(model: TargetReader, parts: dict[str, list[Told]]) -> dict[str, float]:
    """Macro-F1 on each part."""
    scores = {}
    for name, told in parts.items():
        gold = np.array([c for t in told for c in t.chances]).argmax(1)
        scores[name] = round(macro_f1(predict(model, told).argmax(1), gold), 2)
    return scores


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(options.encoder)
    kept, held = split(read_gold(options.gold, tokenizer), fold=options.fold)
    labels = taught(options.labels, tokenizer, weight=options.label_weight)
    parts = {"gold": together(held), "made": ruled(400, tokenizer, seed=7, held_out=True)}
    plan = list(lessons(kept, labels, tokenizer, options))
    print(f"{len(plan)} steps", flush=True)
    model = TargetReader(options.encoder)
    state_file = options.out / "state.pt"
    state = torch.load(state_file, weights_only=False) if state_file.exists() else None
    if state and state["kept"]:
        narrow(model, state["kept"])
    learner, average = optimiser(model, options), copy.deepcopy(model)
    if state:
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        learner.load_state_dict(state["learner"])
    step, places = (state["step"], state["kept"]) if state else (0, None)
    began, losses = time.process_time(), []
    model.train()
    for group in learner.param_groups:
        group.setdefault("initial", group["lr"])
    while step < len(plan):
        if step == options.first and not places:
            weights = importance(model, plan[:60:2], loss_of)
            places = [(best(heads, options.heads), best(inner, options.inner)) for heads, inner in weights]
            narrow(model, places)
            learner, average = optimiser(model, options), copy.deepcopy(model)
            for group in learner.param_groups:
                group["initial"] = group["lr"]
        share = min(1.0, (step % options.first + 1) / 60 if step < 2 * options.first else 1.0)
        for group in learner.param_groups:
            group["lr"] = group["initial"] * share * max(0.02, 1 - step / len(plan))
        value = loss_of(model, plan[step])
        value.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        learner.step()
        learner.zero_grad(set_to_none=True)
        step += 1
        losses.append(value.item())
        keep = min(options.average, (1 + step) / (10 + step))
        with torch.no_grad():
            for mine, theirs in zip(average.parameters(), model.parameters(), strict=True):
                mine.lerp_(theirs, 1 - keep)
        if step % 100 == 0 or step == len(plan):
            row: dict[str, Any] = {
                "step": step,
                "of": len(plan),
                "loss": round(float(np.mean(losses[-100:])), 4),
            }
            row["processor_seconds"] = round(time.process_time() - began)
            if step % 500 == 0 or step == len(plan):
                row |= measured(average, parts)
            with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(row) + "\n")
            saved = {
                "step": step,
                "kept": places,
                "model": model.state_dict(),
                "average": average.state_dict(),
            }
            torch.save(saved | {"learner": learner.state_dict()}, options.out / "state.tmp")
            (options.out / "state.tmp").replace(state_file)
            model.train()


class Judging(nn.Module):
    """The network with probabilities for an output, at a temperature, written so that exporters trace it."""

    def __init__(self, model: TargetReader, scale: float) -> None:
        super().__init__()
        self.model, self.scale = model, scale

    def forward(self, ids: Tensor, mask: Tensor, row: Tensor, target: Tensor) -> Tensor:
        hidden = self.model.encoder.embeddings(input_ids=ids)
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.model.layers:
            hidden = encode_layer(layer, hidden, bias)
        return torch.softmax(self.model.judged(hidden, mask, row, target) / self.scale, dim=-1)


def export(options: argparse.Namespace) -> None:
    """Write the averaged network of the last checkpoint with 8-bit weights, and measure what was written."""
    tokenizer = load_tokenizer(options.encoder)
    _, held = split(read_gold(options.gold, tokenizer), fold=options.fold)
    state = torch.load(options.out / "state.pt", weights_only=False)
    model = TargetReader(options.encoder)
    narrow(model, state["kept"])
    model.load_state_dict(state["average"])
    told = together(held)
    gold = np.array([c for t in told for c in t.chances]).argmax(1)
    scale = temperature(predict(model, told), gold)
    weights = options.out / "target-sentiment.onnx.gz"
    axes = {"ids": {0: "rows", 1: "pieces"}, "mask": {0: "rows", 1: "pieces"}, "row": {0: "targets"}}
    axes |= {"target": {0: "targets", 1: "pieces"}, "probabilities": {0: "targets"}}
    example = collate([t for t in told if len(t.spans) > 1][:3])
    quantised(Judging(model.eval(), scale), 0, 0, example, weights, output="probabilities", axes=axes)
    session = models.session(weights)
    found = []
    began = time.process_time()
    for low in range(0, len(told), 4):
        feed = {name: tensor.numpy() for name, tensor in collate(told[low : low + 4]).items()}
        found.append(session.run(None, feed)[0])
    seconds = time.process_time() - began
    said = np.concatenate(found)
    report = {
        "step": state["step"],
        "float": round(macro_f1(predict(model, told).argmax(1), gold), 2),
        "int8": round(macro_f1(said.argmax(1), gold), 2),
        "calibration_error": round(calibration_error(said, gold), 4),
        "temperature": round(scale, 3),
        "sentences_a_second": round(len(told) / seconds),
        "megabytes": round(weights.stat().st_size / 1e6, 1),
    }
    print(json.dumps(report, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gold", "labels", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, default=encoder_folder())
    numbers = {
        "seed": 1,
        "fold": 0,
        "epochs": 3,
        "batch": 32,
        "made": 6000,
        "first": 120,
        "heads": 8,
        "inner": 768,
    }
    for name, value in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    rates = {"rate": 3e-4, "head-rate": 1e-3, "average": 0.998, "made-weight": 0.7, "label-weight": 0.7}
    for name, value in rates.items():
        parser.add_argument(f"--{name}", type=float, default=value)
    parser.add_argument("--export", action="store_true", help="write the last checkpoint for onnxruntime")
    options = parser.parse_args()
    (export if options.export else train)(options)


if __name__ == "__main__":
    main()
