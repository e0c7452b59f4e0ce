"""Expected numbers were computed once by the scorer that the published figures for PolNeAR come from."""

import json
import math

import pytest

from analysis.evaluation import quotations

TEXTS = {
    "a": (
        "Herald",
        "“We are ready,” Mayor Ruth Alder said. “Nobody will be left out.”\n\nShe said that the bridge would open in "
        "May, and critics fear higher tolls. Her rival, Tom Birk, called the plan “a costly dream” and asked for a "
        "vote.",
    ),
    "b": (
        "Herald",
        "The ferry will run again, according to the harbour office. ''It is safe now,'' the captain told reporters, "
        'adding that tickets cost $5.\n\n"Who pays?" asked a student. No one answered.',
    ),
    "c": (
        "Gazette",
        "Officials declined to comment. Birk denied it.\n\nHe promised to “listen more”.\n\nA poll shows most "
        "residents want a tunnel.",
    ),
    "d": ("Gazette", "Nothing was said here."),
    "e": (
        "Courier",
        "Alder: we will build. ``No tolls,'' she repeated. The union, which has 400 members, believes the cost is "
        "too high.",
    ),
}
GOLD = {
    "a": [
        ("Mayor Ruth Alder", "said", "“We are ready,”|“Nobody will be left out.”"),
        ("She", "said that|", "that the bridge would open in May"),
        ("critics", "fear", "higher tolls"),
        ("Her rival, Tom Birk,", "called", "the plan “a costly dream”"),
        ("Tom Birk", "asked for", "a vote"),
    ],
    "b": [
        ("the harbour office", "according to", "The ferry will run again"),
        ("the captain", "told", "''It is safe now,''"),
        ("the captain", "adding", "that tickets cost $5"),
        ("a student", "asked", '"Who pays?"'),
    ],
    "c": [
        ("Officials", "declined", "to comment"),
        ("He", "promised", "to “listen more”"),
        ("Birk", "denied", "it"),
        ("A poll", "shows", "most residents want a tunnel"),
    ],
    "d": [],
    "e": [
        ("Alder", ":", "we will build"),
        ("she", "repeated", "``No tolls,''"),
        ("", "believes", "the cost is too high"),
    ],
}
FOUND = {
    "a": [
        ("Ruth Alder", "said", "“We are ready,”", 0.9),
        ("Mayor", "said", "“Nobody will be left out.”", 0.4),
        ("She", "said that|", "the bridge would open in May, and critics fear higher tolls", 0.8),
        ("Her", "called", "the plan “a costly dream” and asked for a vote", 0.7),
    ],
    "b": [
        ("office", "according to", "The ferry will run again,", 0.95),
        ("reporters", "told", "It is safe now", 0.6),
        ("the captain", "adding", "tickets cost $5.", 0.85),
        ("", "", '"Who pays?" asked a student.', 0.3),
    ],
    "c": [
        ("Officials", "declined to comment", ".", 0.2),
        ("He", "promised", "“listen more”", 0.77),
        ("A poll", "shows", "most residents", 0.5),
        ("most residents", "want", "a tunnel", 0.45),
    ],
    "d": [("", "was said", "Nothing", 0.1)],
}
REFERENCE = {
    "content exact": (0.3333333333333333, 0.23529411764705882, 0.27586206896551724, 17, 12),
    "content overlap": (0.8113207547169812, 0.7166666666666667, 0.7610619469026548, 60, 53),
    "source exact": (0.45454545454545453, 0.35714285714285715, 0.4, 14, 11),
    "source overlap": (0.8, 0.5217391304347826, 0.6315789473684211, 23, 15),
    "cue exact": (0.7272727272727273, 0.5333333333333333, 0.6153846153846153, 15, 11),
    "cue overlap": (0.6666666666666666, 0.5882352941176471, 0.625, 17, 15),
    "attribution": (0.5833333333333334, 0.4375, 0.5, 16, 12),
    "attribution +source": (0.4166666666666667, 0.3125, 0.35714285714285715, 16, 12),
    "direct": (0.6666666666666666, 0.6666666666666666, 0.6666666666666666, 6, 6),
    "direct +source": (0.3333333333333333, 0.3333333333333333, 0.3333333333333333, 6, 6),
}


def _spans(text: str, words: str) -> list[list[int]]:
    """Spans of the pieces of `words`; "said that|" is the word "said" where "that" follows it."""
    if words == "said that|":
        start = text.index("said that")
        return [[start, start + 4]]
    return [[text.index(piece), text.index(piece) + len(piece)] for piece in words.split("|") if piece]


def _rows(kept: dict[str, list]) -> list[dict]:
    rows = []
    for name, attributions in kept.items():
        outlet, text = TEXTS[name]
        spans = [
            dict(zip(("source", "cue", "content"), (_spans(text, w) for w in a[:3]), strict=True))
            | ({"confidence": a[3]} if len(a) > 3 else {})
            for a in attributions
        ]
        rows.append({"id": name, "publisher": outlet, "text": text, "attributions": spans})
    return rows


