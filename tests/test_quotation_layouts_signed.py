"""Lists, signatures, posts and lines that announce, and what only looks like them; the texts are made up."""

import pytest

from analysis.quotation.layouts import signed
from analysis.segmentation import segment


def read(text: str) -> list[tuple[str, str]]:
    """Source and content of each statement, pieces joined by a bar."""
    return [
        ("|".join(text[s:e] for s, e in t.source), "|".join(text[s:e] for s, e in t.content))
        for t in sorted(signed.read(segment(text)))
    ]


TWO = [("Eva Stein", "“A good day.”"), ("Paul Ochs", "“A bad day.”")]


@pytest.mark.parametrize(
    "text",
    [
        "* Mayor: Eva\n\n- Eva Stein: “A good day.”\n- Paul Ochs, of the opposition: “A bad day.”",
        "• **Eva Stein, mayor:** “A good day.”\n\n• **Paul Ochs** (Green): “A bad day.”",
        "1. Eva Stein, Leeds: “A good day.”\n2. Paul Ochs, York: “A bad day.”",
        "Eva Stein: “A good day.”\n\nPaul Ochs: “A bad day.”",
        "“A good day.”\n— Eva Stein, mayor\n\n“A bad day.”\n— Paul Ochs, 62",
        "“A good day.” – Eva Stein, mayor\n“A bad day.” – Paul Ochs (Green)",
        "• “A good day.” -- Eva Stein\n\n• “A bad day.” -- Paul Ochs",
        "And from Eva Stein:\n\n“A good day.”\n\nFrom the desk of Paul Ochs, MP.\n\n“A bad day.”",
        "Eva Stein, mayor of Lund:\n\n“A good day.”\n\nPaul Ochs, treasurer:\n\n“A bad day.”",
    ],
)
def test_a_name_beside_words_on_a_line_is_whose_they_are(text):
    assert read(text) == TWO


def test_who_signs_may_be_described():
    assert read("“A good day.”\n— a taxi driver, Oslo") == [("a taxi driver", "“A good day.”")]


def test_a_labelled_passage_is_read_to_its_last_paragraph():
    text = "- Eva Stein: “A good day.\n\n“A long day.”"
    assert read(text) == [("Eva Stein", "“A good day.|“A long day.”")]


@pytest.mark.parametrize(
    "text",
    [
        "- Location: “Oslo”",
        "Rating: “good”",
        "Ana Roe, a nurse from Leeds, said: “A good day.”",
        "Speaking in Oslo, Ana Roe said: “A good day.”",
        "The film “The Last Dance” — a hit — opened in May.",
        "“Build it now” - it was her slogan.",
        "“Build it now” — which was late",
        "It works from 1-10 (@x) May 3, 2020 on",
    ],
)
def test_what_is_no_label_or_signature_is_left_to_the_engines(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Fans spoke.\n\nBest game! — Kofi B. (@kofi) May 2, 2019\n\nSo blind. — Lise Moe (@lise) 2 May 2019",
        "Best game! — Kofi B. (@kofi) May 2, 2019 So blind. — Lise Moe (@lise) May 2, 2019",
        "Best game!\n— Kofi B. (@kofi) May 2, 2019\n\nSo blind.\n— Lise Moe (@lise)",
        "Skip Twitter post by @kofi Best game! — Kofi B. (@kofi) May 2, 2019 Report\n\n"
        "So blind.\n\nA post shared by Lise Moe (@lise) on Mar 3, 2021 at 5:00pm PST",
    ],
)
def test_posts_are_by_who_signed_them(text):
    assert read(text) == [("Kofi B.", "Best game!"), ("Lise Moe", "So blind.")]


@pytest.mark.parametrize(
    "text", ["@kofi wrote: Best game!\n\nIt rained.", "@kofi wrote:\n\nBest game!\n\nIt rained."]
)
def test_a_handle_wrote_what_follows(text):
    assert read(text) == [("@kofi", "Best game!")]
