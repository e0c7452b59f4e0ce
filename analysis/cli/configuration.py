"""`newsbook.toml`: what a corpus always needs, beside its articles or in the current folder.

    corpus = "articles"                # or several; paths are seen from the file's folder
    notebooks = ["quote-attribution"]  # of ours
    [columns]
    text = "body"
    [options]                          # as on the command line, without dashes
    engine = "rules"
    strict = true                      # or "warnings"
    [parameters]
    top = 30

The command line wins. A file may come with a corpus of somebody else's, so that it cannot name what runs as code,
sends texts elsewhere, or writes other things than stores and reports.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.cli.arguments import Parser, commands, from_file
from analysis.nearest import meant
from analysis.settings import CONFIGURATION

KEYS = ("corpus", "columns", "options", "notebooks", "parameters")
_OWN_KEY = {"column": "columns", "parameter": "parameters", "notebook": "notebooks"}
_NEVER = ("scheduler", "log", "help")
_PLACES = ("DIR", "FILE")


def parse(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line says, and what a configuration adds; its path is in `configuration`, "" = none.

    ValueError for a file that is not understood, SystemExit as of argparse for a value that is not allowed.
    """
    given = parser.parse_args(arguments)
    given.configuration = ""
    path = _found(given.corpus) if hasattr(given, "corpus") else None
    if path is None:
        return given
    said = _read(path)
    before = [given.command, *_arguments(said, parser, given, path)]
    with from_file(str(path)):
        parser.parse_args(before)
    at = list(arguments).index(given.command)
    both = parser.parse_args([*before, *arguments[at + 1 :]])
    both.corpus = given.corpus or [_placed(path, name) for name in said["corpus"]]
    both.configuration = str(path)
    return both


def _found(corpus: Sequence[str]) -> Path | None:
    """The file beside the articles, else that of the current folder."""
    beside = [Path(path).expanduser() for path in corpus if "://" not in path]
    folders = [path if path.is_dir() else path.parent for path in beside[:1]]
    return next((f / CONFIGURATION for f in (*folders, Path()) if _is_file(f / CONFIGURATION)), None)


def _is_file(path: Path) -> bool:
    """Whether there is such a file; of a folder that may not be looked into, that is told when it is read."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def _read(path: Path) -> dict[str, Any]:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: no TOML that can be read: {error}") from error
    for key in said:
        if key not in KEYS:
            raise ValueError(f"{path}: {key!r} is none of: {', '.join(KEYS)}{meant(key, KEYS)}")
    said |= {key: _listed(said, key, path) for key in ("corpus", "notebooks")}
    for key in ("columns", "options", "parameters"):
        if not isinstance(said.get(key, {}), dict):
            raise ValueError(f"{path}: {key} is a table: write [{key}], and below it a line for each")
    return said


def _listed(said: Mapping[str, Any], key: str, path: Path) -> list[str]:
    """A text or a list of texts, as a list."""
    value = said.get(key, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ValueError(f"{path}: {key} is a text, or a list of texts")
    return listed


def _arguments(said: Mapping[str, Any], parser: Parser, given: argparse.Namespace, path: Path) -> list[str]:
    """The file as arguments of the command given, but for what that says itself."""
    known, found = commands(parser), []
    with_corpus = [p for p in known.values() if any(a.dest == "corpus" for a in p._actions)]
    actions = {name: action for p in with_corpus for name, action in _options(p).items()}
    own = _options(known[given.command])
    for key, value in said.get("options", {}).items():
        name = key.replace("_", "-")
        if name in _OWN_KEY:
            raise ValueError(f"{path}: options.{key}: write it as {_OWN_KEY[name]}")
        if name in _NEVER or (name == "store" and "://" in str(value)):
            raise ValueError(f"{path}: options.{key}: say it on the command line: --{name}")
        if name not in actions:
            raise ValueError(f"{path}: options.{key}: no such option{meant(name, actions)}")
        words = _words(name, value, actions, path)
        found += words if name in own else []
    for name in said["notebooks"]:
        if "/" in name or "\\" in name or name.endswith(".ipynb"):
            raise ValueError(
                f"{path}: notebooks: {name!r} is a path, whose code would run: say it on the command line: --notebook"
            )
        found += [f"--notebook={name}"] if "notebook" in own and not given.notebook else []
    for option, key in (("column", "columns"), ("parameter", "parameters")):
        taken = {word.partition("=")[0] for word in getattr(given, option, ())}
        for name, value in said.get(key, {}).items():
            if isinstance(value, dict | list):
                raise ValueError(f"{path}: {key}.{name}: one value, such as a text or a number")
            told = str(value).lower() if isinstance(value, bool) else str(value)
            found += [f"--{option}={name}={told}"] if option in own and name not in taken else []
    return found


def _options(parser: argparse.ArgumentParser) -> dict[str, argparse.Action]:
    """A command's options by their long names, without dashes."""
    return {s[2:]: a for s, a in parser._option_string_actions.items() if s.startswith("--")}


def _words(name: str, value: object, actions: Mapping[str, argparse.Action], path: Path) -> list[str]:
    """An option and its value as arguments."""
    action, forms = actions[name], [n.partition("=")[2] for n in actions if n.startswith(f"{name}=")]
    # An option without a value may have a further form with one of its own, such as --strict=warnings.
    if isinstance(value, str) and value in forms:
        return [f"--{name}={value}"]
    alone = action.nargs in (0, "?")
    if alone and isinstance(value, bool):
        said = (
            f"--{name}" if action.nargs == 0 else f"--{name}={action.const}"
        )  # else it takes what follows for its value
        return [said] if value else []
    if action.nargs == 0:
        allowed = ", or ".join(["true or false", *forms])
        raise ValueError(f"{path}: options.{name}: {allowed}, not {value!r}")
    if isinstance(value, bool | dict | list):
        raise ValueError(f"{path}: options.{name}: one value, not {value!r}")
    return [f"--{name}={_placed(path, str(value)) if action.metavar in _PLACES else value}"]


def _placed(path: Path, name: str) -> str:
    """A path as the file at `path` means it: from its own folder."""
    return name if not name or "://" in name else str(path.parent / Path(name).expanduser())
