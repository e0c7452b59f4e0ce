"""Which attribution holds which."""

from dataclasses import replace

from analysis.quotation import Attribution
from analysis.quotation.nesting import add_nested
from analysis.segmentation import segment

TEXT = "Reuters reported, citing officials, that he feared a war and that envoys had said no."


def span(words: str) -> tuple[tuple[int, int], ...]:
    start = TEXT.index(words)
    return ((start, start + len(words)),)


def attribution(source: str, cue: str, content: str) -> Attribution:
    return Attribution("indirect", span(content), span(cue), span(source), None, 0.5, "test")


REPORT = attribution("Reuters", "reported", "that he feared a war and that envoys had said no")
FEAR = attribution("he", "feared", "a war")
ENVOYS = attribution("envoys", "had said", "no.")
CITED = replace(
    attribution("officials", "citing", "that he feared a war and that envoys had said no"), parent=0
)


def nested(*candidates: Attribution) -> list[tuple[str, int | None]]:
    found = add_nested(segment(TEXT), [REPORT], candidates)
    return [(TEXT[slice(*a.source[0])], a.parent) for a in found]


def test_an_attribution_inside_a_content_gets_that_content_as_parent() -> None:
    assert nested(FEAR) == [("Reuters", None), ("he", 0)]


def test_what_reaches_beyond_the_content_is_left_out() -> None:
    assert nested(ENVOYS) == [("Reuters", None)]


def test_the_inner_link_of_a_chain_says_the_same_as_the_outer_one() -> None:
    assert nested(REPORT, CITED) == [("Reuters", None), ("officials", 0)]


def test_a_repeated_attribution_is_not_nested_in_itself() -> None:
    assert nested(REPORT, attribution("Reuters", "reported", "that he feared a war")) == [("Reuters", None)]


def test_the_narrowest_holder_is_the_parent() -> None:
    inner = attribution("envoys", "had said", "no")
    middle = attribution("he", "feared", "a war and that envoys had said no")
    assert nested(inner, middle) == [("Reuters", None), ("he", 0), ("envoys", 1)]


def test_without_an_outermost_attribution_nothing_is_added() -> None:
    assert add_nested(segment(TEXT), [], [FEAR]) == []


def found_in(text: str, *rows: tuple[str, str, str]) -> list[tuple[str, str, str, int | None]]:
    """Source, cue, content and parent of what `add_nested` makes of outermost attributions, given by their words."""

    def at(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),)

    outermost = [Attribution("indirect", at(c), at(b), at(a), None, 0.5, "test") for a, b, c in rows]
    found = add_nested(segment(text), outermost, [])
    return [
        (*(" ".join(text[s:e] for s, e in spans) for spans in (a.source, a.cue, a.content)), a.parent)
        for a in found
    ]


def test_a_source_that_cites_a_source_is_a_chain() -> None:
    text = "The Gazette reported, citing two harbour officials, that the pier would close."
    rows = ("The Gazette", "reported, citing", "two harbour officials, that the pier would close")
    assert found_in(text, rows) == [
        ("The Gazette", "reported", "that the pier would close", None),
        ("two harbour officials", "citing", "that the pier would close", 0),
    ]


def test_citing_behind_a_quotation_supports_it() -> None:
    text = '"The pier will close," the Gazette reported, citing two officials who also claimed it was unsafe.'
    rows = [
        ("the Gazette", "reported", '"The pier will close,"'),
        ("the Gazette", "citing", "two officials who also claimed it was unsafe"),
    ]
    assert found_in(text, *rows) == [
        ("the Gazette", "reported", '"The pier will close,"', None),
        ("two officials", "citing", '"The pier will close,"', 0),
    ]


def test_evidence_that_is_cited_is_no_source() -> None:
    text = "Mayor Orla Finn blamed the storm, citing the collapse of the pier."
    rows = [
        ("Mayor Orla Finn", "blamed", "the storm"),
        ("Mayor Orla Finn", "citing", "the collapse of the pier"),
    ]
    assert found_in(text, *rows) == [(*row, None) for row in rows]


def test_a_content_that_opens_with_a_nested_source_stays_whole() -> None:
    text = "Orla Finn said the mayor hopes the pier will open."
    outer = Attribution("indirect", ((15, 49),), ((10, 14),), ((0, 9),), None, 0.5, "test")
    inner = Attribution("indirect", ((31, 49),), ((25, 30),), ((15, 24),), 0, 0.5, "test")
    found = add_nested(segment(text), [outer], [outer, inner])
    assert [(a.content, a.parent) for a in found] == [(((15, 49),), None), (((31, 49),), 0)]


def test_the_other_pieces_of_a_cue_stay_when_the_last_one_cites() -> None:
    text = "It has, the Gazette reported, citing officials, that the pier would close."
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("has", "reported, citing", "the Gazette")]
    content = (text.index("officials"), len(text) - 1)
    outer = Attribution("indirect", (content,), (spans[0], spans[1]), (spans[2],), None, 0.5, "test")
    first, second = add_nested(segment(text), [outer], [])
    assert [text[s:e] for s, e in first.cue] == ["has", "reported"]
    assert [text[s:e] for s, e in second.cue] == ["citing"]
    assert [text[s:e] for s, e in first.content] == ["that the pier would close"]
    assert second.content == first.content
    assert [text[s:e] for s, e in second.source] == ["officials"]
    assert (first.parent, second.parent) == (None, 0)


def test_citing_supports_the_last_attribution_of_its_sentence_by_the_same_source() -> None:
    text = "Roe said it rained. Birk said it snowed, and denied it froze, citing officials."
    rows = [
        ("Roe", "said", "it rained"),
        ("Birk", "said it", "snowed"),
        ("Birk", "denied", "it froze"),
        ("Birk", "citing", "officials"),
    ]
    found = found_in(text, *rows)
    assert found[-1] == ("officials", "citing", "it froze", 2)
    said = ("Roe", "said", "it rained")
    alone = found_in(
        "Roe said it rained. Later, citing officials, he left.", said, ("he", "citing", "officials")
    )
    assert alone[-1] == ("he", "citing", "officials", None)  # nothing in its sentence


def test_what_is_cited_stands_right_behind_the_cue() -> None:
    text = "Of officials the Gazette spoke, citing the wind."
    rows = [("the Gazette", "spoke, citing", "officials")]
    assert found_in(text, *rows) == [("the Gazette", "spoke, citing", "officials", None)]


def test_what_is_cited_supports_nothing_of_another_sentence_or_behind_it() -> None:
    said, cites = ("Birk", "said", "it rained"), ("Birk", "citing", "officials")
    before = found_in("Birk said it rained. Later Birk left, citing officials.", said, cites)
    assert before[-1] == ("Birk", "citing", "officials", None)
    same = found_in("Birk said it rained, citing officials.", said, cites)
    assert same[-1] == ("officials", "citing", "it rained", 0)
    behind = found_in("Birk left, citing officials, and said it rained.", cites, said)
    assert ("Birk", "citing", "officials", None) in behind
