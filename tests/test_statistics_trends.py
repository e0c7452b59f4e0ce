"""From when on a line over time can be fitted."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

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


FIVE = [
    ("x x y y", "2020-01-01"),
    ("x y y y", "2020-07-01"),
    ("x x y", "2021-01-01"),
    ("x y y", "2021-07-01"),
    ("y y x", "2022-01-01"),
]


def test_five_articles_on_five_days_with_five_uses_are_enough():
    row = slope(*FIVE)
    assert (row["term"], row["articles"], row["units"], row["count"]) == ("x", 5, 5, 7)
    assert row["low"] < row["change_per_year"] < row["high"]
    assert 0 <= row["p"] <= 1
    assert row["why"] == ""


@pytest.mark.parametrize(
    ("articles", "minimum", "why"),
    [
        (FIVE, 6, "fewer than 6 dated articles"),
        ([*FIVE[:4], ("x x y", "2021-07-01")], 3, "articles of fewer than 5 days or events"),
        ([("x y y y", day) for _, day in FIVE[:4]] + [("y y", "2023-01-01")], 3, "fewer than 5 uses"),
        ([*FIVE[:4], ("x x y", "")], 3, "articles of fewer than 5 days or events"),
    ],
)
def test_fewer_articles_days_or_uses_are_not_and_it_is_said_why(articles, minimum, why):
    row = slope(*articles, minimum=minimum)
    assert all(math.isnan(row[name]) for name in ("change_per_year", "low", "high", "p", "p_corrected"))
    assert row["why"] == why


def test_few_days_are_permuted_in_every_way():
    """One day a year, and a rate that doubles: of 120 orders, only this and the one backwards lean as far on time."""
    days = [f"{year}-01-01" for year in range(2015, 2020)]
    row = slope(*((" ".join(["x"] * 2**n + ["y"] * (100 - 2**n)), day) for n, day in enumerate(days)))
    assert row["p"] == pytest.approx(2 / 120)
    assert row["change_per_year"] == pytest.approx(2, rel=0.01)


def matrix_of(texts, days, **columns):
    frame = pd.DataFrame({"article_id": [f"a{n}" for n in range(len(texts))], "text": texts, **columns})
    frame = frame.assign(published=pd.to_datetime(days, utc=True))
    return statistics.document_term_matrix(statistics.term_counts(frame), frame.drop(columns="text"))


# Six days, of which one has ten articles on mines: an event, and no trend.
EVENT_DAYS = [f"2020-{month:02}-01" for month in range(1, 6) for _ in range(2)] + ["2020-06-01"] * 10
EVENT = ["y y y mine"] * 10 + ["mine mine y y"] * 10


def test_articles_of_one_day_are_one_witness_of_a_change():
    chosen = statistics.matrix_of(matrix_of(EVENT, EVENT_DAYS), ["mine"])
    (trend,) = statistics.slopes(chosen).to_dict("records")
    (change,) = statistics.change_points(chosen, period="month").to_dict("records")
    assert trend["units"] == 6
    assert trend["p"] >= 1 / 6  # any day is as likely to be the last
    assert change["date"] == pd.Timestamp("2020-06-01")
    assert change["p"] >= 1 / 6


def test_articles_of_one_event_are_one_witness_though_they_spread_over_days():
    days = [str(day) for day in pd.date_range("2020-01-01", periods=40)]
    texts = ["y y y mine"] * 20 + ["y mine mine"] * 20
    events = [f"e{n // 4}" for n in range(20)] + ["long"] * 20
    chosen = statistics.matrix_of(matrix_of(texts, days, event=events), ["mine"])
    assert statistics.slopes(chosen)["p"][0] < 0.01
    by_event = statistics.slopes(chosen, unit="event")
    assert (by_event["units"][0], by_event["p"][0] >= 1 / 6) == (6, True)


def test_of_copies_the_first_counts():
    days = [f"2020-01-{n:02}" for n in range(1, 21)]
    texts = ["y y mine"] * 10 + ["mine mine y"] * 10
    copies = matrix_of(texts, days, cluster=[str(n) for n in range(10)] + ["c"] * 10)
    assert statistics.slopes(statistics.matrix_of(copies, ["mine"]), minimum_articles=5)["units"][0] == 11


def test_p_is_corrected_for_the_terms_of_the_table():
    days = [str(day) for day in pd.date_range("2020-01-01", periods=30)]
    random = np.random.default_rng(2)
    words = [f"w{n}" for n in range(12)]
    texts = [" ".join(word for word in words for _ in range(random.poisson(3))) for _ in days]
    found = statistics.slopes(statistics.matrix_of(matrix_of(texts, days), words))
    assert (found["p_corrected"] >= found["p"]).all()
    assert found["p_corrected"].min() > 0.05


def test_a_day_makes_no_burst_and_days_make_one():
    days = [str(day) for day in pd.date_range("2020-01-01", periods=60)]
    texts = [f"talk peace day{n}" + (" flood" if 33 <= n < 40 or n == 3 else "") for n in range(60)]
    found = statistics.bursts(matrix_of(texts, days))
    assert found["term"].tolist() == ["flood"]
    one_day = matrix_of(texts[:20] + ["talk peace storm"] * 20, days[:20] + [days[12]] * 20)
    assert not len(statistics.bursts(one_day))
    assert "reason" not in statistics.bursts(one_day).attrs
    untested = statistics.bursts(matrix_of(texts[:1], days[:1]))
    assert not len(untested)
    assert untested.attrs["reason"].startswith("Nothing can be tested: that takes")


def test_the_interval_of_a_burst_is_that_of_its_articles():
    days = [f"2020-{month:02}-{day:02}" for month in range(1, 7) for day in (1, 8, 15, 22)]
    texts = ["mine " * (5 if day.startswith("2020-04") else 0) + "peace talk " * 20 + "end" for day in days]
    frame = pd.DataFrame({"article_id": days, "text": texts, "published": pd.to_datetime(days, utc=True)})
    matrix = statistics.document_term_matrix(statistics.term_counts(frame), frame.drop(columns="text"))
    row = statistics.bursts(matrix, period="month").iloc[0]
    # 20 uses in 184 words of four articles against none in 820; Poisson's variances, t of three degrees at the
    # confidence that the one listed of thirteen tested needs: "peace" and "talk" in six months, "mine" in one.
    ratio = math.log2((20 / 184) / (0.5 / 820))
    reach = t.ppf(1 - 0.025 / 13, 3) * math.sqrt(1 / 20 + 2) / math.log(2)
    assert row["log_ratio"] == pytest.approx(ratio)
    assert (row["low"], row["high"]) == pytest.approx((ratio - reach, ratio + reach), abs=1e-4)


def overdispersed(order: np.random.Generator, events: int, each: int) -> statistics.DocumentTermMatrix:
    """A word whose rate no time moves, as often in all articles of an event as the event has it."""
    from scipy.sparse import csr_matrix

    rate = np.repeat(order.gamma(0.5, 20, events), each)
    counts = order.poisson(rate)
    days = pd.Timestamp("2020-01-01", tz="UTC") + pd.to_timedelta(
        9 * np.repeat(range(events), each), unit="D"
    )
    articles = pd.DataFrame({"article_id": [f"a{n}" for n in range(len(counts))], "published": days})
    words = np.full(len(counts), 800)
    return statistics.DocumentTermMatrix(
        csr_matrix(counts[:, None]), articles, pd.Index(["x"], dtype=object), words
    )


@pytest.mark.parametrize("test", [statistics.slopes, statistics.change_points])
@pytest.mark.parametrize(("events", "each"), [(10, 1), (30, 5)])
def test_without_a_change_few_are_called_sure(test, events, each):
    """Of 80 draws 4 are to be expected; a test that takes articles, or few, for normal ones calls 16 to 31 sure."""
    order = np.random.default_rng(7)
    drawn = [overdispersed(order, events, each) for _ in range(80)]
    p = np.array([test(matrix, permutations=99)["p"].iloc[0] for matrix in drawn])
    assert not np.isnan(p).all()
    assert (p <= 0.05).sum() <= 10
