import pandas as pd
import pytest

from analysis import tables
from analysis.corpus.selection import selected

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
