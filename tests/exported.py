"""Files as news archives write them, of invented articles: several layouts of each, in several languages."""

import io
import struct
import textwrap
import zipfile
from html import escape
from typing import NamedTuple


class Item(NamedTuple):
    outlet: str
    day: str  # ISO
    title: str
    author: str | None
    section: str | None
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> int:
        return len(" ".join(self.paragraphs).split())


ITEMS = (
    Item(
        "The Saltmarsh Echo",
        "2019-03-04",
        "Ferry line to stop at night",
        "Ines Varga",
        "NEWS",
        (
            "SALTMARSH -- The ferry between the two shores will not run after ten at night from April on, the port said on Monday.",
            "“We carried three people on some evenings,” said Bo Lindqvist, who runs the line. “Nobody can pay for that in the long run.”",
            "Residents: angry. Subject: to change, the note on the door read.",
        ),
    ),
    Item(
        "Upland Courier (Highcombe)",
        "2019-11-21",
        "School bells fall silent after neighbours complain of noise in the early morning",
        "Tom Achebe and Mira Sol",
        "LOCAL",
        (
            "The bells of the school will no longer ring before eight o’clock, the council decided after a long debate.",
            '"My children need them," Rosa Quint said. "They were late twice this week, and so was I."',
        ),
    ),
    Item(
        "The Saltmarsh Echo",
        "2020-01-09",
        "Harbour seals return",
        None,
        None,
        ("Seals are back in the harbour, fishermen reported.", "\"We counted nine,\" Captain Ade Moro said.", "Nobody is to feed them."),
    ),
)  # fmt: skip

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
DAYS = {"en": "Monday", "de": "Montag", "fr": "lundi", "es": "lunes", "nl": "maandag"}


def date(day: str, language: str = "en", form: str = "{month} {day}, {year}") -> str:
    year, month, number = day.split("-")
    name = MONTHS[language].split()[int(month) - 1]
    return form.format(year=year, month=name, day=int(number), short=name[:3], weekday=DAYS[language])


# --- files of each kind -----------------------------------------------------------------------------------------


def docx(lines: list[str]) -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in _halves(line)) + "</w:p>"
        for line in lines
    )  # fmt: skip
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
        )
    return held.getvalue()


