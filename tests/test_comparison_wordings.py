"""What differs in substance between wordings, and what they have in common."""

import pytest

from analysis import comparison


def words(texts: list[str], sides: list[str] | None = None) -> list[list[str]]:
    found = comparison.differing(texts, sides)
    return [[text[a:b] for a, b in spans] for text, spans in zip(texts, found, strict=True)]


def groups(texts: list[str]) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for place in comparison.common(texts):
        found.setdefault(place.group, []).append(texts[place.wording][place.start : place.end])
    return list(found.values())


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        (
            "The bridge will close on Monday",
            "The bridges were closing by a Monday",
            [[], []],
        ),  # grammar, inflection
        ("The bridge will close", "The bridge will shut", [[], []]),  # a synonym
        ("The talks begin", "Negotiations start", [[], []]),
        ("Taxes rise", "Taxes fall", [["rise"], ["fall"]]),  # an antonym is none
        (
            "He said it rained",
            "He alleged it rained",
            [["said"], ["alleged"]],
        ),  # a cue that takes another side
        ("It cost 3.8 million", "It cost 3,800,000", [[], []]),
        ("It cost 3.8 million", "It cost 3.9 million", [["3.8 million"], ["3.9 million"]]),
        ("Troops use land mines", "Troops use landmines", [[], []]),
        ("anti-personnel mines", "antipersonnel mines", [[], []]),
        ("We honour it", "We honor it", [[], []]),
        ("President Ada Byron left", "Byron left", [[], []]),
        ("President Ada Byron left", "Ray left", [["President", "Ada", "Byron"], ["Ray"]]),
        ("It went to the United Nations", "It went to the UN", [[], []]),
        ("It went to the United States", "It went to the UN", [["United", "States"], ["UN"]]),
        ("She will not go", "She will go", [["not"], []]),
        ("She will not go", "She won't go", [[], []]),
        ("The word alone", "", [[], []]),
    ],
)
def test_what_differs_in_substance_is_what_is_marked(one, two, differ):
    assert words([one, two]) == differ


def test_a_word_differs_where_no_other_side_has_it():
    texts = ["The war goes on", "The war goes on, he says", "The conflict goes on"]
    assert words(texts) == [[], ["says"], ["conflict"]]
    assert words(texts, ["A", "A", "B"]) == [["war"], ["war", "says"], ["conflict"]]


def test_two_words_of_one_wording_are_not_taken_for_each_other():
    assert words(["a big, large house", "a big house"]) == [["large"], []]


def test_what_is_common_is_found_in_runs_and_word_by_word_where_it_moved():
    one = "the outgoing US administration is committed to war"
    two = "war, to which the outgoing administration commits"
    assert groups([one, two]) == [
        ["outgoing", "outgoing"],
        ["administration", "administration"],
        ["committed", "commits"],
        ["war", "war"],
    ]
    assert groups(["they keep the bridge closed", "we keep the bridge shut now"]) == [
        ["keep the bridge closed", "keep the bridge shut"]
    ]


def test_runs_of_three_wordings_are_parted_where_one_of_them_stops():
    texts = ["rain fell on the town all night", "rain fell on the town", "rain fell all night"]
    assert groups(texts) == [["rain fell"] * 3, ["town", "town"], ["night", "night"]]


@pytest.mark.parametrize("texts", [[], ["alone"], ["one", "two"], ["", ""], ["the of", "the of"]])
def test_nothing_is_common_where_nothing_but_grammar_is(texts):
    assert comparison.common(texts) == []


def test_long_wordings_take_a_time_that_grows_with_their_length():
    long = " ".join(f"word{n}" for n in range(4000))
    assert len(comparison.common([long, long])) > 0
    assert words([long, long + " more"]) == [[], ["more"]]
