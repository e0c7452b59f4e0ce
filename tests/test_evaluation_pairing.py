"""Which predicted attribution means the same as a gold one, word by word."""

import numpy as np
import pytest

from analysis.evaluation import alignment
from analysis.evaluation.pairing import Article, Pair, Scored
from analysis.segmentation import segment

TEXT = "“We won,” said Ada Byron . The old ship -- sank."
ARTICLE = Article(TEXT)


def words(numbers) -> list[str]:
    return [TEXT[slice(*ARTICLE.words[n])] for n in sorted(numbers)]


def at(piece: str) -> tuple[int, int]:
    return TEXT.index(piece), TEXT.index(piece) + len(piece)


def test_words_hold_a_letter_or_digit():
    assert words(range(len(ARTICLE.words))) == [
        "“We",
        "won,”",
        "said",
        "Ada",
        "Byron",
        "The",
        "old",
        "ship",
        "sank.",
    ]


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (0, 1, ["“We"]), (0, 3, ["“We"]), (3, 4, []), (0, 4, ["“We"]), (0, 5, ["“We", "won,”"]),
        (2, 5, ["“We", "won,”"]),
        (at(".")[0], at(".")[1], []), (len(TEXT) - 1, len(TEXT), ["sank."]),
    ],
)  # fmt: skip
def test_a_span_touches_the_words_it_shares_characters_with(start, end, touched):
    assert words(ARTICLE.touched(start, end)) == touched


def test_marks_and_blanks_at_the_ends_and_points_on_the_right_do_not_count():
    assert ARTICLE.spans([at("“We won,”"), at("We won"), at(" said ")]) == {at("We won"), at("said")}
    assert ARTICLE.spans([at("."), at(" -- "), (3, 3)]) == frozenset()
    assert words(ARTICLE.covered([at("won,” said"), at("ship --")])) == ["won,”", "said", "ship"]


def test_words_between_double_marks_make_the_kind():
    assert words(ARTICLE.quoted) == ["“We", "won,”"]
    assert ARTICLE.kind(ARTICLE.covered([at("We won")])) == "wholly_quoted"
    assert ARTICLE.kind(ARTICLE.covered([at("won,” said")])) == "mixed"
    assert ARTICLE.kind(ARTICLE.covered([at("said Ada")])) == "indirect"
    ten = Article("“a b c d e f g h i” j k")
    assert ten.kind(frozenset(range(10))) == "wholly_quoted"
    assert ten.kind(frozenset(range(11))) == "mixed"


@pytest.mark.parametrize(
    ("text", "span", "marked"),
    [
        ("He “won” it", (3, 8), True), ("He “won” it", (4, 7), True), ("He “won” it", (0, 4), False),
        ("He ''won'' it", (5, 8), True), ("He ``won'' it", (5, 8), True), ("He won it", (3, 6), False),
    ],
)  # fmt: skip
def test_a_pair_of_double_marks_in_or_round_a_span(text, span, marked):
    assert Article(text).has_marks([span]) == marked


def test_two_pieces_share_a_pair_of_marks():
    text = "“We won and so,” he said, they lost"
    assert not Article(text).has_marks([(0, 7)])
    assert Article(text).has_marks([(0, 7), (8, 16)])


def test_small_words_do_not_tell_a_source_unless_there_is_nothing_else():
    assert words(ARTICLE.significant(ARTICLE.covered([at("The old ship")]))) == ["old", "ship"]
    assert words(ARTICLE.significant(ARTICLE.covered([at("The")]))) == ["The"]


def scored(content: range, source: range = range(0)) -> Scored:
    return Scored(frozenset(content), frozenset(source), False)


def test_pairs_share_half_of_their_words_and_the_closest_come_first():
    assert ARTICLE.pairs([scored(range(4))], [scored(range(2))]) == [Pair(0, 0, True)]
    assert ARTICLE.pairs([scored(range(5))], [scored(range(2))]) == []
    close, closer = scored(range(3)), scored(range(4))
    assert ARTICLE.pairs([scored(range(4))], [close, closer]) == [Pair(0, 1, True)]
    assert ARTICLE.pairs([closer, close], [closer, closer]) == [Pair(0, 0, True), Pair(1, 1, True)]


