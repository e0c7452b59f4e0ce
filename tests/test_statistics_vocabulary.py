"""Lemmas, by hand."""

import pandas as pd

from analysis import statistics


def test_lemmas_are_listed_by_count_and_alphabet_with_their_most_used_forms():
    counts = pd.Series({"ships": 2, "ship": 1, "boats": 1, "boat": 2, "say": 9})
    found = statistics.lemmas(counts)
    assert found[["lemma", "count", "forms", "terms"]].values.tolist() == [
        ["say", 9, 1, "say"], ["boat", 3, 2, "boat, boats"], ["ship", 3, 2, "ships, ship"]
    ]  # fmt: skip
    assert statistics.lemmas(dict(counts)).equals(found)
