"""Every regular expression of the package takes time that grows with the text, not with its square."""

from __future__ import annotations

import ast
import gc
import hashlib
import importlib
import json
import math
import os
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any

import golden
import pytest

import analysis
from analysis import annotate

resource = pytest.importorskip("resource")
if not hasattr(os, "fork"):
    pytest.skip("limits of CPU time need processes that fork", allow_module_level=True)

GROWTH = 1.3  # the exponent that time may have in the length of the text
LENGTH = 4_000  # characters of the first attack
FLOOR = 0.0015  # seconds of CPU that the first attack may take unasked
NOTABLE = 0.03  # seconds of CPU that eight times its length may take, whatever it took
SECONDS = 6  # of CPU for all attacks on one expression
FOLDER = Path(analysis.__file__).parent
SIGNATURE_OF_0_1_0 = (
    r"\s{0,3}([-–—―]{1,2}) ?([A-Z][\w.’'-]*(?: ?[A-Z][\w.’'-]*)* ?)(?=[,\n\r.(]|$)"  # "–" and capitals hung
)
Expression = tuple[str, int]
RECORD = Path(__file__).parent / "attacked-patterns.txt"  # digests; `python -m tests.test_patterns` renews it


# --- the expressions of the package ---------------------------------------------------------------------------


def expressions() -> dict[Expression, str]:
    """Every expression and where it is: in modules, in their containers, in calls, and made while annotating."""
    found: dict[Expression, str] = {}
    for path in sorted(FOLDER.rglob("*.py")):
        for pattern, line in _written(path):
            found.setdefault((pattern.pattern, pattern.flags), f"{path.relative_to(FOLDER)}:{line}")
    for module in pkgutil.walk_packages(analysis.__path__, "analysis."):
        if not module.name.endswith(("__main__", "preload")):
            for pattern in _patterns(vars(importlib.import_module(module.name)).values()):
                found.setdefault((pattern.pattern, pattern.flags), module.name)
    for pattern, where in _used():
        found.setdefault((pattern.pattern, pattern.flags), where)
    return {key: where for key, where in found.items() if isinstance(key[0], str)}


def _patterns(values: Any, depth: int = 3) -> Iterator[re.Pattern[str]]:
    for value in values:
        if isinstance(value, re.Pattern):
            yield value
        elif depth and isinstance(value, list | tuple | set | frozenset):
            yield from _patterns(value, depth - 1)
        elif depth and isinstance(value, dict):
            yield from _patterns(value.values(), depth - 1)


