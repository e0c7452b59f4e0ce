"""A statement is in one group; one that says several things is parted."""

from analysis.comparison.parts import Part, parted, pieces

BOTH = "The bridge will stay closed until spring. Ferries will run from the northern quay at night."
BRIDGE = "the bridge stays closed until spring"
FERRIES = "ferries run from the northern quay at night"


def test_what_says_two_things_is_in_two_groups_with_one_part_each():
    contents = [BOTH, BRIDGE, FERRIES]
    found = parted([[0, 1], [0, 2]], contents, {(0, 1): 0.9, (0, 2): 0.8}, owner=[0, 1, 2])
    cut = BOTH.index("Ferries")
    assert found == [
        [Part(0, 0, cut - 1), Part(1, 0, len(BRIDGE))],
        [Part(0, cut, len(BOTH)), Part(2, 0, len(FERRIES))],
    ]


def test_what_says_one_thing_stays_with_the_group_it_is_surest_of():
    contents = [BRIDGE, "the bridge stays closed until spring comes", "spring is when the bridge opens"]
    found = parted([[0, 1], [0, 2]], contents, {(0, 1): 0.6, (0, 2): 0.9}, owner=[0, 1, 2])
    assert [[part.item for part in group] for group in found] == [[0, 2]]


def test_a_group_that_is_left_with_one_article_is_none():
    contents = [BRIDGE, BRIDGE, BRIDGE + " they say"]
    found = parted([[0, 1], [1, 2]], contents, {(0, 1): 0.9, (1, 2): 0.5}, owner=[0, 1, 0])
    assert [[part.item for part in group] for group in found] == [[0, 1]]


def test_no_statement_is_in_two_groups_as_a_whole_and_no_two_parts_overlap():
    contents = [BOTH, BRIDGE, FERRIES, "the bridge stays closed and ferries run"]
    groups = [[0, 1], [0, 2], [0, 3], [1, 3]]
    scores = {(0, 1): 0.9, (0, 2): 0.8, (0, 3): 0.7, (1, 3): 0.6}
    parts = [part for group in parted(groups, contents, scores, owner=[0, 1, 2, 3]) for part in group]
    for one in parts:
        for two in parts:
            assert one == two or one.item != two.item or one.end <= two.start or two.end <= one.start


def test_pieces_are_sentences_and_clauses_that_say_something():
    text = "Yes. The old bridge is broken, and the ferries are late every morning."
    assert [text[a:b] for a, b in pieces(text)] == [
        "Yes. The old bridge is broken,",
        "and the ferries are late every morning.",
    ]
    assert pieces("") == []
    assert pieces("No way.") == [(0, 7)]
