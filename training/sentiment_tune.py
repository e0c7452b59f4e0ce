"""The twelve-layer classifier of targets learns on: its upper layers, from gold and from sentences made by rule.

    python -m training.sentiment_restore TWELVE.onnx.gz --out BASE
    python -m training.sentiment_tune --gold NEWSMTSC/train.jsonl --base BASE --network TWELVE.onnx.gz --out RUN
    python -m training.sentiment_tune … --out RUN --write STEP --share 0.8 --to FOLDER

What the lower layers say of a sentence is computed once, by the 8-bit network, and never learned: a step then
costs half, and only the upper layers can forget. The gold's tenth `--fold` is never learned from, nor each tenth
pattern of `training.sentiment_made`; both are measured every `--every` steps, and the averaged weights written.
What is written lies between the network that was and the tuned one (Wortsman et al. 2022, Robust fine-tuning of
zero-shot models): `--share` of the way. What the steps gain on made sentences they would else cost on real ones.
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
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from torch import Tensor, nn

from analysis.sentiment import target as runtime
from training import sentiment_card
from training.export import encode_layer
from training.graph import load, needed, quantised, rewritten
from training.sentiment import LOG, Calibrated, shipped
from training.sentiment_made import sentences
from training.sentiment_model import (
    MARKERS,
    Example,
    TargetClassifier,
    collate,
    interval,
    load_tokenizer,
    macro_f1,
    marked,
    measures,
    padded,
    parameter_groups,
    read_gold,
    split,
    temperature,
)
from training.sentiment_restore import STATE, restored
from training.trimming import trim_file

NAME = "target-sentiment.onnx.gz"
BATCH = 4
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
    """The network up to its first `layers` layers."""
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


def read(session: InferenceSession, given: Sequence[Example], size: int = BATCH) -> list[Read]:
    """What the lower layers leave of each target, in the order of `given`."""
    rows = [marked(e.pieces, (e.start, e.end)) for e in given]
    order = sorted(range(len(given)), key=lambda i: len(rows[i][0]))
    found: dict[int, Read] = {}
    for low in range(0, len(order), size):
        part = order[low : low + size]
        feed = padded([rows[i] for i in part])
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
    given = {k: v for k, v in vars(options).items() if not isinstance(v, Path)}
    (options.out / "options.json").write_text(json.dumps(given, indent=1), encoding="utf-8")
    model = restored(options.base)
    session = lower(options.network, options.frozen)
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
    sizes = {"gold_targets": len(gold), "made_targets": len(made)}
    note(options, {"step": 0} | sizes | measured(model, parts, options.frozen))
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


def between(base: Path, tuned: Path, share: float) -> dict[str, Tensor]:
    """The weights that lie `share` of the way from the network that was to the tuned one."""
    first, last = (torch.load(path, weights_only=True) for path in (base, tuned))
    return {name: first[name].lerp(last[name], share) for name in first}


def write(options: argparse.Namespace) -> None:
    """Mix, calibrate on the gold held out, quantise, measure what was written, and write its card."""
    kept, held = split(read_gold(options.gold, load_tokenizer(options.base)), fold=options.fold)
    session = lower(options.network, options.frozen)
    gold = read(session, held)
    made = read(session, examples(400, options.base, seed=7, held_out=True))
    model = TargetClassifier(options.base, attention="eager")
    tuned = options.out / f"step-{options.write}.pt"
    model.load_state_dict(between(options.base / STATE, tuned, options.share))
    logits = predict(model, gold, options.frozen)
    scale = temperature(logits, np.array([e.label for e in held]))
    weights = options.to / NAME
    shape = model.encoder.config
    sizes = (shape.num_attention_heads, shape.hidden_size)
    quantised(Calibrated(model, scale), *sizes, collate(held[:3]), weights, output="probabilities")
    trim_file(weights, options.base / "tokenizer.json", markers=MARKERS)
    said, _ = shipped(weights, held)
    scores = {"float": measures(logits, held), "int8": measures(said, held, scale=1.0)}
    scores["int8"]["macro_f1_interval"] = interval(said.argmax(1), held)
    scores["made"] = measured(model, {"made": made}, options.frozen)["made"]
    print(json.dumps(scores, indent=1))
    counts = {"train": len(kept), "development": len(held)}
    describe(options, scores, counts=counts, scale=scale)


def describe(
    options: argparse.Namespace, scores: dict[str, Any], *, counts: dict[str, int], scale: float
) -> None:
    """Add the tuning's log to that of the epochs before, and write the card."""
    log = (options.out / "log.jsonl").read_text(encoding="utf-8")
    with LOG.open("a", encoding="utf-8") as lines:
        lines.write(log)
    before, right = runtime.card(), scores.pop("made")["accuracy"]
    sentiment_card.write(
        options.to,
        scores=scores,
        commands=[*before["training"], *commands(options)],
        counts=counts | {"made": json.loads(log.splitlines()[0])["made_targets"]},
        speed=before["targets_a_second"],  # a network of the same shape takes the same time
        scale=scale,
        limits=[
            f"In sentences made by rule after patterns it did not learn, {right} % of the targets are right."
        ],
    )


def commands(options: argparse.Namespace) -> list[str]:
    """The command lines that make what `write` writes."""
    call = (
        "python -m training.sentiment_tune --gold NEWSMTSC/train.jsonl --base BASE --network TWELVE --out RUN"
    )
    return [
        "python -m training.sentiment_restore TWELVE.onnx.gz --out BASE",
        sentiment_card.command(json.loads((options.out / "options.json").read_text()), call),
        f"{call} --write {options.write} --share {options.share}",
    ]


def note(options: argparse.Namespace, row: dict[str, object]) -> None:
    """Write a line of the log, and show it."""
    with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
    print(json.dumps(row), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gold", "base", "network", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    numbers = {"seed": 1, "fold": 0, "steps": 600, "batch": 16, "made": 4000, "gold-targets": 2400}
    for name, value in (numbers | {"held": 858, "frozen": 6, "every": 100}).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    rates = {"rate": 5e-5, "head-rate": 1e-4, "layer-decay": 0.9, "average": 0.98}
    for name, value in rates.items():
        parser.add_argument(f"--{name}", type=float, default=value)
    parser.add_argument("--write", type=int, help="the step whose network is written for onnxruntime")
    parser.add_argument("--share", type=float, default=1.0, help="of the way from the network that was")
    parser.add_argument("--to", type=Path, help="the folder that gets the network and its card")
    options = parser.parse_args()
    (train if options.write is None else write)(options)


if __name__ == "__main__":
    main()
