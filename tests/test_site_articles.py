"""The reading room of the site: which articles are shown, in which order."""

import hashlib

import pandas as pd

from analysis.site import articles as room


def listed(*published: str | None) -> pd.DataFrame:
    ids = [f"a{n}" for n in range(len(published))]
    return pd.DataFrame({"article_id": ids, "published": pd.to_datetime(list(published), utc=True)})


def test_articles_are_shown_latest_first_and_undated_ones_last():
    found = room.sample(listed("2024-01-01", None, "2024-03-01", "2024-02-01"))
    assert found["article_id"].tolist() == ["a2", "a3", "a0", "a1"]


def test_of_many_articles_those_with_the_lowest_hashes_are_shown_everywhere():
    articles = listed(*["2024-01-01"] * 9)
    lowest = sorted(articles["article_id"], key=lambda i: hashlib.sha256(i.encode()).hexdigest())[:3]
    assert room.sample(articles, 3)["article_id"].tolist() == sorted(lowest, reverse=True)
    assert set(room.sample(articles[::-1], 3)["article_id"]) == set(lowest)
