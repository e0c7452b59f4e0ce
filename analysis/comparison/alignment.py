"""The same utterance in several articles: pairs of quotations, scored and joined in groups.

Weights of sets are added by `math.fsum`, whose sum is the same in whatever order a run of Python has their members.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import numpy as np

from analysis.comparison import cliques, forms, meaning
from analysis.comparison.parts import Part, parted
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
    "possible pairs",  # log of those the two articles make, `FEW` or more: of many, a smaller share is one utterance
)
MODEL = "alignment 9"
READ = "meaning"  # what networks that have read both make of them, behind the features
WORTH_READING = (0.04, 0.95)  # chances by words alone between which the networks read a pair
TOGETHER = 0.65  # of the tellings of an utterance in other articles, so many have to be paired with each one
FEW = 100  # pairs of two articles, or of an event; of so few, looked at closely, all are compared
NEAR = 0.05  # from it on, paragraphs are alike enough for a close look at what is quoted in them
_DISAGREE = 0.5  # from it on, one statement denies the other: such two are never joined
_VERBATIM = 6  # words in a row that are one utterance whoever is thought to have said them


class Pair(NamedTuple):
    """Two statements, by number, and what speaks for and against their being one utterance."""

    first: int
    second: int
    features: tuple[float, ...]


class Aligned(NamedTuple):
    """Utterances, as lists of statements or parts of them; the score of each pair that was scored; pairs read."""

    groups: list[list[Part]]
    scores: dict[tuple[int, int], float]
    read: int


def align(
    statements: Sequence[Statement],
    articles: Sequence[int],
    *,
    threshold: float | None = None,
    reads: int | None = None,
    closely: bool = True,
) -> Aligned:
    """What of the statements of one event is one utterance.

    `articles` says which article each statement is from; only those of different articles are compared. The
    score is the estimated chance that two statements are one utterance; from `threshold` on (the model's own
    by default) they are. Networks read the pairs that words do not decide; where that were more than `reads`
    (None = no limit), words decide alone. Read `closely`, no pair is left out because it shares few words, or none
    but the speaker. A statement is in one utterance; of one that says several things each part is (see `parts`).
    Contradictions and, unless six words in a row are the same, two different named people are never joined.
    """
    found = pairs(statements, articles, closely=closely)
    chances = chance(found)
    worth = np.flatnonzero(worth_reading(found, chances, closely=closely))
    model = _model()["words"]
    if reads is None or len(worth) <= reads:
        model = _model()[READ]
        chances[worth] = informed([found[i] for i in worth], statements)
    else:
        worth = worth[:0]
    scores = {(p.first, p.second): float(c) for p, c in zip(found, chances, strict=True)}
    level = model["threshold"] if threshold is None else threshold
    contents = [s.content for s in statements]
    return Aligned(grouped(found, chances, contents, articles, level), scores, len(worth))


def to_read(statements: Sequence[Statement], articles: Sequence[int], *, reads: int, closely: bool) -> int:
    """How many pairs `align` would have networks read; none, where there are more than `reads`."""
    found = pairs(statements, articles, closely=closely)
    worth = int(worth_reading(found, chance(found), closely=closely).sum())
    return worth if worth <= reads else 0


def grouped(
    found: Sequence[Pair],
    chances: np.ndarray,
    contents: Sequence[str],
    articles: Sequence[int],
    threshold: float,
) -> list[list[Part]]:
    """The utterances that pairs with these `chances` make of statements with these `contents`."""
    joined = links(found, chances)
    wanted = cliques.cliques(joined, threshold=threshold, owner=articles, share=TOGETHER)
    scores = {(p.first, p.second): float(c) for p, c in zip(found, chances, strict=True)}
    return parted(wanted, contents, scores, articles)


def worth_reading(found: Sequence[Pair], chances: np.ndarray, *, closely: bool = True) -> np.ndarray:
    """Which pairs the networks read: those that words do not decide and that need not stay apart."""
    low, high = WORTH_READING
    low = 0.0 if closely else low
    return (chances >= low) & (chances < high) & ~np.array([_apart(p) for p in found], dtype=bool)


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
    """The estimated chance, 0 to 1, that each pair is one utterance, by words: logistic regression on its features.

    Weights: analysis/models/alignment.json, trained by training/alignment.py; their card is beside them.
    """
    return logistic(np.array([p.features for p in found]).reshape(-1, len(FEATURES)), _model()["words"])


def informed(found: Sequence[Pair], statements: Sequence[Statement]) -> np.ndarray:
    """The same chance, estimated from the features and from what networks that read both make of them."""
    read = meaning.logits([(statements[p.first].said, statements[p.second].said) for p in found])
    features = np.array([p.features for p in found]).reshape(-1, len(FEATURES))
    return logistic(np.column_stack([features, as_read(read)]), _model()[READ])


def as_read(logits: np.ndarray) -> np.ndarray:
    """Two features: the networks' log-odds, and how far they are below -2, where they say less."""
    return np.column_stack([logits, np.minimum(logits + 2, 0)])


