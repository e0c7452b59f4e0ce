"""Figures of sentiment: by voice, towards whom, outlet against outlet, over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.figures import style

VOICE_COLOURS = {"outlet": style.PALETTE[0], "quoted": style.PALETTE[1], "mixed": style.OTHERS}
VOICE_NAMES = {
    "outlet": "the outlet's own words",
    "quoted": "words it quotes",
    "mixed": "both in one sentence",
}


@style.styled
def _dots(
    drawing: Axes,
    labels: Sequence[object],
    series: Mapping[str, pd.DataFrame],
    *,
    colours: Mapping[str, str],
) -> None:
    """A row for each label, a point with its whisker for each series; frames have `mean`, `low`, `high`.

    The index of each frame are labels. A point without an interval is hollow.
    """
    step = 0.8 / max(len(series), 1)
    for number, (name, frame) in enumerate(series.items()):
        rows = frame.reindex(list(labels))
        at = np.arange(len(labels)) + (number - (len(series) - 1) / 2) * step
        mean, colour = rows["mean"].to_numpy(float), colours[name]
        sure = rows["low"].notna().to_numpy()
        marker = style.MARKERS[number % len(style.MARKERS)]
        if sure.any():
            reach = np.clip(
                [mean - rows["low"].to_numpy(float), rows["high"].to_numpy(float) - mean], 0, None
            )
            drawing.errorbar(
                mean[sure], at[sure], xerr=reach[:, sure], fmt="none", ecolor=colour, elinewidth=1
            )
        drawing.scatter(
            mean[sure], at[sure], color=colour, marker=marker, s=22, label=style.shorten(name), zorder=3
        )
        drawing.scatter(
            mean[~sure], at[~sure], edgecolors=colour, facecolors="white", marker=marker, s=22, zorder=3
        )
    drawing.axvline(0, color=style.MUTED, linewidth=0.8)
    drawing.set_yticks(range(len(labels)), [style.shorten(label) for label in labels])
    drawing.set_ylim(len(labels) - 0.4, -0.6)
    drawing.grid(False, axis="y")
    figure = drawing.get_figure(root=True)
    assert figure is not None
    below = -0.55 / (figure.get_figheight() - 0.9)  # inches, below the axis and what it says
    drawing.legend(loc="upper center", bbox_to_anchor=(0.5, below), ncols=3)


@style.styled
def sentiment_by_voice(found: pd.DataFrame, *, top: int = 20) -> Axes:
    """The outlets' own words against those they quote, from `summaries.sentiment_by_voice`."""
    if not len(found):
        return style.sentence("No article was scored.")
    found = found.head(top + 1)
    by = str(found.columns[0])
    drawing = style.axes(height=style.row_height(len(found)) + 0.5)
    labels = [f"{style.shorten(name)} ({n:,})" for name, n in zip(found[by], found["n"], strict=True)]
    series = {
        VOICE_NAMES[voice]: pd.DataFrame(
            {
                "mean": found[k].to_numpy(),
                "low": found[f"{k}_low"].to_numpy(),
                "high": found[f"{k}_high"].to_numpy(),
            },
            index=labels,
        )
        for voice, k in (("outlet", "own"), ("quoted", "quoted"))
    }
    _dots(drawing, labels, series, colours={VOICE_NAMES[v]: c for v, c in VOICE_COLOURS.items()})
    drawing.set_xlabel("mean compound of VADER, −1 negative to +1 positive (articles in brackets)")
    style.title(drawing, "Whose words are negative?", n=int(found["n"].sum()))
    return drawing


@style.styled
def sentiment_toward(found: pd.DataFrame) -> Axes:
    """Sentiment towards people and organisations by voice, from `summaries.sentiment_toward`."""
    if not len(found):
        return style.sentence("No person or organisation was judged often enough for a figure.")
    names = list(dict.fromkeys(found["target"]))
    drawing = style.axes(height=style.row_height(int(len(names) * 1.5)) + 0.5)
    counts = found.groupby("target")["n"].sum()
    labels = [f"{style.shorten(name)} ({counts[name]:,})" for name in names]
    shown = found.assign(label=found["target"].map(dict(zip(names, labels, strict=True))))
    series = {VOICE_NAMES[str(v)]: rows.set_index("label") for v, rows in shown.groupby("voice", sort=False)}
    _dots(drawing, labels, series, colours={VOICE_NAMES[v]: c for v, c in VOICE_COLOURS.items()})
    drawing.set_xlabel("probability of positive minus negative (mentions in brackets)")
    n, articles = int(found["n"].sum()), found.attrs.get("articles")
    style.title(drawing, "Towards whom, in whose words", n=n, unit="mentions", articles=articles)
    return drawing


