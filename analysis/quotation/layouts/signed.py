"""Words with their speaker's name beside them on a line: lists of reactions, signatures, posts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.quotation.layouts.statement import (
    Statement,
    is_finite,
    is_name,
    lines,
    may_speak,
    passages,
    words_of,
)
from analysis.segmentation import Document, Quoted, Span

_BULLET = r"(?:[-–—*•·▪●◦‣>][ \t]+|\d{1,2}[.)][ \t]+)?"
_BOLD = r"(?:\*\*|__|\*|_)?"
# "- Mara Lindt, mayor: “…”", "• **A driver (Oslo):** “…”", "* Mara Lindt — “…”"
_LABEL = re.compile(
    rf"(?P<bullet>{_BULLET})(?P<bold>{_BOLD})(?:(?:Tweet|Post|Statement|Message|Email|Letter|Text) (?:from|by) )?"
    rf"(?P<name>[^\W\d_@][^:\n“”\"«»(),;—–*_]{{0,79}}?|@\w{{2,30}}){_BOLD}"
    rf"(?P<role>(?:,? ?\([^()\n]{{1,60}}\)|, [^:\n“”\"«»,(]{{1,120}}?){{0,6}}?){_BOLD}"
    rf"(?P<mark>:|(?<=[*\w)]) ?[—–-]{{1,2}}){_BOLD}[ \t]*(?=[“\"‘'«„])"
)
# "“…” — Mara Lindt, mayor", the signature on the same line or on the next
_SIGNATURE = re.compile(
    rf"{_BOLD}[ \t]{{0,3}}(?:\r?\n[ \t>]{{0,4}})?(?P<mark>[-–—―]{{1,2}})[ \t]?{_BOLD}"
    rf"(?P<name>@\w{{2,30}}|[^\W\d_][^,;:(\n“”\"—–]{{1,80}}?){_BOLD}"
    r"(?:(?:,| \(| -| –| —|;)[^\n“”\"]{0,140})?[ \t]{0,3}(?=\r?\n|$)"
)
# A verb in what would be a label: "Roe took it in stride: “…”", "Roe, the mayor, recalled him telling her: “…”"
_ACTED = re.compile(
    r"\b(?:[a-z]+(?:ed|ing)|took|went|gave|put|began|came|got|made|struck|hit|told|had|was|is)\b"
)
_DATE = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? \d{1,2}(?:, \d{4})?|\d{1,2} \w{3,9} \d{4})"
)
# "… — Mara Lindt (@mlindt) March 3, 2021"; "A post shared by Mara Lindt (@mlindt) on Mar 3, 2021"
_POSTED = re.compile(
    rf"(?:(?P<mark>[–—―]|--)[ \t]?|(?P<shared>A (?:post|video|photo|reel) shared by )"
    rf"|(?<=[ \t])(?P<hyphen>-)[ \t])"
    rf"(?P<name>[^\s(@–—―][^\n(@–—―]{{0,60}}?) ?\((?P<handle>@\w{{2,30}})\)"
    rf"(?:,? ?(?:on )?{_DATE}(?: at [\d:apmAPMST ]{{4,20}})?)?"
)
_EMBEDDED = re.compile(
    r"Skip \w+ (?:post|video)(?: \d)? by @?\w+[ \t]+(?=\S)"
)  # what stands for an embedded post's frame
_WROTE = re.compile(
    r"(?P<name>@\w{2,30}) "
    r"(?P<cue>(?:wrote|tweeted|posted|said|replied|added|writes|tweets|says|responded|answered)\b)[:,]?[ \t]*"
)
_FROM = re.compile(
    r"(?:(?:And|But|Now|Finally|Then|Also|Next|Lastly|Last)[, ]+)?(?:(?:(?:this|more|these words|these thoughts"
    r"|a (?:statement|note|message|word|tweet|post)|words|the (?:statement|message)),? (?:too,? )?)?(?P<cue>from) )"
    r"(?:the (?:desk|office|pen|account|feed|statement) of )?(?P<name>[^:.\n“”\"(),]{2,80})"
    r"(?P<role>,[^:\n]{1,100})?:",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"(?P<cue>from the (?:desk|office|pen|account|feed) of) (?P<name>[^:.\n“”\"(),]{2,80})"
    r"(?P<role>,[^:\n]{1,100})?[.:]?",
    re.IGNORECASE,
)
_OPENING = '“"‘«„'


def read(document: Document) -> list[Statement]:
    """Statements by a label before, a signature behind, or a line that announces who wrote what follows."""
    spans = list(lines(document))
    return [
        *_posts(document, spans),
        *_labelled(document, spans),
        *_signed(document, spans),
        *_announced(document),
        *_headed(document, spans),
    ]


# --- marks of whole lines -------------------------------------------------------------------------------------


def _fills(text: str, start: int, end: int) -> bool:
    """Whether nothing but a full stop or marks of bold print stand between two places."""
    return not text[start:end].strip(" \t.,;*_")


def _labelled(document: Document, spans: Sequence[Span]) -> list[Statement]:
    """Lines of a name, a colon, and words in marks up to the end of the line."""
    text = document.text
    by_start = {p[0].start: p for p in passages(document)}
    starts = sorted(by_start)
    found = []
    for number, (start, end) in enumerate(spans):
        at = bisect_right(starts, start)
        if at == len(starts) or starts[at] > end:
            continue  # no passage that a label could stand before
        label = _LABEL.match(text, start, end)
        passage = by_start.get(label.end()) if label else None
        if label is None or passage is None or passage[0].end > end:
            continue
        if _fills(text, passage[0].end, end) and _speaks(label["name"], label["role"]):
            found.append((number, label, passage))
    numbers = {number for number, _, _ in found}
    return [
        Statement(_spans(passage), (_tight(text, label.span("mark")),), (label.span("name"),), "labelled")
        for number, label, passage in found
        if _is_set_off(label, {number - 1, number + 1} & numbers)
    ]


def _speaks(name: str, role: str) -> bool:
    return name.startswith("@") or (may_speak(name) and not any(map(is_finite, words_of(role))))


def _is_set_off(label: re.Match[str], beside: set[int]) -> bool:
    """Whether print or company shows that a label is one; a single plain one has to be a name."""
    dash = label["mark"].strip() not in (":", "")
    if dash and not (label["bullet"] or label["bold"]):
        return False
    if label["bullet"] or label["bold"]:
        return True
    plain = not any(_ACTED.search(label[part]) for part in ("name", "role")) and label["role"].count(",") < 2
    short = not (label["name"].isupper() and label["name"].count(" ") > 2) and " - " not in label["name"]
    return plain and short and (bool(beside) or is_name(label["name"]))


def _spans(passage: Sequence[Quoted]) -> tuple[Span, ...]:
    return tuple((q.start, q.end) for q in passage)


def _tight(text: str, span: Span) -> Span:
    start, end = span
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end


def _signed(document: Document, spans: Sequence[Span]) -> list[Statement]:
    """Lines in marks with a dash and a name behind them, on the same line or the next."""
    text = document.text
    begins = {start for start, _ in spans}
    made = []
    for passage in passages(document):
        first, last = passage[0].start, passage[-1].end
        if not _opens_line(text, first, begins):
            continue
        signature = _SIGNATURE.match(text, last)
        if signature is None or not _may_sign(signature["name"]):
            continue
        mark, name = signature.span("mark"), signature.span("name")
        made.append(Statement(_spans(passage), (mark,), (_trimmed(text, name),), "signed"))
    return made


def _opens_line(text: str, start: int, begins: set[int]) -> bool:
    """Whether a line starts here, a bullet in front of it or not."""
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip(" \t-–—*•·▪●◦‣>_")


def _may_sign(name: str) -> bool:
    """Whether a signature can be somebody's: a name, a handle or a few words without a verb."""
    words = words_of(name)
    described = name.lower().startswith(("a ", "an ", "the ", "one "))
    return (
        0 < len(words) <= 8
        and (words[0][0].isupper() or described or name[0] == "@")
        and not any(is_finite(w) or w in ("that", "which", "who") for w in words)
    )