def _halves(line: str) -> list[str]:
    return [line[: len(line) // 2], line[len(line) // 2 :]] if line else []


def _rtf(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    units = [plain[n : n + 1] for n in range(len(plain))]
    return "".join(
        c if ord(c) < 128 else f"\\'{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c)}?" for c in units
    )


RTF_HEAD = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil\fcharset0 Arial;}}{\colortbl;\red0\green0\blue0;}{\header Page 1 of 9\par}"


def rtf(lines: list[str]) -> bytes:
    return (RTF_HEAD + "\n".join(rf"\pard\f0 {_rtf(line)}\par" for line in lines) + "}").encode("ascii")


def rtf_linked(lines: list[str], titles: list[str]) -> bytes:
    """As `rtf`, with the titles as links."""
    link = r'{\field{\*\fldinst{HYPERLINK "https://archive.example/doc?id=1"}}{\fldrslt{\ul %s}}}'
    shown = [link % _rtf(line) if line in titles else _rtf(line) for line in lines]
    return (RTF_HEAD + "\n".join(rf"\pard\f0 {line}\par" for line in shown) + "}").encode("ascii")


def rtf_table(documents: list[list[tuple[str, list[str]]]]) -> bytes:
    made = []
    for rows in documents:
        for code, values in rows:
            cell = r"\par ".join(_rtf(value) for value in values)
            made.append(rf"\trowd\pard\intbl\b {code}\b0\cell \pard\intbl {cell}\cell\row")
        made.append(r"\pard\par")
    return (RTF_HEAD + "\n".join(made) + "}").encode("ascii")


def xls(rows: list[list[str | float]]) -> bytes:
    """A worksheet as Excel 2.1 wrote it, without the container of later ones."""
    made = [struct.pack("<HHHH", 0x0009, 4, 2, 0x10), struct.pack("<HHH", 0x0042, 2, 1252)]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                held = value.encode("cp1252")
                made.append(struct.pack("<HHHH3sB", 0x0004, 8 + len(held), r, c, b"\0\0\0", len(held)) + held)
            else:
                made.append(struct.pack("<HHHH3sd", 0x0003, 15, r, c, b"\0\0\0", value))
    return b"".join(made) + struct.pack("<HH", 0x000A, 0)


# --- Nexis Uni --------------------------------------------------------------------------------------------------

NEXIS = {
    "en": ("Date and Time", "Job Number", "Documents", "Client/Matter", "Search Terms", "Section", "Length", "words",
           "Byline", "Body", "Classification", "Language: ENGLISH", "Load-Date", "End of Document"),
    "de": ("Datum und Uhrzeit", "Auftragsnummer", "Dokumente", "Mandant/Angelegenheit", "Suchbegriffe", "Rubrik", "Länge",
           "Wörter", "Autor", "Text", "Klassifizierung", "Sprache: GERMAN; DEUTSCH", "Load-Date", "Ende des Dokuments"),
    "fr": ("Date et heure", "Numéro de tâche", "Documents", "Client/Affaire", "Termes de recherche", "Rubrique",
           "Longueur", "mots", "Auteur", "Corps", "Classification", "Langue: FRENCH; FRANÇAIS", "Date de chargement",
           "Fin du document"),
    "nl": ("Datum en tijd", "Taaknummer", "Documenten", "Cliënt/zaak", "Zoektermen", "Rubriek", "Lengte", "woorden",
           "Auteur", "Tekst", "Classificatie", "Taal: DUTCH; NEDERLANDS", "Load-Date", "Einde van document"),
}  # fmt: skip


def nexis(
    language: str = "en", *, cover: bool = True, classified: bool = True, announced: int | None = None,
    nbsp: bool = False, items: tuple[Item, ...] = ITEMS, tabled: bool = False,
) -> list[str]:  # fmt: skip
    (
        when,
        job,
        documents,
        client,
        terms,
        section,
        length,
        words,
        byline,
        body,
        classes,
        spoken,
        loaded,
        end,
    ) = NEXIS[language]
    form = (
        "{month} {day}, {year} {weekday}"
        if language == "en"
        else "{day}. {month} {year} {weekday}"
        if language == "de"
        else "{day} {month} {year} {weekday}"
    )
    blank = "\u00a0" if nbsp else " "
    lines = []
    if cover:
        lines += [
            "",
            f"{when}: Friday, 3 January 2025 9:31:00 CET",
            f"{job}: 245000001",
            f"{documents} ({announced or len(items)})",
        ]
        for n, item in enumerate(items, start=1):
            lines += [f" {n}. {item.title}", f"{client}: -None-", f"{terms}: ferry OR bells", ""]
        if tabled:
            lines += ["Content Type|Narrowed by|", "News|Timeline: Jan 01, 2019 to Dec 31, 2020|", "", ""]
        lines += [""]
    for item in items:
        lines += [
            "",
            item.title,
            item.outlet + " ",
            date(item.day, language, form),
            "",
            "",
            "Copyright 2019 Invented Press All Rights Reserved",
        ]
        lines += [f"{section}:{blank}{item.section}; Pg. 1"] if item.section else []
        lines += [f"{length}:{blank}{item.words} {words}"]
        lines += [f"{byline}:{blank}{item.author}"] if item.author else []
        lines += [body, "", "", *item.paragraphs]
        lines += ["Graphic", "", "A ferry at the pier, photo by hand"] if item.section == "NEWS" else []
        lines += (
            [classes, "", spoken, "Publication-Type: Newspaper", "Person: BO LINDQVIST (79%)", ""]
            if classified
            else [""]
        )
        lines += [f"{loaded}: {date(item.day, language, form)}", "", "", end, "", ""]
    return lines


# --- LexisNexis before it ---------------------------------------------------------------------------------------

OLD = {
    "en": ("{n} of {of} DOCUMENTS", "BYLINE", "SECTION", "LENGTH", "words", "LOAD-DATE", "LANGUAGE: ENGLISH"),
    "de": ("Dokument {n} von {of}", "AUTOR", "RUBRIK", "LÄNGE", "Wörter", "UPDATE", "SPRACHE: Deutsch"),
    "fr": (
        "Document {n} de {of}",
        "AUTEUR",
        "RUBRIQUE",
        "LONGUEUR",
        "mots",
        "DATE-CHARGEMENT",
        "LANGUE: Français",
    ),
}


def lexisnexis(language: str = "en", *, cover: bool = True, first: int = 1) -> str:
    divider, byline, section, length, words, loaded, spoken = OLD[language]
    form = (
        "{month} {day}, {year} {weekday}"
        if language == "en"
        else "{day}. {month} {year} {weekday}"
        if language == "de"
        else "{day} {month} {year} {weekday}"
    )
    lines = (
        [
            "",
            "Download Request: Selected Items: 1-3",
            "Time Of Request: Friday, March 20, 2020  16:51:31",
            "",
            "Send To:",
            "UNIVERSITY LIBRARY",
            "",
            "Terms: (ferry or bells)",
            "",
        ]
        if cover
        else []
    )
    for n, item in enumerate(ITEMS, start=first):
        lines += [
            "",
            divider.format(n=n, of=len(ITEMS) + first - 1).center(79),
            "",
            "",
            item.outlet.center(79),
            "",
            date(item.day, language, form).center(79),
        ]
        lines += ["Final Edition;".center(79), "Scotland".center(79)] if n == 2 else []
        lines += ["", *textwrap.wrap(item.title, 79), ""]
        lines += [f"{byline}: {item.author}", ""] if item.author else []
        lines += [f"{section}: {item.section}; Pg. 6", ""] if item.section else []
        lines += [f"{length}: {item.words} {words}", ""]
        for paragraph in item.paragraphs:
            lines += [*textwrap.wrap(paragraph, 79), ""]
        lines += [
            "GRAPHIC: A ferry at the pier,",
            "photo by hand",
            "",
            f"{loaded}: {date(item.day, language, form)}",
            "",
            spoken,
            "",
            "PUBLICATION-TYPE: Newspaper",
            "",
            "",
        ]
        lines += ["Copyright 2019 Invented Press".center(79), "All Rights Reserved".center(79), ""]
    return "\n".join(lines)


def lexisnexis_older() -> str:
    """Copyright and outlet first; HEADLINE and BODY are labels."""
    lines = []
    for n, item in enumerate(ITEMS, start=1):
        lines += [
            f"                    FOCUS - {n} of {len(ITEMS)} DOCUMENTS",
            "",
            "             Copyright 2019 Invented Press",
            f"                 {item.outlet}",
            "",
            f"             {date(item.day)}",
            "",
        ]
        lines += [f"SECTION: {item.section}, Pg. 5", ""] if item.section else []
        lines += [f"LENGTH: {item.words} words", "", *textwrap.wrap("HEADLINE: " + item.title, 60), ""]
        lines += [f"BYLINE: {item.author}", ""] if item.author else []
        lines += [
            "BODY:",
            *[
                line
                for paragraph in item.paragraphs
                for line in [*textwrap.wrap(paragraph, 72, initial_indent="   "), ""]
            ],
        ]
        lines += [f"LOAD-DATE: {date(item.day)}", ""]
    return "\n".join(lines)


def lexisnexis_html(language: str = "en") -> str:
    divider, byline, section, length, words, loaded, spoken = OLD[language]

    def div(kind: str, text: str) -> str:
        return f'<BR><DIV CLASS="{kind}"><P CLASS="c1"><SPAN CLASS="c2">{text}</SPAN></P>\n</DIV>\n'

    form = "{month} {day}, {year}" if language == "en" else "{day} {month} {year}"
    made = []
    for n, item in enumerate(ITEMS, start=1):
        made.append(
            f'<A NAME="DOC_ID_{n}_0"></A><!-- Hide XML section from browser\n<DOC NUMBER={n}>\n<DOCFULL> -->\n'
        )
        made.append(div("c0", divider.format(n=n, of=len(ITEMS))) + div("c0", escape(item.outlet)))
        made.append(
            div(
                "c3",
                f'<SPAN CLASS="c4">{date(item.day, language, form)}</SPAN> {DAYS[language]}<BR>Final Edition',
            )
        )
        made.append(div("c5", f"<B>{escape(item.title)}</B>"))
        for label, value in (
            (byline, item.author),
            (section, item.section),
            (length, f"{item.words} {words}"),
        ):
            made.append(div("c5", f'<SPAN CLASS="c7">{label}: </SPAN>{escape(value)}') if value else "")
        made.append(
            '<BR><DIV CLASS="c5">'
            + "\n".join(f'<P CLASS="c9"><SPAN CLASS="c2">{escape(p)}</SPAN></P>' for p in item.paragraphs)
            + "</DIV>"
        )
        made.append(
            div("c5", f'<SPAN CLASS="c7">{loaded}: </SPAN>{date(item.day, language, form)}')
            + div("c5", f'<SPAN CLASS="c7">{spoken}</SPAN>')
        )
        made.append(
            div("c0", "Copyright 2019 Invented Press<BR>All Rights Reserved")
            + "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->\n"
        )
    return f'<HTML><HEAD><META TOPIC="null" DOCUMENTS="3"/></HEAD><BODY>\n{"".join(made)}</BODY></HTML>'


# --- Factiva ----------------------------------------------------------------------------------------------------

FACTIVA = {
    "en": ("words", "English", "Document", "{day} {month} {year}"),
    "de": ("Wörter", "Deutsch", "Dokument", "{day} {month} {year}"),
    "fr": ("mots", "Français", "Document", "{day} {month} {year}"),
    "es": ("palabras", "Español", "Documento", "{day} {month} {year}"),
}


def _identifier(n: int) -> str:
    return f"ECHO00002019030{n}ef3{n}0005t"


def factiva_lines(language: str = "en", *, timed: bool = False) -> list[str]:
    words, spoken, document, form = FACTIVA[language]
    lines = []
    for n, item in enumerate(ITEMS, start=1):
        lines += [item.section] if item.section else []
        lines += [
            item.title,
            *([item.author] if item.author else []),
            f"{item.words:,} {words}",
            date(item.day, language, form),
        ]
        lines += ["09:15"] if timed else []
        lines += [
            item.outlet,
            "ECHO",
            *(["18", "Volume 12; Issue 3"] if n == 2 else []),
            spoken,
            "(c) 2019 Invented Press. All rights reserved.  ",
            "",
        ]
        lines += [line for paragraph in item.paragraphs for line in (paragraph, "")]
        lines += [f"{document} {_identifier(n)}", "", ""]
    return [*lines, "Search Summary", "Text", "ferry or bells", "Date", "All Dates"]


def factiva_html(language: str = "en") -> str:
    words, spoken, document, form = FACTIVA[language]
    made = []
    for n, item in enumerate(ITEMS, start=1):
        divs = [
            f"{item.words} {words}",
            date(item.day, language, form),
            escape(item.outlet),
            "ECHO",
            "18",
            spoken,
            "(c) 2019 Invented Press",
        ]
        topic = f"<div>{item.section}</div>" if item.section else ""
        author = f'<div class="author">{item.author}</div>' if item.author else ""
        head = f"<div id=\"hd\"><span class='{language}Headline'> {escape(item.title)} </span>\n</div>"
        text = "".join(
            f'<p class="articleParagraph {language}articleParagraph">{escape(p)}\n</p>'
            for p in item.paragraphs
        )
        made.append(
            f'<div id="article-{_identifier(n)}" class="article" ><div class="article {language}Article"><p>{topic}{head}{author}'
            + "".join(f"<div>{div}\n</div>" for div in divs) + f"</p>{text}<p>{document} {_identifier(n)}\n</p></div></div><br/><span></span>"
        )  # fmt: skip
    return f"<!DOCTYPE html><html><body>{''.join(made)}<p>Search Summary</p><table><tr><td>Text</td><td>ferry</td></tr></table></body></html>"


def factiva_codes(item: Item, n: int, language: str = "en") -> list[tuple[str, list[str]]]:
    words, spoken, document, form = FACTIVA[language]
    rows = [("SE", [item.section])] if item.section else []
    rows += [("HD", [item.title])] + ([("BY", [item.author])] if item.author else [])
    rows += [
        ("WC", [f"{item.words} {words}"]),
        ("PD", [date(item.day, language, form)]),
        ("ET", ["09:15"]),
        ("SN", [item.outlet]),
        ("SC", ["ECHO"]),
        ("LA", [spoken]),
        ("CY", ["(c) 2019 Invented Press"]),
    ]
    rows += [
        ("LP", [item.paragraphs[0]]),
        ("TD", list(item.paragraphs[1:])),
        ("CO", ["invpr : Invented Press"]),
        ("NS", ["gtrans : Transport"]),
        ("RE", ["uk : United Kingdom"]),
        ("PUB", ["Invented Press"]),
    ]
    return [*rows, ("AN", [f"{document} {_identifier(n)}"])]


def factiva_codes_html(language: str = "en") -> str:
    made = []
    for n, item in enumerate(ITEMS, start=1):
        cells = []
        for code, values in factiva_codes(item, n, language):
            inner = (
                "".join(
                    f'<p class="articleParagraph {language}articleParagraph">{escape(v)}</p>' for v in values
                )
                if code in ("LP", "TD")
                else escape(values[0])
            )
            cells.append(f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>{inner}</td></tr>')
        made.append(f'<div class="article {language}Article"><table>{"".join(cells)}</table></div>')
    return f"<html><body>{''.join(made)}</body></html>"


# --- ProQuest ---------------------------------------------------------------------------------------------------


def proquest(*, numbered: bool = False, multiline: bool = True) -> str:
    lines = ["Report Information from ProQuest", "3 January 2025 09:31", ""] if numbered else []
    for n, item in enumerate(ITEMS, start=1):
        lines += [f"Document {n} of {len(ITEMS)}" if numbered else "_" * 60, "", item.title, ""]
        lines += [f"Author: {item.author}", ""] if item.author else []
        lines += [
            f"Publication info: {item.outlet} ; Saltmarsh [Saltmarsh]{date(item.day, form='{day} {short} {year}')}: A.{n}.",
            "",
            f"https://search.proquest.com/docview/10000{n}?accountid=7",
            "",
            "Abstract: What the bells and the ferry mean.",
            "",
            "Links: http://library.example/sfx",
            "",
        ]
        lines += [
            "Full text: " + ("\n\n" if multiline else " ").join(item.paragraphs),
            "",
            "Subject: Ferries; Bells",
            "",
            "Location: Saltmarsh",
            "",
        ]
        lines += [
            f"Title: {item.title}",
            "",
            f"Publication title: {item.outlet}; Saltmarsh",
            "",
            f"Publication date: {date(item.day, form='{short} {day}, {year}')}",
            "",
        ]
        lines += [f"Section: {item.section}", ""] if item.section else []
        lines += [
            "Publisher: Invented Press",
            "",
            "Source type: Newspapers",
            "",
            f"ProQuest document ID: 10000{n}",
            "",
            f"Document URL: https://search.proquest.com/docview/10000{n}?accountid=7",
            "",
            "Copyright: Copyright Invented Press 2019",
            "",
            "Last updated: 2020-06-30",
            "",
            "Database: Example Newsstream",
            "",
        ]
    return "\n".join(
        [
            *lines,
            "_" * 60,
            "",
            "Contact us at: http://about.proquest.com/go/contactsupport",
            "",
            "Database copyright © 2025 ProQuest LLC. All rights reserved.",
        ]
    )


def proquest_rows(*, text: str | None = "Full text") -> list[list[str | float]]:
    head = ["Title", "Abstract", "StoreId", "Authors", "pubdate", "pubtitle", "DocumentURL"]
    rows = [
        [
            i.title,
            "What it means.",
            100000 + n,
            i.author or "",
            date(i.day, form="{short} {day}, {year}"),
            i.outlet,
            f"https://search.proquest.com/docview/10000{n}",
        ]
        for n, i in enumerate(ITEMS)
    ]
    if text:
        head, rows = (
            [*head, text],
            [[*row, " ".join(i.paragraphs)[:250]] for row, i in zip(rows, ITEMS, strict=True)],
        )
    return [head, *rows]


# --- Europresse -------------------------------------------------------------------------------------------------


def europresse(language: str = "fr", text_class: str = "docOcurrContainer") -> str:
    made = []
    for n, item in enumerate(ITEMS, start=1):
        when = date(
            item.day,
            language,
            "{weekday} {day} {month} {year}" if language == "fr" else "{weekday}, {month} {day}, {year}",
        )
        head = (
            f"{item.section}, {when} {item.words} {'mots' if language == 'fr' else 'words'}, p. {n}"
            if item.section
            else f"{when} {item.words} {'mots' if language == 'fr' else 'words'}"
        )
        author = (
            f'<div class="docAuthors"><p class="sm-margin-bottomNews">{item.author}</p></div>'
            if item.author
            else ""
        )
        text = "".join(f"<p>{escape(p).replace('ferry', '<mark>ferry</mark>')}</p>" for p in item.paragraphs)
        made.append(
            f'<article><header><div class="rdp__public-title"></div><div class="rdp__DocPublicationName"><span class="DocPublicationName">{escape(item.outlet)}, no. 2301{n}</span></div>'
            f'<div class="rdp__DocHeader"><span class="DocHeader">{head}</span></div><div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{escape(item.title)}</p></div>{author}</header>'
            f'<section class="clearfix"><div class="DocText clearfix"><div class="{text_class}">{text}</div><div class="apd-wrapper"><p>Cet article est paru dans L’Autre (site web)</p></div></div></section>'
            f'<aside><p>Note(s) : mise à jour</p></aside><footer><div class="Doc-LegalInfo"><small>© 2019 Invented Press. Tous droits réservés.</small></div><div class="publiC-lblNodoc">news·{item.day.replace("-", "")}·EC·00{n}</div></footer></article>'
        )  # fmt: skip
    return f'<!DOCTYPE html><html lang="fr"><head><style>p {{}}</style><title>Europresse</title></head><body><p>Nombre de documents : {len(ITEMS)}</p>{"".join(made)}</body></html>'


def europresse_old() -> str:
    made = []
    for n, item in enumerate(ITEMS, start=1):
        text = "".join(f"<p>{escape(p)}</p>" for p in item.paragraphs)
        author = f"<br>{item.author}<br>" if item.author else ""
        made.append(
            f'<tr><td><span class="DocPublicationName">{escape(item.outlet)}, no. 12{n}</span><br><span class="DocHeader">{item.section or "Divers"}, </span><span class="DocHeader">{date(item.day, "fr", "{weekday} {day} {month} {year}")}</span><span class="DocHeader">, p. {n}</span><br><br>'
            f'<span class="TitreArticleVisu">{escape(item.title)}</span>{author}{text}<p>© 2019 Invented Press ; CEDROM-SNi inc.</p><table><tr><td align="center">PUBLI-© news·{item.day.replace("-", "")}·EC·00{n}</td></tr></table></td></tr>'
        )  # fmt: skip
    return f"<html><body><table><tbody>{''.join(made)}</tbody></table></body></html>"
