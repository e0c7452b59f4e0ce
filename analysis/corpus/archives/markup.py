"""HTML as blocks of text, in time that grows with its length; Python's own parser takes more on hostile input."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import NamedTuple

# A tag never runs over another "<", so that each part of a file is read once, whatever does not close.
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})((?:[^<>"']|"[^"<]*+"|'[^'<]*+'|["'])*+)>""")
_NAMED = re.compile(r"""(?<![\w-])(?:class|id)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""", re.IGNORECASE)
_DOCTYPE = re.compile(r"<[!?][^<>]*+>")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_SILENT = frozenset(("script", "style", "head", "noscript", "template"))
_RAW = ("script", "style")
_CONTAINERS = frozenset(("table", "div", "article", "section", "td", "body"))
# What the start of an element ends, when it was left open.
_ENDED = {
    "p": ("p",),
    "div": ("p",),
    "table": ("p",),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("tr",),
    "li": ("li",),
}
_DEEPEST = 200
_MOST_NAMES = 8  # of one element that are looked at


class Block(NamedTuple):
    """A piece of text that stands by itself, the names (classes, ids) of what it is in, and the unit it belongs to.

    `unit` is the number of the innermost element that the caller asked for, from 1; 0 = outside of any.
    """

    text: str
    names: frozenset[str]
    unit: int


Names = frozenset[str]


def _none(*_: object) -> bool:
    return False


def blocks(
    markup: str,
    is_unit: Callable[[str, Names], bool] = _none,
    is_apart: Callable[[Names], bool] = _none,
) -> list[Block]:
    """The texts between block-level tags, in order.

    `is_unit` (tag, names) tells the elements that are counted, `is_apart` (names) those whose text stands by itself
    though their tag is none of a block. References are characters, white space is one blank, `<br>` a line end.
    Scripts and styles are no text. Elements more than 200 deep are read as if they were not there.
    """
    reader = _Reader(is_unit, is_apart)
    at = 0
    while (start := markup.find("<", at)) >= 0:
        reader.text(markup[at:start])
        at = _after(markup, start, reader)
    reader.text(markup[at:])
    reader.flush()
    return reader.found


def _after(markup: str, start: int, reader: _Reader) -> int:
    """Read what begins with the "<" at `start`; where the rest begins."""
    if markup.startswith("<!--", start):
        end = markup.find("-->", start)
        return len(markup) if end < 0 else end + 3
    if tag := _TAG.match(markup, start):
        name = tag[2].lower()
        if tag[1]:
            reader.close(name)
        else:
            reader.open(name, tag[3])
            if name in _RAW:
                return _behind_raw(markup, tag.end(), name, reader)
        return tag.end()
    if other := _DOCTYPE.match(markup, start):
        return other.end()
    reader.text("<")
    return start + 1


def _behind_raw(markup: str, at: int, name: str, reader: _Reader) -> int:
    end = re.compile(f"</{name}", re.IGNORECASE).search(markup, at)
    if end is None:
        return len(markup)
    reader.close(name)
    close = markup.find(">", end.start())
    return len(markup) if close < 0 else close + 1


def names(attributes: str) -> Names:
    """The classes and ids that a tag gives."""
    given = [html.unescape(value.strip("\"'")) for value in _NAMED.findall(attributes)[:4]]
    return frozenset(" ".join(given)[:500].split()[:_MOST_NAMES])


_OUTSIDE: tuple[str, Names, int, bool] = ("", frozenset(), 0, False)


class _Reader:
    def __init__(self, is_unit: Callable[[str, Names], bool], is_apart: Callable[[Names], bool]) -> None:
        self.is_unit, self.is_apart = is_unit, is_apart
        self.found: list[Block] = []
        self.pieces: list[str] = []
        self.stack: list[tuple[str, Names, int, bool]] = []
        self.units = 0

    def text(self, written: str) -> None:
        if written:
            self.pieces.append(written)

    def open(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self.pieces.append("<br>")
        if tag in _BLOCKS:
            self.flush()
            self._end_open(tag)
        if tag in _VOID or attributes.endswith("/") or len(self.stack) >= _DEEPEST:
            return
        given = names(attributes)
        _, around, unit, _ = self.stack[-1] if self.stack else _OUTSIDE
        apart = bool(given) and self.is_apart(given)
        if self.is_unit(tag, given):
            self.units += 1
            unit, apart = self.units, True
        if apart:
            self.flush()
        self.stack.append((tag, around | given | {f"<{tag}>"}, unit, apart))

    def close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at][0] == tag:
                if any(apart for *_, apart in self.stack[at:]):
                    self.flush()
                del self.stack[at:]
                return

    def _end_open(self, tag: str) -> None:
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at][0] in _ENDED.get(tag, ()):
                del self.stack[at:]
                return
            if self.stack[at][0] in _CONTAINERS:
                return

    def flush(self) -> None:
        if not self.pieces:
            return
        lines = _BLANKS.sub(" ", "".join(self.pieces)).split("<br>")
        self.pieces = []
        _, given, unit, _ = self.stack[-1] if self.stack else _OUTSIDE
        text = "\n".join(html.unescape(line).strip() for line in lines).strip()
        if text and not any(f"<{silent}>" in given for silent in _SILENT):
            self.found.append(Block(text, given, unit))
