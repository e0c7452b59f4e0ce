"""Where a store is, a folder or a URL that fsspec opens: whole-or-nothing writes, many requests side by side.

On an object store (S3, Google, Azure) a request writes an object whole under its name, or not at all; nothing is
copied, renamed or made a folder there, and a bucket is never made. Elsewhere a file is written beside its place and
moved there.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

# File systems whose requests write an object whole or not at all.
OBJECTS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci", "memory"})
# What another process wrote a moment ago has to be seen; these remember no listings, and take no such option.
_WITHOUT_LISTINGS = frozenset({"sftp", "ssh"})
AT_ONCE = 16  # requests under way
_TAGS = (
    "ETag",
    "etag",
    "generation",
    "md5Hash",
)  # what a store says of an object's content, by kind of store

Given = TypeVar("Given")
Made = TypeVar("Made")
Names = Sequence[str]


class StoreError(Exception):
    """A store that cannot be used now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is: its absolute path or its URL, as messages name it; the path in its file system; and that.

    `remote` is None for a folder of this machine.
    """

    name: str
    root: str
    remote: Any = field(default=None, repr=False)

    def path(self, *names: str) -> str:
        """The path of something in the store."""
        return "/".join((self.root, *names))


def of(store: str | Path) -> Place:
    """The place that a path or URL names; ValueError when nothing here opens such a URL."""
    name = str(store)
    if name.startswith("file://"):
        name = unquote(urlsplit(name).path)
    if "://" not in name:
        root = str(Path(name).expanduser().absolute())
        return Place(root, root)
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ValueError(f"{name}: URLs need the extra: pip install 'newsbook[scale]'") from error
    protocol = name.partition("://")[0]
    options: dict[str, Any] = {} if protocol in _WITHOUT_LISTINGS else {"use_listings_cache": False}
    if protocol in ("s3", "s3a"):
        options["max_concurrency"] = 1  # else each object's size is asked for before it is read
    try:
        opened, root = url_to_fs(name, **options)
    except ImportError as error:
        raise ValueError(f"{name}: {error}") from error
    return Place(name.rstrip("/"), root.rstrip("/"), opened)


def is_local(where: Place) -> bool:
    """Whether the store is a folder of this machine's file system."""
    return where.remote is None


def is_of_objects(where: Place) -> bool:
    """Whether the store is behind a URL whose requests write a file whole or not at all."""
    return not is_local(where) and where.name.partition("://")[0] in OBJECTS


def listing(where: Place, *folder: str) -> list[str]:
    """Names of the files in a folder of the store, or in its root, sorted; none when it does not exist."""
    return sorted(tags(where, *folder))


def tags(where: Place, *folder: str) -> dict[str, str]:
    """What the store says of the content of each file of a folder, by name; "" where it says nothing."""
    path = where.path(*folder)
    if where.remote is None:
        with contextlib.suppress(FileNotFoundError), os.scandir(path) as found:
            return {entry.name: "" for entry in found if entry.is_file()}
        return {}
    with _reached(where), contextlib.suppress(FileNotFoundError):
        return {
            PurePosixPath(f["name"]).name: _tag(f)
            for f in where.remote.ls(path, detail=True)
            if _is_file(f, path)
        }
    return {}


def folders(where: Place, *folder: str) -> list[str]:
    """Names of the folders in a folder of the store, sorted; none when it does not exist."""
    path = where.path(*folder)
    with _reached(where), contextlib.suppress(FileNotFoundError):
        if where.remote is None:
            with os.scandir(path) as found:
                return sorted(entry.name for entry in found if entry.is_dir())
        listed = where.remote.ls(path, detail=True)
        return sorted(PurePosixPath(f["name"]).name for f in listed if f["type"] == "directory")
    return []


def _is_file(found: Mapping[str, Any], folder: str) -> bool:
    """Whether something listed is a file of a folder, and not what stands for the folder itself."""
    name = str(found["name"])
    return found["type"] == "file" and not name.endswith("/") and name.strip("/") != folder.strip("/")


def _tag(found: Mapping[str, Any]) -> str:
    return next((str(found[t]) for t in _TAGS if found.get(t)), "")


def listings(where: Place, folders: Iterable[str]) -> dict[str, list[str]]:
    """Names of the files in each of some folders, as of `listing`; behind a URL they are asked for all at once."""
    wanted = tuple(folders)
    if where.remote is None:
        return {folder: listing(where, folder) for folder in wanted}
    found: dict[str, list[str]] = {folder: [] for folder in wanted}
    with _reached(where), contextlib.suppress(FileNotFoundError):
        for path in where.remote.find(where.root):
            folder, _, name = path.removeprefix(where.root).strip("/").partition("/")
            if folder in found and name and "/" not in name:
                found[folder].append(name)
    return {folder: sorted(names) for folder, names in found.items()}


