"""What a reader would say of an attribution."""

from __future__ import annotations

import math

import pytest

from analysis.quotation import Attribution, extract, judgement, kind_of
from analysis.segmentation import Document, segment


def attributed(source: str, cue: str, content: str, around: str = "{}") -> tuple[Document, Attribution]:
    text = around.format(f"{source} {cue} {content}.")
    document = segment(text)
    at = [text.index(part) for part in (f"{source} {cue}", content)]
    spans = ((at[1], at[1] + len(content)),)
    start = at[0] + len(source) + 1
    return document, Attribution(
        kind_of(document, spans),
        spans,
        ((start, start + len(cue)),),
        ((at[0], at[0] + len(source)),),
        None,
        0.5,
        "test",
    )


def values(*parts: str, around: str = "{}") -> dict[str, float]:
    document, attribution = attributed(*parts, around=around)
    return judgement.described(document, [attribution])[0]


def sure(*parts: str) -> float:
    document, attribution = attributed(*parts)
    (found,) = judgement.judged(document, [attribution], [{"pattern": 0.0}], engine="rules")
    return found.confidence


def test_chances_are_logistic() -> None:
    assert judgement.chance({"a": 2.0, "unseen": 9.0}, {"intercept": 1.0, "a": 0.5}) == pytest.approx(
        1 / (1 + math.exp(-2))
    )


def test_what_is_said_is_surer_than_acts_and_things() -> None:
    said = sure("Mayor Ruth Alder", "said", "that the bridge would open in May")
    for parts in (
        ("The council", "passed", "a bill for the bridge"),
        ("You", "agree to", "our policy"),
        ("The database", "did not include", "the bridge"),
    ):
        assert sure(*parts) < said - 0.15


def test_unreal_words_in_front_of_the_cue_are_seen() -> None:
    assert "before if" in values("she", "says", "that it rains", around="Nobody knows if {}")
    assert "before if" not in values("she", "says", "that it rains", around="Nobody knows. {}")


def test_only_the_voice_of_the_article_says_i() -> None:
    opinion = values("Roe", "said", "that it rained", around="I think my town is mine. {}")
    quoted = values("Roe", "said", "that it rained", around="“I think my town is mine,” he said. {}")
    assert opinion["says I"] > 0.5 > quoted["says I"] == 0.0


def test_shares_of_the_paragraph_are_of_that_paragraph() -> None:
    prose = values(
        "Roe", "said", "that it rained", around="Home News Sport Weather Video\n{}\nMore Stories Here"
    )
    menu = values("Roe", "said", "That It Rained", around="Home News {} Video")
    assert prose["capitals"] == pytest.approx(1 / 5)
    assert menu["capitals"] == pytest.approx(7 / 8)


@pytest.mark.parametrize("engine", ["rules", "tagger"])
def test_every_engine_gives_chances(engine: str) -> None:
    document = segment("“We closed the bridge,” the mayor said. She hopes that it opens in May.")
    found = extract([document], engine=engine)[0]
    assert len(found) >= 2
    assert all(0 < a.confidence < 1 for a in found)


def test_an_article_without_attributions_has_none_to_judge() -> None:
    assert judgement.described(segment("It rained."), []) == []
