"""The runs of capitalised words in a text, and what the whole text tells of such words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analysis.segmentation import Document
from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within import margins

Token = tuple[int, int, str]  # start, end, folded word

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
_INITIALS = r"(?:[A-Z]\.){1,4}(?:-[A-Z]\.)?"
_ABBREVIATION = rf"(?:{'|'.join(sorted(word.capitalize() for word in lexicon.ABBREVIATED))})\."
_WORD = (
    rf"(?:(?:al|el|ul|an|as|ad)[-‐‑])?(?:[dl]['’])?[{_UPPER}]"
    r"(?:\w|&(?=\w)|\.(?=[a-z]{2})|[-‐‑]\w|['’](?!s\b)\w\w)*"
)
_TOKEN = rf"(?:{_ABBREVIATION}|{_INITIALS}|{_WORD})"
_LINK = r"[ \t\u00a0]+|\n(?!\s)"
# In running text: without those that are more often something else, or the start of a name, and with Spanish "and".
_INSIDE = lexicon.PARTICLES - {"abu", "al", "ben", "das"} | {"y"}
_PARTICLE = rf"(?:(?:{'|'.join(sorted(_INSIDE))})[ \u00a0]+){{1,2}}"
_CHUNK = re.compile(
    rf"(?<![\w@#/.-]){_TOKEN}(?:(?:{_LINK})(?:{_PARTICLE})?{_TOKEN}|,[ \u00a0](?:Jr|Sr)\.?)*(?<!\.\w)"
)
_PIECE = re.compile(rf"{_ABBREVIATION}|{_INITIALS}|(?:{_PARTICLE})?{_WORD}|(?:Jr|Sr)\.?")
_LOWER = re.compile(r"(?<![\w.’'-])[a-z][a-z]+")
_OPENING = re.compile(r"[.?!:]\s*[“\"‘']?\s*|[“\"‘]|[-*•–—]\s+")
DATE_AFTER = re.compile(r",? ?\d")  # May| 3, 2019


@dataclass(frozen=True, slots=True)
class Reading:
    """What the whole text tells of its capitalised words, folded."""

    lower: set[str]  # written small somewhere
    inside: set[str]  # written with a capital where no sentence begins
    called: set[str]  # behind a first name or a title: surnames
    capital: Counter[str]  # how often each is written with a capital
    pairs: dict[str, int]  # how often two of them are joined, as asked for


Chunk = tuple[int, str, bool, bool]  # start, words, whether it opens something, whether it is a headline


def capitalised(document: Document) -> Iterator[Chunk]:
    """The runs of capitalised words in what is told, each with whether it opens a sentence or a quotation."""
    text = document.text
    openings = {s.start for s in document.sentences} | {p[0] for p in document.paragraphs}
    openings |= {q.start + 1 for q in document.quoted} | {m.end() for m in _OPENING.finditer(text)}
    for start, end, headline in margins.told(document):
        openings.add(end - len(text[start:end].lstrip()))
        for match in _CHUNK.finditer(text, start, end):
            yield match.start(), match.group(), headline or match.start() in openings, headline


def reading_of(text: str, chunks: Sequence[Chunk]) -> Reading:
    """What the whole text tells of the capitalised words in its chunks."""
    inside: set[str] = set()
    called: set[str] = set()
    capital = Counter(word for _, chunk, _, _ in chunks for _, _, word in tokens_of(chunk))
    for start, chunk, opening, headline in chunks:
        tokens = tokens_of(chunk)
        if not headline:
            inside.update([word for _, _, word in tokens[1 if opening else 0 :]])
        for (_, _, before), (start_of, end, word) in pairwise(tokens):
            named = len(before) == 1 or (lexicon.is_first_name(before) and before not in lexicon.PLACES)
            if not (named or before in lexicon.HONORIFICS) or (headline and word in lexicon.COMMON_WORDS):
                continue
            if word == "will" and not chunk[:start_of].rstrip().endswith("."):
                continue  # George F. Will, but "Ana Will"
            if word not in lexicon.SURNAMES_AMONG_WORDS or _ends_a_name(text, start + end, end == len(chunk)):
                called.add(word)
    return Reading(set(_LOWER.findall(text)), inside, called, capital, {})


def _ends_a_name(text: str, end: int, last: bool) -> bool:
    """Whether a month or common word behind a first name is a surname: it ends the name, and is no date."""
    return last and DATE_AFTER.match(text, end) is None


@lru_cache(maxsize=1 << 15)
def tokens_of(chunk: str) -> tuple[Token, ...]:
    """The words of a run of capitals; the one that is written like "who" as an acronym with full stops."""
    return tuple(
        [(*m.span(), fold(m.group()) if m.group() != "WHO" else "w.h.o") for m in _PIECE.finditer(chunk)]
    )