def logistic(values: np.ndarray, model: Mapping[str, Any]) -> np.ndarray:
    """Logistic regression: the chance of each row of `values`."""
    standard = (values - np.array(model["mean"])) / np.array(model["scale"])
    return 1 / (1 + np.exp(-(standard @ np.array(model["weights"]) + model["bias"])))


def quality(*, read: bool = True, closely: bool = True) -> dict[str, Any]:
    """Precision, recall and F1 of joined pairs, measured in training by leaving out one event at a time.

    `read` = False: of those that words decide alone; not `closely`: where pairs that share few words are not
    read. `forms`, missing then, has the same for pairs with words in quotation marks on both sides, on one, on none.
    """
    model = _model()[READ if read else "words"]
    return dict(model["left_one_event_out" if closely or not read else "not_closely"])


@cache
def _model() -> dict[str, Any]:
    text = (resources.files("analysis") / "models" / "alignment.json").read_text(encoding="utf-8")
    return json.loads(text)


class _Side(NamedTuple):
    """What of a statement is needed for each pair that it is in."""

    said: Statement
    mass: float  # of its stems, weights within the event
    length: float  # of its context as a vector
    letters: frozenset[str]
    twos: frozenset[tuple[str, str]]  # words beside each other


def pairs(statements: Sequence[Statement], articles: Sequence[int], *, closely: bool = True) -> list[Pair]:
    """The pairs of `statements` of different articles that share enough to be worth scoring.

    Both sequences belong to one event and are of one length; `articles` says which article each is from. Looked at
    `closely`, a speaker in common is enough, or paragraphs that are alike, and where there are few pairs nothing
    needs to be shared.
    """
    stems = [s.stems for s in statements]
    rarity = {stem: forms.rarity(stem) for s in statements for stem in s.stems | s.context}
    local, around = _local(stems, rarity), _local([s.context for s in statements], rarity)
    found = _overlaps(stems, articles, rarity)
    if closely:
        found = sorted({*found, *_worth_a_close_look(statements, articles, around)})
    sides = {i: _side(statements[i], local, around) for i in sorted({i for pair in found for i in pair})}
    weights = rarity, local, around
    sizes = Counter(articles)
    possible = [math.log(max(FEW, sizes[articles[a]] * sizes[articles[b]])) for a, b in found]
    return [
        Pair(a, b, (*_features(sides[a], sides[b], weights), p))
        for (a, b), p in zip(found, possible, strict=True)
    ]


def _side(said: Statement, local: Mapping[str, float], around: Mapping[str, float]) -> _Side:
    mass = math.fsum(local[s] for s in said.stems)
    length = _length(said, around)
    return _Side(said, mass, length, _letters(said.words), frozenset(pairwise(said.words)))


def _length(said: Statement, around: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(around[s] ** 2 for s in said.context))


