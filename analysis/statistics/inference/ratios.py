"""Ratios of totals over units: shares, rates and means with their intervals, and differences of two of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from analysis.statistics.inference import rare
from analysis.statistics.inference.student import quantile
from analysis.statistics.inference.units import FEWEST

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Scale: TypeAlias = Literal["identity", "log", "logit"]
SIDED = 3  # units that a share needs with what it counts, and as many without


def ratios(
    numerators: np.ndarray,
    denominators: np.ndarray,
    *,
    scale: Scale = "identity",
    confidence: float = 0.95,
    unit: str = "article",
) -> pd.DataFrame:
    """Totals of `numerators` over totals of `denominators`, each with its interval over units.

    Both have a row for each unit and a column for each ratio (or none, for one ratio); a unit whose denominator is
    0 says nothing; `unit` is what `why` calls one. `scale` is where the interval is symmetric, so that its ends
    respect the range: "logit" for a share (0 to 1), "log" for a rate (above 0), "identity" for what may be
    negative. A mean over units has ones as denominators.

    Columns, a row for each ratio: `value`; `low`, `high`; `units`; `why` there is no interval, in words, or "";
    `error` and `degrees`, standard error and degrees of freedom on the scale, which `differences` takes. NaN with
    fewer than five units; without variation; for a share with fewer than three units, or two thirds of the root of
    their number, that have what is counted, or that lack it in part; the same for a rate, of units that have it.

    The standard error is the delete-one jackknife's, linearised (CR3: Bell & McCaffrey 2002, Survey Methodology
    28(2)), the reach Student's t with degrees of freedom that heavy tails lower: a variance of n values with excess
    kurtosis k has as many as one of 2 / (2 / (n - 1) + k / n) + 1 normal ones (O'Neill 2014, The American
    Statistician 68(4)). Of what hardly enough units have, the ends know that only such values are shown (see `rare`):
    with as few as there may be, the low end is 0.
    """
    a, b = (
        x[:, None] if x.ndim == 1 else x
        for x in (np.asarray(numerators, float), np.asarray(denominators, float))
    )
    b = np.broadcast_to(b, a.shape)
    units = (b > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = a.sum(axis=0) / b.sum(axis=0)
        error, degrees = _jackknife(a, b, value, units)
        to, back, slope = SCALES[scale]
        error = error * slope(value)
        away = aways(degrees, error, confidence)
        alike = np.isclose(a, value * b).all(axis=0)
    have, lack = ((a > 0) & (b > 0)).sum(axis=0), (a < b).sum(axis=0)
    down, up = reaches(away, have, lack, units, scale, confidence)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        low, high = back(to(value) - down), back(to(value) + up)
    why = why_none(have, lack, alike, units, scale, unit)
    why = np.where((why == "") & (low <= 0) & (high >= 1) & (scale == "logit"), _both(have, lack, unit), why)
    return told(value, low, high, units, why, error, degrees)


def told(value: Any, low: Any, high: Any, units: Any, why: Any, error: Any, degrees: Any) -> pd.DataFrame:
    """What `ratios` returns: no interval and no error where something speaks against one."""
    none = why != ""
    found = {"value": value, "low": np.where(none, np.nan, low), "high": np.where(none, np.nan, high)}
    found |= {"units": units, "why": why, "error": np.where(none, np.nan, error), "degrees": degrees}
    return pd.DataFrame(found)


def rates(
    counts: csr_matrix, words: np.ndarray, *, confidence: float = 0.95, unit: str = "article"
) -> pd.DataFrame:
    """What `ratios` (scale "log") says of each column of a sparse matrix over `words`, without making it dense.

    `counts` has a row for each unit, `words` its length; a unit that lacks a term adds the same to the sums of all
    such terms.
    """
    length, total = words.astype(float), float(words.sum())
    units, size = np.float64((words > 0).sum()), counts.shape[1]
    entries = counts.tocoo()
    row, column = entries.row, entries.col
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        value = np.bincount(column, entries.data, minlength=size) / total
        left = 1 / (1 - length / total)
        apart = (entries.data - value[column] * length[row]) * left[row]
        lacking = value[column] * length[row] * left[row]
        squares, fourth = (
            value**k * ((length * left) ** k).sum()
            + np.bincount(column, apart**k - lacking**k, minlength=size)
            for k in (2, 4)
        )
        error = np.sqrt(squares * (units - 1) / units) / total / value
        kurtosis = units * fourth / squares**2 - 3
        degrees = 2 / (2 / (units - 1) + np.maximum(kurtosis, 0) / units)
        away = aways(degrees, error, confidence)
        have, many = counts.getnnz(axis=0), np.full(size, int(units))
        down, up = reaches(away, have, many - have, many, "log", confidence)
        low, high = value * np.exp(-down), value * np.exp(up)
    alike = ~(error > 1e-9)
    why = why_none(have, many - have, alike, many, "log", unit)
    return told(value, low, high, many, why, error, degrees)


def _jackknife(
    a: np.ndarray, b: np.ndarray, value: np.ndarray, units: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Standard error and degrees of freedom of each ratio; units with denominator 0 weigh nothing."""
    total = b.sum(axis=0)
    apart = (a - value * b) / (1 - b / total)
    squares = (apart**2).sum(axis=0)
    error = np.sqrt(squares * (units - 1) / units) / total
    kurtosis = units * (apart**4).sum(axis=0) / squares**2 - 3
    return error, 2 / (2 / (units - 1) + np.maximum(kurtosis, 0) / units)


