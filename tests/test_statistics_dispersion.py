"""How evenly terms are spread, by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis import statistics
from analysis.statistics import inference
from analysis.statistics.dispersion import deviations, normalised


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


def test_the_normalised_proportion_alone_is_that_of_the_table():
    found = statistics.dispersion(matrix("wind sea sea", "salt wind sea", "rain")).set_index("term")
    alone = normalised(matrix("wind sea sea", "salt wind sea", "rain"))
    assert alone.loc[found.index].tolist() == found["dp_normalised"].tolist()
    assert alone["rain"] == pytest.approx(1)


def test_one_article_has_no_normalised_proportion():
    assert normalised(matrix("wind sea")).isna().all()


def test_what_an_article_adds_is_how_the_proportion_changes_with_its_weight():
    counts = np.array([3.0, 1, 0, 2, 4, 0, 1, 2, 1, 3] * 3)
    words = np.array([100.0, 80, 120, 90, 110, 70, 60, 130, 95, 105] * 3)
    found = deviations(counts[:, None], words).iloc[0]
    value = np.abs(counts / counts.sum() - words / words.sum()).sum() / 2
    assert found["value"] == value

    def weighed(number: int, weight: float) -> float:
        of = np.ones(30)
        of[number] = weight
        shares, sizes = of * counts / (of * counts).sum(), of * words / (of * words).sum()
        return float(np.abs(shares - sizes).sum() / 2)

    logit = np.log(value / (1 - value))
    left = []
    for number in range(30):
        slope = (weighed(number, 1 + 1e-6) - weighed(number, 1 - 1e-6)) / 2e-6
        left.append(np.log((value - slope) / (1 - value + slope)) - logit)
    assert found["error"] == pytest.approx(np.sqrt(29 / 30 * np.square(left).sum()), rel=1e-5)
    away = inference.quantile(found["degrees"]) * found["error"]
    assert found["high"] == pytest.approx(1 / (1 + np.exp(-logit - away)))


def test_the_interval_is_of_the_normalised_proportion_and_copies_are_one_article():
    texts = [
        *["sea wind salt", "sea sea salt", "wind wind sea", "salt salt wind", "sea wind wind wind"] * 6,
        "rain",
    ]
    plain = statistics.dispersion(matrix(*texts)).set_index("term")
    assert plain.loc["sea", "low"] < plain.loc["sea", "dp_normalised"] < plain.loc["sea", "high"] <= 1
    assert plain.loc["sea", "why"] == ""
    assert plain.loc["rain", "why"] == "in only 1 article"
    assert np.isnan(plain.loc["rain", "low"])
    copied = matrix(*texts)
    copied.articles["cluster"] = [f"c{n % 6}" for n in range(31)]
    assert statistics.dispersion(copied).set_index("term").loc["sea", "why"] == "fewer than 30 articles"