def _written(path: Path) -> Iterator[tuple[re.Pattern[str], int]]:
    """The expressions that calls of `re` in a file hold as they are."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        written = node.args[0]
        if ast.unparse(node.func.value) == "re" and isinstance(written, ast.Constant):
            flags = [w for w in ast.walk(node) if isinstance(w, ast.Attribute) and w.attr.isupper()]
            number = sum({getattr(re, w.attr).value for w in flags})
            yield re.compile(written.value, number), node.lineno


def _used() -> list[tuple[re.Pattern[str], str]]:
    """The expressions that are compiled, or looked up, by the package while articles are annotated."""
    seen: list[tuple[re.Pattern[str], str]] = []
    real = re._compile  # type: ignore[attr-defined]

    def watched(pattern: Any, flags: Any) -> Any:
        compiled = real(pattern, flags)
        code = sys._getframe(2).f_code
        if code.co_filename.startswith(str(FOLDER)):
            seen.append((compiled, f"{Path(code.co_filename).relative_to(FOLDER)} ({code.co_name})"))
        return compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(re, "_compile", watched)
        import pandas as pd

        frame = pd.DataFrame(golden.articles("rules")[:12]).rename(columns={"id": "article_id"})
        annotate.batch(frame, engine="rules", sentiment="lexicon")
    return seen


# --- texts made of an expression's own parts ------------------------------------------------------------------

_CHARACTERS = "aA1 \n\t\r.,;:-–—'’\"“”()[]/@#&!?_`<>$=éÀ\u0301\u200d\x0b\x1b☃zbs"
_ENDS = ("", "!", "\n", "☃", " x", ":")
_PUMPS = (
    "a", "A", "Aa ", "A.", "a.", "a-", "a'", "’", "“", '"', " ", "\n", "\n ", "\r\n", "\t", ".", "!", "1", "1,",
    "1.", "a ", "the ", "of ", "By Aa Bb, ", ", ", " and ", "-", "—", "- ", "(", "a\u0301", "http://a", "a/", "&",
    "AA ", "A. A. ", "Mr. ", "Aa's ", ", who is ", "said ", "“a” ", "Aa-", "\x0b", "0:", "a,b",
)  # fmt: skip


def attacks(pattern: str, flags: int) -> Iterator[tuple[str, str, str]]:
    """What stands in front, what is repeated, and what stands behind, so that the expression just fails."""
    tree = _parser.parse(pattern, flags)
    repeats = list(_repeats(tree, tree.state, flags, [""]))
    if not repeats:
        return  # what is tried from one place of a text is as much in any text
    whole = _samples(tree, tree.state, flags)
    pairs: set[tuple[str, str]] = set()
    for before, body in repeats:
        pairs |= {(b, p) for b in before for p in body if p} | {("", b + p) for b in before for p in body}
        pairs |= {(b, p + q) for b in before[:1] for p in body for q in body if p != q}
    pairs |= {("", s) for s in whole if s} | {("", s[:-1]) for s in whole if s[:-1]}
    pairs |= {("", s + " ") for s in whole}
    for front, pump in [*sorted(pairs), *(("", pump) for pump in _PUMPS)]:
        if pump:
            yield from ((front, pump, end) for end in _ENDS[: 3 if front else 5])


def _repeats(tree: Any, state: Any, flags: int, before: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """For each repeat, however deep: samples of what leads to it, and of what it repeats."""
    for kind, value in tree:
        name = str(kind)
        if name.endswith("REPEAT"):
            if value[1] >= 10:
                yield before, _samples(value[2], state, flags)
            yield from _repeats(value[2], state, flags, before)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _repeats(branch, state, flags, before)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP", "ASSERT", "ASSERT_NOT"):
            inner = value if name == "ATOMIC_GROUP" else value[-1]
            yield from _repeats(inner, state, flags, before)
        here = _samples([(kind, value)], state, flags)
        before = [b + h for b in before for h in here][:4]


def _samples(tree: Any, state: Any, flags: int) -> list[str]:
    """A few strings that a part of an expression matches, or nearly."""
    made = [""]
    for kind, value in tree:
        name = str(kind)
        if name.endswith("REPEAT"):
            once = _samples(value[2], state, flags)
            here = [s * max(value[0], 1) for s in once] + ([""] if not value[0] else [])
        elif name == "BRANCH":
            branches = [_samples(branch, state, flags) for branch in value[1]]
            here = [s for branch in branches[:5] + branches[-3:] for s in branch[:2]]
        elif name == "SUBPATTERN":
            here = _samples(value[-1], state, flags)
        elif name == "ATOMIC_GROUP":
            here = _samples(value, state, flags)
        elif name in ("IN", "LITERAL", "NOT_LITERAL", "ANY"):
            here = _characters((kind, value), state, flags)
        else:
            here = [""]
        made = [a + b for b in here[:12] for a in made[: max(1, 12 // len(here[:12]))]]
    return list(dict.fromkeys(made))[:12]


def _characters(part: Any, state: Any, flags: int) -> list[str]:
    """Up to three characters, of different kinds, that one position of an expression takes."""
    if str(part[0]) == "LITERAL":
        return [chr(part[1])]
    one = _compiler.compile(_parser.SubPattern(state, [part]), flags)
    taken = [c for c in _CHARACTERS if one.fullmatch(c)]
    first: dict[str, str] = {}
    for c in taken:
        first.setdefault("a" if c.isalnum() else " " if c.isspace() else ".", c)
    return list(first.values())[:3] or ["a"]


# --- time -----------------------------------------------------------------------------------------------------


def seconds(compiled: re.Pattern[str], attack: tuple[str, str, str], length: int) -> float:
    """CPU time in which all matches are found in a text of about `length` characters."""
    front, pump, end = attack
    text = front + pump * (length // len(pump)) + end
    began = time.process_time()
    for _ in compiled.finditer(text):
        pass
    return time.process_time() - began


def growth(compiled: re.Pattern[str], attack: tuple[str, str, str]) -> float:
    """The exponent of time in length, over 2n and 8n: the least of eight, as a machine pauses, and never hurries.

    0 when 8n take no time to speak of: what grows with the square of the length takes a second by then.
    """
    powers = [math.inf]
    while len(powers) <= 8 and powers[-1] > GROWTH:
        short, long = (seconds(compiled, attack, n * LENGTH) for n in (2, 8))
        powers.append(math.log(long / max(short, FLOOR)) / math.log(4) if long > NOTABLE else 0)
    return min(powers)


def complaint(pattern: str, flags: int, limit: int = SECONDS) -> str | None:
    """The worst that an attack does to an expression, or None; measured where a time without end can be ended."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        gc.disable()  # of all that the tests hold, which is no time of an expression's
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        os.close(read)
        compiled = re.compile(pattern, flags)
        told, allowed = None, FLOOR
        for attack in attacks(pattern, flags):
            if time.process_time() > limit / 2:
                break  # slow, and linear in every attack so far
            os.write(write, b"\n" + json.dumps(f"over {limit} s of CPU, last {attack}").encode())
            if (spent := seconds(compiled, attack, LENGTH)) > allowed:
                if (power := growth(compiled, attack)) > GROWTH:
                    told = f"n^{power:.1f} by {attack}"
                    break
                allowed = 1.2 * spent  # a slow expression, and linear: the next has to be slower
        os.write(write, b"\n" + json.dumps(told).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as lines:
        said = lines.read().decode().rsplit("\n", 1)[-1]
    os.waitpid(child, 0)
    return json.loads(said)  # type: ignore[no-any-return]


def digest(expression: Expression) -> str:
    """Of its characters in order: alternatives that are joined from a set stand in another order in each process."""
    pattern, flags = expression
    told = f"{''.join(sorted(pattern))} {flags}".encode(errors="surrogatepass")
    return hashlib.sha256(told).hexdigest()[:12]


@pytest.mark.parametrize(
    "known", [frozenset(RECORD.read_text().split()), pytest.param(frozenset(), marks=pytest.mark.exhaustive)]
)
def test_no_expression_of_the_package_takes_more_than_linear_time(known: frozenset[str]) -> None:
    """Of those that are not on record as attacked; in an exhaustive run (`make exhaustive`) of all."""
    found = {key: where for key, where in expressions().items() if digest(key) not in known}
    assert known or len(found) > 100
    told = {f"{where} {key[0]!r}": complaint(*key) for key, where in found.items()}
    slow = {where: why for where, why in told.items() if why}
    assert not slow, "\n".join(f"{why}: {where[:200]}" for where, why in slow.items())


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        SIGNATURE_OF_0_1_0,
        r"\s*date",
        r"(?<=x)(?=[^,]*$)y|\d+(?=;)",
        *(
            pytest.param(pattern, marks=pytest.mark.exhaustive)
            for pattern in (r"[A-Z]\w+,? and $", r"\b(?:said|wrote)\b[^.]*\.$", r"(?:ab)*c")
        ),
    ],
)
def test_an_expression_that_takes_more_is_found(pattern: str) -> None:
    assert complaint(pattern, 0, 4)


@pytest.mark.parametrize("pattern", [r"\w+", r"(?<!\s)\s*+,", r"[A-Z][a-z]{0,20}+ and", r"\Aa*b"])
def test_a_linear_expression_is_none_of_them(pattern: str) -> None:
    assert complaint(pattern, 0) is None


def test_expressions_in_modules_containers_and_calls_are_found() -> None:
    found = {pattern for pattern, _ in expressions()}
    from analysis.segmentation import _TOKEN
    from analysis.speakers.names import _SPELLINGS

    assert _TOKEN.pattern in found
    assert {pattern.pattern for pattern, _ in _SPELLINGS} <= found
    assert r"\bby\b" not in found
    assert r",\s*" in found  # called in quotation/rules/uncued.py


if __name__ == "__main__":
    every = expressions()
    assert not [where for key, where in every.items() if complaint(*key)]
    RECORD.write_text("".join(f"{one}\n" for one in sorted(map(digest, every))))
