import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer

from analysis.comparison.stemming import stem


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        # the steps of Porter's algorithm in turn
        *[
            ("quill's", "quill"),
            ("quills'", "quill"),
            ("caresses", "caress"),
            ("cries", "cri"),
            ("ties", "tie"),
        ],
        *[("gaps", "gap"), ("gas", "gas"), ("focus", "focus"), ("agreed", "agre"), ("feed", "feed")],
        *[("luxuriated", "luxuri"), ("hopping", "hop"), ("hoping", "hope"), ("sing", "sing"), ("cry", "cri")],
        *[("by", "by"), ("say", "say"), ("sensational", "sensat"), ("rationally", "ration")],
        *[("apologies", "apolog"), ("gently", "gentl"), ("formative", "format"), ("hopeful", "hope")],
        *[
            ("adoption", "adopt"),
            ("onion", "onion"),
            ("rolls", "roll"),
            ("rate", "rate"),
            ("generals", "general"),
        ],
        *[("communities", "communiti"), ("skies", "sky"), ("news", "news"), ("proceeding", "proceed")],
        *[("canning", "canning"), ("youth", "youth"), ("enjoying", "enjoy"), ("landmines", "landmin")],
    ],
)
def test_stems_of_words(word, stemmed):
    assert stem(word) == stemmed


def test_case_and_kind_of_apostrophe_change_nothing():
    assert stem("Minister’s") == stem("minister's") == stem("minister") == "minist"


def test_a_short_word_and_what_is_no_word_stay():
    assert [stem(word) for word in ("", "is", "as", "1990", "été")] == ["", "is", "as", "1990", "été"]


_ENDINGS = (
    *("sses", "ied", "ies", "us", "ss", "s", "eedly", "ingly", "edly", "eed", "ing"),
    *(
        "ed",
        "ization",
        "ational",
        "fulness",
        "ousness",
        "iveness",
        "tional",
        "biliti",
        "lessli",
        "entli",
        "ation",
    ),
    *("alism", "aliti", "ousli", "iviti", "fulli", "enci", "anci", "abli", "izer", "ator", "alli"),
    *("bli", "ogi", "li", "alize", "icate", "iciti", "ative", "ical", "ness", "ful", "ement"),
    *("ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous"),
    *("ive", "ize", "ion", "al", "er", "ic", "e", "l", "'s'", "'s", "'"),
    *("y", "at", "bl", "iz", "tt"),
)
_STARTS = st.sampled_from(["", "gener", "commun", "arsen", "y"])
_MIDDLES = st.text("aeiouybcdghklmnrstwxzY'’é", max_size=7)


@given(_STARTS, _MIDDLES, st.lists(st.sampled_from(_ENDINGS), max_size=3))
@example("", "yyy", [])
@example("", "", ["'s'"])
@example("", "", ["ogi"])
def test_stems_are_those_of_nltk(start, middle, endings):
    word = "".join([start, middle, *endings])
    assert stem(word) == SnowballStemmer("english").stem(word)
