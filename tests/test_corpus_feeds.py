"""What scrapers and news services give, by their names; invented articles in their documented forms."""

import json

import pandas as pd
import pytest
from test_corpus import read, reasons, write

from analysis.corpus import feeds

TEXT = 'The mill will close. "We cannot wait," said Ida Vance.'
HTML = "<p>The mill will close. &quot;We cannot wait,&quot; said Ida Vance.</p>"
NEWSAPI = {"source": {"id": None, "name": "Vale Post"}, "author": "Bo Roe", "title": "Mill", "content": TEXT,
           "url": "https://vale.example/1", "publishedAt": "2020-05-05T10:00:00Z", "description": "d"}  # fmt: skip
GUARDIAN = {"id": "a/b", "webTitle": "Mill", "webPublicationDate": "2020-05-05T10:00:00Z",
            "webUrl": "https://www.vale.example/1",
            "fields": {"bodyText": TEXT, "body": HTML, "byline": "Bo Roe"}}  # fmt: skip
TRAFILATURA = {"title": "Mill", "author": "Bo Roe", "hostname": "vale.example", "date": "2020-05-05", "text": TEXT,
               "raw_text": "x", "source": "https://vale.example/1", "source-hostname": "Vale Post",
               "id": None}  # fmt: skip
NEWSPLEASE = {"authors": ["Bo Roe"], "date_publish": "2020-05-05 10:00:00", "source_domain": "vale.example",
              "maintext": TEXT, "title": "Mill", "url": "https://vale.example/1", "description": "d"}  # fmt: skip
FUNDUS = {"title": "Mill", "plaintext": TEXT, "body": {"summary": [], "sections": []}, "authors": ["Bo Roe"],
          "publishing_date": "2020-05-05 10:00:00+00:00", "publisher": "Vale Post"}  # fmt: skip
NEWSPAPER4K = {"url": "https://vale.example/1", "title": "Mill", "authors": ["Bo Roe"], "text": TEXT,
               "publish_date": "2020-05-05", "summary": "s", "meta_site_name": "Vale Post",
               "movies": []}  # fmt: skip
NINJS = {"uri": "urn:vale:1", "type": "text", "versioncreated": "2020-05-05T10:00:00Z", "headline": "Mill",
         "byline": "By Bo Roe", "provider": "Vale Post", "body_xhtml": HTML}  # fmt: skip
NINJS_3 = {"uri": "https://vale.example/1", "versioncreated": "2020-05-05T10:00:00Z",
           "provider": {"name": "Vale Post"},
           "headlines": [{"role": "main", "value": "Mill"}], "bylines": [{"byline": "Bo Roe"}],
           "bodies": [{"role": "main", "contenttype": "text/html", "value": HTML}]}  # fmt: skip
JSON_LD = {"@type": "NewsArticle", "headline": "Mill", "articleBody": TEXT, "datePublished": "2020-05-05",
           "publisher": {"@type": "Organization", "name": "Vale Post"}, "author": [{"name": "Bo Roe"}]}  # fmt: skip
WORDPRESS = {"id": 5, "date": "2020-05-05T10:00:00", "link": "https://vale.example/1",
             "title": {"rendered": "Mill"}, "content": {"rendered": HTML}}  # fmt: skip
HF_CC_NEWS = {"title": "Mill", "text": TEXT, "domain": "vale.example", "date": "2020-05-05 10:00:00",
              "description": "d", "url": "https://vale.example/1", "image_url": None}  # fmt: skip


@pytest.mark.parametrize(
    ("record", "outlet", "author", "url"),
    [
        (NEWSAPI, "Vale Post", "Bo Roe", "https://vale.example/1"),
        (GUARDIAN, "vale.example", "Bo Roe", "https://www.vale.example/1"),
        (TRAFILATURA, "Vale Post", "Bo Roe", "https://vale.example/1"),
        (NEWSPLEASE, "vale.example", "Bo Roe", "https://vale.example/1"),
        (FUNDUS, "Vale Post", "Bo Roe", None),
        (NEWSPAPER4K, "Vale Post", "Bo Roe", "https://vale.example/1"),
        (NINJS, "Vale Post", "Bo Roe", None),
        (NINJS_3, "Vale Post", "Bo Roe", "https://vale.example/1"),
        (JSON_LD, "Vale Post", "Bo Roe", None),
        (WORDPRESS, None, None, "https://vale.example/1"),
        (HF_CC_NEWS, "vale.example", None, "https://vale.example/1"),
    ],
)
def test_tools_and_services_are_read_by_their_names(tmp_path, record, outlet, author, url):
    for name, written in (("a.json", json.dumps(record)), ("a.jsonl", json.dumps(record) + "\n")):
        articles, rejects = read(write(tmp_path / name, written))
        row = articles.astype(object).where(articles.notna(), None).iloc[0]
        assert (row.text, row.outlet, row.title, row.author, row.url) == (TEXT, outlet, "Mill", author, url)
        assert row.published.date().isoformat() == "2020-05-05"
        assert len(rejects) == 0


def test_a_table_made_of_a_services_answer_is_read_as_the_answer(tmp_path):
    pd.json_normalize([GUARDIAN]).to_csv(tmp_path / "a.csv", index=False)
    pd.DataFrame([NEWSAPI]).to_csv(tmp_path / "b.csv", index=False)
    articles, _ = read(tmp_path)
    assert articles["text"].tolist() == [TEXT, TEXT]
    assert articles["outlet"].fillna("-").tolist() == ["-", "Vale Post"]
    assert articles["title"].tolist() == ["Mill", "Mill"]


def test_the_sections_of_fundus_and_the_text_of_elasticsearch_are_texts():
    body = {"summary": ["In short."], "sections": [{"headline": ["Why"], "paragraphs": ["One.", "Two."]}]}
    assert feeds.article({"title": "t", "body": body})["text"] == "In short.\n\nWhy\n\nOne.\n\nTwo."
    assert feeds.article({"_id": "7", "_source": {"body": "One."}}) == {"_id": "7", "body": "One."}


def test_a_record_that_needs_nothing_is_itself():
    record = {"text": "One.", "fields": {"text": "Two."}, "x": {"name": 1}}
    assert feeds.article(record) is record
    other = {"body": "One.", "extra": {"name": 1}}
    assert feeds.article(other) is other


@pytest.mark.parametrize(
    ("columns", "says", "keeps"),
    [
        (
            ["id", "indexed_date", "media_name", "media_url", "publish_date", "title", "url"],
            "Media Cloud",
            "media_name",
        ),
        (["url", "url_mobile", "title", "seendate", "domain", "sourcecountry"], "GDELT", "seendate, domain"),
        (["title", "url"], "the file gives links", "trafilatura"),
    ],
)
def test_lists_of_links_say_how_to_go_on(tmp_path, columns, says, keeps):
    frame = pd.DataFrame([["x"] * len(columns)], columns=columns)
    path = tmp_path / "a.csv"
    frame.to_csv(path, index=False)
    articles, rejects = read(path)
    assert (len(articles), reasons(rejects)) == (0, ["no text column"])
    detail = rejects["detail"].iloc[0]
    assert says in detail
    assert keeps in detail
    assert "fetch the pages" in detail


def test_a_table_without_links_and_texts_names_its_columns():
    assert feeds.without_text(["a", "b"]) == "columns: a, b"
    assert "show-fields=bodyText" in feeds.without_text(["webUrl", "webPublicationDate"])
