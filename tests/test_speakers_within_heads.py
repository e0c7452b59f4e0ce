"""Which name a source holds is its head; the texts are made up."""

import pytest
from sources import resolved

PEOPLE = "Otto Falk, Ana Cruz and the Harbour Ministry met in the Society for Old Harbours (SOH)."


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Otto Falk", "Otto Falk"),
        ("Otto Falk, a sailor,", "Otto Falk"),
        ("the sailor Otto Falk", "Otto Falk"),
        ("Harbour Ministry spokesman Otto Falk", "Otto Falk"),
        ("Otto Falk, who knows Ana Cruz", "Otto Falk"),
        ("Ana Cruz, an aide to Otto Falk", "Ana Cruz"),
        ("the Harbour Ministry", "Harbour Ministry"),
        ("the Society for Old Harbours (SOH)", "Society for Old Harbours"),
        ("Falk’s", "Otto Falk"),
        ("Otto Falk of the Harbour Ministry", "Otto Falk"),
    ],
)
def test_the_head_is_the_speaker(source, name):
    text = f"{PEOPLE} Then {source} said that it rained."
    mention = resolved(text, (source, "that it rained"))[0]
    assert mention.name == name
    assert mention.evidence.startswith("named “")
    assert mention.confidence == 0.97


@pytest.mark.parametrize(
    "source",
    [
        "Otto Falk’s coach",
        "a lawyer for Otto Falk",
        "a friend like Otto Falk",
        "a nurse who saw Otto Falk",
        "a nurse close to Otto Falk",
        "Falk supporters",
        "Otto Falk and Ana Cruz",
        "Otto Falk & Ana Cruz",
        "a lawyer for the late Mr. Falk",
        "the Harbour Ministry workers",
    ],
)
def test_possessors_objects_and_lists_are_no_speaker(source):
    text = f"{PEOPLE} Then {source} said that it rained."
    mention = resolved(text, (source, "that it rained"))[0]
    assert mention.name is None


def test_a_person_is_rather_the_speaker_than_an_organisation():
    text = f"{PEOPLE} Then the Harbour Ministry, Otto Falk, said that it rained."
    assert resolved(text, ("the Harbour Ministry, Otto Falk,", "that it rained"))[0].name == "Otto Falk"
