"""The site's articles: a sample with their quotations in the text, and the index of speakers.

A corpus may hold any number of articles; the pages hold a sample that is the same on every run, and say so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import tables
from analysis.show import how_said, markup
from analysis.show.markup import Mark, Markup
from analysis.site import pages
from analysis.site.said import Said
from analysis.store import Store
from analysis.store.pseudonyms import Pseudonymous
from analysis.summaries.naming import who
from analysis.summaries.wording import plural

ARTICLES, SPEAKERS, SAID = 40, 150, 3  # shown whole; listed; quotations of each
LONGEST, EXCERPT = 60_000, 220  # characters of an article, and of a quotation in a list
PEOPLE = (
    "Here stands together what somebody said in many articles, under one name. For people in public office that "
    "is scrutiny; for a neighbour, a victim, a child or a witness it can be an exposure that no single article was. "
    "A name can also be linked wrongly. Before publishing, ask whether each private person has to be named; with "
    "--pseudonyms codes stand in place of names."
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
Entry = tuple[str, str, str, str]


def write(site: Path, store: Store, said: Said, common: Mapping[str, Any]) -> list[Entry]:
    """Write the pages of quotations, articles and speakers; returns their entries for the search box."""
    columns = ["article_id", "outlet", "published", "title", "body_start"]
    articles = store.table("articles", columns=columns)
    coded = isinstance(store, Pseudonymous)
    shown = articles.head(0) if coded else sample(articles)
    urls = {article_id: f"articles/{_slug(article_id)}.html" for article_id in shown["article_id"]}
    entries = _articles(site, store, shown, said, urls, common)
    titles = {url: title for kind, title, _, url in entries if kind == "article"}
    note = (
        f"{len(shown):,} of {len(articles):,} articles"
        if len(shown) < len(articles)
        else f"All {len(articles):,} articles"
    )
    told = CODED if coded else f"{note}, with every quotation that was found."
    html = pages.render(
        "quotations.html",
        note=_all_in(told, "quotations.csv"),
        others=said.described(),
        legend=LEGEND,
        articles=_listing(shown, said, urls, titles),
        here="quotations.html",
        **common,
    )
    (site / "quotations.html").write_text(html, encoding="utf-8")
    return _speakers(site, articles, said, urls, common, coded=coded) + entries


def sample(articles: pd.DataFrame, n: int = ARTICLES) -> pd.DataFrame:
    """At most `n` articles, chosen by the hash of their id (so the same everywhere), latest first."""
    order = articles["article_id"].map(lambda article_id: _slug(article_id)).sort_values().index[:n]
    return articles.loc[order].sort_values(["published", "article_id"], ascending=False, na_position="last")


def _slug(name: str) -> str:
    return hashlib.sha256(str(name).encode("utf-8", "replace")).hexdigest()[:12]


def _articles(
    site: Path,
    store: Store,
    shown: pd.DataFrame,
    said: Said,
    urls: Mapping[str, str],
    common: Mapping[str, Any],
) -> list[Entry]:
    ids = list(shown["article_id"])
    texts = store.table("articles", columns=["article_id", "text"], where={"article_id": ids})
    text_of = dict(zip(texts["article_id"], texts["text"], strict=True))
    spans = dict(tuple(store.table("spans", where={"article_id": ids}).groupby("article_id")))
    by_article = dict(tuple(said.quotations[said.quotations["article_id"].isin(ids)].groupby("article_id")))
    nothing = said.quotations.head(0)
    (site / "articles").mkdir(exist_ok=True)
    entries: list[Entry] = []
    for row in shown.to_dict("records"):
        article_id = row["article_id"]
        title = _title(row["title"], text_of[article_id][int(row["body_start"]) :])
        outlet, published = _or(row["outlet"]), _day(row)
        about = {"title": title, "outlet": outlet, "published": published, "untitled": not _or(row["title"])}
        mine = by_article.get(article_id, nothing)
        margin = [_in_margin(q) for q in mine.to_dict("records")]
        counting = [line for line in margin if line["counts"]]
        marks = _marks(spans.get(article_id, tables.empty("spans")), margin)
        body = text_of[article_id]
        html = pages.render(
            "article.html",
            article=about,
            legend=LEGEND,
            text=markup.article(body[:LONGEST], marks),
            cut=f"The first {LONGEST:,} of {len(body):,} characters." if len(body) > LONGEST else "",
            note=said.described(mine),
            quotations=counting,
            others=[line for line in margin if not line["counts"]],
            here="quotations.html",
            **{**common, "root": "../"},
        )
        (site / urls[article_id]).write_text(html, encoding="utf-8")
        where = ", ".join(filter(None, (outlet, published)))
        entries.append(("article", title, where, urls[article_id]))
        entries += [
            ("quotation", q["who"], q["content"], f"{urls[article_id]}#q{q['number']}") for q in counting
        ]
    return entries


def _in_margin(quotation: Mapping[Any, Any]) -> dict[str, Any]:
    """One quotation as a line of the margin."""
    confidence = quotation["confidence"]
    about = [
        how_said(quotation["kind"], quotation["act"]),
        "" if markup.is_missing(confidence) else f"confidence {confidence:.2f}",
        "inside another" if not markup.is_missing(quotation["parent"]) else "",
    ]
    return {
        "number": int(quotation["quotation"]) + 1,
        "who": who(quotation["speaker"], quotation["source"]),
        "about": " · ".join(filter(None, about)),
        "content": _cut(str(quotation["content"])),
        "counts": quotation["standing"] == "counted",
    }


def _marks(spans: pd.DataFrame, margin: Sequence[Mapping[str, Any]]) -> list[Mark]:
    lines = {line["number"]: line for line in margin}
    rows: list[dict[Any, Any]] = spans.to_dict("records")
    return [_mark(row, lines[row["quotation"] + 1]) for row in rows if row["quotation"] + 1 in lines]


def _mark(span: Mapping[Any, Any], line: Mapping[str, Any]) -> Mark:
    """A span of a quotation, whose line in the margin is `line`."""
    counts = "" if line["counts"] else ", not counted"
    return Mark(
        int(span["start"]),
        int(span["end"]),
        span["role"] if line["counts"] else markup.OTHER,
        str(line["number"]) if span["role"] == "content" else "",
        f"{span['role']} of {line['number']}, {line['who']}{counts}",
    )


def _listing(
    shown: pd.DataFrame, said: Said, urls: Mapping[str, str], titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    by_article = said.counted.groupby("article_id")
    counts = by_article.agg(n=("quotation", "size"), speakers=("speaker_id", "nunique"))
    counts = counts.join(said.quotations.groupby("article_id").size().rename("found"), how="outer")
    numbers = counts.reindex(shown["article_id"]).fillna(0).astype(int).to_dict("index")
    return [
        {
            "url": urls[row["article_id"]],
            "title": titles[urls[row["article_id"]]],
            "outlet": _or(row["outlet"]),
            "published": _day(row),
            "n": numbers[row["article_id"]]["n"],
            "others": numbers[row["article_id"]]["found"] - numbers[row["article_id"]]["n"],
            "speakers": numbers[row["article_id"]]["speakers"],
        }
        for row in shown.to_dict("records")
    ]


def _speakers(
    site: Path,
    articles: pd.DataFrame,
    said: Said,
    urls: Mapping[str, str],
    common: Mapping[str, Any],
    *,
    coded: bool,
) -> list[Entry]:
    quotations, speakers = said.counted, said.speakers
    top = speakers.head(SPEAKERS)
    about = articles.set_index("article_id")
    mine = quotations[quotations["speaker_id"].isin(top["speaker_id"])]
    groups = dict(tuple(mine.sort_values("kind", kind="stable").groupby("speaker_id")))
    cards, rows = [], []
    for speaker in top.to_dict("records"):
        own = groups[speaker["speaker_id"]]
        outlets = own["article_id"].map(about["outlet"]).nunique()
        anchor, among = f"s-{_slug(speaker['speaker_id'])}", own["article_id"].nunique()
        link = Markup('<a href="#{}">{}</a>').format(anchor, markup.text(speaker["name"]))
        rows.append((link, speaker["kind"], int(speaker["n"]), among, outlets, int(speaker["aliases"])))
        amount = f"{plural(int(speaker['n']), 'quotation')} in {plural(among, 'article')}"
        note = f"{speaker['kind']} · {amount}"
        some = own.head(0 if coded else SAID).to_dict("records")
        shown = [_said(q, about.loc[q["article_id"]], urls) for q in some]
        cards.append({"anchor": anchor, "name": speaker["name"], "note": note, "said": shown})
    frame = pd.DataFrame(
        rows, columns=["speaker", "kind", "quotations", "articles", "outlets", "names"], dtype=object
    )
    everybody = f"Everybody who is quoted: {len(top):,}."
    note = f"The {len(top):,} most quoted of {len(speakers):,}." if len(top) < len(speakers) else everybody
    html = pages.render(
        "speakers.html",
        note=_all_in(note, "speakers.csv"),
        others=said.described(),
        people=CODED if coded else PEOPLE,
        table=markup.table(frame, caption="Speakers", n=len(speakers)),
        speakers=cards,
        here="speakers.html",
        **common,
    )
    (site / "speakers.html").write_text(html, encoding="utf-8")
    return [("speaker", card["name"], card["note"], f"speakers.html#{card['anchor']}") for card in cards]


def _said(quotation: Mapping[Any, Any], article: pd.Series, urls: Mapping[str, str]) -> dict[str, str]:
    url = urls.get(quotation["article_id"])
    parts = [_or(article["outlet"]), _day(article), _or(article["title"])]
    return {
        "content": _cut(str(quotation["content"])),
        "where": ", ".join(filter(None, parts)) or str(quotation["article_id"]),
        "url": f"{url}#q{quotation['quotation'] + 1}" if url else "",
    }


def _all_in(note: str, file: str) -> Markup:
    return Markup('{} All are in <a href="data/{}" download>{}</a>.').format(note, file, file)


def _title(title: Any, otherwise: str) -> str:
    return _or(title) or _cut(" ".join(otherwise.split()), 80)


def _or(value: Any) -> str:
    return "" if markup.is_missing(value) else str(value)


def _day(row: Mapping[Any, Any] | pd.Series) -> str:
    return "" if markup.is_missing(row["published"]) else f"{row['published']:%Y-%m-%d}"


def _cut(text: str, length: int = EXCERPT) -> str:
    return text if len(text) <= length else text[:length].rsplit(None, 1)[0] + " …"