def aways(degrees: np.ndarray, error: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """How far an end lies from the value where the other one may miss the truth too, and where it cannot."""
    return quantile(degrees, confidence) * error, quantile(degrees, 2 * confidence - 1) * error


def reaches(
    away: tuple[np.ndarray, np.ndarray],
    have: np.ndarray,
    lack: np.ndarray,
    units: np.ndarray,
    scale: Scale,
    confidence: float,
) -> tuple[np.ndarray, np.ndarray]:
    """How far the ends lie from the value on the scale, down and up, where both would lie so far `away`.

    Where one is the end of the range, the truth is missed by the other alone, which may miss it as often as both.
    """
    both, alone = away
    if scale == "identity":
        return both, both
    least = _sided(units)
    down, up = rare.moved(have, least, units, confidence)
    if scale == "logit":
        more, fewer = rare.moved(lack, least, units, confidence)
        down, up = down + fewer, up + more
    lower, upper = (np.where(np.isinf(other), alone, both) for other in (up, down))
    return np.sqrt(np.maximum(lower**2 + down, 0)), np.sqrt(np.maximum(upper**2 + up, 0))


def _sided(units: np.ndarray) -> np.ndarray:
    return np.maximum(SIDED, np.ceil(np.sqrt(units) * 2 / 3)).astype(np.int64)


def _logit(value: np.ndarray) -> np.ndarray:
    return np.log(value / (1 - value))


def _share(logit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logit))


SCALES: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], Callable[[Any], Any]]] = {
    # to the scale, back from it, and its slope at a value
    "identity": (lambda value: value, lambda value: value, lambda value: 1.0),
    "log": (np.log, np.exp, lambda value: 1 / value),
    "logit": (_logit, _share, lambda value: 1 / (value * (1 - value))),
}


def why_none(
    have: np.ndarray, lack: np.ndarray, alike: np.ndarray, units: np.ndarray, scale: Scale, unit: str
) -> np.ndarray:
    """Why a ratio has no interval, or "": the most telling reason of each.

    So many units `have` what is counted, so many `lack` it in part; in `alike` no two differ.
    """
    sided = _sided(units)
    seldom, full = (have < sided) & (scale != "identity"), (lack < sided) & (scale == "logit")
    reasons = [
        (alike, f"every {unit} has the same"),
        (full, [f"{_counted(n, unit)} without" for n in lack]),
        (seldom, [f"in {_counted(n, unit)}" for n in have]),
        (units < FEWEST, f"fewer than {FEWEST} {unit}s"),
        (units == 0, f"no {unit}"),
    ]
    why = np.full(len(units), "", dtype=object)
    for holds, reason in reasons:
        why = np.where(holds, reason, why)
    return why


