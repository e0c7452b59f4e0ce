from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES

from analysis.sentiment import lexicon, vader

_TEXT = """
good bad not never isn't don't without very extremely barely kind of least at but the war GREAT terrible
hope! why?? :) (awful) hopeful. wonderful, so this was love hate can't stand fed up no fun right direction
self-confident Winning sort-of hardly uber FAILED ok. --- !!! the shit bad ass yeah right
no problem or nor this doubt just enough bus stop kiss of death beating heart to die for :) ;D a I
"""
WORDS = _TEXT.split()
texts = st.lists(
    st.sampled_from([*WORDS, "“", "”", "’", "—", "🙂", "a😂good", "é", "\u202b", "\r\n", "İ"]), max_size=25
).map(" ".join)


@pytest.mark.parametrize("text", ["It isn’t good.", "It isn't good.", "It isnʼt good."])
def test_typographic_apostrophe_does_not_lose_the_negation(text: str) -> None:
    assert lexicon.score(text).compound < 0


@pytest.mark.parametrize(
    "text", ["“Good.”", "a “good” day", "«Good»", "war—good", "(good)", "'good.'", "‘good’"]
)
def test_marks_that_touch_a_word_do_not_hide_it(text: str) -> None:
    assert "good" in lexicon.explain(text)["token"].str.lower().tolist()


@settings(deadline=None)
@given(texts)
def test_normalising_keeps_every_offset(text: str) -> None:
    copy = lexicon.normalised(text)
    assert len(copy) == len(text)
    assert all(a == b or b in " '" for a, b in zip(text, copy, strict=True))


def said_by_the_package(text: str) -> tuple[float, ...]:
    found = vader.analyzer().polarity_scores(lexicon.normalised(text))
    return found["neg"], found["neu"], found["pos"], found["compound"]


@settings(deadline=None)
@given(texts)
def test_vader_is_vadersentiment_to_the_last_digit(text: str) -> None:
    assert lexicon.score(text) == said_by_the_package(text)


def test_vader_is_vadersentiment_on_thousands_of_sentences_of_the_words_in_its_rules() -> None:
    draw = random.Random(0)
    for _ in range(3000):
        text = " ".join(draw.choices(WORDS, k=draw.randint(1, 25)))
        assert lexicon.score(text) == said_by_the_package(text), text


def test_vader_is_vadersentiment_on_words_of_its_list_among_those_of_its_rules() -> None:
    rules = sorted({w for phrase in (*BOOSTER_DICT, *NEGATE, *SPECIAL_CASES) for w in phrase.split()})
    others = [*rules, "no", "least", "at", "this", "but", "doubt", "or", "BUT", "NO", "Kind"]
    listed, draw = sorted(vader.analyzer().lexicon), random.Random(2)
    for word in draw.sample(listed, 2000):
        around = draw.choices(others, k=4) + draw.choices(listed, k=2) + draw.choices(["A", "the", "😂"], k=2)
        draw.shuffle(around)
        text = " ".join([*around[:5], draw.choice([word, word.upper(), f"“{word}”,"]), *around[5:]])
        assert lexicon.score(text) == said_by_the_package(text), text


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("no problem", 1.7 * 0.74),
        ("not a big problem", 1.7 * 0.74),
        ("an extremely bad day", -2.5 - 0.293),
        ("a good war", 1.9 - 2.9),
        ("good but bad", 1.9 / 2 - 2.5 * 1.5),
        ("joy😂", 2.8 - 0.9 + 2.8),  # "face with tears of joy"
    ],
)
def test_vader_by_hand(text: str, raw: float) -> None:
    assert lexicon.score(text).compound == pytest.approx(raw / (raw**2 + 15) ** 0.5, abs=1e-4)


