"""How many small faults the tests find: `python -m benchmarks.mutants --n 60 --seed 1 [--only analysis/speakers]`.

A mutant is one small change of the syntax tree, written back where it stands in the source: a comparison made
strict or loose, `and` for `or`, a number one larger, a key misspelt, `None` returned. Mutants are spread evenly over
the modules of `analysis/`, then over the kinds of change, then over the places; the same seed takes the same mutants
as long as the modules stay the same. Each is tried in a copy of the tree: first the tests named after its module and
those that import it, then, if they pass, all others; tests that take seconds only where they are named after the
module. One that no test fails on survives.

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
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
EQUIVALENT = Path(__file__).parent / "results" / "equivalent-mutants.json"
SLOW = 2.0  # seconds; such a test is tried only on the modules that it is named after
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in",
               "not in": "in", "is": "is not", "is not": "is"}  # fmt: skip
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "|": "&", "&": "|"}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
SYMBOLS: dict[type, str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.And: "and", ast.Or: "or", ast.Add: "+",
    ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.BitOr: "|", ast.BitAnd: "&",
}  # fmt: skip


class Mutant(NamedTuple):
    """One change: the bytes `[start, end)` of `module` become `put`."""

    module: str
    start: int
    end: int
    put: str
    kind: str

    def source(self) -> bytes:
        """The module with the change in it."""
        text = (ROOT / self.module).read_bytes()
        return text[: self.start] + self.put.encode() + text[self.end :]

    def lines(self) -> tuple[int, str, str]:
        """The number of the line, and the line before and after."""
        text, changed = (ROOT / self.module).read_bytes(), self.source()
        number = text.count(b"\n", 0, self.start)
        before, after = (" ".join(t.split(b"\n")[number].decode().split()) for t in (text, changed))
        return number + 1, before, after


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
    options = parser.parse_args()
    known = equivalents()
    drawn = sample(options.n, options.seed, options.only)
    tried = [m for m in drawn if m.lines()[1:] not in known[m.module]]
    for mutant in drawn:
        if options.list or mutant not in tried:
            reason = known[mutant.module].get(mutant.lines()[1:])
            print(described(mutant), *([f"    equivalent: {reason}"] if reason else []), sep="\n", flush=True)
    if not options.list:
        outcomes = list(run(tried, options.jobs))
        survived = sum(o.killer is None for o in outcomes)
        print(
            f"{survived} of {len(drawn)} survived, {len(drawn) - len(tried)} equivalent, "
            f"{len(outcomes) - survived} killed (seed {options.seed})"
        )


def equivalents() -> dict[str, dict[tuple[str, str], str]]:
    """Why mutants change nothing, by module and by the line before and after."""
    found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for row in json.loads(EQUIVALENT.read_text("utf-8")) if EQUIVALENT.exists() else []:
        found[row["module"]][row["before"], row["after"]] = row["reason"]
    return found


def described(mutant: Mutant) -> str:
    number, before, after = mutant.lines()
    return f"{mutant.module}:{number} ({mutant.kind})\n    {before}\n    {after}"


# --- which mutants --------------------------------------------------------------------------------------------


def sample(n: int, seed: int, only: str) -> list[Mutant]:
    """`n` mutants, as many of each module as of any other, give or take one; fewer if there are not so many."""
    paths = (path.relative_to(ROOT).as_posix() for path in (ROOT / "analysis").rglob("*.py"))
    found = [(_chance(seed, path), path) for path in paths if path.startswith(only)]
    drawn: list[Mutant] = []
    pools = [_shuffled(mutants(path), seed) for _, path in sorted(found)]
    while len(drawn) < n and any(pools):
        drawn += [pool.pop() for pool in pools if pool][: n - len(drawn)]
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
    return turns[::-1]


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module."""
    source = (ROOT / module).read_bytes()
    found = []
    for start, end, put, kind in _Changes(source).of(ast.parse(source)):
        changed = source[:start] + put.encode() + source[end:]
        if changed != source and _parses(changed):
            found.append(Mutant(module, start, end, put, kind))
    return sorted(set(found))


def _parses(source: bytes) -> bool:
    try:
        ast.parse(source)
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


def tests_of(module: str, durations: dict[str, float]) -> tuple[list[str], list[str], list[str]]:
    """The test files to try first and those after them, and the tests that are too slow to be tried."""
    imports = {p: _imported(p) for p in (ROOT / "analysis").rglob("*.py")}
    files = {p: _imported(p) for p in sorted((ROOT / "tests").glob("test_*.py"))}
    name = ".".join(Path(module).with_suffix("").parts).removesuffix(".__init__")
    words = "_".join(name.split(".")[1:])
    mirrors = [p for p in files if words and f"{p.stem}_".startswith(f"test_{words}_")]
    package = "_".join(name.split(".")[1:-1])
    mirrors = mirrors or [p for p in files if package and f"{p.stem}_".startswith(f"test_{package}_")]
    near = _distances(name, imports, files)
    order = sorted(files, key=lambda p: (p not in mirrors, near.get(p, 99), p))
    first = [p for p in order if p in mirrors or near.get(p, 99) == 0]
    slow = [t for t, s in durations.items() if s > SLOW and ROOT / t.split("::")[0] not in mirrors]
    relative = [
        [p.relative_to(ROOT).as_posix() for p in order if (p in first) == side] for side in (True, False)
    ]
    return relative[0], relative[1], slow


