"""How far coders agree beyond chance: Krippendorff's alpha, percent, Gwet's AC1, and the F1 between their spans.

Hayes & Krippendorff (2007), Communication Methods and Measures 1(1); Gwet (2008), British Journal of Mathematical and
Statistical Psychology 61(1). Codes are a matrix with a row for each thing coded, a column for each coder, None
where a coder did not code it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import tables
from analysis.review.codings import CodedUnit, Coding, Spans, coded, frozen, key, pseudonym
from analysis.review.samples import Sample
from analysis.statistics import inference

Level = Literal["nominal", "ordinal", "interval"]
Codes = Sequence[Sequence[Any]]
ALIKE = 0.5  # share of the characters of two contents that both have, from which on they are one attribution
RESAMPLES = 1000
VARIABLES = ("kind", "act", "source", "speaker", "gender", "sentiment")


# --- coefficients -------------------------------------------------------------------------------------------------


def coincidences(codes: Codes, values: Sequence[Any]) -> np.ndarray:
    """How often each two values meet in each row: rows × values × values; of m codes a pair weighs 1 / (m - 1)."""
    index = {value: i for i, value in enumerate(values)}
    found = np.zeros((len(codes), len(values), len(values)))
    for number, row in enumerate(codes):
        counts = np.zeros(len(values))
        for code in row:
            if code is not None:
                counts[index[code]] += 1
        m = counts.sum()
        if m > 1:
            found[number] = (np.outer(counts, counts) - np.diag(counts)) / (m - 1)
    return found


def alpha_of(met: np.ndarray, values: Sequence[Any], level: Level) -> np.ndarray:
    """Alpha of summed coincidences, or of each of many (first axis): 1 = agreement, 0 = chance; NaN without
    variation.
    """
    margin = met.sum(axis=-1)
    n = margin.sum(axis=-1)
    apart = _apart(margin, values, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = (met * apart).sum(axis=(-1, -2)) / n
        expected = (margin[..., :, None] * margin[..., None, :] * apart).sum(axis=(-1, -2)) / (n * (n - 1))
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def _apart(margin: np.ndarray, values: Sequence[Any], level: Level) -> np.ndarray:
    """The squared distance of each two values; of ranks it depends on how many values lie between."""
    size = len(values)
    if level == "nominal":
        return 1 - np.eye(size)
    if level == "interval":
        numbers = np.asarray(values, dtype=float)
        return (numbers[:, None] - numbers[None, :]) ** 2
    below = np.cumsum(margin, axis=-1)
    between = np.abs(below[..., :, None] - below[..., None, :])
    high = np.maximum(np.arange(size)[:, None], np.arange(size)[None, :])
    low = np.minimum(np.arange(size)[:, None], np.arange(size)[None, :])
    ranks: np.ndarray = (between + (margin[..., low] - margin[..., high]) / 2) ** 2
    return ranks


def alpha(codes: Codes, level: Level = "nominal") -> float:
    """Krippendorff's alpha; values of "ordinal" and "interval" are numbers. NaN when nothing was coded twice."""
    values = sorted({c for row in codes for c in row if c is not None})
    return float(alpha_of(coincidences(codes, values).sum(axis=0), values, level))


def percent(codes: Codes) -> float:
    """The share of pairs of codes that are equal, the mean over what two or more coded."""
    shares = []
    for row in codes:
        told = [c for c in row if c is not None]
        if len(told) > 1:
            pairs = list(combinations(told, 2))
            shares.append(sum(a == b for a, b in pairs) / len(pairs))
    return float(np.mean(shares)) if shares else np.nan


def ac1(codes: Codes) -> float:
    """Gwet's AC1: agreement beyond chance that does not collapse where one value is much the commonest."""
    told = [[c for c in row if c is not None] for row in codes]
    told = [row for row in told if row]
    values = sorted({c for row in told for c in row}, key=str)
    if len(values) < 2:
        return np.nan
    shares = np.array([[row.count(v) / len(row) for v in values] for row in told]).mean(axis=0)
    by_chance = float((shares * (1 - shares)).sum() / (len(values) - 1))
    return (percent(codes) - by_chance) / (1 - by_chance)


# --- of a sample --------------------------------------------------------------------------------------------------


def agreement(sample: Sample, *, resamples: int = RESAMPLES, seed: int = 0) -> pd.DataFrame:
    """A row for each variable that two coders or more coded: see `tables.REVIEW["agreement"]`.

    "found": of all that anybody took for an attribution, whether each coder did. Kind, act, source, speaker, gender
    and sentiment: of what two coders both have. Variables of your own: of units. "attributions" and "content" are
    F1 between coders, of attributions and of the characters in contents. `low` and `high` are of alpha (or F1), by
    bootstrap over articles; none below ten. The third look is no coder. ValueError when no unit was done by two
    coders.
    """
    things = _things(sample)
    rows = []
    for variable, level, of in things:
        codes, articles = [c for _, c in of], [a for a, _ in of]
        if codes:
            low, high = _interval(codes, articles, level, resamples, seed)
            coders = sum(any(row[i] is not None for row in codes) for i in range(len(codes[0])))
            told = (percent(codes), alpha(codes, level), low, high, ac1(codes), level)
            rows.append((variable, len(codes), len(set(articles)), coders, *told))
    rows += _f1(sample, resamples, seed)
    return tables.build("agreement", rows)


