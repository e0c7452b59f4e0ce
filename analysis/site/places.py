"""Where the texts are that a number rests on: the address of an article, a quotation, a speaker, a word, an event.

A row of a table says what it is about (`show.leads`); its address is the place in an article where it names one, else
a list that names those places.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
from markupsafe import Markup

from analysis.quotation.acts import ACTS
from analysis.show import markup
from analysis.store import Store
from analysis.summaries.others import is_others
from analysis.tables import SOURCE_TYPES

ARTICLES, QUOTATIONS, WORDS = "articles.html", "quotations.html", "words.html"
KINDS = ("direct", "mixed", "indirect")
PHRASE = 60  # characters of a text that is looked for
_WORDS = (
    *("term", "word", "lemma", "ngram", "keyword", "collocate", "fact", "target", "sentence", "passage"),
    "name",
)
# Past cells with keys, which pages leave out: <tr data-lead="…"><td class="key" dir="auto">e1</td><td>
_LED = re.compile(r'<tr data-lead="([^"<>]*)">((?:<td class="key"[^<>]*>[^<>]*</td>)*<td[^<>]*>)')
_FOOTER = re.compile(r'<footer data-lead="([^"<>]*)">')
_LABEL = re.compile(r"<text\b[^<>]*>([^<>]+)</text>")
LABELS = 24  # links below a figure
_WITH_COUNT = re.compile(r"(.{1,200}) \([\d,]{1,12}\)")  # "Ada Byron (19)", as figures label their bars
# What the labels of a figure are that is known by its name; those of others are outlets or speakers.
_LABELS = {"verbs": "verb", "frequency": "term"}


def slug(name: object) -> str:
    """A short name of a file that depends on nothing but what it is for."""
    return hashlib.sha256(str(name).encode("utf-8", "replace")).hexdigest()[:12]


class Places:
    """The addresses of one report, from its top folder; `ranges` are the places in articles that were asked for."""

    def __init__(
        self,
        articles: Collection[str],
        *,
        outlets: Collection[str] = (),
        speakers: Mapping[str, str] | None = None,
        paged: Collection[str] = (),
        events: Collection[str] = (),
        words: bool = True,
        themes: Collection[int] = (),
    ) -> None:
        """`articles` are those with a page, `speakers` the names of all by id, `paged` those with a page of theirs;
        `words` is whether there is a page where words are found, `themes` are the numbers that the list of articles
        knows.
        """
        self.articles = {article_id: f"articles/{slug(article_id)}.html" for article_id in articles}
        self.outlets, self.events = set(outlets), set(events)
        self.has_words, self.themes = words, set(themes)
        self.names = dict(speakers or {})
        self.known = set(self.names.values())
        self.paged = {i: f"speakers/{slug(i)}.html" for i in paged}
        self.ranges: dict[str, set[tuple[int, int]]] = defaultdict(set)

    def quotation(self, article_id: str, number: int) -> str:
        """The address of a quotation in its text; empty where its article has no page."""
        url = self.articles.get(article_id)
        return f"{url}#q{number + 1}" if url else ""

    def speaker(self, speaker_id: str) -> str:
        """The address of what a speaker says."""
        return self.paged.get(speaker_id) or listed(QUOTATIONS, speaker=speaker_id, standing="counted")

    def event(self, event: str) -> str:
        """The address of an event's page; empty where it has none."""
        return f"events/{slug(event)}.html" if event in self.events else ""

    def of(self, row: Mapping[str, Any]) -> str:
        """The address of the text that a row of a table comes from, or of the list of those texts."""
        outlet = row.get("outlet") if row.get("outlet") in self.outlets else None
        return (
            self._in_article(row)
            or self.event(str(row.get("event", "")))
            or self._theme(row, outlet)
            or self._said(row, outlet)
            or self._words(row, outlet)
            or listed(
                ARTICLES,
                outlet=outlet,
                since=_day(row.get("first") or row.get("from") or row.get("month")),
                until=_day(row.get("last") or row.get("month"), last=True),
            )
        )

    def _in_article(self, row: Mapping[str, Any]) -> str:
        article_id = str(row.get("article_id", ""))
        url = self.articles.get(article_id, "")
        if not url or "quotation" in row:
            return self.quotation(article_id, int(row["quotation"])) if url else ""
        if isinstance(row.get("start"), int) and isinstance(row.get("end"), int):
            self.ranges[article_id].add((row["start"], row["end"]))
            return f"{url}#{anchor(row['start'], row['end'])}"
        return url

    def _theme(self, row: Mapping[str, Any], outlet: str | None) -> str:
        """The list of a theme's articles."""
        if row.get("theme") not in self.themes:
            return ""
        return listed(ARTICLES, theme=str(row["theme"]), outlet=outlet)

    def _said(self, row: Mapping[str, Any], outlet: str | None) -> str:
        """The list of quotations that a row counts, by speaker, cue, kind, act or type: as many as it says."""
        if row.get("speaker_id") in self.names and not outlet:
            return self.speaker(str(row["speaker_id"]))
        by = {
            "speaker": row["speaker"] if row.get("speaker") in self.known else None,
            "cue": row.get("verb"),
            "stance": row.get("stance") if "verb" not in row else None,
            "kind": next((row[c] for c in ("kind", "measure") if row.get(c) in KINDS), None),
            "act": row.get("act") if row.get("act") in ACTS else None,
            "type": next(
                (row[c] for c in ("source_type", "source_kind") if row.get(c) in SOURCE_TYPES), None
            ),
            "q": _phrase(row["content"]) if "content" in row else None,
            "gender": row.get("gender") if "name" not in row else None,
        }
        if not any(by.values()) and not (outlet and "measure" in row):
            return ""
        return listed(QUOTATIONS, outlet=outlet, **by, standing=None if by["q"] else "counted")

    def _words(self, row: Mapping[str, Any], outlet: str | None) -> str:
        word = next((str(row[c]) for c in _WORDS if row.get(c)), "")
        return listed(WORDS, w=_phrase(word), outlet=outlet) if word and self.has_words else ""

    def linked(self, html: Markup, *, root: str = "") -> Markup:
        """A table or quotation of `show`, each row and each quotation with a link to its text.

        `root` leads from the page to the top folder.
        """

        def link(told: str, content: str) -> str:
            url = root + self.of(json.loads(Markup(told).unescape()))
            return content if "<a " in content else f'<a href="{markup.text(url)}">{content}</a>'

        rows = _replaced(html, _LED, "</td>", lambda m, content: f"<tr>{m[2]}{link(m[1], content)}</td>")
        return Markup(
            _replaced(
                rows, _FOOTER, "</footer>", lambda m, content: f"<footer>{link(m[1], content)}</footer>"
            )
        )

    def below(self, figure: Markup, name: str = "") -> Markup:
        """Links to the texts of what a figure of this name labels: outlets, speakers, verbs, words; else to all."""
        labels = dict.fromkeys(Markup(text).unescape().strip() for text in _LABEL.findall(figure))
        links = [(label, url) for label in labels if (url := self._of_label(label, name))][:LABELS]
        links = links or [("all articles", ARTICLES)]
        shown = Markup(" · ").join(
            Markup('<a href="{}">{}</a>').format(url, markup.text(label)) for label, url in links
        )
        return markup.element("p", Markup("To the texts: ") + shown, class_="leads")

    def _of_label(self, label: str, figure: str) -> str:
        counted = _WITH_COUNT.fullmatch(label)
        label = counted[1] if counted else label
        if is_others(label) or len(label) < 2:
            return ""
        if counted and figure in _LABELS:
            return self.of({_LABELS[figure]: label})
        if full := _one(self.outlets, label):
            return listed(QUOTATIONS, outlet=full)
        if full := _one(self.known, label):
            return listed(QUOTATIONS, speaker=full)
        return ""


