"""Attributions inside attributions, by rule."""

from analysis.quotation import rules
from analysis.segmentation import segment

TEXT = (
    "“They are thinking of their sons, they are thinking of their brothers, and women are, I think, happy,” "
    "Mayor Ana Cruz said."
)


def inside(text: str) -> list[tuple[str, str | None]]:
    """The cue of each attribution, and that of the one that it is inside of."""
    found = rules.found(segment(text))
    cues = [" ".join(text[s:e] for s, e in a.cue) for a in found]
    return [(cue, None if a.parent is None else cues[a.parent]) for cue, a in zip(cues, found, strict=True)]


def test_three_that_hold_one_another_in_a_circle_end_in_what_holds_them_all() -> None:
    assert inside(TEXT) == [
        ("said", None),
        ("are thinking of", "said"),
        ("are thinking of", "are thinking of"),
    ]
    assert [a.parent for a in rules.found(segment(TEXT))] == [None, 0, 1]


def test_of_two_that_hold_one_another_the_later_is_outermost() -> None:
    text = "Ana Cruz said the plan would fail, Ben Roe said on Monday."
    assert inside(text) == [("said", "said on Monday"), ("said on Monday", None)]
