"""Files of JSON lines to whose end others were written: what they had before need not be decoded again.

Of such a file it is remembered how long it was and a digest of its bytes, as far as one line of it does not depend on
another: see `Beginning`. Where the file still begins with these bytes, its first lines, by which columns are
recognised, are read, and then those behind them.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TextIO

from analysis.corpus import encoding
from analysis.corpus.files import File

SUFFIXES = (".jsonl", ".ndjson")
_BLOCK = 1 << 20
_UTF_8 = "utf-8-sig"  # as `encoding.detect` calls it


class Beginning(NamedTuple):
    """A file as it was: its bytes and those of its first lines, how many lines it has, a digest of all of them."""

    size: int
    head: int
    lines: int
    digest: str

    def written(self) -> str:
        """What `read` reads."""
        return " ".join(map(str, self))


def read(written: str) -> Beginning | None:
    """A beginning as it was `written`; None for ""."""
    if not written:
        return None
    size, head, lines, digest = written.split(" ")
    return Beginning(int(size), int(head), int(lines), digest)


def of(
    file: File, before: Beginning | None, first: int, *, about: object = None
) -> tuple[Beginning | None, bool]:
    """The file as a beginning of what it may become, and whether it still begins as it did `before`.

    `first` is of how many lines that are not blank the head is made, `about` what else says how it is read. None for
    a file that cannot grow by lines: not on disk, packed, not of UTF-8, with other ends of lines, or whose last line
    is not complete.
    """
    if file.path is None or file.compressed or file.suffix not in SUFFIXES:
        return None, False
    with file.open() as stream:
        if encoding.detect(stream) != _UTF_8:
            return None, False
        stream.seek(0)
        head = _head(stream, first)
        stream.seek(0)
        return _digested(stream, head, before, repr(about).encode("utf-8", "backslashreplace"))


def _head(stream: BinaryIO, first: int) -> int:
    """How many bytes it takes to have read that many lines that are not blank."""
    n, size = 0, 0
    while n < first and (line := stream.readline()):
        n += bool(line.decode("utf-8", "replace").strip())
        size += len(line)
    return size


def _digested(
    stream: BinaryIO, head: int, before: Beginning | None, about: bytes
) -> tuple[Beginning | None, bool]:
    digest, last = hashlib.blake2b(about, digest_size=16), b""
    size, lines, sound, same = 0, 0, True, False
    until = before.size if before is not None else 0
    while block := stream.read(min(_BLOCK, until - size) if size < until else _BLOCK):
        digest.update(block)
        size, lines, last = size + len(block), lines + block.count(b"\n"), block
        sound = sound and b"\r" not in block
        if before is not None and size == until:
            same = digest.hexdigest() == before.digest
    if not sound or not last.endswith(b"\n"):
        return None, False
    return Beginning(size, head, lines, digest.hexdigest()), same


def pieces(stream: BinaryIO, codec: str, known: Beginning | None) -> Iterator[tuple[int, TextIO]]:
    """A file as characters, with the number of lines before: all of it, or what is not `known` and the head."""
    if known is None:
        yield 0, encoding.text(stream, codec)
        return
    yield 0, encoding.text(io.BytesIO(stream.read(known.head)), codec)
    stream.seek(known.size)
    yield known.lines, encoding.text(stream, "utf-8")
