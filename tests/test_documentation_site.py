"""The site of the documentation: its reference is complete, its pages are reached, its examples run as they stand."""

import argparse
import importlib.util
import os
import re
import shlex
from pathlib import Path

import exported
import pytest

from analysis import execution, tables
from analysis.cli import main, parser
from analysis.execution import parameters

DOCS = Path(__file__).parent.parent / "docs"
_SPEC = importlib.util.spec_from_file_location("reference_pages", DOCS / "reference_pages.py")
pages = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(pages)
WRITTEN = sorted(p for p in DOCS.rglob("*.md") if "reference" not in p.relative_to(DOCS).parts)


def sections(page: str) -> dict[str, str]:
    """What stands under each heading of the second level."""
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in page.split("\n## ")[1:]}


def listed(section: str) -> list[list[str]]:
    """The cells of a section's table, without its head."""
    lines = [line for line in section.splitlines() if line.startswith("| ")][2:]
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines
    ]


def test_every_table_and_column_is_in_the_reference_with_its_dtype_and_meaning():
    found = sections(pages.table_page())
    assert list(found) == list(tables.TABLES)
    for name, table in tables.TABLES.items():
        cells = listed(found[name])
        assert [(row[0], row[1]) for row in cells] == [
            (f"`{column}`", f"`{described.dtype}`") for column, described in table.columns.items()
        ]
        assert all(row[3] for row in cells)
    assert "`took too long`" in found["rejects"]


def every_command(top: argparse.ArgumentParser, name: str = "newsbook") -> dict[str, argparse.ArgumentParser]:
    found = {name: top}
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner, command in action.choices.items():
                found |= every_command(command, f"{name} {inner}")
    return found


def test_every_command_and_option_is_in_the_reference_with_what_it_does():
    found, known = sections(pages.command_page()), every_command(parser())
    assert found.keys() == known.keys()
    assert "newsbook review draw" in found
    for name, command in known.items():
        shown = {row[0]: row[1] for row in listed(found[name])}
        options = {option for action in command._actions for option in action.option_strings}
        missing = [
            option
            for option in options - {"-h", "--help"}
            if not any(re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", cell) for cell in shown)
        ]
        assert not missing, name
        assert all(shown.values()), name
        assert "%(" not in found[name]


def test_every_parameter_of_a_notebook_is_in_the_reference_with_its_default_and_rule():
    found = sections(pages.parameter_page())
    assert list(found) == list(execution.find())
    for name, path in execution.find().items():
        cells = listed(found[name])
        assert [(row[0], row[1]) for row in cells] == [
            (f"`{p.name}`", f"`{p.default!r}`") for p in parameters.read(path)
        ]
        assert all(row[2] for row in cells)


def test_public_functions_are_in_the_reference_with_their_docstrings():
    found = sections(pages.function_page("statistics"))
    assert {"keyness", "collocations"} <= {name.replace("\\", "") for name in found}
    assert "Lijffijt" in found["keyness"]
    assert "minimum_articles: int = 1" in found["keyness"]
    for package in pages.PACKAGES:
        assert all(thing.__doc__ for thing in pages.public(package).values()), package


def test_marks_of_markdown_in_a_text_are_shown_and_code_is_kept():
    assert pages.plain("a*b_<c> | `d*e|f`") == "a\\*b\\_\\<c\\> \\| `d*e|f`"


def test_a_page_whose_subject_is_gone_is_taken_away_and_others_are_left_as_they_are(tmp_path):
    pages.write(tmp_path)
    (tmp_path / "functions" / "gone.md").write_text("# Gone\n")
    before = (tmp_path / "tables.md").stat().st_mtime_ns
    pages.write(tmp_path)
    assert not (tmp_path / "functions" / "gone.md").exists()
    assert (tmp_path / "tables.md").stat().st_mtime_ns == before
    assert {path.stem for path in (tmp_path / "cards").rglob("*.md")} >= {"alignment", "judgement", "card"}


def test_every_page_is_in_a_table_of_contents_and_every_link_leads_to_a_page(tmp_path):
    told = "\n".join(
        re.findall(r"```\{toctree\}\n(.*?)```", (DOCS / "index.md").read_text("utf-8"), re.DOTALL)
    )
    patterns = [line for line in told.splitlines() if line and not line.startswith(":")]
    for path in WRITTEN:
        name = path.relative_to(DOCS).with_suffix("")
        assert name.name == "index" or any(name.match(pattern) for pattern in patterns), name
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            there = (path.parent / target).resolve()
            generated = there.is_relative_to(DOCS.resolve() / "reference")
            if generated:
                pages.write(tmp_path)
                there = tmp_path / there.relative_to(DOCS.resolve() / "reference")
            assert there.exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.stem)
def test_every_command_line_of_a_page_is_one_that_the_parser_takes(page):
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for line in "".join(blocks).splitlines():
        if line.startswith("newsbook "):
            assert parser().parse_args(shlex.split(line, comments=True)[1:]).command


TUTORIALS = sorted((DOCS / "tutorials").glob("*.md"))
FILE = re.compile(r"[Ss]ave this as `([^`]+)`:\n\n```\w*\n(.*?)```", re.DOTALL)
FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
GIVEN = {
    "my-nexis/export.docx": exported.docx(exported.nexis()),
    "my-articles/bridge.txt": "The bridge is shut, the mayor said.",
    "articles.jsonl": (Path(__file__).parent / "golden" / "articles.jsonl").read_bytes(),
}


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_runs_as_it_stands_and_shows_what_it_gives(tutorial, tmp_path, monkeypatch, capsys):
    """All but `report`, which needs kernels; each line of what is shown comes in what the block before it gave."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = tutorial.read_text(encoding="utf-8")
    for name, content in [*GIVEN.items(), *FILE.findall(text)]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    given, ran = "", 0
    for kind, block in FENCE.findall(FILE.sub("", text)):
        if kind == "sh":
            given = ""
            for call in [line.split("  #")[0].strip() for line in block.splitlines()]:
                if not call.startswith("newsbook "):
                    continue
                words = shlex.split(call)[1:]
                assert parser().parse_args(words).command
                if words[0] != "report":
                    assert main(words) == 0, call
                    ran += 1
                    shown = capsys.readouterr()
                    given += shown.out + shown.err
        elif kind == "python":
            exec(compile(block, tutorial.name, "exec"), {})
            given = capsys.readouterr().out
        elif kind == "text":
            words = {" ".join(line.split()) for line in given.splitlines()}
            missing = [line for line in block.splitlines() if " ".join(line.split()) not in words]
            assert not missing, f"{missing}\n\n{given}"
    assert ran


def test_binder_installs_this_checkout_with_the_tested_versions_and_annotates_the_example():
    """pip takes `-c` from the file's folder, and `-e` from where it runs: the root."""
    folder = DOCS.parent / ".binder"
    lines = [line.split() for line in (folder / "requirements.txt").read_text("utf-8").splitlines()]
    given = {words[0]: words[1] for words in lines if words[0] != "#"}
    assert (folder / given["-c"]).resolve() == DOCS.parent.resolve() / "constraints.txt"
    assert (DOCS.parent / given["-e"] / "pyproject.toml").exists()
    calls = [c for c in (folder / "postBuild").read_text("utf-8").splitlines() if c.startswith("newsbook ")]
    assert [parser().parse_args(shlex.split(call)[1:]).command for call in calls] == ["annotate"]
    assert os.name == "nt" or (folder / "postBuild").stat().st_mode & 0o100
