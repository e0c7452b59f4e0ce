"""What of the report before can stand: a notebook that would do just what it did then is not run again.

What a notebook of ours shows depends on its own text, on our code, on the packages and the Python that run it, on its
parameters and the files that they name, and on what the store holds. `states` has a digest of all these for each;
`report.json` keeps it beside a digest of the files that the notebook wrote. Where both are as they were, the files
are taken over. A notebook of somebody else may read anything, and is always run; so is one that failed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis import execution
from analysis.execution import Run
from analysis.execution.parameters import Value
from analysis.site.summary import FILE
from analysis.statistics.dictionaries import paths
from analysis.store import Store, integrity, place, reviews

READ = ("dictionary", "reference_corpus")  # parameters that name files which notebooks read beside the store
_ENVIRONMENT = ("LANG", "LC_ALL", "OMP_NUM_THREADS", "TZ")


def record(report: Path) -> dict[str, list[str]]:
    """Of each notebook of the report in a folder that can stand, its state and the digest of its files."""
    try:
        told = json.loads((report / FILE).read_text(encoding="utf-8"))["made_of"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return dict(told) if isinstance(told, dict) else {}


def states(
    notebooks: Mapping[str, Path], given: Mapping[str, Mapping[str, Value]], store: Store
) -> dict[str, str]:
    """A digest of all that each notebook's outputs depend on; without those of which nobody can tell."""
    where = store.place
    content = place.read(
        where, integrity.RECORD
    )  # what the last run wrote; kept only while all is as it says
    if content is None or not place.is_local(where):
        return {}
    ours = execution.find()
    coded = _of_files(Path(where.root), sorted(Path(where.path(reviews.FOLDER)).rglob("*")))
    common = [_code(), _machine(), _digest(content), coded, store.corpus, type(store).__name__]
    found: dict[str, str] = {}
    for name, path in notebooks.items():
        if ours.get(name) == path and (read := _read(given[name])) is not None:
            told = [*common, _digest(path.read_bytes()), read, sorted(given[name].items())]
            found[name] = _digest(json.dumps(told, default=str).encode())
    return found


def standing(report: Path, states: Mapping[str, str], before: Mapping[str, list[str]]) -> list[str]:
    """The notebooks of the report in a folder that need not run: their `states` and their files are as `before`."""
    return [name for name, state in states.items() if before.get(name) == [state, _files(report, name)]]


def made_of(report: Path, states: Mapping[str, str], runs: Mapping[str, Run]) -> dict[str, list[str]]:
    """What `record` is to give of a report in a folder: of each notebook that did not fail."""
    return {n: [state, _files(report, n)] for n, state in states.items() if n in runs and not runs[n].error}


def take(report: Path, site: Path, name: str) -> dict[str, Any]:
    """Copy what a notebook wrote from the report before to another folder; returns the executed notebook."""
    (site / "notebooks").mkdir(parents=True, exist_ok=True)
    written = Path(
        shutil.copyfile(report / "notebooks" / f"{name}.ipynb", site / "notebooks" / f"{name}.ipynb")
    )
    if (report / "data" / name).is_dir():
        shutil.copytree(report / "data" / name, site / "data" / name, dirs_exist_ok=True)
    notebook: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return notebook


def _code() -> str:
    """A digest of this package: its code, its weights, its lists."""
    package = Path(__file__).parent.parent
    return _of_files(package, sorted(p for p in package.rglob("*") if "__pycache__" not in p.parts))


def _machine() -> list[object]:
    """What runs the notebooks: the machine's kind, Python, the installed packages by version, what is set."""
    installed = {name for root in sys.path if root for name in _names(root) if name.endswith(".dist-info")}
    told = {name: os.environ.get(name, "") for name in _ENVIRONMENT}
    return [platform.platform(), platform.machine(), sys.version, sorted(installed), told]


def _names(folder: str) -> list[str]:
    try:
        return [found.name for found in Path(folder).iterdir()]
    except OSError:
        return []


def _read(given: Mapping[str, Value]) -> list[str] | None:
    """Digests of the files that parameters name; None where one names something else, which may hold anything."""
    named = [Path(path) for name in READ for path in paths(str(given.get(name, "")))]
    if not all(path.is_absolute() and path.is_file() for path in named):
        return None
    return [_digest(path.read_bytes()) for path in named]


def _files(report: Path, name: str) -> str:
    return _of_files(
        report,
        [report / "notebooks" / f"{name}.ipynb", *sorted((report / "data" / name).rglob("*"))],
    )


def _of_files(root: Path, files: Iterable[Path]) -> str:
    """A digest of files: of what each is called within `root`, and of what it holds."""
    told = [f"{f.relative_to(root).as_posix()} {_digest(f.read_bytes())}" for f in files if f.is_file()]
    return _digest("\n".join(told).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
