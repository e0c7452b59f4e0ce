"""What a corpus holds, over time."""

import pandas as pd
import pytest

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
    span, n = 339, 119
    assert found["expected"].tolist() == pytest.approx([161 / span * n, 61 / span * n])
    assert (found["p"] < 0.001).all()
    steady = dated(*map(str, pd.date_range("2020-01-01", periods=340)), outlet=["B"] * 340)
    both = statistics.gaps(pd.concat([one, steady]), by="outlet")
    assert both["outlet"].tolist() == ["A", "A"]
    assert not len(statistics.gaps(steady))


def test_of_two_days_nothing_can_be_said():
    assert not len(statistics.gaps(dated("2020-01-01", "2024-01-01")))
    assert not len(statistics.gaps(dated("2020-01-01", "2020-01-01")))
