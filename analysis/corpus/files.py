"""Which files a corpus has: in folders, single, or in zip archives, which are never extracted to disk."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from analysis.corpus import remote
from analysis.corpus.remote import Remote
from analysis.settings import CONFIGURATION

if TYPE_CHECKING:
    from analysis.corpus.growing import Beginning

Source = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

# A compressed file that grows beyond both is a decompression bomb, not text: news text shrinks 3- to 50-fold.
BOMB_BYTES = 64 << 20
BOMB_RATIO = 200

METADATA_NAMES = ("metadata.csv", "metadata.tsv", "metadata.xlsx")
DATABASES = (".sqlite", ".sqlite3", ".db", ".db3", ".duckdb", ".ddb")
# Of the record at the end of an archive with the longest comment, and of the larger one.
_END_BYTES = 22 + 0xFFFF + 76
_LIST_BYTES = 32 << 20  # of the list of an archive's members, which is read as a whole: some 300,000 of them
_CLUTTER = (".", "~$", "__MACOSX")
_BLOCK = 1 << 16
_SCHEME = re.compile(r"\A([a-z][a-z0-9+.-]{0,15}:)/(?!/)")


class Unsupported(Exception):
    """A kind of file that is not read, or not without something that is not installed."""


class Reject(NamedTuple):
    """A row of the table `rejects`."""

    origin: str
    reason: str
    detail: str


class Warned(NamedTuple):
    """Something told of a file that is no reject: its kind, how often, an example, and the file."""

    kind: str
    n: int
    example: str
    file: str


class Taken(NamedTuple):
    """What a file is taken for ("CSV"), and what its columns became (theirs → ours)."""

    file: str
    kind: str
    columns: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class File:
    """One file, on disk or inside an archive; `open` unpacks those whose name ends in `.gz`.

    `size` is the bytes that it takes where it lies: in an archive, packed. `path` is where that is on disk, None for
    a member of an archive. The name of a database may have a table behind it: `news.sqlite::articles`. `state` is
    what the system says of its contents, which differs when they do; empty where nobody can tell. `known` is what of
    it is not to be read again (see `growing`).
    """

    folder: PurePosixPath
    name: str
    size: int
    opener: Callable[[], BinaryIO]
    path: Path | None = None
    state: tuple[object, ...] = ()
    known: Beginning | None = None

    @property
    def origin(self) -> str:
        """Where it is, from the source on, or its URL: the same on every machine. What is not Unicode is escaped."""
        return shown(self.folder / self.name)

    @property
    def compressed(self) -> bool:
        """Whether the name says gzip."""
        return self.name.lower().endswith(".gz")

    @property
    def suffix(self) -> str:
        """What kind of file the name says it is, `.gz` aside, in lower case."""
        name = _and_table(self.name)[0].lower()
        return PurePosixPath(name[:-3] if self.compressed else name).suffix

    @property
    def table(self) -> str:
        """The table of a database that is asked for, or ""."""
        return _and_table(self.name)[1]

    def open(self) -> BinaryIO:
        """Its bytes. OverflowError while they are read, when they unpack to more than text does."""
        raw = self.opener()
        if not self.compressed:
            return raw
        return cast(BinaryIO, io.BufferedReader(_Unpacked(raw, most(self.size)), _BLOCK))


class _Unpacked(io.RawIOBase):
    """The bytes of a gzip file, up to a limit beyond which it is refused."""

    def __init__(self, packed: BinaryIO, limit: int) -> None:
        self._packed, self._stream = packed, gzip.GzipFile(fileobj=packed)
        self._limit, self._left = limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._stream.readinto(buffer)
        self._left -= found
        if self._left < 0:
            raise OverflowError(f"unpacks to more than {self._limit} bytes")
        return found

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()


def most(size: int) -> int:
    """How many bytes `size` bytes may unpack to."""
    return max(BOMB_BYTES, BOMB_RATIO * size)


def shown(label: PurePosixPath) -> str:
    """Where something is as it is told, with the two strokes of a URL that a path has not."""
    return _SCHEME.sub(r"\1//", printable(str(label)))


def printable(name: str) -> str:
    """`name` with what no table can hold (file names that are not Unicode) written as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def paths(source: Source) -> list[Path | str]:
    """The paths and URLs that `source` names, each once. Raises FileNotFoundError for a path that does not exist.

    URLs are text, and asked for when they are read. A path may be that of a database, with the name of a table behind
    it: see `exists`.
    """
    given = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    found = list(dict.fromkeys(str(path) if remote.is_url(path) else Path(path) for path in given))
    for path in found:
        if isinstance(path, Path) and not exists(path):
            raise FileNotFoundError(f"no such file or folder: {path}")
    return found


