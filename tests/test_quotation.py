"""Attributions as rows and back, how much of a content is quoted, and how spans overlap."""

import pytest

from analysis.quotation import Attribution, extract, from_tables, kind_of, mention_form, tables_of
from analysis.quotation.overlap import agreement, length, shared
from analysis.quotation.stance import CLASSES, stance_of, verb_of
from analysis.segmentation import segment


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("Roe said “it is late” and left.", "“it is late”", "direct"),
        ("Roe said it is late.", "it is late", "indirect"),
        ("Roe said it is “late”.", "it is “late”", "mixed"),
        ("“No,” said Roe, it is late.", "it is late", "indirect"),  # the passage lies before
        ("Roe said it is late. “No.”", "it is late", "indirect"),  # and here behind
        ("Roe said “a b c d e f g h i” j.", "“a b c d e f g h i” j", "direct"),  # nine words of ten
        ("Roe said “a b c d e f g h” i j.", "“a b c d e f g h” i j", "mixed"),
        ("Roe said “…” it is late.", "“…” it is late", "indirect"),  # no word is quoted
        ("Roe said “it is late” and “no” and “yes”.", "“it is late” and “no” and “yes”", "mixed"),
    ],
)
def test_how_much_of_a_content_stands_between_marks(text, content, kind):
    start = text.index(content)
    assert kind_of(segment(text), [(start, start + len(content))]) == kind


def test_all_pieces_of_a_content_count():
    text = "“It is late,” Roe said, “and cold.” He left the town."
    first, second = (text.index("“It"), text.index(" Roe")), (text.index("“and"), text.index(" He"))
    assert kind_of(segment(text), [first, second]) == "direct"
    last = (text.index("He"), len(text))
    assert kind_of(segment(text), [second, last]) == kind_of(segment(text), [last, second]) == "mixed"
    assert kind_of(segment(text), []) == "indirect"


def test_attributions_become_rows_and_rows_attributions():
    text = "“It is late,” Roe said, “and cold.”"
    whole = Attribution("direct", ((0, 13), (24, 35)), ((18, 22),), ((14, 17),), None, 0.5, "test")
    inner = Attribution("indirect", ((4, 12),), (), (), 0, 0.25, "test")
    quotations, spans = tables_of(["x", "y"], [segment(text), segment("")], [[whole, inner], []])
    assert quotations["content"].tolist() == ["“It is late,” … “and cold.”", "is late,"]
    assert from_tables(quotations, spans) == {"x": [whole, inner]}
    assert from_tables(quotations[::-1], spans[::-1]) == {"x": [whole, inner]}


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("Roe", "name"), ("a man", "nominal"), ("Critics of Roe", "name"), ("he", "pronoun"),
        ("those men", "nominal"), ("who", "pronoun"), ("I", "pronoun"),
    ],
)  # fmt: skip
def test_forms_of_sources(source, form):
    assert mention_form(source) == form


@pytest.mark.xfail(strict=True, reason="read as “who”, though the speakers know better")
def test_the_world_health_organization_is_no_pronoun():
    assert mention_form("WHO") == "name"


@pytest.mark.parametrize(
    ("first", "second", "common", "union"),
    [
        ([(0, 4)], [(2, 6)], 2, 6),
        ([(2, 6)], [(0, 4)], 2, 6),
        ([(0, 4)], [(4, 6)], 0, 6),
        ([(0, 2), (4, 8)], [(1, 5)], 2, 8),
        ([(0, 4)], [(0, 4)], 4, 4),
        ([(0, 9)], [(3, 4), (6, 8)], 3, 9),
    ],
)
def test_spans_share_characters_and_agree_by_their_union(first, second, common, union):
    assert shared(first, second) == shared(second, first) == common
    assert agreement(first, second) == pytest.approx(common / union)
    assert length(first) + length(second) - common == union


def test_nothing_agrees_with_nothing():
    assert agreement([], []) == 0
    assert agreement([(0, 1)], []) == 0
    assert length([]) == 0


@pytest.mark.parametrize(
    ("cue", "verb", "stance"),
    [
        ("said", "say", "neutral"),
        ("has repeatedly called for", "call for", "commands"),
        ("called", "call", "judges"),
        ("called it", "call", "judges"),
        ("has admitted", "admit", "presents as true"),
        ("claims", "claim", "keeps a distance"),
        ("whispered", "whisper", "voices"),
        ("hopes", "hope", "thinks"),
        ("according to", "according to", "neutral"),
        ("According to", "according to", "neutral"),
        ("elaborated on", "elaborate", "other"),
        ("is confident", None, "other"),
        ("", None, "other"),
        (None, None, "other"),
    ],
)
def test_a_cue_has_a_verb_and_the_verb_a_stance(cue, verb, stance):
    assert verb_of(cue) == verb
    assert stance_of(verb) == stance
    assert stance in CLASSES


GLUED = (
    "Sen. Ana Cruz Ana Maria CruzPanel votes on bill | Marsh outlines tax plan MORE (D-Ohio) said she would stay. "
    "She said Paul Marsh Paul Ian MarshCity opens bridge MORE had left."
)


@pytest.mark.parametrize("engine", ["rules", "tagger"])
def test_titles_of_stories_run_into_a_sentence_are_nobodys(engine: str) -> None:
    found = extract([segment(GLUED)], engine=engine)[0]
    assert [[GLUED[s:e] for s, e in a.source] for a in found] == [["Sen. Ana Cruz"], ["She"]]
    assert [[GLUED[s:e] for s, e in a.content] for a in found] == [
        ["she would stay"],
        ["Paul Marsh", "had left"],
    ]


def test_a_reference_and_a_credit_are_both_left_out() -> None:
    text = "Ari Lund/AP Mayor Roe said &quot;we stay&quot; on Monday."
    (found,) = extract([segment(text)], engine="rules")[0]
    assert [text[s:e] for s, e in found.source] == ["Mayor Roe"]
    assert text[slice(*found.content[0])].startswith("&quot;we stay")
