"""Character references that a scraper left in a text: `&quot;`, `&rsquo;`, `&#8220;`, `&nbsp;`."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from html.entities import html5

_ESCAPE = re.compile(r"&(?:#(?:\d{2,6}|[xX][0-9a-fA-F]{2,5})|[A-Za-z][A-Za-z0-9]{1,30});")
# What stands for a mark, a blank or a letter within or beside a word: "&quot;We", "Ana&nbsp;Roe", "don&#39;t"
# "Roe &amp; Sons"
_BESIDE = re.compile(rf"(?<=[^\s&]){_ESCAPE.pattern}|{_ESCAPE.pattern}(?=[^\s<])|(?<=[\w.,] )&amp;(?= [A-Z])")
_CODE = re.compile(r"`[^`\n]{0,40}&|\\&|</?code|<pre")
_TWICE = 2  # "&amp;quot;" was escaped twice


def is_escaped(text: str) -> bool:
    """Whether a text clearly holds character references for characters, and is not about them.

    One has to touch a word, and the text to hold no code.
    """
    if "&" not in text or ";" not in text:
        return False
    return any(_is_known(m.group()) for m in _BESIDE.finditer(text)) and not _CODE.search(text)


def first(text: str) -> int:
    """Where the first character reference is in a text that `is_escaped`."""
    return next(m.start() for m in _BESIDE.finditer(text) if _is_known(m.group()))


def decoded(text: str) -> str:
    """The text with its character references read as characters, when it `is_escaped`; else as it is.

    What is no reference ("AT&T;", "&foo;") and what lacks its semicolon ("?a=1&copy=2") stays.
    """
    return _pieces(text)[0]


def places(text: str) -> list[int]:
    """Where in `text` each character of `decoded(text)` begins, and its end."""
    return _pieces(text)[1]


def earlier(places: list[int], position: int) -> int:
    """The character of the decoded text that a position of the text as it was lies in or before."""
    return bisect_left(places, position)


def _is_known(written: str) -> bool:
    return written[1] == "#" or written[1:] in html5


def _pieces(text: str) -> tuple[str, list[int]]:
    where = list(range(len(text) + 1))
    for _ in range(_TWICE):
        if not is_escaped(text):
            break
        text, where = _once(text, where)
    return text, where


def _once(text: str, where: list[int]) -> tuple[str, list[int]]:
    """One layer of references read, and where its characters begin."""
    written: list[str] = []
    begun: list[int] = []
    last = 0
    for found in _ESCAPE.finditer(text):
        meant = html.unescape(found.group()) if _is_known(found.group()) else found.group()
        written += [text[last : found.start()], meant]
        begun += where[last : found.start()]
        begun += (
            where[found.start() : found.end()]
            if meant == found.group()
            else [where[found.start()]] * len(meant)
        )
        last = found.end()
    return "".join([*written, text[last:]]), begun + where[last:]
