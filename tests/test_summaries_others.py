"""Few groups of many."""

import pandas as pd
import pytest

from analysis.summaries.others import is_others, top_labels, top_n_and_others

FRAME = pd.DataFrame({"outlet": list("BACDDE"), "n": [3, 3, 2, 1, 1, 9]})


def test_the_heaviest_come_first_and_ties_by_name():
    assert top_labels(FRAME, "outlet", weight="n", top=4) == ["E", "A", "B", "C"]


def test_what_is_past_the_top_is_put_together_and_counted():
    found = top_n_and_others(FRAME, "outlet", weight="n", top=2)
    assert found["outlet"].tolist() == ["3 others", "A", "3 others", "3 others", "3 others", "E"]
    assert FRAME["outlet"].tolist() == list("BACDDE")


def test_one_past_the_top_keeps_its_name():
    assert top_n_and_others(FRAME, "outlet", weight="n", top=4)["outlet"].tolist() == list("BACDDE")


@pytest.mark.parametrize(
    ("label", "others"),
    [
        ("3 others", True), ("1,234 others", True), ("others", False), (" others", False), ("The others", False),
        ("3 Others", False), ("3", False), (3, False), (None, False), ("3 others too", False),
    ],
)  # fmt: skip
def test_a_label_made_here_is_known(label, others):
    assert is_others(label) == others
