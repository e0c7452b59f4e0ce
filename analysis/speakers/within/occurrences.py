"""The names in a text as they are written, each with the titles and roles in front of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from analysis.segmentation import Document, Span
from analysis.speakers import lexicon, names
from analysis.speakers.names import Name, fold
from analysis.speakers.within import margins

Token = tuple[int, int, str]  # start, end, folded word
Kind = Literal["person", "organisation", "unknown"]

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
_OF = re.compile(r" (?:of|for|of the|for the|on|to|to the|and|&) |, (?:and )?")
_OF_CAPITAL = re.compile(r" (?:of|for) (?:the )?[A-Z]")  # Ministry| of Trade
_AND_CAPITAL = re.compile(r",? (?:and|&) [A-Z]")  # Bureau of Alcohol, Tobacco| and Firearms
# Secretary of |Education Ana Cruz
_OFFICE = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Cc]ommissioner|[Cc]hief|[Hh]ead) (?:of|for) (?:the )?$"
)
# Secretary of Education |Ana Cruz
_OFFICE_OF = re.compile(
    r"(?:[A-Z][\w.-]{1,20} ){0,3}(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Cc]ommissioner|[Cc]hief|[Hh]ead) of "
    r"(?:the )?(?:[A-Z][\w-]{1,20},? (?:and )?){1,4}$"
)
_CHIEF_OF = re.compile(r"(?:[A-Z][\w.-]{1,20} ){0,3}[Cc]hief of $")  # Chief of |Staff Ana Cruz
_PORTFOLIO = re.compile(
    r"[A-Z][\w-]{2,20}(?:, [A-Z][\w-]{2,20}){0,2},? (?:and|&) $"
)  # Health and |Human Services
# ProPublica, Allsides.com, AT&T, G20; not McCain, MacDonald, DeVos, LaPierre
_BRAND = re.compile(r"(?<!\b[DLMV])(?<!\bMa)(?<!\bVa)(?<!\bFit)[a-z][A-Z]|\.[a-z]{2,4}$|&|\d")
_CONTRACTED = re.compile(r"'(?:ve|re|ll|d|m)$|n't$")  # they've
_PARTY = re.compile(
    r"[DRI]-[A-Z].*|MP|MEP|MLA|MSP|QC|KC|MD|[A-Z]\.?|I{2,3}|IV|Jr\.?|Sr\.?|[A-FH-Z][A-Z]*-?\d\S*"
)  # R-Texas, D, II, B-52
_DATE_BEFORE = re.compile(
    r"(?i)\b(?:in|since|until|last|this|next|early|late|mid|during|through|every|of) $"
)  # in |May
_DATE_AFTER = re.compile(r",? ?\d")  # May| 3, 2019
_DIGIT = re.compile(r"\d")
# T-shirt, Oslo|-based nurse, Cruz|-backed bill
_ADJECTIVE = re.compile(
    r"\A[A-Z][-‐‑][a-z]+\Z|[-‐‑](?:area|based|born|backed|bound|controlled|dominated|educated|funded|held|led|owned|raised|run|sponsored"
    r"|style|trained|wide)\Z"
)
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")  # Cruz|Overnight
_SHOUT = re.compile(r"(?!I{1,3}\b|IV\b)[A-Z]{3,}")  # USA, not III
_ACRONYM = re.compile(r" ?\((?:the )?([A-Z][A-Za-z]{1,7})\)")
_BEFORE = re.compile(r"([\w'’‑-]{1,40})(,?) $")
_PREMODIFIERS = re.compile(r"(?:[\w.'’‑-]{1,81}+ ){0,5}$")
_DETERMINED = re.compile(r"\b(?:the|an?|his|her|their|its|\w+['’]s?) (?:[\w.‑-]+ ){0,4}$")
_WHOSE = re.compile(r"\b(?:the|an?|this|that|his|her|their|its|our|my) $", re.IGNORECASE)  # the |King
_LONGEST = 12  # words of a name
_LONGEST_WORD = 40
_PAIRS = 20  # pairs of common words that may be names, of one text
_LONGEST_NAME = 500  # characters of an organisation's name
_SURNAMES = lexicon.COMMON_SURNAMES | lexicon.SURNAMES_AMONG_WORDS
_SHORT = lexicon.HONORIFICS | lexicon.ABBREVIATED
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
    weak: bool = False  # in a headline or link, where any word has a capital


@dataclass(frozen=True, slots=True)
class Reading:
    """What the whole text tells of its capitalised words, folded."""

    lower: set[str]  # written small somewhere
    inside: set[str]  # written with a capital where no sentence begins
    called: set[str]  # behind a first name or a title: surnames
    capital: Counter[str]  # how often each is written with a capital
    pairs: dict[str, int]  # how often two of them are joined, as asked for


Chunk = tuple[int, str, bool, bool]  # start, words, whether it opens something, whether it is a headline


def occurrences(document: Document) -> list[Occurrence]:
    """The names of a document in order; bare titles ("the President") and nationalities are none."""
    text, starts = document.text, [s.start for s in document.sentences]
    chunks = list(_chunks(document))
    reading = _reading(text, chunks)
    found: list[Occurrence] = []
    bare: list[Occurrence] = []
    pieces = [piece for chunk in chunks for piece in _pieces(text, chunk, reading)]
    for low, high, joined, weak in _organisations(text, pieces, reading):
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


def _chunks(document: Document) -> Iterator[Chunk]:
    """The runs of capitalised words in what is told, each with whether it opens a sentence or a quotation."""
    text = document.text
    openings = {s.start for s in document.sentences} | {p[0] for p in document.paragraphs}
    openings |= {q.start + 1 for q in document.quoted} | {m.end() for m in _OPENING.finditer(text)}
    for start, end, headline in margins.told(document):
        openings.add(end - len(text[start:end].lstrip()))
        for match in _CHUNK.finditer(text, start, end):
            yield match.start(), match.group(), headline or match.start() in openings, headline


def _reading(text: str, chunks: Sequence[Chunk]) -> Reading:
    inside: set[str] = set()
    called: set[str] = set()
    capital: Counter[str] = Counter()
    for start, chunk, opening, headline in chunks:
        tokens = _tokens(chunk)
        capital.update(word for _, _, word in tokens)
        if not headline:
            inside.update(word for _, _, word in tokens[1 if opening else 0 :])
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
    return last and _DATE_AFTER.match(text, end) is None


# --- runs of capitalised words --------------------------------------------------------------------------------


def _pieces(text: str, chunk: Chunk, reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """A run of capitalised words without the common words at its ends, cut where another name begins.

    Each piece with whether it stands in a headline or link, where any word has a capital.
    """
    offset, written, opening, headline = chunk
    glued = text[offset + len(written) : offset + len(written) + 1].isupper()
    for stretch, linked in _unglued(written, reading.called, glued=glued):
        kept = {t[0] for t in stretch if _is_surname(text, offset, t, reading)}
        first = opening and stretch[0][0] == 0
        for run in _runs(written, _stripped(text, offset, stretch, kept, reading, opening=first), kept):
            words = [word for _, _, word in run]
            office = run[0][0] == 0 and _OFFICE.search(text, max(0, offset - 24), offset)
            cut = _behind_office(words) if office else _cut(words)
            if cut and not office:
                yield offset + run[0][0], offset + run[cut - 1][1], headline or linked
            yield offset + run[cut][0], offset + run[-1][1], headline or linked


def _stripped(
    text: str, offset: int, tokens: list[Token], kept: set[int], reading: Reading, *, opening: bool
) -> list[Token]:
    """The tokens without common words before and behind them; those whose starts are in `kept` stay."""
    first, last = 0, len(tokens)
    while first < last and tokens[first][0] not in kept:
        words = [t[2] for t in tokens[first : first + 2]]
        if words[0] == "will" and len(words) == 2 and text.startswith(",", offset + tokens[-1][1]):
            break  # Will Young, a mechanic
        of = first == last - 1 and _OF_CAPITAL.match(text, offset + tokens[first][1]) is not None
        if not _is_common(words, opening and not first, reading, last - first, of=of):
            break
        first += 1
    while last > first and tokens[last - 1][0] not in kept:
        word = tokens[last - 1][2]
        watch = word == "watch" and last - first > 1 and not opening  # Human Rights Watch
        watch |= word == "sun" and last - first > 1 and tokens[last - 2][2] in lexicon.PLACES  # Oslo Sun
        if watch or (word not in lexicon.CALENDAR and word not in lexicon.COMMON_WORDS):
            break
        last -= 1
    return tokens[first:last]


def _is_surname(text: str, offset: int, token: Token, reading: Reading) -> bool:
    """Whether a month or common word is the surname of somebody whom the text names."""
    start, end, word = token
    if word not in lexicon.SURNAMES_AMONG_WORDS or word not in reading.called:
        return False
    dated = _DATE_BEFORE.search(text, max(0, offset + start - 12), offset + start)
    return dated is None and _DATE_AFTER.match(text, offset + end) is None


@lru_cache(maxsize=4096)
def _tokens(chunk: str) -> tuple[Token, ...]:
    return tuple(
        (m.start(), m.end(), fold(m.group()) if m.group() != "WHO" else "w.h.o")
        for m in _PIECE.finditer(chunk)
    )


def _unglued(chunk: str, called: set[str], *, glued: bool) -> list[tuple[list[Token], bool]]:
    """The tokens, apart where a link runs into a name: Ana Cruz | Ana Maria Cruz | without Overnight Health.

    Each stretch with whether it is such a link's; `glued` is whether one follows without a space.
    """
    stretches: list[tuple[list[Token], bool]] = []
    held: list[Token] = []
    linked = False
    for start, end, word in _tokens(chunk):
        for joint in _joints(chunk, start, end, glued=glued):
            head = fold(chunk[start:joint])
            again = next((i for i in range(len(held) - 1, -1, -1) if held[i][2] == head), None)
            if linked or (again is None and head not in called) or head in lexicon.COMMON_WORDS:
                continue
            first = len(held) if again is None else again + 1
            name = [*held[first:], (start, joint, head)]
            stretches += (
                [(held[:first], False), (name, True)] if again is not None else [(held + name, False)]
            )
            held, linked = [], True  # what follows is the title of another story
        if not linked:
            held.append((start, end, word))
    return [(stretch, weak) for stretch, weak in [*stretches, (held, False)] if stretch]


def _joints(chunk: str, start: int, end: int, *, glued: bool) -> list[int]:
    found = (
        []
        if chunk[start + 1 : end].islower()
        else [m.start() for m in _JOINT.finditer(chunk, start + 3, end)]
    )
    return [*found, end] if glued and end == len(chunk) else found


def _runs(chunk: str, tokens: list[Token], kept: set[int]) -> list[list[Token]]:
    """The tokens between function words ("Talks With | Ana Cruz") and behind shouted ones ("LIVE | Ana Cruz")."""
    runs: list[list[Token]] = [[]]
    shouted = False
    for position, (start, end, word) in enumerate(tokens):
        if (word in _BETWEEN and start not in kept) or _is_button(tokens, position):
            runs.append([])
            continue
        repeated = len(word) > 2 and any(word == before for _, _, before in runs[-1])
        if repeated or len(runs[-1]) == _LONGEST:
            runs.append([])  # a caption glued to its repetition, or a page in capitals
        upper = chunk[start:end].isupper()
        if shouted and not upper and word not in lexicon.ORGANISATION_WORDS:
            runs.append([])
        if upper and not shouted and _is_whole(runs[-1]) and _SHOUT.fullmatch(chunk, start, end):
            runs.append([])  # Ana Cruz | USA TODAY
        shouted = upper and end - start > 3 and "." not in chunk[start:end]
        runs[-1].append((start, end, word))
    return [run for run in runs if run]


def _is_whole(run: list[Token]) -> bool:
    """Whether a run is already somebody's first name and surname."""
    return len(run) > 1 and lexicon.is_first_name(run[0][2]) and run[0][2] not in lexicon.PLACES


