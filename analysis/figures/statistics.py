"""Figures of notebook 01: description, frequency, growth, diversity, keyness, dispersion, collocation, trends."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures import style
from analysis.summaries.others import is_others
from analysis.summaries.wording import plural

MOST_TICKS = 500  # occurrences that a dispersion plot shows one by one
MEASURES = {
    "type_token_ratio": "Type–token ratio\nfalls with length",
    "mattr": "MATTR\nhigher = more diverse",
    "mtld": "MTLD\nhigher = more diverse",
    "hdd": "HD-D\nhigher = more diverse",
    "yules_k": "Yule's K\nhigher = less diverse",
    "flesch": "Flesch\nhigher = easier",
    "flesch_kincaid": "Flesch–Kincaid grade\nhigher = harder",
    "smog": "SMOG grade\nhigher = harder",
    "coleman_liau": "Coleman–Liau grade\nhigher = harder",
    "lix": "LIX\nhigher = harder",
    "words_per_sentence": "Words in a sentence",
}


@style.styled
def outlets(described: pd.DataFrame, *, by: str = "outlet", top: int = 20) -> Axes:
    """Articles of each outlet, from `statistics.description`; those past `top` together."""
    if not len(described):
        return style.sentence("There is no article to count.")
    shown = described if len(described) <= top + 1 else described.head(top)
    labels, values = list(shown[by]), list(shown["articles"])
    if len(shown) < len(described):
        labels.append(f"{len(described) - top:,} others")
        values.append(int(described["articles"].iloc[top:].sum()))
    drawing = style.axes(height=style.row_height(len(labels)))
    tints = [style.OTHERS if is_others(label) else style.PALETTE[0] for label in labels]
    style.bars(drawing, labels, values, n=values, colour=tints)
    drawing.set_xlabel("articles")
    style.count_axis(drawing, "x")
    style.title(drawing, f"Articles by {by}", n=int(described["articles"].sum()))
    return drawing


@style.styled
def timeline(counted: pd.DataFrame) -> Axes:
    """Articles in each period, from `statistics.timeline`."""
    if not len(counted):
        return style.sentence("No article has a date, so nothing can be shown over time.")
    drawing = style.axes(height=2.6)
    days = counted["period"].diff().dt.days.median() if len(counted) > 1 else 1
    drawing.bar(
        counted["period"], counted["articles"], width=0.9 * days, align="edge", color=style.PALETTE[0]
    )
    style.date_axis(drawing)
    style.count_axis(drawing, "y")
    drawing.set_ylabel("articles")
    style.title(drawing, "Articles over time", n=int(counted["articles"].sum()), unit="dated articles")
    return drawing


@style.styled
def frequency(listed: pd.DataFrame, *, top: int = 20, articles: int | None = None) -> Axes:
    """The most used terms per million words with their intervals, from `statistics.frequency`."""
    if not len(listed):
        return style.sentence("There is no word to count.")
    shown = listed.head(top)
    drawing = style.axes(height=style.row_height(len(shown)))
    known = bool(shown["low"].notna().any())
    low, high = (shown["low"], shown["high"]) if known else (None, None)
    style.bars(drawing, list(shown["term"]), shown["per_million"], n=shown["count"], low=low, high=high)
    drawing.set_xlim(0, _reach(shown["per_million"], shown["high"]))
    drawing.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    drawing.set_xlabel("per million words" + (", with 95 % intervals over articles" if known else ""))
    style.title(drawing, "Most used words (occurrences)", n=articles)
    return drawing


def _reach(values: pd.Series, high: pd.Series) -> float:
    """The end of an axis: the intervals, but at most two and a half times the values."""
    most = float(values.max())
    return min(float(np.nanmax([most, *high])), 2.5 * most) * 1.05 or 1.0


@style.styled
def vocabulary(ranked: pd.DataFrame, grown: pd.DataFrame) -> Figure | Axes:
    """Zipf–Mandelbrot's law and Heaps' growth side by side, observed and fitted, on logarithmic axes."""
    if len(ranked) < 2 or not len(grown):
        return style.sentence("There are too few words for a curve of the vocabulary.")
    left, right = style.panels(2, columns=2, height=3.2, share=False)
    at = np.unique(np.geomspace(1, len(ranked), 400).astype(int)) - 1
    a, b, r = (ranked.attrs.get(name, np.nan) for name in ("a", "b", "r_squared"))
    fit = "" if np.isnan(a) else f"a = {a:.2f}, b = {b:.1f}, R² = {r:.3f}"
    _observed(left, ranked.iloc[at], "rank", "count", fit)
    left.set(xlabel=f"rank (n = {len(ranked):,} types)", ylabel="occurrences")
    style.title(left, "Zipf–Mandelbrot: frequency")
    k, beta = grown.attrs.get("k", np.nan), grown.attrs.get("beta", np.nan)
    fit = "" if np.isnan(beta) else f"types = {k:.1f} · tokens^{beta:.2f}"
    _observed(right, grown, "tokens", "types", fit)
    read = int(grown["articles"].max())
    right.set(xlabel=f"words read (n = {plural(read, 'article')})", ylabel="different words")
    style.title(right, "Heaps: growth")
    figure = left.get_figure(root=True)
    assert figure is not None
    return figure


def _observed(drawing: Axes, frame: pd.DataFrame, x: str, y: str, fit: str) -> None:
    drawing.plot(frame[x], frame[y], "o", markersize=2.5, color=style.PALETTE[0], label="observed")
    if fit:
        drawing.plot(frame[x], frame["fitted"], color=style.PALETTE[1], label=fit)
        drawing.legend()
    style.log_axis(drawing, "x")
    style.log_axis(drawing, "y")


@style.styled
def means(summary: pd.DataFrame, *, by: str = "outlet") -> Figure | Axes:
    """Means with intervals by group, a panel for each measure, from `summaries.mean_by_group`."""
    measured = summary[summary["mean"].notna()]
    if not len(measured):
        return style.sentence("Every article is too short for these measures.")
    measures = list(dict.fromkeys(measured["measure"]))
    groups = list(dict.fromkeys(summary[by]))
    columns = 2 if len(measures) == 4 else min(3, len(measures))
    height = 0.75 + style.ROW * max(len(groups), 2)
    panels = style.panels(len(measures), columns=columns, height=height, share=False)
    for number, (drawing, measure) in enumerate(zip(panels, measures, strict=True)):
        rows = measured[measured["measure"] == measure].set_index(by).reindex(groups)
        _dots(drawing, rows, named=number % columns == 0)
        counted = f"{MEASURES.get(measure, measure)} (n = {plural(int(rows['n'].sum()), 'article')})"
        drawing.set_title(counted, loc="left", fontsize=8.5)
    figure = panels[0].get_figure(root=True)
    assert isinstance(figure, Figure)
    known = "with 95 % intervals" if measured["low"].notna().any() else "hollow: too few for an interval"
    style.title(figure, f"Means over articles, {known}")
    return figure


def _dots(drawing: Axes, rows: pd.DataFrame, *, named: bool) -> None:
    """Points with whiskers, one row a group; a group without a value has an empty row."""
    at = np.arange(len(rows))
    tints = [style.OTHERS if is_others(name) else style.PALETTE[0] for name in rows.index]
    drawing.hlines(at, rows["low"], rows["high"], color=tints, linewidth=1.2)
    sure = rows["low"].notna().to_numpy()
    faces = [tint if known else "white" for tint, known in zip(tints, sure, strict=True)]
    drawing.scatter(rows["mean"], at, c=faces, edgecolors=tints, s=18, zorder=3)
    names = [
        f"{style.shorten(name, 26)} ({n:,.0f})"
        for name, n in zip(rows.index, rows["n"].fillna(0), strict=True)
    ]
    drawing.set_yticks(at, names if named else [""] * len(names))
    drawing.set_ylim(len(rows) - 0.5, -0.5)
    values = rows[["mean"]].to_numpy()
    middle, spread = np.nanmean(values), np.nanmax(values) - np.nanmin(values)
    # A group of two articles may have an interval that would squeeze all others.
    room = max(spread, abs(middle) * 0.05) * 2.5 or 1.0
    low, high = (
        np.nanmin([rows["low"].min(), np.nanmin(values)]),
        np.nanmax([rows["high"].max(), np.nanmax(values)]),
    )
    drawing.set_xlim(max(low, middle - room) - room * 0.05, min(high, middle + room) + room * 0.05)


@style.styled
def keyness(listed: pd.DataFrame, *, top: int = 40, level: float = 0.05) -> Axes:
    """Frequency against effect: how often a term is used, and how much more by one side; from `summaries.keyness`.

    Terms whose corrected p is below `level` are coloured by side; the `top` most unusual of each side are
    named where there is room.
    """
    if "reason" in listed.attrs:
        return style.sentence(listed.attrs["reason"])
    if not len(listed):
        return style.sentence("No word is frequent enough on both counts to be compared.")
    target, reference = (str(listed.attrs.get(side, side)) for side in ("target", "reference"))
    drawing = style.axes(height=5.6)
    million = np.maximum(listed["target_per_million"], listed["reference_per_million"])
    sure = listed["p_corrected"] < level
    tint = np.where(listed["log_ratio"] > 0, style.POSITIVE, style.NEGATIVE)
    drawing.scatter(
        million[~sure], listed["log_ratio"][~sure], s=5, color=style.NEUTRAL, linewidths=0, rasterized=True
    )
    drawing.scatter(
        million[sure], listed["log_ratio"][sure], s=11, c=tint[sure], linewidths=0, rasterized=True
    )
    style.log_axis(drawing, "x")
    drawing.axhline(0, color=style.MUTED, linewidth=0.8)
    drawing.margins(0.07)
    drawing.set_xlabel("occurrences per million words, on the side that uses it more")
    drawing.set_ylabel("log ratio: doublings")
    n = listed.attrs.get("articles", (0, 0))
    style.title(
        drawing,
        f"Keywords: {style.shorten(target)} (above, {plural(n[0], 'article')}) against "
        f"{style.shorten(reference)} (below, {n[1]:,})",
    )
    above, below = (listed[sure & ((listed["log_ratio"] > 0) == side)].head(top) for side in (True, False))
    named = pd.concat([above, below]).sort_index()
    style.label_points(
        drawing,
        million[named.index],
        named["log_ratio"],
        named["term"],
        colour=tint[named.index].tolist(),
        size=7.5,
    )
    return drawing


@style.styled
def dispersion(found: pd.DataFrame) -> Axes:
    """Where terms stand in the corpus from its first word to its last, from `summaries.occurrences`."""
    terms, words = found.attrs.get("terms", []), found.attrs.get("words", 0)
    if not len(found):
        return style.sentence("None of the terms occurs.")
    drawing = style.axes(height=1.1 + 0.38 * len(terms))
    labels = []
    for row, term in enumerate(terms):
        at = found.loc[found["term"] == term, "position"].to_numpy(float)
        labels.append(f"{style.shorten(term)} ({len(at):,})")
        _strip(drawing, at, row, style.PALETTE[row % len(style.PALETTE)])
    drawing.set_yticks(range(len(terms)), labels)
    drawing.set_ylim(len(terms) - 0.5, -0.5)
    drawing.set_xlim(0, 1)
    drawing.set_xticks([0, 0.25, 0.5, 0.75, 1], [f"{x * words:,.0f}" for x in (0, 0.25, 0.5, 0.75, 1)])
    drawing.grid(False)
    drawing.set_xlabel("words from the beginning of the corpus, articles in the order of their dates")
    style.title(drawing, "Dispersion (occurrences)", n=found.attrs.get("articles"))
    return drawing


def _strip(drawing: Axes, at: np.ndarray, row: int, colour: str) -> None:
    """A tick for each occurrence; where there are too many to tell apart, their density."""
    if len(at) <= MOST_TICKS:
        drawing.vlines(at, row - 0.36, row + 0.36, color=colour, linewidth=0.7)
        return
    density, edges = np.histogram(at, bins=300, range=(0, 1))
    height = density / density.max() * 0.72
    drawing.bar(edges[:-1], height, width=1 / 300, bottom=row + 0.36 - height, align="edge", color=colour)


@style.styled
def trend(rates: pd.DataFrame, *, articles: str = "dated articles") -> Figure | Axes:
    """Use over time with bands, a panel for each term, from `statistics.trend`."""
    if not rates["per_million"].notna().any():
        return style.sentence("No article has a date, so nothing can be shown over time.")
    if rates["period"].nunique() < 2:
        return style.sentence("All dated articles fall into one period, so nothing can be shown over time.")
    terms = list(dict.fromkeys(rates["term"]))
    panels = style.panels(len(terms), columns=min(2, len(terms)), height=2.1, share=False)
    for drawing, term in zip(panels, terms, strict=True):
        rows = rates[rates["term"] == term]
        style.band(drawing, rows["period"], rows["per_million"], rows["low"], rows["high"])
        style.date_axis(drawing)
        drawing.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        drawing.set_ylim(0, _reach(rows["per_million"].dropna(), rows["high"].fillna(0)))
        style.title(drawing, term, n=int(rows["count"].sum()), unit="occurrences")
    panels[0].set_ylabel("per million words")
    figure = panels[0].get_figure(root=True)
    assert isinstance(figure, Figure)
    n = int(rates.loc[rates["term"] == terms[0], "articles"].sum())
    style.title(figure, "Use over time, bands are 95 % intervals over articles", n=n, unit=articles)
    return figure


@style.styled
def collocates(listed: pd.DataFrame, node: str, *, top: int = 40) -> Axes:
    """Frequency near `node` against PMI, the strongest by logDice named, from `statistics.collocates`."""
    if not len(listed):
        return style.sentence(f"No word stands near “{node}” often enough.")
    drawing = style.axes(height=4.6)
    shown = listed.sort_values("log_dice", ascending=False)
    drawing.scatter(shown["count"], shown["pmi"], s=9, color=style.PALETTE[0], linewidths=0, rasterized=True)
    style.log_axis(drawing, "x")
    drawing.margins(0.08)
    drawing.set_xlabel("times near it")
    drawing.set_ylabel("PMI: doublings over chance")
    articles = listed.attrs.get("articles")
    company = f"The company of “{style.shorten(node)}”"
    style.title(drawing, company, n=len(listed), unit="collocates", articles=articles)
    best = shown.head(top)
    style.label_points(drawing, best["count"], best["pmi"], best["collocate"], size=7.5)
    return drawing


@style.styled
def bursts(listed: pd.DataFrame, *, top: int = 20) -> Axes:
    """The surest bursts with their intervals, in the order of time, from `statistics.bursts`."""
    if not len(listed):
        untested = listed.attrs.get("reason")
        return style.sentence(untested or "No term is used by one period beyond what chance allows.")
    shown = listed.head(top).sort_values(["period", "p"])
    drawing = style.axes(height=style.row_height(len(shown)))
    at = np.arange(len(shown))
    drawing.hlines(at, shown["low"], shown["high"], color=style.PALETTE[0], linewidth=1.2)
    drawing.scatter(shown["log_ratio"], at, s=18, color=style.PALETTE[0], zorder=3)
    names = [
        f"{day:%Y-%m-%d}  {style.shorten(term, 24)} ({n:,})"
        for day, term, n in zip(shown["period"], shown["term"], shown["articles"], strict=True)
    ]
    drawing.set_yticks(at, names)
    drawing.invert_yaxis()
    drawing.axvline(0, color=style.MUTED, linewidth=0.8)
    drawing.set_xlabel("log ratio against all other periods, with intervals over days")
    style.title(drawing, "Bursts: period, term, articles that use it then")
    return drawing
