"""Exports of news archives: which archive a file is from, told by its content, and its articles one by one.

Read are Nexis Uni (Word, rich text, text), LexisNexis before it (text, rich text, HTML), Factiva (HTML, rich text,
text), ProQuest (text, HTML) and Europresse (HTML). Heads, feet, labels and notices of copyright are no part of a
text. A bundle that is not understood is never taken for an article.
"""

from __future__ import annotations

import re
from collections import Counter

from analysis.corpus.archives import europresse, exports, factiva, labels, lexisnexis, markup, nexis, proquest
from analysis.corpus.archives.exports import Difference, Export, Found

__all__ = [
    "Difference",
    "Export",
    "Found",
    "NotUnderstood",
    "from_html",
    "from_lines",
    "from_text",
    "may_be_export",
]

_HEAD = 1 << 12  # characters of a file in which an export shows what it is
_WORDS = labels.WORDS.replace("w[", "[Ww][")
# Line starts that hardly any article has, and every export has near its top; cheap to look for.
_MARKS = re.compile(
    "\n[ \t\u00a0]{0,80}+(?:"
    r"(?:(?:Art[ií]|Item|Te[kx]t|FOCUS|\[|No|Nr)[^\n\d]{0,12})?\d{1,5} ?(?:of|von|de|van|di|sur|/) ?\d{1,5}\b|"
    r"D[oO][ckCK][uU][mM][eE][nN][tT]|"
    rf"\d[\d.,]{{0,8}}[ \u00a0](?:{_WORDS})[ \t\r]*+\n|"
    r"L(?:ength|änge|ongueur|ongitud|engte|unghezza|ENGTH|ÄNGE|ONGUEUR|ONGITUD|ENGTE|oad-Date|OAD-DATE)\b|"
    r"(?:Extensi[óo]n|Comprimento|Tamanho|Umfang|Wortzahl|Job Number|Auftragsnummer|Client/|BYLINE|AUTEUR|AUTOR)\b|"
    r"(?:HD|WC|PD|SN|LP|TD)[ \u00a0]{0,3}(?:[\t|\n]| [ A-Z])|"
    r"_{20}|\*{20}|={20}|[Ff]ull [Tt]ext:|ProQuest|[Ee]nd of [Dd]ocument|"
    r"(?:Publi[ck]|Aut[eho]|Sour|Quelle|Bron|Fuente|Dat[eu]|Tit[elru]|Pag[ei]|Seite|Zeitung)[^\n:]{0,20}:)"
)
# What is told of a document in any archive: lines of labels that come again and again.
_TOLD = (
    "publication, publicatie, publikation, newspaper, zeitung, journal, krant, source, quelle, bron, "
    "fuente, fonte, medium, outlet, date, datum, publicatiedatum, erscheinungsdatum, fecha, data, "
    "publication date, author, autor, auteur, byline, title, titel, titre, titulo, headline, section, "
    "rubrik, rubrique, seccion, sectie, page, pages, pagina, seite, length, lange, longueur, words, word "
    "count, aantal woorden, woorden, copyright, document, load-date, language, sprache, langue, url"
)
_METADATA = frozenset(labels.fold(label) for label in _TOLD.split(", "))
# One of them is told of articles, and not of the books of a review or the events of a week.
_TOLD_OF_ARTICLES = (
    "publication, publicatie, publikation, newspaper, zeitung, krant, source, quelle, bron, fuente, fonte, medium, "
    "outlet, length, länge, longueur, words, woorden, word count, aantal woorden, load-date"
)
_PUBLISHED = frozenset(labels.fold(label) for label in _TOLD_OF_ARTICLES.split(", "))
_CAPTION = 2  # lines that a picture of a gallery has at most


_NUMBERED = re.compile(
    r"\W{0,80}(?:[^\W\d_]{1,15}\W{1,3})?(\d{1,5})\s?(?:of|von|de|van|di|sur|/)\s?(\d{1,5})(?:\s[^\W\d_]{1,15})?\W{0,20}"
)


class NotUnderstood(ValueError):
    """A file that looks like several documents of an archive, in a layout that is not known."""


def may_be_export(text: str) -> bool:
    """Whether the start of a text shows anything that exports show: a cheap test, which is wrong at times."""
    return bool(_MARKS.search("\n" + text[:_HEAD])) or text.lstrip("\ufeff \t\r\n")[:1] == "<"


