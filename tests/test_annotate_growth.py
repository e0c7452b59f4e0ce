"""Annotating takes time that grows with the length of an article, whatever it is made of."""

from __future__ import annotations

import math
import time
from itertools import pairwise

import pandas as pd
import pytest

from analysis import annotate
from analysis.export import brat
from analysis.quotation import Attribution
from analysis.quotation.nesting import add_nested
from analysis.segmentation import Document, segment

GROWTH = 1.5  # the exponent that time may have in the length; the square would be 2
TRIES = 5  # on a busy machine one of them may take any time


def _exponent(seconds: list[float]) -> float:
    return math.log2(seconds[1] / max(seconds[0], 0.01)) / 2


def _annotated(text: str) -> float:
    began = time.process_time()
    frame = pd.DataFrame({"article_id": ["a"], "text": [text]})
    assert not len(annotate.batch(frame, engine="rules", sentiment="lexicon").get("rejects", ()))
    return time.process_time() - began


@pytest.mark.parametrize(
    "pump", ['"', "'", "’", "‘a ", '"a" ', "John Smith ", "A. ", "1", "A", "\n", "“a,” he said.\n\n"]
)
def test_quotation_marks_names_and_blanks_take_linear_time(pump: str) -> None:
    _annotated("Ana Cruz said that it was good.")
    length = 6_000
    tried = (
        _exponent([_annotated(pump * (n // len(pump)) + "a") for n in (length, 4 * length)])
        for _ in range(TRIES)
    )
    assert any(exponent < GROWTH for exponent in tried)


def _names(n: int) -> list[str]:
    """Names of n people, all of other names."""
    parts = ["ba", "ke", "li", "mo", "du", "ra", "se", "ti"]
    words = ["".join(parts[i >> shift & 7] for shift in (0, 3, 6, 9)).capitalize() for i in range(n + 1)]
    return [f"{first} {last}" for first, last in pairwise(words)]


@pytest.mark.parametrize(
    "line",
    [
        "Senator {} ran. “Yes,” the senator said.\n",
        "{} Ministry met. “Yes,” the ministry said.\n",
        "{0} ran. Mr. {1} ran.\n",
        "{} ran. “Yes,” he said.\n",
        "{0} Smith ran.\n",
        "Officials said, citing {1} reports, that it was.\n",
        "“a” said ",
        "said that ",
    ],
)
def test_many_people_roles_and_cues_take_linear_time(line: str) -> None:
    names = [name.split() for name in _names(800)]
    tried = (
        _exponent([_annotated("".join(line.format(*name) for name in names[:n])) for n in (200, 800)])
        for _ in range(TRIES)
    )
    assert any(exponent < GROWTH for exponent in tried)


def test_a_long_run_of_names_costs_no_more_a_name_than_a_short_one() -> None:
    tried = [_exponent([_annotated("John Smith " * n) for n in (3_000, 12_000)]) for _ in range(2)]
    assert min(tried) < 1.3


def _corrected(n: int) -> tuple[Document, list[Attribution], list[Attribution]]:
    """A text in which each of n attributions is known twice."""
    document = segment("Officials said, citing reports, that it was.\n" * n)
    pieces = [
        ((45 * i + 16, 45 * i + 43), (45 * i + 10, 45 * i + 14), (45 * i, 45 * i + 9)) for i in range(n)
    ]
    found = [Attribution("indirect", (c,), (q,), (s,), None, 0.9, "") for c, q, s in pieces]
    return document, found, list(found)


def test_ten_thousand_attributions_are_nested_within_seconds() -> None:
    document, outermost, candidates = _corrected(10_000)
    began = time.process_time()
    found = add_nested(document, outermost, candidates)
    assert time.process_time() - began < 5
    assert len(found) == 10_000


def _quoted(text: str) -> Document:
    document = segment(text)
    assert document.quoted is not None
    return document


def test_a_hundred_thousand_straight_marks_are_paired_within_seconds() -> None:
    began = time.process_time()
    _quoted('"' * 100_000)
    assert time.process_time() - began < 5


def test_ten_thousand_corrected_contents_are_nested_within_seconds() -> None:
    starts = range(0, 230_000, 23)
    marked = [brat.Marked(((i, i + 12),), ((i + 17, i + 21),), (), "communication") for i in starts]
    began = time.process_time()
    found = brat._attributions(segment("“I said it,” she said. " * 10_000), marked, "Ana")
    assert time.process_time() - began < 5
    assert len(found) == 10_000
    assert {a.parent for a in found} == {None}
