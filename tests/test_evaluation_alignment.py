import json

import pytest

from analysis.evaluation import alignment

A = "Mayor Ada Quill said “the old bridge will stay shut until the cracked piers are mended”. Rain fell."
B = "“The old bridge will stay shut until the cracked piers are mended,” Ada Quill said. A dog barked."


def side(article, text, start, end):
    at = text.index(start)
    return {"id": article, "content": [[at, text.index(end) + len(end)]]}


def event(**more):
    pair = [side("a", A, "“the old", "mended”"), side("b", B, "“The old", "mended,”")]
    articles = [{"id": "a", "text": A, "outlet": "North"}, {"id": "b", "text": B, "outlet": "South"}]
    return {"event": "e", "articles": articles, "pairs": [pair], **more}


def quotation(article, text, content, cue, source):
    found = {"id": article, **side(article, text, *content)}
    for role, words in (("cue", cue), ("source", source)):
        at = text.index(words)
        found[role] = [[at, at + len(words)]]
    return found


GIVEN = [
    quotation("a", A, ("“the old", "mended”"), "said", "Mayor Ada Quill"),
    quotation("b", B, ("“The old", "mended,”"), "said", "Ada Quill"),
]


def write(path, *records):
    path.write_text("\n".join(json.dumps(r) for r in records))
    return path


def test_given_quotations_are_compared(tmp_path):
    scores, predictions = alignment.evaluate(write(tmp_path / "g.jsonl", event(quotations=GIVEN)))
    assert scores["f1"]["value"] == 1.0
    assert scores["f1"]["interval"] is None
    assert predictions[0]["right"] is True
    assert 0 < predictions[0]["score"] <= 1


def test_quotations_can_be_extracted(tmp_path):
    scores, _ = alignment.evaluate(write(tmp_path / "g.jsonl", event(quotations=[])), engine="rules")
    assert scores["recall"]["value"] == 1.0


def test_a_joined_pair_that_gold_does_not_have_is_wrong(tmp_path):
    gold = write(tmp_path / "g.jsonl", event(quotations=GIVEN, pairs=[]))
    scores, _ = alignment.evaluate(gold)
    assert scores["precision"]["value"] == 0.0
    assert scores["recall"]["value"] is None


def test_unsure_pairs_do_not_count(tmp_path):
    pair = event()["pairs"]
    gold = write(tmp_path / "g.jsonl", event(quotations=GIVEN, pairs=[], unsure=pair))
    scores, _ = alignment.evaluate(gold)
    assert scores["predicted"] == 0


def test_pairs_of_strings(tmp_path):
    text = "the harbour tax will double before the spring fair"
    rows = [
        {"a": text, "b": text, "label": 1, "speaker_a": "Ada Quill", "speaker_b": "Ada Quill"},
        {"a": text, "b": "moths came back to the heather", "label": 0},
    ]
    scores, predictions = alignment.evaluate(write(tmp_path / "g.jsonl", *rows))
    assert (scores["precision"]["value"], scores["recall"]["value"]) == (1.0, 1.0)
    assert [p["predicted"] for p in predictions] == [1, 0]
    assert scores["f1"]["interval"] is not None


def test_of_pairs_of_strings_each_of_the_four_cases_is_counted(tmp_path):
    text, other = "the harbour tax will double before the spring fair", "moths came back to the heather"
    cases = [(text, 1)] * 4 + [(text, 0)] * 3 + [(other, 1)] * 2 + [(other, 0)]
    rows = [{"a": text, "b": b, "label": label} for b, label in cases]
    scores, predictions = alignment.evaluate(write(tmp_path / "g.jsonl", *rows))
    counted = {k: scores[k] for k in ("events", "right", "predicted", "found", "gold")}
    assert counted == {"events": 10, "right": 4, "predicted": 7, "found": 4, "gold": 6}
    assert scores["precision"]["value"] == pytest.approx(4 / 7)
    assert scores["recall"]["value"] == pytest.approx(4 / 6)
    assert [p["label"] for p in predictions] == [label for _, label in cases]
    assert predictions[0]["score"] > 0.5 > predictions[-1]["score"]


def test_scores_come_by_the_form_of_the_pairs_too(tmp_path):
    told = "Ada Quill said that the old bridge will stay shut until the cracked piers are mended. It rained."
    told_side = {"id": "c", "content": [[told.index("that"), told.index(". It")]]}
    articles = [*event()["articles"], {"id": "c", "text": told, "outlet": "East"}]
    quoted = event()["pairs"][0]
    third = quotation("c", told, ("that", "mended"), "said", "Ada Quill")
    gold = event(
        quotations=[*GIVEN, third], articles=articles, pairs=[quoted, [quoted[0], told_side]], unsure=[]
    )
    scores, predictions = alignment.evaluate(write(tmp_path / "g.jsonl", gold))
    assert {p["form"] for p in predictions} == {"both quoted", "one quoted"}
    both, one = scores["forms"]["both quoted"], scores["forms"]["one quoted"]
    assert (both["gold"], both["predicted"], both["precision"]["value"]) == (1, 1, 1.0)
    assert (one["gold"], one["predicted"]) == (1, 2)
    assert (one["precision"]["value"], one["recall"]["value"]) == (0.5, 1.0)
    assert "none quoted" not in scores["forms"]
    assert "one quoted: 1 gold, 2 predicted" in alignment.render(scores)


def test_the_limit_and_the_seed(tmp_path):
    gold = write(tmp_path / "g.jsonl", *[event(quotations=GIVEN)] * 3)
    assert alignment.evaluate(gold, limit=2)[0]["events"] == 2
    assert alignment.evaluate(gold, seed=1)[0] == alignment.evaluate(gold, seed=1)[0]


def test_wrong_input_is_an_error_that_says_what_is_wrong(tmp_path):
    with pytest.raises(ValueError, match="record 1 has neither"):
        alignment.evaluate(write(tmp_path / "g.jsonl", {"a": "x"}))
    with pytest.raises(ValueError, match="engine 'best'"):
        alignment.evaluate(tmp_path / "g.jsonl", engine="best")


def test_scores_are_shown(tmp_path):
    scores, _ = alignment.evaluate(write(tmp_path / "g.jsonl", event(quotations=GIVEN)))
    shown = alignment.render(scores)
    assert "precision 1.000" in shown
    assert "1 events" in shown
