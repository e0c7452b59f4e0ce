"""Sentiment against gold in the format of NewsMTSC: every engine in one table.

A line of the file is a sentence, `{"sentence_normalized": …, "targets": [{"from", "to", "mention", "polarity"}]}`
with polarity 2, 4 or 6 for negative, neutral or positive (Hamborg & Donnay, EACL 2021, whose measure, the mean
F1 of the three classes, comes first).
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from analysis.sentiment import lexicon, target
from analysis.sentiment.target import LABELS
from analysis.statistics import inference

NEUTRAL_BAND = 0.05  # a VADER compound nearer to 0 is neutral (Hutto & Gilbert 2014)
WINDOW = 8  # words on each side of the target
_POLARITY = {2: 0, 4: 1, 6: 2}
_QUOTED = re.compile('["“”„«»]')


class Item(NamedTuple):
    """One target of a sentence and its gold class."""

    sentence: int
    identifier: str
    text: str
    start: int
    end: int
    gold: int


def read(path: Path, *, limit: int | None = None) -> list[Item]:
    """The targets of a file, of its first `limit` sentences; ValueError for a line of another form."""
    items: list[Item] = []
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for number, line in enumerate(lines[:limit]):
        try:
            row = json.loads(line)
            text = row["sentence_normalized"]
            items += [
                Item(
                    number,
                    str(row.get("primary_gid", number)),
                    text,
                    t["from"],
                    t["to"],
                    _POLARITY[int(t["polarity"])],
                )
                for t in row["targets"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(
                f"{path.name}, line {number + 1}: not a sentence with targets ({error!r})"
            ) from error
    return items


def _of_compound(compound: float) -> int:
    return 0 if compound <= -NEUTRAL_BAND else 2 if compound >= NEUTRAL_BAND else 1


def window(text: str, start: int, end: int, *, words: int = WINDOW) -> str:
    """The part of `text` from `words` words before the span to as many behind it."""
    before = [m.start() for m in re.finditer(r"\S+", text[:start])]
    after = [m.end() for m in re.finditer(r"\S+", text[end:])]
    low = before[-words] if len(before) >= words else 0
    high = end + after[words - 1] if len(after) >= words else len(text)
    return text[low:high]


def _vader(items: Sequence[Item]) -> np.ndarray:
    return _certain([_of_compound(lexicon.score(i.text).compound) for i in items])


def _masked(items: Sequence[Item]) -> np.ndarray:
    return _certain([_of_compound(lexicon.score(i.text, lexicon=lexicon.MASKED).compound) for i in items])


def _vader_window(items: Sequence[Item]) -> np.ndarray:
    return _certain([_of_compound(lexicon.score(window(i.text, i.start, i.end)).compound) for i in items])


def _afinn(items: Sequence[Item]) -> np.ndarray:
    return _certain([int(np.sign(lexicon.score(i.text, lexicon="afinn").compound)) + 1 for i in items])


def _model(items: Sequence[Item]) -> np.ndarray:
    return target.classify([(i.text, (i.start, i.end)) for i in items])


def _certain(classes: Sequence[int]) -> np.ndarray:
    return np.eye(len(LABELS))[np.asarray(classes, dtype=int)]


# The engines, and whether their output is a probability.
ENGINES: Mapping[str, tuple[Callable[[Sequence[Item]], np.ndarray], bool]] = {
    "vader": (_vader, False),
    lexicon.MASKED: (_masked, False),
    "vader-window": (_vader_window, False),
    "afinn": (_afinn, False),
    "target": (_model, True),
}


def evaluate(
    gold_path: Path | str,
    *,
    engine: str | None = None,
    limit: int | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Scores of one engine, or of all, and what each said of every target.

    Scores, in per cent but for the calibration error: `macro_f1`, `accuracy`, both with 95 % bootstrap
    intervals over sentences; `classes`: precision, recall, F1, n; `confusion`: rows gold, columns predicted;
    `calibration_error` (10 bins, 0 is best), None for lexicons; `slices`: with and without quotation marks,
    several polarities; `per_second`: targets. ValueError for an unknown engine or a file without targets.
    """
    if engine not in (None, "all", *ENGINES):
        raise ValueError(f"engine {engine!r}: expected one of all, {', '.join(ENGINES)}")
    items = read(Path(gold_path), limit=limit)
    if not items:
        raise ValueError(f"{gold_path}: no targets in it")
    names = [engine] if engine is not None and engine != "all" else list(ENGINES)
    predictions: list[dict[str, Any]] = [
        {"sentence": i.sentence, "id": i.identifier, "from": i.start, "to": i.end, "gold": LABELS[i.gold]}
        for i in items
    ]
    scores: dict[str, Any] = {
        "targets": len(items),
        "sentences": len({i.sentence for i in items}),
        "engines": {},
    }
    for name in names:
        judge, is_probability = ENGINES[name]
        judge(items[:1])  # what is loaded once is no part of the speed
        began = time.perf_counter()
        probabilities = judge(items)
        speed = len(items) / (time.perf_counter() - began)
        measured = _measures(items, probabilities, is_probability, resamples, seed)
        scores["engines"][name] = {**measured, "per_second": round(speed)}
        for prediction, row in zip(predictions, probabilities.tolist(), strict=True):
            prediction[name] = LABELS[int(np.argmax(row))]
            if is_probability:
                prediction["probabilities"] = [round(p, 4) for p in row]
    return scores, predictions


