"""The site's events: the list of what several articles tell, and a page for each with its articles and utterances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.site import pages
from analysis.site.articles import cell, cut, day
from analysis.site.places import Places
from analysis.site.said import Said, grouped, records
from analysis.store import Store
from analysis.summaries.naming import who


def write(
    site: Path,
    store: Store,
    told: pd.DataFrame,
    said: Said,
    titles: Mapping[str, str],
    places: Places,
    common: Mapping[str, Any],
) -> None:
    """Write `events.html` and a page for each event; `told` has `event`, `article_id` and `evidence`."""
    about = said.articles[["article_id", "outlet", "published", "title"]]
    told = told.merge(about, on="article_id").sort_values(["published", "article_id"], na_position="last")
    utterances = store.table("utterances")
    said_by = said.quotations.merge(
        utterances[["utterance", "article_id", "quotation"]], on=["article_id", "quotation"]
    )
    by_article = grouped(records(said_by), "article_id")
    (site / "events").mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = []
    for event, group in grouped(records(told), "event").items():
        articles = [_article(row, titles, places) for row in group]
        shared = _shared([q for row in group for q in by_article.get(row["article_id"], ())], group, places)
        first = articles[0]
        row: dict[str, Any] = {
            "url": places.event(str(event)),
            "title": first["title"],
            "published": first["published"],
            "articles": len(articles),
            "outlets": len({a["outlet"] for a in articles if a["outlet"]}),
            "utterances": len(shared),
        }
        rows.append(row)
        html = pages.render(
            "event.html",
            event=row,
            id=event,
            evidence=cell(group[0]["evidence"]),
            articles=articles,
            shared=shared,
            here="events.html",
            **{**common, "root": "../"},
        )
        (site / row["url"]).write_text(html, encoding="utf-8")
    rows.sort(key=lambda row: (-row["outlets"], -row["utterances"], -row["articles"]))
    html = pages.render("events.html", events=rows, total=len(said.articles), here="events.html", **common)
    (site / "events.html").write_text(html, encoding="utf-8")


def _article(row: Mapping[Any, Any], titles: Mapping[str, str], places: Places) -> dict[str, str]:
    article_id = row["article_id"]
    return {
        "url": places.articles.get(article_id, ""),
        "title": titles.get(article_id) or cell(row["title"]) or str(article_id),
        "outlet": cell(row["outlet"]),
        "published": day(row["published"]),
    }


def _shared(
    quotations: Sequence[dict[str, Any]], group: Sequence[Mapping[str, Any]], places: Places
) -> list[list[dict[str, str]]]:
    """What two articles of an event or more carry: of each utterance its tellings, the most told first."""
    outlets = {row["article_id"]: row["outlet"] for row in group}
    told = [
        [
            {
                "who": who(q["speaker"], q["source"]),
                "outlet": cell(outlets[q["article_id"]]) or str(q["article_id"]),
                "content": cut(str(q["content"]), 400),
                "url": places.quotation(q["article_id"], int(q["quotation"])),
            }
            for q in tellings
        ]
        for tellings in grouped(quotations, "utterance").values()
        if len({q["article_id"] for q in tellings}) > 1
    ]
    return sorted(told, key=len, reverse=True)
