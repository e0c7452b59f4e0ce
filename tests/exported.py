"""Files as news archives write them, of invented articles: several layouts of each, in several languages."""

import io
import struct
import textwrap
import zipfile
from html import escape
from typing import NamedTuple


class Item(NamedTuple):
    outlet: str
    day: str
    title: str
    author: str | None
    section: str | None
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> int:
        return len(" ".join(self.paragraphs).split())


FERRY = (
    "SALTMARSH -- The ferry between the two shores will not run after ten at night from April on, the port said.",
    "“We carried three people on some evenings,” said Bo Lindqvist, who runs the line. “Nobody can pay for that "
    "in the long run.”",
    "Residents: angry. Subject: to change, the note on the door read.",
)
BELLS = (
    "The bells of the school will no longer ring before eight o’clock, the council decided after a long debate.",
    '"My children need them," Rosa Quint said. "They were late twice this week, and so was I."',
)
SEALS = (
    "Seals are back in the harbour, fishermen reported.",
    '"We counted nine," Captain Ade Moro said.',
    "Nobody is to feed them.",
)
NOISE = "School bells fall silent after neighbours complain of noise in the early morning"
ITEMS = (
    Item("The Saltmarsh Echo", "2019-03-04", "Ferry line to stop at night", "Ines Varga", "NEWS", FERRY),
    Item("Upland Courier (Highcombe)", "2019-11-21", NOISE, "Tom Achebe and Mira Sol", "LOCAL", BELLS),
    Item("The Saltmarsh Echo", "2020-01-09", "Harbour seals return", None, None, SEALS),
)

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
DAYS = {"en": "Monday", "de": "Montag", "fr": "lundi", "es": "lunes", "nl": "maandag"}
FORMS = {"en": "{month} {day}, {year} {weekday}", "de": "{day}. {month} {year} {weekday}"}
PLAIN = "{day} {month} {year}"


def date(day: str, language: str = "en", form: str = "{month} {day}, {year}") -> str:
    year, month, number = day.split("-")
    name, weekday = MONTHS[language].split()[int(month) - 1], DAYS[language]
    return form.format(year=year, month=name, day=int(number), short=name[:3], weekday=weekday)


def long_date(day: str, language: str) -> str:
    return date(day, language, FORMS.get(language, PLAIN + " {weekday}"))


def said(label: str, value: str | None, blank: str = " ") -> list[str]:
    return [f"{label}:{blank}{value}"] if value else []


# --- files of each kind -----------------------------------------------------------------------------------------


