"""A cell of a simulation: one kind of claim in one situation, how often it held, and how often it has to."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

RARE = 0.05  # a cell that shows an interval in fewer draws than that shows none


class Bar(NamedTuple):
    """Between which values a cell is to lie."""

    low: float = -np.inf
    high: float = np.inf


COVERAGE, SELDOM, OFTEN = Bar(0.93, 0.97), Bar(high=0.06), Bar(low=0.8)


def row(section: str, cell: str, n: str, draws: int, value: float, bar: Bar, **more: float) -> dict[str, Any]:
    shown = more.get("shown", 1.0)
    holds = bool(shown < RARE or bar.low <= value <= bar.high)
    told = {name: round(float(x), 4) for name, x in more.items()}
    found = {"section": section, "cell": cell, "n": n, "draws": draws, "value": round(float(value), 4)} | told
    return found | {"low": bar.low, "high": bar.high, "holds": holds}
