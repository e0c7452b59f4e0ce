"""The table of an article's sources: one row each, with what an audit asks."""

import pandas as pd
import pytest

from analysis import speakers, tables
from analysis.speakers.sources import affiliation

KEYS = ["article_id", "quotation"]
# name, kind of source, gender and what shows it, description, kind of quotation, act, parent, content, source
WATCH = "a Harbour Watch spokeswoman"
ROWS = [
    ("Ana Cruz", "named person", "female", "noun", WATCH, "direct", None, None, "It is over", "Ana Cruz"),
    (None, "group", "unknown", None, "residents", "indirect", None, None, "they were cold", "residents"),
    ("Ana Cruz", "named person", "female", "noun", WATCH, "mixed", "communication", None, "so “be it”", "she"),
    ("Ana Cruz", "named person", "female", "noun", None, "indirect", "belief", None, "it rains", "she"),
    (None, "group", "unknown", None, "The residents", "direct", None, None, "We’re cold", "The residents"),
    (None, "unnamed", "male", "pronoun", None, "direct", None, None, "No", "he"),
    (None, "unnamed", "unknown", None, "a nurse", "direct", None, 0, "Yes", "a nurse"),
    (None, "unnamed", "unknown", None, "another nurse", "direct", None, None, "Well", "another nurse"),
    (None, "unnamed", "unknown", None, None, "direct", None, None, "Oh", None),
]  # fmt: skip


def made(rows=ROWS, known=(), listed=False) -> pd.DataFrame:
    columns = [
        "name",
        "kind",
        "gender",
        "gender_from",
        "description",
        "how",
        "act",
        "parent",
        "content",
        "source",
    ]
    frame = pd.DataFrame(rows, columns=columns).assign(
        article_id="a", quotation=range(len(rows)), evidence=""
    )
    ids = frame["name"].map({"Ana Cruz": "ana-cruz-1"})
    mentions = tables.build("mentions", frame.assign(confidence=0.9, speaker_id=ids))
    own = frame.drop(columns="kind").rename(columns={"how": "kind"})
    quotations = tables.build(
        "quotations", own.assign(cue=None, mention="name", speaker_id=ids, confidence=0.9, engine="rules 1")
    )
    spans = tables.build("spans", [("a", i, "content", 100 - 10 * i, 105) for i in range(len(rows))])
    spans["start"] = [10 * i + 3 for i in range(len(rows))]
    people = pd.DataFrame(known, columns=["speaker_id", "gender"]).assign(listed=listed)
    return tables.validate("sources", speakers.sources(mentions, quotations, spans, people))


def test_each_source_is_a_row_with_its_statements_words_and_first_character():
    found = made()
    assert found["source"].tolist() == list(range(5))
    told = found[["source_type", "statements", "words", "direct", "first"]].values.tolist()
    assert told == [
        ["named person", 2, 6, 2, 3],  # a belief is no statement
        ["group", 2, 5, 1, 13],
        ["unnamed", 1, 1, 1, 53],  # "he"
        ["unnamed", 0, 0, 0, 63],  # inside another quotation
        ["unnamed", 1, 1, 1, 73],
    ]
    assert found["name"].dropna().tolist() == ["Ana Cruz"]
    assert found.loc[0, ["title", "affiliation", "speaker_id"]].tolist() == [
        "a Harbour Watch spokeswoman", "Harbour Watch", "ana-cruz-1"
    ]  # fmt: skip
    assert found["title"].tolist()[1:] == ["residents", "he", "a nurse", "another nurse"]


def test_the_gender_is_the_article_s_or_else_that_of_others_or_of_the_list():
    cells = ["gender", "gender_from"]
    assert made().loc[[0, 2], cells].values.tolist() == [["female", "noun"], ["male", "pronoun"]]
    unknown = [(*ROWS[0][:2], "unknown", None, *ROWS[0][4:])]
    others = made(unknown, [("ana-cruz-1", "female")])
    assert others.loc[0, cells].tolist() == ["female", "other articles"]
    assert made(ROWS, [("ana-cruz-1", "male")], listed=True).loc[0, cells].tolist() == ["male", "list"]


def test_a_pronoun_goes_with_the_unnamed_source_before_it():
    rows = [ROWS[7], (None, "unnamed", "male", "pronoun", None, "direct", None, None, "No", "he")]
    assert made(rows)["statements"].tolist() == [2]


def test_people_who_speak_together_are_a_source_each():
    both = (
        "Ana Cruz and Otto Falk",
        "named person",
        "unknown",
        None,
        None,
        "direct",
        None,
        None,
        "It is",
        "they",
    )
    found = made([both, ROWS[0]])
    assert found[["name", "speaker_id", "gender", "statements"]].fillna("").values.tolist() == [
        ["Ana Cruz", "ana-cruz-1", "female", 2],
        ["Otto Falk", "", "male", 1],
    ]
    assert found["source_type"].tolist() == ["named person"] * 2
    assert made([("Growers and Packers", "organisation", *both[2:])])["name"].tolist() == [
        "Growers and Packers"
    ]


def test_nothing_gives_a_table_without_rows():
    assert not len(made([]))
    assert not len(made(ROWS[-1:]))  # a quotation without any source


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("a fellow at the Harbour Institute", "Harbour Institute"), ("Quill Watch spokesman", "Quill Watch"),
        ("director of research at Quill Watch in Lund", "Quill Watch"), ("the mayor of Lund", "Lund"),
        ("president of the Bank of Lund and a co-author", "Bank of Lund"), ("a neighbour", None), ("Officials", None),
        ("a source familiar with the talks between Ana Cruz and Bo Pell", None), (None, None),
    ],
)  # fmt: skip
def test_the_organisation_or_place_that_a_title_names(title, expected):
    assert affiliation(title) == expected
