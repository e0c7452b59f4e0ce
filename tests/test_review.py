"""Samples are drawn with known chances and frozen; decisions are events; what was decided goes into the store."""

import dataclasses
import json
import os
import shlex
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis import review, store, summaries, tables
from analysis.cli import main, parser
from analysis.review import designs, events, sheet, sheet_reading
from analysis.review import frame as frames
from analysis.review.codings import coded, key, spans_of
from analysis.store import corrections, integrity, lock, place, reviews
from analysis.store.place import StoreError
from tests.reviewed import AT, copied, decide, run, text_of


@pytest.fixture
def annotated(tmp_path):
    return copied(tmp_path)


@pytest.fixture
def sample(annotated):
    return review.draw(annotated, 12, name="first", seed=3, variables=["topic"])


# --- drawing ------------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_units_with_the_same_chance_each(annotated, sample):
    again = review.draw(annotated, 12, name="second", seed=3)
    other = review.draw(annotated, 12, name="third", seed=4)
    assert list(again.drawn["unit"]) == list(sample.drawn["unit"])
    assert set(other.drawn["unit"]) != set(sample.drawn["unit"])
    assert (sample.units["pi"] == 12 / 16).all()
    assert sample.units["double"].sum() == 3  # a fifth of 12, rounded up
    assert set(sample.units.loc[sample.units["double"], "unit"]) <= set(sample.drawn["unit"])
    assert tables.validate("units", sample.units) is sample.units
    assert review.names(annotated) == ["first", "second", "third"]


def test_the_rows_of_all_units_are_frozen_whatever_becomes_of_the_store(annotated, sample):
    frozen, mine = sample.frozen("quotations"), annotated.quotations
    assert len(frozen) == len(mine)
    assert set(frozen["unit"]) == set(mine["article_id"])
    assert {"speaker", "source_type", "gender"} <= set(frozen.columns)
    assert set(sample.frozen("articles")["article_id"]) == set(sample.drawn["article_id"])


def test_passages_cover_each_article_and_hold_about_three_paragraphs(annotated):
    units = frames.units(annotated, "passage")
    first = units[units["article_id"] == "a03"]
    text = text_of(3)
    assert list(first["start"]) == [0, text.index("It was raining")]
    assert list(first["end"]) == [text.index("It was raining"), len(text)]
    assert list(first["unit"]) == ["a03#0", "a03#1"]
    at = frames.unit_at(units, pd.Series(["a03", "a04", "a03"]), pd.Series([0, len(text) - 1, 400]))
    assert list(at) == ["a03#0", "a04#1", "a03#1"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": "a/b"}, "letters"),
        ({"name": "x", "design": "worst"}, "design"),
        ({"name": "x", "unit": "word"}, "unit"),
        ({"name": "x", "double": 2}, "share"),
        ({"name": "x", "since": "2100-01-01"}, "no article"),
        ({"name": "x", "n": 0}, "from 1 up"),
        ({"name": "x", "variables": ["a=b"]}, "variable"),
    ],
)
def test_a_sample_that_makes_no_sense_is_refused_and_leaves_nothing(annotated, given, why):
    with pytest.raises(ValueError, match=why):
        review.draw(annotated, **given)
    assert review.names(annotated) == []


def test_a_name_is_taken_once_and_an_unknown_one_names_those_there_are(annotated, sample):
    with pytest.raises(ValueError, match="already"):
        review.draw(annotated, 5, name="first")
    with pytest.raises(StoreError, match="there are: first"):
        review.opened(annotated, "nosuch")
    assert review.opened(annotated).name == "first"


def test_outlets_are_strata_of_the_same_number_as_far_as_they_reach():
    assert designs.allocated({"a": 2, "b": 50, "c": 50}, 12) == {"a": 2, "b": 5, "c": 5}
    assert designs.allocated({"a": 3, "b": 4}, 100) == {"a": 3, "b": 4}
    outlets = pd.Series(["big"] * 9 + ["mid"] * 5 + ["one", "two"])
    assert set(designs.strata(outlets, 15)) == {"big", "mid", "other outlets"}
    assert set(designs.strata(outlets, 4)) == {"other outlets"}