def write(where: Place, content: bytes, *names: str) -> None:
    """Write a file whole or not at all. StoreError for a bucket or a container that there is not."""
    path = where.path(*names)
    if where.remote is None:
        _moved_there(Path(path), content)
        return
    with _reached(where):
        if is_of_objects(where):
            where.remote.pipe_file(path, content)
            return
        folder, name = path.rsplit("/", 1)
        hidden = f"{folder}/.{name}.{os.getpid()}"
        where.remote.makedirs(folder, exist_ok=True)
        where.remote.pipe_file(hidden, content)
        where.remote.mv(hidden, path)


def _moved_there(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}.{os.getpid()}")
    hidden.write_bytes(content)
    hidden.replace(path)


def create(where: Place, content: bytes, name: str) -> bool:
    """Write a file if there is none of that name; False when there is. Behind a URL that knows no such condition,
    or does not heed it, it may be written all the same.
    """
    with _reached(where):
        try:
            where.remote.pipe_file(where.path(name), content, mode="create")
        except FileExistsError:
            return False
        except (FileNotFoundError, PermissionError):
            raise
        except (OSError, TypeError, NotImplementedError, ValueError):
            if read(where, name) is not None:
                return False
            write(where, content, name)
    return True


def read(where: Place, *names: str) -> bytes | None:
    """The content of a file, or None when there is none."""
    path = where.path(*names)
    with _reached(where), contextlib.suppress(FileNotFoundError):
        return Path(path).read_bytes() if where.remote is None else bytes(where.remote.cat_file(path))
    return None


def size(where: Place, *names: str) -> int:
    """How many bytes a file has; 0 when there is none."""
    path = where.path(*names)
    with _reached(where), contextlib.suppress(FileNotFoundError):
        return Path(path).stat().st_size if where.remote is None else int(where.remote.info(path)["size"])
    return 0


def remove(where: Place, *names: str) -> None:
    """Delete a file; nothing happens when it is gone already."""
    path = where.path(*names)
    with _reached(where), contextlib.suppress(FileNotFoundError):
        if where.remote is None:
            Path(path).unlink()
        else:
            where.remote.rm_file(path)


def write_all(where: Place, contents: Mapping[tuple[str, ...], bytes]) -> None:
    """Write several files, each whole or not at all, in no order."""
    _side_by_side(where, lambda item: write(where, item[1], *item[0]), list(contents.items()))


def read_all(where: Place, wanted: Iterable[Names]) -> list[bytes | None]:
    """The content of each of several files, or None where there is none."""
    return _side_by_side(where, lambda names: read(where, *names), list(wanted))


def remove_all(where: Place, unwanted: Iterable[Names]) -> None:
    """Delete several files, in no order; of an object store in one request for each thousand."""
    names = list(unwanted)
    if len(names) < 2 or not is_of_objects(where) or any(c in where.root for c in "*?["):
        _side_by_side(where, lambda one: remove(where, *one), names)
        return
    with _reached(where), contextlib.suppress(FileNotFoundError):
        where.remote.rm([where.path(*one) for one in names])


def _side_by_side(where: Place, work: Callable[[Given], Made], given: Sequence[Given]) -> list[Made]:
    """The results of work on each item; at the same time where the file system bears it."""
    if len(given) < 2 or not getattr(where.remote, "async_impl", False):
        return [work(one) for one in given]
    with ThreadPoolExecutor(min(AT_ONCE, len(given))) as pool:
        return list(pool.map(work, given))


@contextlib.contextmanager
def _reached(where: Place) -> Iterator[None]:
    """What goes wrong with a store behind a URL, as a StoreError or an OSError that names it."""
    try:
        yield
    except FileNotFoundError as error:
        if "bucket" in str(error).lower():
            raise StoreError(f"{where.name}: there is no such bucket; none is made here ({error})") from error
        raise
    except (OSError, StoreError):
        raise
    except Exception as error:  # each file system has exceptions of its own
        if where.remote is None:
            raise
        raise StoreError(f"{where.name}: {type(error).__name__}: {error}") from error


def read_json(where: Place, *names: str) -> dict[str, Any]:
    """A JSON object of the store; empty when it is missing or broken (it is then made anew)."""
    try:
        found = json.loads(read(where, *names) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def write_json(where: Place, content: Mapping[str, Any], *names: str) -> None:
    """Write a JSON object, whole or not at all."""
    write(where, json.dumps(content, ensure_ascii=False, indent=1).encode(), *names)
