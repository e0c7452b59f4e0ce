"""Whose words stand beside a sentence that says it, and what another relays; the texts are made up."""

import pytest

from analysis.quotation.layouts import framing
from analysis.segmentation import segment
from tests.test_quotation_layouts import BOTH, spoken


def read(text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of each statement, pieces joined by a bar."""
    return [
        tuple("|".join(text[s:e] for s, e in spans) for spans in (t.source, t.cue, t.content))
        for t in framing.read(segment(text))
    ]


GIFT = "“It is a gift.”"


@pytest.mark.parametrize(
    ("behind", "source", "cue"),
    [
        ("Those were the words of Ivan Roe on Monday.", "Ivan Roe", "Those were the words of"),
        ("These are the words of the only other guest.", "the only other guest", "These are the words of"),
        ("So said Minister Clare Fox.", "Minister Clare Fox", "So said"),
        ("That was how Erik Dahl, 52, described it.", "Erik Dahl, 52,", "described"),
        ("That’s the verdict of analyst Nora Quist.", "analyst Nora Quist", "That’s the verdict of"),
        ("With those words, Bishop Ruth Amadi ended the day.", "Bishop Ruth Amadi", "ended"),
    ],
)
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_the_next_sentence_says_whose_words_they_are(behind, source, cue, between):
    assert read(f"{GIFT}{between}{behind}") == [(source, cue, GIFT)]


@pytest.mark.parametrize(
    "behind", ["That is what the people get in most years, Roe said.", "That was in May.", "So it rained."]
)
def test_a_sentence_that_goes_on_says_nothing_of_them(behind):
    assert read(f"{GIFT} {behind}") == []


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "“It is a gift,” the Post quoted Ana Roe as saying.",
            ("Ana Roe", "quoted|as saying", "“It is a gift,”"),
        ),
        ("The Post quoted Ana Roe as saying that it rained.", ("Ana Roe", "quoted|as saying", "it rained")),
        (
            "The Post quoted Ana Roe on Monday as saying: “It rained.”",
            ("Ana Roe", "quoted|as saying", "“It rained.”"),
        ),
        ("Ana Roe was quoted by the Post as saying it rained.", ("Ana Roe", "quoted|as saying", "it rained")),
        (
            "Ana Roe was quoted as telling reporters that it rained.",
            ("Ana Roe", "quoted|as telling", "it rained"),
        ),
        (
            "“It is a gift,” Ana Roe was quoted as saying in May.",
            ("Ana Roe", "quoted|as saying", "“It is a gift,”"),
        ),
    ],
)
def test_what_another_relays_is_of_who_is_quoted(text, statement):
    assert read(text) == [statement]


def test_who_quotes_nobody_as_saying_anything_relays_nothing():
    assert read("She quoted the law, as judges do. The price was quoted as high.") == []


@pytest.mark.parametrize("engine", BOTH)
def test_who_acts_beside_whole_sentences_speaks_them(engine):
    text = "Ana Roe wiped her eyes with her sleeve. “He was only nine years old.” The room was silent."
    assert spoken(text, engine) == [("Ana Roe", "“He was only nine years old.”")]


@pytest.mark.parametrize("engine", BOTH)
def test_a_set_off_statement_is_of_who_the_line_before_names(engine):
    text = "In an email, director Hal Voss wrote:\n\n> We will close on Friday.\n\n> Thank you all.\n\nIt rained."
    assert ("Hal Voss", "We will close on Friday.|Thank you all.") in spoken(text, engine)
