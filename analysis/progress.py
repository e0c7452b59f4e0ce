"""What a long call is busy with, told to whoever listens: a command's line, a bar in a notebook, a log.

A long call says `with progress.step("reading", unit="articles") as step: …` and sets `step.done` as it goes. Nobody
listens unless `listening` says who does; in a notebook that somebody runs by hand a bar appears by itself.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

DELAY = 0.25  # seconds that a step may take before it is shown
CELL_DELAY = 1.0  # of a cell of a notebook
EVERY = 0.25  # seconds between two looks at it
_ROWS = 20  # of the terminal; tqdm draws nothing on one that says it has none

T = TypeVar("T")


@dataclass(slots=True)
class Step:
    """Something that takes time: what it is, how many of what are done, of how many (None = not known).

    It is shown after `delay` seconds; None = as soon as others.
    """

    label: str
    unit: str = ""
    done: int = 0
    total: int | None = None
    delay: float | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.started


class Listener(Protocol):
    """Who is told of steps; between `begin` and `end` it may look at a step as often as it likes."""

    def begin(self, step: Step) -> None:
        """A step begins."""

    def end(self, step: Step) -> None:
        """It ended, or failed."""


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have `listener` told of all steps inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def step(label: str, *, unit: str = "", total: int | None = None) -> Iterator[Step]:
    """Something that may take long; whoever does it sets `done` and `total` of what this gives."""
    one = Step(label, unit, total=total)
    listener = _listener.get() or _of_notebook()
    if listener is None:
        yield one
        return
    listener.begin(one)
    try:
        yield one
    finally:
        listener.end(one)


def counted(items: Iterable[T], step: Step, size: Callable[[T], int] = lambda item: 1) -> Iterator[T]:
    """`items` as they come, with those that were taken counted in `step`."""
    for item in items:
        step.done += size(item)
        yield item


def _of_notebook() -> Listener | None:
    """A bar, where somebody sits before a notebook; none in a report, in a script, in a console."""
    if "ipykernel" not in sys.modules:
        return None
    session = sys.modules["IPython"].get_ipython()
    if not _is_attended(session):
        return None
    cells = _cells_of(session)
    return cells.bars if cells else Bars(notebook=True)


def _is_attended(session: Any) -> bool:
    """Whether somebody sits there: who can be asked; papermill and others that keep the outputs cannot."""
    return bool(getattr(getattr(session, "kernel", None), "_allow_stdin", False))


def in_cells(session: Any) -> None:
    """Have each cell that somebody runs in this IPython session from here on show that it runs, and what it does.

    Also where nothing in it tells of steps: a large table takes long in code that is not ours.
    """
    if hasattr(session, "kernel") and _cells_of(session) is None:
        cells = _Cells(session)
        session.events.register("pre_run_cell", cells.begin)
        session.events.register("post_run_cell", cells.end)


def _cells_of(session: Any) -> _Cells | None:
    """What `in_cells` has registered."""
    callbacks = getattr(getattr(session, "events", None), "callbacks", {}).get("pre_run_cell", ())
    owners = (getattr(callback, "__self__", None) for callback in callbacks)
    return next((owner for owner in owners if isinstance(owner, _Cells)), None)


class _Cells:
    """The cells of one session, of which one runs at a time."""

    def __init__(self, session: Any) -> None:
        self.session, self.bars = session, Bars(notebook=True)
        self.step: Step | None = None

    def begin(self, *_: object) -> None:
        self.end()
        if _is_attended(self.session):
            self.step = Step("running this cell", delay=CELL_DELAY)
            self.bars.begin(self.step)

    def end(self, *_: object) -> None:
        if self.step is not None:
            self.bars.end(self.step)
            self.step = None


class Bars:
    """Shows the innermost step as a bar of tqdm, and looks at it often, so that seconds pass visibly.

    On a terminal it is one line, in a notebook a widget (text, where there is no ipywidgets); it goes when all ended.
    """

    def __init__(self, *, notebook: bool = False) -> None:
        """On a terminal, or in a notebook."""
        self.notebook = notebook
        self.steps: list[Step] = []
        self.bar: Any = None
        self.shown: Step | None = None
        self.lock = threading.Lock()
        self.stopped = threading.Event()
        self.thread: threading.Thread | None = None

    def begin(self, step: Step) -> None:
        """Show `step` as soon as it has taken a moment."""
        with self.lock:
            self.steps.append(step)
            if self.thread is None:
                self.stopped.clear()
                self.thread = threading.Thread(target=self._watch, daemon=True)
                self.thread.start()

    def end(self, step: Step) -> None:
        """Take `step` away."""
        with self.lock:
            self.steps = [one for one in self.steps if one is not step]
            if self.shown is step:
                self._close()
            if not self.steps and self.thread is not None:
                self.stopped.set()
                self.thread = None

    def _watch(self) -> None:
        stopped = self.stopped
        while not stopped.wait(EVERY):
            with self.lock:
                if self.steps and not stopped.is_set():
                    self._draw(self.steps[-1])

    def _draw(self, step: Step) -> None:
        if step.seconds < (DELAY if step.delay is None else step.delay):
            return
        if self.shown is not step:
            self._close()
            self.bar, self.shown = self._made(step), step
        self.bar.n, self.bar.total, self.bar.ncols = step.done, step.total, _width()
        self.bar.set_description_str(step.label, refresh=False)
        self.bar.refresh()

    def _made(self, step: Step) -> Any:
        form = None if step.unit else "{desc} {elapsed}"
        options = {"unit": f" {step.unit}", "leave": False, "total": step.total, "bar_format": form}
        if self.notebook and _has_widgets():
            from tqdm.notebook import tqdm as widget

            bar: Any = widget(**options)
        else:
            from tqdm import tqdm

            bar = tqdm(file=sys.stderr, ncols=_width(), nrows=_ROWS, **options)
        bar.start_t = bar._time() - step.seconds
        return bar

    def _close(self) -> None:
        if self.bar is not None and self.shown is not None:
            self.bar.n, self.bar.total = self.shown.done, self.shown.total
            self.bar.close()
        self.bar = self.shown = None


def _width() -> int:
    """Columns of the terminal, less one; 79 where it does not say."""
    return max(20, shutil.get_terminal_size().columns) - 1


def _has_widgets() -> bool:
    try:
        import ipywidgets  # noqa: F401
    except ImportError:
        return False
    return True
