"""Layouts in which lines and marks decide who speaks: turns, lists, posts, re-opened marks, set-off statements.

Where a layout decides, its reading wins over an engine's for the characters that it gives to somebody; everything
else stays as the engine read it. See `settled`.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.quotation import Attribution, kind_of
from analysis.quotation.layouts import beats, blocks, continued, framing, merging, signed, turns
from analysis.quotation.layouts.statement import Statement, apart
from analysis.segmentation import Document

# Chance that content and source are right, estimated by reading what each finds in US news.
CONFIDENCE = {
    "turn": 0.9,
    "answer": 0.8,
    "labelled": 0.9,
    "signed": 0.9,
    "post": 0.9,
    "announced": 0.85,
    "set off": 0.8,
    "framed": 0.85,
    "relayed": 0.85,
}


def read(document: Document) -> list[Statement]:
    """What the layouts of a document decide, in order; no two statements share characters."""
    return apart(
        [
            *turns.read(document),
            *signed.read(document),
            *blocks.read(document),
            *framing.read(document),
        ]
    )


def settled(
    document: Document, found: Sequence[Attribution], ruled: Sequence[Attribution], *, engine: str
) -> list[Attribution]:
    """The attributions that an engine found, with what layouts decide in their place, in order of their first span.

    `ruled` are those of the rules, which tell who speaks where `found` lost a part of a passage; `engine` is what the
    rows of layouts are said to be found by. A row that lies inside the words of a statement is nested in it.
    """
    decided = [_attribution(document, s, engine) for s in read(document)]
    rows = merging.overlaid(continued.with_subjects(found, ruled), decided)
    rows = continued.joined(document, rows, ruled, [span for a in decided for span in a.content])
    return beats.told(document, rows, engine=engine)


def _attribution(document: Document, statement: Statement, engine: str) -> Attribution:
    kind = kind_of(document, statement.content)
    confidence = CONFIDENCE[statement.layout]
    return Attribution(kind, statement.content, statement.cue, statement.source, None, confidence, engine)
