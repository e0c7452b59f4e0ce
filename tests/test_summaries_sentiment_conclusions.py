"""What the summaries of sentiment measure, by hand, and what they say of it in words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import summaries, tables
from analysis.summaries.naming import full_names

NAN = float("nan")


def scored(*rows: dict[str, Any]) -> pd.DataFrame:
    base = {
        "article_id": "a", "target": "Ana Cruz", "outlet": "Post", "published": None, "voice": "outlet",
        "negative": 0.25, "positive": 0.5, "compound": 0.1,
    }  # fmt: skip
    frame = pd.DataFrame([base | row for row in rows], columns=list(base))
    return frame.assign(published=pd.to_datetime(frame["published"], utc=True))


def both(article: str, own: float | None, quoted: float | None, outlet: str = "Post") -> list[dict[str, Any]]:
    given = (("outlet", own), ("quoted", quoted), ("mixed", 0.9))
    return [
        {"article_id": article, "outlet": outlet, "voice": v, "compound": c}
        for v, c in given
        if c is not None
    ]


class TestVoices:
    gaps = (-0.5, -0.3, -0.4, -0.2, -0.6)

    def test_means_gap_effect_and_test_are_those_of_the_articles(self):
        rows = [row for i, gap in enumerate(self.gaps) for row in both(f"a{i}", 0.1 * i, 0.1 * i + gap)]
        rows += both("b", 0.8, None) + both("c", None, -0.8)
        (row,) = summaries.sentiment_by_voice(scored(*rows)).to_dict("records")
        assert (row["outlet"], row["n"]) == ("Post", 7)
        assert row["own"] == pytest.approx((0 + 0.1 + 0.2 + 0.3 + 0.4 + 0.8) / 6)
        assert row["quoted"] == pytest.approx((sum(0.1 * i + g for i, g in enumerate(self.gaps)) - 0.8) / 6)
        assert row["gap"] == pytest.approx(-0.4)
        spread = math.sqrt(0.1 / 4)  # squares .01, .01, 0, .04, .04 over four
        assert row["effect"] == pytest.approx(-0.4 / spread)
        assert row["p"] == pytest.approx(0.0048, abs=2e-4)  # t = -5.657 of four degrees
        away = 2.7764 * math.sqrt(0.1 / 4 / 5)  # t of four degrees
        assert (row["gap_low"], row["gap_high"]) == pytest.approx((-0.4 - away, -0.4 + away), abs=1e-4)

    def test_groups_are_the_largest_first_and_ties_by_name(self):
        outlets = ("Zeta", "Beta", "Globe", "Globe")
        rows = [row for i, outlet in enumerate(outlets) for row in both(f"a{i}", 0.1, 0.2, outlet)]
        assert summaries.sentiment_by_voice(scored(*rows))["outlet"].tolist() == ["Globe", "Beta", "Zeta"]

    def test_gaps_that_do_not_vary_are_not_tested(self):
        rows = [row for i in range(5) for row in both(f"a{i}", 0.25, 0.5)]
        (row,) = summaries.sentiment_by_voice(scored(*rows)).to_dict("records")
        assert row["gap"] == 0.25
        assert math.isnan(row["gap_low"])
        assert math.isnan(row["effect"])
        assert math.isnan(row["p"])

    def test_four_articles_have_no_interval_and_five_have(self):
        for n, known in ((4, False), (5, True)):
            rows = [row for i in range(n) for row in both(f"a{i}", 0.1 * i, -0.2 - 0.01 * i)]
            found = summaries.sentiment_by_voice(scored(*rows)).iloc[0]
            assert found[["own_low", "own_high", "effect", "p"]].notna().all() == known

    def test_in_words(self):
        voices = pd.DataFrame(
            {"p": [0.01, 0.012, 0.013, NAN], "gap": [-0.5, 0.25, -0.125, 0.9], "outlet": list("abcd")}
        )
        said = summaries.described_voices(voices)
        assert said.startswith(
            "Of 3 groups with enough articles, the quoted words are more negative than the"
        )
        assert "in 1 and more positive in 1, beyond chance" in said
        assert "in the other 1 no difference is shown. The largest gap is 0.50 on a scale" in said
        assert summaries.described_voices(voices[:1]).startswith("Of 1 group with")


class TestTargets:
    def test_towards_each_voice_by_hand(self):
        rows = [
            {"article_id": f"a{i}", "compound": c, "negative": 0.25, "positive": p}
            for i, (c, p) in enumerate(zip((0.1, 0.2, 0.3, 0.4, 0.5), (0.5, 0.5, 0.5, 0.5, 1), strict=True))
        ]
        rows += [
            {"article_id": "a0", "compound": 0.6, "voice": "quoted"},
            {"article_id": "a0", "compound": 0.3},
        ]
        found = summaries.sentiment_toward(scored(*rows)).to_dict("records")
        assert [(r["target"], r["voice"], r["n"], r["articles"]) for r in found] == [
            ("Ana Cruz", "outlet", 6, 5), ("Ana Cruz", "quoted", 1, 1)
        ]  # fmt: skip
        assert found[0]["mean"] == pytest.approx(0.3)
        assert (found[0]["negative"], found[0]["positive"]) == pytest.approx((0.25, 3.5 / 6))
        assert found[0]["low"] < 0.3 < found[0]["high"]
        assert found[0]["p"] < 0.05
        assert math.isnan(found[1]["low"])
        assert math.isnan(found[1]["p"])

    def test_who_is_named_in_most_articles_comes_first_and_needs_enough_mentions(self):
        rows = [{"article_id": "a", "target": "Bo Pell"} for _ in range(6)]
        rows += [{"article_id": f"a{i}", "target": "Ana Cruz"} for i in range(5)]
        rows += [{"article_id": f"a{i}", "target": "Cai Dahl"} for i in range(4)]
        assert summaries.sentiment_toward(scored(*rows))["target"].tolist() == ["Ana Cruz", "Bo Pell"]
        assert summaries.sentiment_toward(scored(*rows), top=1)["target"].tolist() == ["Ana Cruz"]
        least = summaries.sentiment_toward(scored(*rows), minimum_count=4)
        assert least["target"].tolist() == ["Ana Cruz", "Cai Dahl", "Bo Pell"]

    def test_a_surname_is_the_full_name_that_has_four_fifths_of_it(self):
        names = ["Ana Cruz"] * 4 + ["Eva Cruz", "Cruz", "J. Q. Doe", "Doe"]
        assert full_names(pd.Series(names)).tolist()[5:] == ["Ana Cruz", "J. Doe", "J. Doe"]
        assert full_names(pd.Series([*names[1:4], "Eva Cruz", "Cruz"])).tolist()[-1] == "Cruz"

    def test_in_words(self):
        found = pd.DataFrame(
            [
                ("Ana", "outlet", -0.3, 0.001), ("Bo", "outlet", 0.3, 0.012), ("Cai", "outlet", -0.2, 0.013),
                ("Dag", "outlet", 0.9, NAN), ("Eva", "quoted", -0.7, 0.001),
            ],
            columns=["target", "voice", "mean", "p"],
        )  # fmt: skip
        said = summaries.described_targets(found)
        assert said.startswith("Of 5 targets, 4 could be judged in the outlets' own words. Beyond chance")
        assert "negative towards Ana and positive towards Bo; for the other 2 it is open. The model" in said
        unsure = summaries.described_targets(found[2:3])
        assert unsure.startswith("Of 1 target, 1 could be judged in the outlets' own words. For none is")
        assert "positive towards nobody" in summaries.described_targets(found[:1])
        many = pd.concat([found[:1].assign(target=f"T{i}") for i in range(7)])
        assert "towards T0, T1, T2, T3, T4 and 2 more and" in summaries.described_targets(many)
        assert summaries.described_targets(found[:0]).startswith("No person or organisation was judged")


class TestOutlets:
    def rows(self, *, b: tuple[float, ...] = (0.5, 0.6, 0.4, 0.5, 0.5)) -> list[dict[str, Any]]:
        a = (-0.1, 0.1, 0.0, -0.1, 0.1)
        return [
            {"article_id": f"{outlet}{i}", "outlet": outlet, "compound": c}
            for outlet, values in (("Post", a), ("Globe", b))
            for i, c in enumerate(values)
        ]

    def test_effect_and_test_are_against_all_other_outlets(self):
        found = summaries.sentiment_by_outlet(scored(*self.rows())).set_index("outlet")
        # Variances .04 / 4 and .02 / 4, pooled .0075; g = -.5 / sqrt(.0075) * (1 - 3 / 31).
        assert found.at["Post", "effect"] == pytest.approx(-0.5 / math.sqrt(0.0075) * (1 - 3 / 31))
        assert found.at["Globe", "effect"] == -found.at["Post", "effect"]
        assert found.at["Post", "p"] == pytest.approx(found.at["Globe", "p"])
        assert found.at["Post", "p"] < 0.001
        assert found["mean"].tolist() == pytest.approx([0.5, 0.0])
        assert found.index.tolist() == ["Globe", "Post"]

    def test_several_mentions_of_an_article_are_one_value_of_the_test(self):
        rows = self.rows() + [row | {"compound": row["compound"]} for row in self.rows()]
        once, twice = (summaries.sentiment_by_outlet(scored(*r)) for r in (self.rows(), rows))
        assert twice["p"].tolist() == once["p"].tolist()
        assert twice["n"].tolist() == [10, 10]

    def test_effect_and_mean_never_point_apart(self):
        """Many kind mentions in one article of harsh ones: the mean is over mentions, and so is the effect."""
        rows = self.rows(b=(-0.3, -0.2, -0.3, -0.2, -0.25))
        rows += [{"article_id": "Globe0", "outlet": "Globe", "compound": 0.9} for _ in range(9)]
        found = summaries.sentiment_by_outlet(scored(*rows)).set_index("outlet")
        assert found.at["Globe", "mean"] > found.at["Post", "mean"]
        assert found.at["Globe", "effect"] > 0

    def test_four_articles_on_either_side_are_not_tested(self):
        assert summaries.sentiment_by_outlet(scored(*self.rows()[1:]))["p"].isna().all()
        still = self.rows(b=(0.5,) * 5)[5:]
        same = [row | {"outlet": "Post", "article_id": f"x{i}"} for i, row in enumerate(still)]
        assert summaries.sentiment_by_outlet(scored(*still, *same))["p"].isna().all()  # nothing varies

    def test_outlets_past_the_named_ones_and_other_voices_are_put_together_or_left_out(self):
        rows = [
            {"article_id": f"{o}{i}", "outlet": o}
            for o, n in (("A", 4), ("B", 2), ("C", 1))
            for i in range(n)
        ]
        found = summaries.sentiment_by_outlet(scored(*rows), outlets=1)
        assert found[["outlet", "n"]].values.tolist() == [["2 others", 3], ["A", 4]]
        rows[0]["voice"] = "quoted"
        found = summaries.sentiment_by_outlet(scored(*rows), voice="quoted", minimum_count=1)
        assert found[["outlet", "n"]].values.tolist() == [["A", 1]]

    def test_in_words(self):
        found = pd.DataFrame(
            {"outlet": ["A", "B", "C"], "target": ["Ana", "Bo", "Cai"], "effect": [0.5, -1.25, 2.0],
             "p": [0.012, 0.001, NAN]}
        )  # fmt: skip
        said = summaries.described_outlets(found)
        assert said.startswith(
            "2 of 2 comparisons differ beyond chance; "
            "the surest is B on Bo (harsher than the others, g = -1.25)."
        )
        assert "(kinder than the others" in summaries.described_outlets(found[:1])
        open_ = summaries.described_outlets(found.assign(p=[0.013, 0.5, NAN]))
        assert open_.startswith("Of 2 comparisons none shows a difference beyond chance")
        assert summaries.described_outlets(found[2:]).startswith("No comparison between outlets is possible")


class TestTime:
    def rows(self, *months: tuple[str, int], days: int = 9) -> pd.DataFrame:
        return scored(
            *(
                {
                    "article_id": f"{month}{i}",
                    "published": f"{month}-{15 + i % days:02}",
                    "compound": 0.1 * i,
                    "voice": voice,
                }
                for month, n in months
                for i in range(n)
                for voice in ("outlet", "quoted", "mixed")
            )
        )

    def test_months_that_have_enough_articles_are_the_bins(self):
        found = summaries.sentiment_over_time(
            self.rows(("2024-01", 5), ("2024-02", 6), ("2024-03", 5), ("2024-04", 4)), minimum_count=5
        )
        assert [(f"{r['period']:%Y-%m-%d}", r["voice"], r["n"]) for r in found.to_dict("records")] == [
            (f"2024-{month}-01", voice, n)
            for month, n in (("01", 5), ("02", 6), ("03", 5))
            for voice in ("outlet", "quoted")
        ]
        assert found["mean"].tolist() == pytest.approx([0.2, 0.2, 0.25, 0.25, 0.2, 0.2])
        assert found["low"].notna().all()
        assert found["change"].isna().tolist() == [True, True, False, False, False, False]
        assert found["change"].tolist()[2:] == pytest.approx([0.05, 0.05, 0, 0])

    def test_articles_of_one_day_are_one_witness(self):
        found = summaries.sentiment_over_time(
            self.rows(("2024-01", 5), ("2024-02", 6), ("2024-03", 5), days=1), minimum_count=5
        )
        assert found[["low", "high", "p"]].isna().all(axis=None)
        assert set(found["why"]) == {"fewer than 5 days"}

    def test_quarters_or_years_serve_where_months_are_too_thin(self):
        quarters = [(f"2024-{month:02}", 2) for month in range(1, 10)]
        found = summaries.sentiment_over_time(self.rows(*quarters), minimum_count=5)
        assert sorted({f"{p:%m}" for p in found["period"]}) == ["01", "04", "07"]
        years = [(f"{year}-06", 5) for year in (2020, 2021, 2022)]
        thin = [(f"{year}-{month}", 1) for year in (2020, 2021, 2022) for month in ("01", "02", "10")]
        found = summaries.sentiment_over_time(self.rows(*years, *thin), minimum_count=5)
        assert found["n"].tolist() == [8] * 6

    def test_two_periods_are_no_curve(self):
        assert not len(
            summaries.sentiment_over_time(self.rows(("2024-01", 5), ("2025-01", 5)), minimum_count=5)
        )

    def test_in_words(self):
        found = pd.DataFrame(
            {
                "period": pd.to_datetime(["2024-01-01", "2024-02-01"] * 2), "voice": ["outlet"] * 2 + ["quoted"] * 2,
                "mean": [0.1, 0.5, 0.1, 0.2], "p": [NAN, 0.012, NAN, 0.013],
            }
        )  # fmt: skip
        said = summaries.described_over_time(found)
        assert said.startswith(
            "Over 2 periods, the outlets’ own voice moved from 0.10 to 0.50 "
            "and the quoted voice shows no change from first to last beyond chance."
        )
        back = found.assign(mean=[0.5, 0.1, 0.2, 0.1])
        assert "own voice moved from 0.50 to 0.10" in summaries.described_over_time(back)


class Store:
    """A store that holds rows of sentiment in two batches."""

    path = "store"

    def batches(self, name: str, columns: list[str], where: dict[str, str]):
        assert name == "sentiment"
        rows = [
            ("a", "article", 0, "outlet", None, "vader 1", 0.5), ("a", "target", 0, "outlet", "Ana", "target 1", 0.4),
            ("b", "article", 0, "outlet", None, "vader 1", -0.5),
            ("b", "article", 0, "outlet", None, "afinn 1", -0.1),
            ("c", "article", 0, "outlet", None, "vader 1", 0.9),
        ]  # fmt: skip
        frame = pd.DataFrame(
            rows, columns=["article_id", "unit", "index", "voice", "target", "model", "compound"]
        )
        frame = frame.assign(quotation=None, start=0, end=1, negative=0.1, positive=0.2)[columns]
        for part in (frame[:2], frame[2:]):
            yield part[part["unit"] == where["unit"]]


def test_scores_of_the_chosen_articles_come_with_their_outlet_and_date():
    published = pd.to_datetime(["2024-01-01", None], utc=True)
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", None], "published": published})
    articles = articles.astype({"article_id": tables.TEXT, "outlet": tables.TEXT})
    found = summaries.sentiment_scores(Store(), articles, "article")
    assert found[["article_id", "compound", "outlet"]].values.tolist() == [
        ["a", 0.5, "Post"], ["b", -0.5, "no outlet"], ["b", -0.1, "no outlet"]
    ]  # fmt: skip
    assert found["published"].notna().tolist() == [True, False, False]
    assert summaries.sentiment_scores(Store(), articles, "article", model="vader")["compound"].tolist() == [
        0.5,
        -0.5,
    ]
    assert summaries.sentiment_scores(Store(), articles, "target")["target"].tolist() == ["Ana"]


def test_driving_words_are_weighed_as_shares_of_all_weight():
    words = summaries.driving_words(pd.Series({"war": 1, "good": 2, "table": 9, "great": 1}))
    assert set(words["term"]) == {"war", "good", "great"}
    assert (words["weight"].abs().diff().dropna() <= 0).all()
    weights = words.set_index("term")
    mass = (words["count"] * words["valence"]).abs().sum()
    assert weights.at["good", "weight"] == pytest.approx(2 * weights.at["good", "valence"] / mass)
    assert weights.at["war", "weight"] < 0
    assert len(summaries.driving_words(pd.Series({"war": 1, "good": 2}), top=1)) == 1
    assert not len(summaries.driving_words(pd.Series({"table": 9})))
    assert np.isclose(words["weight"].abs().sum(), 1)
