"""How many units which width of an interval needs, before anything is coded: told by how much the machine's rows
vary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import SURE
from analysis.review import frame as frames
from analysis.review import quantities
from analysis.review.estimates import labels, whole
from analysis.review.estimator import FEWEST_ARTICLES
from analysis.statistics import inference

if TYPE_CHECKING:
    from analysis.store import Store

WHAT = ("quotations per article", "share indirect", "share without source", "share women")
SIZES = (15, 25, 50, 100, 200, 400)
NARROW = 0.1  # of a share: ten points from end to end
# Width of corrected intervals over that by hand alone, as simulated with the engine `rules`: `benchmarks/results/`.
GAINS = {"quotations per article": 0.38, "share indirect": 0.68, "share without source": 0.93}


def plan(
    store: Store,
    *,
    by: str = "",
    unit: str = "article",
    outlets: str = "",
    since: str = "",
    until: str = "",
    acts: str = COMMUNICATION,
    confidence: float = SURE,
) -> pd.DataFrame:
    """The width of a 95 % interval to expect, a row for each share or mean, group (`by` outlet or month) and size.

    Columns: `what`, `group`, `units` there are, `n` of them to code, `width` by hand alone (of a share 0.1 is ten
    points, from end to end), `corrected`, the width with the machine's help where that was measured, and `enough`,
    the units for a width of ten points of a share. It takes the machine's rows for true: real widths differ by a
    fifth or so. ValueError as of `frame.units`.
    """
    try:
        units = frames.units(store, unit, outlets=outlets, since=since, until=until)
    except frames.NoUnits:
        return _table([])
    made = frames.machine(store, units)
    rows = quantities.counted(made["quotations"], made["sentiment"], acts=acts, confidence=confidence)
    label, index = labels(units, by), pd.Index(units["unit"])
    found: list[tuple[object, ...]] = []
    for what in WHAT:
        asked = quantities.quantity(what)
        y, x = quantities.tallies(rows, index, asked, whole=whole(units))
        sizes = pd.Series(label).value_counts()
        for group in sorted(sizes.index, key=lambda name: (-sizes[name], name)):
            mine = label == group
            enough = _enough(y[mine], x[mine]) if asked.share else None
            for n in [n for n in SIZES if n <= mine.sum()] or [int(mine.sum())]:
                width = expected(y[mine], x[mine], n)
                gain = GAINS.get(what, np.nan)
                found.append((what, group, int(mine.sum()), n, width, width * gain, enough))
    return _table(found)


def _table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = ["what", "group", "units", "n", "width", "corrected", "enough"]
    return pd.DataFrame(rows, columns=columns).astype({"enough": "Int64"})


def expected(y: np.ndarray, x: np.ndarray, n: int) -> float:
    """The width of the interval of a ratio by `n` of these units; NaN where nothing varies or there are too few."""
    size, total = len(x), x.sum()
    if size < 2 or n < 2 or not total:
        return np.nan
    spread = float((y - y.sum() / total * x).std(ddof=1))
    error = spread * np.sqrt((1 - n / size) / n) / (total / size)
    return float(2 * inference.reach(n) * error) or np.nan


def _enough(y: np.ndarray, x: np.ndarray) -> int | None:
    """The fewest units whose interval is narrow, None when there are not so many."""
    low, high = FEWEST_ARTICLES, len(x)
    if high < low or not (expected(y, x, high - 1) <= NARROW):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if expected(y, x, middle) <= NARROW else (middle + 1, high)
    return low
