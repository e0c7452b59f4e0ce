"""Where the methods of sentiment say different things."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import annotate, store, summaries
from analysis.sentiment import lexicon

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
        ).assign(article_id=["a", "a", "b", "c"])
    ).set_index("pair")  # fmt: skip
    assert found.loc["vader and afinn", ["n", "articles", "same", "opposite"]].tolist() == [4, 3, 0.75, 0.25]
    assert found.loc["vader and afinn", "why"] == "same: fewer than 5 articles"
    assert found.loc["vader and model", "articles"] == 1
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
        "By sign, a and b give 75 % of 1,200 sentences the same sign and 25 % opposite ones."
    )
    assert "a and c" not in said
    nothing = summaries.agreement(pd.DataFrame({"article_id": [], "vader": [], "afinn": [], "model": []}))
    assert nothing["why"].tolist() == ["no article"] * 3
    assert summaries.described_agreement(nothing) == "No sentence was scored by two methods."


TEXTS = (
    "The plan is a disaster. It is a great success!",
    "Nobody slept. The war was horrible, said Mayor Ann Lee. “We love a good fight,” she said.",
)


def shouting(text: str) -> lexicon.Weighed:
    """A made-up lexicon: every word in capitals or with a capital is a joy, every other one a sorrow."""
    spans = [m.span() for m in re.finditer(r"\w+", text)]
    return lexicon.Weighed(text, spans, [4.0 if text[start].isupper() else -1.0 for start, _ in spans])


def annotated(folder: Path) -> store.Store:
    rows = [{"id": f"a{n}", "outlet": "Post", "text": text} for n, text in enumerate(TEXTS)]
    corpus = folder / "corpus.jsonl"
    corpus.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return annotate.run(corpus, store=folder / "store", engine="rules", sentiment="lexicon", workers=1)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> store.Store:
    return annotated(tmp_path_factory.mktemp("two"))


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> store.Store:
    """With a third lexicon, whose name begins as another's does."""
    third = {"vader-shouting": lexicon.Lexicon(lambda: "1", shouting)}
    monkeypatch.setattr(lexicon, "LEXICONS", {**third, **lexicon.LEXICONS})
    return annotated(tmp_path)


def test_sentences_have_the_scores_of_the_two_lexicons_they_are_named_after(two: store.Store) -> None:
    found = summaries.sentence_scores(two, two.articles).set_index(["article_id", "index"])
    first = found.loc[(two.articles["article_id"].iloc[0], 0)]
    # "disaster" is -3.1 in VADER and -2 in AFINN; the compound of a sum s is s / sqrt(s² + 15).
    assert first["vader"] == pytest.approx(-3.1 / (3.1**2 + 15) ** 0.5, abs=1e-4)
    assert first["afinn"] == pytest.approx(-2 / (2**2 + 15) ** 0.5, abs=1e-4)
    assert np.isnan(first["model"])


def test_a_third_lexicon_gives_rows_of_its_own(two: store.Store, three: store.Store) -> None:
    rows = summaries.sentiment_scores(three, three.articles, "sentence", model="vader-shouting")
    assert rows["model"].unique().tolist() == ["vader-shouting 1"]
    opening = rows[rows["index"] == 0]["compound"].tolist()
    # "The plan is a disaster": 4 - 4 = 0; "Nobody slept": 4 - 1 = 3.
    assert sorted(opening) == pytest.approx([0, 3 / (3**2 + 15) ** 0.5], abs=1e-4)
    assert len(three.sentiment) == len(two.sentiment) * 4 / 3


def test_a_third_lexicon_leaves_the_scores_of_the_others_alone(two: store.Store, three: store.Store) -> None:
    before, after = (summaries.sentence_scores(s, s.articles) for s in (two, three))
    assert len(before) == 5
    pd.testing.assert_frame_equal(before, after)
    pd.testing.assert_frame_equal(summaries.agreement(before), summaries.agreement(after))
    pd.testing.assert_frame_equal(*(summaries.strongest(s, f) for s, f in ((two, before), (three, after))))
    split = [summaries.disagreements(s, f) for s, f in ((two, before), (three, after))]
    pd.testing.assert_frame_equal(*split)
    voices = [
        summaries.sentiment_by_voice(summaries.sentiment_scores(s, s.articles, "article", model="vader"))
        for s in (two, three)
    ]
    pd.testing.assert_frame_equal(*voices)


def test_agreement_counts_signs() -> None:
    found = summaries.agreement(
        pd.DataFrame(
            {"vader": [0.5, -0.5, 0.0, 0.9], "afinn": [0.4, 0.5, 0.01, 0.8], "model": [np.nan] * 4}
        ).assign(article_id=list("abcd"))
    ).set_index("pair")
    assert found.loc["vader and afinn", ["same", "opposite"]].tolist() == [0.75, 0.25]
    assert found.loc["vader and model", "n"] == 0


def test_agreement_has_an_interval_over_articles_and_not_over_sentences() -> None:
    same = [True, True, False, True, False, False, True, True, True, False, True, False]
    sentences = pd.DataFrame(
        {"article_id": list("abcdefghijkl"), "vader": [0.5, 0.6] * 6, "model": np.nan}
    ).assign(afinn=[0.5 if s else -0.5 for s in same])
    once = summaries.agreement(sentences).iloc[0]
    tenfold = summaries.agreement(pd.concat([sentences] * 10)).iloc[0]
    ends = ["same_low", "same_high", "opposite_low", "opposite_high"]
    assert (once["n"], tenfold["n"], tenfold["articles"]) == (12, 120, 12)
    assert 0 < once["same_low"] < once["same"] < once["same_high"] < 1
    assert tenfold[ends].tolist() == pytest.approx(once[ends].tolist())
    copies = summaries.agreement(sentences.assign(cluster=list("aaabbbcccddd"))).iloc[0]
    assert copies["why"] == "same: fewer than 5 articles"


def test_reasons_name_the_heaviest_words_first() -> None:
    assert summaries.because("A good day after a horrible war.").split(", ")[0].startswith("war −")


def test_the_sentence_says_what_vader_with_names_masked_says(two: store.Store) -> None:
    scored = summaries.sentence_scores(two, two.articles)
    masked = summaries.sentiment_scores(two, two.articles, "sentence", model=lexicon.MASKED)
    assert scored["vader"].tolist() == masked["compound"].tolist()
    assert summaries.because("The Hope Foundation is good.") == "good +1.9"
