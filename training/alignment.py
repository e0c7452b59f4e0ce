"""Train analysis/models/alignment.json: the chance that two quotations are the same utterance.

    python -m training.alignment_gold --articles BASIL/articles.jsonl --out GOLD.jsonl
    python -m training.alignment GOLD.jsonl --output analysis/models/alignment.json [--seen EVENT …]

Gold is in the event form of `newsbook evaluate alignment` with `quotations`. Every pair of quotations of different
articles of one event that shares enough words, or the speaker, is an example: 1 when a gold pair overlaps it, 0
when none does, left out when an `unsure` pair does. Two logistic regressions with a quadratic penalty: by words,
and for pairs that words do not decide, by words and by what the networks of training/meaning.py make of the two,
which have not seen these events. The penalty's weight and the threshold are chosen, and the quality is estimated,
by leaving out one event at a time. The threshold is the lowest at which four joined pairs of five are right.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from analysis.comparison import alignment, meaning
from analysis.comparison.utterances import statements
from analysis.evaluation.alignment import (
    FORMS,
    MEASURES,
    contents_of,
    form,
    frames,
    precision_recall_f1,
    same,
)
from analysis.segmentation import segment

PENALTIES = (0.3, 1.0, 3.0, 10.0)
THRESHOLDS = np.arange(0.16, 0.71, 0.01)
PRECISION = 0.80  # wanted of the joined pairs


class Event(NamedTuple):
    """The examples of one event: features, labels (-1 = unsure), the network's view, and where they stand."""

    pairs: list[alignment.Pair]
    features: np.ndarray
    labels: np.ndarray
    read: np.ndarray
    owners: list[str]
    quoted: list[bool]  # whether a quotation has words between quotation marks
    gold: list[str]  # the form of each gold pair
    found: list[set[int]]
    contents: list[str]
    measured: bool  # an event that the network's training articles tell too teaches, but is not measured on


Model = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--seen", nargs="*", default=[], help="events that articles it learned from tell too")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    records = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    events = [examples(record, measured=record["event"] not in options.seen) for record in records]
    words, chances = by_words(events)
    read = by_words_and_reading(events, chances)
    model: Model = {"model": alignment.MODEL, "features": list(alignment.FEATURES), "words": words}
    model |= {alignment.READ: read, "events": len(events), "events_measured": sum(e.measured for e in events)}
    model |= {"examples": int(sum((e.labels >= 0).sum() for e in events))}
    for name in ("words", alignment.READ):
        print(name, f"threshold {model[name]['threshold']}", model[name]["left_one_event_out"])
    print("not read closely", read["not_closely"])
    if options.output:
        options.output.write_text(json.dumps(rounded(model), indent=1) + "\n", encoding="utf-8")


def by_words(events: Sequence[Event]) -> tuple[Model, list[np.ndarray]]:
    """The regression on words, and the chances that it gives to the pairs of events it did not see."""
    features = [e.features for e in events]
    return chosen(events, features, lambda chances: chances)


