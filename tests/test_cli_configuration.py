"""newsbook.toml: what it gives, what the command line takes back, where it is found; completion."""

import pytest

from analysis import corpus
from analysis.cli import configuration, main, parser
from analysis.cli.arguments import commands

FILE = """
corpus = ["one", "two"]
notebooks = ["quote-attribution"]
[columns]
text = "body"
outlet = "paper"
[options]
engine = "rules"
store = "kept"
strict = true
fresh = false
out = "site"
[parameters]
top = 30
once = true
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "newsbook.toml").write_text(FILE, encoding="utf-8")
    return tmp_path


def parsed(*arguments: str):
    return configuration.parse(parser(), list(arguments))


def test_a_file_gives_what_the_command_line_leaves_open(here):
    given = parsed("report")
    assert given.corpus == ["one", "two"]
    assert (given.engine, given.store, given.out, given.fresh) == ("rules", "kept", "site", False)
    assert given.column == ["text=body", "outlet=paper"]
    assert given.parameter == ["top=30", "once=true"]
    assert given.notebook == ["quote-attribution"]
    assert given.configuration == "newsbook.toml"


def test_the_command_line_wins(here):
    given = parsed(
        "report", "three", "--engine", "tagger", "-p", "top=5", "--column", "text=words", "--notebook", "01"
    )
    assert (given.corpus, given.engine, given.notebook) == (["three"], "tagger", ["01"])
    assert given.parameter == ["once=true", "top=5"]
    assert given.column == ["outlet=paper", "text=words"]


@pytest.mark.parametrize(
    ("written", "kept"), [("true", "rejects"), ("false", False), ('"warnings"', "warnings")]
)
def test_strict_is_on_or_off_or_of_warnings_and_the_command_line_wins(here, written, kept):
    (here / "newsbook.toml").write_text(f"[options]\nstrict = {written}\n", encoding="utf-8")
    assert parsed("check").strict == kept
    assert parsed("check", "--strict").strict == "rejects"
    assert parsed("check", "--strict=warnings").strict == "warnings"


def test_a_form_that_an_option_has_not_is_refused_with_those_it_has(here):
    (here / "newsbook.toml").write_text('[options]\nstrict = "errors"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="strict: true or false, or warnings, not 'errors'"):
        parsed("check")


def test_a_command_takes_what_it_has_and_one_without_a_corpus_takes_nothing(here):
    assert parsed("check").column == ["text=body", "outlet=paper"]
    assert parsed("verify", "kept").configuration == ""


def test_the_file_beside_the_articles_comes_first_and_means_its_own_folder(here):
    beside = here / "far"
    beside.mkdir()
    (beside / "newsbook.toml").write_text('[options]\nstore = "kept"\n', encoding="utf-8")
    (beside / "a.txt").write_text("Words.", encoding="utf-8")
    for corpus_given in ("far", "far/a.txt"):
        given = parsed("annotate", corpus_given)
        assert (given.configuration, given.store) == ("far/newsbook.toml", "far/kept")
        assert given.engine == "tagger"


def test_the_file_is_no_part_of_the_corpus_and_is_named(here, capsys):
    (here / "newsbook.toml").write_text("[options]\nstrict = true\n", encoding="utf-8")
    (here / "a.txt").write_text("Words.", encoding="utf-8")
    articles, rejects = corpus.read(here)
    assert (len(articles), len(rejects)) == (1, 0)
    assert main(["check", "a.txt"]) == 0
    assert "settings of newsbook.toml" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_knows_each_command(shell, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--print-completion", shell])
    assert stopped.value.code in (0, None)
    printed = capsys.readouterr().out
    assert all(name in printed for name in commands(parser()))
    assert "--follow-links" in printed
