"""Texts as they were meant, when asked for: what `dirt` tells of is taken out or put right.

Each text by itself, so that an article is cleaned alike whatever else a corpus holds: lines that many articles share
are told, and go only where they say by themselves that they are of the page. What stands behind a paywall cannot be
mended.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from analysis.corpus import dirt, escapes

# What a byte of "”" was lost of: Windows-1252 has none of the number that it ends in.
_LOST = re.compile("â€(?:\ufffd|(?=[\\s.,;:!?)\\]A-Za-z]|$))")
_SILENT = re.compile(
    r"<(script|style|noscript|svg|iframe)\b[^<>]{0,2000}>[^<]{0,20000}(?:<(?!/\1)[^<]{0,2000}){0,200}</\1\s{0,20}>",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"[ \t\r]{0,200}\n[ \t\r\n]{0,2000}\n[ \t]{0,200}")
_WIDEST = 120  # characters of the longest line of a text whose lines were broken to fit
_FULL = 0.92  # of it, a line that would be longer with its next word was broken there
_LAYERS = 2  # of tags that were escaped


def cleaned(text: str) -> tuple[str, list[str]]:
    """The text as it was meant, and what was done to it, as `dirt.KINDS` names it; nothing to a clean text."""
    done = []
    for kind in dirt.MENDED:
        before, text = text, _MENDS[kind](text)
        if text != before:
            done.append(kind)
    return text, done


def plain(value: str) -> str:
    """A title or a name as it was meant: without markup and misread characters."""
    for kind in (dirt.MOJIBAKE, dirt.TAGS, dirt.ENTITIES, dirt.SOFT_HYPHENS):
        value = _MENDS[kind](value)
    return " ".join(html.unescape(value).split())


def _read_again(text: str) -> str:
    """UTF-8 that was read as Windows-1252 or Latin-1, line by line, so that a sound line stays as it is."""
    if dirt.misread(text) is None:
        return text
    from ftfy import fix_encoding

    lines = (_LOST.sub("â€\x9d", line) if dirt.misread(line) else line for line in text.split("\n"))
    return "\n".join(fix_encoding(line) if dirt.misread(line) else line for line in lines)


def _without_tags(text: str) -> str:
    """Without markup: a block is a paragraph, scripts and styles go with what is in them."""
    for _ in range(_LAYERS):
        found = dirt.TAG.search(text) if "<" in text else None
        escaped = found is None and "&lt;" in text and dirt.TAG.search(escapes.decoded(text))
        if not found and not escaped:
            break
        plain = escapes.decoded(text) if escaped else text
        text = dirt.TAG.sub(_instead, _SILENT.sub("\n\n", plain))
        text = _BLANK_LINES.sub("\n\n", text).strip()
    return text


def _instead(tag: re.Match[str]) -> str:
    name = tag[2] or ""
    if name.lower() == "br":
        return "\n"
    return "\n\n" if dirt.BLOCK.fullmatch(name) else ""


def _without_marks(text: str) -> str:
    for mark in dirt.SOFT:
        text = text.replace(mark, "")
    return text


def _joined(text: str) -> str:
    """Words that a line's end cut in two, whole, and lines that ran full, one: a hyphen that a word has stays."""
    if "-" not in text or not dirt.BROKEN.search(text):
        return text
    lines = text.split("\n")
    width = max(map(len, lines))
    if width <= _WIDEST:
        pairs = zip(lines, [*lines[1:], ""], strict=True)
        text = "".join(line + _end(line, following, width) for line, following in pairs).removesuffix("\n")
    return dirt.BROKEN.sub(lambda found: _word(found, text), text)


def _end(line: str, following: str, width: int) -> str:
    """What stands between two lines: a blank where the first had no room for the next word, which is then no end."""
    word = following.split(maxsplit=1)[:1]
    if not word or not line.strip() or dirt.BROKEN.search(f"{line[-60:]}\n{following[:60]}"):
        return "\n"
    return " " if len(line.rstrip()) + 1 + len(word[0]) > _FULL * width else "\n"


def _word(found: re.Match[str], text: str) -> str:
    first, second = found.groups()
    if f"{first}-{second}" in text:
        return f"{first}-{second}"
    if f"{first}{second}" in text:
        return first + second
    import simplemma

    known = [simplemma.is_known(word, "en") for word in (first + second, first.lower(), second)]
    return f"{first}-{second}" if known == [False, True, True] else first + second


def _without_boilerplate(text: str) -> str:
    lines = text.split("\n")
    kept = [line for line in lines if not dirt.is_boilerplate(line)]
    return text if len(kept) == len(lines) else "\n".join(kept).strip("\n")


_MENDS: dict[str, Callable[[str], str]] = {
    dirt.MOJIBAKE: _read_again,
    dirt.TAGS: _without_tags,
    dirt.ENTITIES: lambda text: escapes.decoded(text).replace(dirt.AMPERSAND, " & "),
    dirt.SOFT_HYPHENS: _without_marks,
    dirt.HYPHENATION: _joined,
    dirt.BOILERPLATE: _without_boilerplate,
}
