"""What kind of source speaks, in six words; the texts are made up."""

import pytest
from sources import resolved

from analysis.speakers.within.source_types import described

SAID = " said that cracks had been seen."


@pytest.mark.parametrize(
    ("source", "type"),
    [
        ("A neighbour", "unnamed"), ("The man", "unnamed"), ("one voter", "unnamed"),
        ("A 54-year-old", "unnamed"),
        ("residents", "group"), ("experts", "group"), ("Most of the nurses", "group"),
        ("a number of voters", "group"),
        ("Danish officials", "group"), ("Republican leaders", "group"), ("former and current employees", "group"),
        ("sources", "anonymous"), ("An insider", "anonymous"), ("a senior official", "anonymous"),
        ("the company", "organisation"), ("local companies", "organisation"),
        ("Harbour Watch officials", "organisation"),
        ("a spokeswoman for the Lund Port Authority", "organisation"), ("a spokeswoman", "unnamed"),
    ],
)  # fmt: skip
def test_a_description_alone_tells_the_type(source, type):
    assert described(source) == type


@pytest.mark.parametrize(
    "source",
    [
        "The report", "a new poll", "Court documents", "a lawsuit filed on Monday", "the memo", "his tweet",
        "A study published by the bank", "Data on the tides", "a statement from the Harbour Ministry",
    ],
)  # fmt: skip
def test_what_is_written_is_a_document(source):
    mention = resolved(f"{source}{SAID}", (source, "that cracks had been seen"))[0]
    assert mention.kind == "document"


def test_a_document_has_its_issuer_and_never_whom_it_is_addressed_to():
    issued = "A statement from the Harbour Ministry"
    addressed = "A letter to Mayor Otto Falk"
    text = f"Otto Falk is the mayor. {issued}{SAID} {addressed}{SAID}"
    first, second = resolved(
        text, (issued, "that cracks had been seen"), (addressed, "that cracks had been seen")
    )
    assert (first.name, first.kind) == ("Harbour Ministry", "document")
    assert (second.name, second.kind) == (None, "document")


@pytest.mark.parametrize(
    ("source", "behind"),
    [
        ("a nurse", ", who asked not to be named, said that cracks had been seen."),
        ("a nurse", " said that cracks had been seen, speaking on condition of anonymity."),
        ("two nurses", ", who were not authorized to speak, said that cracks had been seen."),
        ("A person involved in the talks", SAID),
        ("people briefed on the plan", SAID),
        ("an unidentified caller", SAID),
    ],
)
def test_whose_name_is_withheld_is_anonymous(source, behind):
    (mention,) = resolved(f"Once {source}{behind}", (source, "that cracks had been seen"))
    assert (mention.name, mention.kind) == (None, "anonymous")


def test_what_is_said_of_another_s_name_withholds_none():
    text = "A nurse said that the victim was not identified."
    (mention,) = resolved(text, ("A nurse", "that the victim was not identified"))
    assert mention.kind == "unnamed"


def test_who_is_anonymous_once_stays_so():
    text = f"A clerk, who declined to be named,{SAID} “It is over,” the clerk said. “I am sad,” he said."
    parts = (("A clerk", "that cracks had been seen"), ("the clerk", "“It is over,”"), ("he", "“I am sad,”"))
    assert [m.kind for m in resolved(text, *parts)] == ["anonymous"] * 3


def test_a_named_person_an_organisation_and_several_keep_their_types():
    text = f"Ana Cruz{SAID} The Harbour Ministry{SAID} Ana Cruz and her staff{SAID}"
    sources = ("Ana Cruz", "The Harbour Ministry", "Ana Cruz and her staff")
    found = resolved(text, *((source, "that cracks had been seen") for source in sources))
    assert [m.kind for m in found] == ["named person", "organisation", "group"]


def test_what_shows_a_gender_is_told():
    text = f"Mr. Falk{SAID} Quill spokeswoman Bo Dahl{SAID} Anna Berg{SAID} Nobody{SAID}"
    sources = ("Mr. Falk", "Bo Dahl", "Anna Berg", "Nobody")
    found = resolved(text, *((source, "that cracks had been seen") for source in sources))
    assert [(m.gender, m.gender_from) for m in found] == [
        ("male", "title"), ("female", "noun"), ("female", "first name"), ("unknown", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "name", "type"),
    [
        ("A post by Cruz", "Ana Cruz", "named person"),
        ("her remarks", "Ana Cruz", "named person"),
        ("Cruz’s letter", "Ana Cruz", "document"),
        ("the post", None, "document"),
        ("its website", None, "organisation"),
        ("the program’s website", None, "organisation"),
        ("the website", None, "document"),
        ("the nurse’s website", None, "document"),
        ("a letter posted to Cruz’s page", None, "document"),
        ("a memo from the U.S. command", None, "document"),
        ("a spokesman for Cruz", None, "unnamed"),
        ("a spokesman for the Lund School District", None, "organisation"),
        ("district leaders", None, "organisation"),
        ("company leaders", None, "group"),  # of no company that is named
        ("local leaders", None, "group"),
        ("Danish and Swedish senators", None, "group"),
    ],
)
def test_in_what_way_somebody_speaks_is_no_source_of_its_own(source, name, type):
    text = f"Ana Cruz met the Lund School District. It was told: {source}{SAID}"
    mention = resolved(text, (source, "that cracks had been seen"))[0]
    assert (mention.name, mention.kind) == (name, type)


@pytest.mark.parametrize(
    ("source", "name", "type"),
    [
        ("The Lund Post", "Lund Post", "organisation"),  # a newspaper, and nothing that somebody posted
        ("A Lund Post study", "Lund Post", "document"),
        ("The Lund Bridge Act", "Lund Bridge Act", "document"),
    ],
)
def test_a_newspaper_is_no_document(source, name, type):
    mention = resolved(f"{source}{SAID}", (source, "that cracks had been seen"))[0]
    assert (mention.name, mention.kind) == (name, type)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("It was late.\n\nSlideshow (19 Images)\n\nImages said that cracks had been seen.", "19 Images"),
        ("The light stayed on through Feb. 8, said that cracks had been seen.", "Feb. 8"),
        ("“So far said that cracks had been seen.", "far"),
    ],
)
def test_a_date_a_caption_and_an_adverb_name_nobody(text, source):
    assert resolved(text, (source, "that cracks had been seen"))[0].name is None
