"""What several outlets have of one thing said, side by side: what differs is marked, what is the same is linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import tables
from analysis.show import leads, markup
from analysis.show.markup import Mark, Markup, element
from analysis.show.outputs import Output, place

if TYPE_CHECKING:
    import pandas as pd


def side_by_side(
    frame: pd.DataFrame,
    spans: pd.DataFrame,
    name: str,
    *,
    caption: str | None = None,
    downloads: str | Path | None = None,
    rows: int = 25,
) -> Output:
    """The first `rows` things said, each with its tellings in columns; all tellings go to `<downloads>/<name>.csv`.

    `frame` has a row for each telling: `number` of what is said, from 0, one after the other; `heading` and `note` of
    it; `outlet`, `content`, and `told`, how it is told. `spans` has `row` in `frame`, `start`, `end`, `role`
    ("differs", "same") and, of what is the same in other tellings, its `group`: those lead to each other.
    """
    path = place(downloads, name, ".csv")
    if path:
        tables.write_csv(frame, path)
    details = {"kind": "table", "name": name, "file": path.name if path else ""}
    caption, total = caption or name.replace("-", " ").capitalize(), frame["number"].nunique()
    if not total:
        sentence = f"{caption}: nothing to show (n = 0)."
        return Output(markup.paragraph(sentence), sentence, details)
    shown = frame[frame["number"] < frame["number"].iloc[0] + rows].reset_index(drop=True)
    html = blocks(shown, spans, name)
    counted = f"{min(rows, total):,} of {total:,}" if total > rows else f"n = {total:,}"
    title = element("p", Markup("{} <small>({})</small>").format(caption, counted), class_="nb-caption")
    columns = ["heading", "outlet", "told", "content"]
    return Output(title + html, shown[columns].to_string(index=False), details)


def blocks(frame: pd.DataFrame, spans: pd.DataFrame, name: str) -> Markup:
    """The tellings of `side_by_side` as HTML: a section for each thing said."""
    marked = _marks(spans, frame["outlet"].tolist(), name)
    told = leads.of(frame)
    by_number: dict[int, dict[str, list[Markup]]] = {}
    about: dict[int, Mapping[Any, Any]] = {}
    for row, (telling, lead) in enumerate(zip(frame.to_dict("records"), told, strict=True)):
        number = int(telling["number"])
        about.setdefault(number, telling)
        sides = by_number.setdefault(number, {})
        sides.setdefault(str(telling["outlet"]), []).append(_telling(telling, marked.get(row, []), lead))
    return markup.joined(
        element(
            "section",
            _heading(about[number]) + element("div", _columns(sides), class_="nb-sides"),
            class_="nb-told",
        )
        for number, sides in by_number.items()
    )


def _columns(sides: Mapping[str, Sequence[Markup]]) -> Markup:
    """A column for each outlet, with its tellings."""
    return markup.joined(
        element(
            "div",
            element("p", outlet, class_="nb-outlet", dir="auto") + markup.joined(tellings),
            class_="nb-column",
        )
        for outlet, tellings in sides.items()
    )


def _heading(about: Mapping[Any, Any]) -> Markup:
    note = "" if markup.is_missing(about["note"]) else str(about["note"])
    return element(
        "p",
        element("strong", about["heading"], dir="auto")
        + (Markup(" ") + element("small", note) if note else ""),
        class_="nb-who",
    )


def _telling(telling: Mapping[Any, Any], marks: list[Mark], lead: str) -> Markup:
    words = element("div", markup.highlighted(str(telling["content"]), marks), class_="nb-text", dir="auto")
    how = element("footer", telling["told"], data_lead=lead)
    return element("blockquote", words + how, class_="nb-side")


def _marks(spans: pd.DataFrame, outlets: Sequence[object], name: str) -> dict[int, list[Mark]]:
    """The marks of each row; what is the same leads to its next place in another outlet, the last to the first."""
    found: dict[int, list[Mark]] = {}
    groups: dict[int, list[tuple[int, int, int]]] = {}
    spans = spans[spans["row"] < len(outlets)]
    for row, start, end, role, group in spans[["row", "start", "end", "role", "group"]].itertuples(
        index=False
    ):
        if role == "same":
            groups.setdefault(int(group), []).append((int(row), int(start), int(end)))
        else:
            found.setdefault(int(row), []).append(Mark(int(start), int(end), role))
    for group, places in groups.items():
        anchors = [f"{name}-{group}-{at}" for at in range(len(places))]
        for at, (row, start, end) in enumerate(places):
            onward = [(at + step) % len(places) for step in range(1, len(places))]
            there = next((n for n in onward if outlets[places[n][0]] != outlets[row]), onward[0])
            link = f"#{anchors[there]}"
            found.setdefault(row, []).append(Mark(start, end, "same", anchor=anchors[at], link=link))
    return found