def _local(stems: Sequence[frozenset[str]], rarity: Mapping[str, float]) -> dict[str, float]:
    """Weights within the event: rarity in news, less for a stem that many of its statements have."""
    seen = forms.document_counts(stems)
    return {stem: rarity[stem] * math.log((len(stems) + 1) / n) for stem, n in seen.items()}


def _overlaps(
    stems: Sequence[frozenset[str]], articles: Sequence[int], rarity: Mapping[str, float]
) -> list[tuple[int, int]]:
    """Pairs across articles that share at least a tenth of the shorter's weight, and more than grammar."""
    holders: dict[str, list[int]] = {}
    for i, own in enumerate(stems):
        for stem in sorted(own):
            holders.setdefault(stem, []).append(i)
    shared: Counter[tuple[int, int]] = Counter()
    limit = max(60, len(stems) // 4)
    for stem, where in holders.items():
        if len(where) <= limit:
            for n, i in enumerate(where):
                for j in where[n + 1 :]:
                    if articles[i] != articles[j]:
                        shared[i, j] += rarity[stem]  # type: ignore[assignment]
    mass = [math.fsum(rarity[stem] for stem in own) for own in stems]
    return sorted(pair for pair, w in shared.items() if w >= 0.1 * min(mass[pair[0]], mass[pair[1]]))


def _worth_a_close_look(
    statements: Sequence[Statement], articles: Sequence[int], around: Mapping[str, float]
) -> list[tuple[int, int]]:
    """Pairs across articles that may be paraphrased in other words; if there are few pairs, all.

    They have one named speaker, or stand in paragraphs that are alike.
    """
    across = [(i, j) for i, j in combinations(range(len(articles)), 2) if articles[i] != articles[j]]
    if len(across) <= FEW:
        return across
    lengths = [_length(s, around) for s in statements]

    def alike(i: int, j: int) -> bool:
        both = statements[i].context & statements[j].context
        return math.fsum(around[s] ** 2 for s in both) > NEAR * lengths[i] * lengths[j]

    who = ((i, j, speakers(statements[i], statements[j])) for i, j in across)
    return [(i, j) for i, j, same in who if same == "same" or (same != "different" and alike(i, j))]


def _share(both: float, one: float, two: float) -> float:
    """What is in both as a share of the lighter of two masses."""
    lighter = min(one, two)
    return min(1.0, both / lighter) if lighter > 1e-9 else 0.0


def _contained(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / min(len(one), len(two))


def _letters(words: Sequence[str], n: int = 5) -> frozenset[str]:
    text = " ".join(words)
    return frozenset(text[i : i + n] for i in range(max(len(text) - n + 1, 1)))


def _features(one: _Side, two: _Side, weights: tuple[Mapping[str, float], ...]) -> tuple[float, ...]:
    rarity, local, around = weights
    first, second = one.said, two.said
    names, shared = first.names | second.names, first.stems & second.stems
    mass = math.fsum(local[s] for s in shared - names)
    plain = [side.mass - math.fsum(local[s] for s in side.said.stems & names) for side in (one, two)]
    matter = _share(mass, *plain)
    lengths = one.length * two.length
    squares = math.fsum(around[s] ** 2 for s in first.context & second.context)
    run = _run(one, two)
    speaker = speakers(first, second)
    return (
        _share(math.fsum(local[s] for s in shared), one.mass, two.mass),
        matter,
        math.log1p(mass),
        squares / lengths if lengths else 0.0,
        _contained(one.letters, two.letters),
        math.log1p(run),
        run / max(1, min(len(first.words), len(second.words))),
        float(speaker == "same"),
        float(speaker == "different"),
        float(speaker == "unknown"),
        matter * (speaker == "same"),
        float(bool(first.numbers & second.numbers)),
        float(bool(first.numbers and second.numbers and not first.numbers & second.numbers)),
        disagreement(first, second, rarity),
    )


def _run(one: _Side, two: _Side) -> int:
    """Words of the longest sequence in both; looked for only where two are beside each other in both."""
    if one.twos & two.twos:
        return len(longest_run(one.said.words, two.said.words))
    return int(bool(set(one.said.words) & set(two.said.words)))
