from __future__ import annotations

import re

import pytest

from analysis.comparison import forms, statements
from analysis.segmentation import words
from analysis.speakers import lexicon


def test_no_function_word_is_listed_twice() -> None:
    assert len(words.FUNCTION_WORDS) == len(words.GRAMMAR) + len(words.NEGATIONS) + len(words._TELLING)


@pytest.mark.parametrize("negation", sorted(words.NEGATIONS))
def test_every_negation_is_a_function_word_that_comparison_hears(negation: str) -> None:
    assert negation not in forms.GRAMMAR
    assert statements.negated(f"{negation} taxes") == {"tax"}


def test_statistics_count_shall_and_comparison_does_not() -> None:
    assert "shall" not in words.FUNCTION_WORDS
    assert forms.content_stems("They shall pay before Monday") == ["pay", "befor", "monday"]


def test_what_opens_a_sentence_is_no_name_but_a_title_of_a_work_may_be() -> None:
    assert {"the", "not", "critics", "monday", "may"} <= lexicon.COMMON_WORDS
    assert not {"ourselves", "down", "ana", "smith"} & lexicon.COMMON_WORDS


def test_titles_dropped_in_comparison_are_titles_to_speakers_too() -> None:
    assert forms._TITLES < lexicon.TITLES


def test_what_is_written_short_is_a_title_or_a_suffix() -> None:
    assert lexicon.ABBREVIATED <= lexicon.TITLES | lexicon.SUFFIXES


@pytest.mark.parametrize("word", ["O’Neil", "O'Neil", "Jean-Luc", "U.S.", "Roe", "X"])
def test_a_capitalised_word_is_one_with_all_that_stands_inside_names(word: str) -> None:
    assert re.fullmatch(words.CAPITALISED, word)


@pytest.mark.parametrize("word", ["roe", "de", "Ana Roe", "“Roe”", "3M", ""])
def test_other_words_are_not_capitalised(word: str) -> None:
    assert not re.fullmatch(words.CAPITALISED, word)


def test_months_are_dates_except_where_they_are_names() -> None:
    assert "may" in lexicon.MONTHS
    assert "may" not in lexicon.CALENDAR
    assert {"june", "aug", "tue", "sunday"} <= lexicon.CALENDAR
