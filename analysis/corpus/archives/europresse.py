"""Europresse: web pages, as it writes them today (`<article>`) and as it wrote them before 2015 (tables).

Learned from tm.plugin.europresse (Bouchet-Valat), europarser (CERES), minet (médialab) and Parscival.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from analysis.corpus.archives import days, exports, markup
from analysis.corpus.archives.exports import Export, Found

NAME = "Europresse"
_TITLES = frozenset(
    ("titreArticle", "titreArticleVisu", "TitreArticleVisu", "grandTitre", "rdp__articletitle")
)
_TEXTS = frozenset(("docOcurrContainer", "docOccurContainer", "DocText"))
_NOT_TEXT = frozenset(
    ("apd-wrapper", "Doc-LegalInfo", "publiC-lblNodoc", "PubliC_lblNodoc", "rdp__newsdoc", "<aside>")
)
_SUBTITLES = frozenset(("rdp__subtitle", "sm-margin-bottomNews", "docAuthors"))
_ISSUE = re.compile(
    r"\s{0,3}(?:,\s{0,3}(?:no|n°|nº|vol|num|issue|#)\b|\n|\s{8}).*", re.IGNORECASE | re.DOTALL
)
_WORDS = re.compile(
    r"(?<!\d)(\d{1,3}(?:[ \u00a0.,]\d{3}){1,2}|\d{1,6})\s?(?:mots|words|palabras|parole|woorden|wörter|palavras)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\w{2,9}·(\d{4})(\d\d)(\d\d)·")
_ANNOUNCED = re.compile(
    r"(?:nombre de documents|number of documents|número de documentos|documents sauvegardés)"
    r"\s{0,3}:?\s{0,3}(\d{1,5})",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"(?:©|\(c\)|Tous droits réservés|PUBLI-©|Cet article est paru dans|All rights reserved)", re.IGNORECASE
)
_WEEKDAYS = [
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
]


def read_html(markup_text: str) -> Export | None:
    """The documents of a web page that Europresse wrote, or None."""
    if "<article" in markup_text[: 4 << 20].lower():
        blocks = markup.blocks(markup_text, lambda tag, names: tag == "article", _is_apart)
        groups = [list(group) for unit, group in groupby(blocks, lambda block: block.unit) if unit]
        outside = [block.text for block in blocks if not block.unit]
    else:
        blocks = markup.blocks(markup_text, is_apart=_is_apart)
        starts = [n for n, block in enumerate(blocks) if _starts(blocks, n)]
        ends = [*starts[1:], len(blocks)][: len(starts)]
        groups = [blocks[start:end] for start, end in zip(starts, ends, strict=True)]
        outside = [block.text for block in blocks[: starts[0]]] if starts else []
    found = [_document(group) for group in groups if any("DocPublicationName" in b.names for b in group)]
    if not found or all(document.reason for document in found):
        return None
    announced = next((int(m[1]) for text in outside if (m := _ANNOUNCED.search(text))), None)
    return exports.export(NAME, found, announced=announced)


def _is_apart(names: markup.Names) -> bool:
    return bool(names & (_TITLES | {"DocPublicationName", "DocHeader"}))


def _starts(blocks: Sequence[markup.Block], n: int) -> bool:
    name = "DocPublicationName"
    return name in blocks[n].names and (n == 0 or name not in blocks[n - 1].names)


def _document(blocks: Sequence[markup.Block]) -> Found:
    outlet = next((b.text for b in blocks if "DocPublicationName" in b.names), "")
    heads = [b.text for b in blocks if "DocHeader" in b.names]
    titled = [n for n, b in enumerate(blocks) if b.names & _TITLES]
    number = next((m for b in blocks if (m := _NUMBER.search(b.text[:60]))), None)
    if not titled:
        return Found({}, "bad row", "no title found")
    below = [b for b in blocks[titled[-1] + 1 :] if not b.names & (_TITLES | _SUBTITLES)]
    marked = [b for b in below if b.names & _TEXTS]
    text = [
        b.text for b in (marked or below) if not b.names & (_NOT_TEXT | {"DocHeader", "DocPublicationName"})
    ]
    author, text = _author(blocks, text, old=not marked)
    text = text[: next((n for n, line in enumerate(text) if _is_foot(line)), len(text))]
    if not text:
        return Found({}, "empty", "no text")
    titles = [b for b in blocks if b.names & _TITLES]
    best = [
        b for b in titles if b.names & {"rdp__articletitle", "titreArticleVisu", "TitreArticleVisu"}
    ] or titles
    best = [b for b in best if not b.names & _SUBTITLES] or best
    return exports.article(
        "\n\n".join(text),
        outlet=_ISSUE.sub("", outlet).strip(" ,") or None,
        published=_date(heads) or ("-".join(number.groups()) if number else None),
        title=" ".join(b.text for b in best),
        author=author,
        section=_section(heads),
        words=next((exports.count(m[1]) for head in heads if (m := _WORDS.search(head[:300]))), None),
    )


def _is_foot(line: str) -> bool:
    return bool(_FOOT.match(line) or _NUMBER.match(line)) and len(line) < 400


def _author(blocks: Sequence[markup.Block], text: list[str], *, old: bool) -> tuple[str | None, list[str]]:
    """The author, and the text without the line that names one."""
    named = [b.text for b in blocks if "docAuthors" in b.names]
    named = named or [b.text for b in blocks if "sm-margin-bottomNews" in b.names]
    if named:
        return named[-1], text
    if (
        old
        and len(text) > 1
        and len(text[0].split()) <= 10
        and not text[0].endswith((".", "!", "?", "»", '"'))
    ):
        return text[0], text[1:]
    return None, text


def _date(heads: Sequence[str]) -> str | None:
    return next((found[0] for head in heads if (found := days.find(head))), None)


def _section(heads: Sequence[str]) -> str | None:
    """What stands before the date, when it is no weekday."""
    first = heads[0].split(",")[0].strip() if heads else ""
    if not first or first.split()[0].casefold() in _WEEKDAYS or days.find(first) or _WORDS.search(first):
        return None
    return first
