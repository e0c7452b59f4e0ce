"""What layouts decide wins over what an engine found, in both engines; the texts are made up."""

import pytest

from analysis.quotation import ENGINES, Attribution, extract, layouts
from analysis.segmentation import segment
from analysis.speakers import within

BOTH = sorted(ENGINES)


def spoken(text: str, engine: str) -> list[tuple[str | None, str]]:
    """Who says what in a text, outermost, pieces joined by a bar; the name, or else the source as written."""
    document = segment(text)
    found = extract([document], engine=engine)[0]
    named = within.resolve(document, found)
    return [
        (m.name or "|".join(text[s:e] for s, e in a.source), "|".join(text[s:e] for s, e in a.content))
        for a, m in zip(found, named, strict=True)
        if a.parent is None
    ]


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "‘’", "«»"])
def test_a_passage_over_paragraphs_is_one_speakers(engine, opening, closing):
    a, z = opening, closing
    text = (
        f"{a}The boat went down,{z} said Tom Grieve, a fisherman. {a}It took an hour.\n\n"
        f"{a}My brother saw it.\n\n{a}We have nothing left.{z}\n\nThe coastguard left."
    )
    found = [(who, content) for who, content in spoken(text, engine) if "brother" in content]
    assert [who for who, _ in found] == ["Tom Grieve"]
    for part in ("boat went down", "took an hour", "nothing left"):
        assert part in found[0][1]


@pytest.mark.parametrize("engine", BOTH)
def test_a_speaker_who_is_named_behind_the_last_paragraph_speaks_them_all(engine):
    text = (
        '"There was smoke everywhere.\n\n"I could not find the stairs.\n\n'
        '"My neighbour pulled me out," Petra Vogt told police.'
    )
    assert [who for who, _ in spoken(text, engine)] == ["Petra Vogt"]
    assert "smoke" in spoken(text, engine)[0][1]
    assert "stairs" in spoken(text, engine)[0][1]


@pytest.mark.parametrize("engine", BOTH)
def test_a_forgotten_closing_mark_gives_a_question_to_nobody_else(engine):
    text = "“Should we go?” Ben Cole asked.\n\n“Yes,” said Ida Frost. “He is ten minutes away.”"
    assert ("Ida Frost", "“Yes,”|“He is ten minutes away.”") in spoken(text, engine)


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize(
    "text",
    [
        "Both spoke. “It is a good deal,” said Ann Pell. “It is a terrible deal,” Max Orr said.",
        "“It is a good deal,” Ann Pell said. “It is a terrible deal,” said Max Orr.",
        "Ann Pell said: “It is a good deal.” Max Orr answered: “It is a terrible deal.”",
    ],
)
def test_two_speakers_of_one_paragraph_have_each_their_own(engine, text):
    found = [(who, content.strip("“”,.")) for who, content in spoken(text, engine)]
    assert found[-2:] == [("Ann Pell", "It is a good deal"), ("Max Orr", "It is a terrible deal")]


def test_an_attribution_inside_the_words_of_a_statement_is_nested_and_its_own_copy_is_left_out():
    text = "HOLT: They said no. Why?\n\nCROSS, MAYOR: We did.\n\nHOLT: Why?"
    document = segment(text)
    inside = Attribution("indirect", ((16, 18),), ((11, 15),), ((6, 10),), None, 0.5, "x")
    copy = Attribution("indirect", ((6, 24),), ((4, 5),), ((0, 4),), None, 0.5, "x")
    rows = layouts.settled(document, [copy, inside], [], engine="y")
    assert [(a.content, a.parent) for a in rows] == [
        (((6, 24),), None),
        (((16, 18),), 0),
        (((40, 47),), None),
        (((55, 59),), None),
    ]
    assert [a.engine for a in rows] == ["y", "x", "y", "y"]


def test_what_no_layout_decides_stays_as_it_was_found():
    document = segment("Ana Roe said it was late. The problem: money.")
    rows = [Attribution("indirect", ((13, 24),), ((8, 12),), ((0, 7),), None, 0.5, "x")]
    assert layouts.settled(document, rows, [], engine="y") == rows


@pytest.mark.parametrize("engine", BOTH)
def test_spans_of_a_text_with_character_references_point_into_it_as_it_is(engine):
    text = "&ldquo;We wait,&rdquo; said Ana&nbsp;Roe, the mayor."
    found = extract([segment(text)], engine=engine)[0]
    assert [text[slice(*a.content[0])] for a in found] == ["&ldquo;We wait,&rdquo;"]
    assert spoken(text, engine)[0][0] == "Ana Roe"


def test_an_attribution_stays_in_its_parent_though_that_stands_behind_it():
    document = segment("Karsia denied that talks took place, its agency said. “No,” X quoted Y as saying.")
    inner = Attribution("indirect", ((14, 35),), ((7, 13),), ((0, 6),), 1, 0.5, "x")
    outer = Attribution("indirect", ((0, 35),), ((48, 52),), ((37, 47),), None, 0.5, "x")
    rows = layouts.settled(document, [inner, outer], [], engine="y")
    assert [(a.source, a.parent) for a in rows] == [(((0, 6),), 1), (((37, 47),), None), (((69, 70),), None)]
