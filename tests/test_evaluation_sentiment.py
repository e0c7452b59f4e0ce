from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.evaluation import sentiment as evaluation

SENTENCES: list[tuple[str, list[tuple[str, float]]]] = [
    ("Ann praised the wonderful plan.", [("Ann", 6.0)]),
    ("Bob called it a “terrible” failure.", [("Bob", 2.0)]),
    ("The committee met on Monday.", [("The committee", 4.0)]),
    ("Critics love Cid and say nothing of Dee.", [("Cid", 6.0), ("Dee", 4.0)]),
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    lines = []
    for text, targets in SENTENCES:
        found = [
            {"from": text.index(m), "to": text.index(m) + len(m), "mention": m, "polarity": p}
            for m, p in targets
        ]
        lines.append(json.dumps({"primary_gid": "x", "sentence_normalized": text, "targets": found}))
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def scores_of(gold: Path, **options: Any) -> dict[str, Any]:
    return evaluation.evaluate(gold, engine="vader", resamples=50, **options)[0]["engines"]["vader"]


def test_macro_f1_is_the_mean_of_the_three_classes(gold: Path) -> None:
    scores = scores_of(gold)
    # Right are Ann, Bob, the committee and Cid; Dee is called positive: F1 1, 2/3 and 4/5.
    assert scores["macro_f1"] == pytest.approx(100 * (1 + 2 / 3 + 4 / 5) / 3, abs=0.05)
    assert scores["accuracy"] == 80.0
    assert scores["confusion"] == [[1, 0, 0], [0, 1, 1], [0, 0, 2]]


def test_slices_hold_quotations_and_several_polarities(gold: Path) -> None:
    slices = scores_of(gold)["slices"]
    assert {name: part["n"] for name, part in slices.items()} == {
        "with quotation": 1, "without quotation": 4, "several polarities": 2
    }  # fmt: skip


def test_interval_holds_the_score_and_a_lexicon_has_no_calibration(gold: Path) -> None:
    scores = scores_of(gold)
    low, high = scores["accuracy_interval"]
    assert low <= scores["accuracy"] <= high
    assert scores["calibration_error"] is None


def test_same_seed_gives_the_same_intervals(gold: Path) -> None:
    assert scores_of(gold, seed=3)["macro_f1_interval"] == scores_of(gold, seed=3)["macro_f1_interval"]


def test_every_target_has_a_prediction(gold: Path) -> None:
    scores, predictions = evaluation.evaluate(gold, engine="afinn", limit=2, resamples=10)
    assert (scores["targets"], scores["sentences"]) == (2, 2)
    assert [p["afinn"] for p in predictions] == ["positive", "negative"]
    assert predictions[0] | {"from": 0, "to": 3, "gold": "positive"} == predictions[0]


def test_rendering_names_every_engine(gold: Path) -> None:
    scores, _ = evaluation.evaluate(gold, engine="vader-window", resamples=10)
    text = evaluation.render(scores)
    assert "vader-window" in text
    assert "several polarities" in text


@pytest.mark.parametrize(
    "line", ["{", '{"targets": []}', '{"sentence_normalized": "A", "targets": [{"from": 0}]}']
)
def test_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad.jsonl, line 1"):
        evaluation.evaluate(path, engine="vader")


def test_file_without_targets_and_unknown_engine_are_refused(tmp_path: Path, gold: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="no targets"):
        evaluation.evaluate(path, engine="vader")
    with pytest.raises(ValueError, match="vader-window"):
        evaluation.evaluate(gold, engine="moods")


def test_window_is_cut_in_words_on_both_sides() -> None:
    text = "one two three Ann four five six"
    assert evaluation.window(text, 14, 17, words=1) == "three Ann four"
    assert evaluation.window(text, 14, 17, words=9) == text


def test_calibration_error_by_hand() -> None:
    probabilities = np.array([[0.8, 0.1, 0.1], [0.8, 0.1, 0.1], [0.1, 0.3, 0.6]])
    # Two at 0.8, one of them right: |1.6 - 1|; one at 0.6, right: |0.6 - 1|.
    assert evaluation.calibration_error(probabilities, np.array([0, 1, 2])) == pytest.approx((0.6 + 0.4) / 3)
