"""Frequency lists, counted by hand; ties by the alphabet."""

import numpy as np
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


def test_the_most_used_term_is_first_and_ties_go_by_the_alphabet():
    found = statistics.frequency(matrix("wind sea sea", "salt wind sea", "rain"))
    assert found["term"].tolist() == ["sea", "wind", "rain", "salt"]
    assert found["count"].tolist() == [3, 2, 1, 1]
    assert found["articles"].tolist() == [2, 2, 1, 1]
    assert found["share"].tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3, 1 / 3])
    assert found["per_million"].tolist() == pytest.approx([3e6 / 7, 2e6 / 7, 1e6 / 7, 1e6 / 7])
    assert (found["low"] < found["per_million"]).all()
    assert (found["high"] > found["per_million"]).all()


def test_the_interval_follows_from_the_spread_over_articles():
    found = statistics.frequency(matrix("a a b", "a b b")).set_index("term")
    # rate 1/2, 6 words in 2 articles: residuals 2 · (1/2)², times 2/1, over 6²; Poisson's 1/12 is larger.
    reach = np.exp(12.7062 * np.sqrt(1 / 12) / 0.5)
    assert found.at["a", "high"] == pytest.approx(0.5e6 * reach, rel=1e-4)
    assert found.at["a", "low"] == pytest.approx(0.5e6 / reach, rel=1e-4)
    uneven = statistics.frequency(matrix("a a a a a a a a a", "b b b b b b b b b")).set_index("term")
    variance = 2 * 2 * 4.5**2 / 18**2
    assert uneven.at["a", "high"] == pytest.approx(
        0.5e6 * np.exp(12.7062 * np.sqrt(variance) / 0.5), rel=1e-4
    )


def test_one_article_tells_nothing_of_others():
    found = statistics.frequency(matrix("a a b", ""))
    assert found[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(("least", "terms"), [(0, 4), (1, 4), (2, 2), (3, 1), (4, 0)])
def test_terms_used_often_enough_are_listed(least, terms):
    found = statistics.frequency(matrix("wind sea sea", "salt wind sea", "rain"), minimum_count=least)
    assert len(found) == terms