def test_a_pair_is_right_when_the_sources_share_a_telling_word_or_there_is_none():
    old, the, ship = range(6, 7), range(5, 6), range(7, 8)
    rights = {
        (tuple(one), tuple(two)): ARTICLE.pairs([scored(range(3), one)], [scored(range(3), two)])[0].right
        for one, two in (
            (range(5, 8), old),
            (range(5, 7), range(5, 6)),
            (old, ship),
            (the, the),
            (old, range(0)),
        )
    }
    assert list(rights.values()) == [True, False, False, True, False]


def test_attributions_without_content_are_not_scored():
    rows = [
        {"content": [at("We won")], "source": [at("Ada")]},
        {"content": []},
        {"content": None},
        {"content": [at(".")]},
    ]
    kept, found = ARTICLE.scored(rows)
    assert kept == [0]
    assert (words(found[0].content), words(found[0].source), found[0].marked) == (
        ["“We", "won,”"],
        ["Ada"],
        True,
    )


def side(article: str, *content: tuple[int, int]) -> dict:
    return {"id": article, "content": [list(span) for span in content]}


@pytest.mark.parametrize(
    ("content", "same"),
    [
        ([(0, 10)], True), ([(0, 5)], True), ([(6, 20)], False), ([(5, 30)], True), ([(0, 2), (8, 10)], True),
        ([(10, 20)], False), ([(3, 3)], False),
    ],
)  # fmt: skip
def test_a_pair_is_the_gold_one_when_half_of_the_shorter_content_is_shared(content, same):
    gold = [side("a", (0, 10)), side("b", (0, 10))]
    assert alignment.same({"a": side("a", *content), "b": side("b", (0, 10))}, gold) == same
    assert alignment.same({"a": side("b", (0, 10)), "b": side("a", *content)}, gold) == same
    assert not alignment.same({"a": side("a", (0, 10)), "b": side("c", (0, 10))}, gold)


def test_precision_recall_and_f1_are_undefined_without_anything_to_count():
    import math

    assert alignment.precision_recall_f1(np.array([1, 2, 1, 4])) == pytest.approx((0.5, 0.25, 1 / 3))
    assert alignment.precision_recall_f1(np.array([0, 2, 0, 4])).tolist() == [0, 0, 0]
    precision, recall, f1 = alignment.precision_recall_f1(np.array([0, 0, 0, 4]))
    assert math.isnan(precision)
    assert recall == 0
    assert math.isnan(f1)


def test_the_form_of_a_pair_is_how_many_of_its_sides_are_quoted():
    documents = {"a": segment("“It rained,” he said."), "b": segment("He said it rained.")}
    quoted, plain = side("a", (0, 12)), side("b", (8, 17))
    pairs = ((quoted, quoted), (quoted, plain), (plain, plain))
    assert [alignment.form(*pair, documents) for pair in pairs] == list(alignment.FORMS)


def scores(**more) -> dict:
    estimates = {name: {"value": 0.5, "interval": [0.25, 0.75]} for name in alignment.MEASURES}
    return {
        "events": 1200,
        "gold": 3,
        "predicted": 4,
        "model": "m",
        "engine": "given",
        "forms": {},
        **estimates,
        **more,
    }


def test_scores_are_lines_with_their_intervals():
    unknown = {name: {"value": None, "interval": None} for name in alignment.MEASURES}
    forms = {"both quoted": {"gold": 1, "predicted": 2, **unknown}}
    assert alignment.render(scores(forms=forms)).splitlines() == [
        "alignment (m, quotations: given)", "1,200 events, 3 gold, 4 predicted",
        *(f"{name:<10}0.500  [0.250, 0.750]" for name in alignment.MEASURES),
        "both quoted: 1 gold, 2 predicted", *(f"  {name:<10}not defined" for name in alignment.MEASURES),
    ]  # fmt: skip
