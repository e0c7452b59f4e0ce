"""Whom "he" and "she" may mean, and what speaks for it; the texts are made up."""

import pytest
from sources import resolved

from analysis.segmentation import segment
from analysis.speakers.within import entities, he_and_she

SAID = " “It is late,” {} said."


@pytest.mark.parametrize(
    ("before", "pronoun", "name"),
    [
        ("The sailors met Zorblat Quux in the old town.", "she", "Zorblat Quux"),  # two names
        ("Seabright left the room early.", "he", "Seabright"),  # does something
        ("The sailors praised Seabright often.", "he", None),  # may be anything
        ("The Harbour Ministry left the room.", "he", None),
        ("Mr. Holt left the room.", "she", None),  # a title is sure
        ("Mr. Holt left the room.", "he", "Holt"),
        ("Ana Cruz met Otto Falk. Cruz left the room.", "she", "Ana Cruz"),
        ("Ana Cruz met Otto Falk. Cruz left the room.", "he", "Otto Falk"),
    ],
)
def test_a_pronoun_may_mean_a_person_or_who_acts_like_one(before, pronoun, name):
    mention = resolved(before + SAID.format(pronoun), (pronoun, "“It is late,”"))[0]
    assert mention.name == name


@pytest.mark.parametrize("word", ["he", "He", "him", "HIS", "himself"])
def test_he_is_male(word):
    assert he_and_she.gender_of(word) == "male"


@pytest.mark.parametrize("word", ["she", "Her", "hers", "herself"])
def test_she_is_female(word):
    assert he_and_she.gender_of(word) == "female"


def test_pronouns_are_whole_words():
    found = [
        m.group() for m in he_and_she.PRONOUN.finditer("He saw the hero; she-wolf, (her) it’s he’s himself.")
    ]
    assert found == ["He", "her", "he", "himself"]


TEXT = "Ana Cruz met Otto Falk. “Karl Berg won,” she said.\n\nIn Lund, Eva Holt’s boat sank."


def read(text: str = TEXT) -> tuple[he_and_she.Discourse, list[he_and_she.Seen]]:
    document = segment(text)
    people, occurrences, owner = entities.find(document)
    state = he_and_she.begin(document, people)
    seen = [he_and_she.seen_name(state, owner[i], o) for i, o in enumerate(occurrences) if i in owner]
    for one in seen:
        state.see(one)
    return state, seen


def test_where_a_position_lies():
    state, _ = read()
    assert he_and_she.place(state, 0) == (0, 0, False)
    assert he_and_she.place(state, TEXT.index("“")) == (1, 0, True)
    assert he_and_she.place(state, TEXT.index("”")) == (1, 0, True)
    assert he_and_she.place(state, TEXT.index("”") + 1) == (1, 0, False)
    assert he_and_she.place(state, TEXT.index("Eva")) == (2, 1, False)


def test_how_a_name_is_written():
    state, seen = read()
    told = {state.entities[s.entity].name.text: (s.sentence, s.subject, s.possessive, s.quoted) for s in seen}
    assert told["Ana Cruz"] == (0, True, False, False)
    assert told["Otto Falk"] == (0, False, False, False)
    assert told["Karl Berg"] == (1, True, False, True)
    assert told["Eva Holt"] == (2, False, True, False)


def test_what_was_read_is_kept_by_who_it_is():
    state, seen = read("Ana Cruz met Otto Falk. Cruz left.")
    cruz, falk, again = seen
    assert list(state.last) == [falk.entity, cruz.entity]
    assert state.last[cruz.entity] is again
    assert state.counts == {cruz.entity: 2, falk.entity: 1}
    assert state.acted == {cruz.entity}
    assert state.subjects == {0: cruz.entity, 1: cruz.entity}
    assert state.first[cruz.entity] is cruz
    assert state.openers == {0: cruz.entity}
