"""Rows change only with the version of the stage that makes them; stages read and write what they say."""

from dataclasses import replace
from typing import NamedTuple

import golden
import numpy as np
import pandas as pd
import pytest

from analysis import models, tables
from analysis.annotate import pipeline, stages
from analysis.annotate.pipeline import Batch

KINDS = sorted(golden.SETTINGS)
COUNTED = 0.95  # of a network's answers that have to be like those on record, on another processor too
NEAR = 0.1  # how far a probability may lie from the one on record
HOW = "Raise the version of that stage in analysis/annotate/stages.py, run `make golden`, and read what differs."


class Made(NamedTuple):
    """The rows of a kind of run by table, and how alike the networks' first answers are to those on record."""

    rows: dict[str, pd.DataFrame]
    alike: list[float]


@pytest.fixture(scope="module")
def found() -> dict[str, Made]:
    """Made once for each kind, as it takes long: by the answers on record, while the networks answer the first."""
    known = dict(np.load(golden.FOLDER / "networks.npz"))
    asked: list[float] = []

    class Compared(golden.Network):
        def run(self, names, given):  # type: ignore[no-untyped-def]
            recorded = super().run(names, given)
            if len(asked) < 8:
                asked.append(_alike(recorded[0], self.live.run(names, given)[0]))
            return recorded

    session, made = models.session, {}
    with golden.networks(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "session", lambda path: Compared(path, known, session(path)))
        for kind in KINDS:
            asked.clear()
            made[kind] = Made(golden.made(kind), list(asked))
    return made


def complaints(kind: str, made: dict[str, pd.DataFrame]) -> list[str]:
    """What is wrong with rows: which stage changed them, and whether its version says so."""
    kept, before, now = golden.kept(kind), golden.kept_versions()[kind], golden.versions()[kind]
    told = []
    for name in sorted(kept.keys() | made.keys()):
        for key, was, becomes in golden.differences(
            name, kept.get(name, pd.DataFrame()), made.get(name, pd.DataFrame())
        ):
            for column in {**was, **becomes}:
                stage = golden.stage_of(name, column)
                same = before[stage] == now[stage]
                change = f"{name} {key}: {column} {was.get(column)!r} → {becomes.get(column)!r}"
                told.append(f"{stage}: {change}. {HOW if same else 'Run `make golden`.'}")
    return told


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_those_that_the_versions_promise(kind: str, found: dict) -> None:
    told = complaints(kind, found[kind].rows)
    assert not told, "\n".join(told[:20])


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_kept_are_of_todays_versions(kind: str) -> None:
    assert golden.kept_versions()[kind] == golden.versions()[kind], (
        "Run `make golden`, and read what differs."
    )


def test_a_row_that_changes_without_its_version_is_told_with_its_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (counting,) = (stage for stage in stages.STAGES if stage.name == "term counts")

    def one_more(batch: Batch, settings: object) -> dict[str, pd.DataFrame]:
        rows = counting.run(batch, settings)["term_counts"]
        more = rows["term"].eq("harbour").astype("int64")
        return {"term_counts": rows.assign(count=rows["count"] + more)}

    altered = replace(counting, run=one_more)
    monkeypatch.setattr(stages, "STAGES", tuple(altered if s is counting else s for s in stages.STAGES))
    with golden.networks():
        made = golden.made("rules")
    told = complaints("rules", made)
    assert told, told
    assert [line for line in told if not line.startswith("term counts: term_counts")] == []
    assert all("Raise the version" in line for line in told)


def test_numbers_within_the_tolerance_are_the_same_row() -> None:
    frame = pd.DataFrame({"article_id": ["a"], "term": ["x"], "count": ["1"]})
    assert golden.differences("term_counts", frame, frame) == []
    (changed,) = golden.differences("term_counts", frame, frame.assign(count="2"))
    assert (changed.before, changed.after) == ({"count": "1"}, {"count": "2"})
    (gone,) = golden.differences("term_counts", frame, frame.head(0))
    assert gone.after == {}
    assert golden._equal("0.5001", "0.5002")
    assert not golden._equal("0.5001", "0.5006")


@pytest.mark.parametrize("stage", [s for s in stages.STAGES if s.scope == "article"], ids=lambda s: s.name)
def test_a_stage_reads_only_the_columns_it_names(stage: stages.Stage) -> None:
    settings = golden.SETTINGS["rules"]
    articles = _articles()
    before = pipeline.annotated(articles, stages.of("article"), settings=settings)
    stored = {name: _blanked(name, rows, stage) for name, rows in before.items() if name != "rejects"}
    after = stage.run(Batch(_blanked("articles", articles, stage), stored), settings)
    for name, rows in after.items():
        written = [c for c in rows.columns if _named(f"{name}.{c}", stage.writes)]
        assert written
        pd.testing.assert_frame_equal(rows[written], before[name][written])


def _articles() -> pd.DataFrame:
    rows = [a for a in golden.articles("rules") if a["id"] in ("g01", "g13", "g21", "g41")]
    frame = pd.DataFrame(rows).rename(columns={"id": "article_id"})
    known = frame.assign(url=None, n_characters=frame["text"].str.len(), sha256="0", body_start=0, origin="x")
    known = known.assign(sha256_original="0", cleaned=None, language="en")
    return tables.build("articles", known.assign(published=pd.to_datetime(frame["published"], utc=True)))


def _named(column: str, columns: tuple[str, ...]) -> bool:
    return column in columns or f"{column.partition('.')[0]}.*" in columns


def _blanked(name: str, rows: pd.DataFrame, stage: stages.Stage) -> pd.DataFrame:
    """Rows without what the stage does not say it reads; the keys stay, by which rows are found."""
    key = tables.specification(name).key
    others = [c for c in rows.columns if c not in key and not _named(f"{name}.{c}", stage.reads)]
    return rows.assign(**dict.fromkeys(others))


def test_every_column_is_written_by_one_stage() -> None:
    read_in = {"articles", "rejects", "warnings"}
    for name in {**tables.TABLES, **tables.INTERNAL}.keys() - read_in:
        for column in tables.specification(name).columns:
            writers = [s.name for s in stages.STAGES if _named(f"{name}.{column}", s.writes)]
            assert len(writers) == 1, f"{name}.{column}: {writers}"


def test_stages_read_columns_that_there_are() -> None:
    known = {**tables.TABLES, **tables.INTERNAL}
    for stage in stages.STAGES:
        for column in stage.reads:
            table, _, name = column.partition(".")
            assert table == "listed" or name == "*" or name in known[table].columns, column


@pytest.mark.parametrize("kind", KINDS)
def test_the_networks_still_answer_what_is_on_record_within_a_tolerance(kind: str, found: dict) -> None:
    assert found[kind].alike
    assert np.mean(found[kind].alike) >= COUNTED


def _alike(recorded: np.ndarray, live: np.ndarray) -> float:
    """The share of answers that are alike: tags that are the same, probabilities and log-odds that are near."""
    if recorded.ndim >= 3:
        return float((recorded.argmax(-1) == live.argmax(-1)).mean())
    if recorded.ndim == 1:
        recorded, live = (1 / (1 + np.exp(-x)) for x in (recorded, live))
    return float((np.abs(recorded - live) <= NEAR).mean())
