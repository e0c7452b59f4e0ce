"""Tables are built, checked and written as they are described."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import tables

# Any text but surrogates, which UTF-8 cannot carry, and NUL, where pandas' reader ends a cell; mostly what matters.
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.text(st.sampled_from("=+-@＝＋'\"\r\n\t ,;;\u2028\u3000ab1") | ANY, max_size=12)

SENTENCES = list(tables.TABLES["events"].columns)
ROW = ("e", "a", 0.5, "together")


def test_rows_become_a_table_of_the_described_dtypes():
    found = tables.build("events", [ROW])
    assert found.values.tolist() == [list(ROW)]
    assert found.dtypes.equals(tables.empty("events").dtypes)
    assert list(found.columns) == SENTENCES


@pytest.mark.parametrize("dtype", [tables.TEXT, "object", "string[python]"])
def test_cells_are_looked_up_among_texts_and_a_missing_one_is_none(dtype):
    column = pd.Series(["a", None, "b", "a", "é"], index=[9, 9, 1, 2, 3], dtype=dtype)
    for texts in (["a", "é", "c"], {"a", "é"}, pd.Series(["é", None, "a"], dtype=tables.TEXT)):
        assert tables.among(column, texts).tolist() == [True, False, False, True, True]
    assert not tables.among(column, []).any()
    assert tables.among(column[:0], ["a"]).tolist() == []


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
    mention = ("a", 0, "Ana", "odd", "unknown", None, None, "named", 0.9, None)
    with pytest.raises(ValueError, match=r"mentions\.kind: \['odd'\] not among named person, "):
        tables.validate("mentions", tables.build("mentions", [mention]))
    tables.validate("mentions", tables.build("mentions", [(*mention[:3], "named person", *mention[4:])]))


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


def written(frame: pd.DataFrame) -> str:
    stream = io.StringIO(newline="")
    tables.write_csv(frame, stream)
    return stream.getvalue()


def read(path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t'=1+1"),
        ("\rx", "'\rx"),
        ("  -2", "'  -2"),
        ("\u3000+2", "'\u3000+2"),
        ('"=1+1"', '\'"=1+1"'),
        ("'=1", "''=1"),
        ("one\n=1\r= 2\r\n-3", "one\n'=1\r'= 2\r\n'-3"),
        ("Paper; =1", "Paper;' =1"),
        ("x,=1", "x,'=1"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell, safe):
    assert tables.neutralise(cell) == safe
    assert tables.restored(safe) == cell


@pytest.mark.parametrize(
    "cell", ["'tis said", "1-1=0", "a = b", "“+1”", "", "– no", "one\n\ttwo", -1, 2.5, None]
)
def test_what_no_spreadsheet_runs_stays(cell):
    assert tables.neutralise(cell) == cell
    assert tables.restored(cell) == cell


@settings(deadline=None)
@given(TEXT)
@example("'=")
@example("\r\r\n'\t'=")
def test_the_rule_can_be_undone(cell):
    assert tables.restored(tables.neutralise(cell)) == cell


@settings(deadline=None)
@given(TEXT, st.sampled_from(["\n", "\r", ";", "\t", ","]))
def test_no_cell_is_a_formula_however_it_is_cut(cell, separator):
    for piece in tables.neutralise(cell).split(separator):
        assert not piece.lstrip(' "').startswith(tuple("=+-@＝＋－＠"))


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), max_size=5), TEXT.filter(lambda name: name not in ("", "n")))
def test_pandas_reads_back_what_was_written(tmp_path_factory, rows, name):
    frame = pd.DataFrame(rows, columns=[name, "n"], dtype=tables.TEXT)
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    tables.write_csv(frame, path)
    back = read(path)
    assert [tables.restored(column) for column in back.columns] == [name, "n"]
    assert [tuple(map(tables.restored, row)) for row in back.itertuples(index=False, name=None)] == rows


@settings(deadline=None)
@given(st.lists(TEXT, max_size=5))
def test_one_column_keeps_its_rows_and_the_csv_module_reads_the_same(cells):
    rows = list(
        csv.reader(io.StringIO(written(pd.DataFrame({"text": cells}, dtype=tables.TEXT)), newline=""))
    )
    assert [[tables.restored(cell) for cell in row] for row in rows] == [
        ["text"],
        *([cell] for cell in cells),
    ]


def test_a_lone_carriage_return_is_quoted_and_rows_end_with_a_line_feed():
    frame = pd.DataFrame({"a": ["x\ry", "plain"], "b": [-1, 2]})
    assert written(frame) == 'a,b\n"x\ry",-1\nplain,2\n'


def test_numbers_and_times_are_not_touched_and_what_is_missing_is_empty():
    frame = pd.DataFrame(
        {"n": [-1.5], "t": [pd.Timestamp("2024-05-01", tz="UTC")], "s": pd.Series([None], dtype=tables.TEXT)}
    )
    assert written(frame) == "n,t,s\n-1.5,2024-05-01 00:00:00+00:00,\n"
