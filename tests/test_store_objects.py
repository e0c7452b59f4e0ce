"""A store in a bucket of a real S3 endpoint on this machine is the same as one in a folder."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis import annotate, store, tables
from analysis import corpus as corpora
from analysis.cli import main
from analysis.store import batches, lock, place

pytest.importorskip("s3fs", reason="needs s3fs: pip install -e '.[buckets]'")
moto = pytest.importorskip("moto.server", reason="needs moto[server]: pip install -e '.[buckets]'")

FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1, "batch_size": 8}
PLAIN = ["--engine", "rules", "--sentiment", "lexicon", "--workers", "1"]
TEXT = "EXTON — The bridge will open in May, Mayor Ann Lee said. “It is a good bridge {n},” she said."


@pytest.fixture(scope="module")
def requests() -> Iterator[list[tuple[str, str]]]:
    """A server with the bucket `news`; the method and path of each request that it has had."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    told: list[tuple[str, str]] = []
    answer = DomainDispatcherApplication.__call__

    def noted(self, environ, start):  # type: ignore[no-untyped-def]
        told.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        return answer(self, environ, start)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DomainDispatcherApplication, "__call__", noted)
        server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        opened().mkdir("news")
        yield told
        server.stop()


def opened():  # type: ignore[no-untyped-def]
    import s3fs

    return s3fs.S3FileSystem(use_listings_cache=False, max_concurrency=1)


def write(path: Path, numbers: range) -> Path:
    rows = [{"id": f"a{n}", "outlet": "AB"[n % 2], "text": TEXT.format(n=n)} for n in numbers]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def rows(found: store.Store) -> dict[str, pd.DataFrame]:
    return {
        name: found.table(name).sort_values(list(spec.key), ignore_index=True)
        for name, spec in tables.TABLES.items()
    }


def assert_same(one: store.Store, other: store.Store) -> None:
    other_rows = rows(other)
    for name, frame in rows(one).items():
        pd.testing.assert_frame_equal(frame, other_rows[name], obj=name)


