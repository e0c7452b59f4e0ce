from __future__ import annotations

from analysis.comparison import forms
from analysis.speakers import lexicon


def test_what_opens_a_sentence_is_no_name_but_a_title_of_a_work_may_be() -> None:
    assert {"the", "not", "critics", "monday", "may"} <= lexicon.COMMON_WORDS
    assert not {"ourselves", "down", "ana", "smith"} & lexicon.COMMON_WORDS


def test_titles_dropped_in_comparison_are_titles_to_speakers_too() -> None:
    assert forms._TITLES < lexicon.TITLES


def test_what_is_written_short_is_a_title_or_a_suffix() -> None:
    assert lexicon.ABBREVIATED <= lexicon.TITLES | lexicon.SUFFIXES


def test_months_are_dates_except_where_they_are_names() -> None:
    assert "may" in lexicon.MONTHS
    assert "may" not in lexicon.CALENDAR
    assert {"june", "aug", "tue", "sunday"} <= lexicon.CALENDAR
