"""A real scheduler and two workers on this machine, one of them killed while it works."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis import annotate, store

pytest.importorskip("distributed")

FAST = {"engine": "rules", "sentiment": "lexicon", "batch_size": 4}
ROOT = Path(annotate.__file__).parent.parent


def start(module: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """The scheduler's address, and the processes of two workers."""
    scheduler = start(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
    )
    assert scheduler.stderr is not None
    address = ""
    while not address:
        said = re.search(r"tcp://[\d.]+:\d+", scheduler.stderr.readline())
        address = said.group() if said else ""
    options = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [start("distributed.cli.dask_worker", address, *options) for _ in range(2)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def test_a_cluster_that_loses_a_worker_makes_the_same_tables(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[str]]]
) -> None:
    address, workers = cluster
    text = "Mayor Ann Lee said on Monday that bridge {n} is safe. “Bridge {n} is very good,” she said.\n\n"
    rows = [{"id": f"a{n:03d}", "text": text.format(n=n) * 3} for n in range(160)]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    killed: list[float] = []

    def kill_one(progress: annotate.Progress) -> None:
        if not killed:
            workers[0].send_signal(signal.SIGKILL)
            killed.append(time.monotonic())

    many = annotate.run(corpus, store=tmp_path / "many", scheduler=address, progress=kill_one, **FAST)
    assert killed
    assert workers[0].wait() == -signal.SIGKILL
    one = annotate.run(corpus, store=tmp_path / "one", workers=1, **FAST)
    for name in (
        "articles",
        "sentences",
        "quotations",
        "spans",
        "mentions",
        "speakers",
        "sentiment",
        "term_counts",
    ):
        assert len(one.table(name)), name
        pd.testing.assert_frame_equal(many.table(name), one.table(name), obj=name)
        pd.testing.assert_frame_equal(pd.read_parquet(many / name), pd.read_parquet(one / name), obj=name)
    assert len(store.read(tmp_path / "many")) == 160
