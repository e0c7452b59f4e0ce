"""The two example articles, with their attributions given by hand."""

import pytest

from analysis import corpus
from analysis.quotation import Attribution
from analysis.segmentation import segment
from analysis.speakers import resolve

CASES = [
    ("000", "Russia on", "Russia", "Russia"),
    ("000", "Kremlin spokesman Dmitry Peskov", "Kremlin spokesman Dmitry Peskov", "Dmitry Peskov"),
    ("000", "The Kremlin spokesperson on Wednesday", "The Kremlin spokesperson", "Dmitry Peskov"),
    ("000", "news agency Reuters had", "news agency Reuters", "Reuters"),
    ("000", "anonymous Russian officials", "anonymous Russian officials", None),
    ("000", "Shmyhal told", "Shmyhal", "Denys Shmyhal"),
    ("001", "Peskov commented", "Peskov", "Dmitry Peskov"),
    ("001", "he said.", "he", "Dmitry Peskov"),
    ("001", "two unnamed US officials", "two unnamed US officials", None),
    ("001", "The Washington Post", "The Washington Post", "Washington Post"),
    ("001", "what he called", "he", "Dmitry Peskov"),
    ("001", "The official emphasized", "The official", "Dmitry Peskov"),
    ("001", "he confirmed", "he", "Dmitry Peskov"),
    ("001", "he said the candidacy", "he", "Dmitry Peskov"),
    ("001", "The official added", "The official", "Dmitry Peskov"),
]


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], str | None]:
    articles, _ = corpus.read(None)
    found = {}
    for number in ("000", "001"):
        text = next(t for o, t in zip(articles["origin"], articles["text"], strict=True) if f"{number}_" in o)
        here = [c for c in CASES if c[0] == number]
        given = []
        for _, words, source, _ in here:
            start = text.index(words) + words.index(source)
            end = start + len(source)
            sentence = text.find(".", end)
            given.append(
                Attribution(
                    "indirect", ((end + 1, max(sentence, end + 2)),), (), ((start, end),), None, 1.0, "hand"
                )
            )
        for case, mention in zip(here, resolve(segment(text), given), strict=True):
            found[case[0], case[1]] = mention.name
    return found


@pytest.mark.parametrize(("number", "words", "source", "name"), CASES)
def test_the_seeds_speakers(
    answers: dict[tuple[str, str], str | None], number: str, words: str, source: str, name: str | None
) -> None:
    assert answers[number, words] == name
