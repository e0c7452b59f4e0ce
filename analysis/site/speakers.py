"""The site's speakers: the list of everybody who is quoted, and a page for each of those quoted most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.show import how_said, markup, tabular
from analysis.site import pages
from analysis.site.articles import CODED, PEOPLE, cell, cut, day
from analysis.site.places import QUOTATIONS, Places, listed
from analysis.site.said import Said, grouped, records
from analysis.summaries.wording import plural

LISTED, PAGED = 5_000, 2_000  # speakers in the list, and with a page of their own
SAID, SEED = 200, 0  # quotations on a speaker's page, drawn at random where there are more

Entry = tuple[str, str, str, str]


def paged(said: Said, *, coded: bool) -> list[str]:
    """The ids of the speakers who get a page: none with pseudonyms, whose words are left out."""
    return [] if coded else said.speakers["speaker_id"].head(PAGED).tolist()


def write(
    site: Path,
    said: Said,
    titles: Mapping[str, str],
    places: Places,
    common: Mapping[str, Any],
    *,
    coded: bool,
) -> None:
    """Write `speakers.html` and the speakers' pages."""
    outlets = said.articles.set_index("article_id")["outlet"]
    about = {row["article_id"]: row for row in records(said.articles)}
    mine = said.counted[said.counted["speaker_id"].notna()]
    numbers = (
        mine.assign(outlet=mine["article_id"].map(outlets))
        .groupby("speaker_id")
        .agg(articles=("article_id", "nunique"), outlets=("outlet", "nunique"))
    )
    top = said.speakers.head(LISTED).join(numbers, on="speaker_id")
    rows = [
        (
            Markup('<a href="{}">{}</a>').format(places.speaker(s["speaker_id"]), markup.text(s["name"])),
            s["kind"],
            *(int(s[c]) for c in ("n", "articles", "outlets", "aliases")),
        )
        for s in records(top)
    ]
    columns = ["speaker", "kind", "quotations", "articles", "outlets", "names"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    everybody = f"Everybody who is quoted: {len(top):,}."
    note = (
        everybody
        if len(top) == len(said.speakers)
        else f"The {len(top):,} most quoted of {len(said.speakers):,}."
    )
    html = pages.render(
        "speakers.html",
        note=Markup('{} All are in <a href="data/speakers.csv" download>speakers.csv</a>.').format(note),
        others=said.described(),
        people=CODED if coded else PEOPLE,
        table=tabular.table(frame, caption="Speakers", n=len(said.speakers)),
        here="speakers.html",
        **common,
    )
    (site / "speakers.html").write_text(html, encoding="utf-8")
    by_speaker = grouped(records(mine[mine["speaker_id"].isin(list(places.paged))]), "speaker_id")
    (site / "speakers").mkdir(exist_ok=True)
    for speaker in records(top[top["speaker_id"].isin(list(places.paged))]):
        html = _page(speaker, by_speaker[speaker["speaker_id"]], about, titles, places, common)
        (site / places.paged[speaker["speaker_id"]]).write_text(html, encoding="utf-8")


def _page(
    speaker: Mapping[Any, Any],
    own: Sequence[Mapping[str, Any]],
    about: Mapping[Any, Mapping[Any, Any]],
    titles: Mapping[str, str],
    places: Places,
    common: Mapping[str, Any],
) -> str:
    """The page of one speaker: what was said, the latest first."""
    drawn = Random(SEED).sample(own, SAID) if len(own) > SAID else own
    shown = [_said(q, about[q["article_id"]], titles, places) for q in drawn]
    shown.sort(key=lambda line: line["published"], reverse=True)
    amount = f"{plural(len(own), 'quotation')} in {plural(int(speaker['articles']), 'article')}"
    return pages.render(
        "speaker.html",
        name=speaker["name"],
        kind=speaker["kind"],
        note=amount + (f"; {SAID} of them, drawn at random, are here." if len(own) > SAID else "."),
        people=PEOPLE,
        everything="../" + listed(QUOTATIONS, speaker=speaker["speaker_id"], standing="counted"),
        said=shown,
        here="speakers.html",
        **{**common, "root": "../"},
    )


def _said(
    quotation: Mapping[Any, Any], article: Mapping[Any, Any], titles: Mapping[str, str], places: Places
) -> dict[str, str]:
    """One quotation, with the address of its place."""
    article_id = quotation["article_id"]
    url = places.quotation(article_id, int(quotation["quotation"]))
    published = day(article["published"])
    parts = [cell(article["outlet"]), published, titles.get(article_id) or cell(article["title"])]
    return {
        "content": cut(str(quotation["content"]), 600),
        "how": how_said(quotation["kind"], quotation["act"]),
        "where": ", ".join(filter(None, parts)) or str(article_id),
        "published": published,
        "url": f"../{url}" if url else "",
    }
