"""The site's events: their list, and for each a page: in whose words it is told, and what one outlet has alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import summaries
from analysis.show import beside, markup, tabular
from analysis.site import pages
from analysis.site.articles import cell, day
from analysis.site.places import Places
from analysis.site.said import Said, grouped, records
from analysis.store import Store
from analysis.summaries.comparison import Compared
from analysis.summaries.wording import plural

MOST = 50  # utterances, and sayings of one outlet alone, on a page


def write(
    site: Path,
    store: Store,
    told: pd.DataFrame,
    said: Said,
    titles: Mapping[str, str],
    places: Places,
    common: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Write `events.html` and a page for each event; `told` has `event`, `article_id` and `evidence`.

    Returns the rows of the list, those told most differently first (`summaries.ranked_events`), with `url`.
    """
    compared = summaries.compared_events(store, **said.choice._asdict())
    about = said.articles[["article_id", "outlet", "published", "title"]]
    told = told.merge(about, on="article_id").sort_values(["published", "article_id"], na_position="last")
    articles = grouped(records(told), "event")
    (site / "events").mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = []
    ranked = records(summaries.ranked_events(compared))
    numbers = {row["event"]: row for row in ranked if row["event"] in articles}
    for event, one in _each(compared, list(numbers)):
        listed = [_article(row, titles, places) for row in articles[event]]
        row = {
            **numbers[event],
            "url": places.event(event),
            "title": listed[0]["title"],
            "published": listed[0]["published"],
        }
        rows.append(row)
        html = pages.render(
            "event.html",
            event=row,
            id=event,
            lead=_lead(row, articles[event]),
            articles=listed,
            told=_blocks(
                *summaries.side_by_side(one, first=MOST), "u", places, one.versions["utterance"].nunique()
            ),
            alone=_blocks(*summaries.searched(one, first=MOST), "o", places, len(summaries.only_here(one))),
            space=_space(one),
            here="events.html",
            **{**common, "root": "../"},
        )
        (site / row["url"]).write_text(html, encoding="utf-8")
    html = pages.render("events.html", events=rows, total=len(said.articles), here="events.html", **common)
    (site / "events.html").write_text(html, encoding="utf-8")
    return rows


def _each(compared: Compared, order: Sequence[str]) -> Iterator[tuple[str, Compared]]:
    """The tables of each event; what articles share word for word is not on its page."""
    empty = {name: table.iloc[:0] for name, table in compared._asdict().items()}
    groups = {
        name: dict(list(table.groupby("event", sort=False)))
        for name, table in compared._asdict().items()
        if "event" in table
    }
    for event in order:
        yield event, Compared(**{**empty, **{n: groups[n].get(event, empty[n]) for n in groups}})


def _lead(row: Mapping[str, Any], articles: Sequence[Mapping[str, Any]]) -> str:
    outlets = dict.fromkeys(cell(article["outlet"]) or "unknown" for article in articles)
    days = sorted(filter(None, (day(article["published"]) for article in articles)))
    when = f"; {days[0]}" + (f" to {days[-1]}" if days[-1] != days[0] else "") if days else ""
    shared = f" They share: {articles[0]['evidence']}." if articles[0]["evidence"] else ""
    told = f"{plural(row['articles'], 'article')} of {', '.join(outlets)}{when}."
    return f"{told}{shared}"


def _blocks(
    frame: pd.DataFrame, spans: pd.DataFrame, name: str, places: Places, total: int
) -> dict[str, Any]:
    """What is side by side, linked to its texts, and how much more there is of `total`."""
    html = places.linked(beside.blocks(frame, spans, name), root="../") if len(frame) else markup.Markup("")
    return {"html": html, "total": total, "left": total - frame["number"].nunique()}


def _space(one: Compared) -> markup.Markup:
    """Whom each outlet lets speak how long."""
    space = summaries.speaker_space(one)[["outlet", "speaker", "n", "share"]]
    if not len(space):
        return markup.Markup("")
    space = space.rename(columns={"n": "quotations", "share": "share of its quoted characters"})
    return tabular.table(space, percent=["share of its quoted characters"])


def _article(row: Mapping[Any, Any], titles: Mapping[str, str], places: Places) -> dict[str, str]:
    article_id = row["article_id"]
    return {
        "url": places.articles.get(article_id, ""),
        "title": titles.get(article_id) or cell(row["title"]) or str(article_id),
        "outlet": cell(row["outlet"]),
        "published": day(row["published"]),
    }
