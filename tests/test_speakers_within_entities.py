"""Whom an article names."""

from __future__ import annotations

import pytest

from analysis.segmentation import segment
from analysis.speakers.within import entities


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ruth Alder spoke. President Alder Tours Ohio today.", {"Ruth Alder"}),
        ("Crooked Ruth Alder lost, they said. Ruth Alder said so.", {"Ruth Alder"}),
        ("Embed Alder Rejects Report\n\nRuth Alder rejects it.", {"Ruth Alder"}),
        ("Ruth Alder and her son Peter Alder came.", {"Ruth Alder", "Peter Alder"}),
        ("Ruth Alder won. President Alder Ruth Ann AlderSenate Votes On It today.", {"Ruth Alder"}),
        ("Ruth Alder won. Removing Alder is hard.", {"Ruth Alder"}),
        ("Ruth Alder works at Alder Group.", {"Ruth Alder", "Alder Group"}),
        ("ANALYSIS: Isolated Alder turns to the court\n\nRuth Alder spoke.", {"Ruth Alder"}),
        ("Take Alder at her word. Alder won. Governor Ruth Alder said so.", {"Ruth Alder"}),
        ("White House Alder goes on. President Ruth Alder spoke.", {"Ruth Alder"}),
        ("Ruth Alder spoke. Team Alder won.", {"Ruth Alder", "Team Alder"}),
        ("Ruth Alder spoke. Alder University closed.", {"Ruth Alder", "Alder University"}),
        ("Ruth Alder And Tom Beck Back Lee In Race\n\nRuth Alder spoke.", {"Ruth Alder"}),
        ("Panel Votes On New Harbour Rules Today\n\nRuth Alder spoke.", {"Ruth Alder"}),
    ],
)
def test_words_around_a_name_are_no_part_of_it(text, named):
    found, occurrences, _ = entities.find(segment(text))
    assert {entity.name.text for entity in found} == named
    assert all(text[o.start : o.end] for o in occurrences)


def test_a_trimmed_name_stands_where_it_is_written():
    text = "Ruth Alder spoke. President Alder Tours Ohio today."
    (alder,), _, _ = entities.find(segment(text))
    assert [text[o.start : o.end] for o in alder.occurrences] == ["Ruth Alder", "Alder"]


