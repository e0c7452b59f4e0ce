from __future__ import annotations

import pytest

from analysis.comparison import forms, statements
from analysis.segmentation import function_words


def test_no_function_word_is_listed_twice() -> None:
    assert len(function_words.FUNCTION_WORDS) == len(function_words.GRAMMAR) + len(
        function_words.NEGATIONS
    ) + len(function_words._TELLING)


@pytest.mark.parametrize("negation", sorted(function_words.NEGATIONS))
def test_every_negation_is_a_function_word_that_comparison_hears(negation: str) -> None:
    assert negation not in forms.GRAMMAR
    assert statements.negated(f"{negation} taxes") == {"tax"}


def test_statistics_count_shall_and_comparison_does_not() -> None:
    assert "shall" not in function_words.FUNCTION_WORDS
    assert forms.content_stems("They shall pay before Monday") == ["pay", "befor", "monday"]
