"""The text of HTML and of XML that has its elements: paragraphs, with a blank line between them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

# Elements that begin a line of their own, and those that hold no words of the article.
_BEGINNING_LINES = (
    "p div section article header footer h1 h2 h3 h4 h5 h6 hl1 hl2 li ul ol dl dt dd blockquote bq pre table tr "
    "td th figure hr block body.content nitf-table abstract note fn"
)
_BLOCKS = set(_BEGINNING_LINES.split())
_WITHOUT = "script style head template noscript iframe svg math media figure object nitf-table"
_NO_TEXT = set(_WITHOUT.split())
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class Paragraphs:
    """Collects paragraphs from the beginnings and ends of elements and the characters between them."""

    def __init__(self) -> None:
        """Nothing so far."""
        self.done: list[str] = []
        self.words: list[str] = []
        self.silent: list[str] = []

    def start(self, tag: str) -> None:
        """An element begins."""
        if tag in _BLOCKS:
            self.close()
        if tag == "br":
            self.words.append("\n")
        if tag in _NO_TEXT:
            self.silent.append(tag)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        if tag in _BLOCKS:
            self.close()

    def characters(self, written: str) -> None:
        """Characters of the element that is open; white space in them is one blank."""
        if not self.silent:
            self.words.append(_BLANKS.sub(" ", written))

    def close(self) -> None:
        """The paragraph ends here."""
        lines = [" ".join(line.split(" ")).strip(" ") for line in "".join(self.words).split("\n")]
        paragraph = "\n".join(_BLANKS.sub(" ", line) for line in lines).strip()
        self.done += [paragraph] if paragraph else []
        self.words = []

    def text(self) -> str:
        """All paragraphs, a blank line between them."""
        self.close()
        return "\n\n".join(self.done)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs = Paragraphs()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.paragraphs.start(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr"):
            self.paragraphs.start(tag)

    def handle_endtag(self, tag: str) -> None:
        self.paragraphs.end(tag)

    def handle_data(self, data: str) -> None:
        self.paragraphs.characters(data)


def text(html: str) -> str:
    """The text of an HTML fragment, such as the body that a service gives; captions of pictures are left out."""
    parser = _Html()
    # Well-formed, so that what reads it takes time that grows with its length only.
    parser.feed(nh3.clean(html, tags=_BLOCKS - _NO_TEXT | {"br"}, clean_content_tags=_NO_TEXT, attributes={}))
    parser.close()
    return parser.paragraphs.text()
