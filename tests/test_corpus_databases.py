"""Databases: the one table with texts, or the one that is named."""

import sqlite3
import zipfile

import pytest
from test_corpus import read, reasons, write

from analysis import corpus


def database(path, tables):
    connection = sqlite3.connect(path)
    for name, columns in tables.items():
        connection.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
        connection.execute(
            f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})',
            [f"{c} of {name}" for c in columns],
        )
    connection.commit()
    connection.close()
    return path


def test_the_only_table_with_texts_is_read(tmp_path):
    path = database(tmp_path / "a.sqlite", {"people": ["name"], "news": ["body", "newspaper"]})
    articles, rejects = read(path)
    assert articles[["text", "outlet"]].values.tolist() == [["body of news", "newspaper of news"]]
    assert articles["origin"].tolist() == ["a.sqlite::news:1"]
    assert len(rejects) == 0


def test_several_are_named_and_one_can_be_chosen(tmp_path):
    path = database(tmp_path / "a.db", {"news": ["body"], "old news": ["body"]})
    articles, rejects = read(path)
    assert (len(articles), reasons(rejects)) == (0, ["unsupported"])
    assert "news, old news; name one: a.db::news" in rejects["detail"].iloc[0]
    assert read(f"{path}::old news")[0]["text"].tolist() == ["body of old news"]
    both = [f"{path}::news", f"{path}::old news"]
    assert read(both)[0]["text"].tolist() == ["body of news", "body of old news"]
    articles, rejects = read(f"{path}::olds")
    assert (len(articles), reasons(rejects)) == (0, ["unreadable"])
    assert "there are: news (body); old news (body)" in rejects["detail"].iloc[0]


def test_a_mapped_column_says_which_table_is_meant(tmp_path):
    path = database(tmp_path / "a.sqlite", {"first": ["words"], "second": ["story_of_it"]})
    assert reasons(read(path)[1]) == ["no text column"]
    assert read(path, columns={"text": "words"})[0]["text"].tolist() == ["words of first"]


def test_a_database_in_an_archive_is_read_in_memory(tmp_path):
    path = database(tmp_path / "a.sqlite", {"news": ["body"]})
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(path, "inner/a.sqlite")
    assert read(tmp_path / "b.zip")[0]["text"].tolist() == ["body of news"]


def test_views_virtual_tables_and_what_these_keep_are_passed_over(tmp_path):
    path = database(tmp_path / "a.sqlite", {"news": ["body"]})
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIEW seen AS SELECT body FROM news")
    connection.execute("CREATE VIRTUAL TABLE found USING fts4(body)")
    connection.close()
    assert read(path)[0]["origin"].tolist() == ["a.sqlite::news:1"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"no database at all", "unsupported"), (b"SQLite format 3\0" + b"\1" * 900, "unreadable")],
)  # fmt: skip
def test_what_is_no_database_is_one_reject(tmp_path, content, reason):
    articles, rejects = read(write(tmp_path / "a.db", content))
    assert (len(articles), reasons(rejects)) == (0, [reason])


def test_a_table_of_a_file_that_is_none_is_no_place(tmp_path):
    with pytest.raises(FileNotFoundError):
        corpus.stream(f"{tmp_path / 'a.sqlite'}::news")
    write(tmp_path / "b.txt", "Text.")
    with pytest.raises(FileNotFoundError):
        corpus.stream(f"{tmp_path / 'b.txt'}::news")


def test_a_file_with_colons_in_its_name_is_a_file(tmp_path):
    write(tmp_path / "a::b.txt", "The mill closed.")
    assert read(tmp_path / "a::b.txt")[0]["text"].tolist() == ["The mill closed."]


def test_duckdb_is_read_or_says_what_to_install(tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect(str(tmp_path / "a.duckdb"))
    connection.execute(
        "CREATE TABLE news AS SELECT 'The mill closed.' AS body, DATE '2020-05-05' AS published"
    )
    connection.execute("CREATE TABLE people (name TEXT)")
    connection.close()
    articles, rejects = read(tmp_path / "a.duckdb")
    assert articles["text"].tolist() == ["The mill closed."]
    assert articles["published"].dt.year.tolist() == [2020]
    assert len(rejects) == 0
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    articles, rejects = read(tmp_path / "a.duckdb")
    assert (len(articles), reasons(rejects)) == (0, ["unsupported"])
    assert "newsbook[duckdb]" in rejects["detail"].iloc[0]
