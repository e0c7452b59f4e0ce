import pandas as pd
import pytest

from analysis import tables
from analysis.comparison.events import events

BRIDGE = [
    "The Harlow Bridge in Tarnmouth was closed on Tuesday after engineers found cracks. Mayor Ada Quill said "
    "the Harlow crossing would stay shut for weeks. Engineers from Brunt inspected the cracked piers.",
    "Cracks in the piers have shut Tarnmouth's Harlow Bridge, Ada Quill told reporters. The mayor promised a "
    "repair. Inspectors of the firm Brunt had warned of the cracked piers of the Harlow Bridge in spring.",
    "A closed bridge divides Tarnmouth. The Harlow Bridge, with cracks in its piers, is shut, and Mayor "
    "Quill blames the firm Brunt, whose engineers inspected the Harlow crossing.",
]
OTHER = [
    "The Veld Rovers won the cup in Kestrel Park on Tuesday, their first trophy since the club was founded. "
    "Striker Ossian Pell scored twice and thanked the fans.",
    "A new species of moth was described by Lena Marsh of the museum in Dorrow. The moth lives on heather "
    "and flies only in the first warm nights of spring.",
]


def frame(texts, dates=None, **columns):
    dates = dates or ["2021-03-02"] * len(texts)
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(texts))],
            "text": texts,
            "published": pd.to_datetime(dates, utc=True),
            **columns,
        }
    )


def test_articles_that_tell_the_same_event_are_found_among_others():
    found = events(frame([OTHER[0], *BRIDGE, OTHER[1]]))
    tables.validate("events", found)
    assert found["article_id"].tolist() == ["a1", "a2", "a3"]
    assert found["event"].unique().tolist() == ["a1"]
    assert "Harlow Bridge" in found["evidence"].iloc[0]
    assert found["similarity"].between(0, 1).all()


def test_the_same_words_years_later_are_another_event():
    found = events(frame(BRIDGE[:2], ["2021-03-02", "2024-03-02"]))
    assert found.empty


def test_a_missing_date_is_no_obstacle():
    assert len(events(frame(BRIDGE, ["2021-03-02", None, None]))) == 3


def test_no_date_at_all():
    assert len(events(frame([*BRIDGE, *OTHER], [None] * 5))) == 3


def test_events_given_by_the_user_are_kept():
    found = events(frame([*BRIDGE, *OTHER], event=["x", "x", None, "y", None]))
    assert found["event"].tolist() == ["x", "x"]
    assert found["evidence"].tolist() == ["given", "given"]


@pytest.mark.parametrize("texts", [[], BRIDGE[:1], ["", ""], ["one", "one"]])
def test_too_little_to_compare_makes_no_event(texts):
    found = events(frame(texts))
    assert found.empty
    tables.validate("events", found)


def test_the_order_of_the_articles_does_not_matter():
    articles = frame([*BRIDGE, *OTHER])
    shuffled = events(articles.iloc[::-1])
    pd.testing.assert_frame_equal(events(articles), shuffled)


def test_each_day_between_two_articles_costs_two_hundredths_of_their_similarity():
    def similarity(second: str) -> list[float]:
        return events(frame(BRIDGE[:2], ["2021-03-02", second]))["similarity"].tolist()

    same, later, last = similarity("2021-03-02"), similarity("2021-03-05"), similarity("2021-03-06")
    assert same[0] == same[1]
    assert later == pytest.approx([same[0] - 0.06] * 2)
    assert last == pytest.approx([same[0] - 0.08] * 2)
    assert similarity("2021-03-07") == []  # more than four days
    assert len(events(frame(BRIDGE[:2], ["2021-03-02", "2021-03-07"]), days=5)) == 2


def test_a_pair_must_reach_the_threshold_and_a_higher_one_without_a_date():
    score = events(frame(BRIDGE[:2]))["similarity"].iloc[0]
    for threshold, n in ((score - 0.001, 2), (score + 0.001, 0)):
        assert len(events(frame(BRIDGE[:2]), threshold=threshold, undated=threshold)) == n
    undated = frame(BRIDGE[:2], ["2021-03-02", None])
    assert len(events(undated, threshold=0.0, undated=score - 0.001)) == 2
    assert len(events(undated, threshold=0.0, undated=score + 0.001)) == 0


def test_similarity_is_the_mean_over_the_other_articles_of_the_event():
    three = events(frame(BRIDGE)).set_index("article_id")["similarity"]
    pairs = {
        frozenset((i, j)): events(frame([BRIDGE[i], BRIDGE[j]], event=None), threshold=0.0)[
            "similarity"
        ].iloc[0]
        for i, j in ((0, 1), (0, 2), (1, 2))
    }
    assert three["a0"] == pytest.approx((pairs[frozenset((0, 1))] + pairs[frozenset((0, 2))]) / 2, abs=0.02)
    assert three.between(0.2, 1).all()


def test_titles_and_the_body_count_and_a_dateline_does_not():
    plain = events(frame(BRIDGE[:2]))["similarity"].iloc[0]
    titled = events(frame(BRIDGE[:2], title=["Harlow Bridge shut", "Harlow Bridge shut"]))["similarity"].iloc[
        0
    ]
    assert titled > plain
    missing = events(frame(BRIDGE[:2], title=[None, None]))["similarity"].iloc[0]
    assert missing == pytest.approx(plain)


def test_the_evidence_is_the_names_that_most_articles_share_and_most_news_has_not():
    evidence = events(frame(BRIDGE))["evidence"].iloc[0].split(", ")
    assert len(evidence) <= 6
    assert {"Harlow Bridge", "Brunt"} <= set(evidence)
    assert "Tuesday" not in evidence  # in one article alone


def test_events_given_by_the_user_stand_beside_those_that_are_found():
    given = ["x", "x", None, None, None]
    found = events(frame([*OTHER, *BRIDGE], event=given))
    assert found["event"].tolist() == ["x", "x", "a2", "a2", "a2"]
    assert found["similarity"].isna().tolist() == [True, True, False, False, False]
