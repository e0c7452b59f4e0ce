"""Frequency lists, counted by hand; ties by the alphabet."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import statistics
from analysis.statistics import inference


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
    assert found["low"].isna().all()  # of three articles


def test_of_two_articles_there_is_no_interval_and_why_says_so():
    found = statistics.frequency(matrix("a a b", "a b b"))
    assert found[["low", "high"]].isna().all(axis=None)
    assert set(found["why"]) == {"fewer than 5 articles"}


def test_the_interval_is_that_of_a_ratio_of_totals_over_articles():
    texts = ["a a b", "a b b b", "b b a a a", "a b", "b a b b b b"]
    found = statistics.frequency(matrix(*texts)).set_index("term")
    uses = np.array([text.split().count("a") for text in texts])
    words = np.array([len(text.split()) for text in texts])
    whole = inference.ratios(uses, words, scale="log").iloc[0]
    assert found.loc["a", ["low", "high"]].tolist() == pytest.approx(
        [1e6 * whole["low"], 1e6 * whole["high"]], rel=1e-9
    )
    assert found.at["a", "why"] == ""


def test_copies_are_one_witness_and_a_word_of_one_article_has_no_interval():
    made = matrix("a a b", "a b b b", "b b a a a", "a b", "b a b rare rare rare")
    copied = replace(made, articles=made.articles.assign(cluster=["x", "x", "c", "d", "e"]))
    assert set(statistics.frequency(copied)["why"]) == {"fewer than 5 articles"}
    whys = statistics.frequency(made).set_index("term")["why"]
    assert (whys["a"], whys["rare"]) == ("", "in only 1 article")


def test_one_article_tells_nothing_of_others():
    found = statistics.frequency(matrix("a a b", ""))
    assert found[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(("least", "terms"), [(0, 4), (1, 4), (2, 2), (3, 1), (4, 0)])
def test_terms_used_often_enough_are_listed(least, terms):
    found = statistics.frequency(matrix("wind sea sea", "salt wind sea", "rain"), minimum_count=least)
    assert len(found) == terms
