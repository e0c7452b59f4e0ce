"""Figures of notebook 06: themes with what other samples would change, over time, and who of those named speaks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.figures import style
from analysis.summaries.others import is_others

_LINES = 6  # more lines than that cannot be told apart
_WORDS = 4


@style.styled
def themes(table: pd.DataFrame) -> Axes:
    """The share of each theme with its interval, unstable ones grey and last, from `summaries.theme_table`."""
    if not len(table):
        return style.sentence(str(table.attrs.get("reason") or "There are no themes to draw."))
    drawing = style.axes(height=style.row_height(len(table)) + 0.3)
    tints = [style.OTHERS if unstable else style.PALETTE[0] for unstable in table["unstable"]]
    names = table["name"] if "name" in table else [""] * len(table)
    labels = [
        name or ", ".join(words.split(", ")[:_WORDS])
        for name, words in zip(names, table["words"], strict=True)
    ]
    style.bars(
        drawing,
        labels,
        table["share"],
        low=table["low"],
        high=table["high"],
        n=table["articles"],
        colour=tints,
    )
    _percent(drawing, "share of articles", intervals=bool(table["low"].notna().any()))
    if table["unstable"].any():
        drawing.barh([float("nan")], [0], color=style.OTHERS, label="unstable")
        drawing.legend(loc="lower right")
    style.title(drawing, "Themes", n=int(table["total"].iloc[0]), unit="articles")
    return drawing


@style.styled
def theme_months(shares: pd.DataFrame, table: pd.DataFrame) -> Axes:
    """The largest stable themes month by month, from `summaries.themes_by` and `.theme_table`."""
    stable = table[~table["unstable"].astype(bool)]["theme"].head(_LINES)
    if shares["month"].nunique() < 2 or not len(stable):
        return style.sentence("Fewer than two months have articles with a date, so there is no line to draw.")
    drawing = style.axes()
    for number, theme in enumerate(stable):
        rows = shares[shares["theme"] == theme]
        label = str(rows["words"].iloc[0])
        rows = style.without_bridges(rows.assign(at=pd.to_datetime(rows["month"] + "-01")), "at", every="M")
        style.band(
            drawing,
            rows["at"],
            rows["share"],
            rows["low"],
            rows["high"],
            label=label,
            colour=style.PALETTE[number],
        )
    style.date_axis(drawing)
    drawing.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
    drawing.set_ylim(bottom=0)
    drawing.set_ylabel("share of the month's articles, with 95 % intervals")
    drawing.legend(loc="upper left")
    total = int(shares.drop_duplicates("month")["total"].sum())
    style.title(drawing, "Themes over time", n=total, unit="dated articles")
    return drawing


@style.styled
def speaking(shares: pd.DataFrame, *, by: str = "outlet", what: str = "people named") -> Axes:
    """The share of those named who are quoted, in each group, from `summaries.speaking`."""
    if not len(shares):
        return style.sentence("Nobody is named, so there is nothing to draw.")
    drawing = style.axes(height=style.row_height(len(shares)))
    tints = [style.OTHERS if is_others(group) else style.PALETTE[0] for group in shares[by]]
    style.bars(
        drawing, list(shares[by]), shares["share"], low=shares["low"], high=shares["high"], n=shares["total"],
        colour=tints,
    )  # fmt: skip
    _percent(drawing, f"share of {what} who are quoted", intervals=bool(shares["low"].notna().any()))
    told = f"{what}, in {int(shares['articles'].sum()):,} articles" if by in ("outlet", "month") else what
    style.title(drawing, "Who gets to speak", n=int(shares["total"].sum()), unit=told)
    return drawing


def _percent(drawing: Axes, label: str, *, intervals: bool) -> None:
    drawing.set_xlim(left=0)
    drawing.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
    drawing.set_xlabel(label + (", with 95 % intervals" if intervals else ""))
