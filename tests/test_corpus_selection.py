import pandas as pd
import pytest

from analysis import tables
from analysis.corpus.selection import clustered, first_copies, selected

ARTICLES = pd.DataFrame(
    [
        ("a", "North", "2024-03-01 00:00"),
        ("b", "North", "2024-03-02 23:59:59"),
        ("c", "South", "2024-03-03 00:00"),
        ("d", None, "2024-03-02 12:00"),
        ("e", "South", None),
    ],
    columns=["article_id", "outlet", "published"],
).assign(
    published=lambda frame: pd.to_datetime(frame["published"], utc=True, format="mixed"),
    outlet=lambda frame: frame["outlet"].astype(tables.TEXT),
)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, "abcde"),
        ({"outlets": ["North"]}, "ab"),
        ({"outlets": ["South", "North"]}, "abce"),
        ({"outlets": ["north"]}, ""),
        ({"since": "2024-03-02"}, "bcd"),
        ({"until": "2024-03-02"}, "abd"),
        ({"since": "2024-03-02", "until": "2024-03-02"}, "bd"),
        ({"since": "2024-03-04"}, ""),
        ({"since": "2024-03-03", "until": "2024-03-01"}, ""),
        ({"outlets": ["South"], "until": "2024-03-31"}, "c"),
    ],
)
def test_articles_are_those_of_the_outlets_and_the_days_named(choice, expected):
    assert "".join(selected(ARTICLES, **choice)["article_id"]) == expected


def test_of_no_articles_none_are_left_with_all_columns():
    found = selected(ARTICLES.head(0), outlets=["North"], since="2024-01-01", until="2024-12-31")
    assert len(found) == 0
    assert list(found) == list(ARTICLES)


@pytest.mark.parametrize("choice", [{"since": "soon"}, {"until": "2024-13-01"}])
def test_what_is_no_date_is_refused(choice):
    with pytest.raises(ValueError, match=r"soon|month"):
        selected(ARTICLES, **choice)


class TestCopies:
    """a, b and e tell the same story; c and d their own."""

    duplicates = tables.build("duplicates", [("b", "a", "exact", 1.0), ("e", "a", "near", 0.8)])

    def test_copies_share_a_cluster_and_repeat_what_is_earlier_among_those_at_hand(self):
        every = clustered(ARTICLES, self.duplicates)
        assert every["cluster"].tolist() == ["a", "a", "c", "d", "a"]
        assert every["repeat"].tolist() == [False, True, False, False, True]
        later = clustered(selected(ARTICLES, since="2024-03-02"), self.duplicates)
        assert dict(zip(later["article_id"], later["repeat"], strict=True)) == {
            "b": False,
            "c": False,
            "d": False,
        }

    def test_the_first_copy_is_the_first_of_those_at_hand(self):
        later = clustered(ARTICLES[ARTICLES["article_id"] != "a"], self.duplicates)
        assert first_copies(later)["article_id"].tolist() == ["b", "c", "d"]

    def test_each_outlet_keeps_a_copy_when_outlets_are_asked_for(self):
        found = first_copies(clustered(ARTICLES, self.duplicates), by=["outlet"])
        assert found["article_id"].tolist() == ["a", "c", "d", "e"]

    def test_the_first_copy_tells_how_many_it_stands_for(self):
        every = clustered(ARTICLES, self.duplicates)
        assert first_copies(every)["copies"].tolist() == [3, 1, 1]
        assert first_copies(every, by=["outlet"])["copies"].tolist() == [2, 1, 1, 1]
