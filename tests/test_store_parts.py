import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import tables
from analysis.store import batches, parts, place
from analysis.store.batches import Entry

MENTIONS = [("a", 0), ("a", 1), ("b", 0)]
IDS = ["ana-1", None, "otto-2"]


def mention(article_id, quotation):
    return (article_id, quotation, "Ana", "named person", "female", None, None, "the name", 0.5, None)


@pytest.fixture
def where(tmp_path):
    return place.of(tmp_path)


def entry_of(where, table, rows, name="part-0000000001-0123abcd"):
    file = parts.write(where, table, name, rows)
    return batches.write_entry(where, Entry(name, {}, {"a": ("1", "2")}, {table: file}))


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1]])
def test_rows_get_their_own_values_in_whatever_order_they_stand(where, order):
    entry = entry_of(where, "mentions", tables.build("mentions", [mention(*MENTIONS[i]) for i in order]))
    values = pd.DataFrame(MENTIONS, columns=["article_id", "quotation"]).assign(
        speaker_id=pd.Series(IDS, dtype=tables.TEXT)
    )
    (after,) = parts.assign(where, [entry], {"mentions": values})
    rows = parts.load(where, "mentions", after)
    assert rows["speaker_id"].to_pylist() == [IDS[i] for i in order]
    assert rows.column_names == list(tables.TABLES["mentions"].columns)
    assert batches.entries(where) == (after,)


def test_a_part_is_named_by_its_bytes_and_the_old_one_goes(where, tmp_path):
    entry = entry_of(where, "mentions", tables.build("mentions", [mention("a", 0)]))
    same = parts.write(where, "mentions", entry.name, tables.build("mentions", [mention("a", 0)]))
    assert same == entry.parts["mentions"]
    after = parts.change(where, entry, {"mentions": lambda rows: rows.slice(0, 0)})
    assert [p.name for p in (tmp_path / "mentions").iterdir()] == [after.parts["mentions"]] != [same]
    assert parts.change(where, after, {"mentions": lambda rows: rows}) is after


def test_a_file_without_rows_has_columns_and_no_row_group(where, tmp_path):
    file = parts.write(where, "spans", "part-0000000001-0123abcd", tables.empty("spans"))
    written = pq.ParquetFile(tmp_path / "spans" / file)
    assert (written.num_row_groups, written.schema_arrow.names) == (0, list(tables.TABLES["spans"].columns))


def test_all_parts_get_the_columns_that_any_has(where, tmp_path):
    one = tables.empty("articles").drop(columns=[]).assign(desk=pd.Series(dtype=tables.TEXT))
    first = parts.incoming(where, "part-0000000001-0123abcd", tables.empty("articles"), ())
    batches.keep_further_columns(where, ["desk"])
    second = parts.incoming(where, "part-0000000002-0123abcd", one, ["desk"])
    known = [
        batches.write_entry(where, Entry(name, {}, {}, {"articles": file}))
        for name, file in (("part-0000000001-0123abcd", first), ("part-0000000002-0123abcd", second))
    ]
    after = parts.widen(where, known)
    names = {tuple(pq.read_schema(p).names) for p in (tmp_path / "articles").iterdir()}
    assert names == {(*tables.TABLES["articles"].columns, "desk")}
    assert after[1].parts == known[1].parts
    assert parts.widen(where, after) == after


def test_a_column_that_rows_do_not_have_is_missing_and_not_zero():
    without = tables.TABLES["sentences"].columns
    rows = pa.table({c: ["a"] if c == "article_id" else [0] for c in without if c != "paragraph"})
    found = parts.parquet.frame("sentences", parts.parquet.fitted(rows, parts.parquet.schema("sentences")))
    assert found["paragraph"].isna().tolist() == [True]
    assert found["sentence"].tolist() == [0]
