"""Exports of news archives: one article each, its labels in columns, and never in its text."""

import io
import textwrap
import time
import zipfile

import exported
import pandas as pd
import pytest
from exported import ITEMS
from test_corpus import read, reasons, write

from analysis import corpus
from analysis.corpus import archives, files
from analysis.corpus.archives import days, documents, markup

NEVER = (
    "Load-Date", "LOAD-DATE", "Copyright", "Invented Press", "Classification", "End of Document", "Publication-Type",
    "Length", "LENGTH", "BYLINE", "Document ECHO", "ProQuest", "Abstract", "What the bells", "Search Summary",
    "Tous droits", "news·", "photo by hand", "HYPERLINK", "https://", "Note(s)", "est paru", "invpr", "|",
)  # fmt: skip
TITLES = [item.title for item in ITEMS]
LAYOUTS = {
    "nexis.docx": exported.docx(exported.nexis()),
    "nexis hard blanks.DOCX": exported.docx(exported.nexis(blank="\u00a0", tabled=True)),
    "nexis without classification.docx": exported.docx(exported.nexis(classified=False)),
    "nexis without cover.docx": exported.docx(exported.nexis(cover=False)),
    "nexis de.docx": exported.docx(exported.nexis("de")),
    "nexis fr.docx": exported.docx(exported.nexis("fr")),
    "nexis nl.docx": exported.docx(exported.nexis("nl")),
    "nexis es.docx": exported.docx(exported.nexis("es")),
    "nexis.rtf": exported.rtf(exported.nexis()),
    "nexis linked.RTF": exported.rtf(exported.nexis(blank="\u00a0"), tuple(TITLES)),
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
    "factiva codes and blanks.txt": "\n".join(
        line for n, i in enumerate(ITEMS) for code, values in exported.factiva_codes(i, n)
        for line in [f"{code} {values[0]}", *values[1:]]
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


def texts(tmp_path, content, name="bundle.txt"):
    articles, rejects = read(write(tmp_path / name, content))
    return articles, rejects


def test_a_file_that_announces_other_articles_than_it_holds_is_told(tmp_path):
    articles, rejects = texts(tmp_path, "\n".join(exported.nexis(announced=5)))
    assert len(articles) == 3
    (told,) = corpus.warnings(rejects)
    assert (told["kind"], told["n"], told["file"]) == ("number of articles", 2, "bundle.txt")
    assert told["example"] == "the file says 5 documents, 3 were found"
    without = exported.lexisnexis().replace("2 of 3 DOCUMENTS", "")
    _, rejects = texts(tmp_path, without)
    assert reasons(rejects) == ["bad row"]  # two articles in one document are none
    (told,) = corpus.warnings(rejects)
    assert told["kind"] == "number of articles"


def test_articles_with_other_counts_of_words_than_they_say_are_told_once_for_a_file(tmp_path):
    lines = [line.replace("Length: ", "Length: 4") for line in exported.nexis()]
    _, rejects = texts(tmp_path, "\n".join(lines))
    (told,) = corpus.warnings(rejects)
    assert (told["kind"], told["n"]) == ("number of words", 3)
    assert (
        told["example"] == f"'{TITLES[0]}': the file says 4{ITEMS[0].words} words, {ITEMS[0].words} were read"
    )
    near = [
        line.replace(f"Length: {ITEMS[0].words}", f"Length: {ITEMS[0].words + 4}")
        for line in exported.nexis()
    ]
    assert corpus.warnings(texts(tmp_path, "\n".join(near))[1]) == []


def test_warnings_are_those_of_all_batches_and_of_check(tmp_path):
    for name in "ab":
        write(tmp_path / f"{name}.docx", exported.docx(exported.nexis(announced=4)))
    write(tmp_path / "c.txt", "The bridge is closed.")
    _, rejects = corpus.read(tmp_path)
    assert [told["file"].rpartition("/")[2] for told in corpus.warnings(rejects)] == ["a.docx", "b.docx"]
    found = corpus.describe(corpus.stream(tmp_path, batch_size=2))
    assert found["articles"] == 7
    assert [told["n"] for told in found["warnings"]] == [1, 1]


def without_bodies():
    return [
        line for line in exported.nexis() if not line.startswith(("Body", "Length", "Load-Date", "End of"))
    ]


UNKNOWN = {
    "nexis in a new layout": "\n".join(without_bodies()),
    "nexis in a language that is not known": "\n".join(
        ["Datum och tid: fredag", "Dokument (3)", *[f"{n}. {t}" for n, t in enumerate(TITLES, 1)], ""]
        + [line for i in ITEMS for line in (i.title, i.outlet, i.day, "", *i.paragraphs, "Slut", "")]
    ),
    "a list of documents": "\n".join(exported.nexis()[:18]),
    "numbered": "\n".join(f"Article {n}/3\n\n{i.title}\n" + "\n".join(i.paragraphs) for n, i in enumerate(ITEMS, 1)),
    "gopress": "\n\n".join(
        f"© 2019 Invented\nPublicatie: {i.outlet}\nPublicatiedatum: {i.day}\nAuteur: {i.author}\nPagina: 3\n"
        f"Aantal woorden: {i.words}\n{i.title}\n" + "\n".join(i.paragraphs) for i in ITEMS
    ),
    "old, its dividers gone, in a layout that is not known": "\n\n".join(
        f"{i.title}\n\n" + "\n\n".join(i.paragraphs) + "\n\nLoad-Date: May 5" for i in ITEMS
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWN)
@pytest.mark.parametrize("kind", [".txt", ".docx", ".rtf"])
def test_a_bundle_in_a_layout_that_is_not_known_is_a_reject_and_never_one_article(tmp_path, name, kind):
    text = UNKNOWN[name]
    made = {
        ".txt": text.encode(),
        ".docx": exported.docx(text.split("\n")),
        ".rtf": exported.rtf(text.split("\n")),
    }
    articles, rejects = texts(tmp_path, made[kind], f"bundle{kind}")
    assert len(articles) == 0
    assert set(reasons(rejects)) <= {"unsupported", "bad row"}
    assert rejects["detail"].str.contains("not known|layout not known|no text found|not understood").all()


@pytest.mark.parametrize(
    "text",
    [
        "Length: 120 minutes\nDirector: Ada Roe\n\nA film about a bridge.",
        "Title: A day\nAuthor: Ada Roe\nDate: 2020-01-02\n\nThe bridge is closed.",
        "“How long?” I asked.\n300 words\nThat was the task. Documents show why.",
        "1. Bridge\n2. Ferry\n3. Bells\n\nThree things were on the list.",
        "The mayor wrote:\nSubject: Bridge\nDate: today\nIt is closed.",
        "Q: Why?\nA: Because.\nQ: When?\nA: Now.\nQ: Who?\nA: We.",
        "BRIDGE: closed\nFERRY: open\nThe list ends here. 2 of 3 documents were read.",
        "1 of 3 people agreed.\n2 of 3 people wept.",
        "The bridge is closed.\n"
        + "".join(f"{n} of 3\nThe bridge, from the {n}. pier, by hand.\n" for n in (1, 2, 3)),
        "Read now:\n" + "Title: A Bridge\nAuthor: Ada Roe\nPages: 300\nDate: 2020\n\n" * 2 + "They are good.",
        "Source: police\n\nThe bridge is closed.\n\nSource: mayor\n\nIt is open.",
        "End of Document was the name of the film.\nNobody laughed.",
        "<b>The bridge</b> is closed.",
        "HD television is here.\nLA police agreed.\nIN LONDON it rained.\nSN\nTD",
    ],
)
def test_an_ordinary_text_stays_one_article_as_it_is(tmp_path, text):
    articles, rejects = texts(tmp_path, text)
    assert list(articles["text"]) == [text]
    assert len(rejects) == 0


def test_wrapped_lines_are_joined_and_lines_that_end_sentences_are_paragraphs(tmp_path):
    wrapped = [part for line in exported.nexis() for part in (textwrap.wrap(line, 78) or [""])]
    articles, _ = texts(tmp_path, "\n".join(wrapped))
    assert [" ".join(text.split()) for text in articles["text"]] == [" ".join(i.paragraphs) for i in ITEMS]
    assert list(articles["title"]) == TITLES
    assert [int(n) for n in articles["words"]] == [i.words for i in ITEMS]


@pytest.mark.parametrize(
    "title",
    [
        "Update: bridge closed",
        "Correction: the ferry runs",
        "Length: a question",
        "May 5, 2020: a day",
        "Subject: us",
    ],
)
def test_a_title_that_looks_like_a_label_is_a_title(tmp_path, title):
    items = (ITEMS[0]._replace(title=title), ITEMS[1]._replace(title=title), ITEMS[2])
    articles, _ = texts(tmp_path, exported.docx(exported.nexis(items=items)), "a.docx")
    assert list(articles["title"]) == [title, title, TITLES[2]]
    assert articles["outlet"].iloc[0] == ITEMS[0].outlet


def test_what_an_archive_could_not_show_and_what_has_no_text_are_told_by_number(tmp_path):
    page = exported.lexisnexis_html().replace(
        "</BODY>",
        '<DOC NUMBER=4><DIV CLASS="c0"><P>4 of 4 DOCUMENTS</P></DIV><DIV><P>We are sorry but there is an error in '
        "this document and it is not possible to display it.</P></DIV></BODY>",
    )
    articles, rejects = texts(tmp_path, page, "a.html")
    assert len(articles) == 3
    assert list(rejects["origin"]) == ["a.html:4"]
    assert reasons(rejects) == ["empty"]
    some = exported.proquest().replace("Full text:", "Notes:", 1)
    articles, rejects = texts(tmp_path, some, "b.txt")
    assert list(articles["title"]) == TITLES[1:]
    assert list(rejects["detail"]) == [f"ProQuest gave no full text of '{TITLES[0]}', at most an abstract"]


def test_a_date_without_a_day_is_told_and_the_article_kept(tmp_path):
    lines = [line.replace("March 4, 2019 Monday", "March 2019") for line in exported.nexis()]
    articles, rejects = texts(tmp_path, "\n".join(lines))
    assert articles["published"].isna().tolist() == [True, False, False]
    assert list(articles["outlet"]) == [item.outlet for item in ITEMS]
    assert (reasons(rejects), list(rejects["origin"])) == (["bad date"], ["bundle.txt:1"])


def test_origins_number_the_articles_of_a_file_and_ids_come_from_the_text(tmp_path):
    articles, _ = texts(tmp_path, exported.docx(exported.nexis()), "a.docx")
    again, _ = texts(tmp_path, exported.rtf(exported.nexis()), "b.rtf")
    assert list(articles["origin"]) == ["a.docx:1", "a.docx:2", "a.docx:3"]
    assert list(articles["article_id"]) == list(again["article_id"])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx"),
        ("a.docx", exported.docx(["The bridge is closed."]), "no layout of a news archive"),
        ("a.docx", b"PK\x03\x04 and no more", "no Word document"),
        ("a.docx", b"plain text", "no .docx file"),
        ("a.rtf", b"plain text", "no .rtf file"),
        ("a.rtf", exported.rtf(["The bridge is closed."]), "no layout of a news archive"),
        ("a.html", b"<html><body><DOCFULL><p>ProQuest</p></body></html>", "not known"),
    ],
)
def test_a_document_that_no_archive_wrote_is_refused_with_what_to_do(tmp_path, name, content, said):
    articles, rejects = texts(tmp_path, content, name)
    assert len(articles) == 0
    assert reasons(rejects) == ["unsupported"]
    assert said in rejects["detail"].iloc[0]


def test_a_table_of_abstracts_is_read_as_such_and_told(tmp_path):
    articles, rejects = texts(tmp_path, exported.xls(exported.proquest_rows(text=None)), "a.xls")
    assert list(articles["text"]) == ["What it means."] * 3
    assert list(articles["title"]) == TITLES
    (told,) = corpus.warnings(rejects)
    assert (told["kind"], told["n"]) == ("abstracts only", 3)


def test_a_document_that_unpacks_as_none_does_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "_LONGEST", 1000)
    _, rejects = texts(tmp_path, exported.docx(exported.nexis()), "bomb.docx")
    assert reasons(rejects) == ["too large"]
    monkeypatch.undo()
    monkeypatch.setattr(files, "BOMB_BYTES", 1000)
    monkeypatch.setattr(files, "BOMB_RATIO", 2)
    _, rejects = texts(tmp_path, exported.docx(exported.nexis()), "bomb.docx")
    assert reasons(rejects) == ["too large"]
    monkeypatch.undo()
    fonts = exported.rtf(exported.nexis()).replace(b"Arial;}", b"Arial;}" + rb"{\f1\fnil Arial;}" * 4000)
    _, rejects = texts(tmp_path, fonts, "fonts.rtf")
    assert reasons(rejects) == ["too large"]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><w:document>&a;</w:document>')
    _, rejects = texts(tmp_path, held.getvalue(), "entities.docx")
    assert reasons(rejects) == ["unreadable"]


