"""Word documents and rich text as lines: what their files may be, and nothing of them but text."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from analysis.corpus import files

_BLOCK = 1 << 20
_PARTS = 10_000  # of a Word document; one image each
_LONGEST = 256 << 20  # bytes of its text with all markup, unpacked
_DEEPEST = 200  # elements inside one another
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FONTS = 1 << 15  # bytes of a table of fonts, for which striprtf takes more than linear time
_FIELD = re.compile(r"\\fldinst\{", re.IGNORECASE)
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")


class NoDocument(ValueError):
    """What is named a Word document and is none."""


def word(stream: BinaryIO) -> list[str]:
    """The paragraphs of a Word document (.docx), empty ones too; what was deleted, and page heads, are no text.

    Raises `NoDocument` for another kind of file; OverflowError for one that unpacks as no document does; ValueError
    for XML with a document type or entities.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            if len(infos) > _PARTS or any(files.bomb(info) for info in infos):
                raise OverflowError("a document that unpacks as no document does")
            try:
                info = archive.getinfo("word/document.xml")
            except KeyError as error:
                raise NoDocument("no Word document, whatever the name says") from error
            with archive.open(info) as part:
                return _paragraphs(part)  # type: ignore[arg-type]
    except zipfile.BadZipFile as error:
        raise NoDocument("no Word document, whatever the name says") from error


def _paragraphs(part: BinaryIO) -> list[str]:
    found, size = _Paragraphs(), 0
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(found)
    try:
        while block := part.read(_BLOCK):
            size += len(block)
            if size > _LONGEST:
                raise OverflowError(f"a document of more than {_LONGEST} bytes")
            parser.feed(block)
        parser.close()
    except (SAXException, DefusedXmlException) as error:
        raise ValueError(f"a Word document with broken XML: {error}"[:300]) from error
    return found.lines


class _Paragraphs(ContentHandler):
    """Takes the text of each paragraph."""

    _SKIPPED = ("del", "instrText", "delText", "Fallback", "txbxContent", "pict")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.open: list[str] = []
        self.pieces: list[str] = []
        self.within, self.skipped = False, 0

    def startElement(self, name: str, attrs: object) -> None:
        tag = name.rpartition(":")[2]
        self.open.append(tag)
        if len(self.open) > _DEEPEST:
            raise OverflowError("a document with deeper elements than Word writes")
        self.skipped += tag in self._SKIPPED
        if tag == "p":
            self._end()
        elif tag in ("br", "cr") and not self.skipped:
            self.pieces.append("\n")
        elif tag == "tab" and "tabs" not in self.open and not self.skipped:
            self.pieces.append("\t")
        self.within = tag == "t" and not self.skipped

    def characters(self, content: str) -> None:
        if self.within:
            self.pieces.append(content)

    def endElement(self, name: str) -> None:
        tag = self.open.pop()
        self.skipped -= tag in self._SKIPPED
        self.within = False
        if tag == "p":
            self.lines.extend("".join(self.pieces).split("\n"))
            self.pieces = []
        elif tag == "tc" and self.lines:  # a cell of a table is told from the next as rich text tells it
            self.lines[-1] += "|"

    def _end(self) -> None:
        if self.pieces:
            self.lines.extend("".join(self.pieces).split("\n"))
            self.pieces = []


def rich_text(data: bytes) -> list[str]:
    """The lines of rich text (RTF); cells of a table end with a bar. OverflowError for what would take too long."""
    from striprtf import striprtf

    named = _CODE_PAGE.search(data, 0, 4096)
    codec = f"cp{named[1].decode()}" if named else "cp1252"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode(codec if _is_codec(codec) else "cp1252", "replace")
    # striprtf would put addresses into the text, by an expression that takes more than linear time.
    text = _FIELD.sub(r"\\fldinst {", text)
    if len(striprtf.font_table_group(text)) > _FONTS:
        raise OverflowError(f"a table of fonts of more than {_FONTS} bytes")
    plain = striprtf.rtf_to_text(text, errors="replace")
    # Characters beyond the first plane come as two halves.
    plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_codec(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:
        return False
    return True
