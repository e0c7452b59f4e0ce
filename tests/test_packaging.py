"""What is imported is what is required; constraints and lock name exact versions and nothing else."""

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(requirements: list[str]) -> set[str]:
    """The distributions that are installed with some requirements."""
    found: set[str] = set()
    waiting = [(Requirement(r).name, tuple(Requirement(r).extras)) for r in requirements]
    while waiting:
        name, extras = waiting.pop()
        if plain(name) in found:
            continue
        found.add(plain(name))
        try:
            further = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for text in map(Requirement, further):
            wanted = [{"extra": extra} for extra in ("", *extras)]
            if text.marker is None or any(text.marker.evaluate(w) for w in wanted):
                waiting.append((text.name, tuple(text.extras)))
    return found


def imported(path: Path) -> set[str]:
    """Top-level modules that a file imports, or whose files it reads."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "files":
            names |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return names - set(sys.stdlib_module_names) - {"analysis", "__future__"}


def test_everything_imported_is_required():
    extras = [
        *EXTRAS["scale"],
        *EXTRAS.get("linguistics", []),
        *EXTRAS["web"],
        *EXTRAS["duckdb"],
        *EXTRAS["review"],
    ]
    installed = closure([*PROJECT["dependencies"], *extras])
    from_module = metadata.packages_distributions()
    modules = set().union(*(imported(path) for path in (ROOT / "analysis").rglob("*.py")))
    missing = {m for m in modules if not {plain(d) for d in from_module.get(m, [m])} & installed}
    assert not missing


def test_constraints_are_exact_versions_and_nothing_else():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+|#.*", line) for line in lines)
    assert not [line for line in lines if re.match(r"torch|tensorflow|newsbook", line)]


def test_constraints_cover_every_requirement_and_fit_it():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {plain(n): v for n, _, v in (line.partition("==") for line in lines if "==" in line)}
    for text in [*PROJECT["dependencies"], *EXTRAS["scale"], *EXTRAS["dev"]]:
        requirement = Requirement(text)
        assert pinned[plain(requirement.name)] in requirement.specifier, text


def locked() -> dict[str, tuple[str, list[str]]]:
    """Of each package in the lock its version and the digests of its files."""
    found: dict[str, tuple[str, list[str]]] = {}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        pinned = re.fullmatch(r"([a-z0-9-]+)==([^ ]+)(?: ; [^-]+?)?((?: +--hash=sha256:[0-9a-f]{64})+)", line)
        assert pinned, line
        found[pinned[1]] = pinned[2], pinned[3].split()
    return found


def test_the_lock_has_digests_and_no_place():
    assert all(digests for _, digests in locked().values())
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_has_the_versions_of_the_constraints():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {plain(n): v for n, _, v in (line.partition("==") for line in lines if "==" in line)}
    assert {name: version for name, (version, _) in locked().items() if name in pinned} == pinned


def test_every_action_of_the_workflow_is_a_commit_with_its_version_beside_it():
    workflows = [p.read_text(encoding="utf-8") for p in (ROOT / ".github" / "workflows").glob("*.yml")]
    used = [line for text in workflows for line in text.splitlines() if re.search(r"\buses:", line)]
    assert used
    assert not [line for line in used if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)]


def test_the_weights_stay_within_80_megabytes():
    shipped = [path for path in (ROOT / "analysis" / "models").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in shipped) <= 80_000_000