Thing = tuple[str, Level, list[tuple[str, list[Any]]]]


def _shared(sample: Sample) -> list[list[CodedUnit]]:
    """The units that two coders or more have done, each with their codings."""
    by_unit: dict[str, list[CodedUnit]] = {}
    for unit in coded(sample):
        if unit.done and not unit.adjudicated:
            by_unit.setdefault(unit.unit, []).append(unit)
    found = [several for several in by_unit.values() if len(several) > 1]
    if not found:
        double = sample.drawn.loc[sample.drawn["double"], "unit"].head(5)
        raise ValueError(
            f"{sample.name}: no unit was done by two coders, and agreement is of what several coded. "
            f"Units that every coder gets: {', '.join(double) or 'none (draw with --double)'}"
        )
    return found


def _things(sample: Sample) -> list[Thing]:
    """Variables, how far their values are apart, and for each thing coded its article and the codes by coder."""
    shared = _shared(sample)
    coders = sorted({u.coder for several in shared for u in several})
    found: dict[str, list[tuple[str, list[Any]]]] = {}
    for several in shared:
        by_coder = {u.coder: u for u in several}
        article = several[0].article_id
        for _, who in matched(several):
            here = [None if c not in by_coder else int(c in who and not who[c].wrong) for c in coders]
            found.setdefault("found", []).append((article, here))
            real = {c: one for c, one in who.items() if not one.wrong}
            for variable in VARIABLES:
                codes = [_code(real[c], variable) if c in real else None for c in coders]
                if sum(code is not None for code in codes) > 1:
                    found.setdefault(variable, []).append((article, codes))
        for name in sample.about["variables"]:
            codes = [by_coder[c].variables.get(name) if c in by_coder else None for c in coders]
            if sum(code is not None for code in codes) > 1:
                found.setdefault(name, []).append((article, codes))
    return [(v, "ordinal" if v == "sentiment" else "nominal", of) for v, of in found.items()]


def _code(one: Coding, variable: str) -> Any:
    if variable == "source":
        return key(one.source) or "none"
    if variable == "sentiment":
        return one.sentiment
    return getattr(one, variable) or "none"


def matched(several: Sequence[CodedUnit]) -> list[tuple[str, dict[str, Coding]]]:
    """The attributions of a unit, each by who has it: the same row of the machine, or contents that share half."""
    found: list[tuple[str, dict[str, Coding]]] = []
    for unit in several:
        for one in unit.codings:
            home = next((who for name, who in found if unit.coder not in who and _same(name, one, who)), None)
            if home is None:
                found.append((one.coding, {unit.coder: one}))
            else:
                home[unit.coder] = one
    return found


def _same(name: str, one: Coding, who: dict[str, Coding]) -> bool:
    if name == one.coding:
        return True
    other = next(iter(who.values()))
    if one.machine is not None and other.machine is not None:
        return False
    both, either = overlap(one.content, other.content)
    return both >= ALIKE * either


def overlap(first: Spans, second: Spans) -> tuple[int, int]:
    """How many characters two contents share, and how many either has."""
    one, two = ({i for start, end in spans for i in range(start, end)} for spans in (first, second))
    return len(one & two), len(one | two)


def _interval(
    codes: Codes, articles: Sequence[str], level: Level, resamples: int, seed: int
) -> tuple[float, float]:
    number = pd.factorize(pd.Series(articles))[0]
    if number.max() + 1 < 10:
        return np.nan, np.nan
    values = sorted({c for row in codes for c in row if c is not None})
    drawn = inference.drawn(int(number.max()) + 1, resamples=resamples, seed=seed)
    if level == "nominal":
        low, high = inference.bootstrap(_agreements(codes, values, number), _nominal, drawn)
    else:
        met = inference.totals(coincidences(codes, values), number)
        low, high = inference.bootstrap(met, lambda m: alpha_of(m, values, level), drawn)
    return float(low), float(high)


def _agreements(codes: Codes, values: Sequence[Any], number: np.ndarray) -> np.ndarray:
    """By article: how many codes are equal of those that meet, and how often each value meets another."""
    index = {value: i for i, value in enumerate(values)}
    found = np.zeros((int(number.max()) + 1, len(values) + 1))
    for row, article in zip(codes, number, strict=True):
        told = [index[c] for c in row if c is not None]
        if len(told) > 1:
            counts = np.bincount(told, minlength=len(values))
            found[article, 0] += (counts * (counts - 1)).sum() / (len(told) - 1)
            found[article, 1:] += counts
    return found