def _replaced(
    html: str, opening: re.Pattern[str], close: str, made: Callable[[re.Match[str], str], str]
) -> str:
    """`html` with what `made` makes of each opening and the content up to the next `close` in place of both."""
    parts, at = list[str](), 0
    for found in opening.finditer(html):
        if found.start() < at:
            continue
        if (end := html.find(close, found.end())) < 0:
            break
        parts += [html[at : found.start()], made(found, html[found.end() : end])]
        at = end + len(close)
    return "".join([*parts, html[at:]])


def _one(names: Collection[str], label: str) -> str:
    """The name that a label of a figure is, maybe cut with an ellipsis."""
    if label in names:
        return label
    start = label.removesuffix("…").rstrip()
    found = [name for name in names if name.startswith(start)] if label.endswith("…") and start else []
    return found[0] if len(found) == 1 else ""


def anchor(start: int, end: int) -> str:
    """The name of a place in an article: characters from `start` to `end`."""
    return f"c{start}-{end}"


def listed(page: str, **by: object) -> str:
    """The address of a page that lists, with what is chosen on it; `None` and what is empty choose nothing."""
    chosen = {key: str(value) for key, value in by.items() if value}
    return f"{page}#{urlencode(chosen, quote_via=quote)}" if chosen else page


def _phrase(text: object) -> str:
    """The beginning of a text, of whole words, as it is looked for."""
    words = " ".join(str(text).split(" | ")[0].split())
    return words if len(words) <= PHRASE else words[:PHRASE].rsplit(" ", 1)[0]


def _day(value: object, *, last: bool = False) -> str | None:
    """The day that a text begins with; of a month its first, or its `last`."""
    if month := re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", str(value or "")):
        return f"{pd.Period(month[0], 'M').asfreq('D', 'end' if last else 'start'):%Y-%m-%d}"
    found = re.match(r"\d{4}-\d\d-\d\d", str(value or ""))
    return found[0] if found else None


def event_ids(store: Store, articles: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `events`, if it was made, of events that two of `articles` tell or more."""
    found = store.table("events")
    found = found[found["article_id"].isin(articles["article_id"])]
    return found[found.groupby("event")["article_id"].transform("size") > 1]
