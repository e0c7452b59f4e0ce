"""Rows of texts, Word documents, rich text and web pages: an article each, or what a news archive exported."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from analysis.corpus import encoding, limits
from analysis.corpus.files import File, Reject, Taken, Warned
from analysis.corpus.row import Row, Rows

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text(file: File) -> Rows:
    """The article of a text, or those of an archive's export in it; a document where the name is wrong."""
    from analysis.corpus import archives

    with file.open() as stream:
        data = stream.read(4 * limits.LONGEST + 1)
        if len(data) > 4 * limits.LONGEST and archives.may_be_export(data[:65536].decode("utf-8", "replace")):
            data += stream.read(limits.EXPORT - len(data) + 1)
    if _kind(data):
        yield from document(file)
        return
    if data.startswith(b"%PDF-"):
        yield Reject(file.origin, "unsupported", "not plain text, whatever the name says")
        return
    codec = encoding.detect(io.BytesIO(data))
    text = data.decode(codec, "surrogateescape")
    try:
        export = archives.from_text(text)
    except archives.NotUnderstood as error:
        yield Reject(file.origin, "unsupported", str(error))
        return
    if export is not None and len(data) <= limits.EXPORT:
        yield from _exported(export, file.origin)
    elif len(data) > 4 * limits.LONGEST:
        raise OverflowError(f"more than {limits.LONGEST} characters")
    else:
        yield Row(file.origin, {"text": text})


def _kind(data: bytes) -> str:
    """What kind of document the bytes of a file are, whatever its name says: `word`, `rich text`, `ole` or ""."""
    if data.startswith(b"PK\x03\x04"):
        return "word"
    if data.startswith(b"{\\rtf"):
        return "rich text"
    return "ole" if data.startswith(_OLE) else ""


def document(file: File) -> Rows:
    """The articles of a Word document, rich text or web page that a news archive wrote; others are rejects."""
    from analysis.corpus import archives
    from analysis.corpus.archives import documents

    with file.open() as stream:
        data = stream.read(limits.EXPORT + 1)
    if len(data) > limits.EXPORT:
        raise OverflowError(f"more than {limits.EXPORT} bytes")
    kind = _kind(data)
    if kind == "ole" or (not kind and file.suffix == ".doc"):
        yield Reject(file.origin, "unsupported", _OLD_WORD)
        return
    try:
        if kind == "word":
            export = archives.from_lines(documents.word(io.BytesIO(data)))
        elif kind == "rich text":
            export = archives.from_lines(documents.rich_text(data))
        elif file.suffix in (".html", ".htm", ".xhtml"):
            export = archives.from_html(_page(data))
        else:
            raise documents.NoDocument(f"no {file.suffix} file, whatever the name says")
    except (documents.NoDocument, archives.NotUnderstood) as error:
        yield Reject(file.origin, "unsupported", str(error))
        return
    if export is None and not kind:
        yield _of_page(file.origin, _article(data))
    elif export is None:
        what = {"word": "a Word document", "rich text": "rich text"}.get(kind, "a file")
        detail = f"{what} in no layout of a news archive that is known{_SAVE}"
        yield Reject(file.origin, "unsupported", detail)
    else:
        yield from _exported(export, file.origin)


_OLD_WORD = "an old or protected Word document (.doc): open it in Word or LibreOffice and save it as .docx"
_SAVE = "; an article is read as plain text (.txt), many as a table with a column `text`"


def _page(data: bytes) -> str:
    """The characters of a web page: UTF-8 where it is that, else as the page says, else the likeliest."""
    codec = encoding.detect(io.BytesIO(data))
    stated = _CHARSET.search(data, 0, 4096)
    if stated and not codec.startswith("utf"):
        try:
            return data.decode(stated[1].decode("ascii"), "replace")
        except LookupError:
            pass
    return data.decode(codec, "surrogateescape")


_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{2,30})")


def _exported(export: Any, origin: str) -> Rows:
    """The rows of an archive's export, then what differs from what it says of itself."""
    yield Taken(origin, f"export of {export.archive}")
    for number, found in enumerate(export.documents, start=1):
        place = f"{origin}:{number}"
        yield Reject(place, found.reason, found.detail) if found.reason else Row(place, found.values)
    for difference in export.differences:
        yield Warned(difference.kind, difference.n, difference.example, origin)


def _article(data: bytes) -> Mapping[str, Any] | None:
    from analysis.corpus import web

    if len(data) > web.LARGEST:
        raise OverflowError(f"a page of more than {web.LARGEST} bytes")
    return web.article(data)


def _of_page(origin: str, values: Mapping[str, Any] | None) -> Row | Reject:
    return (
        Reject(origin, "empty", "a page without an article") if values is None else Row(origin, dict(values))
    )


def web_archive(file: File) -> Rows:
    """The articles of the pages in a WARC file."""
    from analysis.corpus import web

    with file.open() as stream:
        for number, values in web.archived(stream):
            yield _of_page(f"{file.origin}:{number}", values)
