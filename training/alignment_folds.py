"""The gold events as pairs to learn from: one file without each fold of them, to measure, and one with all, to ship.

    python -m training.alignment_folds GOLD.jsonl --out FOLDER

Event n belongs to fold n % FOLDS. FOLDER/without-0.jsonl, … have the pairs of the events outside a fold, all.jsonl
those of every event, in the form that `training.meaning` reads. They are the pairs that words do not rule out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from analysis.comparison import alignment
from training.alignment import FOLDS, labelled, said_in


def pairs(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The pairs of an event that the network would read, with their labels; unsure ones are left out."""
    keyed, found = said_in(record)
    labels, _ = labelled(record, keyed, found)
    chances = alignment.chance(found)
    return [
        {"a": keyed[pair.first][1].said, "b": keyed[pair.second][1].said, "label": label}
        for pair, label, chance in zip(found, labels, chances, strict=True)
        if label >= 0 and chance >= alignment.WORTH_READING
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    events = [pairs(json.loads(line)) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    for fold in (*range(FOLDS), None):
        kept = [pair for n, event in enumerate(events) if n % FOLDS != fold for pair in event]
        name = "all" if fold is None else f"without-{fold}"
        lines = (json.dumps(pair) + "\n" for pair in kept)
        (options.out / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
