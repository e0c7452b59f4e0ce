"""The text as lexicons read it, of the same length as the text itself, and what they find in it."""

from __future__ import annotations

import re
from typing import NamedTuple

Span = tuple[int, int]


class Weighed(NamedTuple):
    """The tokens of a normalised text that a lexicon counted, as spans, and what each adds to the raw sum."""

    text: str
    spans: list[Span]
    values: list[float]


# Marks that VADER would keep glued to a word, which it then does not find; a space has the same length.
_SPACED = '“”„‟«»‹›"`´…–—‒―[]{}'
_APOSTROPHES = "’‘ʼ＇‛"
_MARKS = re.compile(f"[{re.escape(_SPACED)}]|([{_APOSTROPHES}])")
_LOOSE = re.compile(r"'(?:(?<!\w')|(?!\w))|\((?=\w)|\)(?:(?<=[\w.!?,]\))|(?=[.,;:!?]))")


def normalised(text: str) -> str:
    """`text` with straight apostrophes inside words and spaces for quotation marks, dashes and brackets.

    It has the length of `text`, and every other character stays where it is.
    """
    return _LOOSE.sub(" ", _MARKS.sub(lambda mark: "'" if mark[1] else " ", text))
