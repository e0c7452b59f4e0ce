from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import annotate, store, summaries
from analysis.sentiment import lexicon

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
    assert len(three.sentiment) == len(two.sentiment) * 3 / 2


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
        pd.DataFrame({"vader": [0.5, -0.5, 0.0, 0.9], "afinn": [0.4, 0.5, 0.01, 0.8], "model": [np.nan] * 4})
    ).set_index("pair")
    assert found.loc["vader and afinn", ["same", "opposite"]].tolist() == [0.75, 0.25]
    assert found.loc["vader and model", "n"] == 0


def test_reasons_name_the_heaviest_words_first() -> None:
    assert summaries.because("A good day after a horrible war.").split(", ")[0].startswith("war −")
