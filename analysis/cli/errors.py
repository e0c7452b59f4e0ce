"""What is said of an error of the user's, or of the system's, in one line with the way out."""

from __future__ import annotations

import errno
import re
from pathlib import Path

_NUMBER = re.compile(r"\[?errno (\d{1,4})\b", re.IGNORECASE)  # Arrow says it in its text only
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


class NoArticles(Exception):
    """Nothing of a corpus could be read as an article; the message says what was found instead."""


def user_errors() -> tuple[type[Exception], ...]:
    """What can go wrong through no fault of ours: a wrong value, file or place, a missing extra."""
    from analysis.store.place import StoreError

    return StoreError, ValueError, OSError, ImportError


def described(error: Exception) -> str:
    """The error in one line."""
    number = _number(error) if isinstance(error, OSError) else None
    where = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
    if number in _FULL:
        return f"{where}no space left on the disk; free some, or choose other places: --store, --out"
    if number in _REFUSED:
        return f"{where}no right to read or write here; change it, or choose another place: --store, --out"
    if number == errno.EPIPE and not where:
        return (
            "a process that helps here ended before it was done; is memory left? --workers 1 takes the least"
        )
    if number == errno.ENOTDIR and where:
        return f"{_file_in(where.removesuffix(': '))} is a file, not a folder; choose another place: --store, --out"
    if number == errno.EISDIR and where:
        return f"{where}this is a folder; name a file"
    if number == errno.EEXIST and where:
        return f"{where}this is there already; choose another place"
    if number == errno.ENOENT and where:
        return f"{where}no such file or folder; check the path, or make the folder first"
    return " ".join(str(error).split()) or type(error).__name__


def _file_in(path: str) -> str:
    """What of a path is a file, although it would have to be a folder."""
    return str(next((part for part in Path(path).parents if part.is_file()), path))


def _number(error: OSError) -> int | None:
    found = None if error.errno else _NUMBER.search(str(error))
    return int(found[1]) if found else error.errno
