"""Train analysis/models/alignment.json: the chance that two quotations are the same utterance.

    python -m training.alignment_gold --articles BASIL/articles.jsonl --out GOLD.jsonl
    python -m training.alignment GOLD.jsonl [GOLD.jsonl …] --output analysis/models/alignment.json

Gold is in the event form of `newsbook evaluate alignment` with `quotations`. Every pair of quotations of
different articles of one event that shares enough words is an example: 1 when a gold pair overlaps it, 0 when
none does, left out when an `unsure` pair does. Logistic regression with a quadratic penalty; the penalty's weight
and the threshold are chosen, and the quality is estimated, by leaving out one event at a time. The threshold is the
lowest at which three joined pairs of four are right.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from analysis.comparison import alignment, grouping
from analysis.comparison.utterances import statements
from analysis.evaluation.alignment import _contents, frames, same

PENALTIES = (0.3, 1.0, 3.0, 10.0)
THRESHOLDS = np.arange(0.16, 0.71, 0.03)
PRECISION = 0.75  # wanted of the joined pairs


class Event(NamedTuple):
    """The examples of one event: features, labels (-1 = unsure), and where they stand."""

    pairs: list[alignment.Pair]
    features: np.ndarray
    labels: np.ndarray
    owners: list[str]
    gold: int
    found: list[set[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    records = [json.loads(line) for path in options.gold for line in path.read_text().splitlines()]
    events = [examples(record) for record in records]
    choices = {penalty: choose(events, held_out(events, penalty)) for penalty in PENALTIES}
    penalty = max(choices, key=lambda p: choices[p][1]["recall"])
    threshold, quality = choices[penalty]
    for p, (level, measured) in choices.items():
        print(f"penalty {p}: threshold {level:.2f}", {k: round(v, 3) for k, v in measured.items()})
    model = fit(np.vstack([e.features for e in events]), np.concatenate([e.labels for e in events]), penalty)
    model = {"model": alignment.MODEL, "features": list(alignment.FEATURES)} | model
    model |= {"threshold": round(threshold, 2), "penalty": penalty, "events": len(events)}
    model |= {"examples": int(sum((e.labels >= 0).sum() for e in events)), "left_one_event_out": quality}
    for name, weight in zip(alignment.FEATURES, model["weights"], strict=True):
        print(f"{name:20}{weight:7.2f}")
    if options.output:
        options.output.write_text(json.dumps(rounded(model), indent=1) + "\n", encoding="utf-8")


def examples(record: dict[str, Any]) -> Event:
    """The scored pairs of one gold event with their labels."""
    tables = frames(record, "given")
    contents = _contents(tables["spans"])
    said = statements(*(tables[name] for name in ("articles", "quotations", "spans", "mentions")))
    keyed = [item for article in tables["articles"]["article_id"] for item in said.get(article, ())]
    owners = [key.article_id for key, _ in keyed]
    numbers = {owner: n for n, owner in enumerate(dict.fromkeys(owners))}
    found = alignment.pairs([s for _, s in keyed], [numbers[o] for o in owners])
    sides = [{"id": key.article_id, "content": contents[key]} for key, _ in keyed]
    labels, hits = [], []
    for pair in found:
        both = {"a": sides[pair.first], "b": sides[pair.second]}
        hit = {n for n, gold in enumerate(record["pairs"]) if same(both, gold)}
        unsure = any(same(both, maybe) for maybe in record.get("unsure", ()))
        hits.append(hit)
        labels.append(1 if hit else -1 if unsure else 0)
    features = np.array([p.features for p in found]).reshape(-1, len(alignment.FEATURES))
    return Event(found, features, np.array(labels), owners, len(record["pairs"]), hits)


def fit(features: np.ndarray, labels: np.ndarray, penalty: float) -> dict[str, Any]:
    """Weights of the logistic regression on standardised features; unsure examples are left out."""
    values, target = features[labels >= 0], labels[labels >= 0].astype(float)
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    values = (values - mean) / scale

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z = values @ weights[:-1] + weights[-1]
        error = 1 / (1 + np.exp(-z)) - target
        slope = np.append(values.T @ error + penalty * weights[:-1], error.sum())
        return float((np.logaddexp(0, z) - target * z).sum() + penalty * (weights[:-1] ** 2).sum() / 2), slope

    weights = minimize(loss, np.zeros(values.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return {
        "mean": mean.tolist(),
        "scale": scale.tolist(),
        "weights": weights[:-1].tolist(),
        "bias": float(weights[-1]),
    }


def held_out(events: Sequence[Event], penalty: float) -> list[np.ndarray]:
    """The chances of each event's pairs, from the model that did not see the event."""
    chances = []
    for left in events:
        rest = [e for e in events if e is not left]
        model = fit(np.vstack([e.features for e in rest]), np.concatenate([e.labels for e in rest]), penalty)
        chances.append(alignment.logistic(left.features, model))
    return chances


def choose(events: Sequence[Event], chances: Sequence[np.ndarray]) -> tuple[float, dict[str, float]]:
    """The lowest threshold with the wanted precision after grouping (the highest without), and its quality."""
    for level in THRESHOLDS:
        measured = measure(events, chances, float(level))
        if measured["precision"] >= PRECISION:
            break
    return float(level), measured | {"calibration_error": calibration_error(events, chances)}


def measure(events: Sequence[Event], chances: Sequence[np.ndarray], threshold: float) -> dict[str, float]:
    """Precision, recall and F1 of the joined pairs, as `newsbook evaluate alignment` counts them."""
    right = predicted = found = 0
    for event, chance in zip(events, chances, strict=True):
        numbers = {owner: n for n, owner in enumerate(dict.fromkeys(event.owners))}
        owners = [numbers[o] for o in event.owners]
        place = {(p.first, p.second): n for n, p in enumerate(event.pairs)}
        hit: set[int] = set()
        joined = grouping.cliques(alignment.links(event.pairs, chance), threshold=threshold, owner=owners)
        for a, b in {pair for group in joined for pair in combinations(group, 2)}:
            if owners[a] != owners[b]:
                n = place.get((a, b))
                predicted += n is None or event.labels[n] >= 0
                right += n is not None and event.labels[n] == 1
                hit |= set() if n is None else event.found[n]
        found += len(hit)
    gold = sum(e.gold for e in events)
    precision, recall = right / max(predicted, 1), found / gold
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
    }


def calibration_error(events: Sequence[Event], chances: Sequence[np.ndarray], bins: int = 10) -> float:
    """Expected calibration error of the chances above 0.05, lower is better (Guo et al. 2017)."""
    labels = np.concatenate([e.labels for e in events])
    chance = np.concatenate(list(chances))
    keep = (labels >= 0) & (chance > 0.05)
    labels, chance = labels[keep], chance[keep]
    which = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [abs(labels[which == b].sum() - chance[which == b].sum()) for b in range(bins)]
    return float(sum(gaps) / max(len(labels), 1))


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
