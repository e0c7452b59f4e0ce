"""Files of a corpus behind a URL (`s3://`, `gs://`, `https://`, …), which fsspec opens; no copy of them is kept.

A folder behind a URL is read with all below it; of `https://` each URL is one file. Where a file is said to be, what
a URL has besides a path is left out: names and keys of a user, signatures.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

_BLOCK = 1 << 20
_WEB = ("http", "https")
_SAID = (
    "ETag",
    "etag",
    "generation",
    "md5Hash",
    "LastModified",
    "Last-Modified",
    "last_modified",
    "updated",
    "mtime",
)


@dataclass(frozen=True, slots=True)
class Remote:
    """A file behind a URL: where it is said to be, its size in bytes (0 = not told), and how it is opened."""

    label: PurePosixPath
    size: int
    files: Any
    path: str
    state: str

    def open(self) -> BinaryIO:
        """Its bytes, to be read from any place. OSError for whatever goes wrong, while they are read too.

        What a web server gives is copied first, to a file that goes with this: not all servers give parts of files.
        """
        try:
            stream = self.files.open(self.path, "rb", **({"block_size": 0} if self.on_the_web else {}))
        except Exception as error:
            raise _failed(error) from error
        opened = cast(BinaryIO, io.BufferedReader(_Read(stream), _BLOCK))
        return _copied(opened) if self.on_the_web else opened

    @property
    def on_the_web(self) -> bool:
        """Whether a web server gives it."""
        return str(self.label).startswith(_WEB)


def _copied(stream: BinaryIO) -> BinaryIO:
    copy = tempfile.SpooledTemporaryFile(max_size=64 * _BLOCK)  # noqa: SIM115 - the caller's to close
    with stream:
        while block := stream.read(_BLOCK):
            copy.write(block)
    copy.seek(0)
    return cast(BinaryIO, copy)


class _Read(io.RawIOBase):
    """A stream of fsspec, whose own exceptions are those of files."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._stream.seekable())

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return int(self._stream.seek(offset, whence))
        except Exception as error:
            raise _failed(error) from error

    def tell(self) -> int:
        return int(self._stream.tell())

    def readinto(self, buffer: Any) -> int:
        try:
            found = self._stream.read(len(buffer))
        except Exception as error:
            raise _failed(error) from error
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def _failed(error: Exception) -> OSError:
    """What went wrong, in a line, without the address, which may hold a key."""
    known = isinstance(error, OSError) and error.strerror
    return OSError(str(known or type(error).__name__))


def is_url(source: object) -> bool:
    """Whether a source of a corpus is a URL, and no path of this machine."""
    return isinstance(source, str) and "://" in source


def find(url: str) -> Iterator[Remote]:
    """The files at a URL, in no order.

    FileNotFoundError when there is none; OSError when it cannot be reached; ValueError when nothing here opens it.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ValueError(f"{plain(url)}: URLs need the extra: pip install 'newsbook[scale]'") from error
    web = urlsplit(url).scheme in _WEB
    try:
        files, root = url_to_fs(url, **({} if web else {"use_listings_cache": False}))
    except (ImportError, ValueError) as error:
        raise ValueError(f"{plain(url)}: {error}") from error
    try:
        found = {root: files.info(root)} if web else files.find(root, detail=True)
    except FileNotFoundError:
        found = {}
    except Exception as error:
        raise OSError(f"{plain(url)} cannot be reached: {_failed(error)}") from error
    if not found:
        raise FileNotFoundError(f"no such file or folder, or nobody answers there: {plain(url)}")
    start = plain(url).rstrip("/")
    labels = {path: start + path.removeprefix(root) if not web else start for path in found}
    for path in found:
        size = int(found[path].get("size") or 0)
        yield Remote(PurePosixPath(labels[path]), size, files, path, _state(found[path]))


def _state(found: dict[str, Any]) -> str:
    """What is said of a file that differs when its content does; something new each time where nothing is."""
    said = [str(found[name]) for name in _SAID if found.get(name)]
    return repr((found.get("size"), *(said or [os.urandom(8).hex()])))


def plain(url: str) -> str:
    """A URL without users, keys, signatures and fragments, as it is shown."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    path = unquote(parts.path) if parts.scheme in _WEB else url.partition("://")[2].partition("/")[2]
    return f"{parts.scheme}://{host}/{path.lstrip('/')}"