def from_text(text: str) -> Export | None:
    """The articles of a plain text that an archive wrote; None when it is an ordinary text.

    Raises `NotUnderstood` for one that looks like a bundle of articles and cannot be taken apart.
    """
    if not may_be_export(text):
        return None
    if _is_html(text):
        return from_html(text)
    return from_lines(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def from_lines(lines: list[str]) -> Export | None:
    """The articles among the lines of a text, a Word document or rich text; see `from_text`."""
    for read in _likely(lines):
        if found := read(lines):
            return found
    if why := _bundle(lines):
        raise NotUnderstood(why)
    return None


def from_html(text: str) -> Export | None:
    """The articles of a web page that an archive wrote; None when it is another page; see `from_text`."""
    head = text[: 1 << 20]
    if "DocPublicationName" in head and (found := europresse.read_html(text)):
        return found
    if re.search(r"[a-z]{2}Article\b", head) and (found := factiva.read_html(text)):
        return found
    if not re.search(
        r"<DOC(?:FULL| NUMBER)|DOC_ID_|DOCUMENTS?<|ProQuest|DocPublicationName|enHeadline", head
    ):
        return None
    lines = [line for block in markup.blocks(text) for line in (*block.text.split("\n"), "")]
    found = lexisnexis.read(lines) or proquest.read(lines)
    if found is None:
        raise NotUnderstood("a web page of a news archive in a layout that is not known")
    return found


def _is_html(text: str) -> bool:
    return (
        text[:2000].lstrip("\ufeff \t\r\n").lower().startswith(("<html", "<!doctype html", "<head", "<body"))
    )


def _likely(lines: list[str]) -> list:  # type: ignore[type-arg]
    """The readers of the archives that the top of a file points to, the likeliest first."""
    top = lines[:600]
    known = [labels.split(line)[0] for line in top]
    scores: Counter[str] = Counter()
    scores["proquest"] = sum(label in proquest.KNOWN for label in known) + 9 * any(
        label in proquest.KNOWN and proquest.KNOWN[label] in ("text", "about") for label in known
    )
    divided = any(lexisnexis.divider(line) for line in top)
    capitals = sum(
        line[:60].partition(":")[0].isupper() for line, label in zip(top, known, strict=True) if label
    )
    scores["lexisnexis"] = 8 * divided + 2 * min(capitals, 4)
    scores["nexis"] = 9 * any(labels.alone(line, labels.ENDS) for line in lines)
    scores["nexis"] += 4 * any(label in labels.LOADED for label in known)
    scores["nexis"] += 3 * sum(label in labels.COVER for label in known[:40])
    scores["factiva"] = 0
    readers = {
        "proquest": proquest.read,
        "lexisnexis": lexisnexis.read,
        "nexis": nexis.read,
        "factiva": factiva.read,
    }
    ranked = [name for name, score in scores.most_common() if score >= 3 or name == "factiva"]
    return [readers[name] for name in ranked]


def _bundle(lines: list[str]) -> str | None:
    """Why lines look like several documents of an archive, or None when they do not."""
    listed = nexis.listed(lines)
    if listed is not None:
        return (
            f"a list of {listed} documents of Nexis Uni; their texts are not here, or in a layout not known"
        )
    margins = sum(exports.is_margin(line) or lexisnexis.divider(line) is not None for line in lines)
    if margins >= 2:
        return f"{margins} lines that stand round the articles of an archive, in a layout that is not known"
    titles = nexis.listed_titles(lines)
    if titles >= 3:
        return (
            f"{titles} titles that are listed at the top and stand below again, in a layout that is not known"
        )
    if numbered := _numbered(lines):
        return f"{numbered} numbered documents in a layout that is not known"
    told = Counter(label for line in lines if (label := labels.split(line)[0]) in _METADATA)
    again = [label for label, n in told.items() if n >= 2]
    if len(again) >= 3 and _PUBLISHED & set(again):
        return f"several documents, each with {', '.join(again[:4])}, in a layout that is not known"
    return None


def _numbered(lines: list[str]) -> int:
    """How many documents follow lines such as `1 of 3`, `2 of 3`, …; those of a gallery have a caption only."""
    found = [(n, int(m[1]), int(m[2])) for n, line in enumerate(lines) if (m := _NUMBERED.fullmatch(line))]
    total = found[0][2] if found else 0
    if total < 2 or [(number, of) for _, number, of in found] != [(n, total) for n in range(1, total + 1)]:
        return 0
    ends = [*(n for n, _, _ in found[1:]), len(lines)]
    parts = [
        [line for line in lines[start + 1 : end] if line.strip()]
        for (start, _, _), end in zip(found, ends, strict=True)
    ]
    return total if all(len(part) > _CAPTION and sum(map(len, part)) > 100 for part in parts) else 0
