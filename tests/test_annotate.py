import json
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from dataclasses import replace
from pathlib import Path

import filelock
import pandas as pd
import psutil
import pytest

from analysis import annotate, quotation, segmentation, store, tables
from analysis import corpus as corpora
from analysis.annotate import executors, stages
from analysis.annotate.executors import Task
from analysis.annotate.intake import Intake
from analysis.settings import Settings
from analysis.store import batches, place
from analysis.store.place import StoreError

FAST = {"engine": "rules", "sentiment": "lexicon"}
CHECKED = ("articles", "sentences", "quotations", "spans", "mentions", "sentiment", "term_counts", "speakers")


def text_of(number: int, word: str = "bridge") -> str:
    return (
        f"EXTON — The {word} number {number} will open in May, Mayor Ann Lee said on Monday.\n\n"
        f"“It is a very good {word},” she said. “Nobody has to wait any longer.”\n\n"
        f"Bob Ray, who lives nearby, said that the {word} was terrible and cost {number} million dollars."
    )


def row(number: int, **cells: object) -> dict[str, object]:
    return {
        "id": f"a{number:03d}",
        "outlet": "Herald" if number % 2 else "Post",
        "text": text_of(number),
        **cells,
    }


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    later = time.time_ns() + len(rows)
    os.utime(path, ns=(later, later))
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus.jsonl", [row(n) for n in range(12)])


def done(**options: object) -> tuple[store.Store, int]:
    """A run, and how many articles it annotated."""
    seen = [0]
    found = annotate.run(progress=lambda p: seen.append(p.done), **{**FAST, **options})
    return found, seen[-1]


def raised(monkeypatch: pytest.MonkeyPatch, *names: str) -> list[str]:
    """Raise the version of some stages; the names of all that run from now on are added to the list returned."""
    ran: list[str] = []

    def noted(stage: stages.Stage) -> stages.Stage:
        def run(*given: object, **more: object) -> dict[str, pd.DataFrame]:
            ran.append(stage.name)
            return stage.run(*given, **more)

        return replace(stage, run=run, version="newer" if stage.name in names else stage.version)

    monkeypatch.setattr(stages, "STAGES", tuple(map(noted, stages.STAGES)))
    return ran


def assert_sound(found: store.Store) -> None:
    for name in tables.TABLES:
        tables.validate(name, found.table(name))
    texts = found.articles.set_index("article_id")["text"]
    for span in found.spans.itertuples():
        assert texts[span.article_id][span.start : span.end].strip()


def assert_same(one: store.Store, other: store.Store, *, but: tuple[str, ...] = ()) -> None:
    for name in [name for name in CHECKED if name not in but]:
        pd.testing.assert_frame_equal(one.table(name), other.table(name), obj=name)


def test_the_example_becomes_valid_tables(tmp_path: Path) -> None:
    found = annotate.run(store=tmp_path / "store", **FAST)
    assert len(found) == len(found.articles) == 2
    assert min(len(found.table(name)) for name in CHECKED) > 0
    assert_sound(found)


def test_every_table_is_read_by_pandas_alone(tmp_path: Path, corpus: Path) -> None:
    found = annotate.run(corpus, store=tmp_path / "store", **FAST)
    for name in tables.TABLES:
        assert len(pd.read_parquet(found / name)) == len(found.table(name)), name
        assert list(pd.read_parquet(found / name)) == list(found.table(name)), name


def test_a_second_run_annotates_and_writes_nothing(tmp_path: Path, corpus: Path) -> None:
    first, count = done(corpus=corpus, store=tmp_path / "store")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "store").rglob("*")}
    second, again = done(corpus=corpus, store=tmp_path / "store")
    assert (count, again) == (12, 0)
    assert before == {p: p.stat().st_mtime_ns for p in (tmp_path / "store").rglob("*")}
    assert_same(first, second)


def test_added_articles_alone_are_annotated(tmp_path: Path, corpus: Path) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    write(corpus, [row(n) for n in range(14)])
    found, count = done(corpus=corpus, store=tmp_path / "store")
    assert count == 2
    assert found.articles["article_id"].tolist() == [f"a{n:03d}" for n in range(14)]
    assert_sound(found)


