"""What long calls tell, and who is shown it."""

import io
import re
import sys
import time

import pytest
from IPython.core.events import EventManager

from analysis import annotate, progress
from analysis.cli import steps
from analysis.cli.steps import Steps
from analysis.cli.terminal import speaking
from analysis.progress import Bars, Step


class Listener:
    def __init__(self):
        self.told: list[tuple[str, str, int, int | None]] = []

    def begin(self, step):
        self.told.append(("begin", step.label, step.done, step.total))

    def end(self, step):
        self.told.append(("end", step.label, step.done, step.total))


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(progress, "DELAY", 0.0)
    monkeypatch.setattr(progress, "EVERY", 0.01)


def waited(stream: io.StringIO, word: str) -> str:
    until = time.monotonic() + 5
    while word not in stream.getvalue() and time.monotonic() < until:
        time.sleep(0.01)
    return stream.getvalue()


def test_whoever_listens_is_told_of_steps_also_of_those_that_fail():
    listener = Listener()

    def failing():
        with progress.step("outer", total=2) as step:
            assert list(progress.counted("ab", step)) == ["a", "b"]
            raise ZeroDivisionError

    with progress.listening(listener), pytest.raises(ZeroDivisionError):
        failing()
    assert listener.told == [("begin", "outer", 0, 2), ("end", "outer", 2, 2)]
    with progress.step("nobody"):
        pass


def test_annotating_tells_what_it_reads_annotates_and_links(tmp_path):
    (tmp_path / "a.txt").write_text("“We won,” said Ada Byron.", encoding="utf-8")
    listener = Listener()
    with progress.listening(listener):
        annotate.run(tmp_path / "a.txt", store=tmp_path / "s", engine="rules", sentiment="lexicon", workers=1)
    assert ("end", "reading", 1, None) in listener.told
    assert ("end", "annotating", 1, 1) in listener.told
    assert "all articles: speakers" in {label for _, label, *_ in listener.told}


def test_a_terminal_is_shown_the_innermost_step_and_nothing_stays(quick, monkeypatch):
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    bars = Bars()
    outer, inner = Step("outer"), Step("inner", "articles", done=3, total=9)
    bars.begin(outer)
    assert "outer 00:00" in waited(stream, "outer")
    bars.begin(inner)
    assert "3/9" in waited(stream, "3/9")
    bars.end(inner)
    bars.end(outer)
    assert bars.thread is None
    assert not stream.getvalue().rpartition("\r")[2].strip()


@pytest.mark.parametrize(
    ("terminal", "quiet", "shown"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_a_bar_is_for_terminals_that_are_not_to_be_quiet(terminal, quiet, shown, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal() if terminal else io.StringIO())
    with speaking(quiet=quiet) as voice:
        assert (Steps(voice).bars is not None) is shown


def test_verbose_says_each_step_with_its_seconds_and_the_log_has_it_too(tmp_path, capsys):
    log = tmp_path / "log.txt"
    with (
        speaking(verbose=True, log=str(log)) as voice,
        progress.listening(Steps(voice)),
        progress.step("linking\x1b[2J\nnames", unit="articles", total=4) as step,
    ):
        step.done = 3
    said = capsys.readouterr().err
    assert re.fullmatch(r"linking\ufffd\[2J names: 3 of 4 articles: \d\.\d s\n", said)
    assert log.read_text(encoding="utf-8").endswith(f"Z {said}")


def test_a_log_that_somebody_watches_says_what_lasts(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "FIRST_LINE", 0.01)
    log = tmp_path / "log.txt"
    with (
        speaking(quiet=True, log=str(log)) as voice,
        progress.listening(Steps(voice)),
        progress.step("linking"),
    ):
        until = time.monotonic() + 5
        while "linking, 0 s" not in log.read_text(encoding="utf-8") and time.monotonic() < until:
            time.sleep(0.01)
        assert log.read_text(encoding="utf-8").endswith("Z linking, 0 s\n")


class Shell:
    """An IPython session, as far as cells are concerned."""

    class kernel:
        _allow_stdin = True

    def __init__(self):
        self.events = EventManager(
            self, {"pre_run_cell": lambda info: None, "post_run_cell": lambda result: None}
        )


def test_a_cell_that_lasts_shows_that_it_runs_and_steps_in_it_are_shown_in_its_place(quick, monkeypatch):
    monkeypatch.setattr(progress, "CELL_DELAY", 0.0)
    stream, shell = Terminal(), Shell()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_has_widgets", lambda: False)
    for _ in range(2):  # a notebook's first cell may be run again
        progress.in_cells(shell)
    assert len(shell.events.callbacks["pre_run_cell"]) == 1
    cells = progress._cells_of(shell)
    shell.events.trigger("pre_run_cell", None)
    assert "running this cell" in waited(stream, "running this cell")
    cells.bars.begin(inner := Step("linking", delay=0.0))
    assert "linking" in waited(stream, "linking")
    cells.bars.end(inner)
    shell.events.trigger("post_run_cell", None)
    assert (cells.step, cells.bars.thread, cells.bars.shown) == (None, None, None)


def test_a_cell_shows_nothing_where_outputs_are_kept(monkeypatch):
    shell = Shell()
    monkeypatch.setattr(shell.kernel, "_allow_stdin", False)
    progress.in_cells(shell)
    shell.events.trigger("pre_run_cell", None)
    assert progress._cells_of(shell).step is None


def test_nothing_is_shown_where_outputs_are_kept(monkeypatch):
    class Kernel:
        _allow_stdin = False

    class Session:
        kernel = Kernel()

    import IPython

    monkeypatch.setitem(sys.modules, "ipykernel", IPython)
    monkeypatch.setattr(IPython, "get_ipython", Session)
    assert progress._of_notebook() is None
    Kernel._allow_stdin = True
    assert isinstance(progress._of_notebook(), Bars)