def _imported(path: Path) -> set[str]:
    """The modules of `analysis` that a file imports anywhere, and the names it takes from them as if modules."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] == "analysis"}


def _distances(name: str, imports: dict[Path, set[str]], files: dict[Path, set[str]]) -> dict[Path, int]:
    """How many modules stand between a test and the module, for the tests that reach it."""
    modules = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): names
               for p, names in imports.items()}  # fmt: skip
    reached, distance, found = {name}, 0, {}
    while True:
        found |= {p: distance for p, names in files.items() if names & reached and p not in found}
        further = reached | {m for m, names in modules.items() if names & reached and m != "analysis"}
        if further == reached:
            return found
        reached, distance = further, distance + 1


# --- the trial ------------------------------------------------------------------------------------------------


def run(tried: Sequence[Mutant], jobs: int) -> Iterator[Outcome]:
    """Try the mutants, printing each outcome; the tests must pass without one."""
    with tempfile.TemporaryDirectory() as folder:
        trees: Queue[Path] = Queue()
        for number in range(jobs):
            trees.put(_copy(Path(folder) / f"tree{number}"))
        began = time.monotonic()
        durations = _unchanged(list(trees.queue))
        limit = 60 + 3 * (time.monotonic() - began)
        with ThreadPoolExecutor(jobs) as pool:
            for outcome in pool.map(lambda mutant: _try(mutant, trees, durations, limit), tried):
                verdict = f"killed by {outcome.killer}" if outcome.killer else "SURVIVED"
                print(f"{described(outcome.mutant)}\n    {verdict}, {outcome.seconds:.0f} s", flush=True)
                yield outcome


def _copy(tree: Path) -> Path:
    unwanted = (".git", ".venv", "build", "__pycache__", ".*_cache", ".hypothesis", ".ipynb_checkpoints")
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*unwanted))
    return tree


def _unchanged(trees: Sequence[Path]) -> dict[str, float]:
    """Seconds of each test on the tree as it is, the longest of a parametrised one; compiles every tree."""
    found: Counter[str] = Counter()
    for tree in trees[:1]:
        report = tree / "durations.xml"
        failed, _ = _pytest(tree, [f"--junitxml={report}", "tests"], 1800, compiled=True)
        if failed:
            sys.exit(f"Without any mutant, {failed} fails.")
        for case in ElementTree.parse(report).iter("testcase"):
            file, *group = case.attrib["classname"].replace("tests.", "tests/", 1).split(".")
            key = "::".join([f"{file}.py", *group, case.attrib["name"].split("[")[0]])
            found[key] = max(found[key], float(case.attrib["time"]))  # type: ignore[assignment]
    for tree in trees:
        subprocess.run([sys.executable, "-m", "compileall", "-q", "analysis"], cwd=tree, check=True)
    return dict(found)


def _try(mutant: Mutant, trees: Queue[Path], durations: dict[str, float], limit: float) -> Outcome:
    tree, began = trees.get(), time.monotonic()
    target = tree / mutant.module
    original, stamp = target.read_bytes(), target.stat().st_mtime_ns
    target.write_bytes(mutant.source())
    os.utime(target, ns=(stamp, stamp + 10**12))  # what was compiled before is out of date
    try:
        first, others, slow = tests_of(mutant.module, durations)
        chosen = [f"--deselect={test}" for test in slow]
        killer = _pytest(tree, [*chosen, *first], limit)[0] if first else None
        killer = killer or _pytest(tree, [*chosen, *others], limit)[0]
    finally:
        target.write_bytes(original)
        os.utime(target, ns=(stamp, stamp))
        trees.put(tree)
    return Outcome(mutant, killer, time.monotonic() - began)


def _pytest(
    tree: Path, arguments: Sequence[str], limit: float, *, compiled: bool = False
) -> tuple[str | None, str]:
    """The first test that fails, or None, and what pytest printed."""
    environment = os.environ | {"PYTHONPATH": str(tree)}
    if not compiled:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [*PYTEST, "-x", "-rfE", "--no-header", "--tb=no", *arguments],
            cwd=tree, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "time", ""
        output.seek(0)
        printed = output.read()
    if status in (0, 5):  # 5: no test is left
        return None, printed
    failed = re.search(r"^(?:FAILED|ERROR) ([^\n]*?)(?: - |$)", printed, re.MULTILINE)
    return (failed.group(1) if failed else f"pytest, which ended with {status}"), printed


if __name__ == "__main__":
    main()
