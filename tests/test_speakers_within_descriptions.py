"""Whom a description of a source means: by role, age or name, or nobody named; the texts are made up."""

import pytest
from sources import names, resolved

from analysis.speakers.within import descriptions

SAID = " said that cracks had been seen."


def who(before: str, source: str, *parts: tuple[str | None, str]) -> str | None:
    return names(f"{before} {source}{SAID}", *parts, (source, "that cracks had been seen"))[-1]


def test_a_role_told_of_one_person_means_that_person():
    before = "City spokesman Otto Falk came. Mayor Ana Cruz left."
    mention = resolved(f"{before} The spokesman{SAID}", ("The spokesman", "that cracks had been seen"))[0]
    assert (mention.name, mention.description) == ("Otto Falk", "City spokesman")
    assert 0.8 < mention.confidence < 1
    assert mention.evidence == "“The spokesman” → Otto Falk: described as “City spokesman”"


@pytest.mark.parametrize(
    ("before", "source", "name"),
    [
        ("City spokesman Otto Falk and union spokesman Karl Berg met.", "The spokesman", None),
        ("City spokesman Otto Falk and union spokesman Karl Berg met.", "The union spokesman", "Karl Berg"),
    ],
)
def test_of_two_with_a_role_the_better_described_or_nearer_one_is_meant(before, source, name):
    assert who(before, source) == name


def test_the_nearer_of_two_with_a_role_is_meant_when_the_other_is_far():
    far = "City spokesman Otto Falk came. It rained. It snowed. It froze."
    assert who(f"{far} Then union spokesman Karl Berg came.", "The spokesman") == "Karl Berg"


def test_two_that_fit_alike_are_told_in_the_evidence():
    text = f"City spokesman Otto Falk and union spokesman Karl Berg met. The spokesman{SAID}"
    mention = resolved(text, ("The spokesman", "that cracks had been seen"))[0]
    assert mention.evidence == "“The spokesman”: Karl Berg or Otto Falk"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The lawmaker", "Ana Cruz"),  # a senator is one
        ("The senator", "Ana Cruz"),
        ("The mayor", None),
        ("A lawmaker", None),
        ("Two lawmakers", None),
        ("The lawmakers", None),
        ("Another senator", None),
    ],
)
def test_only_one_definite_person_is_somebody_named(source, name):
    assert who("Senator Ana Cruz came.", source) == name


def test_a_prime_minister_is_no_minister():
    assert who("Prime Minister Otto Falk came.", "The prime minister") == "Otto Falk"
    phrase = descriptions.read("the prime minister of Norway")
    assert (phrase.head, phrase.modifiers) == ("prime-minister", frozenset())


@pytest.mark.parametrize(
    ("before", "source", "name"),
    [
        ("Otto Falk, 52, met Karl Berg, 61.", "The 61-year-old", "Karl Berg"),
        ("Otto Falk (52) met Karl Berg.", "The 52-year-old", "Otto Falk"),
        ("Otto Falk, 52, met Karl Berg, 61.", "The 70-year-old", None),
        ("Otto Falk, 520, met Karl Berg, 61.", "The 52-year-old", None),
    ],
)
def test_an_age_means_who_is_of_that_age(before, source, name):
    assert who(before, source) == name


def test_gender_and_nationality_must_agree():
    pair = "Spokesman Kim Falk and spokeswoman Ana Cruz met."
    assert who(pair, "The spokeswoman") == "Ana Cruz"
    ministers = "German minister Otto Falk and Polish minister Karl Berg met."
    assert who(ministers, "The Polish minister") == "Karl Berg"
    assert who("German minister Otto Falk came.", "The Polish minister") is None
    assert who("German minister Otto Falk came.", "The minister") == "Otto Falk"


def test_who_was_brought_in_without_a_name_stays_without():
    first = ("A spokesman", "it was not")
    named = "City spokesman Otto Falk came."
    assert who(f"{named} A spokesman said it was not.", "The spokesman", first) is None
    assert who(f"A spokesman said it was not. {named}", "The spokesman", first) == "Otto Falk"
    other = f"{named} A nurse said it was not."
    assert who(other, "The spokesman", ("A nurse", "it was not")) == "Otto Falk"


SPOKE = "Otto Falk came. “It is late,” Falk said."
LATE = ("Falk", "“It is late,”")


def test_who_spoke_last_and_whose_role_is_not_told_may_be_the_businessman():
    mention = resolved(
        f"{SPOKE} The businessman{SAID}", LATE, ("The businessman", "that cracks had been seen")
    )[1]
    assert mention.name == "Otto Falk"
    assert mention.evidence.endswith("the one spoken of, whose role is not told")


@pytest.mark.parametrize(
    ("before", "source"),
    [
        (SPOKE, "The spokesman"),  # who is seldom named
        (SPOKE, "That businessman"),
        (SPOKE.replace("Otto Falk", "Susan Falk"), "The businessman"),
        (SPOKE.replace("Otto Falk", "Mayor Otto Falk"), "The senator"),  # holds another office
        (SPOKE + "\n\nIt rained.\n\nIt snowed.\n\n", "The businessman"),  # long before
    ],
)
def test_otherwise_who_spoke_last_is_not_meant(before, source):
    assert who(before, source, LATE) is None


def test_an_organisation_that_spoke_last_is_no_businessman():
    text = "The Harbour Ministry said it was late."
    assert who(text, "The businessman", ("The Harbour Ministry", "it was late")) is None


def test_a_paragraph_on_who_spoke_last_is_still_meant():
    assert who(SPOKE + "\n\n", "The businessman", LATE) == "Otto Falk"


