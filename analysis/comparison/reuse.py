"""Passages that two articles share word for word: wire copy, reuse of one's own words, long quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import tables

SEED = 6  # words in a row that make two articles candidates; a 12-word passage with one edit has them
_GAP = 3  # words that may differ between two pieces of one passage
_PIECE = 3  # the fewest equal words in a row that still continue a passage after an edit
_REPEATED = 12  # articles with the same words above which each is compared with the first of them only
_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")

_EDITS = sorted(
    ((x, y) for x in range(_GAP + 1) for y in range(_GAP + 1) if x + y), key=lambda e: (sum(e), e)
)

Codes = memoryview  # an article's words as numbers
Passage = tuple[int, int, int, int, int]  # first and last + 1 word in either article, equal words


def passages(articles: pd.DataFrame, *, tokens: int = 12) -> pd.DataFrame:
    """The table `passages`: what two of the `articles` share in at least `tokens` words.

    Case, punctuation and typography do not count. A passage may hold edits, of at most three words each and
    with at least two or three equal words behind; four fifths of its words are equal. The article with the
    later date is `other_id`; `origin` is the earlier one, missing when a date is missing or both are the same.
    Candidates share a run of six words, found by sorting the hashes of all such runs: n log n in the words of
    the corpus. Words that more than twelve articles share (a footer, an anthem) are compared between the first of
    these articles and each other one only.
    """
    ordered = articles.sort_values(["published", "article_id"], kind="stable").reset_index(drop=True)
    texts = ordered["text"].astype(str).tolist()
    codes = _codes(texts)
    ids, published = ordered["article_id"].tolist(), ordered["published"].tolist()
    rows = []
    for first, second, seeds in _candidates(codes):
        origin = ids[first] if _earlier(published[first], published[second]) else None
        for a, a_end, b, b_end, same in _shared(codes[first].data, codes[second].data, seeds, tokens):
            one, two = _spans(texts[first]), _spans(texts[second])
            here, there = (one[a][0], one[a_end - 1][1]), (two[b][0], two[b_end - 1][1])
            rows.append((ids[first], *here, ids[second], *there, same, origin))
    return tables.build("passages", rows)


def _earlier(first: pd.Timestamp, second: pd.Timestamp) -> bool:
    return not pd.isna(first) and not pd.isna(second) and first < second


def _codes(texts: list[str]) -> list[np.ndarray]:
    """Each text as numbers, one a word; equal words, whatever their case and apostrophes, have one number."""
    numbers: dict[str, int] = {}
    known: dict[str, int] = {}
    fold = str.maketrans(dict.fromkeys("’'.,"))
    codes = []
    for text in texts:
        found = _WORD.findall(text)
        for word in {word for word in found if word not in known}:
            known[word] = numbers.setdefault(word.translate(fold).casefold(), len(numbers))
        codes.append(np.fromiter((known[word] for word in found), dtype=np.int32, count=len(found)))
    return codes


@lru_cache(maxsize=512)
def _spans(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _WORD.finditer(text)]


def _hashes(codes: np.ndarray) -> np.ndarray:
    """A 64-bit polynomial hash of each run of `SEED` words (Karp & Rabin 1987)."""
    values = np.zeros(max(len(codes) - SEED + 1, 0), dtype=np.uint64)
    for step in range(SEED if len(values) else 0):
        values = (
            values * np.uint64(0x9E3779B97F4A7C15)
            + codes[step : step + len(values)].astype(np.uint64)
            + np.uint64(1)
        )
    return values


def _candidates(codes: list[np.ndarray]) -> Iterator[tuple[int, int, np.ndarray]]:
    """(article, later article, seeds) of all pairs that share a run; a seed is (word, word of the later)."""
    hashes = [_hashes(c) for c in codes]
    flat = np.concatenate(hashes) if hashes else np.zeros(0, dtype=np.uint64)
    article = np.repeat(np.arange(len(codes)), [len(h) for h in hashes])
    word = np.concatenate([np.arange(len(h)) for h in hashes]) if hashes else article
    order = np.argsort(flat, kind="stable")
    flat, article, word = flat[order], article[order], word[order]
    first, second = _equal(flat, article)
    place = np.lexsort((word[second], word[first], article[second], article[first]))
    first, second = first[place], second[place]
    pair = article[first] * np.int64(len(codes)) + article[second]
    seeds = np.stack([word[first], word[second]], axis=1)
    cuts = np.flatnonzero(np.diff(pair)) + 1
    for start, end in zip([0, *cuts], [*cuts, len(pair)], strict=True):
        if end > start:
            yield int(article[first[start]]), int(article[second[start]]), seeds[start:end]


def _equal(flat: np.ndarray, article: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of positions in the sorted hashes with equal hashes of different articles."""
    starts = (
        np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
        if len(flat)
        else np.zeros(0, dtype=int)
    )
    size = np.diff(np.append(starts, len(flat)))
    first, second = [], []
    common = np.repeat(size > _REPEATED, size)
    begin = np.repeat(starts, size)
    later = np.flatnonzero(common & (begin != np.arange(len(flat))))
    first.append(begin[later])
    second.append(later)
    for step in range(1, _REPEATED):
        here = np.flatnonzero(
            ~common[step:] & (begin[step:] == begin[:-step]) if step < len(flat) else np.zeros(0, bool)
        )
        first.append(here)
        second.append(here + step)
    one, two = np.concatenate(first), np.concatenate(second)
    other = article[one] != article[two]
    return one[other], two[other]


