"""How a command tells what it is busy with: a line of the terminal, lines of a log, or nothing."""

from __future__ import annotations

import sys
import threading

from analysis.cli.terminal import Voice, field, say
from analysis.progress import Bars, Listener, Step

LINES_EVERY = 2.0  # seconds between two lines where no terminal shows one that moves


class Steps:
    """Steps as a bar on a terminal; with `verbose` as lines too, and into the log. Nothing in a pipe, or if quiet."""

    def __init__(self, said: Voice) -> None:
        """For a command that says as much as `said` allows."""
        self.said = said
        self.bars = Bars() if sys.stderr.isatty() and not said.quiet else None
        self.lines = _Lines() if said.verbose and self.bars is None and not said.quiet else None

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
        return [listener for listener in (self.bars, self.lines) if listener is not None]


class _Lines:
    """The innermost step as a line every two seconds, for a log that somebody watches."""

    def __init__(self) -> None:
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
        wait = 0.5
        while not stopped.wait(wait):
            wait = LINES_EVERY
            for step in self.steps[-1:]:
                print(f"{_described(step)}, {step.seconds:.0f} s", file=sys.stderr, flush=True)


def _described(step: Step) -> str:
    if not step.unit:
        return step.label
    total = "" if step.total is None else f" of {step.total:,}"
    return f"{step.label}: {step.done:,}{total} {step.unit}"
