"""What a layout decides: words and whose they are, read from lines and marks alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analysis.quotation.cues import FORMS
from analysis.segmentation import Document, Quoted, Span


class Statement(NamedTuple):
    """The words that a layout gives to somebody, as spans; `layout` is the kind, as `CONFIDENCE` lists them."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    layout: str


# Labels that head something else than speech: "Where: …", "Photo: …", "PRICE: …".
_HEADINGS = """
according dated just must speaking
a about above address admission advertisement advice age also an analysis and answer answers appearance april
at august background before below birthplace bonus born bottom breaking by byline call caption career category
census cheers city class click closed comment con conclusion cons contact correction cost country credit
culture currency date dates day deadline december dessert details director disclaimer disclosure drinks
driving due duration editor editors education email estimated event example exclusive explainer fact facts
family favorite favourite featured february figure file filed final first follow founded friday from game
genre get goal goals good grade headline headquarters height here home hometown hours how image images in
ingredients inside instagram introduction issue it item january job july june last latest lead left length
lesson level line link listen live location loss losses lunch mains major map march market may measure menu
method missing monday more myth name new news next note notes november now number occupation october odds of
on opening opinion option origin other our overview part party phone photo photos pick place plot point points
poll position prediction prep price prices pro problem program pros published question questions quote rank
rating read reading reason reasons recap recipe record related release report requirements residence result
results review role round rule runtime saturday schedule score scores season see september serves share sign
similar size solution source sources speed spoiler spouse starring start starters state status step still
stock stocks story subject subscribe summary sunday support tag tags team the then theory thing this thursday
tickets time times tip tips title to today tomorrow top topic topics total trailer translation trend true
tuesday tv tweet twitter type update updated updates verdict version video videos vs warning watch website
wednesday weekend weight what when where which who why winner winners wins with worth writer year years yes
"""
_NO_LABEL = frozenset(_HEADINGS.split())
_LINKS = "of the and de la von van der den di da du del el al bin dos das y"
_SMALL = frozenset(_LINKS.split())
_WORD = re.compile(r"[^\W_](?:[\w.&]|['’‐‑-](?=\w))*")
_BREAK = re.compile(r"\n\r?|\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def lines(document: Document, span: Span | None = None) -> Iterator[Span]:
    """The spans of the lines of a document, or of a part of it, without surrounding white space or empty ones."""
    text = document.text
    start, end = span or (0, len(text))
    for at in [*(m.start() for m in _BREAK.finditer(text, start, end)), end]:
        line = text[start:at]
        if line.strip():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = at + 1


def passages(document: Document) -> list[list[Quoted]]:
    """The outermost quoted spans, those that re-open the one before by a mark of the same form with it."""
    found: list[list[Quoted]] = []
    for q in document.outermost:
        if q.continues and found and _is_straight(document, found[-1][-1]) == _is_straight(document, q):
            found[-1].append(q)
        else:
            found.append([q])
    return found


def _is_straight(document: Document, q: Quoted) -> bool:
    return document.text[q.start] in "\"'`"


def words_of(label: str) -> list[str]:
    """The words of a label, with what stands inside them."""
    return _WORD.findall(label)


def may_speak(label: str) -> bool:
    """Whether a label can be somebody's: no heading ("Where"), no clause ("She said"), not long.

    "Rosa Ortega", "A taxi driver", "DR. WU" and "@wu" can.
    """
    words = words_of(label)
    if not words or len(words) > 12 or not (label[0].isupper() or label[0] == "@"):
        return False
    if words[0].lower() in _NO_LABEL - {"a", "an", "the", "final", "first", "new", "former"}:
        return False
    if words[-1].lower() in _NO_LABEL or words[0].isdigit():
        return False
    shouted = label.isupper() and (len(words) > 6 or (len(words) > 3 and words[0] in ("THE", "A", "AN")))
    return not shouted and not is_finite(words[0].lower()) and not any(is_finite(word) for word in words)


def is_finite(word: str) -> bool:
    """Whether a word in lower case is a finite verb that reports, or a form of be: "said", "adds", "is"."""
    if word in ("is", "was", "are", "were", "has", "had", "have", "will", "would", "went", "read", "reads"):
        return True
    form = FORMS.get(word)
    return form is not None and form[1] in ("past", "third") and form[0] in _SPEAKING


_VERBS = """
    say add write note tell ask answer reply respond tweet post announce explain insist declare warn claim argue
    continue observe remark quip joke shout cry think believe ask agree conclude repeat describe call wonder
"""
_SPEAKING = frozenset(_VERBS.split())


def is_name(label: str) -> bool:
    """Whether a label is a run of capitalised words, two at least: "Rosa Ortega", "Luiz da Silva"."""
    words = words_of(label)
    capital = [w for w in words if w[0].isupper()]
    return len(capital) > 1 and all(w[0].isupper() or w in _SMALL for w in words) and may_speak(label)


def apart(statements: Iterable[Statement]) -> list[Statement]:
    """The statements in order, without those that share content with one before them in the list."""
    kept: list[Statement] = []
    taken: list[Span] = []
    for statement in statements:
        span = statement.content[0][0], statement.content[-1][1]
        if take(taken, span):
            kept.append(statement)
    return sorted(kept)


def take(taken: list[Span], span: Span) -> bool:
    """Put a span into spans that are in order and do not overlap, if it overlaps none; whether it did so."""
    at = bisect_left(taken, span)
    if any(s < span[1] and span[0] < e for s, e in taken[max(0, at - 1) : at + 1]):
        return False
    taken.insert(at, span)
    return True