def _shared(one: Codes, two: Codes, seeds: np.ndarray, tokens: int) -> Iterator[Passage]:
    """The passages that hold at least one seed and `tokens` words, in order, each once."""
    covered: list[Passage] = []
    for a, b in _run_starts(seeds):
        if any(c[0] <= a < c[1] and c[2] <= b < c[3] for c in reversed(covered)):
            continue
        a_end, b_end, after = _extend(one, two, a, b, 1)
        a_start, b_start, before = _extend(one, two, a - 1, b - 1, -1)
        passage = a_start + 1, a_end, b_start + 1, b_end, after + before
        covered.append(passage)
        shorter, longer = sorted((passage[1] - passage[0], passage[3] - passage[2]))
        if shorter >= tokens - 1 and longer >= tokens and passage[4] >= 0.8 * longer:
            yield passage


def _run_starts(seeds: np.ndarray) -> list[tuple[int, int]]:
    """The first seed of each row of seeds that follow word by word, by place in the first article."""
    keys = seeds[:, 1].astype(np.int64) - seeds[:, 0]
    order = np.lexsort((seeds[:, 0], keys))
    ordered, diagonal = seeds[order], keys[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (diagonal[1:] != diagonal[:-1]) | (ordered[1:, 0] != ordered[:-1, 0] + 1)
    return sorted((int(a), int(b)) for a, b in ordered[new])


def _extend(one: Codes, two: Codes, a: int, b: int, step: int) -> tuple[int, int, int]:
    """Where equal words from `a` and `b` on end, over edits, and how many words are equal."""
    same = 0
    while True:
        while 0 <= a < len(one) and 0 <= b < len(two) and one[a] == two[b]:
            a, b, same = a + step, b + step, same + 1
        edit = _edit(one, two, a, b, step)
        if edit is None:
            return a, b, same
        a, b = a + step * edit[0], b + step * edit[1]


def _edit(one: Codes, two: Codes, a: int, b: int, step: int) -> tuple[int, int] | None:
    """The smallest edit behind which the articles agree again: words to skip in either."""
    for x, y in _EDITS:
        equal = _PIECE - (x == y == 1)  # one word for another is the commonest edit: two equal words will do
        if _agree(one, two, a + step * x, b + step * y, step, equal):
            return x, y
    return None


def _agree(one: Codes, two: Codes, a: int, b: int, step: int, equal: int) -> bool:
    """Whether from `a` and `b` on as many words as `equal` says are the same."""
    for _ in range(equal):
        if not (0 <= a < len(one) and 0 <= b < len(two) and one[a] == two[b]):
            return False
        a, b = a + step, b + step
    return True
