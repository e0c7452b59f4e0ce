"""Turns of a talk, one after the other: transcripts, questions and answers, interviews.

`MARA LINDT, HOST: Why now?`, `Q: Why now?`, `**Mara Lindt:** Why now?`, `**Why now?**`. One line proves nothing
("The problem: money"); lines that answer one another do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from analysis.quotation.layouts.statement import Statement, is_name, lines, may_speak, words_of
from analysis.segmentation import Document, Span

_TIME = (
    r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,3})?[\])]?[ \t]+)?"  # "[02:50:05] "
)
_ASIDE = r"(?:[ \t]?[(\[][^()\[\]\n:]{1,60}[)\]])?"  # "(voice-over)", "(D-Ohio)"
# "**Mara Lindt, mayor:** Yes", "DR. WU (on camera): Yes", "Mara Lindt: Yes"
_LABEL = re.compile(
    rf"[\"“]?{_TIME}(?P<open>\*\*|__|\*|_)?(?P<name>[^\W\d_][\w.,&/’'‐‑ -]{{0,100}}?){_ASIDE}"
    rf"(?P<role>,[^:\n*“”\"?!]{{1,120}}?)??{_ASIDE}"
    r"(?P<close>\*\*|__|\*|_)?(?P<colon>:)(?:\*\*|__|\*|_)?[ \t]+(?=\S)"
)
_LETTER = re.compile(
    rf"{_TIME}(?P<open>\*\*|__)?(?P<name>(?:Q|A|Question|Answer|QUESTION|ANSWER)\d{{0,2}})(?P<close>\*\*|__)?(?P<colon>[.:])"
    r"(?:\*\*|__)?[ \t]+(?=\S)"
)
_BARE = re.compile(r"(?P<name>Q)(?P<colon>) (?=[A-Z][^\n]{0,300}\?$)")  # "Q Mr. President, why now?"
_ANSWER_INSIDE = re.compile(r"(?<=[?.!”\"*]) (?=(?:\*\*)?A[:.](?:\*\*)? \S)")  # "Q: Why? A: Because."
_DIRECTION = re.compile(r"[\"“]?[(\[][^()\[\]]{1,120}[)\]]\.?|\*{3,}|[-–—_*• ]{3,}")  # "(COMMERCIAL BREAK)"
_BOLD = re.compile(r"(\*\*|__|\*|_)(?!\1)(?P<inside>.+?)\1[ \t]*")
_NUMBERED = re.compile(r"\d{1,2}[.)] [A-Z].{5,300}\?")  # "1. What do you eat?"
_TALKING = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|[Mm]e|us)\b|\?")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e|us)\b")
_REPORTED = re.compile(r"\b(?:said|says|told|according to|asked|added)\b")
_EDITED = re.compile(
    r"\b(?:edited|condensed|abridged)\b[^.\n]{0,40}\b(?:for|and)\b|\b(?:interview|conversation|Q ?& ?A)\b"
    r"[^.\n]{0,60}\b(?:edited|condensed|abridged)\b",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(
    r"\binterview|\bQ ?& ?A\b|\bspoke (?:with|to)\b|\bsat down with\b|\btalked (?:with|to)\b"
    r"|\bin conversation\b|\bquestions (?:for|to)\b|\banswers? (?:our|your|readers[’']) questions\b",
    re.I,
)
_MARKS = '“"‘«'
_LONGEST_QUESTION = 700
_LONGEST_LABEL = 300
_LOOKED_UP = 40  # labels that are looked for in the rest of the text
_FOLLOWING = 6  # lines without a label behind the last turn that may go on with it


class Turn(NamedTuple):
    """A line that opens a turn: its number, the label's span and its form, the mark's span, where the words start."""

    line: int
    label: Span
    form: str
    told: bool  # whether a role, an affiliation or a title stands beside the name
    colon: Span
    start: int


def read(document: Document) -> list[Statement]:
    """The turns of every talk in the document, each with its label as source."""
    blocks = list(_blocks(document))
    turns = _turns(document.text, blocks)
    statements = _spoken(document.text, blocks, turns) if turns else []
    return statements + _unlabelled(document, blocks, {t.line for t in turns})


def _blocks(document: Document) -> Iterator[Span]:
    """The lines of the document; those of wrapped text only where a turn begins in the middle of a paragraph."""
    for span in document.paragraphs:
        begun: Span | None = None
        for start, end in lines(document, span):
            if begun is not None and not _LETTER.match(document.text, start, end):
                begun = begun[0], end
                continue
            if begun is not None:
                yield from _inline(document.text, begun)
            begun = start, end
        if begun is not None:
            yield from _inline(document.text, begun)


def _inline(text: str, span: Span) -> Iterator[Span]:
    """A line, and an answer that stands in the line of its question apart from it."""
    start, end = span
    if (found := _LETTER.match(text, start, end)) is not None and found["name"].startswith("Q"):
        for mark in _ANSWER_INSIDE.finditer(text, start, end):
            yield start, mark.start()
            start = mark.end()
    yield start, end


# --- labelled turns -------------------------------------------------------------------------------------------


def _turns(text: str, blocks: Sequence[Span]) -> list[Turn]:
    """The lines that open a turn, of those forms of label that this document proves to be labels."""
    found = [t for number, span in enumerate(blocks) if (t := _turn(text, number, span)) is not None]
    plain = [t for t in found if text[t.start] not in _MARKS]  # lines in marks are read as lists
    by_form = {form: [t for t in plain if t.form == form] for form in ("letter", "capitals", "bold", "plain")}
    proven = {form for form, turns in by_form.items() if turns and _PROOFS[form](text, blocks, turns)}
    if "letter" in by_form and _asks_only(text, by_form["letter"], found):
        proven |= {"letter", *(t.form for t in found)}
    return [t for t in found if t.form in proven]


def _turn(text: str, number: int, span: Span) -> Turn | None:
    start, end = span
    if (letter := _LETTER.match(text, start, end) or _BARE.match(text, start, end)) is not None:
        return Turn(number, letter.span("name"), "letter", False, letter.span("colon"), letter.end())
    label = (
        _LABEL.match(text, start, end)
        if text.find(":", start, min(end, start + _LONGEST_LABEL)) > 0
        else None
    )
    if label is None or not may_speak(label["name"]) or text[label.end()] == "/":
        return None
    name = label["name"]
    words = words_of(name)
    if len(words) > 7:
        return None
    bold = bool(label["open"])
    told = bool(label["role"]) or text[label.end("name") : label.start("colon")].strip(" *_") != ""
    form = "capitals" if _is_capitals(words) else "bold" if bold else "plain"
    if form in ("bold", "plain") and not all(w[0].isupper() or len(w) < 4 for w in words):
        return None
    return Turn(number, label.span("name"), form, told, label.span("colon"), label.end())


def _is_capitals(words: Sequence[str]) -> bool:
    """Whether all words are in capitals, as transcripts print names: "McCONNELL", "DR. WU"."""
    bare = [re.sub(r"^(?:Mc|Mac|De|Di|La|Le|Van|Von|O['’])(?=[A-Z]{2})", "", w) for w in words]
    return all(w.upper() == w for w in bare) and any(len(w) > 1 for w in bare)


def _key(text: str, turn: Turn) -> str:
    """What the labels of one person share: the last word of the name."""
    return words_of(text[slice(*turn.label)])[-1].lower()


def _is_talk(text: str, blocks: Sequence[Span], turns: Sequence[Turn], *, least: float) -> bool:
    """Whether a share of the turns speaks to somebody: "I", "you", a question."""
    talking = sum(bool(_TALKING.search(text, t.start, blocks[t.line][1])) for t in turns)
    return talking >= max(1, least * len(turns))


def _alternate(text: str, turns: Sequence[Turn]) -> bool:
    """Whether one speaks twice, by a name of which the later label may have the initials alone."""
    short = {"".join(w[0] for w in words_of(text[slice(*t.label)])).lower() for t in turns}
    keys = Counter(_key(text, t) for t in turns)
    return any(n > 1 or (key in short and len(key) > 1) for key, n in keys.items())


def _letters_prove(text: str, blocks: Sequence[Span], turns: Sequence[Turn]) -> bool:
    asked = any("?" in text[t.start : blocks[t.line][1]] for t in turns if text[t.label[0]] == "Q")
    return asked and {text[t.label[0]] for t in turns} == {"Q", "A"}


def _capitals_prove(text: str, blocks: Sequence[Span], turns: Sequence[Turn]) -> bool:
    if len(turns) < 2 or len({_key(text, t) for t in turns}) < 2:
        return False
    told = any(t.told and len(words_of(text[slice(*t.label)])) > 1 for t in turns)
    if (told and _alternate(text, turns)) or _is_answered(text, blocks, turns):
        return True
    known = told or _alternate(text, turns) or _are_told_of(text, turns)
    return known and _is_talk(text, blocks, turns, least=0.3)


def _is_answered(text: str, blocks: Sequence[Span], turns: Sequence[Turn]) -> bool:
    """Whether one label asks and the next line, with another label, answers."""
    return any(
        text[blocks[one.line][1] - 1] == "?"
        and other.line == one.line + 1
        and _key(text, one) != _key(text, other)
        for one, other in pairwise(turns)
    )


def _are_told_of(text: str, turns: Sequence[Turn]) -> bool:
    """Whether most labels are names that the text has elsewhere too, not in capitals."""
    names = [text[slice(*t.label)].title() for t in turns]
    some = names[:_LOOKED_UP]
    return sum(is_name(n) and n in text for n in some) * 2 > len(some)


def _bold_proves(text: str, blocks: Sequence[Span], turns: Sequence[Turn]) -> bool:
    if len(turns) < 2 or not any(is_name(text[slice(*t.label)]) for t in turns):
        return False
    known = _alternate(text, turns) or any(t.told for t in turns)
    return known and _is_talk(text, blocks, turns, least=0.3)


def _plain_proves(text: str, blocks: Sequence[Span], turns: Sequence[Turn]) -> bool:
    several = len(turns) > 2 and len({_key(text, t) for t in turns}) > 1
    return several and _alternate(text, turns) and _is_talk(text, blocks, turns, least=0.5)


_PROOFS = {
    "letter": _letters_prove,
    "capitals": _capitals_prove,
    "bold": _bold_proves,
    "plain": _plain_proves,
}


def _asks_only(text: str, letters: Sequence[Turn], turns: Sequence[Turn]) -> bool:
    """Whether questions have a letter and answers a name: "Q: Why now?", "Lindt: Because."."""
    named = [t for t in turns if t.form != "letter"]
    asks = len(letters) > 1 and all(text[t.label[0]] == "Q" for t in letters)
    return asks and len(named) > 1 and len({_key(text, t) for t in named}) < 3


def _spoken(text: str, blocks: Sequence[Span], turns: Sequence[Turn]) -> list[Statement]:
    """Each turn with what its speaker says, up to the next label."""
    made = []
    speakers = frozenset(_key(text, turn) for turn in turns if turn.form != "letter")
    for turn, after in zip(turns, [*turns[1:], None], strict=True):
        content = [(turn.start, blocks[turn.line][1])]
        content += _continued(text, blocks, turn.line, after.line if after else None, speakers)
        spans = tuple(s for s in (_without_marks(text, span) for span in content) if s[0] < s[1])
        if spans:
            made.append(
                Statement(
                    spans, (turn.colon,) if turn.colon[0] < turn.colon[1] else (), (turn.label,), "turn"
                )
            )
    return made


def _continued(
    text: str, blocks: Sequence[Span], opening: int, stop: int | None, speakers: Set[str] = frozenset()
) -> Iterator[Span]:
    """Lines that go on with a turn: those before the next label, and the first ones behind the last.

    Behind the last, one that tells of `speakers` (last words of names, in small letters) is the article's own again.
    """
    last = opening + 1 + _FOLLOWING if stop is None else stop
    marked = text[blocks[opening][0]] in _MARKS
    for start, end in blocks[opening + 1 : last]:
        if _DIRECTION.fullmatch(text, start, end):
            continue
        first_person = _FIRST_PERSON.search(text, start, end)
        quoted = text[start] in _MARKS and not marked
        told = bool(_REPORTED.search(text, start, end)) and not first_person
        if _BOLD.fullmatch(text, start, end) or _EDITED.search(text, start, end) or quoted or told:
            return
        if stop is None and any(w[0].isupper() and w.lower() in speakers for w in words_of(text[start:end])):
            return
        if (stop is None and not first_person) or text[end - 1] not in ".?!…”\"')*:,;–—-":
            return
        yield start, end


def _without_marks(text: str, span: Span) -> Span:
    """The span without the marks of bold print round it."""
    start, end = span
    while start < end and text[start] in "*_ ":
        start += 1
    while end > start and text[end - 1] in "*_ ":
        end -= 1
    return start, end


# --- questions without a label --------------------------------------------------------------------------------


def _unlabelled(document: Document, blocks: Sequence[Span], labelled: set[int]) -> list[Statement]:
    """The answers to questions in bold print, or to lines that ask in what says that it is an interview."""
    text = document.text
    bold = {n for n, (s, e) in enumerate(blocks) if (m := _BOLD.fullmatch(text, s, e)) and "?" in m["inside"]}
    asking = bold if len(bold) > 1 else _numbered(text, blocks) or _plain_questions(text, blocks)
    if len(asking) < 2 or labelled & {n + 1 for n in asking}:
        return []
    made = []
    for number, after in zip(sorted(asking), [*sorted(asking)[1:], None], strict=True):
        stop = after if after is not None else len(blocks)
        if number + 1 >= stop or text[blocks[number + 1][0]] in '“"‘«':
            continue
        content = [blocks[number + 1]] if not _BOLD.fullmatch(text, *blocks[number + 1]) else []
        content += _continued(text, blocks, number + 1, after) if content else []
        if content:
            made.append(Statement(tuple(content), (), (), "answer"))
    return made


def _numbered(text: str, blocks: Sequence[Span]) -> set[int]:
    """Numbered lines that ask, of which most are answered in the first person."""
    found = [n for n, span in enumerate(blocks[:-1]) if _NUMBERED.fullmatch(text, *span)]
    mine = sum(bool(_FIRST_PERSON.search(text, *blocks[n + 1])) for n in found)
    return set(found) if len(found) > 2 and mine * 2 > len(found) else set()


def _plain_questions(text: str, blocks: Sequence[Span]) -> set[int]:
    """Lines that only ask, in what says that it is an interview and whose other lines answer in the first person."""
    edited = _EDITED.search(text) is not None
    if not edited and not _INTERVIEW.search(text, 0, 2000):
        return set()
    found = {
        n
        for n, (s, e) in enumerate(blocks)
        if e - s < _LONGEST_QUESTION and text[e - 1] == "?" and text[s] not in '“"‘«*_'
    }
    answered = [n for n in found if n + 1 < len(blocks) and n + 1 not in found]
    mine = sum(bool(_FIRST_PERSON.search(text, *blocks[n + 1])) for n in answered)
    enough = (
        len(answered) >= (2 if edited else 4)
        and mine * 2 >= len(answered)
        and len(answered) * 10 > len(blocks)
    )
    return set(answered) if enough else set()
