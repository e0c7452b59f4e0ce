"""The names in a text as they are written, each with the titles and roles in front of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.segmentation import Document
from analysis.speakers import lexicon, names
from analysis.speakers.names import Name, fold
from analysis.speakers.within.capitals import capitalised, reading_of
from analysis.speakers.within.kinds import Kind, is_brand, kind_of
from analysis.speakers.within.organisations import joined_organisations
from analysis.speakers.within.pieces import pieces_of
from analysis.speakers.within.titles import role_before, title_end, with_office

_PARTY = re.compile(
    r"[DRI]-[A-Z].*|MP|MEP|MLA|MSP|QC|KC|MD|[A-Z]\.?|I{2,3}|IV|Jr\.?|Sr\.?|[A-FH-Z][A-Z]*-?\d\S*"
)  # R-Texas, D, II, B-52
_WORD = re.compile(r"\S+")
_DIGIT = re.compile(r"\d")
# T-shirt, Oslo|-based nurse, Cruz|-backed bill
_ADJECTIVE = re.compile(
    r"\A[A-Z][-‐‑][a-z]+\Z|[-‐‑](?:area|based|born|backed|bound|controlled|dominated|educated|funded|held|led|owned|raised|run|sponsored"
    r"|style|trained|wide)\Z"
)
_WHOSE = re.compile(r"\b(?:the|an?|this|that|his|her|their|its|our|my) $", re.IGNORECASE)  # the |King
_SURNAMES = lexicon.COMMON_SURNAMES | lexicon.SURNAMES_AMONG_WORDS
_SHORT = lexicon.HONORIFICS | lexicon.ABBREVIATED


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
    weak: bool = False  # in a headline or link, where any word has a capital


def occurrences(document: Document) -> list[Occurrence]:
    """The names of a document in order; bare titles ("the President") and nationalities are none."""
    text, starts = document.text, [s.start for s in document.sentences]
    chunks = list(capitalised(document))
    reading = reading_of(text, chunks)
    found: list[Occurrence] = []
    bare: list[Occurrence] = []
    pieces = [piece for chunk in chunks for piece in pieces_of(text, chunk, reading)]
    for low, high, joined, weak in joined_organisations(text, pieces, reading):
        occurrence = _occurrence(text, low, high, joined=joined)
        some = bare if occurrence is None else found
        occurrence = occurrence or _bare_title(text, low, high)
        if occurrence is not None:
            occurrence.sentence, occurrence.weak = bisect_right(starts, low) - 1, weak
            if found and occurrence.outer <= found[-1].start:
                found.pop()  # Health and | Human Services Secretary Ana Cruz
            some.append(occurrence)
    surnames = {o.name.last for o in found if o.name.given and o.kind != "organisation"} if bare else set()
    called = [o for o in bare if o.name.last in surnames]
    return sorted([*found, *called], key=lambda o: o.start) if called else found


def _bare_title(text: str, start: int, end: int) -> Occurrence | None:
    """A title that stands alone and is the surname of somebody, perhaps: "King said", where Ana King is named.

    So is who comes from somewhere: Ana Hollander.
    """
    word = text[start:end]
    called = fold(word) in lexicon.SURNAMES_AMONG_TITLES or lexicon.is_native(fold(word))
    if not called or fold(word) in lexicon.DEMONYMS or _WHOSE.search(text, max(0, start - 8), start):
        return None
    return Occurrence(start, end, names.parse(word), "unknown", False, "", 0, start)


def _occurrence(text: str, start: int, end: int, *, joined: bool) -> Occurrence | None:
    """What the run of capitalised words at this span names; None for a bare title or nationality.

    `joined` is whether small words hold an organisation's name together.
    """
    written = text[start:end]
    words = _words(written)
    if not words or (words[0] in lexicon.STATES_IN_SHORT and text.startswith(".", end)):
        return None
    outer, role = role_before(text, start)
    paper = len(words) > 1 and words[-1] in _PAPERS and " ".join(words[:-1]) in _TOWNS
    joined = joined or paper
    cut = (
        0
        if joined or (len(words) == 2 and words[0] in lexicon.FIRST_NAMES_AMONG_TITLES)
        else title_end(words)
    )
    if cut == len(words) or _is_native(words) or _is_order(words, cut):
        return None
    titled = bool(cut or role)
    if cut:
        role = " ".join([*([role] if role else []), *written.split()[:cut]])
        outer = min(outer, start)
        start += [m.start() for m in _WORD.finditer(written)][cut]
    if role or text.rfind(" of ", max(0, outer - 60), outer) >= 0:
        outer, role = with_office(text, outer, role)
        titled = bool(role)
    if lexicon.is_people(words[-1]):
        cut = next(i for i, w in enumerate(words) if i == len(words) - 1 or lexicon.is_kind_of_people(w))
        start = end - len(written) + [m.start() for m in _WORD.finditer(written)][cut]
        return Occurrence(
            start, end, _many(words[cut:], text[start:end]), "organisation", False, "", 0, start
        )
    if len(words) - cut == 1 and (words[-1] in lexicon.ORGANISATION_WORDS or lexicon.is_word(words[-1])):
        told = [fold(w) for w in role.split()]
        titled = titled and not (
            told and told[-1] in _CAMPS
        )  # the Democratic | House, a conservative | Web site
    acronym = written.isupper() and len(words[-1]) < 5 and not cut
    kind: Kind = "organisation" if joined else kind_of(words[cut:], titled and not acronym)
    if kind == "person" and _DIGIT.search(text, start, end):
        kind = "organisation"  # Bill C-48
    if kind == "unknown" and is_brand(text[start:end], text[end : end + 1]):
        kind = "organisation"
    name = _many(words, written) if kind == "organisation" else _titled(text[start:end], words[:cut])
    return Occurrence(start, end, name, kind, titled, role, 0, outer)


@lru_cache(maxsize=1 << 14)
def _words(written: str) -> tuple[str, ...]:
    """The words of a run of capitals, folded; none where it is no name: R-Texas, Oslo-based."""
    if _PARTY.fullmatch(written) or _ADJECTIVE.search(written):
        return ()
    return tuple([fold(w) for w in written.split()])


def _is_native(words: Sequence[str]) -> bool:
    """Whether words say where one person is from: Danish, an Iowan, a Puerto Rican; not Ana Hollander."""
    *before, word = words
    if len(before) > 1 or (before and before[0] not in _BEFORE_NATIVES):
        return False
    called = lexicon.is_first_name(word) or word in _SURNAMES or word in lexicon.PLACES
    return word in lexicon.DEMONYMS or (not called and lexicon.is_native(word))


_BEFORE_NATIVES = lexicon.words(
    "puerto costa sri north south latin native african asian mexican cuban middle new"
)
_CAMPS = lexicon.words("democratic republican conservative liberal independent socialist libertarian")
_PAPERS = frozenset(["star", "sun"])  # no title and no day: Toronto Star, Oslo Sun
_TOWNS = lexicon.PLACES | lexicon.LONG_PLACES


def _many(words: tuple[str, ...], written: str) -> Name:
    return Name((), (), " ".join(words), "", " ".join(written.split()))


@lru_cache(maxsize=4096)
def _titled(written: str, titles: tuple[str, ...]) -> Name:
    return replace(names.parse(written), titles=titles)


def _is_order(words: Sequence[str], cut: int) -> bool:
    """Whether a role and a common word are no person: Executive Order."""
    if not 0 < cut == len(words) - 1 or not lexicon.is_word(words[-1]):
        return False
    return (
        words[-1] not in _SURNAMES and words[cut - 1] not in _SHORT and not lexicon.is_first_name(words[-1])
    )
