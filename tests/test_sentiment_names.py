from __future__ import annotations

import re

import pytest

from analysis.sentiment import lexicon, vader
from analysis.sentiment.names import within_names


def named(text: str) -> list[str]:
    """The words of a sentence that belong to names."""
    copy = lexicon.normalised(text)
    spans = [m.span() for m in re.finditer(r"\S+", copy)]
    found = zip(spans, within_names(copy, spans), strict=True)
    return [copy[start:end].strip(".,;") for (start, end), is_named in found if is_named]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Officials of the Justice Department met in Hope.", ["Justice", "Department", "Hope"]),
        ("Joy Marlow saw the War Museum.", ["Joy", "Marlow", "War", "Museum"]),
        ("Hope fades for peace talks.", []),
        ("Terrible weather hit Grace Dunmore.", ["Grace", "Dunmore"]),
        ("Justice Farrow wrote it, Mr. Love said.", ["Justice", "Farrow", "Mr", "Love"]),
        ("She said: “Great news for us.”", []),
        ("“Awful people live there,” said Otto.", ["Otto"]),
        ("He called it — Horrible idea — and left.", []),
        ("Mayor Attacks Rival in War of Words", []),  # a headline
        ("This is a GREAT day, I think.", []),
        ("He won. Good for him.", []),
        ("", []),
    ],
)
def test_words_of_names(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_names_are_no_feelings_where_they_are_masked_and_are_in_the_package() -> None:
    text = "The Justice Department and Hope Marlow of the Trust Bank met."
    assert lexicon.score(text).compound > 0.5
    assert lexicon.score(text, lexicon=lexicon.MASKED).compound == 0
    assert not len(lexicon.explain(text, lexicon=lexicon.MASKED))


def test_what_is_no_name_counts_as_in_the_package() -> None:
    for text in ("The war was not good, and hope fades!", "GREAT, very great NEWS?", "kind of sad 🙂", ""):
        assert lexicon.score(text, lexicon=lexicon.MASKED) == lexicon.score(text)


def test_the_two_are_told_apart_by_name() -> None:
    assert lexicon.model_name("vader") == f"vader {vader.version()}"
    assert lexicon.model_name(lexicon.MASKED) == f"vader, names masked {vader.version()}"
