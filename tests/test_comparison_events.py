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
