"""How many small faults the tests find: `python -m benchmarks.mutants --n 60 --seed 1 [--only analysis/speakers]`.

A mutant is one small change of the syntax tree, written back where it stands in the source: a comparison made
strict or loose, `and` for `or`, a number one larger, a key misspelt, `None` returned. Mutants are spread evenly over
the modules of `analysis/`, then over the kinds of change, then over the places; the same seed takes the same mutants
as long as the modules stay the same. Each is tried in a copy of the tree: first by the test files named after its
module or importing it, then by those in which the function that holds it is called (seen in one run without a
mutant, which must pass), or by all where that is seen in none. The nearest come first, those that start processes
and kernels last. One that no test fails on survives.

Not mutated: docstrings, annotations, decorators, `__all__`, `assert`, `if TYPE_CHECKING`, messages, `strict=`
of `zip`. Mutants that change nothing anybody can see are listed with the reason in
`results/equivalent-mutants.json` and not tried.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from queue import Queue
from types import FrameType
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
EQUIVALENT = Path(__file__).parent / "results" / "equivalent-mutants.json"
PROCESSES = ("test_annotate_executors", "test_annotate_executors_dask", "test_notebooks", "test_site")
LIMIT = 900  # seconds for the tests of one mutant; one that runs for ever is killed
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    *["-x", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-seed=0"],
]
COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in",
               "not in": "in", "is": "is not", "is not": "is"}  # fmt: skip
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "|": "&", "&": "|"}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
SYMBOLS: dict[type, str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.And: "and", ast.Or: "or", ast.Add: "+",
    ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.BitOr: "|", ast.BitAnd: "&",
}  # fmt: skip


Calls = dict[str, frozenset[str]]  # by test file, what it calls: "analysis/tables.py:valid"


class Mutant(NamedTuple):
    """One change: the bytes `[start, end)` of `module` become `put`."""

    module: str
    start: int
    end: int
    put: str
    kind: str

    def source(self) -> bytes:
        """The module with the change in it."""
        text = _source(self.module)
        return text[: self.start] + self.put.encode() + text[self.end :]

    def lines(self) -> tuple[int, str, str]:
        """The number of the line, and the line before and after."""
        text, changed = _source(self.module), self.source()
        number = text.count(b"\n", 0, self.start)
        before, after = (" ".join(t.split(b"\n")[number].decode().split()) for t in (text, changed))
        return number + 1, before, after

    def key(self) -> tuple[str, str, str]:
        """What it is known by in the list of equivalent mutants, however lines move."""
        return (self.function() or self.module, *self.lines()[1:])

    def function(self) -> str | None:
        """The outermost function that holds the change, as `Calls` names it."""
        number = self.lines()[0]
        for node in ast.walk(ast.parse(_source(self.module))):
            if isinstance(node, ast.FunctionDef) and node.lineno <= number <= (node.end_lineno or 0):
                return f"{self.module}:{node.name}"
        return None


@cache
def _source(module: str) -> bytes:
    """A module as it was when the run began, whatever is written meanwhile."""
    return (ROOT / module).read_bytes()


class Outcome(NamedTuple):
    """`killer` is the test that failed, "time" for one that took too long, None for a mutant that survived."""

    mutant: Mutant
    killer: str | None
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--n", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="analysis", help="the modules whose path starts so")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print the mutants and try none")
    parser.add_argument(
        "--calls",
        type=Path,
        help="where to keep which test file calls what; if it is there, nothing is run for it",
    )
    options = parser.parse_args()
    known = equivalents()
    drawn = sample(options.n, options.seed, options.only)
    tried = [m for m in drawn if m.key() not in known]
    for mutant in drawn:
        if options.list or mutant not in tried:
            reason = known.get(mutant.key())
            print(described(mutant), *([f"    equivalent: {reason}"] if reason else []), sep="\n", flush=True)
    if not options.list:
        outcomes = list(run(tried, options.jobs, kept=options.calls))
        survived = sum(o.killer is None for o in outcomes)
        print(
            f"{survived} of {len(drawn)} survived, {len(drawn) - len(tried)} equivalent, "
            f"{len(outcomes) - survived} killed (seed {options.seed})"
        )


def equivalents() -> dict[tuple[str, str, str], str]:
    """Why mutants change nothing, by where they are and the line before and after."""
    rows = json.loads(EQUIVALENT.read_text("utf-8")) if EQUIVALENT.exists() else []
    return {(row["place"], row["before"], row["after"]): row["reason"] for row in rows}


def described(mutant: Mutant) -> str:
    number, before, after = mutant.lines()
    return f"{mutant.module}:{number} ({mutant.kind})\n    {before}\n    {after}"


# --- which mutants --------------------------------------------------------------------------------------------


def sample(n: int, seed: int, only: str) -> list[Mutant]:
    """`n` mutants, as many of each module as of any other, give or take one; fewer if there are not so many."""
    paths = (path.relative_to(ROOT).as_posix() for path in (ROOT / "analysis").rglob("*.py"))
    found = sorted((_chance(seed, path), path) for path in paths if path.startswith(only))
    drawn: list[Mutant] = []
    waiting = [iter(_shuffled(mutants(path), seed)) for _, path in found]
    while len(drawn) < n and waiting:
        turn = {id(one): next(filter(_parses, one), None) for one in waiting}
        drawn += [mutant for mutant in turn.values() if mutant is not None][: n - len(drawn)]
        waiting = [one for one in waiting if turn[id(one)] is not None]
    return sorted(drawn)


def _chance(seed: int, module: str) -> str:
    return hashlib.sha256(f"{seed} {module}".encode()).hexdigest()


def _shuffled(pool: list[Mutant], seed: int) -> list[Mutant]:
    """The mutants of a module in an order by chance, the kinds of change taking turns."""
    if not pool:
        return []
    chance = random.Random(_chance(seed, pool[0].module))
    kinds: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in chance.sample(pool, len(pool)):
        kinds[mutant.kind].append(mutant)
    turns = []
    while kinds:
        for kind in chance.sample(sorted(kinds), len(kinds)):
            turns.append(kinds[kind].pop())
            if not kinds[kind]:
                del kinds[kind]
    return turns


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module, some of which may be no Python."""
    source = _source(module)
    changes = set(_Changes(source).of(ast.parse(source)))
    return sorted(
        Mutant(module, *change) for change in changes if source[slice(*change[:2])].decode() != change[2]
    )


