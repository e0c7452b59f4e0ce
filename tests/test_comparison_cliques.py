import math

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparison.cliques import cliques, groups


def test_near_items_are_joined_and_far_ones_are_not():
    assert groups(4, [(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.1)], threshold=0.5) == [0, 0, 1, 1]


def test_a_chain_does_not_join_its_ends():
    # {0, 1} with 2: mean of 0 (not given) and 0.7 is 0.35.
    assert groups(3, [(0, 1, 0.9), (1, 2, 0.7)], threshold=0.5) == [0, 0, 1]


def test_something_long_goes_with_pieces_that_have_nothing_in_common():
    # 0 is long; 1 and 2 of one article are pieces of it, 3 of a third article repeats 1.
    pairs = [(0, 1, 0.9), (0, 2, 0.8), (0, 3, 0.7), (1, 3, 0.9)]
    assert cliques(pairs, threshold=0.5, owner=[0, 1, 1, 2]) == [[0, 1, 3], [0, 2]]


def test_pieces_of_one_owner_share_a_group():
    assert cliques([(0, 1, 0.9), (0, 2, 0.8)], threshold=0.5, owner=[0, 1, 1]) == [[0, 1, 2]]


def test_pairs_that_must_stay_apart_share_no_group():
    pairs = [(0, 1, 0.99), (1, 2, 0.99), (0, 2, -math.inf)]
    assert cliques(pairs, threshold=0.1, owner=[0, 1, 2], share=0.1) == [[0, 1], [1, 2]]


def test_an_item_that_groups_hold_with_every_member_already_joins_no_third_one():
    first, second = [(0, 2, 0.99), (0, 3, 0.95), (2, 3, 0.95)], [(1, 2, 0.9), (1, 4, 0.85), (2, 4, 0.85)]
    pairs = [*first, *second, (0, 1, 0.5)]
    assert cliques(pairs, threshold=0.4, owner=[0, 1, 2, 3, 4]) == [[0, 1], [0, 2, 3], [1, 2, 4]]


def test_an_item_needs_four_fifths_of_the_members_of_other_owners():
    ring = [(0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9), (0, 3, 0.9), (1, 3, 0.9), (2, 3, 0.9)]
    four_of_five = [(m, 5, 0.6) for m in range(4)]
    whole = [*ring, *((m, 4, 0.8) for m in range(4)), *four_of_five]
    assert cliques(whole, threshold=0.5, owner=range(6)) == [[0, 1, 2, 3, 4, 5]]
    assert cliques(whole[:-1], threshold=0.5, owner=range(6)) != [[0, 1, 2, 3, 4, 5]]


def test_weak_pairs_make_no_group():
    assert cliques([(0, 1, 0.4)], threshold=0.5, owner=[0, 1]) == []


def test_no_items():
    assert groups(0, [], threshold=0.5) == []


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.floats(0, 1), max_size=30))
def test_every_item_has_a_group_and_numbers_are_dense(scores):
    pairs = [(a, b, s) for (a, b), s in scores.items() if a < b]
    found = groups(10, pairs, threshold=0.3)
    assert len(found) == 10
    assert sorted(set(found)) == list(range(len(set(found))))
