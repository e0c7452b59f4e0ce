"""Rows of a Parquet or Arrow file, one at a time, each value that Python cannot hold told in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet

from analysis.corpus import files

_ROWS = 256
_ROW_BYTES = 512  # what a row counts for, its texts aside
_BATCH_BYTES = 128 << 20


def records(stream: BinaryIO, *, size: int) -> Iterator[tuple[list[str], tuple[Any, ...]]]:
    """The names of the columns and the values of each row of a file of `size` bytes.

    A text that many rows share is held once. OverflowError when the rows, or what the file says of them, grow
    beyond what `size` bytes may unpack to.
    """
    limit = files.most(size)
    about = parquet.read_metadata(stream)
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    columns = [group.column(number) for group in groups for number in range(group.num_columns)]
    claimed = sum(column.total_uncompressed_size for column in columns)
    if max(claimed, _ROW_BYTES * about.num_rows) > limit:
        raise OverflowError(f"{about.num_rows} rows that claim to be {claimed} bytes, in {size} bytes")
    texts = {
        c.path_in_schema for c in columns if c.physical_type == "BYTE_ARRAY" and "." not in c.path_in_schema
    }
    opened = parquet.ParquetFile(stream, pre_buffer=False, read_dictionary=sorted(texts))
    unpacked = 0
    for batch in opened.iter_batches(batch_size=_rows(columns, groups)):
        names = list(batch.schema.names)
        for values in zip(*map(_values, batch.columns), strict=True):
            unpacked += _ROW_BYTES + sum(map(_characters, values))
            if unpacked > limit:
                raise OverflowError(f"{size} bytes that unpack to more than {limit}")
            yield names, values


def arrow_records(stream: BinaryIO, *, size: int) -> Iterator[tuple[list[str], tuple[Any, ...]]]:
    """The same of a file of Arrow's streaming format (Hugging Face data sets) or its file format (Feather)."""
    try:
        opened = pa.ipc.open_stream(stream)
        batches: Iterator[Any] = iter(opened)
    except pa.ArrowInvalid:
        stream.seek(0)
        opened = pa.ipc.open_file(stream)
        batches = (opened.get_batch(number) for number in range(opened.num_record_batches))
    unpacked = 0
    for batch in batches:
        unpacked += batch.nbytes
        if unpacked > files.most(size):
            raise OverflowError(f"{size} bytes that unpack to more than {files.most(size)}")
        for start in range(0, batch.num_rows, _ROWS):
            some = batch.slice(start, _ROWS)
            for values in zip(*map(_values, some.columns), strict=True):
                yield list(batch.schema.names), values


def _characters(value: Any) -> int:
    """The length of a text, or of all texts in a list or an object."""
    if isinstance(value, (str, bytes)):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_characters, value.values()))
    return sum(map(_characters, value)) if isinstance(value, (list, tuple)) else 0


def _rows(columns: list[Any], groups: list[Any]) -> int:
    """How many rows to take at a time: few where values inside lists may be large, which are held for each row."""
    rows = max([1, *(group.num_rows for group in groups)])
    nested = [column for column in columns if "." in column.path_in_schema]
    most = max([1, *(c.total_uncompressed_size * -(-c.num_values // rows) for c in nested)])
    return max(1, min(_ROWS, _BATCH_BYTES // most))


def _values(column: Any) -> list[Any]:
    if pa.types.is_dictionary(column.type):
        places = column.indices.to_pylist()
        once = {place: _value(column.dictionary[place]) for place in set(places) - {None}}
        return [None if place is None else once[place] for place in places]
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):
        return [_value(cell) for cell in column]


def _value(cell: Any) -> Any:
    """A value as Python has it; bytes for a text that is not UTF-8, and words for what is out of range."""
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        return cell.as_buffer().to_pybytes() if hasattr(cell, "as_buffer") else None
    except (ValueError, OverflowError):
        return f"{cell.cast(pa.string()).as_py()}" if not pa.types.is_nested(cell.type) else "out of range"