def test_a_bucket_holds_what_a_folder_does_and_a_batch_costs_few_requests(
    requests: list[tuple[str, str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    corpus, url = write(tmp_path / "corpus.jsonl", range(4)), "s3://news/first"
    with (
        monkeypatch.context() as patch
    ):  # what follows from all articles is done once a run, not for each batch
        told: list[tuple[str, str]] = []
        patch.setattr(annotate.Intake, "refresh", lambda job: told.extend(requests))
        found = annotate.run(corpus, store=url, **FAST)
    for entry in found.entries:
        assert len([path for _, path in told if entry.name in path]) <= 14
    requests.clear()
    store.read(url)
    assert len(requests) < 20
    assert not [path for _, path in requests if path.startswith("/news/first/manifest/")]

    annotate.run(corpus, store=tmp_path / "here", **FAST)
    write(corpus, range(1, 5))
    there, here = (annotate.run(corpus, store=where, **FAST) for where in (url, tmp_path / "here"))
    assert_same(there, here)

    quotations = there.table("quotations", where={"article_id": "a2"}).head(1)
    spans = there.table("spans", where={"article_id": "a2", "quotation": [int(quotations["quotation"][0])]})
    for found in (there, here):
        annotate.correct(found, quotations, spans, by="Eve", at="2025-01-02T03:04:05Z")
    assert_same(store.read(url), store.read(tmp_path / "here"))
    assert len(store.read(url).table("quotations", where={"article_id": "a2"})) == 1

    capsys.readouterr()
    assert main(["export", url]) == 0
    exported = capsys.readouterr().out
    assert main(["export", str(tmp_path / "here")]) == 0
    assert exported == capsys.readouterr().out
    assert main(["verify", url]) == 0
    assert not [path for _, path in requests if "/." in path]


class Killed(BaseException):
    """The end of a process, as far as a test can play it."""


def test_a_run_that_is_killed_is_made_good_by_a_report(
    requests: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, url = write(tmp_path / "corpus.jsonl", range(4)), "s3://news/killed"
    real, left = place.write, [15]

    def dying(*given: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed
        real(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(place, "write", dying)
        patch.setattr(lock.place, "remove", lambda *_: None)  # so that the lock stays
        with pytest.raises(Killed):
            annotate.run(corpus, store=url, **FAST)
    with pytest.raises(place.StoreError, match=r"for \d+ seconds .*newsbook unlock s3://news/killed"):
        annotate.run(corpus, store=url, **FAST)
    where = place.of(url)
    place.write(where, b"process 1 on elsewhere, since 2025-01-02T03:04:05+00:00 (0)", lock.OWNER)
    assert main(["unlock", url]) == 0
    assert main(["unlock", url]) == 0
    given = ["--notebook", "03", "--store", url, "--out", str(tmp_path / "site"), *PLAIN]
    assert main(["report", str(corpus), *given]) == 0
    assert "Ann Lee" in (tmp_path / "site" / "03-quote-attribution.html").read_text()
    assert_same(store.read(url), annotate.run(corpus, store=tmp_path / "here", **FAST))
    counted = {f"{t}/{f}" for e in batches.entries(where) for t, f in e.parts.items()}
    parts = {p.removeprefix("news/killed/") for p in opened().find("news/killed") if "/part-" in p}
    assert {p for p in parts if not p.startswith("manifest/")} == counted


@pytest.mark.parametrize("heeded", [True, False])
def test_of_two_writers_at_once_one_gets_in(
    requests: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, heeded: bool
) -> None:
    if not heeded:
        monkeypatch.setattr(
            place, "create", lambda where, content, name: place.write(where, content, name) or True
        )
        monkeypatch.setattr(lock, "AGAIN", 0.5)
    both, got = threading.Barrier(2), []

    def enter() -> None:
        where = place.of("s3://news/two")
        both.wait()
        try:
            with lock.held(where):
                got.append("in")
                time.sleep(1)
        except place.StoreError as error:
            got.append(str(error))

    threads = [threading.Thread(target=enter) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(word == "in" for word in got) == [False, True], got
    assert "is annotating this store, for" in "".join(got)
    assert not opened().exists("news/two/owner")


def test_a_run_that_lives_is_not_unlocked(requests: list[tuple[str, str]]) -> None:
    where = place.of("s3://news/lives")
    with lock.held(where), pytest.raises(place.StoreError, match="that process is alive"):
        lock.unlock(where)
    assert lock.unlock(where) == ""


def test_a_bucket_is_not_made_by_a_slip(requests: list[tuple[str, str]], tmp_path: Path) -> None:
    with pytest.raises(place.StoreError, match="bucket"):
        annotate.run(write(tmp_path / "corpus.jsonl", range(2)), store="s3://nwes/store", **FAST)
    assert opened().ls("") == ["news"]


def test_a_corpus_in_a_bucket_is_read_as_one_in_a_folder(
    requests: list[tuple[str, str]], tmp_path: Path
) -> None:
    here = tmp_path / "outlet=Post"
    (here / "inner").mkdir(parents=True)
    write(here / "inner" / "b.jsonl", range(2))
    (here / "a.txt").write_text(TEXT)
    (here / "metadata.csv").write_text("file,title\na.txt,The bridge\n")
    (here / "broken.jsonl").write_text("{broken")
    (here / ".hidden.txt").write_text(TEXT)
    pd.DataFrame({"id": ["p"], "text": [TEXT]}).to_parquet(here / "c.parquet")
    opened().put(str(here), "news/corpus/", recursive=True)
    url = "s3://news/corpus/outlet=Post"
    (there, rejects), (local, rejected) = corpora.read(url), corpora.read(here)
    pd.testing.assert_frame_equal(there.drop(columns="origin"), local.drop(columns="origin"))
    assert there["origin"].str.removeprefix("s3://news/corpus/").tolist() == local["origin"].tolist()
    assert rejects["reason"].tolist() == rejected["reason"].tolist()
    assert rejects["origin"].tolist() == [f"{url}/broken.jsonl:1"]
    assert corpora.fingerprint(url) == corpora.fingerprint(url)
    with pytest.raises(FileNotFoundError, match="s3://news/nothing"):
        corpora.fingerprint("s3://news/nothing")


def test_a_sample_in_a_bucket_is_coded_estimated_and_applied(
    requests: list[tuple[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, url, out = (
        write(tmp_path / "corpus.jsonl", range(12)),
        "s3://news/reviewed",
        tmp_path / "ada.xlsx",
    )
    assert main(["annotate", str(corpus), "--store", url, *PLAIN]) == 0
    assert main(["review", "draw", url, "first", "-n", "12"]) == 0
    assert main(["review", "sheet", url, "first", "--coder", "Ada", "--out", str(out)]) == 0
    book = openpyxl.load_workbook(out)
    wrong = book["attributions"].cell(2, 1).value
    book["attributions"].cell(2, 4).value = "wrong"
    for row in range(2, book["units"].max_row + 1):
        book["units"].cell(row, 2).value = "yes"
    book.save(out)
    assert main(["review", "read", url, "first", str(out), "--coder", "Ada"]) == 0
    assert main(["review", "read", url, "first", str(out), "--coder", "Ada"]) == 0
    assert "0 new decisions, 12 of 12 articles done" in capsys.readouterr().out
    assert main(["review", "estimate", url, "first", "share-direct", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["n_coded"] == 12
    assert told["hand"] != told["machine"]
    before = len(store.read(url).quotations)
    assert main(["review", "apply", url, "first", "--coder", "Ada"]) == 0
    assert len(store.read(url).quotations) == before - 1
    given = [
        "--notebook",
        "05",
        "--store",
        url,
        "--out",
        str(tmp_path / "site"),
        "-p",
        "sample=first",
        *PLAIN,
    ]
    assert main(["report", str(corpus), *given]) == 0
    page = (tmp_path / "site" / "05-review.html").read_text()
    assert "12 of 12 articles" in page
    assert wrong in store.read(url).table("quotations", columns=["article_id"])["article_id"].tolist()
    assert main(["verify", url]) == 0
    left = [path for path in opened().find("news/reviewed/reviews") if path.endswith(lock.OWNER)]
    assert left == []
