"""A run that ends at any of its writes loses nothing: the next one leads to the same rows as an undisturbed run."""

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import annotate, store, tables
from analysis.annotate import stages
from analysis.store import batches, place

FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1, "batch_size": 2}
TEXT = "EXTON — The bridge will open in May, Mayor Ann Lee said. “It is a good bridge {n},” she said."
HERE = Path(__file__).parent / "stores"


class Killed(BaseException):
    """The end of a process, as far as a test can play it."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus.jsonl", range(5))


def write(path: Path, numbers: range, **more: str) -> Path:
    rows = [{"id": f"a{n}", "outlet": "AB"[n % 2], "text": TEXT.format(n=n), **more} for n in numbers]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def rows(where: Path) -> dict[str, pd.DataFrame]:
    found = store.read(where)
    frames = {name: found.table(name) for name in tables.TABLES}
    raw = {f"raw {name}": pd.read_parquet(where / name) for name in ("articles", "quotations", "spans")}
    return {
        name: rows.sort_values([c for c in rows.columns if c in _KEYS], ignore_index=True)
        for name, rows in {**frames, **raw}.items()
    }


_KEYS = {c for spec in tables.TABLES.values() for c in spec.key}


def crashing(monkeypatch: pytest.MonkeyPatch, at: int) -> Iterator[int]:
    """Counts what is written and removed, and ends the process in place of the write or removal number `at`."""
    counted = itertools.count()

    def counting(real):  # type: ignore[no-untyped-def]
        def step(*given: object) -> object:
            if next(counted) == at:
                raise Killed
            return real(*given)

        return step

    for module in (place, batches):
        for name in ("write", "remove"):
            monkeypatch.setattr(module, name, counting(getattr(module, name)))
    return counted


def disturbed(monkeypatch: pytest.MonkeyPatch, corpus: Path, where: Path, at: int) -> bool:
    """A run that ends at its step number `at`; False when it came to its end before."""
    with monkeypatch.context() as patch:
        crashing(patch, at)
        try:
            annotate.run(corpus, store=where, **FAST)
        except Killed:
            return True
    return False


def raised(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = tuple(replace(s, version="raised") if s.name == "mentions" else s for s in stages.STAGES)
    monkeypatch.setattr(stages, "STAGES", newer)


@pytest.mark.parametrize("every", [43, pytest.param(7, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("kind", ["new", "changed", "raised", "of 0.1.0"])
def test_a_run_that_ends_anywhere_is_made_good_by_the_next(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, kind: str, every: int
) -> None:
    before = tmp_path / "before"
    if kind == "of 0.1.0":
        corpus = Path(shutil.copy(HERE / "articles.jsonl", tmp_path))
        shutil.copytree(HERE / "0.1.0", before)
    elif kind != "new":
        annotate.run(corpus, store=before, **FAST)
    if kind == "changed":
        write(corpus, range(2, 7), desk="city")
    if kind == "raised":
        raised(monkeypatch)

    def start(where: Path) -> Path:
        return Path(shutil.copytree(before, where)) if before.exists() else where

    clean = start(tmp_path / "clean")
    annotate.run(corpus, store=clean, **FAST)
    expected = rows(clean)
    steps = 0
    step = max(1, every // 5) if kind == "raised" else every  # which writes least
    for at in itertools.count({"new": 1, "changed": 3, "raised": 2, "of 0.1.0": 4}[kind], step):
        where = start(tmp_path / f"at-{at}")
        if not disturbed(monkeypatch, corpus, where, at):
            break
        annotate.run(corpus, store=where, **FAST)
        found = rows(where)
        for name, frame in expected.items():
            pd.testing.assert_frame_equal(found[name], frame, obj=f"{name} after a crash at {at}")
        shutil.rmtree(where)
        steps += 1
    assert steps > 2
