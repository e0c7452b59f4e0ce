"""Word pieces of an article with their offsets, and the windows of whole paragraphs that the tagger reads.

Training and inference cut and encode text with these functions and no others.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

CLASSIFY, SEPARATE, PARAGRAPH = 101, 102, 2  # [CLS], [SEP] and [unused1], which stands for a paragraph break
N_FEATURES = 41  # 0 for special tokens, then shape (5) x space before (2) x position to double marks (4)

_DOUBLE_MARK = re.compile(r"[“”\"„«»]|''|``")
_OPENING, _CLOSING = {"“", "„", "«", "``"}, {"”", "»", "''"}
_SENTENCE_END = frozenset('.!?”"')
LOWER, CAPITALISED, CAPITALS, DIGITS, PUNCTUATION = range(5)
OUTSIDE, OPENING, INSIDE, CLOSING = range(4)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one article: parallel arrays, offsets into the article's text."""

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    paragraphs: NDArray[np.int64]


@lru_cache(maxsize=1 << 15)
def _shape(word: str) -> int:
    if word.islower():
        return LOWER
    if any(c.isdigit() for c in word):
        return DIGITS
    if not any(c.isalpha() for c in word):
        return PUNCTUATION
    return CAPITALS if len(word) > 1 and word.isupper() else CAPITALISED


def _mark_positions(paragraph: str) -> list[tuple[int, int, int]]:
    """(start, end, OPENING or CLOSING) of the paragraph's double quotation marks; straight ones alternate."""
    found, is_open = [], False
    for match in _DOUBLE_MARK.finditer(paragraph):
        mark = match.group()
        opens = mark in _OPENING or (mark not in _CLOSING and not is_open)
        found.append((*match.span(), OPENING if opens else CLOSING))
        is_open = opens
    return found


def _positions_to_marks(paragraph: str, starts: Sequence[int]) -> list[int]:
    """OUTSIDE, OPENING, INSIDE or CLOSING for each piece that starts at `starts` (ascending)."""
    marks = _mark_positions(paragraph)
    if not marks:
        return [OUTSIDE] * len(starts)
    state, number, positions = OUTSIDE, 0, []
    for start in starts:
        while number < len(marks) and marks[number][1] <= start:
            state = INSIDE if marks[number][2] == OPENING else OUTSIDE
            number += 1
        at_mark = number < len(marks) and marks[number][0] <= start < marks[number][1]
        positions.append(marks[number][2] if at_mark else state)
    return positions


def read_pieces(text: str, paragraphs: Sequence[tuple[int, int]], tokenizer: Tokenizer) -> Pieces:
    """Word pieces of the `paragraphs` (spans) of `text`, with casing and quotation marks as features."""
    strings = [text[start:end] for start, end in paragraphs]
    encodings = tokenizer.encode_batch(strings, add_special_tokens=False)
    ids = [piece for encoding in encodings for piece in encoding.ids]
    starts, ends, shapes, marks, joined, numbers = [], [], [], [], [], []
    for number, (encoding, string) in enumerate(zip(encodings, strings, strict=True)):
        offset, spans = paragraphs[number][0], encoding.offsets
        begin, stop = [start for start, _ in spans], [end for _, end in spans]
        shapes += [_shape(string[start:end]) for start, end in spans]
        marks += _positions_to_marks(string, begin)
        joined += [before == after for before, after in zip([-1, *stop], begin, strict=False)]
        starts += [offset + start for start in begin]
        ends += [offset + end for end in stop]
        numbers += [number] * len(spans)
    columns = (ids, shapes, marks, joined, starts, ends, numbers)
    whole = [np.asarray(column, dtype=np.int64) for column in columns]
    pieces, shape, mark, glued = whole[:4]
    return Pieces(pieces, 1 + shape + 5 * (1 - glued) + 10 * mark, *whole[4:])


def _break_long(low: int, high: int, size: int, text: str, pieces: Pieces) -> list[tuple[int, int]]:
    """A paragraph's pieces cut into runs of at most `size`, behind a sentence where there is one."""
    runs = []
    while high - low > size:
        candidates = range(low + size, low + size // 2, -1)
        cut = next((i for i in candidates if text[pieces.ends[i - 1] - 1] in _SENTENCE_END), low + size)
        runs.append((low, cut))
        low = cut
    return [*runs, (low, high)]


def cut(text: str, pieces: Pieces, *, size: int, first: int | None = None) -> list[tuple[int, int]]:
    """Half-open ranges of pieces, whole paragraphs, that encode to at most `size` tokens (`first` for the first)."""
    if not len(pieces.ids):
        return []
    edges = [0, *(np.flatnonzero(np.diff(pieces.paragraphs)) + 1).tolist(), len(pieces.ids)]
    runs = [
        run
        for low, high in itertools.pairwise(edges)
        for run in _break_long(low, high, size - 2, text, pieces)
    ]
    windows, (start, end), limit, used = [], runs[0], first or size, runs[0][1] - runs[0][0] + 2
    for low, high in runs[1:]:
        if used + high - low + 1 > limit:
            windows.append((start, end))
            start, used, limit = low, 1, size
        end, used = high, used + high - low + 1
    return [*windows, (start, end)]


def encode(
    pieces: Pieces, low: int, high: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Token ids, features and, for each token, its piece (-1 for special tokens) of the pieces low..high."""
    breaks = np.flatnonzero(np.diff(pieces.paragraphs[low:high])) + 1
    at = [0, *(breaks + 0).tolist()]
    values = [CLASSIFY, *([PARAGRAPH] * len(breaks))]
    ids = np.append(np.insert(pieces.ids[low:high], at, values), SEPARATE)
    features = np.append(np.insert(pieces.features[low:high], at, 0), 0)
    index = np.append(np.insert(np.arange(low, high), at, -1), -1)
    return ids, features, index