def _is_button(tokens: Sequence[Token], position: int) -> bool:
    near = [t[2] for t in tokens[max(0, position - 1) : position + 2]]
    return tokens[position][2] in lexicon.BUTTONS and sum(word in lexicon.BUTTONS for word in near) > 1


_BETWEEN = lexicon.COMMON_WORDS - lexicon.SOMETIMES_NAMES


def _is_common(words: list[str], opening: bool, reading: Reading, length: int, *, of: bool) -> bool:
    """Whether a capitalised word is no part of a name: a function word, or a sentence's first common word.

    `of` is whether "of" or "for" and another name follow: Ministry of Trade.
    """
    word, after = words[0], words[-1]
    if word == "new" and after in lexicon.AFTER_NEW:
        return False
    if word in lexicon.COMMON_WORDS:
        return word in _BETWEEN or opening or length == 1  # but Society for | Old Harbours
    if _CONTRACTED.search(word) or (opening and _is_compound(word)):
        return True
    if opening and word == "said" and length > 2 and lexicon.is_first_name(after):
        return True  # Said | Ana Cruz
    if not opening or word in lexicon.PLACES or lexicon.is_first_name(word):
        return False
    if length == 1:
        if (of and word in lexicon.ORGANISATION_WORDS) or lexicon.is_people(word):
            return False
        common = lexicon.is_word(word) and word not in reading.inside and word not in reading.called
        return word.endswith("ing") or word in _PLURALS or word in reading.lower or common
    if word in lexicon.TITLES or word in lexicon.CAMPS:
        return False
    common = word in reading.lower or word.endswith("ing") or lexicon.is_word(word)
    addressed = after in lexicon.HONORIFICS or lexicon.is_first_name(after) or after in reading.called
    addressed |= word.endswith("ing") and lexicon.is_title(after)
    return word in reading.lower or (common and addressed)


