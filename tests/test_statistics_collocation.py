"""Words near a word, counted by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis import statistics
from analysis.statistics import inference


def running(*texts: str) -> statistics.Tokens:
    return statistics.tokens(
        pd.DataFrame({"article_id": [f"id{n}" for n in range(len(texts))], "text": texts})
    )


TEXTS = running("salt sea wind salt", "wind sea salt", "wind")


def near(**options) -> dict[str, list]:
    """Count, of which before and behind, articles and total of each word near "sea"."""
    found = statistics.collocates(TEXTS, "sea", minimum_count=1, **options).set_index("collocate")
    return found[["count", "before", "behind", "articles", "total"]].T.to_dict("list")


def test_words_are_counted_before_and_behind_in_their_articles():
    assert near() == {"salt": [3, 1, 2, 2, 3], "wind": [2, 1, 1, 2, 3]}


def test_a_window_has_its_sides_and_ends_with_the_article():
    assert near(left=1, right=0) == {"salt": [1, 1, 0, 1, 3], "wind": [1, 1, 0, 1, 3]}
    assert near(left=0, right=1) == {"wind": [1, 0, 1, 1, 3], "salt": [1, 0, 1, 1, 3]}
    assert near(left=0, right=2) == {"salt": [2, 0, 2, 2, 3], "wind": [1, 0, 1, 1, 3]}


@pytest.mark.parametrize("window", [{"left": 0, "right": 0}, {"left": -1}, {"right": -1}])
def test_an_empty_window_is_refused(window):
    with pytest.raises(ValueError, match="at least one word"):
        statistics.collocates(TEXTS, "sea", **window)


def test_an_unknown_measure_is_refused():
    with pytest.raises(ValueError, match="by must be one of"):
        statistics.collocates(TEXTS, "sea", by="luck")


@pytest.mark.parametrize(
    ("least", "words"), [(1, ["salt", "wind"]), (2, ["salt", "wind"]), (3, ["salt"]), (4, [])]
)
def test_a_word_must_be_near_often_enough(least, words):
    assert statistics.collocates(TEXTS, "sea", minimum_count=least)["collocate"].tolist() == words


def test_log_dice_is_14_plus_the_logarithm_of_the_share_in_common():
    found = statistics.collocates(TEXTS, "sea", minimum_count=1).set_index("collocate")["log_dice"]
    assert found["salt"] == pytest.approx(
        14 + np.log2(2 * 2 / (2 + 3))
    )  # near twice the same sea: at most one a node
    assert found["wind"] == pytest.approx(14 + np.log2(2 * 2 / (2 + 3)))


def test_log_dice_is_never_above_14():
    found = statistics.collocates(running("salt salt sea salt salt foam", "a gull"), "sea", minimum_count=1)
    log_dice = found.set_index("collocate")["log_dice"]
    assert log_dice["foam"] == 14  # each where the other is
    assert log_dice["salt"] == pytest.approx(14 + np.log2(2 * 1 / (1 + 4)))


def test_function_words_are_left_out_unless_asked_for_and_ties_go_by_the_alphabet():
    words = running("the sea and the sea a")
    assert statistics.collocates(words, "sea", minimum_count=1)["collocate"].tolist() == []
    found = statistics.collocates(words, "sea", minimum_count=1, function_words=True)
    assert found["collocate"].tolist()[0] == "the"
    ties = running("b sea a")
    assert statistics.collocates(ties, "sea", minimum_count=1, function_words=True)["collocate"].tolist() == [
        "a",
        "b",
    ]


def test_the_words_of_a_phrase_are_no_company_of_it():
    words = running("old sea wall old")
    found = statistics.collocates(words, "sea wall", minimum_count=1, function_words=True)
    assert found[["collocate", "count", "total"]].values.tolist() == [["old", 2, 2]]


def test_log_dice_has_the_interval_of_a_ratio_of_totals_over_articles():
    texts = [
        "sea salt",
        "sea salt sea",
        "salt foam",
        "sea salt foam",
        "sea foam foam foam salt",
        "sea wind",
        "sea salt",
    ]
    found = statistics.collocates(running(*texts), "sea", left=1, right=1, minimum_count=1).set_index(
        "collocate"
    )
    near, nodes = np.array([1, 1, 0, 1, 0, 0, 1.0]), np.array([1, 2, 0, 1, 1, 1, 1.0])
    salt = np.array([1, 1, 1, 1, 1, 0, 1.0])
    expected = inference.ratios(2 * near, nodes + salt, scale="log").iloc[0]
    assert found.loc["salt", "why"] == expected["why"] == ""
    assert found.loc["salt", "log_dice"] == pytest.approx(14 + np.log2(expected["value"]))
    assert found.loc["salt", "low"] == pytest.approx(14 + np.log2(expected["low"]))
    assert found.loc["salt", "high"] == pytest.approx(min(14 + np.log2(expected["high"]), 14))
    assert found.loc["wind", "why"] == "in only 1 article"
    assert np.isnan(found.loc["wind", "low"])


def test_copies_are_one_article_to_the_interval():
    texts = ["sea salt", "sea salt", "sea salt foam", "sea salt sea", "salt sea", "sea wind"]
    alone = statistics.collocates(running(*texts), "sea", minimum_count=1)
    copies = pd.Series(["a", "a", "b", "b", "c", "d"])
    together = statistics.collocates(running(*texts), "sea", minimum_count=1, copies=copies)
    assert alone.loc[alone["collocate"].eq("salt"), "why"].tolist() == [""]
    assert together.loc[together["collocate"].eq("salt"), "why"].tolist() == ["fewer than 5 articles"]
    assert together["log_dice"].tolist() == alone["log_dice"].tolist()
