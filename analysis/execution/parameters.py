"""The parameters of a notebook: read from its cell, checked before a kernel starts.

papermill runs a notebook with an unknown name or a wrong type and returns 0, so we look first. A parameters
cell holds one annotated literal a line; its comment says what it is and what is allowed:

    engine: str = "tagger"  # one of: tagger, rules
    acts: str = "communication"  # some of: communication, belief, all: separated by commas
    top: int = 20  # from 1 to 200: rows and bars shown
    since: str = ""  # date YYYY-MM-DD or empty
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from analysis.nearest import meant

Value = str | int | float | bool

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


class ParameterError(ValueError):
    """A parameter that no notebook takes, or a value that it does not; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One line of a parameters cell."""

    name: str
    type: Literal["str", "int", "float", "bool"]
    default: Value
    meaning: str = ""
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    is_date: bool = False
    several: bool = False

    @property
    def listed(self) -> bool:
        """Whether it takes names, separated by commas."""
        return self.several or (self.type == "str" and "separated by commas" in self.meaning)

    @property
    def rule(self) -> str:
        """What values are allowed, in words."""
        if self.several:
            return f"one or more of: {', '.join(self.allowed)}; separated by commas"
        if self.allowed:
            return "one of: " + ", ".join(value or "(empty)" for value in self.allowed)
        if self.low is not None and self.high is not None:
            number = "a whole number" if self.type == "int" else "a number"
            return f"{number} from {self.low:g} to {self.high:g}"
        if self.is_date:
            return "a date as YYYY-MM-DD" + (", or empty" if self.default == "" else "")
        return {"bool": "true or false", "str": "text", "int": "a whole number", "float": "a number"}[
            self.type
        ]


def read(notebook: Path) -> tuple[Parameter, ...]:
    """The parameters of a notebook, in order; ParameterError when its file or cell cannot be understood."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", ())]
        source = "".join(tagged[0]["source"]) if tagged else ""
        return parse(source)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParameterError(f"{notebook}: not a notebook that can be run: {error}") from error


def parse(source: str) -> tuple[Parameter, ...]:
    """The parameters of a cell's source; ParameterError on anything but annotated literals."""
    try:
        statements = ast.parse(source).body
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (SyntaxError, tokenize.TokenError) as error:
        raise ParameterError(f"parameters cell: {error}") from error
    comments = {t.start[0]: t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT}
    return tuple(_parameter(s, comments.get(s.end_lineno or s.lineno, "")) for s in statements)


def _parameter(statement: ast.stmt, comment: str) -> Parameter:
    line = ast.unparse(statement)
    if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
        raise ParameterError(f"parameters cell: {line!r} is not `name: type = literal`")
    kind = ast.unparse(statement.annotation)
    if kind not in TYPES or statement.value is None:
        raise ParameterError(f"parameters cell: {line!r}: the type is none of {', '.join(TYPES)}")
    try:
        default = ast.literal_eval(statement.value)
    except ValueError as error:
        raise ParameterError(f"parameters cell: {line!r}: the default is not a literal") from error
    return described(statement.target.id, kind, default, comment)


def described(name: str, kind: str, default: Value, comment: str) -> Parameter:
    """A parameter; `comment` may say what is allowed (`one of: a, b`, `some of: a, b`, `from X to Y`, `date`)."""
    choice = re.match(
        r"(?P<how>one|some) of: (?P<values>[^:;]+?)(?P<empty>,? or empty)?(?:[:;](?P<meaning>.*))?$", comment
    )
    span = re.match(r"from (?P<low>-?[\d.]+) to (?P<high>-?[\d.]+)\b[:;,]?(?P<meaning>.*)$", comment)
    found = choice or span
    allowed = [v.strip() for v in choice["values"].split(",")] if choice else []
    return Parameter(
        name,
        kind,  # type: ignore[arg-type]
        default,
        (found["meaning"] or "").strip() if found else comment,
        tuple(allowed + [""] * bool(choice and choice["empty"])),
        float(span["low"]) if span else None,
        float(span["high"]) if span else None,
        comment.startswith("date"),
        choice is not None and choice["how"] == "some",
    )


def check(parameter: Parameter, given: Value | Sequence[Value]) -> Value:
    """`given` as a value of the parameter's type; ParameterError that lists what is allowed otherwise.

    Of a parameter that takes names separated by commas, a list of such names will do, as YAML has it.
    """
    refusal = ParameterError(
        f"parameter {parameter.name}: {given!r} is not allowed; it takes {parameter.rule}"
    )
    value = _converted(parameter.type, _joined(given) if parameter.listed else given)
    if value is None:
        raise refusal
    named = str(value).split(",") if parameter.several else [str(value)]
    if parameter.allowed and not {name.strip() for name in named} <= {*parameter.allowed}:
        raise refusal
    low, high = parameter.low, parameter.high
    if low is not None and high is not None and not low <= float(value) <= high:
        raise refusal
    if parameter.is_date and not (value == "" == parameter.default or _is_date(str(value))):
        raise refusal
    return value


def _joined(given: Value | Sequence[Value]) -> Value | Sequence[Value]:
    """A list of names as one text, unless one of them could not be told from two."""
    if not isinstance(given, list | tuple) or any("," in str(name) for name in given):
        return given
    return ", ".join(str(name) for name in given)


def _converted(kind: str, given: Value | Sequence[Value]) -> Value | None:
    """`given`, maybe text from a command line, as `kind`, or None."""
    if kind == "str":
        return given if isinstance(given, str) else None
    if not isinstance(given, str | int | float):
        return None
    if kind == "bool":
        known = str(given).lower()
        return True if known in _TRUE else False if known in _FALSE else None
    if isinstance(given, bool):
        return None
    try:
        number = float(given)
    except (ValueError, TypeError):
        return None
    if number != number or abs(number) == float("inf"):
        return None
    return number if kind == "float" else int(number) if number.is_integer() else None


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def split(assignments: Iterable[str]) -> dict[str, str]:
    """`name=value` arguments as a mapping; ParameterError when one has no name, or is given twice."""
    given: dict[str, str] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.isidentifier():
            raise ParameterError(f"{assignment!r}: write parameters as name=value")
        if name in given:
            raise ParameterError(f"parameter {name} is given twice")
        given[name] = value
    return given


def assign(
    given: Mapping[str, Value], notebooks: Mapping[str, Sequence[Parameter]]
) -> dict[str, dict[str, Value]]:
    """For each notebook those of the given values that it takes, checked and of the right type.

    ParameterError for a name that no notebook takes (it lists those there are), and for a value refused.
    """
    known = {p.name for parameters in notebooks.values() for p in parameters}
    for name in given:
        if name not in known:
            there = f"there are: {', '.join(sorted(known))}{meant(name, known)}"
            raise ParameterError(f"parameter {name}: no such name; {there}")
    return {
        notebook: {p.name: check(p, given[p.name]) for p in parameters if p.name in given}
        for notebook, parameters in notebooks.items()
    }


def of_session(namespace: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """The parameters of the notebook that runs in an IPython session, of which `namespace` has the variables.

    They are read from the last cell that was run and holds nothing else; none, where no session or no such cell is.
    """
    for source in reversed([str(cell) for cell in namespace.get("In", ())]):
        if source.strip():
            try:
                found = parse(source)
            except ParameterError:
                continue
            if found:
                return found
    return ()
