"""Rows of Excel workbooks: what their XML may be, and each cell that cannot be read told in its place."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import openpyxl
from defusedxml.expatreader import DefusedExpatParser
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import VALUE_TAG, WorkSheetParser

from analysis.corpus import files

LAST_ROW = 1_048_576  # of Excel
LONGEST_CELL = 32_767
_LAST_DATE = 2_958_466  # days since 1900, the first of the year 10000
_BLOCK = 1 << 20
_DEEPEST = 64  # elements inside one another
_SEVERAL = 4_000_000  # elements that stay in memory: rows of a sheet, shared strings
_WITHIN = 500_000  # elements inside one of those
_OTHERS = 200_000  # elements of a part that is neither; a workbook has at most 65,490 cell formats
_SHARED_BYTES = 512 << 20
_OTHERS_BYTES = 64 << 20
_WITHIN_BYTES = 32 << 20  # of a row, of a shared string
_BETWEEN = 16 << 20  # characters between rows, which no program needs
_PARTS = 100_000


def sheets(stream: BinaryIO) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Any]]]]]:
    """Title and rows of each sheet; a row is its number and its values, missing ones None.

    OverflowError for a workbook whose parts, unpacked, would take more memory than one that Excel wrote;
    ValueError for XML with a document type, which no workbook has.
    """
    _check(stream)
    book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield sheet.title, _rows(sheet)


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    book = sheet.parent
    with sheet._get_source() as source:
        parser = _Cells(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            values = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
            if values or any("broken" in cell for cell in cells):
                yield number, [_unescaped(values.get(at)) for at in range(1, max(values, default=0) + 1)]


class _Cells(WorkSheetParser):  # type: ignore[misc]
    """openpyxl's reader of a sheet, which a cell that it cannot read does not stop."""

    col_counter: int

    def parse_cell(self, element: Any) -> dict[str, Any]:
        before = self.col_counter
        written = element.findtext(VALUE_TAG)
        kind = element.get("t", "n")
        try:
            if kind == "n" and written and int(element.get("s", 0)) in self.date_formats:
                if not 0 <= float(written) < _LAST_DATE:
                    raise ValueError("no day of Excel's")
                kind = "date"
            return dict(super().parse_cell(element))
        except (ValueError, OverflowError, LookupError, TypeError):
            self.col_counter = max(self.col_counter, before + 1)
            value = None if kind == "s" else f"{written} as Excel has it"
            return {"column": self.col_counter, "value": value, "broken": True}


def _unescaped(cell: Any) -> Any:
    """Excel writes what XML cannot hold, carriage returns too, as `_xHHHH_` (ECMA-376, ST_Xstring)."""
    return unescape(cell) if isinstance(cell, str) and "_x" in cell else cell


def _check(stream: BinaryIO) -> None:
    with zipfile.ZipFile(stream) as archive:
        if len(archive.infolist()) > _PARTS:
            raise OverflowError(f"a workbook of {len(archive.infolist())} parts")
        for info in archive.infolist():
            if files.bomb(info):
                raise OverflowError("a workbook that unpacks as no workbook does")
            with archive.open(info) as part:
                _check_part(part, info)
    stream.seek(0)


def _check_part(part: Any, info: zipfile.ZipInfo) -> None:
    """Read a part without keeping any of it. What is no XML, or breaks off, is left to who reads it."""
    counted = _Elements(info.file_size)
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(counted)
    try:
        while block := part.read(_BLOCK):
            parser.feed(block)
            counted.read(len(block))
    except (SAXException, zipfile.BadZipFile, EOFError, NotImplementedError):
        return


class _Elements(ContentHandler):
    """Counts the elements and characters of a part, and refuses more than memory would hold of them."""

    def __init__(self, size: int) -> None:
        self.size, self.depth, self.several, self.within = size, 0, 0, 0
        self.limits = (_OTHERS, _OTHERS)
        self.bytes_within, self.between = 0, 0

    def read(self, size: int) -> None:
        """Take note that so many bytes more were read."""
        self.bytes_within += size
        if self.bytes_within > _WITHIN_BYTES:
            raise OverflowError(f"a workbook with more than {_WITHIN_BYTES} bytes in one row or text")

    def characters(self, content: str) -> None:
        if self.depth <= 2:
            self.between += len(content)
            if self.between > _BETWEEN:
                raise OverflowError(f"a workbook with more than {_BETWEEN} characters between its rows")

    def startElement(self, name: str, attrs: Any) -> None:
        self.depth += 1
        if self.depth == 1:
            self._root(name.rpartition(":")[2])
        if self.depth <= 3:
            self.several, self.within, self.bytes_within = self.several + 1, 0, 0
        else:
            self.within += 1
        if self.depth > _DEEPEST or self.several > self.limits[0] or self.within > self.limits[1]:
            raise OverflowError("a workbook with more, or deeper, elements than Excel writes")

    def endElement(self, name: str) -> None:
        self.depth -= 1

    def _root(self, name: str) -> None:
        if name in ("worksheet", "sst"):
            self.limits = (_SEVERAL, _WITHIN)
        elif self.size > _OTHERS_BYTES:
            raise OverflowError(f"a workbook with {self.size} bytes beside its sheets and texts")
        if name == "sst" and self.size > _SHARED_BYTES:
            raise OverflowError(f"a workbook with {self.size} bytes of texts")
