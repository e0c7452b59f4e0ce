"""The word lists of the speakers fit together."""

from __future__ import annotations

import pytest

from analysis.comparison import forms
from analysis.speakers import lexicon
from analysis.speakers.across.people import OFFICES


def test_what_opens_a_sentence_is_no_name_but_a_title_of_a_work_may_be() -> None:
    assert {"the", "not", "critics", "monday", "may"} <= lexicon.COMMON_WORDS
    assert not {"ourselves", "down", "ana", "smith"} & lexicon.COMMON_WORDS


def test_titles_dropped_in_comparison_are_titles_to_speakers_too() -> None:
    assert forms.TITLES < lexicon.TITLES


def test_what_is_written_short_is_a_title_or_a_suffix() -> None:
    assert lexicon.ABBREVIATED <= lexicon.TITLES | lexicon.SUFFIXES


def test_months_are_dates_except_where_they_are_names() -> None:
    assert "may" in lexicon.MONTHS
    assert "may" not in lexicon.CALENDAR
    assert {"june", "aug", "tue", "sunday"} <= lexicon.CALENDAR


def test_every_group_of_roles_that_is_spoken_of_is_there():
    groups = set(lexicon.ROLE_GROUPS)
    assert frozenset().union(*lexicon.HYPERNYMS.values()) <= groups
    assert groups >= OFFICES


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("chairman", "chairwoman", True), ("senator", "sen", True), ("mayor", "governor", False),
        ("nurse", "doctor", True), ("singer", "striker", False), ("minister", "secretary", True),
    ],
)  # fmt: skip
def test_words_for_one_role_share_a_group(one, other, same):
    assert bool(lexicon.ROLES[one] & lexicon.ROLES[other]) == same


@pytest.mark.parametrize(
    ("general", "special", "fits"),
    [
        ("official", "chairwoman", True), ("official", "singer", False), ("lawmaker", "senator", True),
        ("lawmaker", "mayor", False), ("leader", "bishop", True), ("cleric", "rabbi", True),
        ("politician", "mayor", True), ("academic", "economist", True), ("secretary", "spokesman", True),
    ],
)  # fmt: skip
def test_a_general_word_stands_for_special_ones(general, special, fits):
    assert bool(lexicon.HYPERNYMS[general] & lexicon.ROLES[special]) == fits


def test_words_are_in_the_lists_that_they_belong_to():
    assert {"spokeswoman", "actress"} <= lexicon.FEMALE_NOUNS
    assert {"spokesman", "actor"} & lexicon.MALE_NOUNS >= {"spokesman"}
    assert not lexicon.FEMALE_NOUNS & lexicon.MALE_NOUNS
    assert "mr" in lexicon.MALE_TITLES
    assert {"ms", "mrs"} <= lexicon.FEMALE_TITLES
    assert lexicon.is_title("senator")
    assert not lexicon.is_title("sea")


@pytest.mark.parametrize(
    ("word", "people"),
    [
        ("americans", True), ("coloradans", True), ("iraqis", True), ("londoners", True), ("cuban-americans", True),
        ("dems", True), ("texas", False), ("evans", False), ("rogers", False), ("dallas", False), ("american", False),
        ("francis", False),
    ],
)  # fmt: skip
def test_peoples_are_told_from_surnames_and_places(word: str, people: bool) -> None:
    assert lexicon.is_people(word) is people


def test_common_words_are_those_that_news_writes_small() -> None:
    assert all(map(lexicon.is_word, ["banks", "price", "reacts", "isolated"]))
    assert not any(map(lexicon.is_word, ["trump", "obama", "chapel", "xqzzy"]))
    assert lexicon.is_plural("skeptics")
    assert not lexicon.is_plural("times")  # The Times


@pytest.mark.parametrize(
    ("word", "native"),
    [("iowan", True), ("londoner", True), ("fed", False), ("sailor", False), ("iowa", False)],
)
def test_a_word_may_say_where_one_person_is_from(word: str, native: bool) -> None:
    assert lexicon.is_native(word) is native
