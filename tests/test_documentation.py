"""README, CONTRIBUTING and the pages they lead to say what is there, down to imports; examples are run."""

import argparse
import ast
import re
import shlex
from pathlib import Path

import pytest

from analysis import execution, tables
from analysis.cli import main, parser
from analysis.execution import parameters

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTIONS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
NOTEBOOKS = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = parser()._subparsers._group_actions[0].choices
FENCES = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
TOLD = [line for kind, block in FENCES if kind in ("sh", "bash") for line in block.splitlines()]
CALLS = [line.split("  #")[0].strip() for line in TOLD if line.startswith("newsbook ")]


def options() -> dict[str, str]:
    """Each option as the table of docs/commands.md names it, with its values, and the commands that have it."""
    found: dict[str, list[str]] = {}
    for name, command in [*COMMANDS.items(), ("newsbook", parser())]:
        for action in command._actions:
            if action.option_strings and not isinstance(action, argparse._HelpAction):
                values = action.metavar or "\\|".join(action.choices or ())
                *short, last = [f"`{option}`" for option in action.option_strings]
                shown = ", ".join([*short, f"{last[:-1]} {values}`" if values else last])
                found.setdefault(shown, []).append(name)
    return {shown: ", ".join(names) for shown, names in found.items()}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    assert f"`newsbook {name}" in README or f"\nnewsbook {name}" in README


def test_the_table_of_options_is_what_the_parser_takes():
    table = OPTIONS.partition("| Option | Of | Meaning |")[2].partition("\n\n")[0].splitlines()[2:]
    cells = [re.split(r"(?<!\\)\|", row)[1:-1] for row in table]
    assert all(len(row) == 3 and row[2].strip() for row in cells)
    assert len(cells) == len(options())
    assert {row[0].strip(): row[1].strip() for row in cells} == options()


@pytest.mark.parametrize("call", CALLS)
def test_every_command_line_of_the_readme_is_one_that_the_parser_takes(call):
    assert parser().parse_args(shlex.split(call)[1:]).command in COMMANDS


def test_there_is_an_example_of_every_command():
    assert {shlex.split(call)[1] for call in CALLS} == set(COMMANDS)


@pytest.mark.parametrize("name", list(tables.TABLES))
def test_every_table_is_documented(name):
    assert f"`{name}`" in NOTEBOOKS


def test_every_parameter_of_a_notebook_is_documented():
    names = {p.name for path in execution.find().values() for p in parameters.read(path)}
    assert not [name for name in sorted(names) if f"`{name}`" not in NOTEBOOKS]


def test_every_file_the_readme_links_to_is_there():
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_the_readme_is_read_in_five_minutes():
    """At some 200 words a minute of technical prose, what is in code blocks and tables left out."""
    prose = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    words = [line for line in prose.splitlines() if not line.startswith("|")]
    assert len(" ".join(words).split()) <= 1000


@pytest.mark.parametrize("text", [README, CONTRIBUTING])
def test_every_file_that_is_named_is_there(text):
    named = re.findall(r"`((?:analysis|notebooks|tests|training|benchmarks|docs)/[\w./-]*)`", text)
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


def layers() -> dict[str, int]:
    """The place of each package in the order of imports."""
    order = re.search(r"```\n(\S+, .*?→.*?)```", CONTRIBUTING, re.DOTALL)[1]
    return {name.strip(): n for n, names in enumerate(order.split("→")) for name in names.split(",")}


def imported(path: Path) -> set[str]:
    """The packages of ours that a file imports, also within functions, but for types only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]
    left_out = {id(inner) for node in types for inner in ast.walk(node)}
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in left_out:
            package, _, inner = node.module.partition(".")
            if package == "analysis":
                names |= {inner.partition(".")[0]} if inner else {alias.name for alias in node.names}
    return names - {"__version__"}


def test_imports_go_the_way_that_is_told():
    place, root = layers(), ROOT / "analysis"
    modules = {p.relative_to(root).parts[0].removesuffix(".py"): [] for p in root.rglob("*.py")}
    for path in root.rglob("*.py"):
        modules[path.relative_to(root).parts[0].removesuffix(".py")].append(path)
    assert modules.keys() - {"__init__", "__main__"} == place.keys()
    upwards = {
        (name, other)
        for name in place
        for path in modules[name]
        for other in imported(path) - {name}
        if place[other] >= place[name]
    }
    assert not upwards


def test_the_python_examples_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for kind, block in FENCES:
        if kind == "python":
            exec(compile(block, "README.md", "exec"), {})


def test_the_command_lines_for_the_embedded_example_run(tmp_path, monkeypatch, capsys):
    """Those that need neither a corpus of one's own nor a kernel, in order, in one folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for call in CALLS:
        command = shlex.split(call)[1:]
        if "my-" not in call and command[0] not in ("report", "evaluate"):
            assert main(command) == 0, (call, capsys.readouterr().err)
