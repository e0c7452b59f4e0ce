"""The notebooks: where they are, copies of one's own, and running them headless, side by side.

Each run has a kernel specification, a runtime folder and (where the system has them) Unix sockets of its own,
so that runs cannot meet, nothing listens on a network, and no setting of the user's changes a result.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.execution import cells
from analysis.execution.parameters import Value
from analysis.nearest import meant
from analysis.progress import step

CELL_TIMEOUT = 1800  # seconds one cell may take
LOOK = 0.25  # seconds between two looks at which cell runs
FIRST = ("01-corpus-statistics", "04-outlet-comparison")  # begun first, because they take longest


# In JupyterLab `exit` ends the kernel a moment later, maybe after the cells behind it; here it fails its cell.
STARTUP = """
from IPython.core.autocall import IPyAutocall

class _Exit(IPyAutocall):
    rewrite = False

    def __call__(self, *_):
        raise SystemExit

exit = quit = _Exit()
del IPyAutocall, _Exit
"""


@dataclass(frozen=True, slots=True)
class Run:
    """How one notebook went: `error` is empty, or says what failed and where; `cell` is its index.

    One that was `kept` was not run: what it wrote for the report before stands.
    """

    name: str
    seconds: float
    error: str = ""
    cell: int | None = None
    kept: bool = False


def folder() -> Path:
    """The notebooks that come with newsbook: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "notebooks"
    return installed if installed.is_dir() else package.parent / "notebooks"


def find(wanted: Sequence[str] = ()) -> dict[str, Path]:
    """Notebooks by name: all of ours, or those wanted, each a name (its number may be left out) or a path.

    ValueError, which lists ours, for one that is not there.
    """
    ours = {path.stem: path for path in sorted(folder().glob("[0-9]*.ipynb"))}
    if not wanted:
        return ours
    found: dict[str, Path] = {}
    for want in wanted:
        named = [n for n in ours if want in (n, n.partition("-")[2], n.partition("-")[0])]
        path = ours[named[0]] if named else Path(want).expanduser().absolute()
        if path.suffix != ".ipynb" or not path.is_file():
            raise ValueError(
                f"notebook {want!r}: no such file; ours are: {', '.join(ours)}{meant(want, ours)}"
            )
        if path.stem in found and found[path.stem] != path:
            raise ValueError(f"two notebooks are named {path.stem!r}; rename one")
        found[path.stem] = path
    return found


def copy(target: Path) -> list[Path]:
    """Copies of our notebooks in `target`; those already there are kept: FileExistsError names the first."""
    for path in find().values():
        if (target / path.name).exists():
            raise FileExistsError(f"{target / path.name} is there already; choose another folder")
    target.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copyfile(path, target / path.name)) for path in find().values()]


