"""`newsbook new`: what came in since a date, or since it was last asked; and when it came in."""

import csv
import io
import json

import pytest

from analysis import annotate
from analysis import store as stores
from analysis.cli import main
from analysis.store import arrivals, batches, lock, place

FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}
FIRST = "“We won,” said Ada Byron. “Taxes rose,” said Otto Falk."
SECOND = '"=1+1 is two," said Ada Byron.'


@pytest.fixture
def here(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(FIRST, encoding="utf-8")
    annotate.run(tmp_path / "articles", store=tmp_path / "s", **FAST)
    return tmp_path


def grown(here):
    (here / "articles" / "b.txt").write_text(SECOND, encoding="utf-8")
    return annotate.run(here / "articles", store=here / "s", **FAST)


def contents(capsys, here, *arguments: str) -> list[str]:
    assert main(["new", str(here / "s"), *arguments]) == 0
    return [row["content"] for row in json.loads(capsys.readouterr().out)]


def test_last_tells_each_article_once(here, capsys):
    assert contents(capsys, here) == ["“We won,”", "“Taxes rose,”"]
    assert contents(capsys, here, "--since", "last") == []
    assert grown(here).changes == {"new": 1, "changed": 0, "gone": 0}
    assert contents(capsys, here) == ['"=1+1 is two,"']
    assert contents(capsys, here) == []


def test_each_speaker_and_term_has_a_last_of_its_own_and_a_date_changes_none(here, capsys):
    assert contents(capsys, here, "--since", "2020-01-01") == ["“We won,”", "“Taxes rose,”"]
    assert contents(capsys, here, "--since", "2999-01-01") == []
    assert contents(capsys, here, "--speaker", "byron") == ["“We won,”"]
    assert contents(capsys, here, "--term", "TAXES") == ["“Taxes rose,”"]
    assert contents(capsys, here, "--term", "axe") == []
    grown(here)
    assert contents(capsys, here, "--speaker", "byron") == ['"=1+1 is two,"']
    assert len(contents(capsys, here)) == 3


def test_what_is_corrected_or_annotated_again_did_not_come_in_anew(here, capsys):
    before = arrivals.arrived(stores.read(here / "s").entries)
    assert len(contents(capsys, here)) == 2
    store = stores.read(here / "s")
    kept, spans = store.quotations.head(1), store.spans[store.spans["quotation"] == 0]
    annotate.correct(store, kept, spans, by="Ada", at="2026-01-01T00:00:00+00:00")
    store = annotate.run(here / "articles", store=here / "s", fresh=True, **FAST)
    assert len(store.quotations) == 1
    assert arrivals.arrived(store.entries) == before
    capsys.readouterr()
    assert contents(capsys, here) == []


def test_csv_runs_in_no_spreadsheet_and_has_its_header_when_nothing_is_new(here, capsys):
    grown(here)
    assert main(["new", str(here / "s"), "--format", "csv", "--term", "two"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["content"] for row in rows] == ["""'"=1+1 is two,\""""]
    assert rows[0]["came_in"].endswith("Z")
    assert main(["new", str(here / "s"), "--format", "csv", "--term", "two"]) == 0
    assert capsys.readouterr().out.startswith("article_id,")


def test_last_waits_while_articles_are_annotated(here, capsys):
    with lock.held(place.of(here / "s")):
        assert main(["new", str(here / "s")]) == 2
        assert main(["new", str(here / "s"), "--since", "2020-01-01"]) == 0
    assert "is annotating this store" in capsys.readouterr().err


def test_each_batch_comes_in_later_than_those_before_whatever_the_clock_says():
    first = batches.Entry("part-0000000001-00000000", {}, {"a": ("1", "2")}, at="2999-01-01T00:00:00.000000Z")
    second = arrivals.dated(batches.Entry("part-0000000002-00000000", {}, {"b": ("1", "2")}), [first])
    assert second.at == "2999-01-01T00:00:00.000001Z"
    again = arrivals.dated(
        batches.Entry("x", {}, {"a": ("3", "2")}), [first], before={"a": first.at, "c": "then"}
    )
    assert (again.earlier, arrivals.arrived([again])) == ({"a": first.at}, {"a": first.at})


def test_a_time_that_is_none_is_a_damaged_entry(here):
    where = place.of(here / "s")
    name = place.listing(where, batches.FOLDER)[0]
    known = place.read_json(where, batches.FOLDER, name) | {"at": "yesterday"}
    place.write(where, json.dumps(batches.signed(known)).encode(), batches.FOLDER, name)
    with pytest.raises(place.StoreError, match="is damaged"):
        batches.entries(where)
