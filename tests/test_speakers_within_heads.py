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
        ("Lund President and CEO Otto Falk", "Otto Falk"),
        ("President and CEO Otto Falk", "Otto Falk"),
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
        "Otto Falk and others",
        "Otto Falk and his staff",
        "his wife and Otto Falk",
        "a lawyer for the late Mr. Falk",
        "the Harbour Ministry workers",
        "a lawyer representing Otto Falk",
        "a sailor taller than Ana Cruz or Otto Falk",
        "a reporter from the paper of the Harbour Ministry",
        "a reporter from the local Harbour Ministry",
        "leaders from the Harbour Ministry",
    ],
)
def test_possessors_objects_and_lists_are_no_speaker(source):
    text = f"{PEOPLE} Then {source} said that it rained."
    mention = resolved(text, (source, "that it rained"))[0]
    assert mention.name is None


def test_a_person_is_rather_the_speaker_than_an_organisation():
    text = f"{PEOPLE} Then the Harbour Ministry, Otto Falk, said that it rained."
    assert resolved(text, ("the Harbour Ministry, Otto Falk,", "that it rained"))[0].name == "Otto Falk"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Otto Falk and Ana Cruz", "Otto Falk and Ana Cruz"),
        ("Otto Falk & Ana Cruz", "Otto Falk and Ana Cruz"),
        ("Otto Falk, Ana Cruz and Bo Pell", "Otto Falk, Ana Cruz and Bo Pell"),
        ("Otto Falk and his sister Ana Cruz", "Otto Falk and Ana Cruz"),
        ("Otto Falk, a lawyer, and Ana Cruz, a nurse,", "Otto Falk and Ana Cruz"),
        ("Mayor Otto Falk (D) and Ana Cruz", "Otto Falk and Ana Cruz"),
        ("Otto Falk, 54, and Ana Cruz, 52,", "Otto Falk and Ana Cruz"),
        ("Otto Falk, D-Lund, and Ana Cruz", "Otto Falk and Ana Cruz"),
        ("both Otto Falk and Ana Cruz", "Otto Falk and Ana Cruz"),
        ("Falk and Cruz", "Otto Falk and Ana Cruz"),
    ],
)
def test_two_people_who_speak_as_one_are_named_both(source, name):
    text = f"{PEOPLE} Bo Pell came. Then {source} said that it rained."
    mention = resolved(text, (source, "that it rained"))[0]
    assert (mention.name, mention.kind) == (name, "named person")


@pytest.mark.parametrize(
    "source",
    [
        "Otto Falk, founder and owner of the yard,",
        "Otto Falk, Minister of Trade, Science and Fisheries,",
        "Otto Falk, a keeper with Heart and Lung in Lund,",
        "Otto Falk, a fellow at the Center for Rural and Urban Studies,",
        "Otto Falk, who runs Salt & Rope with Ana Cruz,",
        "Otto Falk, a friend of Ana Cruz and Bo Pell,",
        "founder and owner Otto Falk",
        "oil and gas worker Otto Falk",
        "Heart and Lung senior manager Otto Falk",
        "Lund accountant Otto Falk",
        "Boston baker Otto Falk",
        "Burnaby RCMP spokesman Otto Falk",
        "Keeper of the Royal Seal, Otto Falk,",
    ],
)
def test_what_else_a_source_names_does_not_hide_who_speaks(source):
    text = f"{PEOPLE} Then {source} said that it rained."
    mention = resolved(text, (source, "that it rained"))[0]
    assert (mention.name, mention.kind) == ("Otto Falk", "named person")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Americans", "Americans"),
        ("many Americans", "Americans"),
        ("the Democrats", "Democrats"),
        ("House Democrats", "House Democrats"),
        ("Angry Democrats", None),
        ("some Democrats", None),
        ("two Americans", None),
        ("Nine Republicans", None),
        ("all Democrats and two Republicans", None),
        ("Texans", "Texans"),
        ("Chicagoans", "Chicagoans"),
    ],
)
def test_a_people_or_party_is_a_group_of_that_name(source, name):
    text = f"It was late. {source} said that it rained."
    mention = resolved(text, (source, "that it rained"))[0]
    assert (mention.name, mention.kind) == (name, "group")


def test_what_somebody_does_is_not_the_one_who_does_it():
    source = "One lawmaker’s former aide now running a super PAC"
    assert resolved(f"{source} boasted that it rained.", (source, "that it rained"))[0].name is None


@pytest.mark.parametrize(
    ("content", "name"),
    [("she will stay", "Ruth Alder"), ("he will stay", "Karim Alder"), ("it rained", None)],
)
def test_she_or_he_in_what_is_said_tells_who_of_two_of_one_surname_speaks(content, name):
    text = f"Karim Alder was hurt. His wife, Ruth Alder, came to court. Alder says {content}."
    found = resolved(text, ("Alder", content, "says"))[0].name
    assert found == (name or "Karim Alder")


def test_a_list_behind_a_plural_is_none_of_those_it_names():
    source = "Three sailors — Otto Falk, of Lund, harbour chief Ana Cruz, Bo Pell —"
    text = f"{PEOPLE} Then {source} said that it rained."
    assert resolved(text, (source, "that it rained"))[0].name is None
