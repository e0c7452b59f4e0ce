"""Figures of notebook 04: where each outlet puts what was said, whom it lets speak, and who told whom."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.figures import style
from analysis.summaries.naming import NOBODY
from analysis.summaries.tellings import told_ways

NOTHING = "No utterance is shared by two outlets, so there is nothing to draw."


@style.styled
def speaker_space(space: pd.DataFrame) -> Axes:
    """Each outlet's quoted characters by speaker, as shares of one bar, from `summaries.speaker_space`."""
    if not len(space):
        return style.sentence("No quotation was found, so there is nothing to draw.")
    outlets = sorted(space["outlet"].unique())
    drawing = style.axes(height=style.row_height(len(outlets)) + 0.6)
    tints = style.colours(name for name in dict.fromkeys(space["speaker"]) if name not in _REST) | _REST
    left = dict.fromkeys(outlets, 0.0)
    for speaker, group in space.groupby("speaker", sort=False):
        width = group.set_index("outlet")["share"].reindex(outlets).fillna(0.0)
        starts = [left[outlet] for outlet in outlets]
        label, tint = style.shorten(speaker), tints[speaker]
        drawing.barh(range(len(outlets)), width, left=starts, color=tint, height=0.7, label=label)
        left = {outlet: left[outlet] + float(width[outlet]) for outlet in outlets}
    counts = space.groupby("outlet")["n"].sum()
    articles = int(space.drop_duplicates("outlet")["articles"].sum()) if "articles" in space else None
    drawing.set_yticks(range(len(outlets)), [f"{style.shorten(o)} ({counts[o]:,})" for o in outlets])
    drawing.invert_yaxis()
    drawing.grid(False, axis="y")
    drawing.set_xlim(0, 1)
    drawing.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    drawing.set_xlabel("share of the characters in quotations")
    figure = drawing.get_figure(root=True)
    assert figure is not None
    figure.legend(loc="outside lower left", ncols=3)
    style.title(
        drawing, "Whom each outlet lets speak", n=int(counts.sum()), unit="quotations", articles=articles
    )
    return drawing


_REST = {"other speakers": style.OTHERS, NOBODY: style.GRID}


@style.styled
def order(framing: pd.DataFrame, *, top: int = 20) -> Axes:
    """Where each outlet puts each shared utterance, from the start (left) to the end, from `summaries.framing`.

    The `top` utterances that come first; a line joins the places of one utterance, below whose words stands what
    differs in how they are told (`summaries.tellings.told_ways`).
    """
    if not len(framing):
        return style.sentence(NOTHING)
    first = framing.groupby("utterance")["position"].min().sort_values()
    kept = list(first.index[:top])
    drawing = style.axes(height=1.2 * style.row_height(len(kept)) + 0.4)
    outlets = sorted(framing["outlet"].unique())
    tints = style.colours(outlets)
    for row, utterance in enumerate(kept):
        places = framing.loc[framing["utterance"] == utterance, "position"]
        drawing.plot([places.min(), places.max()], [row, row], color=style.GRID, zorder=1)
    at = {utterance: row for row, utterance in enumerate(kept)}
    shown = framing[framing["utterance"].isin(kept)]
    for n, (outlet, group) in enumerate(shown.groupby("outlet")):
        marker = style.MARKERS[n % len(style.MARKERS)]
        rows = group["utterance"].map(at)
        drawing.scatter(
            group["position"], rows, color=tints[outlet], marker=marker, label=style.shorten(outlet)
        )
    tellings = dict(list(shown.groupby("utterance")))
    drawing.set_yticks(range(len(kept)), [_said(tellings[utterance]) for utterance in kept])
    drawing.invert_yaxis()
    drawing.set_xlim(-0.02, 1.02)
    drawing.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    drawing.set_xlabel("place in the article (0 % = first)")
    figure = drawing.get_figure(root=True)
    assert figure is not None
    figure.legend(loc="outside lower left", ncols=4)
    articles = framing["article_id"].nunique() if "article_id" in framing else None
    style.title(drawing, "Where each outlet puts it", n=len(first), unit="utterances", articles=articles)
    return drawing


def _said(tellings: pd.DataFrame) -> str:
    """Who says what, and below it what differs in how it is told, by the cues and words of the tellings."""
    first = tellings.iloc[0]
    said = f"{style.shorten(first['who'], 18)}: {style.shorten(first['content'], 44)}"
    if not {"cue", "stance", "kind", "named"} <= set(tellings):
        return said
    ways = style.shorten("; ".join(told_ways(tellings)), 64)
    return f"{said}\n{ways or 'told alike'}"


@style.styled
def chains(chains: pd.DataFrame, *, top: int = 20) -> Axes:
    """Who told whom, an arrow from each source to the one that quotes it, from `summaries.chains`.

    A row for each of the `top` chains; the outlet stands on the left, the innermost source on the right. Boxes are as
    wide as their names, and arrows go from box to box.
    """
    if not len(chains):
        return style.sentence("No article quotes somebody who quotes somebody else.")
    shown = chains.head(top)
    drawing = style.axes(height=style.row_height(len(shown)) * 1.4)
    drawing.set_ylim(len(shown) - 0.4, -0.6)
    drawing.set_xlim(0, _ROOM)
    drawing.axis("off")
    ends = [
        _chain(drawing, row, chain.split(" ← "), n)
        for row, (chain, n) in enumerate(zip(shown["chain"], shown["n"], strict=True))
    ]
    drawing.set_xlim(0, max(ends))
    figure = drawing.get_figure(root=True)
    assert figure is not None
    figure.set_figwidth(max(ends) + 0.3)
    style.title(
        drawing,
        "Who told whom",
        n=int(chains["n"].sum()),
        unit="quotations",
        articles=chains.attrs.get("articles"),
    )
    return drawing


_ROOM, _ARROW, _PAD = 8.0, 0.45, 0.08  # inches: of the axes, of an arrow, from its ends to a name


def _chain(drawing: Axes, row: int, names: list[str], n: int) -> float:
    """Draw the boxes and arrows of one row, in inches from the left; where it ends."""
    box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": style.MUTED}
    arrow = {"arrowstyle": "<-", "color": style.PALETTE[0], "shrinkA": 0, "shrinkB": 0}
    at = _PAD
    for step, name in enumerate(names):
        label = style.shorten(name, 26) + (f" ({n:,})" if step == 0 and n > 1 else "")
        if step:
            drawing.annotate("", (at + _ARROW, row), (at, row), arrowprops=arrow)
            at += _ARROW + _PAD
        drawing.text(at, row, label, ha="left", va="center", bbox=box, fontsize=8)
        at += _text_width(label, 8) + _PAD
    return at + _PAD


def _text_width(text: str, size: float) -> float:
    """Inches that a line of text takes at a size in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    shown = text.replace(r"\$", "$").rstrip() or " "
    return (
        float(TextPath((0, 0), shown, size=size, prop=FontProperties(family="DejaVu Sans")).get_extents().x1)
        / 72
    )
