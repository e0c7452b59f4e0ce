"""What speaks for each candidate of a pronoun or description, and the chances; the texts are made up."""

import math

import pytest

from analysis.segmentation import segment
from analysis.speakers.within import entities, he_and_she, ranking
from analysis.speakers.within.fits import Fit
from analysis.speakers.within.he_and_she import Discourse


def read(text: str) -> Discourse:
    """The state after the names of a text."""
    document = segment(text)
    people, occurrences, owner = entities.find(document)
    state = he_and_she.begin(document, people)
    for index, occurrence in enumerate(occurrences):
        if index in owner:
            state.see(he_and_she.seen_name(state, owner[index], occurrence))
    return state


def number(state: Discourse, name: str) -> int:
    return next(e.number for e in state.entities if e.name.text == name)


def pronoun(text: str, word: str, *, source: bool = True, spoke: str = "", said: str = "") -> dict[str, dict]:
    """By name, the features of each candidate of a pronoun that ends the text; "" is nobody."""
    state = read(text)
    if spoke:
        state.hear(number(state, spoke), text.index(spoke))
    named = frozenset([number(state, said)]) if said else frozenset()
    gender = he_and_she.gender_of(word)
    options = he_and_she.candidates(state, gender)
    rows = ranking.pronoun(state, len(text), gender, options, named, source)
    names = [*(state.entities[n].name.text for n in options), ""]
    return {n: dict(zip(ranking.PRONOUN, row, strict=True)) for n, row in zip(names, rows, strict=True)}


def test_distance_and_agreement():
    found = pronoun("Ana Cruz met Otto Falk. Cruz left. Then ", "she")
    assert set(found) == {"Ana Cruz", "Otto Falk", ""}
    ana, otto, nobody = found["Ana Cruz"], found["Otto Falk"], found[""]
    assert (ana["same sentence"], ana["sentence before"], otto["sentence before"]) == (0, 1, 0)
    assert ana["log sentences between"] == pytest.approx(math.log(2))
    assert otto["log sentences between"] == pytest.approx(math.log(3))
    assert (ana["log mentions so far"], otto["log mentions so far"]) == (pytest.approx(math.log(2)), 0)
    assert (ana["most mentioned"], otto["most mentioned"]) == (1, 0)
    assert (ana["gender by first name"], otto["gender contradicts first name"]) == (1, 1)
    assert (ana["recency"], otto["recency"]) == (1, 1 / 10)
    assert (ana["named as subject"], otto["named as subject"]) == (1, 0)
    assert (nobody["nobody named"], nobody["nobody named, source"]) == (1, 1)
    assert sum(nobody.values()) == 2
    assert pronoun("Ana Cruz left. Then ", "she", source=False)[""]["nobody named, source"] == 0


def test_who_is_named_in_what_is_said_and_in_quotations_only():
    assert pronoun("Ana Cruz left. ", "she", said="Ana Cruz")["Ana Cruz"]["named in what is said"] == 1
    quoted = pronoun("He said “Ana Cruz left” and ", "she")["Ana Cruz"]
    assert quoted["named inside a quotation only"] == 1


def test_who_is_introduced_since_another_spoke():
    found = pronoun("Otto Falk spoke. Karl Berg came. Then ", "he", spoke="Otto Falk")
    falk, berg = found["Otto Falk"], found["Karl Berg"]
    assert (falk["spoke last"], falk["another just introduced"], falk["just introduced"]) == (1, 1, 0)
    assert (berg["spoke last"], berg["another just introduced"], berg["just introduced"]) == (0, 0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Karl Berg came. Otto Falk spoke. Then ",  # before, not since
        "Otto Falk spoke of Karl Berg. Then ",  # nothing he does
        "Otto Falk spoke. Karl Berg came. It rained. Then ",  # two sentences before
        "Otto Falk spoke. He said “Karl Berg came” then. Then ",  # in other words than the article's
    ],
)
def test_otherwise_nobody_is_just_introduced(text):
    found = pronoun(text, "he", spoke="Otto Falk")
    assert found["Karl Berg"]["just introduced"] == 0
    assert found["Otto Falk"]["another just introduced"] == 0


def described(text: str, *options: tuple[str, Fit], **told: bool) -> list[dict[str, float]]:
    state = read(text)
    kinds = {"served": False, "article": True, "unnamed": False} | told
    numbered = [(number(state, name), fit) for name, fit in options]
    rows = ranking.description(state, len(text), numbered, **kinds)
    return [dict(zip(ranking.DESCRIPTION, row, strict=True)) for row in rows]


SAME = Fit("same role", 1, 0, 2, "", "city spokesman")
NONE = Fit("no role", 0, 5, 0, "", "")


def test_a_description_has_its_fit_and_the_distance_of_each():
    text = "Otto Falk left. Ana Cruz came. "
    falk, cruz, nobody = described(text, ("Otto Falk", SAME), ("Ana Cruz", NONE), served=True)
    assert (falk["same role"], falk["no role"], cruz["same role"], cruz["no role"]) == (1, 0, 0, 1)
    assert (falk["words shared"], falk["more told of the role"], cruz["words not said"]) == (1, 2, 3)
    assert (falk["recency"], cruz["recency"], cruz["no role, recency"]) == (0.5, 1, 1)
    assert (falk["log sentences between"], cruz["log sentences between"]) == (
        pytest.approx(math.log(2)),
        0,
    )
    assert (nobody["nobody"], nobody["nobody, in somebody's service"], nobody["nobody, no role fits"]) == (
        1,
        1,
        0,
    )
    assert sum(falk[name] for name in ranking.DESCRIPTION[-6:]) == 0


def test_nobody_may_be_told_by_what_the_text_lacks():
    (nobody,) = described("It rained. ", article=False, unnamed=True)
    assert nobody["nobody, without an article"] == nobody["nobody, one unnamed before"] == 1
    assert nobody["nobody, no role fits"] == 1
    assert nobody["nobody, in somebody's service"] == nobody["nobody, inside a quotation"] == 0


def test_two_with_the_role_are_told_from_one():
    text = "Otto Falk left. Ana Cruz came. "
    assert described(text, ("Otto Falk", SAME), ("Ana Cruz", SAME))[0]["likes of it"] == pytest.approx(
        math.log(2)
    )
    assert described(text, ("Otto Falk", SAME), ("Ana Cruz", NONE))[0]["likes of it"] == 0


def test_chances_are_a_softmax_of_the_weighted_features():
    assert ranking.chances([[1.0, 0.0], [0.0, 1.0]], [math.log(3), 0.0]) == pytest.approx([0.75, 0.25])
    assert ranking.chances([[0.0]], [5.0]) == [1.0]
    assert ranking.chances([], [1.0]) == []


@pytest.mark.parametrize("names", [ranking.PRONOUN, ranking.DESCRIPTION])
def test_every_feature_has_a_weight(names):
    assert len(ranking.weights(names)) == len(names) == len(set(names))
    assert all(ranking.weights(names))
