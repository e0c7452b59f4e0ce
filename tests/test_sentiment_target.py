from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import annotate, models, segmentation, sentiment, tables
from analysis.sentiment import target

TEXT = (
    "Ann Lee praised the budget. Critics attacked Bob Ray over the costs. “Ray is a liar,” said Ann Lee. "
    "Lee voted for it in London. London was calm. Bob Ray did not answer."
)


@settings(deadline=None)
@given(st.integers(1, 400), st.data())
def test_cropping_keeps_the_target_and_what_stands_round_it(length: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start + 1, min(length, start + 200)))
    ids = list(range(1000, 1000 + length))
    kept, (low, high) = target.cropped(ids, (start, end))
    room = target.LENGTH - 2
    assert len(kept) == min(length, room)
    assert kept == ids[kept[0] - 1000 :][: len(kept)]
    assert kept[low:high] == ids[start : min(end, start + room // 2)]


def test_a_sentence_is_read_once_for_all_its_targets_and_a_long_one_once_for_each() -> None:
    short, long = "Ann Lee praised Bob Ray.", "Ann Lee praised Bob Ray. " * 60
    asked = [(short, (16, 23)), (long, (0, 7)), (short, (0, 7)), (long, (1491, 1498))]
    first, *rest = target.read(asked)
    assert first.numbers == [0, 2]
    assert [reading.numbers for reading in rest] == [[1], [3]]
    assert [len(reading.ids) for reading in rest] == [target.LENGTH] * 2
    words = models.tokenizer().encode(short, add_special_tokens=False).tokens
    assert [words[start - 1 : end - 1] for start, end in first.ranges] == [["bob", "ray"], ["ann", "lee"]]


@settings(deadline=None)
@given(st.lists(st.integers(1, 6), max_size=30))
def test_sentences_are_read_together_only_where_none_has_to_be_padded(lengths: list[int]) -> None:
    readings = [target.reading(range(length), [number], [(0, 1)]) for number, length in enumerate(lengths)]
    parts = list(target.batches(readings))
    assert sorted(n for part in parts for reading in part for n in reading.numbers) == list(
        range(len(lengths))
    )
    assert all(
        len({len(reading.ids) for reading in part}) == 1 <= len(part) <= target.BATCH for part in parts
    )
    assert len(parts) == sum(-(-lengths.count(n) // target.BATCH) for n in set(lengths))


def test_each_target_points_to_its_sentence_and_pieces() -> None:
    two = [target.reading([7, 8], [0, 1], [(0, 1), (1, 2)]), target.reading([9, 9], [2], [(0, 2)])]
    given = target.inputs(two)
    assert given["ids"].tolist() == [[target.CLS, 7, 8, target.SEP], [target.CLS, 9, 9, target.SEP]]
    assert given["row"].tolist() == [0, 0, 1]
    assert given["target"].tolist() == [[0, 1, 0, 0], [0, 0, 1, 0], [0, 1, 1, 0]]


@pytest.mark.parametrize(
    ("span", "expected"),
    [((0, 3), (0, 1)), ((4, 9), (1, 3)), ((5, 6), (1, 2)), ((3, 4), (1, 1)), ((9, 9), (3, 3))],
)
def test_pieces_are_those_that_overlap_the_characters(
    span: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert target.pieces([(0, 3), (4, 7), (7, 9)], span) == expected


def test_names_that_recur_are_judged_and_places_are_not() -> None:
    document = segmentation.segment(TEXT)
    found = target.mentions(document)
    assert {m.name for m in found} == {"Ann Lee", "Bob Ray"}
    assert all(TEXT[m.start : m.end] in m.name for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)


def test_name_is_judged_once_a_sentence() -> None:
    document = segmentation.segment("Ann Lee saw Ann Lee. Then Ann Lee left.")
    assert [m.sentence for m in target.mentions(document)] == [0, 1]


LONG = segmentation.segment("Ann Lee won. Bob Ray lost. " * 20)


def test_mentions_are_drawn_with_the_same_chance_from_the_whole_article() -> None:
    eligible = target.mentions(LONG)
    assert len(eligible) == 40
    chosen = [m.sentence for n in range(400) for m in target.drawn(eligible, 4, seed=f"article {n}")]
    assert len(chosen) == 1600
    times = np.bincount(chosen, minlength=40)
    assert 20 <= times.min() <= times.max() <= 64  # 40 expected; 3.3 standard deviations to each side
    assert 0.45 < np.mean(np.array(chosen) < 20) < 0.55


def test_a_draw_is_the_same_each_time_and_part_of_a_larger_one() -> None:
    eligible = target.mentions(LONG)
    few, more = (target.drawn(eligible, n, seed="a") for n in (5, 9))
    assert few == target.drawn(eligible, 5, seed="a") != target.drawn(eligible, 5, seed="b")
    assert set(few) < set(more)
    assert [m.start for m in more] == sorted(m.start for m in more)
    assert target.drawn(eligible, None, seed="a") == target.drawn(eligible, 40, seed="a") == eligible
    assert not target.drawn(eligible, 0, seed="a")


def test_rows_tell_how_many_mentions_they_were_drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "classify", lambda targets: np.full((len(targets), 3), 1 / 3))
    articles = pd.DataFrame({"article_id": ["a"], "text": [LONG.text]})
    empty = [tables.empty(name) for name in ("quotations", "spans", "mentions")]
    for limit, judged in ((3, 3), (None, 40)):
        frame = sentiment.score(articles, [LONG], *empty, model="target", limit=limit)
        rows = tables.validate("sentiment", frame).query("unit == 'target'")
        assert rows["eligible"].tolist() == [40] * judged
        assert frame.loc[frame["unit"] != "target", "eligible"].isna().all()


def test_name_of_a_speaker_is_judged_though_it_occurs_once() -> None:
    document = segmentation.segment("“No,” said Cleo Park. The rain went on.")
    assert not target.mentions(document)
    assert [m.name for m in target.mentions(document, speaking={"Cleo Park"})] == ["Cleo Park"]


def test_targets_get_the_voice_of_the_words_round_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(targets: Sequence[tuple[str, tuple[int, int]]]) -> np.ndarray:
        return np.array([[0.7, 0.2, 0.1]] * len(targets))

    monkeypatch.setattr(target, "classify", judge)
    start = TEXT.index("Ray is a liar")
    spans = tables.build("spans", [("a", 0, "content", start, start + 13)])
    articles = pd.DataFrame({"article_id": ["a"], "text": [TEXT]})
    empty = [tables.empty(name) for name in ("quotations", "mentions")]
    documents = [segmentation.segment(TEXT)]
    frame = sentiment.score(articles, documents, empty[0], spans, empty[1], model="target")
    rows = tables.validate("sentiment", frame).query("unit == 'target'").set_index("start")
    assert set(rows["model"]) == {target.MODEL}
    assert rows["compound"].tolist() == pytest.approx([-0.6] * len(rows))
    assert rows.loc[start, ["voice", "quotation", "target"]].tolist() == ["quoted", 0, "Bob Ray"]
    assert rows.loc[TEXT.index("Bob Ray over"), "voice"] == "outlet"
    assert rows.loc[TEXT.index("Ann Lee. Lee"), "voice"] == "mixed"


def classes(targets: list[tuple[str, str]]) -> list[str]:
    spans = [(text, (text.index(name), text.index(name) + len(name))) for text, name in targets]
    return [target.LABELS[i] for i in target.classify(spans).argmax(axis=1)]


def test_model_tells_targets_of_one_sentence_apart() -> None:
    text = "Lawmakers praised Ann Lee for her courage but condemned Bob Ray as a corrupt liar."
    assert classes([(text, "Ann Lee"), (text, "Bob Ray")]) == ["positive", "negative"]


def test_other_targets_of_a_sentence_change_nothing() -> None:
    text = "Lawmakers praised Ann Lee for her courage but condemned Bob Ray as a corrupt liar."
    spans = [(18, 25), (56, 63)]
    assert [text[start:end] for start, end in spans] == ["Ann Lee", "Bob Ray"]
    together = target.classify([(text, span) for span in spans])
    alone = np.concatenate([target.classify([(text, span)]) for span in spans])
    assert alone == pytest.approx(together, abs=0.05)  # the 8-bit activations of a batch share one scale


def test_model_leaves_plain_reports_neutral() -> None:
    assert classes([("The committee will meet Carl Fox on Monday.", "Carl Fox")]) == ["neutral"]


def test_order_and_company_change_nothing() -> None:
    texts = [
        ("Critics attacked Ann Lee over the costs.", (17, 24)),
        ("Bob Ray " * 60, (0, 7)),
        ("Ann Lee won.", (0, 7)),
    ]
    together = target.classify(texts)
    assert together.sum(axis=1) == pytest.approx([1, 1, 1])
    assert target.classify(texts[::-1])[::-1] == pytest.approx(together, abs=0.02)
    alone = np.concatenate([target.classify([one]) for one in texts])
    assert alone == pytest.approx(together, abs=0.05)  # the 8-bit activations of a batch share one scale


@pytest.mark.parametrize("text", ["Ann", "🙂 Ann ‮ x", "\r\nAnn", "Ann\x00Lee"])
def test_odd_texts_are_judged_without_error(text: str) -> None:
    start = text.index("Ann")
    assert target.classify([(text, (start, start + 3))]).sum() == pytest.approx(1)


def test_nothing_to_judge_gives_no_rows() -> None:
    assert target.classify([]).shape == (0, 3)


def test_card_says_what_the_model_rests_on() -> None:
    card = target.card()
    assert card["model"] == target.MODEL
    assert card["development"]["int8"]["calibration_error"] <= 0.08
    assert card["megabytes"] <= 40


def test_a_store_remembers_how_many_targets_are_judged(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "classify", lambda targets: np.full((len(targets), 3), 1 / 3))
    (tmp_path / "a.txt").write_text(LONG.text, encoding="utf-8")

    def judged(**options: object) -> int:
        given = {"engine": "rules", "sentiment": "target", "workers": 1, "store": tmp_path / "store"}
        return int((annotate.run(tmp_path / "a.txt", **given, **options).sentiment["unit"] == "target").sum())

    assert [judged(), judged(targets=8), judged(), judged(targets="all"), judged()] == [40, 8, 8, 40, 40]


@pytest.mark.parametrize("targets", [0, -1, "some", "", 1.5, True])
def test_a_number_of_targets_that_is_none_is_refused(targets: object) -> None:
    with pytest.raises(ValueError, match="expected a whole number from 1 up, or all"):
        annotate.run(targets=targets)
