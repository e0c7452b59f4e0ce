"""What says something, and the search for it in the other articles."""

import pandas as pd
import pytest

from analysis.comparison import sayings


@pytest.mark.parametrize(
    "content",
    [
        "the bridge will stay closed until spring",
        "that terrorist groups who support the regime might respond",
        "to close the old bridge in spring",
        "he's even more worried about ferries",
        "they want tough border security",
        "Ada Quill wanted the bridge closed",
        "the House passed the ferry bill",
        "Ada Quill called the old bridge a danger",
        "it depends on what the new bridge will cost",
    ],
)
def test_a_predicate_makes_a_saying(content):
    assert sayings.is_saying(content)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "the bill",
        "it is",
        "the possibility of further hearings or depositions",
        "his tweets about a large Orthodox funeral",
        "hundreds of people on the street who had come for the funeral",
        "the effort as being much better than any other country",
        "was carried out by the northern regime last autumn",
        "something called “full harbour expensing”",
        "much about what a mayor could be sued for",
    ],
)
def test_what_has_none_is_no_saying(content):
    assert not sayings.is_saying(content)


def test_a_whole_sentence_in_marks_says_something_without_a_verb():
    assert sayings.is_saying("“Not in my own quiet town.”", direct=True)
    assert not sayings.is_saying("Not in my own quiet town", direct=True)


ARTICLES = pd.DataFrame(
    {
        "event": "e",
        "article_id": ["a", "b", "c"],
        "text": [
            "Ada Quill said the ferries would sink.",
            "It rained. Many feared that ferries were sinking.",
            "Nobody came to the harbour. It was wet.",
        ],
    }
)
SAID = pd.DataFrame(
    {"event": "e", "article_id": ["a"], "quotation": [0], "content": ["the ferries would sink"]}
)


def test_the_nearest_sentence_of_every_other_article_stands_beside_a_saying():
    found = sayings.searched(SAID, ARTICLES).set_index("other_id")
    assert found.index.tolist() == ["b", "c"]  # not the article itself
    assert found.at["b", "sentence"] == "Many feared that ferries were sinking."
    assert found.at["b", "likeness"] == 1.0
    assert pd.isna(found.at["c", "sentence"])
    assert found.at["c", "likeness"] == 0.0
    row = found.loc["b"]
    assert ARTICLES["text"][1][row["start"] : row["end"]] == row["sentence"]


def test_likeness_is_that_of_the_nearest_article_and_grows_with_what_is_shared():
    assert sayings.likeness(SAID, ARTICLES).tolist() == [1.0]
    half = SAID.assign(content="the ferries would burn at midnight")
    assert 0 < sayings.likeness(half, ARTICLES)[0] < 0.7
    assert sayings.likeness(SAID, ARTICLES[ARTICLES["article_id"] == "a"]).tolist() == [0.0]


def test_a_part_that_is_told_elsewhere_is_found_though_the_rest_is_not():
    long = "The old ferries would sink in autumn storms. Cats dream of purple mountains every single night."
    other = ARTICLES.assign(text=["x", "Old ferries sink in autumn storms.", "y"])
    assert sayings.likeness(SAID.assign(content=long), other).tolist() == [1.0]
