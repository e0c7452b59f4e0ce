from __future__ import annotations

import random

import pytest

from training.sentiment_made import SIGNS, choices, made, patterns, sentences


def test_a_pattern_becomes_a_sentence_with_the_spans_of_its_targets() -> None:
    words = {"who": ["Nurses"], "love": ["trust"], "hate": ["fear"]}
    pattern, labels = (
        "<who> <love> {A} and <hate> {B}, as <who:l> <where> say.",
        {"A": SIGNS["+"], "B": SIGNS["-"]},
    )
    one = made(pattern, labels, words | {"where": ["here"], "when": ["today"]}, random.Random(3))
    first, second = (one.text[start:end] for start, end in one.spans)
    assert one.text.startswith(f"Nurses trust {first} and fear {second}, as nurses here say")
    assert one.labels == (2, 0)


@pytest.mark.parametrize("seed", range(4))
def test_a_pronoun_stays_one_persons(seed: int) -> None:
    one = made("{A} knew <she> had to, they told <her>.", {"A": 1}, choices(), random.Random(seed))
    assert ("knew she had to, they told her" in one.text) != ("knew he had to, they told him" in one.text)


def test_no_slot_is_left_in_any_pattern_and_each_target_stands_where_it_is_said_to() -> None:
    draw, words = random.Random(1), choices()
    for pattern, said in patterns():
        one = made(pattern, said, words, draw)
        assert not set("{}<>|") & set(one.text), one.text
        assert len(one.spans) == len(one.labels) == len(said)
        assert all(one.text[start:end].strip() == one.text[start:end] != "" for start, end in one.spans)


def test_patterns_are_distinct_and_a_tenth_is_held_out() -> None:
    found = [pattern for pattern, _ in patterns()]
    assert len(set(found)) == len(found)
    n = len(found)
    given, kept = ({s.text for s in sentences(n, seed=1, held_out=held)} for held in (False, True))
    assert not given & kept


def test_the_same_seed_makes_the_same_sentences() -> None:
    assert list(sentences(20, seed=4)) == list(sentences(20, seed=4)) != list(sentences(20, seed=5))
