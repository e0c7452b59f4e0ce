"""Whose words are scored: the outlet's, somebody's who is quoted, or both."""

import numpy as np
import pandas as pd
import pytest

from analysis import tables
from analysis.segmentation import segment
from analysis.sentiment import voice
from analysis.sentiment.voice import ATTRIBUTION, OUTLET, Whose

OWN, SAID = Whose("outlet", None), Whose("quoted", 3)


def test_rows_of_spans_become_pieces_by_article():
    spans = tables.build(
        "spans", [("a", 0, "content", 1, 5), ("b", 0, "cue", 2, 4), ("a", 1, "source", 6, 9)]
    )
    assert voice.pieces(spans) == {
        "a": [(0, "content", 1, 5), (1, "source", 6, 9)], "b": [(0, "cue", 2, 4)]
    }  # fmt: skip
    assert voice.pieces(tables.empty("spans")) == {}


def test_a_character_is_the_innermost_contents_or_an_attributions_or_the_outlets():
    found = [(0, "content", 2, 8), (1, "content", 4, 6), (0, "cue", 0, 1), (1, "source", 3, 5)]
    assert voice.owners(10, found).tolist() == [
        ATTRIBUTION, OUTLET, 0, 0, 1, 1, 0, 0, OUTLET, OUTLET
    ]  # fmt: skip
    assert voice.owners(3, []).tolist() == [OUTLET] * 3


@pytest.mark.parametrize(
    ("own", "quoted", "attribution", "expected"),
    [
        (3, 0, 2, OWN), (0, 0, 2, OWN), (0, 4, 2, SAID), (9, 1, 0, OWN), (8, 1, 0, Whose("mixed", None)),
        (1, 9, 0, SAID), (1, 8, 0, Whose("mixed", None)), (1, 1, 50, Whose("mixed", None)), (2, 18, 0, SAID),
    ],
)  # fmt: skip
def test_nine_words_in_ten_make_a_sentence_one_voices(own, quoted, attribution, expected):
    assert voice.of_words([OUTLET] * own + [3] * quoted + [ATTRIBUTION] * attribution) == expected


def test_of_two_quotations_the_one_with_more_words_owns_the_sentence():
    assert voice.of_words([1, 2, 2]) == Whose("quoted", 2)


def test_each_sentence_is_told_by_its_words():
    text = "It rained. He said it was cold. It was so very cold, he said, that it froze."
    document = segment(text)
    owner = np.full(len(text), OUTLET)
    second = text.index("it was")
    owner[second : second + 11] = 5
    owner[text.index("He said") : text.index("He said") + 7] = ATTRIBUTION
    owner[text.index("It was so") : text.index("It was so") + 19] = 7
    assert voice.of_sentences(document, owner) == [OWN, Whose("quoted", 5), Whose("mixed", None)]
    assert voice.of_sentences(document, np.full(len(text), 2)) == [Whose("quoted", 2)] * 3


def test_a_name_is_judged_by_who_speaks_where_it_stands():
    owners = np.array([OUTLET, 4, ATTRIBUTION])
    mixed = Whose("mixed", None)
    assert voice.at(OWN, owners, (0, 1)) == OWN
    assert voice.at(OWN, owners, (1, 2)) == voice.at(mixed, owners, (1, 2)) == Whose("quoted", 4)
    assert voice.at(mixed, owners, (0, 1)) == voice.at(SAID, owners, (2, 3)) == mixed


def test_quotation_numbers_survive_a_round_trip_through_frames():
    frame = pd.DataFrame(
        {"article_id": ["a"], "quotation": [2], "role": ["content"], "start": [0], "end": [4]}
    )
    assert voice.owners(5, voice.pieces(frame)["a"]).tolist() == [2, 2, 2, 2, OUTLET]
