import time

import pytest

from analysis.segmentation import segment
from analysis.statistics.dictionaries import Dictionary, Entry
from analysis.statistics.matching import index, matches, words_of


def found(text: str, *entries: tuple[str, str]) -> list[tuple[str, str]]:
    """The category and text of each match."""
    made = index([Dictionary("d", tuple(Entry(tuple(c.split("/")), p) for c, p in entries))])
    words = words_of(segment(text))
    return [
        (made.categories[m.category][1], text[words[m.first].start : words[m.end - 1].end])
        for m in matches(words, made)
    ]


@pytest.mark.parametrize(
    ("pattern", "hits"),
    [
        ("war", ["War", "war"]),
        ("war*", ["War", "warring", "war"]),
        ("*ring", ["warring"]),
        ("w*g", ["warring"]),
        ("w*r*r*g", ["warring"]),
        ("wa", []),
        ("u.s.", ["U.S."]),
        ("senator", ["senator’s"]),
        ("senator's", ["senator’s"]),
        ("fbi", ["F.B.I."]),
        ("don't", ["don’t"]),
        ("white house", ["White\nHouse"]),
        ("the * house", ["the White\nHouse"]),
        ("peace war", []),  # a mark stands between them
    ],
)
def test_what_a_pattern_is_found_in(pattern, hits):
    text = (
        "War in the U.S. and the White\nHouse, warring for peace: war. A senator’s F.B.I. files, don’t ask."
    )
    assert [hit for _, hit in found(text, ("x", pattern))] == hits


def test_a_category_counts_the_longest_pattern_and_no_word_twice():
    entries = [("x", "new york"), ("x", "new york times"), ("x", "york*"), ("y", "york")]
    assert found("The New York Times of York", *entries) == [
        ("x", "New York Times"),
        ("y", "York"),
        ("x", "York"),
        ("y", "York"),
    ]


def test_a_match_counts_for_the_categories_that_its_own_lies_in_and_once_for_each():
    entries = [("moral/care", "kind*"), ("moral/care", "kindness"), ("moral/harm", "kill")]
    assert found("kindness, kill", *entries) == [
        ("moral", "kindness"),
        ("moral/care", "kindness"),
        ("moral", "kill"),
        ("moral/harm", "kill"),
    ]


def test_words_before_the_body_are_none():
    assert [w.forms[1] for w in words_of(segment("Reuters - It rained."), body=10)] == ["it", "rained"]


def test_time_grows_with_the_text_and_not_with_its_square():
    made = index([Dictionary("d", (Entry(("x",), "a*a*a*b"), Entry(("x",), "a a a a a b")))])

    def seconds(size: int) -> float:
        words = words_of(segment("a " * size + "a" * size))
        began = time.process_time()
        assert not list(matches(words, made))
        return time.process_time() - began

    few = min(seconds(2000) for _ in range(3))
    assert min(seconds(16000) for _ in range(3)) < 8 * 3 * few + 0.05