def docx(lines: list[str]) -> bytes:
    """A Word document of these paragraphs, each in two runs, as editing leaves them."""
    body = ""
    for line in lines:
        halves = [line[: len(line) // 2], line[len(line) // 2 :]] if line else []
        runs = [f'<w:r><w:t xml:space="preserve">{escape(half)}</w:t></w:r>' for half in halves]
        body += f"<w:p>{''.join(runs)}</w:p>"
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return held.getvalue()


def _rtf(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(
        c if ord(c) < 128 else f"\\'{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c)}?" for c in plain
    )


def _rich(content: str) -> bytes:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil\fcharset0 Arial;}}{\colortbl;\red0\green0\blue0;}"
    return (head + r"{\header Page 1 of 9\par}" + content + "}").encode("ascii")


def rtf(lines: list[str], links: tuple[str, ...] = ()) -> bytes:
    """Rich text; lines among `links` are links."""
    link = r'{\field{\*\fldinst{HYPERLINK "https://archive.example/doc?id=1"}}{\fldrslt{\ul %s}}}'
    shown = [link % _rtf(line) if line in links else _rtf(line) for line in lines]
    return _rich("\n".join(rf"\pard\f0 {line}\par" for line in shown))


def rtf_table(documents: list[list[tuple[str, list[str]]]]) -> bytes:
    made = []
    for rows in documents:
        for code, values in rows:
            cell = r"\par ".join(_rtf(value) for value in values)
            made.append(rf"\trowd\pard\intbl\b {code}\b0\cell \pard\intbl {cell}\cell\row")
        made.append(r"\pard\par")
    return _rich("\n".join(made))


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

_NEXIS = "when job documents client terms section length words byline body classes spoken loaded end"
NEXIS = {
    "en": "Date and Time|Job Number|Documents|Client/Matter|Search Terms|Section|Length|words|Byline|Body|"
    "Classification|Language: ENGLISH|Load-Date|End of Document",
    "de": "Datum und Uhrzeit|Auftragsnummer|Dokumente|Mandant/Angelegenheit|Suchbegriffe|Rubrik|Länge|Wörter|"
    "Autor|Text|Klassifizierung|Sprache: GERMAN; DEUTSCH|Load-Date|Ende des Dokuments",
    "fr": "Date et heure|Numéro de tâche|Documents|Client/Affaire|Termes de recherche|Rubrique|Longueur|mots|"
    "Auteur|Corps|Classification|Langue: FRENCH; FRANÇAIS|Date de chargement|Fin du document",
    "nl": "Datum en tijd|Taaknummer|Documenten|Cliënt/zaak|Zoektermen|Rubriek|Lengte|woorden|Auteur|Tekst|"
    "Classificatie|Taal: DUTCH; NEDERLANDS|Load-Date|Einde van document",
    "es": "Fecha y hora|Número de trabajo|Documentos|Cliente/Asunto|Términos de búsqueda|Sección|Longitud|palabras|"
    "Autor|Cuerpo|Clasificación|Idioma: SPANISH; ESPAÑOL|Fecha de carga|Fin del documento",
}


def nexis(
    language: str = "en",
    *,
    cover: bool = True,
    tabled: bool = False,
    classified: bool = True,
    announced: int = 3,
    blank: str = " ",
    items: tuple[Item, ...] = ITEMS,
) -> list[str]:
    word = dict(zip(_NEXIS.split(), NEXIS[language].split("|"), strict=True))
    lines = _nexis_cover(word, announced, items, tabled) if cover else []
    for item in items:
        day = long_date(item.day, language)
        lines += ["", item.title, item.outlet + " ", day, "", "", "Copyright 2019 Invented Press"]
        lines += said(word["section"], item.section and item.section + "; Pg. 1", blank)
        lines += said(word["length"], f"{item.words} {word['words']}", blank)
        lines += said(word["byline"], item.author, blank)
        lines += [word["body"], "", "", *item.paragraphs]
        lines += ["Graphic", "", "A ferry at the pier, photo by hand"] if item.section == "NEWS" else []
        lines += [word["classes"], "", word["spoken"], "Person: BO LINDQVIST (79%)"] if classified else []
        lines += ["", f"{word['loaded']}: {day}", "", "", word["end"], "", ""]
    return lines


def _nexis_cover(word: dict[str, str], announced: int, items: tuple[Item, ...], tabled: bool) -> list[str]:
    lines = ["", f"{word['when']}: Friday, 3 January 2025 9:31:00 CET", f"{word['job']}: 245000001"]
    lines += [f"{word['documents']} ({announced})"]
    for n, item in enumerate(items, start=1):
        lines += [f" {n}. {item.title}", f"{word['client']}: -None-", f"{word['terms']}: ferry OR bells", ""]
    table = ["Content Type|Narrowed by|", "News|Timeline: Jan 01, 2019 to Dec 31, 2020|", "", ""]
    return [*lines, *(table if tabled else []), ""]


# --- LexisNexis before it ---------------------------------------------------------------------------------------

_OLD = "divider byline section length words loaded spoken"
OLD = {
    "en": "{n} of {of} DOCUMENTS|BYLINE|SECTION|LENGTH|words|LOAD-DATE|LANGUAGE: ENGLISH",
    "de": "Dokument {n} von {of}|AUTOR|RUBRIK|LÄNGE|Wörter|UPDATE|SPRACHE: Deutsch",
    "fr": "Document {n} de {of}|AUTEUR|RUBRIQUE|LONGUEUR|mots|DATE-CHARGEMENT|LANGUE: Français",
}
COVER = """
Download Request: Selected Items: 1-3
Time Of Request: Friday, March 20, 2020  16:51:31

Send To:
UNIVERSITY LIBRARY

Terms: (ferry or bells)
"""


def _spaced(lines: list[str]) -> list[str]:
    return [part for line in lines for part in (*textwrap.wrap(line, 79), "")]


def lexisnexis(language: str = "en", *, cover: bool = True, first: int = 1) -> str:
    word = dict(zip(_OLD.split(), OLD[language].split("|"), strict=True))
    lines = COVER.split("\n") if cover else []
    for n, item in enumerate(ITEMS, start=first):
        day = long_date(item.day, language)
        lines += ["", word["divider"].format(n=n, of=len(ITEMS) + first - 1).center(79), "", ""]
        lines += [item.outlet.center(79), "", day.center(79)]
        lines += ["Final Edition;".center(79), "Scotland".center(79)] if n == 2 else []
        lines += ["", *_spaced([item.title, *said(word["byline"], item.author)])]
        lines += _spaced(said(word["section"], item.section and item.section + "; Pg. 6"))
        lines += _spaced([f"{word['length']}: {item.words} {word['words']}", *item.paragraphs])
        lines += ["GRAPHIC: A ferry at the pier,", "photo by hand", ""]
        lines += _spaced([f"{word['loaded']}: {day}", word["spoken"], "PUBLICATION-TYPE: Newspaper"])
        lines += ["", "Copyright 2019 Invented Press".center(79), "All Rights Reserved".center(79), ""]
    return "\n".join(lines)


def lexisnexis_older() -> str:
    """Copyright and outlet first; HEADLINE and BODY are labels; paragraphs are indented."""
    lines = []
    for n, item in enumerate(ITEMS, start=1):
        lines += [f"                    FOCUS - {n} of {len(ITEMS)} DOCUMENTS", ""]
        lines += ["             Copyright 2019 Invented Press", f"                 {item.outlet}", ""]
        lines += [f"             {date(item.day)}", "", *_spaced(said("SECTION", item.section))]
        lines += [f"LENGTH: {item.words} words", "", *textwrap.wrap("HEADLINE: " + item.title, 60), ""]
        lines += [*_spaced(said("BYLINE", item.author)), "BODY:"]
        for paragraph in item.paragraphs:
            lines += textwrap.wrap(paragraph, 72, initial_indent="   ")
        lines += ["", f"LOAD-DATE: {date(item.day)}", ""]
    return "\n".join(lines)


def lexisnexis_html(language: str = "en") -> str:
    word = dict(zip(_OLD.split(), OLD[language].split("|"), strict=True))

    def div(kind: str, text: str) -> str:
        return f'<BR><DIV CLASS="{kind}"><P CLASS="c1"><SPAN CLASS="c2">{text}</SPAN></P>\n</DIV>\n'

    def labelled(label: str, value: str | None) -> str:
        return div("c5", f'<SPAN CLASS="c7">{label}: </SPAN>{escape(value)}') if value else ""

    made = ""
    for n, item in enumerate(ITEMS, start=1):
        day = date(item.day, language, "{month} {day}, {year}" if language == "en" else PLAIN)
        made += f'<A NAME="DOC_ID_{n}_0"></A><!-- Hide XML section from browser\n<DOC NUMBER={n}>\n<DOCFULL> -->\n'
        made += div("c0", word["divider"].format(n=n, of=len(ITEMS))) + div("c0", escape(item.outlet))
        made += div("c3", f'<SPAN CLASS="c4">{day}</SPAN> {DAYS[language]}<BR>Final Edition')
        made += div("c5", f"<B>{escape(item.title)}</B>") + labelled(word["byline"], item.author)
        made += labelled(word["section"], item.section)
        made += labelled(word["length"], f"{item.words} {word['words']}") + '<BR><DIV CLASS="c5">'
        made += "".join(f'<P CLASS="c9"><SPAN CLASS="c2">{escape(p)}</SPAN></P>\n' for p in item.paragraphs)
        made += "</DIV>" + labelled(word["loaded"], day) + div("c5", f"<SPAN>{word['spoken']}</SPAN>")
        made += div("c0", "Copyright 2019 Invented Press<BR>All Rights Reserved")
        made += "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->\n"
    return f'<HTML><HEAD><META TOPIC="null" DOCUMENTS="3"/></HEAD><BODY>\n{made}</BODY></HTML>'


# --- Factiva ----------------------------------------------------------------------------------------------------

FACTIVA = {
    "en": ("words", "English", "Document"),
    "de": ("Wörter", "Deutsch", "Dokument"),
    "fr": ("mots", "Français", "Document"),
    "es": ("palabras", "Español", "Documento"),
}
SUMMARY = ["Search Summary", "Text", "ferry or bells", "Date", "All Dates"]


def _identifier(n: int) -> str:
    return f"ECHO00002019030{n}ef3{n}0005t"


def factiva_lines(language: str = "en", *, timed: bool = False) -> list[str]:
    words, spoken, document = FACTIVA[language]
    lines = []
    for n, item in enumerate(ITEMS, start=1):
        above = [line for line in (item.section, item.title, item.author) if line]
        lines += [*above, f"{item.words:,} {words}", date(item.day, language, PLAIN)]
        lines += ["09:15"] if timed else []
        lines += [item.outlet, "ECHO", *(["18", "Volume 12; Issue 3"] if n == 2 else []), spoken]
        lines += ["(c) 2019 Invented Press. All rights reserved.  ", ""]
        lines += [line for paragraph in item.paragraphs for line in (paragraph, "")]
        lines += [f"{document} {_identifier(n)}", "", ""]
    return [*lines, *SUMMARY]


def _paragraphs(item: Item, language: str) -> str:
    names = f"articleParagraph {language}articleParagraph"
    return "".join(f'<p class="{names}">{escape(p)}\n</p>' for p in item.paragraphs)


def factiva_html(language: str = "en") -> str:
    words, spoken, document = FACTIVA[language]
    made = ""
    for n, item in enumerate(ITEMS, start=1):
        given = [f"{item.words} {words}", date(item.day, language, PLAIN), item.outlet, "ECHO", "18", spoken]
        made += (
            f'<div id="article-{_identifier(n)}" class="article" ><div class="article {language}Article"><p>'
        )
        made += f"<div>{item.section}</div>" if item.section else ""
        made += f"<div id=\"hd\"><span class='{language}Headline'> {escape(item.title)} </span>\n</div>"
        made += f'<div class="author">{item.author}</div>' if item.author else ""
        made += "".join(f"<div>{escape(line)}\n</div>" for line in [*given, "(c) 2019 Invented Press"])
        made += f"</p>{_paragraphs(item, language)}<p>{document} {_identifier(n)}\n</p></div></div><br/>"
    table = "".join(f"<tr><td>{line}</td></tr>" for line in SUMMARY)
    return f"<!DOCTYPE html><html><body>{made}<p>Search Summary</p><table>{table}</table></body></html>"


def factiva_codes(item: Item, n: int, language: str = "en") -> list[tuple[str, list[str]]]:
    words, spoken, document = FACTIVA[language]
    given = {
        "SE": item.section,
        "HD": item.title,
        "BY": item.author,
        "WC": f"{item.words} {words}",
        "PD": date(item.day, language, PLAIN),
        "ET": "09:15",
        "SN": item.outlet,
        "SC": "ECHO",
        "LA": spoken,
        "CY": "(c) 2019 Invented Press",
        "LP": item.paragraphs[:1],
        "TD": item.paragraphs[1:],
        "CO": "invpr : Invented Press",
        "RE": "uk : United Kingdom",
        "AN": f"{document} {_identifier(n)}",
    }
    return [(code, [v] if isinstance(v, str) else list(v)) for code, v in given.items() if v]


def factiva_codes_html(language: str = "en") -> str:
    made = ""
    for n, item in enumerate(ITEMS, start=1):
        made += f'<div class="article {language}Article"><table>'
        for code, values in factiva_codes(item, n, language):
            text = code in ("LP", "TD")
            inner = "".join(
                f'<p class="articleParagraph">{escape(v)}</p>' if text else escape(v) for v in values
            )
            made += f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>{inner}</td></tr>'
        made += "</table></div>"
    return f"<html><body>{made}</body></html>"


# --- ProQuest ---------------------------------------------------------------------------------------------------


def proquest(*, numbered: bool = False) -> str:
    lines = ["Report Information from ProQuest", "3 January 2025 09:31"] if numbered else []
    for n, item in enumerate(ITEMS, start=1):
        address = f"https://search.proquest.com/docview/10000{n}?accountid=7"
        day = date(item.day, form="{day} {short} {year}")
        lines += [f"Document {n} of {len(ITEMS)}" if numbered else "_" * 60, item.title]
        lines += said("Author", item.author)
        lines += [f"Publication info: {item.outlet} ; Saltmarsh [Saltmarsh]{day}: A.{n}.", address]
        lines += ["Abstract: What the bells and the ferry mean.", "Links: http://library.example/sfx"]
        lines += ["Full text: " + "\n\n".join(item.paragraphs), "Subject: Ferries; Bells"]
        lines += [
            "Location: Saltmarsh",
            f"Title: {item.title}",
            f"Publication title: {item.outlet}; Saltmarsh",
        ]
        lines += [f"Publication date: {date(item.day, form='{short} {day}, {year}')}"]
        lines += [*said("Section", item.section), "Publisher: Invented Press", "Source type: Newspapers"]
        lines += [f"ProQuest document ID: 10000{n}", f"Document URL: {address}"]
        lines += ["Copyright: Copyright Invented Press 2019", "Database: Example Newsstream"]
    tail = [
        "_" * 60,
        "Contact us at: http://about.proquest.com/go",
        "Database copyright © 2025 ProQuest LLC.",
    ]
    return "\n\n".join([*lines, *tail])


def proquest_rows(*, text: str | None = "Full text") -> list[list[str | float]]:
    rows: list[list[str | float]] = [["Title", "Abstract", "StoreId", "Authors", "pubdate", "pubtitle"]]
    for n, item in enumerate(ITEMS):
        day = date(item.day, form="{short} {day}, {year}")
        rows.append([item.title, "What it means.", 100000 + n, item.author or "", day, item.outlet])
    if text:
        rows[0].append(text)
        for row, item in zip(rows[1:], ITEMS, strict=True):
            row.append(" ".join(item.paragraphs)[:250])
    return rows


# --- Europresse -------------------------------------------------------------------------------------------------


def europresse(language: str = "fr", text_class: str = "docOcurrContainer") -> str:
    words = "mots" if language == "fr" else "words"
    form = "{weekday} {day} {month} {year}" if language == "fr" else "{weekday}, {month} {day}, {year}"
    made = ""
    for n, item in enumerate(ITEMS, start=1):
        head = f"{date(item.day, language, form)} {item.words} {words}, p. {n}"
        head = f"{item.section}, {head}" if item.section else head
        text = "".join(f"<p>{escape(p)}</p>" for p in item.paragraphs).replace("ferry", "<mark>ferry</mark>")
        made += '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">'
        made += f'{escape(item.outlet)}, no. 2301{n}</span></div><div class="rdp__DocHeader">'
        made += f'<span class="DocHeader">{head}</span></div><div class="titreArticle">'
        made += (
            f'<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{escape(item.title)}</p></div>'
        )
        made += f'<p class="sm-margin-bottomNews">{item.author}</p>' if item.author else ""
        made += f'</header><section><div class="DocText clearfix"><div class="{text_class}">{text}</div>'
        made += '<div class="apd-wrapper"><p>Cet article est paru dans L’Autre (site web)</p></div></div></section>'
        made += '<aside><p>Note(s) : mise à jour</p></aside><footer><div class="Doc-LegalInfo"><small>© 2019 '
        made += "Invented Press. Tous droits réservés.</small></div>"
        made += (
            f'<div class="publiC-lblNodoc">news·{item.day.replace("-", "")}·EC·00{n}</div></footer></article>'
        )
    head = "<head><style>p {}</style><title>Europresse</title></head>"
    return f"<!DOCTYPE html><html>{head}<body><p>Nombre de documents : {len(ITEMS)}</p>{made}</body></html>"


def europresse_old() -> str:
    made = ""
    for n, item in enumerate(ITEMS, start=1):
        day = date(item.day, "fr", "{weekday} {day} {month} {year}")
        made += f'<tr><td><span class="DocPublicationName">{escape(item.outlet)}, no. 12{n}</span><br>'
        made += f'<span class="DocHeader">{item.section}, </span>' if item.section else ""
        made += f'<span class="DocHeader">{day}</span><span class="DocHeader">, p. {n}</span><br><br>'
        made += f'<span class="TitreArticleVisu">{escape(item.title)}</span>'
        made += f"<br>{item.author}<br>" if item.author else ""
        made += "".join(f"<p>{escape(p)}</p>" for p in item.paragraphs)
        made += '<p>© 2019 Invented Press ; CEDROM-SNi inc.</p><table><tr><td align="center">PUBLI-© news·'
        made += f"{item.day.replace('-', '')}·EC·00{n}</td></tr></table></td></tr>"
    return f"<html><body><table><tbody>{made}</tbody></table></body></html>"
