"""Rows of workbooks that Excel wrote before 2007 (.xls)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

_LONGEST = 64 << 20  # bytes; such a sheet has at most 65,536 rows


def sheets(stream: BinaryIO) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Any]]]]]:
    """Title and rows of each sheet; a row is its number and its values, missing ones None.

    OverflowError for a file larger than such workbooks are; what xlrd raises for a broken one.
    """
    import xlrd

    data = stream.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise OverflowError(f"a workbook of more than {_LONGEST} bytes")
    # Nothing of what xlrd says of a broken workbook is to be printed among a command's answers.
    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
    for sheet in book.sheets():
        yield sheet.name, _rows(sheet, book.datemode)


def _rows(sheet: Any, datemode: int) -> Iterator[tuple[int, Sequence[Any]]]:
    for number in range(sheet.nrows):
        cells = [_value(cell, datemode) for cell in sheet.row(number)]
        if any(cell is not None for cell in cells):
            yield number + 1, cells


def _value(cell: Any, datemode: int) -> Any:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR) or cell.value == "":
        return None
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (xlrd.XLDateError, ValueError, OverflowError):
            return f"{cell.value} as Excel has it"
    return bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value
