import pandas as pd
import pytest

from analysis import tables
from analysis.comparison.reuse import passages

WIRE = "the harbour board will open the north lock at dawn and close it again when the tide turns"
COPY = "The harbour board will open the “North Lock” at dawn, and close it again when the tide turns"


def frame(texts, dates=None):
    dates = dates or [None] * len(texts)
    ids = [f"a{i}" for i in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "text": texts, "published": pd.to_datetime(dates, utc=True)})


def shared(found, articles):
    text = articles.set_index("article_id")["text"]
    return [
        (text[r.article_id][r.start : r.end], text[r.other_id][r.other_start : r.other_end])
        for r in found.itertuples()
    ]


def test_a_passage_is_found_whatever_its_case_and_marks():
    articles = frame([f"Boats wait. {WIRE}. Nobody minds.", f"Said a sign: {COPY}!"])
    found = passages(articles)
    tables.validate("passages", found)
    assert shared(found, articles) == [(WIRE, COPY)]
    assert found["tokens"].tolist() == [18]


@pytest.mark.parametrize(
    "edited",
    [
        WIRE.replace("dawn", "noon"),
        WIRE.replace("at dawn and", "at dawn on Friday and"),
        WIRE.replace("it again ", ""),
        WIRE.replace("north", "south").replace("again", "once more"),
    ],
)
def test_small_edits_do_not_break_a_passage(edited):
    articles = frame([f"One. {WIRE}. End of it.", f"Two. {edited}. Gulls cry."])
    assert shared(passages(articles), articles) == [(WIRE, edited)]


def test_twelve_words_are_enough_and_eleven_are_not():
    twelve = " ".join(WIRE.split()[:12])
    eleven = " ".join(WIRE.split()[:11])
    assert len(passages(frame([f"x {twelve} y", f"p {twelve} q"]))) == 1
    assert passages(frame([f"x {eleven} y", f"p {eleven} q"])).empty


def test_the_same_words_in_another_order_are_no_passage():
    assert passages(frame([WIRE, " ".join(reversed(WIRE.split()))])).empty


def test_the_origin_is_the_earlier_article():
    found = passages(frame([WIRE, COPY], ["2021-05-02", "2021-05-01"]))
    assert (found["article_id"].item(), found["other_id"].item(), found["origin"].item()) == (
        "a1",
        "a0",
        "a1",
    )


@pytest.mark.parametrize("dates", [["2021-05-01", "2021-05-01"], ["2021-05-01", None], [None, None]])
def test_no_origin_when_the_dates_do_not_tell(dates):
    assert passages(frame([WIRE, COPY], dates))["origin"].isna().all()


def test_two_passages_of_one_pair():
    other = "nobody on the quay had seen the grey ferry leave before the second bell rang out"
    articles = frame(
        [f"{WIRE}. Then rain fell for hours here. {other}", f"{other}. Far away some sun. {WIRE}"]
    )
    assert sorted(shared(passages(articles), articles)) == sorted([(WIRE, WIRE), (other, other)])


def test_words_that_very_many_articles_share_are_compared_with_the_first_of_them():
    found = passages(frame([f"unlike {i} {WIRE}" for i in range(40)]))
    assert found["article_id"].unique().tolist() == ["a0"]
    assert len(found) == 39


@pytest.mark.parametrize("texts", [[], [WIRE], ["", ""], ["one two", "one two"]])
def test_nothing_to_share(texts):
    found = passages(frame(texts))
    tables.validate("passages", found)
    assert found.empty