def _measures(
    items: Sequence[Item], probabilities: np.ndarray, is_probability: bool, resamples: int, seed: int
) -> dict[str, Any]:
    gold = np.array([i.gold for i in items])
    predicted = probabilities.argmax(axis=1)
    sentence = np.array([i.sentence for i in items])
    cells = _confusions(gold, predicted, sentence)
    intervals = _intervals(cells, resamples, seed)
    return {
        **_summary(cells.sum(axis=0)),
        "macro_f1_interval": intervals[0],
        "accuracy_interval": intervals[1],
        "classes": _classes(cells.sum(axis=0)),
        "confusion": cells.sum(axis=0).tolist(),
        "calibration_error": round(calibration_error(probabilities, gold), 4) if is_probability else None,
        "slices": {
            name: {
                "n": int(kept.sum()),
                **_summary(_confusions(gold[kept], predicted[kept], sentence[kept]).sum(axis=0)),
            }
            for name, kept in _slices(items).items()
            if kept.any()
        },
    }


def _slices(items: Sequence[Item]) -> dict[str, np.ndarray]:
    polarities: dict[int, set[int]] = {}
    for item in items:
        polarities.setdefault(item.sentence, set()).add(item.gold)
    quoted = np.array([bool(_QUOTED.search(i.text)) for i in items])
    return {
        "with quotation": quoted,
        "without quotation": ~quoted,
        "several polarities": np.array([len(polarities[i.sentence]) > 1 for i in items]),
    }


def _confusions(gold: np.ndarray, predicted: np.ndarray, sentence: np.ndarray) -> np.ndarray:
    """The confusion matrix of each sentence: sentences × gold × predicted."""
    k = len(LABELS)
    _, number = np.unique(sentence, return_inverse=True)
    cells = np.zeros((int(number.max()) + 1, k, k), dtype=int)
    np.add.at(cells, (number, gold, predicted), 1)
    return cells


def _f1(confusion: np.ndarray) -> np.ndarray:
    """F1 of each class from confusion matrices in the last two axes; 0 for a class that never occurs."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    both = confusion.sum(axis=-1) + confusion.sum(axis=-2)
    return 2 * right / np.maximum(both, 1)


def _summary(confusion: np.ndarray) -> dict[str, float]:
    return {
        "macro_f1": round(100 * float(_f1(confusion).mean()), 1),
        "accuracy": round(100 * float(np.trace(confusion) / confusion.sum()), 1),
    }


def _intervals(cells: np.ndarray, resamples: int, seed: int) -> tuple[list[float], list[float]]:
    """The intervals of macro-F1 and accuracy over sentences; empty lists for fewer than two."""
    if len(cells) < 2:
        return [], []
    weights = inference.drawn(len(cells), resamples=resamples, seed=seed)
    ends = np.round(inference.bootstrap(cells, _percentages, weights), 1)
    return ends[:, 0].tolist(), ends[:, 1].tolist()


def _percentages(confusions: np.ndarray) -> np.ndarray:
    """Macro-F1 and accuracy (columns) of many confusion matrices (rows)."""
    accuracy = 100 * np.trace(confusions, axis1=1, axis2=2) / confusions.sum(axis=(1, 2))
    return np.stack([100 * _f1(confusions).mean(axis=1), accuracy], axis=1)


def _classes(confusion: np.ndarray) -> dict[str, dict[str, float]]:
    precision = np.diag(confusion) / np.maximum(confusion.sum(axis=0), 1)
    recall = np.diag(confusion) / np.maximum(confusion.sum(axis=1), 1)
    return {
        label: {
            "precision": round(100 * float(precision[k]), 1),
            "recall": round(100 * float(recall[k]), 1),
            "f1": round(100 * float(_f1(confusion)[k]), 1),
            "n": int(confusion[k].sum()),
        }
        for k, label in enumerate(LABELS)
    }


def calibration_error(probabilities: np.ndarray, gold: np.ndarray, *, bins: int = 10) -> float:
    """Expected calibration error (Guo et al. 2017): how far the highest probability is from its hit rate.

    0 is best; `bins` bins of equal width, weighted by their number.
    """
    highest, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == gold
    number = np.minimum((highest * bins).astype(int), bins - 1)
    gaps = [abs(float((highest[number == b] - right[number == b]).sum())) for b in range(bins)]
    return sum(gaps) / max(1, len(gold))


def render(scores: Mapping[str, Any]) -> str:
    """The scores as text for a terminal."""
    lines = [
        f"{scores['targets']:,} targets in {scores['sentences']:,} sentences; "
        "per cent, 95 % intervals over sentences",
        "",
    ]
    lines.append(
        f"{'engine':<14}{'macro-F1':>22}{'accuracy':>22}{'neg':>7}{'neu':>7}{'pos':>7}{'ECE':>8}{'per s':>9}"
    )
    for name, s in scores["engines"].items():
        f1s = "".join(f"{s['classes'][label]['f1']:>7}" for label in LABELS)
        error = "–" if s["calibration_error"] is None else f"{s['calibration_error']:.3f}"
        lines.append(
            f"{name:<14}{_with_interval(s, 'macro_f1'):>22}{_with_interval(s, 'accuracy'):>22}{f1s}{error:>8}"
            f"{s['per_second']:>9,}"
        )
    for name, s in scores["engines"].items():
        parts = "; ".join(f"{k} {v['macro_f1']} (n = {v['n']:,})" for k, v in s["slices"].items())
        lines += [
            "",
            f"{name}: macro-F1 {parts}",
            f"{'gold / predicted':<18}" + "".join(f"{label:>10}" for label in LABELS),
        ]
        lines += [
            f"{label:<18}" + "".join(f"{n:>10,}" for n in row)
            for label, row in zip(LABELS, s["confusion"], strict=True)
        ]
    return "\n".join(lines)


def _with_interval(s: Mapping[str, Any], measure: str) -> str:
    interval = s[f"{measure}_interval"]
    return f"{s[measure]} [{interval[0]}, {interval[1]}]" if interval else f"{s[measure]}"
