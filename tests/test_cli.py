import json
import os
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from analysis import evaluation, tables
from analysis.cli import KINDS, TABLES, commands, inputs, main, parser

ROOT = Path(__file__).parent.parent
COMMANDS = parser()._subparsers._group_actions[0].choices


def newsbook(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=120)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.csv"
    path.write_text('body,paper\n"“We won,” said Ada Byron.",A\n"",B\n', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("chosen", "used"), [({}, "system"), ({"ARROW_DEFAULT_MEMORY_POOL": "mimalloc"}, "mimalloc")]
)
def test_arrow_takes_its_memory_from_the_system_unless_told_otherwise(chosen, used):
    code = (
        "from analysis.cli import main; main(['notebooks'])\n"
        "import pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    )
    kept = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    environment = {**kept, **chosen, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120
    )
    assert done.stdout.splitlines()[-1] == used


def test_no_process_runs_what_lies_in_the_folder_where_it_is_started(tmp_path):
    for name in (
        "signal",
        "loky",
        "papermill",
        "analysis",
    ):  # of Python's own, of a worker, of a kernel, ours
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write('{name} ')\n")
    (tmp_path / "articles.jsonl").write_text('{"text": "“We won,” said Ada Byron."}\n', encoding="utf-8")
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for source in (
            "import os, signal, analysis.show, beside",
            "assert 'PYTHONSAFEPATH' not in os.environ",
        )
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "own.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "mine" / "beside.py").touch()
    arguments = ["report", "articles.jsonl", "--engine", "rules", "--sentiment", "lexicon", "--workers", "2"]
    arguments += ["--notebook", "mine/own.ipynb", "--out", "site", "--store", "store"]
    # The script that pip installs finds no modules in the current folder; nor does this.
    script = f"import sys; sys.path.remove(''); from analysis.cli import main; sys.exit(main({arguments!r}))"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert (done.returncode, (tmp_path / "ran").exists()) == (0, False), done.stderr


@pytest.mark.parametrize(
    ("kind", "told"), [(UserWarning, True), (SyntaxWarning, False), (FutureWarning, False)]
)
def test_warnings_of_the_corpus_are_told_and_those_of_code_are_not(kind, told, monkeypatch, capsys):
    monkeypatch.setattr(commands, "notebooks", lambda options: warnings.warn("Beware.", kind, stacklevel=1))
    assert main(["notebooks"]) == 0
    assert ("newsbook: Beware." in capsys.readouterr().err) == told


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_shows_an_example_and_the_exit_codes(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert f"example:\n  newsbook {command}" in shown
    assert "exit codes: 0 done" in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_one_that_the_parser_takes(command):
    import shlex

    example = COMMANDS[command].epilog.splitlines()[1].strip()
    assert parser().parse_args(shlex.split(example)[1:]).command == command


def test_every_command_is_implemented():
    assert all(callable(getattr(commands, command)) for command in COMMANDS)


def test_the_tables_offered_are_the_tables_there_are():
    assert tuple(tables.TABLES) == TABLES


def test_help_and_import_load_no_heavy_library():
    code = "import analysis, sys, analysis.cli as m; m.parser(); print(','.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not {"pandas", "numpy", "pyarrow", "matplotlib", "papermill"} & set(done.stdout.strip().split(","))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nowhere"], "no such file or folder: nowhere"),
        (["report", "nowhere", "--out", "site"], "no such file or folder: nowhere"),
        (["report", "--out", "site", "-p", "top"], "name=value"),
        (["report", "--out", "site", "--notebook", "nosuch"], "nosuch"),
        (["report", "--out", "site", "-p", "store=x"], "give it as --store"),
        (["annotate", "--column", "text"], "OURS=THEIRS"),
        (["export", "nowhere"], "nowhere"),
        (["export", "nowhere", "--format", "xlsx"], "nowhere"),
        (["evaluate", "quotations", "--gold", "nowhere"], "no such file: nowhere"),
        (["correct", "nowhere", "folder", "--by", "Ada"], "nowhere"),
    ],
)
def test_errors_of_users_are_one_line_and_exit_code_2(arguments, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.startswith(f"newsbook {arguments[0]}: ")
    assert len(shown.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["report", "--engine", "magic"], "tagger"),
        (["report", "--sentiment", "magic"], "lexicon"),
        (["export", "s", "--table", "magic"], "quotations"),
        (["export", "s", "--format", "magic"], "xlsx"),
        (["evaluate", "magic", "--gold", "g"], "alignment"),
        (["annotate", "--workers", "0"], "from 1 up"),
        (["magic"], "report"),
        ([], "COMMAND"),
    ],
)
def test_wrong_choices_list_the_allowed_and_exit_with_2(arguments, allowed, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert allowed in capsys.readouterr().err


def test_check_says_what_was_found(articles, capsys):
    assert main(["check", str(articles), "--column", "text=body", "--column", "outlet=paper"]) == 0
    shown = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert shown["articles"].startswith("1 ")
    assert shown["outlets"] == "1: A 1"
    assert shown["rejects"] == "1"
    assert shown["empty"] == "1"


def test_check_prints_json(articles, capsys):
    assert main(["check", str(articles), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rejects"] == {"empty": 1}


def test_strict_makes_rejects_exit_code_3(articles):
    assert main(["check", str(articles), "--strict"]) == 3


def test_without_a_corpus_the_embedded_example_is_read(capsys):
    assert main(["check", "--strict"]) == 0
    assert capsys.readouterr().out.startswith("articles        2 ")


@pytest.mark.parametrize("given", [["text"], ["=body"], ["text="], ["text=a", "text=b"]])
def test_columns_are_ours_equals_theirs_once(given):
    with pytest.raises(ValueError, match="--column"):
        inputs.columns(given)


def test_columns_may_hold_any_name_of_theirs():
    assert inputs.columns(["text=the body=x", "outlet=Zeitung"]) == {
        "text": "the body=x",
        "outlet": "Zeitung",
    }


def test_an_interrupt_ends_without_traceback(monkeypatch, capsys):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "check", interrupted)
    assert main(["check"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_an_error_of_ours_is_not_hidden(monkeypatch):
    def broken(options):
        raise AssertionError("ours")

    monkeypatch.setattr(commands, "check", broken)
    with pytest.raises(AssertionError, match="ours"):
        main(["check"])


def test_a_reader_who_leaves_causes_no_traceback():
    command = f"{sys.executable} -m analysis check --json | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stderr == ""


def test_the_module_runs_from_any_folder(tmp_path):
    done = newsbook("--version", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("newsbook ")


def test_the_kinds_of_evaluation_offered_are_those_there_are():
    modules = [import_module(f"analysis.evaluation.{m.name}") for m in iter_modules(evaluation.__path__)]
    able = {module.__name__.rpartition(".")[2] for module in modules if hasattr(module, "evaluate")}
    assert set(KINDS) == able
    assert all(callable(import_module(f"analysis.evaluation.{kind}").render) for kind in KINDS)


FAST = ["--engine", "rules", "--sentiment", "lexicon", "--workers", "1"]


@pytest.mark.parametrize("command", ["annotate", "report", "check", "speakers"])
def test_a_corpus_without_an_article_is_exit_code_4_and_one_sentence_that_tells_the_rejects(
    command, tmp_path, capsys
):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    options = [] if command == "check" else [*FAST, "--store", str(tmp_path / "store")]
    options += ["--out", str(tmp_path / "site")] if command == "report" else []
    assert main([command, str(corpus), *options]) == 4
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"newsbook {command}: nothing could be read as an article (0 rejects); "
        "no file in it holds any text: check the path"
    )
    (corpus / "a.docx").write_bytes(b"PK")
    (corpus / "a.txt").write_text(" ")
    (corpus / "b.txt").write_text("")
    assert main([command, str(corpus), *options]) == 4
    assert "(3 rejects: 2 empty, 1 unsupported)" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_rejects_are_told_by_reason_at_the_end(articles, tmp_path, capsys):
    assert main(["annotate", str(articles), *FAST, "--store", str(tmp_path / "store")]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "1 reject: 1 empty"


def test_links_are_followed_when_asked_and_the_store_remembers_it(tmp_path):
    from analysis import annotate

    corpus, store = tmp_path / "corpus", str(tmp_path / "store")
    corpus.mkdir()
    (corpus / "a.txt").write_text("“We won,” said Ada Byron.")
    (tmp_path / "b.txt").write_text("“We lost,” said Mary Shelley.")
    (corpus / "b.txt").symlink_to(tmp_path / "b.txt")
    given = {"store": store, "engine": "rules", "sentiment": "lexicon", "workers": 1}
    assert len(annotate.run(corpus, **given)) == 1
    assert main(["annotate", str(corpus), *FAST, "--store", store, "--follow-links"]) == 0
    assert len(annotate.run(corpus, **given)) == 2


def test_fresh_reads_files_again_that_look_as_they_did(tmp_path, monkeypatch):
    from analysis import corpus as corpora
    from analysis import store as stores

    monkeypatch.setattr(corpora, "fingerprint", lambda source, **options: "the same")
    path, store = tmp_path / "a.txt", str(tmp_path / "store")
    call = ["annotate", str(path), *FAST, "--store", store]
    path.write_text("“We won,” said Ada Byron.")
    assert main(call) == 0
    path.write_text("“We lost,” said Ada Byron.")
    assert main(call) == 0
    assert stores.read(store).articles["text"].tolist() == ["“We won,” said Ada Byron."]
    assert main([*call, "--fresh"]) == 0
    assert stores.read(store).articles["text"].tolist() == ["“We lost,” said Ada Byron."]


def test_a_folder_whose_name_has_a_line_break_is_one_folder(tmp_path):
    corpus = tmp_path / "one\ntwo"
    corpus.mkdir()
    (corpus / "a.txt").write_text("“We won,” said Ada Byron.")
    assert main(["annotate", str(corpus), *FAST, "--store", str(tmp_path / "store")]) == 0
