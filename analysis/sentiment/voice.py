"""Whose words they are: the outlet's own, or those of somebody it quotes.

Words inside the content of an attribution are somebody else's, with or without quotation marks; the innermost
attribution owns them. All other words are the outlet's, sources and cues too: "slammed" was its choice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from analysis.segmentation import Document, Span

Voice = Literal["outlet", "quoted", "mixed"]
OUTLET, ATTRIBUTION = -1, -2  # owners of words that no quotation owns
MOSTLY = 9  # times as many words as the other voice has make a sentence one voice's

Piece = tuple[int, str, int, int]  # quotation, role, start, end


def pieces(spans: pd.DataFrame) -> Mapping[str, list[Piece]]:
    """The rows of the table `spans` by article."""
    found: dict[str, list[Piece]] = {}
    columns = (spans[c].to_list() for c in ("article_id", "quotation", "role", "start", "end"))
    for article_id, *piece in zip(*columns, strict=True):
        found.setdefault(article_id, []).append(tuple(piece))
    return found


def owners(length: int, found: Iterable[Piece]) -> np.ndarray:
    """For each character its quotation, or OUTLET, or ATTRIBUTION where a source or cue stands; int32."""
    owner = np.full(length, OUTLET, dtype=np.int32)
    contents = []
    for quotation, role, start, end in found:
        if role == "content":
            contents.append((end - start, quotation, start, end))
        else:
            owner[start:end] = ATTRIBUTION
    for _, quotation, start, end in sorted(contents, reverse=True):
        owner[start:end] = quotation
    return owner


class Whose(NamedTuple):
    """The voice of a sentence, and the quotation when it is a quoted one."""

    voice: Voice
    quotation: int | None


def of_words(words: Sequence[int]) -> Whose:
    """Whose a sentence is whose words have these owners; sources and cues say nothing about that."""
    quoted = [owner for owner in words if owner >= 0]
    if not quoted:
        return Whose("outlet", None)
    own = sum(owner == OUTLET for owner in words)
    if own >= MOSTLY * len(quoted):
        return Whose("outlet", None)
    if len(quoted) < MOSTLY * own:
        return Whose("mixed", None)
    return Whose("quoted", Counter(quoted).most_common(1)[0][0])


_WORD = re.compile(r"\w+")


def of_sentences(document: Document, owners: np.ndarray) -> list[Whose]:
    """Whose each sentence of a document is, by the owner of each of its characters."""
    owner = owners.tolist()
    found = []
    for sentence in document.sentences:
        inside = set(owner[sentence.start : sentence.end])
        if max(inside) < 0:
            found.append(Whose("outlet", None))
        elif len(inside) == 1:
            found.append(Whose("quoted", inside.pop()))
        else:
            words = _WORD.finditer(document.text, sentence.start, sentence.end)
            found.append(of_words([owner[m.start()] for m in words]))
    return found


def at(sentence: Whose, owners: np.ndarray, mention: Span) -> Whose:
    """Whose the sentiment towards a name in a sentence is.

    A name inside a content is judged by who is quoted; outside, by the outlet when the whole sentence is its
    own, else by both.
    """
    inside = int(owners[mention[0]])
    if inside >= 0:
        return Whose("quoted", inside)
    return sentence if sentence.voice == "outlet" else Whose("mixed", None)
