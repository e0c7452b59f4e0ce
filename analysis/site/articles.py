"""The site's articles: a page each with its quotations in the text, and the list of them.

A corpus may hold any number of articles; where not all have a page, those that do are the same on every run, and the
list says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.show import how_said, markup
from analysis.show.markup import Mark
from analysis.site import pages
from analysis.site.places import Places, anchor, slug
from analysis.site.said import Said, grouped, records
from analysis.store import Store
from analysis.summaries.naming import who
from analysis.summaries.wording import percent

PAGES = 2_000  # articles that have a page, unless more are asked for
ALL = "all"
LONGEST, EXCERPT = 400_000, 220  # characters of an article, and of a quotation in the margin
AT_ONCE = 500  # articles whose texts are in memory
_LETTERS = {"source": "s", "cue": "c", "content": "t"}
PEOPLE = Markup(
    "Here stands together what somebody said in many articles, under one name. For people in public office that "
    "is scrutiny; for a neighbour, a victim, a child or a witness it can be an exposure that no single article was. "
    "A name can also be linked wrongly. Before publishing, ask whether each private person has to be named; with "
    "<code>--pseudonyms</code> codes stand in place of names."
)
CODED = (
    "Codes stand in place of persons' names, the same in everything from this store. Articles, titles and the "
    "words of quotations are left out, since names stand in them and words lead to names; what was said when, where "
    "and how often can still tell somebody who knows."
)
LEGEND = markup.element(
    "p",
    Markup("").join(
        markup.element("span", markup.element("mark", role, class_=role) + Markup(" ") + markup.text(meaning))
        for role, meaning in (
            ("source", "who says it"),
            ("cue", "the words that attribute it"),
            ("content", "what is said"),
        )
    )
    + markup.element("span", markup.element("mark", "other", class_=markup.OTHER) + " shown when asked for"),
    class_="legend",
)


def number(given: str) -> int | None:
    """How many articles get a page: a whole number, or None for "all"; ValueError for anything else."""
    if given.strip().lower() == ALL:
        return None
    if not given.isdecimal():
        raise ValueError(f"--pages {given!r}: expected a whole number, or all")
    return int(given)


def sample(articles: pd.DataFrame, n: int | None = PAGES) -> pd.DataFrame:
    """At most `n` articles, chosen by the hash of their id (so the same everywhere), latest first; None = all."""
    order = articles["article_id"].map(slug).sort_values().index[:n]
    return articles.loc[order].sort_values(["published", "article_id"], ascending=False, na_position="last")


def write(
    site: Path, store: Store, shown: pd.DataFrame, said: Said, places: Places, common: Mapping[str, Any]
) -> dict[str, str]:
    """Write a page for each of `shown`, and the files of their texts for `words.html`; returns their titles by id."""
    (site / "articles").mkdir(exist_ok=True)
    found = said.quotations[said.quotations["article_id"].isin(shown["article_id"])]
    by_article = grouped(records(found), "article_id")
    titles: dict[str, str] = {}
    for part, rows in enumerate(_portions(shown)):
        ids = list(rows["article_id"])
        texts = store.table("articles", columns=["article_id", "text"], where={"article_id": ids})
        text_of = dict(zip(texts["article_id"], texts["text"], strict=True))
        spans = grouped(records(store.table("spans", where={"article_id": ids})), "article_id")
        for row in records(rows):
            article_id = row["article_id"]
            titles[article_id] = title(row["title"], text_of[article_id][int(row["body_start"]) :])
            html = _page(
                row,
                titles[article_id],
                text_of[article_id],
                by_article.get(article_id, []),
                spans.get(article_id, []),
                said,
                places,
                common,
            )
            (site / places.articles[article_id]).write_text(html, encoding="utf-8", newline="")
        pages.data_file([text_of[i][:LONGEST] for i in ids], site / "words" / f"{part}.js")
    return titles


def parts(shown: pd.DataFrame) -> int:
    """How many files of texts `write` makes."""
    return -(-len(shown) // AT_ONCE)


def _portions(shown: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for first in range(0, len(shown), AT_ONCE):
        yield shown.iloc[first : first + AT_ONCE]


def _page(
    row: Mapping[Any, Any],
    title_: str,
    text: str,
    mine: Sequence[Mapping[str, Any]],
    spans: Sequence[Mapping[str, Any]],
    said: Said,
    places: Places,
    common: Mapping[str, Any],
) -> str:
    """The page of one article."""
    margin = [_in_margin(q, places) for q in mine]
    marks = _marks(spans, margin)
    marks += [
        Mark(a, b, "place", anchor=anchor(a, b)) for a, b in sorted(places.ranges.get(row["article_id"], ()))
    ]
    lost = {line["number"] for line in margin} - {
        int(m.anchor[1:]) for m in marks if m.anchor[:1] == "q" and m.start < len(text[:LONGEST])
    }
    shown = str(markup.article(text[:LONGEST], marks)).replace("\r", "&#13;")
    return pages.render(
        "article.html",
        article={
            "title": title_,
            "outlet": cell(row["outlet"]),
            "published": day(row["published"]),
            "untitled": not cell(row["title"]),
        },
        legend=LEGEND,
        text=Markup(shown),
        cut=f"The first {LONGEST:,} of {len(text):,} characters." if len(text) > LONGEST else "",
        note=said.described(mine),
        quotations=[line for line in margin if line["counts"]],
        others=[line for line in margin if not line["counts"]],
        lost=lost,
        here="articles.html",
        **{**common, "root": "../"},
    )


def _in_margin(quotation: Mapping[Any, Any], places: Places | None = None) -> dict[str, Any]:
    """One quotation as a line of the margin."""
    confidence, speaker_id = quotation["confidence"], quotation.get("speaker_id")
    about = [
        how_said(quotation["kind"], quotation["act"]),
        "" if markup.is_missing(confidence) else f"confidence {percent(confidence)}".replace(" %", "\u00a0%"),
        "inside another" if not markup.is_missing(quotation["parent"]) else "",
    ]
    return {
        "number": int(quotation["quotation"]) + 1,
        "who": who(quotation["speaker"], quotation["source"]),
        "url": "../" + places.speaker(str(speaker_id))
        if places and not markup.is_missing(speaker_id)
        else "",
        "about": " · ".join(filter(None, about)),
        "content": cut(str(quotation["content"])),
        "counts": quotation["standing"] == "counted",
    }


def _marks(spans: Sequence[Mapping[str, Any]], margin: Sequence[Mapping[str, Any]]) -> list[Mark]:
    lines = {line["number"]: line for line in margin}
    named: set[int] = set()
    marks = []
    for row in sorted(spans, key=lambda span: span["start"]):
        number = int(row["quotation"]) + 1
        if number in lines:
            first = row["role"] == "content" and number not in named
            marks.append(_mark(row, lines[number], f"q{number}" if first else ""))
            named |= {number} if first else set()
    return marks


def _mark(span: Mapping[Any, Any], line: Mapping[str, Any], anchor_: str = "") -> Mark:
    """A span of a quotation, whose line in the margin is `line`."""
    # Who is behind a mark stands in the margin already: `reading.js` tells it of each. A small letter is a role of
    # what counts, a capital one of what does not: after the words themselves, marks are most of a page's bytes.
    letter = _LETTERS[span["role"]]
    return Mark(
        int(span["start"]),
        int(span["end"]),
        span["role"] if line["counts"] else markup.OTHER,
        str(line["number"]) if span["role"] == "content" else "",
        anchor=anchor_,
        of=f"{letter if line['counts'] else letter.upper()}{line['number']}",
    )


def write_list(
    site: Path,
    said: Said,
    titles: Mapping[str, str],
    places: Places,
    common: Mapping[str, Any],
    *,
    coded: bool,
    themes: Mapping[str, tuple[int, str]] | None = None,
) -> None:
    """Write `articles.html`: every article that was chosen, those with a page linked; `themes` by their ids."""
    by_article = said.counted.groupby("article_id")
    counts = by_article.agg(n=("quotation", "size"), speakers=("speaker_id", "nunique"))
    counts = counts.join(said.quotations.groupby("article_id").size().rename("found"), how="outer")
    order = said.articles.sort_values(["published", "article_id"], ascending=False, na_position="last")
    numbers = counts.reindex(order["article_id"]).fillna(0).astype(int)
    rows = [
        {
            "url": places.articles.get(row["article_id"], ""),
            "title": titles.get(row["article_id"]) or cell(row["title"]) or row["article_id"],
            "outlet": cell(row["outlet"]),
            "published": day(row["published"]),
            "characters": int(row["n_characters"]),
            "theme": (themes or {}).get(row["article_id"]),
            **found,
        }
        for row, found in zip(records(order), numbers.to_dict("records"), strict=True)
    ]
    html = pages.render(
        "articles.html",
        note=note(len(titles), len(order), coded=coded),
        others=said.described(),
        articles=rows,
        here="articles.html",
        **common,
    )
    (site / "articles.html").write_text(html, encoding="utf-8")


def write_words(
    site: Path,
    shown: pd.DataFrame,
    said: Said,
    titles: Mapping[str, str],
    places: Places,
    common: Mapping[str, Any],
) -> None:
    """Write `words.html`, where every place of a word in the texts is found."""
    listed = [
        (
            titles[row["article_id"]],
            cell(row["outlet"]),
            day(row["published"]),
            places.articles[row["article_id"]],
        )
        for row in records(shown)
    ]
    html = pages.render(
        "words.html",
        note=note(len(shown), len(said.articles), coded=False),
        outlets=sorted({outlet for _, outlet, *_ in listed if outlet}),
        data=pages.data_block([parts(shown), listed]),
        here="words.html",
        **common,
    )
    (site / "words.html").write_text(html, encoding="utf-8")


def note(paged: int, total: int, *, coded: bool) -> str:
    """How many articles have a page, and what the choice was made by."""
    if coded:
        return CODED
    if paged == total:
        return f"All {total:,} articles, each with every quotation that was found in it."
    return (
        f"{paged:,} of {total:,} articles have a page, drawn by the hash of their id, the same on every run; "
        "--pages all makes one for each. All are counted and listed."
    )


def title(given: Any, otherwise: str) -> str:
    """An article's title, or how its text begins."""
    return cell(given) or cut(" ".join(otherwise[:400].split()), 80)


def cell(value: Any) -> str:
    """A value of a table as text; empty where it is missing."""
    return "" if markup.is_missing(value) else str(value)


def day(value: Any) -> str:
    """A date as YYYY-MM-DD; empty where it is missing."""
    return "" if markup.is_missing(value) else f"{value:%Y-%m-%d}"


def cut(text: str, length: int = EXCERPT) -> str:
    """The beginning of a text, of whole words, with an ellipsis where more follows."""
    return text if len(text) <= length else text[:length].rsplit(None, 1)[0] + " …"
