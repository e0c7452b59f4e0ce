"""Choose the tagger's decoding settings and calibrate its confidence on a development set.

`python -m training.tune --gold dev.jsonl --model FOLDER` rewrites FOLDER/settings.json. The network runs once;
every setting is then tried on what it said. Confidence is a logistic regression on how sure tags and links are;
its calibration error is measured on articles that did not fit it.
"""

from __future__ import annotations

import argparse
import itertools
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from analysis.evaluation import quotations as evaluation
from analysis.quotation import Attribution, rules, tagger
from analysis.quotation.tagger.decoding import Settings
from analysis.segmentation import segment

INDIRECT_RECALL = 0.73
MINIMA = {"indirect": [0.1, 0.15, 0.2, 0.25], "quoted": [0.2, 0.25, 0.3, 0.35]}
GRID: dict[str, list[Any]] = {
    "joining": [0.3, 0.4, 0.5, 0.6],
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


def choose(
    model: tagger.Model, gold: list[dict[str, Any]], documents: list[Any], read: list[Any], ruled: list[Any]
) -> Settings:
    """Settings by coordinate ascent over GRID, two rounds."""

    def tried(settings: Settings) -> float:
        return objective(
            f1_scores(gold, tagger.decode(model._replace(settings=settings), documents, read, ruled))
        )

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


def calibrate(
    model: tagger.Model, gold: list[dict[str, Any]], documents: list[Any], read: list[Any], ruled: list[Any]
) -> tuple[dict[str, float], float]:
    """Weights of the confidence, and its calibration error over articles held out in turn."""
    rows, right, article = [], [], []
    described = tagger.described(model, documents, read, ruled)
    for number, (row, found) in enumerate(zip(gold, described, strict=True)):
        numbered = [row_of(attribution, float(i)) for i, (attribution, _) in enumerate(found)]
        for i, correct in evaluation.count(row, numbered).confidences:
            rows.append(found[int(i)][1])
            right.append(correct)
            article.append(number)
    names = list(rows[0])
    values, labels = np.array([[r[name] for name in names] for r in rows]), np.array(right)
    regression = LogisticRegression(C=1.0, max_iter=2000)
    folds = GroupKFold(10)
    held_out = cross_val_predict(
        regression, values, labels, groups=article, cv=folds, method="predict_proba"
    )[:, 1]
    regression.fit(values, labels)
    weights = dict(zip(names, regression.coef_[0].round(4).tolist(), strict=True))
    weights["intercept"] = round(float(regression.intercept_[0]), 4)
    error = evaluation.calibration(list(zip(held_out.tolist(), right, strict=True)))["error"]
    return weights, error


def choose_minimum(
    model: tagger.Model, gold: list[dict[str, Any]], documents: list[Any], read: list[Any], ruled: list[Any]
) -> tagger.Model:
    """The model with the best confidence to ask for, of those with which enough indirect attributions are found.

    The tags are chosen so that much is found (`outside` below zero); what is unlikely to be right is left out
    here. F1 alone would ask for more, but a reader can filter by confidence and cannot recover what is left out.
    """
    best, kept = -1.0, model
    for indirect, quoted in itertools.product(*MINIMA.values()):
        candidate = model._replace(minimum={"indirect": indirect, "quoted": quoted})
        found = tagger.decode(candidate, documents, read, ruled)
        rows = [
            {"id": row["id"], "attributions": [row_of(a, a.confidence) for a in attributions]}
            for row, attributions in zip(gold, found, strict=True)
        ]
        recall = evaluation.score(gold, rows, resamples=2)["recall_by_kind"]["indirect"]["found"]
        reached = objective(f1_scores(gold, found))
        if recall >= INDIRECT_RECALL and reached > best:
            best, kept = reached, candidate
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    gold = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    model = tagger.load(options.model)
    documents = [segment(row["text"]) for row in gold]
    read = tagger.read(model, documents)
    ruled = rules.extract(documents)
    model = model._replace(minimum={"indirect": 0.0, "quoted": 0.0})
    settings = choose(model, gold, documents, read, ruled)
    model = model._replace(settings=settings)
    calibration, error = calibrate(model, gold, documents, read, ruled)
    model = choose_minimum(model._replace(calibration=calibration), gold, documents, read, ruled)
    path = options.model / "settings.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept |= {"decoding": asdict(settings), "calibration": calibration, "minimum_confidence": model.minimum}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    scores = f1_scores(gold, tagger.decode(model, documents, read, ruled))
    print(json.dumps({**scores, "calibration error, held out by article": error}, indent=1))


if __name__ == "__main__":
    main()
