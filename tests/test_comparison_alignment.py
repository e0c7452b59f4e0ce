"""What speaks for two statements being one utterance, feature by feature."""

import math

import pytest

from analysis.comparison import alignment
from analysis.comparison.statements import statement


def features(one, two, *, articles=(0, 1)) -> dict[str, float]:
    (pair,) = alignment.pairs([one, two], articles)
    assert (pair.first, pair.second) == (0, 1)
    return dict(zip(alignment.FEATURES, pair.features, strict=True))


LONG = "the bridge will be closed for repairs"
SHORT = "the bridge will be shut"


def test_letters_are_the_share_of_the_shorter_ones_that_the_longer_has():
    assert features(statement("bridge closed"), statement("bridge"))["letters"] == 1
    assert features(statement("bridge"), statement("bridge closed"))["letters"] == 1
    # "ridge" and "bridg" of nine: six of "fridges", of which "ridge" is common
    found = features(statement("bridge"), statement("fridge"))
    assert found["letters"] == pytest.approx(1 / 2)


def test_a_run_is_counted_in_words_and_as_a_share_of_the_shorter():
    found = features(statement(LONG), statement(SHORT))
    assert found["run"] == pytest.approx(math.log1p(4))  # the bridge will be
    assert found["run share"] == pytest.approx(4 / 5)
    apart = features(statement("close bridge"), statement("bridge close"))
    assert apart["run"] == pytest.approx(math.log1p(1))
    assert apart["run share"] == pytest.approx(1 / 2)


def test_the_same_words_share_all_and_others_nothing():
    same = features(statement(SHORT), statement(SHORT))
    assert (same["local"], same["matter"], same["run share"], same["disagreement"]) == (1, 1, 1, 0)
    other = features(statement("ferries sank"), statement("taxes rise"))
    assert (other["local"], other["matter"], other["run"], other["run share"]) == (0, 0, 0, 0)


def test_names_are_no_matter():
    found = features(statement("Ana Cruz left"), statement("Ana Cruz slept"))
    assert found["local"] > 0
    assert found["matter"] == found["matter weight"] == 0


@pytest.mark.parametrize(
    ("one", "two", "same", "different", "unknown"),
    [("Ana Cruz", "Cruz", 1, 0, 0), ("Ana Cruz", "Otto Falk", 0, 1, 0), ("Ana Cruz", None, 0, 0, 1)],
)
def test_speakers_are_the_same_different_or_unknown(one, two, same, different, unknown):
    found = features(statement(SHORT, name=one), statement(SHORT, name=two))
    flags = ("same speaker", "different speaker", "unknown speaker", "same speaker, matter")
    assert [found[flag] for flag in flags] == [same, different, unknown, same]


@pytest.mark.parametrize(
    ("one", "two", "agree", "conflict"),
    [
        ("40 men left", "40 men came", 1, 0),
        ("40 men left", "50 men left", 0, 1),
        ("40 men left", "men left", 0, 0),
    ],
)
def test_numbers_agree_or_conflict(one, two, agree, conflict):
    found = features(statement(one), statement(two))
    assert [found[flag] for flag in ("numbers agree", "numbers conflict")] == [agree, conflict]


def test_statements_of_one_article_are_not_compared():
    assert alignment.pairs([statement(SHORT), statement(SHORT)], [0, 0]) == []


def test_the_chance_grows_with_what_is_shared_and_what_is_denied_stays_apart():
    pairs = [
        alignment.pairs([statement(LONG), statement(other)], [0, 1])[0]
        for other in (LONG, SHORT, "the tax on bread will fall", "the bridge will not be closed for repairs")
    ]
    chances = alignment.chance(pairs)
    assert 1 >= chances[0] > chances[1] > chances[2] >= 0
    assert [chance == -math.inf for _, _, chance in alignment.links(pairs, chances)] == [
        False,
        False,
        False,
        True,
    ]
    assert alignment.worth_reading(pairs, chances * 0 + 0.5).tolist() == [True, True, True, False]


def test_two_named_people_say_one_utterance_only_in_six_words_of_one_run():
    def apart(words: str) -> bool:
        said = [statement(words, name=name) for name in ("Ana Cruz", "Otto Falk")]
        pairs = alignment.pairs(said, [0, 1])
        return alignment.links(pairs, alignment.chance(pairs))[0][2] == -math.inf

    assert apart("bridge will close on Monday")
    assert not apart("old bridge will close on Monday")
