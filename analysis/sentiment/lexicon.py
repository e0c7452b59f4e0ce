"""Lexicon sentiment: VADER as its authors publish it, VADER that takes no name for a feeling, and AFINN.

Each tells the contribution of every word.

A further lexicon is a further entry of `LEXICONS`. All read a normalised copy of the text that has the same length,
so every offset is one into the text itself.
Dictionaries alone are not valid enough for news (Boukes et al. 2020; van Atteveldt et al. 2021): what they
say is shown word by word, beside the model of `analysis.sentiment.target`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.sentiment import afinn, vader
from analysis.sentiment.normalisation import Span, Weighed
from analysis.sentiment.normalisation import normalised as normalised

if TYPE_CHECKING:
    import pandas as pd


class Scores(NamedTuple):
    """Shares of negative, neutral and positive words, and the compound from -1 (negative) to +1."""

    negative: float
    neutral: float
    positive: float
    compound: float


NO_WORDS = Scores(0.0, 0.0, 0.0, 0.0)


class Lexicon(NamedTuple):
    """A list of words that have a tone, and what is particular to it.

    `version` is that of the list; `weigh` gives what the words of a normalised text add. Where `by_weight`, a word
    counts in the shares as one word and as many more as it weighs. `emphasis` says what each mark (!, ?) adds to a
    text that has some, given these marks; `core` where the word stands in a token with punctuation.
    """

    version: Callable[[], str]
    weigh: Callable[[str], Weighed]
    by_weight: bool = False
    emphasis: Mapping[str, Callable[[str], float]] = MappingProxyType({})
    core: Callable[[str], Span] = lambda token: (0, len(token))


# --- all of them --------------------------------------------------------------------------------------------

MASKED = "vader, names masked"  # what notebooks show
_VADER = Lexicon(
    vader.version,
    vader.weigh,
    by_weight=True,
    emphasis={
        "!": lambda marks: vader.analyzer()._amplify_ep(marks),
        "?": lambda marks: vader.analyzer()._amplify_qm(marks),
    },
    core=vader.core,
)

# By name; each gives its rows of the table `sentiment`. No name is another's beginning up to a blank.
LEXICONS: Mapping[str, Lexicon] = {
    "vader": _VADER,
    MASKED: _VADER._replace(weigh=vader.weigh_masked),
    "afinn": Lexicon(lambda: "165", afinn.weigh),
}


def model_name(lexicon: str) -> str:
    """The lexicon and its version, as in the column `model`: "vader 3.3.2-2", "afinn 165"."""
    return f"{lexicon} {_known(lexicon).version()}"


def _known(lexicon: str) -> Lexicon:
    if lexicon not in LEXICONS:
        raise ValueError(f"lexicon {lexicon!r}: expected one of {', '.join(LEXICONS)}")
    return LEXICONS[lexicon]


def weigh(text: str, *, lexicon: str = "vader") -> Weighed:
    """Every word of a `normalised` text that the lexicon counts, with its contribution after boosters and negation.

    Most contributions are 0. VADER is made for a sentence or two, not for whole articles. ValueError for a
    lexicon of another name.
    """
    return _known(lexicon).weigh(text)


def totals(
    values: np.ndarray,
    groups: np.ndarray,
    marks: Mapping[int, str] = MappingProxyType({}),
    *,
    size: int,
    lexicon: str = "vader",
) -> list[Scores]:
    """The scores of `size` groups of contributions that `weigh` found; `groups` has the group of each.

    `marks` are the exclamation and question marks of groups that have some, in order. The arithmetic is that of
    vaderSentiment's `score_valence`, for many sentences at once; every lexicon's sum is brought between -1 and 1
    in the same way (alpha 15), and but for VADER's its shares are those of the words. A group without
    contributions is all zeros.
    """
    return list(map(Scores._make, rows_of_totals(values, groups, marks, size=size, lexicon=lexicon).tolist()))


def rows_of_totals(
    values: np.ndarray,
    groups: np.ndarray,
    marks: Mapping[int, str] = MappingProxyType({}),
    *,
    size: int,
    lexicon: str = "vader",
) -> np.ndarray:
    """What `totals` gives, as an array: a row a group, its columns those of `Scores`."""
    known = _known(lexicon)
    up, down = values > 0, values < 0
    total: np.ndarray = np.bincount(groups, values, size)
    counted = 1 + np.abs(values) if known.by_weight else np.ones(len(values))  # as so many neutral words
    sides = (up, down, values == 0)
    positive, negative, neutral = (np.bincount(groups[side], counted[side], size) for side in sides)
    emphasis = np.zeros(size)
    for group, found in marks.items():
        emphasis[group] = sum(added(found) for added in known.emphasis.values())
    total = total + np.sign(total) * emphasis
    lead = np.sign(positive - negative)
    positive, negative = positive + emphasis * (lead > 0), negative + emphasis * (lead < 0)
    whole = np.maximum(positive + negative + neutral, 1)
    shares = [rounded(part / whole, 3) for part in (negative, neutral, positive)]
    return np.column_stack([*shares, rounded(total / np.sqrt(total * total + 15), 4)])


def rounded(values: np.ndarray, digits: int) -> np.ndarray:
    """`values` as Python's `round` rounds each, which goes by all decimals of one that lies between two."""
    scaled = values * 10**digits
    found: np.ndarray = np.rint(scaled) / 10**digits
    between = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6
    if between.any():
        found[between] = [round(value, digits) for value in values[between].tolist()]
    return found


def score(text: str, *, lexicon: str = "vader") -> Scores:
    """The scores of a text: for VADER exactly vaderSentiment's `polarity_scores(normalised(text))`.

    But for two emojis that have an exclamation mark in their names, which is none of the text.
    """
    weighed = weigh(normalised(text), lexicon=lexicon)
    values = np.array(weighed.values)
    marks = {0: weighed.text} if len(values) else {}
    return totals(values, np.zeros(len(values), dtype=int), marks, size=1, lexicon=lexicon)[0]


def explain(text: str, *, lexicon: str = "vader") -> pd.DataFrame:
    """Why `text` scores as it does: a row for each word, or mark of emphasis, that contributes.

    Columns: `token`, `start`, `end` (offsets into `text`), `contribution` (positive = towards positive). With
    s the sum of the contributions, the compound is s / sqrt(s² + 15).
    """
    import pandas as pd

    known, weighed = _known(lexicon), weigh(normalised(text), lexicon=lexicon)
    rows = []
    for (begin, stop), value in zip(weighed.spans, weighed.values, strict=True):
        if value:
            start, end = (begin + at for at in known.core(weighed.text[begin:stop]))
            rows.append((text[start:end], start, end, value))
    rows += _emphasis(weighed, known)
    frame = pd.DataFrame(rows, columns=["token", "start", "end", "contribution"])
    types = {"token": "string[pyarrow]", "start": "int64", "end": "int64", "contribution": "float64"}
    return frame.astype(types).sort_values("start", ignore_index=True)


def _emphasis(weighed: Weighed, known: Lexicon) -> list[tuple[str, int, int, float]]:
    """The bonus for exclamation and question marks, in equal parts for the marks that give it."""
    raw = float(sum(weighed.values))
    if not raw:
        return []
    sign = 1 if raw > 0 else -1
    rows = []
    for mark, bonus_of in known.emphasis.items():
        bonus = bonus_of(weighed.text)
        places = [m.start() for m in re.finditer(re.escape(mark), weighed.text)] if bonus else []
        rows += [(mark, at, at + 1, sign * bonus / len(places)) for at in places]
    return rows
