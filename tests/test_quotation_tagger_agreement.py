"""What the rules add to an attribution that the tagger found."""

import pytest

from analysis import segmentation
from analysis.quotation import Attribution
from analysis.quotation.overlap import agreement, shared
from analysis.quotation.tagger.agreement import (
    counterpart,
    features,
    with_agent,
    with_passage_said,
    with_surer_content,
    with_surer_source,
    without_target,
)

Spans = tuple[tuple[int, int], ...]


def attribution(content: Spans, source: Spans, confidence: float = 0.5) -> Attribution:
    return Attribution("direct", content, (), source, None, confidence, "test")


TAGGED = attribution(((10, 30),), ((0, 4),))


def test_the_counterpart_has_at_least_half_of_both_contents() -> None:
    near, far = attribution(((10, 25),), ()), attribution(((25, 60),), ())
    assert counterpart(TAGGED, [far, near]) is near
    assert counterpart(TAGGED, [far]) is None
    assert counterpart(TAGGED, []) is None


def test_only_a_sure_rule_changes_the_source() -> None:
    sure, unsure = (attribution(((10, 30),), ((40, 44),), c) for c in (0.8, 0.6))
    assert with_surer_source("", TAGGED, sure).source == ((40, 44),)
    assert with_surer_source("", TAGGED, unsure) is TAGGED
    assert with_surer_source("", TAGGED, attribution(((10, 30),), (), 0.9)) is TAGGED
    assert with_surer_source("", TAGGED, None) is TAGGED


def said(text: str, content: list[str], cue: str, source: str, confidence: float = 0.5) -> Attribution:
    def spans(*parts: str) -> Spans:
        return tuple((text.index(part), text.index(part) + len(part)) for part in parts)

    return Attribution("direct", spans(*content), spans(cue), spans(source), None, confidence, "test")


def test_a_source_beside_its_cue_wins_over_one_of_another_paragraph() -> None:
    text = "Lena left.\n\n“It is hard,” sighed Oskar."
    far, near = (said(text, ["“It is hard,”"], "sighed", name) for name in ("Lena", "Oskar"))
    assert with_surer_source(text, far, near).source == near.source
    assert with_surer_source(text, near, far) is near
    flat = text.replace("\n", " ")
    assert with_surer_source(flat, far, near) is far


@pytest.mark.parametrize(
    ("text", "source", "kept"),
    [
        (
            "“We did it,” said Jan Roe, the treasurer, “and will again.”",
            "Jan Roe, the treasurer, “and will again.”",
            "Jan Roe, the treasurer",
        ),
        ("“We did it,” said Jan “Red” Roe.", "Jan “Red” Roe", "Jan “Red” Roe"),
        ("“We did it,” said the boxer “Red”", "the boxer “Red”", "the boxer “Red”"),
    ],
)
def test_a_passage_behind_a_source_is_said_and_a_nickname_is_not(text: str, source: str, kept: str) -> None:
    found = with_passage_said(segmentation.segment(text), said(text, ["“We did it,”"], "said", source))
    assert [text[s:e] for s, e in found.source] == [kept]
    told = ["“We did it,”", "“and will again.”"] if kept != source else ["“We did it,”"]
    assert [text[s:e] for s, e in found.content] == told


def test_agreement_is_told_apart_from_silence() -> None:
    same, other = attribution(((10, 30),), ((2, 9),), 0.8), attribution(((10, 30),), ((40, 44),), 0.8)
    assert features(TAGGED, same) == {"rules_agree": 1.0, "rules_differ": 0.0, "rules_sure": 0.8}
    assert features(TAGGED, other) == {"rules_agree": 0.0, "rules_differ": 1.0, "rules_sure": 0.0}
    assert features(TAGGED, None) == {"rules_agree": 0.0, "rules_differ": 0.0, "rules_sure": 0.0}


def test_spans_share_characters() -> None:
    assert shared(((0, 5), (10, 15)), ((3, 12),)) == 4
    assert agreement(((0, 4),), ((2, 6),)) == 2 / 6
    assert agreement((), ()) == 0.0


