"""English articles and those of other languages are told apart, also where they are short, mixed or odd."""

import hashlib
import json
from pathlib import Path

import pytest

from analysis import corpus
from analysis.corpus.languages import language

TEXTS = json.loads(Path(__file__).with_name("languages.json").read_text(encoding="utf-8"))
OTHERS, ENGLISH = TEXTS["others"], TEXTS["english"]


@pytest.mark.parametrize("code", OTHERS)
def test_an_article_of_another_language_is_of_that_language(code):
    assert language(OTHERS[code]) == code


@pytest.mark.parametrize("text", ENGLISH)
def test_an_english_article_is_english(text):
    assert language(text) == "en"


def test_there_are_seventy_of_them():
    assert len(ENGLISH) == 40
    assert len(OTHERS) >= 30


def test_an_article_of_two_languages_is_of_that_of_most_paragraphs():
    mostly_english = "\n\n".join([ENGLISH[0], OTHERS["fr"], ENGLISH[2]])
    mostly_french = "\n\n".join([OTHERS["fr"], ENGLISH[0], OTHERS["fr"]])
    assert language(mostly_english) == "en"
    assert language(mostly_french) == "fr"


def test_a_long_article_whose_second_half_is_french_by_far_is_french():
    assert language("\n".join([ENGLISH[0]] * 20 + [OTHERS["fr"]] * 60)) == "fr"


def test_forty_words_that_tell_nothing_are_of_no_language_and_fewer_are_english():
    assert language("zzqx wvvk " * 25) is None
    assert language("zzqx wvvk " * 10) == "en"


def test_a_list_of_english_words_is_english_by_the_word_list():
    words = "bridge harbour steel mayor council nurse driver police judge market price school"
    assert language(f"{words} " * 4) == "en"


def test_a_text_on_one_line_is_judged_by_more_than_its_beginning():
    assert language(ENGLISH[0] + " " + " ".join([OTHERS["de"]] * 12)) == "de"


def test_a_language_that_is_known_by_the_digest_of_a_text_is_taken_over(tmp_path):
    (tmp_path / "a.txt").write_text(OTHERS["fr"], encoding="utf-8")
    digest = hashlib.sha256(OTHERS["fr"].encode()).hexdigest()
    for told, code in (({digest: "oc"}, "oc"), ({digest[::-1]: "oc"}, "fr")):
        [(articles, _)] = corpus.stream(tmp_path, languages=told)
        assert articles["language"].tolist() == [code]
