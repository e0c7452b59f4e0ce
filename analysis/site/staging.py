"""Where a report is written: a folder beside its place, which takes that place at the end, whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """A folder beside `place` that takes its place at the end, or disappears if anything goes wrong."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for left in place.parent.glob(f".{place.name}.*.new"):
        if not _is_running(left.name.split(".")[-2]):
            shutil.rmtree(left, ignore_errors=True)
    staging, before = (place.parent / f".{place.name}.{os.getpid()}.{kind}" for kind in ("new", "old"))
    staging.mkdir()
    try:
        yield staging
        if place.exists():
            place.rename(before)
        staging.rename(place)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)


def _is_running(process: str) -> bool:
    """Whether a process is there, or nobody can tell."""
    if os.name != "posix" or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