@pytest.mark.parametrize(
    "pump",
    ["<!--", "<a ", "</a ", "<?", '<a b="', "</", "<![CDATA[", "<div><b class=x>", "<p>", "&#1", "<script "],
)
def test_pages_that_do_not_close_take_no_more_than_linear_time(pump):
    def seconds(n):
        began = time.process_time()
        markup.blocks(pump * n, lambda tag, names: True)
        return time.process_time() - began

    assert min(seconds(8_000) for _ in range(2)) < 0.5


def test_a_character_reference_too_long_to_be_one_costs_its_file_alone(tmp_path):
    write(tmp_path / "a.html", exported.factiva_html().replace("ferry", "&#" + "9" * 5000 + ";"))
    write(tmp_path / "b.html", exported.factiva_html())
    articles, _ = read(tmp_path)
    assert len(articles) >= 3


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("May 5, 2020 Tuesday", "2020-05-05"),
        ("mardi 5 mai 2020", "2020-05-05"),
        ("5. Mai 2020 Dienstag", "2020-05-05"),
        ("5 de mayo de 2020 martes", "2020-05-05"),
        ("2020 May 5", "2020-05-05"),
        ("1er août 2021", "2021-08-01"),
        ("dinsdag 5 mei 2020", "2020-05-05"),
        ("martedì 5 maggio 2020", "2020-05-05"),
        ("2020年5月5日", "2020-05-05"),
        ("June 12, 2020 Friday 9:15 AM GMT", "2020-06-12 9:15 AM GMT"),
        ("12 Jun 2020 09:15", "2020-06-12"),
        ("Spring 2020", None),
        ("30 février 2020", None),
        ("at 5 Main 2020", None),
    ],
)
def test_days_are_read_in_several_languages_and_orders(line, day):
    found = days.find(line)
    assert (found and found[0]) == day


def test_the_archive_is_told_by_content():
    assert archives.from_text("The bridge is closed.\n\nIt rained.") is None
    assert archives.from_text(exported.lexisnexis()).archive == "LexisNexis"
    assert archives.from_lines(exported.nexis()).archive == "Nexis Uni"
    assert archives.from_text(exported.proquest()).archive == "ProQuest"
    assert archives.from_html(exported.europresse()).archive == "Europresse"
    assert archives.from_html(exported.factiva_html("fr")).archive == "Factiva"
