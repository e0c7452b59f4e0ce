"""The forms of the cue verbs."""

import pytest

from analysis.quotation.cues import ADJECTIVES, FORMS, FRAMES, NOUNS, inflected


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("add", "add adds adding added"),
        ("agree", "agree agrees agreeing agreed"),
        ("state", "state states stating stated"),
        ("deny", "deny denies denying denied"),
        ("say", "say says saying said"),
        ("portray", "portray portrays portraying portrayed"),
        ("express", "express expresses expressing expressed"),
        ("reproach", "reproach reproaches reproaching reproached"),
        ("admit", "admit admits admitting admitted"),
        ("set", "set sets setting set"),
        ("refer", "refer refers referring referred"),
        ("offer", "offer offers offering offered"),
        ("see", "see sees seeing saw seen"),
        ("write", "write writes writing wrote written"),
    ],
)
def test_a_verb_has_its_forms(verb, forms):
    assert set(inflected(verb)) == set(forms.split())
    assert inflected(verb)[verb] == "base"


def test_each_form_knows_its_verb_and_kind():
    assert FORMS["written"] == ("write", "participle")
    assert FORMS["wrote"] == ("write", "past")
    assert FORMS["denies"] == ("deny", "third")
    assert FORMS["admitting"] == ("admit", "ing")
    assert FORMS["said"] == ("say", "past")
    assert "saying" in FORMS
    assert "sayed" not in FORMS


def test_verbs_adjectives_and_nouns_have_their_frames():
    assert FRAMES["say"] == {"clause", "object", "end", "ing"}
    assert FRAMES["accuse"] == {"object", "of"}
    assert ADJECTIVES["worried"] == {"clause", "about"}
    assert "claim" in NOUNS
    assert "table" not in NOUNS | set(FRAMES) | set(ADJECTIVES)
