"""A corpus behind a URL is the one that lies there: in a bucket, played in memory, or on a web server on loopback."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pandas as pd
import pytest

from analysis import corpus

fsspec = pytest.importorskip("fsspec", reason="needs fsspec: pip install -e '.[scale]'")
TEXT = "EXTON — The bridge will open in May, Mayor Ann Lee said."


def written(folder: Path) -> Path:
    (folder / "outlet=Post").mkdir(parents=True)
    (folder / "outlet=Post" / "a.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n{broken\n")
    (folder / "b.txt").write_text(TEXT.replace("Lee", "Roe"))
    (folder / "metadata.csv").write_text("file,title\nb.txt,The bridge\n")
    (folder / ".hidden.txt").write_text(TEXT)
    return folder


@pytest.fixture
def bucket() -> Iterator[object]:
    """The bucket `gs://news`, as a file system in memory."""
    from fsspec.implementations.memory import MemoryFileSystem
    from fsspec.registry import _registry

    class Bucket(MemoryFileSystem):
        protocol = "gs"
        store: ClassVar[dict[str, object]] = {}
        pseudo_dirs: ClassVar[list[str]] = [""]

        @classmethod
        def _strip_protocol(cls, path: str) -> str:
            return super()._strip_protocol(path.removeprefix("gs://"))

    before = dict(_registry)
    fsspec.register_implementation("gs", Bucket, clobber=True)
    yield Bucket()
    _registry.clear()
    _registry.update(before)


def test_a_bucket_of_another_kind_is_read_as_a_folder(bucket, tmp_path: Path) -> None:
    here = written(tmp_path / "in")
    bucket.put(str(here), "/news/in", recursive=True)
    (there, rejects), (local, rejected) = corpus.read("gs://news/in"), corpus.read(here)
    assert len(there) == 2
    pd.testing.assert_frame_equal(there.drop(columns="origin"), local.drop(columns="origin"))
    assert there["origin"].str.removeprefix("gs://news/").tolist() == local["origin"].tolist()
    assert rejects["reason"].tolist() == rejected["reason"].tolist() == ["bad row"]
    with pytest.raises(FileNotFoundError, match="gs://news/nothing"):
        corpus.read("gs://news/nothing")


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """The address of a web server that gives the files of the folder `in`."""
    pytest.importorskip("aiohttp", reason="needs aiohttp, as fsspec does for the web")
    written(tmp_path / "in")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Tell nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "in")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_files_of_a_web_server_are_read_and_their_keys_are_not_told(web: str) -> None:
    found, rejects = corpus.read([f"{web}/b.txt?key=secret", f"{web}/outlet=Post/a.jsonl"])
    assert found["text"].tolist() == [TEXT.replace("Lee", "Roe"), TEXT]
    assert found["origin"].tolist() == [f"{web}/b.txt", f"{web}/outlet=Post/a.jsonl:1"]
    assert rejects["origin"].tolist() == [f"{web}/outlet=Post/a.jsonl:2"]
    with pytest.raises(FileNotFoundError) as told:
        corpus.read(f"{web}/nothing.txt?key=secret")
    assert f"{web}/nothing.txt" in str(told.value)
    assert "secret" not in str(told.value)
