import pytest
from hypothesis import given
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


@given(st.text(max_size=80))
def test_spans_hold_what_was_found(text):
    for word in forms.words(text):
        assert text[word.start : word.end].replace("’", "'").replace(".", "").lower() == word.text
    for name in forms.names(text):
        assert text[name.start : name.end] == name.text
    for number in forms.numbers(text):
        assert 0 <= number.start < number.end <= len(text)
