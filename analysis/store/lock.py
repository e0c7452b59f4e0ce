"""One writer at a time: who holds a store, since when, and how a dead run's lock is taken away.

On a local store the operating system lets go of a dead process's lock. Behind a URL the lock is an object that names
its owner. It is written on condition that there is none, as S3, Google and Azure can since 2024; where that is not
heeded, it is read again after a while, and the last who wrote it has the store.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from analysis.store import place
from analysis.store.place import Place, StoreError

OWNER = "owner"
FILE = "lock"
AGAIN = 3.0  # seconds after which a lock that was written without condition is read again
DEAD = 60.0  # seconds after which whoever holds one file's lock is dead, since a file is written within a few


@contextlib.contextmanager
def held(where: Place) -> Iterator[None]:
    """Hold the store for writing; StoreError, at once, when another run holds it, saying for how long."""
    with _local(where) if place.is_local(where) else _remote(where):
        yield


@contextlib.contextmanager
def _local(where: Place) -> Iterator[None]:
    import filelock

    Path(where.root).mkdir(parents=True, exist_ok=True)
    system = filelock.FileLock(where.path(FILE), timeout=0)
    try:
        system.acquire()
    except filelock.Timeout as error:
        raise StoreError(
            f"{where.name}: {owner(where)}. Wait until it is done, or use another store."
        ) from error
    try:
        place.write(where, _mine(), OWNER)
        yield
    finally:
        place.remove(where, OWNER)
        system.release()


@contextlib.contextmanager
def _remote(where: Place) -> Iterator[None]:
    mine = _mine()
    if place.read(where, OWNER) is None:
        try:
            taken = place.create(where, mine, OWNER)
        except FileNotFoundError as error:
            raise StoreError(
                f"{where.name}: nothing can be written there; a bucket has to be made first ({error})"
            ) from error
        # A store that heeds the condition refuses the second time.
        heeded = taken and place.is_of_objects(where) and not place.create(where, mine, OWNER)
        if taken and not heeded:
            time.sleep(AGAIN)
    if place.read(where, OWNER) != mine:
        raise StoreError(
            f"{where.name}: {owner(where)}. Wait until it is done, or use another store. "
            f"If that run is dead: newsbook unlock {where.name}"
        )
    try:
        yield
    finally:
        if place.read(where, OWNER) == mine:
            place.remove(where, OWNER)


@contextlib.contextmanager
def of_file(where: Place, *names: str) -> Iterator[None]:
    """Hold one file of a store behind a URL while it is read and written; StoreError when others do so for long.

    What a process holds that was killed meanwhile is taken from it after `DEAD` seconds.
    """
    *folder, name = names
    path, mine = "/".join((*folder, f".{name}.{OWNER}")), _mine()
    until = time.monotonic() + 2 * DEAD
    while not (place.create(where, mine, path) and place.read(where, path) == mine):
        kept = place.read(where, path)
        if kept is not None and _seconds(kept.decode("utf-8", "replace")) > DEAD:
            place.remove(where, path)
        elif time.monotonic() > until:
            raise StoreError(f"{where.name}: {name} is being written by other processes; try again")
        else:
            time.sleep(0.1)
    try:
        yield
    finally:
        if place.read(where, path) == mine:
            place.remove(where, path)


def _seconds(told: str) -> float:
    """How long ago a lock was taken; for ever where it does not say."""
    since = told.partition(", since ")[2].partition(" ")[0]
    with contextlib.suppress(ValueError, TypeError):  # no time, or one without a zone
        return (datetime.now(UTC) - datetime.fromisoformat(since)).total_seconds()
    return float("inf")


def _mine() -> bytes:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return f"process {os.getpid()} on {socket.gethostname()}, since {since} ({secrets.token_hex(8)})".encode()


def owner(where: Place) -> str:
    """Who holds a store and for how long, as words of a sentence."""
    told = (place.read(where, OWNER) or b"another process").decode("utf-8", "replace")
    who, _, since = told.partition(", since ")
    with contextlib.suppress(ValueError):
        began = datetime.fromisoformat(since.partition(" ")[0])
        return f"{who} is annotating this store, for {_age(began)} (since {began:%Y-%m-%d %H:%M:%S} UTC)"
    return f"{who} is annotating this store"


def _age(began: datetime) -> str:
    seconds = max(0.0, (datetime.now(UTC) - began).total_seconds())
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def unlock(where: Place) -> str:
    """Take a dead run's lock away; returns who held the store and for how long, "" when nobody did.

    StoreError when that run is alive, as far as this machine can tell: on a local store always, else of its own
    processes.
    """
    kept = place.read(where, OWNER)
    if place.is_local(where):
        if not Path(where.root).is_dir():
            raise StoreError(f"{where.name}: no store here; check the path")
        with held(where):  # a lock whose process is dead is free
            return ""
    if kept is None:
        return ""
    told = owner(where)
    if _is_alive(kept.decode("utf-8", "replace")):
        raise StoreError(f"{where.name}: {told}, and that process is alive. End it first.")
    place.remove(where, OWNER)
    return told


def _is_alive(told: str) -> bool:
    """Whether a process of this machine holds a lock, and runs; one that ended and was not waited for does not."""
    who, _, host = told.partition(", since ")[0].partition(" on ")
    number = who.removeprefix("process ")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2][:1] != "Z"
    if Path("/proc/self").exists():
        return False
    try:
        os.kill(int(number), 0)
    except OSError:
        return False
    return True
