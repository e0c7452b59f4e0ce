"""What the rules read, one attribution as (source, cue, content, kind); the sentences are made up."""

import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import quotation
from analysis.quotation import ROLES, extract, from_tables, mention_form, tables_of
from analysis.quotation.cues import FORMS, inflected
from analysis.segmentation import segment

SEEDS = Path(__file__).parent.parent / "seeds"


def _read(text: str, *, nested: bool = False) -> list[tuple[str, str, str, str]]:
    """The attributions as words, pieces joined by a bar."""
    return [
        (*("|".join(text[s:e] for s, e in getattr(a, role)) for role in ("source", "cue", "content")), a.kind)
        for a in extract([segment(text)], engine="rules")[0]
        if nested or a.parent is None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # content, cue, source
            "“We are ready,” said Mayor Ruth Alder.",
            ("Mayor Ruth Alder", "said", "“We are ready,”", "direct"),
        ),
        (  # content, source, cue
            '"We are ready," the mayor told reporters on Monday.',
            ("the mayor", "told", '"We are ready,"', "direct"),
        ),
        (  # source, cue, content
            "Alder said: “We are ready.”",
            ("Alder", "said", "“We are ready.”", "direct"),
        ),
        (
            "The mayor said on Monday that the bridge would open.",
            ("The mayor", "said on Monday", "that the bridge would open", "indirect"),
        ),
        (
            "She said the bridge was “a gift” to all.",
            ("She", "said", "the bridge was “a gift” to all", "mixed"),
        ),
        (
            "The bridge will open in May, Alder said.",
            ("Alder", "said", "The bridge will open in May", "indirect"),
        ),
        (
            "According to the harbour office, ferries are full.",
            ("the harbour office", "According to", "ferries are full", "indirect"),
        ),
        (
            "Ferries are full, according to the harbour office.",
            ("the harbour office", "according to", "Ferries are full", "indirect"),
        ),
        ("He promised to mend the road.", ("He", "promised", "to mend the road", "indirect")),
        ("The council fears higher tolls.", ("The council", "fears", "higher tolls", "indirect")),
        (
            "Birk accused the council of waste.",
            ("Birk", "accused", "the council of waste", "indirect"),
        ),
        (
            "Ruth Alder, the mayor of Lund, denied that tolls would rise.",
            ("Ruth Alder, the mayor of Lund", "denied", "that tolls would rise", "indirect"),
        ),
        (
            "Mr. Birk has repeatedly called for a vote.",
            ("Mr. Birk", "has repeatedly called for", "a vote", "indirect"),
        ),
        ("“Is it safe?” a student asked.", ("a student", "asked", "“Is it safe?”", "direct")),
        ("“Never,” Birk scoffed.", ("Birk", "scoffed", "“Never,”", "direct")),
        (
            "Alder told the council that, as far as she knew, no toll was planned.",
            ("Alder", "told", "that, as far as she knew, no toll was planned", "indirect"),
        ),
    ],
)  # fmt: skip
def test_one_attribution(text, expected):
    assert _read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The senators so far have refused to confirm Ruth Alder.", "The senators"),
        ("Alder has so far refused to open the bridge.", "Alder"),
        ("The mayor spoke. So far Alder has said that it is late.", "Alder"),
    ],
)
def test_an_adverb_is_nobody(text, source):
    assert [source for source, *_ in _read(text)] == [source]


def test_an_adverb_that_begins_a_sentence_is_no_source():
    for text in ("Boldly claiming that it was safe, Alder left.", "Recently said that it was safe."):
        assert not {"Boldly", "Recently"} & {source for source, *_ in _read(text)}


@pytest.mark.parametrize("name", ["Kelly", "Beverly Alder", "Connally"])
def test_a_name_that_ends_as_adverbs_do_is_somebody(name):
    assert [source for source, *_ in _read(f"{name} said that the bridge was safe.")] == [name]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“We are ready,” Alder said, “and we are glad.”", "“We are ready,”|“and we are glad.”"),
        ("“We are ready,” Alder said. “Nobody will wait.”", "“We are ready,”|“Nobody will wait.”"),
        ("The bridge, she said, will open in May.", "The bridge|will open in May"),
    ],
)
def test_a_content_split_round_its_cue_is_one_attribution(text, content):
    assert [found[2] for found in _read(text)] == [content]


