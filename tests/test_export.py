import itertools
import json
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import export, quotation, segmentation, store, tables
from analysis.cli import main
from analysis.export import brat as standoff
from analysis.export import spreadsheet
from analysis.quotation import Attribution
from analysis.quotation.acts import ACTS

TEXT = "“We won,” said Ada Byron, “and\nyou know it.” She added that all was well. =1+1"
FIRST = Attribution("direct", ((0, 9), (26, 44)), ((10, 14),), ((15, 24),), None, 0.9, "rules 1")


@pytest.fixture
def annotations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of one article with one quotation in two pieces, over a line end."""
    article = (
        "a/1",
        "=Paper",
        pd.Timestamp("2024-05-01", tz="UTC"),
        "T",
        None,
        None,
        TEXT,
        len(TEXT),
        "0",
        "0",
        None,
        "en",
        0,
        "f",
    )
    quotations, spans = quotation.tables_of(["a/1"], [segmentation.segment(TEXT)], [[FIRST]])
    frames = {"articles": tables.build("articles", [article]), "quotations": quotations, "spans": spans}

    class Fixed:
        def __len__(self):
            return 1

        def table(self, name, *, columns=None, where=None):
            frame = frames.get(name, tables.empty(name))
            return frame if columns is None else frame[list(columns)]

        def batches(self, name, columns=None, where=None):
            yield self.table(name, columns=columns)

        quotations = property(lambda self: self.table("quotations"))
        spans = property(lambda self: self.table("spans"))

    monkeypatch.setattr(store, "read", lambda path: Fixed())
    return tmp_path


def test_csv_and_jsonl_go_to_the_terminal(annotations, capsys):
    assert main(["export", "store", "--table", "quotations"]) == 0
    assert capsys.readouterr().out.startswith("article_id,quotation,outlet,published,date,title,url,speaker,")
    assert main(["export", "store", "--narrow"]) == 0
    assert capsys.readouterr().out.startswith("article_id,quotation,parent,kind,")
    assert main(["export", "store", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["source"] == "Ada Byron"


def test_excel_holds_text_never_formulas(annotations):
    import openpyxl

    path = annotations / "articles.xlsx"
    assert main(["export", "store", "--table", "articles", "--format", "xlsx", "--out", str(path)]) == 0
    head, row = openpyxl.load_workbook(path)["articles"].iter_rows()
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
    assert cells["outlet"].value == "'=Paper"
    assert cells["outlet"].data_type == "s"
    assert cells["published"].value.isoformat() == "2024-05-01T00:00:00"
    assert cells["text"].value == TEXT


@pytest.mark.parametrize(
    ("format", "read"), [("parquet", pd.read_parquet), ("jsonl", partial(pd.read_json, lines=True))]
)
def test_formats_that_no_spreadsheet_runs_hold_text_as_it_is(annotations, format, read):
    path = annotations / f"articles.{format}"
    export.write(store.read("x"), "articles", format, path)
    assert read(path)["outlet"].tolist() == ["=Paper"]


def test_a_long_text_is_safe_in_excel_and_no_longer_than_a_cell():
    cell = spreadsheet._cell("=1;" * 20_000)
    assert cell.startswith("'=1;'=1;")
    assert len(cell) < spreadsheet.LONGEST_CELL


def test_excel_refuses_more_rows_than_it_holds(annotations, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 0)
    with pytest.raises(ValueError, match="Excel holds 0"):
        export.write(store.read("x"), "articles", "xlsx", annotations / "x.xlsx")


@pytest.mark.parametrize("format", [name for name, f in export.FORMATS.items() if not f.terminal])
def test_a_format_that_no_terminal_takes_needs_a_path(annotations, format, capsys):
    assert main(["export", "store", "--format", format]) == 2
    assert capsys.readouterr().err == f"newsbook export: --format {format} needs --out PATH\n"


@pytest.mark.parametrize("format", export.FORMATS)
def test_every_format_is_written_and_says_how_much(annotations, format, capsys):
    path = annotations / f"written-{format}"
    assert main(["export", "store", "--table", "spans", "--format", format, "--out", str(path)]) == 0
    n = {"rows": "4 rows", "articles": "1 articles", "speakers": "0 speakers"}[export.FORMATS[format].counts]
    assert capsys.readouterr().out == f"{path}: {n}\n"
    assert path.exists()


def test_parquet_is_the_table(annotations):
    path = annotations / "q.parquet"
    assert export.write(store.read("x"), "quotations", "parquet", path) == 1
    assert pd.read_parquet(path)["content"].tolist() == ["“We won,” … “and\nyou know it.”"]


@pytest.fixture
def brat(annotations) -> Path:
    folder = annotations / "brat"
    assert main(["export", "store", "--format", "brat", "--out", str(folder)]) == 0
    return folder


def test_brat_has_text_and_spans_cut_at_line_ends(brat):
    name = standoff.file_name("a/1")
    assert (brat / f"{name}.txt").read_text(encoding="utf-8") == TEXT
    assert (brat / f"{name}.ann").read_text(encoding="utf-8").splitlines() == [
        "T1\tContent 0 9;26 30;31 44\t“We won,” “and you know it.”",
        "A1\tAct T1 communication",
        "T2\tCue 10 14\tsaid",
        "R1\tCueOf Arg1:T2 Arg2:T1",
        "T3\tSource 15 24\tAda Byron",
        "R2\tSourceOf Arg1:T3 Arg2:T1",
    ]
    assert (brat / "annotation.conf").is_file()


def test_what_was_not_corrected_is_not_taken(brat):
    quotations, spans, articles = standoff.corrected(store.read("x"), brat, by="Ada")
    assert not len(quotations)
    assert not len(spans)
    assert articles == []


def test_what_was_corrected_is_taken_with_the_name_of_who_did(brat):
    path = brat / f"{standoff.file_name('a/1')}.ann"
    start = TEXT.index("that all")
    path.write_text(
        path.read_text(encoding="utf-8")
        + f"T4\tContent {start} {start + 17}\tthat all was well\nT5\tCue {start - 6} {start - 1}\tadded\n"
        + "R3\tCueOf Arg1:T5 Arg2:T4\n#1\tAnnotatorNotes T4\tmissed\n",
        encoding="utf-8",
    )
    quotations, spans, articles = standoff.corrected(store.read("x"), brat, by="Ada")
    assert articles == ["a/1"]
    assert quotations["kind"].tolist() == ["direct", "indirect"]
    assert quotations["engine"].tolist() == ["person: Ada"] * 2
    content = spans[(spans["quotation"] == 0) & (spans["role"] == "content")]
    assert list(zip(content["start"], content["end"], strict=True)) == [(0, 9), (26, 44)]


def rewritten(brat: Path, old: str, new: str) -> Path:
    path = brat / f"{standoff.file_name('a/1')}.ann"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_an_act_that_was_corrected_is_taken(brat):
    rewritten(brat, "Act T1 communication", "Act T1 belief")
    quotations, _, articles = standoff.corrected(store.read("x"), brat, by="Ada")
    assert articles == ["a/1"]
    assert quotations["act"].tolist() == ["belief"]


def test_a_folder_of_a_version_that_knew_no_acts_changes_none(brat, monkeypatch):
    seen = store.read("x")
    seen.quotations["act"] = "knowledge"  # what the store says since
    rewritten(brat, "A1\tAct T1 communication\n", "")
    assert standoff.corrected(seen, brat, by="Ada")[2] == []
    rewritten(brat, "T2\tCue 10 14\tsaid", "T2\tCue 10 13\tsai")
    assert standoff.corrected(seen, brat, by="Ada")[0]["act"].tolist() == ["knowledge"]


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Attribution]]:
    """A text with attributions of several pieces: side by side, over line ends, of blanks alone, twice the same."""
    text = draw(st.text("ab“” \r\n\x0b\x1c\x85\u2028\u2029T9\t", min_size=1, max_size=40))
    cuts = st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted)
    spans = cuts.map(lambda c: tuple(zip(c[::2], c[1::2], strict=False)))
    side_by_side = cuts.map(lambda c: tuple(itertools.pairwise(c)))
    roles = st.tuples(*[spans | side_by_side] * 3)
    rows = draw(st.lists(st.tuples(roles, st.sampled_from(ACTS)), max_size=3))
    found = [Attribution("indirect", *spans, None, 0.9, "rules 1", act) for spans, act in rows]
    return text, found + found[: draw(st.integers(0, 1))]


@settings(deadline=None)
@given(marked_texts())
def test_a_round_trip_through_brat_without_an_edit_corrects_nothing(tmp_path_factory, marked):
    text, attributions = marked
    path = tmp_path_factory.mktemp("brat") / "a.ann"
    path.write_text("".join(standoff._annotations(text, attributions)), encoding="utf-8", newline="\n")
    stored = [standoff.Marked(a.content, a.cue, a.source, a.act) for a in attributions]
    assert standoff._compared(text, standoff._read(path, text)) == standoff._compared(text, stored)


@pytest.mark.parametrize("pieces", [((0, 4),), ((0, 2), (4, 6)), ((0, 6), (7, 9))])
def test_a_character_more_or_less_is_a_correction(pieces):
    def compared(*content: tuple[int, int], act: str = "belief") -> object:
        return standoff._compared("ab cd ef gh", [standoff.Marked(content, (), (), act)])

    assert compared((0, 2), (3, 5)) == compared((0, 5))
    assert compared((0, 5)) != compared(*pieces)
    assert compared((0, 5)) != compared((0, 5), act="knowledge")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T9\tContent 5 900\tx", "no span of the text"),
        ("T9\tContent 5 5\tx", "no span of the text"),
        ("T9\tPerson 0 5\tx", "no source, cue, content"),
        ("R9\tCueOf Arg1:T2 Arg2:T77", "not a part and a content"),
        ("A9\tAct T1 dream", "no source, cue, content, relation or act"),
        ("A9\tAct T2 belief", "an act of T2, which is no content"),
    ],
)
def test_annotations_that_make_no_sense_are_refused(brat, line, said):
    path = brat / f"{standoff.file_name('a/1')}.ann"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        standoff.corrected(store.read("x"), brat, by="Ada")


def test_a_changed_text_is_refused(brat):
    (brat / f"{standoff.file_name('a/1')}.txt").write_text("other", encoding="utf-8")
    with pytest.raises(ValueError, match="only annotations can be corrected"):
        standoff.corrected(store.read("x"), brat, by="Ada")


def test_a_folder_without_annotations_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"no \.ann files"):
        standoff.corrected(store.Store("x", ()), tmp_path, by="Ada")


def test_a_folder_with_files_is_not_written_into(annotations, brat, capsys):
    assert main(["export", "store", "--format", "brat", "--out", str(brat)]) == 2
    assert "not empty" in capsys.readouterr().err


@pytest.mark.parametrize("article_id", ["..", ".", "", "a b", "ä", "x" * 101, "a/b", "-rf"])
def test_ids_that_are_no_file_names_are_hashed(article_id):
    assert standoff.file_name(article_id).isalnum()
