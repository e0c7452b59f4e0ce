"""How a command tells what it is busy with: a line of the terminal, lines of a log, or nothing."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from analysis.cli.terminal import Voice, field, say
from analysis.progress import Bars, Listener, Step

FIRST_LINE, LINES_EVERY = (
    0.5,
    2.0,
)  # seconds to the first line, and between two, where nothing moves on a terminal


class Steps:
    """Steps as a bar on a terminal, with `verbose` as lines; nothing in a pipe, or if quiet. A log has lines."""

    def __init__(self, said: Voice) -> None:
        """For a command that says as much as `said` allows."""
        self.said = said
        self.bars = Bars() if sys.stderr.isatty() and not said.quiet else None
        self.lines = _Lines(_written) if said.verbose and self.bars is None and not said.quiet else None
        self.logged = _Lines(said.note) if said.log is not None else None

    def begin(self, step: Step) -> None:
        """Show a step."""
        step.label = field(step.label)
        for listener in self._listeners():
            listener.begin(step)

    def end(self, step: Step) -> None:
        """Take it away; say how long it took."""
        for listener in self._listeners():
            listener.end(step)
        if self.said.verbose:
            say(f"{_described(step)}: {step.seconds:.1f} s")
        else:
            self.said.note(f"{_described(step)}: {step.seconds:.1f} s")

    def _listeners(self) -> list[Listener]:
        return [listener for listener in (self.bars, self.lines, self.logged) if listener is not None]


class _Lines:
    """The innermost step as a line every two seconds, for a log that somebody watches."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write = write
        self.steps: list[Step] = []
        self.stopped = threading.Event()

    def begin(self, step: Step) -> None:
        if not self.steps:
            self.stopped = threading.Event()
            threading.Thread(target=self._watch, args=(self.stopped,), daemon=True).start()
        self.steps = [*self.steps, step]

    def end(self, step: Step) -> None:
        self.steps = [one for one in self.steps if one is not step]
        if not self.steps:
            self.stopped.set()

    def _watch(self, stopped: threading.Event) -> None:
        wait = FIRST_LINE
        while not stopped.wait(wait):
            wait = LINES_EVERY
            for step in self.steps[-1:]:
                self.write(f"{_described(step)}, {step.seconds:.0f} s")


def _written(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _described(step: Step) -> str:
    if not step.unit:
        return step.label
    total = "" if step.total is None else f" of {step.total:,}"
    return f"{step.label}: {step.done:,}{total} {step.unit}"
