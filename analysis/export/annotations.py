"""Quotations on their texts for annotation tools: W3C Web Annotations as JSON-LD.

Offsets are ours: characters (code points) of the text as read. An article at a time is written, so that memory does
not grow with the corpus.

Sanderson, Ciccarese & Young (2017), "Web Annotation Data Model", https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from analysis.quotation import ROLES, Attribution, from_tables

if TYPE_CHECKING:
    from analysis.store import Store

Row = Mapping[Any, Any]
_AROUND = 32  # characters that tell a quotation from the same words elsewhere


def write_webannotation(store: Store, table: str, path: Path) -> int:
    """Write an annotation page with the pieces of each quotation, and what links them, whatever the table.

    Returns the number of articles. A piece is an annotation tagged content, cue or source; a quotation is one that
    links its cue and source to its content.
    """
    head = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:newsbook:quotations",
        "type": "AnnotationPage",
    }
    opening = json.dumps(head)[:-1] + ', "items": ['
    return written(store, path, opening, _annotations, "]}\n")


def written(
    store: Store,
    path: Path,
    opening: str,
    made: Callable[[Row, Sequence[Attribution]], Iterator[Row]],
    closing: str,
) -> int:
    """Write what is made of each article as JSON between `opening` and `closing`; returns the number of articles."""
    found = from_tables(store.quotations, store.spans)
    columns = ["article_id", "title", "outlet", "published", "url", "text"]
    n, between = 0, "\n"
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(opening)
        for part in store.batches("articles", columns):
            for article in part.astype(object).where(part.notna(), None).to_dict("records"):
                for item in made(article, found.get(article["article_id"], [])):
                    stream.write(between + json.dumps(item, ensure_ascii=False))
                    between = ",\n"
                n += 1
        stream.write("\n" + closing)
    return n


def _annotations(article: Row, attributions: Sequence[Attribution]) -> Iterator[Row]:
    text, name = article["text"], quote(str(article["article_id"]), safe="")
    url = str(article["url"] or "")
    source = url if url.startswith(("https://", "http://")) else f"urn:newsbook:article:{name}"
    for number, attribution in enumerate(attributions):
        names: dict[str, list[str]] = {}
        for role in reversed(ROLES):
            for piece, (start, end) in enumerate(getattr(attribution, role)):
                own = f"urn:newsbook:article:{name}:quotation:{number}:{role}:{piece}"
                names.setdefault(role, []).append(own)
                yield _tagged(own, role, source, text, start, end)
        linked = [other for role in ("source", "cue") for other in names.get(role, [])]
        if linked and "content" in names:
            about = {"kind": attribution.kind, "act": attribution.act}
            yield {
                "id": f"urn:newsbook:article:{name}:quotation:{number}",
                "type": "Annotation",
                "motivation": "linking",
                "body": [
                    *linked,
                    *(
                        {"type": "TextualBody", "purpose": "classifying", "value": f"{k}: {v}"}
                        for k, v in about.items()
                        if v
                    ),
                ],
                "target": names["content"],
            }


def _tagged(own: str, role: str, source: str, text: str, start: int, end: int) -> Row:
    exact = {"type": "TextQuoteSelector", "exact": text[start:end]}
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    return {
        "id": own,
        "type": "Annotation",
        "motivation": "tagging",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": role},
        "target": {
            "source": source,
            "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, exact | around],
        },
    }
