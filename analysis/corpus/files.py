"""Which files a corpus has: in folders, single, or in zip archives, which are never extracted to disk."""

from __future__ import annotations

import gzip
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, cast

Source = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

# A compressed file that grows beyond both is a decompression bomb, not text: news text shrinks 3- to 50-fold.
BOMB_BYTES = 64 << 20
BOMB_RATIO = 200

METADATA_NAMES = ("metadata.csv", "metadata.tsv", "metadata.xlsx")
_CLUTTER = (".", "~$", "__MACOSX")


class Reject(NamedTuple):
    """A row of the table `rejects`."""

    origin: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class File:
    """One file, on disk or inside an archive; `open` unpacks those whose name ends in `.gz`."""

    folder: PurePosixPath
    name: str
    size: int
    opener: Callable[[], BinaryIO]

    @property
    def origin(self) -> str:
        """Where it is, from the source on: the same on every machine. What is not Unicode is escaped."""
        return printable(str(self.folder / self.name))

    @property
    def compressed(self) -> bool:
        """Whether the name says gzip."""
        return self.name.lower().endswith(".gz")

    @property
    def suffix(self) -> str:
        """What kind of file the name says it is, `.gz` aside, in lower case."""
        name = self.name.lower()
        return PurePosixPath(name[:-3] if self.compressed else name).suffix

    def open(self) -> BinaryIO:
        """Its bytes."""
        raw = self.opener()
        return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if self.compressed else raw


def printable(name: str) -> str:
    """`name` with what no table can hold (file names that are not Unicode) written as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def paths(source: Source) -> list[Path]:
    """The paths that `source` names, each once. Raises FileNotFoundError for a path that does not exist."""
    given = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    found = list(dict.fromkeys(Path(path) for path in given))
    for path in found:
        if not path.exists():
            raise FileNotFoundError(f"no such file or folder: {path}")
    return found


def find(source: Source) -> Iterator[File | Reject]:
    """Every file of `source` in a fixed order, metadata before what it describes, and rejects.

    Files are sorted by folder and name. Hidden files and those that systems strew about (`.DS_Store`,
    `__MACOSX`, `~$lock.xlsx`) are passed over. A file that several paths of `source` reach is read once.
    """
    for label, path in _on_disk(source):
        if isinstance(path, Reject):
            yield path
        elif path.suffix.lower() == ".zip":
            yield from _members(label, path)
        else:
            yield File(
                label.parent,
                label.name,
                path.stat().st_size,
                cast(Callable[[], BinaryIO], partial(path.open, "rb")),
            )


def fingerprint(source: Source) -> str:
    """A cheap identity of the files of `source`: SHA-256 of their places, sizes and times of change, in hex.

    Equal fingerprints mean that nothing needs to be read again; nothing is opened. Raises FileNotFoundError.
    """
    digest = hashlib.sha256()
    for label, path in _on_disk(source):
        state = (0, 0) if isinstance(path, Reject) else _state(path)
        digest.update(repr((printable(str(label)), *state)).encode())
    return digest.hexdigest()


def _state(path: Path) -> tuple[int, int]:
    """Size in bytes and time of change; zeros for a file that has gone meanwhile, which opening it will tell."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _on_disk(source: Source) -> Iterator[tuple[PurePosixPath, Path | Reject]]:
    roots = paths(source)
    names = [root.name or root.resolve().name for root in roots]
    labels = names if len(set(names)) == len(names) else [root.as_posix() for root in roots]
    seen: set[str] = set()
    for root, label in zip(roots, labels, strict=True):
        for place, path in _walk(root, PurePosixPath(label)):
            real = os.path.realpath(path) if isinstance(path, Path) else str(place)
            if real not in seen:
                seen.add(real)
                yield place, path


def _walk(root: Path, label: PurePosixPath) -> Iterator[tuple[PurePosixPath, Path | Reject]]:
    if not root.is_dir():
        if root.suffix.lower() == ".txt" or root.name.lower().endswith(".txt.gz"):
            yield from _beside(root, label)
        yield label, _regular(root, label)
        return
    failures: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=failures.append):
        place = label / Path(folder).relative_to(root).as_posix()
        folders[:] = sorted(name for name in folders if not name.startswith(_CLUTTER))
        for name in sorted(names, key=_metadata_first):
            if not name.startswith(_CLUTTER):
                yield place / name, _regular(Path(folder) / name, place / name)
    for error in failures:
        at = label / Path(str(error.filename)).relative_to(root).as_posix()
        yield at, Reject(printable(str(at)), "unreadable", error.strerror or "")


def _beside(text: Path, label: PurePosixPath) -> Iterator[tuple[PurePosixPath, Path | Reject]]:
    for name in METADATA_NAMES:
        if (text.parent / name).is_file():
            yield label.parent / name, text.parent / name


def _regular(path: Path, label: PurePosixPath) -> Path | Reject:
    try:
        if path.is_file():
            return path
    except OSError as error:
        return Reject(printable(str(label)), "unreadable", error.strerror or "")
    detail = "a link to nothing" if path.is_symlink() else "not a regular file"
    return Reject(printable(str(label)), "unsupported", detail)


def _metadata_first(name: str) -> tuple[bool, str]:
    return name.lower() not in METADATA_NAMES, name


def _members(label: PurePosixPath, path: Path) -> Iterator[File | Reject]:
    try:
        with zipfile.ZipFile(path) as archive:
            for info in sorted(archive.infolist(), key=_member_order):
                yield from _member(label, archive, info)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield Reject(printable(str(label)), "unreadable", str(error))


def _member_order(info: zipfile.ZipInfo) -> tuple[tuple[str, ...], tuple[bool, str]]:
    name = PurePosixPath(info.filename)
    return name.parent.parts, _metadata_first(name.name)


def _member(label: PurePosixPath, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[File | Reject]:
    # The name is a label only, never a path that is written to, so `../` in it does no harm.
    inner = PurePosixPath(info.filename.lstrip("/"))
    if (
        info.is_dir()
        or not inner.name
        or any(part.startswith(_CLUTTER) for part in inner.parts if part != "..")
    ):
        return
    if bomb(info):
        detail = f"{info.compress_size} bytes that claim to be {info.file_size}"
        yield Reject(printable(str(label / inner)), "too large", detail)
        return
    opener = cast(Callable[[], BinaryIO], partial(archive.open, info))
    yield File((label / inner).parent, inner.name, info.file_size, opener)


def bomb(info: zipfile.ZipInfo) -> bool:
    """Whether a member of an archive claims to grow as no text does."""
    return info.file_size > max(BOMB_BYTES, BOMB_RATIO * info.compress_size)
