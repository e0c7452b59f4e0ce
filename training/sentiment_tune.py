"""The shipped classifier of targets learns on: its upper layers, from gold and from sentences made by rule.

    python -m training.sentiment_restore analysis/models/target-sentiment.onnx.gz --out BASE
    python -m training.sentiment_tune --gold NEWSMTSC/train.jsonl --base BASE --out RUN

What the lower layers say of a sentence is computed once, by the shipped 8-bit network, and never learned: a step then
costs half, and only the upper layers can forget. The gold's tenth `--fold` is never learned from, nor each tenth
pattern of `training.sentiment_made`; both are measured every `--every` steps, and the averaged weights written.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from torch import Tensor, nn

from analysis import models
from analysis.sentiment import target as runtime
from training.export import encode_layer
from training.graph import load, needed, rewritten
from training.sentiment_made import sentences
from training.sentiment_model import (
    Example,
    TargetClassifier,
    load_tokenizer,
    macro_f1,
    parameter_groups,
    read_gold,
    split,
)
from training.sentiment_restore import restored

SHIPPED = models.MODELS / "target-sentiment.onnx.gz"
SMOOTHING = 0.05


@dataclass(frozen=True)
class Read:
    """A target in a sentence as the lower layers leave it: pieces × width, and which pieces are whose."""

    states: np.ndarray
    ids: np.ndarray
    target: np.ndarray
    label: int


def examples(n: int, folder: Path, *, seed: int, held_out: bool = False) -> list[Example]:
    """The targets of `n` sentences made by rule."""
    tokenizer, found = load_tokenizer(folder), []
    for made in sentences(n, seed=seed, held_out=held_out):
        encoding = tokenizer.encode(made.text, add_special_tokens=False)
        for span, label in zip(made.spans, made.labels, strict=True):
            place = runtime.pieces(encoding.offsets, span)
            found.append(Example("", tuple(encoding.ids), *place, label, len(set(made.labels)) > 1))
    return found


def lower(network: Path, layers: int) -> InferenceSession:
    """The shipped network up to its first `layers` layers."""
    model = load(network)
    name = f"/model/encoder/encoder/layer.{layers - 1}/output/LayerNorm/LayerNormalization_output_0"
    graph = model.graph
    del graph.output[:]
    graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    cut = rewritten(model, needed(list(graph.node), {name}), list(graph.initializer))
    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.intra_op_num_threads = torch.get_num_threads()
    options.enable_mem_pattern = False
    return InferenceSession(cut.SerializeToString(), options, providers=["CPUExecutionProvider"])


def read(session: InferenceSession, given: Sequence[Example], size: int = runtime.BATCH) -> list[Read]:
    """What the lower layers leave of each target, in the order of `given`."""
    rows = [runtime.marked(e.pieces, (e.start, e.end)) for e in given]
    order = sorted(range(len(given)), key=lambda i: len(rows[i][0]))
    found: dict[int, Read] = {}
    for low in range(0, len(order), size):
        part = order[low : low + size]
        feed = runtime.padded([rows[i] for i in part])
        states = session.run(None, feed)[0]
        for row, i in enumerate(part):
            n = len(rows[i][0])
            kept = (states[row, :n].astype(np.float16), feed["ids"][row, :n], feed["target"][row, :n])
            found[i] = Read(*kept, given[i].label)
    return [found[i] for i in range(len(given))]


def together(part: Sequence[Read]) -> tuple[Tensor, ...]:
    """States, mask, ids and target of a batch."""
    length = max(len(r.ids) for r in part)
    states = np.zeros((len(part), length, part[0].states.shape[1]), dtype=np.float32)
    mask, ids, spans = (np.zeros((len(part), length), dtype=np.int64) for _ in range(3))
    for i, r in enumerate(part):
        n = len(r.ids)
        states[i, :n], mask[i, :n], ids[i, :n], spans[i, :n] = r.states, 1, r.ids, r.target
    return tuple(map(torch.from_numpy, (states, mask, ids, spans)))


def upper(model: TargetClassifier, part: Sequence[Read], layers: int) -> Tensor:
    """Logits of a batch, from what the first `layers` layers left of it."""
    hidden, mask, ids, spans = together(part)
    bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
    for layer in model.encoder.encoder.layer[layers:]:
        hidden = encode_layer(layer, hidden, bias)
    return model.judged(hidden, ids, mask, spans)


def batches(given: Iterable[Read], size: int, draw: random.Random) -> Iterator[list[Read]]:
    """Batches of like length, in random order."""
    order = list(given)
    draw.shuffle(order)
    pools = [order[i : i + size * 30] for i in range(0, len(order), size * 30)]
    cut = []
    for pool in pools:
        pool.sort(key=lambda r: len(r.ids))
        cut += [pool[i : i + size] for i in range(0, len(pool), size)]
    draw.shuffle(cut)
    yield from cut


def predict(model: TargetClassifier, given: Sequence[Read], layers: int, size: int = 32) -> np.ndarray:
    """Logits in the order of `given`."""
    model.eval()
    order = sorted(range(len(given)), key=lambda i: len(given[i].ids))
    logits = np.zeros((len(given), len(runtime.LABELS)), dtype=np.float32)
    with torch.no_grad():
        for low in range(0, len(order), size):
            part = order[low : low + size]
            logits[part] = upper(model, [given[i] for i in part], layers).numpy()
    return logits


def measured(
    model: TargetClassifier, parts: dict[str, list[Read]], layers: int
) -> dict[str, dict[str, float]]:
    """Macro-F1 and right answers in a hundred on each part."""
    scores = {}
    for name, given in parts.items():
        gold, said = np.array([r.label for r in given]), predict(model, given, layers).argmax(1)
        right = 100 * float((said == gold).mean())
        scores[name] = {"macro_f1": round(macro_f1(said, gold), 2), "accuracy": round(right, 2)}
    return scores


def optimiser(model: TargetClassifier, options: argparse.Namespace) -> torch.optim.Optimizer:
    """AdamW over the upper layers and the head."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    for part in (*model.encoder.encoder.layer[options.frozen :], model.head):
        part.requires_grad_(True)
    layers = model.encoder.config.num_hidden_layers
    groups = parameter_groups(
        model, layers=layers, rate=options.rate, head_rate=options.head_rate, decay=options.layer_decay
    )
    learner = torch.optim.AdamW(groups)
    for group in learner.param_groups:
        group["initial"] = group["lr"]
    return learner


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    model = restored(options.base)
    session = lower(SHIPPED, options.frozen)
    kept, held = split(read_gold(options.gold, load_tokenizer(options.base)), fold=options.fold)
    draw = random.Random(options.seed)
    gold = read(session, draw.sample(kept, min(options.gold_targets, len(kept))))
    made = read(session, examples(options.made, options.base, seed=options.seed))
    parts = {
        "gold": read(session, draw.sample(held, min(options.held, len(held)))),
        "made": read(session, examples(150, options.base, seed=7, held_out=True)),
    }
    learner, average = optimiser(model, options), copy.deepcopy(model)
    loss = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    began, step, losses = time.process_time(), 0, []
    note(options, {"step": 0} | measured(model, parts, options.frozen))
    while step < options.steps:
        for part in batches(gold + made, options.batch, draw):
            share = min((step + 1) / 30, max(0.05, 1 - step / options.steps))
            for group in learner.param_groups:
                group["lr"] = group["initial"] * share
            model.train()
            value = loss(upper(model, part, options.frozen), torch.tensor([r.label for r in part]))
            value.backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            learner.step()
            learner.zero_grad(set_to_none=True)
            losses.append(value.item())
            step += 1
            keep = min(options.average, step / (10 + step))
            with torch.no_grad():
                for mine, theirs in zip(average.parameters(), model.parameters(), strict=True):
                    if theirs.requires_grad:
                        mine.lerp_(theirs, 1 - keep)
            if step % 50 == 0:
                torch.save(average.state_dict(), options.out / f"step-{step}.pt")
                row = {"step": step, "loss": round(float(np.mean(losses[-50:])), 4)}
                row["processor_seconds"] = round(time.process_time() - began)
                note(
                    options,
                    row | (measured(average, parts, options.frozen) if step % options.every == 0 else {}),
                )
            if step >= options.steps:
                break


def note(options: argparse.Namespace, row: dict[str, object]) -> None:
    """Write a line of the log, and show it."""
    with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
    print(json.dumps(row), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gold", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    numbers = {"seed": 1, "fold": 0, "steps": 600, "batch": 16, "made": 4000, "gold-targets": 2400}
    for name, value in (numbers | {"held": 858, "frozen": 6, "every": 100}).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    rates = {"rate": 5e-5, "head-rate": 1e-4, "layer-decay": 0.9, "average": 0.98}
    for name, value in rates.items():
        parser.add_argument(f"--{name}", type=float, default=value)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
