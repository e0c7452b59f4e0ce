"""Exports of news archives: one article each, its labels in columns, and never in its text."""

import exported
import pandas as pd
import pytest
from exported import ITEMS
from test_corpus import read, reasons, write

from analysis import corpus
from analysis.corpus import archives

FRENCH = {"form": "{weekday} {day} {month} {year}"}
NEVER = (
    "Load-Date", "LOAD-DATE", "Copyright", "Invented Press", "Classification", "End of Document", "Publication-Type",
    "Length", "LENGTH", "BYLINE", "Document ECHO", "ProQuest", "Abstract", "What the bells", "Search Summary",
    "Tous droits", "news·", "photo by hand", "HYPERLINK", "https://", "Note(s)", "est paru", "invpr", "|",
)  # fmt: skip
TITLES = [item.title for item in ITEMS]
LAYOUTS = {
    "nexis.docx": exported.docx(exported.nexis()),
    "nexis hard blanks.DOCX": exported.docx(exported.nexis(nbsp=True, tabled=True)),
    "nexis without classification.docx": exported.docx(exported.nexis(classified=False)),
    "nexis without cover.docx": exported.docx(exported.nexis(cover=False)),
    "nexis de.docx": exported.docx(exported.nexis("de")),
    "nexis fr.docx": exported.docx(exported.nexis("fr")),
    "nexis nl.docx": exported.docx(exported.nexis("nl")),
    "nexis.rtf": exported.rtf(exported.nexis()),
    "nexis linked.RTF": exported.rtf_linked(exported.nexis(nbsp=True), TITLES),
    "nexis de.rtf": exported.rtf(exported.nexis("de")),
    "nexis named doc.doc": exported.rtf(exported.nexis()),
    "nexis.txt": "\n".join(exported.nexis()).encode(),
    "nexis windows.txt": "\r\n".join(exported.nexis(tabled=True)).encode("cp1252"),
    "nexis fr.txt": "\n".join(exported.nexis("fr")).encode("utf-16"),
    "nexis rich text named.txt": exported.rtf(exported.nexis()),
    "lexisnexis.txt": exported.lexisnexis().encode(),
    "lexisnexis without cover.txt": exported.lexisnexis(cover=False, first=11).encode(),
    "lexisnexis de.txt": exported.lexisnexis("de").encode("cp1252"),
    "lexisnexis fr.txt": exported.lexisnexis("fr").encode(),
    "lexisnexis older.txt": exported.lexisnexis_older().encode(),
    "lexisnexis.rtf": exported.rtf(exported.lexisnexis().split("\n")),
    "lexisnexis.html": exported.lexisnexis_html().encode(),
    "lexisnexis fr.HTM": exported.lexisnexis_html("fr").encode(),
    "lexisnexis page named.txt": exported.lexisnexis_html("de").encode(),
    "factiva.html": exported.factiva_html().encode(),
    "factiva de.html": exported.factiva_html("de").encode(),
    "factiva fr.html": exported.factiva_html("fr").encode(),
    "factiva codes.html": exported.factiva_codes_html().encode(),
    "factiva.rtf": exported.rtf(exported.factiva_lines()),
    "factiva es.rtf": exported.rtf(exported.factiva_lines("es", timed=True)),
    "factiva codes.rtf": exported.rtf_table([exported.factiva_codes(i, n) for n, i in enumerate(ITEMS)]),
    "factiva.txt": "\n".join(exported.factiva_lines("de", timed=True)).encode(),
    "factiva codes.txt": "\n".join(
        line for n, i in enumerate(ITEMS) for code, values in exported.factiva_codes(i, n)
        for line in [f"{code}\t{values[0]}", *values[1:], ""]
    ).encode(),
    "proquest.txt": exported.proquest().encode(),
    "proquest numbered.txt": exported.proquest(numbered=True).encode(),
    "proquest old.xls": exported.xls(exported.proquest_rows()),
    "europresse.html": exported.europresse().encode(),
    "europresse en.HTML": exported.europresse("en", "DocText").encode(),
    "europresse old.html": exported.europresse_old().encode("cp1252"),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_export_is_read_article_by_article_with_what_it_says_of_each(tmp_path, name):
    articles, rejects = read(write(tmp_path / name, LAYOUTS[name]))
    assert list(rejects.itertuples(index=False)) == []
    assert list(articles["title"]) == TITLES
    assert list(articles["outlet"]) == [item.outlet for item in ITEMS]
    assert list(articles["published"]) == [pd.Timestamp(item.day, tz="UTC") for item in ITEMS]
    assert list(articles["author"].astype(object).where(articles["author"].notna(), None)) == [
        item.author for item in ITEMS
    ]
    for text, item in zip(articles["text"], ITEMS, strict=True):
        if name.endswith(".xls"):
            assert text == " ".join(item.paragraphs)[:250]
        else:
            assert text == "\n\n".join(item.paragraphs)
        assert not [label for label in NEVER if label in text]
    if "proquest" not in name and name != "europresse old.html":  # which say no lengths
        assert [int(words) for words in articles["words"]] == [item.words for item in ITEMS]
        assert articles["section"].dropna().str[:4].tolist() == ["NEWS", "LOCA"]
    assert corpus.warnings(rejects) == []
