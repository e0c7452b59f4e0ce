"""Articles that repeat an earlier one, exactly or nearly: MinHash signatures, compared where bands agree.

Broder (1997), On the resemblance and containment of documents; banding: Leskovec, Rajaraman & Ullman,
Mining of Massive Datasets, ch. 3. Vectorised here because a signature is made for every article read.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import tables

WORDS = 5
HASHES = 126
# 42 bands of 3 find a pair of similarity 0.5 with a chance of 1 - (1 - 0.5³)⁴² = 99.6 %.
ROWS = 3
# What more texts than these have in common is a template (weather, markets, results). Others who have it are found by
# those of their minima that are not of the template, so that the work stays in proportion to the texts.
MOST = 16

_WORD = re.compile(r"\w+")
_RANDOM = np.random.Generator(np.random.PCG64(20240229))
_FACTORS = _RANDOM.integers(0, 1 << 63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _RANDOM.integers(0, 1 << 63, HASHES, dtype=np.uint64)
_POSITIONS = np.arange(HASHES)
_Lists = defaultdict[int, list[int]]
_Leader = tuple[int, float, bool]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def signature(text: str) -> bytes:
    """MinHash signature of the text's 5-word shingles in lower case: 126 32-bit minima, 504 bytes.

    The share of equal minima estimates the Jaccard similarity of two texts' shingles (standard error at most
    4.5 points). Empty bytes for a text without words. The same on every machine.
    """
    words = _WORD.findall(text.lower())
    if not words:
        return b""
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))
    shingles = np.zeros(max(len(words) - WORDS + 1, 1), np.uint64)
    for position in range(min(WORDS, len(words))):
        shingles = _mixed(shingles + hashes[position : position + len(shingles)])
    return _minima(np.unique(shingles)).tobytes()


@lru_cache(maxsize=1 << 15)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


class Compared(NamedTuple):
    """The table `duplicates`, and what comparing the texts again after some came takes: one row for each text.

    `order` is in the order in which texts are compared: `article_id`, `sha256`, `check` of the signature, `leader`
    (the row that stands for it), `similarity`, and `full`: whether it was compared beyond its bands.
    """

    duplicates: pd.DataFrame
    order: pd.DataFrame


def duplicates(articles: pd.DataFrame, *, threshold: float = 0.5) -> pd.DataFrame:
    """The table `duplicates`: each article that repeats an earlier one, by date (missing last) and then id.

    `articles` has columns article_id, published, sha256 and either `signature` (of `signature`) or `text`.
    An article belongs to the earliest article that repeats none and that it equals, or resembles with an
    estimated Jaccard similarity of at least `threshold` (0 to 1, higher = more alike). Of texts made after one
    template, which resemble each other less than that, it is compared with those that share more than the template
    with it, and with the first `MOST` of the template.
    """
    return compared(articles, threshold=threshold).duplicates


def compared(
    articles: pd.DataFrame, before: pd.DataFrame | None = None, *, threshold: float = 0.5
) -> Compared:
    """See `duplicates`. `before` is the `order` of another time, of the same `threshold`: texts that were the first
    in order then and still are need not be compared again.
    """
    if "signature" not in articles.columns:
        articles = articles.assign(signature=[signature(text) for text in articles["text"]])
    ordered = articles.sort_values(["published", "article_id"], na_position="last", kind="stable")
    first = ordered.drop_duplicates("sha256").reset_index(drop=True)
    ids, digests, signatures = tables.values(first, "article_id", "sha256", "signature")
    checks = [zlib.crc32(value) for value in signatures]
    leaders = _leaders(signatures, threshold, _as_before(before, ids, digests, checks))
    place = {sha256: row for row, sha256 in enumerate(digests)}
    rows = []
    for article_id, sha256 in zip(*tables.values(ordered, "article_id", "sha256"), strict=True):
        leader, similarity, _ = leaders[place[sha256]]
        if article_id != ids[leader]:
            kind = "exact" if sha256 == digests[leader] else "near"
            rows.append((article_id, ids[leader], kind, similarity))
    columns = {"leader": "int64", "similarity": "float64", "full": "bool"}
    order = pd.DataFrame(
        {c: np.array([row[at] for row in leaders], dtype) for at, (c, dtype) in enumerate(columns.items())}
    )
    return Compared(
        tables.build("duplicates", rows), order.assign(article_id=ids, sha256=digests, check=checks)
    )


def _as_before(
    before: pd.DataFrame | None, ids: list[str], digests: list[str], checks: list[int]
) -> list[_Leader]:
    """What was found before of the first texts, as far as they are the same in the same order."""
    if before is None:
        return []
    then = tables.values(before, "article_id", "sha256", "check")
    now: list[list[Any]] = [ids, digests, checks]
    same = min(_alike(old, new) for old, new in zip(then, now, strict=True))
    return list(
        zip(*(column[:same] for column in tables.values(before, "leader", "similarity", "full")), strict=True)
    )


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """How many items two sequences begin with both."""
    size = min(len(one), len(other))
    if one[:size] == other[:size]:  # as nearly always, and then quickly told
        return size
    return next(place for place, both in enumerate(zip(one, other, strict=False)) if both[0] != both[1])


def _mixed(values: np.ndarray) -> np.ndarray:
    """Splitmix64's finaliser: each bit put in changes half the bits that come out (Steele et al. 2014)."""
    values = values + _GOLDEN
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _minima(shingles: np.ndarray) -> np.ndarray:
    """Per hash function (multiply-shift, Dietzfelbinger et al. 1997) the least value over all shingles."""
    least = np.full(HASHES, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(shingles), 512):  # stays within the processor's cache
        hashed = shingles[start : start + 512, None] * _FACTORS + _TERMS
        np.minimum(least, hashed.min(axis=0), out=least)
    return (least >> np.uint64(32)).astype("<u4")


