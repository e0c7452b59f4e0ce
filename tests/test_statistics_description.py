"""What a corpus holds, over time."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from analysis import statistics


def dated(*days: str, outlet: list[str] | None = None) -> pd.DataFrame:
    frame = pd.DataFrame({"published": pd.to_datetime(list(days), utc=True)})
    return frame.assign(outlet=outlet or "A")


def test_articles_are_counted_in_each_period_of_each_outlet():
    articles = dated("2024-01-05", "2024-01-20", "2024-03-01", outlet=["B", "A", "B"])
    found = statistics.timeline(articles, period="month", by="outlet")
    rows = {(f"{r['period']:%m}", r["outlet"]): r["articles"] for r in found.to_dict("records")}
    assert rows == {
        ("01", "A"): 1, ("02", "A"): 0, ("03", "A"): 0, ("01", "B"): 1, ("02", "B"): 0, ("03", "B"): 1
    }  # fmt: skip


def test_the_longest_gap_comes_first_and_each_outlet_has_its_own():
    early = pd.date_range("2020-01-01", periods=40)
    days = [*early, *(early + pd.Timedelta(days=100)), *(early + pd.Timedelta(days=300))]
    one = dated(*map(str, days))
    found = statistics.gaps(one)
    assert found["days"].tolist() == [161, 61]
    assert found["before"].tolist() == [
        pd.Timestamp("2020-10-27", tz="UTC"),
        pd.Timestamp("2020-04-10", tz="UTC"),
    ]
    assert found["after"].dt.strftime("%m-%d").tolist() == ["05-19", "02-09"]
    assert found["expected"][0] == pytest.approx(160 * 120 / 341, rel=0.03)  # 120 of 341 days have an article
    assert (found["p"] < 0.001).all()
    steady = dated(*map(str, pd.date_range("2020-01-01", periods=340)), outlet=["B"] * 340)
    both = statistics.gaps(pd.concat([one, steady]), by="outlet")
    assert both["outlet"].tolist() == ["A", "A"]
    assert not len(statistics.gaps(steady))


def test_of_two_days_nothing_can_be_said():
    assert not len(statistics.gaps(dated("2020-01-01", "2024-01-01")))
    assert not len(statistics.gaps(dated("2020-01-01", "2020-01-01")))


def test_a_weekend_is_no_gap_and_a_week_of_a_paper_without_weekends_is_one():
    weekdays = [day for day in pd.date_range("2024-01-01", periods=364) if day.weekday() < 5]
    assert not len(statistics.gaps(dated(*map(str, weekdays)), least=0.05))
    missed = [day for day in weekdays if not pd.Timestamp("2024-05-06") <= day <= pd.Timestamp("2024-05-10")]
    (gap,) = statistics.gaps(dated(*map(str, missed))).to_dict("records")
    assert (gap["after"].day, gap["before"].day, gap["days"]) == (3, 13, 10)
    assert gap["expected"] == pytest.approx(
        5, abs=0.25
    )  # five weekdays; the four days of weekends count little


def test_articles_of_one_day_do_not_make_the_days_without_one_gaps():
    days = pd.date_range("2024-01-01", periods=40, freq="6D")
    assert not len(statistics.gaps(dated(*[str(day) for day in days for _ in range(20)])))


class TestComparable:
    def described(self, articles, length=120):
        random = np.random.default_rng(3)
        counts = [np.bincount(random.integers(60, size=length), minlength=60) for _ in range(articles)]
        matrix = statistics.DocumentTermMatrix(
            csr_matrix(np.array(counts, dtype=np.int32)),
            pd.DataFrame({"article_id": [str(n) for n in range(articles)]}),
            pd.Index([f"w{n}" for n in range(60)]),
            np.full(articles, length),
        )
        return statistics.description(matrix).iloc[0]

    def test_types_are_those_of_articles_and_do_not_grow_with_their_number(self):
        few, many = self.described(5), self.described(200)
        assert many["types_per_100"] == pytest.approx(few["types_per_100"], abs=0.8)
        assert few["types_per_100"] == pytest.approx(60 * (1 - (1 - 1 / 60) ** 100), abs=1)

    def test_of_articles_that_are_too_short_nothing_is_said(self):
        assert np.isnan(self.described(5, length=99)["types_per_100"])


def test_the_interval_of_lengths_is_of_the_median_and_within_what_was_seen():
    def row(*lengths):
        counts = csr_matrix(np.array([[n] for n in lengths], dtype=np.int32))
        articles = pd.DataFrame({"article_id": [str(n) for n in range(len(lengths))]})
        return statistics.description(
            statistics.DocumentTermMatrix(counts, articles, pd.Index(["w"]), np.array(lengths))
        ).iloc[0]

    found = row(200, 300, 400, 500, 20_000)
    assert found["mean_words"] == 4_280
    assert (found["median_words"], found["low"], found["high"]) == (400, 200, 20_000)
    assert np.isnan(row(200, 300, 400, 500)["low"])
