"""Excel workbooks that no Excel wrote: their XML is bounded, and what is broken in them costs itself only."""

import zipfile

import pandas as pd
import pytest
from test_corpus import read, reasons

from analysis.corpus import workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f'<row r="1">{cell("A1", "text")}{cell("B1", "date")}</row>'


def book(path, rows, doctype="", styles="", shared=""):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "workbook": "sheet.main",
        "sheet1": "worksheet",
        "styles": "styles",
        "sharedStrings": "sharedStrings",
    }
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{what}+xml"/>'
        for name, what in parts.items()
    )
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/{name.replace("sheet1", "worksheet")}" Target="{name}.xml"/>'
        for name in parts
        if name != "workbook"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rsheet1"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>{styles}</cellXfs>'
            "</styleSheet>",
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>Shared.</t></si>{shared}</sst>')
        archive.writestr(
            "xl/sheet1.xml",
            f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{rows}</sheetData>'
            "</worksheet>",
        )
    return path


def test_a_cell_that_cannot_be_read_costs_itself(tmp_path):
    rows = "".join(
        f'<row r="{n}">{text}{date}</row>'
        for n, text, date in [
            (2, cell("A2", "One."), '<c r="B2" s="1"><v>45000</v></c>'),
            (3, cell("A3", "Two."), '<c r="B3" s="1"><v>3000000000</v></c>'),
            (4, cell("A4", "Three."), '<c r="B4" t="d"><v>20240-99-99</v></c>'),
            (5, '<c r="A5" t="s"><v>99</v></c>', cell("B5", "2024-05-06")),
            (7, '<c r="A7" t="s"><v>99</v></c>', ""),
            (6, '<c r="A6" t="s"><v>0</v></c>', '<c r="B6" s="1"><v>many</v></c>'),
        ]
    )
    articles, rejects = read(book(tmp_path / "a.xlsx", rows))
    assert articles["text"].tolist() == ["One.", "Two.", "Three.", "Shared."]
    assert articles["published"].iloc[0] == pd.Timestamp("2023-03-15", tz="UTC")
    assert articles["published"].isna().tolist() == [False, True, True, True]
    assert reasons(rejects) == ["bad date", "bad date", "empty", "empty", "bad date"]


def test_a_row_below_the_last_of_excel_is_told_and_takes_no_time(tmp_path):
    rows = f'<row r="2">{cell("A2", "One.")}</row><row r="2000000000">{cell("A2", "Far.")}</row>'
    articles, rejects = read(book(tmp_path / "a.xlsx", rows))
    assert articles["text"].tolist() == ["One."]
    assert reasons(rejects) == ["too large"]
    assert rejects["origin"].tolist() == ["a.xlsx[S]:2000000000"]


@pytest.mark.parametrize("entity", ['<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY x "lol">', ""])
def test_xml_with_a_document_type_is_refused(tmp_path, entity):
    rows = f'<row r="2">{cell("A2", "&x; hello" if entity else "hello")}</row>'
    articles, rejects = read(book(tmp_path / "a.xlsx", rows, f"<!DOCTYPE a [{entity}]>"))
    assert (len(articles), reasons(rejects)) == (0, ["unreadable"])


@pytest.mark.parametrize(
    "more",
    [
        {"rows": "<a>" * 70 + "</a>" * 70},
        {"rows": '<row r="2"/>' * 3000},
        {"rows": f'<row r="2">{"<c/>" * 3000}</row>'},
        {"rows": "", "styles": "<xf/>" * 3000},
        {"rows": "", "shared": "<si/>" * 3000},
    ],
)
def test_more_elements_than_memory_holds_are_refused(tmp_path, monkeypatch, more):
    for name in ("_SEVERAL", "_WITHIN", "_OTHERS"):
        monkeypatch.setattr(workbook, name, 2000)
    articles, rejects = read(book(tmp_path / "a.xlsx", **more))
    assert (len(articles), reasons(rejects)) == (0, ["too large"])


LONG = "x" * 3000


@pytest.mark.parametrize(
    "more",
    [
        {"rows": f'<row r="2" spans="{LONG}"/>'},
        {"rows": f"<!--{LONG}-->"},
        {"rows": f"<?a {LONG}?>"},
        {"rows": f"<{LONG}/>"},
        {"rows": f'<row r="2">{cell("A2", LONG)}</row>'},
        {"rows": f'<row r="2">{cell("A2", f"<![CDATA[{LONG}]]>")}</row>'},
        {"rows": "", "shared": f"<si><t>{LONG}</t></si>"},
    ],
)
def test_a_mark_or_a_row_longer_than_memory_holds_is_refused(tmp_path, monkeypatch, more):
    monkeypatch.setattr(workbook, "_BLOCK", 100)
    monkeypatch.setattr(workbook, "_WITHIN_BYTES", 2000)
    articles, rejects = read(book(tmp_path / "a.xlsx", **more))
    assert (len(articles), reasons(rejects)) == (0, ["too large"])


@pytest.mark.parametrize("between", ["", " "])
def test_rows_may_be_many_but_not_far_apart(tmp_path, monkeypatch, between):
    monkeypatch.setattr(workbook, "_BLOCK", 100)
    monkeypatch.setattr(workbook, "_WITHIN_BYTES", 2000)
    monkeypatch.setattr(workbook, "_BETWEEN", 500)
    rows = (between * 50).join(f'<row r="{n}">{cell(f"A{n}", f"Text {n}.")}</row>' for n in range(2, 102))
    articles, rejects = read(book(tmp_path / "a.xlsx", rows))
    assert (len(articles), reasons(rejects)) == ((0, ["too large"]) if between else (100, []))


@pytest.mark.parametrize("limit", ["_OTHERS_BYTES", "_PARTS"])
def test_parts_that_are_read_as_a_whole_are_few_and_small(tmp_path, monkeypatch, limit):
    path = book(tmp_path / "a.xlsx", f'<row r="2">{cell("A2", "One.")}</row>')
    articles, rejects = read(path)
    assert (articles["text"].tolist(), len(rejects)) == (["One."], 0)
    monkeypatch.setattr(workbook, limit, {"_OTHERS_BYTES": 100, "_PARTS": 6}[limit])
    articles, rejects = read(path)
    assert (len(articles), reasons(rejects)) == (0, ["too large"])


def test_workbooks_that_pandas_writes_are_within_every_limit(tmp_path):
    frame = pd.DataFrame({"text": [f"Text {n}." for n in range(3000)], "outlet": "A"})
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    articles, rejects = read(tmp_path / "a.xlsx")
    assert articles["text"].tolist() == frame["text"].tolist()
    assert len(rejects) == 0
