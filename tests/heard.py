"""What a command says on a terminal, and when: how long it is silent, and how soon it says something."""

import contextlib
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Heard(NamedTuple):
    """Seconds to the first word, of the longest silence and in all; where that silence began; the exit code.

    Seconds in which the command wanted to run and other programs did are not counted, where the system tells them.
    """

    first: float
    silence: float
    after: str
    seconds: float
    code: int


def hear(arguments: list[str], folder: Path) -> Heard:
    """Run a command of newsbook on a terminal of its own, in `folder`."""
    ours, theirs = pty.openpty()
    root = Path(__file__).parent.parent
    environment = {
        **os.environ,
        "PYTHONPATH": str(root),
        "COLUMNS": "100",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    command = [sys.executable, "-m", "analysis", *arguments]
    gaps, last = [], ""
    started = before = time.monotonic()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment
    )
    os.close(theirs)
    try:
        waited: dict[str, int] = {}
        while True:
            ready = select.select([ours], [], [], 0.2)[0]
            written = _read(ours) if ready else b""
            ended = ready and not written
            if not ended and not written:
                continue
            now, delays = time.monotonic(), _delays(process.pid)
            lost = max((delays[task] - waited.get(task, 0) for task in delays), default=0) / 1e9
            gaps.append((max(0.0, now - before - lost), last))
            before, waited = now, delays
            last = written.decode("utf-8", "replace").strip().rpartition("\r")[2][-100:] or last
            if ended:
                break
    finally:
        os.close(ours)
        process.wait(60)
    silence, after = max(gaps)
    return Heard(gaps[0][0], silence, after, time.monotonic() - started, process.returncode)


def _read(terminal: int) -> bytes:
    """What was written; nothing where the terminal was closed."""
    with contextlib.suppress(OSError):
        return os.read(terminal, 65536)
    return b""


def _delays(process: int) -> dict[str, int]:
    """Nanoseconds that each thread of a process waited for a processor, by its number (Linux; else nothing)."""
    found = {}
    for task in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            found[task.parent.name] = int(task.read_text().split()[1])
    return found
