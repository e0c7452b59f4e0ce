"""The pages of the reference, made of the code: tables, commands, parameters, functions, cards of models.

Each function returns Markdown by page name. Nothing here is written twice: a new column, option or parameter is
on its page when the site is built again.
"""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from analysis import execution, tables
from analysis.cli import EXIT_CODES, parser
from analysis.execution import parameters as notebook_parameters

ROOT = Path(__file__).parent.parent
PACKAGES = (
    *("annotate", "store", "corpus", "segmentation", "quotation", "speakers", "named", "sentiment"),
    *("statistics", "comparison", "themes", "review", "summaries", "figures", "show", "export", "explorer"),
)


def write(folder: Path) -> None:
    """Write every page into `folder`; those that are as they were are left alone, those of nothing taken away."""
    wanted = {"tables": table_page(), "commands": command_page(), "parameters": parameter_page()}
    wanted |= {f"functions/{name}": function_page(name) for name in PACKAGES}
    wanted |= cards()
    wanted["changes"] = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    files = {folder / f"{name}.md": text for name, text in wanted.items()}
    for path in set(folder.rglob("*.md")) - files.keys():
        path.unlink()
    for path, text in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def plain(text: str) -> str:
    """Text as it is, where Markdown would read marks in it; what stands between backticks is code and stays."""
    code = re.split(r"(`[^`\n]+`)", text)
    return "".join(
        part if n % 2 else re.sub(r"([\\*_\[\]<>`#$|])", r"\\\1", part) for n, part in enumerate(code)
    )


def rows(head: tuple[str, ...], cells: list[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    lines = [head, tuple("---" for _ in head), *cells]
    return (
        "".join("| " + " | ".join(" ".join(cell.split()) for cell in line) + " |\n" for line in lines) + "\n"
    )


def coded(text: str) -> str:
    """Text as code in a cell of a table."""
    return "`" + text.replace("|", "\\|") + "`"


def table_page() -> str:
    """Every table of a store, with every column."""
    page = "# Tables and columns\n\nAn offset counts characters from 0; `text[start:end]` is the span.\n\n"
    for name, table in tables.TABLES.items():
        key = ", ".join(f"`{column}`" for column in table.key)
        page += f"## {name}\n\nOne row is {plain(table.row)}. Key: {key}.\n\n"
        page += rows(
            ("Column", "Dtype", "Unit", "Meaning"),
            [
                (coded(name), coded(column.dtype), plain(column.unit), plain(_meaning(column)))
                for name, column in table.columns.items()
            ],
        )
    return page


def _meaning(column: tables.Column) -> str:
    values = ", ".join(f"`{value}`" if value else "empty" for value in column.allowed)
    return column.meaning + (f"; one of {values}" if values else "")


def commands(
    top: argparse.ArgumentParser | None = None, name: str = "newsbook"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each command with its parser, those of a command behind it, in the order of the help."""
    top = top or parser()
    yield name, top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner, command in action.choices.items():
                yield from commands(command, f"{name} {inner}")


def arguments(command: argparse.ArgumentParser) -> list[tuple[str, str]]:
    """Each argument of a command as one writes it, with its help."""
    formatter = command._get_formatter()
    found = []
    for action in command._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        value = (
            action.metavar or "|".join(str(choice) for choice in action.choices or ()) or action.dest.upper()
        )
        names = ", ".join(action.option_strings)
        shown = f"{names} {value}" if names and action.nargs != 0 else names or str(value)
        found.append((shown, formatter._expand_help(action) if action.help else ""))
    return found


def command_page() -> str:
    """Every command, with every option and its example."""
    page = f"# Commands and options\n\n{plain(EXIT_CODES[0].upper() + EXIT_CODES[1:])}.\n\n"
    for name, command in commands():
        page += f"## {name}\n\n{plain(command.description or '')}\n\n"
        given = arguments(command)
        if given:
            page += rows(("Argument", "Meaning"), [(coded(shown), plain(told)) for shown, told in given])
        example = (command.epilog or "").removesuffix(EXIT_CODES).removeprefix("example:").strip()
        page += f"```sh\n{inspect.cleandoc(example)}\n```\n\n" if example.startswith("newsbook") else ""
    return page


def parameter_page() -> str:
    """Every parameter of every notebook, with its default and what it allows."""
    page = "# Parameters of the notebooks\n\nChecked before anything runs. `newsbook notebooks` lists them too.\n\n"
    for name, path in execution.find().items():
        found = [
            (coded(p.name), coded(repr(p.default)), plain(p.rule), plain(p.meaning))
            for p in notebook_parameters.read(path)
        ]
        page += f"## {name}\n\n" + rows(("Parameter", "Default", "Allowed", "Meaning"), found)
    return page


def public(package: str) -> dict[str, object]:
    """The functions and classes that a package offers by name: its own, and those it gives under the same name."""
    module = import_module(f"analysis.{package}")
    named = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    found = {name: getattr(module, name) for name in named}
    return {
        name: thing
        for name, thing in found.items()
        if (inspect.isfunction(thing) or inspect.isclass(thing))
        and thing.__module__.startswith(f"analysis.{package}")
    }


def function_page(package: str) -> str:
    """The functions and classes of one package, with their docstrings."""
    module = import_module(f"analysis.{package}")
    page = f"# analysis.{package}\n\n{docstring(module)}\n\n"
    for name, thing in public(package).items():
        signature = signed(thing)
        page += f"## {plain(name)}\n\n```text\n{name}{signature}\n```\n\n{docstring(thing)}\n\n"
    return page


class Bare(str):
    """An annotation that is shown without quotation marks."""

    __repr__ = str.__str__


def signed(thing: object) -> str:
    """The parameters of a function or class as its source writes them."""
    try:
        found = inspect.signature(thing)  # type: ignore[arg-type]
    except ValueError:
        return "(…)"

    def bare(given: object) -> object:
        return Bare(given) if isinstance(given, str) else given

    listed = [p.replace(annotation=bare(p.annotation)) for p in found.parameters.values()]
    told = found.replace(parameters=listed, return_annotation=bare(found.return_annotation))
    return re.sub(r" at 0x[0-9a-f]+", "", str(told))


def docstring(thing: object) -> str:
    """What a docstring says, as Markdown: paragraphs as they are, what is indented as code."""
    parts = re.split(r"\n\n", inspect.cleandoc(thing.__doc__ or ""))
    return "\n\n".join(
        part if part.startswith("    ") else "\n".join(plain(line.strip()) for line in part.splitlines())
        for part in parts
    )


def cards() -> dict[str, str]:
    """The cards of the models, as they lie beside the weights."""
    folder = ROOT / "analysis" / "models"
    return {
        f"cards/{path.relative_to(folder).with_suffix('').as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.md"))
    }
