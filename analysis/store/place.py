"""Where a store is, a folder or a URL that fsspec opens: whole-or-nothing writes, and a lock for one writer."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyarrow import ArrowInvalid
from pyarrow import fs as storage


class StoreError(Exception):
    """A store that cannot be used now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is: a file system and the folder in it."""

    files: storage.FileSystem
    root: str

    def path(self, *names: str) -> str:
        """The path of something in the store."""
        return "/".join((self.root, *names))


def of(store: str | Path) -> Place:
    """The file system and the folder of a path or URL; ValueError when nothing here opens such a URL."""
    name = str(store)
    if "://" not in name:
        return Place(storage.LocalFileSystem(), str(Path(name).expanduser().absolute()))
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ValueError(f"{name}: URLs need the extra: pip install 'newsbook[scale]'") from error
    # What another process wrote a moment ago has to be seen; these two remember no listings, and take no such option.
    options = {} if name.startswith(("sftp://", "ssh://")) else {"use_listings_cache": False}
    opened, root = url_to_fs(name, **options)
    return Place(storage.PyFileSystem(storage.FSSpecHandler(opened)), root.rstrip("/"))


def is_local(where: Place) -> bool:
    """Whether the store is a folder of this machine's file system."""
    return isinstance(where.files, storage.LocalFileSystem)


def listing(where: Place, *folder: str) -> list[str]:
    """Names of the files in a folder of the store, or in its root, sorted; none when it does not exist."""
    selector = storage.FileSelector(where.path(*folder), allow_not_found=True)
    found = where.files.get_file_info(selector)
    return sorted(f.base_name for f in found if f.type == storage.FileType.File)


def write(where: Place, content: bytes, *names: str) -> None:
    """Write a file whole or not at all."""
    *folders, name = names
    where.files.create_dir(where.path(*folders), recursive=True)
    hidden = where.path(*folders, f".{name}.{os.getpid()}")
    with where.files.open_output_stream(hidden) as stream:
        stream.write(content)
    where.files.move(hidden, where.path(*names))


def read(where: Place, *names: str) -> bytes | None:
    """The content of a file, or None when there is none."""
    try:
        with where.files.open_input_file(where.path(*names)) as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def remove(where: Place, *names: str) -> None:
    """Delete a file; nothing happens when it is gone already."""
    with contextlib.suppress(FileNotFoundError):
        where.files.delete_file(where.path(*names))


def read_json(where: Place, *names: str) -> dict[str, Any]:
    """A JSON object of the store; empty when it is missing or broken (it is then made anew)."""
    try:
        found = json.loads(read(where, *names) or b"{}")
    except (ValueError, ArrowInvalid):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(where: Place, content: Mapping[str, Any], *names: str) -> None:
    """Write a JSON object, whole or not at all."""
    write(where, json.dumps(content, ensure_ascii=False, indent=1).encode(), *names)


@contextlib.contextmanager
def lock(where: Place) -> Iterator[None]:
    """Hold the store for writing; StoreError, at once, when another run holds it.

    On a local store the operating system lets go of a dead process's lock. Elsewhere the lock is a file that
    names its owner, and has to be removed by hand after a crash.
    """
    with _local_lock(where) if is_local(where) else _remote_lock(where):
        yield


@contextlib.contextmanager
def _local_lock(where: Place) -> Iterator[None]:
    import filelock

    where.files.create_dir(where.root, recursive=True)
    held = filelock.FileLock(where.path("lock"), timeout=0)
    try:
        held.acquire()
    except filelock.Timeout as error:
        owner = (read(where, "owner") or b"another process").decode()
        raise StoreError(
            f"{where.root}: {owner} is annotating this store. Wait until it is done, or use another store."
        ) from error
    try:
        write(where, _owner().encode(), "owner")
        yield
    finally:
        remove(where, "owner")
        held.release()


@contextlib.contextmanager
def _remote_lock(where: Place) -> Iterator[None]:
    owner = read(where, "owner")
    if owner is not None:
        raise StoreError(
            f"{where.root}: {owner.decode()} is annotating this store. "
            f"If that run is dead, remove the file {where.path('owner')} and start again."
        )
    write(where, _owner().encode(), "owner")
    try:
        yield
    finally:
        remove(where, "owner")


def _owner() -> str:
    return f"process {os.getpid()} on {socket.gethostname()}"
