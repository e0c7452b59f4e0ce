"""Which cell of a notebook runs, told by the process that runs it in a small file.

papermill's engine says when a cell begins; ours is that engine, and writes it down where it was told to.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

ENGINE = "newsbook"
SAVED_EVERY = 30.0  # seconds between two times that a notebook is written while it runs
_file: ContextVar[Path | None] = ContextVar("file", default=None)


def tell(file: Path) -> None:
    """Have the notebook that this process runs next told of in `file`."""
    _file.set(file)
    _write("")


def told(folder: Path, notebooks: Iterable[str]) -> str:
    """What runs, in words: "01-corpus-statistics: cell 5 of 31; 02-sentiment: starting"."""
    return (
        "; ".join(f"{name}: {_said(folder / name)}" for name in notebooks if (folder / name).is_file())
        or "notebooks"
    )


def _said(file: Path) -> str:
    with contextlib.suppress(OSError):
        return file.read_text(encoding="utf-8") or "starting"
    return "starting"


def register() -> None:
    """Make `ENGINE` known to papermill in this process."""
    from papermill.engines import NBClientEngine, papermill_engines

    class Telling(NBClientEngine):  # type: ignore[misc]
        """papermill's engine, which tells of each code cell that begins."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
            """Run the notebook."""
            code = [n for n, cell in enumerate(nb_man.nb.cells) if cell.cell_type == "code"]
            begin = nb_man.cell_start

            def cell_start(cell: Any, cell_index: int | None = None, **rest: Any) -> Any:
                if cell_index in code:
                    _write(f"cell {code.index(cell_index) + 1} of {len(code)}")
                return begin(cell, cell_index, **rest)

            nb_man.cell_start = cell_start
            with _seldom_saved(nb_man):
                return super().execute_managed_notebook(nb_man, kernel_name, **options)

    papermill_engines.register(ENGINE, Telling)


@contextlib.contextmanager
def _seldom_saved(nb_man: Any) -> Iterator[None]:
    """Have papermill write the notebook now and then, and not whole before and behind each cell: most of its time.

    However the run ends, papermill writes it once more; what a process had that was killed is as old as that at most.
    """
    save: Callable[..., None] = nb_man.save
    since = time.monotonic()

    def seldom(**options: Any) -> None:
        nonlocal since
        if time.monotonic() - since >= SAVED_EVERY:
            save(**options)
            since = time.monotonic()

    nb_man.save = seldom
    try:
        yield
    finally:
        nb_man.save = save


def _write(text: str) -> None:
    file = _file.get()
    with contextlib.suppress(OSError):  # a full disk is told of where it matters
        if file is not None:
            hidden = file.with_name(f".{file.name}")
            hidden.write_text(text, encoding="utf-8")
            hidden.replace(file)
