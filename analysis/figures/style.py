"""How every figure looks: colours, sizes, fonts, titles with n, labels that do not collide.

A figure function is decorated with `styled`, gets its axes from `axes` or `panels`, and says what it shows
with `title`. Where there is nothing to draw it returns `sentence("why")`: axes that hold one sentence, which
`sentence_of` gives back, so that a page can print a paragraph instead of a picture.

Figures are made without pyplot: no global state, nothing to close, safe in threads.

Colours: Okabe & Ito (2008), "Color Universal Design", told apart with every kind of colour blindness; their
yellow is left out, as it cannot be read on white. Font: DejaVu Sans, which matplotlib ships.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache, wraps
from typing import Any, Literal, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
import pandas as pd
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from analysis.summaries.others import is_others as is_others
from analysis.summaries.others import top_labels as top_labels
from analysis.summaries.others import top_n_and_others as top_n_and_others

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
OTHERS, INK, MUTED, GRID = "#8C8C8C", "#222222", "#595959", "#DDDDDD"
NEGATIVE, NEUTRAL, POSITIVE = (
    "#D55E00",
    "#BBBBBB",
    "#0072B2",
)  # vermilion against blue, never red against green
SEQUENTIAL, DIVERGING = "cividis", "PuOr"
WIDTH, HEIGHT, ROW = 8.0, 4.2, 0.27  # inches; ROW is the height of one horizontal bar
DOTS_PER_INCH = 110
FEWEST_DAYS = 6  # along an axis of dates

RC: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 11,
    "axes.labelsize": 9,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=PALETTE),
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.6,
    "lines.markersize": 4,
    "figure.dpi": DOTS_PER_INCH,
    "savefig.dpi": DOTS_PER_INCH,
    "svg.fonttype": "path",
}

P = ParamSpec("P")
R = TypeVar("R")


def styled(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, drawing with this module's settings and leaving matplotlib's own as they were."""

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(RC):  # type: ignore[arg-type]
            return function(*args, **kwargs)

    return inner


@styled
def axes(*, width: float = WIDTH, height: float = HEIGHT) -> Axes:
    """Empty axes in a figure of their own, sizes in inches."""
    return Figure(figsize=(width, height), layout="constrained").subplots()


