"""What a reader of a file gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from analysis.corpus.files import Reject, Taken, Warned


class Row(NamedTuple):
    """One row of a file: where it was, and its values by column."""

    origin: str
    values: dict[str, Any]


# Beside its rows and rejects a reader may warn, and say what a file is taken for whose name does not tell.
Rows = Iterator[Row | Reject | Warned | Taken]
