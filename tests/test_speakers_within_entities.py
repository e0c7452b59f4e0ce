"""Whom an article names."""

from __future__ import annotations

import pytest

from analysis.segmentation import segment
from analysis.speakers.within import entities


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ruth Alder spoke. President Alder Tours Ohio today.", {"Ruth Alder"}),
        ("Crooked Ruth Alder lost, they said. Ruth Alder said so.", {"Ruth Alder"}),
        ("Embed Alder Rejects Report\n\nRuth Alder rejects it.", {"Ruth Alder"}),
        ("Ruth Alder and her son Peter Alder came.", {"Ruth Alder", "Peter Alder"}),
        ("Ruth Alder won. President Alder Ruth Ann AlderSenate Votes On It today.", {"Ruth Alder"}),
        ("Ruth Alder won. Removing Alder is hard.", {"Ruth Alder"}),
        ("Ruth Alder works at Alder Group.", {"Ruth Alder", "Alder Group"}),
    ],
)
def test_words_around_a_name_are_no_part_of_it(text, named):
    found, occurrences, _ = entities.find(segment(text))
    assert {entity.name.text for entity in found} == named
    assert all(text[o.start : o.end] for o in occurrences)


def test_a_trimmed_name_stands_where_it_is_written():
    text = "Ruth Alder spoke. President Alder Tours Ohio today."
    (alder,), _, _ = entities.find(segment(text))
    assert [text[o.start : o.end] for o in alder.occurrences] == ["Ruth Alder", "Alder"]
