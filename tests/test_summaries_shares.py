"""A share is over rows, its interval over the articles that they come from."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis.statistics import inference
from analysis.summaries.shares import means, shares


def rows(*said: tuple[str, str, int], **columns) -> pd.DataFrame:
    frame = pd.DataFrame(said, columns=["article_id", "outlet", "woman"])
    return frame.assign(**columns)


SAID = [
    ("a", "A", 1),
    ("a", "A", 0),
    ("b", "A", 1),
    ("c", "A", 0),
    ("c", "A", 0),
    ("d", "A", 1),
    ("e", "A", 0),
]
SAID += [("f", "A", 0), ("f", "A", 1), ("g", "B", 1), ("h", "B", 0)]


def of(frame, **choice):
    return shares(frame, pd.DataFrame({"woman": frame["woman"] == 1}), **choice)


def test_shares_are_of_rows_and_their_intervals_of_articles():
    whole, other = of(rows(*SAID), by="outlet").to_dict("records")
    women, said = np.array([1, 1, 0, 1, 0, 1]), np.array([2, 1, 2, 1, 1, 2])
    expected = inference.ratios(women, said, scale="logit").iloc[0]
    assert (whole["outlet"], whole["flag"], whole["n"], whole["total"], whole["articles"]) == (
        "A",
        "woman",
        4,
        9,
        6,
    )
    assert (whole["share"], whole["low"], whole["high"]) == pytest.approx(
        (4 / 9, expected["low"], expected["high"])
    )
    assert (other["n"], other["total"], other["why"]) == (1, 2, "fewer than 5 articles")
    assert math.isnan(other["low"])


def test_ten_quotations_of_one_article_are_not_ten_witnesses():
    bunched = rows(*(("a", "A", 1),) * 10, *((name, "A", n % 2) for n, name in enumerate("bcdefgh")))
    apart = rows(
        *((f"a{n}", "A", 1) for n in range(10)), *((name, "A", n % 2) for n, name in enumerate("bcdefgh"))
    )
    (one,), (other,) = (of(frame).to_dict("records") for frame in (bunched, apart))
    assert one["share"] == other["share"]
    assert one["high"] - one["low"] > 1.5 * (other["high"] - other["low"])


def test_copies_are_one_witness():
    frame = rows(*((name, "A", n % 2) for n, name in enumerate("abcdefgh")))
    (alone,) = of(frame).to_dict("records")
    (copies,) = of(frame.assign(cluster=["s"] * 4 + list("efgh"))).to_dict("records")
    assert alone["share"] == copies["share"]
    assert (alone["articles"], copies["articles"]) == (8, 8)
    assert alone["low"] != copies["low"]


def test_of_no_rows_there_is_no_share():
    (row,) = of(rows()).to_dict("records")
    assert (row["n"], row["total"], row["why"]) == (0, 0, "no article")
    assert math.isnan(row["share"])
    assert not len(of(rows(), by="outlet"))


def test_means_are_over_rows_and_their_intervals_over_articles():
    frame = rows(*SAID, tone=[0.5, 0.1, 0.2, np.nan, 0.3, -0.2, 0.4, 0.6, 0.0, 0.9, 0.1])
    found = means(frame, "tone", by="outlet")
    sums, counts = np.array([0.6, 0.2, 0.3, -0.2, 0.4, 0.6]), np.array([2, 1, 1, 1, 1, 2])
    expected = inference.ratios(sums, counts).iloc[0]
    assert found.loc["A", ["n", "articles"]].tolist() == [8, 6]
    assert found.loc["A", ["mean", "low", "high"]].tolist() == pytest.approx(
        [1.9 / 8, expected["low"], expected["high"]]
    )
    assert found.at["B", "why"] == "fewer than 5 articles"
