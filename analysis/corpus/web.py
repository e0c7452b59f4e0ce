"""The article of a saved web page, and of each page in a web archive (WARC); with the extra `web`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from analysis.corpus.files import Unsupported

_INSTALL = "web pages and web archives need an extra: pip install 'newsbook[web]'"
LARGEST = 10 << 20  # bytes of a page
_SHORTEST = 40  # characters of an article; less is a menu
_DATES = {"original_date": True, "extensive_search": False}  # what the page says, never guessed from its text


def article(data: bytes, *, url: str | None = None) -> dict[str, Any] | None:
    """Text, title, author, outlet, published and url of the article of a page, None when it has none.

    The outlet is the site's name, or its host. Unsupported, which says what to install, without the extra.
    """
    if not data.strip():
        return None
    try:
        import trafilatura
    except ImportError as error:
        raise Unsupported(_INSTALL) from error
    found: Any = trafilatura.bare_extraction(
        data,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_DATES,
    )
    text = found.text if found is not None else None
    if not text or len(text) < _SHORTEST:
        return None
    first, _, rest = text.partition("\n")
    told = {
        "text": rest if found.title and first.strip() == found.title.strip() and rest.strip() else text,
        "title": found.title,
        "author": found.author,
        "outlet": found.sitename or found.hostname,
        "published": found.date,
        "url": found.url or url,
    }
    return {name: value for name, value in told.items() if value}


def archived(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Number and article of each page in a web archive that was fetched and is HTML; None for one without article."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise Unsupported(_INSTALL) from error
    for number, record in enumerate(ArchiveIterator(stream), start=1):
        if record.rec_type != "response" or record.http_headers is None:
            continue
        kind = (record.http_headers.get_header("Content-Type") or "").lower()
        if "html" not in kind or not str(record.http_headers.get_statuscode()).startswith("2"):
            continue
        data = record.content_stream().read(LARGEST + 1)
        if len(data) <= LARGEST:
            yield number, article(data, url=record.rec_headers.get_header("WARC-Target-URI"))
        else:
            yield number, None