def _parses(mutant: Mutant) -> bool:
    try:
        ast.parse(mutant.source())
    except SyntaxError:
        return False
    return True


Change = tuple[int, int, str, str]  # bytes from and to, what is put there, the kind of change


class _Changes:
    """The changes of one source."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.lines = [0]
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def of(self, tree: ast.AST) -> Iterator[Change]:
        """The changes of a node and all below it."""
        for node in _mutable(tree):
            if isinstance(node, ast.expr | ast.stmt):
                yield from self._of_node(node)
            yield from self.of(node)

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.lines[node.lineno - 1] + node.col_offset, (
            self.lines[node.end_lineno - 1] + node.end_col_offset
        )

    def _of_node(self, node: ast.expr | ast.stmt) -> Iterator[Change]:
        start, end = self._span(node)
        text = self.source[start:end].decode()
        match node:
            case ast.Compare():
                operands = [node.left, *node.comparators]
                for left, op, right in zip(operands, node.ops, operands[1:], strict=False):
                    yield from self._operator(left, SYMBOLS[type(op)], right, COMPARISONS, "comparison")
            case ast.BoolOp():
                for left, right in zip(node.values, node.values[1:], strict=False):
                    swap = {"and": "or", "or": "and"}
                    yield from self._operator(left, SYMBOLS[type(node.op)], right, swap, "and, or")
            case ast.BinOp() if SYMBOLS.get(type(node.op)) in ARITHMETIC:
                yield from self._operator(
                    node.left, SYMBOLS[type(node.op)], node.right, ARITHMETIC, "arithmetic"
                )
            case ast.UnaryOp(op=ast.Not()):
                yield start, end, text.removeprefix("not").lstrip(), "not"
            case ast.Constant(value=bool()):
                yield start, end, str(not node.value), "True, False"
            case ast.Constant(value=int() | float()):
                yield start, end, repr(node.value + 1), "number"
            case ast.Name() if node.id in CALLS and isinstance(node.ctx, ast.Load):
                yield start, end, CALLS[node.id], "min, max, any, all"
            case ast.Return(value=ast.expr()) if text != "return None":
                yield start, end, "return None", "return"
            case ast.Break() | ast.Continue():
                yield start, end, {"break": "continue", "continue": "break"}[text], "break, continue"
            case ast.Dict():
                yield from (self._key(key) for key in node.keys if _is_string(key))  # type: ignore[arg-type]
            case ast.Subscript(slice=ast.Constant() | ast.Tuple() | ast.List() as index):
                parts = [index] if isinstance(index, ast.Constant) else index.elts
                yield from (self._key(part) for part in parts if _is_string(part))
            case ast.Subscript(slice=ast.Slice(upper=ast.expr() as upper)):
                if not isinstance(upper, ast.Constant):  # else it is a number
                    at, to = self._span(upper)
                    yield at, to, f"({self.source[at:to].decode()}) + 1", "slice"

    def _operator(
        self, left: ast.expr, symbol: str, right: ast.expr, swaps: dict[str, str], kind: str
    ) -> Iterator[Change]:
        """The operator between two operands, if nothing but brackets stands beside it."""
        start, end = self._span(left)[1], self._span(right)[0]
        pattern = rf"[\s)]*({re.escape(symbol).replace(chr(92) + ' ', chr(92) + 's+')})[\s(]*"
        if match := re.fullmatch(pattern, self.source[start:end].decode()):
            yield start + match.start(1), start + match.end(1), swaps[symbol], kind

    def _key(self, node: ast.expr) -> Change:
        start, end = self._span(node)
        quote = self.source[start:end].decode()
        return start, end, f"{quote[0]}XX{quote[1:]}", "key"


def _is_string(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _mutable(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that may be changed."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _left_out(child):
                yield child


def _left_out(node: ast.AST) -> bool:
    match node:
        case ast.Assert() | ast.JoinedStr() | ast.keyword(arg="strict"):
            return True  # the places inside an f-string are not known before Python 3.12
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            return True
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
        case ast.Subscript(value=ast.Name(id="Literal" | "Annotated")):
            return True
    return False


# --- which tests ----------------------------------------------------------------------------------------------


def tests_of(mutant: Mutant, tree: Path, calls: Calls) -> tuple[list[str], list[str]]:
    """The test files to try first, and those to try if they pass, the nearest first."""
    imports = {path: _imported(path) for path in (tree / "analysis").rglob("*.py")}
    files = {path: _imported(path) for path in sorted((tree / "tests").glob("test_*.py"))}
    names = mutant.module.removesuffix(".py").removesuffix("/__init__").split("/")
    mirrors = _named_after(names[1:], files) or _named_after(names[1:-1], files)
    near = _distances(".".join(names), tree, imports, files)
    order = sorted(files, key=lambda p: (p not in mirrors, p.stem in PROCESSES, near.get(p, 999), p))
    first = [path.name for path in order if path in mirrors or near.get(path) == 0]
    held = mutant.function()
    callers = {name for name, called in calls.items() if held in called}  # none: processes only, or an import
    others = [p.name for p in order if p.name not in first and (not callers or p.name in callers)]
    return [f"tests/{name}" for name in first], [f"tests/{name}" for name in others]


def _named_after(words: Sequence[str], files: Iterable[Path]) -> set[Path]:
    return {p for p in files if words and f"{p.stem}_".startswith(f"test_{'_'.join(words)}_")}


def _imported(path: Path) -> set[str]:
    """The modules of `analysis` that a file imports anywhere, and the names it takes from them as if modules."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] == "analysis"}