@style.styled
def sentiment_by_outlet(found: pd.DataFrame) -> Axes:
    """The same targets outlet by outlet, from `summaries.sentiment_by_outlet`."""
    if found["outlet"].nunique() < 2:
        return style.sentence("One outlet, or no target often enough: there is nothing to compare.")
    names = list(dict.fromkeys(found["target"]))
    tints = style.colours(found["outlet"])
    drawing = style.axes(height=style.row_height(len(names) * max(2, len(tints) // 2)) + 0.6)
    series = {str(outlet): rows.set_index("target") for outlet, rows in found.groupby("outlet", sort=False)}
    _dots(drawing, names, series, colours={str(label): tint for label, tint in tints.items()})
    drawing.set_xlabel("probability of positive minus negative")
    n, articles = int(found["n"].sum()), found.attrs.get("articles")
    style.title(drawing, "The same names in different outlets", n=n, unit="mentions", articles=articles)
    return drawing


@style.styled
def dictionary_rates(found: pd.DataFrame, *, top: int = 20) -> Axes:
    """The outlets' own words against those they quote, category by category, from `summaries.dictionary_rates`."""
    shown = found[(found["by"] == "voice") & (found["voice"] != "all")]
    names = (
        shown["dictionary"] + ": " + shown["category"]
        if shown["dictionary"].nunique() > 1
        else shown["category"]
    )
    shown = shown.assign(label=names, mean=shown["rate"])
    labels = shown.groupby("label")["rate"].max().sort_values(ascending=False, kind="stable").index[:top]
    if not len(labels):
        return style.sentence("No dictionary was given, or no word was read.")
    drawing = style.axes(height=style.row_height(len(labels)) + 0.5)
    series = {VOICE_NAMES[str(v)]: rows.set_index("label") for v, rows in shown.groupby("voice", sort=False)}
    _dots(drawing, list(labels), series, colours={VOICE_NAMES[v]: c for v, c in VOICE_COLOURS.items()})
    drawing.set_xlabel("matches per 1,000 words")
    style.title(drawing, "Categories in each voice", n=int(found["articles"].max()))
    return drawing


@style.styled
def sentiment_over_time(found: pd.DataFrame) -> Axes:
    """Each voice over time, from `summaries.sentiment_over_time`."""
    if not len(found):
        return style.sentence("Too few dated articles for a curve over time.")
    drawing = style.axes()
    for voice, rows in found.groupby("voice", sort=True):
        colour = VOICE_COLOURS[str(voice)]
        rows = style.without_bridges(rows, "period")
        style.band(
            drawing,
            rows["period"],
            rows["mean"],
            rows["low"],
            rows["high"],
            label=VOICE_NAMES[str(voice)],
            colour=colour,
        )
    drawing.axhline(0, color=style.MUTED, linewidth=0.8)
    drawing.set_ylabel("mean compound of VADER")
    drawing.legend()
    style.date_axis(drawing)
    most = found.groupby("period")["n"].max()
    style.title(drawing, "Own and quoted voice over time", n=int(most.sum()))
    return drawing


@style.styled
def sentiment_of_articles(scored: pd.DataFrame) -> Axes:
    """The old view, small: how many articles have which one compound; rows of unit "article"."""
    whole = scored[scored["voice"] == "mixed"]
    if not len(whole):
        return style.sentence("No article was scored.")
    drawing = style.axes(width=style.WIDTH / 2, height=1.9)
    drawing.hist(whole["compound"], bins=np.linspace(-1, 1, 41).tolist(), color=style.MUTED)
    drawing.set_xlabel("mean compound of VADER over the article")
    drawing.set_ylabel("articles")
    style.count_axis(drawing, "y")
    style.title(drawing, "One number an article", n=len(whole))
    return drawing
