"""Figures of notebook 03: kinds of quotation, speakers, cue verbs, anonymous sources."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.figures import style
from analysis.quotation.stance import CLASSES
from analysis.summaries.others import is_others

NOTHING = "No quotation was found, so there is nothing to draw."
KIND_COLOURS = {"direct": style.PALETTE[0], "mixed": style.PALETTE[5], "indirect": "#D9D9D9"}
STANCE_COLOURS = dict(zip(CLASSES, ("#BBBBBB", *style.PALETTE[:6], "#E6E6E6"), strict=True))


@style.styled
def quotation_kinds(shares: pd.DataFrame, *, by: str = "outlet") -> Axes:
    """Direct, mixed and indirect quotations of each group as shares of one bar, from `summaries.quotation_kinds`."""
    return stacked(shares, by, "kind", KIND_COLOURS, "Kinds of quotation")


@style.styled
def cue_stances(shares: pd.DataFrame, *, by: str = "outlet") -> Axes:
    """Classes of cue verbs of each group as shares of one bar, from `summaries.cue_stances`."""
    return stacked(shares, by, "stance", STANCE_COLOURS, "How loaded the cue verbs are")


def stacked(shares: pd.DataFrame, by: str, column: str, colours: dict[str, str], title: str) -> Axes:
    """The values of `column` in each group as shares of one bar, in the order of `colours`."""
    if not len(shares):
        return style.sentence(NOTHING)
    groups = list(dict.fromkeys(shares[by]))
    totals = shares.drop_duplicates(by).set_index(by)["total"]
    wide = shares.pivot(index=by, columns=column, values="share").reindex(groups)
    drawing = style.axes(height=style.row_height(len(groups)) + 0.3)
    at, left = np.arange(len(groups)), np.zeros(len(groups))
    for value in (v for v in colours if v in wide and wide[v].sum()):
        width = wide[value].fillna(0).to_numpy(float)
        drawing.barh(at, width, left=left, color=colours[value], height=0.7, label=value)
        left = left + width
    drawing.set_yticks(at, [f"{style.shorten(g)} ({totals[g]:,})" for g in groups])
    drawing.invert_yaxis()
    drawing.grid(False, axis="y")
    _percent(drawing, 1.0, intervals=False)
    figure = drawing.get_figure(root=True)
    assert figure is not None
    figure.legend(loc="outside lower left", ncols=4)
    style.title(drawing, title, n=int(totals.sum()), unit="quotations", articles=_articles(shares, by))
    return drawing


@style.styled
def cue_verbs(counted: pd.DataFrame) -> Axes:
    """The most used cue verbs, coloured by their class, from `summaries.cue_verbs`."""
    if not len(counted):
        return style.sentence("No quotation has a verb as its cue.")
    drawing = style.axes(height=style.row_height(len(counted)))
    tints = [STANCE_COLOURS[stance] for stance in counted["stance"]]
    columns = (counted[c] for c in ("share", "low", "high", "n"))
    _bars(drawing, list(counted["verb"]), *columns, colour=tints)
    for stance in (s for s in CLASSES if s in set(counted["stance"])):
        drawing.barh([np.nan], [0], color=STANCE_COLOURS[stance], label=stance)
    drawing.legend(loc="lower right")
    style.title(
        drawing,
        "Cue verbs",
        n=int(counted["total"].iloc[0]),
        unit="quotations with a verb",
        articles=_articles(counted),
    )
    return drawing


@style.styled
def share_by_group(shares: pd.DataFrame, title: str, *, by: str = "outlet", unit: str = "quotations") -> Axes:
    """One share for each group with its interval, from `summaries.loaded_cues` or `.anonymous_sources`."""
    if not len(shares):
        return style.sentence(NOTHING)
    drawing = style.axes(height=style.row_height(len(shares)))
    tints = [style.OTHERS if is_others(group) else style.PALETTE[0] for group in shares[by]]
    columns = (shares[c] for c in ("share", "low", "high", "total"))
    _bars(drawing, list(shares[by]), *columns, colour=tints)
    style.title(drawing, title, n=int(shares["total"].sum()), unit=unit, articles=_articles(shares, by))
    return drawing


@style.styled
def speaker_share(shares: pd.DataFrame, *, by: str = "") -> Axes:
    """The most quoted speakers, with `by` a marker for each group, from `summaries.speaker_share`."""
    if not len(shares):
        return style.sentence("No speaker could be named, so there is nothing to draw.")
    names = list(dict.fromkeys(shares["speaker"]))
    groups = list(dict.fromkeys(shares[by])) if by else []
    if len(groups) < 2:
        drawing = style.axes(height=style.row_height(len(names)))
        columns = (shares[c] for c in ("share", "low", "high", "n"))
        _bars(drawing, names, *columns)
        n = int(shares["total"].iloc[0])
        style.title(drawing, "Who is quoted most", n=n, unit="quotations", articles=_articles(shares))
        return drawing
    drawing = style.axes(height=style.row_height(len(names)) + 0.25 * len(names) * (len(groups) > 3))
    tints, offset = style.colours(groups), np.linspace(-0.22, 0.22, len(groups))
    for number, group in enumerate(groups):
        rows = shares[shares[by] == group]
        at = np.arange(len(rows)) + offset[number]
        reach = np.clip([rows["share"] - rows["low"], rows["high"] - rows["share"]], 0, None)
        label = f"{style.shorten(group)} ({int(rows['total'].iloc[0]):,})"
        marker, tint = style.MARKERS[number % len(style.MARKERS)], tints[group]
        drawing.errorbar(
            rows["share"],
            at,
            xerr=reach,
            fmt=marker,
            color=tint,
            ecolor=tint,
            elinewidth=0.7,
            label=label,
            clip_on=False,
        )
        if (none := rows["low"].isna().to_numpy()).any():
            hollow: dict[str, Any] = {
                "markerfacecolor": "white",
                "markersize": 5,
                "markeredgewidth": 0.9,
                "clip_on": False,
            }
            drawing.plot(rows["share"][none], at[none], marker, color=tint, zorder=3, **hollow)
    drawing.set_yticks(np.arange(len(names)), [style.shorten(name) for name in names])
    drawing.invert_yaxis()
    drawing.margins(y=0.02)
    known = bool(shares["high"].notna().any())
    _percent(drawing, float(np.nanmax([*shares["share"] * 1.5, 0.02])), intervals=known)
    drawing.legend(loc="lower right", title=f"{by} (quotations)")
    total = int(shares.drop_duplicates(by)["total"].sum())
    style.title(
        drawing, f"Who is quoted most, by {by}", n=total, unit="quotations", articles=_articles(shares, by)
    )
    return drawing


def _articles(shares: pd.DataFrame, by: str = "") -> int | None:
    """The articles that the totals of a table of shares come from, over its groups; None where it does not tell."""
    if "articles" not in shares:
        return None
    return int(shares.drop_duplicates(by)["articles"].sum() if by else shares["articles"].max())


def _bars(
    drawing: Axes, labels: list[str], share: pd.Series, low: pd.Series, high: pd.Series, n: pd.Series,
    *, colour: str | list[str] = style.PALETTE[0],
) -> None:  # fmt: skip
    style.bars(drawing, labels, share, low=low, high=high, n=n, colour=colour)
    most = float(share.max())
    reach = float(np.nanmax([*high, most, 0.01]))
    _percent(drawing, min(reach, 2.5 * most) if most > 0 else reach, intervals=bool(high.notna().any()))


def _percent(drawing: Axes, end: float, *, intervals: bool) -> None:
    drawing.set_xlim(0, min(1.0, end * 1.05))
    drawing.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
    drawing.set_xlabel("share of quotations" + (", with 95 % intervals" if intervals else ""))