def _is_compound(word: str) -> bool:
    """Whether a word is joined by hyphens and ends in a common one: two-thirds, Oslo-based; not Jean-Marie."""
    first, hyphen, last = word.rpartition("-")
    return bool(hyphen) and lexicon.is_word(last) and not lexicon.is_first_name(first)


def _behind_office(words: list[str]) -> int:
    """Where the person's name begins behind "Secretary of": Education | Ana Cruz; 0 when it does not."""
    for position in range(1, len(words) - 1):
        if not all(w in lexicon.PORTFOLIOS or w in lexicon.ORGANISATION_WORDS for w in words[:position]):
            return 0
        if words[position] not in lexicon.PORTFOLIOS and (
            lexicon.is_first_name(words[position]) or len(words) - position == 2
        ):
            return position
    return 0


def _cut(words: list[str]) -> int:
    """Where a place or organisation ends and a person's name begins (United States | Ana Cruz); 0 for nowhere."""
    for position in range(1, len(words) - 1):
        behind = words[position:]
        surname = behind[-1] in lexicon.SURNAMES_OF_ORGANISATIONS and len(behind) == 2
        if any(
            w in lexicon.ORGANISATION_WORDS or w in _ROLES or w in lexicon.PLACES
            for w in (behind[:-1] if surname else behind)
        ):
            continue
        before = words[position - 1]
        placed = before in lexicon.PLACES or before in lexicon.DEMONYMS
        placed = placed or " ".join(words[:position]) in lexicon.LONG_PLACES
        named = lexicon.is_first_name(words[position]) and before in lexicon.ORGANISATION_WORDS
        if placed or named:
            return position
    return 0


