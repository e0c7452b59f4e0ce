from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import quotation, segmentation, sentiment, settings, tables
from analysis.sentiment import lexicon, voice

OWN = "The plan is a disaster."
SAID = "“It is a great success,” said Ann Lee."


def scored(text: str, pieces: list[tuple[int, str, int, int]], *, model: str = "lexicon") -> pd.DataFrame:
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    spans = tables.build("spans", [("a", *piece) for piece in pieces])
    empty = [tables.empty(name) for name in ("quotations", "mentions")]
    documents = [segmentation.segment(text)]
    frame = sentiment.score(articles, documents, empty[0], spans, empty[1], model=model)
    return tables.validate("sentiment", frame)


def quoted_article() -> pd.DataFrame:
    text = f"{OWN} {SAID}"
    start = text.index("It is a great")
    return scored(text, [(0, "content", start, start + 22), (0, "source", text.index("Ann"), len(text) - 1)])


def compound(frame: pd.DataFrame, unit: str, whose: str, model: str = "vader") -> float:
    rows = frame[
        (frame["unit"] == unit) & (frame["voice"] == whose) & frame["model"].str.startswith(f"{model} ")
    ]
    assert len(rows) == 1
    return float(rows["compound"].iloc[0])


@pytest.mark.parametrize("model", ["vader", "afinn"])
def test_outlet_and_quoted_voice_are_kept_apart(model: str) -> None:
    frame = quoted_article()
    assert compound(frame, "article", "outlet", model) < 0 < compound(frame, "article", "quoted", model)
    assert compound(frame, "article", "quoted", model) == compound(frame, "quotation", "quoted", model)


def test_sentence_of_a_quotation_and_its_attribution_is_quoted() -> None:
    rows = quoted_article().query("unit == 'sentence' and model == 'afinn 165'")
    assert rows["voice"].tolist()[0] == "outlet"
    assert rows["quotation"].isna().tolist()[0]


def test_article_without_quotations_has_the_outlets_voice_for_all_of_it() -> None:
    frame = scored(OWN, [])
    assert "quoted" not in set(frame["voice"])
    assert compound(frame, "article", "outlet") == compound(frame, "article", "mixed")


def test_spans_of_scores_are_spans_of_the_text() -> None:
    text = f"{OWN}\r\n\r\n🙂 {SAID}"
    frame = scored(text, [])
    assert text[frame["start"].iloc[0] : frame["end"].iloc[0]] == OWN
    assert frame["end"].max() == len(text)


def test_no_articles_give_a_table_without_rows() -> None:
    articles = pd.DataFrame({"article_id": [], "text": []})
    empty = [tables.empty(name) for name in ("quotations", "spans", "mentions")]
    assert not len(sentiment.score(articles, [], *empty, model="lexicon"))


def test_every_sentence_scores_as_it_would_alone() -> None:
    text = "WHAT a great, great win!! Not good at all? He said: “Nobody is happy!” (so sad) but we try."
    start = text.index("“") + 1
    frame = scored(text, [(0, "content", start, text.index("”"))])
    rows = frame[(frame["unit"] == "sentence")]
    assert len(rows) > 4
    for row in rows.itertuples():
        name = "vader" if row.model.startswith("vader") else "afinn"
        alone = lexicon.score(text[row.start : row.end], lexicon=name)
        assert (row.negative, row.neutral, row.positive, row.compound) == alone


def test_a_quotations_marks_are_its_own() -> None:
    text = "That is good. “This is good!” said Ann."
    start = text.index("This")
    frame = scored(text, [(0, "content", start, start + len("This is good!"))])
    assert compound(frame, "quotation", "quoted") == lexicon.score("This is good!").compound
    outlet = frame[(frame["unit"] == "article") & (frame["voice"] == "outlet")].iloc[0]
    good = lexicon.score("That is good.").compound
    # Three of the outlet's five words are in that sentence; the other two, "said Ann", have no tone.
    assert outlet["compound"] == pytest.approx(good * 3 / 5, abs=1e-4)


@pytest.mark.parametrize("text", ["", " \n ", "…", "!!!"])
def test_texts_without_words_are_no_error(text: str) -> None:
    tables.validate("sentiment", scored(text, []))


def test_unknown_model_is_refused() -> None:
    nothing = tables.empty("spans")
    with pytest.raises(ValueError, match="expected one of lexicon, target"):
        sentiment.score(nothing, [], nothing, nothing, nothing, model="moods")


def test_a_model_adds_its_rows_behind_those_of_the_lexicons(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("a", "target", 0, "outlet", None, "Ann", 0, 3, 0.1, 0.2, 0.7, 0.6, "moods 1", None)
    monkeypatch.setattr(sentiment, "MODELS", {**sentiment.MODELS, "moods": lambda *_: [row]})
    lexicons, both = (scored(OWN, [], model=model) for model in ("lexicon", "moods"))
    assert both["model"].tolist() == [*lexicons["model"], "moods 1"]
    assert both["target"].tolist()[-1] == "Ann"


def test_the_options_offer_every_model_and_engine_there_is() -> None:
    offered = {option.name: set(option.metadata["choices"]) for option in settings.options()}
    assert offered["sentiment"] == set(sentiment.MODELS)
    assert offered["engine"] == set(quotation.ENGINES)


def test_innermost_quotation_owns_nested_words() -> None:
    owner = voice.owners(10, [(0, "content", 0, 10), (1, "content", 4, 6), (0, "cue", 0, 2)])
    assert owner.tolist() == [0, 0, 0, 0, 1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([-1] * 9 + [0], ("outlet", None)),
        ([-1] * 5 + [0] * 5, ("mixed", None)),
        ([3] * 10 + [-2] * 4, ("quoted", 3)),
        ([3] * 9 + [-1], ("quoted", 3)),
        ([], ("outlet", None)),
    ],
)
def test_a_sentence_has_the_voice_that_has_nearly_all_words(
    words: list[int], expected: tuple[str, int | None]
) -> None:
    assert tuple(voice.of_words(words)) == expected


def test_name_outside_a_quotation_in_a_sentence_with_one_is_mixed() -> None:
    sentence = voice.Whose("mixed", None)
    assert voice.at(sentence, np.array([0, 0, -1, -1]), (2, 4)) == ("mixed", None)
    assert voice.at(sentence, np.array([0, 0, -1, -1]), (0, 1)) == ("quoted", 0)
    assert voice.at(voice.Whose("outlet", None), np.array([-1] * 4), (0, 1)) == ("outlet", None)