@contextmanager
def pool(n: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that run up to `n` notebooks side by side; they get ready while the caller goes on."""
    from analysis.execution import forkserver

    workers = max(1, min(n, os.cpu_count() or 1))
    opened = ProcessPoolExecutor(
        workers,
        mp_context=forkserver.context(),
        initializer=_prepare,
        initargs=(sys.flags.safe_path, dict(os.environ)),
    )
    try:
        for _ in range(0 if forkserver.FORKED else workers):
            # A process that is not forked imports for itself: it had better begin.
            opened.submit(time.sleep, 0)
        yield opened
        opened.shutdown()
    except BaseException:
        for process in list((opened._processes or {}).values()):
            process.terminate()
        opened.shutdown(wait=False, cancel_futures=True)
        raise


@contextmanager
def when_needed(n: int) -> Iterator[Callable[[], ProcessPoolExecutor]]:
    """What gives the processes of `pool`, and has them started when it is first called."""
    with ExitStack() as opened:
        yield cache(lambda: opened.enter_context(pool(n)))


def _prepare(safe_path: bool, environment: Mapping[str, str]) -> None:
    """Import what a run needs; an interrupt is the parent's to handle.

    `safe_path` is whether the user wants Python to import nothing from the folder of a script; where not, what cells
    start is to find its own modules, other than we. `environment` is that of the caller: a server that processes are
    forked from may have started before the caller got, say, credentials.
    """
    import signal

    from analysis.execution.forkserver import die_with_parent

    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(environment)
    if not safe_path:
        os.environ.pop("PYTHONSAFEPATH", None)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)  # what a dying kernel prints is not for the user's terminal; the page has its error
    import papermill  # noqa: F401


def run(
    processes: ProcessPoolExecutor,
    notebooks: Mapping[str, Path],
    parameters: Mapping[str, Mapping[str, Value]],
    *,
    out: Path,
    timeout: int = CELL_TIMEOUT,
    progress: Callable[[Run], None] = lambda run: None,
) -> dict[str, Run]:
    """Run notebooks side by side; each leaves `<out>/<name>.ipynb`, executed as far as it went.

    A cell that raises, runs longer than `timeout` seconds, calls `exit` or kills its kernel fails its
    notebook. `progress` is called as each is done.
    """
    out.mkdir(parents=True, exist_ok=True)
    runs: dict[str, Run] = {}
    with (
        step("notebooks") as told,
        tempfile.TemporaryDirectory(prefix="newsbook-", ignore_cleanup_errors=True) as beside,
    ):
        futures: dict[Future[Run], str] = {
            processes.submit(
                execute, str(notebooks[n]), str(out / f"{n}.ipynb"), dict(parameters[n]), timeout, beside
            ): n
            for n in sorted(notebooks, key=lambda name: name not in FIRST)
        }
        while futures:
            for future in wait(futures, LOOK, FIRST_COMPLETED).done:
                name = futures.pop(future)
                try:
                    runs[name] = future.result()
                except BrokenProcessPool:
                    runs[name] = Run(name, 0.0, "the process that ran it was killed (maybe out of memory)")
                progress(runs[name])
            told.label = cells.told(Path(beside), futures.values())
    return {name: runs[name] for name in notebooks}


def execute(path: str, output: str, parameters: Mapping[str, Value], timeout: int, beside: str = "") -> Run:
    """Run one notebook in this process's environment; see `run`. In the folder `beside` it tells which cell runs."""
    name, start = Path(path).stem, time.monotonic()
    if beside:
        cells.tell(Path(beside, name))
    with _own_environment() as config:
        problem = _papermill(path, output, parameters, timeout, config)
    error, cell = _outcome(Path(output), problem)
    return Run(name, time.monotonic() - start, error, cell)


@contextmanager
def _own_environment() -> Iterator[Any]:
    """Environment variables and a kernel manager's configuration for one run, with a short-lived folder."""
    from traitlets.config import Config

    from analysis.execution import kernels

    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="newsbook-", ignore_cleanup_errors=True) as own:
        kernel = Path(own, "kernels", "newsbook")
        kernel.mkdir(parents=True)
        startup = Path(own, "profile_default", "startup")
        startup.mkdir(parents=True)
        (startup / "exit.py").write_text(STARTUP, encoding="utf-8")
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        argv += ["--HistoryManager.enabled=False", "--Completer.use_jedi=False"]
        specification = {
            "argv": argv,
            "display_name": "newsbook",
            "language": "python",
            "metadata": kernels.register(),
        }
        (kernel / "kernel.json").write_text(json.dumps(specification), encoding="utf-8")
        os.environ.update(
            JUPYTER_PATH=own,
            JUPYTER_RUNTIME_DIR=own,
            IPYTHONDIR=own,
            PYDEVD_DISABLE_FILE_VALIDATION="1",
            NEWSBOOK_HEADLESS="1",  # nobody looks: a review desk shows its tables and opens nothing
        )
        unix = {"transport": "ipc", "ip": str(Path(own, "socket"))} if os.name == "posix" else {}
        try:
            yield Config({"ConnectionFileMixin": unix})
        finally:
            os.environ.clear()
            os.environ.update(before)


def _papermill(path: str, output: str, parameters: Mapping[str, Value], timeout: int, config: Any) -> str:
    """What stopped papermill, or nothing; the notebook as far as it went is in `output`."""
    import logging

    import papermill

    cells.register()
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    try:
        papermill.execute_notebook(
            path,
            output,
            dict(parameters),
            kernel_name="newsbook",
            progress_bar=False,
            engine_name=cells.ENGINE,
            cwd=str(Path(path).parent),
            execution_timeout=timeout,
            config=config,
        )
    except Exception as error:  # whatever a kernel can die of becomes a marked page
        return f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
    return ""


def _outcome(output: Path, problem: str) -> tuple[str, int | None]:
    """What failed, and the index of the cell, from the executed notebook and from what papermill raised."""
    if not output.is_file():
        return problem or "it wrote no output", None
    cells = json.loads(output.read_text(encoding="utf-8"))["cells"]
    code = [
        i for i, cell in enumerate(cells) if cell["cell_type"] == "code" and "".join(cell["source"]).strip()
    ]
    ran = {i: cells[i].get("metadata", {}).get("execution", {}) for i in code}
    errors = [(i, o) for i in code for o in cells[i]["outputs"] if o["output_type"] == "error"]
    if problem.startswith("CellTimeoutError"):
        return "a cell took longer than the time limit", max((i for i in code if ran[i]), default=None)
    if errors and errors[0][1]["ename"] == "SystemExit":
        return "a cell called exit, so that the cells after it did not run", errors[0][0]
    if errors:
        return f"{errors[0][1]['ename']}: {errors[0][1]['evalue']}", errors[0][0]
    if not problem and all("shell.execute_reply" in ran[i] for i in code):
        return "", None
    dead = problem.startswith("DeadKernelError") or not problem
    reason = "the kernel ended (exit, killed, or out of memory)" if dead else problem
    return reason, max((i for i in code if ran[i]), default=None)
