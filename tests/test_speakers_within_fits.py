"""What speaks for and against a description of somebody; the texts are made up."""

import pytest
from sources import names

from analysis.segmentation import segment
from analysis.speakers.within import descriptions, entities, fits, roles

HALL = "{} said the hall was full. {} said it was not. “We counted twice,” {} said."


def last(named: str, other: str) -> str | None:
    """Who says the last words, after somebody named and another holder of a role."""
    again = other if other.split()[0].endswith("’s") else other[0].lower() + other[1:]
    text = HALL.format(named, other, again)
    parts = ((named.rstrip(","), "the hall was full"), (other, "it was not"), (again, "“We counted twice,”"))
    return names(text, *parts)[-1]


@pytest.mark.parametrize(
    ("named", "other"),
    [
        ("Republican Otto Falk", "The Democrat"),  # party
        ("Norwegian Ambassador Otto Falk", "The Danish ambassador"),  # country
        ("Governor Ruth Holt", "The mayor"),  # office
        ("Vice President Otto Falk", "The president"),  # rank
        ("President Otto Falk", "The vice president"),
        ("Harbour police chief Otto Falk", "The fire chief"),  # kind of work
        ("Secretary of State Otto Falk", "The trade secretary"),
        ("Attorney General Otto Falk", "The general"),
        ("City Hall spokesman Otto Falk", "The Harbour Union spokesman"),  # organisation
        ("Berg’s lawyer, Otto Falk,", "Moss’s lawyer"),  # possessor
        ("His lawyer, Otto Falk,", "Her lawyer"),
        ("Former Mayor Otto Falk", "The mayor"),  # former and present
        ("Mayor Otto Falk", "The former mayor"),
        ("Her mother, Ruth Holt,", "Her father"),  # kin
        ("Otto Falk, 54,", "The 61-year-old"),  # age
        ("Spokesman Otto Falk", "The spokeswoman"),  # sex
        ("One sailor, Otto Falk,", "Another sailor"),  # a second one
        ("The lead author, Otto Falk,", "The co-author"),
        ("Mayor Otto Falk", "The mayors"),  # number
        ("Nurse Otto Falk", "The doctor"),
        ("Captain Otto Falk", "The sergeant"),
    ],
)
def test_what_is_told_speaks_against_another_holder(named, other):
    assert last(named, other) is None


@pytest.mark.parametrize(
    ("named", "other"),
    [
        ("Mayor Otto Falk", "The mayor"),
        ("Oslo Mayor Otto Falk", "The Oslo mayor"),
        ("Sen. Otto Falk (R-Ohio)", "The Ohio Republican"),
        ("Sen. Otto Falk, D-Mass.,", "The Democrat from Massachusetts"),
        ("Sen. Otto Falk", "The lawmaker"),
        ("City Hall spokesman Otto Falk", "The spokesman"),
        ("Otto Falk, a spokesman for City Hall,", "The City Hall spokesman"),
        ("Vice President Otto Falk", "The vice president"),
        ("Former Mayor Otto Falk", "The former mayor"),
        ("Berg’s lawyer, Otto Falk,", "Berg’s lawyer"),
        ("His lawyer, Otto Falk,", "His lawyer"),
        ("Otto Falk, 54, a physician,", "The 54-year-old physician"),
        ("A spokesman for the town, Otto Falk,", "The spokesman"),
        ("Otto Falk, a professor of law,", "The professor"),
        ("Acme chief executive Otto Falk", "The CEO"),
        ("Secretary of State Otto Falk", "The secretary of state"),
    ],
)
def test_who_holds_the_role_is_meant(named, other):
    assert last(named, other) == "Otto Falk"


def test_the_reason_stands_in_the_evidence():
    person = next(e for e in entities.find(segment("Mayor Otto Falk left."))[0] if e.kind == "person")
    fit = fits.fit(descriptions.read("the former mayor"), person, roles.told("Mayor Otto Falk left.", person))
    assert (fit.level, fit.against, fit.role) == ("none", "former and present are two", "Mayor")


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Otto Falk was sergeant-at-arms for nine years.", "Otto Falk"),
        ("Otto Falk served as sergeant-at-arms.", "Otto Falk"),
        ("Sergeant-at-Arms Otto Falk became ambassador to Oslo.", "Otto Falk"),
        ("Otto Falk is the sergeant-at-arms.", None),
    ],
)
def test_who_was_something_or_has_become_another_thing_is_the_former_one(told, name):
    text = f"{told} The former sergeant-at-arms said he would run."
    assert names(text, ("The former sergeant-at-arms", "he would run")) == [name]


def test_two_adjectives_and_what_somebody_is_like_describe_one_named_before():
    phrase = descriptions.read("the lanky, bespectacled author")
    assert (phrase.head, phrase.modifiers) == ("author", {"lanky", "bespectacled"})
    assert descriptions.read("the mayor, a lawyer").head == "mayor"
    text = "Otto Falk builds boats. “Nobody earns money here,” {} said."
    for written, name in (("the soft-spoken maverick", "Otto Falk"), ("the Oslo-based lawyer", None)):
        assert names(text.format(written), (written, "“Nobody earns money here,”")) == [name]


def test_a_statement_sent_to_a_paper_by_somebody_is_theirs():
    source = "A statement e-mailed to The Globe by Ada Holt"
    assert names(f"{source} said that it rained.", (source, "that it rained")) == ["Ada Holt"]


@pytest.mark.parametrize(
    ("named", "other", "name"),
    [
        ("President Otto Falk", "the top Democrat on the panel", None),
        ("former President Otto Falk", "the freshman Democrat", None),
        ("Otto Falk, a lawyer,", "the ranking Republican", None),
        ("Rep. Ruth Holt", "the freshman Democrat", "Ruth Holt"),
    ],
)
def test_who_ranks_in_a_parliament_is_somebody_who_is_said_to_sit_there(named, other, name):
    text = f"{named} spoke. “It is late,” {other} said."
    assert names(text, (other, "“It is late,”")) == [name]
