"""Train analysis/models/alignment.json: the chance that two quotations are the same utterance.

    python -m training.alignment GOLD.jsonl [GOLD.jsonl …] --paraphrases SCORES.jsonl SCORES.jsonl \\
        --output analysis/models/alignment.json

Gold is in the event form of `newsbook evaluate alignment` with `quotations`. Every pair of quotations of
different articles of one event that shares enough words is an example: 1 when a gold pair overlaps it, 0 when
none does, left out when an `unsure` pair does. Two logistic regressions with a quadratic penalty: one of the
words, which says of which pairs the paraphrase model is asked, and one of the words and its answer. The answers
are those that `training.paraphrase` wrote for events it had not seen (`--fold`). The penalty's weight and the
threshold are chosen, and the quality is estimated, by leaving out one event at a time.
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
LOST = 0.01  # share of the gold pairs of which the paraphrase model need not be asked


class Event(NamedTuple):
    """The examples of one event: features, labels (-1 = unsure), and where they stand."""

    name: str
    pairs: list[alignment.Pair]
    features: np.ndarray
    labels: np.ndarray
    owners: list[str]
    gold: int
    found: list[set[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--paraphrases", nargs="+", type=Path, required=True)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    records = [json.loads(line) for path in options.gold for line in path.read_text().splitlines()]
    answers = {
        row["event"]: {(a, b): x for a, b, x in row["scores"]}
        for path in options.paraphrases
        for row in map(json.loads, path.read_text().splitlines())
    }
    events = [examples(record) for record in records]
    lexical, _, measured = trained(events)
    print("words alone", measured)
    asked = needed(events, np.concatenate(held_out(events, lexical["penalty"])))
    informed = [with_answers(event, answers[event.name]) for event in events]
    stacked, threshold, quality = trained(informed)
    print("with paraphrases", quality)
    for name, weight in zip((*alignment.FEATURES, "paraphrase"), stacked["weights"], strict=True):
        print(f"{name:20}{weight:7.2f}")
    model = {"model": alignment.MODEL, "features": list(alignment.FEATURES), "lexical": lexical}
    model |= {"asked": asked, "with_paraphrase": stacked, "threshold": round(threshold, 2)}
    model |= {"events": len(events), "examples": int(sum((e.labels >= 0).sum() for e in events))}
    model |= {"left_one_event_out": quality, "words_alone": measured}
    if options.output:
        options.output.write_text(json.dumps(rounded(model), indent=1) + "\n", encoding="utf-8")


def trained(events: Sequence[Event]) -> tuple[dict[str, Any], float, dict[str, float]]:
    """The model with the best penalty, its threshold, and its quality on events left out."""
    choices = {penalty: choose(events, held_out(events, penalty)) for penalty in PENALTIES}
    penalty = max(choices, key=lambda p: choices[p][1]["f1"])
    threshold, quality = choices[penalty]
    model = fit(np.vstack([e.features for e in events]), np.concatenate([e.labels for e in events]), penalty)
    return model | {"penalty": penalty}, threshold, quality


def needed(events: Sequence[Event], chances: np.ndarray) -> float:
    """The chance by words from which on almost all examples that are the same utterance lie."""
    labels = np.concatenate([e.labels for e in events])
    return float(np.quantile(chances[labels == 1], LOST))


def with_answers(event: Event, answers: dict[tuple[int, int], float]) -> Event:
    """The event with what the paraphrase model says of each pair as one more feature."""
    column = np.array([[answers[p.first, p.second]] for p in event.pairs]).reshape(-1, 1)
    return event._replace(features=np.hstack([event.features, column]))


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
    return Event(record["event"], found, features, np.array(labels), owners, len(record["pairs"]), hits)


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
    """The threshold with the best F1 after grouping, and the quality at it."""
    measured = {float(level): measure(events, chances, float(level)) for level in THRESHOLDS}
    best = max(measured, key=lambda level: measured[level]["f1"])
    return best, measured[best] | {"calibration_error": calibration_error(events, chances)}


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