def test_several_paragraphs_of_one_speaker_are_one_content():
    text = "“One thing is sure,” Alder said. “It is cold.\n\n“It will stay cold.\n\n“And dark.”"
    (found,) = _read(text)
    assert found[0] == "Alder"
    assert found[2] == "“One thing is sure,”|“It is cold.|“It will stay cold.|“And dark.”"


def test_attributions_beside_each_other_share_their_source():
    text = "Birk said the bridge was late but denied that it was unsafe, adding that he used it."
    assert _read(text) == [
        ("Birk", "said", "the bridge was late", "indirect"),
        ("Birk", "denied", "that it was unsafe", "indirect"),
        ("Birk", "adding", "that he used it", "indirect"),
    ]


def test_a_paragraph_that_is_all_quotation_belongs_to_who_spoke_before_it():
    text = "Alder said on Monday she was worried.\n\n“This bridge is older than any of us.”"
    assert [found[0] for found in _read(text)] == ["Alder"]


def test_a_verb_of_judgement_takes_a_pronoun():
    text = "Birk condemned the plan and termed it “terrible”."
    assert _read(text)[1] == ("Birk", "termed", "it “terrible”", "mixed")


def test_a_chain_of_sources_is_two_rows_with_a_parent():
    text = "The Herald reported, citing two officials, that the bridge would close."
    outer, inner = extract([segment(text)], engine="rules")[0]
    assert (outer.parent, inner.parent) == (None, 0)
    assert outer.content == inner.content
    assert [text[s:e] for s, e in inner.source] == ["two officials"]


def test_evidence_that_is_cited_is_no_source():
    text = "Birk said the bridge was unsafe, citing the cracks."
    assert ("the cracks", "citing") not in [found[:2] for found in _read(text, nested=True)]


def test_an_attribution_inside_a_content_is_nested():
    text = "Alder said that Birk wants to leave."
    outer, inner = extract([segment(text)], engine="rules")[0]
    assert (outer.parent, inner.parent) == (None, 0)
    assert text[slice(*inner.source[0])] == "Birk"


def test_a_quotation_that_nobody_is_said_to_have_said_is_kept_without_a_source():
    assert _read("The hall was full.\n\n“This bridge is a gift to us all.”") == [
        ("", "", "“This bridge is a gift to us all.”", "direct")
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Alder: Bridge opens in May", "Alder"),
        ("TOWN HALL\n\nREPORTER: Will the bridge open?\n\nALDER: It will open in May.", "REPORTER"),
        ("The town is proud.\n\n“This bridge is a gift to all of us.”\n\n— Ruth Alder, mayor", "Ruth Alder"),
        ("“This bridge is a gift.” ― Ruth Alder\n“It is a waste.” ― Tom Birk.\n\nThe end.", "Tom Birk"),
        ("Alder was clear about it:\n\n“The bridge will open in May.”", "Alder"),
    ],
)
def test_headlines_transcripts_signatures_and_introductions(text, source):
    assert source in [found[0] for found in _read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The plan was described as a trap by Roe.", ("Roe", "was described as", "The plan|a trap")),
        ("The plan was criticised by Roe.", ("Roe", "was criticised", "The plan")),
        ("The plan was criticised as a trap.", ("", "was criticised", "The plan|as a trap")),
        ("Roe is expected to win.", ("", "is expected", "Roe|to win")),
    ],
)
def test_what_is_said_of_the_subject_of_a_passive_is_the_subject_and_the_rest(text, expected):
    assert [found[:3] for found in _read(text)] == [expected]


@pytest.mark.parametrize("text", ["The plan was driven by Roe as a trap.", "The plan seems to fail."])
def test_other_passives_say_nothing(text):
    assert _read(text) == []


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Roe, who said it rained, added that it snowed.", ["that it snowed", "it rained"]),
        ("It rained, Roe said, and it snowed.", ["It rained"]),
        ("It rained, Roe said, but not long.", ["It rained"]),
        ("It rained, according to Roe, and it snowed.", ["It rained"]),
        ("Roe denied the ferry ran; Birk said it did.", ["the ferry ran", "it did"]),
        ("Roe criticised the plan, which fell, as late.", ["the plan"]),
        ("Roe praised the ferry, the bridge, and the road.", ["the ferry, the bridge, and the road"]),
        ("Saying it rained, Roe left.", ["it rained"]),
        ("“It rained.” Roe said it snowed.", ["it snowed"]),  # the mark ends what another said
        ("“It rained,” Roe said. “It snowed.” Birk laughed.", ["“It rained,”", "“It snowed.”"]),
        ("Roe recited “The Bridge of Sighs”.", []),
    ],
)
def test_a_content_ends_where_its_clause_ends(text, contents):
    assert [found[2] for found in _read(text)] == contents


