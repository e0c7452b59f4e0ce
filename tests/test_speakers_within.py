"""Who a source is within an article; the texts are made up."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import names, resolved

from analysis import tables
from analysis.quotation import Attribution
from analysis.segmentation import segment
from analysis.speakers import resolve
from analysis.speakers.within import entities

OFFICE = (
    "The harbour will close, city spokeswoman Ana Cruz said on Monday. Cruz said the cranes were old. "
    "The spokeswoman added that new ones were ordered. “We had no choice,” she said."
)


def test_name_surname_description_and_pronoun_are_one_person() -> None:
    assert (
        names(
            OFFICE,
            ("city spokeswoman Ana Cruz", "The harbour will close"),
            ("Cruz", "the cranes were old"),
            ("The spokeswoman", "that new ones were ordered"),
            ("she", "“We had no choice,”"),
        )
        == ["Ana Cruz"] * 4
    )


def test_evidence_and_confidence_say_why() -> None:
    mention = resolved(OFFICE, ("The spokeswoman", "that new ones were ordered"))[0]
    assert "spokeswoman" in mention.evidence
    assert 0 < mention.confidence <= 1
    assert (mention.kind, mention.gender, mention.description) == (
        "named person",
        "female",
        "city spokeswoman",
    )


def test_the_possessor_is_not_the_speaker() -> None:
    text = (
        "Minister Otto Falk commented on reports that President Karl Berg had signed the order, saying this "
        "fitted his administration. “They do what they can,” he said."
    )
    assert names(
        text, ("Minister Otto Falk", "this fitted his administration"), ("he", "“They do what they can,”")
    ) == [
        "Otto Falk",
        "Otto Falk",
    ]


def test_who_is_spoken_for_is_not_the_speaker() -> None:
    text = (
        "Mayor Ana Cruz lost. A lawyer for Ms. Cruz, Bo Pell of Harbour Law, said she would appeal. "
        "A lawyer for Ms. Cruz said it would take weeks."
    )
    parts = ("A lawyer for Ms. Cruz, Bo Pell of Harbour Law", "she would appeal")
    assert names(text, parts, ("A lawyer for Ms. Cruz", "it would take weeks"))[0] == "Bo Pell"
    assert names(text, ("A lawyer for Ms. Cruz", "it would take weeks")) != ["Ana Cruz"]


def test_who_is_talked_about_is_not_the_speaker() -> None:
    text = "Mayor Otto Falk met Karl Berg on Friday. “Berg is a fine man, and Berg will win,” he said."
    assert (
        names(text, ("Mayor Otto Falk", "met Karl Berg"), ("he", "“Berg is a fine man, and Berg will win,”"))
        == ["Otto Falk"] * 2
    )


def test_pronouns_agree_in_gender() -> None:
    text = "Susan Holt met Peter Berg. The talks were long. “I was tired,” she said. “So was I,” he said."
    assert names(text, ("she", "“I was tired,”"), ("he", "“So was I,”")) == ["Susan Holt", "Peter Berg"]


def test_a_title_beats_the_first_name() -> None:
    text = "Mr. Lindsey Holt spoke first. “It is late,” he said."
    assert resolved(text, ("he", "“It is late,”"))[0].gender == "male"


@pytest.mark.parametrize(
    "source",
    [
        "two unnamed officials",
        "a person familiar with the matter",
        "officials",
        "one aide",
        "a senior diplomat",
    ],
)
def test_unnamed_sources_stay_unnamed(source: str) -> None:
    text = f"The bridge, opened by President Karl Berg, may fall, {source} said. Berg was silent."
    mention = resolved(text, (source, "The bridge, opened by President Karl Berg, may fall"))[0]
    assert mention.name is None
    assert mention.kind in ("anonymous", "group", "unnamed", "organisation")
    assert mention.description == source


def test_an_unnamed_official_is_not_the_one_named_before() -> None:
    text = (
        "Defence minister Otto Falk said the port was safe. A senior official said it was not. "
        "The official said cracks had been seen."
    )
    assert names(
        text,
        ("Defence minister Otto Falk", "the port was safe"),
        ("A senior official", "it was not"),
        ("The official", "cracks had been seen"),
    ) == ["Otto Falk", None, None]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The Kremlin", "Kremlin"),
        ("Canada", "Canada"),
        ("The Harbour Ministry", "Harbour Ministry"),
        ("NATO", "NATO"),
    ],
)
def test_places_and_institutions_speak_for_themselves(source: str, name: str) -> None:
    text = f"{source} said the strait was open. Its leader Otto Falk was away."
    mention = resolved(text, (source, "the strait was open"))[0]
    assert (mention.name, mention.kind) == (name, "organisation")


def test_an_acronym_is_the_organisation_it_abbreviates() -> None:
    text = "The Society for Old Harbours (SOH) met in Oslo. SOH said the piers were rotten."
    assert names(text, ("SOH", "the piers were rotten")) == ["Society for Old Harbours"]


def test_a_possessor_does_not_lend_the_name() -> None:
    text = "Karl Berg was ill. Berg's doctor said he would recover. A lawyer for Berg said the same."
    assert names(text, ("Berg's doctor", "he would recover"), ("A lawyer for Berg", "the same")) == [
        None,
        None,
    ]


def test_the_name_behind_the_description_counts() -> None:
    text = "The bill is dead, said the legislator, Representative Carla Holt of Maine."
    assert names(text, ("the legislator", "The bill is dead")) == ["Carla Holt"]


def test_who_and_i_point_to_the_nearest_speaker() -> None:
    text = "Carla Holt, who said the sea was rising, left. “I think I saw it,” Otto Falk said."
    assert names(
        text, ("who", "the sea was rising"), ("Otto Falk", "“I think I saw it,”"), ("I", "I saw it")
    ) == [
        "Carla Holt",
        "Otto Falk",
        "Otto Falk",
    ]


def test_first_person_outside_quotations_is_the_byline() -> None:
    text = "The train was late. I think nobody cared."
    assert names(text, ("I", "nobody cared"), author="By Carla Holt") == ["Carla Holt"]
    assert names(text, ("I", "nobody cared")) == [None]
    assert names(text, ("I", "nobody cared"), author="Carla Holt and Otto Falk") == [None]


def test_the_interviewee_answers() -> None:
    text = (
        "Carla Holt has built boats for thirty years. We met her in Oslo.\n\nHow did you begin?\n\n"
        "I believe it was chance.\n\nDo you think boats have a future?\n\nI hope that they have.\n\n"
        "Why wood?\n\nIt floats."
    )
    assert (
        names(
            text,
            ("I", "it was chance"),
            ("you", "boats have a future"),
            ("I", "that they have"),
            title="Interview with Carla Holt",
        )
        == ["Carla Holt"] * 3
    )


def test_a_quotation_without_a_source_goes_on_or_belongs_to_the_subject() -> None:
    text = (
        "“The pier is lost,” Carla Holt said. “It cannot be saved.”\n\n"
        "Otto Falk, calling her “a liar,” left the room."
    )
    assert names(
        text, ("Carla Holt", "“The pier is lost,”"), (None, "“It cannot be saved.”"), (None, "“a liar,”")
    ) == [
        "Carla Holt",
        "Carla Holt",
        "Otto Falk",
    ]


def test_two_people_of_one_surname_are_told_apart() -> None:
    text = "Carla Holt and her brother Otto Holt own the yard. Mr. Holt said it was sold. Ms. Holt said it was not."
    assert names(text, ("Mr. Holt", "it was sold"), ("Ms. Holt", "it was not")) == ["Otto Holt", "Carla Holt"]


def test_a_shaky_pronoun_gets_no_name() -> None:
    assert names("The yard was sold. “It is over,” she said.", ("she", "“It is over,”")) == [None]


def test_nothing_to_resolve() -> None:
    assert resolve(segment(""), []) == []
    assert entities.find(segment(""))[0] == []


STATEMENT = "that cracks had been seen"


@pytest.mark.parametrize(
    ("before", "source", "name"),
    [
        ("Ana Cruz was ill.", "Her remarks", "Ana Cruz"),
        ("Ana Cruz was ill.", "Ana Cruz’s letter", "Ana Cruz"),
        ("Ana Cruz was ill.", "Her house", None),
        ("It rained.", "Her remarks", None),
        ("It rained.", "The letter", None),
    ],
)
def test_a_statement_speaks_for_whose_it_is(before: str, source: str, name: str | None) -> None:
    assert names(f"{before} {source} said {STATEMENT}.", (source, STATEMENT)) == [name]


@pytest.mark.parametrize(
    ("before", "source", "name"),
    [
        ("Ana Cruz said the pier was safe.", "The statement", None),
        ("Ana Cruz said in a statement the pier was safe.", "The statement", None),  # a document, no person
        ("Ana Cruz said the pier was safe.", "The memo", None),
        (
            "The Harbour Ministry said the pier was safe.",
            "The statement",
            None,
        ),  # nothing says that it issued one
        ("The Harbour Ministry said in a statement the pier was safe.", "The statement", "Harbour Ministry"),
        ("The Harbour Ministry said in a statement the pier was safe.", "The memo", None),
    ],
)
def test_the_statement_is_of_the_organisation_that_issued_it_and_of_no_person_who_spoke(
    before: str, source: str, name: str | None
) -> None:
    first = before.split(" said")[0]
    text = f"{before} {source} said {STATEMENT}."
    assert names(text, (first, "the pier was safe"), (source, STATEMENT))[1] == name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A statement from the Harbour Ministry", "Harbour Ministry"),
        ("A report by the Harbour Ministry", "Harbour Ministry"),
        ("A letter obtained by the Harbour Ministry", None),
        ("A letter to the Harbour Ministry", None),
        ("A letter from Ana Cruz's office", None),
    ],
)
def test_a_document_has_the_issuer_that_the_text_tells(source: str, name: str | None) -> None:
    assert names(f"It rained. {source} said {STATEMENT}.", (source, STATEMENT)) == [name]


@pytest.mark.parametrize(
    "source",
    [
        "the mayor and Karl Berg",
        "the mayor and his wife",
        "the mayor and others",
        "neither the mayor nor the judge",
    ],
)
def test_several_are_not_one_of_them(source: str) -> None:
    text = f"Mayor Ana Cruz met Karl Berg. It rained, {source} said."
    assert names(text, (source, "It rained")) == [None]


@pytest.mark.parametrize(
    ("source", "behind", "name"),
    [
        ("the 52-year-old", " Carla Holt", "Carla Holt"),
        ("the 52-year-old", ", Carla Holt", "Carla Holt"),
        ("a 52-year-old", ", Carla Holt", "Carla Holt"),
        ("the 52-year-old", " for Carla Holt", None),
        ("two mothers", ", Carla Holt", None),
        ("the mother", ", NATO", None),
        ("the bridge", ", Carla Holt", None),
    ],
)
def test_a_name_right_behind_the_description_of_one_person_is_the_speaker(
    source: str, behind: str, name: str | None
) -> None:
    mention = resolved(f"It rained, said {source}{behind}.", (source, "It rained"))[0]
    assert mention.name == name
    if name:
        assert (mention.evidence, mention.confidence) == (f"“{source}”, then the name", 0.9)


def test_a_name_whose_role_is_the_description_is_the_speaker() -> None:
    assert names("It rained, said a spokesman, Otto Falk.", ("a spokesman", "It rained")) == ["Otto Falk"]


def test_a_role_that_holds_an_and_is_one_person() -> None:
    source = "oil and gas worker Otto Falk"
    assert names(f"It rained, said {source}.", (source, "It rained")) == ["Otto Falk"]


def test_a_name_that_opens_what_is_said_is_not_the_speaker() -> None:
    text = "According to a spokesman, Otto Falk left early."
    assert names(text, ("a spokesman", "Otto Falk left early")) == [None]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Carla Holt replied in a letter:", "Carla Holt"),
        ("Carla Holt wrote this.", "Carla Holt"),
        ("Carla Holt tweeted.", "Carla Holt"),
        ("Carla Holt left the room.", None),
        ("In the room, it was said by nobody:", None),
        ("Ships left. Then Carla Holt said:", "Carla Holt"),
        ("Carla Holt came. Then she said:", "Carla Holt"),
        ("Carla Holt came. Then it said:", None),
        ("The Harbour Ministry said:", None),
    ],
)
def test_the_line_before_announces_who_is_quoted(line: str, name: str | None) -> None:
    mention = resolved(f"{line}\n\n“The pier is lost.”", (None, "“The pier is lost.”"))[0]
    assert mention.name == name
    if name:
        assert mention.evidence == "no source: Carla Holt is about to speak in the line before"
        assert mention.confidence == 0.65


def test_only_what_opens_its_paragraph_is_announced() -> None:
    text = "Carla Holt said:\n\nIt was late. “The pier is lost.”"
    assert names(text, (None, "“The pier is lost.”")) == [None]


@pytest.mark.parametrize(
    ("text", "content", "cue", "name"),
    [
        ("Carla Holt left, calling the pier lost.", "the pier lost", "calling", "Carla Holt"),
        ("Otto Falk left. Then he came, calling the pier lost.", "the pier lost", "calling", "Otto Falk"),
        ("Otto Falk left. “Then he came,” calling the pier lost.", "the pier lost", "calling", None),
        ("Otto Falk left. Then it came, calling the pier lost.", "the pier lost", "calling", None),
        ("The pier was said by Otto Falk to be lost.", "to be lost", "was said", None),
        ("The Harbour Ministry closed, calling the pier lost.", "the pier lost", "calling", None),
    ],
)
def test_without_a_source_the_subject_of_the_sentence_speaks(
    text: str, content: str, cue: str, name: str | None
) -> None:
    assert names(text, (None, content, cue)) == [name]


@pytest.mark.parametrize(
    ("between", "name"), [("\n\n", "Carla Holt"), (" ", "Carla Holt"), ("\n\nIt rained.\n\n", None)]
)
def test_a_quotation_without_a_source_goes_on_from_the_paragraph_before(
    between: str, name: str | None
) -> None:
    text = f"“The pier is lost,” Carla Holt said. “All of it.”{between}“It cannot be saved.”"
    parts = (("Carla Holt", "“The pier is lost,”"), (None, "“All of it.”"), (None, "“It cannot be saved.”"))
    found = resolved(text, *parts)
    assert [m.name for m in found] == ["Carla Holt", "Carla Holt", name]
    assert found[1].evidence == "no source: goes on from the quotation before"
    assert found[1].confidence == 0.7


def test_what_goes_on_from_an_unnamed_source_is_unnamed() -> None:
    text = "“The pier is lost,” a nurse said. “It cannot be saved.”"
    found = resolved(text, ("a nurse", "“The pier is lost,”"), (None, "“It cannot be saved.”"))
    assert [(m.name, m.kind) for m in found] == [(None, "unnamed")] * 2


def test_without_anybody_before_it_a_quotation_has_no_source() -> None:
    mention = resolved("“The pier is lost.” It was late.", (None, "“The pier is lost.”"))[0]
    assert (mention.name, mention.kind, mention.evidence) == (None, "unnamed", "no source is given")


def test_a_source_inside_its_own_words_is_nobody() -> None:
    text = "“I think that it rained.”"
    assert names(text, ("I", "“I think that it rained.”")) == [None]


def test_who_is_quoted_inside_a_quotation_does_not_go_on_outside_it() -> None:
    text = "“Mayor Karl Berg said it rained,” Otto Falk said. “It is late,” he said."
    parts = (("Otto Falk", "“Mayor Karl Berg said it rained,”"), ("Mayor Karl Berg", "it rained", "said"))
    assert names(text, *parts, ("he", "“It is late,”")) == ["Otto Falk", "Karl Berg", "Otto Falk"]


def test_the_gender_that_is_learned_later_holds_for_all_mentions() -> None:
    text = "Kim Berg said it rained. “It is late,” she said."
    found = resolved(text, ("Kim Berg", "it rained"), ("she", "“It is late,”"))
    assert [(m.name, m.gender) for m in found] == [("Kim Berg", "female")] * 2


WORDS = st.sampled_from(
    [
        "Ana",
        "Cruz",
        "Mr.",
        "he",
        "she",
        "I",
        "the",
        "official",
        "said",
        "“",
        "”",
        ",",
        ".",
        "\n\n",
        "’s",
        "who",
        "U.S.",
        "é",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40), st.lists(st.integers(0, 200), max_size=12))
def test_any_text_and_spans_give_a_mention_each(words: list[str], cuts: list[int]) -> None:
    text = " ".join(words)
    edges = sorted({min(c, len(text)) for c in cuts})
    pieces = list(pairwise(edges))
    found = [
        Attribution("direct", (content,), (), (source,), None, float("nan"), "test")
        for source, content in pairwise(pieces)
    ]
    mentions = resolve(segment(text), found)
    assert len(mentions) == len(found)
    assert {m.kind for m in mentions} <= {*tables.SOURCE_TYPES}
    assert {m.gender for m in mentions} <= {"female", "male", "unknown"}


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_written_names_are_spans_of_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for occurrence in entities.find(segment(text))[1]:
        assert 0 <= occurrence.outer <= occurrence.start < occurrence.end <= len(text)
        assert text[occurrence.start] != " "
