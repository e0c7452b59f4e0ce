"""Annotating takes time that grows with the length of an article, whatever it is made of."""

from __future__ import annotations

import math
import time

import pandas as pd
import pytest

from analysis import annotate
from analysis.export import brat
from analysis.segmentation import Document, segment

GROWTH = 1.5  # the exponent that time may have in the length; the square would be 2


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
    tried = [
        _exponent([_annotated(pump * (n // len(pump)) + "a") for n in (length, 4 * length)]) for _ in range(2)
    ]
    assert min(tried) < GROWTH


def _quoted(text: str) -> Document:
    document = segment(text)
    assert document.quoted is not None
    return document


def test_a_hundred_thousand_straight_marks_are_paired_within_seconds() -> None:
    began = time.process_time()
    _quoted('"' * 100_000)
    assert time.process_time() - began < 5


def test_ten_thousand_corrected_contents_are_nested_within_seconds() -> None:
    pieces = [(((23 * i, 23 * i + 12),), ((23 * i + 17, 23 * i + 21),), ()) for i in range(10_000)]
    began = time.process_time()
    found = brat._attributions(segment("“I said it,” she said. " * 10_000), pieces, "Ana")
    assert time.process_time() - began < 5
    assert len(found) == 10_000
    assert {a.parent for a in found} == {None}
