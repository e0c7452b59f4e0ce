"""The evaluation of speakers, on tiny gold files that are made up."""

import json
from pathlib import Path

import pytest

from analysis.evaluation import speakers as evaluation


@pytest.mark.parametrize(
    ("predicted", "gold", "right"),
    [
        ("Ana Cruz", "Ana Cruz", True),
        ("Sen. Ana Cruz", "ana cruz", True),
        ("Cruz", "Ana Cruz", True),
        ("Ana María Cruz", "Ana Maria Cruz", True),
        ("Ana Cruz", "Otto Cruz", False),
        ("Otto Cruz", "Otto Cruz Jr.", False),
        ("Joe Berg", "Joseph Berg", True),
        ("Ana", "Ana Cruz", False),
        ("Church of the Sea", "Church", True),
        ("Harbour Office", "Tax Office", False),
        (None, "Ana Cruz", False),
    ],
)
def test_which_names_are_right(predicted: str | None, gold: str, right: bool) -> None:
    assert evaluation.is_right(predicted, [gold]) is right


def spans(text: str, words: str) -> list[list[int]]:
    start = text.index(words)
    return [[start, start + len(words)]]


@pytest.fixture
def gum(tmp_path: Path) -> Path:
    text = "Mayor Ana Cruz opened the pier. She said it was late. Officials said it was not."
    attributions = [
        {"source": spans(text, "She"), "content": spans(text, "it was late"), "cue": [], "source_text": "She",
         "speaker_name": "Ana Cruz", "speaker_wiki": None, "source_form": "pronoun"},
        {"source": spans(text, "Officials"), "content": spans(text, "it was not"), "cue": [],
         "source_text": "Officials", "speaker_name": None, "source_form": "nominal"},
    ]  # fmt: skip
    gold = {"id": "x", "genre": "news", "title": "Pier", "text": text, "attributions": attributions}
    path = tmp_path / "gum.jsonl"
    path.write_text(json.dumps(gold | {"coref_clusters": [], "entities": []}) + "\n", "utf-8")
    return path


def test_gum_counts_right_wrong_and_missing(gum: Path) -> None:
    scores, predictions = evaluation.evaluate(gum)
    assert [p["outcome"] for p in predictions] == ["right", "missing"]
    news = scores["slices"]["news"]
    assert (news["n"], news["right"]["value"], news["wrong"]["value"]) == (1, 100, 0)
    assert scores["named_without_gold"] == 0
    assert json.loads(json.dumps(scores)) == scores
    assert "pronoun" in evaluation.render(scores)


def test_basil_looks_up_the_attribution_that_covers_the_passage(tmp_path: Path) -> None:
    text = "“The pier is lost,” Ana Cruz said. Otto Falk smiled."
    start = text.index("The pier")
    (tmp_path / "articles.jsonl").write_text(
        json.dumps({"id": "x", "title": "Pier", "text": text}) + "\n", "utf-8"
    )
    passage = {
        "id": "x",
        "start": start,
        "end": start + 16,
        "text": "The pier is lost",
        "speaker": "Ana Cruz",
    }
    path = tmp_path / "named_speakers.jsonl"
    path.write_text(json.dumps(passage) + "\n", "utf-8")
    scores, predictions = evaluation.evaluate(path, engine="rules")
    assert predictions[0]["predicted"] == "Ana Cruz"
    assert scores["slices"]["all"]["right"]["value"] == 100
    assert scores["slices"]["gender female"]["n"] == 1


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"a": 1}\n', "utf-8")
    with pytest.raises(ValueError, match="neither GUM"):
        evaluation.evaluate(path)
