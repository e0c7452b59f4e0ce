"""The names in a text as they are written, each with the titles and roles in front of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from analysis.segmentation import Document, Span
from analysis.speakers import lexicon, names
from analysis.speakers.names import Name, fold

Token = tuple[int, int, str]  # start, end, folded word
Kind = Literal["person", "organisation", "unknown"]

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
_INITIALS = r"(?:[A-Z]\.){1,4}(?:-[A-Z]\.)?"
_ABBREVIATION = rf"(?:{'|'.join(sorted(word.capitalize() for word in lexicon.ABBREVIATED))})\."
_WORD = (
    rf"(?:(?:al|el|ul|an|as|ad)[-‐‑])?(?:[dl]['’])?[{_UPPER}]"
    r"(?:\w|&(?=\w)|\.(?=\w\w)|[-‐‑]\w|['’](?!s\b)\w\w)*"
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
_OF = re.compile(r" (?:of|for|of the|for the|on|to|to the|and) ")
_ACRONYM = re.compile(r" ?\((?:the )?([A-Z][A-Za-z]{1,7})\)")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_BEFORE = re.compile(r"([\w'’‑-]{1,40})(,?) $")
_PREMODIFIERS = re.compile(r"(?:[\w.'’‑-]{1,81}+ ){0,5}$")
_DETERMINED = re.compile(r"\b(?:the|an?|his|her|their|its|\w+['’]s?) (?:[\w.‑-]+ ){0,4}$")
_LONGEST = 12  # words of a name
_LONGEST_WORD = 40
_LONGEST_NAME = 500  # characters of an organisation's name
_ROLES = lexicon.PERSON_NOUNS | lexicon.TITLES
_PLURALS = lexicon.ORGANISATION_NOUNS | lexicon.GROUP_WORDS


@dataclass(slots=True)
class Occurrence:
    """A name at one place: its span without titles, whether a title or role stands before it, and which."""

    start: int
    end: int
    name: Name
    kind: Kind
    titled: bool
    role: str
    sentence: int
    outer: int  # where the titles and roles before it start


def occurrences(document: Document) -> list[Occurrence]:
    """The names of a document in order; bare titles ("the President") and nationalities are none."""
    text, starts = document.text, [s.start for s in document.sentences]
    lower = set(_LOWER.findall(text))
    openings = {s.start for s in document.sentences} | {p[0] for p in document.paragraphs}
    openings |= {q.start + 1 for q in document.quoted} | {m.end() for m in _OPENING.finditer(text)}
    found: list[Occurrence] = []
    for start, end in document.paragraphs:
        headline = _is_headline(text[start:end])
        chunks = [
            piece
            for match in _CHUNK.finditer(text, start, end)
            for piece in _pieces(match.group(), match.start(), headline or match.start() in openings, lower)
        ]
        for low, high in _organisations(text, chunks):
            if (occurrence := _occurrence(text, low, high)) is not None:
                occurrence.sentence = bisect_right(starts, low) - 1
                found.append(occurrence)
    return found


def _is_headline(paragraph: str) -> bool:
    """Whether most words of a short line without an end have capitals, so that capitals say nothing there."""
    if len(paragraph) > 160 or paragraph[-1] in ".!?:,;\"”’')":
        return False
    words = _WORDS.findall(paragraph)
    return len(words) > 4 and sum(w[0].isupper() for w in words) > 0.65 * len(words)


# --- runs of capitalised words --------------------------------------------------------------------------------


def _pieces(chunk: str, offset: int, opening: bool, lower: set[str]) -> list[Span]:
    """A run of capitalised words without the common words at its ends, cut where another name begins."""
    tokens = list(_tokens(chunk))
    first = 0
    while first < len(tokens) and _is_common(
        [t[2] for t in tokens[first : first + 2]], opening and not first, lower, len(tokens) - first
    ):
        first += 1
    tokens = tokens[first:]
    while tokens and (tokens[-1][2] in lexicon.CALENDAR or tokens[-1][2] in lexicon.COMMON_WORDS):
        tokens.pop()
    found: list[Span] = []
    for run in _runs(chunk, tokens):
        cut = _cut([t[2] for t in run])
        parts = [run[:cut], run[cut:]] if cut else [run]
        found += [(offset + part[0][0], offset + part[-1][1]) for part in parts]
    return found


@lru_cache(maxsize=4096)
def _tokens(chunk: str) -> tuple[Token, ...]:
    return tuple(
        (m.start(), m.end(), fold(m.group()) if m.group() != "WHO" else "w.h.o")
        for m in _PIECE.finditer(chunk)
    )


def _runs(chunk: str, tokens: list[Token]) -> list[list[Token]]:
    """The tokens between function words ("Talks With | Ana Cruz") and behind shouted ones ("LIVE | Ana Cruz")."""
    runs: list[list[Token]] = [[]]
    shouted = False
    for start, end, word in tokens:
        if word in _BETWEEN:
            runs.append([])
            continue
        repeated = len(word) > 2 and any(word == before for _, _, before in runs[-1])
        if repeated or len(runs[-1]) == _LONGEST:
            runs.append([])  # a caption glued to its repetition, or a page in capitals
        upper = chunk[start:end].isupper()
        if shouted and not upper and word not in lexicon.ORGANISATION_WORDS:
            runs.append([])
        shouted = upper and end - start > 3 and "." not in chunk[start:end]
        runs[-1].append((start, end, word))
    return [run for run in runs if run]


_BETWEEN = lexicon.COMMON_WORDS - lexicon.SOMETIMES_NAMES


def _is_common(words: list[str], opening: bool, lower: set[str], length: int) -> bool:
    """Whether a capitalised word is no part of a name: a function word, or a sentence's first common word."""
    word, after = words[0], words[-1]
    if word == "new" and after in lexicon.AFTER_NEW:
        return False
    if word in lexicon.COMMON_WORDS:
        return word in _BETWEEN or opening or length == 1  # but Society for | Old Harbours
    if not opening or word in lexicon.PLACES or lexicon.is_first_name(word):
        return False
    if length == 1:
        return word.endswith("ing") or word in _PLURALS or word in lower
    addressed = after in lexicon.HONORIFICS or lexicon.is_first_name(after)
    return (word.endswith("ing") and addressed) or (word in lower and word not in lexicon.TITLES)


