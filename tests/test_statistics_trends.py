"""From when on a line over time can be fitted."""

import math

import pandas as pd
import pytest

from analysis import statistics


def slope(*articles: tuple[str, str], minimum: int = 3) -> dict:
    frame = pd.DataFrame(articles, columns=["text", "day"])
    frame = frame.assign(
        article_id=[f"id{n}" for n in range(len(frame))],
        published=pd.to_datetime(frame["day"], utc=True, errors="coerce"),
    )
    matrix = statistics.document_term_matrix(statistics.term_counts(frame), frame.drop(columns="text"))
    chosen = statistics.matrix_of(matrix, ["x"])
    (row,) = statistics.slopes(chosen, minimum_articles=minimum).to_dict("records")
    return row


THREE = [("x x y y", "2020-01-01"), ("x y y y", "2021-01-01"), ("x x y", "2022-01-01")]


def test_three_articles_on_three_days_with_five_uses_are_enough():
    row = slope(*THREE)
    assert (row["term"], row["articles"], row["count"]) == ("x", 3, 5)
    assert row["low"] < row["change_per_year"] < row["high"]
    assert 0 <= row["p"] <= 1


@pytest.mark.parametrize(
    ("articles", "minimum"),
    [
        (THREE, 4),  # too few articles
        ([*THREE[:2], ("x x y", "2021-01-01")], 3),  # two days
        ([*THREE[:2], ("x y", "2022-01-01")], 3),  # four uses
        ([*THREE[:2], ("x x y", "")], 3),  # one without a date
    ],
)
def test_fewer_articles_days_or_uses_are_not(articles, minimum):
    row = slope(*articles, minimum=minimum)
    assert all(math.isnan(row[name]) for name in ("change_per_year", "low", "high", "p"))


def test_the_interval_of_a_burst_is_that_of_its_articles():
    days = [f"2020-{month:02}-{day:02}" for month in range(1, 7) for day in (1, 8, 15, 22)]
    texts = ["mine " * (5 if day.startswith("2020-04") else 0) + "peace talk " * 20 + "end" for day in days]
    frame = pd.DataFrame({"article_id": days, "text": texts, "published": pd.to_datetime(days, utc=True)})
    matrix = statistics.document_term_matrix(statistics.term_counts(frame), frame.drop(columns="text"))
    row = statistics.bursts(matrix, period="month").iloc[0]
    # 20 uses in 184 words of four articles against none in 820; Poisson's variances, t of three degrees.
    ratio = math.log2((20 / 184) / (0.5 / 820))
    reach = 3.18245 * math.sqrt(1 / 20 + 2) / math.log(2)
    assert row["log_ratio"] == pytest.approx(ratio)
    assert (row["low"], row["high"]) == pytest.approx((ratio - reach, ratio + reach), abs=1e-4)