def test_what_holds_each_other_is_nested_once():
    found = extract([segment("He said she said it rained.")], engine="rules")[0]
    assert [a.parent for a in found] == [None, 0]
    both = extract([segment("Roe said it rained and Birk said it snowed.")], engine="rules")[0]
    assert [a.parent for a in both] == [None, 0]


def test_a_chain_without_a_content_of_its_own_holds_nothing():
    chain = "officials said, citing officials, that it was "
    found = extract([segment(chain * 2)], engine="rules")[0]
    assert found
    assert all(a.parent is None or 0 <= a.parent < len(found) for a in found)


def test_who_opens_a_sentence_with_a_participle_is_its_subject():
    assert _read("Saying it rained, Roe left.")[0][0] == "Roe"
    assert _read("Roe left, saying it rained.")[0][0] == "Roe"


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “smart bridge” opened in May.",
        "She read “The Bridge of Sighs” twice.",
        "They named the ferry “Ruth”.",
        "The report was long. The claims were many.",
        "The road plan and the support of the town matter.",
        "",
        "“",
        "”,” \"' said",
    ],
)
def test_scare_quotes_titles_names_and_nouns_are_no_attributions(text):
    assert _read(text) == []


def test_the_seeds_chain_and_speaker_are_found():
    text = next(SEEDS.glob("000*.txt")).read_bytes().decode()
    found = {found[:2]: found[2] for found in _read(text, nested=True)}
    assert found["Russia", "accused"].startswith("the outgoing Joe Biden's administration")
    assert found["Kremlin spokesman Dmitry Peskov", "said"].startswith("“If you look at the trends")
    assert found["news agency Reuters", "had reported"] == found["anonymous Russian officials", "citing"]
    assert found["The International Campaign to Ban Landmines (ICBL)", "also said"].startswith("it will work")


def test_a_dash_before_capitals_is_read_in_time_that_grows_with_its_length():
    begun = time.process_time()
    assert _read("“The bridge is a gift to us all.” — " + "A" * 5_000 + "!")
    assert time.process_time() - begun < 5


WORDS = """
“ ” " ' ‘ ’ , . : ; — ( ) said says told saying accused of according to that he Birk Mr. Alder the mayor and but who
citing officials was expected by to
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\r\n"])


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=50).map(" ".join))
def test_spans_are_in_the_text_in_order_and_apart_and_parents_come_without_circles(text):
    document = segment(text)
    found = extract([document], engine="rules")[0]
    for number, attribution in enumerate(found):
        spans = sorted(span for role in ROLES for span in getattr(attribution, role))
        assert all(0 <= s < e <= len(text) for s, e in spans)
        assert attribution.content
        if attribution.parent is None:
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
        seen = {number}
        while (parent := found[number].parent) is not None:
            assert parent not in seen
            seen.add(parent)
            number = parent
    quotations, spans_table = tables_of(["x"], [document], [found])
    assert from_tables(quotations, spans_table).get("x", []) == found


@pytest.mark.parametrize(
    ("source", "form"),
    [
        (None, "none"), ("", "none"), ("he", "pronoun"), ("They", "pronoun"), ("the officials", "nominal"),
        ("The Kremlin", "name"), ("Ruth Alder", "name"), ("Critics", "nominal"), ("many", "pronoun"),
    ],
)  # fmt: skip
def test_form_of_a_source(source, form):
    assert mention_form(source) == form


def test_verbs_are_inflected():
    assert inflected("deny") == {"deny": "base", "denies": "third", "denying": "ing", "denied": "past"}
    assert {w: FORMS[w] for w in ("said", "agreed", "admitting")} == {
        "said": ("say", "past"), "agreed": ("agree", "past"), "admitting": ("admit", "ing")
    }  # fmt: skip


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="one of tagger, rules"):
        extract([], engine="magic")


def test_an_engine_is_one_entry_and_is_imported_when_asked_for(monkeypatch, tmp_path):
    (tmp_path / "parrot.py").write_text("def extract(documents):\n    return [[d.text] for d in documents]\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(quotation, "ENGINES", {**quotation.ENGINES, "parrot": "parrot"})
    assert "parrot" not in sys.modules
    assert extract([segment("Hello.")], engine="parrot") == [["Hello."]]
    monkeypatch.delitem(sys.modules, "parrot")
