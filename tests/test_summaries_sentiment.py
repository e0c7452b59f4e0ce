from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from analysis import figures, summaries
from analysis.figures import style
from analysis.summaries import sentiment as module
from analysis.summaries.naming import full_names


def scored(rows: list[dict[str, Any]]) -> pd.DataFrame:
    base = {
        "outlet": "A",
        "published": pd.NaT,
        "voice": "outlet",
        "negative": 0.2,
        "positive": 0.3,
        "compound": 0.1,
    }
    frame = pd.DataFrame([base | row for row in rows], columns=["article_id", "target", *base])
    return frame.assign(published=pd.to_datetime(frame["published"], utc=True))


def voices_of(n: int, *, outlet: str = "A", own: float = 0.2, quoted: float = -0.3) -> pd.DataFrame:
    wobble = [0.01 * (i % 3) for i in range(n)]
    return scored(
        [
            {"article_id": f"{outlet}{i}", "outlet": outlet, "voice": voice, "compound": value - w}
            for i, w in enumerate(wobble)
            for voice, value in (("outlet", own), ("quoted", quoted - w), ("mixed", 0.0))
        ]
    )


def targets_of(outlet: str, n: int, value: float, *, name: str = "Ann Lee") -> list[dict[str, Any]]:
    return [
        {"article_id": f"{outlet}{i}", "outlet": outlet, "target": name, "compound": value + 0.02 * (i % 4)}
        for i in range(n)
    ]


def test_gap_is_quoted_minus_own_with_interval_and_test() -> None:
    row = summaries.sentiment_by_voice(voices_of(12)).iloc[0]
    assert row["gap"] == pytest.approx(-0.51)
    assert row["gap_low"] <= row["gap"] <= row["gap_high"] < 0
    assert row["p"] < 0.05
    assert row["n"] == 12


def test_few_articles_have_numbers_but_no_interval() -> None:
    row = summaries.sentiment_by_voice(voices_of(3)).iloc[0]
    assert row["own"] == pytest.approx(0.19)
    assert math.isnan(row["own_low"])
    assert math.isnan(row["p"])


def test_conclusion_says_nothing_when_nothing_was_tested() -> None:
    assert "nothing of others" in summaries.described_voices(summaries.sentiment_by_voice(voices_of(2)))
    assert "No article" in summaries.described_voices(summaries.sentiment_by_voice(scored([])))


def test_smaller_outlets_come_last_together() -> None:
    frame = pd.concat([voices_of(6, outlet="A"), *(voices_of(2, outlet=f"small{i}") for i in range(4))])
    voices = summaries.sentiment_by_voice(frame, top=1)
    assert voices["outlet"].tolist() == ["A", "4 others"]
    assert voices["n"].sum() == 14


def test_surname_takes_the_one_full_name_of_the_corpus() -> None:
    names = pd.Series(["Ann Lee", "Ann B. Lee", "Lee", "Bo Ray", "Cy Ray", "Ray"])
    assert full_names(names).tolist() == ["Ann Lee"] * 3 + ["Bo Ray", "Cy Ray", "Ray"]


class Judged:
    """A store of so many judged mentions, of so many, in each article."""

    def __init__(self, **articles: tuple[int, int]) -> None:
        self.rows = [(name, eligible) for name, (judged, eligible) in articles.items() for _ in range(judged)]

    def batches(self, name: str, columns: list[str], where: dict[str, str]) -> list[pd.DataFrame]:
        assert (name, where) == ("sentiment", {"unit": "target"})
        return [pd.DataFrame(self.rows, columns=columns).astype({"eligible": "Int64"})]


def test_it_is_told_how_many_mentions_were_judged_of_how_many() -> None:
    articles = pd.DataFrame({"article_id": ["a", "b"]})
    some = summaries.described_judged(Judged(a=(8, 40), b=(2, 2), c=(8, 90)), articles)
    assert some.startswith(
        "10 mentions were judged in 2 articles, drawn at random in each from 42 that could be."
    )
    every = summaries.described_judged(Judged(a=(1, 1)), articles)
    assert every == "1 mention was judged in 1 article: all that could be."
    assert summaries.described_judged(Judged(c=(8, 9)), articles).startswith("No mention")


