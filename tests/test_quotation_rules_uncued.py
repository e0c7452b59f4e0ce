"""Passages and lines that no cue attributes: continued, signed, introduced, labelled, or nobody's."""

import pytest

from analysis.quotation import extract
from analysis.quotation.rules.uncued import is_title
from analysis.segmentation import segment


def read(text: str) -> list[tuple[str, str]]:
    """Source and content of each attribution, pieces joined by a bar."""
    return [
        (*("|".join(text[s:e] for s, e in getattr(a, role)) for role in ("source", "content")),)
        for a in extract([segment(text)], engine="rules")[0]
    ]


GIFT = "“This bridge is a gift to us all.”"


@pytest.mark.parametrize(
    "between",
    [" ", "\n\n", " He left.\n\n"],
    ids=["same paragraph", "next paragraph", "end of its paragraph"],
)
def test_a_passage_goes_on_from_who_spoke_in_its_paragraph_or_the_one_before(between):
    assert read(f"Roe said it was late.{between}{GIFT}") == [("Roe", f"it was late|{GIFT}")]


def test_further_away_or_beside_other_words_a_passage_is_nobodys():
    assert read(f"Roe said it was late.\n\nIt rained.\n\n{GIFT}") == [("Roe", "it was late"), ("", GIFT)]
    assert read(f"Roe said it was late.\n\n{GIFT} It rained.") == [("Roe", "it was late"), ("", GIFT)]
    assert read(f"Roe left.\n\n{GIFT}") == [("", GIFT)]


def test_a_passage_that_follows_another_one_goes_on_with_it():
    text = f"“It is late,” said Roe.\n\n{GIFT}\n\nIt rained.\n\n“And it is dark and cold.”"
    assert read(text) == [("Roe", f"“It is late,”|{GIFT}"), ("", "“And it is dark and cold.”")]


@pytest.mark.parametrize(("text", "kept"), [("“Twenty letters now.”", True), ("“Nineteen lettrs.”", False)])
def test_short_passages_by_nobody_are_left_out(text, kept):
    assert bool(read(text)) == kept


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"{GIFT} – Ruth Roe", "Ruth Roe"),
        (f"{GIFT} -- Ruth Roe, mayor", "Ruth Roe"),
        (f"{GIFT} – Ruth Roe.", "Ruth Roe"),
        (f"{GIFT} – the mayor", "the mayor"),
        (f"{GIFT} – which was late", ""),
        (f"{GIFT} Ruth Roe", ""),
    ],
)
def test_a_signature_behind_a_passage_is_its_source(text, source):
    assert read(text) == [(source, GIFT)]


def test_a_signature_inside_a_sentence_is_none():
    assert read("It was “a gift to all of us who live in the town” – Ruth Roe") == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Roe was clear: “It is late.”", "Roe"),
        ("Roe was clear:\n\n“It is late.”", "Roe"),
        ("Roe: “It is late.”", "Roe"),
        ("Ruth Roe of Lund: “It is late.”", "Ruth Roe of Lund"),
    ],
)
def test_who_stands_before_the_colon_says_what_follows_it(text, source):
    assert read(text) == [(source, "“It is late.”")]


@pytest.mark.parametrize(
    "text", ["the mayor: “It is late.”", "The sign on the door, “Open to all men now”, fell."]
)
def test_without_a_name_or_verb_nobody_is_introduced(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Roe: It will open in May", ["Roe"]),  # a headline
        ("Sen. Roe: It will open in May", ["Sen. Roe"]),
        ("Roe: May", []),  # one word is said
        ("Verdict: It will open in May", []),
        ("It rained.\n\nROE: It will open in May.", []),
        ("It rained.\n\nRoe: It will open in May.", []),
        ("It rained.\n\nRoe: It will open.\n\nBirk: It may close.", []),
        (
            "It rained.\n\nRoe: I shall open it.\n\nBirk: You may close it.\n\nRoe: We may not.",
            ["Roe", "Birk", "Roe"],
        ),
    ],
)
def test_lines_with_a_label_are_speech_in_headlines_and_transcripts(text, sources):
    assert [source for source, _ in read(text)] == sources


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("“The Bridge of Sighs”", True), ("“Bridge”", False), ("“The bridge of sighs”", False),
        ("“The Bridge, of Sighs”", False), ("“the Bridge”", False), ("“War and Peace”", True), ("“”", False),
    ],
)  # fmt: skip
def test_titles_have_capitals(text, title):
    assert is_title(text) == title
