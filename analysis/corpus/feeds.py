"""Records of tools and services (news APIs, scrapers, ninjs) as flat rows: their text, and what objects hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from analysis.corpus import markup, naming
from analysis.corpus.column_names import NAMES, fold

_TEXTS = frozenset(NAMES["text"])
# Objects that hold the article of a record: Elasticsearch, the Guardian, JSON:API, Hugging Face, and others.
_WRAPPERS = ("_source", "fields", "attributes", "row", "article", "document", "doc", "node", "item")
# Columns whose value is HTML by their documentation: ninjs, JSON Feed, Superdesk, dpa, news CMSs.
_HTML = ("bodyxhtml", "contenthtml", "bodyhtml", "articlehtml", "htmlbody", "storyhtml", "texthtml")
_ODD = frozenset([*_WRAPPERS, "bodies", "headlines", "paragraphs", "webPublicationDate", "body_text"])
_FEWEST = 2  # of the columns that say what kind of list it is


def article(record: dict[str, Any]) -> dict[str, Any]:
    """`record` with the article's own values at its top, and its text as text; itself where nothing is to do."""
    if isinstance(record.get("text"), str) or not _is_odd(record):
        return record
    values = dict(_unwrapped(record))
    if "bodies" in values or "headlines" in values or "body_xhtml" in values or "versioncreated" in values:
        values = _ninjs(values)
    if not _text(values):
        _take_text(values)
    if "webPublicationDate" in values:
        values = _guardian(values)
    if isinstance(title := values.get("title"), dict):
        rendered = title.get("rendered")  # HTML, of WordPress
        values["title"] = markup.text(rendered) if isinstance(rendered, str) else naming.name(title)
    return values


def has_text(record: dict[str, Any]) -> bool:
    """Whether a record holds the text of an article, at its top or inside."""
    return _text(record) is not None or _text(article(record)) is not None


def names_text(columns: Iterable[str]) -> bool:
    """Whether one of `columns` is called as texts are."""
    return any(fold(column) in _TEXTS for column in columns)


def without_text(columns: Collection[str]) -> str:
    """What to say of a table of `columns` that has no text: how to go on, where it is a list of links."""
    known = {fold(column) for column in columns}
    if not known & {*NAMES["url"], "urlmobile", "mobileurl"}:
        return f"columns: {', '.join(columns)}"
    service = next((name for name, signs in _LINK_LISTS.items() if len(known & signs) >= _FEWEST), "the file")
    if "webpublicationdate" in known:
        return f"the Guardian's API gives texts when asked for show-fields=bodyText; columns: {', '.join(columns)}"
    kept = ", ".join(column for column in columns if fold(column) in _KEPT)
    return (
        f"{service} gives links and no texts: fetch the pages first, for example with trafilatura "
        "(trafilatura --input-file links.txt --json --with-metadata --output-dir pages), then read its output"
        f"{f'; keep {kept} beside it' if kept else ''}; columns: {', '.join(columns)}"
    )


_LINK_LISTS = {
    "Media Cloud": {"medianame", "mediaurl", "mediaid", "indexeddate", "storiesid", "publishdate"},
    "GDELT": {"seendate", "sourcecountry", "urlmobile", "mobileurl", "documentidentifier", "socialimage"},
    "The article search of the New York Times": {"weburl", "leadparagraph", "printpage", "newsdesk"},
}
_KEPT = {"id", "storiesid", "medianame", "publishdate", "seendate", "domain", "pubdate"}


def _is_odd(record: Mapping[str, Any]) -> bool:
    return (
        not _ODD.isdisjoint(record)
        or any(fold(name) in _HTML for name in record)
        or any(isinstance(value, dict) and fold(name) in _OURS for name, value in record.items())
    )


_OURS = frozenset([*NAMES["text"], *NAMES["title"]])


def _unwrapped(record: Mapping[str, Any]) -> Mapping[str, Any]:
    for key in _WRAPPERS:
        inner = record.get(key)
        if isinstance(inner, dict) and (_text(inner) or _html(inner) or key == "fields"):
            outer = {name: value for name, value in record.items() if name != key}
            return outer | inner
    return record


