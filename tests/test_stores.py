"""Stores outlive releases: `stores/0.1.0` was made by newsbook 0.1.0 (commit 851b774) and is never made again."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis import annotate, store, summaries, tables
from analysis.annotate import stages
from analysis.cli import main
from analysis.quotation.acts import ACTS
from analysis.store import batches, place

HERE = Path(__file__).parent / "stores"
# Stages of single articles whose rows are not those of 0.1.0.
RAISED = ("quotations", "mentions", "sentiment", "term counts")
MADE_ANEW = {
    "quotations",
    "spans",
    "mentions",
    "speakers",
    "sentiment",
    "term_counts",
    "sources",
    "named",
    "places",
}
ADDED = ("acts", "sources", "named")  # stages that 0.1.0 had not
FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "0.1.0", tmp_path / "store"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copy(HERE / "articles.jsonl", tmp_path))


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stages that run, by name."""
    names: list[str] = []

    def noted(stage: stages.Stage) -> stages.Stage:
        def run(*given: object, **more: object) -> dict[str, pd.DataFrame]:
            names.append(stage.name)
            return stage.run(*given, **more)

        return replace(stage, run=run)

    monkeypatch.setattr(stages, "STAGES", tuple(map(noted, stages.STAGES)))
    return names


def in_order(found: store.Store, name: str) -> pd.DataFrame:
    key = list(tables.TABLES[name].key)
    return found.table(name).sort_values(key, kind="stable").reset_index(drop=True)


def widened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release later: quotations and sentences have one more column each."""
    more = {"quotations": ("type", tables.TEXT), "sentences": ("words", tables.COUNT)}
    for name, (column, dtype) in more.items():
        spec = tables.TABLES[name]
        columns = {**spec.columns, column: tables.Column(dtype, "new")}
        monkeypatch.setitem(tables.TABLES, name, tables.Table(spec.row, spec.key, columns))


def test_a_store_of_0_1_0_is_read_as_it_is(old: Path) -> None:
    before = {p: p.read_bytes() for p in old.rglob("*") if p.is_file()}
    found = store.read(old)
    for name in tables.TABLES:
        tables.validate(name, found.table(name))
    assert sorted(found.articles["article_id"]) == ["g01", "g02", "g03", "g13", "g41", "g46"]
    assert list(found.articles)[-1] == "desk"
    assert len(found.table("quotations", where={"article_id": "g13"})) == 1
    assert len(found.quotations) == 55
    assert before == {p: p.read_bytes() for p in old.rglob("*") if p.is_file()}


def test_a_store_of_0_1_0_is_updated_by_the_stages_that_were_raised(
    old: Path, corpus: Path, ran: list[str]
) -> None:
    before = store.read(old)
    rows = {name: in_order(before, name) for name in tables.TABLES}
    assert rows["quotations"]["act"].isna().all()
    found = annotate.run(corpus, store=old, **FAST)
    assert set(ran) <= {"duplicates", "speakers", *RAISED, *ADDED}
    told = in_order(found, "quotations")
    assert set(told["act"].dropna()) <= set(ACTS)
    desk = told["article_id"] == "g13"  # what a person corrected stays
    assert told.loc[desk, "act"].tolist() == ["communication"]
    kept = rows["quotations"][rows["quotations"]["article_id"] == "g13"]
    assert told.loc[desk, "content"].tolist() == kept["content"].tolist()
    told_since = ["sha256_original", "cleaned", "language"]  # columns of `articles` that 0.1.0 had not
    for name in tables.TABLES.keys() - MADE_ANEW - {"warnings"}:
        now, then = (
            frame.drop(columns=told_since, errors="ignore") for frame in (in_order(found, name), rows[name])
        )
        pd.testing.assert_frame_equal(now, then, obj=name)
    assert found.articles["language"].tolist() == ["en"] * 6
    assert found.articles["sha256_original"].equals(found.articles["sha256"])
    assert json.loads((old / "format.json").read_text()) == {"format": 2, "articles": ["desk"]}
    assert not [p for p in old.rglob("*") if p.name in ("00-schema.parquet", "revision.json")]
    assert all(batches.has_digest(f) for e in found.entries for f in e.parts.values())
    ran.clear()
    annotate.run(corpus, store=old, **FAST)
    assert ran == []


def test_a_store_of_0_1_0_is_compared_and_reported(old: Path, corpus: Path) -> None:
    found = annotate.run(corpus, store=old, **FAST)
    compared = summaries.compared_events(found)
    assert set(compared.articles["article_id"]) == {"g01", "g02", "g03"}
    assert len(compared.versions) > 10


@pytest.mark.parametrize("updated", [False, True])
def test_a_new_column_reaches_a_store_of_0_1_0(
    old: Path, corpus: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch, updated: bool
) -> None:
    if updated:
        annotate.run(corpus, store=old, **FAST)
    widened(monkeypatch)
    seen = store.read(old)
    assert seen.quotations["type"].isna().all()
    assert seen.sentences["words"].isna().all()
    assert updated or len(seen.quotations) == 55
    ran.clear()
    found = annotate.run(corpus, store=old, **FAST)
    assert set(ran) <= ({"sources"} if updated else {"duplicates", "speakers", *RAISED, *ADDED})
    for path in (old / "quotations").glob("*.parquet"):
        assert pq.read_schema(path).names[-1] == "type"
    assert found.quotations["content"].equals(store.read(old).quotations["content"])
    assert len(pd.read_parquet(old / "quotations")) == len(found.quotations)


def test_a_column_that_an_article_brings_reaches_the_other_articles(old: Path, corpus: Path) -> None:
    annotate.run(corpus, store=old, **FAST)
    line = {"id": "n1", "outlet": "Post", "text": "“Yes,” Ann Lee said.", "section": "local"}
    with corpus.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")
    annotate.run(corpus, store=old, **FAST)
    names = {tuple(pq.read_schema(path).names) for path in (old / "articles").glob("*.parquet")}
    assert names == {(*tables.TABLES["articles"].columns, "desk", "section")}


def test_a_store_of_a_later_format_is_refused(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (old / "format.json").write_text('{"format": 99, "articles": []}')
    with pytest.raises(place.StoreError, match="a newer newsbook made this store"):
        store.read(old)
    assert main(["export", str(old)]) == 2
    assert "Update newsbook, or use another store." in capsys.readouterr().err
    assert main(["annotate", "--store", str(old), "--engine", "rules", "--sentiment", "lexicon"]) == 2


@pytest.mark.parametrize(
    "altered",
    [
        {"name": "../../victim"},
        {"parts": {"spans": "../../corpora/x.parquet"}},
        {"parts": {"../spans": "part-0000000001-0123abcd-0123456789abcdef.parquet"}},
        {"articles": ["g01"]},
    ],
)
def test_a_manifest_that_names_what_no_store_has_is_refused(old: Path, corpus: Path, altered: dict) -> None:
    annotate.run(corpus, store=old, **FAST)
    path = next((old / "manifest").iterdir())
    known = json.loads(path.read_text()) | altered
    path.write_text(json.dumps(batches.signed(known)))
    with pytest.raises(place.StoreError, match="newsbook verify"):
        store.read(old)