def test_a_changed_text_takes_the_place_of_the_old_one(tmp_path: Path, corpus: Path) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    write(corpus, [row(n, text=text_of(n, "tunnel")) if n == 3 else row(n) for n in range(12)])
    found, count = done(corpus=corpus, store=tmp_path / "store")
    assert count == 1
    assert_sound(found)
    alone = pd.read_parquet(found / "quotations").query("article_id == 'a003'")
    assert alone["content"].str.contains("tunnel").any()
    assert not alone["content"].str.contains("bridge").any()
    assert len(pd.read_parquet(found / "articles")) == 12


def test_changed_metadata_is_kept_without_annotating_again(tmp_path: Path, corpus: Path) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    write(corpus, [row(n, outlet="Gazette", desk="city") if n == 3 else row(n) for n in range(12)])
    found, count = done(corpus=corpus, store=tmp_path / "store")
    assert count == 0
    changed = found.articles.set_index("article_id").loc["a003"]
    assert (changed["outlet"], changed["desk"], changed["text"]) == ("Gazette", "city", text_of(3))
    assert found.articles["article_id"].tolist() == [f"a{n:03d}" for n in range(12)]
    assert "desk" in pd.read_parquet(found / "articles")


def test_a_store_that_changed_since_it_was_opened_says_so(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _ = done(corpus=corpus, store=tmp_path / "store")
    write(corpus, [row(n, text=text_of(n, "tunnel")) for n in range(12)])
    done(corpus=corpus, store=tmp_path / "store")
    with pytest.raises(annotate.StoreError, match="open it again"):
        before.table("quotations")


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and its store: annotated once, to be copied."""
    folder = tmp_path_factory.mktemp("annotated")
    corpus = write(folder / "corpus.jsonl", [row(n) for n in range(12)])
    done(corpus=corpus, store=folder / "store", batch_size=16)
    return folder


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("sentences", ["sentences"]),
        ("term counts", ["term counts"]),
        ("sentiment", ["sentiment"]),
        ("signatures", ["signatures"]),
        ("mentions", ["mentions", "sentiment", "speakers"]),
        ("quotations", ["quotations", "acts", "mentions", "named", "sentiment", "speakers"]),
        ("named", ["named", "speakers"]),
        ("acts", ["acts"]),
        ("speakers", ["speakers"]),
        ("duplicates", ["duplicates"]),
    ],
)
def test_a_raised_version_runs_its_stage_and_those_behind_it_and_changes_no_row(
    tmp_path: Path, annotated: Path, monkeypatch: pytest.MonkeyPatch, changed: str, expected: list[str]
) -> None:
    corpus = annotated / "corpus.jsonl"
    shutil.copytree(annotated / "store", tmp_path / "store")
    before = store.read(tmp_path / "store")
    whole = {name: before.table(name) for name in tables.TABLES}
    ran = raised(monkeypatch, changed)
    found, _ = done(corpus=corpus, store=tmp_path / "store", batch_size=16)
    assert list(dict.fromkeys(ran)) == expected
    for name, rows in whole.items():
        pd.testing.assert_frame_equal(found.table(name), rows, obj=name)
        pd.testing.assert_frame_equal(pd.read_parquet(found / name), rows, obj=name, check_dtype=False)
    done(corpus=corpus, store=tmp_path / "store")
    assert list(dict.fromkeys(ran)) == expected


def test_a_raised_version_shows_in_the_rows_of_that_stage_alone(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    before, _ = done(corpus=corpus, store=tmp_path / "other")
    (counting,) = (stage for stage in stages.STAGES if stage.name == "term counts")

    def doubled(*given: object) -> dict[str, pd.DataFrame]:
        found = counting.run(*given)["term_counts"]
        return {"term_counts": found.assign(count=found["count"] * 2)}

    newer = replace(counting, run=doubled, version="raised")
    monkeypatch.setattr(stages, "STAGES", tuple(newer if s is counting else s for s in stages.STAGES))
    found, _ = done(corpus=corpus, store=tmp_path / "store")
    assert found.counts()["bridge"] == 2 * before.counts()["bridge"] == 2 * 36
    assert_same(before, found, but=("term_counts",))


def test_another_engine_runs_what_depends_on_it(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    ran = raised(monkeypatch)
    other = {"engine": "tagger", "sentiment": "lexicon"}
    found, count = done(corpus=corpus, store=tmp_path / "store", **other)
    behind = {"acts", "mentions", "named", "sentiment", "speakers", "sources"}
    assert (count, set(ran)) == (12, {"quotations", *behind})
    assert found.quotations["engine"].str.startswith("tagger").all()
    assert_sound(found)
    assert len(pd.read_parquet(found / "articles")) == 12


def test_rows_of_two_versions_are_told(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    other = write(tmp_path / "other.jsonl", [row(n) for n in range(50, 53)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        store.read(tmp_path / "store")
    raised(monkeypatch, "sentiment")
    done(corpus=other, store=tmp_path / "store")
    with pytest.warns(UserWarning, match=r"sentiment \(lexicon \d+, lexicon newer\)"):
        store.read(tmp_path / "store")
    done(corpus=corpus, store=tmp_path / "store")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        store.read(tmp_path / "store")


def test_a_store_shows_the_corpus_that_was_asked_for(tmp_path: Path, corpus: Path) -> None:
    other = write(tmp_path / "other.jsonl", [row(n, text=text_of(n, "tunnel")) for n in range(50, 53)])
    done(corpus=corpus, store=tmp_path / "store")
    small, count = done(corpus=other, store=tmp_path / "store")
    whole = store.read(tmp_path / "store")
    assert (count, len(small), len(whole)) == (3, 3, 15)
    assert set(small.quotations["article_id"]) == {"a050", "a051", "a052"}
    assert small.counts()["tunnel"] == 9
    assert "bridge" not in small.counts()
    assert whole.counts()["bridge"] == 36
    assert small.speakers["n"].sum() == small.quotations["speaker_id"].notna().sum()
    assert len(small.duplicates) < len(whole.duplicates)
    assert set(small.duplicates["duplicate_of"]) <= {"a050"}
    large, count = done(corpus=corpus, store=tmp_path / "store")
    assert (count, len(large)) == (0, 12)
    assert len(whole.rejects) == 0


def test_an_article_taken_away_is_no_longer_shown(tmp_path: Path, corpus: Path) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    write(corpus, [row(n) for n in range(11)])
    found, count = done(corpus=corpus, store=tmp_path / "store")
    assert (count, len(found), len(store.read(tmp_path / "store"))) == (0, 11, 11)
    for name in CHECKED[:-1]:
        assert "a011" not in set(pd.read_parquet(found / name)["article_id"]), name


def test_an_article_that_another_corpus_has_stays(tmp_path: Path, corpus: Path) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    part = write(tmp_path / "part.jsonl", [row(n) for n in range(8, 12)])
    done(corpus=part, store=tmp_path / "store")
    write(corpus, [row(n) for n in range(9)])
    found, count = done(corpus=corpus, store=tmp_path / "store")
    assert (count, len(found), len(store.read(tmp_path / "store"))) == (0, 9, 12)
    write(part, [row(8)])
    found, count = done(corpus=part, store=tmp_path / "store")
    assert (count, len(found), len(store.read(tmp_path / "store"))) == (0, 1, 9)


def test_the_number_of_processes_changes_no_row(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus.jsonl", [row(n) for n in range(40)])
    one, _ = done(corpus=corpus, store=tmp_path / "one", workers=1, batch_size=16)
    two, _ = done(corpus=corpus, store=tmp_path / "two", workers=2, batch_size=16)
    assert_same(one, two)
    assert_same(one, store.read(tmp_path / "two"))


def test_nothing_to_read_is_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "blank.txt").write_text(" \n")
    found, count = done(corpus=tmp_path / "corpus", store=tmp_path / "store")
    assert (count, len(found), len(found.rejects)) == (0, 0, 1)
    assert found.counts().empty
    assert_sound(found)
    assert len(pd.read_parquet(found / "quotations")) == 0
    assert len(store.read(tmp_path / "store")) == 0


def test_an_article_that_breaks_an_annotator_is_kept_and_named(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = quotation.extract

    def fragile(documents, *, engine):  # type: ignore[no-untyped-def]
        if any("number 7 " in d.text for d in documents):
            raise ZeroDivisionError("too many commas")
        return extract(documents, engine=engine)

    whole, _ = done(corpus=corpus, store=tmp_path / "whole")
    monkeypatch.setattr(quotation, "extract", fragile)
    found, count = done(corpus=corpus, store=tmp_path / "store")
    assert (count, len(found)) == (12, 12)
    (reject,) = found.rejects.itertuples()
    assert reject.reason == "not annotated"
    assert "ZeroDivisionError: too many commas" in reject.detail
    assert "a007" not in set(found.quotations["article_id"])
    others = whole.quotations.query("article_id != 'a007'")
    assert len(others) == len(found.quotations)
    assert_sound(found)


def test_an_article_that_takes_too_long_is_given_up_and_tried_again_with_more_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write(tmp_path / "corpus.jsonl", [row(n) for n in range(4)])
    with monkeypatch.context() as patch:
        patch.setattr(executors.Task, "budget", lambda self: 1e-6)
        patch.setattr(executors, "_alone", lambda work, given: work(given._replace(slow=("a002",))))
        found, count = done(corpus=corpus, store=tmp_path / "store", article_seconds=1)
    assert (count, found.rejects["reason"].tolist()) == (4, ["took too long"])
    assert "--article-seconds 1" in found.rejects["detail"][0]
    assert set(found.quotations["article_id"]) == {"a000", "a001", "a003"}
    again, count = done(corpus=corpus, store=tmp_path / "store", article_seconds=1)
    assert (count, len(again.rejects)) == (0, 1)
    more, count = done(corpus=corpus, store=tmp_path / "store", article_seconds=30)
    assert (count, len(more.rejects)) == (4, 0)
    assert set(more.quotations["article_id"]) == {"a000", "a001", "a002", "a003"}
    assert_sound(more)


def test_a_missing_model_stops_the_run(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(documents, *, engine):  # type: ignore[no-untyped-def]
        raise FileNotFoundError("no model")

    monkeypatch.setattr(quotation, "extract", missing)
    with pytest.raises(FileNotFoundError, match="no model"):
        done(corpus=corpus, store=tmp_path / "store")


@pytest.mark.parametrize("options", [{"engine": "oracle"}, {"sentiment": "mood"}])
def test_an_unknown_engine_is_refused(tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="expected"):
        annotate.run(store=tmp_path / "store", **{**FAST, **options})
    assert not (tmp_path / "store").exists()


def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path, corpus: Path) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    with filelock.FileLock(tmp_path / "store" / "lock"):
        (tmp_path / "store" / "owner").write_text("process 4711 on tower")
        _, count = done(corpus=corpus, store=tmp_path / "store")
        assert count == 0
        write(corpus, [row(n) for n in range(13)])
        with pytest.raises(annotate.StoreError, match="process 4711 on tower is annotating this store"):
            done(corpus=corpus, store=tmp_path / "store")


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path, corpus: Path) -> None:
    clean, _ = done(corpus=corpus, store=tmp_path / "store")
    part = next((tmp_path / "store" / "quotations").glob("part-*"))
    orphan = part.with_name("part-0000000099-deadbeef.parquet")
    hidden = part.with_name(".part-0000000098-deadbeef.1234")
    for path in (orphan, hidden):
        path.write_bytes(part.read_bytes())
    assert len(store.read(tmp_path / "store").quotations) == len(clean.quotations)
    write(corpus, [row(n) for n in range(13)])
    done(corpus=corpus, store=tmp_path / "store")
    assert not orphan.exists()
    assert not hidden.exists()


def test_a_crash_while_rows_are_superseded_is_mended(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    write(corpus, [row(n, text=text_of(n, "tunnel")) if n == 3 else row(n) for n in range(12)])

    def crash(self: Intake, older: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_supersede", crash)
        with pytest.raises(KeyboardInterrupt):
            done(corpus=corpus, store=tmp_path / "store")
    seen = store.read(tmp_path / "store")
    assert not seen.quotations.duplicated(["article_id", "quotation"]).any()
    found, count = done(corpus=corpus, store=tmp_path / "store")
    assert count == 0
    assert_sound(found)
    assert len(pd.read_parquet(found / "articles")) == 12


RUN = """
import sys
from analysis import annotate
corpus, store, workers = sys.argv[1:]
fast = {"engine": "rules", "sentiment": "lexicon", "workers": int(workers), "batch_size": 8}
annotate.run(corpus, store=store, **fast)
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_killed_in_the_middle_loses_only_what_was_under_way(tmp_path: Path, workers: int) -> None:
    corpus = write(tmp_path / "corpus.jsonl", [row(n) for n in range(120)])
    folder = tmp_path / "store"
    command = [sys.executable, "-c", RUN, str(corpus), str(folder), str(workers)]
    root = {"PYTHONPATH": str(Path(annotate.__file__).parent.parent)}
    running = subprocess.Popen(command, env={**os.environ, **root})
    while not list(folder.glob("manifest/part-*")) and running.poll() is None:
        time.sleep(0.01)
    children = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert psutil.wait_procs(children, timeout=10)[1] == []
    kept = sum(len(e.articles) for e in batches.entries(place.of(folder)))
    assert 0 < kept < 120
    seen = store.read(folder)
    assert len(seen.table("articles")) == kept
    found, count = done(corpus=corpus, store=folder, workers=1, batch_size=8)
    assert count == 120 - kept
    assert_sound(found)
    assert len(pd.read_parquet(found / "articles")) == 120
    whole, _ = done(corpus=corpus, store=tmp_path / "whole", workers=1)
    for name in ("quotations", "sentiment", "term_counts"):
        key = list(tables.TABLES[name].key)
        one, other = (s.table(name).sort_values(key).reset_index(drop=True) for s in (found, whole))
        pd.testing.assert_frame_equal(one, other)


def corrected_rows(found: store.Store, article_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A person's version of an article: one quotation."""
    text = found.table("articles", where={"article_id": article_id})["text"].iloc[0]
    start = text.index("Nobody has")
    content = ((start, start + len("Nobody has to wait")),)
    source = ((text.index("Mayor Ann"), text.index("Mayor Ann") + len("Mayor Ann Lee")),)
    one = quotation.Attribution("direct", content, (), source, None, 1.0, "a person")
    return quotation.tables_of([article_id], [segmentation.segment(text)], [[one]])


def test_an_act_that_a_person_gave_stays_and_without_one_something_was_said(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(corpus=corpus, store=tmp_path / "store")
    for article_id, given in {"a002": {"act": "belief"}, "a003": {"act": None}, "a004": {}}.items():
        found = store.read(tmp_path / "store")
        rows, spans = corrected_rows(found, article_id)
        rows = rows.drop(columns="act").assign(**given)
        annotate.correct(found, rows, spans, by="Eve", at="2025-01-02T03:04:05Z")
    raised(monkeypatch, "acts")
    newer, count = done(corpus=corpus, store=tmp_path / "store")
    assert count == 12
    acts = newer.table("quotations", where={"article_id": ["a002", "a003", "a004"]})
    assert dict(zip(acts["article_id"], acts["act"], strict=True)) == {
        "a002": "belief",
        "a003": "communication",
        "a004": "communication",
    }


def test_an_act_that_there_is_not_is_refused_before_anything_is_written(tmp_path: Path, corpus: Path) -> None:
    found, _ = done(corpus=corpus, store=tmp_path / "store")
    rows, spans = corrected_rows(found, "a002")
    with pytest.raises(ValueError, match="act 'dream': expected one of communication, belief"):
        annotate.correct(found, rows.assign(act="dream"), spans, by="Eve", at="now")
    assert not (tmp_path / "store" / "corrections").exists()


def test_corrections_win_and_survive_runs_and_models(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = done(corpus=corpus, store=tmp_path / "store")
    rows = corrected_rows(found, "a002")
    after = annotate.correct(found, *rows, by="Eve", at="2025-01-02T03:04:05Z", articles=["a005"])

    def holds(seen: store.Store) -> None:
        assert seen.table("quotations", where={"article_id": "a002"})["content"].tolist() == [
            "Nobody has to wait"
        ]
        assert seen.table("mentions", where={"article_id": "a002"})["name"].tolist() == ["Ann Lee"]
        assert seen.table("quotations", where={"article_id": "a005"}).empty
        assert_sound(seen)

    holds(after)
    again, count = done(corpus=corpus, store=tmp_path / "store")
    assert count == 0
    holds(again)
    raised(monkeypatch, "quotations")
    newer, count = done(corpus=corpus, store=tmp_path / "store")
    assert count == 12
    holds(newer)
    kept = pd.read_parquet(newer / "corrections")
    assert kept[["article_id", "by", "at"]].values.tolist() == [
        ["a002", "Eve", "2025-01-02T03:04:05Z"],
        ["a005", "Eve", "2025-01-02T03:04:05Z"],
    ]


def test_a_correction_does_not_hold_for_another_text(tmp_path: Path, corpus: Path) -> None:
    found, _ = done(corpus=corpus, store=tmp_path / "store")
    annotate.correct(found, *corrected_rows(found, "a002"), by="Eve", at="2025-01-02")
    write(corpus, [row(n, text=text_of(n, "tunnel")) if n == 2 else row(n) for n in range(12)])
    again, count = done(corpus=corpus, store=tmp_path / "store")
    assert count == 1
    assert len(again.table("quotations", where={"article_id": "a002"})) > 1


def test_corrections_of_unknown_articles_are_refused(tmp_path: Path, corpus: Path) -> None:
    found, _ = done(corpus=corpus, store=tmp_path / "store")
    quotations, spans = corrected_rows(found, "a002")
    with pytest.raises(ValueError, match="b999"):
        annotate.correct(found, quotations.assign(article_id="b999"), spans, by="Eve", at="2025-01-02")


def test_a_store_behind_a_url_is_the_same_store(tmp_path: Path, corpus: Path) -> None:
    pytest.importorskip("fsspec")
    here, _ = done(corpus=corpus, store=tmp_path / "store")
    there, count = done(corpus=corpus, store="memory://annotations/store", workers=1)
    assert count == 12
    assert_same(here, there)
    _, count = done(corpus=corpus, store="memory://annotations/store", workers=1)
    assert count == 0


def test_what_another_process_wrote_behind_a_url_is_seen_at_once() -> None:
    pytest.importorskip("fsspec")
    opened = place.of("memory://annotations/other").remote
    assert opened.storage_options["use_listings_cache"] is False


def handed_out(tmp_path: Path, corpus: Path) -> Task:
    """The task of a corpus that another process wrote, its articles in place."""
    job = Intake(place.of(tmp_path / "store"), Settings(store=str(tmp_path / "store"), **FAST), (), 48)
    task, *_ = job.tasks(corpora.stream(corpus))
    return task


def files_in(folder: Path) -> list[str]:
    return sorted(str(p) for p in folder.rglob("*") if p.is_file())


def test_a_worker_that_would_make_other_rows_is_refused_before_it_writes(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = handed_out(tmp_path, corpus)
    before = files_in(tmp_path)
    raised(monkeypatch, "sentiment")
    with pytest.raises(StoreError, match=r"sentiment lexicon newer and not lexicon \d+, so that nothing"):
        annotate.annotate_part(task)
    assert files_in(tmp_path) == before


def test_a_worker_with_another_version_is_refused_before_it_writes(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = handed_out(tmp_path, corpus)
    before = files_in(tmp_path)
    monkeypatch.setattr(stages, "__version__", "9.9")
    with pytest.raises(StoreError, match=r"annotates with newsbook 9\.9 and not \d"):
        annotate.annotate_part(task)
    assert files_in(tmp_path) == before


def test_a_worker_that_lacks_a_package_is_refused_before_it_writes(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = handed_out(tmp_path, corpus)
    before = files_in(tmp_path)
    monkeypatch.setitem(sys.modules, "analysis.quotation.rules", None)
    with pytest.raises(StoreError, match=r"lacks something \(.*analysis\.quotation\.rules"):
        annotate.annotate_part(task)
    assert files_in(tmp_path) == before


def test_a_worker_that_is_the_same_annotates(tmp_path: Path, corpus: Path) -> None:
    assert "quotations" in annotate.annotate_part(handed_out(tmp_path, corpus)).made


def test_without_a_place_annotations_go_to_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = annotate.run(**FAST)
    assert Path(found.path).is_relative_to(tmp_path / "newsbook")


def test_progress_tells_rate_and_time_left(tmp_path: Path, corpus: Path) -> None:
    seen: list[annotate.Progress] = []
    annotate.run(corpus, store=tmp_path / "store", progress=seen.append, batch_size=4, **FAST)
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    last = seen[-1]
    assert (last.done, last.total, last.seconds_left) == (12, 12, 0)
    assert last.rate > 0


def test_columns_named_once_are_remembered(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.csv"
    corpus.write_text(f'Nr,Inhalt\n1,"{text_of(1).replace(chr(10), " ")}"\n', encoding="utf-8")
    first, count = done(corpus=corpus, store=tmp_path / "store", columns={"text": "Inhalt", "id": "Nr"})
    again, none = done(corpus=corpus, store=tmp_path / "store")
    assert (len(first), count, len(again), none) == (1, 1, 1, 0)


def test_a_list_of_known_speakers_is_used_and_remembered(tmp_path: Path, corpus: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("name,aliases,party\nAnn Marie Lee,Ann Lee,Greens\n")
    done(corpus=corpus, store=tmp_path / "store")
    found, count = done(corpus=corpus, store=tmp_path / "store", speakers=known)
    again, _ = done(corpus=corpus, store=tmp_path / "store")
    assert count == 0
    for seen in (found, again):
        assert seen.speakers.set_index("name").loc["Ann Marie Lee", "party"] == "Greens"
    known.write_text("nom\nAnn Lee\n")
    with pytest.raises(ValueError, match="column `name`"):
        done(corpus=corpus, store=tmp_path / "store", speakers=known)
