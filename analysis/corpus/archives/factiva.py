"""Factiva: HTML and rich text, with its field codes (`HD`, `BY`, `WC`, `PD`, …) and without.

Without codes: section, headline, author, `45 words`, date, time, source, code, page, language, copyright, the text,
`Document ABCD000020200505eg5500001`. Learned from tm.plugin.factiva (Bouchet-Valat), facteaser (Veitch),
factiva-parsing (Clemm) and Dow Jones' description of the codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from analysis.corpus.archives import days, exports, labels, markup
from analysis.corpus.archives.exports import Export, Found

NAME = "Factiva"
_CODES = frozenset(
    [
        "CLM",
        "SE",
        "HD",
        "BY",
        "CR",
        "WC",
        "PD",
        "ET",
        "SN",
        "SC",
        "ED",
        "PG",
        "VOL",
        "LA",
        "CY",
        "LP",
        "TD",
        "CT",
        "RF",
        "ART",
        "CO",
        "IN",
        "NS",
        "RE",
        "IPC",
        "IPD",
        "PUB",
        "AN",
        "LG",
        "NGC",
        "GC",
        "CX",
        "ATB",
    ]
)
_NOT_IN_TEXT = frozenset(
    ["CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "NGC", "GC", "CX", "ATB"]
)
_CODE = re.compile(
    r"[ \u00a0]?([A-Z]{2,3})[ \u00a0]{0,9}(?:[|\t][ \t|\u00a0]{0,9}|[ \u00a0]{2,9}|$)(.*)", re.DOTALL
)
_LOOSE = re.compile(r"([A-Z]{2,3}) (.*)", re.DOTALL)
_WORDS = re.compile(
    rf"\s{{0,9}}(\d[\d.,\u00a0 ]{{0,9}})\s?(?:{labels.WORDS}|字|ord|слов)\s{{0,9}}",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s{0,9}(?:Document|Dokument|Documento|文件|文档)\s{1,3}(?=[A-Za-z]{0,9}\d)[A-Za-z0-9]{8,40}\s{0,9}\|?"
)
_TIME = re.compile(r"\s{0,9}\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s{0,3}(?:[AaPp]\.?[Mm]\.?)?\s{0,3}[A-Z]{0,4}\s{0,9}")
_COPYRIGHT = re.compile(r"\s{0,9}(?:\(c\)|©|copyright\b|\(copyright\))", re.IGNORECASE)
_BYLINE = re.compile(r"(?:by|von|par|por|di|da|door|från)\s", re.IGNORECASE)
_ARTICLE = re.compile(r"[a-z]{2}(?:-?[a-z]{2,4})?Article")
_HEADLINE = re.compile(r"[a-z]{2}(?:-?[a-z]{2,4})?Headline")
_NAME_WORDS = 8  # of a line that names two authors; one has half as many
_HEAD = 14  # lines between the length and the text


def read(lines: Sequence[str]) -> Export | None:
    """The documents among the lines of a text or rich text; None when they are no export of Factiva."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        chunks[-1].append(line)
        code = _coded(line) or _loose(line)
        if _END.fullmatch(line) or (code and code[0] == "AN" and _END.fullmatch(code[1])):
            chunks.append([])
    left = chunks.pop()
    found = [document for chunk in chunks if (document := _document(chunk))]
    if found and any(_WORDS.fullmatch(line) for line in left) and (document := _document(left)):
        found.append(document)  # one whose end was cut off
    if not found or all(document.reason for document in found):
        return None
    return exports.export(NAME, found)


def read_html(markup_text: str) -> Export | None:
    """The documents of a web page that Factiva wrote, or None."""
    blocks = markup.blocks(
        markup_text, lambda tag, names: any(_ARTICLE.fullmatch(name) for name in names), _is_headline
    )
    found = [_page(list(group)) for unit, group in groupby(blocks, lambda block: block.unit) if unit]
    if not found or all(document.reason for document in found):
        return None
    return exports.export(NAME, found)


def _is_headline(names: markup.Names) -> bool:
    return any(_HEADLINE.fullmatch(name) for name in names)


def _page(blocks: Sequence[markup.Block]) -> Found:
    """One article of a page: a table of codes, or the head and paragraphs."""
    if sum(block.text.strip() in _CODES for block in blocks) >= 4:
        return _from_codes(
            _fields((line for block in blocks for line in block.text.split("\n")), loose=False)
        )
    text = [block.text for block in blocks if "articleParagraph" in block.names]
    title = [b.text for b in blocks if _is_headline(b.names)]
    author = [block.text for block in blocks if "author" in block.names]
    rest = [
        line
        for block in blocks
        if "articleParagraph" not in block.names
        and "author" not in block.names
        and not _is_headline(block.names)
        for line in block.text.split("\n")
    ]
    above, values, _ = _head(rest)
    values["title"] = " ".join(title) or (above[-1] if above else None)
    values["author"] = "; ".join(author) or None
    values["section"] = " / ".join(above if title else above[:-1]) or None
    if not text:
        return Found({}, "empty", "no paragraph of text")
    return exports.article("\n\n".join(text), **values)


