"""What pages say of the quotations that count and of the others, and how their words are left out of a voice."""

import pandas as pd
import pytest

from analysis import summaries, tables
from analysis.quotation.standing import COLUMNS

ACTS = {"s": "communication", "b": "belief", "k": "knowledge", "i": "intention"}


def told(*rows: tuple[str, float, object], **choice) -> str:
    """The sentences for quotations (first letter of the act, confidence, parent)."""
    return summaries.described_others(summaries.standings(Store(rows), ARTICLES, **choice), **choice)


class Store:
    """A store of quotations of the article "a", and of one of "b"; it has no columns but those of the rule."""

    def __init__(self, rows) -> None:
        made = [("a", n, parent, ACTS[act], sure) for n, (act, sure, parent) in enumerate(rows)]
        frame = pd.DataFrame(
            [*made, ("b", 0, None, "belief", 0.9)], columns=["article_id", "quotation", *COLUMNS]
        )
        dtypes = {c: spec.dtype for c, spec in tables.TABLES["quotations"].columns.items() if c in frame}
        self.frame = frame.astype(dtypes)

    def batches(self, name, columns, where=None):
        assert name == "quotations"
        yield self.frame[columns][:2]
        yield self.frame[columns][2:]


ARTICLES = pd.DataFrame({"article_id": ["a"]}, dtype="string[pyarrow]")


def test_the_others_are_told_by_act_and_reason():
    rows = [
        ("s", 0.9, None),
        ("b", 0.9, None),
        ("b", 0.1, None),
        ("i", 0.9, 0),
        ("s", 0.4, None),
        ("s", 0.9, 0),
    ]
    assert told(*rows) == (
        "1 quotation counts: those of communication, with a confidence of 0.5 or more, not inside another. "
        "5 others were found: 2 of belief, 1 of intention, 1 less sure and 1 inside another."
    )


def test_where_all_count_there_are_no_others():
    assert told(("s", 0.9, None), ("s", 0.5, None)).endswith("not inside another. No other was found.")
    assert told(("k", 0.1, None), acts="all", confidence=0.0) == (
        "1 quotation counts: those of every act, not inside another. No other was found."
    )


def test_without_quotations_none_counts():
    assert told().startswith("0 quotations count: ")
    assert told().endswith("No other was found.")


# ------------------------------------------------------------------------------------------------- the voice

# Quotation 0 (20 characters) is said, 1 (10) is inside it and believed, 2 (30) is less sure, 3 (60) is said.
SAID = [("s", 0.9, None), ("b", 0.9, 0), ("s", 0.1, None), ("s", 0.9, None)]
SCORES = [
    # unit, index, voice, quotation, target, start, end, compound
    ("article", 0, "outlet", None, None, 0, 200, -0.5),
    ("article", 0, "quoted", None, None, 0, 200, 0.9),
    ("article", 0, "mixed", None, None, 0, 200, 0.2),
    ("quotation", 0, "quoted", 0, None, 0, 20, 0.3),
    ("quotation", 1, "quoted", 1, None, 5, 15, -0.6),
    ("quotation", 2, "quoted", 2, None, 40, 70, 1.0),
    ("quotation", 3, "quoted", 3, None, 100, 160, 0.1),
    ("sentence", 0, "quoted", 0, None, 0, 30, 0.3),
    ("sentence", 1, "quoted", 2, None, 35, 75, 1.0),
    ("sentence", 2, "outlet", None, None, 80, 95, 0.0),
    ("target", 0, "quoted", 1, "Ann Lee", 6, 9, -0.8),
    ("target", 1, "quoted", 2, "Ann Lee", 50, 53, 0.8),
    ("target", 2, "mixed", None, "Ann Lee", 90, 93, 0.1),
]


class Scores(Store):
    """A store of quotations and their scores."""

    path = "store"

    def batches(self, name, columns, where=None):
        if name == "quotations":
            yield from super().batches(name, columns)
            return
        names = ["unit", "index", "voice", "quotation", "target", "start", "end", "compound"]
        frame = pd.DataFrame(SCORES, columns=names).assign(
            article_id="a", negative=0.1, positive=0.2, model="vader 1"
        )
        frame = frame.assign(positive=frame["compound"] / 2)
        dtypes = {c: spec.dtype for c, spec in tables.TABLES["sentiment"].columns.items() if c in frame}
        yield frame.astype(dtypes).loc[frame["unit"] == where["unit"], columns]


def scored(unit: str, rows=SAID, **choice) -> pd.DataFrame:
    store = Scores(rows)
    articles = ARTICLES.assign(outlet="Post", published=pd.NaT)
    said = summaries.standings(store, articles, **choice)
    return summaries.sentiment_scores(store, articles, unit, model="vader", quotations=said)


def test_the_quoted_voice_of_an_article_is_the_mean_of_what_counts_and_of_what_is_inside_it():
    found = scored("article").set_index("voice")
    assert found["compound"].to_dict() == {
        "outlet": -0.5,
        "mixed": 0.2,
        "quoted": pytest.approx((10 * 0.3 - 10 * 0.6 + 60 * 0.1) / 80),
    }
    assert found.at["quoted", "positive"] == pytest.approx((10 * 0.15 - 10 * 0.3 + 60 * 0.05) / 80)
    assert found.at["quoted", "outlet"] == "Post"


def test_where_every_quotation_counts_scores_are_as_they_were_stored():
    found = scored("article", acts="all", confidence=0.0).set_index("voice")
    assert found["compound"].to_dict() == {"outlet": -0.5, "quoted": 0.9, "mixed": 0.2}
    assert len(scored("target", acts="all", confidence=0.0)) == 3


def test_where_no_quotation_counts_there_is_no_quoted_voice():
    assert set(scored("article", acts="knowledge")["voice"]) == {"outlet", "mixed"}


def test_scores_of_quotations_and_names_that_do_not_count_go():
    assert scored("quotation")["index"].tolist() == [0, 1, 3]
    assert scored("target")["index"].tolist() == [0, 2]
    assert scored("target", acts="intention")["index"].tolist() == [2]


def test_a_sentence_of_what_does_not_count_has_no_voice_and_stays():
    found = scored("sentence")
    assert found["index"].tolist() == [0, 1, 2]
    assert found["voice"].fillna("none").tolist() == ["quoted", "none", "outlet"]
