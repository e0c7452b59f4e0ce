from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sentiment import lexicon

_TEXT = """
good bad not never isn't don't without very extremely barely kind of least at but the war GREAT terrible
hope! why?? :) (awful) hopeful. wonderful, so this was love hate can't stand fed up no fun right direction
self-confident Winning sort-of hardly uber FAILED ok. --- !!! the shit bad ass yeah right
"""
WORDS = _TEXT.split()
texts = st.lists(
    st.sampled_from([*WORDS, "“", "”", "’", "—", "🙂", "é", "\u202b", "\r\n", "İ"]), max_size=25
).map(" ".join)


@pytest.mark.parametrize("text", ["It isn’t good.", "It isn't good.", "It isnʼt good."])
def test_typographic_apostrophe_does_not_lose_the_negation(text: str) -> None:
    assert lexicon.score(text).compound < 0


@pytest.mark.parametrize(
    "text", ["“Good.”", "a “good” day", "«Good»", "war—good", "(good)", "'good.'", "‘good’"]
)
def test_marks_that_touch_a_word_do_not_hide_it(text: str) -> None:
    assert "good" in lexicon.explain(text)["token"].str.lower().tolist()


@given(texts)
def test_normalising_keeps_every_offset(text: str) -> None:
    copy = lexicon.normalised(text)
    assert len(copy) == len(text)
    assert all(a == b or b in " '" for a, b in zip(text, copy, strict=True))


@given(texts)
def test_vader_equals_nltk_to_the_last_digit(text: str) -> None:
    expected = lexicon._analyzer().polarity_scores(lexicon.normalised(text))
    assert lexicon.score(text) == (expected["neg"], expected["neu"], expected["pos"], expected["compound"])


def test_vader_equals_nltk_on_thousands_of_sentences() -> None:
    draw = random.Random(0)
    for _ in range(3000):
        text = " ".join(draw.choices(WORDS, k=draw.randint(1, 25)))
        expected = lexicon._analyzer().polarity_scores(lexicon.normalised(text))
        assert lexicon.score(text) == (
            expected["neg"],
            expected["neu"],
            expected["pos"],
            expected["compound"],
        ), text


def test_afinn_equals_its_package() -> None:
    from afinn import Afinn

    draw, package = random.Random(1), Afinn()
    for _ in range(300):
        text = " ".join(draw.choices(WORDS, k=draw.randint(1, 25)))
        expected = package.score(lexicon.normalised(text))
        assert sum(lexicon.weigh(lexicon.normalised(text), lexicon="afinn").values) == expected, text


@pytest.mark.parametrize("name", lexicon.LEXICONS)
@given(text=texts)
def test_contributions_add_up_to_the_compound(name: str, text: str) -> None:
    explained = lexicon.explain(text, lexicon=name)
    total = float(explained["contribution"].sum())
    assert lexicon.score(text, lexicon=name).compound == pytest.approx(
        total / (total**2 + 15) ** 0.5, abs=1e-4
    )
    for row in explained.itertuples():
        assert text[row.start : row.end] == row.token


def test_explanation_names_the_words_and_their_negation() -> None:
    explained = lexicon.explain("A “disaster”, said those whose talks were not good.")
    assert explained["token"].tolist() == ["disaster", "good"]
    assert (explained["contribution"] < 0).all()


def test_emphasis_is_part_of_the_explanation() -> None:
    assert lexicon.explain("A good day!!")["token"].tolist() == ["good", "!", "!"]


def test_afinn_phrase_counts_once() -> None:
    assert lexicon.explain("He can’t stand it.", lexicon="afinn")["token"].tolist() == ["can’t stand"]


def test_empty_text_is_neutral_in_every_lexicon() -> None:
    assert [lexicon.score("", lexicon=name).compound for name in lexicon.LEXICONS] == [0.0, 0.0]
    assert not len(lexicon.explain(""))


def test_unknown_lexicon_is_refused() -> None:
    with pytest.raises(ValueError, match="vader, afinn"):
        lexicon.score("good", lexicon="moods")


def test_a_lexicon_of_weights_alone_needs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    third = lexicon.Lexicon(lambda: "7", lambda text: lexicon.Weighed(text, [(0, 4), (5, 8)], [3.0, -1.0]))
    monkeypatch.setattr(lexicon, "LEXICONS", {**lexicon.LEXICONS, "moods": third})
    assert lexicon.model_name("moods") == "moods 7"
    assert lexicon.score("Joys end!!", lexicon="moods") == (0.5, 0.0, 0.5, round(2 / 19**0.5, 4))
    explained = lexicon.explain("Joys end!!", lexicon="moods")
    assert explained.to_numpy().tolist() == [["Joys", 0, 4, 3.0], ["end", 5, 8, -1.0]]
    assert lexicon.score("good") != lexicon.score("good", lexicon="afinn")
