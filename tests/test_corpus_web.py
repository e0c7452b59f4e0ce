"""Saved pages and web archives, with the extra and without."""

import io
import sys

import pytest
from test_corpus import read, reasons, write

TEXT = " ".join(
    ["The mill by the river will close in May, said Ida Vance of the council, and no one objected."] * 2
)
PAGE = f"""<html><head><title>Mill | Vale Post</title><meta property="og:site_name" content="Vale Post">
<meta property="article:published_time" content="2020-05-05T10:00:00Z"><meta name="author" content="Bo Roe">
<link rel="canonical" href="https://vale.example/1"></head><body><nav>Subscribe now</nav><article>
<h1>Mill to close</h1>{"".join(f"<p>{TEXT} Paragraph {n}.</p>" for n in range(3))}</article>
<footer>Cookie settings</footer></body></html>"""


def test_a_page_is_its_article(tmp_path):
    pytest.importorskip("trafilatura")
    write(tmp_path / "a.html", PAGE)
    write(tmp_path / "b.htm", "<html><body><nav>Menu</nav></body></html>")
    articles, rejects = read(tmp_path)
    row = articles.iloc[0]
    assert row.text.startswith("The mill by the river")
    assert row.text.endswith("Paragraph 2.")
    assert (row.outlet, row.author, row.url) == ("Vale Post", "Bo Roe", "https://vale.example/1")
    assert row.published.date().isoformat() == "2020-05-05"
    assert reasons(rejects) == ["empty"]


def test_the_pages_of_a_web_archive_are_articles_and_its_pictures_are_none(tmp_path):
    pytest.importorskip("trafilatura")
    warcio = pytest.importorskip("warcio.warcwriter")
    from warcio.statusandheaders import StatusAndHeaders

    with (tmp_path / "a.warc.gz").open("wb") as stream:
        writer = warcio.WARCWriter(stream, gzip=True)
        for status, kind, body in (
            ("200 OK", "text/html", PAGE),
            ("404 Gone", "text/html", PAGE),
            ("200 OK", "image/png", ""),
        ):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
            payload = io.BytesIO(body.encode())
            writer.write_record(
                writer.create_warc_record(
                    "https://vale.example/2", "response", payload=payload, http_headers=headers
                )
            )
    articles, rejects = read(tmp_path)
    assert articles["origin"].str.rpartition("/")[2].tolist() == ["a.warc.gz:1"]
    assert articles["outlet"].tolist() == ["Vale Post"]
    assert len(rejects) == 0


def test_without_the_extra_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    write(tmp_path / "a.html", PAGE)
    write(tmp_path / "b.warc", "WARC/1.0")
    articles, rejects = read(tmp_path)
    assert (len(articles), reasons(rejects)) == (0, ["unsupported"] * 2)
    assert rejects["detail"].str.contains(r"pip install 'newsbook\[web\]'").all()