def _organisations(
    text: str, pieces: Sequence[tuple[int, int, bool]], reading: Reading
) -> list[tuple[int, int, bool, bool]]:
    """The pieces, with those joined that are one organisation's name: Campaign to Ban Mines, Ministry of Trade.

    Each with whether it is such a one, and whether it stands in a headline.
    """
    joined: list[tuple[int, int, bool, bool]] = []
    for start, end, weak in pieces:
        if joined and end - joined[-1][0] <= _LONGEST_NAME and _OF.fullmatch(text, joined[-1][1], start):
            first, until, before, _ = joined[-1]
            if _is_one(text, (first, until), (start, end), before, reading):
                joined[-1] = (first, end, True, weak)
                continue
        joined.append((start, end, False, weak))
    return joined


def _is_one(text: str, one: Span, other: Span, joined: bool, reading: Reading) -> bool:
    """Whether two runs of capitals and the words between them are one organisation's name."""
    link = text[one[1] : other[0]].strip().split(" ")[0]
    words = [fold(w) for w in text[slice(*one)].split()]
    behind = [fold(w) for w in text[slice(*other)].split()]
    acronym = _ACRONYM.match(text, other[1])
    if acronym and link != "," and is_acronym(acronym.group(1), text[one[0] : other[1]]):
        return True
    if link in ("of", "for"):
        whole = all(w in lexicon.PORTFOLIOS for w in behind)  # Department of Justice
        return words[-1] in lexicon.ORGANISATION_WORDS and (whole or not _title_end(tuple(behind)))
    if link not in ("and", "&", ","):
        return False
    if not all(
        lexicon.is_word(w) or w in lexicon.ORGANISATION_WORDS or w in lexicon.PORTFOLIOS for w in behind
    ):
        return False
    if joined:  # Center for Strategic | and International Studies; Bureau of Alcohol, Tobacco | and Firearms
        apart = behind[-1] in lexicon.ORGANISATION_WORDS or behind[-1] in lexicon.PLACES
        return not apart and (link != "," or _AND_CAPITAL.match(text, other[1]) is not None)
    if link == "," or len(words) > 1 or lexicon.is_first_name(behind[0]) or behind[-1] in reading.called:
        return False
    return _is_pair(text, one[0], words[0], behind, link, reading)