def _both(have: np.ndarray, lack: np.ndarray, unit: str) -> list[str]:
    """That too few units have it, and too few lack it, for any share to be ruled out."""
    return [f"{_counted(n, unit)} with, {m} without" for n, m in zip(have, lack, strict=True)]


def _counted(n: int, unit: str) -> str:
    return f"only {n} {unit}" + "s" * bool(n > 1) if n else f"no {unit}"


def differences(
    one: pd.DataFrame, two: pd.DataFrame, *, scale: Scale = "identity", confidence: float = 0.95
) -> pd.DataFrame:
    """The values of `one` minus those of `two`, row by row, both from `ratios` with this `scale`, of other units.

    Columns: `difference`; `low`, `high`; `p`, two-sided; `why` there is neither. The test is Welch's on the scale
    (1947, Biometrika 34), the degrees of freedom being those of the two values together (Satterthwaite 1946). The
    ends are the differences of the pairs of values that the test just does not reject and that lie nearest, so that
    they respect the range, and leave out 0 where p is below 1 - `confidence`. There is none either where a side has
    what is counted, or lacks it, in as few units as an interval of its own needs: that one ends at 0, or at 1. The
    error of each value is that to the side of the other, as its own interval has it (MOVER: Zou & Donner 2008), so
    that what is shown because enough units have it is known to be; `confidence` has to be that of `one` and `two`.
    """
    from scipy.stats import t

    to, back, _ = SCALES[scale]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        first, second = (_errors(side, to, confidence) for side in (one, two))
        apart = first[0] - second[0]
        tests = [_welch((first[near], first[3]), (second[3 - near], second[3])) for near in (1, 2)]
        ends = []
        for side, (error, degrees, weight) in zip((-1, 1), tests, strict=True):
            away = side * quantile(degrees, confidence) * error
            ends.append(back(first[0] + weight * away) - back(second[0] - (1 - weight) * away))
        errors, free = (np.where(apart > 0, tests[0][k], tests[1][k]) for k in (0, 1))
        p = 2 * t.sf(np.abs(apart) / errors, np.maximum(free, 1))
        difference = one["value"].to_numpy(float) - two["value"].to_numpy(float)
    why = np.where(one["why"] != "", one["why"], two["why"])
    ended = [side["low"].eq(0) | side["high"].eq(1) for side in (one, two)] if scale != "identity" else []
    why = np.where((why == "") & np.any(ended, axis=0), "in too few for a difference", why)
    found = {"low": ends[0], "high": ends[1], "p": p}
    found = {name: np.where(why != "", np.nan, values) for name, values in found.items()}
    return pd.DataFrame({"difference": difference} | found | {"why": why})


def _errors(side: pd.DataFrame, to: Callable[[Any], Any], confidence: float) -> tuple[np.ndarray, ...]:
    """Values on the scale, their errors downwards and upwards, as their intervals have them, degrees of freedom."""
    value, low, high = (to(side[name].to_numpy(float)) for name in ("value", "low", "high"))
    degrees = side["degrees"].to_numpy(float)
    reach = quantile(degrees, confidence)
    return value, (value - low) / reach, (high - value) / reach, degrees


def _welch(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The error of a difference, its degrees of freedom, and the part of its square that the first value has."""
    squares = first[0] ** 2, second[0] ** 2
    total = squares[0] + squares[1]
    degrees = total**2 / (squares[0] ** 2 / first[1] + squares[1] ** 2 / second[1])
    return np.sqrt(total), degrees, squares[0] / total


def chances(found: pd.DataFrame, *, scale: Scale = "identity", against: float = 0.0) -> np.ndarray:
    """The two-sided p of each value of `ratios` were the truth `against`; NaN where there is no interval."""
    from scipy.stats import t

    to = SCALES[scale][0]
    apart = np.abs(to(found["value"].to_numpy(float)) - to(np.float64(against)))
    return 2 * t.sf(apart / found["error"].to_numpy(float), np.maximum(found["degrees"].to_numpy(float), 1))