def _cut(words: list[str]) -> int:
    """Where a place or organisation ends and a person's name begins (United States | Ana Cruz); 0 for nowhere."""
    for position in range(1, len(words) - 1):
        if any(
            w in lexicon.ORGANISATION_WORDS or w in _ROLES or w in lexicon.PLACES for w in words[position:]
        ):
            continue
        before = words[position - 1]
        placed = before in lexicon.PLACES or before in lexicon.DEMONYMS
        placed = placed or " ".join(words[:position]) in lexicon.LONG_PLACES
        named = lexicon.is_first_name(words[position]) and before in lexicon.ORGANISATION_WORDS
        if placed or named:
            return position
    return 0


def _organisations(text: str, chunks: list[Span]) -> list[Span]:
    """The chunks, with those joined that are one organisation's name: Campaign to Ban Mines, Ministry of Trade."""
    joined: list[Span] = []
    for start, end in chunks:
        if joined and end - joined[-1][0] <= _LONGEST_NAME and _OF.fullmatch(text, joined[-1][1], start):
            link, whole = text[joined[-1][1] : start].strip(), text[joined[-1][0] : end]
            head = fold(text[joined[-1][0] : joined[-1][1]].split()[-1])
            acronym = _ACRONYM.match(text, end)
            named = head in lexicon.ORGANISATION_WORDS and (link.startswith("of") or link == "for")
            if named or (acronym and is_acronym(acronym.group(1), whole)):
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


@lru_cache(maxsize=4096)
def is_acronym(letters: str, name: str) -> bool:
    """Whether `letters` are the initials of `name`, its small words counted or not."""
    words = re.findall(r"[\w'’]+", name.replace("-", " "))
    wanted = letters.upper().replace(".", "")
    capitals = "".join(w[0] for w in words if w[0].isupper())
    return len(wanted) > 1 and len(words) > 1 and wanted in (capitals, "".join(w[0] for w in words).upper())