@styled
def panels(
    n: int, *, columns: int = 3, width: float = WIDTH, height: float = 2.0, share: bool = True
) -> list[Axes]:
    """`n` small multiples in a grid, each `height` inches high, sharing axes if `share`; none is empty."""
    columns = max(1, min(columns, n))
    rows = max(1, -(-n // columns))
    figure = Figure(figsize=(width, height * rows + 0.4), layout="constrained")
    grid = figure.subplots(rows, columns, sharex=share, sharey=share, squeeze=False).flatten()
    for spare in grid[n:]:
        spare.set_visible(False)
    for above in grid[max(0, n - columns) : n]:
        above.xaxis.set_tick_params(labelbottom=True)
    return list(grid[:n])


def row_height(n: int) -> float:
    """Inches a figure of `n` horizontal bars needs, with its title and axis."""
    return 1.1 + ROW * max(n, 1)


@styled
def sentence(text: str) -> Axes:
    """Axes that hold `text` and nothing else: what a figure function returns when it has no data."""
    only = Figure(figsize=(WIDTH, 0.6), layout="constrained").subplots()
    only.axis("off")
    only.set_gid("sentence")
    only.set_label(text)
    only.text(0, 0.5, plain(text), va="center", ha="left", color=MUTED, wrap=True)
    return only


def sentence_of(drawing: Axes | Figure) -> str | None:
    """The sentence that stands in place of a figure, or None for a figure that shows data."""
    candidates = drawing.axes if isinstance(drawing, Figure) else [drawing]
    only = candidates[0] if len(candidates) == 1 else None
    return str(only.get_label()) if only is not None and only.get_gid() == "sentence" else None


@styled
def title(
    drawing: Axes | Figure,
    text: str,
    *,
    n: int | None = None,
    unit: str = "articles",
    articles: int | None = None,
) -> None:
    """Write `text` over a figure, on the left, with "n = 1,234 quotations in 56 articles" behind it."""
    within = "" if articles is None else f" in {articles:,} article{'' if articles == 1 else 's'}"
    counted = re.sub(r"s\b", "", unit, count=1) if n == 1 else unit
    shown = plain(text) if n is None else f"{plain(text)}  (n = {n:,} {counted}{within})"
    if isinstance(drawing, Figure):
        drawing.suptitle(shown, x=0.01, ha="left", fontsize=11)
    else:
        drawing.set_title(shown, loc="left")


def colours(labels: Iterable[Hashable]) -> dict[Hashable, str]:
    """A colour for each label in order, grey for "others" and for those past the palette."""
    seen = list(dict.fromkeys(labels))
    named = [label for label in seen if not is_others(label)]
    chosen: dict[Hashable, str] = dict(zip(named, PALETTE, strict=False))
    return {label: chosen.get(label, OTHERS) for label in seen}


@cache
def _drawable(character: str) -> bool:
    return bool(get_font(findfont("DejaVu Sans")).get_char_index(ord(character)))


def plain(text: object) -> str:
    """`text` on one line, no dollar sign read as a formula, a box for each character the font cannot draw.

    Every word of data that goes into a figure passes through here or through `shorten`.
    """
    line = " ".join(str(text).split())
    return "".join(c if _drawable(c) else "□" for c in line).replace("$", r"\$")


def shorten(text: object, length: int = 32) -> str:
    """`plain` of `text`, cut at `length` characters with an ellipsis."""
    line = " ".join(str(text).split())
    return plain(line if len(line) <= length else line[: length - 1].rstrip() + "…")


def date_axis(drawing: Axes) -> None:
    """Show dates along x with as few and as short labels as can be understood."""
    locator = AutoDateLocator(minticks=3, maxticks=8)
    drawing.xaxis.set_major_locator(locator)
    drawing.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    if 0 <= drawing.dataLim.width < FEWEST_DAYS:  # of one day alone matplotlib shows years, or hours
        room = (FEWEST_DAYS - drawing.dataLim.width) / 2
        drawing.set_xlim(drawing.dataLim.x0 - room, drawing.dataLim.x1 + room)


def count_axis(drawing: Axes, axis: Literal["x", "y"]) -> None:
    """Show along an axis whole numbers only: of articles there is no half."""
    one = drawing.xaxis if axis == "x" else drawing.yaxis
    one.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    one.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def log_axis(drawing: Axes, axis: Literal["x", "y"]) -> None:
    """Make an axis logarithmic, its ticks written out: 0.1, 1, 10, 1,000; those between, where it is short."""
    getattr(drawing, f"set_{axis}scale")("log")
    one = drawing.xaxis if axis == "x" else drawing.yaxis
    one.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    one.set_minor_formatter(FuncFormatter(lambda value, _: _between(value, *one.get_view_interval())))


def _between(value: float, low: float, high: float) -> str:
    """A tick between powers of ten: 2 and 5 where there may be but one power, each where there may be none."""
    decades = np.log10(high / low)
    first = f"{value:e}"[0]
    named = decades < 0.7 or (decades < 1.5 and first in "25")
    return f"{value:,.10g}" if named else ""


@styled
def bars(
    drawing: Axes,
    labels: Sequence[object],
    values: Sequence[float] | pd.Series,
    *,
    low: Sequence[float] | pd.Series | None = None,
    high: Sequence[float] | pd.Series | None = None,
    n: Sequence[int] | pd.Series | None = None,
    colour: str | Sequence[str] = PALETTE[0],
) -> None:
    """Horizontal bars, the first on top; whiskers `low` to `high`, without them hollow; "(n)" behind each label."""
    at = np.arange(len(labels))
    width = np.asarray(values, dtype=float)
    drawn = drawing.barh(at, width, color=colour, height=0.7)
    if low is not None and high is not None:
        for bar, bound in zip(drawn, np.asarray(low, float), strict=True):
            if np.isnan(bound):
                bar.set(edgecolor=bar.get_facecolor(), facecolor="white")
        # Rounding may put a bound a hair on the wrong side of the value, which errorbar refuses.
        reach = [
            np.clip(width - np.asarray(low, float), 0, None),
            np.clip(np.asarray(high, float) - width, 0, None),
        ]
        drawing.errorbar(width, at, xerr=reach, fmt="none", ecolor=INK, elinewidth=0.9, capsize=2)
    names = [shorten(label) for label in labels]
    if n is not None:
        names = [f"{name} ({count:,})" for name, count in zip(names, n, strict=True)]
    drawing.set_yticks(at, names)
    drawing.invert_yaxis()
    drawing.grid(False, axis="y")
    drawing.margins(y=0.01)


def without_bridges(rows: pd.DataFrame, period: str, *, every: str = "") -> pd.DataFrame:
    """`rows` in the order of the dates in `period`, with an empty one for each period between them that has none.

    A line breaks there instead of leading over months of which nothing is known. Periods are those of `every` ("M",
    "Q", "Y"); without it years where all dates are in January, quarters where all begin one, else months.
    """
    dates = pd.DatetimeIndex(pd.to_datetime(rows[period]))
    months = set(dates.month)
    yearly = months <= {1} and dates.year.nunique() > 1
    every = every or ("Y" if yearly else "Q" if months <= {1, 4, 7, 10} else "M")
    index = dates.tz_localize(None).to_period(every)
    if not len(index):
        return rows
    known = rows.assign(**{period: index.to_timestamp()}).set_axis(index)
    filled = known.reindex(pd.period_range(index.min(), index.max(), freq=index.freq).union(index))
    return filled.assign(**{period: pd.PeriodIndex(filled.index).to_timestamp()}).reset_index(drop=True)


@styled
def band(
    drawing: Axes,
    x: Sequence[Any] | pd.Series,
    y: Sequence[float] | pd.Series,
    low: Sequence[float] | pd.Series,
    high: Sequence[float] | pd.Series,
    *,
    label: str | None = None,
    colour: str = PALETTE[0],
) -> None:
    """A line with its interval as a band round it; gaps where a value is missing, hollow points without interval."""
    drawing.fill_between(x, low, high, color=colour, alpha=0.2, linewidth=0)
    drawing.plot(x, y, color=colour, marker="o", markersize=3, label=label and shorten(label))
    none = np.isnan(np.asarray(low, float)) & ~np.isnan(np.asarray(y, float))
    if none.any():
        at, height = np.asarray(x)[none], np.asarray(y, float)[none]
        drawing.scatter(at, height, s=9, facecolors="white", edgecolors=colour, zorder=3)


def lay_out(figure: Figure) -> None:
    """Move the axes to where drawing the figure would, which looks at every mark once more, put them."""
    engine = figure.get_layout_engine()
    if engine is None:
        figure.draw_without_rendering()
    else:
        engine.execute(figure)


_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_ALIGN = {1: "left", 0: "center", -1: "right"}
_RISE = {1: "bottom", 0: "center", -1: "top"}


@styled
def label_points(
    drawing: Axes,
    x: Sequence[float] | np.ndarray | pd.Series,
    y: Sequence[float] | np.ndarray | pd.Series,
    labels: Sequence[object] | pd.Series,
    *,
    gap: float = 4,
    size: float = 8,
    colour: str | Sequence[str] = INK,
) -> int:
    """Name points, the important ones first, each on the first side where it covers no other name, if any.

    Call it last, when the limits of the axes are set. Returns how many names found room.
    """
    figure = drawing.get_figure(root=True)
    assert figure is not None
    lay_out(figure)
    points = drawing.transData.transform(np.column_stack([np.asarray(x, float), np.asarray(y, float)]))
    taken: list[Bbox] = [Bbox.from_bounds(px - 3, py - 3, 6, 6) for px, py in points]
    frame = drawing.get_window_extent()
    tints = [colour] * len(labels) if isinstance(colour, str) else list(colour)
    for px, py, label, tint in zip(x, y, labels, tints, strict=True):
        for right, up in _SIDES:
            text = drawing.annotate(
                shorten(label, 24),
                (px, py),
                (right * gap, up * gap),
                textcoords="offset points",
                ha=_ALIGN[right],
                va=_RISE[up],
                fontsize=size,
                color=tint,
                bbox={"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0.5},
            )
            text.set_in_layout(False)  # a name must not move the axes that its place was computed in
            box = text.get_window_extent()
            if (
                frame.contains(box.x0, box.y0)
                and frame.contains(box.x1, box.y1)
                and not box.count_overlaps(taken)
            ):
                taken.append(box)
                break
            text.remove()
    return len(taken) - len(points)