def _trimmed(text: str, span: Span) -> Span:
    return span[0], span[0] + len(text[slice(*span)].rstrip(" \t\r\n\u00a0.*_"))


# --- posts ----------------------------------------------------------------------------------------------------


def _posts(document: Document, spans: Sequence[Span]) -> list[Statement]:
    """What was posted, by the name and handle behind it, or by the handle that wrote it."""
    if "@" not in document.text:
        return []
    made: list[Statement] = []
    set_off = "\n\n" in document.text
    for number, (start, end) in enumerate(spans):
        made += _signed_posts(document.text, spans, number, set_off)
        wrote = _WROTE.match(document.text, start, end)
        if wrote is not None and (content := _written(document, spans, number, wrote.end())) is not None:
            made.append(Statement((content,), (wrote.span("cue"),), (wrote.span("name"),), "post"))
    return made


def _signed_posts(text: str, spans: Sequence[Span], number: int, set_off: bool) -> Iterator[Statement]:
    start, end = spans[number]
    begin = start
    for posted in _POSTED.finditer(text, start, end):
        behind = text[posted.end() : end]
        words = (begin, begin + len(text[begin : posted.start()].rstrip()))
        if not text[slice(*words)].strip() and begin == start and number:
            words = spans[number - 1]  # the name stands on a line of its own
        begin = end - len(behind.lstrip(" \t.,"))
        low, high = _unwrapped(text, spans, words) if set_off else words
        frame = _EMBEDDED.match(text, low, high)
        content = (frame.end() if frame else low, high)
        if content[1] - content[0] > 2 and not behind.lstrip(" \t")[:1].islower():
            cue = (
                posted.span("mark")
                if posted["mark"]
                else posted.span("shared" if posted["shared"] else "hyphen")
            )
            yield Statement(
                (content,),
                (_tight(text, (cue[0], cue[0] + len(text[slice(*cue)].rstrip()))),),
                (posted.span("name"),),
                "post",
            )