def people(text: str) -> dict[str, list[str]]:
    """The words that name each entity, by its fullest name."""
    return {
        e.name.text: [text[o.start : o.end] for o in e.occurrences] for e in entities.find(segment(text))[0]
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ana Cruz spoke. Cruz left. Ana came.", {"Ana Cruz": ["Ana Cruz", "Cruz", "Ana"]}),
        ("Cruz spoke. Ana Cruz left.", {"Ana Cruz": ["Cruz", "Ana Cruz"]}),
        ("Ana Cruz spoke. Then Ana Maria Cruz slept.", {"Ana Maria Cruz": ["Ana Cruz", "Ana Maria Cruz"]}),
        ("Ana Cruz spoke. Mr. Cruz left.", {"Ana Cruz": ["Ana Cruz"], "Cruz": ["Cruz"]}),  # not she
        (
            "Ana Cruz and Otto Cruz spoke. Mr. Cruz left. Ms. Cruz came.",
            {"Ana Cruz": ["Ana Cruz", "Cruz"], "Otto Cruz": ["Otto Cruz", "Cruz"]},
        ),
        (
            "Otto Cruz and Karl Cruz met. Otto Cruz left. Cruz came.",  # the one it is about
            {"Otto Cruz": ["Otto Cruz", "Otto Cruz", "Cruz"], "Karl Cruz": ["Karl Cruz"]},
        ),
        ("Otto Zelensky spoke. Mr. Zelenskyy left.", {"Otto Zelensky": ["Otto Zelensky", "Zelenskyy"]}),
        ("Otto Falk spoke. Mr. Folks left.", {"Otto Falk": ["Otto Falk"], "Folks": ["Folks"]}),
        ("Otto Falk spoke. Mr. Valk left.", {"Otto Falk": ["Otto Falk"], "Valk": ["Valk"]}),
        ("Otto Falk spoke. Falk Jr. left.", {"Otto Falk": ["Otto Falk"], "Falk Jr.": ["Falk Jr."]}),
        (
            "Otto Falk Jr. spoke. Otto Falk came. Falk left.",
            {"Otto Falk Jr.": ["Otto Falk Jr."], "Otto Falk": ["Otto Falk", "Falk"]},
        ),
        ("Ana Cruz-Falk spoke. Falk left.", {"Ana Cruz-Falk": ["Ana Cruz-Falk", "Falk"]}),
        (
            "We met Pope Francis. Francis Rocca wrote it. Francis left.",
            {"Francis Rocca": ["Francis Rocca"], "Francis": ["Francis", "Francis"]},
        ),
        (
            "Cruz won. President Cruz told Ana Cruz so. Otto Cruz came.",  # either
            {"Ana Cruz": ["Ana Cruz"], "Otto Cruz": ["Otto Cruz"], "Cruz": ["Cruz", "Cruz"]},
        ),
        (
            "Ana Cruz met Otto Cruz. Cruz won.",  # the first one
            {"Ana Cruz": ["Ana Cruz", "Cruz"], "Otto Cruz": ["Otto Cruz"]},
        ),
        ("King Otto left. Otto bin Falk spoke.", {"Otto bin Falk": ["Otto bin Falk"], "Otto": ["Otto"]}),
        ("Hassan Abu Nasr spoke. Abu Nasr left.", {"Hassan Abu Nasr": ["Hassan Abu Nasr", "Abu Nasr"]}),
        (
            "President Falk spoke. Otto Falk Jr. left.",
            {"Otto Falk Jr.": ["Otto Falk Jr."], "Falk": ["Falk"]},
        ),
        ("Rep. Otto Falk Jr. left. Rep. Falk spoke.", {"Otto Falk Jr.": ["Otto Falk Jr.", "Falk"]}),
        ("Ana de la Cruz spoke. Cruz left.", {"Ana de la Cruz": ["Ana de la Cruz", "Cruz"]}),
    ],
)
def test_the_forms_of_a_persons_name_are_one_person(text, named):
    assert people(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "Society for Old Harbours met. SOH left. The Society stayed. Then S.O.H. came.",
            {"Society for Old Harbours": ["Society for Old Harbours", "SOH", "Society", "S.O.H."]},
        ),
        ("Harbour Ministry met. The Ministry left.", {"Harbour Ministry": ["Harbour Ministry", "Ministry"]}),
        (
            "Harbour Ministry and Trade Ministry met. The Ministry left.",  # the one named last
            {"Harbour Ministry": ["Harbour Ministry"], "Trade Ministry": ["Trade Ministry", "Ministry"]},
        ),
        ("Harbour Ministry met. HMS left.", {"Harbour Ministry": ["Harbour Ministry"], "HMS": ["HMS"]}),
    ],
)
def test_the_forms_of_an_organisations_name_are_one_organisation(text, named):
    assert people(text) == named


@pytest.mark.parametrize(
    ("text", "gender", "roles", "description"),
    [
        ("Otto Falk, a retired nurse, spoke.", "male", {"nurse"}, "a retired nurse"),
        ("Otto Falk (a lawyer) left.", "male", {"lawyer"}, "a lawyer"),
        ("Kim Falk, a retired actress, spoke.", "female", {"actress"}, "a retired actress"),
        ("Kim Falk, the chairman of Lund, left.", "male", {"chairman"}, "the chairman of Lund"),
        ("Prime Minister Kim Falk spoke.", "unknown", {"prime-minister"}, "Prime Minister"),
        ("Otto Falk, who won, is tired.", "male", set(), ""),
        ("Kim Falk spoke. Ms. Falk left.", "female", {"ms"}, "Ms."),
        ("Nurse Kim Falk spoke. Kim Falk, a nurse of Lund, left.", "unknown", {"nurse"}, "a nurse of Lund"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_person(text, gender, roles, description):
    entity = entities.find(segment(text))[0][0]
    assert (entity.kind, entity.gender, entity.roles, entity.description) == (
        "person",
        gender,
        roles,
        description,
    )


def test_a_description_has_no_space_at_its_end():
    assert entities.find(segment("Otto Falk – a lawyer – left."))[0][0].description == "a lawyer"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We fear the Fed. The Fed left.", "Fed", "organisation"),
        ("He saw the Seabright administration. Seabright left.", "Seabright", "unknown"),
        ("Then Militant Normals left.", "Militant Normals", "organisation"),
        ("Then Kaleab Jegol left.", "Kaleab Jegol", "unknown"),
        ("Then Kaleab Jegol, 54, left.", "Kaleab Jegol", "person"),
        ("Then Kaleab Jegol, a baker, left.", "Kaleab Jegol", "person"),
        ("Then CEOs left.", "CEOs", "organisation"),
        ("Ana Alder and Tom Alder met. Then the Alders left.", "Alders", "organisation"),
    ],
)
def test_persons_and_things_are_told_apart(text, name, kind):
    assert {e.name.text: e.kind for e in entities.find(segment(text))[0]}[name] == kind


@pytest.mark.parametrize(
    "text", ["See Photos there. More Photos came.", "NOTE: It rained.", "See Story there. A Story came."]
)
def test_common_words_with_capitals_belong_to_nobody(text):
    assert entities.find(segment(text))[2] == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Jim Jordan spoke. Then Jordan left.", {"Jim Jordan": ["Jim Jordan", "Jordan"]}),
        ("Jim Jordan spoke. He lives in Jordan.", {"Jim Jordan": ["Jim Jordan"], "Jordan": ["Jordan"]}),
        ("White House staff left. The House voted.", {"White House": ["White House"], "House": ["House"]}),
        ("Chapel Hill is far. Mr. Hill left.", {"Chapel Hill": ["Chapel Hill"], "Hill": ["Hill"]}),
    ],
)
def test_a_place_or_house_is_not_taken_for_another(text, named):
    assert people(text) == named