def _is_pair(text: str, start: int, one: str, behind: list[str], link: str, reading: Reading) -> bool:
    """Whether two common words are one name: Food and Drug Administration; Heart and Stroke, neither so alone."""
    other = behind[0]
    if any(
        w in reading.called or w in lexicon.ORGANISATION_WORDS or w in lexicon.PLACES or lexicon.is_people(w)
        or lexicon.is_title(w) or not (lexicon.is_word(w) or w in lexicon.PORTFOLIOS) for w in (one, other)
    ):  # fmt: skip
        return False
    if len(behind) > 1:
        inside = (
            text[max(0, start - 2) : start - 1].islower() or text[max(0, start - 4) : start].lower() == "the "
        )
        return inside and (behind[-1] in lexicon.ORGANISATION_WORDS or lexicon.is_plural(behind[-1]))
    pair = f"{one.capitalize()} {link} {other.capitalize()}"
    if pair not in reading.pairs and len(reading.pairs) < _PAIRS:
        reading.pairs[pair] = text.count(pair)
    return max(reading.capital[one], reading.capital[other]) == reading.pairs.get(pair)


@lru_cache(maxsize=4096)
def is_acronym(letters: str, name: str) -> bool:
    """Whether `letters` are the initials of `name`, its small words counted or not."""
    words = re.findall(r"[\w'’]+", name.replace("-", " "))
    wanted = letters.upper().replace(".", "")
    capitals = "".join(w[0] for w in words if w[0].isupper())
    return len(wanted) > 1 and len(words) > 1 and wanted in (capitals, "".join(w[0] for w in words).upper())


# --- one name -------------------------------------------------------------------------------------------------


def _occurrence(text: str, start: int, end: int, *, joined: bool) -> Occurrence | None:
    """What the run of capitalised words at this span names; None for a bare title or nationality.

    `joined` is whether small words hold an organisation's name together.
    """
    written = text[start:end]
    words = tuple(fold(w) for w in written.split())
    outer, role = _role_before(text, start)
    if (
        _PARTY.fullmatch(written)
        or _ADJECTIVE.search(written)
        or (words[0] in lexicon.STATES_IN_SHORT and text.startswith(".", end))
    ):
        return None
    paper = len(words) > 1 and words[-1] in _PAPERS and " ".join(words[:-1]) in _TOWNS
    joined = joined or paper
    cut = (
        0
        if joined or (len(words) == 2 and words[0] in lexicon.FIRST_NAMES_AMONG_TITLES)
        else _title_end(words)
    )
    if cut == len(words) or _is_native(words) or _is_order(words, cut):
        return None
    titled = bool(cut or role)
    if cut:
        role = " ".join([*([role] if role else []), *written.split()[:cut]])
        outer = min(outer, start)
        start += [m.start() for m in re.finditer(r"\S+", written)][cut]
    if role or text.rfind(" of ", max(0, outer - 60), outer) >= 0:
        outer, role = _office(text, outer, role)
        titled = bool(role)
    if lexicon.is_people(words[-1]):
        cut = next(i for i, w in enumerate(words) if i == len(words) - 1 or lexicon.is_kind_of_people(w))
        start = end - len(written) + [m.start() for m in re.finditer(r"\S+", written)][cut]
        return Occurrence(
            start, end, _many(words[cut:], text[start:end]), "organisation", False, "", 0, start
        )
    if len(words) - cut == 1 and (words[-1] in lexicon.ORGANISATION_WORDS or lexicon.is_word(words[-1])):
        told = [fold(w) for w in role.split()]
        titled = titled and not (
            told and told[-1] in _CAMPS
        )  # the Democratic | House, a conservative | Web site
    acronym = written.isupper() and len(words[-1]) < 5 and not cut
    kind: Kind = "organisation" if joined else _kind(words[cut:], titled and not acronym)
    if kind == "person" and _DIGIT.search(text, start, end):
        kind = "organisation"  # Bill C-48
    if kind == "unknown" and _is_brand(text[start:end], text[end : end + 1]):
        kind = "organisation"
    name = _many(words, written) if kind == "organisation" else _titled(text[start:end], words[:cut])
    return Occurrence(start, end, name, kind, titled, role, 0, outer)


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


