"""Where the methods of sentiment say different things."""

import numpy as np
import pandas as pd
import pytest

from analysis import summaries

TEXT = "A horrible war. A lovely day. The table. Bad luck. Good luck."


class Articles:
    """A store of one article."""

    def table(self, name, columns=None, where=None):
        assert name == "articles"
        assert set(where["article_id"]) <= {"a"}
        return pd.DataFrame({"article_id": ["a"], "text": [TEXT]})[columns]


def sentences(**columns: list) -> pd.DataFrame:
    ends = [i + 1 for i, c in enumerate(TEXT) if c == "."]
    base = {
        "article_id": "a", "start": [0, *(e + 1 for e in ends[:-1])], "end": ends, "outlet": "Post",
        "voice": "outlet", "targets": None, "model": np.nan,
    }  # fmt: skip
    return pd.DataFrame(base | columns)


def test_sentences_that_split_the_methods_most_come_first():
    found = summaries.disagreements(
        Articles(),
        sentences(
            vader=[-0.5, 0.9, 0.9, -0.4, 0.4],
            afinn=[0.4, -0.8, -0.39, 0.4, 0.9],
            model=[np.nan, np.nan, np.nan, np.nan, -0.6],
            targets=[None, None, None, None, "Luck"],
        ),
    )
    assert found["sentence"].tolist() == ["A lovely day.", "Good luck.", "A horrible war.", "Bad luck."]
    assert found["because"].iloc[0].startswith("lovely +")
    assert found["targets"].iloc[1] == "Luck"
    assert len(found.columns) == 8


def test_only_the_most_split_are_shown():
    split = sentences(vader=[-0.5, 0.9, 0.9, -0.4, 0.4], afinn=[0.4, -0.8, -0.4, 0.4, -0.9])
    assert summaries.disagreements(Articles(), split, top=1)["sentence"].tolist() == ["A lovely day."]


def test_methods_that_say_the_same_do_not_disagree():
    found = summaries.disagreements(
        Articles(), sentences(vader=[-0.5, 0.9, 0.39, 0.0, 0.4], afinn=[-0.9, 0.8, -0.9, 0.0, 0.9])
    )
    assert found["sentence"].tolist() == []


def test_the_strongest_of_a_voice_are_half_negative_and_half_positive():
    scored = sentences(vader=[-0.5, 0.9, 0.04, -0.6, 0.4], voice=["outlet"] * 4 + ["quoted"])
    found = summaries.strongest(Articles(), scored)
    assert found["sentence"].tolist() == ["Bad luck.", "A horrible war.", "A lovely day."]
    assert found["vader"].tolist() == [-0.6, -0.5, 0.9]
    assert summaries.strongest(Articles(), scored, top=2)["vader"].tolist() == [-0.6, 0.9]
    assert summaries.strongest(Articles(), scored, top=1)["vader"].tolist() == [-0.6, 0.9]
    assert summaries.strongest(Articles(), scored, voice="quoted")["sentence"].tolist() == ["Good luck."]


def test_reasons_are_words_with_their_weight_the_heaviest_first():
    found = summaries.because("A good day after a horrible war.")
    assert [reason.split(" ")[0] for reason in found.split(", ")] == ["war", "horrible", "good"]
    assert found.startswith("war −2.")
    assert "good +1." in found
    assert summaries.because("A good day after a horrible war.", words=1) == found.split(", ")[0]
    assert summaries.because("The table.") == ""


def test_signs_near_nought_are_neutral_and_ranks_need_three_sentences():
    found = summaries.agreement(
        pd.DataFrame(
            {"vader": [0.05, -0.049, -0.5, 0.5], "afinn": [0.2, 0.0, 0.05, 0.9], "model": [0.1, 0.2, np.nan, np.nan]}
        )
    ).set_index("pair")  # fmt: skip
    assert found.loc["vader and afinn", ["n", "same", "opposite"]].tolist() == [4, 0.75, 0.25]
    assert found.loc["vader and afinn", "correlation"] == pytest.approx(0.8)
    assert found.loc["vader and model", ["n", "same", "opposite"]].tolist() == [2, 0.5, 0.0]
    assert np.isnan(found.loc["vader and model", "correlation"])


def test_agreement_in_words():
    said = summaries.described_agreement(
        pd.DataFrame(
            {"pair": ["a and b", "a and c"], "n": [1200, 0], "same": [0.75, np.nan], "opposite": [0.25, np.nan]}
        )
    )  # fmt: skip
    assert said.startswith(
        "By sign, a and b give 75% of 1,200 sentences the same sign and 25% opposite ones."
    )
    assert "a and c" not in said
    nothing = summaries.agreement(pd.DataFrame({"vader": [], "afinn": [], "model": []}))
    assert summaries.described_agreement(nothing) == "No sentence was scored by two methods."
