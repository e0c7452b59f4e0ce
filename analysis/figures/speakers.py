"""Figures of notebook 03 about speakers: when they speak, who is quoted together, who is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from analysis.figures import style
from analysis.figures.quotations import stacked

NODES = 40
SOURCE_COLOURS = {
    "named person": style.PALETTE[0],
    "organisation": style.PALETTE[5],
    "document": style.PALETTE[3],
    "group": style.PALETTE[2],
    "anonymous": style.PALETTE[1],
    "unnamed": style.PALETTE[4],
    "no source": "#D9D9D9",
}
GENDER_COLOURS = {"female": style.PALETTE[4], "male": style.PALETTE[2], "unknown": "#D9D9D9"}


@style.styled
def source_kinds(shares: pd.DataFrame, *, by: str = "outlet") -> Axes:
    """Kinds of source of each group as shares of one bar, from `summaries.source_kinds`."""
    return stacked(shares, by, "source_kind", SOURCE_COLOURS, "What the sources are")


@style.styled
def speaker_genders(shares: pd.DataFrame, *, by: str = "outlet") -> Axes:
    """Gender of the named people quoted in each group as shares of one bar, from `summaries.speaker_genders`."""
    return stacked(shares, by, "gender", GENDER_COLOURS, "Gender of the people quoted by name")


@style.styled
def appearances(profiles: pd.DataFrame, *, top: int = 20) -> Axes:
    """From when to when each of the `top` speakers is quoted, from `summaries.speaker_profiles`."""
    dated = profiles[profiles["first"].notna()].head(top)
    if not len(dated):
        return style.sentence("No quotation with a named speaker has a date, so there is nothing to draw.")
    drawing = style.axes(height=style.row_height(len(dated)))
    at = np.arange(len(dated))
    first, last = (date2num(dated[column].dt.tz_convert(None)) for column in ("first", "last"))
    drawing.hlines(at, first, last, color=style.PALETTE[0], linewidth=1.6)
    drawing.scatter(first, at, color=style.PALETTE[0], marker="o", s=22, zorder=3)
    drawing.scatter(last, at, color=style.PALETTE[0], marker="o", s=22, zorder=3)
    told = zip(dated["speaker"], dated["n"], dated["articles"], strict=True)
    labels = [f"{style.shorten(speaker)} ({n:,} in {articles:,})" for speaker, n, articles in told]
    drawing.set_yticks(at, labels)
    drawing.invert_yaxis()
    drawing.xaxis_date()
    style.date_axis(drawing)
    style.title(
        drawing, "First and last quotation: how many, in how many articles", n=len(dated), unit="speakers"
    )
    return drawing


@style.styled
def quoted_together(pairs: pd.DataFrame, *, top: int = 60) -> Axes:
    """Who is quoted in the same articles, from `summaries.quoted_together`: the `top` strongest pairs as lines.

    A circle is a speaker (its size the articles that quote him or her), a line's width the articles that quote both;
    who is near has much company in common. At most 40 speakers are drawn.
    """
    import networkx as nx

    if not len(pairs):
        return style.sentence("No two named speakers are quoted in one article, so there is nothing to draw.")
    graph = nx.Graph()
    for row in pairs.head(top).to_dict("records"):
        one, other = row["speaker"], row["other"]
        graph.add_edge(one, other, weight=int(row["together"]))
        graph.nodes[one]["articles"] = int(row["articles"])
        graph.nodes[other]["articles"] = int(row["other_articles"])
    largest = sorted(graph, key=lambda name: (-graph.nodes[name]["articles"], name))
    graph = graph.subgraph(largest[:NODES])
    # A larger k pushes circles apart, so that names find room; the seed makes the drawing the same every time.
    places = nx.spring_layout(
        graph, weight="weight", seed=7, k=2.2 / np.sqrt(max(len(graph), 1)), iterations=200
    )
    drawing = style.axes(height=style.WIDTH * 0.8)
    _edges(drawing, graph, places)
    _nodes(drawing, graph, places, [name for name in largest if name in graph])
    articles = pairs.attrs.get("articles")
    style.title(drawing, "Quoted in the same articles", n=len(graph), unit="speakers", articles=articles)
    return drawing


def _edges(drawing: Axes, graph: Any, places: dict[str, np.ndarray]) -> None:
    most = max((w for _, _, w in graph.edges(data="weight")), default=1)
    for one, other, weight in graph.edges(data="weight"):
        (x0, y0), (x1, y1) = places[one], places[other]
        width = 0.5 + 3.5 * weight / most
        drawing.plot([x0, x1], [y0, y1], color=style.GRID, linewidth=width, zorder=1, solid_capstyle="round")


def _nodes(drawing: Axes, graph: Any, places: dict[str, np.ndarray], names: list[str]) -> None:
    at = np.array([places[name] for name in names])
    articles = np.array([graph.nodes[name]["articles"] for name in names], dtype=float)
    sizes = 20 + 180 * articles / articles.max()
    drawing.scatter(at[:, 0], at[:, 1], s=sizes, color=style.PALETTE[0], alpha=0.85, zorder=2, linewidths=0)
    drawing.set_axis_off()
    drawing.margins(0.18)
    labels = [f"{name} ({int(n):,})" for name, n in zip(names, articles, strict=True)]
    style.label_points(drawing, at[:, 0], at[:, 1], labels, gap=6, size=7)
