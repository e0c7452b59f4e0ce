"""Usual mistakes: each is one line that says what to do, with the right exit code; nothing is left behind."""

import errno
import json
import os
import tempfile
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.store import place as places

TONE = ["report", "articles.csv", "--notebook", "02-sentiment"]
DICTIONARIES = {
    "list.yml": "- tank\n- drone\n",
    "twice.yml": "war: [tank]\nwar: [drone]\n",
    "one/tone.yml": "war: [tank]\n",
    "two/tone.yml": "war: [drone]\n",
}
FAST = ["--engine", "rules", "--sentiment", "lexicon", "--workers", "1"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "articles.csv").write_text("text,outlet\n“We won”,Post\n", encoding="utf-8")
    (tmp_path / "nothing").mkdir()
    return tmp_path


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    (folder / "a.txt").write_text("“We won,” said Ada Byron.", encoding="utf-8")
    assert main(["annotate", str(folder / "a.txt"), "--store", str(folder / "s"), *FAST, "--quiet"]) == 0
    return folder / "s"


def code(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as stopped:
        return int(stopped.code)


@pytest.mark.parametrize(
    ("arguments", "number", "said"),
    [
        (["anotate"], 2, "did you mean annotate?"),
        (["annotate", "--egine", "rules"], 2, "--egine: no such option; did you mean --engine?"),
        (["annotate", "--engine", "rule"], 2, "'rule' is none of: tagger, rules; did you mean rules?"),
        (["check", "article.csv"], 2, "no such file or folder: article.csv; did you mean articles.csv?"),
        (
            ["check", "articles.csv", "--column", "text=txt"],
            2,
            "no column txt; there are: text, outlet; did you",
        ),
        (["check", "articles.csv", "articles.csv"], 2, "articles.csv is given twice; name each corpus once"),
        (["check", "nothing"], 4, "nothing could be read as an article"),
        (["report", "--notebook", "quote-atribution"], 2, "did you mean 03-quote-attribution?"),
        (["report", "-p", "topp=3"], 2, "parameter topp: no such name; there are: "),
        (["report", "-p", "since=2024-13-01"], 2, "it takes a date as YYYY-MM-DD, or empty"),
        (["report", "-p", "top=many"], 2, "it takes a whole number from 1 to 200"),
        (["export", "nothing"], 2, "make them: newsbook annotate CORPUS --store nothing"),
        (["export", "nothing", "--table", "quotation"], 2, "did you mean quotations?"),
        (["new", "nothing", "--since", "tomorrow"], 2, "neither a date as YYYY-MM-DD nor last"),
        (["annotate", "--log", "gone/x"], 2, "gone/x: no such file or folder; check the path"),
        (["check", "articles.csv", "more"], 2, "no such file or folder: more"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(arguments, number, said, here, capsys):
    before = sorted(p.name for p in here.iterdir())
    assert code(arguments) == number
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("newsbook")
    assert said in lines[0]
    assert sorted(p.name for p in here.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "number", "said"),
    [
        (["annotate", "articles.csv", "--store", "file", *FAST], 2, "file is a file, not a folder; choose"),
        (["export", "file"], 2, "file is a file, not a folder; choose another place: --store, --out"),
        (["verify", "file"], 2, "file is a file, not a folder"),
        (["verify", "gone"], 2, "gone: no annotations here; check the path"),
        (["notebooks", "--copy", "file"], 2, "file: this is there already; choose another place"),
        (["check", "articles.csv", "--log", "nothing"], 2, "nothing: this is a folder; name a file"),
        (["check", "articles.csv", "--html", "nothing"], 2, "nothing: this is a folder; name a file"),
        (["check", "empty.csv"], 4, "(0 rejects); no file in it holds any text: check the path"),
        (
            ["check", "articles.csv", "--column", "txt=text"],
            4,
            "say which column has the text: --column text=NAME",
        ),
        (["check", "picture.csv"], 4, "(1 reject: 1 encoding); is it text? save it as UTF-8"),
        (["new", "nothing", "--since", "2020-02-30"], 2, "'2020-02-30' is neither a date as YYYY-MM-DD nor"),
        ([*TONE, "-p", "dictionary=list.yml"], 2, "its top is no category with patterns below it"),
        ([*TONE, "-p", "dictionary=twice.yml"], 2, "the category 'war' stands there twice; put its patterns"),
        (
            [*TONE, "--dictionary", "one/tone.yml", "--dictionary", "two/tone.yml"],
            2,
            "rename one of the files",
        ),
        (["evaluate", "quotations", "--gold", "articles.csv"], 2, "articles.csv, line 1: no JSON"),
        (["report", "articles.csv", "--out", "file", *FAST], 2, "file is a file; choose a folder"),
        (
            ["report", "articles.csv", "-p", "since=2020-02-30"],
            2,
            "'2020-02-30' is not allowed; it takes a date",
        ),
        (["report", "articles.csv", "-p", "minimum_cuont=3"], 2, "did you mean minimum_count?"),
        (["report", "articles.csv", "--notebook", "broken.ipynb"], 2, "not a notebook that can be run: "),
        (["report", "articles.csv", "-p", "top=3", "-p", "top=4"], 2, "parameter top is given twice"),
    ],
)
def test_an_unusual_mistake_is_one_line_too(arguments, number, said, here, capsys):
    (here / "file").write_text("x", encoding="utf-8")
    (here / "empty.csv").write_bytes(b"")
    (here / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    for name, text in DICTIONARIES.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
    (here / "broken.ipynb").write_text('{"cells": [', encoding="utf-8")
    assert code(arguments) == number
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("newsbook")
    assert said in lines[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[options", "newsbook.toml: no TOML that can be read"),
        (
            "corpsu = 'x'",
            "'corpsu' is none of: corpus, columns, options, notebooks, parameters; did you mean corpus?",
        ),
        ("[options]\nengin = 'rules'", "options.engin: no such option; did you mean engine?"),
        (
            "[options]\nengine = 'magic'",
            "newsbook.toml: argument --engine: 'magic' is none of: tagger, rules",
        ),
        ("[options]\nengine = true", "options.engine: one value, not True"),
        ("[options]\nfresh = 'yes'", "options.fresh: true or false"),
        ("options = 3", "write [options]"),
        ("corpus = 3", "corpus is a text, or a list of texts"),
        ("[parameters]\ntop = [1]", "parameters.top: one value"),
        ("[options]\ncolumn = 'text=body'", "write it as columns"),
        ("[options]\nscheduler = 'tcp://elsewhere'", "say it on the command line: --scheduler"),
        ("[options]\nlog = '/etc/x'", "say it on the command line: --log"),
        ("[options]\nstore = 's3://elsewhere/x'", "say it on the command line: --store"),
        ("notebooks = ['evil.ipynb']", "is a path, whose code would run"),
        ("notebooks = ['./03']", "is a path, whose code would run"),
    ],
)
def test_a_configuration_that_is_wrong_is_refused_with_its_name(text, said, here, capsys):
    (here / "newsbook.toml").write_text(text, encoding="utf-8")
    assert code(["annotate", "articles.csv"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert "newsbook.toml" in lines[0]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "no space left on the disk; free some, or choose other places: --store, --out"),
        (errno.EACCES, "no right to read or write here; change it, or choose another place"),
        (errno.EROFS, "no right to read or write here"),
    ],
)
@pytest.mark.parametrize("arrow", [False, True])
def test_a_full_disk_and_missing_rights_are_told_with_the_way_out(
    number, said, arrow, here, monkeypatch, capsys
):
    def refused(*_):
        if arrow:  # Arrow says the number in its text only
            raise OSError(f"Failed to write. Detail: [errno {number}] of the system")
        raise OSError(number, "as the system says it", "a/file")

    monkeypatch.setattr(places, "write", refused)
    monkeypatch.setattr(places, "write_json", refused)
    assert code(["annotate", "articles.csv", "--store", "store", *FAST]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]


def test_a_store_of_a_newer_format_and_an_unknown_speaker_are_refused(store, tmp_path, capsys):
    assert code(["new", str(store), "--speaker", "Ada Bryon"]) == 2
    assert "is called 'Ada Bryon'; did you mean Ada Byron?" in capsys.readouterr().err
    newer = tmp_path / "newer"
    (newer / "manifest").mkdir(parents=True)
    (newer / "format.json").write_text(json.dumps({"format": 99}))
    assert code(["export", str(newer)]) == 2
    assert "Update newsbook, or use another store." in capsys.readouterr().err


def test_a_folder_that_holds_something_else_is_no_place_for_a_report(here, capsys):
    assert code(["report", "articles.csv", "--out", ".", *FAST]) == 2
    assert "choose another folder or empty it" in capsys.readouterr().err


def test_a_date_that_there_is_not_is_told_and_the_article_is_kept(here, capsys):
    (here / "dates.csv").write_text("text,published\nOne,2020-02-30\nTwo,2020-02-28\n", encoding="utf-8")
    assert code(["check", "dates.csv", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["articles"], found["without_date"]) == (2, 1)
    assert [(r["line"], r["reason"], r["detail"]) for r in found["rejected"]] == [
        (2, "bad date", "'2020-02-30': no date")
    ]


@pytest.fixture
def locked(monkeypatch):
    """Folders that may not be read, or not be written into, and a user who may not do everything, for a test."""
    if os.name != "posix":
        pytest.skip("no rights of that kind here")
    with tempfile.TemporaryDirectory() as folder:  # not below pytest's, which is root's alone
        monkeypatch.chdir(folder)
        monkeypatch.setenv("XDG_CACHE_HOME", f"{folder}/cache")
        Path(folder).chmod(0o777)
        for name, mode in (("locked", 0), ("half", 0o755), ("still", 0o555)):
            Path(name).mkdir()
            for article in ("a.txt", "b.txt"):
                Path(name, article).write_text("“We won,” said Ada Byron.", encoding="utf-8")
            Path(name, "b.txt").chmod(0)
            Path(name).chmod(mode)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)
        yield
        if before == 0:
            os.seteuid(before)
        for name in ("locked", "still"):
            Path(name).chmod(0o755)


@pytest.mark.parametrize(
    ("arguments", "number", "said"),
    [
        (["check", "locked"], 4, "1 unreadable); may you read it? change its rights, or name another corpus"),
        (["check", "half/b.txt"], 4, "1 unreadable); may you read it? change its rights, or"),
        (
            ["annotate", "half/a.txt", "--store", "still/store", *FAST],
            2,
            "still/store: no right to read or write",
        ),
        (
            ["check", "half/a.txt", "--log", "still/log"],
            2,
            "still/log: no right to read or write here; change",
        ),
    ],
)
def test_without_the_rights_it_is_one_line_too(arguments, number, said, locked, capsys):
    assert code([*arguments, "--quiet"]) == number
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if line.startswith("newsbook")] == lines[-1:]
    assert said in lines[-1]


def test_a_process_that_died_is_no_reader_who_left(here, monkeypatch, capfd):
    def died(*_, **__):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(places, "write_json", died)
    assert code(["annotate", "articles.csv", "--store", "store", *FAST, "--quiet"]) == 2
    assert "a process that helps here ended before it was done" in capfd.readouterr().err
