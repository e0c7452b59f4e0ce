"""What a page ran into a sentence."""

from __future__ import annotations

import pytest

from analysis.corpus import glued

STORIES = (
    "Sen. Ana Cruz Ana Maria CruzPanel votes on bill | Marsh outlines tax plan MORE (D-Ohio) vowed action."
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (STORIES, "Sen. Ana Cruz (D-Ohio) vowed action."),
        (
            "Rep. Tom Cole Thomas (Tom) Jeffrey ColePanel sets rules MORE’s aide said no.",
            "Rep. Tom Cole’s aide said no.",
        ),
        (
            "Justice Roe Ana Roe‘Ready’: report 2020 race opens MORE and Hart agreed.",
            "Justice Roe and Hart agreed.",
        ),
        ("Ari Lund / Daily Star ) Accountant Tunde Ojo says yes.", "Accountant Tunde Ojo says yes."),
        ("One.\n\nAri Lund/AP Mayor Roe said no.", "One.\n\nMayor Roe said no."),
        ("(Photo by Ari Lund/Getty Images) Mayor Roe said no.", "Mayor Roe said no."),
    ],
)
def test_titles_of_stories_and_credits_are_left_out(text: str, left: str) -> None:
    assert glued.without(text, glued.spans(text)) == left


@pytest.mark.parametrize(
    "text",
    [
        "Ana Cruz Ana Cruz said she wants MORE money.",  # nothing is run together
        "The McDonald family wants MORE time, McDonald said.",
        "Mayor Roe said Lund / Ojo would run.",  # no credit in front
        "Ari Lund and Tunde Ojo / Daily Star readers said yes.",
        "(The mayor) Roe said no.",
        "Ari Lund/Getty Images\n\nMayor Roe said no.",  # a line of its own
    ],
)
def test_what_is_told_stays(text: str) -> None:
    assert glued.spans(text) == []


def test_a_span_over_what_was_left_out_has_a_piece_on_each_side() -> None:
    text, gaps = "ab[x]cd", [(2, 5)]
    assert glued.without(text, gaps) == "abcd"
    assert glued.back((1, 3), gaps, len(text)) == [(1, 2), (5, 6)]
    assert glued.back((0, 2), gaps, len(text)) == [(0, 2)]
    assert glued.back((2, 4), gaps, len(text)) == [(5, 7)]