def _office(text: str, outer: int, role: str) -> tuple[int, str]:
    """A title with what stands before it: Health and | Human Services Secretary, Secretary of Education |."""
    pattern = (
        _CHIEF_OF
        if role == "Staff"
        else _PORTFOLIO
        if role and fold(role.split()[0]) in lexicon.PORTFOLIOS
        else None
        if role
        else _OFFICE_OF
    )
    before = pattern.search(text, max(0, outer - 80), outer) if pattern else None
    if before is None:
        return outer, role
    words = list(re.finditer(r"\S+", text[before.start() : outer] + role))
    first = next((w.start() for w in words if fold(w.group()) not in lexicon.COMMON_WORDS), 0)
    return before.start() + first, (text[before.start() : outer] + role)[first:].rstrip()


@lru_cache(maxsize=4096)
def _titled(written: str, titles: tuple[str, ...]) -> Name:
    return replace(names.parse(written), titles=titles)


@lru_cache(maxsize=4096)
def _title_end(words: tuple[str, ...]) -> int:
    """How many words at the beginning are titles and what belongs to them: Home Secretary | Ana Cruz."""
    titles = [i for i, word in enumerate(words) if lexicon.is_title(word) or _is_occupation(words, i)]
    while titles and (_is_surname_too(words, titles) or _is_first_name_too(words, titles)):
        titles.pop()
    if not titles:
        return 0
    behind = words[titles[-1] + 1 :]
    if len(behind) < 4 and behind and behind[-1] in lexicon.SURNAMES_OF_ORGANISATIONS:
        behind = behind[:-1]
    return 0 if any(w in lexicon.ORGANISATION_WORDS for w in behind) else titles[-1] + 1


def _is_occupation(words: Sequence[str], position: int) -> bool:
    """Whether a noun for people stands right before a first name: Actress | Ana Cruz, Democrats | Ana Cruz."""
    behind = words[position + 1 : position + 2]
    word = words[position]
    noun = (word in lexicon.PERSON_NOUNS or lexicon.is_people(word)) and lexicon.gender_of(word) == "unknown"
    noun = noun or (len(word) > 4 and word.endswith("s") and word[:-1] in _ROLES)  # Judges | Ana Cruz
    return noun and any(map(lexicon.is_first_name, behind))


def _is_surname_too(words: Sequence[str], titles: Sequence[int]) -> bool:
    """Whether the last title is the surname: Lucy Pope, Sir Ian Major, Mr. King; not Nevada Senator."""
    last, before = titles[-1], titles[-2] if len(titles) > 1 else -1
    if last != len(words) - 1 - (words[-1] in names.GENERATIONS) or not last:  # Ben King Jr.
        return False
    if last == before + 1:
        addressed = words[before] in _BEFORE_SURNAMES and words[last] not in _ADDRESSED
        return addressed or (
            words[before] in lexicon.HONORIFICS and words[last] in lexicon.SURNAMES_AMONG_TITLES
        )
    first = words[before + 1]
    if _TWO_INITIALS.fullmatch(first) and not lexicon.is_title(first):
        return last == before + 2 and words[last] in lexicon.SURNAMES_AMONG_TITLES  # TJ King
    placed = any(w in lexicon.PLACES or w in lexicon.DEMONYMS for w in words[before + 1 : last])
    return lexicon.is_first_name(first) and not placed


_BEFORE_SURNAMES = lexicon.words("mr mrs ms miss")
# Mr. President; but Mr. Senior
_ADDRESSED = lexicon.words(
    """president vice speaker chairman chairwoman chair secretary mayor justice ambassador minister prime premier
    attorney director commissioner general senator representative chancellor governor leader"""
)
_TWO_INITIALS = re.compile(r"[bcdfghjklmnpqrstvwxz]{2}")


