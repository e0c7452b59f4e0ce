"""What a corpus holds is told file by file, with what is not clean in its texts."""

import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from analysis import corpus, tables
from analysis.cli import checked
from analysis.corpus.files import Taken, Warned
from analysis.corpus.inspection import Inspection, place
from analysis.corpus.shared_lines import FEWEST, SharedLines

GERMAN = "Die Brücke wird am Montag gesperrt, sagte die Stadt, und die Leute sind nicht froh."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(
        "paper,date,body,desk\nPost,2020-01-02,<p>One.</p>,metro\nPost,soon,Two is here.,\n,2021-05-06, ,\n",
        "utf-8",
    )
    (tmp_path / "b.txt").write_text(GERMAN, "utf-8")
    (tmp_path / "c.pdf").write_text("x", "utf-8")
    return tmp_path


def test_each_file_is_told_with_what_it_was_taken_for(folder):
    found = corpus.inspect(folder, columns={"outlet": "paper"})
    files = {Path(file["file"]).name: file for file in found["files"]}
    table, text, other = files["a.csv"], files["b.txt"], files["c.pdf"]
    assert (table["taken_for"], table["articles"], table["rejects"], table["warnings"]) == ("CSV", 2, 2, 1)
    assert table["columns"] == {"outlet": "paper", "published": "date", "text": "body", "desk": "desk"}
    assert (table["outlets"], table["first"], table["without_date"]) == ({"Post": 2}, "2020-01-02", 1)
    assert table["lengths"] == {"shortest": 11, "median": 11, "longest": 12}
    assert (text["taken_for"], text["languages"], text["articles"]) == ("text", {"de": 1}, 1)
    assert (other["taken_for"], other["articles"], other["rejects"]) == ("not read", 0, 1)
    assert found["languages"] == {"en": 2, "de": 1}
    assert json.loads(json.dumps(found)) == found


def test_rejects_are_told_with_file_line_and_reason(folder):
    found = corpus.inspect(folder, columns={"outlet": "paper"})
    told = [(Path(row["file"]).name, row["line"], row["reason"]) for row in found["rejected"]]
    assert told == [("a.csv", 3, "bad date"), ("a.csv", 4, "empty"), ("c.pdf", None, "unsupported")]


def test_warnings_name_kind_count_example_and_file(folder):
    (row,) = corpus.inspect(folder)["warnings"]
    assert (row["kind"], row["n"], Path(row["file"]).name) == ("tags", 1, "a.csv")
    assert "<p>" in row["example"]
    mended = corpus.inspect(folder, clean=True)
    assert mended["warnings"] == []
    assert mended["cleaned"] == {"tags": 1}


def test_what_a_reader_tells_of_a_file_is_part_of_it():
    found = Inspection()
    found.note(Taken("a/b.docx", "Nexis Uni"))
    for n, example in ((1, "[+12 chars]"), (2, "[+99 chars]")):
        rejects = tables.empty("rejects")
        rejects.attrs["warnings"] = [Warned("cut off", n, example, "a/b.docx")._asdict()]
        found.add(tables.empty("articles"), rejects)
    described = found.described()
    assert [(f["file"], f["taken_for"], f["warnings"]) for f in described["files"]] == [
        ("a/b.docx", "Nexis Uni", 1)
    ]
    assert described["warnings"] == [
        {"kind": "cut off", "n": 3, "example": "[+12 chars]", "file": "a/b.docx"}
    ]


def test_dates_that_could_be_read_in_two_ways_are_told_with_what_to_do(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,date\nThe mill closed.,03/04/2020\nThe mill opened.,03/04/2020\n", "utf-8")
    found = corpus.inspect(path)
    assert found["ambiguous_dates"] == {"n": 2, "examples": ["03/04/2020"]}
    said = "ambiguous dates 2, kept without a date: 03/04/2020; say the order: --dates"
    assert said in list(checked.lines(found))
    settled = corpus.inspect(path, dates="dayfirst")
    assert (settled["ambiguous_dates"]["n"], settled["first"]) == (0, "2020-04-03")
    assert not any("ambiguous" in line for line in checked.lines(settled))


def test_a_table_of_a_database_is_told_under_its_file(tmp_path):
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("CREATE TABLE news AS SELECT 'The mill closed.' AS body, 'Post' AS paper")
        connection.commit()
    (file,) = corpus.inspect(tmp_path / "a.db", columns={"outlet": "paper"})["files"]
    assert (file["file"], file["taken_for"], file["articles"]) == ("a.db", "database", 1)
    assert file["columns"] == {"outlet": "paper", "text": "body"}


def test_lines_that_many_articles_share_are_told_and_those_of_copies_are_not(tmp_path):
    line = "The Northport Herald, founded 1888"
    rows = [{"text": f"Story {n} is told here.\nAnd goes on, number {n}.\n{line}"} for n in range(FEWEST)]
    copies = [{"text": "A short wire story.\nWith a second line."}] * (FEWEST + 1)
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows + copies)), "utf-8")
    (row,) = corpus.inspect(path)["warnings"]
    assert (row["kind"], row["n"], row["example"], row["file"]) == ("boilerplate", FEWEST, line, "a.jsonl")
    path.write_text("\n".join(map(json.dumps, rows[1:])), "utf-8")
    assert corpus.inspect(path)["warnings"] == []


def test_lines_with_one_checksum_are_two_lines():
    one, other = "plumless", "buckeroo"
    assert zlib.crc32(one.encode()) == zlib.crc32(other.encode())
    lines = SharedLines()
    for n in range(FEWEST):
        lines.add(f"{one}\nAlone {n}.\nAlso {n}.", "a.txt")
        lines.add(f"{other}\nAlone again {n}.\nAlso again {n}.", "a.txt")
    assert [(line.text, line.n) for line in lines.found()] == [(other, FEWEST), (one, FEWEST)]


def test_lines_met_once_are_forgotten_when_there_are_many(monkeypatch):
    monkeypatch.setattr("analysis.corpus.shared_lines.MOST", 10)
    lines = SharedLines()
    for n in range(40):
        lines.add(f"Alone {n}.\nAlso {n}.\nShared by all.", "a.txt")
    assert len(lines._counts) <= 13
    assert [line.text for line in lines.found()] == ["Shared by all."]


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("a/b.csv:12", ("a/b.csv", 12)),
        ("a/b.xlsx[Sheet 1]:3", ("a/b.xlsx", 3)),
        ("a/b.xlsx[Sheet 1]", ("a/b.xlsx", None)),
        ("a/b [1].txt", ("a/b [1].txt", None)),
        ("a/b.sqlite::news:7", ("a/b.sqlite", 7)),
        ("a/b.sqlite::news", ("a/b.sqlite", None)),
        ("a/b::c.csv:7", ("a/b::c.csv", 7)),
    ],
)
def test_an_origin_is_a_file_and_maybe_a_line(origin, expected):
    assert place(origin) == expected
