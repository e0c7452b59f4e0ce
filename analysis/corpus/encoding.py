"""What encoding a file is in, and how its characters are read: decoded, never cleaned."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

_BLOCK = 1 << 20
_WINDOW = 1 << 15
# UTF-32 first: its signature begins with that of UTF-16.
_BOMS = [(codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")]
_BOMS += [(codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
# Only encodings that text is still found in: the rarer a candidate, the likelier it wins by accident.
_LEGACY = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "mac_roman",
    "koi8_r",
]
_LEGACY += ["cp932", "euc_jp", "gb18030", "big5", "cp949"]
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1b\x7f]")


def detect(stream: BinaryIO) -> str:
    """The codec to decode `stream` with, together with `errors="surrogateescape"`.

    UTF-8 (with or without its signature), UTF-16 and UTF-32 by their signature, UTF-16 without one by its
    zero bytes; else the likeliest of the older encodings in use (charset-normalizer). A file that is mostly
    UTF-8 stays UTF-8: the bytes that are not become lone surrogates, which `flaw` finds, so that one broken
    row does not garble the others. Reads in blocks. Raises UnicodeError when no encoding fits.
    """
    block = stream.read(_BLOCK)
    codec = next((codec for mark, codec in _BOMS if block.startswith(mark)), None) or _wide(block[:4096])
    if codec:
        return codec
    decoder = codecs.getincrementaldecoder("utf-8")()
    multibyte = 0
    while block:
        try:
            multibyte += len(block) - len(decoder.decode(block))
        except UnicodeDecodeError as error:
            return _mixed(block, multibyte, max(error.start, 0))
        block = stream.read(_BLOCK)
    return "utf-8-sig"


def text(stream: BinaryIO, codec: str) -> io.TextIOWrapper:
    """`stream` as characters with every line end as it is in the file."""
    return io.TextIOWrapper(stream, codec, errors="surrogateescape", newline="")


def flaw(characters: str) -> str | None:
    """Why `characters` cannot be a text (lone surrogates, binary data), or None when they can."""
    if _SURROGATE.search(characters):
        return "bytes that are not in the encoding of the rest, or half a surrogate pair"
    if "\0" in characters:
        return "binary: NUL characters"
    if len(_CONTROL.findall(characters)) > max(8, len(characters) // 100):
        return "binary: control characters"
    return None


def unstorable(characters: str) -> bool:
    """Whether a table cannot hold `characters`: lone surrogates, NUL."""
    return "\0" in characters or _SURROGATE.search(characters) is not None


def _wide(sample: bytes) -> str | None:
    even, odd, half = sample[::2].count(0), sample[1::2].count(0), max(len(sample) // 2, 1)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else None


def _mixed(block: bytes, multibyte: int, start: int) -> str:
    decoded = block.decode("utf-8", "surrogateescape")
    broken = len(_SURROGATE.findall(decoded))
    if multibyte + len(block) - len(decoded) > broken:
        return "utf-8-sig"
    import charset_normalizer

    first = block.rfind(b"\n", 0, max(start - _WINDOW, 0)) + 1
    matches = charset_normalizer.from_bytes(block[first : start + _WINDOW], cp_isolation=_LEGACY)
    best = matches.best()
    if best is None:
        raise UnicodeError("no encoding fits the bytes")
    # Short texts fit several code pages equally; then the one that most text is in is meant.
    ties = [match for match in matches if (match.chaos, -match.coherence) <= (best.chaos, -best.coherence)]
    return "cp1252" if any("cp1252" in match.could_be_from_charset for match in ties) else str(best.encoding)