def test_chances_follow_doubts_sum_to_n_and_stay_below_one():
    doubts = np.array([0.0, 1.0, 1.0, 8.0])
    pi = designs.chances(doubts, 2)
    assert pi[3] == 1.0
    assert pi.sum() == pytest.approx(2)
    assert pi[0] > 0
    assert pi[1] == pi[2] > pi[0]
    assert designs.chances(np.zeros(4), 2) == pytest.approx(0.5)


def test_doubtful_units_drawn_by_chance_estimate_without_bias():
    frame = pd.DataFrame({"unit": [f"u{i}" for i in range(40)], "outlet": "A"})
    doubts = np.linspace(0, 1, 40)
    totals = []
    for seed in range(80):
        drawn = designs.drawn(frame, 12, "uncertain", doubts, seed=seed)
        chosen = drawn[drawn["sampled"]]
        totals.append((doubts[chosen.index] / chosen["pi"]).sum())
    assert np.mean(totals) == pytest.approx(doubts.sum(), rel=0.08)


# --- decisions ----------------------------------------------------------------------------------------------------


def test_a_decision_is_a_line_kept_once_and_undone_by_another(sample):
    unit = sample.drawn["unit"][0]
    row = review.frozen(sample).rows[unit][0]
    one = review.event(sample, unit, "reject", coder="Ada", at=AT, target=row.content)
    assert review.append(sample, [one, one], coder="Ada") == 1
    assert review.append(sample, [one], coder="Ada") == 0
    assert one["sha256"] == sample.drawn["sha256"][0]
    assert [c.verdict for u in coded(sample) for c in u.codings if c.coding == row.coding] == ["wrong"]
    undo = review.event(sample, unit, "undo", coder="Ada", at=AT, after={"id": one["id"]})
    review.append(sample, [undo], coder="Ada")
    assert review.decisions(sample).empty
    assert list(review.decisions(sample, history=True)["action"]) == ["reject", "undo"]
    redo = review.event(sample, unit, "undo", coder="Ada", at=AT, after={"id": undo["id"]})
    review.append(sample, [redo], coder="Ada")
    assert list(review.decisions(sample)["action"]) == ["reject"]


def test_what_a_killed_process_wrote_of_a_line_goes_and_nothing_else(sample, annotated):
    unit = sample.drawn["unit"][0]
    decide(sample, "Ada", (unit, "done", (), {}))
    path = sample.place.path(reviews.FOLDER, "first", events.file_of("Ada"))
    with open(path, "ab") as file:  # noqa: PTH123
        file.write(b'{"id": "torn')
    assert len(review.read(sample)) == 1
    decide(sample, "Ada", (unit, "note", (), {"text": "after"}))
    with open(path, "rb") as file:  # noqa: PTH123
        lines = file.read().split(b"\n")
    assert [json.loads(line)["action"] for line in lines[:-1]] == ["done", "note"]
    assert lines[-1] == b""
    assert integrity.verify(annotated.place) == []


def test_no_decision_is_lost_when_two_write_for_one_coder_at_once(sample):
    unit = sample.drawn["unit"][0]

    def write(number: int) -> None:
        for step in range(8):
            decide(sample, "Ada", (unit, "note", (), {"text": f"{number} {step}"}))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    notes = [event["after"]["text"] for event in review.read(sample)]
    assert sorted(notes) == sorted(f"{n} {step}" for n in range(4) for step in range(8))


