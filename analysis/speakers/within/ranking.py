"""One ranking for every antecedent: how likely each candidate is whom a pronoun or a description means, or nobody.

Each candidate has a row of features, and so has nobody; the chances are a softmax of the weighted rows. The weights
are learned by `training/speakers.py`; `ranking.md` tells from what.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from operator import mul

from analysis.speakers.within import he_and_she
from analysis.speakers.within.fits import Fit
from analysis.speakers.within.he_and_she import Discourse

Rows = list[list[float]]
PRONOUN = (
    "same sentence", "sentence before", "log sentences between", "same paragraph", "named as subject",
    "named as possessor", "named inside a quotation only", "spoke last", "spoke last, near",
    "meant by he or she before", "meant by his or her before", "log mentions so far", "most mentioned",
    "gender certain", "gender by first name", "gender unknown", "gender contradicts first name", "in the headline",
    "recency", "perhaps no person", "named in what is said", "opens the sentence before, pronoun opens",
    "last a pronoun", "object of the clause before", "source after last speaker", "subject of this sentence",
    "single word", "source after subject", "source after his or her, of no speaker",
    "just introduced", "another just introduced",
    "opens this paragraph", "opens the paragraph before",
    "nobody named", "nobody named, source",
)  # fmt: skip
DESCRIPTION = (
    "same role", "like role", "broader role", "party", "age", "other role", "no role", "words shared",
    "words not said", "more told of the role", "log sentences between", "same paragraph", "paragraph before",
    "spoke last, near", "recency", "last named as subject", "log mentions so far", "most mentioned",
    "introduced just before", "opens this paragraph", "inside a quotation", "likes of it",
    "no role, spoke last, near", "no role, recency", "in the headline", "named later only",
    "nobody", "nobody, in somebody's service", "nobody, without an article", "nobody, no role fits",
    "nobody, one unnamed before", "nobody, inside a quotation",
)  # fmt: skip
_ROLE_LEVELS = ("same role", "like role", "broader role", "party", "age")


def pronoun(
    state: Discourse, position: int, gender: str, options: Sequence[int], said: frozenset[int], source: bool
) -> Rows:
    """A row of `PRONOUN` for each candidate of the pronoun at `position`, and one for nobody that is named.

    `said` are the entities named in what the pronoun is said to have said; `source` tells whether it is a source.
    """
    sentence, paragraph, quoted = he_and_she.place(state, position)
    agreeing = [n for n in options if state.entities[n].gender in (gender, "unknown")]
    latest = {n: state.last[n] if quoted else state.outside.get(n, state.last[n]) for n in options}
    recency = {n: i for i, n in enumerate(sorted(agreeing, key=lambda n: -latest[n].start))}
    most = max((state.counts[n] for n in options), default=0)
    begins = state.starts[sentence] if state.starts else position
    opening = position - begins < 3 or _behind_words(state, begins, position)
    speaker = max((n for n in agreeing if n in state.spoke), key=lambda n: state.spoke[n], default=None)
    spoke_at = state.spoke[speaker] if speaker is not None else -1
    near = speaker is not None and paragraph - he_and_she.place(state, spoke_at)[1] <= 1
    new = [n for n in agreeing if n != speaker and _just_introduced(state, n, spoke_at, sentence)]
    he, his = state.meant.get((gender, True)), state.meant.get((gender, False))
    here, before = state.subjects.get(sentence), state.subjects.get(sentence - 1) if opening else None
    opener, opener_before = state.openers.get(paragraph), state.openers.get(paragraph - 1)
    rows: Rows = []
    for number in options:
        entity, last, count = state.entities[number], latest[number], state.counts[number]
        gap = max(sentence - last.sentence, 0)
        spoke, same = speaker == number, paragraph == last.paragraph
        agrees, unknown = entity.gender == gender, entity.gender == "unknown"
        certain = entity.gender_from != "first name"
        rows.append([
            gap == 0, gap == 1, math.log1p(gap), same, last.subject, last.possessive,
            last.quoted and not quoted, spoke, spoke and near, he == number, his == number, math.log(count),
            count == most, agrees and certain, agrees and not certain, unknown, not agrees and not unknown,
            number in state.headline, 1 / (1 + recency.get(number, 9)), entity.kind == "unknown",
            number in said, before == number, last.pronoun,
            gap <= 1 and not last.subject and not last.possessive,
            source and spoke, here == number, not entity.name.given, source and last.subject,
            source and his == number and not spoke, number in new, spoke and bool(new),
            opener == number and same, opener_before == number, 0.0, 0.0,
        ])  # fmt: skip
    return [*rows, [0.0] * (len(PRONOUN) - 2) + [1.0, float(source)]]


def _behind_words(state: Discourse, begins: int, position: int) -> bool:
    """Whether a sentence has only words in quotation marks before a position."""
    at = bisect_right(state.quotes, (begins + 1, 0)) - 1
    near = (q for q in state.quotes[max(0, at) : at + 2])
    return any(abs(start - begins) < 3 and 0 <= position - end < 3 for start, end in near)


def _just_introduced(state: Discourse, number: int, since: int, sentence: int) -> bool:
    """Whether somebody was first named since a position, as a subject, in this sentence or the one before."""
    first = state.first[number]
    return since < first.start and sentence - first.sentence <= 1 and first.subject and not first.quoted


def description(
    state: Discourse,
    position: int,
    options: Sequence[tuple[int, Fit]],
    *,
    served: bool,
    article: bool,
    unnamed: bool,
) -> Rows:
    """A row of `DESCRIPTION` for each person whom the description at `position` may mean, and one for nobody.

    `served` tells whether it says whose ("her lawyer"), `article` whether a "the" or the like opens it, `unnamed`
    whether somebody without a name was brought in under that noun since.
    """
    sentence, paragraph, quoted = he_and_she.place(state, position)
    most = max((state.counts.get(n, 0) for n, _ in options), default=0)
    roles = [n for n, fit in options if fit.level in _ROLE_LEVELS]
    exact = [n for n, fit in options if fit.level in _ROLE_LEVELS[:2]]
    near = state.speaker is not None and paragraph - he_and_she.place(state, state.spoke_at)[1] <= 1
    latest = {n: state.outside.get(n, state.last[n]) for n, _ in options if n in state.last}
    recency = {n: 1 / (1 + i) for i, n in enumerate(sorted(latest, key=lambda n: -latest[n].start))}
    rows = []
    for number, fit in options:
        row = [float(fit.level == level) for level in (*_ROLE_LEVELS, "other role", "no role")]
        row += [min(fit.shared, 3), min(fit.missing, 3), min(fit.more, 2)]
        if number in latest:
            last, role = latest[number], fit.level in _ROLE_LEVELS
            spoke = near and state.speaker == number
            row += [
                math.log1p(max(sentence - last.sentence, 0)), float(last.paragraph == paragraph),
                float(last.paragraph == paragraph - 1), float(spoke), recency[number], float(last.subject),
                math.log(state.counts[number]), float(state.counts[number] == most),
                float(sentence - state.first[number].sentence <= 2), float(state.openers.get(paragraph) == number),
                float(quoted), math.log1p(len(exact) - 1) if role and exact else 0.0,
                float(not role and spoke), float(not role) * recency[number],
            ]  # fmt: skip
        else:
            row += [0.0] * 14
        rows.append([*row, float(number in state.headline), float(number not in latest), *[0.0] * 6])
    nobody = [1.0, float(served), float(not article), float(not roles), float(unnamed), float(quoted)]
    return [*rows, [0.0] * (len(DESCRIPTION) - 6) + nobody]


@lru_cache(maxsize=1)
def _learned() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(
        (resources.files(__package__) / "ranking.json").read_text("utf-8")
    )["weights"]
    return found


@lru_cache(maxsize=2)
def weights(names: tuple[str, ...]) -> tuple[float, ...]:
    """The learned weights of `PRONOUN` or `DESCRIPTION`, in that order."""
    learned = _learned()["pronoun" if names is PRONOUN else "description"]
    return tuple(learned.get(name, 0.0) for name in names)


def chances(rows: Sequence[Sequence[float]], learned: Sequence[float]) -> list[float]:
    """The chance of each row: a softmax of the weighted features, which add up to 1."""
    scores = [sum(map(mul, learned, row)) for row in rows]
    top = max(scores, default=0.0)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers) or 1.0
    return [p / total for p in powers]