def holds_several(path: Path | str) -> bool:
    """Whether a path or URL is that of a folder or an archive, as far as its name tells."""
    if isinstance(path, Path):
        return path.is_dir() or path.suffix.lower() == ".zip"
    return PurePosixPath(remote.plain(path)).suffix.lower() in ("", ".zip")


def exists(path: Path) -> bool:
    """Whether there is such a file or folder, or such a database as in `news.sqlite::articles`."""
    return path.exists() or _on_its_own(path).exists()


def _on_its_own(path: Path) -> Path:
    """The path of a database without the table that may be named behind it."""
    return path if path.exists() else path.with_name(_and_table(path.name)[0]) if path.name else path


def _and_table(name: str) -> tuple[str, str]:
    """The name of a file, and of the table of a database behind it."""
    file, _, table = name.partition("::")
    return (file, table) if table and file.lower().endswith(DATABASES) else (name, "")


def find(source: Source, *, follow_links: bool = False) -> Iterator[File | Reject]:
    """Every file of `source` in a fixed order, metadata before what it describes, and rejects.

    Files are sorted by folder and name. Hidden files, those that systems strew about (`.DS_Store`, `__MACOSX`,
    `~$lock.xlsx`) and `newsbook.toml` are passed over. A file that several paths of `source` reach is read once.
    Links to what no path of `source` holds are rejects, unless `follow_links`.
    """
    for label, path, state in _on_disk(source, follow_links):
        if isinstance(path, Reject):
            yield path
        elif label.suffix.lower() == ".zip":
            yield from _members(label, path)
        elif isinstance(path, Remote):
            yield File(label.parent, label.name, path.size, path.open, state=(path.state,))
        else:
            opener = cast(Callable[[], BinaryIO], partial(path.open, "rb"))
            # A database may have what was written last in a file beside it.
            for_good = len(state) > 1 and label.suffix.lower() not in DATABASES
            yield File(label.parent, label.name, state[0], opener, path, state if for_good else ())


def fingerprint(source: Source, *, follow_links: bool = False) -> str:
    """A cheap identity of the files of `source`: SHA-256 of what the system says of each, in hex; none is opened.

    That is place, size, times of change of the contents and of the entry (the second cannot be set back), and
    the number of the entry. Equal fingerprints mean that nothing needs to be read again. Raises
    FileNotFoundError.
    """
    digest = hashlib.sha256()
    for label, _, state in _on_disk(source, follow_links):
        digest.update(repr((printable(str(label)), *state)).encode())
    return digest.hexdigest()


def is_as_it_was(file: File) -> bool:
    """Whether the system says the same of a file on disk as when it was found."""
    return file.path is not None and _state(file.path) == file.state


def _state(path: Path) -> tuple[int, ...]:
    """What the system says of a file; a zero for one that has gone meanwhile, which opening it will tell."""
    try:
        return _told(path.stat())
    except OSError:
        return (0,)


def _told(found: os.stat_result) -> tuple[int, ...]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


Found = tuple[PurePosixPath, Path | Remote | Reject]
Place = tuple[PurePosixPath, Path | Remote | Reject, tuple[Any, ...]]  # with what is said of its contents


