"""The explorer: what a choice leaves, code that gives the same rows, a text in pieces, messages without sense."""

import json

import pandas as pd
import pytest

from analysis import explorer, summaries
from analysis.explorer.choice import Choice, chosen, code, read
from analysis.explorer.session import MOST, Session, pieces
from analysis.show.session import HEADLESS
from tests.reviewed import run


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("explored")
    texts = {
        "Post": "“The bridge is shut,” said Renée Lee. Critics feared that it would fall.",
        "Herald": "Bob Ray, an engineer, said that <b>nobody</b> waits. It was raining 😀. “We wait,” Ray said.",
    }
    rows = [
        {"id": outlet, "outlet": outlet, "date": f"2024-0{n}-03", "text": text}
        for n, (outlet, text) in enumerate(texts.items(), 1)
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return run(folder)


CHOICES = {
    "nothing": {},
    "a word, capitals aside": {"word": "BRIDGE"},
    "a speaker without the accent": {"speaker": "renee"},
    "an outlet and a kind": {"outlet": "Herald", "kind": "direct"},
    "dates, both included": {"since": "2024-02-03", "until": "2024-02-03"},
    "also what does not count": {"counted": False},
    "an act that does not count by itself": {"act": "belief", "counted": False},
    "sorted": {"by": "content", "descending": True},
    "sure ones": {"confidence": 0.9, "counted": False},
}
CONTENTS = {
    "nothing": ["“The bridge is shut,”", "that <b>nobody</b> waits", "“We wait,”"],
    "a word, capitals aside": ["“The bridge is shut,”"],
    "a speaker without the accent": ["“The bridge is shut,”"],
    "an outlet and a kind": ["“We wait,”"],
    "dates, both included": ["that <b>nobody</b> waits", "“We wait,”"],
}


@pytest.mark.parametrize("name", CHOICES)
def test_the_code_that_is_shown_makes_the_rows_that_are_shown(store, name):
    shown = chosen(summaries.quotations(store), read(CHOICES[name]))
    lines = code(read(CHOICES[name])).splitlines()
    scope = {"store": store}
    exec("\n".join([*lines[:-1], f"found = {lines[-1]}"]), scope)
    pd.testing.assert_frame_equal(scope["found"], shown)
    assert list(shown.index) == [row["row"] for row in Session(store)._found(read(CHOICES[name]), 0)["rows"]]


@pytest.mark.parametrize("name", CONTENTS)
def test_what_a_choice_leaves(store, name):
    found = explorer.quotations(store, **CHOICES[name])
    assert sorted(found["content"]) == sorted(CONTENTS[name])


def test_belief_is_found_only_when_asked_for(store):
    assert not len(explorer.quotations(store, word="would fall"))
    assert list(explorer.quotations(store, word="would fall", counted=False)["act"]) == ["belief"]


def test_a_name_of_an_article_stays_a_literal_in_code():
    name = "x'); import os  # “\n"
    asked = code(Choice(speaker=name)).splitlines()[-1]
    assert eval(asked, {"store": None, "explorer": type("E", (), {"quotations": lambda _, **k: k})}) == {
        "speaker": name
    }
    assert asked.isascii()


@pytest.mark.parametrize(
    "message",
    [
        {"colour": "red"},
        {"by": "text"},
        {"confidence": 2},
        {"confidence": True},
        {"word": 1},
        {"word": "x" * 301},
        {"since": "yesterday morning"},
        {"counted": "no"},
    ],
)
def test_a_choice_that_cannot_be_is_refused(message):
    with pytest.raises(ValueError, match=r"\w"):
        read(message)


@pytest.mark.parametrize(
    "message", [None, 3, {}, {"ask": "rows"}, {"ask": "text", "row": 99}, {"ask": "text", "row": "a"}]
)
def test_a_message_that_makes_no_sense_is_refused_in_words(store, message):
    answer = Session(store).answer(message)
    assert answer["say"] == "refused"
    assert answer["why"]


def test_it_offers_the_values_that_there_are(store):
    offered = Session(store).answer({"ask": "begin"})["offered"]
    assert offered["outlet"] == ["Herald", "Post"]
    assert "belief" in offered["act"]


def test_rows_come_in_parts(store):
    session = Session(store)
    session.rows = pd.concat([session.rows] * MOST, ignore_index=True)
    first = session.answer({"ask": "rows", "choice": {"counted": False}, "at": 0})
    second = session.answer({"ask": "rows", "choice": {"counted": False}, "at": MOST})
    assert len(first["rows"]) == MOST
    assert second["rows"][0]["row"] == MOST
    assert first["n"] == len(session.rows)


def test_the_pieces_of_a_text_are_the_whole_text_with_the_chosen_quotation_on_top(store):
    session = Session(store)
    row = int(session.rows.index[session.rows["content"] == "“We wait,”"][0])
    answer = session.answer({"ask": "text", "row": row})
    text = store.articles.set_index("article_id").at["Herald", "text"]
    assert "".join(piece["text"] for piece in answer["pieces"]) == text
    marked = [(piece["role"], piece["text"]) for piece in answer["pieces"] if piece["chosen"]]
    assert marked == [("content", "“We wait,”"), ("source", "Ray"), ("cue", "said")]


def test_of_spans_that_overlap_the_chosen_quotations_win():
    spans = pd.DataFrame(
        {"quotation": [0, 1, 1], "role": ["source", "content", "cue"], "start": [2, 0, 3], "end": [5, 6, 4]}
    )
    cut = [(p["text"], p["role"], p["chosen"]) for p in pieces("abcdef", spans, 1)]
    content, cue = ("content", True), ("cue", True)
    assert cut == [("ab", *content), ("c", *content), ("d", *cue), ("e", *content), ("f", *content)]


def test_headless_it_is_a_table_of_quotations_drawn_at_random(store, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    monkeypatch.setenv(HEADLESS, "1")
    explorer.explore(store)._ipython_display_()
    assert "“We wait,”" in str(shown[0])
    assert "&lt;b&gt;nobody" in str(shown[0].html)


def test_without_the_widget_library_it_says_so_and_shows_the_table(store, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    monkeypatch.delenv(HEADLESS, raising=False)
    monkeypatch.setitem(__import__("sys").modules, "analysis.explorer.widget", None)
    explorer.explore(store)._ipython_display_()
    assert "newsbook[review]" in str(shown[0])
    assert len(shown) == 2
