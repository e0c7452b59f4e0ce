"""ProQuest: text (labels before every value, documents parted by a line of underscores), and tables for Excel.

Learned from importProquest (Kiss), pq_parser (Hennesy), and tm.plugin.proquest (Heppler, Yeomans).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.corpus.archives import days, exports, labels
from analysis.corpus.archives.exports import Export, Found
from analysis.corpus.archives.lexisnexis import divider
from analysis.corpus.metadata import fold

NAME = "ProQuest"
_LINE = re.compile(r"\s{0,9}(?:_{20,}|\*{20,}|={20,})\s{0,9}")
_FULL_TEXT = (
    "full text, volltext, texte intégral, texto completo, testo completo, testo integrale, texto integral, "
    "volledige tekst"
)
_FIELDS = {
    "text": _FULL_TEXT,
    "title": "title, titel, titre, título, titolo",
    "author": "author, authors, autor, autoren, auteur, auteurs, autores, autore, autori",
    "outlet": "publication title, titel der publikation, publikationstitel, titre de la publication, "
    "título de publicación, título de la publicación, titolo della pubblicazione, título da publicação",
    "published": "publication date, publikationsdatum, erscheinungsdatum, date de publication, "
    "fecha de publicación, data di pubblicazione, data de publicação",
    "section": "section, rubrik, sección, sezione, seção",
    "words": "word count, number of words, wortzahl, nombre de mots, número de palabras",
    "url": "document url, dokument-url, url du document, url del documento, url do documento",
    "about": "publication info, publikationsinfo, informations de publication, información de publicación, "
    "publikationsinformationen, informazioni pubblicazione",
}
_OTHERS = (
    "abstract, links, link, subject, location, people, person, company / organization, "
    "company/organization, company, identifier / keyword, keywords, url, pages, first page, last page, "
    "volume, issue, number of pages, publication year, year, publisher, place of publication, country of "
    "publication, publication subject, issn, isbn, source type, language of publication, language, "
    "document type, document feature, proquest document id, document id, copyright, last updated, "
    "database, business indexing term, business indexing, classification, ethnicity, narrow subject, broad "
    "subject, supplement, column, edition, dateline, credit, caption, illustration, references, notes, "
    "alternate title, subtitle, publication type, zusammenfassung, schlagwort, ort, seiten, "
    "erscheinungsjahr, verlag, quellentyp, sprache der publikation, dokumententyp, proquest-dokument-id, "
    "datenbank, zuletzt aktualisiert, résumé, sujet, lieu, année de publication, éditeur, type de source, "
    "langue de publication, type de document, id de document proquest, base de données, dernière mise à "
    "jour, resumen, materia, lugar, páginas, año de publicación, editorial, tipo de fuente, idioma de la "
    "publicación, tipo de documento, id del documento de proquest, base de datos, última actualización"
)
KNOWN = {labels.fold(label): field for field, listed in _FIELDS.items() for label in listed.split(", ")}
KNOWN |= {labels.fold(label): "" for label in _OTHERS.split(", ")} | {labels.fold("copyright"): ""}
_TAIL = (
    "contact us at",
    "database copyright",
    "terms and conditions",
    "table of contents",
    "report information",
)
_ADDRESS = re.compile(r"https?://\S{3,500}")
_PLACE = re.compile(r"\s{0,3}[;|\[].*", re.DOTALL)
_ALL_LABELLED = 0.75  # share of the blocks below a text that begin with a label
_TABLE = frozenset(("pubtitle", "pubdate", "storeid", "documenturl", "articletype"))  # columns of its tables


def read(lines: Sequence[str]) -> Export | None:
    """The documents among `lines`; None when they are no export of ProQuest."""
    chunks: list[list[str]] = [[]]
    numbers = []
    for line in lines:
        number = divider(line)
        if number or _LINE.fullmatch(line):
            chunks.append([])
            numbers += [number] if number else []
        else:
            chunks[-1].append(line)
    found = [document for chunk in chunks if (document := _document(chunk))]
    if not found or all(document.reason for document in found):
        return None
    announced = (
        numbers[0][1] if numbers and numbers[0][0] == 1 and len({of for _, of in numbers}) == 1 else None
    )
    return exports.export(NAME, found, announced=announced)


def is_label(line: str) -> bool:
    """Whether a line begins with a label of ProQuest's."""
    return labels.split(line)[0] in KNOWN


def _document(chunk: Sequence[str]) -> Found | None:
    blocks = _blocks(chunk)
    at = [labels.split(block[0])[0] for block in blocks]
    known = [label in KNOWN for label in at]
    if sum(known) < 3:
        return None
    start = next((n for n, label in enumerate(at) if KNOWN.get(label) == "text"), None)
    end = len(blocks) if start is None else _end(known, start + 1)
    values: dict[str, str] = {}
    for n, (block, label) in enumerate(zip(blocks, at, strict=True)):
        if label in KNOWN and KNOWN[label] != "text" and not (start is not None and start < n < end):
            field = KNOWN[label] or label
            values.setdefault(field, " ".join([labels.split(block[0])[1], *block[1:]]).strip())
    title = values.get("title") or next(
        (" ".join(b) for b, k in zip(blocks, known, strict=True) if not k and not _ADDRESS.match(b[0])), None
    )
    if start is None:
        said = repr(title[:60]) if title else "a document"
        return Found({}, "empty", f"ProQuest gave no full text of {said}, at most an abstract")
    first = labels.split(blocks[start][0])[1]
    body = [[line for line in (first, *blocks[start][1:]) if line], *blocks[start + 1 : end]]
    text = exports.paragraphs([line for block in body for line in (*block, "")])
    return exports.article(text, title=title, **_about(values, chunk))


def _about(values: dict[str, str], chunk: Sequence[str]) -> dict[str, str | None]:
    info = values.get("about", "")
    outlet = values.get("outlet") or info
    date = values.get("published") or (found[0] if (found := days.find(info)) else None)
    address = _ADDRESS.match(values.get("url", ""))
    if not address:
        address = next((m for line in chunk if (m := _ADDRESS.fullmatch(line.strip()))), None)
    return {
        "outlet": _PLACE.sub("", outlet).strip() or None,
        "published": days.stated(date) if date else None,
        "author": values.get("author"),
        "section": values.get("section"),
        "words": exports.count(values.get("words") or ""),
        "url": address[0] if address else None,
    }


def _blocks(chunk: Sequence[str]) -> list[list[str]]:
    """The lines between blank lines; a known label begins a block too."""
    found: list[list[str]] = [[]]
    for line in chunk:
        plain = line.replace("\u00a0", " ").strip()
        if plain.casefold().startswith(_TAIL):
            break
        if (not plain or is_label(plain)) and found[-1]:
            found.append([])
        if plain:
            found[-1].append(plain)
    return [block for block in found if block]


def _end(known: list[bool], start: int) -> int:
    """The first labelled block below the text from which on nearly all are labelled."""
    for n in range(start, len(known)):
        if known[n] and sum(known[n:]) >= _ALL_LABELLED * len(known[n:]):
            return n
    return len(known)


def is_table(columns: Sequence[str]) -> bool:
    """Whether the columns of a table are those that ProQuest writes for Excel."""
    return len(_TABLE & {fold(name) for name in columns}) >= 2


def abstracts(columns: Sequence[str]) -> str | None:
    """The column of abstracts of a table of ProQuest's that has no full text, or None."""
    texts = {fold(label) for label in _FULL_TEXT.split(", ")} | {"text"}
    if not is_table(columns) or any(fold(name) in texts for name in columns):
        return None
    return next((name for name in columns if fold(name) == "abstract"), None)