def _is_first_name_too(words: Sequence[str], titles: Sequence[int]) -> bool:
    """Whether the last title is a first name: Rep. Dean Holt; not Associate Dean Holt."""
    last = titles[-1]
    lesser = len(titles) > 1 and words[titles[-2]] in lexicon.BEFORE_A_TITLE
    initials = all(len(word) < 3 for word in words[last + 1 : -1])  # Registrar Dean C. Holt
    return (
        words[last] in lexicon.FIRST_NAMES_AMONG_TITLES and last < len(words) - 1 and initials and not lesser
    )


def _is_order(words: Sequence[str], cut: int) -> bool:
    """Whether a role and a common word are no person: Executive Order."""
    if not 0 < cut == len(words) - 1 or not lexicon.is_word(words[-1]):
        return False
    return (
        words[-1] not in _SURNAMES and words[cut - 1] not in _SHORT and not lexicon.is_first_name(words[-1])
    )


def _is_brand(written: str, behind: str) -> bool:
    """Whether a name looks like no person's: ProPublica, NPR, Allsides.com, AT&T; not "CRUZ:" of a transcript."""
    word = written.rsplit(" ", 1)[-1]
    if _BRAND.search(word):
        return True
    acronym = (
        word.isupper()
        and 1 < len(word.replace(".", "")) < 7
        and word.lower() not in lexicon.INITIALS_OF_PEOPLE
    )
    if word == written:
        return acronym and behind != ":"
    first = fold(written.split()[0])
    return acronym and len(word) > 2 and not written.isupper() and not lexicon.is_first_name(first)


_COUNTRIES = frozenset(["u.s", "u.n", "u.k", "e.u", "d.c", "l.a", "u.s.a"])  # U.S. Marshals


@lru_cache(maxsize=4096)
def _kind(words: tuple[str, ...], titled: bool) -> Kind:
    """What a run of folded words names, from its words and whether a title or role stands before it."""
    joined = " ".join(words)
    if lexicon.is_people(words[-1]):
        return "organisation"
    if any(w in lexicon.ORGANISATION_WORDS for w in words) and not _is_called(words, titled):
        return "organisation"
    if len(words) > 1 and not titled and words[-1] in lexicon.FIRMS:
        return "organisation"
    if len(words) == 1 and any(
        p in lexicon.PLACES for p in joined.split("-")[: None if "-" in joined else 0]
    ):
        return "organisation"
    if joined in lexicon.LONG_PLACES:
        return "organisation"
    if all(w in lexicon.PLACES or w in lexicon.DEMONYMS for w in words):
        return "person" if titled else "organisation"
    if sum(w in lexicon.PLACES for w in words) > 2:
        return "organisation"  # a list of countries
    if titled or (len(words) > 1 and len(words[0]) > 2 and _is_first_name(words)):
        return "person"
    initials = len(words) > 1 and re.fullmatch(r"(?:\w\.?){1,3}", words[0]) and not words[0].isalpha()
    initials = initials and words[0].rstrip(".") not in _COUNTRIES
    return "person" if initials else "unknown"


def _is_called(words: tuple[str, ...], titled: bool) -> bool:
    """Whether a run with a word of organisations is a person's name: Senator Whitehouse, Ana Gallup."""
    if titled and len(words) == 2:
        common = lexicon.is_word(words[0]) or words[0] in lexicon.PORTFOLIOS | lexicon.ORGANISATION_WORDS
        return not common or lexicon.is_first_name(words[0])  # former | Defense Department
    named = titled or (len(words) > 1 and lexicon.is_first_name(words[0]) and words[0] not in lexicon.PLACES)
    last = words[-1]
    if len(words) == 2 and named and not (lexicon.is_word(last) or last in lexicon.ORGANISATION_WORDS):
        return lexicon.gender_of(words[0]) != "unknown" and not lexicon.is_word(words[0])  # Cornell Belcher
    before = any(w in lexicon.ORGANISATION_WORDS or lexicon.is_word(w) for w in words[1:-1])
    before |= len(words) > 1 and words[0] in lexicon.ORGANISATION_WORDS
    return named and not before and words[-1] in lexicon.SURNAMES_OF_ORGANISATIONS


def _is_first_name(words: tuple[str, ...]) -> bool:
    """Whether the first word is a first name, and not the first of two common words: Diamond Lodges."""
    if not lexicon.is_first_name(words[0]):
        return False
    common = (lexicon.is_word(words[0]) and lexicon.is_word(words[-1])) or lexicon.is_several(words[-1])
    return not common or lexicon.gender_of(words[0]) != "unknown"


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
