"""What an article says of its people; the texts are made up."""

import pytest

from analysis.segmentation import segment
from analysis.speakers.within import descriptions, entities, roles


def told(text: str) -> roles.Told:
    """What is said of the first person of a text."""
    person = next(e for e in entities.find(segment(text))[0] if e.kind == "person")
    return roles.told(text, person)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Secretary of State Ana Cruz left.", ["Secretary of State"]),
        ("In Oslo her lawyer, Ana Cruz, left.", ["her lawyer"]),
        ("A lawyer for the town, Ana Cruz, left.", ["A lawyer for the town"]),
        ("Ana Cruz, a lawyer for the town, left.", ["a lawyer for the town"]),
        ("Ana Cruz, president of the Harbour Union, left.", ["president of the Harbour Union"]),
        ("Ana Cruz is a lawyer.", ["a lawyer"]),
        ("According to the mayor, Ana Cruz left.", []),  # the mayor's words begin with her name
        ("They met the mayor. Ana Cruz left.", []),
        ("Ana Cruz, the mayor said, left.", []),
    ],
)
def test_what_stands_beside_a_name_tells_the_role(text, phrases):
    found = [p.text for p in told(text).phrases]
    assert [p for p in found if descriptions.read(p).is_person] == phrases


def test_age_party_and_state_behind_a_name():
    found = told("Sen. Ana Cruz (D-Ohio) left. Ana Cruz, 54, came.")
    assert (found.ages, found.parties, found.places) == ({"54"}, {"democrat"}, {"ohio"})
