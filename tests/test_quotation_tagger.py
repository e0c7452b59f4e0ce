"""The shipped tagger on invented articles: what a reader would find, and what is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.quotation import Attribution, tagger
from analysis.segmentation import segment


def found_in(text: str) -> list[dict[str, str]]:
    def words(attribution: Attribution, role: str) -> str:
        return " … ".join(text[s:e].strip(' "“”.,') for s, e in getattr(attribution, role))

    (attributions,) = tagger.extract([segment(text)])
    return [
        {role: words(a, role) for role in ("source", "cue", "content")} | {"kind": a.kind}
        for a in attributions
    ]


def test_a_direct_quotation() -> None:
    (found,) = found_in("“The harbour wall will not hold another winter,” engineer Orla Finn said on Monday.")
    assert (found["source"], found["cue"], found["kind"]) == ("engineer Orla Finn", "said", "direct")
    assert found["content"] == "The harbour wall will not hold another winter"


def test_an_indirect_one() -> None:
    (found,) = found_in("The company announced that it would close its factory in Limerick next spring.")
    assert (found["source"], found["cue"], found["kind"]) == ("The company", "announced", "indirect")
    assert found["content"] == "that it would close its factory in Limerick next spring"


def test_a_split_quotation_is_one_attribution() -> None:
    (found,) = found_in('"We are tired," said the nurse, Amy Poole, "but we are not going to give up."')
    assert found["content"] == "We are tired … but we are not going to give up"
    assert "Amy Poole" in found["source"]


def test_a_cue_is_without_the_colon_behind_it() -> None:
    (found,) = found_in('The mayor of Limerick boasted: "Our bridge is the oldest in the country."')
    assert (found["source"], found["cue"]) == ("The mayor of Limerick", "boasted")
    assert tagger._without_marks("he —", ((3, 4),)) == ((3, 4),)  # a signature's dash is its cue


def test_a_belief() -> None:
    (found,) = found_in("Many residents believe the council has forgotten about them.")
    assert (found["source"], found["cue"]) == ("Many residents", "believe")


@pytest.mark.parametrize("text", ["", " \n\n ", "Rain fell on the harbour all night.", "12.5 3 4 —"])
def test_what_says_nothing_has_no_attribution(text: str) -> None:
    assert found_in(text) == []


def test_a_cited_source_is_nested_in_what_it_supports() -> None:
    text = "The Gazette reported, citing two harbour officials, that the pier would close."
    (attributions,) = tagger.extract([segment(text)])
    sources = {text[slice(*a.source[0])]: a.parent for a in attributions}
    assert sources == {"The Gazette": None, "two harbour officials": 0}


def test_articles_do_not_disturb_each_other() -> None:
    texts = [
        "“No,” said Ana.",
        "The minister promised to resign if the report is true.\n\n“Never,” he added.",
    ]
    together = tagger.extract([segment(t) for t in texts])
    apart = [tagger.extract([segment(t)])[0] for t in texts]
    assert [[(a.source, a.cue, a.content) for a in found] for found in together] == [
        [(a.source, a.cue, a.content) for a in found] for found in apart
    ]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="aB “”\"'.,\n\r é\u0301😀ש said", max_size=120))
def test_every_span_lies_in_the_text_and_confidence_is_a_chance(text: str) -> None:
    (attributions,) = tagger.extract([segment(text)])
    for a in attributions:
        assert all(0 <= s < e <= len(text) for s, e in a.content + a.cue + a.source)
        assert 0 <= a.confidence <= 1
        assert a.parent is None or 0 <= a.parent < len(attributions)


def test_version_names_the_weights() -> None:
    assert tagger.version() == "3"