def passive(text: str, cue: str) -> tuple[str, Attribution]:
    at = text.index(cue)
    content = ((0, at - 1), (at + len(cue) + 1, len(text)))
    return text, Attribution("indirect", content, ((at, at + len(cue)),), (), None, 0.5, "test")


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("She has been named as a victim by The Jackson Star", "The Jackson Star"),
        ("He was described as a thief by former Mayor Ruth Alder", "former Mayor Ruth Alder"),
    ],
)
def test_the_source_of_a_passive_may_end_its_content(text: str, agent: str) -> None:
    text, found = passive(text, "has been named" if "named" in text else "was described")
    with_it = with_agent(text, found)
    assert [text[s:e] for s, e in with_it.source] == [agent]
    assert text[slice(*with_it.content[-1])] == text[text.index(" as ") + 1 : text.index(" by ")]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("He was described as a thief by Friday", "was described"),
        ("It was expected to grow by signing new members", "was expected"),
        ("She said a book by Ruth Alder", "said"),  # not passive
        ("It was called by Ruth Alder", "was called"),  # nothing would be left
    ],
)
def test_other_words_with_by_are_no_source(text: str, cue: str) -> None:
    text, found = passive(text, cue)
    assert with_agent(text, found) is found


def quoted(kind: str, content: Spans, confidence: float = 0.9, cue: Spans = ((50, 54),)) -> Attribution:
    return Attribution(kind, content, cue, ((46, 49),), None, confidence, "test")


def test_a_sure_rule_takes_away_what_stands_beside_the_marks() -> None:
    tagged = quoted("mixed", ((0, 44), (58, 120)))
    by_rule = quoted("direct", ((0, 44), (80, 120)))
    corrected = with_surer_content(tagged, [by_rule], 0.3)
    assert (corrected.content, corrected.kind) == (((0, 44), (80, 120)), "direct")


@pytest.mark.parametrize(
    ("tagged", "by_rule", "edge"),
    [
        (quoted("mixed", ((0, 44),)), quoted("direct", ((5, 44),)), 0.6),  # sure of its edges
        (quoted("mixed", ((0, 44),)), quoted("direct", ((5, 44),), 0.6), 0.3),  # the rule is not sure
        (quoted("mixed", ((0, 44),)), quoted("mixed", ((5, 44),)), 0.3),
        (quoted("mixed", ((5, 44),)), quoted("direct", ((0, 44),)), 0.3),  # longer
        (quoted("mixed", ((0, 44),)), quoted("direct", ((5, 44),), cue=((60, 64),)), 0.3),
        (quoted("indirect", ((0, 44),)), quoted("direct", ((5, 44),)), 0.3),
    ],
)
def test_nothing_else_changes_a_content(tagged: Attribution, by_rule: Attribution, edge: float) -> None:
    assert with_surer_content(tagged, [by_rule], edge) is tagged


def parted(source: str, cue: str, content: str) -> tuple[str, Attribution]:
    text = f"{source} {cue} {content}"
    a, b = len(source), len(source) + 1 + len(cue)
    return text, Attribution("indirect", ((b + 1, len(text)),), ((a + 1, b),), ((0, a),), None, 0.5, "test")


def test_who_is_judged_is_no_source() -> None:
    text, found = parted("Judge Roe", "has long been assailed", "as overzealous")
    judged = without_target(text, found)
    assert judged.source == ()
    assert [text[s:e] for s, e in judged.content] == ["Judge Roe", "as overzealous"]


@pytest.mark.parametrize(
    "parts",
    [
        ("Judge Roe", "assailed", "the plan"),
        ("Judge Roe", "is opposed to", "the plan"),
        ("Judge Roe", "was convinced", "that it rained"),
        ("Judge Roe", "was quoted as saying", "that it rained"),
    ],
)
def test_other_subjects_stay_sources(parts: tuple[str, str, str]) -> None:
    text, found = parted(*parts)
    assert without_target(text, found) is found


def test_a_target_may_be_judged_by_somebody() -> None:
    text, found = parted("Judge Roe", "was attacked", "as a thief by Mayor Ruth Alder")
    found = with_agent(text, without_target(text, found))
    assert [text[s:e] for s, e in found.source] == ["Mayor Ruth Alder"]
    assert [text[s:e] for s, e in found.content] == ["Judge Roe", "as a thief"]
