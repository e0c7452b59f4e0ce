import pandas as pd
import pytest

from analysis.summaries.wording import day, listed, plural


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((1, "article"), "1 article"),
        ((0, "article"), "0 articles"),
        ((2, "article"), "2 articles"),
        ((12345, "quotation"), "12,345 quotations"),
        ((1, "story", "stories"), "1 story"),
        ((1000, "story", "stories"), "1,000 stories"),
    ],
)
def test_a_number_has_its_noun_in_the_right_form(words, expected):
    assert plural(*words) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["Ann"], "Ann"),
        (["Ann", "Bo"], "Ann and Bo"),
        (["Ann", "Bo", "Cy"], "Ann, Bo and Cy"),
        (["Ann", "Bo", "Cy", "Di", "Ed"], "Ann, Bo, Cy, Di and Ed"),
        (["Ann", "Bo", "Cy", "Di", "Ed", "Flo"], "Ann, Bo, Cy, Di, Ed and 1 more"),
        (range(2000), "0, 1, 2, 3, 4 and 1,995 more"),
    ],
)
def test_names_are_listed_in_their_order_the_first_five_of_many(names, expected):
    assert listed(names) == expected


def test_as_many_are_listed_as_asked_for():
    assert listed(pd.Series(["a", "b", "c", "d"]), most=2) == "a, b and 2 more"
    assert listed(["a", "b"], most=2) == "a and b"


def test_a_day_is_written_without_a_leading_zero():
    assert day(pd.Timestamp("2019-05-03 23:59", tz="UTC")) == "3 May 2019"