def test_vader_reads_a_list_that_an_installer_hard_linked(tmp_path: Path) -> None:
    kept, installed = tmp_path / "kept", tmp_path / "installed" / "vaderSentiment"
    shutil.copytree(files("vaderSentiment"), kept)
    installed.mkdir(parents=True)
    for path in kept.glob("*.*"):
        os.link(path, installed / path.name)
    command = (
        "import vaderSentiment; from analysis.sentiment import lexicon;"
        "print(vaderSentiment.__file__, lexicon.score('good'))"
    )
    root = Path(lexicon.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(installed.parent), str(root)])},
    )
    assert done.stdout.startswith(str(installed)), done.stderr
    assert "compound=0.4404" in done.stdout


def test_afinn_equals_its_package() -> None:
    from afinn import Afinn

    draw, package = random.Random(1), Afinn()
    for _ in range(300):
        text = " ".join(draw.choices(WORDS, k=draw.randint(1, 25)))
        expected = package.score(lexicon.normalised(text))
        assert sum(lexicon.weigh(lexicon.normalised(text), lexicon="afinn").values) == expected, text


@pytest.mark.parametrize("name", lexicon.LEXICONS)
@settings(deadline=None)
@given(text=texts)
def test_contributions_add_up_to_the_compound(name: str, text: str) -> None:
    explained = lexicon.explain(text, lexicon=name)
    total = float(explained["contribution"].sum())
    assert lexicon.score(text, lexicon=name).compound == pytest.approx(
        total / (total**2 + 15) ** 0.5, abs=1e-4
    )
    for row in explained.itertuples():
        assert text[row.start : row.end] == row.token


def test_explanation_names_the_words_and_their_negation() -> None:
    explained = lexicon.explain("A “disaster”, said those whose talks were not good.")
    assert explained["token"].tolist() == ["disaster", "good"]
    assert (explained["contribution"] < 0).all()


def test_emphasis_is_part_of_the_explanation() -> None:
    assert lexicon.explain("A good day!!")["token"].tolist() == ["good", "!", "!"]


def test_afinn_phrase_counts_once() -> None:
    assert lexicon.explain("He can’t stand it.", lexicon="afinn")["token"].tolist() == ["can’t stand"]


def test_empty_text_is_neutral_in_every_lexicon() -> None:
    assert [lexicon.score("", lexicon=name).compound for name in lexicon.LEXICONS] == [0.0] * len(
        lexicon.LEXICONS
    )
    assert not len(lexicon.explain(""))


def test_unknown_lexicon_is_refused() -> None:
    with pytest.raises(ValueError, match="vader, vader, names masked, afinn"):
        lexicon.score("good", lexicon="moods")


def test_a_lexicon_of_weights_alone_needs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    third = lexicon.Lexicon(lambda: "7", lambda text: lexicon.Weighed(text, [(0, 4), (5, 8)], [3.0, -1.0]))
    monkeypatch.setattr(lexicon, "LEXICONS", {**lexicon.LEXICONS, "moods": third})
    assert lexicon.model_name("moods") == "moods 7"
    assert lexicon.score("Joys end!!", lexicon="moods") == (0.5, 0.0, 0.5, round(2 / 19**0.5, 4))
    explained = lexicon.explain("Joys end!!", lexicon="moods")
    assert explained.to_numpy().tolist() == [["Joys", 0, 4, 3.0], ["end", 5, 8, -1.0]]
    assert lexicon.score("good") != lexicon.score("good", lexicon="afinn")


def test_many_numbers_are_rounded_as_python_rounds_one() -> None:
    between = [0.0005, 0.0025, 0.0035, -0.0005]  # as binary numbers a little more or less than that
    assert np.rint(np.array([0.0005]) * 1000)[0] == 0.0, "which numpy's rounding takes for the middle"
    assert lexicon.rounded(np.array([*between, 0.1234, -0.9]), 3).tolist() == [
        0.001,
        round(0.0025, 3),
        round(0.0035, 3),
        -0.001,
        0.123,
        -0.9,
    ]