@pytest.mark.parametrize(
    ("before", "source", "name"),
    [
        ("The Trade Ministry and the Harbour Ministry met.", "The ministry", "Harbour Ministry"),
        ("The Trade Ministry and the Harbour Ministry met.", "The trade ministry", "Trade Ministry"),
        ("The Harbour Ministry opened.", "The trade ministry", None),
        ("The Harbour Ministry opened.", "The committee", None),
        ("The Harbour Ministry opened.", "A ministry", None),
    ],
)
def test_an_organisation_is_the_last_named_whose_name_holds_the_words(before, source, name):
    assert who(before, source) == name


def test_an_organisation_that_is_named_later_is_not_meant():
    text = f"The ministry{SAID} The Harbour Ministry opened."
    assert names(text, ("The ministry", "that cracks had been seen")) == [None]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("A senior official", "anonymous"), ("Aides", "group"), ("An unnamed group", "anonymous"),
        ("A nurse briefed on the case", "anonymous"), ("Workers familiar with the case", "anonymous"),
        ("An anonymous caller", "anonymous"), ("A nurse", "unnamed"),
        ("Two nurses", "group"), ("Residents", "group"), ("The police", "organisation"),
        ("The committee", "organisation"), ("The newspaper", "organisation"),
    ],
)  # fmt: skip
def test_what_kind_of_source_is_not_named(source, kind):
    mention = resolved(f"{source}{SAID}", (source, "that cracks had been seen"))[0]
    assert (mention.name, mention.kind, mention.description) == (None, kind, source)


@pytest.mark.parametrize(
    ("text", "head", "modifiers", "definite", "plural", "gender", "age"),
    [
        (
            "the tired harbour spokeswoman, who left",
            "spokeswoman",
            {"tired", "harbour"},
            True,
            False,
            "female",
            "",
        ),
        ("a spokesman for the town", "spokesman", set(), False, False, "male", ""),
        ("three nurses", "nurses", set(), False, True, "unknown", ""),
        ("3 nurses", "nurses", {"3"}, False, True, "unknown", ""),
        ("the 52-year-old", "52-year-old", set(), True, False, "unknown", "52"),
        ("Berg's coach", "coach", {"berg"}, True, False, "unknown", ""),
        ("", "", set(), False, False, "unknown", ""),
    ],
)
def test_the_parts_of_a_description(text, head, modifiers, definite, plural, gender, age):
    phrase = descriptions.read(text)
    assert (phrase.head, phrase.definite, phrase.plural) == (head, definite, plural)
    assert (phrase.gender, phrase.age) == (gender, age)
    assert phrase.modifiers == modifiers


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Cruz campaign", "Cruz campaign"), ("The Ana Cruz administration", "Ana Cruz administration"),
        ("Cruz's team", "Cruz team"), ("Cruz’s team ", "Cruz team"),
        ("the campaign", None), ("the Cruz campaign manager", None), ("the Cruz party", None),
    ],
)  # fmt: skip
def test_somebodys_camp_has_a_name_of_its_own(text, name):
    assert descriptions.camp(text) == name


def test_a_camp_speaks_as_an_organisation():
    text = f"Ana Cruz left. The Cruz campaign{SAID}"
    mention = resolved(text, ("The Cruz campaign", "that cracks had been seen"))[0]
    assert (mention.name, mention.kind, mention.confidence) == ("Cruz campaign", "organisation", 0.8)


def test_who_was_brought_in_without_a_name_is_called_in_the_same_words_later():
    text = (
        "A Harbour official said it was cold. “It is late,” the official said. A Lund official said it was warm. "
        "“Go home,” the official said. “No,” the former official said."
    )
    parts = [
        ("A Harbour official", "it was cold"), ("the official", "“It is late,”"), ("A Lund official", "it was warm"),
        ("the official", "“Go home,”"), ("the former official", "“No,”"),
    ]  # fmt: skip
    found = resolved(text, *parts)
    assert [m.name for m in found] == [None] * 5
    assert [m.description for m in found] == [
        "A Harbour official", "A Harbour official", "A Lund official", "A Lund official", "the former official"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Judge Otto Falk left. One judge who ruled was late.", "the judge", None),
        ("Judge Otto Falk left. As a judge he was late.", "the judge", "Otto Falk"),
        ("Senator Otto Falk left. A senator said it was not.", "this lawmaker", None),
        ("The 2008 nominee, Otto Falk, left.", "the 2012 nominee", None),
        ("The 2008 nominee, Otto Falk, left.", "the 2008 nominee", "Otto Falk"),
        ("Otto Falk left.", "the Republican", None),
        ("Otto Falk (R-Ohio) left.", "the Republican", "Otto Falk"),
        ("Otto Falk teaches law in Lund.", "the tall, quiet professor", "Otto Falk"),
        ("Otto Falk sells boats in Lund.", "the tall, quiet professor", None),
        (
            "Ruth Orr sued. Her lawyer, Otto Falk, left. “No,” the city’s lawyer said.",
            "her lawyer",
            "Otto Falk",
        ),
        ("Karl Berg died.", "his wife", "Ingrid Berg"),
        ("Karl Holt died.", "his wife", None),
    ],
)
def test_what_else_is_told_decides_whom_a_description_means(text, source, name):
    text = f"{text} “It is late,” {source} said. Berg and his wife, Ingrid Berg, had met."
    parts = [("A senator", "it was not")] if "A senator" in text else []
    parts += [("the city’s lawyer", "“No,”")] if "the city’s lawyer" in text else []
    assert resolved(text, *parts, (source, "“It is late,”"))[-1].name == name