# --- one name -------------------------------------------------------------------------------------------------


def _occurrence(text: str, start: int, end: int) -> Occurrence | None:
    """What the run of capitalised words at this span names; None for a bare title or nationality."""
    written = text[start:end]
    words = tuple(fold(w) for w in written.split())
    outer, role = _role_before(text, start)
    cut = _title_end(words)
    if cut == len(words) or (len(words) == 1 and words[0] in lexicon.DEMONYMS):
        return None
    titled = bool(cut or role)
    if cut:
        role = " ".join([*([role] if role else []), *written.split()[:cut]])
        outer = min(outer, start)
        start += [m.start() for m in re.finditer(r"\S+", written)][cut]
    acronym = written.isupper() and len(words[-1]) < 5 and not cut
    kind = _kind(words[cut:], titled and not acronym)
    if kind == "organisation":
        name = Name((), (), " ".join(words), "", " ".join(written.split()))
    else:
        name = _titled(text[start:end], words[:cut])
    return Occurrence(start, end, name, kind, titled, role, 0, outer)


@lru_cache(maxsize=4096)
def _titled(written: str, titles: tuple[str, ...]) -> Name:
    return replace(names.parse(written), titles=titles)


@lru_cache(maxsize=4096)
def _title_end(words: tuple[str, ...]) -> int:
    """How many words at the beginning are titles and what belongs to them: Home Secretary | Ana Cruz."""
    titles = [i for i, w in enumerate(words) if lexicon.is_title(w)]
    if not titles or any(w in lexicon.ORGANISATION_WORDS for w in words[titles[-1] + 1 :]):
        return 0
    if (
        titles[-1] == len(words) - 1 == 1
        and lexicon.is_first_name(words[0])
        and not lexicon.is_title(words[0])
    ):
        return 0  # Lucy Pope, Stephen King
    return titles[-1] + 1


@lru_cache(maxsize=4096)
def _kind(words: tuple[str, ...], titled: bool) -> Kind:
    """What a run of folded words names, from its words and whether a title or role stands before it."""
    joined = " ".join(words)
    if any(w in lexicon.ORGANISATION_WORDS for w in words) and not (titled and len(words) == 2):
        return "organisation"
    if len(words) == 1 and any(
        p in lexicon.PLACES for p in joined.split("-")[: None if "-" in joined else 0]
    ):
        return "organisation"
    if joined in lexicon.LONG_PLACES:
        return "organisation"
    if all(w in lexicon.PLACES or w in lexicon.DEMONYMS for w in words):
        return "person" if titled else "organisation"
    if titled or (len(words) > 1 and len(words[0]) > 2 and lexicon.is_first_name(words[0])):
        return "person"
    initials = len(words) > 1 and re.fullmatch(r"(?:\w\.?){1,3}", words[0]) and not words[0].isalpha()
    return "person" if initials else "unknown"


def _role_before(text: str, start: int) -> tuple[int, str]:
    """The lower-case role right before a name: where it starts, and its words or nothing."""
    if text[max(0, start - 1) : start] != " ":
        return start, ""
    before = text[max(0, start - 80) : start].rsplit("\n", 1)[-1]
    last = _BEFORE.search(before, max(0, len(before) - _LONGEST_WORD))
    if last is None or not last.group(1)[0].islower() or fold(last.group(1)) not in _ROLES:
        return start, ""
    # "…, the spokesman, Ana Cruz," is an apposition; "… a spokesman, Ana Cruz …" may be a list.
    if last.group(2) and not _DETERMINED.search(before[: last.start(1)]):
        return start, ""
    match = _PREMODIFIERS.search(before[: last.end(1)] + " ")
    kept: list[str] = []
    for word in reversed((match.group() if match else "").split()):
        if fold(word) in lexicon.STOPS_A_ROLE or word.endswith((",", ".", ";", ":")):
            break
        kept.append(word)
    role = " ".join(reversed(kept)) or last.group(1)
    return start - (len(before) - last.end(1)) - len(role), role