def _unwrapped(text: str, spans: Sequence[Span], words: Span) -> Span:
    """The words of a post from its first line on: the lines right above, no blank one between."""
    low, high = words
    at = bisect_left(spans, (low, high))
    while at > 0 and low == spans[at][0] and text[spans[at - 1][1] : low].count("\n") == 1:
        if _POSTED.search(text, *spans[at - 1]) or spans[at - 1][1] - spans[at - 1][0] > 300:
            break
        at -= 1
        low = spans[at][0]
    return low, high


def _written(document: Document, spans: Sequence[Span], number: int, start: int) -> Span | None:
    """What a handle "wrote:", on the same line without marks, or on the next line."""
    text, end = document.text, spans[number][1]
    if start < end:
        return (
            (start, end)
            if text[start - 1 : start].isspace()
            and text[start] not in _OPENING
            and ":" in text[start - 2 : start]
            else None
        )
    if number + 1 == len(spans) or text[end - 1] != ":":
        return None
    return spans[number + 1]


# --- lines that announce --------------------------------------------------------------------------------------


def _announced(document: Document) -> list[Statement]:
    """Passages and set-off statements behind a line that only says whose they are: "And from Mara Lindt:"."""
    text, paragraphs = document.text, document.paragraphs
    by_start = {p[0].start: p for p in passages(document)}
    made = []
    for number, (start, end) in enumerate(paragraphs[:-1]):
        passage = by_start.get(paragraphs[number + 1][0])
        if passage is None or end - start > 240:
            continue
        line = _FROM.fullmatch(text, start, end) or _DESK.fullmatch(text, start, end)
        if line is not None and not any(map(is_finite, words_of(line["name"]))):
            described = text[line.start("name")].islower() and line["role"]
            name = (line.start("name"), line.end("role" if described else "name"))
            made.append(Statement(_spans(passage), (line.span("cue"),), (name,), "announced"))
        elif line is None and text[end - 1] == ":" and (source := _label_line(text, start, end)) is not None:
            made.append(Statement(_spans(passage), ((end - 1, end),), (source,), "announced"))
    return made


def _headed(document: Document, spans: Sequence[Span]) -> list[Statement]:
    """Passages on lines of their own, each right below a line of a name and what its bearer is; two at least."""
    text = document.text
    by_start = {p[0].start: p for p in passages(document)}
    made = []
    for (start, end), below in pairwise(spans):
        if (passage := by_start.get(below[0])) is None:
            continue
        name = re.match(r"[*_]{0,2}([^,(:*_\n“”\"]{2,60})[,(]", text[start:end])
        if name is None or "\n" in text[end : below[0]].strip(" \r").replace("\n", "", 1):
            continue
        clause = any(map(is_finite, words_of(text[start:end])))
        if end - start < 90 and text[end - 1] not in ".,:;?!" and is_name(name[1]) and not clause:
            made.append(
                Statement(_spans(passage), (), ((start + name.start(1), start + name.end(1)),), "announced")
            )
    return made if len(made) > 1 else []


def _label_line(text: str, start: int, end: int) -> Span | None:
    """The name of a line that is a label and nothing else: "Mara Lindt, mayor of Oslo:"."""
    name = re.match(r"[*_]{0,2}([^,(:*_\n]{2,80})", text[start:end])
    if name is None or not is_name(name[1]) or any(map(is_finite, words_of(text[start:end]))):
        return None
    return start + name.start(1), start + name.start(1) + len(name[1].rstrip())
