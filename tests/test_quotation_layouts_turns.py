"""Turns of a talk, and lines with a colon that are none; the texts are made up."""

import pytest

from analysis.quotation.layouts import turns
from analysis.segmentation import segment
from tests.test_quotation_layouts import BOTH, spoken


def read(text: str) -> list[tuple[str, str]]:
    """Label and words of each turn, pieces joined by a bar."""
    return [
        ("|".join(text[s:e] for s, e in t.source), "|".join(text[s:e] for s, e in t.content))
        for t in turns.read(segment(text))
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "DANA HOLT, HOST: How bad?\n\nIAN CROSS (D-OH): Bad.\n\nHOLT: Oh.",
            ["DANA HOLT", "IAN CROSS", "HOLT"],
        ),
        ("[02:50:05] DR. WU: How bad?\n\nROE (on camera): Bad.\n\nWU: Oh.", ["DR. WU", "ROE", "WU"]),
        (
            "10:04 a.m. MR. ROE: You sat?\n\n10:05 a.m. McCAIN: I did.\n\nROE: So.",
            ["MR. ROE", "McCAIN", "ROE"],
        ),
        ("**Host:** Why?\n\n**Ana Roe:** I was ill.\n\n**Host:** And?", ["Host", "Ana Roe", "Host"]),
        (
            "Ms. Tran: Did you?\n\nMr. Bell: I did.\n\nMs. Tran: This?\n\nMr. Bell: Yes.",
            ["Ms. Tran", "Mr. Bell"] * 2,
        ),
        ("Q: Why?\n\nA: Because.", ["Q", "A"]),
        ("Q. Why? A. Because.", ["Q", "A"]),
        ("Q: Why?\n\nRoe: Salt.\n\nQ: Is that all?\n\nRoe: Time.", ["Q", "Roe", "Q", "Roe"]),
        ('"HOLT, HOST: How bad?\n\n"CROSS: Bad.\n\n"HOLT: Do you know?', ["HOLT", "CROSS", "HOLT"]),
    ],
)
def test_lines_that_answer_one_another_are_turns(text, labels):
    assert [label for label, _ in read(text)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "The problem: money.\n\nThe solution: more money, you know.\n\nThe catch: none.",
        "WASHINGTON: We are here.\n\nLONDON: Shares fell.\n\nPARIS: It rains.",
        "STARTERS: Soup, as you like it\n\nMAINS: Lamb\n\nSTARTERS: Bread",
        "WHEN: Friday\n\nWHERE: Town hall\n\nTICKETS: Call us",
        "Monday: 9-5\n\nTuesday: 9-5\n\nMonday: closed\n\nTuesday: 9-5, call us",
        "KEY PLAYERS: We like Dale.\n\nBOTTOM LINE: You should watch.",
        "A. Smith won.\n\nQ. Adams was third.",
        "JANE ROE: I left.",
        "Why did it fail?\n\nWe know.\n\nWho is to blame?\n\nNobody, we think.",
    ],
)
def test_lines_with_a_colon_that_nobody_answers_are_none(text):
    assert read(text) == []


def test_a_turn_goes_on_up_to_the_next_label_without_stage_directions():
    text = "HOLT, HOST: Why?\n\nCROSS: I fell.\n\nIt hurt.\n\n(LAUGHTER)\n\nHOLT: Oh.\n\nRain fell."
    assert read(text) == [("HOLT", "Why?"), ("CROSS", "I fell.|It hurt."), ("HOLT", "Oh.")]


@pytest.mark.parametrize(
    ("behind", "goes_on"),
    [
        ("I hate to say it, but Holt is right.", False),  # the article's own voice again
        ("I hate to say it, but it hurt.", True),
    ],
)
def test_what_tells_of_a_speaker_behind_the_last_turn_is_nobodys_turn(behind, goes_on):
    text = f"HOLT, HOST: Why?\n\nCROSS: I fell.\n\nHOLT: Oh.\n\nCROSS: Yes.\n\n{behind}"
    assert read(text)[-1] == ("CROSS", f"Yes.|{behind}" if goes_on else "Yes.")


def test_answers_to_questions_in_bold_print_have_no_source_of_their_own():
    text = "We met.\n\n**Why?**\n\nI was bored.\n\nMy band too.\n\n**And now?**\n\nI fish."
    assert read(text) == [("", "I was bored.|My band too."), ("", "I fish.")]


@pytest.mark.parametrize("engine", BOTH)
def test_later_turns_are_by_who_was_named_in_full(engine):
    text = "DANA HOLT, HOST: How bad is it?\n\nIAN CROSS, LEEDS: It is bad.\n\nHOLT: Really?\n\nCROSS: You saw it."
    assert [who for who, _ in spoken(text, engine)] == ["Dana Holt", "Ian Cross"] * 2


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize(
    "turns_of_it",
    [
        "Q: Why salt?\n\nA: People forget it.\n\nQ: Is that all?\n\nA: And time.",
        "Q. Why salt?\nA. People forget it.\n\nQ. Is that all?\nA. And time.",
        "**Why salt?**\n\nI like it. People forget it.\n\n**Is that all?**\n\nI need time.",
        "Q: Why salt?\n\nHadid: People forget it.\n\nQ: Is that all?\n\nHadid: And time.",
        "DAILY ECHO: Why salt?\n\nMO HADID: People forget it. You know.\n\nDE: All?\n\nMH: And time.",
    ],
)
def test_the_one_who_is_interviewed_answers_and_asks_nothing(engine, turns_of_it):
    found = spoken(f"Baker Mo Hadid won the prize. We spoke to him.\n\n{turns_of_it}", engine)
    for part in ("People forget", "time"):
        assert any(part in content and "hadid" in (who or "").lower() for who, content in found)
    assert not any("Why salt" in content and "hadid" in (who or "").lower() for who, content in found)
