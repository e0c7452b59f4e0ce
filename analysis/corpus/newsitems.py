"""Items of news agencies and feeds in XML: NITF, NewsML-G2 and 1, RSS and Atom, and what trafilatura writes."""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import entitydefs
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import DefusedXMLParser

from analysis.corpus import markup, naming
from analysis.corpus.files import Unsupported

LARGEST = 16 << 20  # bytes
_DEEPEST = 200  # elements inside one another
_LEFT_OUT = ("media", "nitf-table", "figure", "body.head", "body.end", "head", "caption")


def items(data: bytes) -> Iterator[dict[str, Any]]:
    """The items in an XML file, each with what it says of text, title, author, outlet, published, id and url.

    Unsupported for XML of another kind; errors of the parser for what is no XML, or has entities of its own.
    """
    parser = DefusedXMLParser()
    parser.entity.update(
        entitydefs
    )  # those of XHTML, which a document type that is not fetched would declare
    parser.feed(data)
    root = _plain(parser.close())
    for kind, reader in _READERS.items():
        found = [root] if root.tag == kind else _all(root, kind)
        if found:
            channel = _said(root, "title") if kind in ("item", "entry") else None
            for item in found:
                values = reader(item)
                values["outlet"] = values.get("outlet") or channel
                values["author"] = naming.without_by(values.get("author"))
                yield {name: value for name, value in values.items() if value}
            return
    raise Unsupported(f"XML of <{root.tag}>; read are NITF, NewsML, RSS, Atom and what trafilatura writes")


def _plain(root: Element) -> Element:
    """The tree with names without their namespaces. Broken off where it is too deep."""
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth > _DEEPEST:
            raise Unsupported(f"elements more than {_DEEPEST} deep")
        element.tag = str(element.tag).rpartition("}")[2]
        waiting += [(inner, depth + 1) for inner in element]
    return root


def _all(root: Element, *names: str) -> list[Element]:
    return [element for element in root.iter() if element.tag in names]


def _first(root: Element | None, *names: str) -> Element | None:
    """The first element with the first of these names that there is."""
    if root is None:
        return None
    return next((element for name in names for element in root.iter(name)), None)


def _iterated(root: Element | None, tag: str) -> Iterator[Element]:
    return iter(()) if root is None else root.iter(tag)


def _words(element: Element | None) -> str | None:
    if element is None:
        return None
    return " ".join("".join(element.itertext()).split()) or None


def _said(root: Element | None, *names: str) -> str | None:
    """The words of the first element with one of these names that has any, in the order of the names."""
    found = (_words(element) for name in names for element in _iterated(root, name))
    return next((words for words in found if words), None)


def _given(root: Element | None, *places: tuple[str, str]) -> str | None:
    """The first attribute that is there, each said as an element and a name."""
    found = (element.get(name) for tag, name in places for element in _iterated(root, tag))
    return next((value for value in found if value), None)


def _paragraphs(*roots: Element) -> str:
    """The text of elements by paragraphs, without pictures, tables, heads and ends."""
    collected = markup.Paragraphs()

    def walk(element: Element) -> None:
        if element.tag not in _LEFT_OUT:
            collected.start(element.tag)
            collected.characters(element.text or "")
            for inner in element:
                walk(inner)
                collected.characters(inner.tail or "")
            collected.end(element.tag)

    for root in roots:
        walk(root)
    return collected.text()


def _nitf(item: Element) -> dict[str, Any]:
    """An item of NITF; of blocks that repeat the text (New York Times Annotated Corpus) the full one."""
    contents = _all(item, "body.content")
    full = [block for content in contents for block in content if block.get("class") == "full_text"]
    head = _first(item, "body.head")
    return {
        "text": _paragraphs(*(full or contents)),
        "title": _said(head, "hl1", "hedline") or _said(item, "title"),
        "author": _said(head, "byline"),
        "outlet": _given(item, ("pubdata", "name"), ("doc.copyright", "holder"), ("doc-id", "regsrc")),
        "published": _given(
            item,
            ("pubdata", "date.publication"),
            ("date.issue", "norm"),
            ("date.release", "norm"),
            ("story.date", "norm"),
        ),
        "id": _given(item, ("doc-id", "id-string")),
        "url": _given(item, ("pubdata", "ex-ref")),
    }