def _document(chunk: Sequence[str]) -> Found | None:
    lines = [line.replace("\u00a0", " ").strip() for line in chunk]
    coded = [code for line in lines if (code := _coded(line))]
    if len({code for code, _ in coded}) >= 4:
        return _from_codes(_fields(lines, loose=False))
    if {"HD", "SN", "PD"} <= {code[0] for line in lines if (code := _loose(line))}:
        return _from_codes(_fields(lines, loose=True))
    if not any(line for line in lines):
        return None
    above, values, start = _head(lines)
    if start is None:
        return Found({}, "bad row", "no length, date and source found above the text")
    values |= dict(zip(("section", "title", "author"), _titles(above), strict=True))
    body = [line for line in lines[start:] if not _END.fullmatch(line)]
    return exports.article(exports.paragraphs(body), **values)


def _head(lines: Sequence[str]) -> tuple[list[str], dict[str, str | None], int | None]:
    """(lines above the length, what it and those below say, where the text begins; None without a length)."""
    at = next((n for n, line in enumerate(lines) if _WORDS.fullmatch(line)), None)
    if at is None:
        return [], {}, None
    above = [line for line in lines[:at] if line]
    values = {"words": exports.count(lines[at])}
    below = [n for n in range(at + 1, len(lines)) if lines[n]][:_HEAD]
    if below and days.find(lines[below[0]]):
        values["published"] = days.stated(lines[below[0]])
        below = below[1:]
    elif below and not days.find(lines[below[0]]):
        dated = next((n for n in below[:4] if days.find(lines[n])), None)
        if dated is not None:
            values["published"] = days.stated(lines[dated])
            below = [n for n in below if n != dated]
    while below and _TIME.fullmatch(lines[below[0]]):
        below = below[1:]
    if not below:
        return above, values, len(lines)
    values["outlet"] = lines[below[0]]
    ends = [n for n in below if labels.fold(lines[n]) in labels.LANGUAGES]
    rights = [n for n in below if n > (ends[0] if ends else below[0]) and _COPYRIGHT.match(lines[n])][:1]
    last = max([*ends[:1], *rights], default=below[1] if len(below) > 1 else below[0])
    return above, values, last + 1


def _titles(above: list[str]) -> tuple[str | None, str | None, str | None]:
    """(section, title, author) of the lines above the length, as far as their looks tell."""
    author = section = None
    if len(above) > 1 and _is_name(above[-1]):
        author = above.pop()
    if len(above) > 1 and len(above[0].split()) <= 3 and not above[0].endswith((".", "?", "!")):
        section = above.pop(0)
    return section, " ".join(above) or None, author


def _is_name(line: str) -> bool:
    if _BYLINE.match(line):
        return True
    words = [word for word in re.split(r"[\s,;/]+", line) if word]
    small = {
        "and",
        "und",
        "et",
        "y",
        "e",
        "en",
        "of",
        "de",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "du",
        "da",
        "in",
    }
    several = {"and", "und", "et", "y", "e", "en"} & set(words) or "," in line or ";" in line
    named = all(word[:1].isupper() or word in small for word in words)
    most = _NAME_WORDS if several else _NAME_WORDS // 2
    return named and 1 < len(words) <= most and not line.endswith((".", "?", "!", ":"))


def _coded(line: str) -> tuple[str, str] | None:
    found = _CODE.fullmatch(line)
    return (found[1], found[2].rstrip("| \t\u00a0")) if found and found[1] in _CODES else None


def _loose(line: str) -> tuple[str, str] | None:
    """As `_coded`, where one blank is all that parts a code from its value: words may look the same."""
    found = _LOOSE.fullmatch(line)
    return (found[1], found[2]) if found and found[1] in _CODES else None


def _fields(lines: Iterable[str], *, loose: bool) -> dict[str, list[str]]:
    """The lines of each code. Below the text's codes, only those that come after it begin another."""
    fields: dict[str, list[str]] = {}
    within = ""
    for line in lines:
        found = _coded(line) or (_loose(line) if loose else None)
        if found and within in ("LP", "TD") and found[0] not in _NOT_IN_TEXT | {"TD"}:
            found = None
        if found:
            within = found[0]
            fields.setdefault(within, []).append(found[1])
        elif within:
            fields[within].append(line.rstrip("| \t"))
    return fields


def _from_codes(fields: dict[str, list[str]]) -> Found:
    def said(code: str) -> str | None:
        return " ".join(line.strip() for line in fields.get(code, []) if line.strip()) or None

    text = exports.paragraphs([*fields.get("LP", []), "", *fields.get("TD", [])])
    if not text:
        return Found({}, "empty", "no text (LP, TD)")
    date = said("PD")
    if date and (time := said("ET")):
        date = f"{date} {time}"
    return exports.article(
        text,
        outlet=said("SN"),
        published=days.stated(date) if date else None,
        title=said("HD"),
        author=said("BY"),
        section=said("SE") or said("CLM"),
        words=exports.count(said("WC") or ""),
    )