@pytest.mark.parametrize(
    ("action", "given", "why"),
    [
        ("reject", {}, "which content"),
        ("praise", {}, "action"),
        ("kind", {"target": ((0, 3),), "after": {"value": "loud"}}, "kind"),
        ("add", {"target": ((0, 9_999),)}, "no span"),
        ("add", {"target": ((3, 3),)}, "no span"),
        ("span", {"target": ((0, 3),), "after": {"role": "content", "spans": []}}, "reject what is none"),
        ("speaker", {"target": ((0, 3),), "after": {"name": "X", "kind": "ghost"}}, "speaker"),
        ("merge", {"after": {"name": "X"}}, "into"),
        ("note", {"after": {"text": "x" * 30_000}}, "characters"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(sample, action, given, why):
    with pytest.raises(ValueError, match=why):
        review.event(sample, sample.drawn["unit"][0], action, coder="Ada", at=AT, **given)
    with pytest.raises(ValueError, match="not in the sample"):
        review.event(sample, "nosuch", "done", coder="Ada", at=AT)


def test_codings_say_what_was_right_wrong_changed_and_missed(sample):
    unit = sample.drawn["unit"][0]
    first, second, *rest = review.frozen(sample).rows[unit]
    decide(
        sample,
        "Ada",
        (unit, "reject", first.content, {}),
        (unit, "kind", second.content, {"value": "mixed"}),
        (unit, "speaker", second.content, {"name": "Zoe Quill"}),
        (unit, "add", ((0, 7),), {"speaker": "Someone Else"}),
        (unit, "merge", (), {"name": "Someone Else", "into": "Ida Else"}),
        (unit, "done", (), {}),
    )
    found = review.codings(sample)
    assert tables.validate("codings", found) is found
    rows = found.set_index("coding")
    assert rows.loc[first.coding, "verdict"] == "wrong"
    assert rows.loc[second.coding, "verdict"] == "changed"
    assert {"kind", "speaker"} <= set(rows.loc[second.coding, "changed"].split(", "))
    assert rows.loc["0-7", "verdict"] == "missed"
    assert pd.isna(rows.loc["0-7", "machine"])
    assert rows.loc["0-7", "speaker"] == "Ida Else"
    assert all(rows.loc[c.coding, "verdict"] == "right" for c in rest)
    assert (rows["pi"] == 0.75).all()
    decide(sample, "Ada", (unit, "kind", second.content, {"value": second.kind}))
    assert "kind" not in review.codings(sample).set_index("coding").loc[second.coding, "changed"]
    spans = review.coded_spans(sample)
    assert key([(3, 5), (0, 2)]) == "0-2 3-5"
    assert spans_of("0-2 3-5") == ((0, 2), (3, 5))
    assert ("0-7", 0, 7) in set(zip(spans["coding"], spans["start"], spans["end"], strict=True))


def test_coders_get_what_all_get_and_what_nobody_has_begun(sample):
    double = set(sample.units.loc[sample.units["double"], "unit"])
    single = next(u for u in sample.drawn["unit"] if u not in double)
    decide(sample, "Ada", (single, "done", (), {}))
    assert single not in review.queue(sample, "Ada")
    assert single not in review.queue(sample, "Bob")
    assert double <= set(review.queue(sample, "Bob"))
    assert set(review.codings(sample, coder="Bob")["coder"]) == set()
    named = review.coded_units(sample, pseudonyms=True)
    assert set(named["coder"]) == {"coder 1"}


# --- spreadsheets -------------------------------------------------------------------------------------------------


def test_coders_who_share_a_sample_get_a_part_each_and_both_what_everybody_codes(sample, tmp_path):
    both = set(sample.units.loc[sample.units["double"], "unit"])
    parts = [events.queue(sample, coder, among=["Ada", "Bob"]) for coder in ("Ada", "Bob")]
    assert sorted(len(part) for part in parts) == [7, 8]  # 3 for both, and of the other 9 a half each
    assert set(parts[0]) & set(parts[1]) == both
    assert set(parts[0]) | set(parts[1]) == set(sample.drawn["unit"])
    assert sheet.write(sample, tmp_path / "bob.xlsx", coder="Bob", among=["Ada", "Bob"]) == len(parts[1])
    with pytest.raises(ValueError, match="Cy is not among Ada, Bob"):
        events.queue(sample, "Cy", among=["Ada", "Bob"])


def test_behind_a_url_two_processes_of_one_coder_lose_nothing_and_a_dead_one_is_not_waited_for(
    sample, monkeypatch
):
    url = place.of("memory://reviewed/store")
    folder = Path(sample.place.path(reviews.FOLDER, sample.name))
    for file in folder.glob("*.*"):
        place.write(url, file.read_bytes(), reviews.FOLDER, sample.name, file.name)
    there = dataclasses.replace(sample, path=url.name)
    unit = there.drawn["unit"][0]

    def write(number: int) -> None:
        for one in range(4):
            decide(there, "Ada", (unit, "note", (), {"text": f"{number}.{one}"}))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    notes = [event["after"]["text"] for event in review.read(there)]
    assert sorted(notes) == [f"{n}.{one}" for n in range(3) for one in range(4)]
    dead = f"{reviews.FOLDER}/first/.{events.file_of('Ada')}.owner"
    place.write(url, b"process 1 on elsewhere, since 2025-01-02T03:04:05+00:00 (0)", dead)
    decide(there, "Ada", (unit, "done", (), {}))
    assert len(review.read(there)) == 13
    assert place.read(url, dead) is None
    monkeypatch.setattr(lock, "DEAD", 0.2)
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    place.write(url, f"process 1 on elsewhere, since {later} (0)".encode(), dead)
    with pytest.raises(StoreError, match="written by other processes"):
        decide(there, "Ada", (unit, "note", (), {"text": "x"}))


def test_a_spreadsheet_comes_back_as_decisions_once_and_says_which_rows_make_no_sense(sample, tmp_path):
    path = tmp_path / "ada.xlsx"
    assert sheet.write(sample, path, coder="Ada") == 12
    with pytest.raises(ValueError, match="already"):
        sheet.write(sample, path, coder="Ada")
    book = openpyxl.load_workbook(path)
    rows, units = book["attributions"], book["units"]
    column = {cell.value: cell.column for cell in rows[1]}
    unit, coding = rows.cell(2, 1).value, rows.cell(2, 2).value
    rows.cell(2, column["verdict"]).value = "wrong"
    rows.cell(3, column["speaker"]).value = "Zoe Quill"
    rows.cell(3, column["note"]).value = "=1+1"
    last = rows.max_row
    rows.cell(last + 1, 1).value, rows.cell(last + 1, column["content"]).value = unit, "The  ferry"
    rows.cell(last + 2, 1).value, rows.cell(last + 2, column["content"]).value = unit, "no such words"
    rows.cell(last + 3, 1).value = "strange"
    units.cell(2, 2).value = "x"
    topics = {cell.value: cell.column for cell in units[1]}
    units.cell(2, topics["topic"]).value = "bridges"
    book.save(path)
    new, problems = sheet_reading.read(sample, path, coder="Ada", at=AT)
    assert [p.row for p in problems] == [last + 2, last + 3]
    assert "no such words" in problems[0].reason.replace("'", "")
    found = review.codings(sample).set_index(["unit", "coding"])
    assert found.loc[(unit, coding), "verdict"] == "wrong"
    assert "Zoe Quill" in set(found["speaker"])
    start = text_of(int(unit[1:])).index("The ferry")
    assert found.loc[(unit, f"{start}-{start + 9}"), "verdict"] == "missed"
    whole = review.coded_units(sample).set_index("unit")
    assert whole.loc[unit, "topic"] == "bridges"
    assert whole["done"].sum() == 1
    assert sheet_reading.read(sample, path, coder="Ada", at=AT)[0] == 0
    assert new == len(review.read(sample))


def test_a_file_that_is_no_spreadsheet_is_refused(sample, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ValueError, match="no spreadsheet"):
        sheet_reading.read(sample, tmp_path / "x.xlsx", coder="Ada", at=AT)


# --- into the store -----------------------------------------------------------------------------------------------


def test_what_was_decided_stays_in_the_store_through_later_runs(annotated, sample, tmp_path):
    unit = sample.drawn["unit"][0]
    rows = review.frozen(sample).rows[unit]
    wrong = rows[0]
    other = next(r for r in rows[1:] if r.source)
    ferry = text_of(int(unit[1:])).index("The ferry")
    decide(
        sample,
        "Ada",
        (unit, "reject", wrong.content, {}),
        (unit, "speaker", other.content, {"name": "Zoe Quill", "kind": "person"}),
        (unit, "gender", other.content, {"value": "female"}),
        (unit, "add", ((ferry, ferry + 9),), {}),
        (unit, "merge", (), {"name": "Ann Lee", "into": "Ann Lee-Marsh"}),
        (unit, "done", (), {}),
    )
    made = review.apply(annotated, sample, coder="Ada", at=AT)
    assert (made.articles, made.removed, made.added) == (1, 1, 1)

    def check(found: store.Store) -> None:
        mine = found.table("quotations", where={"article_id": unit})
        contents = set(mine["content"])
        assert "The ferry" in contents
        assert not any(wrong.content == ((s, e),) for s, e in _content(found, unit))
        who = found.table("mentions", where={"article_id": unit})
        assert "Zoe Quill" in set(who["name"].dropna())
        people = found.speakers.set_index("name")
        assert people.loc["Zoe Quill", "gender"] == "female"
        assert "Ann Lee-Marsh" in people.index
        assert "Ann Lee" not in people.index
        assert set(mine["engine"]) == {"person: Ada"}

    check(made.store)
    check(run(tmp_path))
    told = corrections.articles(annotated.place)
    assert list(told[["article_id", "by", "at", "sample"]].iloc[0]) == [unit, "Ada", AT, "first"]
    assert integrity.verify(annotated.place) == []
    again = review.apply(made.store, sample, coder="Ada", at="2027-01-01")
    check(again.store)
    assert list(corrections.earlier(annotated.place)["corrections"]["at"]) == [AT]
    assert wrong.coding in {c.coding for c in review.frozen(sample).rows[unit]}


def _content(found: store.Store, article: str) -> list[tuple[int, int]]:
    spans = found.table("spans", where={"article_id": article, "role": "content"})
    return list(zip(spans["start"], spans["end"], strict=True))


def test_a_coder_who_has_done_nothing_cannot_be_applied(annotated, sample):
    with pytest.raises(ValueError, match="done no unit"):
        review.apply(annotated, sample, coder="Ada", at=AT)


def test_verify_tells_of_a_sample_that_is_hurt_and_reading_refuses_it(annotated, sample):
    path = sample.place.path(reviews.FOLDER, "first", "units.parquet")
    os.truncate(path, 100)
    assert integrity.verify(annotated.place) == [("reviews/first/units.parquet", "is damaged")]
    assert integrity.verify(annotated.place, repair=True)
    assert os.path.exists(path)  # noqa: PTH110
    with pytest.raises(StoreError, match="put back a copy"):
        review.opened(annotated, "first")


# --- commands and pages -------------------------------------------------------------------------------------------


def test_the_commands_lead_from_a_draw_to_an_estimate(annotated, tmp_path, capsys):
    where, out = str(tmp_path / "store"), str(tmp_path / "ada.xlsx")
    assert main(["review", "plan", where, "--json"]) == 0
    assert {row["what"] for row in json.loads(capsys.readouterr().out)} >= {"share indirect"}
    assert main(["review", "draw", where, "first", "-n", "12", "--design", "outlet"]) == 0
    assert main(["review", "sheet", where, "first", "--coder", "Ada", "--out", out]) == 0
    book = openpyxl.load_workbook(out)
    for row in range(2, book["units"].max_row + 1):
        book["units"].cell(row, 2).value = "yes"
    book.save(out)
    assert main(["review", "read", where, "first", out, "--coder", "Ada"]) == 0
    assert "12 of 12 articles done" in capsys.readouterr().out
    assert main(["review", "estimate", where, "first", "share-indirect", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["what"], row["n_coded"], row["articles"]) == ("share indirect", 12, 12)
    assert row["machine"] is not None
    assert row["hand"] is not None
    assert main(["review", "quality", where, "first", "--json"]) == 0
    quality = json.loads(capsys.readouterr().out)
    assert next(r for r in quality if r["what"] == "found" and r["measure"] == "precision")["value"] == 1.0
    assert main(["review", "estimate", where, "first", "nonsense"]) == 2
    assert "share indirect" in capsys.readouterr().err
    assert main(["export", where, "--table", "codings", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["verdict"] for row in rows} == {"right"}
    assert {row["pi"] for row in rows} == {0.75}
    assert (
        main(["export", where, "--table", "codings", "--format", "brat", "--out", str(tmp_path / "b")]) == 2
    )
    capsys.readouterr()
    assert main(["review", "agreement", where, "first"]) == 2
    assert "no unit was done by two coders" in capsys.readouterr().err


@pytest.mark.parametrize("table", ["codings", "coded_spans", "coded_units", "codes"])
def test_what_was_coded_is_exported_without_the_names_of_coders_and_speakers(
    annotated, tmp_path, capsys, table
):
    for name, coder in (("first", "Zora Coder"), ("second", "Abel Coder")):
        sample = review.draw(annotated, 4, name=name, unit="passage", variables=["topic"])
        unit = next(u for u in sample.drawn["unit"] if review.frozen(sample).rows[u])
        one = review.frozen(sample).rows[unit][0]
        decide(
            sample, coder,
            (unit, "speaker", one.content, {"name": "Zoe Quill", "kind": "person"}),
            (unit, "note", one.content, {"text": "Ann Lee again"}),
            (unit, "variable", (), {"name": "topic", "value": "bridges"}),
            (unit, "note", (), {"text": "Bob Ray again"}),
            (unit, "done", (), {}),
        )  # fmt: skip
    out = tmp_path / "coded.csv"
    assert main(["export", str(annotated.path), "--table", table, "--pseudonyms", "--out", str(out)]) == 0
    rows = pd.read_csv(out)
    assert rows.groupby("sample")["coder"].unique().map(list).to_dict() == {
        "first": ["coder 2"],
        "second": ["coder 1"],
    }
    assert set(rows["unit"].str.partition("#")[0]) == set(rows["article_id"])
    written = out.read_text("utf-8")
    assert not [n for n in ("Zora", "Abel", "Zoe", "Ann", "Bob", "bridge is", "again", AT) if n in written]
    if table == "codings":
        assert set(rows["speaker"].dropna().str[:2]) == {"P-"}
        assert (rows["verdict"] == "changed").sum() == 2


def test_a_page_says_how_to_draw_a_sample_where_there_is_none_and_several_are_named(annotated):
    assert "newsbook review draw" in summaries.described_review(summaries.reviewed(annotated))
    for name in ("first", "second"):
        review.draw(annotated, 3, name=name)
    assert "first and second" in summaries.described_review(summaries.reviewed(annotated))
    found = summaries.reviewed(annotated, "first")
    assert "0 of 3 articles" in summaries.described_review(found)
    assert summaries.review_estimates(found).empty
    assert summaries.review_agreement(found).empty


def test_the_command_lines_of_the_tutorial_are_ones_that_the_parser_takes():
    lines = (Path(__file__).parent.parent / "docs" / "review.md").read_text("utf-8").splitlines()
    calls = [line for line in lines if line.startswith("newsbook ")]
    steps = {parser().parse_args(shlex.split(call)[1:]).__dict__.get("step") for call in calls}
    assert steps >= {"plan", "draw", "sheet", "read", "status", "agreement", "quality", "estimate", "apply"}


def test_every_step_and_option_is_in_the_table_of_commands():
    commands = (Path(__file__).parent.parent / "docs" / "commands.md").read_text("utf-8")
    review_ = parser()._subparsers._group_actions[0].choices["review"]
    for name, step in review_._subparsers._group_actions[0].choices.items():
        row = next(line for line in commands.splitlines() if line.startswith(f"| `{name} STORE"))
        options = [o for a in step._actions for o in a.option_strings if o not in ("-h", "--help", "--json")]
        left_out = (
            "--outlets",
            "--since",
            "--until",
            "--quiet",
            "--verbose",
            "--log",
        )  # told of once, for all
        assert not [o for o in options if o not in row and o not in left_out], name


def test_shares_of_a_page_have_what_both_say_beside_the_machines(annotated):
    sample = review.draw(annotated, 16, name="first")
    decide(sample, "Ada", *[(unit, "done", (), {}) for unit in sample.drawn["unit"]])
    rows = summaries.quotations(annotated)
    plain, beside = summaries.quotation_kinds(rows), summaries.quotation_kinds(rows, corrected="first")
    assert list(beside.columns) == [
        *plain.columns, "corrected", "corrected_low", "corrected_high", "n_coded", "lambda"
    ]  # fmt: skip
    assert plain.equals(beside[plain.columns])
    assert beside["corrected"].isna().all()  # eight articles of each outlet
    one = summaries.quotation_kinds(rows.assign(all="all"), by="all", corrected="first")
    assert one["corrected"].isna().all()  # no group that the sample knows
    heard = summaries.speaker_share(rows, corrected="first").set_index("speaker")
    assert heard.loc["Bob Ray", "n_coded"] == 16
    rows.attrs.clear()
    with pytest.raises(ValueError, match="know their store"):
        summaries.quotation_kinds(rows, corrected="first")