def _text(values: Mapping[str, Any]) -> str | None:
    """The column that holds the text, or None."""
    found = {fold(n): n for n, v in values.items() if isinstance(v, str) and v.strip() and fold(n) in _TEXTS}
    return next((found[name] for name in NAMES["text"] if name in found), None)


def _html(values: Mapping[str, Any]) -> str | None:
    """The column that holds the text as HTML, or None."""
    return next((n for n, v in values.items() if isinstance(v, str) and fold(n) in _HTML), None)


def _take_text(values: dict[str, Any]) -> None:
    """Put the text where it is looked for, from HTML, paragraphs or an object."""
    if (name := _html(values)) is not None:
        values["text"] = markup.text(values.pop(name))
        return
    for name, value in list(values.items()):
        if isinstance(value, dict) and fold(name) in _TEXTS:
            found = _of_object(value)
        elif name == "paragraphs" and isinstance(value, list):
            found = "\n\n".join(str(naming.name(part)) for part in value)
        else:
            continue
        if found:
            values["text"] = found
            del values[name]
            return


def _of_object(value: Mapping[str, Any]) -> str | None:
    """The text of an object: WordPress's `rendered` HTML, the sections of fundus, or a mere `value`."""
    if isinstance(value.get("rendered"), str):
        return markup.text(value["rendered"])
    if isinstance(value.get("sections"), list):
        parts = [*_texts(value.get("summary"))]
        for section in value["sections"]:
            if isinstance(section, dict):
                parts += [*_texts(section.get("headline")), *_texts(section.get("paragraphs"))]
        return "\n\n".join(parts) or None
    found = naming.name(value)
    return found if isinstance(found, str) else None


def _texts(value: Any) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _guardian(values: dict[str, Any]) -> dict[str, Any]:
    """A record of the Guardian's API, whose `body` is HTML; its outlet is the publication, or its host."""
    if isinstance(values.get("bodyText"), str):
        values.pop("body", None)
    elif isinstance(values.get("body"), str):
        values["text"] = markup.text(values.pop("body"))
    publication = values.pop("publication", None) or naming.host(str(values.get("webUrl") or ""))
    return values | ({"outlet": publication} if publication else {})


def _ninjs(values: dict[str, Any]) -> dict[str, Any]:
    """An item of ninjs (IPTC): the text of version 1 in `body_text` or `body_xhtml`, of 2 and 3 in `bodies`."""
    told: dict[str, Any] = {}
    bodies = [body for body in values.pop("bodies", None) or [] if isinstance(body, dict)]
    written = next((body for body in bodies if isinstance(body.get("value"), str)), None)
    plain = next((b for b in bodies if b is not written and b.get("contenttype") == "text/plain"), written)
    if plain is not None and isinstance(plain.get("value"), str):
        is_html = "html" in str(plain.get("contenttype", "")) or plain["value"].lstrip().startswith("<")
        told["text"] = markup.text(plain["value"]) if is_html else plain["value"]
    elif isinstance(values.get("body_text"), str) and values["body_text"].strip():
        told["text"] = values.pop("body_text")
    headlines = [h for h in values.pop("headlines", None) or [] if isinstance(h, dict)]
    if headlines:
        main = next((h for h in headlines if h.get("role") in ("main", "headline")), headlines[0])
        told["title"] = naming.name(main)
    outlet = (
        naming.outlet(values.get("provider"))
        or values.get("source")
        or naming.outlet(values.get("infosources"))
    )
    if isinstance(outlet, str):
        told["outlet"] = outlet
    if isinstance(bylines := values.pop("bylines", None), list):
        told["author"] = [part.get("byline", naming.name(part)) for part in bylines if isinstance(part, dict)]
    if isinstance(values.get("byline"), str):
        told["author"] = naming.without_by(values.pop("byline"))
    uri = values.pop("uri", None)
    if isinstance(uri, str):
        told["url" if uri.startswith("http") else "id"] = uri
    return {**values, **told, **{name: values[name] for name in ("id", "url") if values.get(name)}}
