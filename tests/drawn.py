"""What stands on axes, read back from what matplotlib will draw; for the tests of figures."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation


class Bar(NamedTuple):
    """A horizontal bar: the row that it is in the middle of, where it starts and ends, and its colour."""

    row: float
    start: float
    end: float
    colour: str


def bars(drawing: Axes) -> list[Bar]:
    """The horizontal bars, in the order in which they were drawn; those without a place are left out."""
    return [
        Bar(
            round(p.get_y() + p.get_height() / 2, 6),
            *rounded([p.get_x(), p.get_x() + p.get_width()]),
            to_hex(p.get_facecolor()),
        )
        for p in drawing.patches
        if np.isfinite(p.get_y())
    ]


def rounded(values: Any) -> list[float]:
    return [round(float(v), 6) for v in values]


def segments(drawing: Axes) -> list[list[tuple[float, float]]]:
    """The ends of each line of the collections: whiskers, ticks, spans."""
    return [
        [(round(float(x), 6), round(float(y), 6)) for x, y in path]
        for lines in drawing.collections
        if isinstance(lines, LineCollection)
        for path in lines.get_segments()
    ]


class Points(NamedTuple):
    """One scatter: its points, sizes, colours (one for each point or one for all) and label."""

    at: list[tuple[float, float]]
    sizes: list[float]
    colours: list[str]
    label: str


def points(drawing: Axes) -> list[Points]:
    """The scatters in the order in which they were drawn."""
    return [
        Points(
            [(round(float(x), 6), round(float(y), 6)) for x, y in np.asarray(found.get_offsets())],
            rounded(found.get_sizes()),
            [to_hex(c) for c in found.get_facecolors()],
            str(found.get_label()),
        )
        for found in drawing.collections
        if isinstance(found, PathCollection)
    ]


def rows(drawing: Axes) -> list[str]:
    """The labels along y, from the top of the picture to its bottom."""
    ticks = zip(drawing.get_yticks(), [label.get_text() for label in drawing.get_yticklabels()], strict=True)
    bottom, top = drawing.get_ylim()
    return [label for _, label in sorted(ticks, reverse=bool(top > bottom))]


def lines(drawing: Axes) -> list[tuple[list[float], list[float]]]:
    """The x and y of every line."""
    return [(rounded(line.get_xdata()), rounded(line.get_ydata())) for line in drawing.lines]


def legend(drawing: Axes | Figure) -> dict[str, str]:
    """The words of the legend with their colours."""
    found = drawing.legends[0] if isinstance(drawing, Figure) else drawing.get_legend()
    assert found is not None
    return {
        text.get_text(): _colour(handle)
        for text, handle in zip(found.get_texts(), found.legend_handles, strict=True)
    }


def _colour(handle: Any) -> str:
    if isinstance(handle, Line2D):
        return to_hex(handle.get_color())
    faces = handle.get_edgecolor() if isinstance(handle, LineCollection) else handle.get_facecolor()
    return to_hex(np.ravel(faces)[:4])


def named(drawing: Axes) -> dict[str, tuple[float, float]]:
    """The names beside points, with the point each belongs to."""
    return {
        t.get_text(): tuple(rounded(t.xy))
        for t in drawing.texts
        if isinstance(t, Annotation) and t.get_text()
    }  # type: ignore[misc]