def _on_disk(source: Source, follow_links: bool) -> Iterator[Place]:
    roots = paths(source)
    here = [root for root in roots if isinstance(root, Path)]
    names = [root.name or root.resolve().name for root in here]
    labels = names if len(set(names)) == len(names) else [root.as_posix() for root in here]
    label_of = dict(zip(here, labels, strict=True))
    within = None if follow_links else [os.path.realpath(root) for root in here]
    seen: set[str] = set()
    for root in roots:
        found = (
            _walk(root, PurePosixPath(label_of[root]), within) if isinstance(root, Path) else _behind(root)
        )
        folders: dict[str, str] = {}
        for place, path in found:
            real, state = _identified(place, path, folders)
            if real not in seen:
                seen.add(real)
                yield place, path, state


def _identified(
    place: PurePosixPath, path: Path | Remote | Reject, folders: dict[str, str]
) -> tuple[str, tuple[Any, ...]]:
    """What a file truly is, wherever links lead, and what is said of its contents; `folders` are those met so far."""
    if not isinstance(path, Path):
        return f"{place}::", (path.state,) if isinstance(path, Remote) else (0,)
    table = "::" + _and_table(place.name)[1]
    folder, name = os.path.split(path)
    try:
        found = os.lstat(path)
    except OSError:
        return os.path.realpath(path) + table, _state(path)
    if not stat.S_ISREG(found.st_mode):
        return os.path.realpath(path) + table, _state(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return f"{folders[folder]}/{name}{table}", _told(found)


def _behind(url: str) -> Iterator[Found]:
    """The files behind a URL, in the order of those in a folder."""
    start = len(PurePosixPath(remote.plain(url)).parts)
    for file in sorted(remote.find(url), key=lambda f: (f.label.parent.parts, _metadata_first(f.label.name))):
        if not any(part.startswith(_CLUTTER) for part in file.label.parts[start:]):
            yield file.label, file


def _walk(root: Path, label: PurePosixPath, within: list[str] | None) -> Iterator[Found]:
    if not root.is_dir():
        root = _on_its_own(root)
        if root.suffix.lower() == ".txt" or root.name.lower().endswith(".txt.gz"):
            beside = within and [*within, os.path.realpath(root.parent)]
            yield from _beside(root, label, beside)
        yield label, _regular(root, label, within)
        return
    failures: list[OSError] = []
    entered: set[str] = set()
    for folder, folders, names in os.walk(root, onerror=failures.append, followlinks=True):
        place = label / Path(folder).relative_to(root).as_posix()
        kept = sorted(name for name in folders if not name.startswith(_CLUTTER))
        out = [name for name in kept if _leads_out(Path(folder) / name, within)]
        folders[:] = [
            name for name in kept if name not in out and _is_new(Path(folder) / name, root, entered)
        ]
        yield from ((place / name, _out(place / name)) for name in out)
        here = Path(folder)
        for name in sorted(names, key=_metadata_first):
            if not name.startswith(_CLUTTER) and name != CONFIGURATION:
                label_of = place / name
                yield label_of, _regular(here / name, label_of, within)
    for error in failures:
        at = label / Path(str(error.filename)).relative_to(root).as_posix()
        yield at, Reject(printable(str(at)), "unreadable", error.strerror or "")


def _leads_out(path: Path, within: list[str] | None) -> bool:
    """Whether `path` is a link to what none of the folders and files `within` holds; None = nothing is out."""
    if within is None or not path.is_symlink():
        return False
    real = Path(os.path.realpath(path))
    return not any(real.is_relative_to(place) for place in within)


def _is_new(folder: Path, root: Path, entered: set[str]) -> bool:
    """Whether a folder has to be entered here: a link not when it was entered, or is read where it leads to."""
    if not folder.is_symlink():
        return True
    real, home = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    inside = real.relative_to(home).parts if real.is_relative_to(home) else None
    if str(real) in entered or (inside is not None and not any(p.startswith(_CLUTTER) for p in inside)):
        return False
    entered.add(str(real))
    return True


def _out(label: PurePosixPath) -> Reject:
    detail = "a link out of the corpus; --follow-links reads what it leads to"
    return Reject(printable(str(label)), "unsupported", detail)


def _beside(text: Path, label: PurePosixPath, within: list[str] | None) -> Iterator[Found]:
    for name in METADATA_NAMES:
        if (text.parent / name).is_file():
            yield label.parent / name, _regular(text.parent / name, label.parent / name, within)


def _regular(path: Path, label: PurePosixPath, within: list[str] | None) -> Path | Reject:
    try:
        if stat.S_ISREG(os.lstat(path).st_mode):
            return path
        if path.is_file():
            return _out(label) if _leads_out(path, within) else path
    except OSError as error:
        return Reject(printable(str(label)), "unreadable", error.strerror or "")
    detail = "a link to nothing" if path.is_symlink() else "not a regular file"
    return Reject(printable(str(label)), "unsupported", detail)


def _metadata_first(name: str) -> tuple[bool, str]:
    return name.lower() not in METADATA_NAMES, name


def _members(label: PurePosixPath, path: Path | Remote) -> Iterator[File | Reject]:
    inflated = 0
    try:
        with path.open() if isinstance(path, Remote) else path.open("rb") as file:
            if (listed := _list_bytes(file)) > _LIST_BYTES:
                detail = f"an archive whose list of members alone takes {listed} bytes; unpack or divide it"
                yield Reject(shown(label), "too large", detail)
                return
            archive = zipfile.ZipFile(file)
            for info in sorted(archive.infolist(), key=_member_order):
                inflated += info.file_size if info.file_size > BOMB_RATIO * info.compress_size else 0
                yield from _member(label, archive, info, inflated)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield Reject(shown(label), "unreadable", str(error))


def _list_bytes(stream: BinaryIO) -> int:
    """How long the list of an archive's members is, by the record at its end; 0 where there is none.

    ZIP file format specification (PKWARE), 4.3.14 to 4.3.16.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _END_BYTES))
    end = stream.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0:
        return 0
    # What points to the larger record, which then counts, stands before it.
    if end[at - 20 : at - 16] == b"PK\x06\x07":
        return int.from_bytes(end[at - 36 : at - 28], "little")
    return int.from_bytes(end[at + 12 : at + 16], "little")


def _inner(info: zipfile.ZipInfo) -> PurePosixPath:
    """Where a member says it is. A label only, never a path that is written to: `../` in it does no harm."""
    return PurePosixPath(info.filename.replace("\\", "/").lstrip("/"))


def _member_order(info: zipfile.ZipInfo) -> tuple[tuple[str, ...], tuple[bool, str]]:
    inner = _inner(info)
    return inner.parent.parts, _metadata_first(inner.name)


def _member(
    label: PurePosixPath, archive: zipfile.ZipFile, info: zipfile.ZipInfo, inflated: int
) -> Iterator[File | Reject]:
    """The file that a member is, or why it is none. `inflated` counts what has grown more than text, up to it."""
    inner = _inner(info)
    if info.is_dir() or any(part.startswith(_CLUTTER) for part in inner.parts if part != ".."):
        return
    origin = shown(label / inner)
    if inner.name in ("", ".."):
        yield Reject(origin, "unsupported", "a member of an archive without a name")
    elif stat.S_ISLNK(info.external_attr >> 16):
        yield Reject(origin, "unsupported", "a link inside an archive")
    elif bomb(info) or (info.file_size > BOMB_RATIO * info.compress_size and inflated > BOMB_BYTES):
        yield Reject(origin, "too large", f"{info.compress_size} bytes that claim to be {info.file_size}")
    else:
        opener = cast(Callable[[], BinaryIO], partial(archive.open, info))
        state = info.CRC, info.file_size, info.compress_size
        yield File((label / inner).parent, inner.name, info.compress_size, opener, state=state)


def bomb(info: zipfile.ZipInfo) -> bool:
    """Whether a member of an archive claims to grow as no text does."""
    return info.file_size > most(info.compress_size)