def by_words_and_reading(events: Sequence[Event], words: Sequence[np.ndarray]) -> Model:
    """The regression for pairs that are read; `words` are the chances of all pairs without."""
    worth = [alignment.worth_reading(e.pairs, chance) for e, chance in zip(events, words, strict=True)]
    features = [np.column_stack([e.features, alignment.as_read(e.read)]) for e in events]
    kept = [
        e._replace(labels=np.where(w, e.labels, -1)) for e, w in zip(events, worth, strict=True)
    ]  # what is not read teaches nothing

    def both(chances: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [np.where(w, c, before) for w, c, before in zip(worth, chances, words, strict=True)]

    model, read = chosen(events, features, both, learned_from=kept)
    fewer = [
        np.where(alignment.worth_reading(e.pairs, before, closely=False), c, before)
        for e, c, before in zip(events, read, words, strict=True)
    ]
    return model | {"not_closely": quality(joined(events, fewer, model["threshold"]))}


def chosen(
    events: Sequence[Event],
    features: Sequence[np.ndarray],
    finish: Callable[[list[np.ndarray]], list[np.ndarray]],
    learned_from: Sequence[Event] = (),
) -> tuple[Model, list[np.ndarray]]:
    """The regression with the penalty of the highest recall, and the chances without each event.

    `finish` turns the chances of a regression into those that are measured.
    """
    labels = [e.labels for e in learned_from or events]
    tried = {penalty: finish(held_out(features, labels, penalty)) for penalty in PENALTIES}
    measured = {penalty: choose(events, chances) for penalty, chances in tried.items()}
    penalty = max(measured, key=lambda p: measured[p][1]["recall"])
    threshold, quality = measured[penalty]
    model = fit(np.vstack(features), np.concatenate(labels), penalty)
    model |= {"threshold": round(threshold, 2), "penalty": penalty, "left_one_event_out": quality}
    return model, tried[penalty]


def examples(record: dict[str, Any], *, measured: bool) -> Event:
    """The scored pairs of one gold event with their labels."""
    tables = frames(record, "given")
    contents = contents_of(tables["spans"])
    said = statements(*(tables[name] for name in ("articles", "quotations", "spans", "mentions")))
    keyed = [item for article in tables["articles"]["article_id"] for item in said.get(article, ())]
    owners = [key.article_id for key, _ in keyed]
    numbers = {owner: n for n, owner in enumerate(dict.fromkeys(owners))}
    found = alignment.pairs([s for _, s in keyed], [numbers[o] for o in owners])
    read = meaning.logits([(keyed[p.first][1].said, keyed[p.second][1].said) for p in found])
    sides = [{"id": key.article_id, "content": contents[key]} for key, _ in keyed]
    labels, hits = [], []
    for pair in found:
        both = {"a": sides[pair.first], "b": sides[pair.second]}
        hit = {n for n, gold in enumerate(record["pairs"]) if same(both, gold)}
        unsure = any(same(both, maybe) for maybe in record.get("unsure", ()))
        hits.append(hit)
        labels.append(1 if hit else -1 if unsure else 0)
    features = np.array([p.features for p in found]).reshape(-1, len(alignment.FEATURES))
    documents = {a["id"]: segment(a["text"]) for a in record["articles"]}
    kinds = tables["quotations"].set_index(["article_id", "quotation"])["kind"]
    quoted = [kinds[key] != "indirect" for key, _ in keyed]
    gold = [form(one, two, documents) for one, two in record["pairs"]]
    contents = [s.content for _, s in keyed]
    return Event(found, features, np.array(labels), read, owners, quoted, gold, hits, contents, measured)


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


def held_out(
    features: Sequence[np.ndarray], labels: Sequence[np.ndarray], penalty: float
) -> list[np.ndarray]:
    """The chances of each event's pairs, from the regression that did not see the event."""
    chances = []
    for left, its in enumerate(features):
        rest = [i for i in range(len(features)) if i != left]
        model = fit(
            np.vstack([features[i] for i in rest]), np.concatenate([labels[i] for i in rest]), penalty
        )
        chances.append(alignment.logistic(its, model))
    return chances


def choose(events: Sequence[Event], chances: Sequence[np.ndarray]) -> tuple[float, Model]:
    """The lowest threshold with the wanted precision after grouping (the highest without), and its quality."""
    for level in THRESHOLDS:
        counts = joined(events, chances, float(level))
        if quality(counts)["precision"] >= PRECISION:
            break
    measured: Model = quality(counts) | {"calibration_error": calibration_error(events, chances)}
    measured["forms"] = {
        name: quality(counts[[row]]) | {"pairs": int(counts[row, 3])} for row, name in enumerate(FORMS)
    }
    return float(level), measured


def measured_on(events: Sequence[Event], chances: Sequence[np.ndarray]) -> list[tuple[Event, np.ndarray]]:
    """The events that are measured on, with their chances."""
    return [(e, c) for e, c in zip(events, chances, strict=True) if e.measured]


def joined(events: Sequence[Event], chances: Sequence[np.ndarray], threshold: float) -> np.ndarray:
    """Pairs, as `newsbook evaluate alignment` counts them: a row for each form, with right, joined, found, gold."""
    counts = np.zeros((len(FORMS), 4), dtype=int)
    for event, chance in measured_on(events, chances):
        numbers = {owner: n for n, owner in enumerate(dict.fromkeys(event.owners))}
        owners = [numbers[o] for o in event.owners]
        place = {(p.first, p.second): n for n, p in enumerate(event.pairs)}
        hit: set[int] = set()
        groups = alignment.grouped(event.pairs, chance, event.contents, owners, threshold)
        items = [sorted({part.item for part in group}) for group in groups]
        for a, b in {pair for group in items for pair in combinations(group, 2)}:
            if owners[a] != owners[b]:
                n = place.get((a, b))
                row = 2 - event.quoted[a] - event.quoted[b]
                counts[row, 0] += n is not None and event.labels[n] == 1
                counts[row, 1] += n is None or event.labels[n] >= 0
                hit |= set() if n is None else event.found[n]
        for n, name in enumerate(event.gold):
            counts[FORMS.index(name), 2:] += n in hit, 1
    return counts


def quality(counts: np.ndarray) -> dict[str, float]:
    """Precision, recall and F1 of the joined pairs."""
    return dict(zip(MEASURES, precision_recall_f1(counts.sum(axis=0)), strict=True))


def calibration_error(events: Sequence[Event], chances: Sequence[np.ndarray], bins: int = 10) -> float:
    """Expected calibration error of the chances above 0.05, lower is better (Guo et al. 2017)."""
    measured = measured_on(events, chances)
    labels = np.concatenate([e.labels for e, _ in measured])
    chance = np.concatenate([c for _, c in measured])
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
