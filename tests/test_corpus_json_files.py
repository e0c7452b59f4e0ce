"""JSON: an object, an array, lines, and what services and pandas wrap round the articles."""

import io
import json

import pandas as pd
import pytest
from test_corpus import read, reasons, write

from analysis.corpus import json_files, limits

ROWS = [
    {"text": "The mill closed.", "outlet": "Vale Post"},
    {"text": "The mill opened.", "outlet": "Vale Post"},
]
FRAME = pd.DataFrame(ROWS)


def values(written: str, *, longest: int = 10_000) -> list:
    return [value for _, value in json_files.records(io.StringIO(written), longest=longest)]


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=4),
        "\n".join(map(json.dumps, ROWS)),
        json.dumps({"status": "ok", "articles": ROWS}),
        json.dumps({"response": {"docs": ROWS, "facets": [{"name": "x"}]}}),
        json.dumps({"took": 1, "hits": {"hits": ROWS}}),
        json.dumps({"whatever": {"they": ROWS}, "tags": [{"name": "x"}]}),
        json.dumps(FRAME.to_dict("list")),
        *(FRAME.to_json(orient=orient) for orient in ("columns", "index", "records", "split")),
    ],
)
def test_the_same_articles_in_every_wrapping(tmp_path, written):
    articles, rejects = read(write(tmp_path / "a.json", written))
    assert articles["text"].tolist() == ["The mill closed.", "The mill opened."]
    assert articles["outlet"].tolist() == ["Vale Post"] * 2
    assert articles["origin"].tolist() == ["a.json:1", "a.json:2"]
    assert len(rejects) == 0


def test_an_object_is_one_article_whatever_lists_are_in_it(tmp_path):
    row = {"text": "The mill closed.", "articles": [{"text": "Read also."}], "tags": [{"name": "mill"}]}
    articles, _ = read(write(tmp_path / "a.json", json.dumps(row)))
    assert articles["text"].tolist() == ["The mill closed."]
    assert articles["origin"].tolist() == ["a.json"]


def test_articles_under_their_ids_keep_them_and_numbers_are_no_ids(tmp_path):
    named = write(tmp_path / "a.json", json.dumps({"m1": ROWS[0], "m2": ROWS[1]}))
    assert read(named)[0]["article_id"].tolist() == ["m1", "m2"]
    numbered = write(tmp_path / "b.json", json.dumps({"0": ROWS[0], "1": ROWS[1]}))
    assert "0" not in read(numbered)[0]["article_id"].tolist()


def test_elements_longer_than_a_block_and_behind_one_another():
    rows = [{"text": "x" * 100_000}, {"text": "y"}, 5, "five", [1], 123456, None]
    assert values(json.dumps(rows), longest=200_000) == rows
    assert values("[]") == values("") == values(" \ufeff ") == []


@pytest.mark.parametrize(
    "written", ['[{"text": "a"}, {"te', '{"text": "a"', "[1 2]", "[" * 5000, "{]", "nope"]
)
def test_what_is_no_json_is_told(written):
    with pytest.raises(json_files.Broken):
        values(written)


def test_articles_before_the_place_where_a_file_breaks_off_are_kept(tmp_path):
    articles, rejects = read(write(tmp_path / "a.json", '[{"text": "One."}, {"text": "Tw'))
    assert articles["text"].tolist() == ["One."]
    assert reasons(rejects) == ["unreadable"]


def test_an_element_that_is_too_long_is_told():
    with pytest.raises(OverflowError, match="more than 100"):
        values(json.dumps([{"text": "x" * 70_000}]), longest=100)
    with pytest.raises(OverflowError, match="object"):
        values(json.dumps({"text": "x" * 70_000}), longest=100)


def test_what_is_no_object_and_what_is_empty_are_rejects(tmp_path):
    assert reasons(read(write(tmp_path / "a.json", '["One.", 2]'))[1]) == ["bad row", "bad row"]
    for empty in ("", "[]", '{"articles": []}'):
        assert reasons(read(write(tmp_path / "b.json", empty))[1]) == ["empty"]


def test_what_hugging_face_writes_beside_its_data_is_no_article(tmp_path):
    import pyarrow as pa

    table = pa.table({"text": ["The mill closed."]})
    with pa.ipc.new_stream(tmp_path / "data-00000-of-00001.arrow", table.schema) as writer:
        writer.write_table(table)
    write(tmp_path / "state.json", '{"_data_files": [], "_fingerprint": "0"}')
    write(tmp_path / "dataset_info.json", '{"citation": "", "features": {}}')
    FRAME.to_feather(tmp_path / "e.feather")
    articles, rejects = read(tmp_path)
    assert articles["text"].tolist() == ["The mill closed.", "The mill closed.", "The mill opened."]
    assert len(rejects) == 0


@pytest.mark.parametrize(
    ("name", "before", "behind"),
    [("a.jsonl", '{"x": [', "]}"), ("a.json", '[{"x": [', "]}]"), ("b.json", '{"x": [', "]}")],
)
def test_brackets_that_would_fill_the_memory_are_refused(tmp_path, monkeypatch, name, before, behind):
    monkeypatch.setattr(json_files.is_sane, "__kwdefaults__", {"most": 300_000})
    good = '{"text": "Snow fell, [and] {fell}, said Ann Lee."}'
    lines = [good] * (name == "a.jsonl") + [before + "{}," * 200_000 + "{}" + behind]
    (tmp_path / name).write_text("\n".join(lines))
    articles, rejects = read(tmp_path)
    assert len(articles) == (name == "a.jsonl")
    assert reasons(rejects) == ["too large"]


def test_an_article_of_commas_alone_is_within_what_is_read():
    assert json_files.is_sane('{"text": "' + "," * limits.LONGEST + '"}')