def _leaders(signatures: list[bytes], threshold: float, known: list[_Leader]) -> list[_Leader]:
    """For each signature in order: the first that stands for it (itself, if none before), how alike, whether `full`.

    `known` is that of the first of them.
    """
    leaders = known + [(number, 1.0, False) for number in range(len(known), len(signatures))]
    rows = [number for number, value in enumerate(signatures) if value]
    start = bisect_left(rows, len(known))
    if len(rows) < 2 or start == len(rows):
        return leaders
    matrix = np.frombuffer(b"".join(signatures[number] for number in rows), "<u4").reshape(len(rows), HASHES)
    keys = _band_keys(matrix)
    shared = _shared(keys, start)
    alone = [row for row in range(start) if leaders[rows[row]][0] == rows[row]]
    beyond = [row for row in alone if leaders[rows[row]][2]]
    # By a band that agrees: those who stand for themselves, in order; by a minimum: whom a full band left out.
    own = _lists(keys[alone], alone, keys[start:][shared])
    busy = _lists(_values(matrix[beyond]), beyond, _values(matrix[start:])) if beyond else defaultdict(list)
    for row in start + np.flatnonzero(shared.any(axis=1)):
        bands = keys[row][shared[row - start]].tolist()
        full = any(len(own.get(band, ())) >= MOST for band in bands)
        minima = _values(matrix[row]).tolist() if full else []
        near = _together(
            [own.get(band, ()) for band in bands]
            + [found for value in minima if len(found := busy.get(value, ())) < MOST]
        )
        similarity = (matrix[near] == matrix[row]).mean(axis=1)
        if (similarity >= threshold).any():
            best = int((similarity >= threshold).argmax())
            leaders[rows[row]] = (rows[near[best]], float(similarity[best]), full)
            continue
        leaders[rows[row]] = (rows[row], 1.0, full)
        _enter(own, bands, int(row))
        _enter(busy, minima, int(row))
    return leaders


def _values(matrix: np.ndarray) -> np.ndarray:
    """Minima as numbers that tell of which hash function they are."""
    return matrix.astype(np.int64) * HASHES + _POSITIONS


def _lists(keys: np.ndarray, rows: Sequence[int], wanted: np.ndarray) -> _Lists:
    """By each of the keys wanted the first of some rows that have it; `keys` are those of the rows."""
    found: _Lists = defaultdict(list)
    held = np.isin(keys, wanted)
    for at in np.flatnonzero(held.any(axis=1)):
        _enter(found, keys[at][held[at]].tolist(), rows[int(at)])
    return found


def _together(lists: Iterable[Sequence[int]]) -> np.ndarray:
    """All that some lists hold, each once, in order."""
    return np.array(sorted(set().union(*lists)), dtype=np.intp)


def _enter(lists: _Lists, keys: Iterable[int], row: int) -> None:
    for key in keys:
        if len(lists[key]) < MOST:
            lists[key].append(row)


def _band_keys(matrix: np.ndarray) -> np.ndarray:
    keys = np.zeros((len(matrix), HASHES // ROWS), np.uint64) + np.arange(HASHES // ROWS, dtype=np.uint64)
    for row in range(ROWS):
        keys = _mixed(keys + matrix[:, row::ROWS])
    return keys


def _shared(keys: np.ndarray, start: int) -> np.ndarray:
    """Which bands of which signature, from one on, any other signature has too."""
    found = np.zeros((len(keys) - start, keys.shape[1]), bool)
    for band in range(keys.shape[1]):
        values, inverse, counts = np.unique(keys[start:, band], return_inverse=True, return_counts=True)
        # Each old one is looked up among the new ones, which are few: the old ones need not be sorted.
        others = keys[:start, band]
        at = np.minimum(np.searchsorted(values, others), len(values) - 1)
        there = np.zeros(len(values), bool)
        there[at[values[at] == others]] = True
        found[:, band] = ((counts > 1) | there)[inverse]
    return found
