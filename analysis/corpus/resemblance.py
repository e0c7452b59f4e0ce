"""Articles that repeat an earlier one, exactly or nearly: MinHash signatures, compared where bands agree.

Broder (1997), On the resemblance and containment of documents; banding: Leskovec, Rajaraman & Ullman,
Mining of Massive Datasets, ch. 3. Vectorised here because a signature is made for every article read.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

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
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def signature(text: str) -> bytes:
    """MinHash signature of the text's 5-word shingles in lower case: 126 32-bit minima, 504 bytes.

    The share of equal minima estimates the Jaccard similarity of two texts' shingles (standard error at most
    4.5 points). Empty bytes for a text without words. The same on every machine.
    """
    words = _WORD.findall(text.lower())
    if not words:
        return b""
    hashes = np.fromiter(
        (zlib.crc32(word.encode("utf-8", "replace")) for word in words), np.uint64, len(words)
    )
    shingles = np.zeros(max(len(words) - WORDS + 1, 1), np.uint64)
    for position in range(min(WORDS, len(words))):
        shingles = _mixed(shingles + hashes[position : position + len(shingles)])
    return _minima(np.unique(shingles)).tobytes()


def duplicates(articles: pd.DataFrame, *, threshold: float = 0.5) -> pd.DataFrame:
    """The table `duplicates`: each article that repeats an earlier one, by date (missing last) and then id.

    `articles` has columns article_id, published, sha256 and either `signature` (of `signature`) or `text`.
    An article belongs to the earliest article that repeats none and that it equals, or resembles with an
    estimated Jaccard similarity of at least `threshold` (0 to 1, higher = more alike). Of texts made after one
    template, which resemble each other less than that, it is compared with those that share more than the template
    with it, and with the first `MOST` of the template.
    """
    if "signature" not in articles.columns:
        articles = articles.assign(signature=[signature(text) for text in articles["text"]])
    ordered = articles.sort_values(["published", "article_id"], na_position="last", kind="stable")
    first = ordered.drop_duplicates("sha256").reset_index(drop=True)
    leaders = _leaders(list(first["signature"]), threshold)
    cluster = dict(zip(first["sha256"], leaders, strict=True))
    rows = []
    for article_id, sha256 in zip(ordered["article_id"], ordered["sha256"], strict=True):
        leader, similarity = cluster[sha256]
        if article_id != first["article_id"].iat[leader]:
            kind = "exact" if sha256 == first["sha256"].iat[leader] else "near"
            rows.append((article_id, first["article_id"].iat[leader], kind, similarity))
    return tables.build("duplicates", rows)


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


def _leaders(signatures: list[bytes], threshold: float) -> list[tuple[int, float]]:
    """For each signature in order: the first that stands for it (itself, if none before), and how alike."""
    leaders = [(number, 1.0) for number in range(len(signatures))]
    rows = [number for number, value in enumerate(signatures) if value]
    if len(rows) < 2:
        return leaders
    matrix = np.frombuffer(b"".join(signatures[number] for number in rows), "<u4").reshape(len(rows), HASHES)
    keys = _band_keys(matrix)
    shared = _shared(keys)
    own: _Lists = defaultdict(list)  # by a band that agrees: those who stand for themselves, in order
    busy: _Lists = defaultdict(list)  # by a minimum: those whom a band that is full did not take
    for row in np.flatnonzero(shared.any(axis=1)):
        bands = keys[row][shared[row]].tolist()
        full = any(len(own.get(band, ())) >= MOST for band in bands)
        minima = (matrix[row].astype(np.int64) * HASHES + _POSITIONS).tolist() if full else []
        near = _together(
            [own.get(band, ()) for band in bands]
            + [found for value in minima if len(found := busy.get(value, ())) < MOST]
        )
        similarity = (matrix[near] == matrix[row]).mean(axis=1)
        if (similarity >= threshold).any():
            best = int((similarity >= threshold).argmax())
            leaders[rows[row]] = (rows[near[best]], float(similarity[best]))
            continue
        _enter(own, bands, int(row))
        _enter(busy, minima, int(row))
    return leaders


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


def _shared(keys: np.ndarray) -> np.ndarray:
    """Which bands of which signature another signature has too."""
    found = np.zeros(keys.shape, bool)
    for band in range(keys.shape[1]):
        _, inverse, counts = np.unique(keys[:, band], return_inverse=True, return_counts=True)
        found[:, band] = counts[inverse] > 1
    return found
