"""Initials that are short for an organisation's name."""

import pytest

from analysis.speakers.within.organisations import is_acronym


@pytest.mark.parametrize(
    ("letters", "name", "fits"),
    [
        ("SOH", "Society for Old Harbours", True), ("SOH", "Society of Harbours", True),
        ("SFOH", "Society for Old Harbours", True), ("S.F.O.H.", "Society for Old Harbours", True),
        ("SH", "Society of Harbours", True), ("S", "Society", False), ("SO", "Society", False),
        ("GM", "Grain-Market", True),
    ],
)  # fmt: skip
def test_initials_count_the_small_words_or_not(letters, name, fits):
    assert is_acronym(letters, name) == fits
