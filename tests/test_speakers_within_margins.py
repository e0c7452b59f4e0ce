"""What stands in a text without being told in it; all names are made up."""

import pytest

from analysis.segmentation import segment
from analysis.speakers.within.margins import furniture, is_headline, told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mark Foy/Getty Images White House Hale goes on", ["Mark Foy/Getty Images"]),
        ("Ari Lund / Daily Star ) Leeds baker Bo Pell says", ["Ari Lund / Daily Star"]),
        ("(AP Photo/Ana Cruz) Then it rained.", ["(AP Photo/Ana Cruz)"]),
        ("(Photo by Bo Pell/Getty Images) Then", ["(Photo by Bo Pell/Getty Images)"]),
        ("Courtesy of us. (Courtesy of Bo Pell)", ["(Courtesy of Bo Pell)"]),
        ("AP Photos W. Pell left", ["AP Photos W."]),
        ("It rained. (RELATED: Pirates Player Held) It snowed.", ["(RELATED: Pirates Player Held)"]),
        ("It rained. [READ MORE: Cruz Wins] So", ["[READ MORE: Cruz Wins]"]),
        ("By Ana Cruz\n\nIt rained.", ["By Ana Cruz"]),
        ("By Ana Cruz and Bo Pell\nIt rained.", ["By Ana Cruz and Bo Pell"]),
        ("Related: Cruz Wins Again\nIt rained.", ["Related: Cruz Wins Again"]),
        ("Read more about it: Cruz Wins\n", ["Read more about it: Cruz Wins"]),
        ("It rained. Story Continued Below It snowed.", ["Story Continued Below"]),
        ("Advertisement It rained.", ["Advertisement"]),
        ("Ted Holt Rafael (Ted) Edward HoltDemocrats push bill MORE (R) left",
         ["Rafael (Ted) Edward HoltDemocrats push bill MORE"]),
        ("Ana Cruz, a photographer, met Bo Pell/Ruth Page voters.", []),
        ("By Monday Ana Cruz was gone.", []),
        ("She read more. The advertisement was late (see below).", []),
    ],
)  # fmt: skip
def test_credits_links_bylines_and_buttons_are_furniture(text, found):
    assert [text[start:end] for start, end in furniture(text)] == found


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Ana Cruz And Bo Pell Back Lee In Race", True),
        ("Ana Cruz and Bo Pell said that they backed Lee", False),
        ("Ana Cruz And Bo Pell Back Lee In Race.", False),
        ("Ana Cruz Backs Lee", False),  # too short to tell
        ("Ana Cruz, Mayor of Lund Since May", False),
    ],
)
def test_a_line_of_capitals_without_an_end_is_a_headline(line, headline):
    assert is_headline(line) is headline


def test_what_is_told_is_what_furniture_leaves():
    text = "By Ana Cruz\n\nIt rained. (AP Photo/Bo Pell) It snowed.\n\nPanel Votes On New Harbour Rules"
    assert [(text[start:end].strip(), headline) for start, end, headline in told(segment(text))] == [
        ("It rained.", False),
        ("It snowed.", False),
        ("Panel Votes On New Harbour Rules", True),
    ]
