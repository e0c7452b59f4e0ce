"""The same utterance in several articles: pairs of quotations, scored and joined in groups."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from analysis.comparison import grouping, terms
from analysis.comparison.statements import Statement, disagreement, longest_run, speakers

FEATURES = (
    "local",  # share of the lighter's weight that the heavier has; what all in the event say weighs little
    "matter",  # the same for words that are no names: names are what the event is about
    "matter weight",  # log(1 + weight of these words)
    "context",  # cosine of the paragraphs they stand in, weights within the event
    "letters",  # share of the shorter's five-letter sequences that the longer has
    "run",  # longest sequence of words in both, log(1 + n)
    "run share",  # that sequence's share of the shorter
    "same speaker",
    "different speaker",
    "unknown speaker",
    "same speaker, matter",  # both at once
    "numbers agree",
    "numbers conflict",
    "disagreement",  # negation, denial, opposites
)
MODEL = "alignment 2"
_DISAGREE = 0.5  # from it on, one statement denies the other: such two are never joined
_VERBATIM = 6  # words in a row that are one utterance whoever is thought to have said them


class Pair(NamedTuple):
    """Two statements, by number, and what speaks for and against their being one utterance."""

    first: int
    second: int
    features: tuple[float, ...]


def align(
    statements: Sequence[Statement], articles: Sequence[int], *, threshold: float | None = None
) -> tuple[list[list[int]], dict[tuple[int, int], float]]:
    """(utterances, as lists of statements; score of each pair that was scored) of the statements of one event.

    `articles` says which article each statement is from; only those of different articles are compared. The
    score is the estimated chance that two statements are one utterance; from `threshold` on (the model's own
    by default) they are. A statement may be in several utterances: a long quotation, of which others have
    pieces. Contradictions and, unless six words in a row are the same, two different named people are never
    joined.
    """
    found = pairs(statements, articles)
    chances = chance(found)
    scores = {(p.first, p.second): float(c) for p, c in zip(found, chances, strict=True)}
    level = _model()["threshold"] if threshold is None else threshold
    return grouping.cliques(links(found, chances), threshold=level, owner=articles), scores


def links(found: Sequence[Pair], chances: np.ndarray) -> list[tuple[int, int, float]]:
    """What groups are made of: pairs with their chance, or minus infinity for those that must stay apart."""
    return [
        (p.first, p.second, -math.inf if _apart(p) else float(c)) for p, c in zip(found, chances, strict=True)
    ]


def _apart(pair: Pair) -> bool:
    value = dict(zip(FEATURES, pair.features, strict=True))
    strangers = value["different speaker"] and value["run"] < math.log1p(_VERBATIM)
    return bool(value["disagreement"] >= _DISAGREE or strangers)


def chance(found: Sequence[Pair]) -> np.ndarray:
    """The estimated chance, 0 to 1, that each pair is one utterance: logistic regression on its features.

    Weights: analysis/models/alignment.json, trained by training/alignment.py; their card is beside them.
    """
    return logistic(np.array([p.features for p in found]).reshape(-1, len(FEATURES)), _model())


def logistic(values: np.ndarray, model: Mapping[str, Any]) -> np.ndarray:
    """Logistic regression: the chance of each row of `values`."""
    standard = (values - np.array(model["mean"])) / np.array(model["scale"])
    return 1 / (1 + np.exp(-(standard @ np.array(model["weights"]) + model["bias"])))


def quality() -> dict[str, float]:
    """Precision, recall and F1 of joined pairs, measured in training by leaving out one event at a time."""
    return dict(_model()["left_one_event_out"])


@cache
def _model() -> dict[str, Any]:
    text = (resources.files("analysis") / "models" / "alignment.json").read_text(encoding="utf-8")
    return json.loads(text)


def pairs(statements: Sequence[Statement], articles: Sequence[int]) -> list[Pair]:
    """The pairs of `statements` of different `articles` that share enough to be worth scoring.

    Both sequences belong to one event and are of one length; `articles` says which article each is from.
    """
    stems = [s.stems for s in statements]
    rarity = {stem: terms.rarity(stem) for s in statements for stem in s.stems | s.context}
    weights = rarity, _local(stems, rarity), _local([s.context for s in statements], rarity)
    found = _overlaps(stems, articles, rarity)
    letters = {i: _letters(statements[i].words) for pair in found for i in pair}
    return [
        Pair(a, b, _features(statements[a], statements[b], weights, _contained(letters[a], letters[b])))
        for a, b in found
    ]


def _local(stems: Sequence[frozenset[str]], rarity: Mapping[str, float]) -> dict[str, float]:
    """Weights within the event: rarity in news, less for a stem that many of its statements have."""
    seen = terms.document_counts(stems)
    return {stem: rarity[stem] * math.log((len(stems) + 1) / n) for stem, n in seen.items()}


def _overlaps(
    stems: Sequence[frozenset[str]], articles: Sequence[int], rarity: Mapping[str, float]
) -> list[tuple[int, int]]:
    """Pairs across articles that share at least a tenth of the shorter's weight, and more than grammar."""
    holders: dict[str, list[int]] = {}
    for i, own in enumerate(stems):
        for stem in own:
            holders.setdefault(stem, []).append(i)
    shared: Counter[tuple[int, int]] = Counter()
    limit = max(60, len(stems) // 4)
    for stem, where in holders.items():
        if len(where) <= limit:
            for n, i in enumerate(where):
                for j in where[n + 1 :]:
                    if articles[i] != articles[j]:
                        shared[i, j] += rarity[stem]  # type: ignore[assignment]
    mass = [sum(rarity[stem] for stem in own) for own in stems]
    return sorted(pair for pair, w in shared.items() if w >= 0.1 * min(mass[pair[0]], mass[pair[1]]))


def _share(
    one: frozenset[str], two: frozenset[str], weight: Mapping[str, float]
) -> tuple[float, float, float]:
    """(cosine, share of the lighter that is in the heavier, weight of what is in both)."""
    both = sum(weight[s] for s in one & two)
    squares = sum(weight[s] ** 2 for s in one & two)
    length = math.sqrt(sum(weight[s] ** 2 for s in one) * sum(weight[s] ** 2 for s in two))
    lighter = min(sum(weight[s] for s in one), sum(weight[s] for s in two))
    return (squares / length if length else 0.0, both / lighter if lighter else 0.0, both)


def _contained(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / min(len(one), len(two))


def _letters(words: Sequence[str], n: int = 5) -> frozenset[str]:
    text = " ".join(words)
    return frozenset(text[i : i + n] for i in range(max(len(text) - n + 1, 1)))


def _features(
    one: Statement, two: Statement, weights: tuple[Mapping[str, float], ...], letters: float
) -> tuple[float, ...]:
    rarity, local, around = weights
    names = one.names | two.names
    _, matter, mass = _share(one.stems - names, two.stems - names, local)
    run = len(longest_run(one.words, two.words))
    speaker = speakers(one, two)
    return (
        _share(one.stems, two.stems, local)[1],
        matter,
        math.log1p(mass),
        _share(one.context, two.context, around)[0],
        letters,
        math.log1p(run),
        run / max(1, min(len(one.words), len(two.words))),
        float(speaker == "same"),
        float(speaker == "different"),
        float(speaker == "unknown"),
        matter * (speaker == "same"),
        float(bool(one.numbers & two.numbers)),
        float(bool(one.numbers and two.numbers and not one.numbers & two.numbers)),
        disagreement(one, two, rarity),
    )
