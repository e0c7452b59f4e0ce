"""Few groups of many: the largest keep their name, the rest are counted together."""

from __future__ import annotations

from typing import Any

import pandas as pd


def top_labels(frame: pd.DataFrame, by: str, *, weight: str, top: int = 10) -> list[Any]:
    """The `top` values of column `by` with the largest sum of `weight`, largest first, ties by name."""
    totals = frame.groupby(by, observed=True, sort=True)[weight].sum()
    return list(totals.sort_values(ascending=False, kind="stable").index[:top])


def top_n_and_others(frame: pd.DataFrame, by: str, *, weight: str, top: int = 10) -> pd.DataFrame:
    """`frame` with every value of `by` past the `top` heaviest replaced by "N others"; then group again.

    Nothing is dropped: sums over the result are those of `frame`. One value past the top keeps its name.
    """
    kept = set(top_labels(frame, by, weight=weight, top=top))
    rest = frame[by].dropna().nunique() - len(kept)
    if rest <= 1:
        return frame.copy()
    inside = frame[by].isin(kept) | frame[by].isna()
    return frame.assign(**{by: frame[by].where(inside, f"{rest:,} others")})


def is_others(label: object) -> bool:
    """Whether `label` is one that `top_n_and_others` made."""
    return isinstance(label, str) and label.endswith(" others") and label[:-7].replace(",", "").isdigit()
