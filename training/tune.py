"""Choose the tagger's decoding settings on a development set.

`python -m training.tune --gold dev.jsonl --model FOLDER [--half]` rewrites FOLDER/settings.json. The network runs
once; every setting is then tried on what it said. With `--half` every other article chooses, and what that does for
the others is printed, nothing written. `outside` is not tried, since it trades recall for precision: .15 finds 72.8 %
of indirect speech, all at a precision of 79.9 %, .22 finds 72.0 at 80.4, .3 finds 71.6 at 81.4. Confidence is learned
by `training.judgement`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.evaluation import quotations as evaluation
from analysis.quotation import Attribution, rules, tagger
from analysis.quotation.tagger.decoding import Settings
from analysis.segmentation import segment

GRID: dict[str, list[Any]] = {
    "joining": [0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
    "joining_afar": [0.5, 0.6, 0.7, 0.8, 0.9],
    "cue_threshold": [0.05, 0.15, 0.25, 0.4],
    "likely": [0.02, 0.05, 0.1, 0.2, 1.0],
    "weights": [
        (1.0, 1.0, 0.5),
        (1.0, 1.0, 0.0),
        (1.0, 0.5, 0.5),
        (0.5, 1.0, 0.5),
        (1.0, 1.0, 1.0),
        (1.0, 0.5, 1.0),
        (1.0, 1.0, 1.5),
        (1.0, 0.5, 1.5),
        (1.0, 1.0, 2.5),
        (1.0, 0.5, 2.5),
    ],
    "elsewhere": [0.0, 1.0, 2.0, 3.0, 5.0, 7.0],
    "none_bias": [-0.5, 0.0, 0.5],
    "same_paragraph": [0.0, 0.5, 1.0],
}


def row_of(attribution: Attribution, confidence: float) -> dict[str, Any]:
    spans = {"content": attribution.content, "cue": attribution.cue, "source": attribution.source}
    return {**spans, "confidence": confidence}


def objective(scores: dict[str, float]) -> float:
    """What is chosen by: right content with right source; direct ones and exact contents count in."""
    return scores["attribution +source"] + 0.5 * scores["direct +source"] + 0.25 * scores["content exact"]


def f1_scores(gold: list[dict[str, Any]], found: list[list[Attribution]]) -> dict[str, float]:
    tables = [
        evaluation.count(row, [row_of(a, 0.0) for a in attributions]).table
        for row, attributions in zip(gold, found, strict=True)
    ]
    return dict(zip(evaluation.MEASURES, evaluation.f1(np.sum(tables, axis=0)).tolist(), strict=True))


def outermost(
    model: tagger.Model, documents: list[Any], read: list[Any], ruled: list[Any]
) -> list[list[Attribution]]:
    return [[a for a, _ in rows] for rows in tagger.described(model, documents, read, ruled)]


def choose(
    model: tagger.Model, gold: list[dict[str, Any]], documents: list[Any], read: list[Any], ruled: list[Any]
) -> Settings:
    """Settings by coordinate ascent over GRID, two rounds."""

    def tried(settings: Settings) -> float:
        found = outermost(model._replace(settings=settings), documents, read, ruled)
        return objective(f1_scores(gold, found))

    settings = model.settings
    best = tried(settings)
    for name in [*GRID, *GRID]:
        for value in GRID[name]:
            candidate = replace(settings, **{name: value})
            reached = tried(candidate) if candidate != settings else best
            if reached > best:
                best, settings = reached, candidate
        print(name, asdict(settings), round(best, 4), flush=True)
    return settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument(
        "--half", action="store_true", help="choose on every other article and report on the rest"
    )
    options = parser.parse_args()
    gold = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    model = tagger.load(options.model)
    documents = [segment(row["text"]) for row in gold]
    read = tagger.read(model, documents)
    ruled = [rules.found(document) for document in documents]
    step = 2 if options.half else 1
    settings = choose(model, gold[::step], documents[::step], read[::step], ruled[::step])
    for name, tried in (("before", model.settings), ("chosen", settings)):
        found = outermost(model._replace(settings=tried), documents, read, ruled)
        for part, start in (("", 0),) if step == 1 else (("chose", 0), ("rest", 1)):
            scores = f1_scores(gold[start::step], found[start::step])
            print(json.dumps({"settings": name, "articles": part or "all", **scores}), flush=True)
    if not options.half:
        path = options.model / "settings.json"
        kept = json.loads(path.read_text(encoding="utf-8")) | {"decoding": asdict(settings)}
        path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
