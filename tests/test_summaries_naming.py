import pandas as pd
import pytest

from analysis import tables
from analysis.summaries.naming import NOBODY, full_names, named, who

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


class TestTargets:
    def named(self, *counted: tuple[str, int], together: bool = True) -> dict[str, list[str]]:
        """What each name becomes; each time it is in an article of its own."""
        names = [name for name, n in counted for _ in range(n)]
        rows = pd.DataFrame({"article_id": [f"a{n}" for n in range(len(names))]})
        found = full_names(pd.Series(names), rows if together else None)
        return {
            name: sorted({f for n, f in zip(names, found, strict=True) if n == name}) for name, _ in counted
        }

    def test_an_institution_is_no_other_whose_name_ends_as_its_own(self):
        for together in (True, False):
            found = self.named(
                ("Senate", 23),
                ("State Senate", 1),
                ("Canadians", 9),
                ("Twelve Canadians", 1),
                together=together,
            )
            assert found == {name: [name] for name in found}
            assert self.named(("House", 3), ("White House", 40), together=together)["House"] == ["House"]

    def test_the_one_bearer_of_a_surname_is_one_target(self):
        found = self.named(("Ravel", 59), ("Nora Ravel", 60), ("Nora B. Ravel", 4), ("Ida Ravel", 2))
        assert found == {
            "Ravel": ["Nora Ravel"],
            "Nora Ravel": ["Nora Ravel"],
            "Nora B. Ravel": ["Nora Ravel"],
            "Ida Ravel": ["Ida Ravel"],
        }

    def test_a_surname_that_two_share_stays_alone(self):
        assert self.named(("Ravel", 9), ("Nora Ravel", 20), ("Otto Ravel", 20))["Ravel"] == ["Ravel"]

    def test_no_target_is_no_name(self):
        assert full_names(pd.Series([], dtype="string[pyarrow]")).tolist() == []
