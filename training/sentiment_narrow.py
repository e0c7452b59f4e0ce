"""A smaller network of targets: it reads a sentence once, and learns from gold, from twelve layers, from rules.

    python -m training.sentiment_restore TWELVE.onnx.gz --out BASE
    python -m training.sentiment_teacher TWELVE.onnx.gz NEWSMTSC/train.jsonl --gold --out GOLD.jsonl
    python -m training.sentiment_teacher TWELVE.onnx.gz NEWS.jsonl.gz --out LABELS.jsonl
    python -m training.sentiment_narrow --gold NEWSMTSC/train.jsonl --judged GOLD.jsonl --labels LABELS.jsonl \\
        --base BASE --out RUN --minutes 50

The network begins as some of the twelve layers that read each target anew, of which what the loss depends on least
is taken out (`training.narrowing`). It learns their chances and what their head read (Romero et al. 2015, FitNets),
the gold and sentences made by rule. The rate falls with the minutes that are left, whatever a step takes; LABELS may
grow meanwhile. Two runs `--beside` each other meet half way at each checkpoint. Ended at any time and started again,
a training goes on from its last checkpoint. The gold's tenth `--fold` is never learned from, nor each tenth pattern
of `training.sentiment_made`.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.narrowing import best, importance
from training.quotation_model import narrow
from training.sentiment_lessons import features_at, lessons, ruled
from training.sentiment_model import (
    Example,
    TargetClassifier,
    load_tokenizer,
    macro_f1,
    parameter_groups,
    read_gold,
    split,
)
from training.sentiment_model import batches as marked_batches
from training.sentiment_model import collate as marked
from training.sentiment_reader import TargetReader, Told, collate, predict, together, wanted
from training.sentiment_restore import STATE, restored
from training.sentiment_teacher import WIDTH

SMOOTHING = 0.05
STALE = 300  # seconds after which another run is not going on


def loss_of(
    model: TargetReader, told: Sequence[Told], features: Sequence[np.ndarray], share: float
) -> Tensor:
    """Cross-entropy to the chances that the targets should have, weighted and smoothed, and `share` of how far
    the features are from the teacher's, in their variance.
    """
    chances, weights = wanted(told)
    chances = chances * (1 - SMOOTHING) + SMOOTHING / chances.shape[1]
    read = model.features(**collate(told))
    logits = model.head(nn.functional.dropout(read, 0.1, model.training))
    losses = -(chances * torch.log_softmax(logits, -1)).sum(-1)
    loss = (losses * weights).sum() / weights.sum()
    places = [place for t in told for place in (t.places or [-1] * len(t.spans))]
    known = [number for number, place in enumerate(places) if place >= 0]
    if not known or not share:
        return loss
    rows = [features_at(features, places[number]) for number in known]
    teacher = torch.from_numpy(np.stack(rows).astype(np.float32))
    parts = teacher[:, : 2 * WIDTH]
    apart = ((read[known] - parts) ** 2).mean() / parts.var()
    return loss + share * apart * len(known) / len(places)


class Layered:
    """A classifier whose layers `training.narrowing.importance` finds."""

    def __init__(self, model: TargetClassifier) -> None:
        self.model, self.layers = model, model.encoder.encoder.layer


def needs(options: argparse.Namespace, tokenizer: Tokenizer) -> list[tuple[Tensor, Tensor]]:
    """How much the loss of the twelve layers depends on each head and inner unit of its layers."""
    file = options.out / "importance.pt"
    if not file.exists():
        kept, _ = split(read_gold(options.gold, tokenizer), fold=options.fold)
        draw = random.Random(options.seed)
        some = list(marked_batches(draw.sample(kept, 320), 16, draw))

        def loss(whole: Layered, part: Sequence[Example]) -> Tensor:
            gold = torch.tensor([e.label for e in part])
            return nn.functional.cross_entropy(whole.model(**marked(part)), gold)

        torch.save(importance(Layered(restored(options.base).eval()), some, loss), file)
    return list(torch.load(file, weights_only=True))


def begun(options: argparse.Namespace, tokenizer: Tokenizer) -> TargetReader:
    """The network before it learns: some of the twelve layers, narrowed, with its head."""
    model = TargetReader(options.base)
    state = torch.load(options.base / STATE, weights_only=True)
    model.encoder.load_state_dict(
        {n.removeprefix("encoder."): w for n, w in state.items() if n.startswith("encoder.")}
    )
    kinds = model.encoder.embeddings.token_type_embeddings.weight
    first, mean, opening, highest = state["head.weight"].split(WIDTH, dim=1)
    with torch.no_grad():
        model.kind.copy_(kinds[1] - kinds[0])
        model.head.weight.copy_(torch.cat([first + highest / 2, mean + opening + highest / 2], dim=1))
        model.head.bias.copy_(state["head.bias"])
    whole = list(model.layers)
    model.encoder.encoder.layer = nn.ModuleList([whole[number] for number in options.layers])
    weights = needs(options, tokenizer)
    narrow(
        model,
        [(best(weights[n][0], options.heads), best(weights[n][1], options.inner)) for n in options.layers],
    )
    return model


def optimiser(model: TargetReader, options: argparse.Namespace) -> torch.optim.Optimizer:
    for parameter in model.encoder.embeddings.parameters():
        parameter.requires_grad_(False)  # most words of the news are in no sentence of the gold
    groups = parameter_groups(
        model, layers=len(model.layers), rate=options.rate, head_rate=options.head_rate, decay=0.95
    )
    for group in groups:
        group["params"] = [p for p in group["params"] if p is not model.kind]
    groups.append({"params": [model.kind], "lr": options.head_rate, "weight_decay": 0.0})
    learner = torch.optim.AdamW(groups)
    for group in learner.param_groups:
        group["initial"] = group["lr"]
    return learner


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
    tokenizer = load_tokenizer(options.base)
    _, held = split(read_gold(options.gold, tokenizer), fold=options.fold)
    parts = {"gold": together(held), "made": ruled(200, tokenizer, seed=7, held_out=True)}
    model = begun(options, tokenizer)
    learner, average, step, before = optimiser(model, options), copy.deepcopy(model), 0, 0.0
    state_file = options.out / "state.pt"
    if state_file.exists():
        state = torch.load(state_file, weights_only=False)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        learner.load_state_dict(state["learner"])
        step, before = state["step"], state["minutes"]
    began, used, losses = time.monotonic(), time.process_time(), []
    for batch, features in lessons(options, tokenizer):
        gone = (before + (time.monotonic() - began) / 60) / options.minutes
        if gone >= 1 or step == options.steps:
            break
        model.train()
        for group in learner.param_groups:
            group["lr"] = group["initial"] * min(1.0, (step + 1) / 40) * max(0.01, 1 - gone)
        value = loss_of(model, batch, features, options.feature_share)
        value.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        learner.step()
        learner.zero_grad(set_to_none=True)
        step += 1
        losses.append(value.item())
        keep = min(options.average, (1 + step) / (10 + step))
        with torch.no_grad():
            for mine, theirs in zip(average.parameters(), model.parameters(), strict=True):
                if theirs.requires_grad:
                    mine.lerp_(theirs, 1 - keep)
        if step % options.every == 0:
            row: dict[str, Any] = {"step": step, "loss": round(float(np.mean(losses[-options.every :])), 4)}
            row |= {"gone": round(gone, 3), "processor_seconds": round(time.process_time() - used)}
            row |= measured(average, parts) if step % options.measure == 0 else {}
            note(options, row)
            saved = {"step": step, "model": model.state_dict(), "average": average.state_dict()}
            mixed(model, options)
            saved |= {"minutes": gone * options.minutes, "learner": learner.state_dict()}
            torch.save(saved, options.out / "state.tmp")
            (options.out / "state.tmp").replace(state_file)
    torch.save(average.state_dict(), options.out / "average.pt")
    note(options, {"step": step} | measured(average, parts))


def mixed(model: TargetReader, options: argparse.Namespace) -> None:
    """Meet another run half way (Stich 2019, Local SGD): write the weights, and average them with its last ones."""
    if options.beside is None:
        return
    torch.save(model.state_dict(), options.out / "weights.tmp")
    (options.out / "weights.tmp").replace(options.out / "weights.pt")
    theirs = options.beside / "weights.pt"
    if not theirs.exists() or time.time() - theirs.stat().st_mtime > STALE:
        return
    other = torch.load(theirs, weights_only=True)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                parameter.lerp_(other[name], 0.5)


def note(options: argparse.Namespace, row: dict[str, Any]) -> None:
    """Write a line of the log, and show it."""
    with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
    print(json.dumps(row), flush=True)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gold", "judged", "labels", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 1, 2, 3, 4, 6, 8, 9])
    parser.add_argument("--beside", type=Path, help="the folder of another run to meet half way")
    parser.add_argument("--minutes", type=float, default=50)
    numbers = {"seed": 1, "fold": 0, "batch": 16, "heads": 8, "inner": 640}
    for name, value in (numbers | {"steps": -1, "every": 50, "measure": 250}).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    rates = {"rate": 2e-4, "head-rate": 1e-3, "average": 0.995, "made-weight": 0.7, "label-weight": 0.7}
    shares = {"gold-share": 0.45, "made-share": 0.2, "teacher-share": 0.5, "feature-share": 0.5}
    for name, value in (rates | shares).items():
        parser.add_argument(f"--{name}", type=float, default=value)
    return parser


if __name__ == "__main__":
    train(arguments().parse_args())