def _newsml_g2(item: Element) -> dict[str, Any]:
    about, content = _first(item, "itemMeta"), _first(item, "contentMeta")
    inside = _first(item, "nitf")
    nitf = _nitf(inside) if inside is not None else {}
    told = {
        "title": _said(content, "headline") or _said(about, "title"),
        "author": _said(content, "by") or _said(_first(content, "creator"), "name"),
        "outlet": _party(about, "provider")
        or _party(content, "infoSource")
        or _said(item, "copyrightHolder"),
        "published": _said(about, "versionCreated", "firstCreated") or _said(content, "contentCreated"),
        "id": item.get("guid"),
    }
    text = nitf.get("text") or _of_content(_first(item, "contentSet"))
    return {**{name: told.get(name) or nitf.get(name) for name in {**told, **nitf}}, "text": text}


def _of_content(content: Element | None) -> str:
    """The text of a content set: XHTML inside it, or data as text or HTML."""
    if content is None:
        return ""
    for inline in content.iter("inlineXML"):
        if found := _paragraphs(*inline):
            return found
    for inline in content.iter("inlineData"):
        written = inline.text or ""
        if "html" in inline.get("contenttype", "") or written.lstrip().startswith("<"):
            written = markup.text(written)
        if written.strip():
            return written.strip()
    return ""


def _party(root: Element | None, name: str) -> str | None:
    """What a provider is called: its name, else its literal or the code without the prefix."""
    party = _first(root, name)
    if party is None:
        return None
    return _said(party, "name") or party.get("literal") or party.get("qcode", "").rpartition(":")[2] or None


def _newsml_1(item: Element) -> dict[str, Any]:
    """An item of NewsML 1, whose text is XHTML or NITF within `DataContent`."""
    contents = [content for content in _all(item, "DataContent") if "".join(content.itertext()).strip()]
    inside = _first(item, "nitf")
    text = _nitf(inside)["text"] if inside is not None else _paragraphs(*contents[:1])
    return {
        "text": text,
        "title": _said(item, "HeadLine"),
        "author": _said(item, "ByLine"),
        "outlet": _given(_first(item, "Provider"), ("Party", "FormalName")) or _said(item, "ProviderId"),
        "published": _said(item, "ThisRevisionCreated", "FirstCreated", "DateId"),
        "id": _said(item, "PublicIdentifier"),
    }


def _rss(item: Element) -> dict[str, Any]:
    """An item of RSS, whose text is `content:encoded`; what has a description only is a link, and has no text."""
    encoded = _first(item, "encoded")
    return {
        "text": markup.text(encoded.text or "") if encoded is not None else None,
        "title": _said(item, "title"),
        "author": _said(item, "creator", "author"),
        "outlet": _said(item, "source"),
        "published": _said(item, "pubDate", "date"),
        "url": _said(item, "link"),
        "description": markup.text(_said(item, "description") or "") or None,
    }


def _atom(item: Element) -> dict[str, Any]:
    content = _first(item, "content")
    kind = content.get("type", "text") if content is not None else ""
    text = _paragraphs(content) if content is not None and kind == "xhtml" else None
    if content is not None and text is None:
        text = markup.text(content.text or "") if kind == "html" else content.text
    return {
        "text": text,
        "title": _said(item, "title"),
        "author": _said(_first(item, "author"), "name"),
        "outlet": _said(_first(item, "source"), "title"),
        "published": _said(item, "published", "updated"),
        "url": _given(item, ("link", "href")),
    }


def _trafilatura(item: Element) -> dict[str, Any]:
    about = dict(item.attrib)
    main = _first(item, "main")
    return {
        **about,
        "text": _paragraphs(main) if main is not None else None,
        "outlet": about.pop("sitename", None) or about.pop("hostname", None),
        "url": about.pop("source", None),
    }


# The outermost first: an item of NewsML may hold one of NITF.
_READERS = {
    "newsItem": _newsml_g2,
    "NewsItem": _newsml_1,
    "nitf": _nitf,
    "item": _rss,
    "entry": _atom,
    "doc": _trafilatura,
}