def test_targets_are_ranked_by_articles_and_need_enough_mentions() -> None:
    rows = [*targets_of("A", 8, -0.5), *targets_of("A", 2, 0.9, name="Bo Ray")]
    found = summaries.sentiment_toward(scored(rows), minimum_count=3)
    assert found["target"].tolist() == ["Ann Lee"]
    assert found["high"].iloc[0] < 0
    assert found["articles"].iloc[0] == 8


def test_outlets_that_differ_are_found_and_equal_ones_are_not() -> None:
    rows = [*targets_of("A", 9, -0.6), *targets_of("B", 9, 0.4), *targets_of("A", 9, 0.1, name="Bo Ray")]
    rows += targets_of("B", 9, 0.1, name="Bo Ray")
    found = summaries.sentiment_by_outlet(scored(rows), minimum_count=3).set_index(["target", "outlet"])
    assert found.loc[("Ann Lee", "A"), "p"] < 0.05
    assert found.loc[("Ann Lee", "A"), "effect"] < 0 < found.loc[("Ann Lee", "B"), "effect"]
    assert found.loc[("Bo Ray", "A"), "p"] > 0.5


def test_single_outlet_is_no_comparison() -> None:
    found = summaries.sentiment_by_outlet(scored(targets_of("A", 9, 0.1)), minimum_count=3)
    assert "No comparison" in summaries.described_outlets(found)
    assert style.sentence_of(figures.sentiment_by_outlet(found))


def test_curve_needs_three_periods_with_enough_articles() -> None:
    def month(m: int, n: int) -> list[dict[str, Any]]:
        return [
            {"article_id": f"{m}-{i}", "published": f"2020-{m:02}-03", "compound": 0.1 * m} for i in range(n)
        ]

    full = summaries.sentiment_over_time(scored(month(1, 10) + month(2, 10) + month(3, 10) + month(4, 1)))
    assert full["period"].dt.month.tolist() == [1, 2, 3]
    few = summaries.sentiment_over_time(scored(month(1, 10) + month(2, 10)))
    assert not len(few)
    assert "too few dated" in summaries.described_over_time(few)


def test_driving_words_are_count_times_valence() -> None:
    words = summaries.driving_words(pd.Series({"war": 3, "good": 1, "table": 9}))
    assert words["term"].tolist() == ["war", "good"]
    assert words["weight"].abs().sum() == pytest.approx(1)
    assert words["weight"].iloc[0] < 0


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("vader", ["vader 3.3.2"]),
        ("vader 3.3.2", ["vader 3.3.2"]),
        ("vader-extended", ["vader-extended 1"]),
        ("vad", []),
        ("moods", []),
    ],
)
def test_a_method_is_asked_for_by_its_whole_name(asked: str, kept: list[str]) -> None:
    rows = pd.DataFrame({"model": ["vader 3.3.2", "vader-extended 1", "afinn 165"]}, dtype="string[pyarrow]")
    assert module.of_model(rows, asked)["model"].tolist() == kept


@pytest.mark.parametrize("n", [1, 2, 200])
def test_figures_hold_for_one_and_for_two_hundred_outlets(n: int) -> None:
    frame = pd.concat([voices_of(3, outlet=f"Outlet {i}") for i in range(n)])
    drawing = figures.sentiment_by_voice(summaries.sentiment_by_voice(frame, top=20))
    assert len(drawing.get_yticks()) <= 21
    rows = [row for i in range(n) for row in targets_of(f"Outlet {i}", 2, 0.1)]
    assert figures.sentiment_toward(summaries.sentiment_toward(scored(rows), minimum_count=1)).get_title(
        "left"
    )
    compared = summaries.sentiment_by_outlet(scored(rows), minimum_count=1)
    assert compared["outlet"].nunique() <= 7
    figures.sentiment_by_outlet(compared)


@pytest.mark.parametrize(
    ("figure", "summary"),
    [
        (figures.sentiment_by_voice, summaries.sentiment_by_voice),
        (figures.sentiment_toward, summaries.sentiment_toward),
        (figures.sentiment_by_outlet, summaries.sentiment_by_outlet),
        (figures.sentiment_over_time, summaries.sentiment_over_time),
        (figures.sentiment_of_articles, lambda scored: scored),
    ],
)
def test_nothing_scored_is_a_sentence_not_an_error(figure: Any, summary: Any) -> None:
    assert style.sentence_of(figure(summary(scored([]))))
