"""Small batches become few, in the same order, whatever happens meanwhile."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from test_annotate_crashes import Killed, crashing, rows, write

from analysis import annotate
from analysis.store import arrivals, batches, compaction, integrity, parts, place

FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}


def entry(number: int, n: int, *, digest: str = "00000000", **stages: str) -> batches.Entry:
    name = f"part-{number:010d}-{digest}"
    return batches.Entry(name, stages, {f"{number}-{i}": ("", "") for i in range(n)})


def sizes(*n: int, largest: int = 100) -> list[int]:
    groups = compaction.due([entry(i, one) for i, one in enumerate(n)], largest)
    return [sum(len(e.articles) for e in group) for group in groups]


def test_batches_join_those_before_that_are_at_most_twice_as_large() -> None:
    assert sizes(40, 20, 9, 4) == [60, 9, 4]
    assert sizes(41, 20, 9, 5) == [75]
    assert sizes(69, 20, 9, 5) == [69, 34]
    assert sizes(8, 3, 1) == [8, 3, 1]
    assert sizes(6, 3, 2) == [9, 2]
    assert sizes(90, 60) == [90, 60]
    assert sizes() == []


def test_hundreds_of_batches_of_one_article_are_written_again_a_few_times_each() -> None:
    sizes, written = [], 0
    for number in range(700):
        known = [entry(i, n) for i, n in enumerate([*sizes, 1])]
        groups = compaction.due(known, compaction.LARGEST)
        sizes = [sum(len(e.articles) for e in group) for group in groups]
        written += sum(n for n, group in zip(sizes, groups, strict=True) if len(group) > 1)
        assert sum(sizes) == number + 1
    assert len(sizes) < 16
    assert written < 12 * 700


def test_rows_of_different_versions_are_not_joined() -> None:
    known = [entry(0, 1, sentiment="1"), entry(1, 1, sentiment="2"), entry(2, 1, sentiment="2")]
    assert [len(group) for group in compaction.due(known, 100)] == [1, 2]


@pytest.mark.parametrize("last", ["00000000", "abcdef01", "fffffffe"])
def test_what_is_joined_stands_between_the_last_of_it_and_the_next(last: str) -> None:
    group = [entry(1, 1), entry(2, 1, digest=last)]
    assert group[-1].name < compaction._name(group) < entry(3, 1).name


def test_nothing_is_joined_behind_the_last_name_there_is() -> None:
    assert len(compaction.due([entry(1, 1), entry(2, 1, digest="ffffffff")], 100)) == 2


def test_a_feed_leaves_few_files_and_the_rows_of_one_run(tmp_path: Path) -> None:
    for n in range(1, 6):
        found = annotate.run(write(tmp_path / "a.jsonl", range(n)), store=tmp_path / "feed", **FAST)
    assert len(list((tmp_path / "feed" / "quotations").iterdir())) < 4
    annotate.run(tmp_path / "a.jsonl", store=tmp_path / "once", **FAST)
    for name, frame in rows(tmp_path / "once").items():
        pd.testing.assert_frame_equal(rows(tmp_path / "feed")[name], frame, obj=name)
    assert found.articles["article_id"].tolist() == [f"a{n}" for n in range(5)]


def test_a_kill_at_any_step_of_joining_leaves_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = place.of(tmp_path / "store")
    with monkeypatch.context() as patch:
        patch.setattr(compaction, "compacted", lambda _, known: tuple(known))
        annotate.run(write(tmp_path / "a.jsonl", range(4)), store=tmp_path / "store", batch_size=2, **FAST)
    before = rows(tmp_path / "store")
    integrity.begin(where)
    steps = 0
    for at in range(100):
        known = batches.entries(where)
        with monkeypatch.context() as patch:
            crashing(patch, at % 25)
            try:
                compaction.compacted(where, known)
                break
            except Killed:
                steps += 1
        for name in ("articles", "quotations", "spans", "term_counts"):
            found = annotate.Store(str(tmp_path / "store"), batches.entries(where)).table(name)
            assert len(found) == len(before[name])
        batches.sweep(where, parts.retire(where, batches.entries(where)))
    assert steps > 10
    assert [len(e.articles) for e in batches.entries(where)] == [3, 1]
    annotate.run(tmp_path / "a.jsonl", store=tmp_path / "store", **FAST)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(rows(tmp_path / "store")[name], frame, obj=name)


def test_articles_of_joined_batches_came_in_when_they_did(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    came: dict[str, str] = {}
    for number in range(4):
        (tmp_path / "in" / f"{number}.txt").write_text(f"It rained {number} times.", encoding="utf-8")
        found = annotate.run(tmp_path / "in", store=tmp_path / "s", **FAST).entries
        now = arrivals.arrived(found)
        assert came.items() <= now.items()
        assert all(now[new] > max(came.values(), default="") for new in now.keys() - came.keys())
        came = now
    assert len(came) == 4
    assert len(found) < 4
