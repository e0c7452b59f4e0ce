"""Whom "they" means as a source; the texts are made up."""

import pytest
from sources import names, resolved

KIM = "Kim Holt{} runs the yard. “It is late,” they said."


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (" (they/them)", "Kim Holt"),
        (", who uses they/them pronouns,", "Kim Holt"),
        (", who is nonbinary,", "Kim Holt"),
        (", who is tall,", "Kim Holt"),  # nobody else is told of
        (", who left them,", None),
        (", who left her,", None),
        (", a friend of divers,", None),
        (", of the Harbour Ministry,", None),
        (" met Bo Dahl. Holt", None),
    ],
)
def test_they_is_who_goes_by_it(told, name):
    assert names(KIM.format(told), ("they", "“It is late,”")) == [name]


def test_who_goes_by_they_is_forgotten_when_long_unnamed():
    text = "Kim Holt (they/them) runs the yard." + " It rained." * 5 + " “It is late,” they said."
    assert names(text, ("they", "“It is late,”")) == [None]


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Ana Cruz and her brother Otto Falk own the yard.", "Ana Cruz and Otto Falk"),
        ("Ana Cruz met Otto Falk.", None),
        ("Ana Cruz and Otto Falk own the yard. Divers came.", None),
        ("Ana Cruz and Otto Falk own the yard that the Harbour Ministry built.", None),
        ("We met Ana Cruz and Otto Falk.", None),  # they do nothing
    ],
)
def test_they_are_two_who_do_something_before(before, name):
    found = resolved(f"{before} “It is late,” they said.", ("they", "“It is late,”"))[0]
    assert (found.name, found.kind) == (name, "named person" if name else "group")


def test_they_are_two_who_spoke_last():
    text = "Ana Cruz and Otto Falk said that it rained. They said it was late. {}They left, they said."
    parts = [("Ana Cruz and Otto Falk", "that it rained"), ("They", "it was late"), ("they", "They left,")]
    assert names(text.format(""), *parts) == ["Ana Cruz and Otto Falk"] * 3
    far = text.format("It rained. " * 6)
    assert names(far, *parts) == ["Ana Cruz and Otto Falk"] * 2 + [None]


def test_who_goes_by_they_has_no_gender_by_a_first_name():
    found = resolved("Anna Holt (they/them) left. “It is late,” they said.", ("they", "“It is late,”"))[0]
    assert (found.name, found.gender, found.gender_from) == ("Anna Holt", "unknown", None)
