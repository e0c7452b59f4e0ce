"""No control sequence of an article, a file name or an error reaches a terminal; piped data stay exact."""

import io
import json
import sys
from pathlib import Path

import pytest

from analysis.cli import main, terminal

ESCAPE = "\x1b[31mRED\x1b]0;owned\x07 \x9b2J\u202e"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    row = {
        "id": f"a{ESCAPE}",
        "outlet": f"{ESCAPE}\nrejects 0",
        "text": f"“We won {ESCAPE},” said Ada Byron {ESCAPE}.",
    }
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def store(corpus: Path, tmp_path: Path) -> Path:
    arguments = ["--store", str(tmp_path / "store"), "--engine", "rules", "--sentiment", "lexicon"]
    assert main(["annotate", str(corpus), *arguments]) == 0
    return tmp_path / "store"


def obeyed(text: str) -> set[str]:
    return {c for c in text if not (c.isprintable() or c in "\n\ufffd")}


def test_what_a_terminal_would_obey_is_replaced_and_the_rest_stays():
    assert terminal.clean("a\x1b[0m\x9bb\u202ec\rd\ud800") == "a\ufffd[0m\ufffdb\ufffdc\ufffdd\ufffd"
    assert (
        terminal.clean("tab\tline\nwindows\r\né 👩\u200d🚀 \u200f")
        == "tab\tline\nwindows\r\né 👩\u200d🚀 \u200f"
    )


def test_a_field_is_one_line():
    assert terminal.field("one\n\r two\x1b") == "one two\ufffd"


@pytest.mark.parametrize("arguments", [["check"], ["check", "--json"]])
def test_check_tells_names_without_control_sequences(arguments, corpus, monkeypatch):
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert main([*arguments, str(corpus)]) == 0
    told = sys.stdout.getvalue()
    assert "[31mRED" in told
    assert not obeyed(told)


def test_a_name_makes_no_line_of_its_own(corpus, capsys):
    assert main(["check", str(corpus)]) == 0
    told = capsys.readouterr().out
    assert "\nrejects         0\n" in told
    assert "\nrejects 0" not in told


@pytest.mark.parametrize("table", ["articles", "quotations"])
@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_an_export_is_cleaned_on_a_terminal_and_exact_elsewhere(
    store, table, format, monkeypatch, tmp_path, capsys
):
    arguments = ["export", str(store), "--table", table, "--format", format]
    assert main([*arguments, "--out", str(tmp_path / "file")]) == 0
    capsys.readouterr()
    assert main(arguments) == 0
    exact = capsys.readouterr().out
    assert exact == (tmp_path / "file").read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert main(arguments) == 0
    assert obeyed(exact)
    assert not obeyed(sys.stdout.getvalue())
    assert sys.stdout.getvalue() == terminal.clean(exact)


def test_an_error_quotes_names_without_control_sequences(tmp_path, capsys):
    assert main(["check", str(tmp_path / f"{ESCAPE}.csv")]) == 2
    told = capsys.readouterr().err
    assert "[31mRED" in told
    assert not obeyed(told)