@pytest.fixture(scope="module")
def scores() -> dict:
    return quotations.score(_rows(GOLD), _rows(FOUND), resamples=100)


def test_every_measure_agrees_with_the_reference_to_the_last_digit(scores):
    found = {
        name: tuple(s[k] for k in ("p", "r", "f1", "gold", "pred")) for name, s in scores["scores"].items()
    }
    assert found == REFERENCE
    assert scores["source_acc"] == 0.7142857142857143
    assert (scores["articles"], scores["articles_missing"]) == (5, 1)


def test_recall_by_kind_agrees_with_the_reference(scores):
    assert scores["recall_by_kind"] == {
        "wholly_quoted": {"found": 0.5, "found_with_source": 0.25, "gold": 4},
        "mixed": {"found": 1.0, "found_with_source": 0.5, "gold": 2},
        "indirect": {"found": 0.3, "found_with_source": 0.3, "gold": 10},
    }


def test_frequent_cues_are_told_from_all_others(scores):
    frequent = scores["recall_by_cue"]["say, tell, according to"]
    assert frequent == {"found": 1.0, "found_with_source": 0.75, "gold": 4}
    assert scores["recall_by_cue"]["all other cues"]["gold"] == 12


def test_an_outlet_of_one_article_has_no_interval(scores):
    courier = scores["by_outlet"]["Courier"]
    assert courier["articles"] == 1
    assert courier["attribution +source"] == {"f1": 0.0, "low": None, "high": None}
    herald = scores["by_outlet"]["Herald"]["attribution +source"]
    assert herald["low"] <= herald["f1"] <= herald["high"]


def test_the_worst_article_comes_first(scores):
    assert scores["worst"][0]["id"] == "e"
    assert [row["f1"] for row in scores["worst"]] == sorted(row["f1"] for row in scores["worst"])


def test_calibration_is_the_mean_gap_between_confidence_and_share_right():
    # Two bins: 0.9 twice, one right (gap 0.4, n = 2); 0.2 once, wrong (gap 0.2, n = 1).
    found = quotations.calibration([(0.9, True), (0.9, False), (0.2, False)])
    assert math.isclose(found["error"], (2 * 0.4 + 1 * 0.2) / 3)
    assert [b["n"] for b in found["bins"]] == [1, 2]


def test_without_confidences_there_is_no_calibration():
    assert quotations.calibration([(float("nan"), True)]) == {"error": None, "n": 0, "bins": []}


def test_no_articles_give_zeros_not_errors():
    scores = quotations.score([], [])
    assert scores["scores"]["attribution"] == {
        "p": 0.0, "r": 0.0, "f1": 0.0, "gold": 0, "pred": 0, "low": None, "high": None
    }  # fmt: skip
    assert "0 articles" in quotations.render(scores)


def test_perfect_predictions_score_one_and_json_can_hold_them():
    gold = _rows(GOLD)
    scores = quotations.score(gold, gold, resamples=50)
    assert {s["f1"] for s in scores["scores"].values()} == {1.0}
    assert scores["calibration"]["error"] is None
    json.dumps(scores, allow_nan=False)


def test_a_file_is_evaluated_with_the_rules(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in _rows(GOLD)) + "\n", encoding="utf-8")
    scores, predictions = quotations.evaluate(path, engine="rules", limit=3)
    assert scores["articles"] == 3
    assert [row["id"] for row in predictions] == ["a", "b", "c"]
    assert set(scores["recall_by_gender"]) <= {"female", "male", "unknown", "no source"}
    again = quotations.score(_rows(GOLD)[:3], predictions)
    assert again["scores"] == scores["scores"]
    json.dumps([scores, predictions])


def test_recall_is_told_by_act_and_by_layout(tmp_path):
    text = "“Yes,” Roe said. “Now.”\n\nHale fears rain.\n\n“One.\n\n“Two,” Roe said."
    at = text.index
    gold = {
        "id": "a",
        "text": text,
        "attributions": [
            {"content": [[0, 6], [at("“Now"), at("“Now") + 6]], "cue": [[11, 15]], "source": [[7, 10]]},
            {
                "content": [[at("rain"), at("rain") + 4]],
                "cue": [[at("fears"), at("fears") + 5]],
                "source": [],
            },
            {"content": [[at("“One"), at("“Two") + 6]], "cue": [], "source": []},
        ],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold), encoding="utf-8")
    scores, _ = quotations.evaluate(path, engine="rules")
    assert {key: row["gold"] for key, row in scores["recall_by_act"].items()} == {
        "communication": 2,
        "belief": 1,
    }
    assert {key: row["gold"] for key, row in scores["recall_by_layout"].items()} == {
        "in pieces": 1,
        "in one piece": 1,
        "over paragraphs": 1,
    }


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": "x"}'])
def test_a_line_that_is_no_gold_article_is_named(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        quotations.evaluate(path, engine="rules")
