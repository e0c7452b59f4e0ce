"""How evenly terms are spread, by hand."""

import pandas as pd
import pytest

from analysis import statistics


def matrix(*texts: str) -> statistics.DocumentTermMatrix:
    articles = pd.DataFrame(
        {
            "article_id": [f"id{n}" for n in range(len(texts))],
            "text": texts,
            "outlet": "A",
            "published": pd.NaT,
        }
    )
    return statistics.document_term_matrix(statistics.term_counts(articles), articles.drop(columns="text"))


def test_terms_are_listed_by_count_and_alphabet_with_their_spread():
    found = statistics.dispersion(matrix("wind sea sea", "salt wind sea", "rain"))
    assert found["term"].tolist() == ["sea", "wind", "rain", "salt"]
    assert found["range"].tolist() == [2, 2, 1, 1]
    # rain is in the third article alone, which has a seventh of the words: half of 3/7 + 3/7 + 6/7.
    assert found["deviation_of_proportions"].iloc[2] == pytest.approx(6 / 7)
    assert found["dp_normalised"].iloc[2] == pytest.approx(1)
    assert found["juilland_d"].iloc[2] == pytest.approx(0)