@pytest.mark.parametrize("surname", ["Fox", "Ford", "Bloomberg", "Whitehouse"])
def test_a_surname_that_is_a_company_too_is_a_person_behind_a_form_of_address(surname):
    text = f"Vicente {surname} spoke. “We want none of it,” Mr. {surname} said. “Never,” {surname} added."
    (one,), _, _ = entities.find(segment(text))
    assert (one.name.text, one.kind) == (f"Vicente {surname}", "person")
    assert len(one.occurrences) == 3


def test_a_son_is_known_by_his_surname_and_generation():
    text = "Otto Hale Jr. tweeted on Monday. “How ironic!” Hale Jr. wrote."
    (son,), _, _ = entities.find(segment(text))
    assert [text[o.start : o.end] for o in son.occurrences] == ["Otto Hale Jr.", "Hale Jr."]


def test_a_company_of_the_same_name_does_not_take_the_words_of_whom_the_text_names_in_full():
    text = (
        "Ana Bloomberg spoke. She founded the Bloomberg financial news service. Bloomberg told reporters so. "
        "It drew a response from Bloomberg."
    )
    found, _, _ = entities.find(segment(text))
    (ana,) = (e for e in found if e.kind == "person")
    assert [text[o.start : o.end] for o in ana.occurrences] == ["Ana Bloomberg", "Bloomberg", "Bloomberg"]
    assert [e.name.text for e in found if e.kind == "organisation"] == ["Bloomberg"]


def kinds(text: str) -> dict[str, str]:
    return {entity.name.text: entity.kind for entity in entities.find(segment(text))[0]}


def test_a_noun_behind_a_name_or_an_article_before_it_makes_it_no_person():
    text = "The Tanak Berg volcano erupted. Berg is near. The Virginia Courier and Virginia Holt said so."
    assert kinds(text)["Tanak Berg"] == "organisation"
    assert kinds(text)["Virginia Courier"] == "organisation"
    assert kinds(text)["Virginia Holt"] == "person"
    assert kinds("The Ana Holt volcano erupted.")["Ana Holt"] == "person"  # called after somebody


def test_a_headline_tells_a_first_name_that_the_text_leaves_out():
    text = "New Harbour Hall Opened By Peter Holt In Lund\n\nHolt said that it rained. Then Holt left."
    assert "Peter Holt" in kinds(text)
    assert "Holt" not in kinds(text)


def test_what_somebody_says_of_a_husband_is_not_what_they_are():
    (lucy,) = entities.find(segment("Lucy Alder, 31, said her husband was at home. She left."))[0]
    assert (lucy.gender, lucy.gender_from, lucy.roles) == ("female", "first name", set())


def test_common_words_behind_a_full_name_are_no_part_of_it():
    assert "Ruth Alder" in kinds("Ruth Alder won. Senator Ruth Alder Courtesy came.")
    assert "Ruth Alder Courtesy" not in kinds("Ruth Alder won. Senator Ruth Alder Courtesy came.")


def test_a_firm_is_called_by_its_first_word_for_short():
    found, _, owner = entities.find(segment("Marlow Foods closed. Then Marlow said that it rained."))
    assert [(e.name.text, e.kind, len(e.occurrences)) for e in found] == [("Marlow Foods", "organisation", 2)]
    assert set(owner.values()) == {0}


@pytest.mark.parametrize("word", ["REMOVE", "January"])
def test_a_shouted_word_and_a_month_stand_for_nobody(word):
    text = f"Ana Cruz came. {word} it was. They wrote {word}. Ana Cruz left in {word}."
    found, _, owner = entities.find(segment(text))
    assert [(e.name.text, e.kind) for e in found if e.number in set(owner.values())] == [
        ("Ana Cruz", "person")
    ]
    assert {e.kind for e in found if e.name.text == word} <= {"unknown"}
