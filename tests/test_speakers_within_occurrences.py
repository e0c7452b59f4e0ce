"""Where names stand, what they name, and the role before them; all are made up."""

import pytest

from analysis.segmentation import segment
from analysis.speakers.within.occurrences import is_acronym, occurrences


def found(text: str) -> list[tuple[str, str]]:
    """Each name with its kind."""
    return [(text[o.start : o.end], o.kind) for o in occurrences(segment(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Talks With Ana Cruz Today", ["Talks", "Ana Cruz"]),
        ("LIVE Ana Cruz spoke.", ["LIVE", "Ana Cruz"]),
        ("Ana Cruz Ana Cruz spoke.", ["Ana Cruz", "Ana Cruz"]),
        ("United States Ana Cruz spoke.", ["United States", "Ana Cruz"]),
        ("New York Ana Cruz spoke.", ["New York", "Ana Cruz"]),
        ("Fox News Ana Cruz left.", ["Fox News", "Ana Cruz"]),
        ("On Monday Ana Cruz Monday left.", ["Ana Cruz"]),
        ("Killing Ana Cruz is bad.", ["Ana Cruz"]),
        ("We saw German Ana Cruz.", ["Ana Cruz"]),
        ("Ana Cruz's boat left.", ["Ana Cruz"]),
        ("Ana Cruz, Jr., left.", ["Ana Cruz, Jr."]),
        ("J.B. Cruz left.", ["J.B. Cruz"]),
        ("Ana de la Cruz met al-Falk.", ["Ana de la Cruz", "al-Falk"]),
        ("We are @Falk and falk.Falk and /Falk.", []),
    ],
)
def test_a_name_is_a_run_of_capitals_without_what_stands_round_it(text, names):
    assert [name for name, _ in found(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "The President left. We met the President.",
        "A German left. We met a German.",
        "Residents left.",
        "The boats left. Boats came.",
        "However, it rained in May.",
    ],
)
def test_titles_nationalities_and_words_that_open_a_sentence_are_no_names(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana Cruz", "person"),
        ("J.B. Cruz", "person"),
        ("Harbour Ministry", "organisation"),
        ("Los Angeles Times", "organisation"),
        ("Germany", "organisation"),
        ("New York", "organisation"),
        ("Falk-Germany", "organisation"),
        ("NATO", "organisation"),
        ("Seabright", "unknown"),
        ("WHO", "unknown"),
    ],
)
def test_what_a_name_names(text, kind):
    assert found(f"Then {text} came.") == [(text, kind)]


@pytest.mark.parametrize(
    ("text", "name", "role", "kind"),
    [
        ("Then Home Secretary Ana Cruz left.", "Ana Cruz", "Home Secretary", "person"),
        ("Then Los Angeles Mayor Ana Cruz left.", "Ana Cruz", "Los Angeles Mayor", "person"),
        ("Then Ms. Cruz left.", "Cruz", "Ms.", "person"),
        ("Then Mayor Cruz left.", "Cruz", "Mayor", "person"),
        ("Then Pope Lucy left.", "Lucy", "Pope", "person"),
        ("Here, city spokesman Ana Cruz left.", "Ana Cruz", "city spokesman", "person"),
        ("We saw the spokesman, Ana Cruz, there.", "Ana Cruz", "spokesman", "person"),
    ],
)
def test_titles_and_roles_before_a_name_are_no_part_of_it(text, name, role, kind):
    (one,) = occurrences(segment(text))
    assert (text[one.start : one.end], one.role, one.kind, one.titled) == (name, role, kind, True)
    assert text[one.outer :].startswith(role)


@pytest.mark.parametrize(
    "text", ["Then Lucy Pope left.", "We saw nurses, Ana Cruz too.", "Then spoke Ana Cruz."]
)
def test_surnames_that_are_titles_and_lists_have_no_role(text):
    (one,) = occurrences(segment(text))
    assert (one.role, one.titled, one.outer) == ("", False, one.start)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We left the Ministry of Trade.", "Ministry of Trade"),
        ("We left the Ministry for Trade.", "Ministry for Trade"),
        ("We met Harbours to Lund (HTL).", "Harbours to Lund"),
        ("We met Harbours to Lund (ABC).", "Harbours"),
        ("We met Cruz of Lund.", "Cruz"),
    ],
)
def test_an_organisations_name_goes_on_behind_of_and_for(text, name):
    assert found(text)[0][0] == name


@pytest.mark.xfail(
    strict=True, reason="the first word of a sentence is dropped when it is a noun for organisations"
)
def test_a_ministry_that_opens_a_sentence_keeps_its_name():
    assert found("Ministry of Trade left.")[0][0] == "Ministry of Trade"


@pytest.mark.xfail(strict=True, reason="the verb before a role is taken for a part of it")
def test_a_verb_is_no_part_of_a_role():
    assert occurrences(segment("We met city spokesman Ana Cruz."))[0].role == "city spokesman"


@pytest.mark.parametrize(
    ("letters", "name", "fits"),
    [
        ("SOH", "Society for Old Harbours", True), ("SOH", "Society of Harbours", True),
        ("SFOH", "Society for Old Harbours", True), ("S.F.O.H.", "Society for Old Harbours", True),
        ("SH", "Society of Harbours", True), ("S", "Society", False), ("SO", "Society", False),
        ("GM", "Grain-Market", True),
    ],
)  # fmt: skip
def test_initials_count_the_small_words_or_not(letters, name, fits):
    assert is_acronym(letters, name) == fits
