"""Which texts are interviews, and who answers in them; the texts are made up."""

import pytest

from analysis.segmentation import segment
from analysis.speakers.within import entities, interviews

QUESTIONS = [
    "How did you begin?", "Why wood?", "What next?", "Is it cold?", "Who helps you?",
]  # fmt: skip


def answers(introduction: str, questions: int, title: str = "") -> str | None:
    """Who is interviewed, in a text of an introduction and questions with their answers."""
    turns = [part for question in QUESTIONS[:questions] for part in (question, "It was by chance.")]
    document = segment("\n\n".join([introduction, *turns]))
    people = entities.find(document)[0]
    number = interviews.interviewee(document, people, title)
    return None if number is None else people[number].name.text


MET = "Carla Holt has built boats for thirty years."


@pytest.mark.parametrize(
    ("introduction", "questions", "title", "name"),
    [
        (MET, 1, "Interview with Carla Holt", "Carla Holt"),
        (MET, 1, "Carla Holt: Q&A", "Carla Holt"),
        (MET, 0, "Interview with Carla Holt", None),
        (MET, 1, "Boats of Oslo", None),
        (MET + " She gave us an interview.", 1, "", None),
        (MET + " She gave us an interview.", 2, "", "Carla Holt"),
        (MET, 4, "Carla Holt", None),
        (MET, 5, "Carla Holt", "Carla Holt"),
        (MET, 5, "", None),  # once named is not enough where nothing else says interview
        (MET + " Carla Holt spoke with us. Carla Holt laughed.", 5, "", "Carla Holt"),
    ],
)
def test_a_text_of_questions_about_one_person_is_an_interview(introduction, questions, title, name):
    assert answers(introduction, questions, title) == name


@pytest.mark.parametrize(
    ("introduction", "title"),
    [
        ("Carla Holt and Otto Falk build boats. We met in an interview.", ""),  # which of the two
        ("The boats are old. It was a long interview.", "Interview"),  # nobody
        ("The Harbour Ministry builds boats. It gave an interview.", "Interview"),
        ("We asked about the boats of a town.", "Interview about Holt"),  # only what the talk is about
    ],
)
def test_without_one_person_nobody_is_interviewed(introduction, title):
    assert answers(introduction, 5, title) is None


def test_whom_the_headline_asks_is_interviewed_and_not_whom_the_talk_is_about():
    both = "Carla Holt and Otto Falk build boats."
    assert answers(both, 1, "Interview with Otto Falk") == "Otto Falk"
    assert answers(both, 1, "Interview: Carla Holt on Falk") == "Carla Holt"


def test_whom_the_text_says_it_met_outweighs_a_possessor():
    text = "We sat down with Carla Holt. Otto Falk's boats are known. It was a long interview."
    assert answers(text, 2) == "Carla Holt"


def test_questions_in_quotation_marks_make_no_interview():
    text = "\n\n".join([MET, *(f"“{question}”" for question in QUESTIONS)])
    document = segment(text)
    assert interviews.interviewee(document, entities.find(document)[0], "Interview with Carla Holt") is None


def test_a_paragraph_that_asks_at_length_is_no_question():
    document = segment(
        "Why?\n\nBecause.\n\n" + "word " * 138 + "well why not?\n\n" + "word " * 140 + "why not?"
    )
    assert [interviews.is_question(document, n) for n in range(4)] == [True, False, False, False]
