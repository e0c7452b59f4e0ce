"""How bytes become characters."""

import io

import pytest

from analysis.corpus import encoding

ASCII = "The ferries run every twenty minutes from the north quay, she said. " * 3


@pytest.mark.parametrize(
    ("content", "codec"),
    [
        (ASCII.encode("utf-16-le"), "utf-16-le"),
        (ASCII.encode("utf-16-be"), "utf-16-be"),
        (("Ā" + ASCII).encode("utf-16-le"), "utf-16-le"),  # one byte in the other place is zero
        (("Ā" + ASCII).encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_wide_characters_are_known_by_their_zeros(content, codec):
    assert encoding.detect(io.BytesIO(content)) == codec


@pytest.mark.parametrize(
    ("characters", "says"),
    [
        ("plain", None),
        ("half \ud83d", "surrogate"),
        ("zero \0", "NUL"),
        ("\x01" * 8 + "text", None),
        ("\x01" * 9 + "text", "control characters"),
        ("\x01" * 10 + "x" * 990, None),  # one in a hundred
        ("\x01" * 11 + "x" * 989, "control characters"),
    ],
)
def test_what_cannot_be_a_text_says_why(characters, says):
    found = encoding.flaw(characters)
    assert (found is None) if says is None else (says in (found or ""))


def test_a_table_holds_everything_but_surrogates_and_nul():
    assert [encoding.unstorable(c) for c in ("text", "\x01", "\0", "\ud83d")] == [False, False, True, True]
