"""What a page ran into a sentence when it was scraped: another story's titles, a photograph's credit."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

# "Sen. Ana Cruz[ Ana Maria CruzPanel votes on bill MORE] (D-Ohio) said": the name in full, then titles of stories.
_STORIES = re.compile(
    r"\b(?P<last>[A-Z][\w’'-]{1,24}+)"
    r"(?P<glued> (?:[(“\"]?[A-Z][\w.’'-]{0,24}[)”\"]? ){0,5}(?P=last)(?=[^\s\w]?[A-Z0-9])[^\n]{3,400}? MORE\b)"
)
_CREDITED = (
    r"(?:Getty(?: Images)?|AP|Associated Press|Reuters|REUTERS|AFP|EPA|UPI|Bloomberg|Shutterstock|Alamy)"
)
_NAME = r"[A-Z][\w.'’-]{1,24}+(?: [A-Z][\w.'’-]{1,24}+){1,3}"
# At the start of a line: "Ari Lund / Daily Star ) ", "(Photo by Ari Lund/Getty Images) ", "(AP Photo/Ari Lund) "
_CREDIT = re.compile(
    rf"^(?P<glued>(?:{_NAME} ?/ ?(?:{_NAME} ?\)|{_CREDITED}(?: Photos?| Images?)? ?\)?)"
    r"|\([^()\n]{0,40}\b(?:Photo|Image|Getty|Courtesy)\b[^()\n]{0,90}\)) {1,3})(?!Photo|Image|FILE|File)(?=[A-Z“\"])",
    re.MULTILINE,
)


def spans(text: str) -> list[Span]:
    """Where such words stand in a text, in order and apart."""
    found = [m.span("glued") for m in _CREDIT.finditer(text)] if "/" in text or "(" in text else []
    if " MORE" in text:
        found += [m.span("glued") for m in _STORIES.finditer(text)]
    apart: list[Span] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def without(text: str, gaps: Sequence[Span]) -> str:
    """The text without the characters of `gaps`, which are in order and apart."""
    return "".join(text[low:high] for low, high in _kept(len(text), gaps))


def back(span: Span, gaps: Sequence[Span], length: int) -> list[Span]:
    """The places in a text of this `length` of a span of it `without` the `gaps`: a piece for each side of a gap."""
    found: list[Span] = []
    passed = 0
    for low, high in _kept(length, gaps):
        start, end = max(span[0], passed), min(span[1], passed + high - low)
        if start < end:
            found.append((low + start - passed, low + end - passed))
        passed += high - low
    return found


def _kept(length: int, gaps: Sequence[Span]) -> list[Span]:
    edges = [0, *(edge for gap in gaps for edge in gap), length]
    return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]
