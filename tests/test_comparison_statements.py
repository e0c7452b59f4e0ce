import pytest

from analysis.comparison import forms
from analysis.comparison.statements import (
    denies,
    disagreement,
    longest_run,
    named,
    negated,
    speakers,
    statement,
)


def weights(*statements):
    return {stem: forms.rarity(stem) for s in statements for stem in s.stems}


def against(one, two, **cues):
    first = statement(one, cue=cues.get("first", "said"))
    second = statement(two, cue=cues.get("second", "said"))
    return disagreement(first, second, weights(first, second))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("the bridge will be closed for repairs", "the bridge will not be closed for repairs"),
        ("we never signed the harbour contract", "we signed the harbour contract"),
        ("the council supports the toll plan", "the council opposes the toll plan"),
    ],
)
def test_a_statement_and_its_negation_disagree(one, two):
    assert against(one, two) >= 0.5


def test_a_word_and_its_negated_opposite_agree():
    assert against("the mayor opposes the toll", "the mayor does not support the toll") < 0.5
    assert against("the mayor supports the toll", "he opposes the toll", second="denied that") < 0.5
    assert against("he supports the toll", "he does not oppose the toll", second="denied that") >= 0.5
    assert against("the mayor will resign", "the mayor will not stay") < 0.5
    assert against("the mayor will resign", "the mayor will stay") >= 0.5


def test_denying_a_thing_is_not_saying_it():
    assert against("he took the ferry money", "he took the ferry money", second="denied") == 1.0


def test_denying_a_thing_is_saying_that_it_is_not_so():
    assert against("he took the ferry money", "he did not take the ferry money", first="denied") == 0.0


def test_the_same_words_agree():
    assert against("no ferry will leave tonight", "no ferry will leave the harbour tonight") == 0.0


def test_a_negation_ends_with_its_clause():
    assert negated("There is no timeline, but the repair could take weeks") == {"timelin"}


def test_what_has_to_come_first_is_not_negated():
    assert negated("The bridge will not reopen before its piers are mended") == {"reopen"}
    assert (
        against("it stays shut until the piers are mended", "it will not open before the piers are mended")
        == 0.0
    )


def test_not_only_negates_nothing():
    assert negated("The toll is not only steep; it is not fair") == {"fair"}
    assert against("the toll is not only a burden on ferries", "the toll is a burden on ferries") == 0.0


def test_what_both_negate_does_not_disagree():
    assert (
        against(
            "he did not know the woman who bought the ferry, a student",
            "he does not know the student who bought the ferry",
        )
        < 0.5
    )


def test_a_word_may_hold_the_negation():
    assert (
        against(
            "closing the harbour is unacceptable to the town", "closing the harbour did not suit the town"
        )
        == 0
    )
    assert against("closing the harbour suits the town", "closing the harbour did not suit the town") > 0


def test_a_negation_ends_where_words_are_left_out():
    assert negated("We do not mean all pilots … Pilots steer") == {"mean"}


@pytest.mark.parametrize(
    ("cue", "turned"),
    [
        ("said", False),
        ("denied", True),
        ("did not deny", False),
        ("never said", True),
        ("wouldn’t confirm", True),
        ("not only criticized", False),
        ("refused to", True),
        ("did not decline to", False),
    ],
)
def test_cues_that_turn_what_they_report(cue, turned):
    assert denies(cue) is turned


def test_with_little_content_the_verb_says_what_is_said():
    welcome, condemn = (statement("the decision", cue=cue) for cue in ("welcomed", "condemned"))
    assert disagreement(welcome, condemn, weights(welcome, condemn)) >= 0.5


@pytest.mark.parametrize(
    ("one", "two", "relation"),
    [
        ({"name": "Ada Quill"}, {"source": "Ms. Quill"}, "same"),
        ({"name": "Terry O’Dell"}, {"name": "Terry O'Dell"}, "same"),
        ({"name": "Ada Quill", "kind": "person"}, {"name": "Ossian Pell", "kind": "person"}, "different"),
        ({"name": "Ada Quill", "kind": "person"}, {"name": "Town Hall", "kind": "organisation"}, "kindred"),
        ({"name": "Ada Quill", "kind": "person"}, {"name": "Bo Quill", "kind": "person"}, "different"),
        ({"name": "Edward Quill", "kind": "person"}, {"name": "Ed Quill", "kind": "person"}, "same"),
        ({"name": "Ed Quill Jr.", "kind": "person"}, {"name": "Ed Quill", "kind": "person"}, "different"),
        ({"name": "Ada", "kind": "person"}, {"name": "Ada Quill", "kind": "person"}, "same"),
        ({"name": "Ada Quill", "source": "she"}, {"name": "Ossian Pell", "source": "Mr. Pell"}, "unsure"),
        (
            {"name": "Ada Quill", "source": "Quill’s office"},
            {"name": "Ossian Pell", "source": "he"},
            "unsure",
        ),
        (
            {"name": "Ada Quill", "source": "a lawyer for Ms. Quill, Ossian Pell"},
            {"name": "Ossian Pell", "source": "Pell"},
            "unsure",
        ),
        (
            {"name": "Ed Quill Jr.", "source": "Mr. Quill’s son"},
            {"name": "Bo Quill", "source": "Bo Quill"},
            "different",
        ),
        (
            {"name": "Harbour Board", "speaker": "harbour-board-1", "kind": "organisation"},
            {"name": "Harbour Board of Pell", "speaker": "harbour-board-2", "kind": "organisation"},
            "same",
        ),
        ({"name": "NFU", "kind": "person"}, {"name": "Ossian Pell", "kind": "person"}, "kindred"),
        (
            {"name": "NFU", "kind": "organisation"},
            {"name": "National Ferry Union", "kind": "organisation"},
            "same",
        ),
        (
            {"name": "NFU", "kind": "organisation"},
            {"name": "Harbour Board", "kind": "organisation"},
            "different",
        ),
        (
            {"name": "the Republicans", "kind": "group"},
            {"name": "Republican members", "kind": "group"},
            "same",
        ),
        (
            {"source": "the town's top Democrat", "kind": "anonymous"},
            {"source": "the first Democrat of Quill Town", "kind": "anonymous"},
            "unknown",
        ),
        ({"name": "Ada Quill"}, {"source": "she"}, "unknown"),
        ({}, {}, "unknown"),
    ],
)
def test_speakers(one, two, relation):
    assert speakers(statement("x", **one), statement("x", **two)) == relation


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("the mayor’s spokesman Dorn Veld, who was asked", "Dorn Veld"),
        ("Ada Quill, the mayor", "Ada Quill"),
        ("he", None),
        ("officials", None),
        (None, None),
    ],
)
def test_the_name_in_a_source(source, name):
    assert named(source) == name


def test_longest_run():
    assert longest_run(["a", "b", "c", "d", "e"], ["x", "b", "c", "d", "y", "e"]) == ("b", "c", "d")
    assert longest_run([], ["a"]) == ()


def test_a_single_word_in_common_does_not_tell_its_negation():
    assert against("ferries closed", "bridges not closed") == 0.0
    assert against("ferries closed late", "ferries not closed") > 0.0


def test_the_first_of_several_longest_runs_is_taken_to_its_end():
    assert longest_run(["a", "b", "x", "c", "d"], ["c", "d", "y", "a", "b"]) == ("a", "b")
    assert longest_run(["a", "b"], ["a", "b"]) == ("a", "b")
    assert longest_run(["a", "b"], ["b", "a"]) == ("a",)
