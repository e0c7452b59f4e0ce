"""Tables are built, checked and written as they are described."""

import pandas as pd
import pytest

from analysis import tables

SENTENCES = list(tables.TABLES["events"].columns)
ROW = ("e", "a", 0.5, "together")


def test_rows_become_a_table_of_the_described_dtypes():
    found = tables.build("events", [ROW])
    assert found.values.tolist() == [list(ROW)]
    assert found.dtypes.equals(tables.empty("events").dtypes)
    assert list(found.columns) == SENTENCES


def test_without_rows_a_table_is_empty_and_has_its_columns():
    for nothing in ([], iter([]), pd.DataFrame(columns=SENTENCES)):
        found = tables.build("events", nothing)
        assert len(found) == 0
        assert found.dtypes.equals(tables.empty("events").dtypes)


def test_further_columns_of_a_frame_follow_behind_in_any_order():
    frame = pd.DataFrame([ROW], columns=SENTENCES, index=[7]).assign(more=1)[["more", *SENTENCES[::-1]]]
    found = tables.build("events", frame)
    assert list(found.columns) == [*SENTENCES, "more"]
    assert found.index.tolist() == [0]
    assert list(tables.build("events", frame[:0]).columns) == [*SENTENCES, "more"]
    with pytest.raises(KeyError):
        tables.build("events", frame.drop(columns=SENTENCES[0]))


def test_cells_are_python_values_and_none_where_one_is_missing():
    frame = tables.build("events", [ROW, ("e", "b", float("nan"), None)])
    assert tables.values(frame, "article_id", "similarity", SENTENCES[3]) == [
        ["a", "b"], [0.5, None], ["together", None]
    ]  # fmt: skip


def test_a_valid_table_passes_unchanged_and_others_say_what_is_wrong():
    good = tables.build("events", [ROW])
    assert tables.validate("events", good) is good
    for wrong, message in (
        (good.drop(columns=["event", "article_id"]), "events: columns missing: event, article_id"),
        (good.astype({"similarity": "object"}), "events.similarity: dtype object, expected"),
        (pd.concat([good, good]), "events: more than one row for a key of"),
    ):
        with pytest.raises(ValueError, match=message):
            tables.validate("events", wrong)


def test_a_value_that_is_not_allowed_is_named():
    mention = ("a", 0, "Ana", "odd", "unknown", None, "named", 0.9, None)
    with pytest.raises(ValueError, match=r"mentions\.kind: \['odd'\] not among person, "):
        tables.validate("mentions", tables.build("mentions", [mention]))
    tables.validate("mentions", tables.build("mentions", [(*mention[:3], "person", *mention[4:])]))


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("a=1", "a=1"),
        ("", ""),
        (-1, -1),
        (None, None),
    ],
)
def test_no_cell_is_run_as_a_formula(cell, safe):
    assert tables.neutralise(cell) == safe


def test_csv_is_safe_for_spreadsheets_and_keeps_numbers(tmp_path):
    frame = pd.DataFrame({"=n": [-1.5, 2.0], "text": ["=x, y", None], "n": [1, -2]})
    tables.write_csv(frame, tmp_path / "t.csv")
    lines = (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["'=n,text,n", '-1.5,"\'=x, y",1', "2.0,,-2"]
    assert frame.columns.tolist() == ["=n", "text", "n"]
