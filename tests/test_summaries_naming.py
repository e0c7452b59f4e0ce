import pandas as pd
import pytest

from analysis import tables
from analysis.summaries.naming import NOBODY, named, who

SPEAKERS = pd.DataFrame({"speaker_id": ["ada", "bo"], "name": ["Ada Lovelace", "Bo Pell"]}, dtype=tables.TEXT)
QUOTATIONS = pd.DataFrame(
    [("1", 0, "bo"), ("1", 1, "ada"), ("2", 0, None), ("2", 1, None)],
    columns=["article_id", "quotation", "speaker_id"],
).astype({"article_id": tables.TEXT, "speaker_id": tables.TEXT})
MENTIONS = pd.DataFrame(
    [
        ("2", 0, "officials", "anonymous"),
        ("1", 1, "Ada", "person"),
        ("1", 0, None, "person"),
        ("9", 0, "Cy", "person"),
    ],
    columns=["article_id", "quotation", "name", "kind"],
).astype(dict.fromkeys(["article_id", "name", "kind"], tables.TEXT))


def listed(column: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in column]


def test_speakers_get_their_full_names_and_others_none():
    found = named(QUOTATIONS, SPEAKERS)
    assert listed(found["speaker"]) == ["Bo Pell", "Ada Lovelace", None, None]
    assert list(found) == [*QUOTATIONS, "speaker"]


def test_an_earlier_name_is_replaced_and_the_table_given_is_left_alone():
    found = named(QUOTATIONS.assign(speaker="old"), SPEAKERS)
    assert listed(found["speaker"]) == ["Bo Pell", "Ada Lovelace", None, None]
    assert "speaker" not in QUOTATIONS


def test_what_the_article_calls_a_source_is_used_only_without_an_id():
    found = named(QUOTATIONS, SPEAKERS, MENTIONS)
    assert listed(found["speaker"]) == ["Bo Pell", "Ada Lovelace", "officials", None]
    assert listed(found["source_type"]) == ["person", "person", "anonymous", None]
    assert len(found) == len(QUOTATIONS)


def test_an_id_that_is_not_in_the_list_has_no_name():
    assert listed(named(QUOTATIONS, SPEAKERS.head(1))["speaker"]) == [None, "Ada Lovelace", None, None]


def test_names_are_text_where_nobody_is_known_too():
    unknown = QUOTATIONS.tail(2)
    for mentions in (None, MENTIONS.tail(1)):
        found = named(unknown, SPEAKERS.head(0), mentions)
        assert found["speaker"].fillna(NOBODY).tolist() == [NOBODY, NOBODY]


def test_nothing_quoted_has_all_columns():
    found = named(QUOTATIONS.head(0), SPEAKERS.head(0), MENTIONS.head(0))
    assert list(found) == [*QUOTATIONS, "speaker", "source_type"]
    assert len(found) == 0


@pytest.mark.parametrize(
    ("speaker", "source", "expected"),
    [
        ("Ada Lovelace", "she", "Ada Lovelace (“she”)"),
        ("Ada Lovelace", "Ada Lovelace", "Ada Lovelace"),
        ("Ada Lovelace", None, "Ada Lovelace"),
        (None, "officials", "officials"),
        (pd.NA, float("nan"), NOBODY),
        ("", "", NOBODY),
    ],
)
def test_who_says_it_is_said_once(speaker, source, expected):
    assert who(speaker, source) == expected
