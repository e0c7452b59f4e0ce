"""Attributions written by their words, and who their sources are; for the tests of speakers."""

from analysis.quotation import Attribution
from analysis.segmentation import segment
from analysis.speakers import Mention, resolve

Part = tuple[str | None, str] | tuple[str | None, str, str]


def attributions(text: str, *parts: Part) -> list[Attribution]:
    """Attributions from left to right, each by its source, its content and, if it is indirect, its cue.

    The source is the occurrence nearest to the content; "indirect" stands for a cue without words.
    """
    found, last = [], 0
    for source, content, *cue in parts:
        at = text.index(content, last)
        content_span = ((at, at + len(content)),)
        kind = "indirect" if cue else "direct"
        cues = _nearest(text, cue[0], at, at + len(content)) if cue and cue[0] != "indirect" else ()
        sources = _nearest(text, source, at, at + len(content)) if source is not None else ()
        found.append(Attribution(kind, content_span, cues, sources, None, float("nan"), "test"))
        last = at
    return found


def _nearest(text: str, words: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    around = [i for i in range(len(text)) if text.startswith(words, i)]
    best = min(around, key=lambda i: min(abs(i - start), abs(i - end)))
    return ((best, best + len(words)),)


def resolved(text: str, *parts: Part, **about: str) -> list[Mention]:
    """Who the sources are; `about` are the title and the author."""
    return resolve(segment(text), attributions(text, *parts), **about)


def names(text: str, *parts: Part, **about: str) -> list[str | None]:
    return [mention.name for mention in resolved(text, *parts, **about)]