def _nominal(summed: np.ndarray) -> np.ndarray:
    margin = summed[:, 1:]
    n = margin.sum(axis=1)
    expected = n * n - (margin**2).sum(axis=1)
    return np.where(expected > 0, 1 - (n - summed[:, 0]) * (n - 1) / expected, np.nan)


def _f1(sample: Sample, resamples: int, seed: int) -> list[tuple[Any, ...]]:
    """F1 between each two coders, of attributions and of the characters in contents, over all pairs and units."""
    shared = _shared(sample)
    articles, number = np.unique([several[0].article_id for several in shared], return_inverse=True)
    summed = np.zeros((len(articles), 2, 2))  # article, what, (shared twice, sum of both)
    for several, at in zip(shared, number, strict=True):
        who_has = matched(several)
        for a, b in combinations([u.coder for u in several], 2):
            ours = [{c for c, one in who.items() if not one.wrong} for _, who in who_has]
            both = sum({a, b} <= c for c in ours)
            summed[at, 0] += (2 * both, sum((a in c) + (b in c) for c in ours))
            first, second = (_characters(next(u for u in several if u.coder == c)) for c in (a, b))
            summed[at, 1] += (2 * len(first & second), len(first) + len(second))
    fewest = len(articles) >= 10
    drawn = inference.drawn(len(articles), resamples=resamples if fewest else 1, seed=seed)
    low, high = inference.bootstrap(summed, lambda t: t[..., 0] / t[..., 1], drawn)
    coders = len({u.coder for several in shared for u in several})
    rows = []
    for i, what in enumerate(("attributions", "content")):
        top, bottom = summed[:, i].sum(axis=0)
        ends = (low[i], high[i]) if fewest else (np.nan, np.nan)
        value = top / bottom if bottom else np.nan
        rows.append((what, len(shared), len(articles), coders, value, np.nan, *ends, np.nan, "F1"))
    return rows


def _characters(unit: CodedUnit) -> set[int]:
    return {i for c in unit.codings if not c.wrong for start, end in c.content for i in range(start, end)}


# --- in their text ------------------------------------------------------------------------------------------------


def disagreements(sample: Sample, *, pseudonyms: bool = False) -> pd.DataFrame:
    """What two coders did not see alike: a row for each attribution (or unit) and variable, in the order of the text.

    Columns: `unit`, `article_id`, `variable`, `coder`, `code`, `other`, `other_code`, `content`, `start`, `end` and
    `settled`, whether the third look has done the unit. ValueError as of `agreement`.
    """
    known, shared = frozen(sample), _shared(sample)
    settled = {u.unit for u in coded(sample, known=known) if u.adjudicated and u.done}
    rows = []
    for several in shared:
        text = known.texts[several[0].article_id]
        by_coder = {u.coder: u for u in several}
        for _, who in matched(several):
            for a, b in combinations(sorted(by_coder), 2):
                for variable, one, other in _differing(who.get(a), who.get(b)):
                    spans = (who.get(a) or who[b]).content
                    words = " … ".join(text[start:end] for start, end in spans)
                    where = (words, spans[0][0], spans[-1][1], several[0].unit in settled)
                    rows.append((several[0].unit, several[0].article_id, variable, a, one, b, other, *where))
        for name in sample.about["variables"]:
            for a, b in combinations(sorted(by_coder), 2):
                codes = by_coder[a].variables.get(name), by_coder[b].variables.get(name)
                if codes[0] != codes[1]:
                    where = ("", 0, 0, several[0].unit in settled)
                    told = (name, a, codes[0] or "none", b, codes[1] or "none")
                    rows.append((several[0].unit, several[0].article_id, *told, *where))
    columns = ["unit", "article_id", "variable", "coder", "code", "other", "other_code", "content"]
    found = pd.DataFrame(rows, columns=[*columns, "start", "end", "settled"])
    if pseudonyms:
        called = pseudonym([*found["coder"], *found["other"]])
        found = found.assign(coder=found["coder"].map(called), other=found["other"].map(called))
    return found


def _differing(one: Coding | None, other: Coding | None) -> list[tuple[str, str, str]]:
    """Variables and both codes of what is not seen alike."""
    seen = [one is not None and not one.wrong, other is not None and not other.wrong]
    if not (seen[0] and seen[1]) or one is None or other is None:
        told = ["yes" if s else "no" for s in seen]
        return [] if seen[0] == seen[1] else [("found", told[0], told[1])]
    pairs = (
        (v, _code(one, v), _code(other, v))
        for v in ("kind", "act", "source", "speaker", "gender", "sentiment")
    )
    found = [(v, str(a), str(b)) for v, a, b in pairs if a != b and None not in (a, b)]
    if key(one.content) != key(other.content):
        found.append(("content", key(one.content), key(other.content)))
    return found