def _distances(
    name: str, tree: Path, imports: dict[Path, set[str]], files: dict[Path, set[str]]
) -> dict[Path, int]:
    """How many modules stand between a test and the module, for the tests that reach it."""
    modules = {
        ".".join(path.relative_to(tree).with_suffix("").parts).removesuffix(".__init__"): names
        for path, names in imports.items()
    }
    reached, distance, found = {name}, 0, {}
    while True:
        found |= {p: distance for p, names in files.items() if names & reached and p not in found}
        further = reached | {m for m, names in modules.items() if names & reached and m != "analysis"}
        if further == reached:
            return found
        reached, distance = further, distance + 1


# --- the trial ------------------------------------------------------------------------------------------------


def run(tried: Sequence[Mutant], jobs: int, *, kept: Path | None) -> Iterator[Outcome]:
    """Try the mutants, printing each outcome."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        trees: Queue[Path] = Queue()
        for number in range(jobs):
            trees.put(_copy(Path(folder) / f"tree{number}"))
        calls = _calls(trees.queue[0], kept or Path(folder) / "calls.json")
        for outcome in pool.map(lambda mutant: _try(mutant, trees, calls), tried):
            verdict = f"killed by {outcome.killer}" if outcome.killer else "SURVIVED"
            print(f"{described(outcome.mutant)}\n    {verdict}, {outcome.seconds:.0f} s", flush=True)
            yield outcome


def _calls(tree: Path, kept: Path) -> Calls:
    """What each test file calls, from a run without a mutant."""
    if not kept.exists():
        failed = _pytest(tree, ["-p", "benchmarks.mutants", "tests"], CALLS=str(kept.resolve()))
        if failed:
            sys.exit(f"Without any mutant, {failed} fails.")
    return {name: frozenset(called) for name, called in json.loads(kept.read_text("utf-8")).items()}


def _copy(tree: Path) -> Path:
    unwanted = (".git", ".venv", "build", "__pycache__", ".*_cache", ".hypothesis", ".ipynb_checkpoints")
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*unwanted))
    subprocess.run([sys.executable, "-m", "compileall", "-q", "analysis"], cwd=tree, check=True)
    return tree


def _try(mutant: Mutant, trees: Queue[Path], calls: Calls) -> Outcome:
    tree, began = trees.get(), time.monotonic()
    target = tree / mutant.module
    original, stamp = target.read_bytes(), target.stat().st_mtime_ns
    target.write_bytes(mutant.source())
    os.utime(target, ns=(stamp, stamp + 10**12))  # what was compiled before is out of date
    try:
        stages = tests_of(mutant, tree, calls)
        killer = next(filter(None, (_pytest(tree, files) for files in stages if files)), None)
    finally:
        target.write_bytes(original)
        os.utime(target, ns=(stamp, stamp))
        trees.put(tree)
    return Outcome(mutant, killer, time.monotonic() - began)


def _pytest(tree: Path, arguments: Sequence[str], **variables: str) -> str | None:
    """The first test that fails, "time" when they take too long, or None."""
    environment = os.environ | variables | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [*PYTEST, *arguments], cwd=tree, env=environment, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            status = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "time"
        output.seek(0)
        printed = output.read()
    if status == 0:
        return None
    failed = re.search(r"^(?:FAILED|ERROR) ([^\n]*?)(?: - |$)", printed, re.MULTILINE)
    return failed.group(1) if failed else f"pytest, which ended with {status}"


# --- as a plugin of pytest: which test file calls what ----------------------------------------------------------


_called: dict[str, set[str]] = defaultdict(set)


def pytest_runtest_setup(item: Any) -> None:
    """Watch the calls of a test and its fixtures."""
    called, root = _called[item.path.name], f"{ROOT / 'analysis'}{os.sep}"

    def watch(frame: FrameType, event: str, argument: object) -> None:
        path = frame.f_code.co_filename
        if path.startswith(root):
            called.add(f"{path.removeprefix(f'{ROOT}{os.sep}')}:{frame.f_code.co_name}")

    watched = None if item.path.stem in PROCESSES else watch  # processes would not be seen anyway
    sys.settrace(watched)
    threading.settrace(watched)  # type: ignore[arg-type]


def pytest_sessionfinish() -> None:
    """Write down what was called."""
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    Path(os.environ["CALLS"]).write_text(json.dumps({name: sorted(found) for name, found in _called.items()}))


if __name__ == "__main__":
    main()
