"""Lemmas, by hand."""

import math

import pandas as pd
import pytest

from analysis import statistics


def test_lemmas_are_listed_by_count_and_alphabet_with_their_most_used_forms():
    counts = pd.Series({"ships": 2, "ship": 1, "boats": 1, "boat": 2, "say": 9})
    found = statistics.lemmas(counts)
    assert found[["lemma", "count", "forms", "terms"]].values.tolist() == [
        ["say", 9, 1, "say"], ["boat", 3, 2, "boat, boats"], ["ship", 3, 2, "ships, ship"]
    ]  # fmt: skip
    assert statistics.lemmas(dict(counts)).equals(found)


def test_an_article_that_uses_two_forms_of_a_lemma_uses_it_once():
    frame = pd.DataFrame(
        {"article_id": ["a", "b", "c"], "text": ["Ships, a ship.", "One ship.", "One boat."]}
    )
    matrix = statistics.document_term_matrix(statistics.term_counts(frame), frame.drop(columns="text"))
    found = statistics.lemmas(matrix).set_index("lemma")
    assert found.loc["ship", ["count", "articles", "forms"]].tolist() == [3, 2, 2]
    assert found.loc["one", ["count", "articles", "forms"]].tolist() == [2, 2, 1]
    assert (
        found["count"].to_dict() == statistics.lemmas(matrix.totals()).set_index("lemma")["count"].to_dict()
    )


def growth(*texts: str) -> pd.DataFrame:
    frame = pd.DataFrame({"article_id": [f"id{n}" for n in range(len(texts))], "text": texts})
    return statistics.growth(
        statistics.document_term_matrix(statistics.term_counts(frame), frame.drop(columns="text"))
    )


def test_growth_counts_words_and_types_as_articles_are_read():
    found = growth("a b", "b c c", "a d")
    assert found[["articles", "tokens", "types"]].values.tolist() == [[1, 2, 2], [2, 5, 3], [3, 7, 4]]
    assert found["fitted"].notna().all()
    assert 0 < found.attrs["beta"] < 1


@pytest.mark.parametrize("texts", [("a b", "c d"), ("a b", "", ""), ("", "", "")])
def test_two_points_or_no_growth_have_no_fit(texts):
    found = growth(*texts)
    assert found["fitted"].isna().all()
    assert all(math.isnan(value) for value in found.attrs.values())
