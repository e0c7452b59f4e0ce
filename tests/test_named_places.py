"""Places by their ISO codes: names of the gazetteer where nothing longer, nobody and no word is meant."""

import pytest

from analysis.named import gazetteer, places
from analysis.segmentation import Document
from analysis.speakers.within import entities, margins

# What is written, and the places that it names, in order.
AMBIGUOUS = [
    ("Voters in Georgia chose a governor on Tuesday.", ["US-GA"]),
    ("Georgia Gov. Ada Lund signed the bill.", ["US-GA"]),
    ("Protesters filled Tbilisi. Georgia wants to join, its minister said.", ["GE", "GE"]),
    ("Georgia Lund sang, and the audience rose.", []),
    ("The army of Jordan closed the border with Syria.", ["JO", "SY"]),
    ("Rep. Ben Jordan, a lawyer, spoke first. Jordan said he was sorry.", []),
    ("Rep. Ben Jordan flew to Jordan on Friday.", ["JO"]),
    ("The camps in Jordan are full.", ["JO"]),
    ("Turkey bought the missiles from Russia.", ["TR", "RU"]),
    ("She roasted a turkey. Turkey is best when it rests, the cook said.", []),
    ("He ate turkey in Turkey, where his mother lives.", ["TR"]),
    ("They met in Paris to talk about the river.", ["FR"]),
    ("The family moved to Paris, Texas, in May.", ["US-TX", "US-TX"]),
    ("Paris Lund opened her second shop.", []),
    ("He left the Paris climate accord last year.", []),
    ("Austin, Texas, grew faster than any other city.", ["US-TX", "US-TX"]),
    ("Police in Austin closed two bridges.", ["US-TX"]),
    ("Gen. Carl Austin told lawmakers so. Austin did not say when.", []),
    ("Washington and Beijing signed the deal.", ["US-DC", "CN"]),
    ("He moved to Washington, D.C., in May.", ["US-DC"]),
    ("Washington D.C. is hot in July.", ["US-DC"]),
    ("Apples from Washington state are late this year.", ["US-WA"]),
    ("The plant in Seattle, Washington, is closed.", ["US-WA", "US-WA"]),
    ("Olga Washington, a nurse, was there. Washington said nothing.", []),
    ("The plant near Lima, Peru, is closed.", ["PE", "PE"]),
    ("The mayor of Birmingham, Alabama, was not there.", ["US-AL", "US-AL"]),
    ("The mayor of Birmingham was not there, nor was anybody from London.", ["GB", "GB"]),
    ("In Portland, Maine, and in Portland, Oregon, it rained.", ["US-ME", "US-ME", "US-OR", "US-OR"]),
    ("Chad Lund and Kenya Roe were elected.", []),
    ("Soldiers from Chad crossed into Niger.", ["TD", "NE"]),
    ("Virginia Lund of Virginia Beach, Virginia, won.", ["US-VA", "US-VA"]),
    ("The Bank of England raised rates in England.", ["GB-ENG"]),
    ("The Texas Senate met, and Texas waited.", ["US-TX"]),
    ("New Mexico is no part of Mexico.", ["US-NM", "MX"]),
    ("Ships crossed the Gulf of Mexico.", []),
    ("New York Gov. Ada Lund flew to New York City.", ["US-NY", "US-NY"]),
    ("The bill passed in North Carolina and North Dakota.", ["US-NC", "US-ND"]),
    ("West Virginia voted after Virginia.", ["US-WV", "US-VA"]),
    ("Latin America needs more than America gives.", ["US"]),
    ("Houston Roe sued. The flood in Houston took his house.", ["US-TX"]),
]


def found(text: str) -> list[places.Place]:
    people, occurrences, owner = entities.find(Document(text))
    return places.find(text, people, occurrences, owner, margins.furniture(text))


def test_of_forty_ambiguous_names_at_least_38_are_read_right():
    wrong = [text for text, codes in AMBIGUOUS if [place.code for place in found(text)] != codes]
    assert len(AMBIGUOUS) == 40
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(("text", "codes"), [case for case in AMBIGUOUS if "Washington" in case[0]])
def test_washington_is_the_city_but_for_the_state_and_a_person(text, codes):
    assert [place.code for place in found(text)] == codes


def test_a_place_is_where_it_stands_and_says_why():
    text = "Rain fell in Oslo, Norway, on Friday."
    assert [(text[p.start : p.end], p.code, p.name, p.kind, p.evidence) for p in found(text)] == [
        ("Oslo", "NO", "Oslo", "city", "before Norway"),
        ("Norway", "NO", "Norway", "country", "a name of one place only"),
    ]


def test_a_town_that_the_gazetteer_lacks_is_told_by_its_state():
    text = "The mill in Harrowgate Falls, Mo., is shut, Ada Lund, Ohio, said on Monday, Texas time."
    assert next((text[p.start : p.end], p.code) for p in found(text)) == ("Harrowgate Falls", "US-MO")
    assert "Ada Lund" not in {text[p.start : p.end] for p in found(text)}


def test_credits_and_other_names_hold_no_place():
    for text in (
        "Photo by Ben Doe/London Images\n\nAda Lund left.",
        "USA TODAY asked for comment.",
        "He went to the University of Texas.",
        "The Boston Globe reported it.",
        "a chile pepper, a turkey, some china",
    ):
        assert not found(text), text


def test_an_empty_text_names_no_place():
    assert found("") == []


def test_codes_are_those_of_iso_3166():
    entries = [entry for _, entry in gazetteer.entries()]
    assert {e.kind for e in entries} == {"country", "state", "city"}
    assert all(len(e.code) == 2 and e.code.isupper() for e in entries if e.kind == "country")
    assert all(e.code[2] == "-" for e in entries if e.kind == "state")
    states = {e.code for e in entries if e.kind == "state" and e.code.startswith("US-")}
    assert len(states) == 51
    assert {e.code for e in entries if e.kind == "city" and e.code.startswith("US-")} <= states


def test_the_gazetteer_is_small():
    from importlib import resources

    assert len((resources.files("analysis.named") / "gazetteer.txt").read_bytes()) < 45_000
