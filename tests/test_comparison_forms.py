import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparison import forms


def texts(found):
    return [item.text for item in found]


def test_names_are_capitalised_words_without_their_titles():
    text = "The aide said Mr. Marlow's plan pleased Senator Ada Quill of the University of Tarn."
    assert texts(forms.names(text)) == ["Marlow", "Ada Quill", "University of Tarn"]


def test_a_sentence_start_alone_makes_no_name():
    assert texts(forms.names("Yesterday it rained. Umbrellas helped. We saw Tarn.")) == ["Tarn"]


def test_a_sentence_start_is_a_name_when_the_word_is_capitalised_elsewhere():
    assert texts(forms.names("Quill left. We saw Quill.")) == ["Quill", "Quill"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It cost $3.8 million.", [3_800_000]),
        ("1,200 men and two dogs", [1200, 2]),
        ("4.5 percent in 2011", [4.5, 2011]),
        ("no one, once", []),
        ("a B52 and v1.2", []),
    ],
)
def test_numbers(text, values):
    assert [n.value for n in forms.numbers(text)] == values


def test_words_fold_case_and_marks():
    assert texts(forms.words("The U.S. didn’t “GO”")) == ["the", "us", "didn't", "go"]


def test_rare_words_weigh_more_than_common_ones():
    assert forms.rarity("landmin") > forms.rarity("negoti") > forms.rarity("presid")


def test_counts_of_the_corpus_lower_the_rarity():
    assert forms.rarity("peskov", {"peskov": 500}, 500) < forms.rarity("peskov")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_spans_hold_what_was_found(text):
    for word in forms.words(text):
        assert text[word.start : word.end].replace("’", "'").replace(".", "").lower() == word.text
    for name in forms.names(text):
        assert text[name.start : name.end] == name.text
    for number in forms.numbers(text):
        assert 0 <= number.start < number.end <= len(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two dozen", [2, 12]), ("ninety or a hundred", [90, 100]), ("3 Billion", [3e9]), ("5-million", [5e6]),
        ("1,200.5 and 1200.5", [1200.5, 1200.5]), ("7 thousandth", [7]), ("one", []), ("3.5.7", [3.5]),
    ],
)  # fmt: skip
def test_numbers_in_words_and_with_a_scale(text, values):
    assert [n.value for n in forms.numbers(text)][: len(values)] == values


def test_a_number_stands_where_its_scale_ends():
    text = "It cost 3.8 million in all."
    (number,) = forms.numbers(text)
    assert text[number.start : number.end] == "3.8 million"


def test_titles_alone_and_days_that_open_a_sentence_are_no_names():
    assert texts(forms.names("The President left. Mr. came.")) == []
    assert texts(forms.names("We met The President Ada Quill’s aide.")) == ["Ada Quill"]
    assert texts(forms.names("Ada Quill left.")) == ["Ada Quill"]


def test_stems_of_a_text_leave_out_grammar_and_possessives():
    assert forms.content_stems("The bridge's closing was not their plan") == ["bridg", "close", "not", "plan"]
    assert forms.word_texts("It’s U.S. NEWS-day") == ["it's", "us", "news", "day"]


def test_texts_that_hold_a_stem_are_counted_once():
    assert forms.document_counts([["a", "a", "b"], ["a"], []]) == {"a": 2, "b": 1}


def test_rarity_is_the_logarithm_of_all_articles_over_those_that_hold_it():
    import math

    total = math.expm1(forms.rarity("qzxqzx")) * 0.5  # in none: log(1 + N / ½)
    assert forms.rarity("qzxqzx", {"qzxqzx": 2}, 10) == pytest.approx(math.log1p((total + 10) / 2.5))
    assert forms.rarity("qzxqzx", {}, 10) == pytest.approx(math.log1p((total + 10) / 0.5))
